# What was found on this PC and what to do about it, and why a setting cannot have a value.
# Names and reasons come from drivers, systems and files, and stand where they are put.

## What was found

found-later = Aún no se ha mirado todo; tarda unos segundos.
found-adapter-software = { $name } haría el trabajo, y es software: no se encontró ninguna tarjeta. Instala el controlador de la tarjeta.
found-adapter-broken = El controlador gráfico falla. Actualízalo y reinicia Idlewatt.
found-adapter-missing = No se encontró ninguna tarjeta gráfica que pueda calcular. Instala su controlador.
found-adapter-wanted = Ninguna tarjeta gráfica se llama { $name }, como piden los ajustes. Nombra otra, o ninguna.
found-adapter-unmeasured = La tarjeta se encontró, pero no se midió. Reinicia Idlewatt.
found-card-simulated = Un guion interpreta las mediciones de { $name }, para pruebas.
found-card-doubts = { $name } dice cosas que no pueden ser ciertas; se omiten. Si sigue así, reinicia el PC o actualiza el controlador.
found-meters-failed = La tarjeta no da mediciones, y sin ellas no se trabaja. Actualiza el controlador.
found-meters-absent = Ninguna tarjeta dice su carga, potencia o temperatura: la potencia y la energía se suponen, no se miden.
found-programs-unseen = No se pueden ver los programas en marcha, y sin ver cuándo empieza un juego no se trabaja.
found-source-failed = { $name } no se puede leer. Lo que diría no se tiene en cuenta.
found-settings-unreadable = No se puede leer el archivo de ajustes. Hazlo legible y reinicia Idlewatt.
found-settings-aside = Algunos ajustes no eran correctos. Lo correcto sigue valiendo: pon el resto y permite el trabajo de nuevo. El archivo antiguo se guarda como { $path }.
found-listening-nowhere = Este PC no escucha en ninguna dirección. Revisa los ajustes de red y el cortafuegos.
found-index-unset = No hay ningún nodo índice: nadie puede encontrar este PC, ni él a nadie. Añade uno en los ajustes.
found-index-silent = Ninguno de los nodos índice responde (hay { $count }). Revisa la red y sus direcciones.
found-books-wrong = Los libros no cuadran. Guarda una copia de ledger.sqlite3 e infórmalo.
found-books-unread = No se pueden leer los libros. Revisa el disco y reinicia Idlewatt.

## What is wrong with a setting

fault-unknown = No existe ese ajuste.
fault-switch = Se espera true o false.
fault-whole = Se espera un número entero.
fault-range = Se espera de { $least } a { $most }.
fault-range-or-zero = Se espera de { $least } a { $most }, o 0.
fault-money = Se esperan créditos entre 0 y { $most }, por ejemplo { $example }.
fault-energy = Se esperan kilovatios hora con tres decimales como máximo, por ejemplo { $example }.
fault-word = Se espera uno de { $words }.
fault-nodes = Se esperan nombres de nodos de 64 dígitos cada uno.
fault-many = Se esperan { $most } entradas como máximo.
fault-hours = «{ $text }» no son días y horas.
fault-band = «{ $text }» no son días, horas y un precio.
fault-sources = Un archivo y un comando no pueden dar el precio a la vez.
fault-address = Se espera una dirección que empiece por https://.
fault-spoken = Este idioma no se habla aquí.
fault-unfit = No se puede leer: { $what }
fault-unwritten = No se puede usar el archivo de ajustes: { $what }
