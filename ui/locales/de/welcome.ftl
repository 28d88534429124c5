# Der erste Start: fünf ruhige Seiten, weniger als eine Minute.

welcome = Willkommen
welcome-steps = Erste Schritte
welcome-step = Schritt { $step } von { $of }
welcome-skip = Alles überspringen
welcome-back = Zurück
welcome-on = Weiter
welcome-on-unmeasured = Weiter ohne Messung
welcome-done = Fertig

## Was gefunden wurde

welcome-machine = Das steckt in deinem PC
welcome-machine-about = Idlewatt leiht ihn anderen, solange du ihn nicht brauchst, und gibt ihn zurück, sobald du ihn brauchst.
welcome-nothing-asked = Es gibt kein Konto, kein Wallet und keine E-Mail. Was du verdienst, steht in Büchern auf diesem PC.
welcome-looking = Dieser PC wird angesehen …
welcome-memory = Grafikspeicher
welcome-driver = Treiber
welcome-meters = Messgeräte
welcome-meters-told = Last, Leistung und Temperatur werden gelesen
welcome-meters-none = Keine: Die Leistung wird angenommen, nicht gemessen
welcome-off = Noch hat niemand deine Karte angesehen
welcome-off-switch = Für andere arbeiten, wenn dieser PC nichts zu tun hat
welcome-off-switch-about = Das ist ausgeschaltet, also bleibt die Karte in Ruhe. Schalte es ein, um zu sehen, was sie kann.
welcome-software = Es wurde keine Grafikkarte gefunden
welcome-software-why = Der Prozessor würde arbeiten; das ist langsam und bringt so gut wie nichts. Wenn dieser PC eine Karte hat, fehlt ihr Treiber oder kann nicht rechnen.
welcome-none = Keine Grafikkarte ist brauchbar
welcome-none-why = Hier kann nichts für andere rechnen. Idlewatt öffnet sich trotzdem und fängt von selbst an, sobald eine Karte da ist.
welcome-driver-advice = Was du tun kannst: Installiere den neuesten Treiber vom Hersteller deiner Karte, starte den PC neu und öffne Idlewatt wieder. Andere um Arbeit bitten kannst du auch so.
welcome-findings =
    { $count ->
        [one] Eine Sache zum Ansehen
       *[other] { $count } Sachen zum Ansehen
    }

## Die Messung

welcome-benchmark = Wie schnell ist sie?
welcome-benchmark-about = Etwa 20 Sekunden lang rendert die Karte ein Bild, so schnell sie kann. Vielleicht hörst du ihren Lüfter.
welcome-benchmark-start = Jetzt messen
welcome-benchmark-again = Noch einmal messen
welcome-benchmark-stop = Anhalten
welcome-benchmark-picture = Das Bild, das für die Messung gerendert wird
welcome-benchmark-waiting = Hier erscheint das Bild.
welcome-benchmark-progress = Bisher gemessen
welcome-speed = Tempo
welcome-speed-means = Samples pro Sekunde: Lichtwege, denen die Karte durch eine Szene folgt. Nach ihrer Zahl werden Aufträge bezahlt, also ist das, was sie verkaufen kann.
welcome-watts = Leistung
welcome-watts-means = Was die Karte beim Arbeiten nimmt. Strom wird für den Teil über dem Leerlauf gezählt.
welcome-watts-unknown = Kein Messgerät meldet etwas. Der Strom wird nach dem gezählt, was Karten dieser Art nehmen.
welcome-measured-before = Früher gemessen: { $speed } Samples pro Sekunde.

## Die Schätzung

welcome-estimate = Was sie einbringen kann
welcome-estimate-about = Nach Strom, und ehrlich: Es hängt davon ab, wie viel andere nachfragen, und das kann niemand versprechen.
welcome-tariff-about = Die wichtigste Zahl ist, was du für Strom zahlst. Sie steht auf deiner Rechnung, pro kWh, mit allen Steuern. Bis du deine einträgst, steht hier ein üblicher Preis.

## Die Wahl

welcome-choice = Wann darf sie arbeiten?
welcome-choice-about = Wähle eines für den Anfang. Alles lässt sich später ändern, und jede Änderung zurücknehmen.
welcome-choice-needed = Bis du gewählt hast, wird an nichts gearbeitet.

## Der Start

welcome-start = Mit dem Rechner starten?
welcome-start-about = Aus, solange du es nicht willst.
welcome-autostart = Idlewatt starten, wenn ich mich anmelde
welcome-autostart-about = Es öffnet kein Fenster und wartet in der Taskleiste, bis deine Grenzen Arbeit erlauben.
welcome-ready = Das war alles. Schließe das Fenster, wann du willst: Die Arbeit geht in der Taskleiste weiter und hört auf, wie du es eingestellt hast.
welcome-not-said = Du hast noch nicht gesagt, wann dieser PC arbeiten darf, also arbeitet er nicht. Geh zurück und wähle, oder tu es später: Die Startseite und die Leiste erinnern daran.
