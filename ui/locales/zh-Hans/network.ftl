# The page "Network".

network-reach = 别人能连到这台电脑吗？
network-reach-unknown = 尚不清楚
network-reach-unknown-about = 正在请对等节点尝试连接。启动后需要几分钟。
network-reach-direct = 可直接连接
network-reach-direct-about = 有对等节点通过 { $address } 连接成功。无需再做什么。
network-reach-relayed = 经由中继
network-reach-relayed-about = 没有看到外部连接成功，因此其他节点通过 { $through } 呼叫这台电脑。小的工作经此到来；较大的工作需要由此尝试建立的直接连接。
network-reach-punched = 最近 { $tries } 次呼叫中，有 { $punched } 次变成了直接连接。
network-reach-outgoing-only = 仅出站
network-reach-outgoing-only-about = 没有看到外部连接成功。工作仍会通过这台电脑主动建立的连接到来。在路由器上为这台电脑设置端口转发，或开启 UPnP，可以让更多对等节点连到你。
network-no-relay-not-wanted = 根据设置，不请求中继。
network-no-relay-not-offered = 没有索引节点转接呼叫。
network-no-relay-full = 所请求的中继已无空位，稍后会再次请求。
network-no-relay-asking = 正在请求中继。
network-no-relay-failed = 所请求的中继拒绝了，或没有正常回应；将尝试另一个，或再次尝试它。
network-reach-alone = 没有连接
network-reach-alone-about = 没有任何连接（{ $what }）。请检查网络连接，以及设置中是否写明了索引节点。

network-node = 本节点
network-addresses = 监听地址
network-relays-for = 可经由这台电脑呼叫的其他节点：{ $count }。

network-market = 当前价格
network-market-none = 目前没有人提供渲染。
network-market-alone = 目前没有其他人提供渲染。
network-market-rank =
    { $total ->
        [1] { $cheaper ->
            [0] 另一个提供方的要价与你相同或更低。
           *[other] 你的要价低于另一个提供方。
        }
       *[other] 在其他 { $total } 个提供方中，你的要价低于 { $cheaper } 个。
    }
network-market-off = 你目前没有提供任何服务。
network-market-axis-price = 每十亿次采样的积分
network-market-axis-speed = 每秒采样数
network-market-mine = 你
network-market-free = 空闲
network-market-busy = 忙碌
network-market-provider = 提供方
network-market-device = 设备
network-market-price = 价格
network-market-speed = 速度
network-market-state = 状态
network-market-chart = 各提供方的价格与速度

network-peers = 对等节点
network-peers-none = 没有任何连接。
network-peer = 节点
network-address = 地址
network-transport = 传输
network-rtt = 往返时间

network-records = 合作记录
network-records-none = 还没有与任何人合作过。
network-records-about = 来自你自己的账本，别人看不到。
network-record-worked = 你为对方工作
network-record-bought = 对方为你工作
network-record-side = 谁为谁
network-record-jobs = 任务
network-record-paid = 已付单元
network-record-failed = 失败单元
network-record-gross = 价值
network-record-last = 最近
