//! The tray app: how soon its window is there, and what it costs while the window is closed and while it is open.

use super::process::{cpu_seconds, lives, memory_kib, tree};
use super::screen::Screen;
use super::{Row, SCENES, scene};
use crate::node::{self, Node, Setup};
use crate::step::{self, command, say};
use crate::{paths, ui};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const OPENINGS: usize = 9;
/// How long the app is watched: a minute holds every timer of ours.
const WATCH: Duration = Duration::from_secs(60);
/// How long the app may take to give back what a window needed: thrice as long as it waits.
const PATIENCE: Duration = Duration::from_secs(90);
/// What was just opened or closed has something to tidy up.
const SETTLE: Duration = Duration::from_secs(10);
const COMMAND: &str = "cargo xtask bench app";

pub fn run(scratch: &Path, rows: &mut Vec<Row>) -> Result<()> {
    pages(rows)?;
    let folder = scratch.join("app");
    let (mut provider, requester) = node::pair(&folder, "release", Setup::default())?;
    let screen = Screen::start()?;
    greet(&provider, &screen, &folder)?;
    let mut tray = Tray::start(&provider, &screen, &folder)?;
    screen.until_drawn()?;
    thread::sleep(SETTLE);
    openings(&screen, &tray, rows)?;
    screen.close()?;
    tray.until_begun_anew()?;
    thread::sleep(SETTLE);
    closed(&mut tray, rows)?;

    let mut asked = requester.cli(&["render"]);
    asked.arg(scene(SCENES[1])).arg("-o").arg(folder.join("picture.exr")).args(["--size", "640x360", "--spp", "65536"]);
    let mut rendering = asked.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let watched = provider
        .until("it works", |node| node.ask(&["status"]).ok().filter(|status| !status["effort"].is_null()))
        .and_then(|_| open(&screen, &mut tray));
    rendering.kill()?;
    rendering.wait()?;
    let (share, each) = watched?;
    rows.push(row("app with its window open, updating live", format!("{share:.2} % of a core ({each}); aim 3 %")));
    Ok(())
}

fn row(what: &str, value: String) -> Row {
    Row { what: what.to_owned(), value, command: COMMAND.to_owned() }
}

/// What a browser measures of the pages: their size, and ten thousand jobs that are scrolled.
fn pages(rows: &mut Vec<Row>) -> Result<()> {
    let said = fs::read_to_string(ui::script("bench")?.log)?;
    let said = step::plain(&said);
    for (what, aim) in [("JavaScript of a window", "150 kB"), ("10,000 jobs", "no frame over 20 ms")] {
        let found = said.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(": "));
        let found = found.with_context(|| format!("npm run bench says nothing of \"{what}\""))?;
        rows.push(row(what, format!("{found}; aim {aim}")));
    }
    Ok(())
}

