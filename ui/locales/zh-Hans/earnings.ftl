# Earnings: what came in, what electricity took, what is left; over time, by kind and by hour.

## The span that is shown

earnings-span = 时间范围
earnings-day = 今天
earnings-week = 7 天
earnings-month = 30 天
earnings-all = 全部
earnings-net-day = 今天的净收益（已扣电费）
earnings-net-week = 过去 7 天的净收益（已扣电费）
earnings-net-month = 过去 30 天的净收益（已扣电费）
earnings-net-all = 开始至今的净收益（已扣电费）

## What the sums mean

earnings-net-meaning = 收入减去所耗电费。如果工作的花费高于收入，就会低于零。
earnings-gross-meaning = 所有已完成工作的价值，无论是否已付款。
earnings-electricity-meaning = 这些工作的用电按你的电价计算的费用，只计超出电脑空闲功耗的部分。作废的工作也计入。
earnings-energy-meaning = 工作的用电量，只计超出电脑空闲功耗的部分。
earnings-spent-meaning = 你请别人工作所付的积分，不计入上面的总额。

## The chart

earnings-over-time-hour = 按小时
earnings-over-time-day = 按天
earnings-over-time-month = 按月
earnings-chart = 收益图表。用方向键在各列之间移动。
earnings-kept = 你的净得
earnings-lost = 倒贴
earnings-as-table = 表格
earnings-as-chart = 图表
earnings-when = 时间
earnings-hour-span = { $from } 至 { $to }

## By kind and by hour

earnings-by-kind = 按工作类型
earnings-kind-share = 占收入的 { $share }
earnings-per-kwh = 每 kWh { $amount } 积分
earnings-by-hour = 按一天中的时段
earnings-by-hour-chart = 按一天中的时段显示的收益图表。用方向键在各小时之间移动。
earnings-best-hour = { $from } 至 { $to } 净得最多。
earnings-units =
    { $count ->
       *[other] { $count } 个单元
    }

## Nothing yet

earnings-first = 你的第一笔收益会显示在这里
earnings-first-what = 每小时一列：收入多少，电费多少，净得多少。第一份工作完成后，第一列就会出现。
earnings-none-day = 今天还没有收益。
earnings-none-week = 过去 7 天没有收益。
earnings-none-month = 过去 30 天没有收益。
earnings-none-what = 下一份工作完成后，这个小时的列就会出现。
earnings-see-all = 查看全部

## Export

earnings-export = 导出
earnings-export-csv = CSV，每个任务一行
earnings-export-json = JSON，含单元和收据
earnings-exported =
    { $count ->
       *[other] 已将 { $count } 个任务写入 { $path }
    }
earnings-reveal = 在文件夹中显示
