//! Where things are: the checkout, what was built, what outlives the checkout.

use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};

/// The checkout. `cargo xtask` runs from anywhere inside it, and cargo says where it found this package; what was compiled in may
/// be another checkout's, where both share a target folder.
pub fn root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().unwrap_or(Path::new(".")).to_path_buf()
}

/// Where cargo puts what it builds for this machine.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) if !dir.is_empty() => root().join(dir),
        _ => root().join("target"),
    }
}

/// A program built by `cargo build`.
pub fn built(profile: &str, name: &str) -> PathBuf {
    target().join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// The shared library of `crates/nvml-stub`.
pub fn nvml_stub(profile: &str) -> PathBuf {
    let file = format!("{}nvml_stub{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
    target().join(profile).join(file)
}

/// Kept between checkouts: cross-compiled standard libraries, their target folders, tools. Safe to delete.
/// `IDLEWATT_CACHE`, else `idlewatt-dev` in the user's cache folder.
pub fn cache() -> Result<PathBuf> {
    if let Some(dir) = env::var_os("IDLEWATT_CACHE").filter(|d| !d.is_empty()) {
        return Ok(root().join(dir));
    }
    let base = match env::var_os("XDG_CACHE_HOME").filter(|d| !d.is_empty()) {
        Some(dir) => PathBuf::from(dir),
        None => PathBuf::from(env::var_os("HOME").context("neither HOME nor XDG_CACHE_HOME is set")?).join(".cache"),
    };
    Ok(base.join("idlewatt-dev"))
}
