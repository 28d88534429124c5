# The page "Use the mesh".

mesh-render = Renderizar uma cena
mesh-render-about = Outros renderizam a sua cena glTF; você paga pelo que chegou e foi conferido.
mesh-drop = Solte aqui um arquivo .glb ou .gltf
mesh-drop-now = Solte para usar este arquivo
mesh-drop-wrong = Isso não é um arquivo .glb ou .gltf.
mesh-choose = Escolher um arquivo
mesh-choose-other = Outro arquivo
mesh-scene = Cena
mesh-quality = Qualidade
mesh-quality-draft = Rascunho
mesh-quality-good = Boa
mesh-quality-fine = Ótima
mesh-quality-exact = Exata
mesh-quality-says = { $width } x { $height }, { $spp } amostras por pixel
mesh-width = Largura em pixels
mesh-height = Altura em pixels
mesh-spp = Amostras por pixel
mesh-output = A imagem vai para
mesh-price = Máximo a pagar
mesh-price-about = Créditos por bilhão de amostras; vazio: o que o mais barato pedir.
mesh-price-now = O mais barato pede { $price } agora, cerca de { $cost } por esta imagem.
mesh-price-none = Ninguém oferece renderização no momento. Você pode começar mesmo assim: a busca continua.
mesh-start = Renderizar
mesh-stop = Parar e ficar com o que chegou
mesh-again = Renderizar outra
mesh-show-file = Mostrar o arquivo
mesh-checking = Examinando a cena…
mesh-searching = Procurando alguém que a renderize…
mesh-agreed = { $provider } renderiza com { $device } por { $price } créditos por bilhão de amostras.
mesh-progress = { $share } das amostras chegaram, { $cost } créditos até agora.
mesh-provider-lost = { $provider } saiu ({ $reason }). O resto vai para outro.
mesh-unsupported = Sem suporte, e deixado de fora: { $what }.
mesh-done = Pronto, por { $cost } créditos.
mesh-cancelled = Parado. O que chegou está no arquivo; custou { $cost } créditos.
mesh-bad-input = Não é possível renderizar a cena: { $what }
mesh-no-provider = Ninguém aceita: { $what }
mesh-failed = Não funcionou: { $what }
mesh-picture = A imagem até agora

mesh-chat = Chat
mesh-chat-about = As máquinas de outros respondem. Quem responde vê o que você escreve.
mesh-model = Modelo
mesh-model-says =
    { $count ->
        [one] { $name } · { $size } · { $speed } tokens por segundo · { $price } créditos por milhão · { $count } oferece
       *[other] { $name } · { $size } · { $speed } tokens por segundo · { $price } créditos por milhão · { $count } oferecem
    }
mesh-no-models = Ninguém oferece um modelo de linguagem no momento.
mesh-no-models-about = Os modelos oferecidos aparecem aqui sozinhos. Para oferecer um, guarde-o com “idlewatt models add” e indique o nome dele nas configurações.
mesh-message = Mensagem
mesh-message-hint = Escreva algo
mesh-send = Enviar
mesh-chat-stop = Parar
mesh-clear = Nova conversa
mesh-you = Você
mesh-thinking = Procurando alguém que responda…
mesh-answered = { $provider } · { $tokens } tokens · { $cost } créditos
mesh-answered-free = { $provider } · { $tokens } tokens

mesh-endpoint = Para programas
mesh-endpoint-about = Qualquer programa que fale a API da OpenAI pode usar o mesh. Só programas nesta máquina têm acesso.
mesh-endpoint-on = Endpoint
mesh-endpoint-runs = Ativo em { $address }
mesh-endpoint-off = Desligado
mesh-endpoint-broken = Não está funcionando: { $what }
mesh-language = Linguagem do exemplo
