# Limits: what the owner allows, and what that comes to. Presets and estimates are also part of the first run.

## What the limits come to

limits-comes = 한도에 따른 예상
comes-coming = 계산하는 중…
comes-unknown = 아직 이 컴퓨터에 대해 아는 것이 없어요. 측정하고 나면 예상을 보여줄게요.
comes-unit = 크레딧/일
comes-after = 전기 요금과 카드 마모 제외
comes-range = { $low }~{ $high } 사이 어딘가예요.
comes-hours = 하루 작업 시간: { $hours }.
comes-loss = 이 한도로는 버는 것보다 전기 요금과 마모 비용이 더 커요. Idlewatt는 비용보다 싼 작업을 받지 않아요.
comes-rests = 약속이 아니라 예상이에요. 가정은 다음과 같아요:
rests-demand = 작업 요청이 있는 시간은 { $share }. 아직 아무도 모르는 값이에요.
rests-demand-measured = 작업 요청이 있는 시간은 { $share }. 최근 며칠간의 기록이에요.
rests-presence = 이 컴퓨터를 사용하는 시간은 하루 { $time }.
rests-presence-measured = 이 컴퓨터를 사용하는 시간은 하루 { $time }. 최근 며칠간의 기록이에요.
rests-awake = 이 컴퓨터가 켜져 있는 시간은 하루 { $time }. 최근 며칠간의 기록이에요.
rests-tariff = 1 kWh의 가격은 { $price } 크레딧.
rests-tariff-mean = 내 시간대의 1 kWh 가격은 평균 { $price } 크레딧.
rests-power = 작업할 때 쉴 때보다 더 쓰는 전력은 { $power }. 이런 카드의 보통 값이에요.
rests-power-measured = 작업할 때 쉴 때보다 더 쓰는 전력은 { $power }. 이 카드의 센서로 잰 값이에요.
rests-own-price = 작업 대가는 내가 정한 가격. 다른 사람의 제안을 여기서는 알 수 없어서예요.
effect-costs = 하루 { $amount } 크레딧을 벌지 못하게 돼요.
effect-saves = 하루 { $amount } 크레딧을 아껴요.
outcome = 하루에 { $net } 크레딧이 예상돼요.
outcome-same = 하루에 { $net } 크레딧, 지금과 같아요.
outcome-less = 하루에 { $net } 크레딧, 지금보다 { $less } 적어요.
outcome-more = 하루에 { $net } 크레딧, 지금보다 { $more } 많아요.

## Presets

limits-presets = 시작하는 세 가지 방법
preset-quiet-nights = 조용한 밤
preset-quiet-nights-says = 자는 동안 시원하고 조용하게 일해요.
preset-when-away = 자리를 비울 때마다
preset-when-away-says = 한동안 아무도 컴퓨터를 만지지 않으면 일해요.
preset-everything = 가능할 때 모두
preset-everything-says = 할 수 있을 때마다 일하고, 게임할 때는 그래도 멈춰요.
preset-chosen = 사용 중
preset-net = 하루 약 { $net } 크레딧
preset-unknown = 아직 예상 없음
preset-used = { $name }: 이제 이 한도가 적용돼요.
presets-own = 직접 정한 한도예요. 세 가지 중 어느 것도 아니에요.
says-present-stop = 자리에 있는 동안 멈춤
says-present-light = 자리에 있는 동안 카드의 { $share }만 써서 가볍게 계속
says-present-full = 자리에 있어도 계속
says-idle =
    { $minutes ->
       *[other] { $minutes }분 동안 입력이 없으면 시작
    }
says-idle-light =
    { $minutes ->
       *[other] { $minutes }분 동안 입력이 없으면 최고 속도
    }
says-screenless = 화면이 연결되지 않은 카드는 항상
says-most = 최대 { $most }
says-fan = 팬 최대 { $most }
says-share = 카드 시간의 최대 { $share }
says-hours-per-day =
    { $hours ->
       *[other] 하루 최대 { $hours }시간
    }
says-cost-per-day = 전기 요금 하루 최대 { $most } 크레딧
says-tariff-most = 1 kWh가 { $most } 크레딧 이하일 때
says-battery = 배터리 사용 중에도
says-metered = 종량제 네트워크에서도

## Parts of the page

