# Parts of a page that set something.

field-refused = 这个值未被接受：{ $what }。
field-none-of = { $title }：{ $none }
