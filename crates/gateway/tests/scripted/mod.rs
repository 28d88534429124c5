//! A backend that plays models by a script: no model, no arithmetic, the same words for the same request.
#![allow(dead_code, reason = "each test and the example use a part of it")]

use idlewatt_gateway::{Backend, Embedding, ModelCard, Part, Unanswered};
use idlewatt_proto::Bytes;
use idlewatt_proto::text::{
    Alternative, Finish, Generation, ModelFacts, ModelKind, Prompt, Role, Said, TextEvent, Token, Tool, ToolChoice,
    Tools, Usage,
};
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

pub const MODEL: &str = "scripted/words";
pub const EMBED_MODEL: &str = "scripted-embed";
/// Numbers in a scripted vector.
pub const WIDTH: usize = 8;
/// Words after which a scripted answer comes to its end.
const WORDS: u32 = 20;
/// The last two are one character, cut in the middle.
const VOCABULARY: &[&[u8]] =
    &[b" one", b" two", b" three", " größer".as_bytes(), " 漢字".as_bytes(), b" seven", b"\xc3", b"\xa9"];
const SPLIT: usize = 6;
/// A piece of an answer without end.
const PIECE_BYTES: usize = 4096;
/// Where an answer without end ends after all, so that a test without backpressure ends too.
pub const ENDLESS_BYTES: usize = 256 << 20;

/// What a test can wait for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counts {
    /// Answers that are being made.
    pub open: usize,
    /// Answers whose reader went before their end.
    pub hung_up: usize,
    /// Times that an answer had to wait for its reader for half a second.
    pub held: usize,
    /// Bytes of answers without end.
    pub bytes: usize,
}

#[derive(Debug, Clone, Default)]
pub struct Scripted {
    pub counts: watch::Sender<Counts>,
    last: Arc<Mutex<Option<Generation>>>,
    known: Arc<Mutex<HashSet<String>>>,
}

type Events = mpsc::Sender<Result<TextEvent, Unanswered>>;

impl Scripted {
    /// The last thing that was asked of a model.
    pub fn last(&self) -> Generation {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone().expect("something was asked")
    }

    async fn play(self, model: String, generation: Generation, events: Events) {
        self.counts.send_modify(|counts| counts.open += 1);
        let went = match model.as_str() {
            "scripted-silent" => {
                events.closed().await;
                Err(())
            }
            "scripted-endless" => self.endless(&events).await,
            "scripted-refusing" => {
                say(&events, Err(Unanswered::BadRequest { part: None, what: "nobody can say that".into() })).await
            }
            "scripted-narrow" => {
                let part = if matches!(generation.prompt, Prompt::Chat(_)) { Part::Messages } else { Part::Prompt };
                say(&events, Err(Unanswered::TooLong { part, what: "the prompt has 9 tokens too many".into() })).await
            }
            "scripted-schemaless" => say(&events, Err(bad(Part::Schema))).await,
            "scripted-unbiased" => say(&events, Err(bad(Part::LogitBias))).await,
            _ => self.words(&model, &generation, &events).await,
        };
        self.counts.send_modify(|counts| {
            counts.open -= 1;
            counts.hung_up += usize::from(went.is_err());
        });
    }

    async fn endless(&self, events: &Events) -> Result<(), ()> {
        say(events, Ok(TextEvent::Began { prompt_tokens: 1, cached_tokens: 0 })).await?;
        let said = Said { text: "x".repeat(PIECE_BYTES), tokens: Vec::new() };
        for _ in 0..ENDLESS_BYTES / PIECE_BYTES {
            let place = match timeout(Duration::from_millis(500), events.reserve()).await {
                Ok(place) => place,
                Err(_) => {
                    self.counts.send_modify(|counts| counts.held += 1);
                    events.reserve().await
                }
            };
            place.map_err(|_| ())?.send(Ok(TextEvent::Said(said.clone())));
            self.counts.send_modify(|counts| counts.bytes += PIECE_BYTES);
        }
        Ok(())
    }

