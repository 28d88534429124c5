//! `cargo xtask demo`: a provider and a requester on this machine, a real scene and a real model's answer between them, and
//! what they earned.

use crate::node::{self, Node};
use crate::step::{self, command, say};
use crate::{app, machine, paths, python, ui};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Args {
    /// No window.
    #[arg(long)]
    headless: bool,
    /// Folder for the picture.
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: PathBuf,
    /// The scene.
    #[arg(long, value_name = "FILE", default_value = "crates/engine/scenes/garden.glb")]
    scene: PathBuf,
    /// Pixels across and down.
    #[arg(long, value_name = "WxH", default_value = "640x360")]
    size: String,
    /// Samples per pixel. Few, so that two cores without a card are done in minutes; a card wants hundreds.
    #[arg(long, default_value_t = 16)]
    spp: u32,
    /// What a small language model is asked.
    #[arg(long, value_name = "TEXT", default_value = "What is the capital of France, and what is it known for?")]
    question: String,
    /// No language model: nothing is fetched for it.
    #[arg(long)]
    no_text: bool,
    /// Keep both nodes' data folders.
    #[arg(long)]
    keep: bool,
}

pub fn run(args: &Args) -> Result<()> {
    let window = !args.headless && app::has_display();
    if !args.headless && !window {
        say("There is no display: the window is skipped.");
    }
    prepare(window)?;
    let scratch = node::scratch("demo")?;
    let outcome = play(args, &scratch, window);
    let tidy = (outcome.is_ok() || step::interrupted()) && !args.keep;
    match tidy {
        true => fs::remove_dir_all(&scratch).context("the demo's folder cannot be removed")?,
        false => say(format!("the nodes' folders and logs are in {}", scratch.display())),
    }
    outcome
}

/// Installs and builds what the demo needs.
fn prepare(window: bool) -> Result<()> {
    let mut packages = vec!["nvml-stub"];
    if window {
        machine::packages(&[machine::BUILD, machine::RUN, machine::WINDOW])?;
        ui::ensure_modules()?;
        ui::build()?;
        packages.push("idlewatt-tray");
    } else {
        machine::packages(&[machine::BUILD, machine::RUN])?;
    }
    app::build(&packages, "debug")
}

fn play(args: &Args, scratch: &Path, window: bool) -> Result<()> {
    println!("==> starting a provider, which is the index node too, and a requester");
    if !node::real_card() {
        say("There is no NVIDIA card here. A simulated one stands in for the meters: watts and load are played.");
    }
    let (mut provider, requester) = node::pair(scratch, "debug", node::Setup::default())?;
    let status = provider.ask(&["status"])?;
    let device = &status["device"]["device"];
    let text = |field: &str| device[field].as_str().unwrap_or("unknown").to_owned();
    let software = if text("kind") == "software" { " (software: no graphics card is used)" } else { "" };
    say(format!("the provider offers {}, {}{software}", text("name"), text("backend")));

    fs::create_dir_all(&args.out).with_context(|| format!("cannot make {}", args.out.display()))?;
    let picture = std::path::absolute(args.out.join("demo.png"))?;
    let scene = scene(&args.scene)?;
    let spp = args.spp.to_string();
    let mut render = requester.cli(&["render"]);
    render.arg(scene).arg("-o").arg(&picture).args(["--size", &args.size, "--spp", &spp]);
    let took = step::run_in_view("the requester asks for a picture", &mut render)?;
    say(format!("{} after {}", picture.display(), step::human(took)));
    converse(args, &mut provider, &requester)?;

    books(provider, requester, window)?;
    println!("\nThe picture: {}", picture.display());
    Ok(())
}

/// The provider puts a small model on its shelf and offers it; the requester asks it something.
fn converse(args: &Args, provider: &mut Node, requester: &Node) -> Result<()> {
    if args.no_text {
        return Ok(());
    }
    let (model, _) = python::models()?;
    let mut add = provider.cli(&["models", "add", "--link", "--name", MODEL]);
    step::run("the provider puts a language model on its shelf", add.arg(&model))?;
    step::output(&mut provider.cli(&["config", "set", "provider.models", MODEL]))?;
    println!("==> the provider measures how fast it is");
    provider.until("it offers the model", |_| {
        let models = step::output(&mut requester.cli(&["--json", "models"])).ok()?;
        let models: serde_json::Value = serde_json::from_str(&models).ok()?;
        let offered = |model: &serde_json::Value| model["offers"].as_array().is_some_and(|offers| !offers.is_empty());
        models["offers"].as_array()?.iter().any(offered).then_some(())
    })?;
    requester.show(&["models"])?;
    let mut ask = requester.cli(&["generate", "-m", MODEL, "--max-tokens", "96", "--temp", "0", "-p", &args.question]);
    println!("\nrequester $ idlewatt generate -m {MODEL} -p {:?}", args.question);
    step::run_in_view("the requester asks the model", &mut ask)?;
    Ok(())
}

/// What the model of the demonstration is called.
const MODEL: &str = "smollm2-135m";

/// Shows both sides' books, once the last receipt has arrived, and then the provider's window.
fn books(mut provider: Node, requester: Node, window: bool) -> Result<()> {
    provider.until("its job has ended", |node| {
        let jobs = node.ask(&["jobs"]).ok()?;
        let jobs = jobs["jobs"].as_array()?;
        (!jobs.is_empty() && jobs.iter().all(|job| job["state"]["state"] == "ended")).then_some(())
    })?;
    provider.show(&["jobs"])?;
    provider.show(&["units", "--limit", "200"])?;
    provider.show(&["earnings", "--today"])?;
    provider.show(&["ledger", "verify"])?;
    requester.show(&["jobs"])?;
    requester.show(&["ledger", "verify"])?;
    if window {
        let mut tray = command(paths::built("debug", "idlewatt-tray"));
        tray.env("IDLEWATT_HOME", provider.home());
        let shown = step::run_in_view("the provider's window; Quit in its menu or Ctrl-C ends the demo", &mut tray);
        // Ctrl-C is how this demo is meant to end.
        ensure!(shown.is_ok() || step::interrupted(), "{:?}", shown.err());
    }
    println!("\n==> stopping both nodes");
    Ok(())
}

/// As given, or as seen from the checkout.
fn scene(given: &Path) -> Result<PathBuf> {
    let from_root = paths::root().join(given);
    let found = [given.to_path_buf(), from_root].into_iter().find(|path| path.is_file());
    std::path::absolute(found.with_context(|| format!("there is no scene {}", given.display()))?).map_err(Into::into)
}