limits-sections = 이 페이지의 한도
limits-when = 언제
limits-hard = 얼마나 세게
limits-daily = 하루에 얼마나
limits-electricity = 전기와 가격
limits-games = 게임과 프로그램
limits-accepted = 받는 작업
limits-cards = 카드별
no-limit = 제한 없음
as-for-all = 전체와 같음
add = 추가
add-named = { $name } 추가
remove = 제거
remove-named = { $name } 제거
unit-minutes =
    { $count ->
       *[other] 분
    }
unit-seconds = 초
unit-per-kwh = / kWh
unit-kwh = kWh
unit-per-hour = / 시간

## Hours

hours-title = 요일별 시간
hours-about = 작업을 허용할 시간을 칠하세요. 클릭하거나 끌면 되고, 요일이나 시각을 클릭하면 한 줄 전체가 칠해져요.
hours-always = 언제나
hours-daily = 매일
hours-days = { $first }~{ $last }
hours-span = { $days } { $from }~{ $to }
hours-whole = { $days }, 하루 종일
hours-in-week = 일주일에 { $hours }
hours-allow-all = 모든 시간 허용
week-grid = 작업을 허용하는 요일별 시간
week-all = 일주일 전체
week-part = { $day } { $hour }, 이 시간의 일부
week-nothing-left = 한 시간은 남아 있어야 해요. 작업을 완전히 멈추려면 일시 중지하거나 설정에서 다른 사람을 위한 작업을 꺼 주세요.
week-by-hand = 정각이 아닌 때에 시작하거나 끝나는 시간이 있어요. 누군가 직접 적은 값이에요. 칠하지 않은 곳은 그대로 유지돼요.
week-round = 정각 단위로 바꾸기
week-keys = 키보드: 화살표로 이동, 스페이스로 칠하거나 지우기, Shift와 화살표로 범위 칠하기.

## While somebody is here

present-title = 자리에 있는 동안
present-about = 무엇을 고르든 게임과 목록에 넣은 프로그램이 항상 먼저예요.
present-stop = 멈춤
present-stop-about = 자리를 비울 때까지 아무 작업도 하지 않아요.
present-light = 가볍게 계속
present-light-about = 카드의 일부만, 데스크톱이 부드럽게 유지될 만큼 짧은 조각으로 써요.
present-full = 그대로 계속
present-full-about = 자리에 있는지는 상관하지 않아요.
light-share-title = 자리에 있는 동안의 카드 비율
light-share-about = 적을수록 다른 것이 모두 더 부드러워요.
idle-title = 자리 비움으로 보는 시간
idle-about = 마우스, 키보드, 컨트롤러를 쓰지 않은 시간이에요. 0이면 자리에 있는지는 상관하지 않아요.
screenless-title = 화면 없는 카드는 계속 작업
screenless-about = 자리에 있는 동안에도 화면이 연결되지 않은 두 번째 카드는 계속 작업할 수 있어요.
battery-title = 배터리로도 작업
battery-about = 끄면: 전원에 연결될 때까지 작업을 기다려요.
metered-title = 종량제 네트워크에서도 작업
metered-about = 끄면: 휴대전화 데이터처럼 쓴 만큼 요금을 내는 네트워크에서는 작업을 기다려요.

## How hard

hard-no-meters = 여기에는 전력, 온도, 팬을 알려주는 카드가 없어요. 알려주는 카드가 생길 때를 위해 한도를 보관해요.
watts-title = 와트
watts-about = 카드가 쓸 수 있는 전력, 1분 평균이에요.
watts-about-range = 카드가 쓸 수 있는 전력, 1분 평균이에요. 이 카드는 { $least }~{ $most } 범위에서 유지할 수 있어요.
takes-now = 현재 { $now } 사용
is-now = 현재 { $now }
turns-now = 현재 회전 { $now }
degrees-title = 온도
degrees-about = 이보다 뜨거우면 카드가 식을 때까지 작업을 기다려요.
fan-title = 팬
fan-about = 팬이 더 빨리 돌기 전에 작업이 느려져서 방이 조용해요.
share-title = 카드 시간의 비율
share-about = 전부보다 적게 두면 작업 조각 사이에 쉬는 시간이 생겨요.
memory-title = 작업에 쓸 메모리
memory-about = 카드 메모리가 이보다 많이 필요한 작업은 받지 않아요.
card-limit-title = 카드 자체의 전력 제한 사용
card-limit-about = 시스템이 허용하면 드라이버가 와트를 제한해서 속도가 덜 줄어요. 끝나면 원래대로 되돌려요.
cards-about = 카드마다 한도를 따로 둘 수 있어요. 따로 정하지 않은 것은 전체와 같아요.
card-back = 모든 한도
card-works-title = 이 카드로 작업
card-works-about = 끄면: 다른 사람을 위해 쓰지 않아요.
card-unseen = { $name }: 지금 이 컴퓨터에 없거나 확인할 수 없어요. 여기서 정한 것은 다시 연결되면 적용돼요.

