# La página «Usar la malla».

mesh-render = Renderizar una escena
mesh-render-about = Otros renderizan tu escena glTF; pagas por lo que llega y está comprobado.
mesh-drop = Suelta aquí un archivo .glb o .gltf
mesh-drop-now = Suéltalo para usarlo
mesh-drop-wrong = No es un archivo .glb o .gltf.
mesh-choose = Elegir un archivo
mesh-choose-other = Otro archivo
mesh-scene = Escena
mesh-quality = Calidad
mesh-quality-draft = Borrador
mesh-quality-good = Buena
mesh-quality-fine = Fina
mesh-quality-exact = Exacta
mesh-quality-says = { $width } x { $height }, { $spp } muestras por píxel
mesh-width = Ancho en píxeles
mesh-height = Alto en píxeles
mesh-spp = Muestras por píxel
mesh-output = La imagen va a
mesh-price = Precio máximo
mesh-price-about = Créditos por cada mil millones de muestras; vacío: lo que pida el más barato.
mesh-price-now = El más barato pide ahora { $price }, unos { $cost } por esta imagen.
mesh-price-none = Ahora mismo nadie ofrece render. Puedes empezar igualmente: se busca a alguien.
mesh-start = Renderizar
mesh-stop = Parar y guardar lo que llegó
mesh-again = Renderizar otra
mesh-show-file = Mostrar el archivo
mesh-checking = Mirando la escena…
mesh-searching = Buscando a alguien que la renderice…
mesh-agreed = { $provider } la renderiza con { $device } por { $price } créditos por cada mil millones de muestras.
mesh-progress = Ya está el { $share } de las muestras, { $cost } créditos hasta ahora.
mesh-provider-lost = { $provider } ya no está ({ $reason }). El resto pasa a otra persona.
mesh-unsupported = No compatible, y omitido: { $what }.
mesh-done = Terminado, por { $cost } créditos.
mesh-cancelled = Parado. Lo que llegó está en el archivo; costó { $cost } créditos.
mesh-bad-input = La escena no se puede renderizar: { $what }
mesh-no-provider = Nadie la acepta: { $what }
mesh-failed = No ha funcionado: { $what }
mesh-picture = La imagen hasta ahora

mesh-chat = Chat
mesh-chat-about = Responden equipos de otros. Quien responde ve lo que escribes.
mesh-model = Modelo
mesh-model-says =
    { $count ->
        [one] { $name } · { $size } · { $speed } tokens por segundo · { $price } créditos por millón · { $count } lo ofrece
       *[other] { $name } · { $size } · { $speed } tokens por segundo · { $price } créditos por millón · { $count } lo ofrecen
    }
mesh-no-models = Ahora mismo nadie ofrece un modelo de lenguaje.
mesh-no-models-about = Los modelos que se ofrecen aparecen aquí solos. Para ofrecer uno tú, añádelo con «idlewatt models add» y nómbralo en los ajustes.
mesh-message = Mensaje
mesh-message-hint = Escribe algo
mesh-send = Enviar
mesh-chat-stop = Parar
mesh-clear = Nueva conversación
mesh-you = Tú
mesh-thinking = Buscando a alguien que responda…
mesh-answered = { $provider } · { $tokens } tokens · { $cost } créditos
mesh-answered-free = { $provider } · { $tokens } tokens

mesh-endpoint = Para programas
mesh-endpoint-about = Cualquier programa que hable la API de OpenAI puede usar la malla. Solo tienen acceso los programas de este equipo.
mesh-endpoint-on = Punto de acceso
mesh-endpoint-runs = En marcha en { $address }
mesh-endpoint-off = Desactivado
mesh-endpoint-broken = No está en marcha: { $what }
mesh-language = Lenguaje del ejemplo
