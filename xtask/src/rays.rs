//! A software adapter with ray queries, for the tests of what cards have: lavapipe since Mesa 24. Debian 12 has an older one, and a
//! newer one among its backports, which is unpacked into the cache beside the system's and touches nothing there.

use crate::paths;
use crate::step::{self, command, output, say};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

const PACKAGE: &str = "mesa-vulkan-drivers";
const DRIVER: &str = "usr/lib/x86_64-linux-gnu/libvulkan_lvp.so";

/// What tells Vulkan's loader of the driver; `None`, and said aloud: there is none to be had.
pub fn driver() -> Result<Option<PathBuf>> {
    let folder = paths::cache()?.join("mesa-backports");
    let manifest = folder.join("lavapipe.json");
    if manifest.exists() {
        return Ok(Some(manifest));
    }
    if !step::exists("apt-get") || !step::exists("dpkg-deb") || !cfg!(target_arch = "x86_64") {
        say("No Debian for this processor: ray queries are NOT tested.");
        return Ok(None);
    }
    match fetch(&folder) {
        Ok(()) => Ok(Some(manifest)),
        Err(error) => {
            say(format!("{PACKAGE} of the backports cannot be had, so ray queries are NOT tested: {error:#}"));
            Ok(None)
        }
    }
}

fn fetch(folder: &Path) -> Result<()> {
    let release = fs::read_to_string("/etc/os-release")?;
    let word = release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    let suite = format!("{}-backports", word.context("/etc/os-release names no version")?.trim_matches('"'));
    // From where this machine has its packages anyway.
    let known =
        output(command("apt-get").args(["indextargets", "--format", "$(ORIGIN) $(REPO_URI)", "Created-By: Packages"]))?;
    let from = known.lines().find_map(|line| line.strip_prefix("Debian ")).context("no package list of Debian's")?;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for part in ["state/lists/partial", "cache/archives/partial", "root"] {
        fs::create_dir_all(folder.join(part))?;
    }
    fs::write(folder.join("status"), "")?;
    let key = "/usr/share/keyrings/debian-archive-keyring.gpg";
    fs::write(folder.join("sources.list"), format!("deb [signed-by={key}] {from} {suite} main\n"))?;
    say(format!("{PACKAGE} of {suite}, about 15 MB, into {}:", folder.display()));
    let apt = |what: &str, words: &[&str]| {
        let mut apt = command("apt-get");
        apt.current_dir(folder);
        for (option, part) in
            [("Etc::sourcelist", "sources.list"), ("State", "state"), ("State::status", "status"), ("Cache", "cache")]
        {
            apt.arg("-o").arg(format!("Dir::{option}={}", folder.join(part).display()));
        }
        // Of all files and folders these are the only ones that it reads or writes.
        apt.args(["-o", "Dir::Etc::sourceparts=-", "-o", "APT::Sandbox::User="]).args(words);
        step::run(what, &mut apt)
    };
    apt("the list of backports", &["update"])?;
    apt("fetching the driver", &["download", PACKAGE])?;
    let packages: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    let package = packages.iter().find(|path| path.extension().is_some_and(|end| end == "deb"));
    let root = folder.join("root");
    step::run("unpacking it", command("dpkg-deb").arg("-x").arg(package.context("nothing came")?).arg(&root))?;
    let driver = root.join(DRIVER);
    ensure!(driver.exists(), "{} is not in it", driver.display());
    let manifest = serde_json::json!({
        "file_format_version": "1.0.0",
        "ICD": { "api_version": "1.3.0", "library_path": driver },
    });
    fs::write(folder.join("lavapipe.json"), manifest.to_string())?;
    Ok(())
}
