# What is said on every page: what happens and why, money, measures, and the words of the frame.

name = Idlewatt

## Pages

page-home = 홈
page-earnings = 수익
page-limits = 한도
page-jobs = 작업
page-network = 네트워크
page-mesh = 메시 사용
page-settings = 설정
pages = 페이지

## What is happening, and why not more

working = 다른 사람의 작업을 하고 있어요: { $title }.
working-untitled = 다른 사람의 작업을 하고 있어요.
paused-until = { $when }까지 일시 중지했어요.
paused = 다시 시작할 때까지 일시 중지했어요.
wait-role-off = 일하지 않아요: 설정에서 작업 제공이 꺼져 있어요.
wait-not-said = 이 PC가 언제 일해도 되는지 아직 정하지 않았어요.
wait-starting = 시작하는 중: 이 컴퓨터를 살펴보고 있어요.
wait-measuring = 이 컴퓨터의 렌더링 속도를 측정하고 있어요.
wait-no-device = 일하지 않아요: 연산할 수 있는 그래픽 카드를 찾지 못했어요.
wait-no-device-called = 일하지 않아요: 설정에 적힌 { $name }(이)라는 그래픽 카드가 없어요.
wait-card-off = 일하지 않아요: 이 카드는 설정에서 꺼져 있어요.
wait-program-running = 비켜 있어요: { $name } 실행 중. 끝나면 작업을 이어가요.
wait-owner-present =
    { $minutes ->
       *[other] 자리에 있는 동안 비켜 있어요. { $minutes }분 동안 입력이 없으면 작업을 시작해요.
    }
wait-fullscreen = 비켜 있어요: 전체 화면 실행 중({ $name }).
wait-remote-use = 비켜 있어요: 원격으로 이 컴퓨터를 사용하고 있어요({ $name }).
wait-encoding = 비켜 있어요: 카드가 동영상을 인코딩하고 있어요.
wait-gpu-in-use = 비켜 있어요: 다른 프로그램이 GPU를 { $percent } 쓰고 있어요.
wait-memory-short = 비켜 있어요: 다른 프로그램이 쓰고 남은 카드 메모리는 { $free }예요.
wait-on-battery = 대기 중: 이 컴퓨터가 배터리로 동작하고 있어요.
wait-metered-network = 대기 중: 쓴 만큼 요금을 내는 네트워크예요.
wait-outside-hours = 쉬고 있어요. 허용한 시간은 { $when }에 시작돼요.
wait-no-hours = 일하지 않아요: 허용한 시간이 전혀 없어요.
wait-day-hours = 오늘은 끝났어요: 작업 시간을 다 썼어요. { $when }에 이어가요.
wait-day-energy = 오늘은 끝났어요: 허용한 전력량을 다 썼어요. { $when }에 이어가요.
wait-day-cost = 오늘은 끝났어요: 허용한 전기 요금을 다 썼어요. { $when }에 이어가요.
wait-too-hot = 카드가 식기를 기다려요: 현재 { $now }, 허용 한도 { $most }.
wait-too-loud = 팬이 느려지기를 기다려요: 현재 { $now }, 허용 한도 { $most }.
wait-limit-below-rest = 일하지 않아요: 카드가 쉴 때 이미 { $rest }, 허용 한도는 { $limit }예요.
wait-tariff-too-high = 전기가 싸지기를 기다려요: 현재 kWh당 { $now } 크레딧, 허용 한도 { $most }.
wait-tariff-unknown = 대기 중: 지금 전기 요금을 알 수 없어요({ $what }).
wait-going-to-sleep = 비켜 있어요: 이 컴퓨터가 절전 모드로 들어가요.
wait-cooling-down = 모두 조용해졌어요. { $when }에 작업을 시작할 수 있어요.
wait-no-readings-cards = 대기 중: 카드 센서에서 새 값이 오지 않아요. Idlewatt는 상태를 모른 채 일하지 않아요.
wait-no-readings-programs = 대기 중: 실행 중인 프로그램을 볼 수 없어요. Idlewatt는 상태를 모른 채 일하지 않아요.
wait-no-readings-surroundings = 대기 중: 자리에 사람이 있는지 알 수 없어요. Idlewatt는 상태를 모른 채 일하지 않아요.
wait-no-mesh = 대기 중: 응답하는 인덱스 노드가 없어서 아무도 이 컴퓨터를 찾을 수 없어요.
wait-no-work = 준비됐어요. 지금은 작업을 요청하는 사람이 없어요.
wait-worker-broken = 일하지 않아요: 워커가 여러 번 연속으로 실패했어요({ $what }).

