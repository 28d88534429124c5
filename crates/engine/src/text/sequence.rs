//! A text under way: what is wanted of it, and how far it is.

use super::cache::Text;
use super::model::Pooling;
use super::runner::{Event, TextError};
use super::voice::Answer;
use idlewatt_proto::text::{Finish, Said, Scores, TextEvent, Usage};
use idlewatt_proto::worker::RequestNumber;
use std::time::Duration;

/// What a broken model comes to.
pub const NOT_FINITE: &str = "the model's numbers are not finite";

/// What is wanted of a text.
pub enum Goal {
    /// How it goes on.
    Answer(Box<Answer>),
    /// How likely its tokens are, from this one on.
    Score { from: usize, said: Vec<u32>, scores: Scores },
    /// What it means, as a vector. Its place among the texts of its request.
    Embed { index: u32 },
}

/// A text under way.
pub struct Sequence {
    pub request: RequestNumber,
    pub text: Text,
    pub goal: Goal,
    /// Whether the asker knows that the prompt was read.
    began: bool,
    /// Tokens that were known when it was first begun.
    cached: Option<usize>,
    busy: Duration,
    said: u32,
}

impl Sequence {
    pub fn new(request: RequestNumber, tokens: Vec<u32>, goal: Goal) -> Self {
        let text = Text { tokens, ..Text::default() };
        Self { request, text, goal, began: false, cached: None, busy: Duration::ZERO, said: 0 }
    }

    /// What of it is computed first. A text to be judged is one that was said token by token: as long as it was short, it was
    /// read as short ones are. The rest comes when that is through.
    pub fn stretch(&mut self, mut tokens: Vec<u32>, beyond: Option<usize>) -> Vec<u32> {
        if let (Goal::Score { from, .. }, Some(beyond)) = (&self.goal, beyond)
            && *from <= beyond
        {
            tokens.truncate(beyond);
        }
        tokens
    }

    /// Whether it is to be gone on with.
    pub fn speaks(&self) -> bool {
        matches!(self.goal, Goal::Answer(_))
    }

    /// Whether each token sees only those before it. All tokens of a text for a vector see all others.
    pub fn causal(&self) -> bool {
        !matches!(self.goal, Goal::Embed { .. })
    }

    /// Notes what was remembered of it.
    pub fn opened(&mut self) {
        self.cached.get_or_insert(self.text.filled);
    }

    /// Notes its share of a submission.
    pub fn worked(&mut self, share: Duration) {
        self.busy += share;
    }

    /// It is computed from its beginning once more.
    pub fn anew(&mut self) {
        if let Goal::Score { scores, .. } = &mut self.goal {
            scores.logprobs.clear();
            scores.best.clear();
        }
    }

    /// Tokens that wait to be computed.
    pub fn waiting(&self) -> usize {
        self.text.tokens.len() - self.text.filled
    }

    /// How many of the next `count` tokens, counted from the last, want logits.
    pub fn wants_logits(&self, count: usize) -> usize {
        let end = self.text.filled + count;
        match &self.goal {
            Goal::Answer(_) => usize::from(end == self.text.tokens.len()),
            // The token before says how likely each one is.
            Goal::Score { from, scores, .. } => (end + 1).saturating_sub(from + scores.logprobs.len()).min(count),
            Goal::Embed { .. } => 0,
        }
    }