/// Goes through the first run, so that what is measured is everyday's window and not the welcome. The app's own folder has a
/// name that it makes of the daemon's, so it is asked to make it.
fn greet(node: &Node, screen: &Screen, folder: &Path) -> Result<()> {
    let _tray = Tray::start(node, screen, folder)?;
    screen.until_drawn()?;
    screen.close()?;
    let mut kept = fs::read_dir(folder.join("config"))?.flatten().map(|entry| entry.path());
    let kept = kept.find(|path| path.join("window.json").exists()).context("the app keeps nothing of its own")?;
    let quiet = r#"{ "started": false, "stopped": false, "paid": false, "attention": false }"#;
    let preferences = format!(r#"{{ "welcomed": true, "asks": true, "notifications": {quiet} }}"#);
    Ok(fs::write(kept.join("preferences.json"), preferences)?)
}

/// The running app, which is more than one process. It is stopped when dropped.
struct Tray(Child);

impl Tray {
    fn start(node: &Node, screen: &Screen, folder: &Path) -> Result<Self> {
        let mut start = command(paths::built("release", "idlewatt-tray"));
        start.env("IDLEWATT_HOME", node.home()).envs(screen.environment()).env_remove("WAYLAND_DISPLAY");
        for (variable, name) in [
            ("HOME", "home"),
            ("XDG_RUNTIME_DIR", "run"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            let path = folder.join(name);
            fs::create_dir_all(&path)?;
            start.env(variable, path);
        }
        start.stdout(Stdio::null()).stderr(fs::File::create(folder.join("app.err"))?);
        Ok(Self(start.spawn().context("idlewatt-tray cannot be started")?))
    }

    /// Every process of it by name, with what is asked of it.
    fn each(&self, ask: impl Fn(u32) -> Result<f64>) -> Result<Vec<(String, f64)>> {
        let mut each = Vec::new();
        for pid in tree(self.0.id()) {
            let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default().trim().to_owned();
            match ask(pid) {
                Ok(found) => each.push((name, found)),
                // One that ended while it was asked costs nothing any more.
                Err(error) => ensure!(!lives(pid), "{name}: {error}"),
            }
        }
        ensure!(!each.is_empty(), "the app has ended");
        Ok(each)
    }

    /// A while after its last window it begins anew, in the same process.
    fn until_begun_anew(&self) -> Result<()> {
        say("the window is closed; what it needed is given back");
        let began = Instant::now();
        let line = format!("/proc/{}/cmdline", self.0.id());
        while !fs::read(&line)?.split(|byte| *byte == 0).any(|word| word == b"--again") {
            ensure!(!step::interrupted(), "interrupted");
            ensure!(began.elapsed() < PATIENCE, "the app keeps what its window needed");
            thread::sleep(Duration::from_millis(200));
        }
        Ok(())
    }

    fn cpu(&self) -> Result<f64> {
        Ok(sum(&self.each(cpu_seconds)?))
    }

    /// Percent of a core over a while, in all and by process.
    fn share(&mut self) -> Result<(f64, String)> {
        println!("==> watching the app for {}", step::human(WATCH));
        let (before, began) = (self.each(cpu_seconds)?, Instant::now());
        while began.elapsed() < WATCH {
            ensure!(!step::interrupted(), "interrupted");
            ensure!(self.0.try_wait()?.is_none(), "the app has ended");
            thread::sleep(Duration::from_millis(200));
        }
        let (after, seconds) = (self.each(cpu_seconds)?, began.elapsed().as_secs_f64());
        ensure!(before.len() == after.len(), "processes came or went: {before:?}, {after:?}");
        let share = |before: f64, after: f64| 100.0 * (after - before) / seconds;
        let each = before.iter().zip(&after).map(|((name, before), (_, after))| (name.clone(), share(*before, *after)));
        Ok((share(sum(&before), sum(&after)), listed(&each.collect::<Vec<_>>(), "%")))
    }
}

impl Drop for Tray {
    fn drop(&mut self) {
        for pid in tree(self.0.id()) {
            let _ = command("kill").arg(pid.to_string()).status();
        }
        let _ = self.0.wait();
    }
}

fn sum(each: &[(String, f64)]) -> f64 {
    each.iter().map(|(_, value)| value).sum()
}

fn listed(each: &[(String, f64)], unit: &str) -> String {
    each.iter().map(|(name, value)| format!("{name} {value:.2} {unit}")).collect::<Vec<_>>().join(", ")
}

/// From the owner's wish to a window on the display, and to a page in it.
fn openings(screen: &Screen, tray: &Tray, rows: &mut Vec<Row>) -> Result<()> {
    println!("==> opening the window {OPENINGS} times");
    let (mut shown, mut drawn, mut spent) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..OPENINGS {
        screen.close()?;
        thread::sleep(Duration::from_secs(1));
        let before = tray.cpu()?;
        let began = Instant::now();
        screen.ask_to_open()?;
        screen.until_shown()?;
        shown.push(began.elapsed().as_secs_f64() * 1e3);
        screen.until_drawn()?;
        drawn.push(began.elapsed().as_secs_f64() * 1e3);
        spent.push((tray.cpu()? - before).max(0.0) * 1e3);
        thread::sleep(Duration::from_secs(1));
    }
    let [shown, drawn, spent] = [shown, drawn, spent].map(median);
    let value = format!(
        "on the display after {shown:.0} ms, its page drawn after {drawn:.0} ms, {spent:.0} ms of processor time; \
         median of {OPENINGS}; aim 400 ms"
    );
    rows.push(row("window after Open", value));
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn closed(tray: &mut Tray, rows: &mut Vec<Row>) -> Result<()> {
    let memory = tray.each(|pid| Ok(memory_kib(pid, "Pss:")? * 1024.0 / 1e6))?;
    rows.push(row(
        "app with its window closed, PSS",
        format!("{:.1} MB ({}); aim 90 MB", sum(&memory), listed(&memory, "MB")),
    ));
    let (share, each) = tray.share()?;
    rows.push(row(
        "app with its window closed, processor",
        format!("{share:.2} % of a core ({each}); aim not measurable"),
    ));
    Ok(())
}

fn open(screen: &Screen, tray: &mut Tray) -> Result<(f64, String)> {
    screen.ask_to_open()?;
    screen.until_drawn()?;
    thread::sleep(SETTLE);
    say("the window is open, and a picture is being rendered");
    tray.share()
}
