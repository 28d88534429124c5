# What is said on every page: what happens and why, money, measures, and the words of the frame.

name = Idlewatt

## Pages

page-home = Start
page-earnings = Zarobki
page-limits = Limity
page-jobs = Zadania
page-network = Sieć
page-mesh = Użyj mesh
page-settings = Ustawienia
pages = Strony

## What is happening, and why not more

working = Pracuje dla kogoś innego: { $title }.
working-untitled = Pracuje dla kogoś innego.
paused-until = Pauza do { $when }.
paused = Pauza, dopóki jej nie zakończysz.
wait-role-off = Nie pracuje: praca dla innych jest wyłączona w ustawieniach.
wait-not-said = Nie powiedziano jeszcze, kiedy ten komputer może pracować.
wait-starting = Uruchamianie: poznaję ten komputer.
wait-measuring = Pomiar: jak szybko renderuje ten komputer.
wait-no-device = Nie pracuje: nie znaleziono karty graficznej zdolnej do obliczeń.
wait-no-device-called = Nie pracuje: żadna karta graficzna nie nazywa się { $name }, jak żądają ustawienia.
wait-card-off = Nie pracuje: ta karta jest wyłączona w ustawieniach.
wait-program-running = Schodzi ci z drogi: działa { $name }. Praca ruszy dalej, gdy się zakończy.
wait-owner-present =
    Schodzi ci z drogi, gdy tu jesteś. Praca zaczyna się po { $minutes ->
        [one] { $minutes } minucie
        [few] { $minutes } minutach
        [many] { $minutes } minutach
       *[other] { $minutes } minuty
    } bezczynności.
wait-fullscreen = Schodzi ci z drogi: { $name } zajmuje cały ekran.
wait-remote-use = Schodzi ci z drogi: ktoś używa tego komputera zdalnie ({ $name }).
wait-encoding = Schodzi ci z drogi: karta koduje wideo.
wait-gpu-in-use = Schodzi ci z drogi: inny program używa { $percent } GPU.
wait-memory-short = Schodzi ci z drogi: inne programy zostawiają { $free } pamięci karty.
wait-on-battery = Czeka: komputer działa na baterii.
wait-metered-network = Czeka: sieć jest płatna według transferu.
wait-outside-hours = Odpoczywa. Twoje godziny zaczynają się: { $when }.
wait-no-hours = Nie pracuje: twoje godziny nie dopuszczają żadnego czasu.
wait-day-hours = Na dziś koniec: godziny pracy wykorzystane. Ciąg dalszy: { $when }.
wait-day-energy = Na dziś koniec: energia wykorzystana. Ciąg dalszy: { $when }.
wait-day-cost = Na dziś koniec: pieniądze na prąd wykorzystane. Ciąg dalszy: { $when }.
wait-too-hot = Czeka, aż karta ostygnie: jest { $now }, a pozwalasz na { $most }.
wait-too-loud = Czeka, aż wentylator się uspokoi: jest { $now }, a pozwalasz na { $most }.
wait-limit-below-rest = Nie pracuje: karta nawet w spoczynku pobiera { $rest }, a pozwalasz na { $limit }.
wait-tariff-too-high = Czeka na tańszy prąd: teraz { $now } kredytu za kWh, a pozwalasz na { $most }.
wait-tariff-unknown = Czeka: nie wiadomo, ile teraz kosztuje prąd ({ $what }).
wait-going-to-sleep = Schodzi z drogi: komputer przechodzi w stan uśpienia.
wait-cooling-down = Wszędzie spokój. Praca może ruszyć o { $when }.
wait-no-readings-cards = Czeka: czujniki karty nie dają świeżych odczytów, a Idlewatt nie pracuje na ślepo.
wait-no-readings-programs = Czeka: nie widać uruchomionych programów, a Idlewatt nie pracuje na ślepo.
wait-no-readings-surroundings = Czeka: nie wiadomo, czy ktoś tu jest, a Idlewatt nie pracuje na ślepo.
wait-no-mesh = Czeka: nie odpowiada żaden węzeł indeksowy, więc nikt nie znajdzie tego komputera.
wait-no-work = Gotowe do pracy. Nikt teraz o nią nie prosi.
wait-worker-broken = Nie pracuje: worker zawiódł kilka razy z rzędu ({ $what }).

## The same in one or two words

state-working = Pracuje
state-waiting = Czeka
state-ready = Gotowe
state-paused = Pauza
state-attention = Zajrzyj tu
state-connecting = Łączenie

## How hard it works

effort-full = Pełna prędkość
effort-presence = { $share } czasu, bo tu jesteś
effort-share = { $share } czasu, czyli tyle, na ile pozwalasz
effort-power = { $share } czasu, żeby zmieścić się w twoich watach
effort-heat = { $share } czasu, żeby zmieścić się w twojej temperaturze
effort-fan = { $share } czasu, żeby wentylator nie przekroczył twojego limitu

## The daemon

connecting = Szukanie programu w tle…
lost-title = Brak łączności z programem w tle.
lost-not-running = Program w tle, który wykonuje pracę, nie działa. Uruchomi się ponownie sam; zarobki nie przepadają.
lost-version = Program w tle jest w innej wersji. Uruchom go ponownie albo zaktualizuj oba.
lost-cannot-start = Program w tle się nie uruchamia.
lost-silent = Program w tle nie odpowiada.
lost-no-folder = Nie ma folderu na dane Idlewatt.
retry = Spróbuj ponownie

## Honest labels

