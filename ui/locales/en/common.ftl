# What is said on every page: what happens and why, money, measures, and the words of the frame.

name = Idlewatt

## Pages

page-home = Home
page-earnings = Earnings
page-limits = Limits
page-jobs = Jobs
page-network = Network
page-mesh = Use the mesh
page-settings = Settings
pages = Pages

## What is happening, and why not more

working = Working for someone else: { $title }.
working-untitled = Working for someone else.
paused-until = Paused until { $when }.
paused = Paused until you resume.
wait-role-off = Not working: providing is switched off in the settings.
wait-not-said = You have not yet said when this PC may work.
wait-starting = Starting: having a look at this machine.
wait-measuring = Measuring how fast this machine renders.
wait-no-device = Not working: no graphics adapter that can compute was found.
wait-no-device-called = Not working: no graphics adapter is called { $name }, as the settings ask.
wait-card-off = Not working: this card is switched off in the settings.
wait-program-running = Out of your way: { $name } is running. Work goes on when it ends.
wait-owner-present =
    Out of your way while you are here. Work starts after { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } without input.
wait-fullscreen = Out of your way: { $name } covers the screen.
wait-remote-use = Out of your way: this machine is used from elsewhere ({ $name }).
wait-encoding = Out of your way: the card encodes a video.
wait-gpu-in-use = Out of your way: another program uses { $percent } of the GPU.
wait-memory-short = Out of your way: other programs leave { $free } of the card’s memory.
wait-on-battery = Waiting: this machine runs from its battery.
wait-metered-network = Waiting: the network is paid by volume.
wait-outside-hours = Resting. Your hours begin at { $when }.
wait-no-hours = Not working: your hours allow no time at all.
wait-day-hours = Done for today: your hours of work are used up. It goes on at { $when }.
wait-day-energy = Done for today: your energy is used up. It goes on at { $when }.
wait-day-cost = Done for today: your money for electricity is used up. It goes on at { $when }.
wait-too-hot = Waiting for the card to cool: { $now }, and you allow { $most }.
wait-too-loud = Waiting for the fan to calm down: { $now }, and you allow { $most }.
wait-limit-below-rest = Not working: the card takes { $rest } even at rest, and you allow { $limit }.
wait-tariff-too-high = Waiting for cheaper electricity: { $now } credits per kWh, and you allow { $most }.
wait-tariff-unknown = Waiting: nobody tells what electricity costs now ({ $what }).
wait-going-to-sleep = Out of the way: this machine is going to sleep.
wait-cooling-down = All is quiet. Work can start at { $when }.
wait-no-readings-cards = Waiting: the card’s meters give no fresh readings, and Idlewatt does not work blind.
wait-no-readings-programs = Waiting: running programs cannot be seen, and Idlewatt does not work blind.
wait-no-readings-surroundings = Waiting: nothing tells whether somebody is here, and Idlewatt does not work blind.
wait-no-mesh = Waiting: no index node answers, so nobody can find this machine.
wait-no-work = Ready. Nobody asks for work right now.
wait-worker-broken = Not working: the worker failed several times in a row ({ $what }).

## The same in one or two words

state-working = Working
state-waiting = Waiting
state-ready = Ready
state-paused = Paused
state-attention = Needs you
state-connecting = Connecting

## How hard it works

effort-full = Full speed
effort-presence = { $share } of the time, because you are here
effort-share = { $share } of the time, the share you allow
effort-power = { $share } of the time, to stay within your watts
effort-heat = { $share } of the time, to stay within your temperature
effort-fan = { $share } of the time, to keep the fan within your limit

## The daemon

connecting = Looking for the background program…
lost-title = The background program cannot be reached.
lost-not-running = The background program that does the work is not running. It is started again by itself; nothing earned is lost.
lost-version = The background program is of another version. Restart it, or update both.
lost-cannot-start = The background program does not start.
lost-silent = The background program does not answer.
lost-no-folder = There is no folder for Idlewatt’s data.
retry = Try again now

## Honest labels

