# Die Seite „Netzwerk“.

network-reach = Können andere diesen Rechner erreichen?
network-reach-unknown = Noch nicht bekannt
network-reach-unknown-about = Peers werden gebeten, es zu versuchen. Das dauert nach dem Start ein paar Minuten.
network-reach-direct = Direkt
network-reach-direct-about = Ein Peer kam unter { $address } durch. Es bleibt nichts zu tun.
network-reach-relayed = Über ein Relais
network-reach-relayed-about = Es wurde niemand gesehen, der von außen durchkam. Andere rufen diesen Rechner deshalb über { $through }. Kleine Arbeit kommt auf diesem Weg; größere braucht die direkte Verbindung, die von dort aus versucht wird.
network-reach-punched = Rufe, aus denen direkte Verbindungen wurden: { $punched } der letzten { $tries }.
network-reach-outgoing-only = Nur ausgehend
network-reach-outgoing-only-about = Es wurde niemand gesehen, der von außen durchkam. Arbeit kommt trotzdem, über Verbindungen, die dieser Rechner selbst aufbaut. Ein Port, den dein Router an diesen Rechner weiterleitet, oder eingeschaltetes UPnP im Router lässt mehr Peers zu dir durch.
network-no-relay-not-wanted = Es wird um kein Relais gebeten: So steht es in den Einstellungen.
network-no-relay-not-offered = Keiner der Indexknoten vermittelt Verbindungen.
network-no-relay-full = Das gefragte Relais hat keinen Platz mehr; es wird wieder gefragt.
network-no-relay-asking = Ein Relais wird gerade gefragt.
network-no-relay-failed = Das gefragte Relais lehnt ab oder antwortet nicht, wie es sollte; ein anderes wird versucht oder dieses noch einmal.
network-reach-alone = Allein
network-reach-alone-about = Niemand ist verbunden ({ $what }). Prüfe die Internetverbindung und ob in den Einstellungen Indexknoten genannt sind.

network-node = Dieser Knoten
network-addresses = Lauscht auf
network-relays-for = Andere, die über diesen Rechner gerufen werden können: { $count }.

network-market = Preise jetzt
network-market-none = Gerade bietet niemand Rendern an.
network-market-alone = Gerade bietet sonst niemand Rendern an.
network-market-rank =
    { $total ->
        [one] { $cheaper ->
            [0] Der andere Anbieter verlangt so viel wie du oder weniger.
           *[other] Du verlangst weniger als der andere Anbieter.
        }
       *[other] Du verlangst weniger als { $cheaper } von { $total } anderen Anbietern.
    }
network-market-off = Du bietest gerade nichts an.
network-market-axis-price = Credits pro Milliarde Samples
network-market-axis-speed = Samples pro Sekunde
network-market-mine = deiner
network-market-free = frei
network-market-busy = beschäftigt
network-market-provider = Anbieter
network-market-device = Gerät
network-market-price = Preis
network-market-speed = Tempo
network-market-state = Stand
network-market-chart = Der Preis jedes Anbieters gegen sein Tempo

network-peers = Peers
network-peers-none = Niemand ist verbunden.
network-peer = Peer
network-address = Adresse
network-transport = Über
network-rtt = Laufzeit

network-records = Was aus gemeinsamer Arbeit wurde
network-records-none = Noch keine Arbeit mit jemandem.
network-records-about = Aus deinen eigenen Büchern, und für niemand anderen zu sehen.
network-record-worked = du hast für sie gearbeitet
network-record-bought = sie haben für dich gearbeitet
network-record-side = Wer für wen
network-record-jobs = Aufträge
network-record-paid = Bezahlte Einheiten
network-record-failed = Gescheiterte Einheiten
network-record-gross = Wert
network-record-last = Zuletzt
