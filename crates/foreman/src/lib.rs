//! Starts worker processes, watches them and stops them.
//!
//! In come orders for a worker and its reports; out go checked results or a typed error. A worker is not trusted:
//! whatever it says is bounded, and a result counts only when its file has the right size and hash. Spawned
//! processes die with this one. Never links the engine: that is what the process is for.
#![forbid(unsafe_code)]

pub mod limits;
mod process;
mod worker;

pub use process::WorkerError;
pub use worker::{Bench, Reins, Rendered, Worker, Workshop};
