//! What a worker may touch, by platform. Where a platform cannot lock it in, the reason is said, never hidden.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
#[path = "other.rs"]
mod platform;

use std::path::Path;
use std::process::ExitCode;

/// What holds from the first line on: the process is nice to others, and dies with its parent.
pub fn from_the_start() {
    platform::from_the_start();
}

/// From here on only the scene can be read besides the system's own files, and only the scratch folder written.
pub fn lock_in(scratch: &Path, scene: &Path) -> Result<(), String> {
    platform::lock_in(scratch, scene)
}

/// Locks itself in and tries what a hijacked worker would try. One line for each: what, and whether it could.
pub fn self_test(scratch: &Path, canary: &Path) -> ExitCode {
    let locked = lock_in(scratch, canary.parent().unwrap_or(canary).join("scene").as_path());
    match locked {
        Ok(()) => println!("locked in"),
        Err(why) => println!("not locked in: {why}"),
    }
    let tries = [
        ("write to the scratch folder", std::fs::write(scratch.join("own"), "x").is_ok()),
        ("read somebody's file", std::fs::read(canary).is_ok()),
        ("write beside somebody's file", std::fs::write(canary.with_extension("new"), "x").is_ok()),
        ("open a connection", reaches_network()),
        ("listen for connections", std::net::TcpListener::bind("127.0.0.1:0").is_ok()),
    ];
    for (what, could) in tries {
        println!("{what}: {}", if could { "yes" } else { "no" });
    }
    ExitCode::SUCCESS
}

/// Whether a connection is even tried: a refusal by the other side counts as reaching it.
fn reaches_network() -> bool {
    match std::net::TcpStream::connect("127.0.0.1:9") {
        Ok(_) => true,
        Err(error) => error.kind() != std::io::ErrorKind::PermissionDenied,
    }
}
