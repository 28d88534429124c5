//! How values look between peers: postcard, with a bound on the size of every message.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes that are not the message they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Longer than the protocol allows; not looked at.
    #[error("message of {bytes} bytes exceeds the bound of {bound}")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// What is allowed.
        bound: usize,
    },
    /// Not a message of this protocol.
    #[error("message is malformed: {0}")]
    Malformed(postcard::Error),
    /// A message, and then more.
    #[error("message is followed by {0} stray bytes")]
    Trailing(usize),
}

/// A message whose protocol says how long it may be.
pub trait Bounded {
    /// Most bytes of its encoding.
    const BYTES: usize;
}

/// Encodes a value for a peer or for a signature. Equal values give equal bytes.
///
/// # Panics
/// Never on our types: postcard into a growing vector fails only for maps and sequences of unknown length.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    match postcard::to_stdvec(value) {
        Ok(bytes) => bytes,
        Err(error) => panic!("a proto type is not encodable: {error}"),
    }
}

/// Decodes bytes from a peer; all of them, and at most `bound`.
pub fn decode<T: DeserializeOwned>(bytes: &[u8], bound: usize) -> Result<T, DecodeError> {
    if bytes.len() > bound {
        return Err(DecodeError::TooLong { bytes: bytes.len(), bound });
    }
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        Ok((_, rest)) => Err(DecodeError::Trailing(rest.len())),
        Err(error) => Err(DecodeError::Malformed(error)),
    }
}
