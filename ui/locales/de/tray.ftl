# Menü, Tooltip und Benachrichtigungen. Je eine kurze Zeile: Ein Menü ist so breit wie seine längste.

## Das Menü

menu-start = Jetzt anfangen
menu-resume = Weiterarbeiten
menu-retry = Noch einmal suchen
menu-choose = Wähle, wann er arbeitet…
menu-pause = Pause
menu-pause-half-hour = 30 Minuten
menu-pause-hour = 1 Stunde
menu-pause-tomorrow = Bis morgen 8:00
menu-pause-until-resumed = Bis ich sie beende
menu-open = Idlewatt öffnen
menu-settings = Einstellungen
menu-quit = Beenden

## Geld

today = Heute: { $net } Credits nach Strom
today-unknown = Heute: nicht bekannt

## Zeit

on-day =
    { $day ->
        [mon] Mo
        [tue] Di
        [wed] Mi
        [thu] Do
        [fri] Fr
        [sat] Sa
       *[sun] So
    } { $time }

## Was geschieht

working = Arbeitet
working-on = Arbeitet: { $title }
job-picture = Bild { $width }x{ $height }, { $spp } spp
job-text = Text von { $model }
job-unknown = eine Vereinbarung
paused = Pause, bis du sie beendest
paused-until = Pause bis { $when }

## Warum nicht

connecting = Der Dienst wird gesucht …
lost-not-running = Der Dienst läuft nicht
lost-version = Der Dienst hat eine andere Version
lost-cannot-start = Der Dienst startet nicht
lost-silent = Der Dienst antwortet nicht
lost-no-folder = Es gibt keinen Ordner für Idlewatts Daten

wait-role-off = Keine Arbeit: in den Einstellungen ausgeschaltet
wait-not-said = Du hast noch nicht gesagt, wann dieser PC arbeiten darf
wait-starting = Fängt gleich an
wait-measuring = Dieser Rechner wird vermessen
wait-no-device = Keine Arbeit: keine Grafikkarte gefunden
wait-card-off = Keine Arbeit: Diese Karte ist ausgeschaltet
wait-program-running = Wartet: { $name } läuft
wait-owner-present =
    { $minutes ->
        [one] Wartet, bis du eine Minute weg bist
       *[other] Wartet, bis du { $minutes } Minuten weg bist
    }
wait-fullscreen = Wartet: { $name } füllt den Bildschirm
wait-remote-use = Wartet: Jemand nutzt diesen Rechner aus der Ferne
wait-encoding = Wartet: Die Karte kodiert ein Video
wait-gpu-in-use = Wartet: Ein anderes Programm nutzt { $percent } % der GPU
wait-memory-short = Wartet: Andere Programme brauchen den Grafikspeicher
wait-on-battery = Wartet: Der Rechner läuft vom Akku
wait-metered-network = Wartet: Das Netz kostet nach Volumen
wait-outside-hours = Deine Stunden beginnen: { $when }
wait-no-hours = Keine Arbeit: Deine Stunden lassen keine Zeit
wait-day-used-up = Für heute genug, weiter: { $when }
wait-too-hot = Wartet: Die Karte hat { $degrees } °C
wait-too-loud = Wartet: Der Lüfter ist lauter als erlaubt
wait-limit-below-rest = Keine Arbeit: weniger Watt erlaubt als im Leerlauf
wait-tariff-too-high = Wartet auf billigeren Strom
wait-tariff-unknown = Wartet: Der Strompreis ist nicht bekannt
wait-going-to-sleep = Geht schlafen
wait-cooling-down = Wartet: Es ist eben erst still geworden
wait-no-readings = Wartet: Die Messgeräte melden nichts Neues
wait-no-mesh = Wartet: Kein Indexknoten antwortet
wait-no-work = Bereit: Niemand fragt nach Arbeit
wait-worker-broken = Keine Arbeit: Der Worker ist mehrmals gescheitert

## Benachrichtigungen

started-title = Deine Karte arbeitet
started-body = { $title }. Sie hört sofort auf, wenn du die Karte brauchst.
started-body-untitled = Sie hört sofort auf, wenn du die Karte brauchst.
stopped-title = Für dich angehalten
stopped-body = { $name } hat die Karte für sich.
paid-title = Gestern blieben { $net } Credits
paid-body = { $gross } für Arbeit, abzüglich { $electricity } für Strom.
attention-title = Idlewatt braucht dich

## Fenster und Dialoge

compact-title = Idlewatt jetzt
choose-scene = Szene wählen
scenes = Szenen
export-jobs = Aufträge in eine Datei schreiben
