# Jobs: what was done for whom, what it paid, how it was checked; and what was refused.

jobs-done = Tarefas
jobs-refused = Por que meu PC disse não
jobs-views = O que é listado

## The list

jobs-list = Tarefas, as mais recentes primeiro. As setas passam de linha em linha, Enter abre uma.
jobs-when = Quando
jobs-what = O quê
jobs-with = Com
jobs-size = Unidades
jobs-net = Líquido
jobs-money = Dinheiro
jobs-ended = Como terminou
jobs-final = Confirmado
jobs-paid = Pago
jobs-pending = { $amount } pendentes
jobs-held = { $amount } retidos
jobs-to-pay = { $amount } a pagar
jobs-nothing-due = Nada em aberto
jobs-void =
    { $count ->
        [one] { $count } unidade não deu em nada
       *[other] { $count } unidades não deram em nada
    }
jobs-loading-more = Buscando tarefas mais antigas…
jobs-first = Suas tarefas vão aparecer aqui
jobs-first-what = Cada uma com sua imagem, quanto pagou, quanta eletricidade gastou e como foi conferida. A primeira aparece assim que um trabalho for combinado com alguém.
jobs-none-such = Nenhuma tarefa é assim.

## Filters

jobs-filter = Mostrar só
jobs-side = Lado
jobs-side-any = Feitas e compradas
jobs-side-provider = Feitas para outros
jobs-side-requester = Compradas de outros
jobs-kind = Tipo de trabalho
jobs-kind-any = Todos os tipos
jobs-peer = Com quem
jobs-peer-any = Todos
jobs-clear = Limpar

## One job

jobs-not-found = Esta tarefa não está nos registros.
jobs-picture = Última imagem de { $title }
jobs-left = Sobrou, depois da eletricidade
jobs-cost = Custo
jobs-per-unit = Líquido por unidade
jobs-per-unit-cost = Custo por unidade
jobs-facts = Dados
jobs-requester = Solicitante
jobs-provider = Provedor
jobs-agreed = Combinada
jobs-last-entry = Último registro
jobs-took = Tempo na placa
jobs-number = Tarefa
jobs-copy-id = Copiar { $id }
jobs-only-peer = Só tarefas com este nó

## Units and how they were checked

jobs-units-newest = Só as { $count } unidades mais recentes são listadas.
jobs-units-table = Cada unidade
jobs-unit-when = Último registro
jobs-unit-state = Estado
jobs-unit-worth = Valor
jobs-unit-time = Tempo na placa
jobs-unit-started = em andamento
jobs-unit-pending = entregue
jobs-unit-final = conferida e paga
jobs-unit-void = não deu em nada
jobs-checked = Como foi conferida
jobs-checked-final =
    { $count ->
        [one] { $count } unidade foi aceita pelo solicitante e paga com um recibo assinado.
       *[other] { $count } unidades foram aceitas pelo solicitante e pagas com um recibo assinado.
    }
jobs-checked-final-bought =
    { $count ->
        [one] { $count } unidade foi conferida aqui, aceita e paga.
       *[other] { $count } unidades foram conferidas aqui, aceitas e pagas.
    }
jobs-checked-pending =
    { $count ->
        [one] { $count } unidade foi entregue; o próximo recibo do solicitante a cobre.
       *[other] { $count } unidades foram entregues; o próximo recibo do solicitante as cobre.
    }
jobs-checked-held =
    { $count ->
        [one] { $count } unidade foi entregue, mas o último recibo nunca chegou. Ela é paga quando este solicitante voltar.
       *[other] { $count } unidades foram entregues, mas o último recibo nunca chegou. Elas são pagas quando este solicitante voltar.
    }
jobs-checked-pending-bought =
    { $count ->
        [one] { $count } unidade chegou e falta pagar.
       *[other] { $count } unidades chegaram e falta pagar.
    }
jobs-checked-started =
    { $count ->
        [one] { $count } unidade está em andamento.
       *[other] { $count } unidades estão em andamento.
    }
