# The first page, and the compact window by the tray.

today-net = Bugün, elektrikten sonra
net-today-of = { $gross } kazanç, { $electricity } elektrik
week = Son 7 gün
all-time = Tümü
see-earnings = Bütün kazanç
first-week = Bu ilk haftan olacak
first-week-may = Sınırlarınla bir gün, elektrik ve aşınmadan sonra yaklaşık { $net } kredi getirebilir: { $low } ile { $high } arasında bir yerde.

## What changes next

next-resumes = Devam: { $when }.
next-changes = Kendiliğinden değişir: { $when }.

## The job in hand

job-in-hand = Eldeki iş
no-job = Elde iş yok
no-job-ready = Biri isteyince sıradaki iş kendiliğinden başlar.
no-job-waiting = Önünde bir engel kalmayınca iş kendiliğinden başlar.
picture-coming = Görüntü, render alındıkça belirir.
picture-so-far = Şimdiye kadarki görüntü: { $title }
tokens-flowing = Okunan ve üretilen token’lar. Ne dedikleri talep edeni ilgilendirir.
tokens-per-second = saniyede { $tokens } token
this-unit = Bu birim
units-done = Biten birim
worth = Şu ana kadarki değeri
hour-brings = Bir saat getirir
hour-brings-meaning = Ölçülen hızda, elektrikten sonra.
pays-render = Bir milyar örnek için { $price } kredi öder
pays-text = Bir milyon token için { $price } kredi öder
for-requester = Talep eden: { $node }

## The card

card = Kart
card-none = Hiçbir kart yükünü, gücünü ya da sıcaklığını bildirmiyor.
card-not-found = Ekran kartı bulunamadı.
card-not-found-advice = Kart olmadan iş işlemcide yapılır, bu da neredeyse hiç kazandırmaz. Kart varsa sürücüsü eksiktir: sürücüyü kur, sonra Idlewatt’ı yeniden başlat.
adjust-limits = Sınırları ayarla
peers =
    { $count ->
        [one] { $count } eş
       *[other] { $count } eş
    }
index-nodes =
    { $count ->
        [one] { $count } dizin düğümü
       *[other] { $count } dizin düğümü
    }
