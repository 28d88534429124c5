# What is said on every page: what happens and why, money, measures, and the words of the frame.

name = Idlewatt

## Pages

page-home = Início
page-earnings = Ganhos
page-limits = Limites
page-jobs = Tarefas
page-network = Rede
page-mesh = Usar o mesh
page-settings = Configurações
pages = Páginas

## What is happening, and why not more

working = Trabalhando para outra pessoa: { $title }.
working-untitled = Trabalhando para outra pessoa.
paused-until = Em pausa até { $when }.
paused = Em pausa até você retomar.
wait-role-off = Sem trabalhar: a oferta de trabalho está desligada nas configurações.
wait-not-said = Você ainda não disse quando este PC pode trabalhar.
wait-starting = Iniciando: conhecendo esta máquina.
wait-measuring = Medindo a velocidade de renderização desta máquina.
wait-no-device = Sem trabalhar: nenhuma placa de vídeo capaz de computar foi encontrada.
wait-no-device-called = Sem trabalhar: nenhuma placa de vídeo se chama { $name }, como pedem as configurações.
wait-card-off = Sem trabalhar: esta placa está desligada nas configurações.
wait-program-running = Fora do seu caminho: { $name } está em execução. O trabalho continua quando ele fechar.
wait-owner-present =
    Fora do seu caminho enquanto você está aqui. O trabalho começa após { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    } sem atividade sua.
wait-fullscreen = Fora do seu caminho: { $name } ocupa a tela inteira.
wait-remote-use = Fora do seu caminho: esta máquina está sendo usada remotamente ({ $name }).
wait-encoding = Fora do seu caminho: a placa está codificando um vídeo.
wait-gpu-in-use = Fora do seu caminho: outro programa usa { $percent } da GPU.
wait-memory-short = Fora do seu caminho: outros programas deixam { $free } de memória livre na placa.
wait-on-battery = Aguardando: esta máquina está na bateria.
wait-metered-network = Aguardando: a rede é cobrada por volume de dados.
wait-outside-hours = Descansando. Seus horários começam: { $when }.
wait-no-hours = Sem trabalhar: seus horários não permitem nenhum momento.
wait-day-hours = Por hoje chega: suas horas de trabalho acabaram. Volta: { $when }.
wait-day-energy = Por hoje chega: sua cota de energia acabou. Volta: { $when }.
wait-day-cost = Por hoje chega: seu dinheiro para eletricidade acabou. Volta: { $when }.
wait-too-hot = Esperando a placa esfriar: { $now }, e você permite { $most }.
wait-too-loud = Esperando a ventoinha se acalmar: { $now }, e você permite { $most }.
wait-limit-below-rest = Sem trabalhar: a placa consome { $rest } mesmo em repouso, e você permite { $limit }.
wait-tariff-too-high = Esperando a eletricidade ficar mais barata: { $now } créditos por kWh, e você permite { $most }.
wait-tariff-unknown = Aguardando: não há como saber quanto a eletricidade custa agora ({ $what }).
wait-going-to-sleep = Fora do caminho: esta máquina vai entrar em suspensão.
wait-cooling-down = Tudo quieto. O trabalho pode começar às { $when }.
wait-no-readings-cards = Aguardando: os sensores da placa não dão leituras recentes, e o Idlewatt não trabalha às cegas.
wait-no-readings-programs = Aguardando: não dá para ver os programas em execução, e o Idlewatt não trabalha às cegas.
wait-no-readings-surroundings = Aguardando: não há como saber se tem alguém aqui, e o Idlewatt não trabalha às cegas.
wait-no-mesh = Aguardando: nenhum nó de índice responde, então ninguém consegue encontrar esta máquina.
wait-no-work = Tudo pronto. Ninguém está pedindo trabalho no momento.
wait-worker-broken = Sem trabalhar: o worker falhou várias vezes seguidas ({ $what }).

## The same in one or two words

state-working = Trabalhando
state-waiting = Aguardando
state-ready = Pronto
state-paused = Em pausa
state-attention = Precisa de você
state-connecting = Conectando

## How hard it works

effort-full = Velocidade total
effort-presence = { $share } do tempo, porque você está aqui
effort-share = { $share } do tempo, a parte que você permite
effort-power = { $share } do tempo, para ficar dentro dos seus watts
effort-heat = { $share } do tempo, para ficar dentro da sua temperatura
effort-fan = { $share } do tempo, para manter a ventoinha dentro do seu limite

## The daemon

connecting = Procurando o programa em segundo plano…
lost-title = Não foi possível acessar o programa em segundo plano.
lost-not-running = O programa em segundo plano que faz o trabalho não está em execução. Ele é iniciado de novo sozinho; nada do que você ganhou se perde.
lost-version = O programa em segundo plano é de outra versão. Reinicie-o ou atualize os dois.
lost-cannot-start = O programa em segundo plano não inicia.
lost-silent = O programa em segundo plano não responde.
lost-no-folder = Não há uma pasta para os dados do Idlewatt.
retry = Tentar de novo

## Honest labels

