# Parts of a page that set something.

field-refused = This was not taken: { $what }.
field-none-of = { $title }: { $none }
