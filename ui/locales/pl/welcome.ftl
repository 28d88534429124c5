# The first run: five calm screens, less than a minute.

welcome = Witaj
welcome-steps = Pierwsze kroki
welcome-step = Krok { $step } z { $of }
welcome-skip = Pomiń to wszystko
welcome-back = Wstecz
welcome-on = Dalej
welcome-on-unmeasured = Dalej bez pomiaru
welcome-done = Gotowe

## What was found

welcome-machine = Oto, co ma twój PC
welcome-machine-about = Idlewatt użycza go innym, gdy go nie potrzebujesz, i oddaje w chwili, gdy znów jest ci potrzebny.
welcome-nothing-asked = Nie ma konta, portfela ani e-maila. Twoje zarobki zapisywane są w księgach na tym PC.
welcome-looking = Oglądanie tego PC…
welcome-memory = Pamięć karty
welcome-driver = Sterownik
welcome-meters = Czujniki
welcome-meters-told = Odczytują obciążenie, moc i temperaturę
welcome-meters-none = Brak: moc jest przyjęta, nie zmierzona
welcome-off = Nikt jeszcze nie obejrzał twojej karty
welcome-off-switch = Pracuj dla innych, gdy ten PC jest bezczynny
welcome-off-switch-about = To jest wyłączone, więc karta ma spokój. Włącz, żeby zobaczyć, co potrafi.
welcome-software = Nie znaleziono karty graficznej
welcome-software-why = Pracę wykonywałby procesor, który jest powolny i prawie nic nie zarabia. Jeśli ten PC ma kartę, jej sterownika brakuje albo nie umie on liczyć.
welcome-none = Nie można użyć żadnej karty graficznej
welcome-none-why = Nic tutaj nie może liczyć dla innych. Idlewatt i tak się otworzy i zacznie sam, gdy pojawi się karta.
welcome-driver-advice = Co zrobić: zainstaluj najnowszy sterownik od producenta karty, uruchom PC ponownie i jeszcze raz otwórz Idlewatt. Nadal możesz zlecać pracę innym.
welcome-findings =
    { $count ->
        [one] { $count } rzecz do obejrzenia
        [few] { $count } rzeczy do obejrzenia
        [many] { $count } rzeczy do obejrzenia
       *[other] { $count } rzeczy do obejrzenia
    }

## The benchmark

welcome-benchmark = Jak szybka jest?
welcome-benchmark-about = Przez około 20 sekund karta renderuje obraz najmocniej, jak potrafi. Możesz usłyszeć jej wentylator.
welcome-benchmark-start = Zmierz teraz
welcome-benchmark-again = Zmierz ponownie
welcome-benchmark-stop = Przerwij
welcome-benchmark-picture = Obraz renderowany na potrzeby pomiaru
welcome-benchmark-waiting = Tu pojawi się obraz.
welcome-benchmark-progress = Postęp pomiaru
welcome-speed = Prędkość
welcome-speed-means = Próbki na sekundę: ścieżki światła, które karta śledzi w scenie. Zadania są opłacane według ich liczby, więc to właśnie może sprzedać.
welcome-watts = Moc
welcome-watts-means = Ile karta pobiera podczas pracy. Prąd liczony jest od części ponad spoczynek.
welcome-watts-unknown = Żaden czujnik tego nie podaje. Prąd liczony jest według tego, co pobierają karty tego rodzaju.
welcome-measured-before = Zmierzono wcześniej: { $speed } próbek na sekundę.

## The estimate

welcome-estimate = Ile to może przynieść
welcome-estimate-about = Po odjęciu prądu i uczciwie: to zależy od tego, o ile pracy poproszą inni, a tego nikt nie może obiecać.
welcome-tariff-about = Najważniejsza liczba to cena, jaką płacisz za prąd. Jest na twoim rachunku, za kWh, ze wszystkimi podatkami. Dopóki nie wpiszesz swojej, stoi tu typowa.

## The choice

welcome-choice = Kiedy wolno jej pracować?
welcome-choice-about = Wybierz coś na początek. Wszystko można później zmienić, a każdą zmianę cofnąć.
welcome-choice-needed = Dopóki nie wybierzesz, komputer nad niczym nie pracuje.

## The start

welcome-start = Uruchamiać z komputerem?
welcome-start-about = Wyłączone, chyba że tego chcesz.
welcome-autostart = Uruchamiaj Idlewatt, gdy się loguję
welcome-autostart-about = Otwiera się bez okna i czeka w zasobniku, aż twoje limity pozwolą na pracę.
welcome-ready = To wszystko. Zamknij okno, kiedy chcesz: praca toczy się dalej w zasobniku i zatrzymuje się tak, jak ustawisz.
welcome-not-said = Nie powiedziano jeszcze, kiedy ten komputer może pracować, więc nie pracuje. Wróć i wybierz albo zrób to później: przypomni o tym strona główna i zasobnik.