jobs-checked-void =
    { $count ->
        [one] { $count } unidade não deu em nada: { $why }.
       *[other] { $count } unidades não deram em nada: { $why }.
    }
jobs-checked-none = Nenhuma unidade foi concluída, então não havia o que conferir.

failure-preempted = o dono precisou da máquina
failure-worker-failed = o programa que faz o trabalho parou
failure-bad-scene = não é possível renderizar a cena ({ $what })
failure-bad-model = não é possível usar o modelo ({ $what })
failure-bad-request = não é possível responder ao pedido ({ $what })
failure-bad-unit = não fazia parte do combinado
failure-bad-result = o resultado não é o que foi anunciado
failure-not-finite = o resultado tem valores que não são números
failure-differs = os pixels recalculados são diferentes
failure-false-answer = a resposta não é o que o modelo diz
failure-timed-out = demorou mais do que o combinado
failure-job-ended = a tarefa terminou antes

## Receipts

jobs-receipt = Recibo
jobs-receipt-none = Nenhum recibo chegou ainda.
jobs-receipt-none-held = Nenhum recibo chegou.
jobs-receipt-covers =
    { $count ->
        [one] { $amount } créditos no total, por { $count } unidade
       *[other] { $amount } créditos no total, por { $count } unidades
    }
jobs-receipt-signed = Assinado por { $payer }, { $when }
jobs-signature = Assinatura
jobs-copy-signature = Copiar a assinatura inteira
jobs-copy-receipt = Copiar como JSON
jobs-older-receipts =
    { $count ->
        [one] { $count } recibo mais antigo
       *[other] { $count } recibos mais antigos
    }

## The owner's word

jobs-owner = Você decide
jobs-block = Bloquear este solicitante
jobs-unblock = Voltar a trabalhar para este solicitante
jobs-blocked = { $node } está na lista de bloqueio: nenhuma tarefa dele é aceita daqui em diante.
jobs-unblocked = As tarefas de { $node } são aceitas de novo.
jobs-refuse-kind = Recusar este tipo de trabalho
jobs-accept-kind = Voltar a aceitar este tipo de trabalho
jobs-last-kind = É o único tipo que você aceita. Para não aceitar nenhum, desligue o trabalho para outros nas configurações.
jobs-kind-refused = { $kind }: não é mais um tipo aceito.
jobs-kind-accepted = { $kind }: é um tipo aceito de novo.

## Why my PC said no

jobs-refusals-what = Ofertas que este PC recusou há pouco, e por quê. Um não não custa nada a você e não prejudica nenhuma reputação.
jobs-refusals-none = Nada foi recusado ultimamente
jobs-refusals-none-what = Quando uma oferta não cabe nos seus limites ou não pagaria a própria eletricidade, ela aparece aqui com o motivo.
jobs-refusals-asked = Pedido por { $node }
jobs-refusals-sum = A conta, para um bilhão de amostras
jobs-refusals-offered = Oferecido
jobs-refusals-wear = Desgaste
jobs-refusals-short = Faltam
refusal-not-idle = A máquina não estava livre: você a usava ou tinha pausado.
refusal-busy = Ela estava ocupada com outra tarefa.
refusal-below-floor = A oferta era baixa demais. Teria sido aceita por { $floor } créditos.
refusal-no-model = Ela não tem esse modelo, ou não o oferece a outros.
refusal-too-large = A tarefa precisa de { $needs } de memória, e você permite { $allowed }.
refusal-invalid = A descrição da tarefa não faz sentido: { $what }.
refusal-unknown = A oferta tinha expirado.
refusal-bad-signature = Uma assinatura não era válida.
refusal-no-provider = O trabalho para outros está desligado.
refusal-blocked = Você bloqueou este solicitante.
refusal-kind = Você não aceita este tipo de trabalho: { $kind }.
refusal-mature = Pode não ser adequado para todos, e você não aceita nada do gênero.
refusal-unpaid = Este solicitante ainda deve { $owed } créditos por trabalho anterior.
