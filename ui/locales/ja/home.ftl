# The first page, and the compact window by the tray.

today-net = 今日（電気代を引いた額）
net-today-of = 収入{ $gross }、電気代{ $electricity }
week = 過去7日間
all-time = 全期間
see-earnings = 収益をすべて見る
first-week = これが最初の1週間です
first-week-may = 今の制限では、電気代と消耗を引いて1日約{ $net }クレジットになりそうです。{ $low }から{ $high }の間です。

## What changes next

next-resumes = { $when }に再開します。
next-changes = { $when }に自動で切り替わります。

## The job in hand

job-in-hand = 進行中のジョブ
no-job = 進行中のジョブはありません
no-job-ready = 依頼があれば、次のジョブが自動で始まります。
no-job-waiting = 妨げがなくなれば、作業は自動で始まります。
picture-coming = レンダリングが進むと画像が表示されます。
picture-so-far = { $title }のここまでの画像
tokens-flowing = 読み書きしたトークンの数です。内容は依頼者だけのものです。
tokens-per-second = { $tokens }トークン/秒
this-unit = このユニット
units-done = 完了ユニット
worth = ここまでの価値
hour-brings = 1時間あたり
hour-brings-meaning = 測定した速度での、電気代を引いた額です。
pays-render = 10億サンプルあたり{ $price }クレジット
pays-text = 100万トークンあたり{ $price }クレジット
for-requester = 依頼者：{ $node }

## The card

card = カード
card-none = 使用率、電力、温度を知らせるカードがありません。
card-not-found = グラフィックカードが見つかりません。
card-not-found-advice = カードがない場合、作業はプロセッサで行われ、収益はほとんどありません。カードがあるなら、ドライバーが入っていません。インストールしてから、Idlewattをもう一度起動してください。
adjust-limits = 制限を調整
peers =
    { $count ->
       *[other] ピア{ $count }台
    }
index-nodes =
    { $count ->
       *[other] インデックスノード{ $count }台
    }
