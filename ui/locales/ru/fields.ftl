# Parts of a page that set something.

field-refused = Это не принято: { $what }.
field-none-of = { $title }: { $none }
