# Parts of a page that set something.

field-refused = Tego nie przyjęto: { $what }.
field-none-of = { $title }: { $none }
