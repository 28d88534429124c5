//! How an answer is told: as it comes, and what it took.

use super::source::{About, News, Source};
use crate::error::Error;
use crate::interrupt::Interrupts;
use crate::out::Out;
use crate::words;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::text::{Finish, Generation, ModelFacts, Said, TextEvent, Usage};
use idlewatt_proto::{Amount, NodeId};
use serde::Serialize;
use std::time::{Duration, Instant};

/// One object of `--json` for each event. Benches read these.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
enum Told<'a> {
    Opened {
        /// Of a model on the mesh often nobody here knows.
        facts: Option<&'a ModelFacts>,
        #[serde(flatten)]
        about: Option<About>,
        seed: u64,
        load_seconds: f64,
    },
    Answering {
        provider: NodeId,
        price: Price,
    },
    Began {
        prompt_tokens: u32,
        cached_tokens: u32,
    },
    Said {
        text: &'a str,
        tokens: Vec<Token>,
    },
    Ended {
        finish: Finish,
        #[serde(flatten)]
        usage: Usage,
        /// From the question to the first token.
        first_token_seconds: f64,
        /// From the question to the end.
        seconds: f64,
        /// After the first one.
        tokens_per_second: f64,
        /// With the mesh.
        #[serde(skip_serializing_if = "Option::is_none")]
        cost: Option<Amount>,
    },
}

#[derive(Serialize)]
struct Token {
    id: u32,
    logprob: Option<f32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    top: Vec<Alternative>,
}

#[derive(Serialize)]
struct Alternative {
    id: u32,
    logprob: f32,
    text: String,
}

/// Tells one answer.
pub struct Teller<'a> {
    out: &'a Out,
    asked: Instant,
    first: Option<Duration>,
    usage: Usage,
    text: String,
    finish: Option<Finish>,
    /// Who answered on the mesh, one after the other.
    providers: Vec<NodeId>,
    cost: Option<Amount>,
}

/// Tells who answers, where that is of use to scripts.
pub fn opened(out: &Out, source: &Source, seed: u64, load: Duration) {
    if !out.json {
        return;
    }
    let (facts, about, load_seconds) = (source.facts(), source.about(), load.as_secs_f64());
    out.object(&Told::Opened { facts, about, seed, load_seconds });
}

impl<'a> Teller<'a> {
    /// The question is asked now.
    pub fn new(out: &'a Out) -> Self {
        Self {
            out,
            asked: Instant::now(),
            first: None,
            usage: Usage::default(),
            text: String::new(),
            finish: None,
            providers: Vec::new(),
            cost: None,
        }
    }

    /// Tells one piece of news.
    pub fn tell(&mut self, news: News) {
        let event = match news {
            News::Text(event) => event,
            News::Cost(cost) => return self.cost = Some(cost),
            News::Answering { provider, price } => {
                if self.out.json {
                    self.out.object(&Told::Answering { provider, price });
                }
                return self.providers.push(provider);
            }
        };
        match event {
            TextEvent::Began { prompt_tokens, cached_tokens } => {
                (self.usage.prompt_tokens, self.usage.cached_tokens) = (prompt_tokens, cached_tokens);
                if self.out.json {
                    self.out.object(&Told::Began { prompt_tokens, cached_tokens });
                }
            }
            TextEvent::Said(said) => self.said(said),
            TextEvent::Ended { finish, usage } => {
                self.usage = usage;
                self.finish = Some(finish);
            }
        }
    }

    fn said(&mut self, said: Said) {
        if !said.tokens.is_empty() {
            self.first.get_or_insert_with(|| self.asked.elapsed());
        }
        self.usage.said_tokens += said.tokens.len() as u32;
        self.text.push_str(&said.text);
        if !self.out.json {
            return self.out.said(&said.text);
        }
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let tokens = said.tokens.into_iter().map(|token| Token {
            id: token.id,
            logprob: token.logprob,
            top: token
                .top
                .into_iter()
                .map(|other| Alternative { id: other.id, logprob: other.logprob, text: shown(&other.bytes) })
                .collect(),
        });
        self.out.object(&Told::Said { text: &said.text, tokens: tokens.collect() });
    }

    /// Tells the end, and returns all that was said. Without one of the worker's own it was given up.
    pub fn end(self, statistics: Option<&Source>) -> String {
        let seconds = self.asked.elapsed();
        let first = self.first.unwrap_or(seconds);
        let later = f64::from(self.usage.said_tokens.saturating_sub(1));
        let tokens_per_second = later / (seconds - first).as_secs_f64().max(1e-6);
        if self.out.json {
            self.out.object(&Told::Ended {
                finish: self.finish.unwrap_or(Finish::Interrupted),
                usage: self.usage,
                first_token_seconds: first.as_secs_f64(),
                seconds: seconds.as_secs_f64(),
                tokens_per_second,
                cost: self.cost,
            });
            return self.text;
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.out.piece("\n");
        }
        if let Some(source) = statistics {
            let Usage { prompt_tokens, cached_tokens, said_tokens, .. } = self.usage;
            let known = if cached_tokens > 0 { format!(" ({cached_tokens} known)") } else { String::new() };
            let speed = if later > 0.0 { format!(", {tokens_per_second:.1} tok/s") } else { String::new() };
            let why = if self.finish == Some(Finish::Length) { ", cut off at its length" } else { "" };
            let (wait, by) = (first.as_secs_f64(), self.by(source));
            eprintln!(
                "{prompt_tokens} prompt tokens{known}, {said_tokens} tokens{speed}, first after {wait:.2} s, {by}{why}"
            );
        }
        self.text
    }

    /// Who answered, and for how much.
    fn by(&self, source: &Source) -> String {
        if let Some(about) = source.about() {
            return format!("on {}", about.device);
        }
        let names: Vec<String> = self.providers.iter().map(NodeId::short).collect();
        let cost = self.cost.map(|cost| format!(" for {} credits", words::credits(cost))).unwrap_or_default();
        format!("by {}{cost}", if names.is_empty() { "nobody".to_owned() } else { names.join(", then ") })
    }

    /// How the answer came to an end of its own, if it did.
    pub fn finish(&self) -> Option<Finish> {
        self.finish
    }
}

/// What became of an answer.
pub enum Outcome {
    /// It was told to its end.
    Told,
    /// Ctrl-C.
    Interrupted,
}

/// Asks, and tells the answer as it comes, until its end or Ctrl-C.
pub async fn follow(
    teller: &mut Teller<'_>,
    source: &Source,
    generation: Generation,
    interrupts: &mut Interrupts,
) -> Result<Outcome, Error> {
    let mut answer = tokio::select! {
        asked = source.generate(generation) => asked?,
        () = interrupts.next() => return Ok(Outcome::Interrupted),
    };
    loop {
        let news = tokio::select! {
            news = answer.next() => news?,
            () = interrupts.next() => return Ok(Outcome::Interrupted),
        };
        match news {
            Some(news) => teller.tell(news),
            None if teller.finish().is_some() => return Ok(Outcome::Told),
            None => return Err(Error::Unexpected),
        }
    }
}
