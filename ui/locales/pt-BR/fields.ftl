# Parts of a page that set something.

field-refused = Isto não foi aceito: { $what }.
field-none-of = { $title }: { $none }
