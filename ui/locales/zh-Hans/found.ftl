# What was found on this PC and what to do about it, and why a setting cannot have a value.
# Names and reasons come from drivers, systems and files, and stand where they are put.

## What was found

found-later = 还没有全部查看完；这需要几秒钟。
found-adapter-software = 没有找到显卡，工作将由软件 { $name } 完成。请安装显卡驱动。
found-adapter-broken = 图形驱动出错。请更新驱动，然后重启 Idlewatt。
found-adapter-missing = 没有找到可用于计算的显卡。请安装其驱动。
found-adapter-wanted = 没有名为 { $name } 的显卡（设置中所要求的）。请换一个名称，或留空。
found-adapter-unmeasured = 找到了显卡，但没有测量。请重启 Idlewatt。
found-card-simulated = { $name } 的读数由脚本播放，供测试使用。
found-card-doubts = { $name } 报告了不可能的数值，已忽略。如果一直如此，请重启电脑或更新驱动。
found-meters-failed = 显卡没有读数，而没有读数就不会工作。请更新驱动。
found-meters-absent = 没有显卡报告负载、功率或温度：功率和电量是假定的，不是测量的。
found-programs-unseen = 无法看到正在运行的程序；看不到游戏启动就不会工作。
found-source-failed = 无法读取 { $name }。它的信息不会被考虑。
found-settings-unreadable = 无法读取设置文件。请使其可读，然后重启 Idlewatt。
found-settings-aside = 有些设置不正确。正确的仍然有效：请设置其余部分，然后再次允许工作。旧文件保存为 { $path }。
found-listening-nowhere = 这台电脑没有监听任何地址。请检查网络设置和防火墙。
found-index-unset = 没有设置索引节点：没有人能找到这台电脑，它也找不到别人。请在设置中添加一个。
found-index-silent = 索引节点都没有响应（已设置 { $count } 个）。请检查网络和它们的地址。
found-books-wrong = 账目对不上。请保留 ledger.sqlite3 的副本并报告此问题。
found-books-unread = 无法读取账目。请检查磁盘，然后重启 Idlewatt。

## What is wrong with a setting

fault-unknown = 没有这个设置。
fault-switch = 应为 true 或 false。
fault-whole = 应为整数。
fault-range = 应为 { $least } 到 { $most }。
fault-range-or-zero = 应为 { $least } 到 { $most }，或 0。
fault-money = 应为 0 到 { $most } 之间的积分，例如 { $example }。
fault-energy = 应为最多三位小数的千瓦时，例如 { $example }。
fault-word = 应为以下之一：{ $words }。
fault-nodes = 应为节点名称，每个 64 位。
fault-many = 最多 { $most } 项。
fault-hours = “{ $text }”不是日期和时间。
fault-band = “{ $text }”不是日期、时间和价格。
fault-sources = 文件和命令不能同时提供电价。
fault-address = 应为以 https:// 开头的地址。
fault-spoken = 这里不支持这种语言。
fault-unfit = 无法读取：{ $what }
fault-unwritten = 设置文件无法使用：{ $what }
