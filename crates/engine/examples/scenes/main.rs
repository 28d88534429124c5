//! Writes the project's own scenes: `cargo run -p idlewatt-engine --example scenes -- crates/engine/scenes`; with
//! `measured` after the folder those that only the bench wants. The same bytes every time.

mod cornell;
mod measured;

use idlewatt_engine::showpiece;
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "crates/engine/scenes".into()));
    std::fs::create_dir_all(&folder)?;
    let write = |name: &str, bytes: Vec<u8>| {
        println!("{name}: {} bytes", bytes.len());
        std::fs::write(folder.join(name), bytes)
    };
    if std::env::args().nth(2).as_deref() == Some("measured") {
        return measured::ALL.iter().try_for_each(|(name, make)| write(name, make()));
    }
    write("cornell.glb", cornell::scene())?;
    write("garden.glb", showpiece::scene())
}
