# Jobs: what was done for whom, what it paid, how it was checked; and what was refused.

jobs-done = ジョブ
jobs-refused = 断った理由
jobs-views = 一覧の内容

## The list

jobs-list = ジョブ（新しい順）。矢印キーで行を移動し、Enterで開きます。
jobs-when = 日時
jobs-what = 内容
jobs-with = 相手
jobs-size = ユニット
jobs-net = 純収益
jobs-money = 支払い
jobs-ended = 終わり方
jobs-final = 確定
jobs-paid = 支払い済み
jobs-pending = 未確定{ $amount }
jobs-held = 保留{ $amount }
jobs-to-pay = 未払い{ $amount }
jobs-nothing-due = 支払いなし
jobs-void =
    { $count ->
       *[other] { $count }ユニットが無効になりました
    }
jobs-loading-more = 以前のジョブを読み込んでいます…
jobs-first = ジョブはここに一覧で表示されます
jobs-first-what = それぞれの画像、報酬、かかった電気代、検証の方法がわかります。誰かの作業を引き受けるとすぐに、最初のジョブが表示されます。
jobs-none-such = 該当するジョブはありません。

## Filters

jobs-filter = 絞り込み
jobs-side = 立場
jobs-side-any = 提供と購入
jobs-side-provider = ほかの人に提供
jobs-side-requester = ほかの人から購入
jobs-kind = 作業の種類
jobs-kind-any = すべての種類
jobs-peer = 相手
jobs-peer-any = 全員
jobs-clear = 解除

## One job

jobs-not-found = このジョブは帳簿にありません。
jobs-picture = { $title }の最後の画像
jobs-left = 電気代を引いた額
jobs-cost = 費用
jobs-per-unit = ユニットあたりの純収益
jobs-per-unit-cost = ユニットあたりの費用
jobs-facts = 詳細
jobs-requester = 依頼者
jobs-provider = 提供者
jobs-agreed = 合意
jobs-last-entry = 最後の記録
jobs-took = カードの使用時間
jobs-number = ジョブ
jobs-copy-id = { $id }をコピー
jobs-only-peer = この相手とのジョブのみ

## Units and how they were checked

jobs-units-newest = 新しいほうから{ $count }ユニットのみ表示しています。
jobs-units-table = ユニットごと
jobs-unit-when = 最後の記録
jobs-unit-state = 状態
jobs-unit-worth = 価値
jobs-unit-time = カードの使用時間
jobs-unit-started = 作業中
jobs-unit-pending = 引き渡し済み
jobs-unit-final = 検証・支払い済み
jobs-unit-void = 無効
jobs-checked = 検証の方法
jobs-checked-final =
    { $count ->
       *[other] { $count }ユニットが依頼者に受け入れられ、署名付きの領収書とともに支払われました。
    }
jobs-checked-final-bought =
    { $count ->
       *[other] { $count }ユニットをこのPCで検証し、受け入れて支払いました。
    }
jobs-checked-pending =
    { $count ->
       *[other] { $count }ユニットを引き渡しました。依頼者の次の領収書に含まれます。
    }
jobs-checked-held =
    { $count ->
       *[other] { $count }ユニットを引き渡しましたが、最後の領収書が届きませんでした。この依頼者が戻ってきたときに支払われます。
    }
jobs-checked-pending-bought =
    { $count ->
       *[other] { $count }ユニットが届き、支払いを待っています。
    }
jobs-checked-started =
    { $count ->
       *[other] { $count }ユニットが作業中です。
    }
jobs-checked-void =
    { $count ->
       *[other] { $count }ユニットが無効になりました：{ $why }。
    }
jobs-checked-none = 完了したユニットがないため、検証するものがありませんでした。

failure-preempted = 持ち主がPCを使うため中断しました
failure-worker-failed = 作業を行うプログラムが停止しました
failure-bad-scene = シーンをレンダリングできません（{ $what }）
failure-bad-model = モデルを使えません（{ $what }）
failure-bad-request = リクエストに応えられません（{ $what }）
failure-bad-unit = 合意した内容に含まれていませんでした
failure-bad-result = 結果が予告された内容と違います
failure-not-finite = 結果に数値でない値が含まれています
failure-differs = 再計算したピクセルと一致しません
failure-false-answer = 回答がモデルの出力と一致しません
failure-timed-out = 合意した時間を超えました
failure-job-ended = 先にジョブが終わりました

## Receipts

jobs-receipt = 領収書
jobs-receipt-none = 領収書はまだ届いていません。
jobs-receipt-none-held = 領収書は届きませんでした。
jobs-receipt-covers =
    { $count ->
       *[other] 合計{ $amount }クレジット（{ $count }ユニット）
    }
jobs-receipt-signed = 署名：{ $payer }、{ $when }
jobs-signature = 署名
jobs-copy-signature = 署名全体をコピー
jobs-copy-receipt = JSONでコピー
jobs-older-receipts =
    { $count ->
       *[other] 以前の領収書{ $count }件
    }

## The owner's word

jobs-owner = あなたの判断
jobs-block = この依頼者をブロック
jobs-unblock = この依頼者の作業を再び受ける
jobs-blocked = { $node }をブロックしました：この依頼者のジョブは受け付けません。
jobs-unblocked = { $node }のジョブを再び受け付けます。
jobs-refuse-kind = この種類の作業を断る
jobs-accept-kind = この種類の作業を再び受ける
jobs-last-kind = 受け付けている種類はこれだけです。何も受け付けないようにするには、設定で「ほかの人のために作業する」をオフにしてください。
jobs-kind-refused = 「{ $kind }」の作業は今後受け付けません。
jobs-kind-accepted = 「{ $kind }」の作業を再び受け付けます。

## Why my PC said no

jobs-refusals-what = このPCが最近断った依頼と、その理由です。断っても費用はかからず、評判にも影響しません。
jobs-refusals-none = 最近断った依頼はありません
jobs-refusals-none-what = 依頼が制限に合わないときや、電気代に見合わないときは、理由とともにここに表示されます。
jobs-refusals-asked = 依頼元：{ $node }
jobs-refusals-sum = 10億サンプルあたりの計算
jobs-refusals-offered = 提示額
jobs-refusals-wear = 消耗
jobs-refusals-short = 不足額
refusal-not-idle = PCが空いていませんでした：あなたが使っていたか、一時停止していました。
refusal-busy = 別のジョブで手がふさがっていました。
refusal-below-floor = 提示額が低すぎました。{ $floor }クレジットなら引き受けていました。
refusal-no-model = そのモデルがないか、ほかの人には提供していません。
refusal-too-large = このジョブにはメモリが{ $needs }必要ですが、上限は{ $allowed }です。
refusal-invalid = ジョブの記述が正しくありません：{ $what }。
refusal-unknown = 依頼の期限が切れていました。
refusal-bad-signature = 署名が正しくありませんでした。
refusal-no-provider = ほかの人のための作業はオフになっています。
refusal-blocked = この依頼者をブロックしています。
refusal-kind = この種類の作業は受け付けていません：{ $kind }。
refusal-mature = すべての人に適した内容ではない可能性があり、そうした作業は受け付けていません。
refusal-unpaid = この依頼者には、以前の作業の未払いが{ $owed }クレジットあります。
