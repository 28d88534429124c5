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
pub mod sampler;
pub mod schema;
mod source;
pub mod speaker;
pub mod synthetic;
pub mod template;
pub mod tensors;
pub mod tokenizer;
pub mod voice;
pub mod weights;

pub use error::ModelError;
pub use model::Model;
