//! macOS and the rest: no NVIDIA driver of today runs there.

use crate::PowerSupply;
use std::path::PathBuf;

/// Nowhere.
pub fn nvml_candidates() -> Vec<PathBuf> {
    Vec::new()
}

/// Not read here.
pub fn power_supply() -> Option<PowerSupply> {
    None
}
