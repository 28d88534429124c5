# Limits: what the owner allows, and what that comes to. Presets and estimates are also part of the first run.

## What the limits come to

limits-comes = What your limits come to
comes-coming = Working it out…
comes-unknown = Nothing is known of this machine yet. There is an estimate once it has been measured.
comes-unit = credits a day
comes-after = after electricity and wear of the card
comes-range = Somewhere between { $low } and { $high }.
comes-hours = Work during { $hours } of a day.
comes-loss = With these limits, electricity and wear cost more than work brings. Idlewatt does not take work below its cost.
comes-rests = An estimate, not a promise. It supposes that:
rests-demand = there is work { $share } of the time; nobody knows that yet.
rests-demand-measured = there is work { $share } of the time, as over the last days here.
rests-presence = somebody uses this machine for { $time } a day.
rests-presence-measured = somebody uses this machine for { $time } a day, as over the last days.
rests-awake = this machine runs for { $time } a day, as over the last days.
rests-tariff = a kilowatt-hour costs { $price } credits.
rests-tariff-mean = a kilowatt-hour costs { $price } credits in your hours, on the average.
rests-power = work takes { $power } more than rest, as cards of this kind do.
rests-power-measured = work takes { $power } more than rest, as this card’s meter told.
rests-own-price = work is paid at the price that you ask, as nobody else’s offers are known here.
effect-costs = Leaves { $amount } credits a day unearned.
effect-saves = Saves { $amount } credits a day.
outcome = A day would bring { $net } credits.
outcome-same = A day would bring { $net } credits, as now.
outcome-less = A day would bring { $net } credits, { $less } less than now.
outcome-more = A day would bring { $net } credits, { $more } more than now.

## Presets

limits-presets = Three ways to begin
preset-quiet-nights = Quiet nights
preset-quiet-nights-says = Works while you sleep, cool and quiet.
preset-when-away = Whenever I am away
preset-when-away-says = Works when nobody has touched this machine for a while.
preset-everything = Everything
preset-everything-says = Works whenever it can, and still stops for your games.
preset-chosen = In use
preset-net = About { $net } credits a day
preset-unknown = No estimate yet
preset-used = { $name }: these limits hold now.
presets-own = Your limits are your own: none of these three.
says-present-stop = Stops while you are here
says-present-light = Goes on gently while you are here, with { $share } of the card
says-present-full = Goes on while you are here
says-idle =
    Begins after { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } without input
says-idle-light =
    At full speed after { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } without input
says-screenless = Always on a card without a screen
says-most = At most { $most }
says-fan = Fan at most { $most }
says-share = At most { $share } of the card’s time
says-hours-per-day =
    At most { $hours ->
        [one] { $hours } hour
       *[other] { $hours } hours
    } a day
says-cost-per-day = At most { $most } credits of electricity a day
says-tariff-most = While a kilowatt-hour costs at most { $most } credits
says-battery = From the battery, too
says-metered = Over networks paid by volume, too

## Parts of the page

limits-sections = Limits on this page
limits-when = When
limits-hard = How hard
limits-daily = How much a day
limits-electricity = Electricity and price
limits-games = Games and programs
limits-accepted = What is accepted
limits-cards = Single cards
no-limit = No limit
as-for-all = As for all
add = Add
add-named = Add { $name }
remove = Remove
remove-named = Remove { $name }
unit-minutes =
    { $count ->
        [one] minute
       *[other] minutes
    }
unit-seconds = seconds
unit-per-kwh = per kWh
unit-kwh = kWh
unit-per-hour = per hour

## Hours

hours-title = Hours of the week
hours-about = Paint the hours in which work is allowed. Click or drag, and click a day or an hour for the whole line.
hours-always = At any hour
hours-daily = Every day
hours-days = { $first }–{ $last }
hours-span = { $days } { $from }–{ $to }
hours-whole = { $days }, all day
hours-in-week = { $hours } a week
hours-allow-all = Allow every hour
week-grid = Hours of the week in which work is allowed
week-all = The whole week
week-part = { $day } { $hour }, a part of this hour
week-nothing-left = One hour must stay. To stop work altogether, pause it or switch working for others off in the settings.
week-by-hand = Some hours begin or end between full hours: somebody wrote them by hand. They are kept as they are wherever you do not paint.
week-round = Replace with full hours
week-keys = By keyboard: arrows move, Space paints or erases, Shift with arrows paints a range.

## While somebody is here

