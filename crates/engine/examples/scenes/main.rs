//! Writes the project's own scenes: `cargo run -p idlewatt-engine --example scenes -- crates/engine/scenes`.
//! The same bytes every time.

mod cornell;

use idlewatt_engine::showpiece;
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "crates/engine/scenes".into()));
    std::fs::create_dir_all(&folder)?;
    for (name, bytes) in [("cornell.glb", cornell::scene()), ("garden.glb", showpiece::scene())] {
        std::fs::write(folder.join(name), &bytes)?;
        println!("{name}: {} bytes", bytes.len());
    }
    Ok(())
}
