//! Answers any number of requests at once, a submission or two at a time.
//!
//! Texts wait, run and end; `pass` says what goes into each pass through the model.

use super::buffers::Size;
use super::cache::Cache;
use super::config::{Architecture, Config};
use super::kernels::Kernels;
use super::model::Pooling;
use super::network::{Network, Submitted};
use super::pass::Share;
use super::sequence::{Goal, NOT_FINITE, Sequence, pool};
use super::template::Template;
use super::tokenizer::Tokenizer;
use super::voice::{self, Answer, TextFault};
use super::{Model, ModelError};
use crate::gpu::{DeviceLost, Gpu};
use crate::limits::{LEAST_TOKENS, WAITING};
use idlewatt_proto::measure::Bytes;
use idlewatt_proto::text::{Finish, Generation, ModelFacts, ModelKind, Scores, TextEvent};
use idlewatt_proto::worker::{Pace, RequestNumber};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// The model cannot be read.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The model's tokenizer or template cannot be used.
    #[error("{0}")]
    BadModel(String),
    /// The request cannot be answered.
    #[error("{0}")]
    BadRequest(String),
    /// The model does not fit.
    #[error("the model needs {needs} bytes of memory, and {most} are allowed")]
    TooLarge {
        /// What it needs.
        needs: u64,
        /// What is allowed.
        most: u64,
    },
    /// It was given up on order, and what it has come to is of no use to anybody.
    #[error("it was interrupted")]
    Interrupted,
    /// The driver gave up.
    #[error(transparent)]
    DeviceLost(#[from] DeviceLost),
}

impl From<TextFault> for TextError {
    fn from(fault: TextFault) -> Self {
        if fault.is_the_askers() { Self::BadRequest(fault.to_string()) } else { Self::BadModel(fault.to_string()) }
    }
}

/// What comes of requests.
#[derive(Debug)]
pub enum Event {
    /// Of one for an answer.
    Text {
        /// Which.
        request: RequestNumber,
        /// What.
        event: TextEvent,
    },
    /// Of one for vectors.
    Embedded {
        /// Which.
        request: RequestNumber,
        /// The text's place among those of the request.
        index: u32,
        /// Of length one.
        vector: Vec<f32>,
        /// Tokens of the text.
        tokens: u32,
    },
    /// Of one for probabilities.
    Scored {
        /// Which.
        request: RequestNumber,
        /// What.
        scores: Scores,
    },
    /// Of one that came to nothing.
    Failed {
        /// Which.
        request: RequestNumber,
        /// Why.
        error: TextError,
    },
}

/// What was waited for, and what came of it.
#[derive(Debug, Default)]
pub struct Step {
    /// How long the device took.
    pub took: Duration,
    /// What there is to tell.
    pub events: Vec<Event>,
}

/// A model on a device, and everybody who waits for it.
pub struct Runner<'g> {
    pub(super) network: Network<'g>,
    pub(super) config: Config,
    facts: ModelFacts,
    pooling: Pooling,
    pub(super) tokenizer: Arc<Tokenizer>,
    template: Option<Template>,
    pub(super) cache: Cache,
    pub(super) size: Size,
    pub(super) waiting: VecDeque<Sequence>,
    pub(super) running: Vec<Sequence>,
    /// What the pass under way is made of.
    pub(super) shares: Vec<Share>,
    /// Tokens of a pass at most, and how many that may become: see [`Runner::pace_reading`].
    pub(super) reading: u32,
    most_reading: u32,
    /// What the last submission was meant to take.
    quantum: Duration,
    /// Told with the next step.
    events: Vec<Event>,
}

impl<'g> Runner<'g> {
    /// Puts a model on a device, in at most so much memory. `loading` hears how far it is, in thousandths.
    pub fn new(gpu: &'g Gpu, model: Model, memory: Bytes, loading: &mut dyn FnMut(u16)) -> Result<Self, TextError> {
        Self::with(Kernels::new(gpu), model, memory, loading)
    }

