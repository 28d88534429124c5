# Limits: what the owner allows, and what that comes to. Presets and estimates are also part of the first run.

## What the limits come to

limits-comes = Co wynika z twoich limitów
comes-coming = Obliczanie…
comes-unknown = Nic jeszcze nie wiadomo o tym komputerze. Szacunek pojawi się po pomiarze.
comes-unit = kredytów dziennie
comes-after = po odjęciu prądu i zużycia karty
comes-range = Gdzieś między { $low } a { $high }.
comes-hours = Czas pracy w ciągu dnia: { $hours }.
comes-loss = Przy tych limitach prąd i zużycie kosztują więcej, niż przynosi praca. Idlewatt nie przyjmuje pracy poniżej jej kosztu.
comes-rests = Szacunek, nie obietnica. Zakłada, że:
rests-demand = praca jest przez { $share } czasu; tego jeszcze nikt nie wie.
rests-demand-measured = praca jest przez { $share } czasu, jak tutaj w ostatnich dniach.
rests-presence = ktoś używa tego komputera tyle czasu dziennie: { $time }.
rests-presence-measured = ktoś używa tego komputera tyle czasu dziennie, co w ostatnich dniach: { $time }.
rests-awake = komputer jest włączony tyle czasu dziennie, co w ostatnich dniach: { $time }.
rests-tariff = kilowatogodzina kosztuje { $price } kredytu.
rests-tariff-mean = kilowatogodzina kosztuje w twoich godzinach średnio { $price } kredytu.
rests-power = praca pobiera o { $power } więcej niż spoczynek, jak to karty tego rodzaju.
rests-power-measured = praca pobiera o { $power } więcej niż spoczynek, według czujnika tej karty.
rests-own-price = za pracę płaci się tyle, ile prosisz, bo nie znamy tu niczyich innych ofert.
effect-costs = Niezarobione: { $amount } kredytu dziennie.
effect-saves = Oszczędza { $amount } kredytu dziennie.
outcome = Dzień przyniósłby { $net } kredytu.
outcome-same = Dzień przyniósłby { $net } kredytu, tak jak teraz.
outcome-less = Dzień przyniósłby { $net } kredytu, o { $less } mniej niż teraz.
outcome-more = Dzień przyniósłby { $net } kredytu, o { $more } więcej niż teraz.

## Presets

limits-presets = Trzy sposoby na początek
preset-quiet-nights = Ciche noce
preset-quiet-nights-says = Pracuje, gdy śpisz, chłodno i cicho.
preset-when-away = Zawsze, gdy mnie nie ma
preset-when-away-says = Pracuje, gdy od jakiegoś czasu nikt nie ruszał komputera.
preset-everything = Wszystko
preset-everything-says = Pracuje, kiedy tylko może, i nadal ustępuje twoim grom.
preset-chosen = Wybrane
preset-net = Około { $net } kredytu dziennie
preset-unknown = Bez szacunku na razie
preset-used = { $name }: te limity teraz obowiązują.
presets-own = Twoje limity są własne: to żaden z tych trzech zestawów.
says-present-stop = Zatrzymuje się, gdy tu jesteś
says-present-light = Pracuje łagodnie, gdy tu jesteś, na { $share } karty
says-present-full = Pracuje dalej, gdy tu jesteś
says-idle =
    Zaczyna po { $minutes ->
        [one] { $minutes } minucie
        [few] { $minutes } minutach
        [many] { $minutes } minutach
       *[other] { $minutes } minuty
    } bezczynności
says-idle-light =
    Pełna prędkość po { $minutes ->
        [one] { $minutes } minucie
        [few] { $minutes } minutach
        [many] { $minutes } minutach
       *[other] { $minutes } minuty
    } bezczynności
says-screenless = Zawsze na karcie bez ekranu
says-most = Najwyżej { $most }
says-fan = Wentylator najwyżej { $most }
says-share = Najwyżej { $share } czasu karty
says-hours-per-day =
    Najwyżej { $hours ->
        [one] { $hours } godzina
        [few] { $hours } godziny
        [many] { $hours } godzin
       *[other] { $hours } godziny
    } dziennie
