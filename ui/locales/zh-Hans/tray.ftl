# What the tray's menu and tooltip and the notifications say. One short line each: a menu is as wide as its longest.
# Names of programs and jobs come from outside and stand where they are put.

## The menu

menu-start = 立即开始
menu-resume = 恢复
menu-retry = 重新查找
menu-choose = 选择何时工作…
menu-pause = 暂停
menu-pause-half-hour = 30 分钟
menu-pause-hour = 1 小时
menu-pause-tomorrow = 到明天 8:00
menu-pause-until-resumed = 直到我恢复
menu-open = 打开 Idlewatt
menu-settings = 设置
menu-quit = 退出

## Money

# $net (text): credits with the local decimal mark, such as 0.047
today = 今天：扣除电费后 { $net } 积分
today-unknown = 今天：未知

## Time

# $day (text): mon to sun; $time (text): such as 8:00
on-day =
    { $day ->
        [mon] 周一
        [tue] 周二
        [wed] 周三
        [thu] 周四
        [fri] 周五
        [sat] 周六
       *[sun] 周日
    } { $time }

## What is happening

working = 工作中
# $title (text): the job, such as "render 96x96, 16 spp"
working-on = 工作中：{ $title }
job-picture = 图像 { $width }x{ $height }，{ $spp } spp
job-text = { $model } 的文本
job-unknown = 一项协议
paused = 已暂停，直到你恢复
# $when (text): a time, with the day when it is not today
paused-until = 已暂停，直到 { $when }

## Why not

connecting = 正在寻找后台程序…
lost-not-running = 后台程序没有运行
lost-version = 后台程序的版本不同
lost-cannot-start = 后台程序无法启动
lost-silent = 后台程序没有响应
lost-no-folder = 没有可存放 Idlewatt 数据的文件夹

wait-role-off = 未工作：已在设置中关闭
wait-not-said = 你还没有说明这台电脑何时可以工作
wait-starting = 正在启动
wait-measuring = 正在测量这台电脑
wait-no-device = 未工作：没有找到显卡
wait-card-off = 未工作：这张显卡已关闭
# $name (text): a program
wait-program-running = 等待中：{ $name } 正在运行
# $minutes (number)
wait-owner-present =
    { $minutes ->
       *[other] 等待中：你离开 { $minutes } 分钟后开始
    }
# $name (text): a program
wait-fullscreen = 等待中：{ $name } 正在全屏显示
wait-remote-use = 等待中：有人正在远程使用这台电脑
wait-encoding = 等待中：显卡正在编码视频
# $percent (number)
wait-gpu-in-use = 等待中：其他程序占用了 { $percent }% 的 GPU
wait-memory-short = 等待中：其他程序需要显存
wait-on-battery = 等待中：正在使用电池
wait-metered-network = 等待中：网络按流量计费
# $when (text): a time, with the day when it is not today
wait-outside-hours = 你设定的时段从 { $when } 开始
wait-no-hours = 未工作：设定的时段没有留出时间
# $when (text): a time, with the day when it is not today
wait-day-used-up = 今天到此为止，{ $when } 继续
# $degrees (number): Celsius
wait-too-hot = 等待中：显卡温度 { $degrees } °C
wait-too-loud = 等待中：风扇声音超出你的上限
wait-limit-below-rest = 未工作：允许的功率低于显卡空闲功耗
wait-tariff-too-high = 等待电价下降
wait-tariff-unknown = 等待中：电价未知
wait-going-to-sleep = 即将睡眠
wait-cooling-down = 等待中：刚刚安静下来
wait-no-readings = 等待中：传感器没有新的读数
wait-no-mesh = 等待中：没有索引节点响应
wait-no-work = 就绪：没有人需要算力
wait-worker-broken = 未工作：工作进程多次失败

## Notifications

started-title = 你的显卡正在工作
# $title (text): the job
started-body = { $title }。你需要显卡时，它会立即停下。
started-body-untitled = 你需要显卡时，它会立即停下。
stopped-title = 已为你停下
# $name (text): a program
stopped-body = 显卡现在归 { $name } 独用。
paid-title = 昨天净得 { $net } 积分
# $gross, $electricity (text): credits
paid-body = 工作收入 { $gross }，减去电费 { $electricity }。
attention-title = Idlewatt 需要你处理

## Windows and dialogs

compact-title = Idlewatt 当前状态
choose-scene = 选择场景
scenes = 场景
export-jobs = 将任务写入文件
