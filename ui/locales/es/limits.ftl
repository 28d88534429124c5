# Límites: qué permite el dueño, y en qué se traduce. Los preajustes y las estimaciones son también parte del primer inicio.

## En qué se traducen los límites

limits-comes = En qué se traducen tus límites
comes-coming = Calculando…
comes-unknown = Aún no se sabe nada de este equipo. Habrá una estimación cuando se haya medido.
comes-unit = créditos al día
comes-after = descontados la electricidad y el desgaste de la tarjeta
comes-range = Entre { $low } y { $high }, más o menos.
comes-hours = { $hours } de trabajo al día.
comes-loss = Con estos límites, la electricidad y el desgaste cuestan más de lo que trae el trabajo. Idlewatt no acepta trabajo por debajo de su coste.
comes-rests = Una estimación, no una promesa. Supone que:
rests-demand = hay trabajo el { $share } del tiempo; eso aún no lo sabe nadie.
rests-demand-measured = hay trabajo el { $share } del tiempo, como aquí en los últimos días.
rests-presence = alguien usa este equipo { $time } al día.
rests-presence-measured = alguien usa este equipo { $time } al día, como en los últimos días.
rests-awake = este equipo está encendido { $time } al día, como en los últimos días.
rests-tariff = un kilovatio-hora cuesta { $price } créditos.
rests-tariff-mean = un kilovatio-hora cuesta de media { $price } créditos en tus horas.
rests-power = el trabajo consume { $power } más que el reposo, como en tarjetas de este tipo.
rests-power-measured = el trabajo consume { $power } más que el reposo, según el sensor de esta tarjeta.
rests-own-price = el trabajo se paga al precio que pides, pues aquí no se conocen ofertas de nadie más.
effect-costs = Deja sin ganar { $amount } créditos al día.
effect-saves = Ahorra { $amount } créditos al día.
outcome = Un día traería { $net } créditos.
outcome-same = Un día traería { $net } créditos, como ahora.
outcome-less = Un día traería { $net } créditos, { $less } menos que ahora.
outcome-more = Un día traería { $net } créditos, { $more } más que ahora.

## Preajustes

limits-presets = Tres formas de empezar
preset-quiet-nights = Noches tranquilas
preset-quiet-nights-says = Trabaja mientras duermes, fresco y en silencio.
preset-when-away = Cuando no estoy
preset-when-away-says = Trabaja cuando nadie ha tocado este equipo en un rato.
preset-everything = Todo
preset-everything-says = Trabaja siempre que puede, y aun así se detiene para tus juegos.
preset-chosen = En uso
preset-net = Unos { $net } créditos al día
preset-unknown = Sin estimación todavía
preset-used = { $name }: estos límites valen ahora.
presets-own = Tus límites son tuyos: ninguno de estos tres.
says-present-stop = Se detiene mientras estás aquí
says-present-light = Sigue con suavidad mientras estás aquí, con el { $share } de la tarjeta
says-present-full = Sigue mientras estás aquí
says-idle =
    Empieza tras { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    } sin actividad
says-idle-light =
    A toda velocidad tras { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    } sin actividad
says-screenless = Siempre en una tarjeta sin pantalla
says-most = Como máximo { $most }
says-fan = Ventilador como máximo a { $most }
says-share = Como máximo el { $share } del tiempo de la tarjeta
says-hours-per-day =
    Como máximo { $hours ->
        [one] { $hours } hora
       *[other] { $hours } horas
    } al día
says-cost-per-day = Como máximo { $most } créditos de electricidad al día
says-tariff-most = Mientras un kilovatio-hora cueste como máximo { $most } créditos
says-battery = También con batería
says-metered = También por redes que se pagan por volumen

## Partes de la página

limits-sections = Límites de esta página
limits-when = Cuándo
limits-hard = Con qué fuerza
limits-daily = Cuánto al día
limits-electricity = Electricidad y precio
limits-games = Juegos y programas
limits-accepted = Qué se acepta
limits-cards = Por tarjeta
no-limit = Sin límite
as-for-all = Como para todas
add = Añadir
add-named = Añadir { $name }
remove = Quitar
remove-named = Quitar { $name }
unit-minutes =
    { $count ->
        [one] minuto
       *[other] minutos
    }
unit-seconds = segundos
unit-per-kwh = por kWh
unit-kwh = kWh
unit-per-hour = por hora

## Horas

hours-title = Horas de la semana
hours-about = Pinta las horas en que se permite trabajar. Haz clic o arrastra, y haz clic en un día o una hora para toda la línea.
hours-always = A cualquier hora
hours-daily = Todos los días
hours-days = { $first }–{ $last }
hours-span = { $days } { $from }–{ $to }
hours-whole = { $days }, todo el día
hours-in-week = { $hours } a la semana
hours-allow-all = Permitir todas las horas
week-grid = Horas de la semana en que se permite trabajar
week-all = Toda la semana
week-part = { $day } { $hour }, una parte de esta hora
week-nothing-left = Debe quedar una hora. Para detener el trabajo del todo, ponlo en pausa o desactiva trabajar para otros en los ajustes.
week-by-hand = Algunas horas empiezan o acaban entre horas en punto: alguien las escribió a mano. Se quedan como están donde no pintes.
week-round = Cambiar por horas en punto
week-keys = Con el teclado: las flechas mueven, Espacio pinta o borra, Mayús con flechas pinta un tramo.

## Mientras hay alguien

