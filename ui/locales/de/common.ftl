# Was auf jeder Seite gesagt wird: was geschieht und warum, Geld, Maße und die Wörter des Rahmens.

name = Idlewatt

## Seiten

page-home = Start
page-earnings = Einnahmen
page-limits = Grenzen
page-jobs = Aufträge
page-network = Netzwerk
page-mesh = Mesh nutzen
page-settings = Einstellungen
pages = Seiten

## Was geschieht, und warum nicht mehr

working = Arbeitet für jemand anderen: { $title }.
working-untitled = Arbeitet für jemand anderen.
paused-until = Pause bis { $when }.
paused = Pause, bis du sie beendest.
wait-role-off = Keine Arbeit: Das Arbeiten für andere ist in den Einstellungen ausgeschaltet.
wait-not-said = Du hast noch nicht gesagt, wann dieser PC arbeiten darf.
wait-starting = Fängt gleich an: Dieser Rechner wird angesehen.
wait-measuring = Es wird gemessen, wie schnell dieser Rechner rendert.
wait-no-device = Keine Arbeit: Es wurde keine Grafikkarte gefunden, die rechnen kann.
wait-no-device-called = Keine Arbeit: Keine Grafikkarte heißt { $name }, wie es in den Einstellungen steht.
wait-card-off = Keine Arbeit: Diese Karte ist in den Einstellungen ausgeschaltet.
wait-program-running = Macht dir Platz: { $name } läuft. Danach geht die Arbeit weiter.
wait-owner-present =
    Macht dir Platz, solange du da bist. Die Arbeit beginnt nach { $minutes ->
        [one] { $minutes } Minute
       *[other] { $minutes } Minuten
    } ohne Eingabe.
wait-fullscreen = Macht dir Platz: { $name } füllt den Bildschirm.
wait-remote-use = Macht dir Platz: Dieser Rechner wird aus der Ferne genutzt ({ $name }).
wait-encoding = Macht dir Platz: Die Karte kodiert ein Video.
wait-gpu-in-use = Macht dir Platz: Ein anderes Programm nutzt { $percent } der GPU.
wait-memory-short = Macht dir Platz: Andere Programme lassen vom Grafikspeicher { $free } frei.
wait-on-battery = Wartet: Dieser Rechner läuft vom Akku.
wait-metered-network = Wartet: Das Netz kostet nach Volumen.
wait-outside-hours = Ruht. Deine Stunden beginnen: { $when }.
wait-no-hours = Keine Arbeit: Deine Stunden lassen gar keine Zeit.
wait-day-hours = Für heute genug: Deine Arbeitsstunden sind aufgebraucht. Weiter geht es: { $when }.
wait-day-energy = Für heute genug: Deine Energie ist aufgebraucht. Weiter geht es: { $when }.
wait-day-cost = Für heute genug: Dein Geld für Strom ist aufgebraucht. Weiter geht es: { $when }.
wait-too-hot = Wartet, bis die Karte abkühlt: jetzt { $now }, erlaubt sind { $most }.
wait-too-loud = Wartet, bis der Lüfter ruhiger wird: jetzt { $now }, erlaubt sind { $most }.
wait-limit-below-rest = Keine Arbeit: Die Karte nimmt schon im Leerlauf { $rest }, und erlaubt sind { $limit }.
wait-tariff-too-high = Wartet auf billigeren Strom: jetzt { $now } Credits pro kWh, erlaubt sind { $most }.
wait-tariff-unknown = Wartet: Niemand meldet, was Strom gerade kostet ({ $what }).
wait-going-to-sleep = Macht Platz: Dieser Rechner geht schlafen.
wait-cooling-down = Alles ist ruhig. Die Arbeit kann beginnen: { $when }.
wait-no-readings-cards = Wartet: Die Messgeräte der Karte melden nichts Neues, und blind arbeitet Idlewatt nicht.
wait-no-readings-programs = Wartet: Laufende Programme sind nicht zu sehen, und blind arbeitet Idlewatt nicht.
wait-no-readings-surroundings = Wartet: Nichts meldet, ob jemand da ist, und blind arbeitet Idlewatt nicht.
wait-no-mesh = Wartet: Kein Indexknoten antwortet, also kann niemand diesen Rechner finden.
wait-no-work = Bereit. Gerade fragt niemand nach Arbeit.
wait-worker-broken = Keine Arbeit: Der Worker ist mehrmals hintereinander gescheitert ({ $what }).

