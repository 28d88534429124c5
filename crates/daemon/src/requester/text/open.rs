//! A request in hand at a provider, what came of it, and the bounds of what may.

use super::judge::Part;
use super::session::Heard;
use crate::limits::{READ_PER_SECOND, WORD_WITHIN};
use idlewatt_proto::job::{BlobRef, TextUnit};
use idlewatt_proto::limits::{LOGPROBS, TEXT_BYTES};
use idlewatt_proto::stream::{TextAsk, answered};
use idlewatt_proto::text::{Alternative, Finish, Generation, Said, TextEvent, Token, Usage};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::Instant;

/// A request in hand.
pub struct Open {
    pub work: TextUnit,
    pub expected: Expected,
    /// What was asked, where that was words.
    asked: Option<Generation>,
    pub tell: mpsc::Sender<Heard>,
    /// When the next token or vector must be here.
    pub due: Instant,
    pub given_up: bool,
    pub prompt: Option<u32>,
    pub read: u32,
    pub said: Vec<u32>,
    /// The words of the answer.
    pub told: String,
    /// Of everything that was said, alternatives included.
    pub bytes: usize,
    /// Pieces of the answer.
    pub pieces: u32,
    pub numbers: Vec<u32>,
    pub vectors: u32,
    /// Numbers in each vector.
    pub width: usize,
    /// How it ended, once it has.
    pub ended: Option<(Finish, Usage)>,
    _place: OwnedSemaphorePermit,
}

/// What came of a request.
pub struct Arrived {
    pub measure: u64,
    pub result: BlobRef,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Words, with so many alternatives for each token.
    Words { logprobs: Option<u8> },
    /// So many vectors.
    Vectors(u32),
}

impl Expected {
    pub fn of(ask: &TextAsk) -> Self {
        match ask {
            TextAsk::Generate(generation) => Self::Words { logprobs: generation.logprobs },
            TextAsk::Embed(texts) => Self::Vectors(u32::try_from(texts.len()).unwrap_or(u32::MAX)),
        }
    }
}

impl Open {
    pub fn new(work: TextUnit, ask: &TextAsk, tell: mpsc::Sender<Heard>, place: OwnedSemaphorePermit) -> Self {
        let reading = Duration::from_secs(u64::from(work.read / READ_PER_SECOND));
        Self {
            work,
            expected: Expected::of(ask),
            asked: if let TextAsk::Generate(generation) = ask { Some(generation.clone()) } else { None },
            tell,
            due: Instant::now() + WORD_WITHIN + reading,
            given_up: false,
            prompt: None,
            read: 0,
            said: Vec::new(),
            told: String::new(),
            bytes: 0,
            pieces: 0,
            numbers: Vec::new(),
            vectors: 0,
            width: 0,
            ended: None,
            _place: place,
        }
    }

    /// What its provider said, for whoever looks into it. `None`: those were no words.
    pub fn part(&self) -> Option<Part> {
        let mut generation = self.asked.clone()?;
        let from = generation.said.len();
        generation.said.extend(&self.said);
        Some(Part { generation, from, told: self.told.clone(), cut: self.ended.is_none() })
    }

    /// What is to be paid for: what was seen.
    pub fn arrived(&self) -> Arrived {
        let said = u32::try_from(self.said.len()).unwrap_or(u32::MAX);
        let measure = TextUnit::done(self.read.min(self.work.read), said);
        Arrived { measure, result: answered(self.said.iter().copied().chain(self.numbers.iter().copied())) }
    }

    /// Whether anything came that whoever asked could use.
    pub fn was_of_use(&self) -> bool {
        !self.said.is_empty() || self.vectors > 0
    }

    /// Something came that somebody asked for.
    pub fn heard(&mut self) {
        if !self.given_up {
            self.due = self.due.max(Instant::now() + WORD_WITHIN);
        }
    }

    pub fn check_vector(&mut self, index: u32, vector: &[f32]) -> Result<(), &'static str> {
        let Expected::Vectors(texts) = self.expected else { return Err("a vector for words") };
        if index != self.vectors || index >= texts {
            return Err("a vector for no text");
        }
        if index == 0 {
            self.width = vector.len();
        }
        if vector.is_empty() || vector.len() != self.width || vector.iter().any(|number| !number.is_finite()) {
            return Err("a vector that is none");
        }
        Ok(())
    }

    pub fn check_piece(&mut self, event: &TextEvent) -> Result<(), &'static str> {
        let Expected::Words { logprobs } = self.expected else { return Err("words for a vector") };
        self.pieces += 1;
        if self.pieces > self.work.said.saturating_mul(2).saturating_add(16) {
            return Err("more pieces than tokens");
        }
        let TextEvent::Said(said) = event else { return Ok(()) };
        let most = usize::from(logprobs.unwrap_or(0));
        let unasked = |token: &Token| token.top.len() > most || (logprobs.is_none() && !token.bytes.is_empty());
        if said.tokens.iter().any(unasked) { Err("alternatives that nobody asked for") } else { Ok(()) }
    }

    /// Passes something on. Whoever asked may be gone; a provider that says more than there is room for is no honest one.
    pub fn tell(&self, heard: Heard) -> Result<(), &'static str> {
        match self.tell.try_send(heard) {
            Err(mpsc::error::TrySendError::Full(_)) => Err("more pieces than tokens"),
            Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => Ok(()),
        }
    }
}

