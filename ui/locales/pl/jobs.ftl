# Jobs: what was done for whom, what it paid, how it was checked; and what was refused.

jobs-done = Zadania
jobs-refused = Dlaczego mój PC odmówił
jobs-views = Co jest na liście

## The list

jobs-list = Zadania, od najnowszych. Strzałki przechodzą od wiersza do wiersza, Enter otwiera.
jobs-when = Kiedy
jobs-what = Co
jobs-with = Z kim
jobs-size = Jednostki
jobs-net = Netto
jobs-money = Pieniądze
jobs-ended = Jak się skończyło
jobs-final = Pewne
jobs-paid = Zapłacone
jobs-pending = { $amount } w toku
jobs-held = { $amount } wstrzymane
jobs-to-pay = { $amount } do zapłaty
jobs-nothing-due = Nic do zapłaty
jobs-void =
    { $count ->
        [one] { $count } jednostka przepadła
        [few] { $count } jednostki przepadły
        [many] { $count } jednostek przepadło
       *[other] { $count } jednostki przepadło
    }
jobs-loading-more = Wczytywanie starszych zadań…
jobs-first = Tu pojawią się twoje zadania
jobs-first-what = Każde z obrazem, zapłatą, zużytym prądem i tym, jak je sprawdzono. Pierwsze pojawi się, gdy tylko praca zostanie z kimś uzgodniona.
jobs-none-such = Nie ma takiego zadania.

## Filters

jobs-filter = Pokaż tylko
jobs-side = Strona
jobs-side-any = Praca i zakupy
jobs-side-provider = Praca dla innych
jobs-side-requester = Kupione od innych
jobs-kind = Rodzaj pracy
jobs-kind-any = Każdy rodzaj
jobs-peer = Z kim
jobs-peer-any = Wszyscy
jobs-clear = Wyczyść

## One job

jobs-not-found = Tego zadania nie ma w księgach.
jobs-picture = Ostatni obraz: { $title }
jobs-left = Zostało, po odjęciu prądu
jobs-cost = Koszt
jobs-per-unit = Netto za jednostkę
jobs-per-unit-cost = Koszt jednostki
jobs-facts = Dane
jobs-requester = Zleceniodawca
jobs-provider = Wykonawca
jobs-agreed = Uzgodniono
jobs-last-entry = Ostatni wpis
jobs-took = Czas na karcie
jobs-number = Zadanie
jobs-copy-id = Kopiuj { $id }
jobs-only-peer = Tylko zadania z tym węzłem

## Units and how they were checked

jobs-units-newest = Najnowsze jednostki na liście: { $count }. Starszych tu nie ma.
jobs-units-table = Poszczególne jednostki
jobs-unit-when = Ostatni wpis
jobs-unit-state = Stan
jobs-unit-worth = Wartość
jobs-unit-time = Czas na karcie
jobs-unit-started = w toku
jobs-unit-pending = oddana
jobs-unit-final = sprawdzona i zapłacona
jobs-unit-void = przepadła
jobs-checked = Jak to sprawdzono
jobs-checked-final =
    { $count ->
        [one] Zleceniodawca przyjął { $count } jednostkę i zapłacił za nią podpisanym pokwitowaniem.
        [few] Zleceniodawca przyjął { $count } jednostki i zapłacił za nie podpisanym pokwitowaniem.
        [many] Zleceniodawca przyjął { $count } jednostek i zapłacił za nie podpisanym pokwitowaniem.
       *[other] Zleceniodawca przyjął { $count } jednostki i zapłacił za nie podpisanym pokwitowaniem.
    }
jobs-checked-final-bought =
    { $count ->
        [one] { $count } jednostkę sprawdzono tutaj, przyjęto i zapłacono.
        [few] { $count } jednostki sprawdzono tutaj, przyjęto i zapłacono.
        [many] { $count } jednostek sprawdzono tutaj, przyjęto i zapłacono.
       *[other] { $count } jednostki sprawdzono tutaj, przyjęto i zapłacono.
    }
jobs-checked-pending =
    { $count ->
        [one] Oddano { $count } jednostkę; obejmie ją następne pokwitowanie zleceniodawcy.
        [few] Oddano { $count } jednostki; obejmie je następne pokwitowanie zleceniodawcy.
        [many] Oddano { $count } jednostek; obejmie je następne pokwitowanie zleceniodawcy.
       *[other] Oddano { $count } jednostki; obejmie je następne pokwitowanie zleceniodawcy.
    }
jobs-checked-held =
    { $count ->
        [one] Oddano { $count } jednostkę, ale ostatnie pokwitowanie nie przyszło. Zapłata przyjdzie, gdy ten zleceniodawca wróci.
        [few] Oddano { $count } jednostki, ale ostatnie pokwitowanie nie przyszło. Zapłata przyjdzie, gdy ten zleceniodawca wróci.
        [many] Oddano { $count } jednostek, ale ostatnie pokwitowanie nie przyszło. Zapłata przyjdzie, gdy ten zleceniodawca wróci.
       *[other] Oddano { $count } jednostki, ale ostatnie pokwitowanie nie przyszło. Zapłata przyjdzie, gdy ten zleceniodawca wróci.
    }
