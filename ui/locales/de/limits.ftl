# Grenzen: was der Besitzer erlaubt, und was daraus wird. Vorgaben und Schätzungen gehören auch zum ersten Start.

## Was aus den Grenzen wird

limits-comes = Was deine Grenzen ergeben
comes-coming = Wird ausgerechnet …
comes-unknown = Über diesen Rechner ist noch nichts bekannt. Eine Schätzung gibt es, sobald er gemessen ist.
comes-unit = Credits am Tag
comes-after = nach Strom und Verschleiß der Karte
comes-range = Irgendwo zwischen { $low } und { $high }.
comes-hours = { $hours } Arbeit am Tag.
comes-loss = Mit diesen Grenzen kosten Strom und Verschleiß mehr, als die Arbeit bringt. Idlewatt nimmt keine Arbeit unter ihren Kosten an.
comes-rests = Eine Schätzung, kein Versprechen. Sie nimmt an:
rests-demand = { $share } der Zeit gibt es Arbeit; das weiß noch niemand.
rests-demand-measured = { $share } der Zeit gibt es Arbeit, wie hier in den letzten Tagen.
rests-presence = jemand benutzt diesen Rechner { $time } am Tag.
rests-presence-measured = jemand benutzt diesen Rechner { $time } am Tag, wie in den letzten Tagen.
rests-awake = dieser Rechner läuft { $time } am Tag, wie in den letzten Tagen.
rests-tariff = eine Kilowattstunde kostet { $price } Credits.
rests-tariff-mean = eine Kilowattstunde kostet in deinen Stunden im Mittel { $price } Credits.
rests-power = Arbeit braucht { $power } mehr als der Leerlauf, wie bei Karten dieser Art.
rests-power-measured = Arbeit braucht { $power } mehr als der Leerlauf, wie das Messgerät dieser Karte gemeldet hat.
rests-own-price = Arbeit wird zu dem Preis bezahlt, den du verlangst, denn andere Angebote sind hier nicht bekannt.
effect-costs = Lässt { $amount } Credits am Tag unverdient.
effect-saves = Spart { $amount } Credits am Tag.
outcome = Ein Tag brächte { $net } Credits.
outcome-same = Ein Tag brächte { $net } Credits, wie jetzt.
outcome-less = Ein Tag brächte { $net } Credits, { $less } weniger als jetzt.
outcome-more = Ein Tag brächte { $net } Credits, { $more } mehr als jetzt.

## Vorgaben

limits-presets = Drei Arten anzufangen
preset-quiet-nights = Stille Nächte
preset-quiet-nights-says = Arbeitet, während du schläfst, kühl und leise.
preset-when-away = Wenn ich weg bin
preset-when-away-says = Arbeitet, wenn eine Weile niemand am Rechner war.
preset-everything = Alles
preset-everything-says = Arbeitet, wann immer es geht, und hört trotzdem für deine Spiele auf.
preset-chosen = Gilt
preset-net = Etwa { $net } Credits am Tag
preset-unknown = Noch keine Schätzung
preset-used = { $name }: Diese Grenzen gelten jetzt.
presets-own = Deine Grenzen sind deine eigenen: keine von diesen dreien.
says-present-stop = Hört auf, solange du da bist
says-present-light = Läuft sanft weiter, solange du da bist, mit { $share } der Karte
says-present-full = Läuft weiter, solange du da bist
says-idle =
    Beginnt nach { $minutes ->
        [one] { $minutes } Minute
       *[other] { $minutes } Minuten
    } ohne Eingabe
says-idle-light =
    Volle Kraft nach { $minutes ->
        [one] { $minutes } Minute
       *[other] { $minutes } Minuten
    } ohne Eingabe
says-screenless = Immer auf einer Karte ohne Bildschirm
says-most = Höchstens { $most }
says-fan = Lüfter höchstens { $most }
says-share = Höchstens { $share } der Zeit der Karte
says-hours-per-day =
    Höchstens { $hours ->
        [one] { $hours } Stunde
       *[other] { $hours } Stunden
    } am Tag
says-cost-per-day = Höchstens { $most } Credits Strom am Tag
says-tariff-most = Solange eine Kilowattstunde höchstens { $most } Credits kostet
says-battery = Auch vom Akku
says-metered = Auch über Netze, die nach Volumen kosten

## Teile der Seite

