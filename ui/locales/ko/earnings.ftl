# Earnings: what came in, what electricity took, what is left; over time, by kind and by hour.

## The span that is shown

earnings-span = 기간
earnings-day = 오늘
earnings-week = 7일
earnings-month = 30일
earnings-all = 전체
earnings-net-day = 오늘 전기 요금을 빼고 남은 금액
earnings-net-week = 지난 7일간 전기 요금을 빼고 남은 금액
earnings-net-month = 지난 30일간 전기 요금을 빼고 남은 금액
earnings-net-all = 처음부터 지금까지 전기 요금을 빼고 남은 금액

## What the sums mean

earnings-net-meaning = 번 금액에서 작업에 든 전기 요금을 뺀 값이에요. 번 것보다 비용이 더 들었으면 0보다 작아요.
earnings-gross-meaning = 지급 여부와 상관없이, 끝낸 모든 작업의 가치예요.
earnings-electricity-meaning = 작업에 쓴 전력량을 내 요금으로 계산한 금액이에요. 이 PC가 쉴 때 쓰는 전력을 넘는 부분만 세고, 헛일이 된 작업도 포함해요.
earnings-energy-meaning = 작업에 쓴 전력량이에요. 이 PC가 쉴 때 쓰는 전력을 넘는 부분만 세요.
earnings-spent-meaning = 내가 요청한 작업에 대해 다른 사람에게 지급한 금액이에요. 위 합계에는 들어가지 않아요.

## The chart

earnings-over-time-hour = 시간별
earnings-over-time-day = 일별
earnings-over-time-month = 월별
earnings-chart = 수익 차트. 화살표 키로 막대 사이를 이동해요.
earnings-kept = 남은 금액
earnings-lost = 더 든 금액
earnings-as-table = 표로 보기
earnings-as-chart = 차트로 보기
earnings-when = 시기
earnings-hour-span = { $from }~{ $to }

## By kind and by hour

earnings-by-kind = 작업 종류별
earnings-kind-share = 수익의 { $share }
earnings-per-kwh = kWh당 { $amount } 크레딧
earnings-by-hour = 시간대별
earnings-by-hour-chart = 시간대별 수익 차트. 화살표 키로 시간대 사이를 이동해요.
earnings-best-hour = { $from }~{ $to }에 가장 많이 남아요.
earnings-units =
    { $count ->
       *[other] 단위 { $count }개
    }

## Nothing yet

earnings-first = 첫 수익이 여기에 표시돼요
earnings-first-what = 시간마다 막대가 하나씩 생겨요. 얼마를 벌었고, 그중 전기 요금이 얼마이며, 얼마가 남았는지 보여줘요. 첫 작업 단위가 끝나는 대로 첫 막대가 나타나요.
earnings-none-day = 오늘은 아직 수익이 없어요.
earnings-none-week = 지난 7일간 수익이 없어요.
earnings-none-month = 지난 30일간 수익이 없어요.
earnings-none-what = 다음 작업 단위가 끝나면 이 시간의 막대가 나타나요.
earnings-see-all = 전체 기간 보기

## Export

earnings-export = 내보내기
earnings-export-csv = CSV, 작업마다 한 줄
earnings-export-json = JSON, 단위와 영수증 포함
earnings-exported =
    { $count ->
       *[other] 작업 { $count }개를 저장했어요: { $path }
    }
earnings-reveal = 폴더에서 보기
