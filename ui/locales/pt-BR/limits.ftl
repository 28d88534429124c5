# Limits: what the owner allows, and what that comes to. Presets and estimates are also part of the first run.

## What the limits come to

limits-comes = No que dão os seus limites
comes-coming = Calculando…
comes-unknown = Ainda não se sabe nada desta máquina. A estimativa aparece depois que ela for medida.
comes-unit = créditos por dia
comes-after = depois da eletricidade e do desgaste da placa
comes-range = Algo entre { $low } e { $high }.
comes-hours = Trabalho durante { $hours } por dia.
comes-loss = Com estes limites, a eletricidade e o desgaste custam mais do que o trabalho rende. O Idlewatt não aceita trabalho abaixo do custo.
comes-rests = Uma estimativa, não uma promessa. Ela supõe que:
rests-demand = há trabalho em { $share } do tempo; isso ninguém sabe ainda.
rests-demand-measured = há trabalho em { $share } do tempo, como nos últimos dias aqui.
rests-presence = alguém usa esta máquina por { $time } ao dia.
rests-presence-measured = alguém usa esta máquina por { $time } ao dia, como nos últimos dias.
rests-awake = esta máquina fica ligada por { $time } ao dia, como nos últimos dias.
rests-tariff = um quilowatt-hora custa { $price } créditos.
rests-tariff-mean = um quilowatt-hora custa em média { $price } créditos nas suas horas.
rests-power = o trabalho consome { $power } além do repouso, como em placas deste tipo.
rests-power-measured = o trabalho consome { $power } além do repouso, como informou o sensor desta placa.
rests-own-price = o trabalho é pago pelo preço que você pede, já que não se conhecem ofertas de mais ninguém aqui.
effect-costs = Deixa de ganhar { $amount } créditos por dia.
effect-saves = Economiza { $amount } créditos por dia.
outcome = Um dia renderia { $net } créditos.
outcome-same = Um dia renderia { $net } créditos, como agora.
outcome-less = Um dia renderia { $net } créditos, { $less } a menos que agora.
outcome-more = Um dia renderia { $net } créditos, { $more } a mais que agora.

## Presets

limits-presets = Três jeitos de começar
preset-quiet-nights = Noites tranquilas
preset-quiet-nights-says = Trabalha enquanto você dorme, sem calor nem barulho.
preset-when-away = Sempre que eu sair
preset-when-away-says = Trabalha quando ninguém mexe nesta máquina há um tempo.
preset-everything = Tudo
preset-everything-says = Trabalha sempre que pode, e ainda para quando você joga.
preset-chosen = Em uso
preset-net = Cerca de { $net } créditos por dia
preset-unknown = Sem estimativa ainda
preset-used = { $name }: estes limites valem agora.
presets-own = Seus limites são só seus: nenhum destes três.
says-present-stop = Para enquanto você está aqui
says-present-light = Continua de leve enquanto você está aqui, com { $share } da placa
says-present-full = Continua enquanto você está aqui
says-idle =
    Começa após { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    } sem atividade
says-idle-light =
    Velocidade total após { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    } sem atividade
says-screenless = Sempre, em uma placa sem tela
says-most = No máximo { $most }
says-fan = Ventoinha no máximo a { $most }
says-share = No máximo { $share } do tempo da placa
says-hours-per-day =
    No máximo { $hours ->
        [one] { $hours } hora
       *[other] { $hours } horas
    } por dia
says-cost-per-day = No máximo { $most } créditos de eletricidade por dia
says-tariff-most = Enquanto o quilowatt-hora custa no máximo { $most } créditos
says-battery = Também na bateria
says-metered = Também em redes cobradas por volume

## Parts of the page

limits-sections = Limites nesta página
limits-when = Quando
limits-hard = Com que força
limits-daily = Quanto por dia
limits-electricity = Eletricidade e preço
limits-games = Jogos e programas
limits-accepted = O que é aceito
limits-cards = Cada placa
no-limit = Sem limite
as-for-all = Como em todas
add = Adicionar
add-named = Adicionar { $name }
remove = Remover
remove-named = Remover { $name }
unit-minutes =
    { $count ->
        [one] minuto
       *[other] minutos
    }
unit-seconds = segundos
unit-per-kwh = por kWh
unit-kwh = kWh
unit-per-hour = por hora

## Hours

hours-title = Horas da semana
hours-about = Pinte as horas em que o trabalho é permitido. Clique ou arraste; clicar em um dia ou em uma hora pinta a linha toda.
hours-always = A qualquer hora
hours-daily = Todos os dias
hours-days = { $first }–{ $last }
hours-span = { $days } { $from }–{ $to }
hours-whole = { $days }, o dia todo
hours-in-week = { $hours } por semana
hours-allow-all = Permitir todas as horas
week-grid = Horas da semana em que o trabalho é permitido
week-all = A semana toda
week-part = { $day } { $hour }, uma parte desta hora
week-nothing-left = Uma hora precisa ficar. Para parar o trabalho de vez, pause-o ou desligue o trabalho para outros nas configurações.
week-by-hand = Alguns horários começam ou terminam no meio de uma hora: alguém os escreveu à mão. Eles ficam como estão onde você não pintar.
week-round = Trocar por horas cheias
week-keys = Pelo teclado: as setas movem, Espaço pinta ou apaga, Shift com as setas pinta um intervalo.

## While somebody is here

