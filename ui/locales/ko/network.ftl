# The page "Network".

network-reach = 다른 사람이 이 컴퓨터에 접속할 수 있나요?
network-reach-unknown = 아직 모름
network-reach-unknown-about = 피어에게 접속해 보도록 요청하고 있어요. 시작하고 몇 분 걸려요.
network-reach-direct = 직접 연결
network-reach-direct-about = 피어가 { $address } 주소로 접속했어요. 더 할 일은 없어요.
network-reach-relayed = 중계를 통해
network-reach-relayed-about = 밖에서 접속한 피어가 확인되지 않아, 다른 노드는 { $through }을(를) 거쳐 이 컴퓨터를 불러요. 작은 작업은 이 길로 들어오고, 더 큰 작업에는 거기서 시도하는 직접 연결이 필요해요.
network-reach-punched = 직접 연결이 된 호출: 최근 { $tries }건 중 { $punched }건.
network-reach-outgoing-only = 나가는 연결만
network-reach-outgoing-only-about = 밖에서 접속한 피어가 확인되지 않았어요. 이 컴퓨터가 직접 맺은 연결로 작업은 계속 들어와요. 공유기에서 이 컴퓨터로 포트를 전달하거나 UPnP를 켜면 더 많은 피어가 접속할 수 있어요.
network-no-relay-not-wanted = 설정에 따라 중계를 요청하지 않아요.
network-no-relay-not-offered = 호출을 중계하는 인덱스 노드가 없어요.
network-no-relay-full = 요청한 중계에 자리가 없어요. 나중에 다시 요청해요.
network-no-relay-asking = 중계에 요청하고 있어요.
network-no-relay-failed = 요청한 중계가 거절하거나 제대로 응답하지 않아요. 다른 중계나 같은 중계를 다시 시도해요.
network-reach-alone = 혼자
network-reach-alone-about = 연결된 피어가 없어요({ $what }). 인터넷 연결과 설정에 인덱스 노드가 적혀 있는지 확인해 주세요.

network-node = 이 노드
network-addresses = 수신 주소
network-relays-for = 이 컴퓨터를 거쳐 부를 수 있는 다른 노드: { $count }.

network-market = 지금 가격
network-market-none = 지금 렌더링을 제공하는 곳이 없어요.
network-market-alone = 지금 렌더링을 제공하는 다른 곳이 없어요.
network-market-rank =
    { $total ->
       *[other] { $cheaper ->
            [0] 다른 제공자 { $total }곳 모두 나와 같거나 더 낮은 가격을 받아요.
           *[other] 다른 제공자 { $total }곳 중 { $cheaper }곳보다 낮은 가격을 받고 있어요.
        }
    }
network-market-off = 지금 제공하는 것이 없어요.
network-market-axis-price = 10억 샘플당 크레딧
network-market-axis-speed = 초당 샘플
network-market-mine = 나
network-market-free = 비어 있음
network-market-busy = 작업 중
network-market-provider = 제공자
network-market-device = 장치
network-market-price = 가격
network-market-speed = 속도
network-market-state = 상태
network-market-chart = 제공자별 속도 대비 가격

network-peers = 피어
network-peers-none = 연결된 피어가 없어요.
network-peer = 피어
network-address = 주소
network-transport = 전송
network-rtt = 왕복 시간

network-records = 함께한 작업의 결과
network-records-none = 아직 누구와도 작업하지 않았어요.
network-records-about = 내 장부에 있는 내용이고, 다른 사람은 볼 수 없어요.
network-record-worked = 내가 해 줌
network-record-bought = 상대가 해 줌
network-record-side = 누가 누구에게
network-record-jobs = 작업
network-record-paid = 지급된 단위
network-record-failed = 실패한 단위
network-record-gross = 가치
network-record-last = 마지막
