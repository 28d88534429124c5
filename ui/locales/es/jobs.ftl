# Encargos: qué se hizo y para quién, qué pagó, cómo se comprobó; y qué se rechazó.

jobs-done = Encargos
jobs-refused = Por qué mi PC dijo que no
jobs-views = Qué se muestra

## La lista

jobs-list = Encargos, los más recientes primero. Las flechas van de fila en fila, Intro abre una.
jobs-when = Cuándo
jobs-what = Qué
jobs-with = Con
jobs-size = Unidades
jobs-net = Neto
jobs-money = Dinero
jobs-ended = Final
jobs-final = Definitivo
jobs-paid = Pagado
jobs-pending = { $amount } pendientes
jobs-held = { $amount } en suspenso
jobs-to-pay = { $amount } por pagar
jobs-nothing-due = Nada pendiente
jobs-void =
    { $count ->
        [one] { $count } unidad quedó en nada
       *[other] { $count } unidades quedaron en nada
    }
jobs-loading-more = Cargando encargos anteriores…
jobs-first = Aquí aparecerán tus encargos
jobs-first-what = Cada uno con su imagen, lo que pagó, la electricidad que llevó y cómo se comprobó. El primero aparece en cuanto se acuerda un trabajo con alguien.
jobs-none-such = Ningún encargo coincide.

## Filtros

jobs-filter = Mostrar solo
jobs-side = Lado
jobs-side-any = Trabajado y comprado
jobs-side-provider = Trabajado para otros
jobs-side-requester = Comprado a otros
jobs-kind = Tipo de trabajo
jobs-kind-any = Todos los tipos
jobs-peer = Con quién
jobs-peer-any = Todos
jobs-clear = Limpiar

## Un encargo

jobs-not-found = Este encargo no está en el libro de cuentas.
jobs-picture = Última imagen de { $title }
jobs-left = Queda, descontada la electricidad
jobs-cost = Coste
jobs-per-unit = Neto por unidad
jobs-per-unit-cost = Coste por unidad
jobs-facts = Datos
jobs-requester = Solicitante
jobs-provider = Proveedor
jobs-agreed = Acordado
jobs-last-entry = Último apunte
jobs-took = Tiempo en la tarjeta
jobs-number = Encargo
jobs-copy-id = Copiar { $id }
jobs-only-peer = Solo encargos con este par

## Las unidades y cómo se comprobaron

jobs-units-newest = Solo se muestran las { $count } unidades más recientes.
jobs-units-table = Cada unidad
jobs-unit-when = Último apunte
jobs-unit-state = Estado
jobs-unit-worth = Valor
jobs-unit-time = Tiempo en la tarjeta
jobs-unit-started = en curso
jobs-unit-pending = entregada
jobs-unit-final = comprobada y pagada
jobs-unit-void = quedó en nada
jobs-checked = Cómo se comprobó
jobs-checked-final =
    { $count ->
        [one] { $count } unidad fue aceptada por el solicitante y pagada con un recibo firmado.
       *[other] { $count } unidades fueron aceptadas por el solicitante y pagadas con un recibo firmado.
    }
jobs-checked-final-bought =
    { $count ->
        [one] { $count } unidad se comprobó aquí, se aceptó y se pagó.
       *[other] { $count } unidades se comprobaron aquí, se aceptaron y se pagaron.
    }
jobs-checked-pending =
    { $count ->
        [one] { $count } unidad está entregada; el próximo recibo del solicitante la cubre.
       *[other] { $count } unidades están entregadas; el próximo recibo del solicitante las cubre.
    }
jobs-checked-held =
    { $count ->
        [one] { $count } unidad se entregó, pero el último recibo nunca llegó. Se paga cuando este solicitante vuelve.
       *[other] { $count } unidades se entregaron, pero el último recibo nunca llegó. Se pagan cuando este solicitante vuelve.
    }
jobs-checked-pending-bought =
    { $count ->
        [one] { $count } unidad ha llegado y está por pagar.
       *[other] { $count } unidades han llegado y están por pagar.
    }
