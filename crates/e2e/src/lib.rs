//! Whole-program tests: real binaries, real sockets, several nodes on loopback.
//!
//! This library is the stage: nodes in data folders of their own that can be started, asked, killed and started
//! again. The plays are under `tests/`. Nothing here is shipped.
#![forbid(unsafe_code)]
// A stage for tests: what fails here must fail the test, loudly.
#![allow(missing_docs, clippy::unwrap_used)]

#[cfg(target_os = "linux")]
mod drops;
pub mod text;
#[cfg(target_os = "linux")]
pub mod webdriver;

use idlewatt_control::client::Client;
use idlewatt_control::home::Home;
use idlewatt_control::messages::{Found, JobFilter, Request, Response, Status};
use idlewatt_proto::books::{Audit, JobRow, UnitRow};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a condition may take on a busy machine before it counts as never.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// A binary of the workspace, built before these tests run.
pub fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let folder = test.ancestors().find(|path| path.ends_with("debug") || path.ends_with("release"));
    let path = folder.expect("a target folder").join(name).with_extension(std::env::consts::EXE_EXTENSION);
    assert!(path.exists(), "{} is missing: run `cargo build --workspace` first", path.display());
    path
}

/// A folder with the daemon and another worker beside it.
pub struct Cast(TempDir);

impl Cast {
    /// A model that counts: the foreman's stand-in.
    pub fn counting() -> Self {
        Self::of(&[(example("stand_in"), "idlewatt-worker")])
    }

    /// Whoever answers for the model changes its words, or has the model of this file speak in its stead.
    pub fn lying(other: Option<&Path>) -> Self {
        let cast = Self::of(&[(example("liar"), "idlewatt-worker"), (binary("idlewatt-worker"), "honest-worker")]);
        if let Some(other) = other {
            std::fs::copy(other, cast.0.path().join("other.gguf")).unwrap();
        }
        cast
    }

    fn of(programs: &[(PathBuf, &str)]) -> Self {
        let folder = tempfile::Builder::new().prefix("idlewatt-cast-").tempdir().unwrap();
        for (from, name) in programs.iter().chain(&[(binary("idlewattd"), "idlewattd")]) {
            let to = folder.path().join(name).with_extension(std::env::consts::EXE_EXTENSION);
            std::fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
        }
        Self(folder)
    }

    pub fn daemon(&self) -> PathBuf {
        self.0.path().join("idlewattd").with_extension(std::env::consts::EXE_EXTENSION)
    }
}

/// An example of the workspace, built before these tests run.
fn example(name: &str) -> PathBuf {
    let path = binary("idlewattd").with_file_name("examples").join(name);
    let path = path.with_extension(std::env::consts::EXE_EXTENSION);
    assert!(path.exists(), "{} is missing: run `cargo build --workspace --examples` first", path.display());
    path
}

/// A scene of the engine's.
pub fn scene(name: &str) -> PathBuf {
    Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo starts tests"))
        .join("../engine/scenes")
        .join(name)
        .canonicalize()
        .expect("a scene")
}

