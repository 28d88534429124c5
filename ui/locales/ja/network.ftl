# The page "Network".

network-reach = ほかの人はこのPCに接続できますか？
network-reach-unknown = まだ不明
network-reach-unknown-about = ピアに接続を試してもらっています。起動後、数分かかります。
network-reach-direct = 直接接続
network-reach-direct-about = ピアが{ $address }に接続できました。ほかに必要なことはありません。
network-reach-relayed = 中継経由
network-reach-relayed-about = 外からの接続は確認できていないため、ほかのノードは{ $through }を経由してこのPCを呼び出します。小さな作業はこの経路で届きます。大きな作業には、そこから試みる直接接続が必要です。
network-reach-punched = 直接接続になった呼び出し：直近{ $tries }件中{ $punched }件。
network-reach-outgoing-only = 発信のみ
network-reach-outgoing-only-about = 外からの接続は確認できていません。このPCから張った接続では、引き続き作業が届きます。ルーターでこのPCへのポート転送を設定するか、UPnPを有効にすると、より多くのピアが接続できます。
network-no-relay-not-wanted = 設定により、中継は依頼していません。
network-no-relay-not-offered = 呼び出しを中継するインデックスノードがありません。
network-no-relay-full = 問い合わせた中継に空きがありません。あとでもう一度問い合わせます。
network-no-relay-asking = 中継に問い合わせています。
network-no-relay-failed = 問い合わせた中継が断ったか、正しく応答していません。別の中継か、同じ中継をもう一度試します。
network-reach-alone = 接続なし
network-reach-alone-about = 誰ともつながっていません（{ $what }）。インターネット接続と、設定でインデックスノードが指定されているかを確認してください。

network-node = このノード
network-addresses = 待ち受け先
network-relays-for = このPCを経由して呼び出せるほかのノード：{ $count }。

network-market = 現在の価格
network-market-none = 今はレンダリングの提供者がいません。
network-market-alone = 今はほかにレンダリングの提供者がいません。
network-market-rank =
    { $total ->
        [1] { $cheaper ->
            [0] もう1人の提供者の価格は、あなたと同じかそれ以下です。
           *[other] あなたの価格は、もう1人の提供者より安くなっています。
        }
       *[other] あなたの価格は、ほかの提供者{ $total }人のうち{ $cheaper }人より安くなっています。
    }
network-market-off = 今は何も提供していません。
network-market-axis-price = 10億サンプルあたりのクレジット
network-market-axis-speed = サンプル/秒
network-market-mine = あなた
network-market-free = 空き
network-market-busy = 作業中
network-market-provider = 提供者
network-market-device = デバイス
network-market-price = 価格
network-market-speed = 速度
network-market-state = 状態
network-market-chart = 提供者ごとの価格と速度

network-peers = ピア
network-peers-none = 誰ともつながっていません。
network-peer = ピア
network-address = アドレス
network-transport = 経路
network-rtt = 往復時間

network-records = これまでの取引の記録
network-records-none = まだ誰との取引もありません。
network-records-about = あなた自身の帳簿によるもので、ほかの人には見えません。
network-record-worked = あなたが作業
network-record-bought = 相手が作業
network-record-side = 作業した側
network-record-jobs = ジョブ
network-record-paid = 支払い済みユニット
network-record-failed = 失敗ユニット
network-record-gross = 価値
network-record-last = 最終
