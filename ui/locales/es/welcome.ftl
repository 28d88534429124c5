# El primer inicio: cinco pantallas tranquilas, menos de un minuto.

welcome = Te damos la bienvenida
welcome-steps = Primeros pasos
welcome-step = Paso { $step } de { $of }
welcome-skip = Saltar todo
welcome-back = Atrás
welcome-on = Continuar
welcome-on-unmeasured = Continuar sin medir
welcome-done = Listo

## Lo que se encontró

welcome-machine = Esto es lo que tiene tu PC
welcome-machine-about = Idlewatt lo presta a otros mientras no lo necesitas, y te lo devuelve en el momento en que lo necesitas.
welcome-nothing-asked = No hay cuenta, ni monedero, ni correo. Lo que ganas se apunta en un libro de cuentas en este PC.
welcome-looking = Echando un vistazo a este PC…
welcome-memory = Memoria de la tarjeta
welcome-driver = Controlador
welcome-meters = Sensores
welcome-meters-told = Se leen carga, potencia y temperatura
welcome-meters-none = Ninguno: la potencia se supone, no se mide
welcome-off = Nadie ha mirado aún tu tarjeta
welcome-off-switch = Trabajar para otros cuando este PC está inactivo
welcome-off-switch-about = Está desactivado, así que la tarjeta se deja en paz. Actívalo para ver de qué es capaz.
welcome-software = No se encontró ninguna tarjeta gráfica
welcome-software-why = Trabajaría el procesador, que es lento y no gana casi nada. Si este PC tiene una tarjeta, falta su controlador o no puede calcular.
welcome-none = No se puede usar ninguna tarjeta gráfica
welcome-none-why = Nada aquí puede calcular para otros. Idlewatt se abre igualmente, y empieza solo en cuanto haya una tarjeta.
welcome-driver-advice = Qué hacer: instala el controlador más reciente del fabricante de tu tarjeta, reinicia el PC y abre Idlewatt otra vez. Aun así puedes pedir trabajo a otros.
welcome-findings =
    { $count ->
        [one] Una cosa que mirar
       *[other] { $count } cosas que mirar
    }

## La medición

welcome-benchmark = ¿Qué velocidad tiene?
welcome-benchmark-about = Durante unos 20 segundos la tarjeta renderiza una imagen a toda su capacidad. Quizá oigas su ventilador.
welcome-benchmark-start = Medir ahora
welcome-benchmark-again = Medir otra vez
welcome-benchmark-stop = Parar
welcome-benchmark-picture = La imagen que se renderiza para medir
welcome-benchmark-waiting = La imagen aparece aquí.
welcome-benchmark-progress = Medido hasta ahora
welcome-speed = Velocidad
welcome-speed-means = Muestras por segundo: caminos de luz que la tarjeta sigue por una escena. Los encargos se pagan por su número, así que es lo que puede vender.
welcome-watts = Potencia
welcome-watts-means = Lo que consume la tarjeta mientras trabaja. La electricidad se cuenta por la parte que supera el reposo.
welcome-watts-unknown = Ningún sensor lo indica. La electricidad se cuenta según lo que consumen las tarjetas de este tipo.
welcome-measured-before = Medido antes: { $speed } muestras por segundo.

## La estimación

welcome-estimate = Lo que puede traer
welcome-estimate-about = Descontada la electricidad, y con franqueza: depende de cuánto pidan otros, y eso nadie puede prometerlo.
welcome-tariff-about = El número que más importa es lo que pagas por la electricidad. Está en tu factura, por kWh, con todos los impuestos. Aquí hay un precio típico hasta que pongas el tuyo.

## La elección

welcome-choice = ¿Cuándo puede trabajar?
welcome-choice-about = Elige una opción para empezar. Todo se puede cambiar después, y cada cambio se puede deshacer.
welcome-choice-needed = Hasta que elijas, no se trabaja en nada.

## El inicio

welcome-start = ¿Iniciar con el ordenador?
welcome-start-about = Desactivado, salvo que lo quieras.
welcome-autostart = Iniciar Idlewatt al iniciar sesión
welcome-autostart-about = Se abre sin ventana, y espera en la bandeja hasta que tus límites permitan trabajar.
welcome-ready = Eso es todo. Cierra la ventana cuando quieras: el trabajo sigue en la bandeja y se detiene como lo hayas ajustado.
welcome-not-said = Todavía no has dicho cuándo puede trabajar este PC, así que no trabaja. Vuelve atrás y elige, o hazlo más tarde: el inicio y la bandeja lo recuerdan.
