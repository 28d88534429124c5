//! Language models: what is in their files, and what they say.

pub mod config;
mod error;
pub mod format;
mod gguf;
mod hyperparameters;
pub mod metadata;
pub mod model;
mod rope;
mod safetensors;
mod source;
pub mod synthetic;
pub mod tensors;
pub mod weights;

pub use error::ModelError;
pub use model::Model;
