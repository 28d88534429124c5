//! What clients send. Fields that are not named here are ignored, among them `user`, `metadata`, `store` and `service_tier`.

use crate::lists::{Content, Logprobs, Stops, Texts};
use crate::numbers::{Number, number, whole};
use crate::object::Object;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A chat or a completion: the two share nearly everything. Every field may be absent or null; what must be there is
/// asked for by name later, so that its name can be told.
#[derive(Debug, Deserialize)]
pub struct Ask {
    pub model: Option<String>,
    pub messages: Option<Vec<Object<Message>>>,
    pub prompt: Option<Texts>,
    pub stream: Option<bool>,
    pub stream_options: Option<Object<StreamOptions>>,
    #[serde(default, deserialize_with = "whole")]
    pub n: Option<u32>,
    #[serde(default, deserialize_with = "whole")]
    pub best_of: Option<u32>,
    pub echo: Option<bool>,
    pub suffix: Option<String>,
    #[serde(default, deserialize_with = "whole")]
    pub max_tokens: Option<u32>,
    #[serde(default, deserialize_with = "whole")]
    pub max_completion_tokens: Option<u32>,
    #[serde(default, deserialize_with = "number")]
    pub temperature: Option<f32>,
    #[serde(default, deserialize_with = "number")]
    pub top_p: Option<f32>,
    /// Others take -1 for "all"; so do we.
    #[serde(default, deserialize_with = "whole")]
    pub top_k: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    pub min_p: Option<f32>,
    #[serde(default, deserialize_with = "whole")]
    pub seed: Option<i64>,
    #[serde(default, deserialize_with = "number", alias = "repeat_penalty")]
    pub repetition_penalty: Option<f32>,
    #[serde(default, deserialize_with = "number")]
    pub presence_penalty: Option<f32>,
    #[serde(default, deserialize_with = "number")]
    pub frequency_penalty: Option<f32>,
    pub logit_bias: Option<BTreeMap<TokenNumber, Number>>,
    pub stop: Option<Stops>,
    pub logprobs: Option<Logprobs>,
    #[serde(default, deserialize_with = "whole")]
    pub top_logprobs: Option<u64>,
    pub response_format: Option<Object<ResponseFormat>>,
    pub tools: Option<Vec<Object<Tool>>>,
    pub tool_choice: Option<Box<RawValue>>,
    pub parallel_tool_calls: Option<bool>,
    /// What `tools` and `tool_choice` were before.
    pub function_call: Option<Box<RawValue>>,
    pub functions: Option<Vec<IgnoredAny>>,
    pub modalities: Option<Vec<String>>,
}

/// A token as the name of a field. A key that is no number is a wrong type here, and not broken JSON as serde has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct TokenNumber(pub u32);

impl TryFrom<String> for TokenNumber {
    type Error = String;

    fn try_from(key: String) -> Result<Self, String> {
        key.parse().map(Self).map_err(|_| format!("{key:?} is not the number of a token"))
    }
}

/// A turn of a conversation.
#[derive(Debug, Deserialize)]
pub struct Message {
    pub role: Role,
    pub content: Option<Content>,
    pub tool_calls: Option<Vec<Object<Call>>>,
    pub tool_call_id: Option<String>,
}

/// A call of a function in an earlier turn.
#[derive(Debug, Deserialize)]
pub struct Call {
    pub id: String,
    pub function: Option<Object<Called>>,
}

#[derive(Debug, Deserialize)]
pub struct Called {
    pub name: String,
    pub arguments: String,
}

/// What an answer may call. There are others than functions.
#[derive(Debug, Deserialize)]
pub struct Tool {
    pub r#type: String,
    pub function: Option<Object<Function>>,
}

#[derive(Debug, Deserialize)]
pub struct Function {
    pub name: String,
    pub description: Option<String>,
    /// A schema as it was written.
    pub parameters: Option<Box<RawValue>>,
    pub strict: Option<bool>,
}

/// `{"type": "function", "function": {"name": "…"}}`.
#[derive(Debug, Deserialize)]
pub struct Choice {
    pub r#type: String,
    pub function: Option<Object<Named>>,
}

#[derive(Debug, Deserialize)]
pub struct Named {
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    System,
    /// What newer clients call the system.
    Developer,
    User,
    Assistant,
    Tool,
}

#[derive(Debug, Deserialize)]
pub struct StreamOptions {
    pub include_usage: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub struct ResponseFormat {
    pub r#type: FormatKind,
    pub json_schema: Option<Object<NamedSchema>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormatKind {
    Text,
    JsonObject,
    JsonSchema,
}

/// A schema as it was written: the order of its properties is the order of the answer.
#[derive(Debug, Deserialize)]
pub struct NamedSchema {
    pub schema: Option<Box<RawValue>>,
}

/// Texts to be made vectors.
#[derive(Debug, Deserialize)]
pub struct EmbedAsk {
    pub model: Option<String>,
    pub input: Option<Texts>,
    pub encoding_format: Option<Encoding>,
    #[serde(default, deserialize_with = "whole")]
    pub dimensions: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    Float,
    /// Little-endian `f32` in a row. The stock clients ask for it.
    Base64,
}
