# Parts of a page that set something.

field-refused = Kabul edilmedi: { $what }.
field-none-of = { $title }: { $none }