## The same in one or two words

state-working = 작업 중
state-waiting = 대기 중
state-ready = 준비됨
state-paused = 일시 중지
state-attention = 확인 필요
state-connecting = 연결 중

## How hard it works

effort-full = 최고 속도
effort-presence = 시간의 { $share }, 자리에 있으니까요
effort-share = 시간의 { $share }, 허용한 비율이에요
effort-power = 시간의 { $share }, 와트 한도를 지키려고요
effort-heat = 시간의 { $share }, 온도 한도를 지키려고요
effort-fan = 시간의 { $share }, 팬 한도를 지키려고요

## The daemon

connecting = 백그라운드 프로그램을 찾는 중…
lost-title = 백그라운드 프로그램에 연결할 수 없어요.
lost-not-running = 작업을 하는 백그라운드 프로그램이 실행되고 있지 않아요. 저절로 다시 시작되고, 번 것은 사라지지 않아요.
lost-version = 백그라운드 프로그램의 버전이 달라요. 다시 시작하거나 둘 다 업데이트해 주세요.
lost-cannot-start = 백그라운드 프로그램이 시작되지 않아요.
lost-silent = 백그라운드 프로그램이 응답하지 않아요.
lost-no-folder = Idlewatt 데이터를 둘 폴더가 없어요.
retry = 지금 다시 시도

## Honest labels

badge-software = 소프트웨어
badge-software-meaning = 그래픽 카드가 아니라 프로세서에서 셰이더를 실행해서 느려요.
badge-simulated = 가상 카드
badge-simulated-meaning = 테스트와 시연을 위해 카드의 측정값을 스크립트로 재생하고 있어요.
tray-no-host = 트레이 아이콘이 없어요: 이 데스크톱에는 트레이가 없어요(GNOME에서는 AppIndicator 확장으로 추가할 수 있어요). 이 창을 닫아도 작업은 계속되고, Idlewatt를 다시 실행하면 돌아올 수 있어요.
tray-failed = 트레이 아이콘이 없어요: 데스크톱이 거부했어요. 이 창을 닫아도 작업은 계속되고, Idlewatt를 다시 실행하면 돌아올 수 있어요.

## Pause

pause = 일시 중지
pause-half-hour = 30분 동안
pause-hour = 1시간 동안
pause-tomorrow = 내일 8:00까지
pause-until-resumed = 다시 시작할 때까지
resume = 다시 시작
choose-when = 언제 일할지 고르기

## Money

unit = 크레딧
net = 순수익
gross = 수익
electricity = 전기 요금
pending = 지급 예정
pending-meaning = 작업은 했지만 아직 영수증이 오지 않았어요.
held = 보류
held-meaning = 마지막 영수증 없이 끝난 작업의 몫이에요. 그 요청자가 돌아오면 지급돼요.
final = 확정
final-meaning = 서명된 영수증이 있어요.
spent = 지출
energy = 전력량

## Kinds of work, sides

kind-render = 렌더링
kind-generate = 텍스트
kind-embed = 임베딩
side-provider = 해 준 작업
side-requester = 맡긴 작업

## How a job ended

job-open = 진행 중
job-picture = 이미지 { $width }x{ $height }, { $spp } spp
job-text = { $model }의 텍스트
job-unknown = 합의
stop-done = 완료
stop-cancelled = 취소됨
stop-owner-returned = 내가 컴퓨터를 쓰게 됨
stop-owner-returned-there = 컴퓨터 주인이 돌아옴
stop-shutting-down = 종료하면서 멈춤
stop-protocol = 중단됨: { $what }
stop-unpaid = 제때 지급되지 않음
stop-bad-results = 결과가 틀림
stop-lost = 연결 끊김
stop-failed = 실패: { $what }
stop-refused = 더 받지 않음. { $why }

