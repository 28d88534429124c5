//! Bounds of the meters, each with its reason.

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
