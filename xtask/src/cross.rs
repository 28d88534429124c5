//! `cargo xtask check --windows --macos`: the workspace through the compiler and clippy for platforms that this
//! machine is not, with warnings denied.
//!
//! rustup may be unable to fetch a target's standard library here, so it is built once from the sources that Debian
//! packages beside its own Rust (`rustc-web`, `rust-web-src`: always of one version). That Rust is newer than ours
//! and moves; everything made with it is therefore keyed by the version that it reports.

use crate::paths;
use crate::step::{self, command, output, say};
use crate::{machine, ui};
use anyhow::{Context, Result, bail, ensure};
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Debian's compiler, wherever rustup's stands in PATH.
const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
/// Pinned: these decide which C compiler macOS code sees.
const ZIG: &[&str] = &["ziglang==0.17.1", "cargo-zigbuild==0.24.0"];
/// Crates of ours that make no sense on the target: tools and tests of this machine.
const NOT_CROSSED: &[&str] = &["xtask", "idlewatt-e2e", "idlewatt-installers"];

#[derive(clap::Args)]
pub struct Args {
    /// x86_64-pc-windows-gnu.
    #[arg(long)]
    windows: bool,
    /// aarch64-apple-darwin.
    #[arg(long)]
    macos: bool,
    /// Only this package of the workspace. Repeatable.
    #[arg(long, short)]
    package: Vec<String>,
}

#[derive(Clone, Copy)]
pub enum Platform {
    Windows,
    Macos,
}

pub fn run(args: &Args) -> Result<()> {
    ensure!(args.windows || args.macos, "which platform? --windows, --macos or both");
    machine::packages(&[machine::BUILD, machine::CROSS])?;
    ui::ensure_dist()?;
    if args.windows {
        check(Platform::Windows, &args.package)?;
    }
    if args.macos {
        check(Platform::Macos, &args.package)?;
    }
    Ok(())
}

/// Checks these packages, or the whole workspace. The Debian packages of `machine::CROSS` must be there.
pub fn check(platform: Platform, only: &[String]) -> Result<()> {
    ensure!(
        Path::new(RUSTC).exists() && Path::new(CARGO).exists(),
        "{RUSTC} and {CARGO} are needed: Debian's packages rustc-web and cargo-web"
    );
    let target = platform.triple();
    let version = rustc_version()?;
    let sysroot = standard_library(target, &version)?;
    let clippy = Path::new("/usr/bin/cargo-clippy").exists();
    let mut flags = format!("--sysroot={}", sysroot.display());
    if !clippy {
        say("This Rust has no clippy; the compiler's own warnings are denied.");
        flags.push_str(" -Dwarnings");
    }
    let mut check = match platform {
        Platform::Windows => debian(CARGO)?,
        Platform::Macos => zigbuild(&zig()?)?,
    };
    let upper = target.to_uppercase().replace('-', "_");
    check.env(format!("CARGO_TARGET_{upper}_RUSTFLAGS"), flags);
    check.env("CARGO_TARGET_DIR", paths::cache()?.join(format!("target-{target}")));
    // The same for everyone who shares this cache, whatever profile they build for themselves with.
    check.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0");
    if let Platform::Windows = platform {
        check
            .env(format!("CARGO_TARGET_{upper}_LINKER"), "x86_64-w64-mingw32-gcc")
            .env("CC_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-gcc")
            .env("CXX_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-g++")
            .env("AR_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-ar");
    }
    check.arg(if clippy { "clippy" } else { "check" }).args(["--locked", "--keep-going", "--target", target]);
    if only.is_empty() {
        check.arg("--workspace");
        for name in NOT_CROSSED {
            check.args(["--exclude", name]);
        }
    }
    for name in only {
        check.args(["--package", name]);
    }
    if clippy {
        check.args(["--", "-D", "warnings"]);
    }
    let what = if clippy { "clippy" } else { "check" };
    step::run(format!("{what} for {target} {}", only.join(" ")).trim_end(), &mut check)?;
    Ok(())
}

impl Platform {
    fn triple(self) -> &'static str {
        match self {
            Platform::Windows => "x86_64-pc-windows-gnu",
            Platform::Macos => "aarch64-apple-darwin",
        }
    }
}

/// The first line's version word, for example `1.96.0`.
fn rustc_version() -> Result<String> {
    let line = output(debian(RUSTC)?.arg("--version"))?;
    Ok(line.split_whitespace().nth(1).context("rustc --version says nothing")?.to_owned())
}

/// A command that sees Debian's Rust and nothing of rustup's. `CARGO_HOME/bin` stands last: when it is absent from
/// PATH, cargo looks there first and finds rustup's clippy.
fn debian(program: impl AsRef<OsStr>) -> Result<Command> {
    let mut command = command(program);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("RUSTUP_") || text.starts_with("CARGO_BUILD_") || text.starts_with("CARGO_ENCODED_") {
            command.env_remove(&name);
        }
    }
    command.env_remove("RUSTFLAGS").env_remove("RUSTC_WRAPPER").env_remove("RUSTC_WORKSPACE_WRAPPER");
    command.env("PATH", path_after(&[])?).env("RUSTC", RUSTC).env("CARGO", CARGO);
    Ok(command)
}

