//! Shows what the meters of this machine say, and what reading them costs.
//!
//! `cargo run -p idlewatt-sensors --example meters -- [NVML library]`

use idlewatt_proto::UnixMillis;
use idlewatt_sensors::limits::SCAN_EVERY_MS;
use idlewatt_sensors::{Config, Meters};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const READS: u32 = 200;

fn main() {
    let nvml_library = std::env::args_os().nth(1).map(Into::into);
    let start = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis() as u64);
    let start = UnixMillis(start);
    let opening = Instant::now();
    let mut meters = Meters::open(&Config { nvml_library, programs: Vec::new() });
    let opened = opening.elapsed();
    println!("{:#?}", meters.read(&[], start));
    let time = |every_ms: u64, meters: &mut Meters| -> Duration {
        let begun = Instant::now();
        (1..=u64::from(READS))
            .for_each(|i| drop(meters.read(&[], start.plus_ms(SCAN_EVERY_MS * 1_000 + i * every_ms))));
        begun.elapsed() / READS
    };
    println!("open {opened:?}; a read with a look at programs {:?}", time(SCAN_EVERY_MS, &mut meters));
    println!("a read without {:?}", time(0, &mut meters));
}
