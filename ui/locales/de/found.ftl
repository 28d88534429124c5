# What was found on this PC and what to do about it, and why a setting cannot have a value.
# Names and reasons come from drivers, systems and files, and stand where they are put.

## What was found

found-later = Noch ist nicht alles angesehen; das dauert ein paar Sekunden.
found-adapter-software = { $name } würde die Arbeit tun, und das ist Software: Es wurde keine Karte gefunden. Installiere ihren Treiber.
found-adapter-broken = Der Grafiktreiber versagt. Aktualisiere ihn und starte Idlewatt neu.
found-adapter-missing = Es wurde keine Grafikkarte gefunden, die rechnen kann. Installiere ihren Treiber.
found-adapter-wanted = Keine Grafikkarte heißt { $name }, wie es in den Einstellungen steht. Nenne eine andere oder keine.
found-adapter-unmeasured = Die Karte wurde gefunden, aber nicht vermessen. Starte Idlewatt neu.
found-card-simulated = Die Messwerte von { $name } spielt ein Skript, für Tests.
found-card-doubts = { $name } meldet, was nicht stimmen kann; das wird weggelassen. Bleibt es so, starte den PC neu oder aktualisiere den Treiber.
found-meters-failed = Die Karte liefert keine Messwerte, und ohne sie wird nicht gearbeitet. Aktualisiere den Treiber.
found-meters-absent = Keine Karte meldet Auslastung, Leistung oder Temperatur: Leistung und Energie sind angenommen, nicht gemessen.
found-programs-unseen = Laufende Programme sind nicht zu sehen, und ohne zu sehen, wann ein Spiel beginnt, wird nicht gearbeitet.
found-source-failed = { $name } lässt sich nicht lesen. Was es melden würde, wird nicht berücksichtigt.
found-settings-unreadable = Die Datei mit den Einstellungen lässt sich nicht lesen. Mach sie lesbar und starte Idlewatt neu.
found-settings-aside = Einige Einstellungen stimmten nicht. Was stimmte, gilt: Setze den Rest und erlaube die Arbeit wieder. Die alte Datei liegt als { $path } bereit.
found-listening-nowhere = Dieser PC ist unter keiner Adresse erreichbar. Prüfe die Netzwerkeinstellungen und die Firewall.
found-index-unset = Es ist kein Indexknoten eingetragen: Niemand findet diesen PC, und er findet niemanden. Trage einen in den Einstellungen ein.
found-index-silent = Keiner der Indexknoten antwortet ({ $count } sind eingetragen). Prüfe das Netzwerk und ihre Adressen.
found-books-wrong = Die Bücher gehen nicht auf. Heb eine Kopie von ledger.sqlite3 auf und melde das.
found-books-unread = Die Bücher lassen sich nicht lesen. Prüfe die Festplatte und starte Idlewatt neu.

## What is wrong with a setting

fault-unknown = Diese Einstellung gibt es nicht.
fault-switch = Erwartet wird true oder false.
fault-whole = Erwartet wird eine ganze Zahl.
fault-range = Erwartet wird { $least } bis { $most }.
fault-range-or-zero = Erwartet wird { $least } bis { $most } oder 0.
fault-money = Erwartet werden Credits zwischen 0 und { $most }, zum Beispiel { $example }.
fault-energy = Erwartet werden Kilowattstunden mit höchstens drei Nachkommastellen, zum Beispiel { $example }.
fault-word = Erwartet wird eines von { $words }.
fault-nodes = Erwartet werden Namen von Knoten mit je 64 Zeichen.
fault-many = Erwartet werden höchstens { $most } Einträge.
fault-hours = „{ $text }“ sind keine Tage und Stunden.
fault-band = „{ $text }“ sind nicht Tage, Stunden und ein Preis.
fault-sources = Datei und Befehl können nicht beide den Preis nennen.
fault-address = Erwartet wird eine Adresse, die mit https:// beginnt.
fault-spoken = Diese Sprache wird hier nicht gesprochen.
fault-unfit = Das lässt sich nicht lesen: { $what }
fault-unwritten = Die Datei mit den Einstellungen lässt sich nicht verwenden: { $what }
