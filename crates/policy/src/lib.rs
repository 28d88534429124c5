//! The desk: every decision, and nothing else.
//!
//! Facts come in as values, time and randomness among them; verdicts go out as values with a reason that
//! a person can read. No IO, no clock, no async, no randomness of its own: whatever is decided here can be
//! replayed from its arguments. The daemon gathers the facts and carries out the verdicts.
#![forbid(unsafe_code)]

pub mod accept;
pub mod admit;
pub mod check;
pub mod choose;
pub mod estimate;
pub mod govern;
pub mod habits;
pub mod hours;
pub mod idle;
pub mod limits;
pub mod plan;
pub mod price;
pub mod rules;
