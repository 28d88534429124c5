# What the tray's menu and tooltip and the notifications say. One short line each: a menu is as wide as its longest.
# Names of programs and jobs come from outside and stand where they are put.

## The menu

menu-start = Şimdi başla
menu-resume = Devam et
menu-retry = Yeniden ara
menu-choose = Ne zaman çalışacağını seç…
menu-pause = Duraklat
menu-pause-half-hour = 30 dakika
menu-pause-hour = 1 saat
menu-pause-tomorrow = Yarın 08:00’e kadar
menu-pause-until-resumed = Ben devam ettirene kadar
menu-open = Idlewatt’ı aç
menu-settings = Ayarlar
menu-quit = Çık

## Money

# $net (text): credits with the local decimal mark, such as 0.047
today = Bugün: elektrikten sonra { $net } kredi
today-unknown = Bugün: bilinmiyor

## Time

# $day (text): mon to sun; $time (text): such as 8:00
on-day =
    { $day ->
        [mon] Pzt
        [tue] Sal
        [wed] Çar
        [thu] Per
        [fri] Cum
        [sat] Cmt
       *[sun] Paz
    } { $time }

## What is happening

working = Çalışıyor
# $title (text): the job, such as "render 96x96, 16 spp"
working-on = Çalışıyor: { $title }
job-picture = görüntü { $width }x{ $height }, { $spp } spp
job-text = { $model } metni
job-unknown = bir anlaşma
paused = Sen devam ettirene kadar duraklatıldı
# $when (text): a time, with the day when it is not today
paused-until = Duraklatıldı, devam: { $when }

## Why not

connecting = Arka plan programı aranıyor…
lost-not-running = Arka plan programı çalışmıyor
lost-version = Arka plan programının sürümü farklı
lost-cannot-start = Arka plan programı başlamıyor
lost-silent = Arka plan programı yanıt vermiyor
lost-no-folder = Idlewatt’ın verileri için klasör yok

wait-role-off = Çalışmıyor: ayarlarda kapalı
wait-not-said = Bu bilgisayarın ne zaman çalışabileceğini henüz söylemedin
wait-starting = Başlıyor
wait-measuring = Bu bilgisayar ölçülüyor
wait-no-device = Çalışmıyor: ekran kartı bulunamadı
wait-card-off = Çalışmıyor: bu kart kapalı
# $name (text): a program
wait-program-running = Bekliyor: { $name } çalışıyor
# $minutes (number)
wait-owner-present =
    { $minutes ->
        [one] Bir dakika uzakta olmanı bekliyor
       *[other] { $minutes } dakika uzakta olmanı bekliyor
    }
# $name (text): a program
wait-fullscreen = Bekliyor: { $name } ekranı kaplıyor
wait-remote-use = Bekliyor: bilgisayar uzaktan kullanılıyor
wait-encoding = Bekliyor: kart bir video kodluyor
# $percent (number)
wait-gpu-in-use = Bekliyor: başka bir program GPU’yu kullanıyor (%{ $percent })
wait-memory-short = Bekliyor: kart belleği diğer programlara gerekli
wait-on-battery = Bekliyor: pille çalışıyor
wait-metered-network = Bekliyor: bağlantı kotalı
# $when (text): a time, with the day when it is not today
wait-outside-hours = Saatlerin başlıyor: { $when }
wait-no-hours = Çalışmıyor: saatlerin hiç zaman bırakmıyor
# $when (text): a time, with the day when it is not today
wait-day-used-up = Bugünlük tamam, devam: { $when }
# $degrees (number): Celsius
wait-too-hot = Bekliyor: kart { $degrees } °C
wait-too-loud = Bekliyor: fan izin verdiğinden gürültülü
wait-limit-below-rest = Çalışmıyor: watt sınırı boştaki çekişin altında
wait-tariff-too-high = Daha ucuz elektrik bekleniyor
wait-tariff-unknown = Bekliyor: elektriğin fiyatı bilinmiyor
wait-going-to-sleep = Uykuya geçiyor
wait-cooling-down = Bekliyor: ortalık yeni sakinleşti
wait-no-readings = Bekliyor: sensörlerden yeni değer gelmiyor
wait-no-mesh = Bekliyor: hiçbir dizin düğümü yanıt vermiyor
wait-no-work = Hazır: kimse iş istemiyor
wait-worker-broken = Çalışmıyor: worker birkaç kez hata verdi

## Notifications

started-title = Kartın çalışıyor
# $title (text): the job
started-body = { $title }. Kart sana gerektiği anda durur.
started-body-untitled = Kart sana gerektiği anda durur.
stopped-title = Senin için durdu
# $name (text): a program
stopped-body = Kart artık yalnızca onun: { $name }.
paid-title = Dünden { $net } kredi kaldı
# $gross, $electricity (text): credits
paid-body = İş için { $gross }, elektrik için eksi { $electricity }.
attention-title = Idlewatt’ın sana ihtiyacı var

## Windows and dialogs

compact-title = Idlewatt şu an
choose-scene = Sahne seç
scenes = Sahneler
export-jobs = İşleri dosyaya yaz
