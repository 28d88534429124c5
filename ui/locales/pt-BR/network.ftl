# The page "Network".

network-reach = Outros conseguem alcançar esta máquina?
network-reach-unknown = Ainda não se sabe
network-reach-unknown-about = Pede-se aos peers que tentem. Isso leva alguns minutos após o início.
network-reach-direct = Diretamente
network-reach-direct-about = Um peer conseguiu entrar por { $address }. Não há mais nada a fazer.
network-reach-relayed = Por um relé
network-reach-relayed-about = Não se viu ninguém conseguir entrar de fora; por isso outros chamam esta máquina por { $through }. Trabalhos pequenos chegam por aí; os maiores precisam da conexão direta que se tenta em seguida.
network-reach-punched = Chamadas que viraram conexões diretas: { $punched } das últimas { $tries }.
network-reach-outgoing-only = Só saída
network-reach-outgoing-only-about = Não se viu ninguém conseguir entrar de fora. Ainda assim chega trabalho pelas conexões que esta máquina mesma abre. Uma porta que seu roteador encaminhe para esta máquina, ou o UPnP ligado nele, faz com que mais peers cheguem até você.
network-no-relay-not-wanted = Nenhum relé é pedido: uma configuração diz isso.
network-no-relay-not-offered = Nenhum dos nós de índice retransmite chamadas.
network-no-relay-full = O relé consultado não tem mais lugar; ele será consultado de novo.
network-no-relay-asking = Um relé está sendo consultado.
network-no-relay-failed = O relé consultado recusa ou não responde como deveria; tenta-se outro, ou o mesmo de novo.
network-reach-alone = Sozinho
network-reach-alone-about = Ninguém está conectado ({ $what }). Verifique a conexão com a internet e se há nós de índice nas configurações.

network-node = Este nó
network-addresses = Escuta em
network-relays-for = Outros que podem ser chamados por esta máquina: { $count }.

network-market = Preços agora
network-market-none = Ninguém oferece renderização no momento.
network-market-alone = Ninguém mais oferece renderização no momento.
network-market-rank =
    { $total ->
        [one] { $cheaper ->
            [0] O outro provedor pede o mesmo que você ou menos.
           *[other] Você pede menos que o outro provedor.
        }
       *[other] Você pede menos que { $cheaper } de { $total } outros provedores.
    }
network-market-off = Você não oferece nada no momento.
network-market-axis-price = Créditos por bilhão de amostras
network-market-axis-speed = Amostras por segundo
network-market-mine = seu
network-market-free = livre
network-market-busy = ocupado
network-market-provider = Provedor
network-market-device = Dispositivo
network-market-price = Preço
network-market-speed = Velocidade
network-market-state = Estado
network-market-chart = O preço de cada provedor em relação à velocidade

network-peers = Peers
network-peers-none = Ninguém está conectado.
network-peer = Peer
network-address = Endereço
network-transport = Via
network-rtt = Ida e volta

network-records = No que deu o trabalho em conjunto
network-records-none = Nenhum trabalho com ninguém ainda.
network-records-about = Vem dos seus próprios registros, que mais ninguém vê.
network-record-worked = você trabalhou para ele
network-record-bought = ele trabalhou para você
network-record-side = Quem para quem
network-record-jobs = Tarefas
network-record-paid = Unidades pagas
network-record-failed = Unidades falhas
network-record-gross = Valor
network-record-last = Última
