# Partes de una página que ajustan algo.

field-refused = No se ha aceptado: { $what }.
field-none-of = { $title }: { $none }
