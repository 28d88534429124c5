//! macOS and the rest: no NVIDIA driver of today runs there.

use std::path::PathBuf;

/// Nowhere.
pub fn nvml_candidates() -> Vec<PathBuf> {
    Vec::new()
}
