# What is said on every page: what happens and why, money, measures, and the words of the frame.

name = Idlewatt

## Pages

page-home = 主页
page-earnings = 收益
page-limits = 限制
page-jobs = 任务
page-network = 网络
page-mesh = 使用 Mesh
page-settings = 设置
pages = 页面

## What is happening, and why not more

working = 正在为他人工作：{ $title }。
working-untitled = 正在为他人工作。
paused-until = 已暂停，直到 { $when }。
paused = 已暂停，直到你恢复。
wait-role-off = 未工作：设置中已关闭“为他人工作”。
wait-not-said = 你还没有说明这台电脑何时可以工作。
wait-starting = 正在启动：查看这台电脑的情况。
wait-measuring = 正在测量这台电脑的渲染速度。
wait-no-device = 未工作：没有找到可用于计算的显卡。
wait-no-device-called = 未工作：没有名为 { $name } 的显卡（设置中所要求的）。
wait-card-off = 未工作：设置中已关闭这张显卡。
wait-program-running = 已为你让路：{ $name } 正在运行，结束后继续工作。
wait-owner-present =
    { $minutes ->
       *[other] 你在时不打扰。无操作 { $minutes } 分钟后开始工作。
    }
wait-fullscreen = 已为你让路：{ $name } 正在全屏显示。
wait-remote-use = 已为你让路：有人正在远程使用这台电脑（{ $name }）。
wait-encoding = 已为你让路：显卡正在编码视频。
wait-gpu-in-use = 已为你让路：其他程序占用了 { $percent } 的 GPU。
wait-memory-short = 已为你让路：其他程序只留下 { $free } 显存。
wait-on-battery = 等待中：这台电脑正在使用电池。
wait-metered-network = 等待中：当前网络按流量计费。
wait-outside-hours = 休息中。你设定的时段从 { $when } 开始。
wait-no-hours = 未工作：你设定的时段没有留出任何时间。
wait-day-hours = 今天到此为止：工作时长已用完，{ $when } 继续。
wait-day-energy = 今天到此为止：电量已用完，{ $when } 继续。
wait-day-cost = 今天到此为止：电费预算已用完，{ $when } 继续。
wait-too-hot = 等待显卡降温：现在 { $now }，上限 { $most }。
wait-too-loud = 等待风扇安静下来：现在 { $now }，上限 { $most }。
wait-limit-below-rest = 未工作：显卡空闲时也要 { $rest }，而你只允许 { $limit }。
wait-tariff-too-high = 等待电价下降：现在每 kWh { $now } 积分，上限 { $most }。
wait-tariff-unknown = 等待中：无法得知当前电价（{ $what }）。
wait-going-to-sleep = 已让路：这台电脑即将睡眠。
wait-cooling-down = 已经安静下来，{ $when } 可以开始工作。
wait-no-readings-cards = 等待中：显卡传感器没有新的读数，Idlewatt 不会盲目工作。
wait-no-readings-programs = 等待中：无法查看正在运行的程序，Idlewatt 不会盲目工作。
wait-no-readings-surroundings = 等待中：无法判断是否有人在用电脑，Idlewatt 不会盲目工作。
wait-no-mesh = 等待中：没有索引节点响应，别人找不到这台电脑。
wait-no-work = 已就绪。目前没有人需要算力。
wait-worker-broken = 未工作：工作进程连续多次失败（{ $what }）。

## The same in one or two words

state-working = 工作中
state-waiting = 等待中
state-ready = 就绪
state-paused = 已暂停
state-attention = 需要你处理
state-connecting = 连接中

## How hard it works

effort-full = 全速
effort-presence = { $share } 的时间，因为你在用电脑
effort-share = { $share } 的时间，这是你允许的比例
effort-power = { $share } 的时间，以免超出你的功率上限
effort-heat = { $share } 的时间，以免超出你的温度上限
effort-fan = { $share } 的时间，以免风扇超出你的上限

## The daemon

connecting = 正在寻找后台程序…
lost-title = 无法连接后台程序。
lost-not-running = 负责工作的后台程序没有运行。它会自动重新启动，已有的收益不会丢失。
lost-version = 后台程序的版本不同。请重启它，或把两者都更新。
lost-cannot-start = 后台程序无法启动。
lost-silent = 后台程序没有响应。
lost-no-folder = 没有可存放 Idlewatt 数据的文件夹。
retry = 立即重试

## Honest labels

