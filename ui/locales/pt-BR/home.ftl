# The first page, and the compact window by the tray.

today-net = Hoje, depois da eletricidade
net-today-of = { $gross } ganhos, { $electricity } de eletricidade
week = Últimos 7 dias
all-time = Desde o começo
see-earnings = Todos os ganhos
first-week = Esta será sua primeira semana
first-week-may = Com os seus limites, um dia pode render cerca de { $net } créditos depois da eletricidade e do desgaste: algo entre { $low } e { $high }.

## What changes next

next-resumes = Retoma: { $when }.
next-changes = Muda sozinho: { $when }.

## The job in hand

job-in-hand = Tarefa atual
no-job = Nenhuma tarefa agora
no-job-ready = A próxima tarefa começa sozinha assim que alguém pedir.
no-job-waiting = O trabalho começa sozinho assim que nada mais o impedir.
picture-coming = A imagem aparece conforme é renderizada.
picture-so-far = A imagem de { $title } até agora
tokens-flowing = Tokens lidos e gerados. O que eles dizem é assunto do solicitante.
tokens-per-second = { $tokens } tokens por segundo
this-unit = Esta unidade
units-done = Unidades feitas
worth = Valor até agora
hour-brings = Uma hora rende
hour-brings-meaning = Na velocidade medida, depois da eletricidade.
pays-render = Paga { $price } créditos por bilhão de amostras
pays-text = Paga { $price } créditos por milhão de tokens
for-requester = Para { $node }

## The card

card = Placa
card-none = Nenhuma placa informa uso, potência ou temperatura.
card-not-found = Nenhuma placa de vídeo foi encontrada.
card-not-found-advice = Sem ela, o trabalho é feito no processador, o que rende quase nada. Se há uma placa, falta o driver: instale-o e inicie o Idlewatt de novo.
adjust-limits = Ajustar limites
peers =
    { $count ->
        [one] { $count } peer
       *[other] { $count } peers
    }
index-nodes =
    { $count ->
        [one] { $count } nó de índice
       *[other] { $count } nós de índice
    }
