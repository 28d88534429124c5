//! `idlewatt`: the command line for owners, artists, developers and scripts.
//!
//! In: arguments. Out: sentences and tables for people, or with `--json` one JSON object per answer or event; and an
//! exit code that scripts can rely on (see [`error::Exit`]). It asks the daemon over `control` and decides nothing
//! itself; only what is done with `--local`, and the shelf of models, works without a daemon, through the worker process.
#![forbid(unsafe_code)]

mod arguments;
mod benchmark;
mod block;
mod books;
mod config;
mod doctor;
mod earnings;
mod error;
mod export;
mod history;
mod interrupt;
mod job;
mod life;
mod limits;
mod network;
mod out;
mod pause;
mod programs;
mod remove;
mod render;
mod status;
mod table;
mod text;
mod time;
mod upscale;
mod words;

use arguments::{Arguments, Command, LedgerCommand};
use clap::{CommandFactory, Parser};
use error::{Error, Exit};
use idlewatt_control::Home;
use out::Out;
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let out = Out::new(arguments.json);
    let exit = match run(arguments, &out).await {
        Ok(exit) => exit,
        Err(error) => {
            out.failure(&error);
            error.exit()
        }
    };
    ExitCode::from(exit as u8)
}

async fn run(arguments: Arguments, out: &Out) -> Result<Exit, Error> {
    if let Command::Completions { shell } = arguments.command {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Arguments::command(), "idlewatt", &mut script);
        out.text(&String::from_utf8_lossy(&script));
        return Ok(Exit::Done);
    }
    if let Command::Manual { folder } = &arguments.command {
        clap_mangen::generate_to(Arguments::command(), folder).map_err(Error::Manual)?;
        return Ok(Exit::Done);
    }
    let home = Home::find(arguments.home)?;
    match arguments.command {
        Command::Status => status::show(&home, out).await,
        Command::Pause { when } => pause::pause(&home, out, &when.join(" ")).await,
        Command::Resume => pause::resume(&home, out).await,
        Command::Earnings(span) => earnings::show(&home, out, &span).await,
        Command::Jobs(wanted) => books::jobs(&home, out, &wanted).await,
        Command::Job { job } => job::show(&home, out, &job).await,
        Command::Units { job, list } => books::units(&home, out, job, &list).await,
        Command::Export { file, since } => export::write(&home, out, &file, since.as_deref()).await,
        Command::Ledger(LedgerCommand::Verify) => books::verify(&home, out).await,
        Command::Peers => status::peers(&home, out).await,
        Command::Network => network::show(&home, out).await,
        Command::Benchmark => benchmark::run(&home, out).await,
        Command::Report => doctor::report(&home, out).await,
        Command::Limits(request) => limits::run(&home, out, &request).await,
        Command::Block { node } => block::block(&home, out, &node).await,
        Command::Unblock { node } => block::unblock(&home, out, &node).await,
        Command::Programs { change } => programs::run(&home, out, change).await,
        Command::Refusals => limits::refusals(&home, out).await,
        Command::Config(command) => config::run(&home, out, command).await,
        Command::Doctor => doctor::show(&home, out).await,
        Command::Start => life::start(&home, out).await,
        Command::Stop => life::stop(&home, out).await,
        Command::Render(request) => render::run(&home, out, &request).await,
        Command::Generate(request) => text::generate(&home, out, request).await,
        Command::Chat(request) => text::chat(&home, out, request).await,
        Command::Embed(request) => text::embed(&home, out, request).await,
        Command::Serve(request) => text::serve(&home, out, request).await,
        Command::Score(request) => text::score(&home, out, request).await,
        Command::Models { command } => text::models(&home, out, command).await,
        Command::Upscale(request) => upscale::upscale(&home, out, request).await,
        Command::RemoveData(how) => remove::run(&home, out, &how).await,
        Command::Completions { .. } | Command::Manual { .. } => Ok(Exit::Done),
    }
}