    async fn words(&self, model: &str, generation: &Generation, events: &Events) -> Result<(), ()> {
        let (asked, prompt_tokens) = (format!("{:?}", generation.prompt), length(&generation.prompt));
        let fresh = self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(asked.clone());
        let cached_tokens = if fresh { 0 } else { prompt_tokens.saturating_sub(1) };
        say(events, Ok(TextEvent::Began { prompt_tokens, cached_tokens })).await?;
        let script = script(generation, &asked);
        let mut pen = Pen { stops: &generation.stop, bytes: Vec::new(), told: 0 };
        let (mut finish, mut said_tokens) = (Finish::Stop, 0);
        for (id, bytes) in script {
            if said_tokens == generation.max_tokens {
                finish = Finish::Length;
                break;
            }
            if said_tokens == 2 {
                match model {
                    "scripted-failing" => {
                        return say(events, Err(Unanswered::Failed("the script says so".into()))).await;
                    }
                    "scripted-broken" => return Ok(()),
                    "scripted-interrupted" => {
                        finish = Finish::Interrupted;
                        break;
                    }
                    _ => {}
                }
            }
            said_tokens += 1;
            let (text, stopped) = pen.write(&bytes);
            say(events, Ok(TextEvent::Said(Said { text, tokens: vec![token(generation, id, bytes)] }))).await?;
            if stopped {
                break;
            }
        }
        let rest = pen.rest();
        if !rest.is_empty() {
            say(events, Ok(TextEvent::Said(Said { text: rest, tokens: Vec::new() }))).await?;
        }
        let usage = Usage { prompt_tokens, cached_tokens, said_tokens, busy_ms: 1 };
        say(events, Ok(TextEvent::Ended { finish, usage })).await
    }
}

fn bad(part: Part) -> Unanswered {
    Unanswered::BadRequest { part: Some(part), what: format!("{part:?} is no good") }
}

async fn say(events: &Events, event: Result<TextEvent, Unanswered>) -> Result<(), ()> {
    events.send(event).await.map_err(|_| ())
}

/// Holds back what is not a whole character, or may become a stop text.
struct Pen<'a> {
    stops: &'a [String],
    bytes: Vec<u8>,
    told: usize,
}

impl Pen<'_> {
    /// What can be told now, and whether a stop text came.
    fn write(&mut self, bytes: &[u8]) -> (String, bool) {
        self.bytes.extend_from_slice(bytes);
        let text = self.text().to_owned();
        if let Some(at) = self.stops.iter().filter_map(|stop| text.find(stop)).min() {
            self.bytes.truncate(at);
            return (self.tell(at), true);
        }
        let held = self.stops.iter().map(String::len).max().map_or(0, |longest| longest - 1);
        (self.tell(text.floor_char_boundary(text.len().saturating_sub(held))), false)
    }

    fn rest(&mut self) -> String {
        self.tell(self.text().len())
    }

    fn tell(&mut self, until: usize) -> String {
        let from = self.told.min(until);
        self.told = until.max(from);
        self.text()[from..until].to_owned()
    }

    fn text(&self) -> &str {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&self.bytes[..error.valid_up_to()]).expect("valid so far"),
        }
    }
}

