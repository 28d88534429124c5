//! Windows: NVML beside the system's libraries, or where drivers before 461 put it.

mod engine_load;
mod processes;

pub use engine_load::EngineLoad;
pub use processes::{ProcessList, program_path};

use std::env;
use std::path::PathBuf;

/// Where the driver's NVML may lie, most likely first. Full paths, because a bare `nvml.dll` would be taken from
/// our own folder first, where anything may have been dropped.
pub fn nvml_candidates() -> Vec<PathBuf> {
    let below = |variable: &str, rest: &str| env::var_os(variable).map(|root| PathBuf::from(root).join(rest));
    [below("SystemRoot", r"System32\nvml.dll"), below("ProgramW6432", r"NVIDIA Corporation\NVSMI\nvml.dll")]
        .into_iter()
        .flatten()
        .collect()
}
