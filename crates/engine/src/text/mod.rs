//! Language models: what is in their files, and what they say.

pub mod config;
mod error;
pub mod metadata;

pub use error::ModelError;
