# Earnings: what came in, what electricity took, what is left; over time, by kind and by hour.

## The span that is shown

earnings-span = Okres
earnings-day = Dziś
earnings-week = 7 dni
earnings-month = 30 dni
earnings-all = Całość
earnings-net-day = Zostało dziś, po odjęciu prądu
earnings-net-week = Zostało z ostatnich 7 dni, po odjęciu prądu
earnings-net-month = Zostało z ostatnich 30 dni, po odjęciu prądu
earnings-net-all = Zostało od początku, po odjęciu prądu

## What the sums mean

earnings-net-meaning = Zarobek pomniejszony o prąd, który na niego poszedł. Poniżej zera, gdy praca kosztowała więcej, niż przyniosła.
earnings-gross-meaning = Wartość całej ukończonej pracy, zapłaconej lub jeszcze nie.
earnings-electricity-meaning = Koszt energii tej pracy według twojej taryfy, liczony ponad to, co ten PC pobiera w spoczynku. Praca, z której nic nie wyszło, też się liczy.
earnings-energy-meaning = Energia zużyta na pracę, ponad to, co ten PC pobiera w spoczynku.
earnings-spent-meaning = Tyle płacisz innym za zleconą im pracę. Nie wchodzi w sumę powyżej.

## The chart

earnings-over-time-hour = Według godzin
earnings-over-time-day = Według dni
earnings-over-time-month = Według miesięcy
earnings-chart = Wykres zarobków. Strzałki przechodzą od kolumny do kolumny.
earnings-kept = Zostało dla ciebie
earnings-lost = Dopłacone
earnings-as-table = Jako tabela
earnings-as-chart = Jako wykres
earnings-when = Kiedy
earnings-hour-span = { $from } do { $to }

## By kind and by hour

earnings-by-kind = Według rodzaju pracy
earnings-kind-share = { $share } zarobku
earnings-per-kwh = { $amount } kredytu za kWh
earnings-by-hour = Według godziny dnia
earnings-by-hour-chart = Wykres zarobków według godziny dnia. Strzałki przechodzą od godziny do godziny.
earnings-best-hour = Najwięcej zostaje między { $from } a { $to }.
earnings-units =
    { $count ->
        [one] { $count } jednostka
        [few] { $count } jednostki
        [many] { $count } jednostek
       *[other] { $count } jednostki
    }

## Nothing yet

earnings-first = Tu pojawią się twoje pierwsze zarobki
earnings-first-what = Każda godzina dostaje kolumnę: ile przyniosła, ile z tego zabrał prąd i ile zostało dla ciebie. Pierwsza pojawi się, gdy tylko zostanie ukończona pierwsza porcja pracy.
earnings-none-day = Dziś jeszcze nic nie zarobiono.
earnings-none-week = W ostatnich 7 dniach nic nie zarobiono.
earnings-none-month = W ostatnich 30 dniach nic nie zarobiono.
earnings-none-what = Kolumna tej godziny pojawi się z następną ukończoną porcją pracy.
earnings-see-all = Pokaż całość

## Export

earnings-export = Eksport
earnings-export-csv = CSV, wiersz na każde zadanie
earnings-export-json = JSON, z jednostkami i pokwitowaniami
earnings-exported =
    { $count ->
        [one] Zapisano { $count } zadanie w { $path }
        [few] Zapisano { $count } zadania w { $path }
        [many] Zapisano { $count } zadań w { $path }
       *[other] Zapisano { $count } zadania w { $path }
    }
earnings-reveal = Pokaż w folderze
