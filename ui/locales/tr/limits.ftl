# Limits: what the owner allows, and what that comes to. Presets and estimates are also part of the first run.

## What the limits come to

limits-comes = Sınırlarının sonucu
comes-coming = Hesaplanıyor…
comes-unknown = Bu bilgisayar hakkında henüz bir şey bilinmiyor. Ölçüm yapılınca bir tahmin olur.
comes-unit = kredi / gün
comes-after = elektrik ve kartın yıpranması düşülünce
comes-range = { $low } ile { $high } arasında bir yerde.
comes-hours = Günlük çalışma süresi: { $hours }.
comes-loss = Bu sınırlarla elektrik ve yıpranma, işin getirdiğinden fazlasına mal oluyor. Idlewatt maliyetinin altında iş almaz.
comes-rests = Bu bir tahmin, söz değil. Varsayımlar:
rests-demand = İş bulunan zamanın payı { $share }; bunu henüz kimse bilmiyor.
rests-demand-measured = İş bulunan zamanın payı { $share }, burada son günlerde olduğu gibi.
rests-presence = Bu bilgisayar günde { $time } kullanılıyor.
rests-presence-measured = Bu bilgisayar günde { $time } kullanılıyor, son günlerde olduğu gibi.
rests-awake = Bu bilgisayar günde { $time } açık, son günlerde olduğu gibi.
rests-tariff = Bir kilovatsaat { $price } kredi.
rests-tariff-mean = Bir kilovatsaat senin saatlerinde ortalama { $price } kredi.
rests-power = İş, boştaki çekişe { $power } ekliyor, bu tür kartlarda olduğu gibi.
rests-power-measured = İş, boştaki çekişe { $power } ekliyor, bu kartın sensörü böyle ölçtü.
rests-own-price = İş senin istediğin fiyattan ödeniyor, çünkü burada başkalarının teklifleri bilinmiyor.
effect-costs = Günde { $amount } krediyi kazanmadan bırakır.
effect-saves = Günde { $amount } kredi tasarruf ettirir.
outcome = Bir gün { $net } kredi getirirdi.
outcome-same = Bir gün { $net } kredi getirirdi, şimdiki gibi.
outcome-less = Bir gün { $net } kredi getirirdi, şimdikinden { $less } eksik.
outcome-more = Bir gün { $net } kredi getirirdi, şimdikinden { $more } fazla.

## Presets

limits-presets = Başlamak için üç yol
preset-quiet-nights = Sessiz geceler
preset-quiet-nights-says = Sen uyurken çalışır, serin ve sessiz.
preset-when-away = Ben yokken
preset-when-away-says = Bilgisayara bir süre kimse dokunmayınca çalışır.
preset-everything = Her fırsatta
preset-everything-says = Çalışabildiği her an çalışır, oyunların için yine durur.
preset-chosen = Kullanımda
preset-net = Günde yaklaşık { $net } kredi
preset-unknown = Henüz tahmin yok
preset-used = { $name }: şimdi bu sınırlar geçerli.
presets-own = Sınırlar sana özel: bu üçünden hiçbiri değil.
says-present-stop = Sen buradayken durur
says-present-light = Sen buradayken hafifçe sürer, kart payı { $share }
says-present-full = Sen buradayken de sürer
says-idle =
    { $minutes ->
        [one] { $minutes } dakika hareketsizlikten sonra başlar
       *[other] { $minutes } dakika hareketsizlikten sonra başlar
    }
says-idle-light =
    { $minutes ->
        [one] { $minutes } dakika hareketsizlikten sonra tam hızda
       *[other] { $minutes } dakika hareketsizlikten sonra tam hızda
    }
says-screenless = Ekran bağlı olmayan kartta her zaman
says-most = En fazla { $most }
says-fan = Fan en fazla { $most }
says-share = Kartın zamanından en fazla { $share }
says-hours-per-day =
    { $hours ->
        [one] Günde en fazla { $hours } saat
       *[other] Günde en fazla { $hours } saat
    }
says-cost-per-day = Günde en fazla { $most } kredilik elektrik
says-tariff-most = Kilovatsaat en fazla { $most } krediyken
says-battery = Pildeyken de
says-metered = Kotalı bağlantıda da

