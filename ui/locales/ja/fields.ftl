# Parts of a page that set something.

field-refused = この値は受け付けられませんでした：{ $what }。
field-none-of = { $title }：{ $none }
