# What the tray's menu and tooltip and the notifications say. One short line each: a menu is as wide as its longest.
# Names of programs and jobs come from outside and stand where they are put.

## The menu

menu-start = Start now
menu-resume = Resume
menu-retry = Look again
menu-choose = Choose when it works…
menu-pause = Pause
menu-pause-half-hour = For 30 minutes
menu-pause-hour = For 1 hour
menu-pause-tomorrow = Until tomorrow 8:00
menu-pause-until-resumed = Until I resume
menu-open = Open Idlewatt
menu-settings = Settings
menu-quit = Quit

## Money

# $net (text): credits with the local decimal mark, such as 0.047
today = Today: { $net } credits after electricity
today-unknown = Today: not known

## Time

# $day (text): mon to sun; $time (text): such as 8:00
on-day =
    { $day ->
        [mon] Mon
        [tue] Tue
        [wed] Wed
        [thu] Thu
        [fri] Fri
        [sat] Sat
       *[sun] Sun
    } { $time }

## What is happening

working = Working
# $title (text): the job, such as "render 96x96, 16 spp"
working-on = Working: { $title }
job-picture = render { $width }x{ $height }, { $spp } spp
job-text = text by { $model }
job-unknown = an agreement
paused = Paused until you resume
# $when (text): a time, with the day when it is not today
paused-until = Paused until { $when }

## Why not

connecting = Looking for the daemon…
lost-not-running = The daemon is not running
lost-version = The daemon is of another version
lost-cannot-start = The daemon does not start
lost-silent = The daemon does not answer
lost-no-folder = There is no folder for Idlewatt’s data

wait-role-off = Not working: switched off in the settings
wait-not-said = You have not yet said when this PC may work
wait-starting = Starting
wait-measuring = Measuring this machine
wait-no-device = Not working: no graphics adapter found
wait-card-off = Not working: this card is switched off
# $name (text): a program
wait-program-running = Waiting: { $name } is running
# $minutes (number)
wait-owner-present =
    { $minutes ->
        [one] Waiting until you are away for a minute
       *[other] Waiting until you are away for { $minutes } minutes
    }
# $name (text): a program
wait-fullscreen = Waiting: { $name } covers the screen
wait-remote-use = Waiting: somebody uses this machine from elsewhere
wait-encoding = Waiting: the card encodes a video
# $percent (number)
wait-gpu-in-use = Waiting: another program uses { $percent } % of the GPU
wait-memory-short = Waiting: other programs need the card’s memory
wait-on-battery = Waiting: running from the battery
wait-metered-network = Waiting: the network is paid by volume
# $when (text): a time, with the day when it is not today
wait-outside-hours = Your hours begin at { $when }
wait-no-hours = Not working: your hours allow no time
# $when (text): a time, with the day when it is not today
wait-day-used-up = Done for today, going on at { $when }
# $degrees (number): Celsius
wait-too-hot = Waiting: the card has { $degrees } °C
wait-too-loud = Waiting: the fan is louder than you allow
wait-limit-below-rest = Not working: fewer watts allowed than the card rests at
wait-tariff-too-high = Waiting for cheaper electricity
wait-tariff-unknown = Waiting: the price of electricity is not known
wait-going-to-sleep = Going to sleep
wait-cooling-down = Waiting: all has just become quiet
wait-no-readings = Waiting: the meters give no fresh readings
wait-no-mesh = Waiting: no index node answers
wait-no-work = Ready: nobody asks for work
wait-worker-broken = Not working: the worker failed several times

## Notifications

started-title = Your card is at work
# $title (text): the job
started-body = { $title }. It stops at once when you need the card.
started-body-untitled = It stops at once when you need the card.
stopped-title = Stopped for you
# $name (text): a program
stopped-body = { $name } has the card to itself.
paid-title = Yesterday left { $net } credits
# $gross, $electricity (text): credits
paid-body = { $gross } for work, less { $electricity } for electricity.
attention-title = Idlewatt needs you

## Windows and dialogs

compact-title = Idlewatt now
choose-scene = Choose a scene
scenes = Scenes
export-jobs = Write the jobs into a file
