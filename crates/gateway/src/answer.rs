//! Answers in OpenAI's two shapes, whole and in chunks.

use crate::ask::Asked;
use crate::calls::Found;
use crate::reply;
use idlewatt_proto::text::{Call, Finish, TEXT_ENGINE, Token, Usage};
use serde::Serialize;
use std::collections::BTreeMap;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Chat,
    Completion,
}

/// What OpenAI sends as the logarithm of what is as good as impossible. JSON has no infinity.
const IMPOSSIBLE: f32 = -9999.0;

/// An answer, or a chunk of one.
#[derive(Debug, Serialize)]
pub struct Envelope<'a> {
    id: &'a str,
    object: &'static str,
    created: u64,
    model: &'a str,
    system_fingerprint: &'static str,
    choices: &'a [Choice],
    /// `Some(None)`: null, as in all chunks of a stream whose last one has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<Option<Spent>>,
}

/// What all chunks of an answer have in common.
#[derive(Debug)]
pub struct Heading {
    pub shape: Shape,
    pub id: String,
    pub created: u64,
    pub model: String,
}

impl Heading {
    pub fn new(asked: &Asked) -> Self {
        let id = reply::id(match asked.shape {
            Shape::Chat => "chatcmpl-",
            Shape::Completion => "cmpl-",
        });
        Self { shape: asked.shape, id, created: reply::now_s(), model: asked.model.clone() }
    }

    pub fn envelope<'a>(&'a self, whole: bool, choices: &'a [Choice], usage: Option<Option<Spent>>) -> Envelope<'a> {
        let object = match (self.shape, whole) {
            (Shape::Chat, true) => "chat.completion",
            (Shape::Chat, false) => "chat.completion.chunk",
            (Shape::Completion, _) => "text_completion",
        };
        let Self { id, created, model, .. } = self;
        Envelope { id, object, created: *created, model, system_fingerprint: TEXT_ENGINE, choices, usage }
    }
}

#[derive(Debug, Serialize)]
pub struct Choice {
    index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delta: Option<Delta>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    logprobs: Option<Logprobs>,
    finish_reason: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Message {
    role: &'static str,
    content: Option<String>,
    refusal: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_calls: Vec<ToolCall>,
}

/// A call of a function. `index` only in streams.
#[derive(Debug, Serialize)]
struct ToolCall {
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
    id: String,
    r#type: &'static str,
    function: Function,
}

#[derive(Debug, Serialize)]
struct Function {
    name: String,
    arguments: String,
}

impl ToolCall {
    fn new(index: Option<usize>, call: Call) -> Self {
        let function = Function { name: call.name, arguments: call.arguments };
        Self { index, id: call.id, r#type: "function", function }
    }
}

#[derive(Debug, Default, Serialize)]
struct Delta {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_calls: Vec<ToolCall>,
}

impl Choice {
    /// The whole answer.
    pub fn whole(shape: Shape, index: usize, found: Found, logprobs: Option<Logprobs>, finish: Finish) -> Self {
        let Found { text, calls } = found;
        let called = !calls.is_empty();
        let (message, text) = match shape {
            Shape::Chat => {
                let content = (!called || !text.is_empty()).then_some(text);
                let tool_calls = calls.into_iter().map(|call| ToolCall::new(None, call)).collect();
                (Some(Message { role: "assistant", content, refusal: None, tool_calls }), None)
            }
            Shape::Completion => (None, Some(text)),
        };
        Self { index, message, delta: None, text, logprobs, finish_reason: Some(reason(finish, called)) }
    }

    /// The first chunk: whose turn it is, or what is repeated.
    pub fn first(shape: Shape, index: usize, echo: Option<&String>) -> Option<Self> {
        match (shape, echo) {
            (Shape::Chat, _) => {
                let delta = Delta { role: Some("assistant"), content: Some(String::new()), ..Delta::default() };
                Some(Self { delta: Some(delta), ..Self::empty(index) })
            }
            (Shape::Completion, Some(echo)) => Some(Self { text: Some(echo.clone()), ..Self::empty(index) }),
            (Shape::Completion, None) => None,
        }
    }

    /// Some words, and calls after so many before.
    pub fn more(shape: Shape, index: usize, found: Found, before: usize, logprobs: Option<Logprobs>) -> Self {
        let Found { text: said, calls } = found;
        match shape {
            Shape::Chat => {
                let content = (calls.is_empty() || !said.is_empty()).then_some(said);
                let calls = calls.into_iter().zip(before..);
                let tool_calls = calls.map(|(call, at)| ToolCall::new(Some(at), call)).collect();
                let delta = Delta { role: None, content, tool_calls };
                Self { delta: Some(delta), logprobs, ..Self::empty(index) }
            }
            Shape::Completion => Self { text: Some(said), logprobs, ..Self::empty(index) },
        }
    }

