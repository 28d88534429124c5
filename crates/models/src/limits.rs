//! Bounds of the shelf, each with its arithmetic.

use std::time::Duration;

/// GiB of all models together, until told otherwise: a few large ones, on a disk of a terabyte.
pub const SHELF_GIB: u64 = 50;
/// Models on the shelf. An index of so many entries of 1 KiB is read in a blink.
pub const ENTRIES: usize = 1000;
/// The index: [`ENTRIES`] of them, each with a long path, twice over.
pub const INDEX_BYTES: u64 = 8 << 20;
/// Letters of a name.
pub const NAME_BYTES: usize = 64;
/// Files in a model's folder.
pub const FILES: usize = 16;
/// What is read and hashed at once.
pub const CHUNK: usize = 1 << 20;
/// How long what has come of a file is kept after its last byte. The shelf's 50 GiB take six days at 100 KiB a second, in
/// which each byte counts anew; who has not gone on for a week has given up.
pub const PART_KEPT: Duration = Duration::from_secs(7 * 24 * 3600);
/// From the beginning of a connection to its standing.
pub const CONNECT: Duration = Duration::from_secs(30);
/// From a request to the head of its answer. Some stores look long for a cold file.
pub const ANSWER: Duration = Duration::from_secs(60);
/// Between two pieces of a file.
pub const STALL: Duration = Duration::from_secs(30);
/// Connections that may break off one after the other without a single new byte.
pub const TRIES: u32 = 4;
/// Between two such tries, times the number of the try.
pub const AGAIN_AFTER: Duration = Duration::from_secs(1);
/// Addresses that one may be sent on to: from a page's to a store's to a mirror's, and one to spare.
pub const REDIRECTS: u32 = 5;
