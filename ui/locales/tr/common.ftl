# What is said on every page: what happens and why, money, measures, and the words of the frame.

name = Idlewatt

## Pages

page-home = Ana sayfa
page-earnings = Kazanç
page-limits = Sınırlar
page-jobs = İşler
page-network = Ağ
page-mesh = Mesh’i kullan
page-settings = Ayarlar
pages = Sayfalar

## What is happening, and why not more

working = Başkası için çalışıyor: { $title }.
working-untitled = Başkası için çalışıyor.
paused-until = Duraklatıldı. Devam: { $when }.
paused = Sen devam ettirene kadar duraklatıldı.
wait-role-off = Çalışmıyor: başkaları için çalışma ayarlarda kapalı.
wait-not-said = Bu bilgisayarın ne zaman çalışabileceğini henüz söylemedin.
wait-starting = Başlıyor: bu bilgisayara göz atılıyor.
wait-measuring = Bu bilgisayarın ne kadar hızlı render aldığı ölçülüyor.
wait-no-device = Çalışmıyor: hesaplama yapabilen bir ekran kartı bulunamadı.
wait-no-device-called = Çalışmıyor: ayarların istediği gibi { $name } adlı bir ekran kartı yok.
wait-card-off = Çalışmıyor: bu kart ayarlarda kapalı.
wait-program-running = Kenara çekildi: { $name } çalışıyor. Kapanınca iş devam eder.
wait-owner-present =
    { $minutes ->
        [one] Sen buradayken kenara çekildi. { $minutes } dakika hareketsizlikten sonra iş başlar.
       *[other] Sen buradayken kenara çekildi. { $minutes } dakika hareketsizlikten sonra iş başlar.
    }
wait-fullscreen = Kenara çekildi: { $name } ekranı kaplıyor.
wait-remote-use = Kenara çekildi: bu bilgisayar uzaktan kullanılıyor ({ $name }).
wait-encoding = Kenara çekildi: kart bir video kodluyor.
wait-gpu-in-use = Kenara çekildi: başka bir program GPU’yu kullanıyor ({ $percent }).
wait-memory-short = Kenara çekildi: diğer programlardan kalan kart belleği { $free }.
wait-on-battery = Bekliyor: bu bilgisayar pille çalışıyor.
wait-metered-network = Bekliyor: bağlantı kotalı, kullanıldıkça ücretleniyor.
wait-outside-hours = Dinleniyor. Saatlerin başlıyor: { $when }.
wait-no-hours = Çalışmıyor: ayarladığın saatler hiç zaman bırakmıyor.
wait-day-hours = Bugünlük tamam: çalışma saatlerin doldu. Devam: { $when }.
wait-day-energy = Bugünlük tamam: enerji sınırın doldu. Devam: { $when }.
wait-day-cost = Bugünlük tamam: elektrik için ayırdığın para bitti. Devam: { $when }.
wait-too-hot = Kartın soğuması bekleniyor: şu an { $now }, izin verdiğin en fazla { $most }.
wait-too-loud = Fanın yavaşlaması bekleniyor: şu an { $now }, izin verdiğin en fazla { $most }.
wait-limit-below-rest = Çalışmıyor: kart boştayken bile { $rest } çekiyor, izin verdiğin { $limit }.
wait-tariff-too-high = Daha ucuz elektrik bekleniyor: şu an kWh başına { $now } kredi, izin verdiğin en fazla { $most }.
wait-tariff-unknown = Bekliyor: elektriğin şu anki fiyatı öğrenilemiyor ({ $what }).
wait-going-to-sleep = Kenara çekildi: bu bilgisayar uykuya geçiyor.
wait-cooling-down = Ortalık sakin. İş başlayabilir: { $when }.
wait-no-readings-cards = Bekliyor: kartın sensörlerinden yeni değer gelmiyor ve Idlewatt körlemesine çalışmaz.
wait-no-readings-programs = Bekliyor: çalışan programlar görülemiyor ve Idlewatt körlemesine çalışmaz.
wait-no-readings-surroundings = Bekliyor: burada biri olup olmadığı anlaşılamıyor ve Idlewatt körlemesine çalışmaz.
wait-no-mesh = Bekliyor: hiçbir dizin düğümü yanıt vermiyor, bu yüzden kimse bu bilgisayarı bulamıyor.
wait-no-work = Hazır. Şu anda kimse iş istemiyor.
wait-worker-broken = Çalışmıyor: worker üst üste birkaç kez hata verdi ({ $what }).

