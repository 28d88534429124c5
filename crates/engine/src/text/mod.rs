//! Language models: what is in their files, and what they say.

pub mod config;
mod error;
pub mod format;
mod gguf;
pub mod metadata;
mod source;
pub mod tensors;

pub use error::ModelError;
