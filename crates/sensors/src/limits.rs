//! Bounds of the meters, each with its reason.

use std::time::Duration;

/// First wait before a silent NVML is tried again. A driver update takes seconds.
pub const RETRY_FIRST_MS: u64 = 1_000;
/// Longest wait between tries, reached by doubling. Each one costs a search for the library, well under 1 ms.
pub const RETRY_MAX_MS: u64 = 60_000;
/// Which per-process samples count. The driver makes one every 1/6 to 1 s; half as much again against jitter.
pub const SAMPLE_WINDOW_MS: u64 = 1_500;
/// More board power than any card draws. The largest data-centre boards are specified at 1400 W.
pub const BOARD_MAX_MW: u64 = 1_500_000;
/// Percent of its enforced limit that a card may claim to draw. Averages stay near 100, short peaks were seen at 130.
pub const POWER_OF_LIMIT_PERCENT: u64 = 150;
/// No core lives above it: cards shut themselves off near 105 degrees Celsius.
pub const TEMPERATURE_MAX_C: i16 = 130;
/// Cards taken note of: more than any board holds, so that a driver gone mad cannot make us ask for ever.
pub const CARDS: u32 = 32;
/// Energy counters step about every 20 to 100 ms, so a short span may hold one step too many.
pub const COUNTER_STEP_MS: u64 = 100;
/// Longest span over which power at its two ends stands for the power between them.
pub const INTEGRATION_GAP_MS: u64 = 5_000;
/// How often every process is looked at, whatever is known: 680 of them took 4.8 ms unoptimised, which is 0.05 % of a
/// core. In between only those that began since are: well under 0.1 ms where nothing does.
pub const LOOK_EVERY_MS: u64 = 10_000;
/// How long a new process is looked at again and again. A launcher of games needs some seconds to become one.
pub const YOUNG: Duration = Duration::from_secs(5);
/// Longest wait for one answer of a bus, display server or compositor. Answers take well under 1 ms; a desktop that is
/// loading may take a few hundred.
pub const CALL_LIMIT_MS: u64 = 500;
/// How often games on the bus and the kernel's screens are asked about.
pub const BRISK_MS: u64 = 1_000;
/// How often the plug is looked at: on laptops this may wake a slow controller for milliseconds.
pub const POWER_MS: u64 = 5_000;
/// How often slow facts are asked again that also tell by themselves when they change, or hardly ever do.
pub const SLOW_MS: u64 = 10_000;
/// How often gamepads are looked for.
pub const PADS_MS: u64 = 2_000;
/// How far an axis must be from rest to count as touched: a quarter of its half range. Worn sticks rest up to a fifth
/// off centre.
pub const AXIS_DEAD_ZONE: f64 = 8_000.0;
/// How fast the rest position follows an axis, in units of 1/32767 per second: a stick that jams at its end counts as
/// rest after a minute, and no hand moves one so slowly.
pub const AXIS_RECENTRE_PER_S: f64 = 400.0;
/// Bytes taken from one gamepad per read. The kernel keeps 64 events of 8 bytes.
pub const PAD_READ_BYTES: usize = 4_096;
/// Gamepads listened to at once.
pub const PADS: usize = 16;
/// After how much quiet a Wayland compositor is to say so. Small, for idle time is only known from then on.
pub const IDLE_NOTICE_MS: u32 = 1_000;
/// Signals kept between two reads.
pub const SIGNALS: usize = 64;
/// Way of a controller's stick, out of 32767, that only a hand makes it go: the larger of the two dead zones that
/// XInput's own header gives.
pub const DEAD_ZONE: u32 = 8_689;
/// How often one of XInput's empty slots is asked. Each one costs up to some milliseconds; a controller that was just
/// connected is found after four times this at the latest.
pub const EMPTY_SLOT_EVERY: Duration = Duration::from_secs(2);
/// How often the price of the network is asked for: an errand to another process of about a millisecond, for something
/// that changes a few times a day.
pub const METERED_EVERY: Duration = Duration::from_secs(10);
/// How long a machine that goes to sleep waits for somebody to notice. With the grace below it stays under the two
/// seconds that Windows waits itself.
pub const SLEEP_SEEN: Duration = Duration::from_millis(1_000);
/// How long it then waits for the worker to end: the product's own bound for that.
pub const SLEEP_GRACE: Duration = Duration::from_millis(500);
/// When the word that the machine goes to sleep is forgotten, should no word of waking come: it sleeps after seconds.
pub const SLEEP_FORGOTTEN: Duration = Duration::from_secs(60);
/// Readings in which a counter that lied must have been right before it is believed again: 2.5 s of work, 10 s of rest.
pub const COUNTER_TRUST_READINGS: u32 = 10;
/// By how much two power limits may differ and be the same: drivers round to watts.
pub const RATED_TOLERANCE_MW: u64 = 1_000;
/// How long facts are kept that hardly change or cost most to ask for: names, ranges, fans, lists of processes. A
/// tenth under the second in which the meters are read at rest, so that none of those readings repeats the one before.
pub const SLOW_FACTS_MS: u64 = 900;
/// Fans asked for on one card; boards have up to three, servers' none.
pub const FANS: u32 = 8;
/// How often in one spell of work a limit is set that does not take hold. A driver that is busy may refuse once.
pub const CAP_TRIES: u32 = 3;
/// How often cards are looked for that were plugged in or out: one folder of some twenty entries.
pub const DRM_LIST_MS: u64 = 10_000;
/// How often processes are looked for that were not there before, on machines with a card that tells by files: one
/// folder of some 700 entries, 0.3 ms.
pub const FDINFO_LIST_MS: u64 = 1_000;
/// When a process is first looked at again for cards that it opened. Looking takes about 3 us for each of its files,
/// so 300 processes with 50 files each take 45 ms together.
pub const FDINFO_WAIT_MS: u64 = 1_000;
/// The longest wait, reached by doubling, between looks at a process that opened no card: those 45 ms every two minutes
/// are 0.04 % of a core.
pub const FDINFO_WAIT_MAX_MS: u64 = 120_000;
/// The wait between looks at all files of a process that has a card open: 20 of them with 150 files each take 9 ms,
/// 0.06 % of a core. Their openings themselves are read with each reading, 15 us and more each.
pub const FDINFO_OPEN_WAIT_MS: u64 = 15_000;
/// Most of a file of `fdinfo` that is read. The longest known are 2 KiB.
pub const FDINFO_BYTES: u64 = 16 << 10;
/// How long a card that nobody uses is left alone so that it may fall asleep. Kernels wait 5 s after the last look at
/// it; three times that, and it will not sleep at all.
pub const DROWSY_MS: u64 = 15_000;
/// How often Windows' counters of engines are read: a desktop has thousands of them, and each is a text.
pub const ENGINES_EVERY_MS: u64 = 1_000;
/// How long a desktop that fails to tell of input may be somebody's.
pub const BLIND_MS: u64 = 60_000;
/// Longest wait before a source that is not there is looked for again. Each look takes well under 1 ms.
pub const ABSENT_MS: u64 = 5_000;
