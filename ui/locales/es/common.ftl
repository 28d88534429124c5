# Lo que se dice en cada página: qué pasa y por qué, dinero, medidas y las palabras del marco.

name = Idlewatt

## Páginas

page-home = Inicio
page-earnings = Ganancias
page-limits = Límites
page-jobs = Encargos
page-network = Red
page-mesh = Usar la malla
page-settings = Ajustes
pages = Páginas

## Qué pasa

working = Trabaja para otra persona: { $title }.
working-untitled = Trabaja para otra persona.
paused-until = En pausa. Sigue: { $when }.
paused = En pausa hasta que reanudes.
wait-role-off = Sin trabajar: trabajar para otros está desactivado en los ajustes.
wait-not-said = Todavía no has dicho cuándo puede trabajar este PC.
wait-starting = Empezando: echando un vistazo a este equipo.
wait-measuring = Midiendo a qué velocidad renderiza este equipo.
wait-no-device = Sin trabajar: no se encontró ninguna tarjeta gráfica que pueda calcular.
wait-no-device-called = Sin trabajar: ninguna tarjeta gráfica se llama { $name }, como piden los ajustes.
wait-card-off = Sin trabajar: esta tarjeta está desactivada en los ajustes.
wait-program-running = Te deja el sitio: { $name } está abierto. El trabajo sigue cuando se cierre.
wait-owner-present =
    Te deja el sitio mientras estás aquí. El trabajo empieza tras { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    } sin actividad.
wait-fullscreen = Te deja el sitio: { $name } ocupa la pantalla.
wait-remote-use = Te deja el sitio: este equipo se usa a distancia ({ $name }).
wait-encoding = Te deja el sitio: la tarjeta codifica un vídeo.
wait-gpu-in-use = Te deja el sitio: otro programa usa el { $percent } de la GPU.
wait-memory-short = Te deja el sitio: otros programas dejan libres { $free } de la memoria de la tarjeta.
wait-on-battery = En espera: este equipo funciona con batería.
wait-metered-network = En espera: la red se paga por volumen.
wait-outside-hours = En reposo. Tus horas empiezan: { $when }.
wait-no-hours = Sin trabajar: tus horas no dejan ningún momento.
wait-day-hours = Listo por hoy: tus horas de trabajo se han agotado. Sigue: { $when }.
wait-day-energy = Listo por hoy: tu energía se ha agotado. Sigue: { $when }.
wait-day-cost = Listo por hoy: tu dinero para electricidad se ha agotado. Sigue: { $when }.
wait-too-hot = Espera a que la tarjeta se enfríe: ahora { $now }, y permites { $most }.
wait-too-loud = Espera a que el ventilador se calme: ahora { $now }, y permites { $most }.
wait-limit-below-rest = Sin trabajar: la tarjeta consume { $rest } incluso en reposo, y permites { $limit }.
wait-tariff-too-high = Espera electricidad más barata: { $now } créditos por kWh, y permites { $most }.
wait-tariff-unknown = En espera: nadie indica cuánto cuesta ahora la electricidad ({ $what }).
wait-going-to-sleep = Deja el sitio: este equipo se va a suspender.
wait-cooling-down = Todo está tranquilo. El trabajo puede empezar: { $when }.
wait-no-readings-cards = En espera: los sensores de la tarjeta no dan lecturas nuevas, e Idlewatt no trabaja a ciegas.
wait-no-readings-programs = En espera: no se ven los programas abiertos, e Idlewatt no trabaja a ciegas.
wait-no-readings-surroundings = En espera: nada indica si hay alguien aquí, e Idlewatt no trabaja a ciegas.
wait-no-mesh = En espera: ningún nodo índice responde, así que nadie puede encontrar este equipo.
wait-no-work = Listo. Nadie pide trabajo ahora mismo.
wait-worker-broken = Sin trabajar: el worker ha fallado varias veces seguidas ({ $what }).

## Lo mismo en una o dos palabras

state-working = Trabaja
state-waiting = En espera
state-ready = Listo
state-paused = En pausa
state-attention = Te necesita
state-connecting = Conectando

## Cuánto se esfuerza

effort-full = A toda velocidad
effort-presence = El { $share } del tiempo, porque estás aquí
effort-share = El { $share } del tiempo, la parte que permites
effort-power = El { $share } del tiempo, para no pasar de tus vatios
effort-heat = El { $share } del tiempo, para no pasar de tu temperatura
effort-fan = El { $share } del tiempo, para que el ventilador no pase de tu límite

## El servicio

connecting = Buscando el servicio en segundo plano…
lost-title = No se puede contactar con el servicio en segundo plano.
lost-not-running = El servicio en segundo plano que hace el trabajo no está en marcha. Se vuelve a iniciar solo; nada de lo ganado se pierde.
lost-version = El servicio en segundo plano es de otra versión. Reinícialo, o actualiza ambos.
lost-cannot-start = El servicio en segundo plano no arranca.
lost-silent = El servicio en segundo plano no responde.
lost-no-folder = No hay carpeta para los datos de Idlewatt.
retry = Reintentar ahora

## Etiquetas honestas

