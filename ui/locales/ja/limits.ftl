# Limits: what the owner allows, and what that comes to. Presets and estimates are also part of the first run.

## What the limits come to

limits-comes = この制限での見込み
comes-coming = 計算しています…
comes-unknown = このPCについてはまだ何もわかりません。測定が済むと見込みが表示されます。
comes-unit = クレジット/日
comes-after = 電気代とカードの消耗を引いた額
comes-range = { $low }から{ $high }の間です。
comes-hours = 1日の作業時間：{ $hours }。
comes-loss = この制限では、電気代と消耗が収入を上回ります。Idlewattは費用を下回る作業を引き受けません。
comes-rests = これは見込みで、約束ではありません。次のことを前提としています。
rests-demand = 依頼がある時間の割合は{ $share }です。実際のところはまだ誰にもわかりません。
rests-demand-measured = 依頼がある時間の割合は、ここ数日の実績と同じ{ $share }です。
rests-presence = このPCが使われる時間は1日{ $time }です。
rests-presence-measured = このPCが使われる時間は、ここ数日の実績と同じ1日{ $time }です。
rests-awake = このPCが動いている時間は、ここ数日の実績と同じ1日{ $time }です。
rests-tariff = 電気料金は1 kWhあたり{ $price }クレジットです。
rests-tariff-mean = あなたの時間帯の電気料金は平均して1 kWhあたり{ $price }クレジットです。
rests-power = 作業時の電力はアイドル時より{ $power }多くなります（この種のカードの一般的な値）。
rests-power-measured = 作業時の電力はアイドル時より{ $power }多くなります（このカードのセンサーの値）。
rests-own-price = 報酬はあなたの希望価格どおりです。ほかの提供者の価格はここではわかりません。
effect-costs = 1日{ $amount }クレジットの収益を逃します。
effect-saves = 1日{ $amount }クレジットの節約になります。
outcome = 1日の見込みは{ $net }クレジットです。
outcome-same = 1日の見込みは今と同じ{ $net }クレジットです。
outcome-less = 1日の見込みは{ $net }クレジットで、今より{ $less }少なくなります。
outcome-more = 1日の見込みは{ $net }クレジットで、今より{ $more }多くなります。

## Presets

limits-presets = 3つの始め方
preset-quiet-nights = 静かな夜
preset-quiet-nights-says = 寝ている間に、低い温度で静かに作業します。
preset-when-away = 離席中
preset-when-away-says = しばらく誰もこのPCに触れていないときに作業します。
preset-everything = できるだけ
preset-everything-says = 可能なときはいつでも作業し、ゲームのときには止まります。
preset-chosen = 使用中
preset-net = 1日約{ $net }クレジット
preset-unknown = 見込みはまだありません
preset-used = { $name }：この制限が有効になりました。
presets-own = 制限はあなた独自のもので、3つのどれとも違います。
says-present-stop = PCの前にいる間は停止
says-present-light = PCの前にいる間はカードの{ $share }で控えめに続行
says-present-full = PCの前にいる間も続行
says-idle =
    { $minutes ->
       *[other] 入力がない状態が{ $minutes }分続くと開始
    }
says-idle-light =
    { $minutes ->
       *[other] 入力がない状態が{ $minutes }分続くと全速
    }
says-screenless = 画面のないカードでは常に作業
says-most = 最大{ $most }
says-fan = ファンは最大{ $most }
says-share = カードの時間の最大{ $share }
says-hours-per-day =
    { $hours ->
       *[other] 1日最大{ $hours }時間
    }
says-cost-per-day = 電気代は1日最大{ $most }クレジット
says-tariff-most = 1 kWhが{ $most }クレジット以下の間
says-battery = バッテリー動作時も
says-metered = 従量制のネットワークでも

## Parts of the page

limits-sections = このページの制限
limits-when = 時間
limits-hard = 強さ
limits-daily = 1日の量
limits-electricity = 電気と価格
limits-games = ゲームとプログラム
limits-accepted = 受け付ける作業
limits-cards = カード別
no-limit = 制限なし
as-for-all = 全体と同じ
add = 追加
add-named = { $name }を追加
remove = 削除
remove-named = { $name }を削除
unit-minutes =
    { $count ->
       *[other] 分
    }
unit-seconds = 秒
unit-per-kwh = / kWh
unit-kwh = kWh
unit-per-hour = / 時間

## Hours

hours-title = 1週間の作業時間
hours-about = 作業を許可する時間を塗ってください。クリックまたはドラッグで塗り、曜日や時刻をクリックすると列全体を塗れます。
hours-always = いつでも
hours-daily = 毎日
hours-days = { $first }〜{ $last }
hours-span = { $days } { $from }〜{ $to }
hours-whole = { $days } 終日
hours-in-week = 週{ $hours }
hours-allow-all = すべての時間を許可
week-grid = 作業を許可する1週間の時間
week-all = 週全体
week-part = { $day } { $hour }、この時間の一部
week-nothing-left = 少なくとも1時間は残す必要があります。作業を完全に止めるには、一時停止するか、設定で「ほかの人のために作業する」をオフにしてください。
week-by-hand = 1時間単位でない開始や終了の時刻が、手作業で書き込まれています。塗らない部分はそのまま残ります。
week-round = 1時間単位に置き換える
week-keys = キーボード：矢印で移動、スペースで塗る・消す、Shift+矢印で範囲を塗ります。

## While somebody is here

