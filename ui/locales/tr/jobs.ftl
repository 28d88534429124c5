# Jobs: what was done for whom, what it paid, how it was checked; and what was refused.

jobs-done = İşler
jobs-refused = Bilgisayarım neden hayır dedi
jobs-views = Listelenenler

## The list

jobs-list = İşler, en yenisi üstte. Ok tuşlarıyla satırlar arasında gezilir, Enter birini açar.
jobs-when = Zaman
jobs-what = İş
jobs-with = Kiminle
jobs-size = Birim
jobs-net = Net
jobs-money = Para
jobs-ended = Nasıl bitti
jobs-final = Kesin
jobs-paid = Ödendi
jobs-pending = { $amount } bekliyor
jobs-held = { $amount } askıda
jobs-to-pay = { $amount } ödenecek
jobs-nothing-due = Borç yok
jobs-void =
    { $count ->
        [one] { $count } birim boşa gitti
       *[other] { $count } birim boşa gitti
    }
jobs-loading-more = Daha eski işler getiriliyor…
jobs-first = İşlerin burada listelenecek
jobs-first-what = Her biri görüntüsüyle, ne ödediğiyle, ne kadar elektrik harcadığıyla ve nasıl denetlendiğiyle. İlki, biriyle bir iş için anlaşılınca görünür.
jobs-none-such = Böyle bir iş yok.

## Filters

jobs-filter = Yalnızca şunları göster
jobs-side = Taraf
jobs-side-any = Yapılan ve satın alınan
jobs-side-provider = Başkaları için yapılan
jobs-side-requester = Başkalarından alınan
jobs-kind = İş türü
jobs-kind-any = Bütün türler
jobs-peer = Kiminle
jobs-peer-any = Herkes
jobs-clear = Temizle

## One job

jobs-not-found = Bu iş kayıt defterinde yok.
jobs-picture = Son görüntü: { $title }
jobs-left = Elektrikten sonra kalan
jobs-cost = Tutar
jobs-per-unit = Birim başına net
jobs-per-unit-cost = Birim başına tutar
jobs-facts = Bilgiler
jobs-requester = Talep eden
jobs-provider = Sağlayıcı
jobs-agreed = Anlaşma
jobs-last-entry = Son kayıt
jobs-took = Kartta geçen süre
jobs-number = İş
jobs-copy-id = Kopyala: { $id }
jobs-only-peer = Yalnızca onunla olan işler

## Units and how they were checked

jobs-units-newest = Yalnızca en yeni { $count } birim listeleniyor.
jobs-units-table = Tek tek birimler
jobs-unit-when = Son kayıt
jobs-unit-state = Durum
jobs-unit-worth = Değer
jobs-unit-time = Kartta geçen süre
jobs-unit-started = elde
jobs-unit-pending = teslim edildi
jobs-unit-final = denetlendi ve ödendi
jobs-unit-void = boşa gitti
jobs-checked = Nasıl denetlendi
jobs-checked-final =
    { $count ->
        [one] { $count } birim talep eden tarafından kabul edildi ve imzalı bir makbuzla ödendi.
       *[other] { $count } birim talep eden tarafından kabul edildi ve imzalı bir makbuzla ödendi.
    }
jobs-checked-final-bought =
    { $count ->
        [one] { $count } birim burada denetlendi, kabul edildi ve ödendi.
       *[other] { $count } birim burada denetlendi, kabul edildi ve ödendi.
    }
jobs-checked-pending =
    { $count ->
        [one] { $count } birim teslim edildi; talep edenin bir sonraki makbuzu bunu karşılar.
       *[other] { $count } birim teslim edildi; talep edenin bir sonraki makbuzu bunları karşılar.
    }
jobs-checked-held =
    { $count ->
        [one] { $count } birim teslim edildi, ama son makbuz hiç gelmedi. Bu talep eden geri gelince ödenir.
       *[other] { $count } birim teslim edildi, ama son makbuz hiç gelmedi. Bu talep eden geri gelince ödenirler.
    }
jobs-checked-pending-bought =
    { $count ->
        [one] { $count } birim geldi, ödenecek.
       *[other] { $count } birim geldi, ödenecek.
    }
