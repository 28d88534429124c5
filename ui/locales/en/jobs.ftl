# Jobs: what was done for whom, what it paid, how it was checked; and what was refused.

jobs-done = Jobs
jobs-refused = Why my PC said no
jobs-views = What is listed

## The list

jobs-list = Jobs, newest first. The arrow keys go from row to row, Enter opens one.
jobs-when = When
jobs-what = What
jobs-with = With
jobs-size = Units
jobs-net = Net
jobs-money = Money
jobs-ended = How it ended
jobs-final = Final
jobs-paid = Paid
jobs-pending = { $amount } pending
jobs-held = { $amount } held
jobs-to-pay = { $amount } to pay
jobs-nothing-due = Nothing due
jobs-void =
    { $count ->
        [one] { $count } unit came to nothing
       *[other] { $count } units came to nothing
    }
jobs-loading-more = Older jobs are being fetched…
jobs-first = Your jobs will be listed here
jobs-first-what = Each with its picture, what it paid, what electricity it took and how it was checked. The first one appears as soon as somebody’s work is agreed on.
jobs-none-such = No job is like that.

## Filters

jobs-filter = Show only
jobs-side = Side
jobs-side-any = Worked and bought
jobs-side-provider = Worked for others
jobs-side-requester = Bought from others
jobs-kind = Kind of work
jobs-kind-any = Every kind
jobs-peer = With whom
jobs-peer-any = Everyone
jobs-clear = Clear

## One job

jobs-not-found = This job is not in the books.
jobs-picture = Last picture of { $title }
jobs-left = Left, after electricity
jobs-cost = Cost
jobs-per-unit = Net per unit
jobs-per-unit-cost = Cost per unit
jobs-facts = Facts
jobs-requester = Requester
jobs-provider = Provider
jobs-agreed = Agreed
jobs-last-entry = Last entry
jobs-took = Time on the card
jobs-number = Job
jobs-copy-id = Copy { $id }
jobs-only-peer = Only jobs with them

## Units and how they were checked

jobs-units-newest = Only the newest { $count } units are listed.
jobs-units-table = Each unit
jobs-unit-when = Last entry
jobs-unit-state = State
jobs-unit-worth = Worth
jobs-unit-time = Time on the card
jobs-unit-started = in hand
jobs-unit-pending = handed over
jobs-unit-final = checked and paid
jobs-unit-void = came to nothing
jobs-checked = How it was checked
jobs-checked-final =
    { $count ->
        [one] { $count } unit was accepted by the requester and paid with a signed receipt.
       *[other] { $count } units were accepted by the requester and paid with a signed receipt.
    }
jobs-checked-final-bought =
    { $count ->
        [one] { $count } unit was checked here, accepted and paid.
       *[other] { $count } units were checked here, accepted and paid.
    }
jobs-checked-pending =
    { $count ->
        [one] { $count } unit is handed over; the requester’s next receipt covers it.
       *[other] { $count } units are handed over; the requester’s next receipt covers them.
    }
jobs-checked-held =
    { $count ->
        [one] { $count } unit was handed over, but the last receipt never came. It is paid when this requester comes back.
       *[other] { $count } units were handed over, but the last receipt never came. They are paid when this requester comes back.
    }
jobs-checked-pending-bought =
    { $count ->
        [one] { $count } unit has come in and is to be paid.
       *[other] { $count } units have come in and are to be paid.
    }
jobs-checked-started =
    { $count ->
        [one] { $count } unit is in hand.
       *[other] { $count } units are in hand.
    }
jobs-checked-void =
    { $count ->
        [one] { $count } unit came to nothing: { $why }.
       *[other] { $count } units came to nothing: { $why }.
    }
jobs-checked-none = No unit was finished, so there was nothing to check.

failure-preempted = the owner needed the machine
failure-worker-failed = the program that does the work stopped
failure-bad-scene = the scene cannot be rendered ({ $what })
failure-bad-model = the model cannot be used ({ $what })
failure-bad-request = the request cannot be answered ({ $what })
failure-bad-unit = it was not part of what was agreed
failure-bad-result = the result is not what was announced
failure-not-finite = the result has values that are no numbers
failure-differs = recomputed pixels differ
failure-false-answer = the answer is not what the model says
failure-timed-out = it took longer than agreed
failure-job-ended = the job ended first

## Receipts

jobs-receipt = Receipt
jobs-receipt-none = No receipt has come yet.
jobs-receipt-none-held = No receipt ever came.
jobs-receipt-covers =
    { $count ->
        [one] { $amount } credits in all, for { $count } unit
       *[other] { $amount } credits in all, for { $count } units
    }
jobs-receipt-signed = Signed by { $payer }, { $when }
jobs-signature = Signature
jobs-copy-signature = Copy the whole signature
jobs-copy-receipt = Copy as JSON
jobs-older-receipts =
    { $count ->
        [one] { $count } older receipt
       *[other] { $count } older receipts
    }

## The owner's word

jobs-owner = Your say
jobs-block = Block this requester
jobs-unblock = Work for this requester again
jobs-blocked = { $node } is blocked: none of their jobs is taken any more.
jobs-unblocked = Jobs of { $node } are taken again.
jobs-refuse-kind = Refuse this kind of work
jobs-accept-kind = Take this kind of work again
jobs-last-kind = It is the only kind that you take. To take none, switch off working for others in the settings.
jobs-kind-refused = { $kind } is no longer taken.
jobs-kind-accepted = { $kind } is taken again.

## Why my PC said no

jobs-refusals-what = Offers that this PC turned down lately, and why. A no costs you nothing and harms no reputation.
jobs-refusals-none = Nothing was turned down lately
jobs-refusals-none-what = When an offer does not fit your limits or would not pay for its electricity, it is listed here with the reason.
jobs-refusals-asked = Asked by { $node }
jobs-refusals-sum = The sum, for a thousand million samples
jobs-refusals-offered = Offered
jobs-refusals-wear = Wear
jobs-refusals-short = Short by
refusal-not-idle = The machine was not free: you used it or had paused.
refusal-busy = It was busy with another job.
refusal-below-floor = The offer was too low. It would have been taken for { $floor } credits.
refusal-no-model = It does not have that model, or not for others.
refusal-too-large = The job needs { $needs } of memory, and you allow { $allowed }.
refusal-invalid = The job’s description makes no sense: { $what }.
refusal-unknown = The offer had expired.
refusal-bad-signature = A signature did not hold.
refusal-no-provider = Working for others is switched off.
refusal-blocked = You have blocked this requester.
refusal-kind = You do not take this kind of work: { $kind }.
refusal-mature = It may not be suitable for everybody, and you take nothing of that sort.
refusal-unpaid = This requester still owes { $owed } credits for earlier work.
