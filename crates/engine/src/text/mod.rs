//! Language models: what is in their files, and what they say.
//!
//! A [`Model`] is what a file says; reading it needs no device. A [`Runner`] has the model on a device and answers any
//! number of requests at once. It is driven by submissions: between any two of them it may be left alone for as long as
//! the owner of the device likes.

mod attending;
mod batch;
mod buffers;
mod build;
mod cache;
mod choice;
pub mod config;
mod error;
pub mod format;
mod gguf;
mod hyperparameters;
mod kernels;
mod matrix;
pub mod metadata;
pub mod model;
mod network;
mod pace;
pub mod pack;
mod pass;
mod rope;
pub mod runner;
mod safetensors;
pub mod sampler;
pub mod schema;
mod sequence;
mod shape;
mod source;
pub mod speaker;
mod speed;
pub mod synthetic;
pub mod template;
pub mod tensors;
pub mod tokenizer;
pub mod tools;
mod trust;
mod units;
pub mod voice;
pub mod weights;

#[cfg(test)]
mod tests;

pub use error::ModelError;
pub use model::Model;
pub use runner::{Event, Runner, Step, TextError};
