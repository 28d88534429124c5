//! The meters against a played card, loaded by path as the real library is.
//!
//! The card's script is named by an environment variable and its state is one per process, so each test runs its
//! body in a child process of its own, whatever the test runner does.
#![cfg(target_os = "linux")]

use idlewatt_proto::device::GpuReading;
use idlewatt_proto::{Millijoules, Milliwatts, UnixMillis};
use idlewatt_sensors::{Cards, CardsReading, Source, energy_between};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const SCRIPT: &str = "IDLEWATT_NVML_SCRIPT";
const PATIENCE: Duration = Duration::from_secs(60);

/// Cargo builds the library beside this test, because it is a dependency of it.
fn library() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    let library = test.with_file_name("libnvml_stub.so");
    assert!(library.exists(), "{} was not built", library.display());
    library
}

/// Runs `body` in a child process that has `script` in force. `test` is the test's name.
fn played(test: &str, script: &Value, body: fn(&mut Stage)) {
    if let Some(path) = std::env::var_os(SCRIPT) {
        return body(&mut Stage { script: path.into(), cards: Cards::open(Some(&library())) });
    }
    let folder = tempfile::tempdir().expect("a scratch folder");
    let path = folder.path().join("script.json");
    fs::write(&path, script.to_string()).expect("the script");
    let child = Command::new(std::env::current_exe().expect("the test's own path"))
        .args(["--exact", test, "--nocapture"])
        .env(SCRIPT, &path)
        .output()
        .expect("the test as a child");
    let said = [child.stdout, child.stderr].map(|out| String::from_utf8_lossy(&out).into_owned()).concat();
    assert!(child.status.success() && said.contains("1 passed"), "{said}");
}

struct Stage {
    script: PathBuf,
    cards: Cards,
}

fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    UnixMillis(u64::try_from(since.as_millis()).expect("a clock before the year 500 million"))
}

impl Stage {
    fn script(&self, script: &Value) {
        // Renamed into place, so that no read finds half of it.
        let fresh = self.script.with_extension("fresh");
        fs::write(&fresh, script.to_string()).expect("the new script");
        fs::rename(fresh, &self.script).expect("the new script in place");
    }

    fn card(&mut self, own: &[u32]) -> GpuReading {
        let reading = self.cards.read(own, now());
        assert_eq!(reading.state, Source::Ok);
        assert_eq!(reading.gpus.len(), 1, "{reading:?}");
        reading.gpus[0].clone()
    }

