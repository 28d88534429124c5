# What was found on this PC and what to do about it, and why a setting cannot have a value.
# Names and reasons come from drivers, systems and files, and stand where they are put.

## What was found

found-later = Nie wszystko zostało jeszcze sprawdzone; potrwa to kilka sekund.
found-adapter-software = Pracę wykonywałby { $name }, czyli oprogramowanie: nie znaleziono karty. Zainstaluj sterownik karty.
found-adapter-broken = Sterownik grafiki zawodzi. Zaktualizuj go i uruchom Idlewatt ponownie.
found-adapter-missing = Nie znaleziono karty graficznej zdolnej do obliczeń. Zainstaluj jej sterownik.
found-adapter-wanted = Żadna karta graficzna nie nazywa się { $name }, jak żądają ustawienia. Podaj inną albo żadną.
found-adapter-unmeasured = Karta została znaleziona, ale nie zmierzona. Uruchom Idlewatt ponownie.
found-card-simulated = Odczyty karty { $name } odgrywa skrypt, do testów.
found-card-doubts = { $name } podaje wartości, które nie mogą być prawdziwe; są pomijane. Jeśli tak zostanie, uruchom komputer ponownie albo zaktualizuj sterownik.
found-meters-failed = Karta nie daje odczytów, a bez nich nie ma pracy. Zaktualizuj sterownik.
found-meters-absent = Żadna karta nie podaje obciążenia, mocy ani temperatury: moc i energia są przyjęte, nie zmierzone.
found-programs-unseen = Nie widać uruchomionych programów, a nie widząc, kiedy zaczyna się gra, Idlewatt nie pracuje.
found-source-failed = Nie można odczytać: { $name }. To, co by podawało, nie jest brane pod uwagę.
found-settings-unreadable = Nie można odczytać pliku ustawień. Popraw dostęp do niego i uruchom Idlewatt ponownie.
found-settings-aside = Niektóre ustawienia były błędne. To, co było poprawne, obowiązuje: ustaw resztę i znów zezwól na pracę. Stary plik zachowano jako { $path }.
found-listening-nowhere = Ten komputer nie nasłuchuje pod żadnym adresem. Sprawdź ustawienia sieci i zaporę.
found-index-unset = Nie podano węzła indeksu: nikt nie znajdzie tego komputera ani on nikogo. Wpisz go w ustawieniach.
found-index-silent = Żaden węzeł indeksu nie odpowiada (podano: { $count }). Sprawdź sieć i ich adresy.
found-books-wrong = Księgi się nie zgadzają. Zachowaj kopię ledger.sqlite3 i zgłoś to.
found-books-unread = Nie można odczytać ksiąg. Sprawdź dysk i uruchom Idlewatt ponownie.

## What is wrong with a setting

fault-unknown = Nie ma takiego ustawienia.
fault-switch = Oczekiwano true albo false.
fault-whole = Oczekiwano liczby całkowitej.
fault-range = Oczekiwano wartości od { $least } do { $most }.
fault-range-or-zero = Oczekiwano wartości od { $least } do { $most } albo 0.
fault-money = Oczekiwano kredytów od 0 do { $most }, na przykład { $example }.
fault-energy = Oczekiwano kilowatogodzin z najwyżej trzema miejscami po przecinku, na przykład { $example }.
fault-word = Oczekiwano jednego z: { $words }.
fault-nodes = Oczekiwano nazw węzłów po 64 znaki.
fault-many = Oczekiwano najwyżej { $most } pozycji.
fault-hours = „{ $text }” to nie dni i godziny.
fault-band = „{ $text }” to nie dni, godziny i cena.
fault-sources = Ceny nie mogą podawać jednocześnie plik i polecenie.
fault-address = Oczekiwano adresu zaczynającego się od https://.
fault-spoken = Ten język nie jest tu znany.
fault-unfit = Nie można tego odczytać: { $what }
fault-unwritten = Nie można użyć pliku ustawień: { $what }