/// Calls of all functions that may be called, as models write them.
fn calls(tools: &Tools) -> String {
    let call = |tool: &Tool| {
        let schema = tool.parameters.as_deref().unwrap_or(r#"{"type": "object"}"#);
        let arguments = instance(&serde_json::from_str(schema).expect("a schema"));
        format!("<tool_call>\n{{\"name\": \"{}\", \"arguments\": {arguments}}}\n</tool_call>", tool.name)
    };
    let most = if tools.parallel { usize::MAX } else { 1 };
    tools.allowed().take(most).map(call).collect::<Vec<_>>().join("\n")
}

/// The tokens of an answer, were it not cut short.
fn script(generation: &Generation, asked: &str) -> Vec<(u32, Vec<u8>)> {
    let last = match &generation.prompt {
        Prompt::Chat(messages) => messages.last(),
        _ => None,
    };
    // Who has brought a result gets words.
    if let Some(tools) = &generation.tools
        && last.is_some_and(|last| last.role != Role::Tool)
    {
        let words = if tools.choice == ToolChoice::Auto { "Let me see.\n" } else { "" };
        let text = format!("{words}{}", calls(tools));
        return text.into_bytes().chunks(4).map(|piece| (u32::from(piece[0]), piece.to_vec())).collect();
    }
    if let Some(schema) = &generation.schema {
        let schema = serde_json::from_str(schema).expect("a schema");
        let text = serde_json::to_string(&instance(&schema)).expect("JSON");
        return text.into_bytes().chunks(4).map(|piece| (u32::from(piece[0]), piece.to_vec())).collect();
    }
    let seed = if generation.sampling.temperature == 0.0 { 0 } else { generation.sampling.seed };
    let mut tokens = Vec::new();
    for position in 0..WORDS {
        let hash = blake3::hash(format!("{asked} {seed} {position}").as_bytes());
        let index = usize::from(hash.as_bytes()[0]) % (SPLIT + 1);
        tokens.push(index);
        if index == SPLIT {
            tokens.push(SPLIT + 1);
        }
    }
    tokens.into_iter().map(|index| (index as u32, VOCABULARY[index].to_vec())).collect()
}

/// The simplest value that follows a schema.
fn instance(schema: &Value) -> Value {
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    match schema["type"].as_str() {
        Some("object") => {
            let empty = Map::new();
            let properties = schema["properties"].as_object().unwrap_or(&empty);
            properties.iter().map(|(name, schema)| (name.clone(), instance(schema))).collect::<Map<_, _>>().into()
        }
        Some("array") => Value::Array(vec![instance(&schema["items"])]),
        Some("integer" | "number") => 7.into(),
        Some("boolean") => true.into(),
        Some("string") => "words".into(),
        _ => Value::Null,
    }
}

fn token(generation: &Generation, id: u32, bytes: Vec<u8>) -> Token {
    let Some(count) = generation.logprobs else {
        return Token { id, logprob: None, top: Vec::new(), bytes: Vec::new() };
    };
    let others = (1..).map(|step| (id + step) % VOCABULARY.len() as u32);
    let others = others.map(|other| (other, VOCABULARY[other as usize].to_vec()));
    let top = std::iter::once((id, bytes.clone())).chain(others).zip(1u8..).take(usize::from(count));
    let top = top.map(|((id, bytes), rank)| Alternative { id, logprob: -0.5 * f32::from(rank), bytes }).collect();
    Token { id, logprob: Some(-0.5), top, bytes }
}

/// A word is a token here.
fn length(prompt: &Prompt) -> u32 {
    let words = |text: &str| text.split_whitespace().count();
    let count = match prompt {
        Prompt::Text(text) => words(text),
        Prompt::Chat(messages) => messages.iter().map(|message| words(&message.content) + 1).sum(),
        Prompt::Tokens(tokens) => tokens.len(),
    };
    count as u32
}

fn card(name: &str, kind: ModelKind) -> ModelCard {
    let facts = ModelFacts {
        name: name.into(),
        kind,
        architecture: "script".into(),
        format: "none".into(),
        parameters: 0,
        layers: 0,
        width: WIDTH as u32,
        vocabulary: VOCABULARY.len() as u32,
        context: 4096,
        chat: kind == ModelKind::Generate,
        weight_bytes: Bytes(0),
        token_bytes: Bytes(0),
    };
    ModelCard { name: name.into(), facts: Some(facts), created: 1_700_000_000 }
}

impl Backend for Scripted {
    async fn models(&self) -> Result<Vec<ModelCard>, Unanswered> {
        Ok(vec![card(MODEL, ModelKind::Generate), card(EMBED_MODEL, ModelKind::Embed)])
    }

    async fn generate(
        &self,
        model: &str,
        generation: Generation,
    ) -> Result<mpsc::Receiver<Result<TextEvent, Unanswered>>, Unanswered> {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(generation.clone());
        match model {
            "scripted-busy" => Err(Unanswered::Busy("eight answers are being made already".into())),
            "scripted-nobody" => Err(Unanswered::NoProvider("nobody has this model now".into())),
            model if model == MODEL || model.starts_with("scripted-") && model != EMBED_MODEL => {
                let (events, answer) = mpsc::channel(4);
                tokio::spawn(self.clone().play(model.to_owned(), generation, events));
                Ok(answer)
            }
            _ => Err(Unanswered::UnknownModel(model.to_owned())),
        }
    }

    async fn embed(&self, model: &str, texts: Vec<String>) -> Result<Vec<Embedding>, Unanswered> {
        let vector = |text: &String| {
            let bytes = *blake3::hash(text.as_bytes()).as_bytes();
            let vector: Vec<f32> = bytes.iter().take(WIDTH).map(|byte| f32::from(*byte) + 1.0).collect();
            let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
            let vector = vector.into_iter().map(|number| number / length).collect();
            Embedding { vector, tokens: text.split_whitespace().count() as u32 }
        };
        match model {
            EMBED_MODEL => Ok(texts.iter().map(vector).collect()),
            // One too few, and a number that is none.
            "scripted-forgetful" => Ok(texts.iter().skip(1).map(vector).collect()),
            "scripted-narrow" => Err(Unanswered::TooLong { part: Part::Input, what: "text 0 is too long".into() }),
            "scripted-infinite" => Ok(texts.iter().map(|_| Embedding { vector: vec![f32::NAN], tokens: 1 }).collect()),
            _ => Err(Unanswered::UnknownModel(model.to_owned())),
        }
    }
}