## Parts of the page

limits-sections = Bu sayfadaki sınırlar
limits-when = Ne zaman
limits-hard = Ne kadar sıkı
limits-daily = Günde ne kadar
limits-electricity = Elektrik ve fiyat
limits-games = Oyunlar ve programlar
limits-accepted = Neler kabul edilir
limits-cards = Tek tek kartlar
no-limit = Sınır yok
as-for-all = Hepsindeki gibi
add = Ekle
add-named = Ekle: { $name }
remove = Kaldır
remove-named = Kaldır: { $name }
unit-minutes =
    { $count ->
        [one] dakika
       *[other] dakika
    }
unit-seconds = saniye
unit-per-kwh = / kWh
unit-kwh = kWh
unit-per-hour = / saat

## Hours

hours-title = Haftanın saatleri
hours-about = Çalışmaya izin verdiğin saatleri boya. Tıkla ya da sürükle; bütün satır veya sütun için bir güne ya da saate tıkla.
hours-always = Her saat
hours-daily = Her gün
hours-days = { $first }–{ $last }
hours-span = { $days } { $from }–{ $to }
hours-whole = { $days }, bütün gün
hours-in-week = Haftada { $hours }
hours-allow-all = Her saate izin ver
week-grid = Haftada çalışmaya izin verilen saatler
week-all = Bütün hafta
week-part = { $day } { $hour }, bu saatin bir bölümü
week-nothing-left = Bir saat kalmalı. İşi tümüyle durdurmak için duraklat ya da ayarlardan başkaları için çalışmayı kapat.
week-by-hand = Bazı saatler tam saatte başlamıyor ya da bitmiyor: biri onları elle yazmış. Boyamadığın yerlerde oldukları gibi kalırlar.
week-round = Tam saatlerle değiştir
week-keys = Klavyeyle: oklar gezdirir, boşluk tuşu boyar ya da siler, Shift ile oklar bir aralığı boyar.

## While somebody is here

present-title = Sen buradayken
present-about = Ne seçersen seç, oyunlar ve listelediğin programlar her zaman önce gelir.
present-stop = Dur
present-stop-about = Sen gidene kadar hiçbir iş yapılmaz.
present-light = Hafifçe sürsün
present-light-about = Kartın bir payı, masaüstü akıcı kalsın diye çok kısa parçalar halinde.
present-full = Tam sürsün
present-full-about = Burada olup olmaman fark etmez.
light-share-title = Sen buradayken kart payı
light-share-about = Ne kadar azsa, geri kalan her şey o kadar akıcı olur.
idle-title = Gitmiş sayılma süresi
idle-about = Fare, klavye ya da oyun kolu kullanılmadan geçen süre. 0 ise burada olup olmaman fark etmez.
screenless-title = Ekransız kart çalışmayı sürdürür
screenless-about = Sen buradayken, ekran bağlı olmayan ikinci bir kart çalışmaya devam edebilir.
battery-title = Pildeyken çalış
battery-about = Kapalıysa iş, bilgisayar fişe takılana kadar bekler.
metered-title = Kotalı bağlantıda çalış
metered-about = Kapalıysa iş, bağlantı kotalıyken bekler; örneğin telefonun bağlantısında.

## How hard

hard-no-meters = Buradaki hiçbir kart gücünü, sıcaklığını ya da fanını bildirmiyor. Sınırlar, bildiren bir kart gelene dek saklanır.
watts-title = Watt
watts-about = Kartın çekebileceği güç, bir dakikanın ortalaması.
watts-about-range = Kartın çekebileceği güç, bir dakikanın ortalaması. Bu kart { $least } ile { $most } arasında tutulabilir.
takes-now = Şu an { $now } çekiyor
is-now = Şu an { $now }
turns-now = Şu an { $now } hızla dönüyor
degrees-title = Sıcaklık
degrees-about = Bunun üstünde iş, kart soğuyana kadar bekler.
fan-title = Fan
fan-about = Fan daha hızlı dönmeden önce iş yavaşlar, böylece oda sessiz kalır.
share-title = Kartın zaman payı
share-about = Tamamından azı, iş parçaları arasında molalar bırakır.
memory-title = Bir iş için bellek
memory-about = Kart belleğinden daha fazlasını isteyen işler alınmaz.
card-limit-title = Kartın kendi güç sınırını kullan
card-limit-about = Sistem izin veriyorsa watt sınırını sürücü tutar; bu daha az hız kaybettirir. Sonra eski haline döner.
cards-about = Bir kartın kendine ait sınırları olabilir. Orada ayarlanmayanlar hepsindeki gibidir.
card-back = Bütün sınırlar
card-works-title = Bu kart çalışır
card-works-about = Kapalıysa başkaları için hiç kullanılmaz.
card-unseen = { $name } şu an bu bilgisayarda yok ya da görülemiyor. Buradaki ayarlar, geri gelince geçerli olur.

