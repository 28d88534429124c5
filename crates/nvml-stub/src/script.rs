//! The script: what sort of card is played, and what befalls it.

use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, fs};

/// The environment variable that names the script.
pub const SCRIPT_VARIABLE: &str = "IDLEWATT_NVML_SCRIPT";

/// The script. Every field may be left out; an unknown one is a mistake, and the card then answers nothing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Script {
    /// The card's name.
    pub name: String,
    /// Board power at rest, in watts.
    pub idle_w: f64,
    /// Board power at full load, in watts.
    pub max_w: f64,
    /// The limit that the card says it enforces, in watts; `max_w` when left out.
    pub limit_w: Option<f64>,
    /// How fast power follows load.
    pub time_constant_s: f64,
    /// Memory in all.
    pub memory_mib: u64,
    /// Load by a process that is not ours.
    pub foreign_load_percent: f64,
    /// Load by our workers, in place of what they really do.
    pub own_load_percent: Option<f64>,
    /// Degrees Celsius at rest.
    pub temperature_idle_c: f64,
    /// Degrees Celsius at full power.
    pub temperature_max_c: f64,
    /// Whether a screen hangs on it.
    pub display_active: bool,
    /// Whether load is told per process; Windows' driver model does not.
    pub per_process: bool,
    /// Whether it counts energy; cards before Volta do not.
    pub energy_counter: bool,
    /// What is wrong with it.
    pub error: Option<Mishap>,
}

/// What can be wrong with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mishap {
    /// It fell off the bus.
    GpuLost,
    /// Its driver was unloaded, as during an update. The energy counter starts again afterwards.
    NotLoaded,
    /// The driver was replaced on disk and not yet in the kernel.
    Mismatch,
}

impl Default for Script {
    /// A middle-class card of 2023.
    fn default() -> Self {
        Self {
            name: "GeForce RTX 4070 (simulated)".to_owned(),
            idle_w: 14.0,
            max_w: 200.0,
            limit_w: None,
            time_constant_s: 1.5,
            memory_mib: 12_282,
            foreign_load_percent: 0.0,
            own_load_percent: None,
            temperature_idle_c: 38.0,
            temperature_max_c: 74.0,
            display_active: true,
            per_process: true,
            energy_counter: true,
            error: None,
        }
    }
}

/// The script and the file that it comes from.
#[derive(Debug)]
pub struct Source {
    path: Option<PathBuf>,
    stamp: Option<(SystemTime, u64)>,
    script: Option<Script>,
}

impl Source {
    /// From the environment; without the variable, the defaults for ever.
    pub fn from_environment() -> Self {
        Self { path: env::var_os(SCRIPT_VARIABLE).map(PathBuf::from), stamp: None, script: Some(Script::default()) }
    }

    /// As it stands now. `None`: the file cannot be understood, which is said once on standard error. To go on with
    /// the defaults would make a test with a typing mistake pass for the wrong reason.
    pub fn current(&mut self) -> Option<&Script> {
        if let Some(path) = &self.path {
            let stamp = fs::metadata(path).and_then(|file| Ok((file.modified()?, file.len()))).ok();
            if stamp.is_none() || stamp != self.stamp {
                self.stamp = stamp;
                self.script = read(path, self.script.is_some());
            }
        }
        self.script.as_ref()
    }
}

fn read(path: &Path, complain: bool) -> Option<Script> {
    let script = fs::read(path)
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_slice(&text).map_err(|error| error.to_string()));
    match script {
        Ok(script) => Some(script),
        Err(error) => {
            if complain {
                eprintln!("nvml-stub: the script {} cannot be used: {error}", path.display());
            }
            None
        }
    }
}
