//! Embeds the window's pages and the tray's words. Where the pages are not built yet a page that says so takes their
//! place, so that `cargo check` and `clippy` need no Node. A language without words for the tray speaks English there.

#[path = "src/languages.rs"]
#[allow(dead_code, reason = "only the tags are needed here")]
mod languages;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const PAGES: &str = "../ui/dist";
const PLACEHOLDER: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Idlewatt</title>\
    <p>The window's pages are not built: run <code>cargo xtask app</code>, or <code>npm run build</code> in ui/.</p>";
const LOCALES: &str = "../ui/locales";

fn main() -> io::Result<()> {
    let index = Path::new(PAGES).join("index.html");
    if !index.exists() {
        println!("cargo::warning=ui/dist is missing; a page that says so is built in (npm run build in ui/ makes it)");
        fs::create_dir_all(PAGES)?;
        fs::write(index, PLACEHOLDER)?;
    }
    println!("cargo::rerun-if-changed={PAGES}");
    words()?;
    tauri_build::build();
    Ok(())
}

/// Writes a table of those `tray.ftl` that are there.
fn words() -> io::Result<()> {
    println!("cargo::rerun-if-changed={LOCALES}");
    let mut table =
        String::from("/// Tags and files, in the order of `LANGUAGES`.\nconst FILES: &[(&str, &str)] = &[\n");
    for language in &languages::LANGUAGES {
        let path = Path::new(LOCALES).join(language.tag).join("tray.ftl");
        if path.exists() {
            let path = fs::canonicalize(path)?;
            // Writing to a text cannot fail.
            let _ = writeln!(table, "    ({:?}, include_str!({:?})),", language.tag, path);
        }
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?);
    fs::write(out.join("words.rs"), table)
}
