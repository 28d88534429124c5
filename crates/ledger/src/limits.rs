//! Bounds on what is booked, each with its reason.

use idlewatt_proto::Amount;
use idlewatt_proto::limits::MESSAGE_BYTES;

/// Largest encoded entry. The largest parts are a job's description and its agreement, a message each at most;
/// twice that leaves room for the words around them.
pub const ENTRY_BYTES: usize = 4 * MESSAGE_BYTES;
/// Most money in one unit: a million credits, far beyond any unit. Nine million of them still fit into 64 bits.
pub const UNIT_AMOUNT: Amount = Amount::from_micros(1_000_000_000_000);
/// Longest title of a job.
pub const TITLE_BYTES: usize = 1024;
/// How long to wait for somebody who reads the file with another program.
pub const BUSY_MS: u64 = 5_000;
/// Pages of 4 KiB in the write-ahead log before they move into the file: 4 MiB.
pub const CHECKPOINT_PAGES: u32 = 1_000;
/// Faults that an audit spells out. One broken link can make thousands; a hundred are enough to see what happened.
pub const FAULTS: usize = 100;
