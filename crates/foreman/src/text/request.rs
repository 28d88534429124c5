//! A request under way, and what its worker may rightly say of it.

use super::Vector;
use super::answer::Backlog;
use crate::WorkerError;
use crate::limits::TOKEN_TEXT_BYTES;
use idlewatt_proto::text::{Finish, Generation, ModelFacts, Said, Scores, TextEvent, Token, Usage};
use std::sync::Arc;
use tokio::sync::oneshot;

/// How far logarithms of probabilities may lie above nothing, and a vector's length from one: rounding in f32, and in
/// f16 where a model keeps its numbers so.
const ROUNDING: f32 = 0.01;

/// What is wrong with a report.
pub(super) type Nonsense = &'static str;

/// What became of a report that makes sense.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// There is more to come.
    More,
    /// That was all.
    Ended,
    /// Its reader is too far behind.
    Unread,
}

/// Who waits for one value.
pub(super) type Reply<T> = oneshot::Sender<Result<T, Arc<WorkerError>>>;

/// A request under way.
#[derive(Debug)]
pub(super) enum Open {
    Text(Text),
    Vectors(Vectors),
    Scores(Expected),
}

impl Open {
    /// It will not be answered.
    pub fn fail(self, error: Arc<WorkerError>) {
        // Nobody waits any more where this does not arrive.
        match self {
            Self::Text(text) => text.backlog.fail(error),
            Self::Vectors(vectors) => drop(vectors.reply.send(Err(error))),
            Self::Scores(expected) => drop(expected.reply.send(Err(error))),
        }
    }
}

/// A text that grows.
#[derive(Debug)]
pub(super) struct Text {
    backlog: Arc<Backlog>,
    most_tokens: usize,
    alternatives: Option<u8>,
    prompt_tokens: Option<u32>,
    tokens: usize,
    bytes: usize,
}

impl Text {
    pub fn new(generation: &Generation, backlog: Arc<Backlog>) -> Self {
        Self {
            backlog,
            most_tokens: (generation.max_tokens as usize).saturating_sub(generation.said.len()),
            alternatives: generation.logprobs,
            prompt_tokens: None,
            tokens: 0,
            bytes: 0,
        }
    }

    pub fn hear(&mut self, event: TextEvent, facts: &ModelFacts) -> Result<Heard, Nonsense> {
        match &event {
            TextEvent::Began { prompt_tokens, cached_tokens } => {
                if self.prompt_tokens.is_some() || cached_tokens > prompt_tokens || *prompt_tokens > facts.context {
                    return Err("a beginning that is none");
                }
                self.prompt_tokens = Some(*prompt_tokens);
            }
            TextEvent::Said(said) => self.said(said, facts)?,
            TextEvent::Ended { finish, usage } => self.ended(*finish, usage)?,
        }
        let ends = matches!(event, TextEvent::Ended { .. });
        Ok(match self.backlog.put(event) {
            true if ends => Heard::Ended,
            true => Heard::More,
            false => Heard::Unread,
        })
    }

    fn said(&mut self, said: &Said, facts: &ModelFacts) -> Result<(), Nonsense> {
        if self.prompt_tokens.is_none() {
            return Err("an answer without a beginning");
        }
        self.tokens += said.tokens.len();
        self.bytes += said.text.len();
        if self.tokens > self.most_tokens {
            return Err("more tokens than were asked for");
        }
        // One more: what was said elsewhere may have ended within a character.
        if self.bytes > (self.tokens + 1) * TOKEN_TEXT_BYTES {
            return Err("more text than its tokens can hold");
        }
        if said.tokens.iter().all(|token| self.is_token(token, facts)) { Ok(()) } else { Err("a token that is none") }
    }

    fn is_token(&self, token: &Token, facts: &ModelFacts) -> bool {
        let known = |id: u32, bytes: &[u8]| id < facts.vocabulary && bytes.len() <= TOKEN_TEXT_BYTES;
        known(token.id, &token.bytes)
            && token.logprob.is_none_or(|logprob| self.alternatives.is_some() && is_logprob(logprob))
            && token.top.len() <= usize::from(self.alternatives.unwrap_or(0))
            && token.top.iter().all(|other| known(other.id, &other.bytes) && is_logprob(other.logprob))
    }

    fn ended(&self, finish: Finish, usage: &Usage) -> Result<(), Nonsense> {
        // One that is given up may not even have begun.
        let begun = self.prompt_tokens.is_some_and(|tokens| tokens == usage.prompt_tokens);
        let given_up = finish == Finish::Interrupted && self.prompt_tokens.is_none();
        // The token that ends an answer may be counted without being told.
        let said = (self.tokens..=self.tokens + 1).contains(&(usage.said_tokens as usize));
        if (begun || given_up) && said && usage.cached_tokens <= usage.prompt_tokens {
            return Ok(());
        }
        Err("an end that does not fit its answer")
    }
}

/// Texts that become vectors, one after the other.
#[derive(Debug)]
pub(super) struct Vectors {
    reply: Reply<Vec<Vector>>,
    most: usize,
    made: Vec<Vector>,
}

impl Vectors {
    pub fn new(texts: usize, reply: Reply<Vec<Vector>>) -> Self {
        Self { reply, most: texts, made: Vec::new() }
    }

    pub fn hear(
        mut self,
        index: u32,
        vector: Vec<f32>,
        tokens: u32,
        facts: &ModelFacts,
    ) -> Result<Option<Self>, (Self, Nonsense)> {
        if index as usize != self.made.len() || tokens > facts.context {
            return Err((self, "a vector for none of the texts"));
        }
        let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
        // Also where a number is none.
        if vector.len() != facts.width as usize || (length - 1.0).abs().total_cmp(&ROUNDING).is_gt() {
            return Err((self, "a vector that is none"));
        }
        self.made.push((vector, tokens));
        if self.made.len() < self.most {
            return Ok(Some(self));
        }
        let _ = self.reply.send(Ok(self.made));
        Ok(None)
    }
}

/// Scores that are waited for.
#[derive(Debug)]
pub(super) struct Expected {
    reply: Reply<Scores>,
    tokens: usize,
}

impl Expected {
    pub fn new(generation: &Generation, reply: Reply<Scores>) -> Self {
        Self { reply, tokens: generation.said.len() }
    }

    pub fn hear(self, scores: Scores) -> Result<(), (Self, Nonsense)> {
        let Scores { logprobs, best, texts, rest } = &scores;
        let bytes: usize = texts.iter().chain([rest]).map(String::len).sum();
        let right = [logprobs.len(), best.len(), texts.len()] == [self.tokens; 3]
            && bytes <= (self.tokens + 1) * TOKEN_TEXT_BYTES
            && logprobs
                .iter()
                .zip(best)
                .all(|(logprob, best)| is_logprob(*logprob) && is_logprob(*best) && *best + ROUNDING >= *logprob);
        if !right {
            return Err((self, "scores that are none"));
        }
        let _ = self.reply.send(Ok(scores));
        Ok(())
    }
}

fn is_logprob(value: f32) -> bool {
    value.is_finite() && value <= ROUNDING
}