jobs-checked-pending-bought =
    { $count ->
        [one] { $count } jednostka dotarła i czeka na zapłatę.
        [few] { $count } jednostki dotarły i czekają na zapłatę.
        [many] { $count } jednostek dotarło i czeka na zapłatę.
       *[other] { $count } jednostki dotarło i czeka na zapłatę.
    }
jobs-checked-started =
    { $count ->
        [one] { $count } jednostka jest w toku.
        [few] { $count } jednostki są w toku.
        [many] { $count } jednostek jest w toku.
       *[other] { $count } jednostki jest w toku.
    }
jobs-checked-void =
    { $count ->
        [one] { $count } jednostka przepadła: { $why }.
        [few] { $count } jednostki przepadły: { $why }.
        [many] { $count } jednostek przepadło: { $why }.
       *[other] { $count } jednostki przepadło: { $why }.
    }
jobs-checked-none = Nie ukończono żadnej jednostki, więc nie było czego sprawdzać.

failure-preempted = właściciel potrzebował komputera
failure-worker-failed = program wykonujący pracę się zatrzymał
failure-bad-scene = nie można wyrenderować sceny ({ $what })
failure-bad-model = nie można użyć modelu ({ $what })
failure-bad-request = nie można odpowiedzieć na żądanie ({ $what })
failure-bad-unit = nie było to częścią umowy
failure-bad-result = wynik nie jest tym, co zapowiedziano
failure-not-finite = w wyniku są wartości, które nie są liczbami
failure-differs = ponownie obliczone piksele się różnią
failure-false-answer = odpowiedź nie jest tym, co mówi model
failure-timed-out = trwało to dłużej, niż uzgodniono
failure-job-ended = zadanie skończyło się wcześniej

## Receipts

jobs-receipt = Pokwitowanie
jobs-receipt-none = Nie ma jeszcze pokwitowania.
jobs-receipt-none-held = Pokwitowanie nigdy nie przyszło.
jobs-receipt-covers =
    { $count ->
        [one] Łącznie { $amount } kredytu za { $count } jednostkę
        [few] Łącznie { $amount } kredytu za { $count } jednostki
        [many] Łącznie { $amount } kredytu za { $count } jednostek
       *[other] Łącznie { $amount } kredytu za { $count } jednostki
    }
jobs-receipt-signed = Podpis: { $payer }, { $when }
jobs-signature = Podpis
jobs-copy-signature = Kopiuj cały podpis
jobs-copy-receipt = Kopiuj jako JSON
jobs-older-receipts =
    { $count ->
        [one] { $count } starsze pokwitowanie
        [few] { $count } starsze pokwitowania
        [many] { $count } starszych pokwitowań
       *[other] { $count } starszego pokwitowania
    }

## The owner's word

jobs-owner = Ty decydujesz
jobs-block = Zablokuj tego zleceniodawcę
jobs-unblock = Znów pracuj dla tego zleceniodawcy
jobs-blocked = Zablokowano { $node }: żadne zadania stamtąd nie będą już przyjmowane.
jobs-unblocked = Zadania od { $node } są znów przyjmowane.
jobs-refuse-kind = Odrzucaj ten rodzaj pracy
jobs-accept-kind = Znów przyjmuj ten rodzaj pracy
jobs-last-kind = To jedyny rodzaj, który przyjmujesz. Żeby nie przyjmować żadnego, wyłącz pracę dla innych w ustawieniach.
jobs-kind-refused = { $kind }: już nie przyjmowane.
jobs-kind-accepted = { $kind }: znów przyjmowane.

## Why my PC said no

jobs-refusals-what = Oferty, które ten PC ostatnio odrzucił, i dlaczego. Odmowa nic cię nie kosztuje i nie szkodzi niczyjej reputacji.
jobs-refusals-none = Ostatnio niczego nie odrzucono
jobs-refusals-none-what = Gdy oferta nie mieści się w twoich limitach albo nie pokryłaby kosztu prądu, trafia tu razem z powodem.
jobs-refusals-asked = Od { $node }
jobs-refusals-sum = Rachunek za miliard próbek
jobs-refusals-offered = Oferta
jobs-refusals-wear = Zużycie
jobs-refusals-short = Brakuje
refusal-not-idle = Komputer nie był wolny: był używany albo trwała pauza.
refusal-busy = Zajmował się innym zadaniem.
refusal-below-floor = Oferta była za niska. Do przyjęcia byłaby za { $floor } kredytu.
refusal-no-model = Nie ma tego modelu albo nie udostępnia go innym.
refusal-too-large = Zadanie wymaga { $needs } pamięci, a pozwalasz na { $allowed }.
refusal-invalid = Opis zadania nie ma sensu: { $what }.
refusal-unknown = Oferta wygasła.
refusal-bad-signature = Podpis był nieważny.
refusal-no-provider = Praca dla innych jest wyłączona.
refusal-blocked = Ten zleceniodawca jest u ciebie zablokowany.
refusal-kind = Nie przyjmujesz tego rodzaju pracy: { $kind }.
refusal-mature = To może być praca nie dla każdego, a takiej nie przyjmujesz.
refusal-unpaid = Ten zleceniodawca wciąż jest winien { $owed } kredytu za wcześniejszą pracę.
