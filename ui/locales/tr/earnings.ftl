# Earnings: what came in, what electricity took, what is left; over time, by kind and by hour.

## The span that is shown

earnings-span = Dönem
earnings-day = Bugün
earnings-week = 7 gün
earnings-month = 30 gün
earnings-all = Tümü
earnings-net-day = Bugün elektrikten sonra kalan
earnings-net-week = Son 7 günde elektrikten sonra kalan
earnings-net-month = Son 30 günde elektrikten sonra kalan
earnings-net-all = Başından beri elektrikten sonra kalan

## What the sums mean

earnings-net-meaning = Kazanılandan, bunun için harcanan elektrik düşülünce kalan. İş, getirdiğinden fazlasına mal olduysa sıfırın altındadır.
earnings-gross-meaning = Ödenmiş olsun olmasın, biten bütün işlerin değeri.
earnings-electricity-meaning = Bu işlerde harcanan enerjinin senin tarifene göre bedeli; bilgisayarın boştayken çektiğinin üstündeki kısım sayılır. Boşa giden işler de hesaba katılır.
earnings-energy-meaning = İşin harcadığı enerji, bilgisayarın boştayken çektiğinin üstünde kalan kısım.
earnings-spent-meaning = İstediğin işler için başkalarına ödediğin. Yukarıdaki toplama dahil değil.

## The chart

earnings-over-time-hour = Saat saat
earnings-over-time-day = Gün gün
earnings-over-time-month = Ay ay
earnings-chart = Grafik olarak kazanç. Ok tuşlarıyla sütunlar arasında gezilir.
earnings-kept = Sana kalan
earnings-lost = Üstüne ödenen
earnings-as-table = Tablo
earnings-as-chart = Grafik
earnings-when = Zaman
earnings-hour-span = { $from } – { $to }

## By kind and by hour

earnings-by-kind = İş türüne göre
earnings-kind-share = Kazancın içindeki payı { $share }
earnings-per-kwh = kWh başına { $amount } kredi
earnings-by-hour = Günün saatine göre
earnings-by-hour-chart = Günün saatine göre kazanç, grafik olarak. Ok tuşlarıyla saatler arasında gezilir.
earnings-best-hour = En çok kalan saat aralığı: { $from } – { $to }.
earnings-units =
    { $count ->
        [one] { $count } birim
       *[other] { $count } birim
    }

## Nothing yet

earnings-first = İlk kazancın burada görünecek
earnings-first-what = Her saatin bir sütunu olur: ne getirdiği, elektriğin ne kadarını aldığı ve sana ne kaldığı. İlki, ilk iş parçası biter bitmez görünür.
earnings-none-day = Bugün henüz bir şey kazanılmadı.
earnings-none-week = Son 7 günde bir şey kazanılmadı.
earnings-none-month = Son 30 günde bir şey kazanılmadı.
earnings-none-what = Bu saatin sütunu, bir sonraki iş parçası bitince görünür.
earnings-see-all = Tümünü gör

## Export

earnings-export = Dışa aktar
earnings-export-csv = CSV, her iş için bir satır
earnings-export-json = JSON, birimler ve makbuzlarla
earnings-exported =
    { $count ->
        [one] { $count } iş şu dosyaya yazıldı: { $path }
       *[other] { $count } iş şu dosyaya yazıldı: { $path }
    }
earnings-reveal = Klasörde göster
