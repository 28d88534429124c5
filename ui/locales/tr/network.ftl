# The page "Network".

network-reach = Başkaları bu bilgisayara ulaşabiliyor mu?
network-reach-unknown = Henüz bilinmiyor
network-reach-unknown-about = Eşlerden denemeleri isteniyor. Başlangıçtan sonra birkaç dakika sürer.
network-reach-direct = Doğrudan
network-reach-direct-about = Bir eş şu adresten ulaştı: { $address }. Yapılacak bir şey yok.
network-reach-relayed = Bir aktarıcı üzerinden
network-reach-relayed-about = Dışarıdan ulaşabilen kimse görülmedi; bu yüzden başkaları bu bilgisayarı { $through } üzerinden çağırıyor. Küçük işler bu yoldan gelir; büyükler oradan denenen doğrudan bağlantıyı gerektirir.
network-reach-punched = Doğrudan bağlantıya dönüşen çağrılar: son { $tries } çağrıdan { $punched }.
network-reach-outgoing-only = Yalnızca giden
network-reach-outgoing-only-about = Dışarıdan ulaşabilen kimse görülmedi. İş, bu bilgisayarın kendi kurduğu bağlantılarla yine gelir. Yönlendiricinin bu bilgisayara yönlendirdiği bir port ya da yönlendiricide açık UPnP, sana daha çok eşin ulaşmasını sağlar.
network-no-relay-not-wanted = Aktarıcı istenmiyor: bir ayar öyle diyor.
network-no-relay-not-offered = Dizin düğümlerinin hiçbiri çağrı aktarmıyor.
network-no-relay-full = Sorulan aktarıcıda yer kalmamış; yeniden sorulacak.
network-no-relay-asking = Bir aktarıcıya soruluyor.
network-no-relay-failed = Sorulan aktarıcı reddediyor ya da gerektiği gibi yanıt vermiyor; başka biri ya da aynısı yeniden denenir.
network-reach-alone = Yalnız
network-reach-alone-about = Bağlı kimse yok ({ $what }). İnternet bağlantısını ve ayarlarda dizin düğümü yazılı olup olmadığını kontrol et.

network-node = Bu düğüm
network-addresses = Dinlediği adresler
network-relays-for = Bu bilgisayar üzerinden çağrılabilenler: { $count }.

network-market = Şu anki fiyatlar
network-market-none = Şu anda render sunan kimse yok.
network-market-alone = Şu anda render sunan başka kimse yok.
network-market-rank =
    { $total ->
        [one] { $cheaper ->
            [0] Diğer sağlayıcı seninle aynı fiyatı ya da daha azını istiyor.
           *[other] Diğer sağlayıcıdan daha az istiyorsun.
        }
       *[other] Diğer { $total } sağlayıcının { $cheaper } tanesinden daha az istiyorsun.
    }
network-market-off = Şu anda bir şey sunmuyorsun.
network-market-axis-price = Bir milyar örnek için kredi
network-market-axis-speed = Saniyede örnek
network-market-mine = seninki
network-market-free = boşta
network-market-busy = meşgul
network-market-provider = Sağlayıcı
network-market-device = Aygıt
network-market-price = Fiyat
network-market-speed = Hız
network-market-state = Durum
network-market-chart = Her sağlayıcının hızına göre fiyatı

network-peers = Eşler
network-peers-none = Bağlı kimse yok.
network-peer = Eş
network-address = Adres
network-transport = Taşıma
network-rtt = Gidiş dönüş

network-records = Birlikte yapılan işlerin sonucu
network-records-none = Henüz kimseyle iş yapılmadı.
network-records-about = Kendi kayıt defterinden gelir, başka kimse görmez.
network-record-worked = sen onlar için çalıştın
network-record-bought = onlar senin için çalıştı
network-record-side = Kim kimin için
network-record-jobs = İş
network-record-paid = Ödenen birim
network-record-failed = Başarısız birim
network-record-gross = Değer
network-record-last = Son
