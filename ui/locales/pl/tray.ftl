# What the tray's menu and tooltip and the notifications say. One short line each: a menu is as wide as its longest.

## The menu

menu-start = Zacznij teraz
menu-resume = Wznów
menu-retry = Szukaj ponownie
menu-choose = Wybierz, kiedy ma pracować…
menu-pause = Pauza
menu-pause-half-hour = Na 30 minut
menu-pause-hour = Na 1 godzinę
menu-pause-tomorrow = Do jutra 8:00
menu-pause-until-resumed = Dopóki nie wznowię
menu-open = Otwórz Idlewatt
menu-settings = Ustawienia
menu-quit = Zakończ

## Money

today = Dziś: { $net } kredytu po odjęciu prądu
today-unknown = Dziś: nie wiadomo

## Time

on-day =
    { $day ->
        [mon] pon.
        [tue] wt.
        [wed] śr.
        [thu] czw.
        [fri] pt.
        [sat] sob.
       *[sun] niedz.
    } { $time }

## What is happening

working = Pracuje
working-on = Pracuje: { $title }
job-picture = obraz { $width }x{ $height }, { $spp } spp
job-text = tekst od { $model }
job-unknown = umowa
paused = Pauza, dopóki jej nie zakończysz
paused-until = Pauza do { $when }

## Why not

connecting = Szukanie usługi…
lost-not-running = Usługa nie działa
lost-version = Usługa jest w innej wersji
lost-cannot-start = Usługa się nie uruchamia
lost-silent = Usługa nie odpowiada
lost-no-folder = Nie ma folderu na dane Idlewatt

wait-role-off = Nie pracuje: wyłączone w ustawieniach
wait-not-said = Nie powiedziano jeszcze, kiedy ten komputer może pracować
wait-starting = Uruchamianie
wait-measuring = Pomiar tego komputera
wait-no-device = Nie pracuje: nie znaleziono karty graficznej
wait-card-off = Nie pracuje: ta karta jest wyłączona
wait-program-running = Czeka: działa { $name }
wait-owner-present =
    { $minutes ->
        [one] Czeka, aż nie będzie cię przez { $minutes } minutę
        [few] Czeka, aż nie będzie cię przez { $minutes } minuty
        [many] Czeka, aż nie będzie cię przez { $minutes } minut
       *[other] Czeka, aż nie będzie cię przez { $minutes } minuty
    }
wait-fullscreen = Czeka: { $name } zajmuje cały ekran
wait-remote-use = Czeka: ktoś używa tego komputera zdalnie
wait-encoding = Czeka: karta koduje wideo
wait-gpu-in-use = Czeka: inny program używa { $percent }% GPU
wait-memory-short = Czeka: inne programy potrzebują pamięci karty
wait-on-battery = Czeka: działa na baterii
wait-metered-network = Czeka: sieć płatna według transferu
wait-outside-hours = Twoje godziny zaczynają się: { $when }
wait-no-hours = Nie pracuje: twoje godziny nie zostawiają czasu
wait-day-used-up = Na dziś koniec, ciąg dalszy: { $when }
wait-too-hot = Czeka: karta ma { $degrees } °C
wait-too-loud = Czeka: wentylator jest głośniejszy, niż pozwalasz
wait-limit-below-rest = Nie pracuje: limit watów niższy niż pobór w spoczynku
wait-tariff-too-high = Czeka na tańszy prąd
wait-tariff-unknown = Czeka: cena prądu nieznana
wait-going-to-sleep = Przechodzi w stan uśpienia
wait-cooling-down = Czeka: dopiero co zrobiło się spokojnie
wait-no-readings = Czeka: czujniki nie dają świeżych odczytów
wait-no-mesh = Czeka: nie odpowiada żaden węzeł indeksowy
wait-no-work = Gotowe: nikt nie prosi o pracę
wait-worker-broken = Nie pracuje: worker zawiódł kilka razy

## Notifications

started-title = Twoja karta pracuje
started-body = { $title }. Przestanie od razu, gdy będziesz potrzebować karty.
started-body-untitled = Przestanie od razu, gdy będziesz potrzebować karty.
stopped-title = Zatrzymane dla ciebie
stopped-body = { $name } ma kartę na wyłączność.
paid-title = Wczoraj zostało { $net } kredytu
paid-body = { $gross } za pracę, minus { $electricity } za prąd.
attention-title = Idlewatt potrzebuje twojej uwagi

## Windows and dialogs

compact-title = Idlewatt teraz
choose-scene = Wybierz scenę
scenes = Sceny
export-jobs = Zapisz zadania do pliku