jobs-checked-started =
    { $count ->
        [one] { $count } birim elde.
       *[other] { $count } birim elde.
    }
jobs-checked-void =
    { $count ->
        [one] { $count } birim boşa gitti: { $why }.
       *[other] { $count } birim boşa gitti: { $why }.
    }
jobs-checked-none = Hiçbir birim bitmedi, bu yüzden denetlenecek bir şey yoktu.

failure-preempted = bilgisayar sahibine gerekti
failure-worker-failed = işi yapan program durdu
failure-bad-scene = sahne render edilemiyor ({ $what })
failure-bad-model = model kullanılamıyor ({ $what })
failure-bad-request = istek yanıtlanamıyor ({ $what })
failure-bad-unit = anlaşılan işin parçası değildi
failure-bad-result = sonuç bildirilenle aynı değil
failure-not-finite = sonuçta sayı olmayan değerler var
failure-differs = yeniden hesaplanan pikseller farklı
failure-false-answer = yanıt, modelin söylediği değil
failure-timed-out = anlaşılandan uzun sürdü
failure-job-ended = iş ondan önce bitti

## Receipts

jobs-receipt = Makbuz
jobs-receipt-none = Henüz makbuz gelmedi.
jobs-receipt-none-held = Hiç makbuz gelmedi.
jobs-receipt-covers =
    { $count ->
        [one] { $count } birim için toplam { $amount } kredi
       *[other] { $count } birim için toplam { $amount } kredi
    }
jobs-receipt-signed = İmzalayan { $payer }, { $when }
jobs-signature = İmza
jobs-copy-signature = İmzanın tamamını kopyala
jobs-copy-receipt = JSON olarak kopyala
jobs-older-receipts =
    { $count ->
        [one] { $count } eski makbuz
       *[other] { $count } eski makbuz
    }

## The owner's word

jobs-owner = Söz senin
jobs-block = Bu talep edeni engelle
jobs-unblock = Bu talep eden için yeniden çalış
jobs-blocked = { $node } engellendi: artık hiçbir işi alınmıyor.
jobs-unblocked = Engel kalktı, işleri yeniden alınıyor: { $node }.
jobs-refuse-kind = Bu iş türünü reddet
jobs-accept-kind = Bu iş türünü yeniden al
jobs-last-kind = Aldığın tek iş türü bu. Hiç iş almamak için ayarlardan başkaları için çalışmayı kapat.
jobs-kind-refused = Artık alınmıyor: { $kind }.
jobs-kind-accepted = Yeniden alınıyor: { $kind }.

## Why my PC said no

jobs-refusals-what = Bu bilgisayarın son zamanlarda geri çevirdiği teklifler ve nedenleri. Hayır demek sana bir şeye mal olmaz, itibarını da zedelemez.
jobs-refusals-none = Son zamanlarda geri çevrilen bir şey yok
jobs-refusals-none-what = Bir teklif sınırlarına uymuyorsa ya da elektriğini karşılamıyorsa, nedeniyle birlikte burada listelenir.
jobs-refusals-asked = İsteyen: { $node }
jobs-refusals-sum = Hesap, bir milyar örnek için
jobs-refusals-offered = Teklif edilen
jobs-refusals-wear = Yıpranma
jobs-refusals-short = Eksik kalan
refusal-not-idle = Bilgisayar boşta değildi: kullanıyordun ya da duraklatmıştın.
refusal-busy = Başka bir işle meşguldü.
refusal-below-floor = Teklif düşüktü. { $floor } kredi olsa alınırdı.
refusal-no-model = O model yok ya da başkalarına açık değil.
refusal-too-large = İşe gereken bellek { $needs }, izin verdiğin { $allowed }.
refusal-invalid = İşin tanımı anlamsız: { $what }.
refusal-unknown = Teklifin süresi dolmuştu.
refusal-bad-signature = Bir imza geçerli değildi.
refusal-no-provider = Başkaları için çalışma kapalı.
refusal-blocked = Bu talep edeni engelledin.
refusal-kind = Bu iş türünü almıyorsun: { $kind }.
refusal-mature = Herkese uygun olmayabilir ve sen bu türden iş almıyorsun.
refusal-unpaid = Bu talep edenin önceki işlerden { $owed } kredi borcu var.
