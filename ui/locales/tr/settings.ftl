# The page "Settings".

settings-general = Genel
settings-language = Dil
settings-language-system = Sistemle aynı ({ $name })
settings-theme = Görünüm
settings-theme-system = Sistemle aynı
settings-theme-light = Açık
settings-theme-dark = Koyu
settings-autostart = Bilgisayarla birlikte başlat
settings-autostart-about = Oturum açtığında Idlewatt tepside gizli olarak başlar.

settings-notifications = Bildirimler
settings-notifications-about = Az sayıda; başlangıçtan sonraki ilk dakikada hiç yok.
settings-notify-started = İş başlıyor
settings-notify-started-about = Bu bilgisayar biri için çalışmaya başlayınca.
settings-notify-stopped = İş yer açıyor
settings-notify-stopped-about = Bilgisayar sana gerektiği için iş durunca.
settings-notify-paid = Dünün toplamı
settings-notify-paid-about = Günde en fazla bir kez: elektrikten sonra ne kaldığı.
settings-notify-attention = Bir şey seni bekliyor
settings-notify-attention-about = Çalışamadığında ve bunu kendi başına aşamadığında.

settings-updates = Güncellemeler
settings-update-off = Güncellemeler henüz hiçbir yerde duyurulmuyor. Hiçbir şeye bakılmıyor, hiçbir şey gönderilmiyor.
settings-update-newest = Bu en yeni sürüm.
settings-update-looking = Daha yeni bir sürüm aranıyor…
settings-update-found = Sürüm { $version } hazır.
settings-update-waiting = Sürüm { $version }, eldeki iş biter bitmez kurulacak.
settings-update-installing = Sürüm { $version } kuruluyor: { $share }.
settings-update-failed = Güncellemelere bakılamadı: { $what }
settings-update-look = Şimdi bak
settings-update-install = Boştayken kur
settings-update-by-itself = Kendiliğinden bak
settings-update-by-itself-about = Günde bir kez. Yalnızca imzalı sürümler alınır, eskiler asla; hiçbir iş yarıda kesilmez.
settings-update-endpoint = Güncellemelerin duyurulduğu yer
settings-update-endpoint-about = Bir HTTPS adresi. Boşsa: hiçbir yer.

settings-data = Verilerin
settings-data-folder = Her şey tek bir klasörde
settings-log = Bugünün günlüğü
settings-reveal = Göster
settings-report = Sana yardım edecek kişi için rapor
settings-report-about = Sürüm, bulgular, ayarlar ve günlüğün sonu. Anahtarlar, adresler, adlar ve klasörler çıkarılır. Hiçbir şey gönderilmez: kendin kopyalarsın.
settings-report-make = Rapora bak
settings-report-copy = Raporu kopyala
settings-export = Kayıt defterin, dosya olarak
settings-export-about = Bütün işler ve kazandırdıkları, hesap tablosu olarak ya da bütün makbuzlarıyla.
settings-trace = İz bırakmadan ayrılmak
settings-trace-about = Kaldırınca her şey durur ve program silinir. Kazançların ve anahtarların, sen silene kadar yukarıdaki klasörde kalır: “idlewatt remove-data” komutunu çalıştır; ne sileceğini gösterir ve önce sorar.

settings-roles = Bu bilgisayarın üstlendiği roller
settings-role-provider = Başkaları için çalış
settings-role-provider-about = Bu bilgisayar boştayken, sınırların içinde.
settings-role-requester = Başkaları benim için çalışsın
settings-role-requester-about = “Mesh’i kullan” sayfası için gerekir.
settings-role-index = Başkalarını listele
settings-role-index-about = Her zaman açık bir bilgisayar için: diğerleri birbirini onun üzerinden bulur.

settings-advanced = Geri kalan her şey
settings-advanced-about = Arka plan programının bütün ayarları, ayar dosyasındaki adlarıyla. Değişiklikler hemen geçerli olur.
settings-advanced-search = Ayarlarda ara
settings-advanced-none = Bu adda bir ayar yok.

settings-about = Hakkında
settings-version = Sürüm
settings-node = Bu düğüm
settings-licence = Lisans
settings-licence-value = MIT ya da Apache-2.0. Yazı tipi Inter, SIL Open Font License ile.
settings-made = Hesap yok, cüzdan yok, e-posta yok. Kimseye bilgi gönderilmez.