limits-sections = Grenzen auf dieser Seite
limits-when = Wann
limits-hard = Wie stark
limits-daily = Wie viel am Tag
limits-electricity = Strom und Preis
limits-games = Spiele und Programme
limits-accepted = Was angenommen wird
limits-cards = Einzelne Karten
no-limit = Keine Grenze
as-for-all = Wie für alle
add = Hinzufügen
add-named = { $name } hinzufügen
remove = Entfernen
remove-named = { $name } entfernen
unit-minutes =
    { $count ->
        [one] Minute
       *[other] Minuten
    }
unit-seconds = Sekunden
unit-per-kwh = pro kWh
unit-kwh = kWh
unit-per-hour = pro Stunde

## Stunden

hours-title = Stunden der Woche
hours-about = Male die Stunden an, in denen gearbeitet werden darf. Klicke oder ziehe, und klicke einen Tag oder eine Stunde für die ganze Reihe.
hours-always = Zu jeder Stunde
hours-daily = Jeden Tag
hours-days = { $first }–{ $last }
hours-span = { $days } { $from }–{ $to }
hours-whole = { $days }, den ganzen Tag
hours-in-week = { $hours } in der Woche
hours-allow-all = Jede Stunde erlauben
week-grid = Stunden der Woche, in denen gearbeitet werden darf
week-all = Die ganze Woche
week-part = { $day } { $hour }, ein Teil dieser Stunde
week-nothing-left = Eine Stunde muss bleiben. Um die Arbeit ganz zu beenden, mach Pause oder schalte das Arbeiten für andere in den Einstellungen aus.
week-by-hand = Manche Stunden beginnen oder enden zwischen vollen Stunden: Jemand hat sie von Hand geschrieben. Sie bleiben, wie sie sind, wo du nicht malst.
week-round = Durch volle Stunden ersetzen
week-keys = Mit der Tastatur: Pfeile bewegen, die Leertaste malt oder löscht, Umschalt mit Pfeilen malt einen Bereich.

## Solange jemand da ist

present-title = Solange du da bist
present-about = Spiele und die Programme, die du nennst, gehen immer vor, was du auch wählst.
present-stop = Aufhören
present-stop-about = Es wird nicht gearbeitet, bis du weg bist.
present-light = Sanft weiter
present-light-about = Ein Anteil der Karte, in so kurzen Stücken, dass der Desktop flüssig bleibt.
present-full = Voll weiter
present-full-about = Es ist gleich, ob du da bist.
light-share-title = Anteil der Karte, solange du da bist
light-share-about = Je kleiner, desto flüssiger alles andere.
idle-title = Du giltst als weg nach
idle-about = Zeit ohne Maus, Tastatur oder Controller. Bei 0 ist es gleich, ob du da bist.
screenless-title = Eine Karte ohne Bildschirm arbeitet weiter
screenless-about = Solange du da bist, darf eine zweite Karte weiterarbeiten, an der kein Bildschirm hängt.
battery-title = Vom Akku arbeiten
battery-about = Aus: Die Arbeit wartet, bis dieser Rechner am Strom hängt.
metered-title = Über Netze arbeiten, die nach Volumen kosten
metered-about = Aus: Die Arbeit wartet, solange das Netz nach Volumen kostet, wie das eines Handys.

## Wie stark

hard-no-meters = Keine Karte meldet hier Leistung, Temperatur oder Lüfter. Die Grenzen bleiben für den Tag, an dem eine es tut.
watts-title = Watt
watts-about = Was die Karte nehmen darf, gemittelt über eine Minute.
watts-about-range = Was die Karte nehmen darf, gemittelt über eine Minute. Diese Karte lässt sich zwischen { $least } und { $most } halten.
takes-now = Nimmt jetzt { $now }
is-now = Jetzt bei { $now }
turns-now = Dreht jetzt mit { $now }
degrees-title = Temperatur
degrees-about = Darüber wartet die Arbeit, bis die Karte abgekühlt ist.
fan-title = Lüfter
fan-about = Die Arbeit wird langsamer, bevor der Lüfter schneller dreht, damit der Raum leise bleibt.
share-title = Anteil der Zeit der Karte
share-about = Weniger als die ganze lässt Pausen zwischen den Stücken der Arbeit.
memory-title = Speicher für einen Auftrag
memory-about = Aufträge, die mehr Grafikspeicher brauchen, werden nicht angenommen.
card-limit-title = Die Leistungsgrenze der Karte selbst nutzen
card-limit-about = Wo das System es erlaubt, hält der Treiber die Wattgrenze; das kostet weniger Tempo. Danach wird sie zurückgestellt.
cards-about = Eine Karte kann eigene Grenzen haben. Was dort nicht eingestellt ist, gilt wie für alle.
card-back = Alle Grenzen
card-works-title = Diese Karte arbeitet
card-works-about = Aus: Sie wird nie für andere benutzt.
card-unseen = { $name } steckt gerade nicht in diesem Rechner, oder niemand meldet sie. Was hier eingestellt ist, gilt, wenn sie wieder da ist.