    /// The end.
    pub fn last(shape: Shape, index: usize, finish: Finish, called: bool) -> Self {
        let (delta, text) = match shape {
            Shape::Chat => (Some(Delta::default()), None),
            Shape::Completion => (None, Some(String::new())),
        };
        Self { delta, text, finish_reason: Some(reason(finish, called)), ..Self::empty(index) }
    }

    fn empty(index: usize) -> Self {
        Self { index, message: None, delta: None, text: None, logprobs: None, finish_reason: None }
    }
}

/// An interrupted answer is an error and never comes here.
fn reason(finish: Finish, called: bool) -> &'static str {
    match finish {
        Finish::Stop if called => "tool_calls",
        Finish::Stop => "stop",
        Finish::Length | Finish::Interrupted => "length",
    }
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Logprobs {
    Chat { content: Vec<Weighed>, refusal: Option<()> },
    Completion(Columns),
}

/// A token and what could have been in its place.
#[derive(Debug, Serialize)]
pub struct Weighed {
    #[serde(flatten)]
    token: Piece,
    top_logprobs: Vec<Piece>,
}

#[derive(Debug, Serialize)]
struct Piece {
    token: String,
    logprob: f32,
    bytes: Vec<u8>,
}

impl Piece {
    fn new(bytes: &[u8], logprob: f32) -> Self {
        Self { token: spelt(bytes), logprob: finite(logprob), bytes: bytes.to_vec() }
    }
}

/// The older shape: a column for each property.
#[derive(Debug, Serialize)]
pub struct Columns {
    tokens: Vec<String>,
    token_logprobs: Vec<f32>,
    top_logprobs: Vec<BTreeMap<String, f32>>,
    text_offset: Vec<usize>,
}

/// A token need not be whole characters; its bytes tell what it is.
fn spelt(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn finite(logprob: f32) -> f32 {
    if logprob.is_finite() { logprob } else { IMPOSSIBLE }
}

impl Logprobs {
    /// Tells the probabilities of these tokens. `offset` counts the characters of the answer, from piece to piece.
    pub fn of(shape: Shape, tokens: &[Token], offset: &mut usize) -> Self {
        let logprob = |token: &Token| finite(token.logprob.unwrap_or(IMPOSSIBLE));
        if shape == Shape::Chat {
            let weighed = |token: &Token| Weighed {
                token: Piece::new(&token.bytes, logprob(token)),
                top_logprobs: token.top.iter().map(|other| Piece::new(&other.bytes, other.logprob)).collect(),
            };
            return Self::Chat { content: tokens.iter().map(weighed).collect(), refusal: None };
        }
        let top = |token: &Token| {
            let mut top: BTreeMap<_, _> =
                token.top.iter().map(|other| (spelt(&other.bytes), finite(other.logprob))).collect();
            // The token itself is always among them there.
            if !top.is_empty() {
                top.insert(spelt(&token.bytes), logprob(token));
            }
            top
        };
        let begins = |token: &Token| {
            let here = *offset;
            // Bytes that go on a character begin none.
            *offset += token.bytes.iter().filter(|byte| *byte & 0xC0 != 0x80).count();
            here
        };
        Self::Completion(Columns {
            tokens: tokens.iter().map(|token| spelt(&token.bytes)).collect(),
            token_logprobs: tokens.iter().map(logprob).collect(),
            top_logprobs: tokens.iter().map(top).collect(),
            text_offset: tokens.iter().map(begins).collect(),
        })
    }
}

/// `usage`.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Spent {
    prompt_tokens: u64,
    completion_tokens: u64,
    total_tokens: u64,
    prompt_tokens_details: Known,
}

#[derive(Debug, Clone, Copy, Default, Serialize)]
struct Known {
    cached_tokens: u64,
}

impl Spent {
    /// Adds a choice. A prompt counts once, however many choices it has.
    pub fn add(&mut self, usage: &Usage, first_of_its_prompt: bool) {
        if first_of_its_prompt {
            self.prompt_tokens += u64::from(usage.prompt_tokens);
            self.prompt_tokens_details.cached_tokens += u64::from(usage.cached_tokens);
        }
        self.completion_tokens += u64::from(usage.said_tokens);
        self.total_tokens = self.prompt_tokens + self.completion_tokens;
    }
}
