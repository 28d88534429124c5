//! How an answer is told: as it comes, and what it took.

use super::source::{About, Source};
use crate::error::Error;
use crate::out::Out;
use idlewatt_proto::text::{Finish, ModelFacts, Said, TextEvent, Usage};
use serde::Serialize;
use std::time::{Duration, Instant};

/// One object of `--json` for each event. Benches read these.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
enum Told<'a> {
    Opened {
        facts: &'a ModelFacts,
        device: &'a str,
        software: bool,
        cache_tokens: u32,
        seed: u64,
        load_seconds: f64,
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
}

/// Tells who answers, where that is of use to scripts.
pub fn opened(out: &Out, source: &Source, seed: u64, load: Duration) {
    if !out.json {
        return;
    }
    let About { device, software, cache_tokens } = source.about();
    let (facts, load_seconds) = (source.facts(), load.as_secs_f64());
    out.object(&Told::Opened { facts, device: &device, software, cache_tokens, seed, load_seconds });
}

impl<'a> Teller<'a> {
    /// The question is asked now.
    pub fn new(out: &'a Out) -> Self {
        let (usage, text) = (Usage::default(), String::new());
        Self { out, asked: Instant::now(), first: None, usage, text, finish: None }
    }

    /// Tells one event.
    pub fn tell(&mut self, event: TextEvent) {
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
            return self.out.piece(&said.text);
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
            let (wait, device) = (first.as_secs_f64(), source.about().device);
            eprintln!(
                "{prompt_tokens} prompt tokens{known}, {said_tokens} tokens{speed}, first after {wait:.2} s, on {device}{why}"
            );
        }
        self.text
    }

    /// Whether the answer came to an end of its own.
    pub fn ended(&self) -> bool {
        self.finish.is_some()
    }
}

/// What became of an answer.
pub enum Outcome {
    /// It was told to its end.
    Told,
    /// Ctrl-C.
    Interrupted,
}

/// Tells an answer as it comes, until its end or Ctrl-C.
pub async fn follow(
    teller: &mut Teller<'_>,
    mut answer: super::source::Answer,
    interrupts: &mut crate::interrupt::Interrupts,
) -> Result<Outcome, Error> {
    loop {
        let event = tokio::select! {
            event = answer.next() => event?,
            () = interrupts.next() => return Ok(Outcome::Interrupted),
        };
        match event {
            Some(event) => teller.tell(event),
            None if teller.ended() => return Ok(Outcome::Told),
            None => return Err(Error::Unexpected),
        }
    }
}