present-title = PCの前にいる間
present-about = どれを選んでも、ゲームと登録したプログラムが常に優先されます。
present-stop = 停止
present-stop-about = 離れるまで作業しません。
present-light = 控えめに続行
present-light-about = カードの一部だけを使い、デスクトップが滑らかに動くよう短く区切って作業します。
present-full = 全力で続行
present-full-about = PCの前にいるかどうかを問いません。
light-share-title = PCの前にいる間のカードの割合
light-share-about = 小さいほど、ほかの動作が滑らかになります。
idle-title = 離席とみなすまで
idle-about = マウス、キーボード、コントローラーの入力がない時間です。0にすると、PCの前にいるかどうかを問いません。
screenless-title = 画面のないカードは作業を続ける
screenless-about = PCの前にいる間も、画面がつながっていない2枚目のカードは続行できます。
battery-title = バッテリーで作業する
battery-about = オフ：電源につながるまで作業を待ちます。
metered-title = 従量制のネットワークで作業する
metered-about = オフ：スマートフォンのテザリングなど、従量制のネットワークの間は作業を待ちます。

## How hard

hard-no-meters = 電力、温度、ファンの値を知らせるカードがありません。制限は、値が得られるようになったときのために保存されます。
watts-title = ワット数
watts-about = カードが使ってよい電力（1分間の平均）です。
watts-about-range = カードが使ってよい電力（1分間の平均）です。このカードは{ $least }から{ $most }の間に抑えられます。
takes-now = 現在{ $now }
is-now = 現在{ $now }
turns-now = 現在{ $now }
degrees-title = 温度
degrees-about = これを超えると、カードが冷えるまで作業を待ちます。
fan-title = ファン
fan-about = ファンの回転が上がる前に作業を緩めるので、部屋は静かなままです。
share-title = カードの時間の割合
share-about = 100%より小さくすると、作業の合間に休みが入ります。
memory-title = ジョブに使うメモリ
memory-about = これより多くのカードのメモリが必要なジョブは引き受けません。
card-limit-title = カード自体の電力制限を使う
card-limit-about = システムが許せば、ドライバーがワット数を抑えます。このほうが速度の低下が少なく、終わったあとは元に戻します。
cards-about = カードごとに制限を設定できます。設定していない項目は全体と同じです。
card-back = すべての制限
card-works-title = このカードで作業する
card-works-about = オフ：ほかの人のためには一切使いません。
card-unseen = { $name }は今このPCにないか、確認できません。ここでの設定は、戻ったときに有効になります。

## How much a day

day-hours-title = 作業時間
day-hours-about = 使い切ると、午前0時まで作業を待ちます。
day-energy-title = 電力量
day-energy-about = 作業に使う、アイドル時を超えた分です。
day-cost-title = 電気代
day-cost-about = その電力量にかけてよい金額です。

## Electricity and price

tariff-title = 1 kWhの料金
tariff-about = 電気料金の明細に載っています。税なども含めた全額です。1クレジットは1米ドルとして計算します。
tariff-about-now = 電気料金の明細に載っています。税なども含めた全額です。現在は{ $now }クレジットが有効です。
tariff-elsewhere = 料金は{ $source }から取得しています。取得できないときは、ここの値を使います。
bands-title = 時間帯別の料金
bands-about = 時間帯で料金が変わるプラン向けです。最初に当てはまるものが有効です。
band = { $when }：{ $price }クレジット
band-days = 曜日
band-from = 開始
band-to = 終了
band-price = 1 kWhあたりの料金
tariff-most-title = 1 kWhの料金の上限
tariff-most-about = これより高い間は作業を待ちます。
wear-title = カードの消耗
wear-about = 1時間の作業で減る寿命の分です。引き受ける最低価格に含まれます。
margin-title = 利幅
margin-about = 電気代と消耗に上乗せして求める分です。

## Games and programs

programs-title = 優先するプログラム
programs-about = これらの実行中は作業しません。主要なライブラリのゲームは登録しなくてもかまいません。
programs-none = 登録はありません。ゲームは登録しなくても認識されます。
programs-running = { $name }が実行中です：作業を控えています。
program-name = ファイル名（例：blender）
suggestions-title = カードを使っていたプログラム
suggestions-about = ゲームとは認識されませんでした。作業を止めたいものがあれば追加してください。
suggestion-seen = 合計{ $time }、最大でカードの{ $peak }
others-title = ほかのプログラムの使用率
others-about = ほかのプログラムがカードをこの割合より多く使うと、作業を止めます。ゲームと上のプログラムでは必ず止まります。
others-now = 現在 { $now } 使用中
quiet-title = ゲーム後の待ち時間
quiet-about = ゲームが終わってから作業を再開するまでの時間です。

## What is accepted

accept-render = 3Dシーンの画像やアニメーション。
accept-generate = あなたのディスクにある言語モデルによる回答。
accept-embed = 検索のためにテキストを数値に変換。
accept-last = 少なくとも1種類は残す必要があります。すべて止めるには、一時停止するか、設定で「ほかの人のために作業する」をオフにしてください。
mature-title = すべての人に適さない可能性のある作業
mature-about = オフ：依頼者がそう申告した作業を断ります。申告が正しいかどうかは誰も確認しません。
blocked-title = ブロックした依頼者
blocked-about = この人たちの作業は一切受け付けません。
blocked-none = ブロックした依頼者はいません。ジョブのページでブロックできます。
unblock = ブロック解除
unblock-named = { $name }のブロックを解除