    fn card_when(&mut self, own: &[u32], what: &str, is: impl Fn(&GpuReading) -> bool) -> GpuReading {
        let begun = Instant::now();
        loop {
            let card = self.card(own);
            if is(&card) {
                return card;
            }
            assert!(begun.elapsed() < PATIENCE, "never {what}: {card:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn reading_when(&mut self, what: &str, is: impl Fn(&CardsReading) -> bool) -> CardsReading {
        let begun = Instant::now();
        loop {
            let reading = self.cards.read(&[], now());
            if is(&reading) {
                return reading;
            }
            assert!(begun.elapsed() < PATIENCE, "never {what}: {reading:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A busy process that is called like our worker.
struct Worker(Child);

impl Worker {
    fn start(folder: &Path) -> Self {
        let program = folder.join("idlewatt-worker");
        fs::copy("/bin/sh", &program).expect("a shell by another name");
        let child = Command::new(program).args(["-c", "while :; do :; done"]).stdin(Stdio::null()).spawn();
        Self(child.expect("the worker"))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.kill().and_then(|()| self.0.wait()).expect("the worker can be ended");
    }
}

#[test]
fn a_card_at_rest_is_believable() {
    played("a_card_at_rest_is_believable", &json!({}), |stage| {
        let card = stage.card(&[]);
        assert!(card.simulated, "a played card says so");
        assert_eq!(card.name, "GeForce RTX 4070 (simulated)");
        assert_eq!((card.load_percent, card.foreign_load_percent), (Some(0), Some(0)));
        assert_eq!((card.power, card.power_limit), (Some(Milliwatts(14_000)), Some(Milliwatts(200_000))));
        assert_eq!((card.temperature_c, card.display_active), (Some(38), Some(true)));
        assert!(card.memory_used.is_some_and(|used| Some(used) < card.memory_total), "{card:?}");
        // The card's clock is real time, somewhere between these.
        let first = (Instant::now(), stage.card(&[]), Instant::now());
        stage.card_when(&[], "a second later", |later| later.at.since_ms(first.1.at) >= 1_000);
        let last = (Instant::now(), stage.card(&[]), Instant::now());
        let taken = energy_between(&first.1, &last.1).expect("a believable counter").0 as f64;
        let (least, most) = (last.0 - first.2, last.2 - first.0);
        let at_14_w = |span: Duration| 14_000.0 * span.as_secs_f64();
        // Both ends are cut to whole millijoules.
        assert!(at_14_w(least) - 1.0 <= taken && taken <= at_14_w(most) + 1.0, "{taken} mJ in {least:?} to {most:?}");
    });
}

#[test]
fn work_of_ours_shows_as_load_and_not_as_foreign() {
    played("work_of_ours_shows_as_load_and_not_as_foreign", &json!({ "time_constant_s": 0.2 }), |stage| {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let before = stage.card(&[]);
        let worker = Worker::start(folder.path());
        let own = [worker.0.id()];
        let busy = stage.card_when(&own, "busy", |card| card.load_percent > Some(0) && card.power > before.power);
        assert_eq!(busy.foreign_load_percent, Some(0), "our own work is nobody else's: {busy:?}");
        // Its pid is ours for a while after it was last named.
        stage
            .card_when(&[], "a stranger, being a worker nobody told about", |card| card.foreign_load_percent > Some(0));
        drop(worker);
        stage.card_when(&[], "at rest again", |card| {
            card.load_percent == Some(0) && card.power < Some(Milliwatts(15_000))
        });
    });
}

#[test]
fn foreign_load_is_seen() {
    played("foreign_load_is_seen", &json!({ "foreign_load_percent": 63 }), |stage| {
        assert_eq!(stage.card(&[1234]).foreign_load_percent, Some(63));
        stage.script(&json!({ "foreign_load_percent": 63, "per_process": false }));
        assert_eq!(stage.card(&[1234]).foreign_load_percent, None, "it may be ours");
        stage.script(&json!({}));
        stage.card_when(&[], "alone", |card| card.foreign_load_percent == Some(0));
    });
}

#[test]
fn a_lost_card_is_a_failure_with_words_and_comes_back() {
    played("a_lost_card_is_a_failure_with_words_and_comes_back", &json!({}), |stage| {
        let enough = Some(Millijoules(14_000));
        let before = stage.card_when(&[], "some joules old", |card| card.energy > enough);
        for (error, word) in [("gpu_lost", "bus"), ("mismatch", "mismatch"), ("not_loaded", "driver")] {
            stage.script(&json!({ "error": error }));
            let reading = stage.reading_when("failed", |reading| reading.state != Source::Ok);
            let Source::Failed(words) = &reading.state else { panic!("{error}: {reading:?}") };
            assert!(words.contains(word) && reading.gpus.is_empty(), "{error}: {words}");
            stage.script(&json!({}));
            let back = stage.reading_when("back", |reading| reading.state == Source::Ok);
            let taken = energy_between(&before, &back.gpus[0]);
            let restarted = error == "not_loaded";
            assert_eq!(
                taken.is_none(),
                restarted,
                "{error}: a reloaded driver counts anew, a found card goes on: {taken:?}"
            );
        }
    });
}

#[test]
fn nonsense_is_left_out() {
    let script =
        json!({ "idle_w": 9_999, "max_w": 9_999, "limit_w": 320, "temperature_idle_c": 511, "temperature_max_c": 511 });
    played("nonsense_is_left_out", &script, |stage| {
        let card = stage.card(&[]);
        assert_eq!((card.power, card.temperature_c), (None, None), "9999 W on a 320 W card, at 511 degrees");
        assert_eq!(card.load_percent, Some(0), "what can be true is kept");
        let later = stage.card_when(&[], "a second later", |later| later.at.since_ms(card.at) >= 1_000);
        assert_eq!(energy_between(&card, &later), None, "a counter of 9999 W under a limit of 320 W");
    });
}

#[test]
fn a_card_without_a_counter_is_integrated() {
    played("a_card_without_a_counter_is_integrated", &json!({ "energy_counter": false }), |stage| {
        let card = stage.card(&[]);
        assert_eq!(card.energy, None);
        let later = stage.card_when(&[], "later", |later| later.at.since_ms(card.at) >= 500);
        let taken = energy_between(&card, &later).expect("power at both ends");
        assert_eq!(taken.0, 14 * later.at.since_ms(card.at), "14 W all along");
    });
}

#[test]
fn a_driver_that_never_ran_is_absent() {
    played("a_driver_that_never_ran_is_absent", &json!({ "error": "not_loaded" }), |stage| {
        let state = stage.cards.read(&[], now()).state;
        assert!(matches!(&state, Source::Absent(words) if words.contains("does not run")), "{state:?}");
        stage.script(&json!({}));
        stage.reading_when("there after all", |reading| reading.state == Source::Ok);
    });
}

#[test]
fn no_library_is_absent_with_words() {
    let mut cards = Cards::open(Some(Path::new("/nonexistent/nvml.so")));
    let reading = cards.read(&[], now());
    assert!(reading.gpus.is_empty(), "{reading:?}");
    let Source::Absent(words) = &reading.state else { panic!("{reading:?}") };
    assert!(words.starts_with("no NVIDIA driver found (") && words.contains("/nonexistent/nvml.so"), "{words}");
}

#[test]
fn a_file_that_is_no_library_is_absent_with_words() {
    let file = tempfile::NamedTempFile::new().expect("a scratch file");
    fs::write(file.path(), "not a library").expect("some text");
    let mut cards = Cards::open(Some(file.path()));
    assert!(matches!(cards.read(&[], now()).state, Source::Absent(_)));
}
