//! Text jobs: what a language model is asked, what it says, and what is known of it.
//!
//! One request of a model is one unit of work. It can be given up in the middle and continued elsewhere: the tokens
//! that were said so far are part of a request ([`Generation::said`]), and random numbers are keyed by seed and position, so
//! that whoever continues says what the first one would have said.

use crate::limits;
use crate::measure::Bytes;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Name and version of the engine whose arithmetic a text is defined by.
pub const TEXT_ENGINE: &str = "idlewatt-text/1";

/// Who speaks in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sets the scene.
    System,
    /// Asks.
    User,
    /// The model.
    Assistant,
    /// The result of a tool.
    Tool,
}

/// One turn of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who.
    pub role: Role,
    /// What was said.
    pub content: String,
    /// Functions that the assistant called.
    pub calls: Vec<Call>,
    /// Which call a tool's result belongs to.
    pub call_id: Option<String>,
}

impl Message {
    /// A turn in words.
    pub fn new(role: Role, content: impl Into<String>) -> Self {
        Self { role, content: content.into(), calls: Vec::new(), call_id: None }
    }

    /// Bytes of all that is said in it, and of what is around.
    pub(crate) fn bytes(&self) -> usize {
        let calls = self.calls.iter().map(|call| call.id.len() + call.name.len() + call.arguments.len() + 16);
        self.content.len() + self.call_id.as_ref().map_or(0, String::len) + calls.sum::<usize>() + 16
    }
}

/// A call of a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// What its result names it by.
    pub id: String,
    /// The function.
    pub name: String,
    /// Its arguments, as JSON.
    pub arguments: String,
}

/// A function that an answer may call. Whoever asked runs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Letters, digits, `_` and `-`.
    pub name: String,
    /// What it does.
    pub description: Option<String>,
    /// A JSON schema of its arguments; `None`: it takes none.
    pub parameters: Option<String>,
    /// Whether arguments must follow all of the schema, and what cannot be followed is refused.
    pub strict: bool,
}

/// Functions that an answer may call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tools {
    /// What there is.
    pub list: Vec<Tool>,
    /// Whether it must call.
    pub choice: ToolChoice,
    /// Whether it may call more than one at once.
    pub parallel: bool,
}

/// Whether an answer calls a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToolChoice {
    /// If the model likes.
    Auto,
    /// It must.
    Required,
    /// It must call this one.
    Named(String),
}

impl Tools {
    /// Those that the answer may call.
    pub fn allowed(&self) -> impl Iterator<Item = &Tool> {
        self.list.iter().filter(|tool| !matches!(&self.choice, ToolChoice::Named(name) if *name != tool.name))
    }

    fn validate(&self) -> Result<(), InvalidGeneration> {
        let name = |tool: &Tool| {
            let letters = tool.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
            letters && (1..=limits::TOOL_NAME_BYTES).contains(&tool.name.len())
        };
        let mut names: Vec<&str> = self.list.iter().map(|tool| tool.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        if names.is_empty()
            || names.len() < self.list.len()
            || names.len() > limits::TOOLS
            || !self.list.iter().all(name)
        {
            return Err(InvalidGeneration::Tools);
        }
        match &self.choice {
            ToolChoice::Named(name) if !names.contains(&name.as_str()) => Err(InvalidGeneration::NoTool(name.clone())),
            _ => Ok(()),
        }
    }

    /// Bytes of all that is said of them.
    pub(crate) fn bytes(&self) -> usize {
        let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        self.list.iter().map(|tool| tool.name.len() + text(&tool.description) + text(&tool.parameters) + 64).sum()
    }
}

/// What a model goes on from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prompt {
    /// Bare text, without the model's chat template.
    Text(String),
    /// A conversation, written down by the model's own chat template, with the assistant to speak next.
    Chat(Vec<Message>),
    /// Tokens of the model's own vocabulary.
    Tokens(Vec<u32>),
}

/// How the next token is chosen. [`Sampling::default`] is greedy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// Divides logits; 0 takes the likeliest token always.
    pub temperature: f32,
    /// Only the likeliest tokens that together have this probability. 1: all.
    pub top_p: f32,
    /// Only so many of the likeliest tokens. 0: all.
    pub top_k: u32,
    /// Only tokens at least so likely in comparison with the likeliest. 0: all.
    pub min_p: f32,
    /// Keys the random numbers together with the position.
    pub seed: u64,
    /// Divides positive logits of tokens that are there already, and multiplies negative ones. 1: none.
    pub repetition_penalty: f32,
    /// Taken from the logits of tokens that were said already. 0: none.
    pub presence_penalty: f32,
    /// Taken from the logits of tokens for each time that they were said already. 0: none.
    pub frequency_penalty: f32,
    /// Added to the logits of these tokens.
    pub logit_bias: Vec<(u32, f32)>,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            temperature: 0.0,
            top_p: 1.0,
            top_k: 0,
            min_p: 0.0,
            seed: 0,
            repetition_penalty: 1.0,
            presence_penalty: 0.0,
            frequency_penalty: 0.0,
            logit_bias: Vec::new(),
        }
    }
}

