//! A graphics card that is played: a shared library with NVML's symbols, for tests and demonstrations only.
//!
//! Whoever loads it in place of NVIDIA's library sees one card, or several, whose driver calls itself "simulated", which every
//! window repeats. Its load is not invented: it is the real processor time of the `idlewatt-worker` processes that
//! the loading process started (100 percent: all cores busy), so that software rendering warms the card and a
//! stopped worker cools it. A power limit that is set on it holds. Processes that load it have a card each: several nodes on one machine are several PCs.
//!
//! A JSON file named by the environment variable `IDLEWATT_NVML_SCRIPT` sets the rest, see [`script::Script`]; it is
//! read again whenever it changes. There is no thread: time passes for the card when it is asked.
//!
//! A power limit that was set lies in the file named by `IDLEWATT_NVML_LIMIT_FILE`, if it names one, and there outlives
//! the process, as on a real card.
//!
//! Layouts and codes are those of NVIDIA's `nvml.h`. What is not exported here, callers find missing.
#![allow(unsafe_code)] // C's calling convention and out-pointers are what this crate is.

mod card;
mod exports;

mod play;
mod power_limits;
pub mod script;

#[cfg_attr(target_os = "linux", path = "workers/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "workers/other.rs")]
mod workers;
