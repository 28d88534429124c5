# The page "Use the mesh".

mesh-render = Wyrenderuj scenę
mesh-render-about = Inni renderują twoją scenę glTF; płacisz za to, co dotarło i zostało sprawdzone.
mesh-drop = Upuść tu plik .glb lub .gltf
mesh-drop-now = Puść, aby go użyć
mesh-drop-wrong = To nie jest plik .glb ani .gltf.
mesh-choose = Wybierz plik
mesh-choose-other = Inny plik
mesh-scene = Scena
mesh-quality = Jakość
mesh-quality-draft = Szkic
mesh-quality-good = Dobra
mesh-quality-fine = Wysoka
mesh-quality-exact = Dokładna
mesh-quality-says = { $width } x { $height }, próbek na piksel: { $spp }
mesh-width = Szerokość w pikselach
mesh-height = Wysokość w pikselach
mesh-spp = Próbki na piksel
mesh-output = Obraz trafi do
mesh-price = Najwyższa cena
mesh-price-about = Kredyty za miliard próbek; puste: tyle, ile chce najtańszy.
mesh-price-now = Najtańszy chce teraz { $price }, około { $cost } za ten obraz.
mesh-price-none = Nikt teraz nie oferuje renderowania. Możesz zacząć mimo to: ktoś będzie szukany.
mesh-start = Renderuj
mesh-stop = Przerwij i zachowaj, co jest
mesh-again = Wyrenderuj kolejną
mesh-show-file = Pokaż plik
mesh-checking = Sprawdzanie sceny…
mesh-searching = Szukanie kogoś, kto ją wyrenderuje…
mesh-agreed = { $provider } renderuje na { $device } za { $price } kredytu za miliard próbek.
mesh-progress = Dotarło { $share } próbek, na razie { $cost } kredytu.
mesh-provider-lost = { $provider } już nie pracuje ({ $reason }). Resztę dostanie ktoś inny.
mesh-unsupported = Nieobsługiwane i pominięte: { $what }.
mesh-done = Gotowe, za { $cost } kredytu.
mesh-cancelled = Przerwane. To, co dotarło, jest w pliku; kosztowało { $cost } kredytu.
mesh-bad-input = Nie można wyrenderować sceny: { $what }
mesh-no-provider = Nikt się tego nie podejmuje: { $what }
mesh-failed = Nie udało się: { $what }
mesh-picture = Dotychczasowy obraz

mesh-chat = Czat
mesh-chat-about = Odpowiadają komputery innych. Ten, kto odpowiada, widzi, co piszesz.
mesh-model = Model
mesh-model-says =
    { $count ->
        [one] { $name } · { $size } · { $speed } tokenów na sekundę · { $price } kredytu za milion · { $count } wykonawca
        [few] { $name } · { $size } · { $speed } tokenów na sekundę · { $price } kredytu za milion · { $count } wykonawcy
        [many] { $name } · { $size } · { $speed } tokenów na sekundę · { $price } kredytu za milion · { $count } wykonawców
       *[other] { $name } · { $size } · { $speed } tokenów na sekundę · { $price } kredytu za milion · { $count } wykonawcy
    }
mesh-no-models = Nikt teraz nie oferuje modelu językowego.
mesh-no-models-about = Oferowane modele pojawiają się tu same. Żeby zaoferować własny, odłóż go na półkę poleceniem „idlewatt models add” i wpisz jego nazwę w ustawieniach.
mesh-message = Wiadomość
mesh-message-hint = Napisz coś
mesh-send = Wyślij
mesh-chat-stop = Przerwij
mesh-clear = Nowa rozmowa
mesh-you = Ty
mesh-thinking = Szukanie kogoś, kto odpowie…
mesh-answered = { $provider } · tokeny: { $tokens } · { $cost } kredytu
mesh-answered-free = { $provider } · tokeny: { $tokens }

mesh-endpoint = Dla programów
mesh-endpoint-about = Z mesh może korzystać każdy program, który zna API OpenAI. Dostęp mają tylko programy na tym komputerze.
mesh-endpoint-on = Endpoint
mesh-endpoint-runs = Działa pod { $address }
mesh-endpoint-off = Wyłączony
mesh-endpoint-broken = Nie działa: { $what }
mesh-language = Język przykładu