## The same in one or two words

state-working = Çalışıyor
state-waiting = Bekliyor
state-ready = Hazır
state-paused = Duraklatıldı
state-attention = Sana ihtiyacı var
state-connecting = Bağlanıyor

## How hard it works

effort-full = Tam hız
effort-presence = Zaman payı { $share }, çünkü buradasın
effort-share = Zaman payı { $share }, izin verdiğin kadar
effort-power = Zaman payı { $share }, watt sınırını aşmamak için
effort-heat = Zaman payı { $share }, sıcaklık sınırını aşmamak için
effort-fan = Zaman payı { $share }, fan sınırını aşmamak için

## The daemon

connecting = Arka plan programı aranıyor…
lost-title = Arka plan programına ulaşılamıyor.
lost-not-running = İşi yapan arka plan programı çalışmıyor. Kendiliğinden yeniden başlatılır; kazandıkların kaybolmaz.
lost-version = Arka plan programının sürümü farklı. Onu yeniden başlat ya da ikisini de güncelle.
lost-cannot-start = Arka plan programı başlamıyor.
lost-silent = Arka plan programı yanıt vermiyor.
lost-no-folder = Idlewatt’ın verileri için bir klasör yok.
retry = Şimdi yeniden dene

## Honest labels

badge-software = yazılım
badge-software-meaning = İşi bir ekran kartı yapmıyor: shader’lar işlemcide, yavaşça çalışıyor.
badge-simulated = sanal kart
badge-simulated-meaning = Kartın değerleri, test ve tanıtım için bir betikten geliyor.
tray-no-host = Tepsi simgesi yok: bu masaüstünde sistem tepsisi bulunmuyor (GNOME’da AppIndicator eklentisi bunu sağlar). Bu pencereyi kapatırsan iş sürer; geri dönmek için Idlewatt’ı yeniden başlat.
tray-failed = Tepsi simgesi yok: masaüstü buna izin vermedi. Bu pencereyi kapatırsan iş sürer; geri dönmek için Idlewatt’ı yeniden başlat.

## Pause

pause = Duraklat
pause-half-hour = 30 dakika
pause-hour = 1 saat
pause-tomorrow = Yarın 08:00’e kadar
pause-until-resumed = Ben devam ettirene kadar
resume = Devam et
choose-when = Ne zaman çalışacağını seç

## Money

unit = kredi
net = Net
gross = Kazanılan
electricity = Elektrik
pending = Bekleyen
pending-meaning = Yapıldı, ama henüz bir makbuzla karşılanmadı.
held = Askıda
held-meaning = Son makbuzu gelmeden biten işler için yapıldı. O talep eden geri gelince ödenir.
final = Kesin
final-meaning = İmzalı makbuzlarla karşılandı.
spent = Harcanan
energy = Enerji

## Kinds of work, sides

kind-render = Render
kind-generate = Metin
kind-embed = Embedding
side-provider = yapıldı
side-requester = satın alındı

## How a job ended

job-open = sürüyor
job-picture = görüntü { $width }x{ $height }, { $spp } spp
job-text = { $model } metni
job-unknown = bir anlaşma
stop-done = bitti
stop-cancelled = iptal edildi
stop-owner-returned = bilgisayar sana gerekti
stop-owner-returned-there = bilgisayar sahibine gerekti
stop-shutting-down = kapanışta durduruldu
stop-protocol = yarıda kesildi: { $what }
stop-unpaid = zamanında ödenmedi
stop-bad-results = sonuçlar yanlıştı
stop-lost = bağlantı koptu
stop-failed = başarısız oldu: { $what }
stop-refused = devamı kabul edilmiyor. { $why }

