# Jobs: what was done for whom, what it paid, how it was checked; and what was refused.

jobs-done = 작업
jobs-refused = 내 PC가 거절한 이유
jobs-views = 표시할 목록

## The list

jobs-list = 작업 목록, 최신순. 화살표 키로 줄을 이동하고 Enter로 열어요.
jobs-when = 시기
jobs-what = 내용
jobs-with = 상대
jobs-size = 단위
jobs-net = 순수익
jobs-money = 금액
jobs-ended = 종료 사유
jobs-final = 확정
jobs-paid = 지급됨
jobs-pending = { $amount } 지급 예정
jobs-held = { $amount } 보류
jobs-to-pay = { $amount } 낼 예정
jobs-nothing-due = 낼 금액 없음
jobs-void =
    { $count ->
       *[other] 단위 { $count }개가 헛일이 됐어요
    }
jobs-loading-more = 이전 작업을 가져오는 중…
jobs-first = 내 작업이 여기에 표시돼요
jobs-first-what = 작업마다 이미지, 받은 금액, 든 전기 요금, 검증 방법을 보여줘요. 누군가의 작업을 맡기로 합의하면 첫 작업이 나타나요.
jobs-none-such = 해당하는 작업이 없어요.

## Filters

jobs-filter = 골라 보기
jobs-side = 구분
jobs-side-any = 해 준 작업과 맡긴 작업
jobs-side-provider = 다른 사람에게 해 준 작업
jobs-side-requester = 다른 사람에게 맡긴 작업
jobs-kind = 작업 종류
jobs-kind-any = 모든 종류
jobs-peer = 상대
jobs-peer-any = 모두
jobs-clear = 지우기

## One job

jobs-not-found = 이 작업은 장부에 없어요.
jobs-picture = 마지막 이미지: { $title }
jobs-left = 전기 요금을 빼고 남은 금액
jobs-cost = 비용
jobs-per-unit = 단위당 순수익
jobs-per-unit-cost = 단위당 비용
jobs-facts = 정보
jobs-requester = 요청자
jobs-provider = 제공자
jobs-agreed = 합의
jobs-last-entry = 마지막 기록
jobs-took = 카드 사용 시간
jobs-number = 작업
jobs-copy-id = { $id } 복사
jobs-only-peer = 이 상대와의 작업만

## Units and how they were checked

jobs-units-newest = 최신 단위 { $count }개만 표시돼요.
jobs-units-table = 단위별 보기
jobs-unit-when = 마지막 기록
jobs-unit-state = 상태
jobs-unit-worth = 가치
jobs-unit-time = 카드 사용 시간
jobs-unit-started = 진행 중
jobs-unit-pending = 전달함
jobs-unit-final = 검증, 지급 완료
jobs-unit-void = 헛일이 됨
jobs-checked = 검증 방법
jobs-checked-final =
    { $count ->
       *[other] 단위 { $count }개를 요청자가 승인하고 서명된 영수증으로 지급했어요.
    }
jobs-checked-final-bought =
    { $count ->
       *[other] 단위 { $count }개를 여기서 검증하고 승인해 지급했어요.
    }
jobs-checked-pending =
    { $count ->
       *[other] 단위 { $count }개를 전달했어요. 요청자의 다음 영수증에 포함돼요.
    }
jobs-checked-held =
    { $count ->
       *[other] 단위 { $count }개를 전달했지만 마지막 영수증이 오지 않았어요. 이 요청자가 돌아오면 지급돼요.
    }
jobs-checked-pending-bought =
    { $count ->
       *[other] 단위 { $count }개가 도착했고, 지급할 예정이에요.
    }
jobs-checked-started =
    { $count ->
       *[other] 단위 { $count }개를 진행하고 있어요.
    }
jobs-checked-void =
    { $count ->
       *[other] 단위 { $count }개가 헛일이 됐어요: { $why }.
    }
jobs-checked-none = 끝낸 단위가 없어서 검증할 것이 없었어요.

