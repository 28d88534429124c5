# The first run: five calm screens, less than a minute.

welcome = Welcome
welcome-steps = First steps
welcome-step = Step { $step } of { $of }
welcome-skip = Skip all this
welcome-back = Back
welcome-on = Continue
welcome-on-unmeasured = Continue without measuring
welcome-done = Done

## What was found

welcome-machine = This is what your PC has
welcome-machine-about = Idlewatt lends it to others while you do not need it, and gives it back the moment you do.
welcome-nothing-asked = There is no account, no wallet and no e-mail. What you earn is kept in books on this PC.
welcome-looking = Having a look at this PC…
welcome-memory = Memory of the card
welcome-driver = Driver
welcome-meters = Meters
welcome-meters-told = Load, power and temperature are read
welcome-meters-none = None: power is assumed, not measured
welcome-off = Nobody has looked at your card yet
welcome-off-switch = Work for others when this PC is idle
welcome-off-switch-about = It is switched off, so the card is left alone. Switch it on to see what it can do.
welcome-software = No graphics card was found
welcome-software-why = Work would be done on the processor, which is slow and earns next to nothing. If this PC has a card, its driver is missing or cannot compute.
welcome-none = No graphics card can be used
welcome-none-why = Nothing here can compute for others. Idlewatt opens all the same, and begins by itself once a card is there.
welcome-driver-advice = What to do: install the newest driver from the maker of your card, restart the PC and open Idlewatt again. You can still ask others for work.
welcome-findings =
    { $count ->
        [one] One thing to look at
       *[other] { $count } things to look at
    }

## The benchmark

welcome-benchmark = How fast is it?
welcome-benchmark-about = For about 20 seconds the card renders a picture as hard as it can. You may hear its fan.
welcome-benchmark-start = Measure now
welcome-benchmark-again = Measure again
welcome-benchmark-stop = Stop
welcome-benchmark-picture = The picture that is rendered for the measurement
welcome-benchmark-waiting = The picture appears here.
welcome-benchmark-progress = Measured so far
welcome-speed = Speed
welcome-speed-means = Samples per second: light paths that the card follows through a scene. Jobs are paid by their number, so this is what it can sell.
welcome-watts = Power
welcome-watts-means = What the card takes while it works. Electricity is counted from the part above rest.
welcome-watts-unknown = No meter tells. Electricity is counted from what cards of this kind take.
welcome-measured-before = Measured before: { $speed } samples per second.

## The estimate

welcome-estimate = What it may bring
welcome-estimate-about = After electricity, honestly: it depends on how much others ask for, and that nobody can promise.
welcome-tariff-about = The number that matters most is what you pay for electricity. It is on your bill, per kWh, with all taxes. A typical price stands here until you put yours.

## The choice

welcome-choice = When may it work?
welcome-choice-about = Choose one to begin with. Everything can be changed later, and each change can be taken back.
welcome-choice-needed = Until you have chosen, nothing is worked on.

## The start

welcome-start = Start with the computer?
welcome-start-about = Off unless you want it.
welcome-autostart = Start Idlewatt when I log in
welcome-autostart-about = It opens without a window, and waits by the tray until your limits allow work.
welcome-ready = That is all. Close the window whenever you like: work goes on by the tray and stops as you set it.
welcome-not-said = You have not yet said when this PC may work, so it does not. Go back and choose, or do it later: Home and the tray keep asking.
