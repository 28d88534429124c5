# The first page, and the compact window by the tray.

today-net = 오늘, 전기 요금 제외
net-today-of = 수익 { $gross }, 전기 요금 { $electricity }
week = 지난 7일
all-time = 전체
see-earnings = 전체 수익
first-week = 첫 주가 될 거예요
first-week-may = 지금 제한이라면 하루에 전기 요금과 마모를 빼고 약 { $net } 크레딧을 벌 수 있어요. { $low }~{ $high } 사이 어딘가예요.

## What changes next

next-resumes = { $when }에 다시 시작해요.
next-changes = { $when }에 저절로 바뀌어요.

## The job in hand

job-in-hand = 하고 있는 작업
no-job = 하고 있는 작업 없음
no-job-ready = 누군가 요청하면 다음 작업이 저절로 시작돼요.
no-job-waiting = 막는 것이 없어지면 작업이 저절로 시작돼요.
picture-coming = 렌더링되는 대로 이미지가 나타나요.
picture-so-far = 지금까지의 이미지: { $title }
tokens-flowing = 읽고 생성한 토큰이에요. 그 내용은 요청자만의 것이에요.
tokens-per-second = 초당 { $tokens } 토큰
this-unit = 이 단위
units-done = 끝낸 단위
worth = 지금까지의 가치
hour-brings = 한 시간에
hour-brings-meaning = 측정된 속도에서, 전기 요금을 뺀 값이에요.
pays-render = 10억 샘플당 { $price } 크레딧
pays-text = 100만 토큰당 { $price } 크레딧
for-requester = 요청자: { $node }

## The card

card = 카드
card-none = 사용률, 전력, 온도를 알려주는 카드가 없어요.
card-not-found = 그래픽 카드를 찾지 못했어요.
card-not-found-advice = 카드가 없으면 프로세서로 작업하는데, 거의 벌지 못해요. 카드가 있다면 드라이버가 없는 거예요. 드라이버를 설치한 다음 Idlewatt를 다시 시작해 주세요.
adjust-limits = 한도 조정
peers =
    { $count ->
       *[other] 피어 { $count }개
    }
index-nodes =
    { $count ->
       *[other] 인덱스 노드 { $count }개
    }
