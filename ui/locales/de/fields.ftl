# Teile einer Seite, die etwas einstellen.

field-refused = Das wurde nicht angenommen: { $what }.
field-none-of = { $title }: { $none }
