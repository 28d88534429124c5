# Parties d’une page qui règlent quelque chose.

field-refused = Cela n’a pas été accepté : { $what }.
field-none-of = { $title } : { $none }