badge-software = software
badge-software-meaning = Nenhuma placa de vídeo faz o trabalho: os shaders rodam no processador, devagar.
badge-simulated = placa simulada
badge-simulated-meaning = As leituras da placa vêm de um script, para testes e demonstrações.
tray-no-host = Não há ícone na bandeja: este ambiente não tem bandeja (no GNOME, a extensão AppIndicator adiciona uma). Fechar esta janela não interrompe o trabalho; abra o Idlewatt de novo para voltar.
tray-failed = Não há ícone na bandeja: o ambiente o recusou. Fechar esta janela não interrompe o trabalho; abra o Idlewatt de novo para voltar.

## Pause

pause = Pausar
pause-half-hour = Por 30 minutos
pause-hour = Por 1 hora
pause-tomorrow = Até amanhã, 8:00
pause-until-resumed = Até eu retomar
resume = Retomar
choose-when = Escolher quando ele trabalha

## Money

unit = créditos
net = Líquido
gross = Ganho
electricity = Eletricidade
pending = Pendente
pending-meaning = Feito, mas ainda não coberto por um recibo.
held = Retido
held-meaning = Feito em tarefas que terminaram sem um último recibo. É pago quando esse solicitante voltar.
final = Confirmado
final-meaning = Coberto por recibos assinados.
spent = Gasto
energy = Energia

## Kinds of work, sides

kind-render = Renderização
kind-generate = Texto
kind-embed = Embeddings
side-provider = trabalhou
side-requester = comprou

## How a job ended

job-open = em andamento
job-picture = imagem { $width }x{ $height }, { $spp } spp
job-text = texto de { $model }
job-unknown = um acordo
stop-done = concluída
stop-cancelled = cancelada
stop-owner-returned = você precisou da máquina
stop-owner-returned-there = o dono precisou da máquina
stop-shutting-down = interrompida ao desligar
stop-protocol = interrompida: { $what }
stop-unpaid = não foi paga a tempo
stop-bad-results = os resultados estavam errados
stop-lost = conexão perdida
stop-failed = falhou: { $what }
stop-refused = não se aceita mais nada desta tarefa. { $why }

## Measures

not-told = não informado
measure-watts = { $value } W
measure-watt-hours = { $value } Wh
measure-kilowatt-hours = { $value } kWh
measure-celsius = { $value } °C
of-limit = { $now } de { $limit }
load = Uso
power = Potência
temperature = Temperatura
memory = Memória
fan = Ventoinha
effort = Ritmo
samples-per-second = { $samples } amostras por segundo

## Trouble, and taking things back

trouble = Não funcionou: { $what }
trouble-not-running = o programa em segundo plano não está em execução
trouble-timed-out = o programa em segundo plano não respondeu a tempo
trouble-unexpected = o programa em segundo plano deu uma resposta diferente da esperada
trouble-no-folder = não há uma pasta para os dados do Idlewatt
trouble-autostart = não foi possível alterar a inicialização automática
trouble-file = não é possível usar o arquivo
trouble-program = não foi possível iniciar um programa do Idlewatt
trouble-updater = não foi possível procurar atualizações
trouble-invalid-setting = este valor não pode ser usado
trouble-false-answer = uma resposta não era o que o modelo diz
trouble-busy = quem poderia fazer isso está ocupado
trouble-no-provider = ninguém pode ou quer fazer isso agora
trouble-no-model = ninguém oferece esse modelo
trouble-bad-input = o pedido não está correto
trouble-books = não é possível usar os registros
trouble-role-off = essa parte está desligada nas configurações
trouble-shutting-down = o programa em segundo plano está encerrando
busy-benchmark = este PC já está sendo medido
busy-job = há uma tarefa em andamento; a medição pode começar quando ela terminar
busy-model = um modelo está trabalhando; a medição pode começar quando ele terminar
busy-picture = uma imagem já está sendo renderizada
input-picture-kind = uma imagem é um arquivo .png ou .exr
input-too-large = ela precisa de { $needs } de memória, e são permitidos { $allowed }
input-is-folder = { $path } é uma pasta; o arquivo precisa de um nome
input-no-folder = a pasta { $path } não existe
input-empty = nada foi perguntado
input-too-long = a conversa está longa demais; comece outra
failed-program = { $name } está em execução e precisa mais da placa
failed-sleep = este PC está entrando em suspensão
failed-card = a placa não responde mais
failed-measure = não é possível medir este PC
failed-written = não é possível gravar { $path }
failed-units = as partes da imagem falharam uma após a outra
failed-broken = algo falhou neste PC
none-found = não foi encontrado ninguém que faça esse trabalho
there-not-idle = o dono está usando
there-busy = ocupado com outras tarefas
there-floor = quer pelo menos { $floor } créditos
there-too-large = não tem memória suficiente: são necessários { $needs }, permitidos { $allowed }
there-unwilling = não aceita esse tipo de trabalho
there-unpaid = diz que há { $owed } créditos de tarefas anteriores não pagos
there-misunderstood = não aceitou o pedido como foi enviado
there-silent = não respondeu
there-only-relayed = só é alcançado por um relé, que não carrega tanto
there-strange = respondeu outra coisa
saved = Salvo.
undo = Desfazer
undone = Desfeito.
close = Fechar
cancel = Cancelar
copy = Copiar
copied = Copiado.
open-window = Abrir o Idlewatt
