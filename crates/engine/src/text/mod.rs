//! Language models: what is in their files, and what they say.

pub mod config;
mod error;
pub mod metadata;
pub mod sampler;
pub mod schema;
pub mod speaker;
pub mod template;
pub mod tokenizer;
pub mod voice;

pub use error::ModelError;