badge-software = software
badge-software-meaning = Ninguna tarjeta gráfica hace el trabajo: los shaders se ejecutan en el procesador, despacio.
badge-simulated = tarjeta simulada
badge-simulated-meaning = Las lecturas de la tarjeta las da un script, para pruebas y demostraciones.
tray-no-host = No hay icono en la bandeja: este escritorio no tiene bandeja (en GNOME la añade la extensión AppIndicator). Si cierras esta ventana, el trabajo sigue; abre Idlewatt otra vez para volver.
tray-failed = No hay icono en la bandeja: el escritorio lo ha rechazado. Si cierras esta ventana, el trabajo sigue; abre Idlewatt otra vez para volver.

## Pausa

pause = Pausar
pause-half-hour = Durante 30 minutos
pause-hour = Durante 1 hora
pause-tomorrow = Hasta mañana, 8:00
pause-until-resumed = Hasta que reanude
resume = Reanudar
choose-when = Elegir cuándo trabaja

## Dinero

unit = créditos
net = Neto
gross = Ganado
electricity = Electricidad
pending = Pendiente
pending-meaning = Hecho, pero aún sin recibo que lo cubra.
held = En suspenso
held-meaning = Hecho para encargos que terminaron sin un último recibo. Se paga cuando ese solicitante vuelve.
final = Definitivo
final-meaning = Cubierto por recibos firmados.
spent = Gastado
energy = Energía

## Tipos de trabajo, lados

kind-render = Render
kind-generate = Texto
kind-embed = Embedding
side-provider = trabajado
side-requester = comprado

## Cómo terminó un encargo

job-open = en curso
job-picture = imagen { $width }x{ $height }, { $spp } spp
job-text = texto de { $model }
job-unknown = un acuerdo
stop-done = terminado
stop-cancelled = cancelado
stop-owner-returned = necesitabas el equipo
stop-owner-returned-there = su dueño necesitaba el equipo
stop-shutting-down = detenido al apagar
stop-protocol = interrumpido: { $what }
stop-unpaid = no se pagó a tiempo
stop-bad-results = resultados erróneos
stop-lost = conexión perdida
stop-failed = falló: { $what }
stop-refused = ya no se acepta más. { $why }

## Medidas

not-told = sin dato
measure-watts = { $value } W
measure-watt-hours = { $value } Wh
measure-kilowatt-hours = { $value } kWh
measure-celsius = { $value } °C
of-limit = { $now } de { $limit }
load = Carga
power = Potencia
temperature = Temperatura
memory = Memoria
fan = Ventilador
effort = Esfuerzo
samples-per-second = { $samples } muestras por segundo

## Problemas, y deshacer

trouble = No ha funcionado: { $what }
trouble-not-running = el servicio en segundo plano no está en marcha
trouble-timed-out = el servicio en segundo plano no respondió a tiempo
trouble-unexpected = el servicio en segundo plano respondió otra cosa que la pedida
trouble-no-folder = no hay carpeta para los datos de Idlewatt
trouble-autostart = no se puede cambiar el inicio automático
trouble-file = el archivo no se puede usar
trouble-program = no se puede iniciar un programa de Idlewatt
trouble-updater = no se pueden buscar actualizaciones
trouble-invalid-setting = este valor no se puede usar
trouble-false-answer = una respuesta no era lo que dice el modelo
trouble-busy = quienes lo harían están todos ocupados
trouble-no-provider = nadie puede o quiere hacerlo ahora
trouble-no-model = nadie ofrece ese modelo
trouble-bad-input = la petición no es correcta
trouble-books = el libro de cuentas no se puede usar
trouble-role-off = esa parte está desactivada en los ajustes
trouble-shutting-down = el servicio en segundo plano se está deteniendo
busy-benchmark = este PC ya se está midiendo
busy-job = hay un encargo en curso; se podrá medir cuando termine
busy-model = un modelo está trabajando; se podrá medir cuando termine
busy-picture = ya se está renderizando una imagen
input-picture-kind = una imagen es un archivo .png o .exr
input-too-large = necesita { $needs } de memoria y se permiten { $allowed }
input-is-folder = { $path } es una carpeta; el archivo necesita un nombre
input-no-folder = no existe la carpeta { $path }
input-empty = no se ha preguntado nada
input-too-long = la conversación es demasiado larga; empieza otra
failed-program = { $name } está en marcha y necesita más la tarjeta
failed-sleep = este PC va a suspenderse
failed-card = la tarjeta ya no responde
failed-measure = este PC no se puede medir
failed-written = no se puede escribir { $path }
failed-units = las partes de la imagen fallaron una tras otra
failed-broken = algo falló en este PC
none-found = no se encontró a nadie que haga este trabajo
there-not-idle = su dueño lo está usando
there-busy = ocupado con otros encargos
there-floor = quiere al menos { $floor } créditos
there-too-large = no tiene memoria suficiente: hacen falta { $needs }, se permiten { $allowed }
there-unwilling = no acepta este tipo de trabajo
there-unpaid = dice que quedan { $owed } créditos sin pagar de encargos anteriores
there-misunderstood = no aceptó el pedido tal como se envió
there-silent = no respondió
there-only-relayed = solo es accesible por un relé, que no lleva tanto
there-strange = respondió otra cosa que la pedida
saved = Guardado.
undo = Deshacer
undone = Deshecho.
close = Cerrar
cancel = Cancelar
copy = Copiar
copied = Copiado.
open-window = Abrir Idlewatt
