//! Pictures enlarged by a network: Real-ESRGAN's compact ones, as ncnn stores them.
//!
//! Such a network is a row of 3 x 3 convolutions, and adds what it has learnt of edges and textures to the plainly
//! enlarged picture. A [`Network`] is what its two files say; an [`Upscaler`] has it on a device, and takes a [`Picture`]
//! through it tile by tile. Between any two submissions it may be left alone for as long as the device's owner likes.

mod error;
mod network;
mod param;
mod picture;
mod plan;
mod stages;
pub mod synthetic;
mod upscaler;

#[cfg(test)]
mod tests;

pub use error::{NetworkError, PictureError, UpscaleError};
pub use network::{Conv, Network};
pub use picture::Picture;
pub use plan::Plan;
pub use upscaler::{Step, Upscaler};