present-title = Enquanto você está aqui
present-about = Jogos e os programas que você indicar sempre vêm primeiro, seja qual for a sua escolha.
present-stop = Parar
present-stop-about = Não se trabalha em nada até você sair.
present-light = Continuar de leve
present-light-about = Uma parte da placa, em pedaços tão curtos que a área de trabalho segue fluida.
present-full = Continuar com tudo
present-full-about = Não importa se você está aqui.
light-share-title = Parte da placa enquanto você está aqui
light-share-about = Quanto menos, mais fluido fica todo o resto.
idle-title = Considerar que você saiu após
idle-about = Tempo sem mouse, teclado ou controle. Com 0, não importa se você está aqui.
screenless-title = Uma placa sem tela continua
screenless-about = Enquanto você está aqui, uma segunda placa sem nenhuma tela ligada pode continuar.
battery-title = Trabalhar na bateria
battery-about = Desligado: o trabalho espera até esta máquina estar na tomada.
metered-title = Trabalhar em redes cobradas por volume
metered-about = Desligado: o trabalho espera enquanto a rede for cobrada por volume, como a de um celular.

## How hard

hard-no-meters = Nenhuma placa informa aqui potência, temperatura ou ventoinha. Os limites ficam guardados para quando alguma informar.
watts-title = Watts
watts-about = O que a placa pode consumir, na média de um minuto.
watts-about-range = O que a placa pode consumir, na média de um minuto. Esta placa pode ser mantida entre { $least } e { $most }.
takes-now = Consome { $now } agora
is-now = Em { $now } agora
turns-now = Gira a { $now } agora
degrees-title = Temperatura
degrees-about = Acima disso, o trabalho espera até a placa esfriar.
fan-title = Ventoinha
fan-about = O trabalho desacelera antes que a ventoinha gire mais rápido, e o quarto segue silencioso.
share-title = Parte do tempo da placa
share-about = Menos que o total deixa pausas entre os pedaços de trabalho.
memory-title = Memória para uma tarefa
memory-about = Tarefas que precisam de mais memória da placa não são aceitas.
card-limit-title = Usar o limite de potência da própria placa
card-limit-about = Onde o sistema permite, o driver segura os watts, o que custa menos velocidade. Depois tudo volta ao que era.
cards-about = Uma placa pode ter limites próprios. O que não for definido nela vale como em todas.
card-back = Todos os limites
card-works-title = Esta placa trabalha
card-works-about = Desligado: ela nunca é usada para outros.
card-unseen = { $name } não está nesta máquina agora, ou nada a informa. O que for definido aqui vale quando ela voltar.

## How much a day

day-hours-title = Horas de trabalho
day-hours-about = Quando acabam, o trabalho espera pela meia-noite.
day-energy-title = Energia
day-energy-about = O que o trabalho consome além do repouso.
day-cost-title = Dinheiro para eletricidade
day-cost-about = Quanto essa energia pode custar.

## Electricity and price

tariff-title = Preço do quilowatt-hora
tariff-about = Está na sua conta de luz; vale o preço inteiro, com impostos. Um crédito é contado como um dólar americano.
tariff-about-now = Está na sua conta de luz; vale o preço inteiro, com impostos. Agora valem { $now } créditos.
tariff-elsewhere = O preço é informado por { $source }. O que está aqui vale quando nada for informado.
bands-title = Outros preços em certos horários
bands-about = Para tarifas que mudam ao longo do dia. Vale a primeira que se encaixar.
band = { $when }: { $price } créditos
band-days = Dias
band-from = De
band-to = Até
band-price = Preço por quilowatt-hora
tariff-most-title = Máximo que o quilowatt-hora pode custar
tariff-most-about = O trabalho espera enquanto custar mais.
wear-title = Desgaste da placa
wear-about = O que uma hora de trabalho gasta da vida dela. Faz parte do menor preço que você aceita.
margin-title = Margem
margin-about = O que você pede além da eletricidade e do desgaste.

## Games and programs

programs-title = Programas que vêm primeiro
programs-about = Nenhum trabalho é feito junto com estes. Jogos das bibliotecas conhecidas não precisam estar na lista.
programs-none = A lista está vazia. Os jogos são reconhecidos mesmo sem ela.
programs-running = { $name } está em execução: o trabalho fica fora do caminho.
program-name = Nome do arquivo, como blender
suggestions-title = Vistos trabalhando na placa
suggestions-about = Estes não foram reconhecidos como jogos. Adicione um se o trabalho deve parar por causa dele.
suggestion-seen = { $time } no total, até { $peak } da placa
others-title = Uso por outros programas
others-about = Quanto da placa outros programas podem usar antes que o trabalho pare por eles. Para os jogos e os programas acima ele para de qualquer forma.
others-now = Agora usam { $now }
quiet-title = Espera depois de um jogo
quiet-about = Quanto tempo após o fim de um jogo o trabalho recomeça.

## What is accepted

accept-render = Imagens e animações de cenas 3D.
accept-generate = Respostas de modelos de linguagem que estão no seu disco.
accept-embed = Textos transformados em números, para buscas.
accept-last = Um tipo de trabalho precisa ficar. Para parar tudo, pause o trabalho ou desligue o trabalho para outros nas configurações.
mature-title = Trabalho que pode não ser adequado para todos
mature-about = Desligado: trabalho que o solicitante declara assim é recusado. Ninguém verifica se os outros declaram a verdade.
blocked-title = Solicitantes bloqueados
blocked-about = Nada deles é aceito.
blocked-none = Ninguém está bloqueado. Você pode bloquear um solicitante na página de tarefas.
unblock = Desbloquear
unblock-named = Desbloquear { $name }
