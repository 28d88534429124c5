//! The housekeeper, `idlewattd`: wires the rooms, supervises workers, carries results and money between them.
//!
//! In come the mesh's events, the owner's requests and the meters' readings; out go orders to workers, entries in
//! the books and answers. It decides nothing itself: every decision is asked of `policy`. It never links wgpu and
//! never parses a scene or a picture: that is done by worker processes, in their sandbox.
#![forbid(unsafe_code)]
// A program has no callers to document for; its parts say what they are for at their head.
#![allow(missing_docs)]

mod adapter;
mod benches;
mod benchmark;
mod books;
mod cap;
mod change;
mod day;
mod doctor;
mod export;
mod front;
mod governor;
mod habits;
mod history;
mod house;
mod instance;
mod jobs;
mod judge;
mod limits;
mod listing;
mod log;
mod models;
mod network;
mod pause;
mod pictures;
mod presets;
mod prospects;
mod provider;
mod report;
mod requester;
mod senses;
mod settings;
mod speaker;
mod status;
mod suggestions;
mod tariff;

use adapter::Adapter;
use anyhow::Context;
use books::Books;
use clap::{Parser, ValueEnum};
use house::House;
use idlewatt_control::home::Home;
use idlewatt_control::server::Listener;
use idlewatt_foreman::Workshop;
use idlewatt_ledger::{Entry, JobKey, Ledger};
use idlewatt_mesh::{Config, Ended, Mesh, RelayBounds};
use idlewatt_proto::books::Side;
use idlewatt_proto::reason::StopReason;
use senses::Senses;
use settings::{Aside, Settings};
use speaker::Speaker;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The Idlewatt daemon: works for others while this machine is idle, and asks others on your behalf.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Data folder; without it IDLEWATT_HOME, else the platform's place.
    #[arg(long)]
    home: Option<PathBuf>,
    /// Plays these parts only, whatever the settings say. Repeatable.
    #[arg(long, value_enum)]
    role: Vec<Role>,
    /// Listens here instead of where the settings say. Repeatable.
    #[arg(long)]
    listen: Vec<String>,
    /// Index node to use besides those in the settings, as a multiaddr with /p2p/. Repeatable.
    #[arg(long)]
    index_node: Vec<String>,
    /// Node to stay connected to besides those in the settings. Repeatable.
    #[arg(long)]
    known_peer: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Role {
    Provider,
    Requester,
    Index,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match run(args) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!("{error:#}");
            eprintln!("idlewattd: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args) -> anyhow::Result<ExitCode> {
    let home = Home::find(args.home.clone()).context("no place for data")?;
    home.create().with_context(|| format!("the data folder {} cannot be made", home.path().display()))?;
    let Some(_lock) = instance::lock(&home)? else {
        println!("idlewattd already runs for {}", home.path().display());
        return Ok(ExitCode::SUCCESS);
    };
    log::start(&home)?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), home = %home.path().display(), "starting");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(live(home, args))?;
    runtime.shutdown_timeout(limits::SHUTDOWN);
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// From opening the rooms to closing them.
async fn live(home: Home, args: Args) -> anyhow::Result<()> {
    let (settings, settings_fault, settings_aside) = read_settings(&home, &args);
    let key = instance::identity(&home)?;
    let ledger = Ledger::open(&home.ledger()).context("the ledger cannot be opened")?;
    let (books, books_thread) = Books::keep(ledger);
    let owing = close_old_purchases(&books).await?;
    clear(&home.scratch())?;

    std::fs::create_dir_all(home.blobs()).context("the folder for scenes and results cannot be made")?;

    let network = Config {
        keypair: key.clone(),
        listen: settings.network.listen.clone(),
        index_nodes: settings.network.index_nodes.clone(),
        known_peers: settings.network.known_peers.clone(),
        serve_index: settings.roles.index,
        relays: settings.relays().then(RelayBounds::default),
        use_relays: settings.use_relays(),
        mdns: settings.network.mdns,
    };
    let (mesh, events) = Mesh::start(network).await.context("the mesh cannot be joined")?;
    let adapter = Some(settings.provider.adapter.clone()).filter(|name| !name.is_empty());
    let workshop = Workshop { adapter, ..Workshop::beside_current_exe().context("the worker is missing")? };
    let listener = Listener::bind(&home).await.context("the local socket cannot be opened")?;

    let (speaker, ear) = Speaker::new();
    let house = Arc::new(House {
        pause: watch::Sender::new(pause::load(home.path())),
        day: watch::Sender::new(day::load(home.path())),
        days: habits::load(home.path()).into(),
        programs_seen: suggestions::load(home.path()).into(),
        measured: models::load_measured(&home.models_measured()).into(),
        home,
        settings: watch::Sender::new(settings),
        changing: Default::default(),
        settings_fault,
        settings_aside,
        key,
        mesh,
        books,
        workshop,
        adapter: watch::Sender::new(Adapter::unknown()),
        senses: Senses::new(),
        tariff: watch::Sender::new(Err("it is being looked up".to_owned())),
        models: watch::Sender::new(Vec::new()),
        unreadable: Default::default(),
        speaker,
        sessions: Default::default(),
        picture: watch::Sender::new(false),
        shares: Default::default(),
        rendering: watch::Sender::new(false),
        effort: watch::Sender::new(None),
        anew: watch::Sender::new(0),
        refusals: Default::default(),
        verdict: watch::Sender::new(house::before_judgement()),
        listed: watch::Sender::new(0),
        benchmark: watch::Sender::new(false),
        market: Default::default(),
        current: watch::Sender::new(None),
        preview: watch::Sender::new(None),
        own_workers: Default::default(),
        benches: Default::default(),
        freed: Default::default(),
        unnamed_workers: Default::default(),
        proven: Default::default(),
        put_by: Default::default(),
        false_answers: Default::default(),
        stop: CancellationToken::new(),
        tasks: TaskTracker::new(),
    });
    tracing::info!(node = %house.node(), addresses = ?house.mesh.addresses(), "ready");

    let nvml_library = std::env::var_os("IDLEWATT_NVML_LIB").map(PathBuf::from);
    // A driver that hangs must not keep the daemon: these threads are left to the end of the process.
    senses::read(&house, nvml_library);
    house.tasks.spawn(adapter::measure(Arc::clone(&house)));
    house.tasks.spawn(tariff::keep(Arc::clone(&house)));
    house.tasks.spawn(judge::judge(Arc::clone(&house)));
    house.tasks.spawn(governor::govern(Arc::clone(&house)));
    house.tasks.spawn(habits::count(Arc::clone(&house)));
    house.tasks.spawn(listing::keep_listed(Arc::clone(&house)));
    house.tasks.spawn(speaker::serve(Arc::clone(&house), ear));
    house.tasks.spawn(models::keep(Arc::clone(&house)));
    house.tasks.spawn(provider::serve(Arc::clone(&house), events));
    house.tasks.spawn(front::serve(Arc::clone(&house), listener));
    house.tasks.spawn(requester::text::look_later(Arc::clone(&house)));
    for key in owing {
        house.tasks.spawn(requester::text::take_up(Arc::clone(&house), key));
    }

    let mut broken = None;
    tokio::select! {
        () = house.stop.cancelled() => {}
        () = asked_to_stop() => tracing::info!("told to stop"),
        ended = house.mesh.closed() => broken = Some(ended),
    }
    house.stop.cancel();
    house.tasks.close();
    if tokio::time::timeout(limits::SHUTDOWN, house.tasks.wait()).await.is_err() {
        tracing::warn!("some tasks did not stop in time");
    }
    house.mesh.shutdown().await;
    if tokio::time::timeout(limits::SHUTDOWN, house.senses.cards_released.cancelled()).await.is_err() {
        tracing::warn!("the cards' driver hangs; a power limit of ours is put back by the next start");
    }
    if let Ok(house) = Arc::try_unwrap(house) {
        drop(house);
        let _ = tokio::task::spawn_blocking(move || books_thread.join()).await;
    }
    match broken {
        None | Some(Ended::ShutDown) => Ok(()),
        Some(Ended::Broken(what)) => anyhow::bail!("the mesh broke: {what}"),
    }
}

