//! Tries what must not work, and says in one JSON line what did.

use crate::isolation::{self, Grounds};
use idlewatt_engine::gpu::Gpu;
use std::fs;
use std::net::{TcpStream, UdpSocket};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// What to try.
#[derive(clap::Args)]
pub struct Attempts {
    /// The folder that may be written.
    #[arg(long)]
    scratch: PathBuf,
    /// A file that must not be read.
    #[arg(long)]
    canary: PathBuf,
    /// A folder that must not be written.
    #[arg(long)]
    outside: PathBuf,
    /// An address that must not be reached.
    #[arg(long)]
    address: String,
}

/// Shuts itself in and tries everything.
pub fn run(attempts: &Attempts) -> ExitCode {
    let lacking = isolation::enter(&Grounds { read: Vec::new(), write: Some(attempts.scratch.clone()) }).err();
    let could = serde_json::json!({
        "lacking": lacking,
        "adapters": Gpu::adapters().len(),
        "write_scratch": fs::write(attempts.scratch.join("result"), "sums").is_ok()
            && fs::rename(attempts.scratch.join("result"), attempts.scratch.join("renamed")).is_ok(),
        "read_canary": fs::read(&attempts.canary).is_ok(),
        "list_outside": fs::read_dir(&attempts.outside).is_ok(),
        "write_outside": fs::write(attempts.outside.join("escaped"), "out").is_ok(),
        "move_outside": fs::rename(attempts.scratch.join("renamed"), attempts.outside.join("escaped")).is_ok(),
        "connect": TcpStream::connect(&attempts.address).is_ok(),
        "datagram": UdpSocket::bind("127.0.0.1:0").is_ok(),
        "execute": Command::new("/bin/true").status().is_ok(),
        "read_parent": fs::read("/proc/1/cmdline").is_ok(),
    });
    println!("{could}");
    ExitCode::SUCCESS
}
