# Parts of a page that set something.

field-refused = 적용되지 않았어요: { $what }.
field-none-of = { $title }: { $none }
