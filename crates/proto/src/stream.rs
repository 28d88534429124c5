//! The talk during the work, `/idlewatt/job/6`: one stream per job, opened by the requester after the agreement.
//! Scenes and results travel beside it as blobs, `/idlewatt/blob/1`.

use crate::ids::{BlobHash, JobId, UnitId};
use crate::job::{BlobRef, RenderUnit, SampleRange, TextUnit};
use crate::limits::{ASK_BYTES, EMBED_TEXTS, MESSAGE_BYTES, PROMPT_BYTES};
use crate::measure::Bytes;
use crate::reason::{StopReason, UnitFailure};
use crate::receipt::Receipt;
use crate::sign::Signed;
use crate::text::{Generation, InvalidGeneration, Message, Prompt, TextEvent};
use crate::wire::{self, Bounded};
use serde::{Deserialize, Serialize};

/// From requester to provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToProvider {
    /// First message: which job this stream is for. Repeatable after a lost connection.
    Open(JobId),
    /// Do this. At most two are unpaid at a time.
    Assign {
        /// Its name, recomputed by the provider.
        unit: UnitId,
        /// The work.
        work: RenderUnit,
    },
    /// Answer this. At most eight are in hand or unpaid at a time.
    Ask {
        /// Its name, recomputed by the provider.
        unit: UnitId,
        /// What the books know of it.
        work: TextUnit,
        /// The request.
        ask: TextAsk,
    },
    /// Nobody wants more of this answer. What was said until then is told by an `Ended`, and paid.
    Cancel {
        /// Which.
        unit: UnitId,
    },
    /// The result was fetched and inspected: this is its receipt.
    Pay(Signed<Receipt>),
    /// The result was fetched and found wrong: it will not be paid.
    Reject {
        /// Which.
        unit: UnitId,
        /// Why.
        why: UnitFailure,
    },
    /// Nothing more to come.
    Close(StopReason),
    /// So much of an answer had arrived when the last stream broke, and is paid for: its receipt follows. A provider that
    /// was killed does not know how far it was.
    Arrived {
        /// Which.
        unit: UnitId,
        /// In thousandths of tokens, as [`TextUnit::done`] counts.
        measure: u64,
        /// The tokens, or the vectors' numbers, as [`answered`] names them.
        result: BlobRef,
    },
}

/// From provider to requester.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToRequester {
    /// The scene or model is there; units may come.
    Ready,
    /// What comes of a request. `Ended` says what it took; for vectors, too.
    Text {
        /// Which.
        unit: UnitId,
        /// What.
        event: TextEvent,
    },
    /// One text is a vector now.
    Embedded {
        /// Which unit.
        unit: UnitId,
        /// Its place among the texts.
        index: u32,
        /// Of length one.
        vector: Vec<f32>,
        /// Tokens of the text.
        tokens: u32,
    },
    /// Requests are in hand, and there is nothing else to say of them just now.
    Alive,
    /// So many of the unit's samples per pixel are done.
    Progress {
        /// Which.
        unit: UnitId,
        /// Samples per pixel so far.
        samples: u32,
    },
    /// Done, wholly or as far as it came. The result's hash is the commitment: it is given before
    /// the provider can know what will be checked.
    Done {
        /// Which.
        unit: UnitId,
        /// Which samples the result holds: a prefix of those asked for.
        samples: SampleRange,
        /// Where to fetch it.
        result: BlobRef,
    },
    /// Not done and nothing to show for it.
    Failed {
        /// Which.
        unit: UnitId,
        /// Why.
        why: UnitFailure,
    },
    /// The provider stops; what is done was sent before.
    Close(StopReason),
}

/// A request of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TextAsk {
    /// Say what comes next.
    Generate(Generation),
    /// Turn each text into a vector.
    Embed(Vec<String>),
}

/// What is wrong with a request. The words are for whoever wrote it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum InvalidAsk {
    /// A generation.
    #[error(transparent)]
    Generation(#[from] InvalidGeneration),
    /// No text, too many, or too much of them.
    #[error("expected 1 to {EMBED_TEXTS} texts of {PROMPT_BYTES} bytes in all")]
    Texts,
}

impl TextAsk {
    /// Checks every bound that does not need the model.
    pub fn validate(&self) -> Result<(), InvalidAsk> {
        match self {
            Self::Generate(generation) => Ok(generation.validate()?),
            Self::Embed(texts) => {
                let bytes: usize = texts.iter().map(|text| text.len() + 4).sum();
                let fits = (1..=EMBED_TEXTS).contains(&texts.len()) && bytes <= PROMPT_BYTES;
                if fits { Ok(()) } else { Err(InvalidAsk::Texts) }
            }
        }
    }

    /// What the books know of it. A requester without the model can only bound the tokens: none is shorter than a byte,
    /// and a chat template puts a few around each message, call and function. JSON grows when it is written out for a model, but
    /// never to a token a byte.
    pub fn unit(&self, number: u64) -> TextUnit {
        const AROUND: usize = 64;
        let (read, said) = match self {
            Self::Generate(generation) => {
                let prompt = match &generation.prompt {
                    Prompt::Text(text) => text.len() + AROUND,
                    // Some templates put a message of their own in front.
                    Prompt::Chat(messages) => {
                        let turn = |message: &Message| message.bytes() + AROUND * (1 + message.calls.len());
                        messages.iter().map(turn).sum::<usize>() + 16 * AROUND
                    }
                    Prompt::Tokens(tokens) => tokens.len() + AROUND,
                };
                let tools =
                    generation.tools.as_ref().map_or(0, |tools| tools.bytes() + (8 + tools.list.len()) * AROUND);
                let told = generation.said.len();
                (prompt + tools + told, generation.max_tokens.saturating_sub(u32::try_from(told).unwrap_or(u32::MAX)))
            }
            Self::Embed(texts) => (texts.iter().map(|text| text.len() + AROUND).sum(), 0),
        };
        let ask = *blake3::hash(&wire::encode(self)).as_bytes();
        TextUnit { number, ask, read: u32::try_from(read).unwrap_or(u32::MAX), said }
    }
}

impl Bounded for ToProvider {
    const BYTES: usize = ASK_BYTES;
}

impl Bounded for ToRequester {
    const BYTES: usize = MESSAGE_BYTES;
}

/// What the books keep of an answer: the hash and size of its tokens, or of its vectors' numbers, in order.
pub fn answered(words: impl Iterator<Item = u32>) -> BlobRef {
    let bytes: Vec<u8> = words.flat_map(u32::to_le_bytes).collect();
    BlobRef { hash: BlobHash::of(&bytes), size: Bytes(bytes.len() as u64) }
}

/// The answer to [`ToProvider::Open`], before any other message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Door {
    /// The stream is taken; talk.
    Open,
    /// Too many streams, from this peer or in all.
    Busy,
}

/// First and only message of whoever wants a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobRequest {
    /// Which.
    pub hash: BlobHash,
    /// How many of its first bytes are there already.
    pub offset: u64,
}

/// The answer to a [`BlobRequest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlobReply {
    /// The bytes from the offset to the end follow, bare.
    Sending {
        /// Of the whole blob.
        size: Bytes,
    },
    /// It is not there, or not for you.
    NotOffered,
    /// Too many streams, from this peer or in all.
    Busy,
    /// It was asked for over a relay, and is more than one carries. Only ever said there.
    NotOverRelays,
}
