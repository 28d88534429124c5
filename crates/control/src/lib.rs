//! Placeholder.
pub mod messages;
