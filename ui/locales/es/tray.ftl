# Menú, información y notificaciones. Una línea corta cada uno: un menú es tan ancho como su línea más larga.

## El menú

menu-start = Empezar ahora
menu-resume = Reanudar
menu-retry = Buscar otra vez
menu-choose = Elegir cuándo trabaja…
menu-pause = Pausar
menu-pause-half-hour = Durante 30 minutos
menu-pause-hour = Durante 1 hora
menu-pause-tomorrow = Hasta mañana 8:00
menu-pause-until-resumed = Hasta que reanude
menu-open = Abrir Idlewatt
menu-settings = Ajustes
menu-quit = Salir

## Dinero

today = Hoy: { $net } créditos, descontada la electricidad
today-unknown = Hoy: no se sabe

## Tiempo

on-day =
    { $day ->
        [mon] lun
        [tue] mar
        [wed] mié
        [thu] jue
        [fri] vie
        [sat] sáb
       *[sun] dom
    } { $time }

## Qué pasa

working = Trabaja
working-on = Trabaja: { $title }
job-picture = imagen { $width }x{ $height }, { $spp } spp
job-text = texto de { $model }
job-unknown = un acuerdo
paused = En pausa hasta que reanudes
paused-until = En pausa. Sigue: { $when }

## Por qué no

connecting = Buscando el servicio…
lost-not-running = El servicio no está en marcha
lost-version = El servicio es de otra versión
lost-cannot-start = El servicio no arranca
lost-silent = El servicio no responde
lost-no-folder = No hay carpeta para los datos de Idlewatt

wait-role-off = Sin trabajar: desactivado en los ajustes
wait-not-said = Todavía no has dicho cuándo puede trabajar este PC
wait-starting = Empezando
wait-measuring = Midiendo este equipo
wait-no-device = Sin trabajar: no se encontró tarjeta gráfica
wait-card-off = Sin trabajar: esta tarjeta está desactivada
wait-program-running = En espera: { $name } está abierto
wait-owner-present =
    { $minutes ->
        [one] Espera a que faltes un minuto
       *[other] Espera a que faltes { $minutes } minutos
    }
wait-fullscreen = En espera: { $name } ocupa la pantalla
wait-remote-use = En espera: alguien usa este equipo a distancia
wait-encoding = En espera: la tarjeta codifica un vídeo
wait-gpu-in-use = En espera: otro programa usa el { $percent } % de la GPU
wait-memory-short = En espera: otros programas necesitan la memoria de la tarjeta
wait-on-battery = En espera: funciona con batería
wait-metered-network = En espera: la red se paga por volumen
wait-outside-hours = Tus horas empiezan: { $when }
wait-no-hours = Sin trabajar: tus horas no dejan tiempo
wait-day-used-up = Listo por hoy. Sigue: { $when }
wait-too-hot = En espera: la tarjeta está a { $degrees } °C
wait-too-loud = En espera: el ventilador suena más de lo permitido
wait-limit-below-rest = Sin trabajar: menos vatios permitidos que en reposo
wait-tariff-too-high = Espera electricidad más barata
wait-tariff-unknown = En espera: no se sabe el precio de la electricidad
wait-going-to-sleep = Se va a suspender
wait-cooling-down = En espera: acaba de quedar todo tranquilo
wait-no-readings = En espera: los sensores no dan lecturas nuevas
wait-no-mesh = En espera: ningún nodo índice responde
wait-no-work = Listo: nadie pide trabajo
wait-worker-broken = Sin trabajar: el worker ha fallado varias veces

## Notificaciones

started-title = Tu tarjeta está trabajando
started-body = { $title }. Se detiene al instante cuando necesitas la tarjeta.
started-body-untitled = Se detiene al instante cuando necesitas la tarjeta.
stopped-title = Se ha detenido por ti
stopped-body = { $name } tiene la tarjeta para sí.
paid-title = Ayer quedaron { $net } créditos
paid-body = { $gross } por trabajo, menos { $electricity } de electricidad.
attention-title = Idlewatt te necesita

## Ventanas y diálogos

compact-title = Idlewatt ahora
choose-scene = Elegir una escena
scenes = Escenas
export-jobs = Escribir los encargos en un archivo
