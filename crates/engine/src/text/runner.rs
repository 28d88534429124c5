//! PLACEHOLDER for the real runner, of the same shape, so that those who use it compile and can be tried. It says the
//! prompt's letters again and again.

use super::{Model, ModelError};
use crate::gpu::Gpu;
use crate::renderer::Steer;
use idlewatt_proto::Bytes;
use idlewatt_proto::text::{Finish, Generation, Prompt, Said, TextEvent, TextSpeed, Token, Usage};
use idlewatt_proto::worker::RequestNumber;
use std::collections::BTreeMap;
use std::time::Duration;

/// Why a request cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// It is no request.
    #[error("{0}")]
    BadRequest(String),
    /// It does not fit.
    #[error("{needs} bytes are needed, more than {most}")]
    TooLarge {
        /// So much.
        needs: u64,
        /// Allowed.
        most: u64,
    },
    /// The device is gone.
    #[error("{0}")]
    DeviceLost(String),
    /// The model is none.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// What happened.
pub enum Event {
    /// To a text.
    Text {
        /// Which.
        request: RequestNumber,
        /// What.
        event: TextEvent,
    },
    /// A vector is there.
    Embedded {
        /// Of which request.
        request: RequestNumber,
        /// Its place.
        index: u32,
        /// It.
        vector: Vec<f32>,
        /// Of its text.
        tokens: u32,
    },
    /// Scores are there.
    Scored {
        /// Of which request.
        request: RequestNumber,
        /// Each.
        logprobs: Vec<f32>,
        /// The likeliest in each place.
        best: Vec<f32>,
    },
    /// A request failed.
    Failed {
        /// Which.
        request: RequestNumber,
        /// Why.
        error: TextError,
    },
}

/// What a submission did.
pub struct Step {
    /// So long.
    pub took: Duration,
    /// And what came of it.
    pub events: Vec<Event>,
}

/// Runs a model.
pub struct Runner<'a> {
    _gpu: &'a Gpu,
    width: u32,
    open: BTreeMap<RequestNumber, (Generation, u32)>,
    texts: Vec<(RequestNumber, Vec<String>)>,
    scores: Vec<(RequestNumber, usize)>,
}

impl<'a> Runner<'a> {
    /// Loads it.
    pub fn new(gpu: &'a Gpu, model: Model, memory: Bytes, loading: &mut dyn FnMut(u16)) -> Result<Self, TextError> {
        loading(500);
        let width = model.facts().width;
        let needs = model.facts().weight_bytes.0;
        if needs > memory.0 {
            return Err(TextError::TooLarge { needs, most: memory.0 });
        }
        loading(1000);
        Ok(Self { _gpu: gpu, width, open: BTreeMap::new(), texts: Vec::new(), scores: Vec::new() })
    }

    /// Room.
    pub fn cache_tokens(&self) -> u32 {
        4096
    }

    /// A request.
    pub fn begin(&mut self, request: RequestNumber, generation: Generation) -> Result<(), TextError> {
        generation.validate().map_err(|error| TextError::BadRequest(error.to_string()))?;
        self.open.insert(request, (generation, 0));
        Ok(())
    }

    /// Another.
    pub fn score(&mut self, request: RequestNumber, generation: Generation) -> Result<(), TextError> {
        self.scores.push((request, generation.said.len()));
        Ok(())
    }

    /// Another.
    pub fn embed(&mut self, request: RequestNumber, texts: Vec<String>) -> Result<(), TextError> {
        self.texts.push((request, texts));
        Ok(())
    }

    /// Forgets it.
    pub fn cancel(&mut self, request: RequestNumber) {
        self.open.remove(&request);
    }

    /// Ends all.
    pub fn interrupt(&mut self) -> Vec<Event> {
        let open = std::mem::take(&mut self.open);
        open.into_iter().map(|(request, (_, said))| end(request, said, Finish::Interrupted)).collect()
    }

    /// Nothing to do.
    pub fn idle(&self) -> bool {
        self.open.is_empty() && self.texts.is_empty() && self.scores.is_empty()
    }

    /// One submission.
    pub fn step(&mut self, quantum: Duration) -> Result<Step, TextError> {
        let took = quantum.min(Duration::from_millis(5));
        std::thread::sleep(took);
        let mut events = Vec::new();
        for (request, texts) in self.texts.drain(..) {
            let vector: Vec<f32> = (0..self.width).map(|at| if at == 0 { 1.0 } else { 0.0 }).collect();
            events.extend((0..).zip(texts).map(|(index, text)| Event::Embedded {
                request,
                index,
                vector: vector.clone(),
                tokens: text.len() as u32,
            }));
        }
        for (request, count) in self.scores.drain(..) {
            events.push(Event::Scored { request, logprobs: vec![-1.0; count], best: vec![-0.5; count] });
        }
        self.open.retain(|&request, (generation, said)| {
            if *said == 0 {
                let event = TextEvent::Began { prompt_tokens: 3, cached_tokens: 0 };
                events.push(Event::Text { request, event });
            }
            let letters: Vec<u8> = match &generation.prompt {
                Prompt::Text(text) => text.bytes().collect(),
                Prompt::Chat(messages) => messages.last().map_or(b"?".to_vec(), |last| last.content.bytes().collect()),
                Prompt::Tokens(tokens) => tokens.iter().map(|token| *token as u8).collect(),
            };
            let at = generation.said.len() + *said as usize;
            let letter = letters[at % letters.len()] & 127;
            *said += 1;
            let token = Token {
                id: u32::from(letter),
                logprob: generation.logprobs.map(|_| -0.5),
                top: Vec::new(),
                bytes: vec![letter],
            };
            let said_now = Said { text: char::from(letter).into(), tokens: vec![token] };
            events.push(Event::Text { request, event: TextEvent::Said(said_now) });
            let more = at as u32 + 1 < generation.max_tokens;
            if !more {
                events.push(end(request, *said, Finish::Length));
            }
            more
        });
        Ok(Step { took, events })
    }

    /// How fast.
    pub fn measure(&mut self, _steer: &mut dyn FnMut() -> Steer) -> Result<TextSpeed, TextError> {
        Ok(TextSpeed { prefill: 600, decode: 200 })
    }
}

fn end(request: RequestNumber, said_tokens: u32, finish: Finish) -> Event {
    let usage =
        Usage { prompt_tokens: if said_tokens == 0 { 0 } else { 3 }, cached_tokens: 0, said_tokens, busy_ms: 1 };
    Event::Text { request, event: TextEvent::Ended { finish, usage } }
}
