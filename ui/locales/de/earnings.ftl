# Einnahmen: was hereinkam, was der Strom nahm, was bleibt; über die Zeit, nach Art und nach Stunde.

## Der gezeigte Zeitraum

earnings-span = Zeitraum
earnings-day = Heute
earnings-week = 7 Tage
earnings-month = 30 Tage
earnings-all = Gesamt
earnings-net-day = Heute geblieben, nach Strom
earnings-net-week = In den letzten 7 Tagen geblieben, nach Strom
earnings-net-month = In den letzten 30 Tagen geblieben, nach Strom
earnings-net-all = Seit dem Anfang geblieben, nach Strom

## Was die Summen bedeuten

earnings-net-meaning = Was verdient wurde, abzüglich des Stroms dafür. Unter null, wenn die Arbeit mehr gekostet als gebracht hat.
earnings-gross-meaning = Der Wert aller fertigen Arbeit, ob schon bezahlt oder nicht.
earnings-electricity-meaning = Was die Energie dieser Arbeit zu deinem Tarif gekostet hat, gezählt über dem, was dieser PC im Leerlauf nimmt. Arbeit, aus der nichts wurde, zählt mit.
earnings-energy-meaning = Energie, die die Arbeit gebraucht hat, über dem, was dieser PC im Leerlauf nimmt.
earnings-spent-meaning = Was du anderen für Arbeit bezahlt hast, um die du gebeten hast. Es gehört nicht zur Summe oben.

## Das Diagramm

earnings-over-time-hour = Stunde für Stunde
earnings-over-time-day = Tag für Tag
earnings-over-time-month = Monat für Monat
earnings-chart = Einnahmen als Diagramm. Die Pfeiltasten gehen von Säule zu Säule.
earnings-kept = Bleibt dir
earnings-lost = Draufgezahlt
earnings-as-table = Als Tabelle
earnings-as-chart = Als Diagramm
earnings-when = Wann
earnings-hour-span = { $from } bis { $to }

## Nach Art und nach Stunde

earnings-by-kind = Nach Art der Arbeit
earnings-kind-share = { $share } des Verdienten
earnings-per-kwh = { $amount } Credits pro kWh
earnings-by-hour = Nach Tageszeit
earnings-by-hour-chart = Einnahmen nach Tageszeit als Diagramm. Die Pfeiltasten gehen von Stunde zu Stunde.
earnings-best-hour = Am meisten bleibt zwischen { $from } und { $to }.
earnings-units =
    { $count ->
        [one] { $count } Einheit
       *[other] { $count } Einheiten
    }

## Noch nichts

earnings-first = Hier stehen bald deine ersten Einnahmen
earnings-first-what = Jede Stunde bekommt eine Säule: was sie gebracht hat, was der Strom davon nahm und was dir bleibt. Die erste erscheint, sobald das erste Stück Arbeit fertig ist.
earnings-none-day = Heute wurde noch nichts verdient.
earnings-none-week = In den letzten 7 Tagen wurde nichts verdient.
earnings-none-month = In den letzten 30 Tagen wurde nichts verdient.
earnings-none-what = Die Säule dieser Stunde erscheint, sobald das nächste Stück Arbeit fertig ist.
earnings-see-all = Gesamt ansehen

## Export

earnings-export = Exportieren
earnings-export-csv = CSV, eine Zeile pro Auftrag
earnings-export-json = JSON, mit Einheiten und Quittungen
earnings-exported =
    { $count ->
        [one] { $count } Auftrag wurde nach { $path } geschrieben
       *[other] { $count } Aufträge wurden nach { $path } geschrieben
    }
earnings-reveal = Im Ordner zeigen
