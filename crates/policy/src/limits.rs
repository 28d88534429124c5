//! Bounds on decisions, each with its reason.

/// Foreign load that counts as use. Desktop compositors stay below 10 %; a video is near 15 %.
pub const BUSY_LOAD_PERCENT: u8 = 25;
/// Foreign load that counts as quiet. Lower than [`BUSY_LOAD_PERCENT`], so that one value cannot flap.
pub const QUIET_LOAD_PERCENT: u8 = 10;
/// Readings older than this are no readings: four missed ones at one a second.
pub const READING_LIFETIME_MS: u64 = 4_000;
/// Jobs at a time. One card does one job well.
pub const JOBS_AT_ONCE: usize = 1;
/// How long a proposal stands: a requester asks a handful of providers within seconds.
pub const PROPOSAL_LIFETIME_MS: u64 = 60_000;
/// What a unit aims for, in milliseconds of the provider's time: small enough to lose, large enough that
/// negotiation and transfer (some tens of milliseconds) stay below one per cent.
pub const UNIT_TARGET_MS: u64 = 8_000;
/// Passes that the first full-size pass is cut into, so that a first picture comes early.
pub const FIRST_PASS_FRACTION: u32 = 8;
/// Units of a new provider that are all recomputed in part, after BOINC's adaptive replication.
pub const PROBATION_UNITS: u32 = 10;
/// The least share of units that is recomputed in part, in thousandths.
pub const CHECK_FLOOR_PERMILLE: u32 = 20;
/// Blocks recomputed of one unit.
pub const CHECK_BLOCKS: u32 = 4;
/// Side of such a block: 4 blocks of 8 x 8 are 0.1 % of a 512 x 512 tile.
pub const CHECK_BLOCK_SIDE: u32 = 8;
