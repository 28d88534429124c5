# The page "Use the mesh".

mesh-render = シーンをレンダリング
mesh-render-about = あなたのglTFシーンをほかの人がレンダリングします。届いて検証が済んだ分だけ支払います。
mesh-drop = .glbまたは.gltfファイルをここにドロップ
mesh-drop-now = 離すと読み込みます
mesh-drop-wrong = .glbまたは.gltfファイルではありません。
mesh-choose = ファイルを選択
mesh-choose-other = 別のファイル
mesh-scene = シーン
mesh-quality = 品質
mesh-quality-draft = 下書き
mesh-quality-good = 標準
mesh-quality-fine = 高
mesh-quality-exact = 最高
mesh-quality-says = { $width } x { $height }、1ピクセルあたり{ $spp }サンプル
mesh-width = 幅（ピクセル）
mesh-height = 高さ（ピクセル）
mesh-spp = 1ピクセルあたりのサンプル数
mesh-output = 画像の保存先
mesh-price = 支払いの上限
mesh-price-about = 10億サンプルあたりのクレジット。空欄にすると、最も安い提供者の価格です。
mesh-price-now = 現在の最安値は{ $price }で、この画像では約{ $cost }です。
mesh-price-none = 今はレンダリングの提供者がいません。それでも開始できます。提供者を探します。
mesh-start = レンダリング
mesh-stop = 停止して届いた分を保存
mesh-again = 別のシーンをレンダリング
mesh-show-file = ファイルを表示
mesh-checking = シーンを確認しています…
mesh-searching = レンダリングする提供者を探しています…
mesh-agreed = { $provider }が{ $device }で、10億サンプルあたり{ $price }クレジットでレンダリングします。
mesh-progress = サンプルの{ $share }が届きました。ここまで{ $cost }クレジットです。
mesh-provider-lost = { $provider }がいなくなりました（{ $reason }）。残りは別の提供者に任せます。
mesh-unsupported = 未対応のため省略：{ $what }。
mesh-done = 完了しました。費用は{ $cost }クレジットです。
mesh-cancelled = 停止しました。届いた分はファイルにあります。費用は{ $cost }クレジットでした。
mesh-bad-input = シーンをレンダリングできません：{ $what }
mesh-no-provider = 引き受ける提供者がいません：{ $what }
mesh-failed = うまくいきませんでした：{ $what }
mesh-picture = ここまでの画像

mesh-chat = チャット
mesh-chat-about = ほかの人のPCが答えます。答える側には、あなたの書いた内容が見えます。
mesh-model = モデル
mesh-model-says =
    { $count ->
       *[other] { $name } · { $size } · { $speed }トークン/秒 · 100万トークンあたり{ $price }クレジット · 提供者{ $count }
    }
mesh-no-models = 今は言語モデルの提供者がいません。
mesh-no-models-about = 提供されているモデルは自動でここに表示されます。自分で提供するには、「idlewatt models add」でモデルを追加し、設定で指定してください。
mesh-message = メッセージ
mesh-message-hint = メッセージを入力
mesh-send = 送信
mesh-chat-stop = 停止
mesh-clear = 新しい会話
mesh-you = あなた
mesh-thinking = 答える相手を探しています…
mesh-answered = { $provider } · { $tokens }トークン · { $cost }クレジット
mesh-answered-free = { $provider } · { $tokens }トークン

mesh-endpoint = プログラム向け
mesh-endpoint-about = OpenAIのAPIに対応したプログラムなら、どれでもメッシュを使えます。接続できるのはこのPCのプログラムだけです。
mesh-endpoint-on = エンドポイント
mesh-endpoint-runs = { $address }で動作中
mesh-endpoint-off = オフ
mesh-endpoint-broken = 動いていません：{ $what }
mesh-language = 例の言語
