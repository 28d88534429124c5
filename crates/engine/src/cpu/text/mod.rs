//! Transformers on the processor, function by function as the shaders have them, in 32-bit floats: their oracle in tests,
//! and the verifier of last resort where there is no adapter.
//!
//! States of several tokens lie one after another: `[token][number]`, and within a token head by head.

mod attend;
mod embed;
mod forward;
mod gate;
mod matmul;
mod norm;
mod pool;
mod rope;

pub use attend::{Attention, attend};
pub use embed::embed;
pub use forward::{Cache, Forward};
pub use gate::{gate, gelu_erf, gelu_tanh, silu};
pub use matmul::{Matrix, matmul};
pub use norm::{layer_norm, rms_norm};
pub use pool::{normalise, pool};
pub use rope::rope;

/// `to += what`.
pub fn add(to: &mut [f32], what: &[f32]) {
    assert_eq!(to.len(), what.len(), "as many on both sides");
    to.iter_mut().zip(what).for_each(|(to, what)| *to += what);
}
