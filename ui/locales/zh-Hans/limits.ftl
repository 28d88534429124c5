# Limits: what the owner allows, and what that comes to. Presets and estimates are also part of the first run.

## What the limits come to

limits-comes = 按你的限制估算
comes-coming = 正在计算…
comes-unknown = 对这台电脑还一无所知。测量之后会有估算。
comes-unit = 积分/天
comes-after = 已扣电费和显卡损耗
comes-range = 大约在 { $low } 到 { $high } 之间。
comes-hours = 每天工作{ $hours }。
comes-loss = 按这些限制，电费和损耗高于工作收入。Idlewatt 不接低于成本的工作。
comes-rests = 这是估算，不是承诺。前提是：
rests-demand = { $share } 的时间有工作可做；目前谁也说不准。
rests-demand-measured = { $share } 的时间有工作可做，与这里最近几天一样。
rests-presence = 每天有人使用这台电脑{ $time }。
rests-presence-measured = 每天有人使用这台电脑{ $time }，与最近几天一样。
rests-awake = 这台电脑每天开机{ $time }，与最近几天一样。
rests-tariff = 每千瓦时电价 { $price } 积分。
rests-tariff-mean = 在你的时段内，每千瓦时平均电价 { $price } 积分。
rests-power = 工作时比空闲时多耗 { $power }，这是同类显卡的一般水平。
rests-power-measured = 工作时比空闲时多耗 { $power }，这是这张显卡的实测值。
rests-own-price = 工作按你的要价付款，因为这里看不到别人的报价。
effect-costs = 每天少赚 { $amount } 积分。
effect-saves = 每天节省 { $amount } 积分。
outcome = 每天预计 { $net } 积分。
outcome-same = 每天预计 { $net } 积分，与现在一样。
outcome-less = 每天预计 { $net } 积分，比现在少 { $less }。
outcome-more = 每天预计 { $net } 积分，比现在多 { $more }。

## Presets

limits-presets = 三种开始方式
preset-quiet-nights = 安静的夜晚
preset-quiet-nights-says = 在你睡觉时工作，低温又安静。
preset-when-away = 我离开时
preset-when-away-says = 一段时间没人碰这台电脑时工作。
preset-everything = 尽可能多
preset-everything-says = 能工作就工作，但仍会为你的游戏停下。
preset-chosen = 使用中
preset-net = 每天约 { $net } 积分
preset-unknown = 暂无估算
preset-used = { $name }：这些限制现已生效。
presets-own = 你的限制是自定义的，不属于这三种。
says-present-stop = 你在时停止
says-present-light = 你在时轻度运行，使用显卡的 { $share }
says-present-full = 你在时继续运行
says-idle =
    { $minutes ->
       *[other] 无操作 { $minutes } 分钟后开始
    }
says-idle-light =
    { $minutes ->
       *[other] 无操作 { $minutes } 分钟后全速运行
    }
says-screenless = 未接显示器的显卡始终工作
says-most = 最多 { $most }
says-fan = 风扇最多 { $most }
says-share = 最多占用显卡 { $share } 的时间
says-hours-per-day =
    { $hours ->
       *[other] 每天最多 { $hours } 小时
    }
says-cost-per-day = 每天电费最多 { $most } 积分
says-tariff-most = 仅当每千瓦时不超过 { $most } 积分
says-battery = 使用电池时也工作
says-metered = 按流量计费的网络下也工作

## Parts of the page

limits-sections = 本页的限制
limits-when = 时段
limits-hard = 强度
limits-daily = 每日用量
limits-electricity = 电费和价格
limits-games = 游戏和程序
limits-accepted = 接受的工作
limits-cards = 单张显卡
no-limit = 不限
as-for-all = 与全部相同
add = 添加
add-named = 添加 { $name }
remove = 移除
remove-named = 移除 { $name }
unit-minutes =
    { $count ->
       *[other] 分钟
    }
unit-seconds = 秒
unit-per-kwh = / kWh
unit-kwh = kWh
unit-per-hour = / 小时

## Hours

hours-title = 一周时段
hours-about = 涂出允许工作的时段。可点击或拖动；点击某天或某个钟点，可涂满整行或整列。
hours-always = 任何时段
hours-daily = 每天
hours-days = { $first }至{ $last }
hours-span = { $days } { $from }–{ $to }
hours-whole = { $days } 全天
hours-in-week = 每周{ $hours }
hours-allow-all = 允许所有时段
week-grid = 一周中允许工作的时段
week-all = 整周
week-part = { $day } { $hour }，这个小时的一部分
week-nothing-left = 至少要保留一个小时。要完全停止工作，请暂停，或在设置中关闭“为他人工作”。
week-by-hand = 有些时段不是从整点开始或结束：它们是手动写入的。没有涂改的地方会保持原样。
week-round = 改为整点
week-keys = 键盘：方向键移动，空格键涂抹或擦除，Shift 加方向键涂抹一片。