badge-software = software
badge-software-meaning = No graphics card does the work: shaders run on the processor, slowly.
badge-simulated = simulated card
badge-simulated-meaning = The card’s meters are played by a script, for tests and demonstrations.
tray-no-host = There is no tray icon: this desktop has no tray (on GNOME the AppIndicator extension adds one). Closing this window leaves the work running; start Idlewatt again to come back.
tray-failed = There is no tray icon: the desktop refused it. Closing this window leaves the work running; start Idlewatt again to come back.

## Pause

pause = Pause
pause-half-hour = For 30 minutes
pause-hour = For 1 hour
pause-tomorrow = Until tomorrow, 8:00
pause-until-resumed = Until I resume
resume = Resume
choose-when = Choose when it works

## Money

unit = credits
net = Net
gross = Earned
electricity = Electricity
pending = Pending
pending-meaning = Done, and not yet covered by a receipt.
held = Held
held-meaning = Done for jobs that have ended without a last receipt. It is paid when that requester comes back.
final = Final
final-meaning = Covered by signed receipts.
spent = Spent
energy = Energy

## Kinds of work, sides

kind-render = Rendering
kind-generate = Text
kind-embed = Embedding
side-provider = worked
side-requester = bought

## How a job ended

job-open = in progress
job-picture = render { $width }x{ $height }, { $spp } spp
job-text = text by { $model }
job-unknown = an agreement
stop-done = done
stop-cancelled = cancelled
stop-owner-returned = you needed the machine
stop-owner-returned-there = its owner needed the machine
stop-shutting-down = stopped at shutdown
stop-protocol = broken off: { $what }
stop-unpaid = not paid in time
stop-bad-results = results were wrong
stop-lost = connection lost
stop-failed = failed: { $what }
stop-refused = no more of it is taken. { $why }

## Measures

not-told = not told
measure-watts = { $value } W
measure-watt-hours = { $value } Wh
measure-kilowatt-hours = { $value } kWh
measure-celsius = { $value }°C
of-limit = { $now } of { $limit }
load = Load
power = Power
temperature = Temperature
memory = Memory
fan = Fan
effort = Effort
samples-per-second = { $samples } samples per second

## Trouble, and taking things back

trouble = That did not work: { $what }
trouble-not-running = the background program is not running
trouble-timed-out = the background program did not answer in time
trouble-unexpected = the background program gave another answer than was asked for
trouble-no-folder = there is no folder for Idlewatt’s data
trouble-autostart = the autostart entry cannot be changed
trouble-file = the file cannot be used
trouble-program = a program of Idlewatt cannot be started
trouble-updater = updates cannot be looked for
trouble-invalid-setting = this value cannot be used
trouble-false-answer = an answer was not what the model says
trouble-busy = those who would do it have their hands full
trouble-no-provider = nobody can or will do it now
trouble-no-model = nobody offers that model
trouble-bad-input = the request is not right
trouble-books = the books cannot be used
trouble-role-off = that part is switched off in the settings
trouble-shutting-down = the background program is stopping
busy-benchmark = this PC is being measured already
busy-job = a job is in hand; it can be measured when that is done
busy-model = a model is at work; it can be measured when that is done
busy-picture = a picture is being rendered already
input-picture-kind = a picture is a .png or .exr file
input-too-large = it needs { $needs } of memory, and { $allowed } are allowed
input-is-folder = { $path } is a folder; the file needs a name
input-no-folder = there is no folder { $path }
input-empty = nothing was asked
input-too-long = the conversation is too long; begin a new one
failed-program = { $name } is running, and needs the card more
failed-sleep = this PC is going to sleep
failed-card = the card does not answer any more
failed-measure = this PC cannot be measured
failed-written = { $path } cannot be written
failed-units = piece after piece of the picture came to nothing
failed-broken = something broke on this PC
none-found = nobody was found who does such work
there-not-idle = its owner uses it now
there-busy = busy with other jobs
there-floor = wants at least { $floor } credits
there-too-large = has not enough memory for it: { $needs } are needed, { $allowed } allowed
there-unwilling = does not take such work
there-unpaid = says that { $owed } credits of earlier work are unpaid
there-misunderstood = did not accept the order as it was sent
there-silent = did not answer
there-only-relayed = is reached over a relay only, which does not carry this much
there-strange = answered something else than was asked
saved = Saved.
undo = Undo
undone = Taken back.
close = Close
cancel = Cancel
copy = Copy
copied = Copied.
open-window = Open Idlewatt
