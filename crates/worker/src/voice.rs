//! What is said of requests: at once where it matters, and small pieces put together where it does not.

use crate::files::text_fault;
use crate::limits::{LIFE_EVERY, SAY_EVERY};
use crate::reports::say;
use idlewatt_engine::text::runner::Event;
use idlewatt_proto::text::{Said, TextEvent};
use idlewatt_proto::worker::{Fault, Report, RequestNumber};
use std::collections::BTreeMap;
use std::time::Instant;

/// Pieces of answers that wait to be said.
pub struct Voice {
    pieces: BTreeMap<RequestNumber, Piece>,
    /// When anything was said last.
    said: Instant,
}

/// Of one answer.
struct Piece {
    said: Said,
    /// When the last one was said.
    last: Option<Instant>,
}

impl Default for Voice {
    fn default() -> Self {
        Self { pieces: BTreeMap::new(), said: Instant::now() }
    }
}

impl Voice {
    /// There was nothing to say for a while.
    pub fn wake(&mut self) {
        self.said = Instant::now();
    }

    /// Hears what came of a submission, and says what cannot wait.
    pub fn take(&mut self, events: Vec<Event>) {
        for event in events {
            match event {
                Event::Text { request, event: TextEvent::Said(said) } => {
                    let piece =
                        self.pieces.entry(request).or_insert_with(|| Piece { said: Said::default(), last: None });
                    piece.said.text.push_str(&said.text);
                    piece.said.tokens.extend(said.tokens);
                }
                Event::Text { request, event } => {
                    if matches!(event, TextEvent::Ended { .. }) {
                        self.finish(request);
                    }
                    self.say(&Report::Text { request, event });
                }
                Event::Embedded { request, index, vector, tokens } => {
                    self.say(&Report::Embedded { request, index, vector, tokens });
                }
                Event::Scored { request, scores } => self.say(&Report::Scored { request, scores }),
                Event::Failed { request, error } => {
                    self.finish(request);
                    self.say(&Report::Failed { unit: None, request: Some(request), fault: text_fault(error) });
                }
            }
        }
    }

    /// Hears what came of a yield: whatever cannot be continued was given up, which is nobody's fault.
    pub fn interrupted(&mut self, events: Vec<Event>) {
        for event in events {
            match event {
                Event::Failed { request, .. } => {
                    self.say(&Report::Failed { unit: None, request: Some(request), fault: Fault::Yielded });
                }
                event => self.take(vec![event]),
            }
        }
    }

    /// Says what is due; at least that it lives.
    pub fn speak(&mut self) {
        let now = Instant::now();
        for (&request, piece) in &mut self.pieces {
            let due = piece.last.is_none_or(|last| now - last >= SAY_EVERY);
            if due && piece.said != Said::default() {
                say(&Report::Text { request, event: TextEvent::Said(std::mem::take(&mut piece.said)) });
                (piece.last, self.said) = (Some(now), now);
            }
        }
        if self.said.elapsed() >= LIFE_EVERY {
            self.say(&Report::Alive);
        }
    }

    /// Nobody wants to hear of it.
    pub fn forget(&mut self, request: RequestNumber) {
        self.pieces.remove(&request);
    }

    fn finish(&mut self, request: RequestNumber) {
        if let Some(Piece { said, .. }) = self.pieces.remove(&request)
            && said != Said::default()
        {
            self.say(&Report::Text { request, event: TextEvent::Said(said) });
        }
    }

    fn say(&mut self, report: &Report) {
        say(report);
        self.said = Instant::now();
    }
}