## While somebody is here

present-title = 你在时
present-about = 无论怎么选，游戏和你列出的程序始终优先。
present-stop = 停止
present-stop-about = 你离开之前不工作。
present-light = 轻度运行
present-light-about = 只用显卡的一部分，每次运行极短，桌面保持流畅。
present-full = 全力运行
present-full-about = 不管你在不在。
light-share-title = 你在时的显卡比例
light-share-about = 越少，其他一切越流畅。
idle-title = 视为离开的时间
idle-about = 鼠标、键盘和手柄没有操作的时间。设为 0 则不管你在不在。
screenless-title = 未接显示器的显卡继续工作
screenless-about = 你在时，没有接显示器的第二张显卡可以继续。
battery-title = 使用电池时工作
battery-about = 关闭：接通电源之前不工作。
metered-title = 在按流量计费的网络下工作
metered-about = 关闭：网络按流量计费时（例如手机热点）不工作。

## How hard

hard-no-meters = 这里没有显卡提供功率、温度或风扇读数。限制会先保留，等有读数时生效。
watts-title = 功率
watts-about = 显卡可用的功率，按一分钟平均计算。
watts-about-range = 显卡可用的功率，按一分钟平均计算。这张显卡可限制在 { $least } 到 { $most } 之间。
takes-now = 现在 { $now }
is-now = 现在 { $now }
turns-now = 现在 { $now }
degrees-title = 温度
degrees-about = 超过后暂停工作，直到显卡降温。
fan-title = 风扇
fan-about = 风扇要转得更快之前，工作先放慢，房间保持安静。
share-title = 显卡时间比例
share-about = 不占满时，各段工作之间会留出间歇。
memory-title = 任务可用显存
memory-about = 需要更多显存的任务不会接受。
card-limit-title = 使用显卡自带的功率限制
card-limit-about = 如果系统允许，由驱动控制功率，速度损失更小。之后会恢复原状。
cards-about = 每张显卡可以有自己的限制。没有单独设置的项目与全部相同。
card-back = 全部限制
card-works-title = 让这张显卡工作
card-works-about = 关闭：绝不用于他人的工作。
card-unseen = { $name } 现在不在这台电脑里，或者无法确认。这里的设置会在它回来后生效。

## How much a day

day-hours-title = 工作时长
day-hours-about = 用完后，等到午夜再继续。
day-energy-title = 用电量
day-energy-about = 工作时超出空闲功耗的部分。
day-cost-title = 电费
day-cost-about = 这些用电最多可花多少钱。

## Electricity and price

tariff-title = 每千瓦时电价
tariff-about = 见你的电费账单；包括税在内的全部费用都算。1 积分按 1 美元计。
tariff-about-now = 见你的电费账单；包括税在内的全部费用都算。目前生效的是 { $now } 积分。
tariff-elsewhere = 电价由 { $source } 提供。它没有数据时，使用这里的值。
bands-title = 分时电价
bands-about = 适用于一天中会变化的电价。以第一条符合的为准。
band = { $when }：{ $price } 积分
band-days = 日期
band-from = 从
band-to = 到
band-price = 每千瓦时电价
tariff-most-title = 每千瓦时最高电价
tariff-most-about = 电价更高时暂停工作。
wear-title = 显卡损耗
wear-about = 工作一小时所消耗的显卡寿命，计入你接受的最低价格。
margin-title = 利润
margin-about = 在电费和损耗之外你额外要的部分。

## Games and programs

programs-title = 优先的程序
programs-about = 它们运行时不工作。常见游戏库中的游戏无需列出。
programs-none = 没有列出程序。游戏会自动识别，无需列出。
programs-running = { $name } 正在运行：工作已让路。
program-name = 程序文件名，例如 blender
suggestions-title = 用过显卡的程序
suggestions-about = 它们没有被识别为游戏。如果希望为某个程序停止工作，请添加它。
suggestion-seen = 共{ $time }，最高占用显卡 { $peak }
others-title = 其他程序的占用
others-about = 其他程序占用显卡超过这一比例时停止工作。遇到游戏和上面的程序总会停止。
others-now = 现在占用 { $now }
quiet-title = 游戏后等待
quiet-about = 游戏结束多久后才重新开始工作。

## What is accepted

accept-render = 3D 场景的图片和动画。
accept-generate = 用你硬盘上的语言模型作答。
accept-embed = 把文本转换成数字，用于搜索。
accept-last = 至少要保留一类工作。要全部停止，请暂停，或在设置中关闭“为他人工作”。
mature-title = 可能不适合所有人的工作
mature-about = 关闭：拒绝请求方如此标明的工作。没有人核实标明是否属实。
blocked-title = 已屏蔽的请求方
blocked-about = 不接受他们的任何工作。
blocked-none = 没有屏蔽任何人。可以在任务页面屏蔽请求方。
unblock = 取消屏蔽
unblock-named = 取消屏蔽 { $name }
