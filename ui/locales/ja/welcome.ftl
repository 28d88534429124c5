# The first run: five calm screens, less than a minute.

welcome = ようこそ
welcome-steps = はじめの手順
welcome-step = ステップ{ $step } / { $of }
welcome-skip = すべてスキップ
welcome-back = 戻る
welcome-on = 続ける
welcome-on-unmeasured = 測定せずに続ける
welcome-done = 完了

## What was found

welcome-machine = あなたのPCの構成
welcome-machine-about = Idlewattは、あなたが使っていない間だけカードをほかの人に貸し、必要になればすぐに返します。
welcome-nothing-asked = アカウントもウォレットもメールも不要です。収益はこのPCの帳簿に記録されます。
welcome-looking = このPCを確認しています…
welcome-memory = カードのメモリ
welcome-driver = ドライバー
welcome-meters = センサー
welcome-meters-told = 使用率、電力、温度を読み取れます
welcome-meters-none = なし：電力は測定せず、仮定の値を使います
welcome-off = カードはまだ確認していません
welcome-off-switch = このPCが空いているとき、ほかの人のために作業する
welcome-off-switch-about = オフなので、カードには触れていません。オンにすると、カードの性能がわかります。
welcome-software = グラフィックカードが見つかりません
welcome-software-why = 作業はプロセッサで行われるため、遅く、収益はほとんどありません。このPCにカードがあるなら、ドライバーがないか、計算に対応していません。
welcome-none = 使えるグラフィックカードがありません
welcome-none-why = このPCには、ほかの人のために計算できるものがありません。それでもIdlewattは開き、カードが使えるようになれば自動で作業を始めます。
welcome-driver-advice = 対処方法：カードのメーカーの最新ドライバーをインストールし、PCを再起動してから、Idlewattをもう一度開いてください。ほかの人に作業を頼むことは今でもできます。
welcome-findings =
    { $count ->
       *[other] 確認したいことが{ $count }件あります
    }

## The benchmark

welcome-benchmark = どれくらい速いですか？
welcome-benchmark-about = 約20秒間、カードが全力で画像をレンダリングします。ファンの音が聞こえるかもしれません。
welcome-benchmark-start = 今すぐ測定
welcome-benchmark-again = もう一度測定
welcome-benchmark-stop = 停止
welcome-benchmark-picture = 測定のためにレンダリングしている画像
welcome-benchmark-waiting = 画像はここに表示されます。
welcome-benchmark-progress = 測定の進み具合
welcome-speed = 速度
welcome-speed-means = 1秒あたりのサンプル数：カードがシーンの中でたどる光の経路の数です。報酬はこの数で決まるので、これがカードの売れる量になります。
welcome-watts = 電力
welcome-watts-means = 作業中にカードが使う電力です。電気代はアイドル時を超えた分で計算します。
welcome-watts-unknown = センサーがありません。電気代はこの種のカードの一般的な値で計算します。
welcome-measured-before = 以前の測定：{ $speed }サンプル/秒。

## The estimate

welcome-estimate = 収益の見込み
welcome-estimate-about = 電気代を引いた額です。正直に言うと、ほかの人の依頼の量しだいで、それは誰にも約束できません。
welcome-tariff-about = 最も大きく影響するのは、あなたの電気料金です。明細に載っている、税込みの1 kWhあたりの料金を入れてください。入力するまでは一般的な料金を使います。

## The choice

welcome-choice = いつ作業しますか？
welcome-choice-about = まず1つ選んでください。あとからすべて変更でき、どの変更も元に戻せます。
welcome-choice-needed = 選ぶまでは、何の作業もしません。

## The start

welcome-start = PCの起動時に開始しますか？
welcome-start-about = 希望しなければオフのままです。
welcome-autostart = ログイン時にIdlewattを起動
welcome-autostart-about = ウィンドウを開かずに起動し、制限で作業が許されるまでトレイで待ちます。
welcome-ready = これで終わりです。ウィンドウはいつ閉じてもかまいません。作業はトレイで続き、設定どおりに止まります。
welcome-not-said = この PC がいつ働いてよいか、まだ決めていないので、働きません。戻って選ぶか、あとで決めてください。ホームとトレイに表示されています。
