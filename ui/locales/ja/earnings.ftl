# Earnings: what came in, what electricity took, what is left; over time, by kind and by hour.

## The span that is shown

earnings-span = 期間
earnings-day = 今日
earnings-week = 7日間
earnings-month = 30日間
earnings-all = 全期間
earnings-net-day = 今日の純収益（電気代を引いた額）
earnings-net-week = 過去7日間の純収益（電気代を引いた額）
earnings-net-month = 過去30日間の純収益（電気代を引いた額）
earnings-net-all = これまでの純収益（電気代を引いた額）

## What the sums mean

earnings-net-meaning = 収入から、かかった電気代を引いた額です。作業の費用が収入を上回るとマイナスになります。
earnings-gross-meaning = 支払い済みかどうかにかかわらず、完了したすべての作業の価値です。
earnings-electricity-meaning = 作業に使った電力量の、あなたの料金での電気代です。このPCのアイドル時を超えた分だけを数えます。無効になった作業の分も含みます。
earnings-energy-meaning = 作業に使った電力量です。このPCのアイドル時を超えた分だけを数えます。
earnings-spent-meaning = あなたが依頼した作業に対して、ほかの人に支払った額です。上の合計には含まれません。

## The chart

earnings-over-time-hour = 1時間ごと
earnings-over-time-day = 1日ごと
earnings-over-time-month = 1か月ごと
earnings-chart = 収益のグラフ。矢印キーで列を移動します。
earnings-kept = 手元に残る額
earnings-lost = 持ち出し
earnings-as-table = 表で見る
earnings-as-chart = グラフで見る
earnings-when = 日時
earnings-hour-span = { $from }〜{ $to }

## By kind and by hour

earnings-by-kind = 作業の種類別
earnings-kind-share = 収入の{ $share }
earnings-per-kwh = 1 kWhあたり{ $amount }クレジット
earnings-by-hour = 時間帯別
earnings-by-hour-chart = 時間帯別の収益のグラフ。矢印キーで時間を移動します。
earnings-best-hour = 最も多く残るのは{ $from }〜{ $to }です。
earnings-units =
    { $count ->
       *[other] { $count }ユニット
    }

## Nothing yet

earnings-first = 最初の収益はここに表示されます
earnings-first-what = 1時間ごとに列ができ、収入、電気代、手元に残る額を示します。最初の作業が終わるとすぐに表示されます。
earnings-none-day = 今日の収益はまだありません。
earnings-none-week = 過去7日間の収益はありません。
earnings-none-month = 過去30日間の収益はありません。
earnings-none-what = 次の作業が終わると、この時間の列が表示されます。
earnings-see-all = 全期間を見る

## Export

earnings-export = エクスポート
earnings-export-csv = CSV（1ジョブ1行）
earnings-export-json = JSON（ユニットと領収書を含む）
earnings-exported =
    { $count ->
       *[other] { $count }件のジョブを{ $path }に書き出しました
    }
earnings-reveal = フォルダーで表示
