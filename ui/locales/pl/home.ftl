# The first page, and the compact window by the tray.

today-net = Dziś, po odjęciu prądu
net-today-of = { $gross } zarobku, { $electricity } za prąd
week = Ostatnie 7 dni
all-time = Od początku
see-earnings = Wszystkie zarobki
first-week = To będzie twój pierwszy tydzień
first-week-may = Z twoimi limitami dzień może przynieść około { $net } kredytu po odjęciu prądu i zużycia: gdzieś między { $low } a { $high }.

## What changes next

next-resumes = Wznowi się: { $when }.
next-changes = Zmieni się samo: { $when }.

## The job in hand

job-in-hand = Bieżące zadanie
no-job = Brak zadania
no-job-ready = Następne zadanie zacznie się samo, gdy tylko ktoś o nie poprosi.
no-job-waiting = Praca zacznie się sama, gdy tylko nic nie będzie jej przeszkadzać.
picture-coming = Obraz pojawia się w miarę renderowania.
picture-so-far = Dotychczasowy obraz: { $title }
tokens-flowing = Tokeny odczytane i wygenerowane. Ich treść to sprawa zleceniodawcy.
tokens-per-second = { $tokens } tokenów na sekundę
this-unit = Ta jednostka
units-done = Zrobione jednostki
worth = Wartość do tej pory
hour-brings = Godzina przynosi
hour-brings-meaning = Przy zmierzonej szybkości, po odjęciu prądu.
pays-render = Płaci { $price } kredytu za miliard próbek
pays-text = Płaci { $price } kredytu za milion tokenów
for-requester = Dla { $node }

## The card

card = Karta
card-none = Żadna karta nie podaje obciążenia, mocy ani temperatury.
card-not-found = Nie znaleziono karty graficznej.
card-not-found-advice = Bez niej pracuje procesor, a to prawie nic nie przynosi. Jeśli karta jest, brakuje jej sterownika: zainstaluj go i uruchom Idlewatt ponownie.
adjust-limits = Zmień limity
peers =
    { $count ->
        [one] { $count } peer
        [few] { $count } peery
        [many] { $count } peerów
       *[other] { $count } peera
    }
index-nodes =
    { $count ->
        [one] { $count } węzeł indeksowy
        [few] { $count } węzły indeksowe
        [many] { $count } węzłów indeksowych
       *[other] { $count } węzła indeksowego
    }
