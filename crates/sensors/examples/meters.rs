//! Shows what the instruments of this machine say, and what reading each of them costs.
//!
//! `cargo run -p idlewatt-sensors --example meters -- [NVML library]`

use idlewatt_proto::UnixMillis;
use idlewatt_sensors::{Cards, Programs, Surroundings};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const READS: u32 = 200;

fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixMillis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// Mean time of many reads.
fn cost(mut read: impl FnMut()) -> Duration {
    let begun = Instant::now();
    (0..READS).for_each(|_| read());
    begun.elapsed() / READS
}

fn main() {
    let library = std::env::args_os().nth(1).map(PathBuf::from);
    let mut cards = Cards::open(library.as_deref());
    let mut programs = Programs::open(&[]);
    let mut surroundings = Surroundings::open();
    println!("{:#?}", cards.read(&[], now()));
    println!("{:#?}", programs.look(&[], now()));
    println!("{:#?}", surroundings.read(now()));
    #[cfg(windows)]
    println!("{:#?}", engine_load());
    println!("cards {:?}", cost(|| drop(cards.read(&[], now()))));
    println!("programs {:?}", cost(|| drop(programs.look(&[], now()))));
    println!("surroundings {:?}", cost(|| drop(surroundings.read(now()))));
}

/// Who keeps the cards busy, as Windows counts.
#[cfg(windows)]
fn engine_load() -> Result<Vec<idlewatt_sensors::EngineUser>, String> {
    let mut load = idlewatt_sensors::EngineLoad::open()?;
    std::thread::sleep(Duration::from_secs(1));
    load.read()
}