    /// Takes the logits that were asked for. Whether the text has come to its end, or why it never will.
    pub fn hear(&mut self, logits: &[f32], width: usize, events: &mut Vec<Event>) -> Result<bool, TextError> {
        match &mut self.goal {
            Goal::Embed { .. } => Ok(true),
            Goal::Score { from, said, scores } => {
                for row in logits.chunks_exact(width) {
                    // Beyond the last token nothing is left to be judged.
                    let Some(&token) = said.get(scores.logprobs.len()) else { break };
                    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                    let sum: f64 = row.iter().map(|&logit| f64::from(logit - most).exp()).sum();
                    let norm = most + sum.ln() as f32;
                    if !norm.is_finite() {
                        return Err(TextError::BadModel(NOT_FINITE.to_owned()));
                    }
                    scores.logprobs.push(row.get(token as usize).copied().unwrap_or(f32::NEG_INFINITY) - norm);
                    scores.best.push(most - norm);
                }
                let whole = scores.logprobs.len() >= said.len();
                // What comes beyond the first context, if that is what was read.
                if !whole && self.text.filled >= self.text.tokens.len() {
                    let read = self.text.tokens.len() - *from;
                    self.text.tokens.extend(&said[read..]);
                }
                if whole {
                    events.push(Event::Scored { request: self.request, scores: std::mem::take(scores) });
                }
                Ok(whole)
            }
            Goal::Answer(_) if logits.is_empty() => Ok(false),
            Goal::Answer(_) => self.speak(&mut logits.to_vec(), events),
        }
    }

    fn speak(&mut self, logits: &mut [f32], events: &mut Vec<Event>) -> Result<bool, TextError> {
        self.begin(events);
        let Goal::Answer(answer) = &mut self.goal else { return Ok(true) };
        let step = answer.next(logits)?;
        self.tell(step.said, events);
        self.text.tokens.extend(step.feed);
        if let Some(finish) = step.ended {
            self.end(finish, events);
        }
        Ok(step.ended.is_some())
    }

    /// Ends an answer whose context is full.
    pub fn cut(&mut self, events: &mut Vec<Event>) {
        self.begin(events);
        let Goal::Answer(answer) = &mut self.goal else { return };
        let said = answer.cut();
        self.tell(said, events);
        self.end(Finish::Length, events);
    }

    /// Says that the prompt was read.
    pub fn begin(&mut self, events: &mut Vec<Event>) {
        if !std::mem::replace(&mut self.began, true)
            && let Goal::Answer(answer) = &self.goal
        {
            let (prompt_tokens, cached_tokens) = (answer.prompt_tokens(), self.cached_tokens());
            let event = TextEvent::Began { prompt_tokens, cached_tokens };
            events.push(Event::Text { request: self.request, event });
        }
    }

    /// Says that it is over.
    pub fn end(&mut self, finish: Finish, events: &mut Vec<Event>) {
        let Goal::Answer(answer) = &self.goal else { return };
        let usage = Usage {
            prompt_tokens: answer.prompt_tokens(),
            cached_tokens: self.cached_tokens(),
            said_tokens: self.said,
            busy_ms: self.busy.as_millis() as u64,
        };
        events.push(Event::Text { request: self.request, event: TextEvent::Ended { finish, usage } });
    }

    /// Tokens of the prompt that were known; what was said elsewhere is not part of it.
    fn cached_tokens(&self) -> u32 {
        let Goal::Answer(answer) = &self.goal else { return 0 };
        (self.cached.unwrap_or_default() as u32).min(answer.prompt_tokens())
    }

    fn tell(&mut self, said: Option<Said>, events: &mut Vec<Event>) {
        if let Some(said) = said {
            self.said += said.tokens.len() as u32;
            events.push(Event::Text { request: self.request, event: TextEvent::Said(said) });
        }
    }
}

/// The vector of a text from the states of its tokens, of length one.
pub fn pool(states: &[f32], width: usize, pooling: Pooling) -> Vec<f32> {
    let mut sum = vec![0.0_f64; width];
    let rows = match pooling {
        Pooling::Mean => states.len() / width,
        Pooling::First => 1,
    };
    for row in states.chunks_exact(width).take(rows) {
        sum.iter_mut().zip(row).for_each(|(sum, number)| *sum += f64::from(*number));
    }
    let length = sum.iter().map(|number| number * number).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
    sum.iter().map(|number| (number / length) as f32).collect()
}