/// Bytes that one token may bring, with the alternatives to it.
pub const TOKEN_BYTES: usize = 2 * TEXT_BYTES * (1 + LOGPROBS as usize);

pub fn bytes_of(said: &Said) -> usize {
    let of_token = |token: &Token| {
        token.bytes.len() + token.top.iter().map(|other| other.bytes.len() + size_of::<Alternative>()).sum::<usize>()
    };
    said.text.len() + said.tokens.iter().map(of_token).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::TEXT_SILENCE;
    use idlewatt_proto::text::Prompt;
    use std::sync::Arc;
    use tokio::sync::Semaphore;

    fn open(ask: &TextAsk) -> Open {
        let place = Arc::new(Semaphore::new(1)).try_acquire_owned().expect("a place");
        let work = TextUnit { number: 0, ask: [0; 32], read: 10, said: 3 };
        Open::new(work, ask, mpsc::channel(1).0, place)
    }

    fn words() -> Open {
        open(&TextAsk::Generate(Generation::greedy(Prompt::Text("hello".into()), 3)))
    }

    #[tokio::test]
    async fn what_arrived_is_what_is_paid_and_looked_into() {
        let mut generation = Generation::greedy(Prompt::Text("hello".into()), 5);
        generation.said = vec![7, 8];
        let mut open = open(&TextAsk::Generate(generation));
        assert!(!open.was_of_use());
        (open.read, open.said, open.told) = (99, vec![9, 10], "so".into());
        let arrived = open.arrived();
        assert_eq!(arrived.measure, TextUnit::done(10, 2), "never more than was asked for");
        assert_eq!(arrived.result, answered([9, 10].into_iter()));
        let part = open.part().expect("words");
        assert_eq!((part.generation.said, part.from, part.cut), (vec![7, 8, 9, 10], 2, true));
        open.ended = Some((Finish::Stop, Usage::default()));
        assert!(open.was_of_use() && !open.part().expect("words").cut);
    }

    #[tokio::test]
    async fn vectors_are_one_for_each_text_and_of_one_width() {
        let mut open = open(&TextAsk::Embed(vec!["a".into(), "b".into()]));
        assert!(open.check_vector(0, &[]).is_err());
        assert!(open.check_vector(0, &[f32::NAN]).is_err());
        assert_eq!(open.check_vector(0, &[0.6, 0.8]), Ok(()));
        open.vectors = 1;
        assert!(open.check_vector(1, &[1.0]).is_err(), "another width");
        assert!(open.check_vector(0, &[0.6, 0.8]).is_err(), "twice");
        assert_eq!(open.check_vector(1, &[0.8, 0.6]), Ok(()));
        open.vectors = 2;
        assert!(open.check_vector(2, &[0.6, 0.8]).is_err(), "no such text");
        assert!(open.check_piece(&TextEvent::Said(Said::default())).is_err(), "words for vectors");
    }

    #[tokio::test]
    async fn pieces_have_a_bound_and_only_what_was_asked_for() {
        let mut open = words();
        assert!(open.check_vector(0, &[1.0]).is_err());
        let with_top = |top: Vec<Alternative>| {
            let token = Token { id: 1, logprob: None, top, bytes: Vec::new() };
            TextEvent::Said(Said { text: String::new(), tokens: vec![token] })
        };
        let other = Alternative { id: 2, logprob: -1.0, bytes: Vec::new() };
        assert!(open.check_piece(&with_top(vec![other])).is_err());
        assert_eq!(open.check_piece(&with_top(Vec::new())), Ok(()));
        let pieces = (0..100).filter(|_| open.check_piece(&TextEvent::Said(Said::default())).is_ok()).count();
        assert_eq!(pieces, 3 * 2 + 16 - 2);
    }

    #[tokio::test]
    async fn what_is_given_up_has_no_more_time_for_words() {
        let mut open = words();
        let soon = Instant::now() + TEXT_SILENCE;
        (open.given_up, open.due) = (true, soon);
        open.heard();
        assert_eq!(open.due, soon);
    }
}