/// A request of a language model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Generation {
    /// What to go on from.
    pub prompt: Prompt,
    /// How to choose.
    pub sampling: Sampling,
    /// Tokens to say at most, those in `said` counted.
    pub max_tokens: u32,
    /// Texts that end the answer. They are not part of it.
    pub stop: Vec<String>,
    /// So many likeliest alternatives are told for each token; `None`: no probabilities at all.
    pub logprobs: Option<u8>,
    /// A JSON schema that the answer must follow, unless it calls a function.
    pub schema: Option<String>,
    /// Functions that it may call. Only in conversations.
    pub tools: Option<Box<Tools>>,
    /// What was said of this answer before, elsewhere. Neither told nor counted again.
    pub said: Vec<u32>,
}

impl Generation {
    /// A greedy answer of at most so many tokens.
    pub fn greedy(prompt: Prompt, max_tokens: u32) -> Self {
        Self {
            prompt,
            sampling: Sampling::default(),
            max_tokens,
            stop: Vec::new(),
            logprobs: None,
            schema: None,
            tools: None,
            said: Vec::new(),
        }
    }

    /// Checks every bound that does not need the model.
    pub fn validate(&self) -> Result<(), InvalidGeneration> {
        use InvalidGeneration as Invalid;
        let Sampling { temperature, top_p, min_p, repetition_penalty, presence_penalty, frequency_penalty, .. } =
            self.sampling;
        let within = |name, value: f32, least: f32, most: f32| match (least..=most).contains(&value) {
            true => Ok(()),
            false => Err(Invalid::Number { name, value: value.to_string(), least, most }),
        };
        within("temperature", temperature, 0.0, 10.0)?;
        within("top_p", top_p, 0.0, 1.0)?;
        within("min_p", min_p, 0.0, 1.0)?;
        within("repetition_penalty", repetition_penalty, 0.01, 10.0)?;
        within("presence_penalty", presence_penalty, -10.0, 10.0)?;
        within("frequency_penalty", frequency_penalty, -10.0, 10.0)?;
        let biases = &self.sampling.logit_bias;
        if biases.len() > limits::LOGIT_BIASES || biases.iter().any(|(_, bias)| !bias.is_finite()) {
            return Err(Invalid::LogitBias);
        }
        if self.max_tokens == 0 {
            return Err(Invalid::NoTokens);
        }
        if self.stop.len() > limits::STOP_TEXTS
            || self.stop.iter().any(|stop| stop.is_empty() || stop.len() > limits::TEXT_BYTES)
        {
            return Err(Invalid::Stop);
        }
        if self.logprobs.is_some_and(|count| count > limits::LOGPROBS) {
            return Err(Invalid::Logprobs);
        }
        let bytes = match &self.prompt {
            Prompt::Text(text) => text.len(),
            Prompt::Chat(messages) => messages.iter().map(Message::bytes).sum(),
            Prompt::Tokens(tokens) => tokens.len() * 4,
        };
        let empty = match &self.prompt {
            Prompt::Text(_) => false,
            Prompt::Chat(messages) => messages.is_empty(),
            Prompt::Tokens(tokens) => tokens.is_empty(),
        };
        if empty {
            return Err(Invalid::Empty);
        }
        if let Some(tools) = &self.tools {
            tools.validate()?;
            if !matches!(self.prompt, Prompt::Chat(_)) {
                return Err(Invalid::ToolsWithoutChat);
            }
        }
        let tools = self.tools.as_ref().map_or(0, |tools| tools.bytes());
        let bytes = bytes + self.said.len() * 4 + self.schema.as_ref().map_or(0, String::len) + tools;
        if bytes > limits::PROMPT_BYTES {
            return Err(Invalid::TooLong { bytes });
        }
        Ok(())
    }
}

