//! `cargo xtask`: everything that is done *to* Idlewatt rather than by it: trying it, testing it, measuring it.
//!
//! In come a checkout and a machine that may lack most of what is needed; out come a demo, a verdict or a table.
//! It installs what is missing (saying so first), writes only under `target/`, `ui/`, `out/` and the cache folder,
//! and knows the programs of the workspace by their command lines alone: no crate of ours is linked, so that it
//! compiles in seconds.
#![forbid(unsafe_code)]

mod app;
mod bench;
mod bindings;
mod clients;
mod cross;
mod demo;
mod deny;
mod dist;
mod fuzz;
mod icons;
mod install;
mod machine;
mod node;
mod package;
mod paths;
mod python;
mod rays;
mod step;
mod test;
mod ui;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Try, test and measure Idlewatt")]
struct Args {
    /// Show the output of every command as it comes, not only when it fails.
    #[arg(long, short, global = true)]
    verbose: bool,
    /// Install nothing; fail with the command that would have done it.
    #[arg(long, global = true)]
    no_install: bool,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Two nodes on this machine, one real render between them, and the provider's books.
    Demo(demo::Args),
    /// Everything that continuous integration runs.
    Test(test::Args),
    /// Build everything and start the tray app.
    App(app::Args),
    /// Measure, and print rows for BENCHMARKS.md.
    Bench(bench::Args),
    /// Write the window's TypeScript types anew.
    Bindings(bindings::Args),
    /// Compile for a platform that this machine is not, with warnings denied.
    Check(cross::Args),
    /// Build every program for release and pack them into a .deb and an .rpm.
    Dist(dist::Args),
    /// Feed changed files to every loader, and keep those that do harm.
    Fuzz(fuzz::Args),
    /// Make every icon anew from the one drawing.
    Icons(icons::Args),
}

fn main() -> ExitCode {
    let args = Args::parse();
    step::set_verbose(args.verbose);
    machine::set_install(!args.no_install);
    if let Err(error) = step::watch_for_interrupt() {
        eprintln!("cannot watch for Ctrl-C: {error}");
    }
    let outcome = match args.task {
        Task::Demo(args) => demo::run(&args),
        Task::Test(args) => test::run(&args),
        Task::App(args) => app::run(&args),
        Task::Bench(args) => bench::run(&args),
        Task::Bindings(args) => bindings::run(&args),
        Task::Check(args) => cross::run(&args),
        Task::Dist(args) => dist::run(&args),
        Task::Fuzz(args) => fuzz::run(&args),
        Task::Icons(args) => icons::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if step::interrupted() => {
            eprintln!("interrupted");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_task_can_be_asked_for() {
        Args::command().debug_assert();
    }
}