## How much a day

day-hours-title = 작업 시간
day-hours-about = 다 쓰면 자정까지 작업을 기다려요.
day-energy-title = 전력량
day-energy-about = 쉴 때보다 작업에 더 쓰는 양이에요.
day-cost-title = 전기 요금
day-cost-about = 그 전력량에 쓸 수 있는 금액이에요.

## Electricity and price

tariff-title = 1 kWh의 가격
tariff-about = 전기 요금 고지서에 있어요. 세금까지 모두 포함해 주세요. 1크레딧은 1미국 달러로 계산해요.
tariff-about-now = 전기 요금 고지서에 있어요. 세금까지 모두 포함해 주세요. 현재 { $now } 크레딧이 적용돼요.
tariff-elsewhere = 가격 출처: { $source }. 그곳에 정보가 없으면 여기 적은 값이 적용돼요.
bands-title = 시간대별 다른 가격
bands-about = 하루 중에 바뀌는 요금제용이에요. 처음으로 맞는 것이 적용돼요.
band = { $when }: { $price } 크레딧
band-days = 요일
band-from = 시작
band-to = 끝
band-price = kWh당 가격
tariff-most-title = 1 kWh의 최고 가격
tariff-most-about = 이보다 비싼 동안 작업을 기다려요.
wear-title = 카드 마모
wear-about = 한 시간 작업할 때 줄어드는 카드 수명의 값이에요. 받아들이는 최저 가격에 들어가요.
margin-title = 마진
margin-about = 전기 요금과 마모에 더해 받을 금액이에요.

## Games and programs

programs-title = 먼저인 프로그램
programs-about = 이 프로그램이 실행되는 동안에는 작업하지 않아요. 알려진 라이브러리의 게임은 넣지 않아도 돼요.
programs-none = 목록이 비어 있어요. 게임은 목록 없이도 알아봐요.
programs-running = { $name } 실행 중: 작업이 비켜 있어요.
program-name = 파일 이름, 예: blender
suggestions-title = 카드를 쓰는 것으로 보인 프로그램
suggestions-about = 게임으로 알아보지 못했어요. 작업을 멈춰야 한다면 추가하세요.
suggestion-seen = 총 { $time }, 카드의 최대 { $peak }
others-title = 다른 프로그램의 사용률
others-about = 다른 프로그램이 카드를 이보다 많이 쓰면 작업을 멈춰요. 게임과 위의 프로그램에는 언제나 멈춰요.
others-now = 지금 { $now } 쓰고 있어요
quiet-title = 게임 후 대기
quiet-about = 게임이 끝나고 작업을 다시 시작할 때까지의 시간이에요.

## What is accepted

accept-render = 3D 장면의 이미지와 애니메이션이에요.
accept-generate = 내 디스크에 있는 언어 모델의 답변이에요.
accept-embed = 검색을 위해 숫자로 바꾼 텍스트예요.
accept-last = 작업 종류가 하나는 남아 있어야 해요. 모두 멈추려면 일시 중지하거나 설정에서 다른 사람을 위한 작업을 꺼 주세요.
mature-title = 모두에게 적합하지 않을 수 있는 작업
mature-about = 끄면: 요청자가 그렇다고 밝힌 작업을 거절해요. 다른 사람이 사실대로 밝히는지는 아무도 확인하지 않아요.
blocked-title = 차단한 요청자
blocked-about = 이들의 작업은 받지 않아요.
blocked-none = 차단한 요청자가 없어요. 작업 페이지에서 요청자를 차단할 수 있어요.
unblock = 차단 해제
unblock-named = { $name } 차단 해제
