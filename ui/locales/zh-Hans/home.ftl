# The first page, and the compact window by the tray.

today-net = 今天（已扣电费）
net-today-of = 收入 { $gross }，电费 { $electricity }
week = 过去 7 天
all-time = 全部时间
see-earnings = 全部收益
first-week = 这将是你的第一周
first-week-may = 按你的限制，扣除电费和损耗后，一天大约能带来 { $net } 积分：大约在 { $low } 到 { $high } 之间。

## What changes next

next-resumes = { $when } 恢复。
next-changes = { $when } 自动变化。

## The job in hand

job-in-hand = 当前任务
no-job = 当前没有任务
no-job-ready = 一有人需要，下一个任务就会自动开始。
no-job-waiting = 没有妨碍之后，工作会自动开始。
picture-coming = 图片会随着渲染逐步出现。
picture-so-far = “{ $title }”目前的图片
tokens-flowing = 已读取和生成的 token。内容只与请求方有关。
tokens-per-second = 每秒 { $tokens } 个 token
this-unit = 当前单元
units-done = 完成单元
worth = 目前价值
hour-brings = 每小时带来
hour-brings-meaning = 按测得的速度，已扣电费。
pays-render = 每十亿次采样 { $price } 积分
pays-text = 每百万 token { $price } 积分
for-requester = 请求方：{ $node }

## The card

card = 显卡
card-none = 没有显卡提供占用率、功率或温度读数。
card-not-found = 没有找到显卡。
card-not-found-advice = 没有显卡时，工作在处理器上进行，几乎没有收益。如果装有显卡，那就是缺少驱动：请安装驱动，然后重新启动 Idlewatt。
adjust-limits = 调整限制
peers =
    { $count ->
       *[other] { $count } 个对等节点
    }
index-nodes =
    { $count ->
       *[other] { $count } 个索引节点
    }
