# The first run: five calm screens, less than a minute.

welcome = 환영해요
welcome-steps = 첫 단계
welcome-step = { $of }단계 중 { $step }단계
welcome-skip = 모두 건너뛰기
welcome-back = 뒤로
welcome-on = 계속
welcome-on-unmeasured = 측정하지 않고 계속
welcome-done = 완료

## What was found

welcome-machine = 이 PC의 사양이에요
welcome-machine-about = Idlewatt는 쓰지 않는 동안 카드를 다른 사람에게 빌려주고, 필요해지는 순간 돌려줘요.
welcome-nothing-asked = 계정도, 지갑도, 이메일도 없어요. 번 것은 이 PC의 장부에 기록돼요.
welcome-looking = 이 PC를 살펴보는 중…
welcome-memory = 카드 메모리
welcome-driver = 드라이버
welcome-meters = 센서
welcome-meters-told = 사용률, 전력, 온도를 읽어요
welcome-meters-none = 없음: 전력은 측정하지 않고 추정해요
welcome-off = 아직 카드를 살펴보지 않았어요
welcome-off-switch = 이 PC가 쉴 때 다른 사람을 위해 작업
welcome-off-switch-about = 꺼져 있어서 카드를 건드리지 않아요. 무엇을 할 수 있는지 보려면 켜 주세요.
welcome-software = 그래픽 카드를 찾지 못했어요
welcome-software-why = 프로세서로 작업하게 되는데, 느리고 거의 벌지 못해요. 이 PC에 카드가 있다면 드라이버가 없거나 연산을 지원하지 않는 거예요.
welcome-none = 쓸 수 있는 그래픽 카드가 없어요
welcome-none-why = 다른 사람을 위해 연산할 수 있는 것이 없어요. 그래도 Idlewatt는 열리고, 카드가 생기면 저절로 시작해요.
welcome-driver-advice = 이렇게 해 보세요: 카드 제조사의 최신 드라이버를 설치하고 PC를 다시 시작한 다음 Idlewatt를 다시 여세요. 다른 사람에게 작업을 요청하는 것은 그대로 할 수 있어요.
welcome-findings =
    { $count ->
       *[other] 확인할 사항 { $count }개
    }

## The benchmark

welcome-benchmark = 얼마나 빠를까요?
welcome-benchmark-about = 약 20초 동안 카드가 온 힘을 다해 이미지를 렌더링해요. 팬 소리가 들릴 수 있어요.
welcome-benchmark-start = 지금 측정
welcome-benchmark-again = 다시 측정
welcome-benchmark-stop = 멈춤
welcome-benchmark-picture = 측정을 위해 렌더링하는 이미지
welcome-benchmark-waiting = 이미지가 여기에 나타나요.
welcome-benchmark-progress = 측정 진행률
welcome-speed = 속도
welcome-speed-means = 초당 샘플: 카드가 장면에서 따라가는 빛의 경로 수예요. 작업 대가는 이 수로 정해지니, 이것이 카드가 팔 수 있는 양이에요.
welcome-watts = 전력
welcome-watts-means = 카드가 작업할 때 쓰는 전력이에요. 전기 요금은 쉴 때를 넘는 부분으로 계산해요.
welcome-watts-unknown = 알려주는 센서가 없어요. 전기 요금은 이런 카드가 쓰는 보통 값으로 계산해요.
welcome-measured-before = 이전 측정: 초당 { $speed } 샘플.

## The estimate

welcome-estimate = 예상 수익
welcome-estimate-about = 전기 요금을 뺀 솔직한 예상이에요. 다른 사람들이 얼마나 요청하는지에 달려 있고, 그것은 아무도 약속할 수 없어요.
welcome-tariff-about = 가장 중요한 숫자는 전기 요금이에요. 고지서에서 세금을 모두 포함한 kWh당 가격을 확인하세요. 직접 적기 전까지는 일반적인 가격이 들어 있어요.

## The choice

welcome-choice = 언제 일할까요?
welcome-choice-about = 시작할 방법을 하나 고르세요. 모두 나중에 바꿀 수 있고, 바꾼 것은 모두 되돌릴 수 있어요.
welcome-choice-needed = 고르기 전에는 아무 일도 하지 않아요.

## The start

welcome-start = 컴퓨터와 함께 시작할까요?
welcome-start-about = 원할 때만 켜세요. 기본은 꺼짐이에요.
welcome-autostart = 로그인할 때 Idlewatt 시작
welcome-autostart-about = 창 없이 열리고, 한도가 작업을 허용할 때까지 트레이에서 기다려요.
welcome-ready = 이게 다예요. 언제든 창을 닫아도 돼요. 작업은 트레이에서 계속되고 정한 대로 멈춰요.
welcome-not-said = 이 PC가 언제 일해도 되는지 아직 정하지 않아서 일하지 않아요. 돌아가서 고르거나 나중에 정하세요. 홈과 트레이에 표시돼요.
