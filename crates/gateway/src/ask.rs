//! From what a client sent to what is asked of a model: everything that chats and completions have in common.

use crate::answer::Shape;
use crate::error::{ApiError, unfit};
use crate::limits::{ANSWER_TOKENS, BIAS, CHOICES, COMPLETION_TOKENS, MODEL_NAME_BYTES, PENALTY};
use crate::numbers::Number;
use crate::tools;
use crate::wire::{Ask, FormatKind, ResponseFormat, TokenNumber};
use idlewatt_proto::limits::LOGPROBS;
use idlewatt_proto::text::{Generation, InvalidGeneration, Prompt, Sampling};

/// A request that can be answered.
#[derive(Debug)]
pub struct Asked {
    pub shape: Shape,
    pub model: String,
    /// One for each choice; the `n` of one prompt follow each other.
    pub generations: Vec<Generation>,
    /// Choices for each prompt.
    pub n: usize,
    pub stream: bool,
    /// Whether a stream ends with what it took.
    pub usage: bool,
    /// Whether probabilities are told.
    pub logprobs: bool,
    /// Functions that answers may call.
    pub tools: Vec<String>,
    /// What each choice repeats before it goes on, where prompts are to be repeated.
    pub echoes: Vec<String>,
}

/// Makes every choice of every prompt.
pub fn asked(shape: Shape, mut ask: Ask, prompts: Vec<Prompt>, echoes: Vec<String>) -> Result<Asked, ApiError> {
    refuse_what_is_not_there(&ask)?;
    refuse_what_is_beyond(&ask)?;
    let n = ask.n.unwrap_or(1) as usize;
    if n == 0 || n.saturating_mul(prompts.len()) > CHOICES {
        let message = format!("n times the number of prompts must be 1 to {CHOICES}");
        return Err(ApiError::Unfit { param: "n", message });
    }
    let stream = ask.stream.unwrap_or(false);
    let usage = ask.stream_options.as_ref().and_then(|options| options.0.include_usage).unwrap_or(false);
    let tools = tools::tools(ask.tools.take(), ask.tool_choice.take(), ask.parallel_tool_calls)?.map(Box::new);
    let template = Generation { tools, ..generation(shape, &ask)? };
    let (model, logprobs) = (model(ask.model)?, template.logprobs.is_some());
    let choices = prompts.into_iter().flat_map(|prompt| (0..n as u64).map(move |choice| (choice, prompt.clone())));
    let generations = choices.map(|(choice, prompt)| {
        let mut generation = Generation { prompt, ..template.clone() };
        generation.sampling.seed = seed(generation.sampling.seed, choice);
        match generation.validate() {
            Ok(()) => Ok(generation),
            Err(source) => Err(ApiError::Generation { param: param(shape, &source), source }),
        }
    });
    let generations = generations.collect::<Result<Vec<_>, _>>()?;
    let echoes = echoes.into_iter().flat_map(|echo| std::iter::repeat_n(echo, n)).collect();
    let tools = template.tools.into_iter().flat_map(|tools| tools.list).map(|tool| tool.name).collect();
    Ok(Asked { shape, model, generations, n, stream, usage, logprobs, tools, echoes })
}

/// The first choice has the seed that was sent, as a request for one has. The others' are mixed from it: with the
/// seeds after it, requests with seeds in a row would get the same answers again and again.
fn seed(sent: u64, choice: u64) -> u64 {
    if choice == 0 {
        return sent;
    }
    let mixed = blake3::hash([sent.to_le_bytes(), choice.to_le_bytes()].as_flattened());
    mixed.as_bytes().first_chunk().map_or(sent, |bytes| u64::from_le_bytes(*bytes))
}

/// The model's name, which must be there.
pub fn model(name: Option<String>) -> Result<String, ApiError> {
    match name {
        Some(name) if name.len() > MODEL_NAME_BYTES => {
            Err(ApiError::Unfit { param: "model", message: format!("a name has at most {MODEL_NAME_BYTES} bytes") })
        }
        Some(name) if !name.is_empty() => Ok(name),
        Some(_) | None => Err(ApiError::Missing { param: "model" }),
    }
}

/// What would change an answer and cannot be had is refused: an answer without it would be a wrong one.
fn refuse_what_is_not_there(ask: &Ask) -> Result<(), ApiError> {
    if ask.functions.as_ref().is_some_and(|functions| !functions.is_empty()) {
        return unfit("functions", "functions are offered as tools");
    }
    if ask.function_call.as_ref().is_some_and(|choice| !matches!(choice.get(), "\"none\"" | "\"auto\"")) {
        return unfit("function_call", "functions are chosen by tool_choice");
    }
    if ask.modalities.as_ref().is_some_and(|kinds| kinds.iter().any(|kind| kind != "text")) {
        return unfit("modalities", "only text is supported");
    }
    if ask.suffix.as_ref().is_some_and(|suffix| !suffix.is_empty()) {
        return unfit("suffix", "a suffix is not supported");
    }
    if ask.best_of.is_some_and(|best| best != ask.n.unwrap_or(1)) {
        return unfit("best_of", "best_of is not supported beyond n");
    }
    Ok(())
}

