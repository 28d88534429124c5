# The page "Network".

network-reach = Czy inni mogą dotrzeć do tego komputera?
network-reach-unknown = Jeszcze nie wiadomo
network-reach-unknown-about = Peery dostały prośbę o próbę połączenia. Po starcie trwa to kilka minut.
network-reach-direct = Bezpośrednio
network-reach-direct-about = Peer połączył się przez { $address }. Nic więcej nie trzeba robić.
network-reach-relayed = Przez przekaźnik
network-reach-relayed-about = Nie widać, żeby komuś udało się połączyć z zewnątrz, więc inni wywołują ten komputer przez { $through }. Małe prace przychodzą tą drogą; większe wymagają bezpośredniego połączenia, które jest stamtąd próbowane.
network-reach-punched = Wywołania, które stały się połączeniami bezpośrednimi: { $punched } z ostatnich { $tries }.
network-reach-outgoing-only = Tylko wychodzące
network-reach-outgoing-only-about = Nie widać, żeby komuś udało się połączyć z zewnątrz. Praca i tak przychodzi połączeniami, które ten komputer nawiązuje sam. Port przekierowany na routerze do tego komputera albo włączone w nim UPnP sprawią, że dotrze do ciebie więcej peerów.
network-no-relay-not-wanted = O przekaźnik się nie prosi: tak mówi ustawienie.
network-no-relay-not-offered = Żaden z węzłów indeksowych nie przekazuje wywołań.
network-no-relay-full = Zapytany przekaźnik nie ma już miejsca; zostanie zapytany ponownie.
network-no-relay-asking = Trwa pytanie przekaźnika.
network-no-relay-failed = Zapytany przekaźnik odmawia albo nie odpowiada, jak powinien; próbowany jest inny albo ten ponownie.
network-reach-alone = Bez połączeń
network-reach-alone-about = Nikt nie jest połączony ({ $what }). Sprawdź połączenie z internetem i to, czy w ustawieniach podano węzły indeksowe.

network-node = Ten węzeł
network-addresses = Nasłuchuje na
network-relays-for = Inni, których można wywołać przez ten komputer: { $count }.

network-market = Ceny teraz
network-market-none = Nikt teraz nie oferuje renderowania.
network-market-alone = Nikt inny teraz nie oferuje renderowania.
network-market-rank =
    { $total ->
        [one] { $cheaper ->
            [0] Drugi wykonawca chce tyle samo co ty albo mniej.
           *[other] Chcesz mniej niż drugi wykonawca.
        }
        [few] Chcesz mniej niż { $cheaper } z { $total } innych wykonawców.
        [many] Chcesz mniej niż { $cheaper } z { $total } innych wykonawców.
       *[other] Chcesz mniej niż { $cheaper } z { $total } innych wykonawców.
    }
network-market-off = Niczego teraz nie oferujesz.
network-market-axis-price = Kredyty za miliard próbek
network-market-axis-speed = Próbki na sekundę
network-market-mine = twoja
network-market-free = wolny
network-market-busy = zajęty
network-market-provider = Wykonawca
network-market-device = Urządzenie
network-market-price = Cena
network-market-speed = Prędkość
network-market-state = Stan
network-market-chart = Cena każdego wykonawcy na tle jego prędkości

network-peers = Peery
network-peers-none = Nikt nie jest połączony.
network-peer = Peer
network-address = Adres
network-transport = Przez
network-rtt = Opóźnienie

network-records = Co dała wspólna praca
network-records-none = Jeszcze z nikim nie było wspólnej pracy.
network-records-about = Według twoich własnych ksiąg; nikt inny tego nie widzi.
network-record-worked = ty dla nich
network-record-bought = oni dla ciebie
network-record-side = Kto dla kogo
network-record-jobs = Zadania
network-record-paid = Zapłacone jedn.
network-record-failed = Nieudane jedn.
network-record-gross = Wartość
network-record-last = Ostatnio
