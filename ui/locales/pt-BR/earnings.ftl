# Earnings: what came in, what electricity took, what is left; over time, by kind and by hour.

## The span that is shown

earnings-span = Período
earnings-day = Hoje
earnings-week = 7 dias
earnings-month = 30 dias
earnings-all = Tudo
earnings-net-day = Sobrou hoje, depois da eletricidade
earnings-net-week = Sobrou nos últimos 7 dias, depois da eletricidade
earnings-net-month = Sobrou nos últimos 30 dias, depois da eletricidade
earnings-net-all = Sobrou desde o começo, depois da eletricidade

## What the sums mean

earnings-net-meaning = O que foi ganho, menos a eletricidade gasta para isso. Fica abaixo de zero quando o trabalho custou mais do que rendeu.
earnings-gross-meaning = O valor de todo o trabalho concluído, já pago ou não.
earnings-electricity-meaning = O que a energia desse trabalho custou na sua tarifa, contada acima do que este PC consome em repouso. O trabalho que não deu em nada também entra na conta.
earnings-energy-meaning = A energia que o trabalho consumiu, acima do que este PC consome em repouso.
earnings-spent-meaning = O que você pagou a outros por trabalho que pediu. Não faz parte da soma acima.

## The chart

earnings-over-time-hour = Por hora
earnings-over-time-day = Por dia
earnings-over-time-month = Por mês
earnings-chart = Gráfico dos ganhos. As setas do teclado passam de coluna em coluna.
earnings-kept = Ficou para você
earnings-lost = Saiu do seu bolso
earnings-as-table = Como tabela
earnings-as-chart = Como gráfico
earnings-when = Quando
earnings-hour-span = { $from } a { $to }

## By kind and by hour

earnings-by-kind = Por tipo de trabalho
earnings-kind-share = { $share } do que foi ganho
earnings-per-kwh = { $amount } créditos por kWh
earnings-by-hour = Por hora do dia
earnings-by-hour-chart = Gráfico dos ganhos por hora do dia. As setas do teclado passam de hora em hora.
earnings-best-hour = O que mais sobra é entre { $from } e { $to }.
earnings-units =
    { $count ->
        [one] { $count } unidade
       *[other] { $count } unidades
    }

## Nothing yet

earnings-first = Seus primeiros ganhos vão aparecer aqui
earnings-first-what = Cada hora ganha uma coluna: o que rendeu, o que a eletricidade levou e o que ficou para você. A primeira aparece assim que o primeiro trabalho for concluído.
earnings-none-day = Nada foi ganho hoje até agora.
earnings-none-week = Nada foi ganho nos últimos 7 dias.
earnings-none-month = Nada foi ganho nos últimos 30 dias.
earnings-none-what = A coluna desta hora aparece com o próximo trabalho concluído.
earnings-see-all = Ver tudo

## Export

earnings-export = Exportar
earnings-export-csv = CSV, uma linha por tarefa
earnings-export-json = JSON, com unidades e recibos
earnings-exported =
    { $count ->
        [one] { $count } tarefa foi gravada em { $path }
       *[other] { $count } tarefas foram gravadas em { $path }
    }
earnings-reveal = Mostrar na pasta