present-title = Mientras estás aquí
present-about = Los juegos y los programas que indiques siempre van primero, elijas lo que elijas.
present-stop = Parar
present-stop-about = No se trabaja en nada hasta que te vayas.
present-light = Seguir con suavidad
present-light-about = Una parte de la tarjeta, en trozos tan cortos que el escritorio sigue fluido.
present-full = Seguir del todo
present-full-about = Da igual si estás aquí.
light-share-title = Parte de la tarjeta mientras estás aquí
light-share-about = Cuanto menos, más fluido todo lo demás.
idle-title = Cuentas como ausente tras
idle-about = Tiempo sin ratón, teclado ni mando. Con 0 da igual si estás aquí.
screenless-title = Una tarjeta sin pantalla sigue trabajando
screenless-about = Mientras estás aquí, una segunda tarjeta sin ninguna pantalla conectada puede seguir.
battery-title = Trabajar con batería
battery-about = Desactivado: el trabajo espera a que este equipo esté enchufado.
metered-title = Trabajar por redes que se pagan por volumen
metered-about = Desactivado: el trabajo espera mientras la red se pague por volumen, como la de un teléfono.

## Con qué fuerza

hard-no-meters = Aquí ninguna tarjeta indica su potencia, temperatura o ventilador. Los límites se guardan para el día en que una lo haga.
watts-title = Vatios
watts-about = Lo que puede consumir la tarjeta, de media en un minuto.
watts-about-range = Lo que puede consumir la tarjeta, de media en un minuto. Esta tarjeta se puede mantener entre { $least } y { $most }.
takes-now = Ahora consume { $now }
is-now = Ahora a { $now }
turns-now = Ahora gira a { $now }
degrees-title = Temperatura
degrees-about = Por encima, el trabajo espera a que la tarjeta se enfríe.
fan-title = Ventilador
fan-about = El trabajo se frena antes de que el ventilador gire más rápido, para que la habitación siga en silencio.
share-title = Parte del tiempo de la tarjeta
share-about = Menos que todo deja pausas entre las partes de trabajo.
memory-title = Memoria para un encargo
memory-about = No se aceptan encargos que necesiten más memoria de la tarjeta.
card-limit-title = Usar el límite de potencia de la tarjeta
card-limit-about = Donde el sistema lo permite, el controlador mantiene los vatios, lo que cuesta menos velocidad. Después se deja como estaba.
cards-about = Una tarjeta puede tener límites propios. Lo que no se ajuste ahí vale como para todas.
card-back = Todos los límites
card-works-title = Esta tarjeta trabaja
card-works-about = Desactivado: nunca se usa para otros.
card-unseen = { $name } no está ahora en este equipo, o nadie lo indica. Lo que se ajuste aquí vale cuando vuelva.

## Cuánto al día

day-hours-title = Horas de trabajo
day-hours-about = Cuando se agotan, el trabajo espera a medianoche.
day-energy-title = Energía
day-energy-about = Lo que consume el trabajo por encima del reposo.
day-cost-title = Dinero para electricidad
day-cost-about = Lo que puede costar esa energía.

## Electricidad y precio

tariff-title = Precio de un kilovatio-hora
tariff-about = Está en tu factura de la luz; todo cuenta, también los impuestos. Un crédito se contabiliza como un dólar estadounidense.
tariff-about-now = Está en tu factura de la luz; todo cuenta, también los impuestos. Ahora valen { $now } créditos.
tariff-elsewhere = El precio lo indica { $source }. Lo que hay aquí vale cuando esa fuente no dice nada.
bands-title = Otros precios a ciertas horas
bands-about = Para tarifas que cambian a lo largo del día. Vale la primera que encaje.
band = { $when }: { $price } créditos
band-days = Días
band-from = De
band-to = A
band-price = Precio por kilovatio-hora
tariff-most-title = Lo máximo que puede costar un kilovatio-hora
tariff-most-about = El trabajo espera mientras cueste más.
wear-title = Desgaste de la tarjeta
wear-about = Lo que una hora de trabajo gasta de su vida. Es parte del precio más bajo que aceptas.
margin-title = Margen
margin-about = Lo que pides además de la electricidad y el desgaste.

## Juegos y programas

programs-title = Programas que van primero
programs-about = No se trabaja a su lado. Los juegos de las bibliotecas conocidas no hace falta añadirlos.
programs-none = No hay nada en la lista. Los juegos se reconocen sin ella.
programs-running = { $name } está abierto: el trabajo le deja el sitio.
program-name = Nombre de su archivo, por ejemplo blender
suggestions-title = Vistos trabajando en la tarjeta
suggestions-about = No se reconocieron como juegos. Añade uno si el trabajo debe detenerse por él.
suggestion-seen = { $time } en total, hasta el { $peak } de la tarjeta
others-title = Uso por otros programas
others-about = Cuánto de la tarjeta pueden usar otros programas antes de que el trabajo se detenga por ellos. Con los juegos y los programas de arriba se detiene siempre.
others-now = Ahora usan { $now }
quiet-title = Espera tras un juego
quiet-about = Cuánto tiempo debe llevar cerrado un juego antes de que el trabajo empiece otra vez.

## Qué se acepta

accept-render = Imágenes y animaciones de escenas 3D.
accept-generate = Respuestas de modelos de lenguaje que están en tu disco.
accept-embed = Textos convertidos en números, para búsquedas.
accept-last = Debe quedar un tipo de trabajo. Para detenerlo todo, ponlo en pausa o desactiva trabajar para otros en los ajustes.
mature-title = Trabajo que puede no ser apto para todo el mundo
mature-about = Desactivado: se rechaza el trabajo que su solicitante marca así. Nadie comprueba si otros lo dicen con verdad.
blocked-title = Solicitantes bloqueados
blocked-about = No se acepta nada suyo.
blocked-none = No hay nadie bloqueado. Puedes bloquear a un solicitante en la página de encargos.
unblock = Desbloquear
unblock-named = Desbloquear a { $name }