## Measures

not-told = 알 수 없음
measure-watts = { $value } W
measure-watt-hours = { $value } Wh
measure-kilowatt-hours = { $value } kWh
measure-celsius = { $value }°C
of-limit = { $now } / { $limit }
load = 사용률
power = 전력
temperature = 온도
memory = 메모리
fan = 팬
effort = 작업 강도
samples-per-second = 초당 { $samples } 샘플

## Trouble, and taking things back

trouble = 안 됐어요: { $what }
trouble-not-running = 백그라운드 프로그램이 실행되고 있지 않음
trouble-timed-out = 백그라운드 프로그램이 제때 응답하지 않음
trouble-unexpected = 백그라운드 프로그램이 예상과 다른 응답을 보냄
trouble-no-folder = Idlewatt 데이터를 둘 폴더가 없음
trouble-autostart = 자동 시작 항목을 바꿀 수 없음
trouble-file = 파일을 사용할 수 없음
trouble-program = Idlewatt의 프로그램을 시작할 수 없음
trouble-updater = 업데이트를 확인할 수 없음
trouble-invalid-setting = 사용할 수 없는 값
trouble-false-answer = 답변이 모델의 출력과 달랐음
trouble-busy = 할 수 있는 곳이 모두 바쁨
trouble-no-provider = 지금 할 수 있거나 하려는 곳이 없음
trouble-no-model = 그 모델을 제공하는 곳이 없음
trouble-bad-input = 요청이 올바르지 않음
trouble-books = 장부를 사용할 수 없음
trouble-role-off = 그 기능이 설정에서 꺼져 있음
trouble-shutting-down = 백그라운드 프로그램이 종료되는 중
busy-benchmark = 이 PC는 이미 측정 중임
busy-job = 진행 중인 작업이 있음. 끝나면 측정할 수 있음
busy-model = 모델이 일하는 중임. 끝나면 측정할 수 있음
busy-picture = 이미 이미지 하나를 렌더링 중임
input-picture-kind = 이미지는 .png 또는 .exr 파일이어야 함
input-too-large = 메모리 { $needs }가 필요한데 { $allowed }까지만 허용됨
input-is-folder = { $path }은(는) 폴더임. 파일 이름이 필요함
input-no-folder = { $path } 폴더가 없음
input-empty = 아무것도 묻지 않음
input-too-long = 대화가 너무 김. 새로 시작하세요
failed-program = { $name }이(가) 실행 중이고 카드가 더 필요함
failed-sleep = 이 PC가 절전 상태로 들어가는 중임
failed-card = 카드가 더는 응답하지 않음
failed-measure = 이 PC를 측정할 수 없음
failed-written = { $path }에 쓸 수 없음
failed-units = 이미지 조각이 잇따라 실패함
failed-broken = 이 PC에서 문제가 생김
none-found = 이런 일을 하는 곳을 찾지 못함
there-not-idle = 주인이 쓰는 중
there-busy = 다른 작업으로 바쁨
there-floor = 최소 { $floor } 크레딧을 원함
there-too-large = 메모리가 부족함: { $needs } 필요, { $allowed } 허용
there-unwilling = 이런 작업은 받지 않음
there-unpaid = 이전 작업의 { $owed } 크레딧이 미지급이라고 함
there-misunderstood = 보낸 주문을 그대로 받아들이지 않음
there-silent = 응답하지 않음
there-only-relayed = 중계를 통해서만 연결되며, 중계는 이만큼을 나르지 않음
there-strange = 물은 것과 다른 응답을 보냄
saved = 저장했어요.
undo = 실행 취소
undone = 되돌렸어요.
close = 닫기
cancel = 취소
copy = 복사
copied = 복사했어요.
open-window = Idlewatt 열기