    pub(super) fn with(
        kernels: Kernels<'g>,
        model: Model,
        memory: Bytes,
        loading: &mut dyn FnMut(u16),
    ) -> Result<Self, TextError> {
        let unusable = |error: &dyn std::fmt::Display| TextError::BadModel(error.to_string());
        let tokenizer = Tokenizer::new(model.metadata()).map_err(|error| unusable(&error))?;
        if tokenizer.vocabulary() > model.config().vocabulary {
            let (tokens, vocabulary) = (tokenizer.vocabulary().into(), model.config().vocabulary.into());
            return Err(ModelError::Vocabulary { tokens, vocabulary }.into());
        }
        let template = Template::new(model.metadata(), &tokenizer).map_err(|error| unusable(&error))?;
        let (config, facts) = (model.config().clone(), model.facts().clone());
        let size = Size::fitting(kernels.gpu(), &config, &facts, memory)?;
        let (mut read, all) = (0, facts.weight_bytes.0.max(1));
        let mut loaded = |bytes: u64| {
            read += bytes;
            loading((read.saturating_mul(1000) / all).min(1000) as u16);
        };
        let network = Network::new(kernels, &model, size, &mut loaded)?;
        Ok(Self {
            network,
            config,
            facts,
            pooling: model.pooling(),
            tokenizer: Arc::new(tokenizer),
            template,
            cache: Cache::new(size.pages),
            size,
            // A card that nobody knows yet is not given much at once.
            reading: LEAST_TOKENS.min(size.tokens),
            most_reading: size.tokens,
            quantum: Duration::ZERO,
            waiting: VecDeque::new(),
            running: Vec::new(),
            shares: Vec::new(),
            events: Vec::new(),
        })
    }

    /// What is in the model.
    pub fn facts(&self) -> &ModelFacts {
        &self.facts
    }

    /// Tokens of context that there is memory for, all texts together.
    pub fn cache_tokens(&self) -> u32 {
        self.cache.positions()
    }

    /// Whether nobody waits for anything.
    pub fn idle(&self) -> bool {
        self.waiting.is_empty() && self.running.is_empty() && self.events.is_empty()
    }

    /// Tokens that one text may have.
    pub(super) fn context(&self) -> usize {
        self.config.context.min(self.cache.positions()) as usize
    }

    /// Begins an answer.
    pub fn begin(&mut self, request: RequestNumber, generation: &Generation) -> Result<(), TextError> {
        self.must(ModelKind::Generate)?;
        let (tokens, answer) = Answer::begin(&self.tokenizer, self.template.as_ref(), generation)?;
        self.fits(tokens.len())?;
        let ended = answer.ended();
        let mut sequence = Sequence::new(request, tokens, Goal::Answer(Box::new(answer)));
        match ended {
            // All of it was said elsewhere.
            Some(finish) => {
                sequence.begin(&mut self.events);
                sequence.end(finish, &mut self.events);
            }
            None => self.waiting.push_back(sequence),
        }
        Ok(())
    }

    /// Begins to judge an answer: the tokens in [`Generation::said`].
    pub fn score(&mut self, request: RequestNumber, generation: &Generation) -> Result<(), TextError> {
        self.must(ModelKind::Generate)?;
        let mut tokens = voice::prompt(&self.tokenizer, self.template.as_ref(), generation)?;
        let from = tokens.len();
        let vocabulary = self.config.vocabulary;
        if let Some(token) = generation.said.iter().find(|&&token| token >= vocabulary) {
            return Err(TextFault::NoToken { token: *token, vocabulary }.into());
        }
        if generation.said.is_empty() {
            return Err(TextError::BadRequest("there is nothing to judge".into()));
        }
        tokens.extend(&generation.said);
        self.fits(tokens.len())?;
        let (texts, rest) = voice::spoken(&self.tokenizer, generation);
        let scores = Scores { texts, rest, ..Scores::default() };
        let goal = Goal::Score { from, said: generation.said.clone(), scores };
        self.waiting.push_back(Sequence::new(request, tokens, goal));
        Ok(())
    }

