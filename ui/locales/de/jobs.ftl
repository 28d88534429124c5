# Aufträge: was für wen getan wurde, was es einbrachte, wie es geprüft wurde; und was abgelehnt wurde.

jobs-done = Aufträge
jobs-refused = Warum mein PC Nein sagte
jobs-views = Was aufgelistet wird

## Die Liste

jobs-list = Aufträge, neueste zuerst. Die Pfeiltasten gehen von Zeile zu Zeile, Enter öffnet eine.
jobs-when = Wann
jobs-what = Was
jobs-with = Mit
jobs-size = Einheiten
jobs-net = Netto
jobs-money = Geld
jobs-ended = Ende
jobs-final = Endgültig
jobs-paid = Bezahlt
jobs-pending = { $amount } offen
jobs-held = { $amount } aufgeschoben
jobs-to-pay = { $amount } zu zahlen
jobs-nothing-due = Nichts offen
jobs-void =
    { $count ->
        [one] { $count } Einheit ohne Ergebnis
       *[other] { $count } Einheiten ohne Ergebnis
    }
jobs-loading-more = Ältere Aufträge werden geholt …
jobs-first = Hier stehen bald deine Aufträge
jobs-first-what = Jeder mit seinem Bild, mit dem, was er einbrachte, mit dem Strom dafür und damit, wie er geprüft wurde. Der erste erscheint, sobald mit jemandem Arbeit vereinbart ist.
jobs-none-such = Kein Auftrag passt dazu.

## Filter

jobs-filter = Nur zeigen
jobs-side = Seite
jobs-side-any = Gearbeitet und gekauft
jobs-side-provider = Für andere gearbeitet
jobs-side-requester = Von anderen gekauft
jobs-kind = Art der Arbeit
jobs-kind-any = Jede Art
jobs-peer = Mit wem
jobs-peer-any = Alle
jobs-clear = Zurücksetzen

## Ein Auftrag

jobs-not-found = Dieser Auftrag steht nicht in den Büchern.
jobs-picture = Letztes Bild von { $title }
jobs-left = Geblieben, nach Strom
jobs-cost = Kosten
jobs-per-unit = Netto pro Einheit
jobs-per-unit-cost = Kosten pro Einheit
jobs-facts = Angaben
jobs-requester = Auftraggeber
jobs-provider = Anbieter
jobs-agreed = Vereinbart
jobs-last-entry = Letzter Eintrag
jobs-took = Zeit auf der Karte
jobs-number = Auftrag
jobs-copy-id = { $id } kopieren
jobs-only-peer = Nur Aufträge mit diesem Peer

## Einheiten und wie sie geprüft wurden

jobs-units-newest = Nur die neuesten { $count } Einheiten sind aufgelistet.
jobs-units-table = Jede Einheit
jobs-unit-when = Letzter Eintrag
jobs-unit-state = Stand
jobs-unit-worth = Wert
jobs-unit-time = Zeit auf der Karte
jobs-unit-started = in Arbeit
jobs-unit-pending = abgegeben
jobs-unit-final = geprüft und bezahlt
jobs-unit-void = ohne Ergebnis
jobs-checked = Wie geprüft wurde
jobs-checked-final =
    { $count ->
        [one] { $count } Einheit wurde vom Auftraggeber angenommen und mit einer signierten Quittung bezahlt.
       *[other] { $count } Einheiten wurden vom Auftraggeber angenommen und mit einer signierten Quittung bezahlt.
    }
jobs-checked-final-bought =
    { $count ->
        [one] { $count } Einheit wurde hier geprüft, angenommen und bezahlt.
       *[other] { $count } Einheiten wurden hier geprüft, angenommen und bezahlt.
    }
jobs-checked-pending =
    { $count ->
        [one] { $count } Einheit ist abgegeben; die nächste Quittung des Auftraggebers deckt sie.
       *[other] { $count } Einheiten sind abgegeben; die nächste Quittung des Auftraggebers deckt sie.
    }
jobs-checked-held =
    { $count ->
        [one] { $count } Einheit wurde abgegeben, aber die letzte Quittung kam nie. Sie wird bezahlt, wenn dieser Auftraggeber wiederkommt.
       *[other] { $count } Einheiten wurden abgegeben, aber die letzte Quittung kam nie. Sie werden bezahlt, wenn dieser Auftraggeber wiederkommt.
    }
jobs-checked-pending-bought =
    { $count ->
        [one] { $count } Einheit ist angekommen und noch zu bezahlen.
       *[other] { $count } Einheiten sind angekommen und noch zu bezahlen.
    }
jobs-checked-started =
    { $count ->
        [one] { $count } Einheit ist in Arbeit.
       *[other] { $count } Einheiten sind in Arbeit.
    }
