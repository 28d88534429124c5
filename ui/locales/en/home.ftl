# The first page, and the compact window by the tray.

today-net = Today, after electricity
net-today-of = { $gross } earned, { $electricity } electricity
week = Last 7 days
all-time = All time
see-earnings = All earnings
first-week = This will be your first week
first-week-may = With your limits a day may bring about { $net } credits after electricity and wear: somewhere between { $low } and { $high }.

## What changes next

next-resumes = Resumes at { $when }.
next-changes = Changes by itself at { $when }.

## The job in hand

job-in-hand = Job in hand
no-job = Nothing in hand
no-job-ready = The next job starts by itself as soon as somebody asks.
no-job-waiting = Work starts by itself as soon as nothing stands in its way.
picture-coming = The picture appears as it is rendered.
picture-so-far = The picture so far of { $title }
tokens-flowing = Tokens read and said. What they say is the requester’s business.
tokens-per-second = { $tokens } tokens per second
this-unit = This unit
units-done = Units done
worth = Worth so far
hour-brings = An hour brings
hour-brings-meaning = At the speed that was measured, after electricity.
pays-render = Pays { $price } credits per thousand million samples
pays-text = Pays { $price } credits per million tokens
for-requester = For { $node }

## The card

card = Card
card-none = No card tells its load, power or temperature.
card-not-found = No graphics card was found.
card-not-found-advice = Without one, work is done on the processor, which earns next to nothing. If there is a card, its driver is missing: install it, then start Idlewatt again.
adjust-limits = Adjust limits
peers =
    { $count ->
        [one] { $count } peer
       *[other] { $count } peers
    }
index-nodes =
    { $count ->
        [one] { $count } index node
       *[other] { $count } index nodes
    }