says-cost-per-day = Najwyżej { $most } kredytu za prąd dziennie
says-tariff-most = Gdy kilowatogodzina kosztuje najwyżej { $most } kredytu
says-battery = Także na baterii
says-metered = Także w sieciach płatnych według transferu

## Parts of the page

limits-sections = Limity na tej stronie
limits-when = Kiedy
limits-hard = Jak mocno
limits-daily = Ile dziennie
limits-electricity = Prąd i cena
limits-games = Gry i programy
limits-accepted = Co przyjmować
limits-cards = Poszczególne karty
no-limit = Bez limitu
as-for-all = Jak dla wszystkich
add = Dodaj
add-named = Dodaj { $name }
remove = Usuń
remove-named = Usuń { $name }
unit-minutes =
    { $count ->
        [one] minuta
        [few] minuty
        [many] minut
       *[other] minut
    }
unit-seconds = sekund
unit-per-kwh = za kWh
unit-kwh = kWh
unit-per-hour = za godzinę

## Hours

hours-title = Godziny tygodnia
hours-about = Zamaluj godziny, w których wolno pracować. Klikaj lub przeciągaj; kliknięcie dnia lub godziny zmienia cały rząd.
hours-always = O każdej porze
hours-daily = Codziennie
hours-days = { $first }–{ $last }
hours-span = { $days } { $from }–{ $to }
hours-whole = { $days }, cały dzień
hours-in-week = { $hours } w tygodniu
hours-allow-all = Zezwól na wszystkie godziny
week-grid = Godziny tygodnia, w których wolno pracować
week-all = Cały tydzień
week-part = { $day } { $hour }, część tej godziny
week-nothing-left = Jedna godzina musi zostać. Żeby całkiem zatrzymać pracę, włącz pauzę albo wyłącz pracę dla innych w ustawieniach.
week-by-hand = Niektóre okresy zaczynają się lub kończą w środku godziny: ktoś wpisał je ręcznie. Zostają bez zmian wszędzie tam, gdzie nie malujesz.
week-round = Zamień na pełne godziny
week-keys = Z klawiatury: strzałki przesuwają, Spacja maluje lub zmazuje, Shift ze strzałkami maluje zakres.

## While somebody is here

present-title = Gdy tu jesteś
present-about = Gry i programy z twojej listy mają zawsze pierwszeństwo, cokolwiek wybierzesz.
present-stop = Przerwij
present-stop-about = Nic nie jest robione, dopóki nie odejdziesz.
present-light = Pracuj łagodnie
present-light-about = Część karty, w tak krótkich kawałkach, że pulpit działa płynnie.
present-full = Pracuj w pełni
present-full-about = Nie ma znaczenia, czy tu jesteś.
light-share-title = Część karty, gdy tu jesteś
light-share-about = Im mniej, tym płynniej działa cała reszta.
idle-title = Uznaj, że mnie nie ma, po
idle-about = Czas bez myszy, klawiatury i kontrolera. Przy 0 nie ma znaczenia, czy tu jesteś.
screenless-title = Karta bez ekranu pracuje dalej
screenless-about = Gdy tu jesteś, druga karta, do której nie podłączono ekranu, może pracować dalej.
battery-title = Praca na baterii
battery-about = Wyłączone: praca czeka na podłączenie do zasilania.
metered-title = Praca w sieciach płatnych według transferu
metered-about = Wyłączone: praca czeka, dopóki sieć jest płatna według transferu, na przykład z telefonu.

## How hard

hard-no-meters = Żadna karta nie podaje tu mocy, temperatury ani obrotów wentylatora. Limity poczekają na dzień, gdy któraś zacznie.
watts-title = Waty
watts-about = Ile karta może pobierać, średnio w ciągu minuty.
watts-about-range = Ile karta może pobierać, średnio w ciągu minuty. Tę kartę można utrzymać między { $least } a { $most }.
takes-now = Pobiera teraz { $now }
is-now = Teraz { $now }
turns-now = Kręci się teraz na { $now }
degrees-title = Temperatura
degrees-about = Powyżej tej wartości praca czeka, aż karta ostygnie.
fan-title = Wentylator
fan-about = Praca zwalnia, zanim wentylator się rozpędzi, więc w pokoju jest cicho.
share-title = Część czasu karty
share-about = Mniej niż całość zostawia przerwy między kawałkami pracy.
memory-title = Pamięć na zadanie
memory-about = Zadania, które potrzebują więcej pamięci karty, nie są przyjmowane.
card-limit-title = Użyj limitu mocy samej karty
card-limit-about = Gdzie system na to pozwala, waty utrzymuje sterownik, co mniej odbija się na prędkości. Potem limit wraca do poprzedniej wartości.
cards-about = Karta może mieć własne limity. Czego tam nie ustawisz, obowiązuje jak dla wszystkich.
card-back = Wszystkie limity
card-works-title = Ta karta pracuje
card-works-about = Wyłączone: nigdy nie jest używana dla innych.
card-unseen = { $name }: nie ma tej karty teraz w komputerze albo nic o niej nie wiadomo. To, co tu ustawisz, zadziała, gdy wróci.

