//! A scene to look at, made in code: what is shown while a machine is measured, and a file of the same bytes for demos.

mod garden;
pub mod glb;
mod shapes;

pub use garden::{CAMERA, scene};
