# The first run: five calm screens, less than a minute.

welcome = 欢迎
welcome-steps = 初始步骤
welcome-step = 第 { $step } 步，共 { $of } 步
welcome-skip = 全部跳过
welcome-back = 返回
welcome-on = 继续
welcome-on-unmeasured = 不测量，继续
welcome-done = 完成

## What was found

welcome-machine = 你的电脑配置
welcome-machine-about = 你不用显卡时，Idlewatt 把它借给别人；你一需要，就立刻归还。
welcome-nothing-asked = 无需账户、钱包或邮箱。你的收益记在这台电脑的账本里。
welcome-looking = 正在查看这台电脑…
welcome-memory = 显存
welcome-driver = 驱动
welcome-meters = 传感器
welcome-meters-told = 可读取占用率、功率和温度
welcome-meters-none = 无：功率为假定值，并非实测
welcome-off = 还没有检查过你的显卡
welcome-off-switch = 电脑空闲时为他人工作
welcome-off-switch-about = 现在已关闭，所以没有碰显卡。开启后可以看看它的能力。
welcome-software = 没有找到显卡
welcome-software-why = 工作会在处理器上进行，速度很慢，几乎没有收益。如果这台电脑装有显卡，那就是缺少驱动，或者驱动不支持计算。
welcome-none = 没有可用的显卡
welcome-none-why = 这台电脑上没有能为他人计算的设备。Idlewatt 仍会打开，有了显卡就会自动开始。
welcome-driver-advice = 解决办法：安装显卡厂商的最新驱动，重启电脑，再打开 Idlewatt。你仍然可以请别人工作。
welcome-findings =
    { $count ->
       *[other] 有 { $count } 件事需要留意
    }

## The benchmark

welcome-benchmark = 它有多快？
welcome-benchmark-about = 显卡会全力渲染一张图片，约 20 秒。你可能会听到风扇声。
welcome-benchmark-start = 立即测量
welcome-benchmark-again = 重新测量
welcome-benchmark-stop = 停止
welcome-benchmark-picture = 用于测量的渲染图片
welcome-benchmark-waiting = 图片会显示在这里。
welcome-benchmark-progress = 测量进度
welcome-speed = 速度
welcome-speed-means = 每秒采样数：显卡在场景中追踪的光路数量。任务按这个数量付款，所以这就是它能出售的东西。
welcome-watts = 功率
welcome-watts-means = 显卡工作时的功率。电费按超出空闲功耗的部分计算。
welcome-watts-unknown = 没有传感器读数。电费按同类显卡的一般功耗计算。
welcome-measured-before = 之前测得：每秒 { $speed } 次采样。

## The estimate

welcome-estimate = 可能的收益
welcome-estimate-about = 已扣电费。坦率地说：这取决于别人的需求有多少，谁也无法承诺。
welcome-tariff-about = 最重要的数字是你的电价。它在你的电费账单上，按每 kWh 计，含全部税费。在你填写之前，这里是一个常见价格。

## The choice

welcome-choice = 什么时候可以工作？
welcome-choice-about = 先选一种开始。以后一切都可以更改，每次更改都可以撤销。
welcome-choice-needed = 在你选择之前，不会进行任何工作。

## The start

welcome-start = 开机启动吗？
welcome-start-about = 除非你需要，否则保持关闭。
welcome-autostart = 登录时启动 Idlewatt
welcome-autostart-about = 启动时不打开窗口，在托盘中等待，直到你的限制允许工作。
welcome-ready = 就这些。随时可以关闭窗口：工作会在托盘中继续，并按你的设置停止。
welcome-not-said = 你还没有说明这台电脑何时可以工作，所以它不会工作。返回去选择，或稍后再选：主页和托盘会一直提示。
