//! Language models: generate, chat, embed, serve, and the shelf that they lie on.

pub mod arguments;
mod chat;
mod embed;
mod generate;
mod input;
mod lines;
mod mesh;
mod models;
mod offers;
mod score;
mod serve;
mod source;
mod teller;

pub use chat::chat;
pub use embed::embed;
pub use generate::generate;
pub use input::TextInput;
pub use models::models;
pub use score::score;
pub use serve::serve;

use arguments::Choice;
use idlewatt_proto::text::Sampling;
use std::hash::{BuildHasher, RandomState};

/// How to choose, with a seed of its own where none was given.
fn sampling(choice: &Choice) -> Sampling {
    Sampling {
        temperature: choice.temp,
        top_p: choice.top_p,
        top_k: choice.top_k,
        min_p: choice.min_p,
        // The standard library keys its hash maps from the system's randomness, and small seeds are easier to repeat.
        seed: choice.seed.unwrap_or_else(|| RandomState::new().hash_one(0) % 1_000_000_000),
        repetition_penalty: choice.repeat_penalty,
        ..Sampling::default()
    }
}