badge-software = 软件渲染
badge-software-meaning = 没有使用显卡：着色器在处理器上运行，速度很慢。
badge-simulated = 模拟显卡
badge-simulated-meaning = 显卡读数由脚本模拟，用于测试和演示。
tray-no-host = 没有托盘图标：这个桌面环境没有托盘（GNOME 可安装 AppIndicator 扩展）。关闭窗口后工作会继续；再次启动 Idlewatt 即可回到这里。
tray-failed = 没有托盘图标：桌面环境拒绝了它。关闭窗口后工作会继续；再次启动 Idlewatt 即可回到这里。

## Pause

pause = 暂停
pause-half-hour = 30 分钟
pause-hour = 1 小时
pause-tomorrow = 到明天 8:00
pause-until-resumed = 直到我恢复
resume = 恢复
choose-when = 选择何时工作

## Money

unit = 积分
net = 净收益
gross = 收入
electricity = 电费
pending = 待结算
pending-meaning = 已完成，但还没有收据涵盖。
held = 暂存
held-meaning = 任务已结束，但没有收到最后的收据。该请求方回来时会支付。
final = 已确认
final-meaning = 已有签名收据涵盖。
spent = 支出
energy = 用电量

## Kinds of work, sides

kind-render = 渲染
kind-generate = 文本
kind-embed = 嵌入
side-provider = 提供
side-requester = 购买

## How a job ended

job-open = 进行中
job-picture = 图像 { $width }x{ $height }，{ $spp } spp
job-text = { $model } 的文本
job-unknown = 一项协议
stop-done = 完成
stop-cancelled = 已取消
stop-owner-returned = 你需要用电脑
stop-owner-returned-there = 机主需要用电脑
stop-shutting-down = 关闭时停止
stop-protocol = 中断：{ $what }
stop-unpaid = 未按时付款
stop-bad-results = 结果有误
stop-lost = 连接断开
stop-failed = 失败：{ $what }
stop-refused = 不再接受更多。{ $why }

## Measures

not-told = 无读数
measure-watts = { $value } W
measure-watt-hours = { $value } Wh
measure-kilowatt-hours = { $value } kWh
measure-celsius = { $value }°C
of-limit = { $now } / { $limit }
load = 占用率
power = 功率
temperature = 温度
memory = 显存
fan = 风扇
effort = 强度
samples-per-second = 每秒 { $samples } 次采样

## Trouble, and taking things back

trouble = 没有成功：{ $what }
trouble-not-running = 后台程序没有运行
trouble-timed-out = 后台程序没有及时响应
trouble-unexpected = 后台程序的回应与请求不符
trouble-no-folder = 没有可存放 Idlewatt 数据的文件夹
trouble-autostart = 无法更改开机启动项
trouble-file = 无法使用该文件
trouble-program = 无法启动 Idlewatt 的某个程序
trouble-updater = 无法检查更新
trouble-invalid-setting = 这个值不可用
trouble-false-answer = 有一个回答与模型的输出不符
trouble-busy = 能接手的提供方现在都在忙
trouble-no-provider = 目前没有人能够或愿意接手
trouble-no-model = 没有人提供该模型
trouble-bad-input = 请求有误
trouble-books = 无法使用账本
trouble-role-off = 该角色已在设置中关闭
trouble-shutting-down = 后台程序正在停止
busy-benchmark = 这台电脑已经在测量中
busy-job = 有任务正在进行，完成后才能测量
busy-model = 模型正在工作，完成后才能测量
busy-picture = 已经有一张图片在渲染
input-picture-kind = 图片必须是 .png 或 .exr 文件
input-too-large = 它需要 { $needs } 显存，而只允许 { $allowed }
input-is-folder = { $path } 是文件夹，文件需要一个名称
input-no-folder = 没有文件夹 { $path }
input-empty = 没有输入任何内容
input-too-long = 对话太长了，请开始新的对话
failed-program = { $name } 正在运行，更需要显卡
failed-sleep = 这台电脑即将睡眠
failed-card = 显卡不再响应
failed-measure = 无法测量这台电脑
failed-written = 无法写入 { $path }
failed-units = 图片的各部分接连失败
failed-broken = 这台电脑上出了问题
none-found = 没有找到接这种任务的人
there-not-idle = 主人正在使用
there-busy = 正忙于其他任务
there-floor = 至少要 { $floor } 积分
there-too-large = 显存不够：需要 { $needs }，允许 { $allowed }
there-unwilling = 不接这种任务
there-unpaid = 说之前的任务还有 { $owed } 积分未付
there-misunderstood = 没有接受所发的订单
there-silent = 没有回应
there-only-relayed = 只能经由中继到达，而中继不传这么多数据
there-strange = 答非所问
saved = 已保存。
undo = 撤销
undone = 已撤销。
close = 关闭
cancel = 取消
copy = 复制
copied = 已复制。
open-window = 打开 Idlewatt
