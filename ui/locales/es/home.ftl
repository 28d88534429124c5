# La primera página y la ventana pequeña junto a la bandeja.

today-net = Hoy, descontada la electricidad
net-today-of = { $gross } ganados, { $electricity } de electricidad
week = Últimos 7 días
all-time = Todo
see-earnings = Todas las ganancias
first-week = Esta será tu primera semana
first-week-may = Con tus límites, un día puede aportar unos { $net } créditos tras electricidad y desgaste: entre { $low } y { $high }, más o menos.

## Qué cambia después

next-resumes = Sigue: { $when }.
next-changes = Cambia por sí solo: { $when }.

## El encargo en curso

job-in-hand = Encargo en curso
no-job = Nada en curso
no-job-ready = El próximo encargo empieza solo en cuanto alguien lo pida.
no-job-waiting = El trabajo empieza solo en cuanto nada lo impida.
picture-coming = La imagen aparece a medida que se renderiza.
picture-so-far = La imagen de { $title } hasta ahora
tokens-flowing = Tokens leídos y dichos. Lo que dicen es asunto del solicitante.
tokens-per-second = { $tokens } tokens por segundo
this-unit = Esta unidad
units-done = Unidades hechas
worth = Valor hasta ahora
hour-brings = Una hora aporta
hour-brings-meaning = A la velocidad medida, descontada la electricidad.
pays-render = Paga { $price } créditos por cada mil millones de muestras
pays-text = Paga { $price } créditos por millón de tokens
for-requester = Para { $node }

## La tarjeta

card = Tarjeta
card-none = Ninguna tarjeta indica su carga, potencia o temperatura.
card-not-found = No se encontró ninguna tarjeta gráfica.
card-not-found-advice = Sin ella trabaja el procesador, que no gana casi nada. Si hay una tarjeta, falta su controlador: instálalo y abre Idlewatt otra vez.
adjust-limits = Ajustar límites
peers =
    { $count ->
        [one] { $count } par
       *[other] { $count } pares
    }
index-nodes =
    { $count ->
        [one] { $count } nodo índice
       *[other] { $count } nodos índice
    }
