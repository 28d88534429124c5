# Earnings: what came in, what electricity took, what is left; over time, by kind and by hour.

## The span that is shown

earnings-span = Span
earnings-day = Today
earnings-week = 7 days
earnings-month = 30 days
earnings-all = All time
earnings-net-day = Left today, after electricity
earnings-net-week = Left in the last 7 days, after electricity
earnings-net-month = Left in the last 30 days, after electricity
earnings-net-all = Left since the beginning, after electricity

## What the sums mean

earnings-net-meaning = What was earned, less the electricity it took. Below zero when the work cost more than it brought.
earnings-gross-meaning = The value of all work that was finished, whether it is paid already or not.
earnings-electricity-meaning = What the energy of that work cost at your tariff, counted above what this PC takes at rest. Work that came to nothing is counted too.
earnings-energy-meaning = Energy that the work took, above what this PC takes at rest.
earnings-spent-meaning = What you paid others for work that you asked for. It is not part of the sum above.

## The chart

earnings-over-time-hour = Hour by hour
earnings-over-time-day = Day by day
earnings-over-time-month = Month by month
earnings-chart = Earnings as a chart. The arrow keys go from column to column.
earnings-kept = Left for you
earnings-lost = Paid on top
earnings-as-table = As a table
earnings-as-chart = As a chart
earnings-when = When
earnings-hour-span = { $from } to { $to }

## By kind and by hour

earnings-by-kind = By kind of work
earnings-kind-share = { $share } of what was earned
earnings-per-kwh = { $amount } credits per kWh
earnings-by-hour = By hour of the day
earnings-by-hour-chart = Earnings by hour of the day, as a chart. The arrow keys go from hour to hour.
earnings-best-hour = Most is left between { $from } and { $to }.
earnings-units =
    { $count ->
        [one] { $count } unit
       *[other] { $count } units
    }

## Nothing yet

earnings-first = Your first earnings will be here
earnings-first-what = Every hour gets a column: what it brought, what electricity took of it, and what is left for you. The first one appears as soon as the first piece of work is finished.
earnings-none-day = Nothing was earned today so far.
earnings-none-week = Nothing was earned in the last 7 days.
earnings-none-month = Nothing was earned in the last 30 days.
earnings-none-what = The column of this hour appears with the next piece of work that is finished.
earnings-see-all = See all time

## Export

earnings-export = Export
earnings-export-csv = CSV, a line for each job
earnings-export-json = JSON, with units and receipts
earnings-exported =
    { $count ->
        [one] { $count } job was written to { $path }
       *[other] { $count } jobs were written to { $path }
    }
earnings-reveal = Show in folder
