# Jobs: what was done for whom, what it paid, how it was checked; and what was refused.

jobs-done = 任务
jobs-refused = 拒绝的原因
jobs-views = 列表内容

## The list

jobs-list = 任务，最新的在前。用方向键在各行之间移动，按 Enter 打开。
jobs-when = 时间
jobs-what = 内容
jobs-with = 对方
jobs-size = 单元
jobs-net = 净收益
jobs-money = 款项
jobs-ended = 结束方式
jobs-final = 已确认
jobs-paid = 已付
jobs-pending = 待结算 { $amount }
jobs-held = 暂存 { $amount }
jobs-to-pay = 待付 { $amount }
jobs-nothing-due = 无需付款
jobs-void =
    { $count ->
       *[other] { $count } 个单元作废
    }
jobs-loading-more = 正在读取更早的任务…
jobs-first = 你的任务会列在这里
jobs-first-what = 每个任务都有图片、报酬、所耗电费以及检验方式。一旦谈妥别人的工作，第一个任务就会出现。
jobs-none-such = 没有符合条件的任务。

## Filters

jobs-filter = 筛选
jobs-side = 身份
jobs-side-any = 提供和购买
jobs-side-provider = 为他人工作
jobs-side-requester = 向他人购买
jobs-kind = 工作类型
jobs-kind-any = 所有类型
jobs-peer = 对方
jobs-peer-any = 所有人
jobs-clear = 清除

## One job

jobs-not-found = 账本中没有这个任务。
jobs-picture = “{ $title }”的最后一张图片
jobs-left = 扣除电费后净得
jobs-cost = 费用
jobs-per-unit = 每单元净收益
jobs-per-unit-cost = 每单元费用
jobs-facts = 详情
jobs-requester = 请求方
jobs-provider = 提供方
jobs-agreed = 约定
jobs-last-entry = 最后记录
jobs-took = 显卡用时
jobs-number = 任务
jobs-copy-id = 复制 { $id }
jobs-only-peer = 只看与其相关的任务

## Units and how they were checked

jobs-units-newest = 只列出最新的 { $count } 个单元。
jobs-units-table = 各单元
jobs-unit-when = 最后记录
jobs-unit-state = 状态
jobs-unit-worth = 价值
jobs-unit-time = 显卡用时
jobs-unit-started = 进行中
jobs-unit-pending = 已交付
jobs-unit-final = 已检验并付款
jobs-unit-void = 作废
jobs-checked = 如何检验
jobs-checked-final =
    { $count ->
       *[other] { $count } 个单元已由请求方接受，并以签名收据付款。
    }
jobs-checked-final-bought =
    { $count ->
       *[other] { $count } 个单元已在本机检验、接受并付款。
    }
jobs-checked-pending =
    { $count ->
       *[other] { $count } 个单元已交付，将由请求方的下一张收据涵盖。
    }
jobs-checked-held =
    { $count ->
       *[other] { $count } 个单元已交付，但最后的收据一直没有到。该请求方回来时会支付。
    }
jobs-checked-pending-bought =
    { $count ->
       *[other] { $count } 个单元已收到，等待付款。
    }
jobs-checked-started =
    { $count ->
       *[other] { $count } 个单元正在进行。
    }
jobs-checked-void =
    { $count ->
       *[other] { $count } 个单元作废：{ $why }。
    }
jobs-checked-none = 没有完成任何单元，因此没有可检验的内容。

failure-preempted = 机主需要用电脑
failure-worker-failed = 负责工作的程序停止了
failure-bad-scene = 场景无法渲染（{ $what }）
failure-bad-model = 模型无法使用（{ $what }）
failure-bad-request = 请求无法回应（{ $what }）
failure-bad-unit = 不在约定范围之内
failure-bad-result = 结果与声明的不符
failure-not-finite = 结果中含有非数值
failure-differs = 重新计算的像素不一致
failure-false-answer = 回答与模型的输出不符
failure-timed-out = 超过了约定的时间
failure-job-ended = 任务先结束了

## Receipts

jobs-receipt = 收据
jobs-receipt-none = 还没有收到收据。
jobs-receipt-none-held = 一直没有收到收据。
jobs-receipt-covers =
    { $count ->
       *[other] 共 { $amount } 积分，{ $count } 个单元
    }
jobs-receipt-signed = 签名：{ $payer }，{ $when }
jobs-signature = 签名
jobs-copy-signature = 复制完整签名
jobs-copy-receipt = 复制为 JSON
jobs-older-receipts =
    { $count ->
       *[other] { $count } 张更早的收据
    }

## The owner's word

jobs-owner = 由你决定
jobs-block = 屏蔽该请求方
jobs-unblock = 重新为该请求方工作
jobs-blocked = 已屏蔽 { $node }：不再接受其任何任务。
jobs-unblocked = 重新接受 { $node } 的任务。
jobs-refuse-kind = 拒绝这类工作
jobs-accept-kind = 重新接受这类工作
jobs-last-kind = 这是你接受的唯一类型。如果什么都不想接受，请在设置中关闭“为他人工作”。
jobs-kind-refused = 不再接受“{ $kind }”。
jobs-kind-accepted = 重新接受“{ $kind }”。

## Why my PC said no

jobs-refusals-what = 这台电脑最近拒绝的请求及原因。拒绝不花钱，也不影响信誉。
jobs-refusals-none = 最近没有拒绝任何请求
jobs-refusals-none-what = 如果请求不符合你的限制，或者不够付电费，就会连同原因列在这里。
jobs-refusals-asked = 来自 { $node }
jobs-refusals-sum = 每十亿次采样的账
jobs-refusals-offered = 出价
jobs-refusals-wear = 损耗
jobs-refusals-short = 差额
refusal-not-idle = 电脑不空闲：你正在使用，或者已暂停。
refusal-busy = 正忙于另一个任务。
refusal-below-floor = 出价太低。达到 { $floor } 积分就会接受。
refusal-no-model = 没有该模型，或者不对外提供。
refusal-too-large = 任务需要 { $needs } 显存，而你只允许 { $allowed }。
refusal-invalid = 任务描述有误：{ $what }。
refusal-unknown = 报价已过期。
refusal-bad-signature = 签名无效。
refusal-no-provider = “为他人工作”已关闭。
refusal-blocked = 你已屏蔽该请求方。
refusal-kind = 你不接受这类工作：{ $kind }。
refusal-mature = 内容可能不适合所有人，而你不接受此类内容。
refusal-unpaid = 该请求方还欠以前工作的 { $owed } 积分。
