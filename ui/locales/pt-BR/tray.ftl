# What the tray's menu and tooltip and the notifications say. One short line each: a menu is as wide as its longest.

## The menu

menu-start = Começar agora
menu-resume = Retomar
menu-retry = Procurar de novo
menu-choose = Escolher quando ele trabalha…
menu-pause = Pausar
menu-pause-half-hour = Por 30 minutos
menu-pause-hour = Por 1 hora
menu-pause-tomorrow = Até amanhã 8:00
menu-pause-until-resumed = Até eu retomar
menu-open = Abrir o Idlewatt
menu-settings = Configurações
menu-quit = Sair

## Money

today = Hoje: { $net } créditos após a eletricidade
today-unknown = Hoje: não se sabe

## Time

on-day =
    { $day ->
        [mon] seg.
        [tue] ter.
        [wed] qua.
        [thu] qui.
        [fri] sex.
        [sat] sáb.
       *[sun] dom.
    } { $time }

## What is happening

working = Trabalhando
working-on = Trabalhando: { $title }
job-picture = imagem { $width }x{ $height }, { $spp } spp
job-text = texto de { $model }
job-unknown = um acordo
paused = Em pausa até você retomar
paused-until = Em pausa até { $when }

## Why not

connecting = Procurando o serviço…
lost-not-running = O serviço não está em execução
lost-version = O serviço é de outra versão
lost-cannot-start = O serviço não inicia
lost-silent = O serviço não responde
lost-no-folder = Não há uma pasta para os dados do Idlewatt

wait-role-off = Sem trabalhar: desligado nas configurações
wait-not-said = Você ainda não disse quando este PC pode trabalhar
wait-starting = Iniciando
wait-measuring = Medindo esta máquina
wait-no-device = Sem trabalhar: nenhuma placa de vídeo encontrada
wait-card-off = Sem trabalhar: esta placa está desligada
wait-program-running = Aguardando: { $name } está em execução
wait-owner-present =
    { $minutes ->
        [one] Aguardando até você sair por { $minutes } minuto
       *[other] Aguardando até você sair por { $minutes } minutos
    }
wait-fullscreen = Aguardando: { $name } ocupa a tela inteira
wait-remote-use = Aguardando: alguém usa esta máquina remotamente
wait-encoding = Aguardando: a placa está codificando um vídeo
wait-gpu-in-use = Aguardando: outro programa usa { $percent }% da GPU
wait-memory-short = Aguardando: outros programas precisam da memória da placa
wait-on-battery = Aguardando: na bateria
wait-metered-network = Aguardando: a rede é cobrada por volume
wait-outside-hours = Seus horários começam: { $when }
wait-no-hours = Sem trabalhar: seus horários não deixam tempo
wait-day-used-up = Por hoje chega, volta: { $when }
wait-too-hot = Aguardando: a placa está a { $degrees } °C
wait-too-loud = Aguardando: a ventoinha passa do que você permite
wait-limit-below-rest = Sem trabalhar: menos watts permitidos que o repouso
wait-tariff-too-high = Esperando eletricidade mais barata
wait-tariff-unknown = Aguardando: preço da eletricidade desconhecido
wait-going-to-sleep = Entrando em suspensão
wait-cooling-down = Aguardando: tudo acabou de ficar quieto
wait-no-readings = Aguardando: os sensores não dão leituras recentes
wait-no-mesh = Aguardando: nenhum nó de índice responde
wait-no-work = Pronto: ninguém pede trabalho
wait-worker-broken = Sem trabalhar: o worker falhou várias vezes

## Notifications

started-title = Sua placa está trabalhando
started-body = { $title }. Para na hora quando você precisar da placa.
started-body-untitled = Para na hora quando você precisar da placa.
stopped-title = Parado por você
stopped-body = { $name } tem a placa só para si.
paid-title = Ontem sobraram { $net } créditos
paid-body = { $gross } por trabalho, menos { $electricity } de eletricidade.
attention-title = O Idlewatt precisa de você

## Windows and dialogs

compact-title = Idlewatt agora
choose-scene = Escolher uma cena
scenes = Cenas
export-jobs = Gravar as tarefas em um arquivo