badge-software = programowo
badge-software-meaning = Pracy nie wykonuje karta graficzna: shadery działają na procesorze, powoli.
badge-simulated = karta symulowana
badge-simulated-meaning = Odczyty karty odtwarza skrypt, do testów i pokazów.
tray-no-host = Nie ma ikony w zasobniku: ten pulpit nie ma zasobnika (w GNOME dodaje go rozszerzenie AppIndicator). Zamknięcie okna nie przerywa pracy; aby wrócić, uruchom Idlewatt ponownie.
tray-failed = Nie ma ikony w zasobniku: pulpit jej nie przyjął. Zamknięcie okna nie przerywa pracy; aby wrócić, uruchom Idlewatt ponownie.

## Pause

pause = Pauza
pause-half-hour = Na 30 minut
pause-hour = Na 1 godzinę
pause-tomorrow = Do jutra, 8:00
pause-until-resumed = Dopóki nie wznowię
resume = Wznów
choose-when = Wybierz, kiedy ma pracować

## Money

unit = kredytów
net = Netto
gross = Zarobione
electricity = Prąd
pending = W toku
pending-meaning = Zrobione, ale jeszcze bez pokwitowania.
held = Wstrzymane
held-meaning = Zrobione w zadaniach, które skończyły się bez ostatniego pokwitowania. Zapłata przyjdzie, gdy ten zleceniodawca wróci.
final = Pewne
final-meaning = Potwierdzone podpisanymi pokwitowaniami.
spent = Wydane
energy = Energia

## Kinds of work, sides

kind-render = Renderowanie
kind-generate = Tekst
kind-embed = Embeddingi
side-provider = praca
side-requester = zakup

## How a job ended

job-open = w toku
job-picture = obraz { $width }x{ $height }, { $spp } spp
job-text = tekst od { $model }
job-unknown = umowa
stop-done = gotowe
stop-cancelled = anulowane
stop-owner-returned = komputer był ci potrzebny
stop-owner-returned-there = właściciel potrzebował komputera
stop-shutting-down = zatrzymane przy zamykaniu
stop-protocol = zerwane: { $what }
stop-unpaid = brak zapłaty na czas
stop-bad-results = wyniki były błędne
stop-lost = utracono połączenie
stop-failed = nie powiodło się: { $what }
stop-refused = dalsza część nie jest przyjmowana. { $why }

## Measures

not-told = brak danych
measure-watts = { $value } W
measure-watt-hours = { $value } Wh
measure-kilowatt-hours = { $value } kWh
measure-celsius = { $value } °C
of-limit = { $now } z { $limit }
load = Obciążenie
power = Moc
temperature = Temperatura
memory = Pamięć
fan = Wentylator
effort = Tempo
samples-per-second = { $samples } próbek na sekundę

## Trouble, and taking things back

trouble = Nie udało się: { $what }
trouble-not-running = program w tle nie działa
trouble-timed-out = program w tle nie odpowiedział na czas
trouble-unexpected = program w tle odpowiedział inaczej, niż oczekiwano
trouble-no-folder = nie ma folderu na dane Idlewatt
trouble-autostart = nie można zmienić wpisu autostartu
trouble-file = nie można użyć tego pliku
trouble-program = nie można uruchomić jednego z programów Idlewatt
trouble-updater = nie można sprawdzić aktualizacji
trouble-invalid-setting = tej wartości nie można użyć
trouble-false-answer = odpowiedź nie była tym, co mówi model
trouble-busy = ci, którzy mogliby to zrobić, mają pełne ręce roboty
trouble-no-provider = nikt nie może lub nie chce teraz tego zrobić
trouble-no-model = nikt nie oferuje tego modelu
trouble-bad-input = żądanie jest nieprawidłowe
trouble-books = nie można użyć ksiąg
trouble-role-off = ta część jest wyłączona w ustawieniach
trouble-shutting-down = program w tle kończy pracę
busy-benchmark = ten komputer jest już mierzony
busy-job = trwa zadanie; pomiar będzie możliwy, gdy się skończy
busy-model = pracuje model; pomiar będzie możliwy, gdy skończy
busy-picture = jeden obraz jest już renderowany
input-picture-kind = obraz to plik .png lub .exr
input-too-large = potrzebuje { $needs } pamięci, a dozwolone jest { $allowed }
input-is-folder = { $path } to folder; plik potrzebuje nazwy
input-no-folder = nie ma folderu { $path }
input-empty = o nic nie zapytano
input-too-long = rozmowa jest za długa; zacznij nową
failed-program = działa { $name } i bardziej potrzebuje karty
failed-sleep = ten komputer przechodzi w stan uśpienia
failed-card = karta już nie odpowiada
failed-measure = nie można zmierzyć tego komputera
failed-written = nie można zapisać { $path }
failed-units = kolejne fragmenty obrazu się nie udawały
failed-broken = coś się zepsuło na tym komputerze
none-found = nie znaleziono nikogo, kto to robi
there-not-idle = właściciel go teraz używa
there-busy = zajęty innymi zadaniami
there-floor = chce co najmniej { $floor } kredytu
there-too-large = ma za mało pamięci: potrzeba { $needs }, dozwolone jest { $allowed }
there-unwilling = nie przyjmuje takiej pracy
there-unpaid = mówi, że { $owed } kredytu za wcześniejszą pracę nie zapłacono
there-misunderstood = nie przyjął zadania w tej postaci
there-silent = nie odpowiedział
there-only-relayed = jest osiągalny tylko przez przekaźnik, który tyle nie przeniesie
there-strange = odpowiedział co innego, niż pytano
saved = Zapisano.
undo = Cofnij
undone = Cofnięto.
close = Zamknij
cancel = Anuluj
copy = Kopiuj
copied = Skopiowano.
open-window = Otwórz Idlewatt