    /// Begins to turn texts into vectors.
    pub fn embed(&mut self, request: RequestNumber, texts: &[String]) -> Result<(), TextError> {
        self.must(ModelKind::Embed)?;
        let mut sequences = Vec::with_capacity(texts.len());
        for (index, text) in (0..).zip(texts) {
            let tokens =
                self.tokenizer.encode_sentence(text).map_err(|error| TextError::BadRequest(error.to_string()))?;
            let most = self.context().min(self.size.tokens as usize);
            if tokens.is_empty() || tokens.len() > most {
                let what = format!("text {index} has {} tokens, and the model takes 1 to {most}", tokens.len());
                return Err(TextError::BadRequest(what));
            }
            sequences.push(Sequence::new(request, tokens, Goal::Embed { index }));
        }
        self.waiting.extend(sequences);
        Ok(())
    }

    fn must(&self, kind: ModelKind) -> Result<(), TextError> {
        if self.waiting.len() >= WAITING {
            return Err(TextError::BadRequest(format!("{WAITING} requests wait already")));
        }
        match (self.facts.kind == kind, kind) {
            (true, _) => Ok(()),
            (false, ModelKind::Generate) => Err(TextError::BadRequest("the model makes vectors, not text".into())),
            (false, ModelKind::Embed) => Err(TextError::BadRequest("the model makes text, not vectors".into())),
        }
    }

    fn fits(&self, tokens: usize) -> Result<(), TextError> {
        let most = self.context();
        if tokens < most {
            return Ok(());
        }
        Err(TextError::BadRequest(format!(
            "the prompt has {tokens} tokens, and the model has room for {most} with the answer's first one"
        )))
    }

    /// Forgets a request. A pass that it is part of goes on for the others.
    pub fn cancel(&mut self, request: RequestNumber) {
        self.waiting.retain(|sequence| sequence.request != request);
        let mine = |event: &Event| match event {
            Event::Text { request: of, .. } | Event::Embedded { request: of, .. } => *of == request,
            Event::Scored { request: of, .. } | Event::Failed { request: of, .. } => *of == request,
        };
        self.events.retain(|event| !mine(event));
        if self.running.iter().any(|sequence| sequence.request == request) {
            // Where the pass is made of nobody else's tokens, it is given up; otherwise places must stay as they are.
            let alone = self.shares.iter().all(|share| self.running[share.at].request == request);
            if alone {
                self.network.give_up();
                self.shares.clear();
            }
            if self.shares.is_empty() {
                self.close_where(|sequence| sequence.request == request);
            } else {
                let gone = self.running.iter_mut().filter(|sequence| sequence.request == request);
                gone.for_each(|sequence| sequence.request = NOBODY);
            }
        }
    }

    /// Ends everything, with what was said so far.
    pub fn interrupt(&mut self) -> Vec<Event> {
        let took = self.network.give_up();
        self.charge(took);
        self.shares.clear();
        let mut events = std::mem::take(&mut self.events);
        let running = std::mem::take(&mut self.running);
        let mut failed = BTreeSet::from([NOBODY]);
        for mut sequence in running.into_iter().chain(std::mem::take(&mut self.waiting)) {
            let request = sequence.request;
            match sequence.goal {
                Goal::Answer(_) if request != NOBODY => sequence.end(Finish::Interrupted, &mut events),
                // Once for a request, however many texts it has.
                _ if failed.insert(request) => events.push(Event::Failed { request, error: TextError::Interrupted }),
                _ => {}
            }
            self.cache.close(sequence.text);
        }
        events
    }

    /// Gives the device what this pace allows, and waits for a submission. Where the pace has no rests a card has work when this
    /// returns, so that what there is to tell is told meanwhile.
    pub fn step(&mut self, pace: Pace) -> Result<Step, TextError> {
        if !self.network.is_busy() && !self.plan() {
            return Ok(Step { took: Duration::ZERO, events: std::mem::take(&mut self.events) });
        }
        let quantum = Duration::from_micros(u64::from(pace.quantum_us.max(1)));
        let ahead = pace.duty_permille >= 1000;
        let Submitted { through, took, indivisible } = self.network.submit(quantum, ahead)?;
        self.pace_reading(quantum, self.planned() as u32, indivisible, through);
        self.charge(took);
        if through {
            self.harvest()?;
            if ahead && self.network.overlaps && self.plan() {
                self.network.send(quantum, ahead);
            }
        }
        Ok(Step { took, events: std::mem::take(&mut self.events) })
    }

