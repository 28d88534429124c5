# The page "Settings".

settings-general = Ogólne
settings-language = Język
settings-language-system = Jak w systemie ({ $name })
settings-theme = Wygląd
settings-theme-system = Jak w systemie
settings-theme-light = Jasny
settings-theme-dark = Ciemny
settings-autostart = Uruchamiaj z komputerem
settings-autostart-about = Po zalogowaniu Idlewatt uruchamia się ukryty w zasobniku.

settings-notifications = Powiadomienia
settings-notifications-about = Nieliczne, a w pierwszej minucie po starcie żadnych.
settings-notify-started = Praca się zaczyna
settings-notify-started-about = Gdy ten komputer zaczyna dla kogoś pracować.
settings-notify-stopped = Praca ustępuje
settings-notify-stopped-about = Gdy praca się zatrzymuje, bo potrzebujesz komputera.
settings-notify-paid = Wczorajsza suma
settings-notify-paid-about = Najwyżej raz dziennie: ile zostało po odjęciu prądu.
settings-notify-attention = Coś wymaga twojej uwagi
settings-notify-attention-about = Gdy praca nie jest możliwa i samo to nie minie.

settings-updates = Aktualizacje
settings-update-off = Aktualizacje nie są jeszcze nigdzie ogłaszane. Niczego się nie szuka i nic nie jest wysyłane.
settings-update-newest = To najnowsza wersja.
settings-update-looking = Szukanie nowszej wersji…
settings-update-found = Jest wersja { $version }.
settings-update-waiting = Wersja { $version } zainstaluje się, gdy tylko skończy się bieżące zadanie.
settings-update-installing = Instalowanie wersji { $version }: { $share }.
settings-update-failed = Nie udało się sprawdzić aktualizacji: { $what }
settings-update-look = Sprawdź teraz
settings-update-install = Zainstaluj w wolnej chwili
settings-update-by-itself = Sprawdzaj samodzielnie
settings-update-by-itself-about = Raz dziennie. Przyjmowane są tylko podpisane wersje, nigdy starsze, i żadne zadanie nie jest przerywane.
settings-update-endpoint = Gdzie ogłaszane są aktualizacje
settings-update-endpoint-about = Adres HTTPS. Puste: nigdzie.

settings-data = Twoje dane
settings-data-folder = Wszystko jest w jednym folderze
settings-log = Dzisiejszy log
settings-reveal = Pokaż
settings-report = Raport dla kogoś, kto ci pomaga
settings-report-about = Wersja, ustalenia, ustawienia i koniec logu. Klucze, adresy, nazwy i foldery są pominięte. Nic nie jest wysyłane: kopiujesz to samodzielnie.
settings-report-make = Zobacz raport
settings-report-copy = Kopiuj raport
settings-export = Twoje księgi jako plik
settings-export-about = Każde zadanie i jego zarobek, jako arkusz albo ze wszystkimi pokwitowaniami.
settings-trace = Odejście bez śladu
settings-trace-about = Odinstalowanie zatrzymuje wszystko i usuwa program. Zarobki i klucze zostają w folderze powyżej, dopóki ich nie usuniesz: uruchom „idlewatt remove-data”, które pokaże, co skasuje, i najpierw zapyta.

settings-roles = Role tego komputera
settings-role-provider = Praca dla innych
settings-role-provider-about = Gdy ten komputer jest bezczynny, w granicach twoich limitów.
settings-role-requester = Niech inni pracują dla mnie
settings-role-requester-about = Potrzebne na stronie „Użyj mesh”.
settings-role-index = Lista innych
settings-role-index-about = Dla komputera, który jest zawsze włączony: inni odnajdują się przez niego.

settings-advanced = Cała reszta
settings-advanced-about = Wszystkie ustawienia programu w tle pod nazwami z pliku ustawień. Zmiany działają od razu.
settings-advanced-search = Szukaj ustawień
settings-advanced-none = Żadne ustawienie się tak nie nazywa.

settings-about = O programie
settings-version = Wersja
settings-node = Ten węzeł
settings-licence = Licencja
settings-licence-value = MIT lub Apache-2.0. Czcionki to Inter, na licencji SIL Open Font License.
settings-made = Bez konta, bez portfela, bez e-maila. Nic nie jest wysyłane do twórców.
