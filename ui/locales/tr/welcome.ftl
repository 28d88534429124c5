# The first run: five calm screens, less than a minute.

welcome = Hoş geldin
welcome-steps = İlk adımlar
welcome-step = Adım { $step } / { $of }
welcome-skip = Hepsini atla
welcome-back = Geri
welcome-on = Devam
welcome-on-unmeasured = Ölçmeden devam et
welcome-done = Bitti

## What was found

welcome-machine = Bilgisayarında bunlar var
welcome-machine-about = Idlewatt, sen kullanmazken onu başkalarına ödünç verir ve sana gerektiği an geri verir.
welcome-nothing-asked = Hesap yok, cüzdan yok, e-posta yok. Kazandıkların bu bilgisayardaki bir kayıt defterinde tutulur.
welcome-looking = Bu bilgisayara göz atılıyor…
welcome-memory = Kart belleği
welcome-driver = Sürücü
welcome-meters = Sensörler
welcome-meters-told = Yük, güç ve sıcaklık okunuyor
welcome-meters-none = Yok: güç ölçülmüyor, varsayılıyor
welcome-off = Kartına henüz kimse bakmadı
welcome-off-switch = Bu bilgisayar boştayken başkaları için çalış
welcome-off-switch-about = Kapalı olduğu için karta dokunulmuyor. Neler yapabildiğini görmek için aç.
welcome-software = Ekran kartı bulunamadı
welcome-software-why = İş işlemcide yapılırdı; bu yavaştır ve neredeyse hiç kazandırmaz. Bu bilgisayarda kart varsa sürücüsü eksiktir ya da hesaplama yapamıyordur.
welcome-none = Kullanılabilecek ekran kartı yok
welcome-none-why = Burada başkaları için hesaplama yapabilecek bir şey yok. Idlewatt yine de açılır ve bir kart gelince kendiliğinden başlar.
welcome-driver-advice = Yapılacak: kartının üreticisinden en yeni sürücüyü kur, bilgisayarı yeniden başlat ve Idlewatt’ı tekrar aç. Başkalarından iş istemeye yine de devam edebilirsin.
welcome-findings =
    { $count ->
        [one] Bakılacak bir şey var
       *[other] Bakılacak { $count } şey var
    }

## The benchmark

welcome-benchmark = Ne kadar hızlı?
welcome-benchmark-about = Kart yaklaşık 20 saniye boyunca var gücüyle bir görüntü render eder. Fanını duyabilirsin.
welcome-benchmark-start = Şimdi ölç
welcome-benchmark-again = Yeniden ölç
welcome-benchmark-stop = Durdur
welcome-benchmark-picture = Ölçüm için render edilen görüntü
welcome-benchmark-waiting = Görüntü burada belirir.
welcome-benchmark-progress = Ölçümde gelinen yer
welcome-speed = Hız
welcome-speed-means = Saniyedeki örnek: kartın bir sahnede izlediği ışık yolları. İşler bunların sayısına göre ödenir, yani satabileceği şey budur.
welcome-watts = Güç
welcome-watts-means = Kartın çalışırken çektiği. Elektrik, boştaki çekişin üstünde kalan kısımdan hesaplanır.
welcome-watts-unknown = Ölçen bir sensör yok. Elektrik, bu tür kartların çektiğine göre hesaplanır.
welcome-measured-before = Daha önce ölçüldü: saniyede { $speed } örnek.

## The estimate

welcome-estimate = Ne getirebilir
welcome-estimate-about = Elektrik düşüldükten sonra, dürüstçe: başkalarının ne kadar iş istediğine bağlı ve bunun sözünü kimse veremez.
welcome-tariff-about = En önemli sayı, elektriğe ödediğindir. Faturanda kWh başına, bütün vergilerle yazar. Sen kendininkini yazana kadar burada sık görülen bir fiyat durur.

## The choice

welcome-choice = Ne zaman çalışabilir?
welcome-choice-about = Başlamak için birini seç. Her şey sonradan değiştirilebilir ve her değişiklik geri alınabilir.
welcome-choice-needed = Sen seçene kadar hiçbir iş yapılmaz.

## The start

welcome-start = Bilgisayarla birlikte başlasın mı?
welcome-start-about = Sen istemedikçe kapalı.
welcome-autostart = Oturum açınca Idlewatt’ı başlat
welcome-autostart-about = Pencere açmadan başlar ve sınırların çalışmaya izin verene kadar tepside bekler.
welcome-ready = Hepsi bu. Pencereyi istediğin zaman kapat: iş tepside sürer ve senin ayarladığın gibi durur.
welcome-not-said = Bu bilgisayarın ne zaman çalışabileceğini henüz söylemedin, bu yüzden çalışmıyor. Geri dönüp seç ya da sonra yap: ana sayfa ve tepsi hatırlatır.
