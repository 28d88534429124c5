# La página «Red».

network-reach = ¿Pueden otros llegar a este equipo?
network-reach-unknown = Aún no se sabe
network-reach-unknown-about = Se pide a otros pares que lo intenten. Tarda unos minutos tras el inicio.
network-reach-direct = Directamente
network-reach-direct-about = Un par llegó a { $address }. No queda nada por hacer.
network-reach-relayed = A través de un relé
network-reach-relayed-about = No se ha visto a nadie llegar desde fuera, así que otros llaman a este equipo a través de { $through }. Los trabajos pequeños llegan por ahí; los mayores necesitan la conexión directa que se intenta después.
network-reach-punched = Llamadas que pasaron a ser conexiones directas: { $punched } de las últimas { $tries }.
network-reach-outgoing-only = Solo saliente
network-reach-outgoing-only-about = No se ha visto a nadie llegar desde fuera. El trabajo llega igualmente por conexiones que abre este equipo. Un puerto que tu router redirija a este equipo, o UPnP activado en él, hace que lleguen más pares.
network-no-relay-not-wanted = No se pide ningún relé: así lo dice un ajuste.
network-no-relay-not-offered = Ninguno de los nodos índice retransmite llamadas.
network-no-relay-full = El relé consultado no tiene sitio; se le volverá a preguntar.
network-no-relay-asking = Se está preguntando a un relé.
network-no-relay-failed = El relé consultado se niega o no responde como debería; se prueba otro, o el mismo de nuevo.
network-reach-alone = Solo
network-reach-alone-about = No hay nadie conectado ({ $what }). Revisa la conexión a internet, y si hay nodos índice nombrados en los ajustes.

network-node = Este nodo
network-addresses = Escucha en
network-relays-for = Otros a los que se puede llamar a través de este equipo: { $count }.

network-market = Precios ahora
network-market-none = Ahora mismo nadie ofrece render.
network-market-alone = Ahora mismo nadie más ofrece render.
network-market-rank =
    { $total ->
        [one] { $cheaper ->
            [0] El otro proveedor pide lo mismo que tú o menos.
           *[other] Pides menos que el otro proveedor.
        }
       *[other] Pides menos que { $cheaper } de otros { $total } proveedores.
    }
network-market-off = Ahora mismo no ofreces nada.
network-market-axis-price = Créditos por cada mil millones de muestras
network-market-axis-speed = Muestras por segundo
network-market-mine = tú
network-market-free = libre
network-market-busy = ocupado
network-market-provider = Proveedor
network-market-device = Dispositivo
network-market-price = Precio
network-market-speed = Velocidad
network-market-state = Estado
network-market-chart = El precio de cada proveedor frente a su velocidad

network-peers = Pares
network-peers-none = No hay nadie conectado.
network-peer = Par
network-address = Dirección
network-transport = Por
network-rtt = Ida y vuelta

network-records = Qué dio el trabajo en común
network-records-none = Todavía no has trabajado con nadie.
network-records-about = Según tu propio libro de cuentas, y nadie más lo ve.
network-record-worked = trabajaste para ellos
network-record-bought = trabajaron para ti
network-record-side = Quién para quién
network-record-jobs = Encargos
network-record-paid = Unidades pagadas
network-record-failed = Unidades fallidas
network-record-gross = Valor
network-record-last = Última vez