/// The cargo front that hands C code for macOS to zig, which it finds through the environment's Python.
fn zigbuild(venv: &Path) -> Result<Command> {
    let bin = venv.join("bin");
    let mut command = debian(bin.join("cargo-zigbuild"))?;
    command.env("PATH", path_after(&[bin])?);
    Ok(command)
}

/// Debian's programs after these folders.
fn path_after(first: &[PathBuf]) -> Result<OsString> {
    let mut path = first.to_vec();
    path.extend([PathBuf::from("/usr/bin"), PathBuf::from("/bin")]);
    path.extend(cargo_home().map(|home| home.join("bin")));
    Ok(env::join_paths(path)?)
}

fn cargo_home() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value: &OsString| !value.is_empty()).map(PathBuf::from);
    set("CARGO_HOME").or_else(|| set("HOME").map(|home| home.join(".cargo")))
}

/// The sysroot with the target's standard library; built when the cache has none for this compiler.
fn standard_library(target: &str, version: &str) -> Result<PathBuf> {
    let sysroot = paths::cache()?.join(format!("sysroot-{target}-{version}"));
    let libs = |root: &Path| root.join("lib/rustlib").join(target).join("lib");
    if libs(&sysroot).is_dir() {
        return Ok(sysroot);
    }
    let host = output(debian(RUSTC)?.args(["--print", "sysroot"]))?;
    let sources = Path::new(&host).join("lib/rustlib/src/rust/library");
    ensure!(sources.is_dir(), "{} is missing: Debian's package rust-web-src", sources.display());

    let work = paths::cache()?.join(format!("build-std-{target}-{}", std::process::id()));
    fs::create_dir_all(&work).with_context(|| format!("cannot make {}", work.display()))?;
    let library = work.join("library");
    output(command("cp").args(["-r", "--dereference"]).arg(&sources).arg(&library))?;
    // As a dylib it would have to be linked, and a linker for the target is what we do without.
    let manifest = library.join("std/Cargo.toml");
    let text = fs::read_to_string(&manifest)?;
    let rlib = text.replace(r#"crate-type = ["dylib", "rlib"]"#, r#"crate-type = ["rlib"]"#);
    ensure!(rlib != text, "{} is not as expected: this Rust builds its library differently", manifest.display());
    fs::write(&manifest, rlib)?;

    let mut build = debian(CARGO)?;
    build.current_dir(&library);
    build.args(["build", "--release", "--locked", "--target", target, "--manifest-path", "sysroot/Cargo.toml"]);
    build.args(["--features", "panic-unwind,backtrace"]);
    // The names under which the compiler's own build makes this library; the project itself stays on stable.
    build.env("RUSTC_BOOTSTRAP", "1").env("__CARGO_DEFAULT_LIB_METADATA", "idlewatt-std");
    build.env("RUSTFLAGS", "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes").env("CARGO_TARGET_DIR", work.join("t"));
    step::run(&format!("standard library {version} for {target}, once"), &mut build)?;

    let half = work.join("sysroot");
    fs::create_dir_all(libs(&half))?;
    let mut count = 0;
    for entry in fs::read_dir(work.join("t").join(target).join("release/deps"))? {
        let path = entry?.path();
        if let (Some(name), true) = (path.file_name(), path.extension().is_some_and(|e| e == "rlib")) {
            fs::copy(&path, libs(&half).join(name))?;
            count += 1;
        }
    }
    ensure!(count > 0, "no library came out of the build in {}", work.display());
    // Renamed whole, so that an interrupted build is never taken for a finished one.
    if let Err(error) = fs::rename(&half, &sysroot)
        && !libs(&sysroot).is_dir()
    {
        bail!("cannot keep {}: {error}", sysroot.display());
    }
    fs::remove_dir_all(&work).with_context(|| format!("cannot remove {}", work.display()))?;
    Ok(sysroot)
}

/// A Python environment of our own with zig, the C compiler for macOS, and its cargo front.
fn zig() -> Result<PathBuf> {
    let name = ZIG.join("-").replace("==", "-");
    let venv = paths::cache()?.join(name);
    if venv.join("bin/cargo-zigbuild").exists() {
        return Ok(venv);
    }
    println!("==> from PyPI into {}: {}", venv.display(), ZIG.join(" "));
    let python = if Path::new("/usr/bin/python3").exists() { "/usr/bin/python3" } else { "python3" };
    step::run("a Python environment for zig", command(python).args(["-m", "venv", "--clear"]).arg(&venv))?;
    let mut pip = command(venv.join("bin/python"));
    step::run("installing zig", pip.args(["-m", "pip", "install", "--quiet"]).args(ZIG))?;
    Ok(venv)
}
