//! Embeds the window's pages. Where they are not built yet a page that says so takes their place, so that
//! `cargo check` and `clippy` need no Node.

use std::path::Path;
use std::{fs, io};

const PAGES: &str = "../ui/dist";
const PLACEHOLDER: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Idlewatt</title>\
    <p>The window's pages are not built: run <code>cargo xtask app</code>, or <code>npm run build</code> in ui/.</p>";

fn main() -> io::Result<()> {
    let index = Path::new(PAGES).join("index.html");
    if !index.exists() {
        println!("cargo::warning=ui/dist is missing; a page that says so is built in (npm run build in ui/ makes it)");
        fs::create_dir_all(PAGES)?;
        fs::write(index, PLACEHOLDER)?;
    }
    println!("cargo::rerun-if-changed={PAGES}");
    tauri_build::build();
    Ok(())
}
