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
pub const TEMPERATURE_MAX_C: u32 = 130;
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