/// What is wrong with a request. The words are for whoever wrote it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum InvalidGeneration {
    /// A number outside its range.
    #[error("{name} is {value}, outside {least} to {most}")]
    Number {
        /// Which.
        name: &'static str,
        /// What it is.
        value: String,
        /// At least.
        least: f32,
        /// At most.
        most: f32,
    },
    /// Too many biases, or infinite ones.
    #[error("logit_bias must be at most {max} finite numbers", max = limits::LOGIT_BIASES)]
    LogitBias,
    /// Nothing to say.
    #[error("max_tokens must be at least 1")]
    NoTokens,
    /// Stop texts.
    #[error("stop must be at most {max} texts of 1 to {bytes} bytes", max = limits::STOP_TEXTS, bytes = limits::TEXT_BYTES)]
    Stop,
    /// Too many alternatives.
    #[error("at most {max} alternatives can be told for each token", max = limits::LOGPROBS)]
    Logprobs,
    /// Names of functions, or how many.
    #[error(
        "tools must be 1 to {max} functions, each with a name of its own of 1 to {bytes} letters, digits, _ and -",
        max = limits::TOOLS,
        bytes = limits::TOOL_NAME_BYTES
    )]
    Tools,
    /// A function that is to be called and is not there.
    #[error("tool_choice names {0:?}, which is not among the tools")]
    NoTool(String),
    /// Nobody but an assistant calls functions.
    #[error("tools need a conversation")]
    ToolsWithoutChat,
    /// A conversation without a message, or no tokens.
    #[error("the prompt is empty")]
    Empty,
    /// More than travels.
    #[error("the prompt has {bytes} bytes, more than {max}", max = limits::PROMPT_BYTES)]
    TooLong {
        /// Its size.
        bytes: usize,
    },
}

/// What comes of a request, in order: `Began`, any number of `Said`, `Ended`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextEvent {
    /// The prompt was read.
    Began {
        /// Its length in tokens.
        prompt_tokens: u32,
        /// So many of them were known from an earlier request and cost nothing.
        cached_tokens: u32,
    },
    /// More of the answer.
    Said(Said),
    /// That was all.
    Ended {
        /// Why.
        finish: Finish,
        /// What it took.
        usage: Usage,
    },
}

/// A piece of an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Whole characters. Empty while a character, or what may become a stop text, is still incomplete.
    pub text: String,
    /// The tokens, one or a few.
    pub tokens: Vec<Token>,
}

/// A token that was said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// Its number in the model's vocabulary.
    pub id: u32,
    /// Natural logarithm of its probability before sampling; `None` where none were asked for.
    pub logprob: Option<f32>,
    /// The likeliest tokens in its place, likeliest first, where asked for.
    pub top: Vec<Alternative>,
    /// What it stands for; not always whole characters. Only where probabilities were asked for.
    pub bytes: Vec<u8>,
}

/// A token that could have been said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// Its number.
    pub id: u32,
    /// Natural logarithm of its probability.
    pub logprob: f32,
    /// What it stands for.
    pub bytes: Vec<u8>,
}

/// What a model thinks of an answer that somebody else gave in its name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// How likely each token of [`Generation::said`] was, as natural logarithms; what the sampler would have looked at,
    /// before temperature.
    pub logprobs: Vec<f32>,
    /// How likely the likeliest token was in each place.
    pub best: Vec<f32>,
    /// What is told with each token: whole characters, without what may become a stop text.
    pub texts: Vec<String>,
    /// What is told when the answer ends there.
    pub rest: String,
}

/// Why an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Finish {
    /// The model came to its end, or to a stop text.
    Stop,
    /// `max_tokens` or the model's context is used up.
    Length,
    /// Given up on order, before its end; it can be continued from the tokens that were said.
    Interrupted,
}

/// What a request took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Usage {
    /// Tokens of the prompt, cached ones included.
    pub prompt_tokens: u32,
    /// Tokens of the prompt that were known already.
    pub cached_tokens: u32,
    /// Tokens said by this worker: those in [`Generation::said`] are not among them.
    pub said_tokens: u32,
    /// Time on the GPU in milliseconds, as this request's share of what was done at once.
    #[ts(type = "number")]
    pub busy_ms: u64,
}

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ModelKind {
    /// Says what comes next.
    Generate,
    /// Turns texts into vectors.
    Embed,
}

/// What a worker found in a model's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ModelFacts {
    /// As the file says, or empty.
    pub name: String,
    /// What it is for.
    pub kind: ModelKind,
    /// For example `llama`, `qwen3`, `bert`.
    pub architecture: String,
    /// The format that most of its weights have, for example `Q4_1`.
    pub format: String,
    /// Weights in all.
    #[ts(type = "number")]
    pub parameters: u64,
    /// Transformer blocks.
    pub layers: u32,
    /// Numbers in a hidden state, and in an embedding.
    pub width: u32,
    /// Tokens in its vocabulary.
    pub vocabulary: u32,
    /// Tokens that it was trained to see at once.
    pub context: u32,
    /// Whether it brings a chat template.
    pub chat: bool,
    /// Memory that its weights take on the device.
    pub weight_bytes: Bytes,
    /// Memory that one token of context takes on the device.
    pub token_bytes: Bytes,
}

/// How fast a model runs on an adapter, in tokens per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextSpeed {
    /// Reading a prompt.
    pub prefill: u32,
    /// Saying an answer, one conversation alone.
    pub decode: u32,
}
