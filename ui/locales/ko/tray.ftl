# What the tray's menu and tooltip and the notifications say. One short line each: a menu is as wide as its longest.
# Names of programs and jobs come from outside and stand where they are put.

## The menu

menu-start = 지금 시작
menu-resume = 다시 시작
menu-retry = 다시 찾기
menu-choose = 언제 일할지 고르기…
menu-pause = 일시 중지
menu-pause-half-hour = 30분 동안
menu-pause-hour = 1시간 동안
menu-pause-tomorrow = 내일 8:00까지
menu-pause-until-resumed = 다시 시작할 때까지
menu-open = Idlewatt 열기
menu-settings = 설정
menu-quit = 종료

## Money

# $net (text): credits with the local decimal mark, such as 0.047
today = 오늘: 전기 요금을 빼고 { $net } 크레딧
today-unknown = 오늘: 알 수 없음

## Time

# $day (text): mon to sun; $time (text): such as 8:00
on-day =
    { $day ->
        [mon] 월요일
        [tue] 화요일
        [wed] 수요일
        [thu] 목요일
        [fri] 금요일
        [sat] 토요일
       *[sun] 일요일
    } { $time }

## What is happening

working = 작업 중
# $title (text): the job, such as "render 96x96, 16 spp"
working-on = 작업 중: { $title }
job-picture = 이미지 { $width }x{ $height }, { $spp } spp
job-text = { $model }의 텍스트
job-unknown = 합의
paused = 다시 시작할 때까지 일시 중지
# $when (text): a time, with the day when it is not today
paused-until = { $when }까지 일시 중지

## Why not

connecting = 백그라운드 프로그램을 찾는 중…
lost-not-running = 백그라운드 프로그램이 실행되고 있지 않아요
lost-version = 백그라운드 프로그램의 버전이 달라요
lost-cannot-start = 백그라운드 프로그램이 시작되지 않아요
lost-silent = 백그라운드 프로그램이 응답하지 않아요
lost-no-folder = Idlewatt 데이터를 둘 폴더가 없어요

wait-role-off = 일하지 않음: 설정에서 꺼져 있어요
wait-not-said = 이 PC가 언제 일해도 되는지 아직 정하지 않았어요
wait-starting = 시작하는 중
wait-measuring = 이 컴퓨터를 측정하는 중
wait-no-device = 일하지 않음: 그래픽 카드를 찾지 못했어요
wait-card-off = 일하지 않음: 이 카드는 꺼져 있어요
# $name (text): a program
wait-program-running = 대기 중: { $name } 실행 중
# $minutes (number)
wait-owner-present =
    { $minutes ->
       *[other] 대기 중: { $minutes }분 동안 자리를 비우면 시작해요
    }
# $name (text): a program
wait-fullscreen = 대기 중: 전체 화면 실행 중({ $name })
wait-remote-use = 대기 중: 원격으로 이 컴퓨터를 쓰고 있어요
wait-encoding = 대기 중: 카드가 동영상을 인코딩하고 있어요
# $percent (number)
wait-gpu-in-use = 대기 중: 다른 프로그램이 GPU를 { $percent }% 쓰고 있어요
wait-memory-short = 대기 중: 다른 프로그램이 카드 메모리를 쓰고 있어요
wait-on-battery = 대기 중: 배터리로 동작하고 있어요
wait-metered-network = 대기 중: 종량제 네트워크예요
# $when (text): a time, with the day when it is not today
wait-outside-hours = 허용한 시간은 { $when }에 시작돼요
wait-no-hours = 일하지 않음: 허용한 시간이 없어요
# $when (text): a time, with the day when it is not today
wait-day-used-up = 오늘은 끝, { $when }에 이어가요
# $degrees (number): Celsius
wait-too-hot = 대기 중: 카드 온도 { $degrees } °C
wait-too-loud = 대기 중: 팬이 허용한 것보다 시끄러워요
wait-limit-below-rest = 일하지 않음: 와트 한도가 쉴 때 전력보다 낮아요
wait-tariff-too-high = 전기가 싸지기를 기다려요
wait-tariff-unknown = 대기 중: 전기 요금을 알 수 없어요
wait-going-to-sleep = 절전 모드로 들어가요
wait-cooling-down = 대기 중: 방금 조용해졌어요
wait-no-readings = 대기 중: 센서에서 새 값이 오지 않아요
wait-no-mesh = 대기 중: 응답하는 인덱스 노드가 없어요
wait-no-work = 준비됨: 작업을 요청하는 사람이 없어요
wait-worker-broken = 일하지 않음: 워커가 여러 번 실패했어요

## Notifications

started-title = 카드가 일하고 있어요
# $title (text): the job
started-body = { $title }. 카드가 필요하면 바로 멈춰요.
started-body-untitled = 카드가 필요하면 바로 멈춰요.
stopped-title = 작업을 멈추고 비켰어요
# $name (text): a program
stopped-body = 이제 카드를 혼자 써요: { $name }.
paid-title = 어제 { $net } 크레딧이 남았어요
# $gross, $electricity (text): credits
paid-body = 작업 수익 { $gross }, 전기 요금 { $electricity } 제외.
attention-title = Idlewatt 확인이 필요해요

## Windows and dialogs

compact-title = 지금 Idlewatt
choose-scene = 장면 선택
scenes = 장면
export-jobs = 작업을 파일로 저장
