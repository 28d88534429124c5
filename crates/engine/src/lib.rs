//! The machines on wgpu, each shader with its twin on the processor: a path tracer, language models, and networks that
//! enlarge pictures.
//!
//! In come a glTF scene, a view and units of work; out go sums of samples per pixel, and pictures. Between two
//! submissions to the device it asks how hard to go on, and stops when told. It reads the files it is given and writes
//! the pictures it is asked for; it knows no network, no peers and no money. The only importer of wgpu.

pub mod cpu;
pub mod denoise;
mod expand;
pub mod film;
pub mod gpu;
mod layout;
pub mod limits;
mod quantum;
pub mod reference;
pub mod renderer;
pub mod scene;
pub mod showpiece;
pub mod text;
pub mod tolerance;
mod tone;
pub mod upscale;

pub use scene::{pack, pack_at, pack_changed};
