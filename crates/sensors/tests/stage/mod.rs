//! A machine whose cards are played by a script, for tests of the meters.
//!
//! The script is named by an environment variable and the cards' state is one per process, so each test runs its
//! body in a child process of its own, whatever the test runner does.
#![allow(dead_code)] // Each test file takes what it needs.

use idlewatt_proto::UnixMillis;
use idlewatt_proto::device::GpuReading;
use idlewatt_sensors::{Cards, CardsReading, Source};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const SCRIPT: &str = "IDLEWATT_NVML_SCRIPT";
const LIMITS: &str = "IDLEWATT_NVML_LIMIT_FILE";
const PATIENCE: Duration = Duration::from_secs(60);

/// Cargo builds the library beside this test, because it is a dependency of it.
pub fn library() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    let library = test.with_file_name("libnvml_stub.so");
    assert!(library.exists(), "{} was not built", library.display());
    library
}

/// Runs `body` in a child process that has `script` in force. `test` is the test's name.
pub fn played(test: &str, script: &Value, body: fn(&mut Stage)) {
    if let Some(path) = std::env::var_os(SCRIPT) {
        return body(&mut Stage { script: path.into(), cards: Cards::open(Some(&library())) });
    }
    let folder = tempfile::tempdir().expect("a scratch folder");
    let path = folder.path().join("script.json");
    fs::write(&path, script.to_string()).expect("the script");
    let child = Command::new(std::env::current_exe().expect("the test's own path"))
        .args(["--exact", test, "--nocapture"])
        .env(SCRIPT, &path)
        .env(LIMITS, folder.path().join("limits"))
        .output()
        .expect("the test as a child");
    let said = [child.stdout, child.stderr].map(|out| String::from_utf8_lossy(&out).into_owned()).concat();
    assert!(child.status.success() && said.contains("1 passed"), "{said}");
}

pub struct Stage {
    script: PathBuf,
    pub cards: Cards,
}

pub fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    UnixMillis(u64::try_from(since.as_millis()).expect("a clock before the year 500 million"))
}

impl Stage {
    pub fn script(&self, script: &Value) {
        // Renamed into place, so that no read finds half of it.
        let fresh = self.script.with_extension("fresh");
        fs::write(&fresh, script.to_string()).expect("the new script");
        fs::rename(fresh, &self.script).expect("the new script in place");
    }

    pub fn card(&mut self, own: &[u32]) -> GpuReading {
        let reading = self.cards.read(own, now());
        assert_eq!(reading.state, Source::Ok);
        assert_eq!(reading.gpus.len(), 1, "{reading:?}");
        reading.gpus[0].clone()
    }

    pub fn card_when(&mut self, own: &[u32], what: &str, mut is: impl FnMut(&GpuReading) -> bool) -> GpuReading {
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

    pub fn reading_when(&mut self, what: &str, mut is: impl FnMut(&CardsReading) -> bool) -> CardsReading {
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
pub struct Worker(pub Child);

impl Worker {
    pub fn start(folder: &Path) -> Self {
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
