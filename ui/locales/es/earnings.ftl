# Ganancias: qué entró, qué se llevó la electricidad, qué queda; en el tiempo, por tipo y por hora.

## El periodo mostrado

earnings-span = Periodo
earnings-day = Hoy
earnings-week = 7 días
earnings-month = 30 días
earnings-all = Todo
earnings-net-day = Queda hoy, descontada la electricidad
earnings-net-week = Queda de los últimos 7 días, descontada la electricidad
earnings-net-month = Queda de los últimos 30 días, descontada la electricidad
earnings-net-all = Queda desde el principio, descontada la electricidad

## Qué significan las sumas

earnings-net-meaning = Lo ganado, menos la electricidad que costó. Bajo cero cuando el trabajo costó más de lo que trajo.
earnings-gross-meaning = El valor de todo el trabajo terminado, esté ya pagado o no.
earnings-electricity-meaning = Lo que costó la energía de ese trabajo con tu tarifa, contada por encima de lo que este PC consume en reposo. El trabajo que quedó en nada también cuenta.
earnings-energy-meaning = Energía que llevó el trabajo, por encima de lo que este PC consume en reposo.
earnings-spent-meaning = Lo que pagaste a otros por trabajo que pediste. No forma parte de la suma de arriba.

## El gráfico

earnings-over-time-hour = Hora a hora
earnings-over-time-day = Día a día
earnings-over-time-month = Mes a mes
earnings-chart = Ganancias en un gráfico. Las flechas van de columna en columna.
earnings-kept = Te queda
earnings-lost = De tu bolsillo
earnings-as-table = Como tabla
earnings-as-chart = Como gráfico
earnings-when = Cuándo
earnings-hour-span = { $from } a { $to }

## Por tipo y por hora

earnings-by-kind = Por tipo de trabajo
earnings-kind-share = El { $share } de lo ganado
earnings-per-kwh = { $amount } créditos por kWh
earnings-by-hour = Por hora del día
earnings-by-hour-chart = Ganancias por hora del día, en un gráfico. Las flechas van de hora en hora.
earnings-best-hour = Cuando más queda: entre { $from } y { $to }.
earnings-units =
    { $count ->
        [one] { $count } unidad
       *[other] { $count } unidades
    }

## Nada todavía

earnings-first = Aquí estarán tus primeras ganancias
earnings-first-what = Cada hora tiene su columna: lo que trajo, lo que se llevó la electricidad y lo que te queda. La primera aparece en cuanto se termina la primera parte de trabajo.
earnings-none-day = Hoy todavía no se ha ganado nada.
earnings-none-week = No se ha ganado nada en los últimos 7 días.
earnings-none-month = No se ha ganado nada en los últimos 30 días.
earnings-none-what = La columna de esta hora aparece con la próxima parte de trabajo terminada.
earnings-see-all = Ver todo

## Exportar

earnings-export = Exportar
earnings-export-csv = CSV, una línea por encargo
earnings-export-json = JSON, con unidades y recibos
earnings-exported =
    { $count ->
        [one] { $count } encargo escrito en { $path }
       *[other] { $count } encargos escritos en { $path }
    }
earnings-reveal = Mostrar en la carpeta
