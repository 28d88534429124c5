//! Bounds on decisions, each with its reason.

/// Foreign load that counts as use. Desktop compositors stay below 10 %; a video is near 15 %.
pub const BUSY_LOAD_PERCENT: u8 = 25;
/// Foreign load that counts as quiet. Lower than [`BUSY_LOAD_PERCENT`], so that one value cannot flap.
pub const QUIET_LOAD_PERCENT: u8 = 10;
/// Readings older than this are no readings: four missed ones at one a second.
pub const READING_LIFETIME_MS: u64 = 4_000;
/// Jobs at a time. One card does one job well.
pub const JOBS_AT_ONCE: usize = 1;
/// Text jobs at a time. Their requests share one worker, which answers eight at once.
pub const TEXT_JOBS_AT_ONCE: usize = 8;
/// How long a proposal stands: a requester asks a handful of providers within seconds.
pub const PROPOSAL_LIFETIME_MS: u64 = 60_000;
/// What a unit aims for, in milliseconds of the provider's time: small enough to lose, large enough that
/// negotiation and transfer (some tens of milliseconds) stay below one per cent.
pub const UNIT_TARGET_MS: u64 = 8_000;
/// Passes that the first full-size pass is cut into, so that a first picture comes early.
pub const FIRST_PASS_FRACTION: u32 = 8;
/// Samples of a pixel before its noise is believed: as many as Cycles wants at its usual threshold, and a power of two.
pub const SURE_SPP: u32 = 16;
/// Side of the smallest tile of a picture whose tiles are done when they are smooth enough.
pub const CAREFUL_TILE_SIDE: u32 = 64;
/// What the first unit of such a tile aims for, in milliseconds of the provider's time: negotiation and transfer are then a
/// tenth of it, which later passes make up for.
pub const CAREFUL_UNIT_MS: u64 = 250;
/// Units of a new provider that are all recomputed in part, after BOINC's adaptive replication.
pub const PROBATION_UNITS: u32 = 10;
/// The least share of units that is recomputed in part, in thousandths.
pub const CHECK_FLOOR_PERMILLE: u32 = 20;
/// Blocks recomputed of one unit.
pub const CHECK_BLOCKS: u32 = 4;
/// Side of such a block: 4 blocks of 8 x 8 are 0.1 % of a 512 x 512 tile.
pub const CHECK_BLOCK_SIDE: u32 = 8;
/// How far a greedy token may lie below the likeliest one, in natural logarithms: f16 caches and another order of sums
/// move logits by hundredths.
pub const GREEDY_BAND: f32 = 0.25;
/// Greedy tokens that may lie further below, in thousandths: a near tie among rare tokens.
pub const STRAYS_PERMILLE: usize = 20;
/// The least mean log-probability of a sampled answer: random tokens of a vocabulary of 50 000 have -11, and text at a
/// temperature of 1.5 stays above -6.
pub const LIKELY_LEAST: f64 = -8.0;
/// A machine that was left in peace for so long is not one that flaps: the next wait is a short one again.
pub const CALM_MS: u64 = 600_000;
/// Doublings of the wait for quiet: sixteen times the owner's own measure is patience enough.
pub const STRIKES: u32 = 4;
/// The longest wait for quiet that doubling leads to: a quarter of an hour.
pub const QUIET_MOST_MS: u64 = 900_000;
/// Quiet after any disturbance at least, whatever the owner set: the time in which an instrument shows a change.
pub const SETTLE_MS: u64 = 1_000;
/// Quiet after nobody has touched the machine for as long as the owner wants. The wait was long already.
pub const INPUT_SETTLE_MS: u64 = 2_000;
/// Quiet after a plug, a network, heat or a tariff was in the way: a loose plug or a cloud over the panels comes back.
pub const SUPPLY_SETTLE_MS: u64 = 30_000;
/// Days from midnight to midnight of which something must be known before it is said what a day is like: one may be any.
pub const DAYS_KNOWN: usize = 2;
/// Time of readiness after which it is said how much work there was: two evenings.
pub const DEMAND_KNOWN_MS: u64 = 6 * 3_600_000;
/// Memory that must be left for the owner's programs to grow into, or the share below where that is less.
pub const MEMORY_SHORT_BYTES: u64 = 1_500 << 20;
/// See [`MEMORY_SHORT_BYTES`]; in percent of the card.
pub const MEMORY_SHORT_PERCENT: u64 = 15;
/// Degrees above the owner's ceiling at which slowing down has failed and work stops; as many below, it may start again.
pub const HEAT_MARGIN_C: i16 = 4;
/// The same for the fan, in percent of its speed.
pub const FAN_MARGIN_PERCENT: i16 = 8;

/// GPU time of one submission while somebody may be there: a picture at 144 Hz takes 6.9 ms.
pub const CONSIDERATE_QUANTUM_US: u32 = 4_000;
/// The same while nobody is there and a screen is on: a picture at 60 Hz takes 16.7 ms.
pub const AWAY_QUANTUM_US: u32 = 16_000;
/// The same while no screen is on. Longer ones gain nothing, and giving the GPU back must not wait.
pub const ALONE_QUANTUM_US: u32 = 100_000;
/// The least share of time: below it a job would not come to its end.
pub const DUTY_LEAST: f64 = 0.02;
/// Over how long the owner's watts are an average.
pub const ENERGY_WINDOW_MS: u64 = 60_000;
/// Samples of that window: four a second, and some more.
pub const SAMPLES_KEPT: usize = 300;
/// Over how long the card's power at work is learnt: two time constants of a slow card.
pub const LEARN_WINDOW_MS: u64 = 3_000;
/// A gap between two samples after which the minute begins anew: the machine slept, or the clock was set.
pub const GAP_MOST_MS: u64 = 10_000;
/// What is aimed at, in thousandths of the limit: a little less, since half of all minutes would be over it otherwise.
pub const TARGET_PERMILLE: f64 = 995.0;
/// In how many seconds the last minute's excess or shortfall is made good.
pub const CORRECTION_S: f64 = 15.0;
/// How far that may move the target, as a share of it.
pub const CORRECTION: f64 = 0.08;
/// Over how long power must not be far above the limit.
pub const GUARD_WINDOW_MS: u64 = 700;
/// How far: from there on the share of time is cut at once.
pub const GUARD: f64 = 1.08;
/// How fast the share may rise, in a second.
pub const RISE_PER_S: f64 = 0.10;
