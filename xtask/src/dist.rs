//! `cargo xtask dist`: every program built, and packed into a .deb and an .rpm.

use crate::step::say;
use crate::{app, machine, package, ui};
use anyhow::Result;
use clap::ValueEnum;

#[derive(clap::Args)]
pub struct Args {
    /// Which binaries: those for users, or those that tests built anyway.
    #[arg(long, value_enum, default_value = "release")]
    profile: Profile,
    /// Build nothing: pack what is there.
    #[arg(long)]
    built: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    Release,
    Dev,
}

impl Profile {
    /// Cargo's folder of it.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "debug",
        }
    }
}

pub fn run(args: &Args) -> Result<()> {
    machine::packages(&[machine::BUILD, machine::RUN, machine::WINDOW, machine::PACK])?;
    if !args.built {
        ui::ensure_modules()?;
        ui::build()?;
        app::build(&["idlewatt-tray"], args.profile.folder())?;
    }
    let made = package::make(args.profile)?;
    println!("\nTo install: apt install {}", made.deb.display());
    println!("        or: dnf install {}", made.rpm.display());
    if args.profile == Profile::Dev {
        say("These hold debugging builds: for tests.");
    }
    say("Neither is signed: there is no key yet. installers/README.md says where one goes.");
    Ok(())
}