present-title = While you are here
present-about = Games and the programs that you list always come first, whatever you choose.
present-stop = Stop
present-stop-about = Nothing is worked on until you are gone.
present-light = Go on gently
present-light-about = A share of the card, in pieces so short that the desktop stays smooth.
present-full = Go on fully
present-full-about = It does not matter whether you are here.
light-share-title = Share of the card while you are here
light-share-about = The less, the smoother everything else.
idle-title = You count as gone after
idle-about = Time without mouse, keyboard or controller. At 0 it does not matter whether you are here.
screenless-title = A card without a screen works on
screenless-about = While you are here, a second card that no screen hangs on may go on.
battery-title = Work from the battery
battery-about = Off: work waits until this machine is plugged in.
metered-title = Work over networks paid by volume
metered-about = Off: work waits while the network is one that is paid by volume, such as a phone’s.

## How hard

hard-no-meters = No card tells its power, temperature or fan here. Limits are kept for the day when one does.
watts-title = Watts
watts-about = What the card may take, averaged over a minute.
watts-about-range = What the card may take, averaged over a minute. This card can be held between { $least } and { $most }.
takes-now = Takes { $now } now
is-now = At { $now } now
turns-now = Turns at { $now } now
degrees-title = Temperature
degrees-about = Above this, work waits until the card has cooled.
fan-title = Fan
fan-about = Work slows down before the fan turns faster, so the room stays quiet.
share-title = Share of the card’s time
share-about = Less than all of it leaves pauses between the pieces of work.
memory-title = Memory for a job
memory-about = Jobs that need more of the card’s memory are not taken.
card-limit-title = Use the card’s own power limit
card-limit-about = Where the system permits it, the driver holds the watts, which costs less speed. It is put back afterwards.
cards-about = A card can have limits of its own. Whatever is not set there holds as for all.
card-back = All limits
card-works-title = This card works
card-works-about = Off: it is never used for others.
card-unseen = { $name } is not in this machine now, or nobody tells. What is set here holds when it is back.

## How much a day

day-hours-title = Hours of work
day-hours-about = When they are used up, work waits for midnight.
day-energy-title = Energy
day-energy-about = What work takes above rest.
day-cost-title = Money for electricity
day-cost-about = What that energy may cost.

## Electricity and price

tariff-title = Price of a kilowatt-hour
tariff-about = It is on your electricity bill; all of it counts, taxes too. One credit is accounted as one US dollar.
tariff-about-now = It is on your electricity bill; all of it counts, taxes too. Now { $now } credits hold.
tariff-elsewhere = The price is told by { $source }. What stands here holds when that says nothing.
bands-title = Other prices at some hours
bands-about = For tariffs that change over the day. The first that fits holds.
band = { $when }: { $price } credits
band-days = Days
band-from = From
band-to = To
band-price = Price per kilowatt-hour
tariff-most-title = Most that a kilowatt-hour may cost
tariff-most-about = Work waits while it costs more.
wear-title = Wear of the card
wear-about = What an hour of work uses up of its life. It is part of the lowest price that you take.
margin-title = Margin
margin-about = What you ask on top of electricity and wear.

## Games and programs

programs-title = Programs that come first
programs-about = No work is done beside these. Games of the known libraries need not be listed.
programs-none = Nothing is listed. Games are recognised without it.
programs-running = { $name } is running: work keeps out of its way.
program-name = Name of its file, such as blender
suggestions-title = Seen working on the card
suggestions-about = These were not recognised as games. Add one if work should stop for it.
suggestion-seen = { $time } in all, up to { $peak } of the card
others-title = Use by other programs
others-about = How much of the card other programs may use before work stops for them. Games and the programs above stop it in any case.
others-now = They use { $now } now
quiet-title = Wait after a game
quiet-about = How long a game must be over before work starts again.

## What is accepted

accept-render = Pictures and animations of 3D scenes.
accept-generate = Answers by language models that lie on your disk.
accept-embed = Texts turned into numbers, for search.
accept-last = One kind of work must stay. To stop all of it, pause it or switch working for others off in the settings.
mature-title = Work that may be unsuitable for everybody
mature-about = Off: work whose requester says so is refused. Nobody checks whether others say so truly.
blocked-title = Blocked requesters
blocked-about = Nothing of theirs is taken.
blocked-none = Nobody is blocked. You can block a requester on the page of jobs.
unblock = Unblock
unblock-named = Unblock { $name }