## How much a day

day-hours-title = Godziny pracy
day-hours-about = Po ich wykorzystaniu praca czeka do północy.
day-energy-title = Energia
day-energy-about = Ile praca pobiera ponad spoczynek.
day-cost-title = Pieniądze na prąd
day-cost-about = Ile ta energia może kosztować.

## Electricity and price

tariff-title = Cena kilowatogodziny
tariff-about = Znajdziesz ją na rachunku za prąd; liczy się całość, z podatkami. Jeden kredyt liczony jest jak jeden dolar amerykański.
tariff-about-now = Znajdziesz ją na rachunku za prąd; liczy się całość, z podatkami. Teraz obowiązuje { $now } kredytu.
tariff-elsewhere = Cenę podaje { $source }. Ta tutaj obowiązuje, gdy stamtąd nic nie przychodzi.
bands-title = Inne ceny w niektórych godzinach
bands-about = Dla taryf, które zmieniają się w ciągu dnia. Obowiązuje pierwsza pasująca.
band = { $when }: { $price } kredytu
band-days = Dni
band-from = Od
band-to = Do
band-price = Cena kilowatogodziny
tariff-most-title = Najwyższa cena kilowatogodziny
tariff-most-about = Praca czeka, dopóki prąd jest droższy.
wear-title = Zużycie karty
wear-about = Ile życia karty zabiera godzina pracy. To część najniższej ceny, jaką przyjmujesz.
margin-title = Marża
margin-about = Ile chcesz ponad prąd i zużycie.

## Games and programs

programs-title = Programy, które mają pierwszeństwo
programs-about = Obok nich nic nie jest robione. Gier ze znanych bibliotek nie trzeba wpisywać.
programs-none = Lista jest pusta. Gry są rozpoznawane i bez niej.
programs-running = Działa { $name }: praca schodzi z drogi.
program-name = Nazwa pliku, np. blender
suggestions-title = Zauważone przy pracy na karcie
suggestions-about = Nie rozpoznano ich jako gier. Dodaj program, jeśli praca ma się dla niego zatrzymać.
suggestion-seen = { $time } łącznie, do { $peak } karty
others-title = Użycie przez inne programy
others-about = Jaką część karty mogą zająć inne programy, zanim praca się dla nich zatrzyma. Dla gier i programów powyżej zatrzymuje się zawsze.
others-now = Teraz zajmują { $now }
quiet-title = Odczekaj po grze
quiet-about = Ile czasu musi minąć od końca gry, zanim praca ruszy znowu.

## What is accepted

accept-render = Obrazy i animacje scen 3D.
accept-generate = Odpowiedzi modeli językowych, które masz na dysku.
accept-embed = Teksty zamienione na liczby, do wyszukiwania.
accept-last = Jeden rodzaj pracy musi zostać. Żeby zatrzymać wszystko, włącz pauzę albo wyłącz pracę dla innych w ustawieniach.
mature-title = Praca, która może nie być dla każdego
mature-about = Wyłączone: praca, którą zleceniodawca tak oznaczy, jest odrzucana. Nikt nie sprawdza, czy inni oznaczają ją zgodnie z prawdą.
blocked-title = Zablokowani zleceniodawcy
blocked-about = Nic od nich nie jest przyjmowane.
blocked-none = Nikt nie jest zablokowany. Zleceniodawcę możesz zablokować na stronie zadań.
unblock = Odblokuj
unblock-named = Odblokuj { $name }