## Dasselbe in ein, zwei Wörtern

state-working = Arbeitet
state-waiting = Wartet
state-ready = Bereit
state-paused = Pause
state-attention = Braucht dich
state-connecting = Verbindet

## Wie viel gearbeitet wird

effort-full = Volle Kraft
effort-presence = { $share } der Zeit, weil du da bist
effort-share = { $share } der Zeit, wie du es erlaubst
effort-power = { $share } der Zeit, damit deine Wattgrenze hält
effort-heat = { $share } der Zeit, damit deine Temperaturgrenze hält
effort-fan = { $share } der Zeit, damit der Lüfter in deiner Grenze bleibt

## Der Dienst

connecting = Der Hintergrunddienst wird gesucht …
lost-title = Der Hintergrunddienst ist nicht zu erreichen.
lost-not-running = Der Hintergrunddienst, der die Arbeit macht, läuft nicht. Er wird von selbst neu gestartet; was du verdient hast, geht nicht verloren.
lost-version = Der Hintergrunddienst hat eine andere Version. Starte ihn neu, oder aktualisiere beide.
lost-cannot-start = Der Hintergrunddienst startet nicht.
lost-silent = Der Hintergrunddienst antwortet nicht.
lost-no-folder = Es gibt keinen Ordner für Idlewatts Daten.
retry = Jetzt noch einmal versuchen

## Ehrliche Kennzeichen

badge-software = Software
badge-software-meaning = Keine Grafikkarte macht die Arbeit: Shader laufen langsam auf dem Prozessor.
badge-simulated = simulierte Karte
badge-simulated-meaning = Die Messwerte der Karte spielt ein Skript vor, für Tests und Vorführungen.
tray-no-host = Es gibt kein Symbol in der Taskleiste: Dieser Desktop hat keinen Platz dafür (unter GNOME schafft ihn die Erweiterung AppIndicator). Schließt du dieses Fenster, läuft die Arbeit weiter; starte Idlewatt erneut, um zurückzukommen.
tray-failed = Es gibt kein Symbol in der Taskleiste: Der Desktop hat es abgelehnt. Schließt du dieses Fenster, läuft die Arbeit weiter; starte Idlewatt erneut, um zurückzukommen.

## Pause

pause = Pause
pause-half-hour = 30 Minuten
pause-hour = 1 Stunde
pause-tomorrow = Bis morgen, 8:00
pause-until-resumed = Bis ich sie beende
resume = Weiterarbeiten
choose-when = Wähle, wann er arbeitet

## Geld

unit = Credits
net = Netto
gross = Verdient
electricity = Strom
pending = Offen
pending-meaning = Getan, aber noch von keiner Quittung gedeckt.
held = Aufgeschoben
held-meaning = Getan für Aufträge, die ohne letzte Quittung geendet haben. Bezahlt wird, wenn dieser Auftraggeber wiederkommt.
final = Endgültig
final-meaning = Gedeckt von signierten Quittungen.
spent = Ausgegeben
energy = Energie

## Arten von Arbeit, Seiten

kind-render = Rendern
kind-generate = Text
kind-embed = Embedding
side-provider = gearbeitet
side-requester = gekauft

## Wie ein Auftrag endete

job-open = läuft
job-picture = Bild { $width }x{ $height }, { $spp } spp
job-text = Text von { $model }
job-unknown = eine Vereinbarung
stop-done = fertig
stop-cancelled = abgebrochen
stop-owner-returned = du hast den Rechner gebraucht
stop-owner-returned-there = der Besitzer hat den Rechner gebraucht
stop-shutting-down = beim Herunterfahren beendet
stop-protocol = abgebrochen: { $what }
stop-unpaid = nicht rechtzeitig bezahlt
stop-bad-results = Ergebnisse waren falsch
stop-lost = Verbindung verloren
stop-failed = gescheitert: { $what }
stop-refused = es wird nichts mehr davon angenommen. { $why }

