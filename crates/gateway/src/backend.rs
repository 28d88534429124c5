//! What the gateway asks of whoever makes the answers.

use idlewatt_proto::text::{Generation, ModelFacts, TextEvent};
use tokio::sync::mpsc;

/// Makes the answers. Every method may be called many times at once; dropping its future gives the question up.
pub trait Backend: Send + Sync + 'static {
    /// The models that can be asked for now, each name once.
    fn models(&self) -> impl Future<Output = Result<Vec<ModelCard>, Unanswered>> + Send;

    /// Begins an answer; ready as soon as it is known that somebody will give it. The generation was validated as far as
    /// that goes without the model; its `max_tokens` may be more than the context has room for.
    ///
    /// The events come in the order of [`TextEvent`], `Ended` last, with the usage of the whole answer wherever it
    /// was made. The channel must be bounded: when its reader is slow, the answer waits. Dropping the receiver cancels.
    fn generate(
        &self,
        model: &str,
        generation: Generation,
    ) -> impl Future<Output = Result<mpsc::Receiver<Result<TextEvent, Unanswered>>, Unanswered>> + Send;

    /// One vector for each text, in their order.
    fn embed(&self, model: &str, texts: Vec<String>)
    -> impl Future<Output = Result<Vec<Embedding>, Unanswered>> + Send;
}

/// A model that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelCard {
    /// Under which name.
    pub name: String,
    /// What is known of it.
    pub facts: Option<ModelFacts>,
    /// Since when it is here, in seconds since 1970.
    pub created: u64,
}

/// What became of one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedding {
    /// As long as the model is wide.
    pub vector: Vec<f32>,
    /// Tokens of the text.
    pub tokens: u32,
}

/// Why there is no answer. The words are for whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// No such model.
    #[error("the model `{0}` does not exist here")]
    UnknownModel(String),
    /// The request cannot be answered by anybody.
    #[error("{what}")]
    BadRequest {
        /// What of it is at fault, where that is known.
        part: Option<Part>,
        /// Why.
        what: String,
    },
    /// It is longer than the model's context.
    #[error("{what}")]
    TooLong {
        /// What of it is too long.
        part: Part,
        /// By how much.
        what: String,
    },
    /// Too much is asked at once; later it may go.
    #[error("{0}")]
    Busy(String),
    /// Nobody is there to answer.
    #[error("{0}")]
    NoProvider(String),
    /// It went wrong.
    #[error("{0}")]
    Failed(String),
}

/// A part of a request that a model can find fault with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The turns of a conversation.
    Messages,
    /// What a completion goes on from.
    Prompt,
    /// Texts for vectors.
    Input,
    /// The schema of the answer.
    Schema,
    /// Functions that an answer may call.
    Tools,
    /// The biases of tokens.
    LogitBias,
}
