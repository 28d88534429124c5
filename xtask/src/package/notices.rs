//! The names, licences and notices of everything that is built into the programs: licences ask that they go along.

use crate::paths;
use crate::step::{self, cargo, output};
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The packages whose dependencies ship.
const SHIPPED: [&str; 4] = ["idlewatt-daemon", "idlewatt-worker", "idlewatt-cli", "idlewatt-tray"];
/// How files with notices begin.
const NOTICES: [&str; 5] = ["license", "licence", "copying", "notice", "copyright"];
/// Longer ones are no notices.
const LONGEST: u64 = 256 * 1024;

/// A library: name, version, licence.
type Library = (String, String, String);

/// One text: the list of libraries, then each notice once, with the libraries that it stands in.
pub fn collect() -> Result<String> {
    println!("==> collecting the notices of libraries");
    let mut folders: BTreeMap<Library, PathBuf> = crates()?;
    let crates = folders.len();
    folders.extend(scripts()?);
    step::say(format!("{crates} in Rust, {} in JavaScript", folders.len() - crates));
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut list = String::from("What is built into Idlewatt, its licences and notices.\n\n");
    for ((name, version, licence), folder) in &folders {
        writeln!(list, "{name} {version}: {licence}")?;
        for text in notices(folder)? {
            texts.entry(text).or_default().insert(format!("{name} {version}"));
        }
    }
    ensure!(!texts.is_empty(), "no notice was found");
    for (text, names) in texts {
        let names: Vec<_> = names.into_iter().collect();
        write!(list, "\n{}\n{}:\n\n{}\n", "-".repeat(80), names.join(", "), text.trim_end())?;
    }
    Ok(list)
}

/// Rust's, as they ship on this platform.
fn crates() -> Result<BTreeMap<Library, PathBuf>> {
    let mut tree = cargo(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
    SHIPPED.iter().for_each(|package| {
        tree.args(["--package", package]);
    });
    // "name v1.2.3", and what else cargo has to say.
    let tree = output(&mut tree)?;
    let shipped: BTreeSet<(&str, &str)> = tree
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?, words.next()?.strip_prefix('v')?))
        })
        .collect();
    let metadata = output(&mut cargo(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let mut found = BTreeMap::new();
    for package in metadata["packages"].as_array().context("cargo metadata names no package")? {
        let text = |field: &str| package[field].as_str().unwrap_or_default().to_owned();
        let (name, version) = (text("name"), text("version"));
        // Ours have no source.
        if shipped.contains(&(name.as_str(), version.as_str())) && !package["source"].is_null() {
            let folder =
                Path::new(&text("manifest_path")).parent().context("a manifest stands in a folder")?.to_owned();
            found.insert((name, version, text("license")), folder);
        }
    }
    Ok(found)
}

/// JavaScript's, as the lock file has them: those that are not for development alone are bundled into the page.
fn scripts() -> Result<BTreeMap<Library, PathBuf>> {
    let ui = paths::root().join("ui");
    let lock = fs::read_to_string(ui.join("package-lock.json")).context("ui/package-lock.json cannot be read")?;
    let lock: serde_json::Value = serde_json::from_str(&lock)?;
    let mut found = BTreeMap::new();
    for (place, package) in lock["packages"].as_object().context("the lock file names no package")? {
        let bundled = !place.is_empty() && package["dev"] != true && package["optional"] != true;
        let Some(name) = place.rsplit("node_modules/").next().filter(|_| bundled) else { continue };
        let text = |field: &str| package[field].as_str().unwrap_or("unknown").to_owned();
        found.insert((name.to_owned(), text("version"), text("license")), ui.join(place));
    }
    // The page's framework is compiled in, though npm counts it among the tools.
    let svelte = &lock["packages"]["node_modules/svelte"];
    let text = |field: &str| svelte[field].as_str().unwrap_or("unknown").to_owned();
    found.insert(("svelte".to_owned(), text("version"), text("license")), ui.join("node_modules/svelte"));
    Ok(found)
}

/// The texts of its notices.
fn notices(folder: &Path) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let file = entry.metadata()?;
        if NOTICES.iter().any(|start| name.starts_with(start)) && file.is_file() && file.len() <= LONGEST {
            texts.push(String::from_utf8_lossy(&fs::read(entry.path())?).replace("\r\n", "\n"));
        }
    }
    Ok(texts)
}
