//! Language models: what is in their files, and what they say.

pub mod config;
pub mod runner;