## Wie viel am Tag

day-hours-title = Arbeitsstunden
day-hours-about = Sind sie aufgebraucht, wartet die Arbeit bis Mitternacht.
day-energy-title = Energie
day-energy-about = Was die Arbeit über dem Leerlauf braucht.
day-cost-title = Geld für Strom
day-cost-about = Was diese Energie kosten darf.

## Strom und Preis

tariff-title = Preis einer Kilowattstunde
tariff-about = Er steht auf deiner Stromrechnung; alles zählt, auch Steuern. Ein Credit wird als ein US-Dollar gerechnet.
tariff-about-now = Er steht auf deiner Stromrechnung; alles zählt, auch Steuern. Jetzt gelten { $now } Credits.
tariff-elsewhere = Den Preis meldet { $source }. Was hier steht, gilt, wenn von dort nichts kommt.
bands-title = Andere Preise zu manchen Stunden
bands-about = Für Tarife, die sich über den Tag ändern. Der erste, der passt, gilt.
band = { $when }: { $price } Credits
band-days = Tage
band-from = Von
band-to = Bis
band-price = Preis pro Kilowattstunde
tariff-most-title = Was eine Kilowattstunde höchstens kosten darf
tariff-most-about = Die Arbeit wartet, solange sie mehr kostet.
wear-title = Verschleiß der Karte
wear-about = Was eine Stunde Arbeit von ihrem Leben verbraucht. Es gehört zum niedrigsten Preis, den du annimmst.
margin-title = Aufschlag
margin-about = Was du zu Strom und Verschleiß hinzu verlangst.

## Spiele und Programme

programs-title = Programme, die vorgehen
programs-about = Neben diesen wird nicht gearbeitet. Spiele aus den bekannten Bibliotheken brauchen hier nicht zu stehen.
programs-none = Nichts steht hier. Spiele werden auch so erkannt.
programs-running = { $name } läuft: Die Arbeit macht Platz.
program-name = Name der Datei, etwa blender
suggestions-title = Auf der Karte gesehen
suggestions-about = Diese wurden nicht als Spiele erkannt. Füge eines hinzu, wenn die Arbeit dafür aufhören soll.
suggestion-seen = insgesamt { $time }, bis zu { $peak } der Karte
others-title = Nutzung durch andere Programme
others-about = Wie viel der Karte andere Programme nutzen dürfen, bevor die Arbeit für sie aufhört. Bei Spielen und den Programmen oben hört sie in jedem Fall auf.
others-now = Sie nutzen gerade { $now }
quiet-title = Warten nach einem Spiel
quiet-about = Wie lange ein Spiel vorbei sein muss, bevor die Arbeit wieder beginnt.

## Was angenommen wird

accept-render = Bilder und Animationen von 3D-Szenen.
accept-generate = Antworten von Sprachmodellen, die auf deiner Festplatte liegen.
accept-embed = Texte, die für die Suche zu Zahlen werden.
accept-last = Eine Art Arbeit muss bleiben. Um alle zu beenden, mach Pause oder schalte das Arbeiten für andere in den Einstellungen aus.
mature-title = Arbeit, die vielleicht nicht für alle geeignet ist
mature-about = Aus: Arbeit, von der der Auftraggeber das sagt, wird abgelehnt. Niemand prüft, ob andere es ehrlich sagen.
blocked-title = Gesperrte Auftraggeber
blocked-about = Von ihnen wird nichts angenommen.
blocked-none = Niemand ist gesperrt. Auf der Seite der Aufträge kannst du einen Auftraggeber sperren.
unblock = Freigeben
unblock-named = { $name } freigeben
