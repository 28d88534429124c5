//! What differs between systems: where NVML lies and which programs run.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::*;

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub use windows::*;

#[cfg(not(any(target_os = "linux", windows)))]
mod other;
#[cfg(not(any(target_os = "linux", windows)))]
pub use other::*;

#[cfg(not(any(target_os = "linux", windows)))]
mod listed;
#[cfg(not(any(target_os = "linux", windows)))]
pub use listed::ProcessList;

#[cfg(any(windows, test))]
mod gpu_engine;