/// The library that plays a card.
pub fn nvml_stub() -> PathBuf {
    let name = format!("{}nvml_stub{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let beside = binary("idlewattd").with_file_name(&name);
    if beside.exists() { beside } else { beside.with_file_name("deps").join(&name) }
}

/// A daemon with a data folder and an identity of its own.
pub struct Node {
    pub name: &'static str,
    folder: TempDir,
    flags: Vec<String>,
    program: PathBuf,
    daemon: Option<Child>,
}

impl Node {
    /// Starts a daemon that listens on loopback only, and waits until it answers.
    pub async fn start(name: &'static str, flags: &[&str]) -> Self {
        // Whoever runs the tests may sit at this machine.
        Self::start_with(name, flags, "[limits]\nidle_minutes = 0\n").await
    }

    /// The same with a settings file.
    pub async fn start_with(name: &'static str, flags: &[&str], settings: &str) -> Self {
        Self::start_program(binary("idlewattd"), name, flags, settings).await
    }

    /// The same of a daemon that lies elsewhere, with another worker beside it.
    pub async fn start_program(program: PathBuf, name: &'static str, flags: &[&str], settings: &str) -> Self {
        let folder = tempfile::Builder::new().prefix(&format!("idlewatt-{name}-")).tempdir().unwrap();
        std::fs::write(folder.path().join("settings.toml"), settings).unwrap();
        let mut flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        if !settings.contains("listen") && !flags.iter().any(|flag| flag == "--listen") {
            for listen in ["/ip4/127.0.0.1/udp/0/quic-v1", "/ip4/127.0.0.1/tcp/0"] {
                flags.extend(["--listen".to_owned(), listen.to_owned()]);
            }
        }
        let mut node = Self { name, folder, flags, program, daemon: None };
        node.play(&serde_json::json!({}));
        node.restart().await;
        node
    }

    /// Starts the daemon again in the same data folder.
    pub async fn restart(&mut self) {
        assert!(self.daemon.is_none(), "{} still runs", self.name);
        let mut command = Command::new(&self.program);
        command.arg("--home").arg(self.path()).args(&self.flags);
        command.env("IDLEWATT_NVML_LIB", nvml_stub()).env("IDLEWATT_NVML_SCRIPT", self.script());
        command.env("IDLEWATT_NVML_LIMIT_FILE", self.path().join("card-limit"));
        command.stdin(Stdio::null()).stdout(Stdio::null());
        self.daemon = Some(command.spawn().expect("the daemon starts"));
        self.until("it answers", async |node| node.try_ask(Request::Hello).await).await;
    }

    fn script(&self) -> PathBuf {
        self.path().join("card.json")
    }

    /// Has the played card follow another script.
    pub fn play(&self, script: &serde_json::Value) {
        // Renamed into place, so that no read finds half of it.
        let new = self.path().join("card.new");
        std::fs::write(&new, script.to_string()).unwrap();
        std::fs::rename(new, self.script()).unwrap();
    }

    /// A game of no importance, running in a folder where games lie.
    pub fn start_game(&self, name: &str) -> Game {
        let program = self.path().join("steamapps/common").join(name).join("game");
        if !program.exists() {
            std::fs::create_dir_all(program.parent().unwrap()).unwrap();
            std::fs::copy("/bin/sleep", &program).expect("a program by another name");
        }
        Game(Command::new(program).arg("600").spawn().expect("the game"))
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn home(&self) -> Home {
        Home::find(Some(self.path().to_owned())).expect("a home")
    }

    pub fn pid(&self) -> u32 {
        self.daemon.as_ref().expect("a running daemon").id()
    }

    async fn try_ask(&self, request: Request) -> Option<Response> {
        let mut client = Client::connect(&self.home()).await.ok()?;
        client.call(request).await.ok()
    }

    pub async fn ask(&self, request: Request) -> Response {
        self.try_ask(request).await.unwrap_or_else(|| panic!("{} does not answer:\n{}", self.name, self.log()))
    }

    pub async fn status(&self) -> Status {
        match self.ask(Request::Status).await {
            Response::Status(status) => *status,
            other => panic!("not a status: {other:?}"),
        }
    }

    pub async fn jobs(&self) -> Vec<JobRow> {
        match self.ask(Request::Jobs { limit: 100, filter: JobFilter::default() }).await {
            Response::Jobs { jobs } => jobs,
            other => panic!("not jobs: {other:?}"),
        }
    }

    pub async fn units(&self) -> Vec<UnitRow> {
        match self.ask(Request::Units { job: None, limit: 1000 }).await {
            Response::Units { units } => units,
            other => panic!("not units: {other:?}"),
        }
    }

    /// Recomputes the books and insists that they are right.
    pub async fn audit(&self) -> Audit {
        match self.ask(Request::Audit).await {
            Response::Audit(audit) => {
                assert_eq!(audit.faults, Vec::<String>::new(), "{}'s books", self.name);
                audit
            }
            other => panic!("not an audit: {other:?}"),
        }
    }

    /// Where others reach this node: loopback addresses with its name.
    pub async fn addresses(&self) -> Vec<String> {
        let Response::Doctor { findings } = self.ask(Request::Doctor).await else { panic!("no doctor") };
        let listening = findings.into_iter().find_map(|finding| match finding.found {
            Found::Listening { addresses } => Some(addresses),
            _ => None,
        });
        listening.expect("it listens")
    }

    /// Waits for something that must come true.
    pub async fn until<T>(&mut self, what: &str, mut condition: impl AsyncFnMut(&Self) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(value) = condition(self).await {
                return value;
            }
            if let Some(status) = self.daemon.as_mut().and_then(|daemon| daemon.try_wait().unwrap()) {
                panic!("{} ended with {status} before {what}:\n{}", self.name, self.log());
            }
            assert!(Instant::now() < deadline, "{}: never true that {what}:\n{}", self.name, self.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Kills the daemon as a power cut would.
    pub fn kill(&mut self) {
        let mut daemon = self.daemon.take().expect("a running daemon");
        daemon.kill().unwrap();
        daemon.wait().unwrap();
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.home().log()).unwrap_or_default()
    }

    /// The command line, speaking to this node.
    pub fn cli(&self, args: &[&str]) -> Command {
        let mut command = Command::new(binary("idlewatt"));
        command.arg("--home").arg(self.path()).args(args).stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.cli(args).output().expect("the command line runs")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if self.daemon.is_some() {
            self.kill();
        }
        if std::thread::panicking() {
            eprintln!("---- log of {}:\n{}", self.name, self.log());
        }
    }
}

/// A game. It ends when dropped.
pub struct Game(Child);

impl Drop for Game {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A provider that is also the index node, ready to work, and a requester that knows it.
pub async fn pair() -> (Node, Node) {
    pair_with("[limits]\nidle_minutes = 0\n").await
}

/// The same with settings for the provider.
pub async fn pair_with(settings: &str) -> (Node, Node) {
    let mut provider = Node::start_with("provider", &["--role", "provider", "--role", "index"], settings).await;
    let index = provider.addresses().await;
    let mut flags = vec!["--role", "requester"];
    for address in &index {
        flags.extend(["--index-node", address]);
    }
    let mut requester = Node::start("requester", &flags).await;
    provider.until("it is measured", async |node| node.status().await.offer).await;
    requester.until("it knows an index node", async |node| (node.status().await.index_nodes > 0).then_some(())).await;
    (provider, requester)
}

/// What a command printed, for a failing assertion.
pub fn said(output: &Output) -> String {
    format!(
        "{}\n--- stdout\n{}\n--- stderr\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
