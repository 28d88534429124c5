# The first run: five calm screens, less than a minute.

welcome = Boas-vindas
welcome-steps = Primeiros passos
welcome-step = Passo { $step } de { $of }
welcome-skip = Pular tudo
welcome-back = Voltar
welcome-on = Continuar
welcome-on-unmeasured = Continuar sem medir
welcome-done = Concluir

## What was found

welcome-machine = Isto é o que o seu PC tem
welcome-machine-about = O Idlewatt o empresta a outros enquanto você não precisa dele, e o devolve no instante em que precisar.
welcome-nothing-asked = Não há conta, nem carteira, nem e-mail. O que você ganha fica em registros neste PC.
welcome-looking = Examinando este PC…
welcome-memory = Memória da placa
welcome-driver = Driver
welcome-meters = Sensores
welcome-meters-told = Uso, potência e temperatura são lidos
welcome-meters-none = Nenhum: a potência é presumida, não medida
welcome-off = Ninguém examinou a sua placa ainda
welcome-off-switch = Trabalhar para outros quando este PC está ocioso
welcome-off-switch-about = Está desligado, então a placa fica em paz. Ligue para ver o que ela consegue fazer.
welcome-software = Nenhuma placa de vídeo foi encontrada
welcome-software-why = O trabalho seria feito no processador, que é lento e rende quase nada. Se este PC tem uma placa, o driver falta ou não consegue computar.
welcome-none = Nenhuma placa de vídeo pode ser usada
welcome-none-why = Nada aqui consegue computar para outros. O Idlewatt abre mesmo assim, e começa sozinho assim que houver uma placa.
welcome-driver-advice = O que fazer: instale o driver mais recente do fabricante da sua placa, reinicie o PC e abra o Idlewatt de novo. Você ainda pode pedir trabalho a outros.
welcome-findings =
    { $count ->
        [one] { $count } ponto para ver
       *[other] { $count } pontos para ver
    }

## The benchmark

welcome-benchmark = Qual é a velocidade dela?
welcome-benchmark-about = Por cerca de 20 segundos, a placa renderiza uma imagem com toda a força. Talvez você ouça a ventoinha.
welcome-benchmark-start = Medir agora
welcome-benchmark-again = Medir de novo
welcome-benchmark-stop = Parar
welcome-benchmark-picture = A imagem renderizada para a medição
welcome-benchmark-waiting = A imagem aparece aqui.
welcome-benchmark-progress = Medido até agora
welcome-speed = Velocidade
welcome-speed-means = Amostras por segundo: caminhos de luz que a placa segue por uma cena. As tarefas são pagas pelo número delas, então é isso que ela pode vender.
welcome-watts = Potência
welcome-watts-means = O que a placa consome enquanto trabalha. A eletricidade é contada pela parte acima do repouso.
welcome-watts-unknown = Nenhum sensor informa. A eletricidade é contada pelo que placas deste tipo consomem.
welcome-measured-before = Medido antes: { $speed } amostras por segundo.

## The estimate

welcome-estimate = O que pode render
welcome-estimate-about = Depois da eletricidade, com honestidade: depende de quanto os outros pedem, e isso ninguém pode prometer.
welcome-tariff-about = O número que mais importa é quanto você paga pela eletricidade. Ele está na sua conta de luz, por kWh, com todos os impostos. Aqui fica um preço típico até você colocar o seu.

## The choice

welcome-choice = Quando ela pode trabalhar?
welcome-choice-about = Escolha um para começar. Tudo pode ser mudado depois, e cada mudança pode ser desfeita.
welcome-choice-needed = Até você escolher, nada é feito.

## The start

welcome-start = Iniciar com o computador?
welcome-start-about = Desligado, a menos que você queira.
welcome-autostart = Iniciar o Idlewatt quando eu entrar
welcome-autostart-about = Ele abre sem janela e espera na bandeja até os seus limites permitirem trabalho.
welcome-ready = É só isso. Feche a janela quando quiser: o trabalho segue pela bandeja e para como você definiu.
welcome-not-said = Você ainda não disse quando este PC pode trabalhar, então ele não trabalha. Volte e escolha, ou faça isso depois: o início e a bandeja lembram você.
