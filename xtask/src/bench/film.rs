//! A film beside the work: does it still get its frames in time?
//!
//! The player wants a frame every 1/60 s and works 4 ms on each, as a decoder does on a processor without a card. The
//! owner "watches" on a display of their own that nobody touches, so work goes on in light mode.

use super::{Row, SCENES, scene};
use crate::node::{self, Setup};
use crate::step;
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const FRAME: Duration = Duration::from_nanos(16_666_667);
const DECODING: Duration = Duration::from_millis(4);
const FILM: Duration = Duration::from_secs(20);
/// A picture that comes half a frame late misses its turn on the screen.
const LATE: Duration = Duration::from_nanos(8_333_333);
const DISPLAY: &str = ":77";

pub fn run(scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    ensure!(cfg!(target_os = "linux"), "the film is watched on Linux only, on a display of its own");
    let _display = Display::start()?;
    let alone = play()?;
    let mut watched = Vec::new();
    for when in ["light", "full"] {
        let settings =
            format!("[limits]\nidle_minutes = 600\nwhen_present = '{when}'\n[provider]\nquiet_seconds = 0\n");
        let setup = Setup { settings: &settings, display: Some(DISPLAY), ..Setup::default() };
        let folder = scratch.join(format!("film-{when}"));
        std::fs::create_dir_all(&folder)?;
        let (mut provider, requester) = node::pair(&folder, "release", setup)?;
        let mut asked = requester.cli(&["render"]);
        asked.arg(scene(SCENES[1])).arg("-o").arg(folder.join("picture.exr"));
        asked.args(["--size", "640x360", "--spp", "65536"]);
        let mut rendering = asked.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let effort = provider.until("it works beside the film", |node| {
            let status = node.ask(&["status"]).ok()?;
            Some(status["effort"].clone()).filter(|effort| !effort.is_null())
        })?;
        let film = play();
        rendering.kill()?;
        rendering.wait()?;
        watched.push((when, effort["duty_permille"].as_u64().unwrap_or(0) / 10, film?));
    }
    let row = |what: String, film: &Film| Row {
        what,
        value: format!(
            "{:.2} % of {} frames late, worst {:.1} ms",
            film.late_percent(),
            film.frames,
            film.worst.as_secs_f64() * 1e3
        ),
        command: "cargo xtask bench film".to_owned(),
    };
    rows.push(row("a film at 60 Hz, alone".to_owned(), &alone));
    for (when, duty, film) in &watched {
        rows.push(row(format!("the same beside work, when_present = {when} ({duty} % of the time)"), film));
    }
    Ok(())
}

/// How a film went.
struct Film {
    frames: u32,
    late: u32,
    worst: Duration,
}

impl Film {
    fn late_percent(&self) -> f64 {
        100.0 * f64::from(self.late) / f64::from(self.frames.max(1))
    }
}

fn play() -> Result<Film> {
    println!("==> a film of {}", step::human(FILM));
    let mut film = Film { frames: 0, late: 0, worst: Duration::ZERO };
    let began = Instant::now();
    let mut due = began + FRAME;
    while due < began + FILM {
        ensure!(!step::interrupted(), "interrupted");
        thread::sleep((due - DECODING).saturating_duration_since(Instant::now()));
        let decoding = Instant::now();
        let mut picture = 1u64;
        while decoding.elapsed() < DECODING {
            picture = std::hint::black_box(picture.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        }
        let lateness = Instant::now().saturating_duration_since(due);
        film.frames += 1;
        film.late += u32::from(lateness > LATE);
        film.worst = film.worst.max(lateness);
        due += FRAME;
    }
    Ok(film)
}

/// A display that nobody touches.
struct Display(Child);

impl Display {
    fn start() -> Result<Self> {
        let mut start = Command::new("Xvfb");
        start
            .args([DISPLAY, "-screen", "0", "640x480x24", "-nolisten", "tcp"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let display = Self(start.spawn().context("Xvfb cannot be started")?);
        let socket = Path::new("/tmp/.X11-unix").join(format!("X{}", &DISPLAY[1..]));
        let began = Instant::now();
        while !socket.exists() {
            ensure!(began.elapsed() < Duration::from_secs(20), "Xvfb opens no display");
            thread::sleep(Duration::from_millis(50));
        }
        Ok(display)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
