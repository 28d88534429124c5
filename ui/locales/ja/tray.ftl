# What the tray's menu and tooltip and the notifications say. One short line each: a menu is as wide as its longest.
# Names of programs and jobs come from outside and stand where they are put.

## The menu

menu-start = 今すぐ開始
menu-resume = 再開
menu-retry = もう一度探す
menu-choose = いつ働くかを選ぶ…
menu-pause = 一時停止
menu-pause-half-hour = 30分間
menu-pause-hour = 1時間
menu-pause-tomorrow = 明日の8:00まで
menu-pause-until-resumed = 再開するまで
menu-open = Idlewattを開く
menu-settings = 設定
menu-quit = 終了

## Money

# $net (text): credits with the local decimal mark, such as 0.047
today = 今日：電気代を引いて{ $net }クレジット
today-unknown = 今日：不明

## Time

# $day (text): mon to sun; $time (text): such as 8:00
on-day =
    { $day ->
        [mon] 月曜
        [tue] 火曜
        [wed] 水曜
        [thu] 木曜
        [fri] 金曜
        [sat] 土曜
       *[sun] 日曜
    } { $time }

## What is happening

working = 作業中
# $title (text): the job, such as "render 96x96, 16 spp"
working-on = 作業中：{ $title }
job-picture = 画像 { $width }x{ $height }、{ $spp } spp
job-text = { $model } のテキスト
job-unknown = 合意
paused = 再開するまで一時停止中
# $when (text): a time, with the day when it is not today
paused-until = { $when }まで一時停止中

## Why not

connecting = バックグラウンドプログラムを探しています…
lost-not-running = バックグラウンドプログラムが動いていません
lost-version = バックグラウンドプログラムのバージョンが違います
lost-cannot-start = バックグラウンドプログラムが起動しません
lost-silent = バックグラウンドプログラムが応答しません
lost-no-folder = Idlewattのデータを置くフォルダーがありません

wait-role-off = 停止中：設定でオフになっています
wait-not-said = この PC がいつ働いてよいか、まだ決めていません
wait-starting = 開始しています
wait-measuring = このPCを測定しています
wait-no-device = 停止中：グラフィックカードが見つかりません
wait-card-off = 停止中：このカードはオフになっています
# $name (text): a program
wait-program-running = 待機中：{ $name }が実行中です
# $minutes (number)
wait-owner-present =
    { $minutes ->
       *[other] 待機中：{ $minutes }分間離席すると開始します
    }
# $name (text): a program
wait-fullscreen = 待機中：{ $name }が全画面で表示されています
wait-remote-use = 待機中：このPCがリモートで使われています
wait-encoding = 待機中：カードが動画をエンコードしています
# $percent (number)
wait-gpu-in-use = 待機中：ほかのプログラムがGPUを{ $percent }%使っています
wait-memory-short = 待機中：ほかのプログラムがカードのメモリを使っています
wait-on-battery = 待機中：バッテリーで動作しています
wait-metered-network = 待機中：従量制のネットワークです
# $when (text): a time, with the day when it is not today
wait-outside-hours = 作業時間は{ $when }に始まります
wait-no-hours = 停止中：作業できる時間がありません
# $when (text): a time, with the day when it is not today
wait-day-used-up = 今日の分は終了、{ $when }に再開します
# $degrees (number): Celsius
wait-too-hot = 待機中：カードの温度は{ $degrees } °Cです
wait-too-loud = 待機中：ファンの音が上限を超えています
wait-limit-below-rest = 停止中：ワット数の上限がアイドル時より低くなっています
wait-tariff-too-high = 電気が安くなるのを待っています
wait-tariff-unknown = 待機中：電気料金がわかりません
wait-going-to-sleep = スリープに入ります
wait-cooling-down = 待機中：静かになったばかりです
wait-no-readings = 待機中：センサーから新しい値が届きません
wait-no-mesh = 待機中：応答するインデックスノードがありません
wait-no-work = 準備完了：今は依頼がありません
wait-worker-broken = 停止中：ワーカーが何度も失敗しました

## Notifications

started-title = カードが作業を始めました
# $title (text): the job
started-body = { $title }。カードが必要になれば、すぐに止まります。
started-body-untitled = カードが必要になれば、すぐに止まります。
stopped-title = あなたのために作業を止めました
# $name (text): a program
stopped-body = { $name }がカードを独占して使えます。
paid-title = 昨日は{ $net }クレジット残りました
# $gross, $electricity (text): credits
paid-body = 作業の収入{ $gross }から電気代{ $electricity }を引いた額です。
attention-title = Idlewattの確認が必要です

## Windows and dialogs

compact-title = 現在のIdlewatt
choose-scene = シーンを選択
scenes = シーン
export-jobs = ジョブをファイルに書き出す