## Maße

not-told = nicht gemeldet
measure-watts = { $value } W
measure-watt-hours = { $value } Wh
measure-kilowatt-hours = { $value } kWh
measure-celsius = { $value } °C
of-limit = { $now } von { $limit }
load = Last
power = Leistung
temperature = Temperatur
memory = Speicher
fan = Lüfter
effort = Einsatz
samples-per-second = { $samples } Samples pro Sekunde

## Probleme, und das Zurücknehmen

trouble = Das hat nicht geklappt: { $what }
trouble-not-running = der Hintergrunddienst läuft nicht
trouble-timed-out = der Hintergrunddienst hat nicht rechtzeitig geantwortet
trouble-unexpected = der Hintergrunddienst hat anders geantwortet als gefragt
trouble-no-folder = es gibt keinen Ordner für Idlewatts Daten
trouble-autostart = der Autostart-Eintrag lässt sich nicht ändern
trouble-file = die Datei ist nicht brauchbar
trouble-program = ein Programm von Idlewatt lässt sich nicht starten
trouble-updater = nach Updates kann nicht gesucht werden
trouble-invalid-setting = dieser Wert ist nicht brauchbar
trouble-false-answer = eine Antwort war nicht, was das Modell sagt
trouble-busy = alle, die es täten, haben schon genug zu tun
trouble-no-provider = niemand kann oder will das gerade tun
trouble-no-model = niemand bietet dieses Modell an
trouble-bad-input = die Anfrage stimmt nicht
trouble-books = die Bücher sind nicht brauchbar
trouble-role-off = dieser Teil ist in den Einstellungen ausgeschaltet
trouble-shutting-down = der Hintergrunddienst wird gerade beendet
busy-benchmark = dieser PC wird schon gemessen
busy-job = ein Auftrag ist in Arbeit; gemessen werden kann, wenn er fertig ist
busy-model = ein Modell arbeitet gerade; gemessen werden kann, wenn es fertig ist
busy-picture = es wird schon ein Bild gerendert
input-picture-kind = ein Bild ist eine .png- oder .exr-Datei
input-too-large = sie braucht { $needs } Speicher, und erlaubt sind { $allowed }
input-is-folder = { $path } ist ein Ordner; die Datei braucht einen Namen
input-no-folder = den Ordner { $path } gibt es nicht
input-empty = es wurde nichts gefragt
input-too-long = das Gespräch ist zu lang; beginne ein neues
failed-program = { $name } läuft und braucht die Karte dringender
failed-sleep = dieser PC geht schlafen
failed-card = die Karte antwortet nicht mehr
failed-measure = dieser PC lässt sich nicht messen
failed-written = { $path } lässt sich nicht schreiben
failed-units = ein Stück des Bildes nach dem anderen ist gescheitert
failed-broken = auf diesem PC ist etwas kaputtgegangen
none-found = es wurde niemand gefunden, der so etwas macht
there-not-idle = wird gerade von seinem Besitzer benutzt
there-busy = mit anderen Aufträgen beschäftigt
there-floor = will mindestens { $floor } Credits
there-too-large = hat dafür nicht genug Speicher: { $needs } sind nötig, { $allowed } erlaubt
there-unwilling = nimmt solche Arbeit nicht an
there-unpaid = sagt, dass { $owed } Credits für frühere Arbeit unbezahlt sind
there-misunderstood = hat den Auftrag so nicht angenommen
there-silent = hat nicht geantwortet
there-only-relayed = ist nur über ein Relais erreichbar, das so viel nicht trägt
there-strange = hat etwas anderes geantwortet als gefragt
saved = Gespeichert.
undo = Rückgängig
undone = Zurückgenommen.
close = Schließen
cancel = Abbrechen
copy = Kopieren
copied = Kopiert.
open-window = Idlewatt öffnen