/// The settings with the flags on top. Nothing is worked on while the file is not right.
fn read_settings(home: &Home, args: &Args) -> (Settings, Option<String>, Option<Aside>) {
    let (mut settings, fault, aside) = match Settings::load(&home.settings(), house::now().0 / 1000) {
        Ok((settings, aside)) => (settings, None, aside),
        Err(error) => (Settings::default().resting(), Some(format!("{:#}", anyhow::Error::from(error))), None),
    };
    if let Some(fault) = &fault {
        tracing::error!(fault, "the settings are not used, and nothing is worked on");
    }
    if let Some(aside) = &aside {
        let kept_at = aside.kept_at.display();
        tracing::error!(faults = ?aside.faults, %kept_at, "the settings file was not right, and nothing is worked on");
    }
    if !args.role.is_empty() && fault.is_none() && aside.is_none() {
        settings.roles.provider = Some(args.role.contains(&Role::Provider));
        settings.roles.requester = args.role.contains(&Role::Requester);
        settings.roles.index = args.role.contains(&Role::Index);
    }
    if !args.listen.is_empty() {
        settings.network.listen = args.listen.clone();
    }
    settings.network.index_nodes.extend(args.index_node.iter().cloned());
    settings.network.known_peers.extend(args.known_peer.iter().cloned());
    (settings, fault, aside)
}

/// What an earlier run was asking for ended with it: its callers are gone. But for jobs, which are returned, with a provider
/// that may not have its receipt.
async fn close_old_purchases(books: &Books) -> anyhow::Result<Vec<JobKey>> {
    let mut open = books.with(|ledger| ledger.open_jobs(Side::Requester)).await??;
    open.sort_by_key(|job| std::cmp::Reverse(job.changed_at));
    let mut owing = Vec::new();
    for job in open {
        let key: JobKey = job.key;
        if owing.len() < limits::RECEIPTS_KEPT && requester::text::kept_for(&job, house::now()).is_some() {
            owing.push(key);
            continue;
        }
        tracing::info!(job = %key.job, provider = key.peer.short(), "an earlier run left this purchase open");
        books.record(Entry::JobEnded { key, reason: StopReason::ShuttingDown, at: house::now() }).await?;
    }
    Ok(owing)
}

/// Scratch of an earlier run is of no use to anybody.
fn clear(scratch: &std::path::Path) -> anyhow::Result<()> {
    if scratch.exists() {
        std::fs::remove_dir_all(scratch).context("old scratch files cannot be removed")?;
    }
    std::fs::create_dir_all(scratch).context("the scratch folder cannot be made")
}

/// Returns when the operating system asks the daemon to stop.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = signal(SignalKind::terminate());
        let Ok(mut terminate) = terminate else { return std::future::pending().await };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
