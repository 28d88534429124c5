# Die Seite „Mesh nutzen“.

mesh-render = Eine Szene rendern
mesh-render-about = Andere rendern deine glTF-Szene; du zahlst für das, was ankommt und geprüft ist.
mesh-drop = Eine .glb- oder .gltf-Datei hierher ziehen
mesh-drop-now = Loslassen, um sie zu nehmen
mesh-drop-wrong = Das ist keine .glb- oder .gltf-Datei.
mesh-choose = Datei wählen
mesh-choose-other = Andere Datei
mesh-scene = Szene
mesh-quality = Qualität
mesh-quality-draft = Entwurf
mesh-quality-good = Gut
mesh-quality-fine = Fein
mesh-quality-exact = Genau
mesh-quality-says = { $width } x { $height }, { $spp } Samples pro Pixel
mesh-width = Breite in Pixeln
mesh-height = Höhe in Pixeln
mesh-spp = Samples pro Pixel
mesh-output = Bild kommt nach
mesh-price = Höchstpreis
mesh-price-about = Credits pro Milliarde Samples; leer: was der Billigste verlangt.
mesh-price-now = Der Billigste verlangt gerade { $price }, etwa { $cost } für dieses Bild.
mesh-price-none = Gerade bietet niemand Rendern an. Du kannst trotzdem starten: Es wird gesucht.
mesh-start = Rendern
mesh-stop = Beenden und behalten, was da ist
mesh-again = Noch eine rendern
mesh-show-file = Datei zeigen
mesh-checking = Die Szene wird angesehen …
mesh-searching = Es wird jemand gesucht, der sie rendert …
mesh-agreed = { $provider } rendert sie mit { $device } für { $price } Credits pro Milliarde Samples.
mesh-progress = { $share } der Samples sind da, bisher { $cost } Credits.
mesh-provider-lost = { $provider } ist weg ({ $reason }). Der Rest geht an jemand anderen.
mesh-unsupported = Nicht unterstützt und weggelassen: { $what }.
mesh-done = Fertig, für { $cost } Credits.
mesh-cancelled = Beendet. Was ankam, ist in der Datei; es hat { $cost } Credits gekostet.
mesh-bad-input = Die Szene lässt sich nicht rendern: { $what }
mesh-no-provider = Niemand nimmt sie an: { $what }
mesh-failed = Es hat nicht geklappt: { $what }
mesh-picture = Das bisherige Bild

mesh-chat = Chat
mesh-chat-about = Rechner anderer antworten. Wer antwortet, sieht, was du schreibst.
mesh-model = Modell
mesh-model-says =
    { $count ->
        [one] { $name } · { $size } · { $speed } Tokens pro Sekunde · { $price } Credits pro Million · { $count } Anbieter
       *[other] { $name } · { $size } · { $speed } Tokens pro Sekunde · { $price } Credits pro Million · { $count } Anbieter
    }
mesh-no-models = Gerade bietet niemand ein Sprachmodell an.
mesh-no-models-about = Angebotene Modelle erscheinen hier von selbst. Um selbst eines anzubieten, lege es mit „idlewatt models add“ ins Regal und nenne es in den Einstellungen.
mesh-message = Nachricht
mesh-message-hint = Schreib etwas
mesh-send = Senden
mesh-chat-stop = Anhalten
mesh-clear = Neues Gespräch
mesh-you = Du
mesh-thinking = Es wird jemand gesucht, der antwortet …
mesh-answered = { $provider } · { $tokens } Tokens · { $cost } Credits
mesh-answered-free = { $provider } · { $tokens } Tokens

mesh-endpoint = Für Programme
mesh-endpoint-about = Jedes Programm, das die API von OpenAI spricht, kann das Mesh nutzen. Nur Programme auf diesem Rechner kommen durch.
mesh-endpoint-on = Endpunkt
mesh-endpoint-runs = Läuft unter { $address }
mesh-endpoint-off = Ausgeschaltet
mesh-endpoint-broken = Er läuft nicht: { $what }
mesh-language = Sprache des Beispiels
