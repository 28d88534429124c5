//! The whole watch against real servers: a display, a bus, and a compositor of the test's own. Who sits on the bus and
//! who manages windows is played by the tests, for neither GNOME nor logind runs on a machine without a desktop.

mod compositor;
mod display;
mod services;

use super::Watch;
use super::bus::Which;
use super::logind::Whose;
use super::places::Places;
use crate::Source;
use crate::surroundings::SurroundingsReading;
use idlewatt_proto::UnixMillis;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Generous: a loaded machine is slow, and a test that hangs must end.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until it is so.
fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A server, ended when dropped.
struct Running(Child);

impl Running {
    /// Starts it and waits for the first line that it prints.
    fn told(command: &mut Command) -> (Self, String) {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a server");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output");
        let running = Self(child);
        BufReader::new(output).read_line(&mut line).expect("its first line");
        assert!(!line.trim().is_empty(), "{command:?} ended at once");
        (running, line.trim().to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A machine that has nothing.
fn nowhere() -> Places {
    let nothing = || Path::new("/nonexistent").to_owned();
    Places {
        session_bus: Which::At("unix:path=/nonexistent".to_owned()),
        system_bus: Which::At("unix:path=/nonexistent".to_owned()),
        display: None,
        compositor: None,
        beside_compositor: false,
        runtime: None,
        whose: Whose { session: None, pid: std::process::id(), uid: 1000 },
        input: nothing(),
        screens: nothing(),
        power: nothing(),
    }
}

impl Watch {
    fn told(&mut self) -> SurroundingsReading {
        self.read(UnixMillis(1))
    }
}

fn source(reading: &SurroundingsReading, name: &str) -> Source {
    let found = reading.sources.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("no source is called {name}")).1.clone()
}

#[test]
fn a_machine_that_has_nothing_tells_nothing_and_says_why() {
    let reading = Watch::at(nowhere()).told();
    let empty =
        SurroundingsReading { at: UnixMillis(1), sources: reading.sources.clone(), ..SurroundingsReading::default() };
    assert_eq!(reading, empty);
    assert_eq!(reading.sources.len(), 9);
    for (name, source) in reading.sources {
        assert!(matches!(&source, Source::Absent(words) if !words.is_empty()), "{name}: {source:?}");
    }
}