jobs-checked-void =
    { $count ->
        [one] Aus { $count } Einheit wurde nichts: { $why }.
       *[other] Aus { $count } Einheiten wurde nichts: { $why }.
    }
jobs-checked-none = Keine Einheit wurde fertig, also gab es nichts zu prüfen.

failure-preempted = der Besitzer hat den Rechner gebraucht
failure-worker-failed = das Programm, das die Arbeit macht, ist stehen geblieben
failure-bad-scene = die Szene lässt sich nicht rendern ({ $what })
failure-bad-model = das Modell ist nicht brauchbar ({ $what })
failure-bad-request = die Anfrage lässt sich nicht beantworten ({ $what })
failure-bad-unit = sie gehörte nicht zum Vereinbarten
failure-bad-result = das Ergebnis ist nicht das angekündigte
failure-not-finite = das Ergebnis enthält Werte, die keine Zahlen sind
failure-differs = nachgerechnete Pixel weichen ab
failure-false-answer = die Antwort ist nicht, was das Modell sagt
failure-timed-out = es hat länger gedauert als vereinbart
failure-job-ended = der Auftrag endete vorher

## Quittungen

jobs-receipt = Quittung
jobs-receipt-none = Es ist noch keine Quittung gekommen.
jobs-receipt-none-held = Es kam nie eine Quittung.
jobs-receipt-covers =
    { $count ->
        [one] Insgesamt { $amount } Credits für { $count } Einheit
       *[other] Insgesamt { $amount } Credits für { $count } Einheiten
    }
jobs-receipt-signed = Signiert von { $payer }, { $when }
jobs-signature = Signatur
jobs-copy-signature = Ganze Signatur kopieren
jobs-copy-receipt = Als JSON kopieren
jobs-older-receipts =
    { $count ->
        [one] { $count } ältere Quittung
       *[other] { $count } ältere Quittungen
    }

## Das Wort des Besitzers

jobs-owner = Du entscheidest
jobs-block = Auftraggeber sperren
jobs-unblock = Wieder für diesen Auftraggeber arbeiten
jobs-blocked = { $node } ist gesperrt: Aufträge von dort werden nicht mehr angenommen.
jobs-unblocked = Aufträge von { $node } werden wieder angenommen.
jobs-refuse-kind = Diese Art Arbeit ablehnen
jobs-accept-kind = Diese Art Arbeit wieder annehmen
jobs-last-kind = Es ist die einzige Art, die du annimmst. Um gar keine anzunehmen, schalte das Arbeiten für andere in den Einstellungen aus.
jobs-kind-refused = { $kind } wird nicht mehr angenommen.
jobs-kind-accepted = { $kind } wird wieder angenommen.

## Warum mein PC Nein sagte

jobs-refusals-what = Angebote, die dieser PC in letzter Zeit abgelehnt hat, und warum. Ein Nein kostet dich nichts und schadet keinem Ruf.
jobs-refusals-none = In letzter Zeit wurde nichts abgelehnt
jobs-refusals-none-what = Wenn ein Angebot nicht in deine Grenzen passt oder seinen Strom nicht bezahlen würde, steht es hier mit dem Grund.
jobs-refusals-asked = Anfrage von { $node }
jobs-refusals-sum = Die Rechnung, für eine Milliarde Samples
jobs-refusals-offered = Geboten
jobs-refusals-wear = Verschleiß
jobs-refusals-short = Es fehlen
refusal-not-idle = Der Rechner war nicht frei: Du hast ihn benutzt oder Pause gemacht.
refusal-busy = Er war mit einem anderen Auftrag beschäftigt.
refusal-below-floor = Das Angebot war zu niedrig. Für { $floor } Credits wäre es angenommen worden.
refusal-no-model = Er hat dieses Modell nicht, oder nicht für andere.
refusal-too-large = Der Auftrag braucht { $needs } Speicher, und du erlaubst { $allowed }.
refusal-invalid = Die Beschreibung des Auftrags ergibt keinen Sinn: { $what }.
refusal-unknown = Das Angebot war abgelaufen.
refusal-bad-signature = Eine Signatur war nicht gültig.
refusal-no-provider = Das Arbeiten für andere ist ausgeschaltet.
refusal-blocked = Du hast diesen Auftraggeber gesperrt.
refusal-kind = Du nimmst diese Art Arbeit nicht an: { $kind }.
refusal-mature = Es ist vielleicht nicht für alle geeignet, und du nimmst nichts dergleichen an.
refusal-unpaid = Dieser Auftraggeber schuldet noch { $owed } Credits für frühere Arbeit.