    /// Tokens of the pass under way.
    fn planned(&self) -> usize {
        self.shares.iter().map(|share| share.tokens).sum()
    }

    /// Shares what the device worked among those that it worked for.
    fn charge(&mut self, took: Duration) {
        let all = self.planned();
        for share in &self.shares {
            self.running[share.at].worked(took.mul_f64(share.tokens as f64 / all.max(1) as f64));
        }
    }

    /// Learns how many tokens a pass may have, so that its shortest submission is no longer than the owner's comfort allows.
    fn pace_reading(&mut self, quantum: Duration, tokens: u32, shortest: Option<Duration>, through: bool) {
        if quantum != self.quantum {
            (self.quantum, self.most_reading) = (quantum, self.size.tokens);
        }
        if shortest.is_some_and(|took| took > quantum * 3 / 2) {
            self.most_reading = (tokens / 2).max(LEAST_TOKENS);
            self.reading = self.reading.min(self.most_reading);
        } else if through && tokens >= self.reading {
            self.reading = (self.reading * 2).min(self.most_reading);
        }
    }

    /// A pass is through: everybody gets what is theirs.
    fn harvest(&mut self) -> Result<(), TextError> {
        let shares = std::mem::take(&mut self.shares);
        let (width, vocabulary) = (self.config.width as usize, self.config.vocabulary as usize);
        let context = self.context();
        let Self { network, running, events, pooling, config, .. } = self;
        let mut over = vec![false; running.len()];
        let mut broken = BTreeSet::new();
        network.take(|numbers| {
            let mut at = 0;
            for share in &shares {
                let sequence = &mut running[share.at];
                sequence.text.filled += share.tokens;
                let rows = if config.architecture == Architecture::Bert { share.tokens } else { share.outs };
                let each = if config.architecture == Architecture::Bert { width } else { vocabulary };
                let mine = &numbers[at * each..(at + rows) * each];
                at += rows;
                over[share.at] = if sequence.request == NOBODY {
                    true
                } else if let Goal::Embed { index } = sequence.goal {
                    let (request, tokens) = (sequence.request, share.tokens as u32);
                    let vector = pool(mine, width, *pooling);
                    if broken.contains(&request) {
                        // Its asker knows already.
                    } else if vector.iter().all(|number| number.is_finite()) {
                        events.push(Event::Embedded { request, index, vector, tokens });
                    } else {
                        broken.insert(request);
                        let error = TextError::BadModel(NOT_FINITE.to_owned());
                        events.push(Event::Failed { request, error });
                    }
                    true
                } else {
                    match sequence.hear(mine, vocabulary, events) {
                        Ok(false) if sequence.text.tokens.len() > context - 1 && sequence.waiting() == 1 => {
                            sequence.cut(events);
                            true
                        }
                        Ok(over) => over,
                        Err(error) => {
                            events.push(Event::Failed { request: sequence.request, error });
                            true
                        }
                    }
                };
            }
        })?;
        // The rest of a request that failed is not worth computing.
        self.waiting.retain(|sequence| !broken.contains(&sequence.request));
        let mut over = over.into_iter();
        self.close_where(|sequence| {
            over.next().unwrap_or(false) || sequence.request == NOBODY || broken.contains(&sequence.request)
        });
        Ok(())
    }

    fn close_where(&mut self, mut over: impl FnMut(&Sequence) -> bool) {
        let (gone, stay) = std::mem::take(&mut self.running).into_iter().partition::<Vec<_>, _>(|s| over(s));
        self.running = stay;
        for mut sequence in gone {
            match sequence.goal {
                Goal::Answer(_) => self.cache.close(sequence.text),
                _ => self.cache.drop_text(&mut sequence.text),
            }
        }
    }
}

/// Stands for a request that nobody waits for any longer.
pub(super) const NOBODY: RequestNumber = RequestNumber::MAX;
