# What was found on this PC and what to do about it, and why a setting cannot have a value.
# Names and reasons come from drivers, systems and files, and stand where they are put.

## What was found

found-later = まだすべてを確認していません。数秒かかります。
found-adapter-software = カードが見つからないため、ソフトウェアの { $name } が作業することになります。カードのドライバーをインストールしてください。
found-adapter-broken = グラフィックドライバーに問題があります。更新してから Idlewatt を再起動してください。
found-adapter-missing = 計算に使えるグラフィックカードが見つかりません。ドライバーをインストールしてください。
found-adapter-wanted = 設定にある { $name } という名前のグラフィックカードはありません。別の名前にするか、空にしてください。
found-adapter-unmeasured = カードは見つかりましたが、測定されていません。Idlewatt を再起動してください。
found-card-simulated = { $name } の測定値は、テスト用にスクリプトが再生しています。
found-card-doubts = { $name } があり得ない値を示しているため、使いません。続く場合は PC を再起動するか、ドライバーを更新してください。
found-meters-failed = カードの測定値が得られず、なければ作業しません。ドライバーを更新してください。
found-meters-absent = 負荷、電力、温度を示すカードがありません。電力と電力量は測定ではなく推定です。
found-programs-unseen = 実行中のプログラムが見えません。ゲームの開始が見えなければ作業しません。
found-source-failed = { $name } を読み取れません。その内容は考慮されません。
found-settings-unreadable = 設定ファイルを読み取れません。読めるようにしてから Idlewatt を再起動してください。
found-settings-aside = 正しくない設定がありました。正しいものは有効です。残りを設定し、作業を再び許可してください。元のファイルは { $path } にあります。
found-listening-nowhere = この PC はどのアドレスでも待ち受けていません。ネットワーク設定とファイアウォールを確認してください。
found-index-unset = インデックスノードが設定されていません。この PC は誰にも見つからず、誰も見つけられません。設定に加えてください。
found-index-silent = インデックスノードがどれも応答しません（設定 { $count } 件）。ネットワークとアドレスを確認してください。
found-books-wrong = 帳簿が合いません。ledger.sqlite3 のコピーを保存して報告してください。
found-books-unread = 帳簿を読み取れません。ディスクを確認し、Idlewatt を再起動してください。

## What is wrong with a setting

fault-unknown = その設定はありません。
fault-switch = true か false を入力してください。
fault-whole = 整数を入力してください。
fault-range = { $least }～{ $most } を入力してください。
fault-range-or-zero = { $least }～{ $most } または 0 を入力してください。
fault-money = 0～{ $most } クレジットを入力してください（例：{ $example }）。
fault-energy = 小数点以下 3 桁までのキロワット時を入力してください（例：{ $example }）。
fault-word = 次のいずれかを入力してください：{ $words }。
fault-nodes = 64 桁のノード名を入力してください。
fault-many = { $most } 件までにしてください。
fault-hours = 「{ $text }」は曜日と時間ではありません。
fault-band = 「{ $text }」は曜日、時間、価格ではありません。
fault-sources = ファイルとコマンドの両方で価格を示すことはできません。
fault-address = https:// で始まるアドレスを入力してください。
fault-spoken = この言語には対応していません。
fault-unfit = 読み取れません：{ $what }
fault-unwritten = 設定ファイルを使えません：{ $what }
