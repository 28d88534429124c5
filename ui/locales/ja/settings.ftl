# The page "Settings".

settings-general = 一般
settings-language = 言語
settings-language-system = システムに合わせる（{ $name }）
settings-theme = 外観
settings-theme-system = システムに合わせる
settings-theme-light = ライト
settings-theme-dark = ダーク
settings-autostart = PCの起動時に開始
settings-autostart-about = サインインすると、Idlewattがウィンドウを開かずにトレイで起動します。

settings-notifications = 通知
settings-notifications-about = 数は少なく、起動後の1分間は通知しません。
settings-notify-started = 作業の開始
settings-notify-started-about = このPCが誰かのために作業を始めたとき。
settings-notify-stopped = 作業の中断
settings-notify-stopped-about = あなたがPCを使うため作業を止めたとき。
settings-notify-paid = 昨日の合計
settings-notify-paid-about = 1日1回まで。電気代を引いて残った額です。
settings-notify-attention = 確認が必要なとき
settings-notify-attention-about = 作業できず、自動では解決しないとき。

settings-updates = アップデート
settings-update-off = アップデートの公開先はまだありません。何も確認せず、何も送信しません。
settings-update-newest = 最新バージョンです。
settings-update-looking = 新しいバージョンを確認しています…
settings-update-found = バージョン{ $version }があります。
settings-update-waiting = バージョン{ $version }は、進行中のジョブが終わり次第インストールします。
settings-update-installing = バージョン{ $version }をインストールしています：{ $share }。
settings-update-failed = アップデートを確認できませんでした：{ $what }
settings-update-look = 今すぐ確認
settings-update-install = 空いたらインストール
settings-update-by-itself = 自動で確認
settings-update-by-itself-about = 1日1回。署名付きのバージョンだけを受け入れ、古いものには戻しません。ジョブを中断することもありません。
settings-update-endpoint = アップデートの公開先
settings-update-endpoint-about = HTTPSのアドレス。空欄にすると確認しません。

settings-data = あなたのデータ
settings-data-folder = すべて1つのフォルダーにあります
settings-log = 今日のログ
settings-reveal = 表示
settings-report = サポート用のレポート
settings-report-about = バージョン、検出結果、設定、ログの末尾です。鍵、アドレス、名前、フォルダーは含みません。何も送信されず、コピーするのはあなたです。
settings-report-make = レポートを見る
settings-report-copy = レポートをコピー
settings-export = 帳簿をファイルに保存
settings-export-about = すべてのジョブとその収益を、表計算用、または領収書付きで書き出します。
settings-trace = 跡を残さず削除する
settings-trace-about = アンインストールすると、すべてが停止し、プログラムが削除されます。収益と鍵は、削除するまで上のフォルダーに残ります。削除するには「idlewatt remove-data」を実行してください。削除する内容を示し、先に確認を求めます。

settings-roles = このPCの役割
settings-role-provider = ほかの人のために作業する
settings-role-provider-about = このPCが空いているとき、制限の範囲内で作業します。
settings-role-requester = ほかの人に作業を頼む
settings-role-requester-about = 「メッシュを使う」に必要です。
settings-role-index = ほかのノードを掲載する
settings-role-index-about = 常に動いているPC向け：ほかの人たちがこのPCを通じて互いを見つけます。

settings-advanced = その他すべて
settings-advanced-about = バックグラウンドプログラムのすべての設定を、設定ファイルでの名前で表示します。変更はすぐに有効になります。
settings-advanced-search = 設定を検索
settings-advanced-none = その名前の設定はありません。

settings-about = Idlewattについて
settings-version = バージョン
settings-node = このノード
settings-licence = ライセンス
settings-licence-value = MITまたはApache-2.0。フォントはInter（SIL Open Font License）です。
settings-made = アカウント、ウォレット、メールは不要です。開発元には何も送信しません。
