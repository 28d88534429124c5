//! The test of the packages: built, judged, compared, installed, started, driven, removed; and nothing of ours remains.

use crate::dist::Profile;
use crate::package::{self, Made, PROGRAMS};
use crate::step::{self, cargo, command, output, say};
use crate::{machine, paths, ui};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Where an installation could leave something.
const SYSTEM: [&str; 6] = ["/etc", "/lib", "/opt", "/srv", "/usr", "/var"];

/// How many tests ran. `count` reads that from a runner's output.
pub fn check(count: fn(&Path) -> Result<usize>) -> Result<usize> {
    if !step::exists("dpkg-deb") {
        say("This is not Debian or a relative of it: packages are NOT tested.");
        return Ok(0);
    }
    machine::packages(&[machine::PACK, machine::LINT, machine::WINDOW, machine::RUN, machine::TEST])?;
    ui::ensure_dist()?;
    // What the other steps built; named as they name it, so that nothing is built twice.
    step::run("every program", &mut cargo(["build", "--locked", "--workspace", "--all-targets"]))?;
    let made = package::make(Profile::Dev)?;
    judge(&made)?;
    compare(&made)?;
    if !machine::is_root()? {
        say("This is not root: the package is NOT installed.");
        return Ok(0);
    }
    if output(command("dpkg-query").args(["-W", "-f", "${db:Status-Status}", "idlewatt"]))
        .is_ok_and(|status| !status.is_empty())
    {
        say("Idlewatt is installed on this machine: it is left alone, and the package is NOT installed.");
        return Ok(0);
    }
    let tests = leaving_nothing(
        || install(&made).and_then(|()| drive("dpkg --remove idlewatt", count)),
        || step::run("purging", command("dpkg").args(["--purge", "idlewatt"])),
    )?;
    Ok(tests + elsewhere(&made, count)?)
}

/// Tries a package on this machine, takes it away whatever came of it, and looks for what it left.
fn leaving_nothing<T>(attempt: impl FnOnce() -> Result<usize>, remove: impl FnOnce() -> Result<T>) -> Result<usize> {
    let before = traces()?;
    let tested = attempt();
    let removed = remove();
    let tests = tested?;
    removed?;
    let left: Vec<String> = traces()?.difference(&before).cloned().collect();
    ensure!(left.is_empty(), "these remain after the removal:\n{}", left.join("\n"));
    say("Nothing of it remains: no file, no process.");
    Ok(tests)
}

/// The .rpm, by rpm itself with a database of its own. Debian's packages are not in that, so nothing is asked of them:
/// `compare` has seen that what the package requires is what the .deb depends on.
fn elsewhere(made: &Made, count: fn(&Path) -> Result<usize>) -> Result<usize> {
    let books = paths::target().join("xtask/rpm");
    if books.exists() {
        fs::remove_dir_all(&books).with_context(|| format!("cannot clear {}", books.display()))?;
    }
    fs::create_dir_all(&books).with_context(|| format!("cannot make {}", books.display()))?;
    let rpm = |words: &[&str]| {
        let mut rpm = command("rpm");
        rpm.arg("--dbpath").arg(&books).args(words);
        rpm
    };
    let removal = format!("rpm --dbpath '{}' --erase idlewatt", books.display());
    let tests = leaving_nothing(
        || {
            let install = ["--install", "--nodeps", "--force-debian"];
            step::run("installing the .rpm", rpm(&install).arg(&made.rpm))?;
            // Owners and modes, too; what is required is Debian's, and not in this database.
            step::run("verifying the .rpm's files", &mut rpm(&["--verify", "--nodeps", "idlewatt"]))?;
            drive(&removal, count)
        },
        || match output(&mut rpm(&["--query", "idlewatt"])) {
            Ok(_) => step::run("removing the .rpm", &mut rpm(&["--erase", "idlewatt"])).map(|_| ()),
            // It was removed while it was driven, or never came.
            Err(_) => Ok(()),
        },
    )?;
    fs::remove_dir_all(&books).with_context(|| format!("cannot remove {}", books.display()))?;
    Ok(tests)
}

/// Each format's own critic.
fn judge(made: &Made) -> Result<()> {
    let installers = paths::root().join("installers");
    let lint = |what: &str, program: &str, args: &[&str]| {
        step::run(what, command(program).current_dir(&installers).args(args)).map(|_| ())
    };
    // A root user is what continuous integration has.
    let mut lintian = command("lintian");
    lintian.args(["--allow-root", "--fail-on", "error,warning", "--profile", "debian"]);
    step::run("lintian", lintian.arg(&made.deb))?;
    step::run("rpmlint", command("rpmlint").arg("--config").arg(installers.join("linux/rpmlint.toml")).arg(&made.rpm))?;
    let app = "app.idlewatt.Idlewatt";
    lint("desktop-file-validate", "desktop-file-validate", &[&format!("linux/{app}.desktop")])?;
    lint("appstreamcli", "appstreamcli", &["validate", "--no-net", &format!("linux/{app}.metainfo.xml")])?;
    lint("shellcheck of maintainer scripts", "shellcheck", &["--shell=sh", "linux/stop.sh", "aur/idlewatt.install"])?;
    lint("shellcheck of PKGBUILD", "shellcheck", &["--shell=bash", "--exclude=SC2034,SC2154,SC2164", "aur/PKGBUILD"])?;
    let rules = "{extends: default, rules: {line-length: {max: 140}, document-start: disable}}";
    lint("yamllint", "yamllint", &["--strict", "-d", rules, "winget", "flatpak"])?;
    lint("makensis", "makensis", &["-V2", "-WX", "nsis/check.nsi"])?;
    flatpak(&installers)
}