/// Models here would take more, but OpenAI's interface promises that it is refused.
fn refuse_what_is_beyond(ask: &Ask) -> Result<(), ApiError> {
    let penalties = [("presence_penalty", ask.presence_penalty), ("frequency_penalty", ask.frequency_penalty)];
    for (param, value) in penalties {
        let value = value.unwrap_or(0.0);
        if !(-PENALTY..=PENALTY).contains(&value) {
            let message = format!("{param} is {value}, outside -{PENALTY} to {PENALTY}");
            return Err(ApiError::Unfit { param, message });
        }
    }
    let beyond = ask.logit_bias.iter().flatten().find(|(_, bias)| !(-BIAS..=BIAS).contains(&bias.0));
    match beyond {
        Some((TokenNumber(token), Number(bias))) => {
            let message = format!("the bias of token {token} is {bias}, outside -{BIAS} to {BIAS}");
            Err(ApiError::Unfit { param: "logit_bias", message })
        }
        None => Ok(()),
    }
}

/// What all choices share, with an empty prompt.
fn generation(shape: Shape, ask: &Ask) -> Result<Generation, ApiError> {
    let default = match shape {
        Shape::Chat => ANSWER_TOKENS,
        Shape::Completion => COMPLETION_TOKENS,
    };
    Ok(Generation {
        prompt: Prompt::Text(String::new()),
        sampling: Sampling {
            temperature: ask.temperature.unwrap_or(1.0),
            top_p: ask.top_p.unwrap_or(1.0),
            top_k: top_k(ask.top_k)?,
            min_p: ask.min_p.unwrap_or(0.0),
            // The sign is a bit like any other. Without randomness answers repeat, which nothing here minds.
            seed: ask.seed.map_or_else(|| getrandom::u64().unwrap_or_default(), i64::cast_unsigned),
            repetition_penalty: ask.repetition_penalty.unwrap_or(1.0),
            presence_penalty: ask.presence_penalty.unwrap_or(0.0),
            frequency_penalty: ask.frequency_penalty.unwrap_or(0.0),
            logit_bias: ask.logit_bias.iter().flatten().map(|(token, bias)| (token.0, bias.0)).collect(),
        },
        max_tokens: ask.max_completion_tokens.or(ask.max_tokens).unwrap_or(default),
        stop: ask.stop.as_ref().map(|stops| stops.0.clone()).unwrap_or_default(),
        logprobs: logprobs(shape, ask)?,
        schema: ask.response_format.as_ref().map_or(Ok(None), |format| schema(&format.0))?,
        tools: None,
        said: Vec::new(),
    })
}

fn top_k(asked: Option<i64>) -> Result<u32, ApiError> {
    match asked.unwrap_or(0) {
        -1 => Ok(0),
        count => u32::try_from(count).map_err(|_| ApiError::Unfit {
            param: "top_k",
            message: format!("top_k is {count}, not a count, 0 or -1"),
        }),
    }
}

fn logprobs(shape: Shape, ask: &Ask) -> Result<Option<u8>, ApiError> {
    use crate::lists::Logprobs as Sent;
    let (param, count) = match (shape, ask.logprobs, ask.top_logprobs) {
        (Shape::Chat, Some(Sent::Count(_)), _) => return unfit("logprobs", "in a chat logprobs is true or false"),
        (Shape::Chat, Some(Sent::Wanted(true)), count) => ("top_logprobs", count.unwrap_or(0)),
        (Shape::Chat, _, Some(1..)) => return unfit("top_logprobs", "top_logprobs needs logprobs to be true"),
        (Shape::Completion, Some(Sent::Wanted(true)), _) => {
            return unfit("logprobs", "in a completion logprobs is a number");
        }
        (Shape::Completion, Some(Sent::Count(count)), _) => ("logprobs", count),
        (_, Some(Sent::Wanted(false)) | None, _) => return Ok(None),
    };
    match u8::try_from(count) {
        Ok(count) if count <= LOGPROBS => Ok(Some(count)),
        _ => Err(ApiError::Generation { param, source: InvalidGeneration::Logprobs }),
    }
}

fn schema(format: &ResponseFormat) -> Result<Option<String>, ApiError> {
    let schema = format.json_schema.as_ref().and_then(|named| named.0.schema.as_ref());
    match (format.r#type, schema) {
        (FormatKind::Text, _) => Ok(None),
        (FormatKind::JsonObject, _) => Ok(Some(r#"{"type":"object"}"#.to_owned())),
        (FormatKind::JsonSchema, Some(schema)) if schema.get().starts_with('{') => Ok(Some(schema.get().to_owned())),
        (FormatKind::JsonSchema, Some(_)) => Err(ApiError::Unfit {
            param: "response_format.json_schema.schema",
            message: "a schema is an object".into(),
        }),
        (FormatKind::JsonSchema, None) => Err(ApiError::Missing { param: "response_format.json_schema.schema" }),
    }
}

/// What a client calls that which is wrong.
fn param(shape: Shape, invalid: &InvalidGeneration) -> &'static str {
    match (invalid, shape) {
        (InvalidGeneration::Number { name, .. }, _) => name,
        (InvalidGeneration::LogitBias, _) => "logit_bias",
        (InvalidGeneration::NoTokens, _) => "max_tokens",
        (InvalidGeneration::Stop, _) => "stop",
        (InvalidGeneration::Logprobs, Shape::Chat) => "top_logprobs",
        (InvalidGeneration::Logprobs, Shape::Completion) => "logprobs",
        (InvalidGeneration::Tools | InvalidGeneration::ToolsWithoutChat, _) => "tools",
        (InvalidGeneration::NoTool(_), _) => "tool_choice",
        (InvalidGeneration::Empty | InvalidGeneration::TooLong { .. }, Shape::Chat) => "messages",
        (InvalidGeneration::Empty | InvalidGeneration::TooLong { .. }, Shape::Completion) => "prompt",
    }
}
