//! Why a picture is not enlarged. One sentence each, for whoever brought it or the network.

use crate::gpu::DeviceLost;
use std::io;

/// Why files are not a network that can be run.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// One cannot be opened or read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A folder, a pipe, a device.
    #[error("{path} is not a file")]
    NotAFile {
        /// Which.
        path: String,
    },
    /// Something else altogether.
    #[error("this is not an ncnn network: its .param file must begin with 7767517")]
    NotANetwork,
    /// The `.param` file breaks the format.
    #[error("line {line} of the network's .param file is not valid: {what}")]
    Line {
        /// Counted from one.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// Another kind of network.
    #[error("line {line} of the network's .param file is {found}, and a compact Real-ESRGAN network has {needs} there")]
    Layer {
        /// Counted from one.
        line: usize,
        /// What is there.
        found: String,
        /// What could be.
        needs: &'static str,
    },
    /// More than anybody needs.
    #[error("the network has more than {most} {what}, the most that is read")]
    TooLarge {
        /// Of what.
        what: &'static str,
        /// The bound.
        most: u64,
    },
    /// The `.bin` file is shorter or longer than what the `.param` file describes.
    #[error("the network's .bin file does not have the {needs} bytes that its .param file asks for")]
    Size {
        /// How long it ought to be.
        needs: u64,
    },
    /// Weights in another form.
    #[error("the network's weights are not stored as 16-bit numbers")]
    NotHalves,
    /// Weights that would make nonsense of any picture.
    #[error("the network has weights that are no numbers, or beyond 65504")]
    NotFinite,
}

/// Why a file is not a picture that can be enlarged, or a picture has no file.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It cannot be opened.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A folder, a pipe, a device.
    #[error("{path} is not a file")]
    NotAFile {
        /// Which.
        path: String,
    },
    /// It is no PNG, or a broken one.
    #[error("the picture is not a valid PNG file: {0}")]
    Invalid(String),
    /// What would come out is more than is ever made.
    #[error(
        "enlarged {scale} times the picture of {width} x {height} would have more than {most_pixels} pixels, or a side over {most_side}"
    )]
    TooLarge {
        /// How much larger.
        scale: u32,
        /// Across.
        width: u32,
        /// Down.
        height: u32,
        /// The bound on all pixels.
        most_pixels: u64,
        /// The bound on a side.
        most_side: u32,
    },
    /// The file cannot be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// Which.
        path: String,
        /// What the system says.
        source: io::Error,
    },
}

/// Why a picture did not get larger.
#[derive(Debug, thiserror::Error)]
pub enum UpscaleError {
    /// The network is none.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The picture is none.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The smallest tile does not fit.
    #[error("{needs} bytes are needed on the device, and {most} are allowed")]
    TooLarge {
        /// With the smallest tile.
        needs: u64,
        /// The bound.
        most: u64,
    },
    /// The driver gave up.
    #[error(transparent)]
    DeviceLost(#[from] DeviceLost),
    /// Told to.
    #[error("stopped before the picture was done")]
    Stopped,
}
