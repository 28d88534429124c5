//! What this machine has and lacks: Debian packages, Node, npm packages. Says what it will install, then does.

use crate::step::{self, command, output, say};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

/// To compile: a C compiler for SQLite and cryptography.
pub const BUILD: &[&str] = &["build-essential", "pkg-config"];
/// To run: Vulkan, and its software implementation for machines without a card.
pub const RUN: &[&str] = &["libvulkan1", "mesa-vulkan-drivers"];
/// To compile and run the window: the web view.
pub const WINDOW: &[&str] = &["libwebkit2gtk-4.1-dev", "libwebkit2gtk-4.1-0", "libgtk-3-0"];
/// To test: a display without a screen, a private bus, drivers for two browsers, letters for pictures of the window in
/// Japanese, files that are bad in many ways, routers in network namespaces.
pub const TEST: &[&str] = &[
    "xvfb",
    "xauth",
    "webkit2gtk-driver",
    "dbus",
    "dbus-daemon",
    "fonts-dejavu-core",
    "fonts-ipafont-gothic",
    "chromium",
    "assimp-testmodels",
    "imagemagick",
    "curl",
    "iproute2",
    "nftables",
];
/// To compile for Windows and macOS: a Rust whose sources are packaged (so that the standard library can be built
/// for a target without downloads), a C compiler for Windows, and Python for zig, the C compiler for macOS.
pub const CROSS: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "rust-web-clippy",
    "rust-web-src",
    "gcc-mingw-w64-x86-64-posix",
    "g++-mingw-w64-x86-64-posix",
    "binutils-mingw-w64-x86-64",
    "python3-venv",
];
/// To pack: the tools that define the two formats.
pub const PACK: &[&str] = &["binutils", "dpkg-dev", "gzip", "rpm"];
/// To judge packages and configuration: each format's own critic.
pub const LINT: &[&str] =
    &["appstream", "desktop-file-utils", "flatpak-builder", "lintian", "nsis", "rpmlint", "shellcheck", "yamllint"];
/// To measure text: Python environments for the reference and the peer.
pub const PYTHON: &[&str] = &["python3-venv"];
/// Oldest Node that the window's tools accept. Debian 12 has 18.
const NODE_MAJOR: u32 = 20;

static INSTALL: AtomicBool = AtomicBool::new(true);
static AS_FOUND: AtomicBool = AtomicBool::new(false);

/// From now on this machine is taken as it is: nothing is looked for, nothing installed.
pub fn take_as_found() {
    AS_FOUND.store(true, Ordering::Relaxed);
}

/// Whether it is.
pub fn as_found() -> bool {
    AS_FOUND.load(Ordering::Relaxed)
}

/// Whether missing packages may be installed.
pub fn set_install(install: bool) {
    INSTALL.store(install, Ordering::Relaxed);
}

/// The same, asked for what is no Debian package.
pub fn may_install() -> bool {
    INSTALL.load(Ordering::Relaxed)
}

/// Makes sure of these groups of Debian packages.
pub fn packages(groups: &[&[&str]]) -> Result<()> {
    if as_found() {
        return Ok(());
    }
    let wanted: BTreeSet<&str> = groups.iter().flat_map(|group| group.iter().copied()).collect();
    if !step::exists("dpkg-query") || !step::exists("apt-get") {
        say("This is not Debian or a relative of it. Needed, under Debian's names:");
        say(wanted.into_iter().collect::<Vec<_>>().join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|name| !installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let line = format!("apt-get install -y --no-install-recommends {}", missing.join(" "));
    println!("==> {} Debian packages are missing; this installs them:", missing.len());
    say(format!("{line}\n"));
    let sudo: &[&str] = match (is_root()?, step::exists("sudo")) {
        (true, _) => &[],
        (false, true) => &["sudo"],
        (false, false) => bail!("there is neither root nor sudo here. As root, run: {line}"),
    };
    ensure!(may_install(), "not installing, as asked. Run: {line}");
    let apt = |what: &str, args: &[&str]| {
        let words = [sudo, &["apt-get"], args].concat();
        let mut apt = command(words[0]);
        apt.args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive");
        // sudo may ask for a password.
        if !sudo.is_empty() {
            apt.stdin(std::process::Stdio::inherit());
        }
        step::run(what, &mut apt)
    };
    let install: Vec<&str> = ["install", "-y", "--no-install-recommends"].into_iter().chain(missing.clone()).collect();
    // Lists on an image can be absent or point at packages that are gone; refreshing them first always is slow.
    if !lists_present() || apt("installing Debian packages", &install).is_err() {
        apt("refreshing the package lists", &["update"])?;
        apt("installing Debian packages after the refresh", &install)?;
    }
    let still: Vec<&str> = missing.into_iter().filter(|name| !installed(name)).collect();
    ensure!(still.is_empty(), "these Debian packages are still missing: {}", still.join(" "));
    Ok(())
}

/// Makes sure of a Node that is new enough.
pub fn node() -> Result<()> {
    let hint = "Debian's own package is too old (18 in Debian 12); take it from nodejs.org, nodesource or a version \
                manager";
    let version = output(command("node").arg("--version"))
        .with_context(|| format!("Node {NODE_MAJOR} or newer is needed for the window. {hint}"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|n| n.parse::<u32>().ok());
    ensure!(major >= Some(NODE_MAJOR), "Node {NODE_MAJOR} or newer is needed, this is {version}. {hint}");
    ensure!(step::exists("npm"), "npm is missing beside Node. {hint}");
    Ok(())
}

/// Whether a Debian package is installed, whole.
fn installed(name: &str) -> bool {
    let mut query = command("dpkg-query");
    query.args(["-W", "-f", "${db:Status-Status}", name]);
    output(&mut query).is_ok_and(|status| status == "installed")
}

/// Whether apt knows any package at all: container images come with empty lists.
fn lists_present() -> bool {
    let Ok(lists) = fs::read_dir("/var/lib/apt/lists") else { return false };
    lists.flatten().any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
}

/// Whether files of the system may be changed without asking.
pub fn is_root() -> Result<bool> {
    Ok(output(Command::new("id").arg("-u"))? == "0")
}