/// Read by the builder itself, with lists of sources that another tool writes before a build.
fn flatpak(installers: &Path) -> Result<()> {
    let copy = paths::target().join("xtask/flatpak");
    fs::create_dir_all(&copy)?;
    let name = "app.idlewatt.Idlewatt.yml";
    fs::copy(installers.join("flatpak").join(name), copy.join(name))?;
    for list in ["cargo-sources.json", "node-sources.json"] {
        fs::write(copy.join(list), r#"[{ "type": "inline", "contents": "", "dest-filename": "none" }]"#)?;
    }
    let mut read = command("flatpak-builder");
    // It keeps a folder where it stands.
    read.current_dir(&copy).args(["--show-manifest", name]);
    let done = step::run("flatpak-builder reads its manifest", &mut read)?;
    let said = fs::read_to_string(done.log)?;
    // It warns of what it does not understand, and goes on.
    ensure!(!said.contains("WARNING"), "flatpak-builder does not understand all of {name}:\n{said}");
    Ok(())
}

/// Both packages hold the same files, but for those whose place the distributions do not agree on.
fn compare(made: &Made) -> Result<()> {
    println!("==> comparing the .rpm with the .deb");
    let own = |path: &str| {
        ["/usr/share/doc/", "/usr/share/licenses/", "/usr/share/lintian/", "/usr/share/zsh/"]
            .iter()
            .any(|folder| path.starts_with(folder))
    };
    let deb = output(command("dpkg-deb").arg("--contents").arg(&made.deb))?;
    let deb: BTreeSet<String> = deb
        .lines()
        .filter_map(|line| line.split_whitespace().nth(5)?.strip_prefix('.').map(str::to_owned))
        .filter(|path| !path.ends_with('/') && !own(path))
        .collect();
    let query = |what: &[&str]| output(command("rpm").args(["--query", "--package"]).args(what).arg(&made.rpm));
    let rpm: BTreeSet<String> = query(&["--list"])?.lines().filter(|path| !own(path)).map(str::to_owned).collect();
    let apart: Vec<_> = deb.symmetric_difference(&rpm).collect();
    ensure!(apart.is_empty(), "in one package only: {apart:?}");
    for program in PROGRAMS {
        ensure!(deb.contains(&format!("/usr/bin/{program}")), "{program} is missing");
    }
    // The same libraries, by the names that each distribution has for them.
    let depends = output(command("dpkg-deb").arg("--field").arg(&made.deb).arg("Depends"))?;
    let requires = query(&["--requires"])?;
    for (debian, rpm) in [
        ("libwebkit2gtk-4.1-0", "libwebkit2gtk-4.1.so.0"),
        ("libgtk-3-0", "libgtk-3.so.0"),
        ("libc6", "libc.so.6"),
        ("libvulkan1", "libvulkan.so.1"),
    ] {
        ensure!(depends.contains(debian), "the .deb does not depend on {debian}: {depends}");
        ensure!(requires.contains(rpm), "the .rpm does not require {rpm}: {requires}");
    }
    let scripts = query(&["--scripts"])?;
    ensure!(
        ["idlewatt_stop", "idlewatt_renew", "%d:%i"].iter().all(|part| scripts.contains(part)),
        "the .rpm's scripts are not whole:\n{scripts}"
    );
    say(format!("{} files in both", deb.len()));
    Ok(())
}

fn install(made: &Made) -> Result<()> {
    step::run("installing the .deb", command("dpkg").arg("--install").arg(&made.deb))?;
    let faults = output(command("dpkg").args(["--verify", "idlewatt"]))?;
    ensure!(faults.is_empty(), "the files are not as packed:\n{faults}");
    Ok(())
}

/// Starts the tray app, drives it, and removes the package while it runs.
fn drive(removal: &str, count: fn(&Path) -> Result<usize>) -> Result<usize> {
    let mut test = cargo(["test", "--locked", "--workspace", "--test", "tray", "installed"]);
    test.env("IDLEWATT_INSTALLED", "/usr/bin").env("IDLEWATT_REMOVE", removal);
    count(&step::run("starting, driving and removing it", &mut test)?.log)
}

/// Files of the system with our name, and running programs that are ours.
fn traces() -> Result<BTreeSet<String>> {
    let places = SYSTEM.iter().filter(|place| Path::new(place).is_dir());
    let mut find = command("find");
    find.args(places).args(["-iname", "*idlewatt*"]);
    // Folders that go away while they are looked through make it fail, and are nothing of ours.
    let found = find.output().context("cannot start find")?;
    let here = [paths::root(), paths::target(), paths::cache()?];
    let mut traces: BTreeSet<String> = String::from_utf8_lossy(&found.stdout)
        .lines()
        .filter(|path| !here.iter().any(|folder| Path::new(path).starts_with(folder)))
        .map(str::to_owned)
        .collect();
    for process in fs::read_dir("/proc").context("cannot list processes")?.flatten() {
        let program = fs::read_link(process.path().join("exe")).unwrap_or_default();
        if program.to_string_lossy().starts_with("/usr/bin/idlewatt") {
            traces.insert(format!("process {}: {}", process.file_name().to_string_lossy(), program.display()));
        }
    }
    Ok(traces)
}
