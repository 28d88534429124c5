# What was found on this PC and what to do about it, and why a setting cannot have a value.
# Names and reasons come from drivers, systems and files, and stand where they are put.

## What was found

found-later = Henüz her şeye bakılmadı; birkaç saniye sürer.
found-adapter-software = İşi { $name } yapardı, o da yazılımdır: kart bulunamadı. Kartın sürücüsünü kur.
found-adapter-broken = Grafik sürücüsü hata veriyor. Güncelle ve Idlewatt’ı yeniden başlat.
found-adapter-missing = Hesaplama yapabilen bir ekran kartı bulunamadı. Sürücüsünü kur.
found-adapter-wanted = Ayarların istediği gibi { $name } adlı bir ekran kartı yok. Başka bir ad ver ya da boş bırak.
found-adapter-unmeasured = Kart bulundu ama ölçülmedi. Idlewatt’ı yeniden başlat.
found-card-simulated = { $name } ölçümlerini denemeler için bir betik oynatıyor.
found-card-doubts = { $name } doğru olamayacak değerler bildiriyor; bunlar atlanıyor. Böyle kalırsa bilgisayarı yeniden başlat ya da sürücüyü güncelle.
found-meters-failed = Kart ölçüm vermiyor, ölçüm olmadan da iş yapılmaz. Sürücüyü güncelle.
found-meters-absent = Hiçbir kart yükünü, gücünü ya da sıcaklığını bildirmiyor: güç ve enerji ölçülmüyor, varsayılıyor.
found-programs-unseen = Çalışan programlar görülemiyor; oyunların başladığı görülmeden iş yapılmaz.
found-source-failed = { $name } okunamıyor. Bildireceği şey hesaba katılmıyor.
found-settings-unreadable = Ayar dosyası okunamıyor. Okunabilir yap ve Idlewatt’ı yeniden başlat.
found-settings-aside = Bazı ayarlar doğru değildi. Doğru olanlar geçerli: kalanını ayarla, sonra çalışmaya yeniden izin ver. Eski dosya { $path } olarak saklandı.
found-listening-nowhere = Bu bilgisayar hiçbir adreste dinlemiyor. Ağ ayarlarını ve güvenlik duvarını kontrol et.
found-index-unset = Dizin düğümü ayarlanmamış: kimse bu bilgisayarı bulamaz, o da kimseyi. Ayarlara bir tane yaz.
found-index-silent = Dizin düğümlerinin hiçbiri yanıt vermiyor ({ $count } tane ayarlı). Ağı ve adreslerini kontrol et.
found-books-wrong = Defterler tutmuyor. ledger.sqlite3 dosyasının bir kopyasını sakla ve bunu bildir.
found-books-unread = Defterler okunamıyor. Diski kontrol et, sonra Idlewatt’ı yeniden başlat.

## What is wrong with a setting

fault-unknown = Böyle bir ayar yok.
fault-switch = true ya da false bekleniyor.
fault-whole = Tam sayı bekleniyor.
fault-range = { $least } ile { $most } arası bekleniyor.
fault-range-or-zero = { $least } ile { $most } arası ya da 0 bekleniyor.
fault-money = 0 ile { $most } arası kredi bekleniyor, örneğin { $example }.
fault-energy = En çok üç ondalıklı kilovatsaat bekleniyor, örneğin { $example }.
fault-word = Şunlardan biri bekleniyor: { $words }.
fault-nodes = Her biri 64 haneli düğüm adları bekleniyor.
fault-many = En çok { $most } kayıt bekleniyor.
fault-hours = “{ $text }” gün ve saat değil.
fault-band = “{ $text }” gün, saat ve fiyat değil.
fault-sources = Fiyatı hem bir dosya hem bir komut bildiremez.
fault-address = https:// ile başlayan bir adres bekleniyor.
fault-spoken = Bu dil burada konuşulmuyor.
fault-unfit = Okunamıyor: { $what }
fault-unwritten = Ayar dosyası kullanılamıyor: { $what }
