# What is said on every page: what happens and why, money, measures, and the words of the frame.

name = Idlewatt

## Pages

page-home = ホーム
page-earnings = 収益
page-limits = 制限
page-jobs = ジョブ
page-network = ネットワーク
page-mesh = メッシュを使う
page-settings = 設定
pages = ページ

## What is happening, and why not more

working = ほかの人のために作業中です：{ $title }。
working-untitled = ほかの人のために作業中です。
paused-until = { $when }まで一時停止しています。
paused = 再開するまで一時停止しています。
wait-role-off = 作業していません：計算力の提供が設定でオフになっています。
wait-not-said = この PC がいつ働いてよいか、まだ決めていません。
wait-starting = 開始しています：このPCを確認しています。
wait-measuring = このPCのレンダリング速度を測定しています。
wait-no-device = 作業していません：計算に使えるグラフィックアダプターが見つかりません。
wait-no-device-called = 作業していません：設定にある { $name } という名前のグラフィックアダプターはありません。
wait-card-off = 作業していません：このカードは設定でオフになっています。
wait-program-running = 邪魔にならないよう待機中：{ $name }が実行中です。終わったら作業を続けます。
wait-owner-present =
    { $minutes ->
       *[other] あなたがPCの前にいる間は控えています。入力のない状態が{ $minutes }分続くと作業を始めます。
    }
wait-fullscreen = 邪魔にならないよう待機中：{ $name }が全画面で表示されています。
wait-remote-use = 邪魔にならないよう待機中：このPCがリモートで使われています（{ $name }）。
wait-encoding = 邪魔にならないよう待機中：カードが動画をエンコードしています。
wait-gpu-in-use = 邪魔にならないよう待機中：ほかのプログラムがGPUを{ $percent }使っています。
wait-memory-short = 邪魔にならないよう待機中：ほかのプログラムが使っているため、カードのメモリの空きは{ $free }です。
wait-on-battery = 待機中：このPCはバッテリーで動作しています。
wait-metered-network = 待機中：従量制のネットワークに接続しています。
wait-outside-hours = お休み中です。作業時間は{ $when }に始まります。
wait-no-hours = 作業していません：作業できる時間が設定されていません。
wait-day-hours = 今日の分は終わりました：作業時間を使い切りました。{ $when }に再開します。
wait-day-energy = 今日の分は終わりました：電力量を使い切りました。{ $when }に再開します。
wait-day-cost = 今日の分は終わりました：電気代の上限に達しました。{ $when }に再開します。
wait-too-hot = カードが冷えるのを待っています：現在{ $now }、上限は{ $most }です。
wait-too-loud = ファンが落ち着くのを待っています：現在{ $now }、上限は{ $most }です。
wait-limit-below-rest = 作業していません：カードはアイドル時でも{ $rest }使いますが、上限が{ $limit }になっています。
wait-tariff-too-high = 電気が安くなるのを待っています：現在1 kWhあたり{ $now }クレジット、上限は{ $most }です。
wait-tariff-unknown = 待機中：現在の電気料金がわかりません（{ $what }）。
wait-going-to-sleep = 作業を控えています：このPCはスリープに入るところです。
wait-cooling-down = 静かになりました。{ $when }から作業を始められます。
wait-no-readings-cards = 待機中：カードのセンサーから新しい値が届きません。Idlewattは状態がわからないままでは作業しません。
wait-no-readings-programs = 待機中：実行中のプログラムを確認できません。Idlewattは状態がわからないままでは作業しません。
wait-no-readings-surroundings = 待機中：PCの前に人がいるかどうかわかりません。Idlewattは状態がわからないままでは作業しません。
wait-no-mesh = 待機中：応答するインデックスノードがないため、ほかの人がこのPCを見つけられません。
wait-no-work = 準備ができています。今は依頼がありません。
wait-worker-broken = 作業していません：ワーカーが続けて何度も失敗しました（{ $what }）。

## The same in one or two words

state-working = 作業中
state-waiting = 待機中
state-ready = 準備完了
state-paused = 一時停止中
state-attention = 要確認
state-connecting = 接続中

## How hard it works

effort-full = 全速
effort-presence = 稼働{ $share }（あなたがPCの前にいるため）
effort-share = 稼働{ $share }（許可された割合）
effort-power = 稼働{ $share }（ワット数の上限を守るため）
effort-heat = 稼働{ $share }（温度の上限を守るため）
effort-fan = 稼働{ $share }（ファンの上限を守るため）

## The daemon

connecting = バックグラウンドプログラムを探しています…
lost-title = バックグラウンドプログラムに接続できません。
lost-not-running = 作業を行うバックグラウンドプログラムが動いていません。自動で再起動します。これまでの収益は失われません。
lost-version = バックグラウンドプログラムのバージョンが違います。再起動するか、両方を更新してください。
lost-cannot-start = バックグラウンドプログラムが起動しません。
lost-silent = バックグラウンドプログラムが応答しません。
lost-no-folder = Idlewattのデータを置くフォルダーがありません。
retry = 今すぐ再試行

## Honest labels

