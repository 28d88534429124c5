# The page "Use the mesh".

mesh-render = Sahne render et
mesh-render-about = glTF sahneni başkaları render eder; gelen ve denetlenen kadarını ödersin.
mesh-drop = Buraya bir .glb ya da .gltf dosyası bırak
mesh-drop-now = Almak için bırak
mesh-drop-wrong = Bu bir .glb ya da .gltf dosyası değil.
mesh-choose = Dosya seç
mesh-choose-other = Başka dosya
mesh-scene = Sahne
mesh-quality = Kalite
mesh-quality-draft = Taslak
mesh-quality-good = İyi
mesh-quality-fine = İnce
mesh-quality-exact = Kusursuz
mesh-quality-says = { $width } x { $height }, piksel başına { $spp } örnek
mesh-width = Piksel olarak genişlik
mesh-height = Piksel olarak yükseklik
mesh-spp = Piksel başına örnek
mesh-output = Görüntünün yeri
mesh-price = En fazla ödenecek
mesh-price-about = Bir milyar örnek için kredi; boşsa: en ucuzu ne isterse.
mesh-price-now = En ucuzu şu an { $price } istiyor, bu görüntü için yaklaşık { $cost }.
mesh-price-none = Şu anda render sunan kimse yok. Yine de başlatabilirsin: biri aranır.
mesh-start = Render et
mesh-stop = Durdur, geleni sakla
mesh-again = Bir tane daha
mesh-show-file = Dosyayı göster
mesh-checking = Sahne inceleniyor…
mesh-searching = Render edecek biri aranıyor…
mesh-agreed = Render eden { $provider }, kartı { $device }, bir milyar örnek için { $price } kredi.
mesh-progress = Gelen örneklerin payı { $share }, şimdiye kadar { $cost } kredi.
mesh-provider-lost = { $provider } ayrıldı ({ $reason }). Kalanı başka biri yapar.
mesh-unsupported = Desteklenmediği için dışarıda kaldı: { $what }.
mesh-done = Bitti, { $cost } kredi tuttu.
mesh-cancelled = Durduruldu. Gelen kısım dosyada; { $cost } kredi tuttu.
mesh-bad-input = Sahne render edilemiyor: { $what }
mesh-no-provider = Kimse almıyor: { $what }
mesh-failed = Olmadı: { $what }
mesh-picture = Şimdiye kadarki görüntü

mesh-chat = Sohbet
mesh-chat-about = Başkalarının bilgisayarları yanıtlar. Yanıtlayan, yazdıklarını görür.
mesh-model = Model
mesh-model-says =
    { $count ->
        [one] { $name } · { $size } · saniyede { $speed } token · milyonu { $price } kredi · { $count } sunan
       *[other] { $name } · { $size } · saniyede { $speed } token · milyonu { $price } kredi · { $count } sunan
    }
mesh-no-models = Şu anda dil modeli sunan kimse yok.
mesh-no-models-about = Sunulan modeller burada kendiliğinden görünür. Sen de bir model sunmak istersen “idlewatt models add” ile rafa koy ve ayarlarda adını yaz.
mesh-message = Mesaj
mesh-message-hint = Bir şey yaz
mesh-send = Gönder
mesh-chat-stop = Durdur
mesh-clear = Yeni sohbet
mesh-you = Sen
mesh-thinking = Yanıtlayacak biri aranıyor…
mesh-answered = { $provider } · { $tokens } token · { $cost } kredi
mesh-answered-free = { $provider } · { $tokens } token

mesh-endpoint = Programlar için
mesh-endpoint-about = OpenAI API’sini konuşan her program mesh’i kullanabilir. Yalnızca bu bilgisayardaki programlar erişebilir.
mesh-endpoint-on = Uç nokta
mesh-endpoint-runs = Adresi: { $address }
mesh-endpoint-off = Kapalı
mesh-endpoint-broken = Çalışmıyor: { $what }
mesh-language = Örneğin dili
