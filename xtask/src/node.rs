//! A daemon of ours on loopback, with a data folder of its own, known by its command line alone.

use crate::paths;
use crate::step::{self, command, output};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long a daemon may take to answer, to measure its adapter or to be listed, on a slow and busy machine.
const PATIENCE: Duration = Duration::from_secs(180);
/// Between two questions of the same kind.
const POLL: Duration = Duration::from_millis(200);
/// How long a daemon may take to end by itself.
const FAREWELL: Duration = Duration::from_secs(20);
/// How much of a daemon's log is shown when it fails.
const SHOWN_LOG: u64 = 4096;

/// What a demonstration or a measurement asks of a machine that somebody sits at: not to wait for them to go away, nor to
/// leave a card to the other daemon's worker, which shares it. The settings of a real card are never touched by it.
pub const AT_ONCE: &str =
    "[limits]\nidle_minutes = 0\nset_card_limit = false\nothers_percent = 100\n[provider]\nquiet_seconds = 0\n";

/// How a daemon is set up.
#[derive(Clone, Copy)]
pub struct Setup<'a> {
    /// Its settings file.
    pub settings: &'a str,
    /// The script of the played card, where one is played.
    pub card: Option<&'a Path>,
    /// The display that its owner sits at.
    pub display: Option<&'a str>,
}

impl Default for Setup<'_> {
    fn default() -> Self {
        Self { settings: AT_ONCE, card: None, display: None }
    }
}

/// A running daemon. It is stopped when dropped.
pub struct Node {
    name: &'static str,
    home: PathBuf,
    profile: &'static str,
    daemon: Child,
}

impl Node {
    /// Starts a daemon that listens on loopback only, and waits until it answers.
    pub fn start(
        name: &'static str,
        within: &Path,
        profile: &'static str,
        flags: &[&str],
        setup: Setup<'_>,
    ) -> Result<Self> {
        let home = within.join(name);
        fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
        fs::write(home.join("settings.toml"), setup.settings)?;
        let said = File::create(within.join(format!("{name}.out")))?;
        let mut start = command(paths::built(profile, "idlewattd"));
        start.arg("--home").arg(&home).args(flags);
        for listen in ["/ip4/127.0.0.1/udp/0/quic-v1", "/ip4/127.0.0.1/tcp/0"] {
            start.args(["--listen", listen]);
        }
        if !real_card() {
            start.env("IDLEWATT_NVML_LIB", paths::nvml_stub(profile));
            start.envs(setup.card.map(|script| ("IDLEWATT_NVML_SCRIPT", script)));
        }
        start.envs(setup.display.map(|display| ("DISPLAY", display)));
        start.stdout(said.try_clone()?).stderr(said);
        on_its_own(&mut start);
        let daemon = start.spawn().context("idlewattd cannot be started")?;
        let mut node = Node { name, home, profile, daemon };
        node.until("it answers", |node| node.ask(&["status"]).is_ok().then_some(()))?;
        Ok(node)
    }

    /// The daemon's process.
    pub fn pid(&self) -> u32 {
        self.daemon.id()
    }

    /// Its data folder.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The command line, speaking to this daemon.
    pub fn cli(&self, args: &[&str]) -> Command {
        let mut cli = command(paths::built(self.profile, "idlewatt"));
        cli.arg("--home").arg(&self.home).args(args);
        cli
    }

    /// The answer as JSON.
    pub fn ask(&self, args: &[&str]) -> Result<Value> {
        // `doctor` exits with 1 when something is wrong, and answers all the same.
        let said =
            self.cli(&["--json"]).args(args).stderr(Stdio::null()).output().context("idlewatt does not start")?;
        let answer: Value = serde_json::from_slice(&said.stdout).with_context(|| format!("idlewatt {args:?}"))?;
        ensure!(answer.get("response").is_some(), "idlewatt {args:?}: {answer}");
        Ok(answer)
    }

    /// Prints what a person would see.
    pub fn show(&self, args: &[&str]) -> Result<()> {
        println!("\n{} $ idlewatt {}", self.name, args.join(" "));
        println!("{}", output(&mut self.cli(args))?);
        Ok(())
    }

    /// Where others reach it: multiaddrs with its name.
    pub fn addresses(&self) -> Result<Vec<String>> {
        let answer = self.ask(&["doctor"])?;
        let findings = answer["findings"].as_array().context("the doctor found nothing")?;
        let listening = findings.iter().find(|finding| finding["found"]["code"] == "listening");
        let listening = listening.with_context(|| format!("{} listens nowhere", self.name))?;
        Ok(serde_json::from_value(listening["found"]["addresses"].clone())?)
    }

    /// Waits for something that must come true, as long as the daemon lives.
    pub fn until<T>(&mut self, what: &str, mut condition: impl FnMut(&Self) -> Option<T>) -> Result<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            ensure!(!step::interrupted(), "interrupted");
            if let Some(value) = condition(self) {
                return Ok(value);
            }
            if let Some(status) = self.daemon.try_wait()? {
                bail!("the {} ended with {status} before {what}:\n{}", self.name, self.last_words());
            }
            ensure!(Instant::now() < deadline, "the {}: never that {what}:\n{}", self.name, self.last_words());
            thread::sleep(POLL);
        }
    }

    fn last_words(&self) -> String {
        let said = step::tail(&self.home.with_extension("out"), SHOWN_LOG);
        said + &step::tail(&self.home.join("log/idlewattd.log"), SHOWN_LOG)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.cli(&["stop"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        let deadline = Instant::now() + FAREWELL;
        while Instant::now() < deadline {
            if !matches!(self.daemon.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(POLL);
        }
        eprintln!("the {} did not end by itself and is killed", self.name);
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// A provider that is also the index node, measured and offering, and a requester that knows it.
pub fn pair(within: &Path, profile: &'static str, setup: Setup<'_>) -> Result<(Node, Node)> {
    let mut provider = Node::start("provider", within, profile, &["--role", "provider", "--role", "index"], setup)?;
    let addresses = provider.addresses()?;
    let mut flags = vec!["--role", "requester"];
    for address in &addresses {
        flags.extend(["--index-node", address]);
    }
    let mut requester = Node::start("requester", within, profile, &flags, Setup::default())?;
    let status = |node: &Node| node.ask(&["status"]).ok();
    provider.until("it offers its adapter", |node| status(node).filter(|status| !status["offer"].is_null()))?;
    requester.until("it knows an index node", |node| status(node).filter(|s| s["index_nodes"].as_u64() > Some(0)))?;
    Ok((provider, requester))
}

/// Whether this machine has an NVIDIA card whose driver is loaded; elsewhere a played one stands in for the meters.
pub fn real_card() -> bool {
    Path::new("/dev/nvidiactl").exists() || Path::new(r"C:\Windows\System32\nvml.dll").exists()
}

/// A folder for this run, and for this run only.
pub fn scratch(what: &str) -> Result<PathBuf> {
    let dir = std::env::temp_dir().join(format!("idlewatt-{what}-{}", std::process::id()));
    fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
    Ok(dir)
}

/// Ctrl-C in the terminal is for the command line and for us; the daemon is stopped in its turn.
fn on_its_own(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}