badge-software = ソフトウェア
badge-software-meaning = グラフィックカードは使われていません。シェーダーはプロセッサで動くため、低速です。
badge-simulated = 模擬カード
badge-simulated-meaning = カードの測定値は、テストやデモのためにスクリプトが再現したものです。
tray-no-host = トレイアイコンがありません：このデスクトップにはトレイがありません（GNOMEではAppIndicator拡張機能で追加できます）。このウィンドウを閉じても作業は続きます。戻るにはIdlewattをもう一度起動してください。
tray-failed = トレイアイコンがありません：デスクトップに拒否されました。このウィンドウを閉じても作業は続きます。戻るにはIdlewattをもう一度起動してください。

## Pause

pause = 一時停止
pause-half-hour = 30分間
pause-hour = 1時間
pause-tomorrow = 明日の8:00まで
pause-until-resumed = 再開するまで
resume = 再開
choose-when = いつ働くかを選ぶ

## Money

unit = クレジット
net = 純収益
gross = 収入
electricity = 電気代
pending = 未確定
pending-meaning = 作業は済んでいますが、まだ領収書に含まれていません。
held = 保留
held-meaning = 最後の領収書がないまま終わったジョブの作業分です。その依頼者が戻ってきたときに支払われます。
final = 確定
final-meaning = 署名付きの領収書で確認されています。
spent = 支出
energy = 電力量

## Kinds of work, sides

kind-render = レンダリング
kind-generate = テキスト
kind-embed = 埋め込み
side-provider = 提供
side-requester = 購入

## How a job ended

job-open = 進行中
job-picture = 画像 { $width }x{ $height }、{ $spp } spp
job-text = { $model } のテキスト
job-unknown = 合意
stop-done = 完了
stop-cancelled = キャンセル
stop-owner-returned = あなたがPCを使うため中断
stop-owner-returned-there = 持ち主がPCを使うため中断
stop-shutting-down = 終了時に停止
stop-protocol = 打ち切り：{ $what }
stop-unpaid = 期限までに支払いなし
stop-bad-results = 結果に誤り
stop-lost = 接続が切断
stop-failed = 失敗：{ $what }
stop-refused = これ以上は受け付けません。{ $why }

## Measures

not-told = 値なし
measure-watts = { $value } W
measure-watt-hours = { $value } Wh
measure-kilowatt-hours = { $value } kWh
measure-celsius = { $value }°C
of-limit = { $now } / { $limit }
load = 使用率
power = 電力
temperature = 温度
memory = メモリ
fan = ファン
effort = 稼働
samples-per-second = { $samples }サンプル/秒

## Trouble, and taking things back

trouble = うまくいきませんでした：{ $what }
trouble-not-running = バックグラウンドプログラムが動いていません
trouble-timed-out = バックグラウンドプログラムが時間内に応答しませんでした
trouble-unexpected = バックグラウンドプログラムから想定と違う応答がありました
trouble-no-folder = Idlewattのデータを置くフォルダーがありません
trouble-autostart = 自動起動の設定を変更できません
trouble-file = このファイルは使えません
trouble-program = Idlewattのプログラムを起動できません
trouble-updater = アップデートを確認できません
trouble-invalid-setting = この値は使えません
trouble-false-answer = 回答がモデルの出力と一致しませんでした
trouble-busy = 引き受けられる相手は今みな手がふさがっています
trouble-no-provider = 今は引き受ける相手がいません
trouble-no-model = そのモデルを提供している人がいません
trouble-bad-input = リクエストが正しくありません
trouble-books = 帳簿を使えません
trouble-role-off = その役割は設定でオフになっています
trouble-shutting-down = バックグラウンドプログラムは終了するところです
busy-benchmark = このPCはすでに測定中です
busy-job = 作業中のジョブがあります。終わったら測定できます
busy-model = モデルが応答中です。終わったら測定できます
busy-picture = すでに画像をレンダリング中です
input-picture-kind = 画像は.pngか.exrのファイルにしてください
input-too-large = メモリが{ $needs }必要ですが、許可されているのは{ $allowed }です
input-is-folder = { $path }はフォルダーです。ファイル名が必要です
input-no-folder = フォルダー{ $path }がありません
input-empty = 何も入力されていません
input-too-long = 会話が長すぎます。新しく始めてください
failed-program = { $name }が動いていて、カードを優先しています
failed-sleep = このPCはスリープに入るところです
failed-card = カードが応答しなくなりました
failed-measure = このPCを測定できません
failed-written = { $path }に書き込めません
failed-units = 画像の部分が次々に失敗しました
failed-broken = このPCで問題が起きました
none-found = 引き受ける相手が見つかりませんでした
there-not-idle = 持ち主が使っています
there-busy = ほかのジョブで手がふさがっています
there-floor = 少なくとも{ $floor }クレジットを求めています
there-too-large = メモリが足りません（必要{ $needs }、許可{ $allowed }）
there-unwilling = この種の作業を受け付けていません
there-unpaid = 以前の作業の{ $owed }クレジットが未払いだと言っています
there-misunderstood = 送った注文がそのままでは受け付けられませんでした
there-silent = 応答がありませんでした
there-only-relayed = 中継経由でしか接続できず、中継ではこの量を運べません
there-strange = 想定と違う応答がありました
saved = 保存しました。
undo = 元に戻す
undone = 元に戻しました。
close = 閉じる
cancel = キャンセル
copy = コピー
copied = コピーしました。
open-window = Idlewattを開く
