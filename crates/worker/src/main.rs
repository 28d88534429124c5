//! The workshop, `idlewatt-worker`: a process that runs one job on the engine, one model for many requests, or enlarges
//! one picture, and can touch nothing else.
//!
//! In come orders, one JSON line each, on standard input; out go reports in the same way on standard output, and
//! results as files of the scratch folder. It reads the scene or model it is told and what a GPU driver needs, writes into its
//! scratch folder, and reaches no network. When its standard input closes it is gone at once, in the middle of
//! whatever it does: a GPU that its owner wants back cannot wait.
//!
//! Exit codes: 0 answered, 1 failed, 2 the scene, model or picture is not one.
#![forbid(unsafe_code)]

mod bench;
mod enlarge;
mod errands;
mod files;
mod inspection;
mod isolation;
mod limits;
mod orders;
mod pictures;
mod reports;
mod run;
mod savings;
mod self_test;
mod text_bench;
mod voice;

use clap::{Parser, Subcommand};
use idlewatt_proto::worker::{Fault, Report};
use isolation::Grounds;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser)]
#[command(version, about = "Renders and reads for Idlewatt. Started by the daemon; not meant to be run by hand.")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Follow orders from standard input.
    Run {
        /// Folder for results; nothing else is written.
        #[arg(long)]
        scratch: PathBuf,
        /// Name of the adapter to use.
        #[arg(long)]
        adapter: Option<String>,
    },
    /// Measure each adapter.
    Probe,
    /// Say what is in a scene.
    Inspect {
        /// A GLB or glTF file.
        scene: PathBuf,
    },
    /// Say what is in a model.
    InspectModel {
        /// A GGUF file, or a folder with safetensors.
        model: PathBuf,
    },
    /// Write a scene as one self-contained GLB.
    Pack {
        /// A GLB or glTF file.
        scene: PathBuf,
        /// The GLB.
        out: PathBuf,
        /// The instant whose contents are told, in microseconds.
        #[arg(long, default_value_t = 0)]
        time_us: u32,
        #[command(flatten)]
        changes: errands::Changes,
    },
    /// Try what must not work.
    #[command(hide = true)]
    SelfTest(self_test::Attempts),
}

fn main() -> ExitCode {
    match Arguments::parse().task {
        Task::Run { scratch, adapter } => end(run::run(&scratch, adapter.as_deref())),
        Task::Probe => answer(&Grounds::default(), errands::probe),
        Task::Inspect { scene } => answer(&Grounds { read: around(&scene), write: None }, || errands::inspect(&scene)),
        Task::InspectModel { model } => {
            let read = text_bench::around_model(&model);
            answer(&Grounds { read, write: None }, || errands::inspect_model(&model))
        }
        Task::Pack { scene, out, time_us, changes } => {
            let write = Some(files::folder_of(&out));
            let read = around(&scene).into_iter().chain(changes.environment.clone()).collect();
            answer(&Grounds { read, write }, || errands::pack(&scene, &out, time_us, &changes))
        }
        Task::SelfTest(attempts) => self_test::run(&attempts),
    }
}

/// Does an errand in isolation and tells its outcome.
fn answer(grounds: &Grounds, errand: impl FnOnce() -> Result<Report, Fault>) -> ExitCode {
    isolation::enter_or_say(grounds);
    end(errand().map(|report| reports::say(&report)))
}

fn end(outcome: Result<(), Fault>) -> ExitCode {
    let Err(fault) = outcome else { return ExitCode::SUCCESS };
    let code = match fault {
        Fault::BadScene { .. } | Fault::BadModel { .. } | Fault::BadRequest { .. } | Fault::TooLarge { .. } => 2,
        _ => 1,
    };
    reports::say(&Report::Failed { unit: None, request: None, fault });
    ExitCode::from(code)
}

/// What may be read for a scene: its file, and for a `.gltf` the folder with its buffers.
fn around(scene: &Path) -> Vec<PathBuf> {
    let many = scene.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gltf"));
    vec![if many { files::folder_of(scene) } else { scene.to_owned() }]
}
