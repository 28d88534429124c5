# The page "Settings".

settings-general = 通用
settings-language = 语言
settings-language-system = 跟随系统（{ $name }）
settings-theme = 外观
settings-theme-system = 跟随系统
settings-theme-light = 浅色
settings-theme-dark = 深色
settings-autostart = 开机启动
settings-autostart-about = 登录后，Idlewatt 在托盘中隐藏启动。

settings-notifications = 通知
settings-notifications-about = 很少，启动后的第一分钟内没有通知。
settings-notify-started = 开始工作
settings-notify-started-about = 这台电脑开始为别人工作时。
settings-notify-stopped = 为你让路
settings-notify-stopped-about = 因为你要用电脑而停止工作时。
settings-notify-paid = 昨天的总额
settings-notify-paid-about = 每天最多一次：扣除电费后的净得。
settings-notify-attention = 需要你处理
settings-notify-attention-about = 无法工作，又不能自行恢复时。

settings-updates = 更新
settings-update-off = 目前还没有发布更新的地方。不会检查，也不会发送任何内容。
settings-update-newest = 已是最新版本。
settings-update-looking = 正在检查新版本…
settings-update-found = 有新版本 { $version }。
settings-update-waiting = 当前任务结束后，将立即安装版本 { $version }。
settings-update-installing = 正在安装版本 { $version }：{ $share }。
settings-update-failed = 检查更新没有成功：{ $what }
settings-update-look = 立即检查
settings-update-install = 空闲时安装
settings-update-by-itself = 自动检查
settings-update-by-itself-about = 每天一次。只接受有签名的版本，绝不装回旧版本，也不会打断任务。
settings-update-endpoint = 更新发布地址
settings-update-endpoint-about = HTTPS 地址。留空则不检查。

settings-data = 你的数据
settings-data-folder = 全部数据都在一个文件夹中
settings-log = 今天的日志
settings-reveal = 显示
settings-report = 给帮助你的人的报告
settings-report-about = 版本、检测结果、设置和日志末尾。不含密钥、地址、名称和文件夹。不会发送任何内容，由你自己复制。
settings-report-make = 查看报告
settings-report-copy = 复制报告
settings-export = 把账本存为文件
settings-export-about = 每个任务及其收益，可存为电子表格，或附带全部收据。
settings-trace = 不留痕迹地卸载
settings-trace-about = 卸载会停止一切并移除程序。你的收益和密钥会留在上面的文件夹里，直到你删除它们：运行“idlewatt remove-data”，它会先列出要删除的内容并征求确认。

settings-roles = 这台电脑的角色
settings-role-provider = 为他人工作
settings-role-provider-about = 这台电脑空闲时，在你的限制之内。
settings-role-requester = 让他人为我工作
settings-role-requester-about = “使用 Mesh”需要开启此项。
settings-role-index = 收录其他节点
settings-role-index-about = 适合一直开机的电脑：别人通过它找到彼此。

settings-advanced = 其他所有设置
settings-advanced-about = 后台程序的全部设置，名称与设置文件中相同。更改立即生效。
settings-advanced-search = 搜索设置
settings-advanced-none = 没有这个名称的设置。

settings-about = 关于
settings-version = 版本
settings-node = 本节点
settings-licence = 许可证
settings-licence-value = MIT 或 Apache-2.0。字体为 Inter，采用 SIL Open Font License。
settings-made = 无需账户、钱包或邮箱。不会向开发者回传任何内容。