## How much a day

day-hours-title = Çalışma saati
day-hours-about = Dolunca iş gece yarısını bekler.
day-energy-title = Enerji
day-energy-about = İşin, boştaki çekişin üstünde harcadığı.
day-cost-title = Elektrik parası
day-cost-about = Bu enerjinin en fazla tutabileceği.

## Electricity and price

tariff-title = Kilovatsaat fiyatı
tariff-about = Elektrik faturanda yazar; vergiler dahil tamamı sayılır. Bir kredi, bir ABD doları olarak hesaplanır.
tariff-about-now = Elektrik faturanda yazar; vergiler dahil tamamı sayılır. Şu an geçerli olan: { $now } kredi.
tariff-elsewhere = Fiyatın kaynağı: { $source }. Oradan bilgi gelmezse buradaki geçerlidir.
bands-title = Bazı saatlerde başka fiyat
bands-about = Gün içinde değişen tarifeler için. Uyan ilk satır geçerlidir.
band = { $when }: { $price } kredi
band-days = Günler
band-from = Başlangıç
band-to = Bitiş
band-price = Kilovatsaat başına fiyat
tariff-most-title = Kilovatsaat en fazla
tariff-most-about = Daha pahalıyken iş bekler.
wear-title = Kartın yıpranması
wear-about = Bir saatlik işin kartın ömründen aldığı. Kabul ettiğin en düşük fiyata dahildir.
margin-title = Kâr payı
margin-about = Elektrik ve yıpranmanın üstüne istediğin.

## Games and programs

programs-title = Önce gelen programlar
programs-about = Bunlar açıkken iş yapılmaz. Bilinen kütüphanelerdeki oyunları eklemek gerekmez.
programs-none = Listede bir şey yok. Oyunlar liste olmadan da tanınır.
programs-running = { $name } çalışıyor: iş kenarda bekliyor.
program-name = Dosya adı, örneğin blender
suggestions-title = Kartta çalışırken görülenler
suggestions-about = Bunlar oyun olarak tanınmadı. İşin durması gerekiyorsa ekle.
suggestion-seen = toplam { $time }, kartta en çok { $peak }
others-title = Diğer programların kullanımı
others-about = İş durmadan önce diğer programların kartın ne kadarını kullanabileceği. Oyunlar ve yukarıdaki programlar için iş her zaman durur.
others-now = Şu anda { $now } kullanıyorlar
quiet-title = Oyundan sonra bekle
quiet-about = İşin yeniden başlaması için oyunun ne kadar önce kapanmış olması gerektiği.

## What is accepted

accept-render = 3B sahnelerin görüntüleri ve animasyonları.
accept-generate = Diskindeki dil modellerinin yanıtları.
accept-embed = Arama için sayılara dönüştürülen metinler.
accept-last = Bir iş türü kalmalı. Hepsini durdurmak için duraklat ya da ayarlardan başkaları için çalışmayı kapat.
mature-title = Herkese uygun olmayabilecek işler
mature-about = Kapalıysa, talep edenin böyle işaretlediği işler reddedilir. Başkalarının bunu doğru söyleyip söylemediğini kimse denetlemez.
blocked-title = Engellenen talep edenler
blocked-about = Onlardan hiçbir iş alınmaz.
blocked-none = Kimse engelli değil. Bir talep edeni işler sayfasında engelleyebilirsin.
unblock = Engeli kaldır
unblock-named = Engeli kaldır: { $name }