failure-preempted = 컴퓨터 주인이 돌아옴
failure-worker-failed = 작업하는 프로그램이 멈춤
failure-bad-scene = 장면을 렌더링할 수 없음({ $what })
failure-bad-model = 모델을 사용할 수 없음({ $what })
failure-bad-request = 요청에 답할 수 없음({ $what })
failure-bad-unit = 합의한 내용에 없던 단위
failure-bad-result = 결과가 알려 온 것과 다름
failure-not-finite = 결과에 숫자가 아닌 값이 있음
failure-differs = 다시 계산한 픽셀이 다름
failure-false-answer = 답변이 모델의 출력과 다름
failure-timed-out = 합의한 시간보다 오래 걸림
failure-job-ended = 작업이 먼저 끝남

## Receipts

jobs-receipt = 영수증
jobs-receipt-none = 아직 영수증이 오지 않았어요.
jobs-receipt-none-held = 영수증이 끝내 오지 않았어요.
jobs-receipt-covers =
    { $count ->
       *[other] 단위 { $count }개, 총 { $amount } 크레딧
    }
jobs-receipt-signed = 서명: { $payer }, { $when }
jobs-signature = 서명
jobs-copy-signature = 서명 전체 복사
jobs-copy-receipt = JSON으로 복사
jobs-older-receipts =
    { $count ->
       *[other] 이전 영수증 { $count }개
    }

## The owner's word

jobs-owner = 내 결정
jobs-block = 이 요청자 차단
jobs-unblock = 이 요청자의 작업 다시 받기
jobs-blocked = { $node } 차단됨: 이제 이 요청자의 작업을 받지 않아요.
jobs-unblocked = { $node } 차단 해제됨: 작업을 다시 받아요.
jobs-refuse-kind = 이 종류의 작업 거절
jobs-accept-kind = 이 종류의 작업 다시 받기
jobs-last-kind = 받고 있는 유일한 종류예요. 아무것도 받지 않으려면 설정에서 다른 사람을 위한 작업을 꺼 주세요.
jobs-kind-refused = 이제 받지 않아요: { $kind }.
jobs-kind-accepted = 다시 받아요: { $kind }.

## Why my PC said no

jobs-refusals-what = 이 PC가 최근에 거절한 제안과 그 이유예요. 거절해도 비용이 들지 않고 평판도 나빠지지 않아요.
jobs-refusals-none = 최근에 거절한 것이 없어요
jobs-refusals-none-what = 제안이 한도에 맞지 않거나 전기 요금만큼도 벌지 못하면 이유와 함께 여기에 표시돼요.
jobs-refusals-asked = 요청자: { $node }
jobs-refusals-sum = 10억 샘플 기준 계산
jobs-refusals-offered = 제안 금액
jobs-refusals-wear = 마모
jobs-refusals-short = 모자란 금액
refusal-not-idle = 컴퓨터가 비어 있지 않았어요. 사용 중이거나 일시 중지한 상태였어요.
refusal-busy = 다른 작업을 하고 있었어요.
refusal-below-floor = 제안 금액이 너무 낮았어요. { $floor } 크레딧이면 받았을 거예요.
refusal-no-model = 그 모델이 없거나 다른 사람에게 제공하지 않아요.
refusal-too-large = 작업에 필요한 메모리는 { $needs }, 허용 한도는 { $allowed }예요.
refusal-invalid = 작업 설명이 올바르지 않아요: { $what }.
refusal-unknown = 제안이 만료됐어요.
refusal-bad-signature = 서명이 유효하지 않았어요.
refusal-no-provider = 다른 사람을 위한 작업이 꺼져 있어요.
refusal-blocked = 차단한 요청자예요.
refusal-kind = 받지 않는 종류의 작업이에요: { $kind }.
refusal-mature = 모두에게 적합하지 않을 수 있는 작업이고, 그런 작업은 받지 않도록 되어 있어요.
refusal-unpaid = 이 요청자는 이전 작업의 { $owed } 크레딧을 아직 지급하지 않았어요.
