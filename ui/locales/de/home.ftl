# Die erste Seite und das kleine Fenster an der Taskleiste.

today-net = Heute, nach Strom
net-today-of = { $gross } verdient, { $electricity } Strom
week = Letzte 7 Tage
all-time = Gesamt
see-earnings = Alle Einnahmen
first-week = Das wird deine erste Woche
first-week-may = Mit deinen Grenzen kann ein Tag nach Strom und Verschleiß etwa { $net } Credits bringen: irgendwo zwischen { $low } und { $high }.

## Was sich als Nächstes ändert

next-resumes = Weiter geht es: { $when }.
next-changes = Ändert sich von selbst: { $when }.

## Der laufende Auftrag

job-in-hand = Laufender Auftrag
no-job = Gerade kein Auftrag
no-job-ready = Der nächste Auftrag beginnt von selbst, sobald jemand fragt.
no-job-waiting = Die Arbeit beginnt von selbst, sobald ihr nichts im Weg steht.
picture-coming = Das Bild erscheint, während es gerendert wird.
picture-so-far = Das bisherige Bild von { $title }
tokens-flowing = Gelesene und gesagte Tokens. Was sie sagen, geht nur den Auftraggeber etwas an.
tokens-per-second = { $tokens } Tokens pro Sekunde
this-unit = Diese Einheit
units-done = Fertige Einheiten
worth = Bisheriger Wert
hour-brings = Eine Stunde bringt
hour-brings-meaning = Bei der gemessenen Geschwindigkeit, nach Strom.
pays-render = Zahlt { $price } Credits pro Milliarde Samples
pays-text = Zahlt { $price } Credits pro Million Tokens
for-requester = Für { $node }

## Die Karte

card = Karte
card-none = Keine Karte meldet Last, Leistung oder Temperatur.
card-not-found = Es wurde keine Grafikkarte gefunden.
card-not-found-advice = Ohne sie arbeitet der Prozessor, und das bringt so gut wie nichts. Wenn eine Karte da ist, fehlt ihr Treiber: Installiere ihn und starte Idlewatt dann erneut.
adjust-limits = Grenzen anpassen
peers =
    { $count ->
        [one] { $count } Peer
       *[other] { $count } Peers
    }
index-nodes =
    { $count ->
        [one] { $count } Indexknoten
       *[other] { $count } Indexknoten
    }