## Measures

not-told = bilinmiyor
measure-watts = { $value } W
measure-watt-hours = { $value } Wh
measure-kilowatt-hours = { $value } kWh
measure-celsius = { $value }°C
of-limit = { $now } / { $limit }
load = Yük
power = Güç
temperature = Sıcaklık
memory = Bellek
fan = Fan
effort = Çalışma
samples-per-second = saniyede { $samples } örnek

## Trouble, and taking things back

trouble = Bu olmadı: { $what }
trouble-not-running = arka plan programı çalışmıyor
trouble-timed-out = arka plan programı zamanında yanıt vermedi
trouble-unexpected = arka plan programı beklenenden farklı bir yanıt verdi
trouble-no-folder = Idlewatt’ın verileri için bir klasör yok
trouble-autostart = otomatik başlatma kaydı değiştirilemiyor
trouble-file = dosya kullanılamıyor
trouble-program = Idlewatt’ın programlarından biri başlatılamıyor
trouble-updater = güncellemelere bakılamıyor
trouble-invalid-setting = bu değer kullanılamıyor
trouble-false-answer = bir yanıt modelin söylediği değildi
trouble-busy = bunu yapabileceklerin hepsi meşgul
trouble-no-provider = şu anda bunu yapabilecek ya da yapmak isteyen kimse yok
trouble-no-model = bu modeli sunan kimse yok
trouble-bad-input = istek hatalı
trouble-books = kayıt defteri kullanılamıyor
trouble-role-off = bu bölüm ayarlarda kapalı
trouble-shutting-down = arka plan programı kapanıyor
busy-benchmark = bu bilgisayar zaten ölçülüyor
busy-job = bir iş sürüyor; o bitince ölçülebilir
busy-model = bir model çalışıyor; o bitince ölçülebilir
busy-picture = zaten bir görüntü render ediliyor
input-picture-kind = görüntü bir .png ya da .exr dosyasıdır
input-too-large = { $needs } bellek gerekiyor, { $allowed } ise izin verilen
input-is-folder = { $path } bir klasör; dosyanın bir adı olmalı
input-no-folder = { $path } diye bir klasör yok
input-empty = hiçbir şey sorulmadı
input-too-long = konuşma çok uzun; yenisini başlat
failed-program = { $name } çalışıyor ve karta daha çok ihtiyacı var
failed-sleep = bu bilgisayar uykuya geçiyor
failed-card = kart artık yanıt vermiyor
failed-measure = bu bilgisayar ölçülemiyor
failed-written = { $path } yazılamıyor
failed-units = görüntünün parçaları art arda başarısız oldu
failed-broken = bu bilgisayarda bir şey bozuldu
none-found = böyle bir işi yapan kimse bulunamadı
there-not-idle = sahibi şu anda kullanıyor
there-busy = başka işlerle meşgul
there-floor = en az { $floor } kredi istiyor
there-too-large = belleği yetmiyor: { $needs } gerekli, { $allowed } izinli
there-unwilling = böyle iş almıyor
there-unpaid = önceki işlerden { $owed } kredinin ödenmediğini söylüyor
there-misunderstood = siparişi gönderildiği haliyle kabul etmedi
there-silent = yanıt vermedi
there-only-relayed = yalnızca bir aktarıcı üzerinden ulaşılıyor, o da bu kadarını taşımaz
there-strange = sorulandan başka bir şey yanıtladı
saved = Kaydedildi.
undo = Geri al
undone = Geri alındı.
close = Kapat
cancel = Vazgeç
copy = Kopyala
copied = Kopyalandı.
open-window = Idlewatt’ı aç
