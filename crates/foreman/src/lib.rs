//! The foreman: starts worker processes, gives them orders, and believes nothing that they say.
//!
//! In come a scene, a view and units of work; out go result files whose name, size and hash were checked, or a typed
//! error. Or in come a model and requests, many at once; out go texts and vectors that can be such a model's answer.
//! Whatever a worker does (hang, crash, speak nonsense, flood, lie about its file), the caller hears of it in
//! bounded time and memory, and no process is left behind. It touches worker processes and their scratch folders;
//! it knows no network and no money, and never parses a scene or a picture itself.
#![forbid(unsafe_code)]

mod error;
pub mod limits;
mod platform;
mod process;
mod reins;
mod scratch;
mod stderr;
mod text;
mod worker;
mod workshop;

pub use error::WorkerError;
pub use reins::Reins;
pub use text::{TextBench, TextWorker, Told, Vector};
pub use worker::{Rendered, Worker};
pub use workshop::{Around, Bench, Changes, OwnBench, Workshop};