jobs-checked-started =
    { $count ->
        [one] { $count } unidad está en curso.
       *[other] { $count } unidades están en curso.
    }
jobs-checked-void =
    { $count ->
        [one] { $count } unidad quedó en nada: { $why }.
       *[other] { $count } unidades quedaron en nada: { $why }.
    }
jobs-checked-none = Ninguna unidad se terminó, así que no había nada que comprobar.

failure-preempted = el dueño necesitaba el equipo
failure-worker-failed = el programa que hace el trabajo se detuvo
failure-bad-scene = la escena no se puede renderizar ({ $what })
failure-bad-model = el modelo no se puede usar ({ $what })
failure-bad-request = la petición no se puede responder ({ $what })
failure-bad-unit = no formaba parte de lo acordado
failure-bad-result = el resultado no es el anunciado
failure-not-finite = el resultado tiene valores que no son números
failure-differs = los píxeles recalculados difieren
failure-false-answer = la respuesta no es lo que dice el modelo
failure-timed-out = tardó más de lo acordado
failure-job-ended = el encargo terminó antes

## Recibos

jobs-receipt = Recibo
jobs-receipt-none = Todavía no ha llegado ningún recibo.
jobs-receipt-none-held = Nunca llegó ningún recibo.
jobs-receipt-covers =
    { $count ->
        [one] { $amount } créditos en total, por { $count } unidad
       *[other] { $amount } créditos en total, por { $count } unidades
    }
jobs-receipt-signed = Firmado por { $payer }, { $when }
jobs-signature = Firma
jobs-copy-signature = Copiar la firma completa
jobs-copy-receipt = Copiar como JSON
jobs-older-receipts =
    { $count ->
        [one] { $count } recibo anterior
       *[other] { $count } recibos anteriores
    }

## La palabra del dueño

jobs-owner = Tú decides
jobs-block = Bloquear a este solicitante
jobs-unblock = Volver a trabajar para este solicitante
jobs-blocked = { $node } está bloqueado: sus encargos ya no se aceptan.
jobs-unblocked = Los encargos de { $node } se aceptan otra vez.
jobs-refuse-kind = Rechazar este tipo de trabajo
jobs-accept-kind = Volver a aceptar este tipo de trabajo
jobs-last-kind = Es el único tipo que aceptas. Para no aceptar ninguno, desactiva trabajar para otros en los ajustes.
jobs-kind-refused = { $kind }: ya no se acepta.
jobs-kind-accepted = { $kind }: se acepta otra vez.

## Por qué mi PC dijo que no

jobs-refusals-what = Ofertas que este PC ha rechazado últimamente, y por qué. Un no no te cuesta nada ni daña ninguna reputación.
jobs-refusals-none = Últimamente no se ha rechazado nada
jobs-refusals-none-what = Cuando una oferta no cabe en tus límites o no pagaría su electricidad, aparece aquí con el motivo.
jobs-refusals-asked = Lo pidió { $node }
jobs-refusals-sum = La cuenta, para mil millones de muestras
jobs-refusals-offered = Ofrecido
jobs-refusals-wear = Desgaste
jobs-refusals-short = Faltan
refusal-not-idle = El equipo no estaba libre: lo usabas o lo habías puesto en pausa.
refusal-busy = Estaba ocupado con otro encargo.
refusal-below-floor = La oferta era demasiado baja. Se habría aceptado por { $floor } créditos.
refusal-no-model = No tiene ese modelo, o no para otros.
refusal-too-large = El encargo necesita { $needs } de memoria, y permites { $allowed }.
refusal-invalid = La descripción del encargo no tiene sentido: { $what }.
refusal-unknown = La oferta había caducado.
refusal-bad-signature = Una firma no era válida.
refusal-no-provider = Trabajar para otros está desactivado.
refusal-blocked = Has bloqueado a este solicitante.
refusal-kind = No aceptas este tipo de trabajo: { $kind }.
refusal-mature = Puede no ser apto para todo el mundo, y no aceptas nada así.
refusal-unpaid = Este solicitante aún debe { $owed } créditos por trabajo anterior.
