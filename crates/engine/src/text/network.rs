//! A model on a device: its weights, its cache, and the list of shader runs that takes a batch of tokens through it.
//!
//! The list is made once. A batch is taken through it in submissions as long as their pacer allows, and may stand still
//! between any two of them: everything that it has come to lies in the device's buffers.
//!
//! A card that has to wait until the next submission is written, after each of them, loses a tenth of its time. So one is in
//! flight while the next is written, each half as long as one alone might be: what is in flight ends as soon.

use super::attending::Attending;
use super::batch::{Batch, COUNT_OF_OUTS, MOST_OUTS};
use super::buffers::{Buffers, Size};
use super::build::Builder;
use super::cache::{PAGE, PageCopy};
use super::choice::{self, Choice};
use super::config::{Architecture, Config, Rope};
use super::format::Format;
use super::kernels::{Kernels, Then, Which};
use super::pace::{Bound, Pace, Work};
use super::shape::Shape;
use super::{Model, TextError};
use crate::gpu::{Asked, DeviceLost, room};
use idlewatt_proto::device::DeviceKind;
use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

/// A shader with its buffers, and how large it is for one token.
pub struct Run {
    pub which: Of,
    pub group: wgpu::BindGroup,
    /// For ways that take numbers of tokens by halves, where there could be such.
    pub halved: Option<Halved>,
    /// Once for each token, or for each of those whose logits are wanted.
    pub count: u32,
    /// Weights that it goes over.
    pub weights: u64,
}

/// The buffers of a product that takes numbers of tokens by halves.
pub struct Halved {
    /// What makes halves of them, unless a run before has.
    pub first: Option<(Which, wgpu::BindGroup)>,
    pub group: wgpu::BindGroup,
}

/// What is run.
#[derive(Clone, Copy)]
pub enum Of {
    /// A piece of a matrix, by whichever way suits the number of tokens.
    Matmul { format: Format, then: Then, rows: u32 },
    /// A shader with so many workgroups to a token.
    Other { which: Which, across: u32 },
    /// Of so many queries that share a head of so many words; one that splits a long past, or by units. For each position that a
    /// token sees it makes so many products.
    Attend { queries: u32, words: u32, near: bool, kv_heads: u32, products: u64 },
    /// One that is needed only where the past was split.
    Combine { across: u32 },
}

/// How far a batch has come.
struct Progress {
    next: usize,
    tokens: u32,
    outs: u32,
    splits: u32,
    /// Positions that its tokens see, all together.
    seen: u64,
    /// How they attend to them by a card's units, where that pays.
    attending: Option<Attending>,
}

/// A model on a device.
pub struct Network<'g> {
    kernels: Kernels<'g>,
    config: Config,
    pub(super) choice: Choice,
    buffers: Buffers,
    /// Keys and values of each layer.
    cache: Vec<[wgpu::Buffer; 2]>,
    runs: Vec<Run>,
    read_back: wgpu::Buffer,
    /// What was copied there, from the last submission of a batch until somebody looks.
    asked: Option<Asked>,
    progress: Option<Progress>,
    pub(super) pace: Pace,
    /// Whether one submission may be in flight while the next is written. A software adapter has no time to lose meanwhile:
    /// the same processors write and work.
    pub(super) overlaps: bool,
    /// Submissions that nobody has waited for yet, in their order.
    pub(super) flying: VecDeque<Flight>,
    /// When the last one was seen to be done.
    landed: Option<Instant>,
}

/// A submission in flight.
pub(super) struct Flight {
    pub(super) index: wgpu::SubmissionIndex,
    sent: Instant,
    work: Work,
    tokens: u32,
    /// How long it was meant to take.
    bound: Duration,
    /// Whether drivers compiled something for it, which says nothing about the next one.
    compiled: bool,
}

/// What came of waiting for submissions.
#[derive(Debug, Clone, Copy, Default)]
pub struct Submitted {
    /// Whether the batch's last was among them.
    pub through: bool,
    /// How long the device worked for them.
    pub took: Duration,
    /// How long it worked for the longest of those that could not have been smaller.
    pub indivisible: Option<Duration>,
}

impl<'g> Network<'g> {
    /// Puts a model on a device. `loaded` hears of bytes read.
    pub fn new(
        kernels: Kernels<'g>,
        model: &Model,
        size: Size,
        loaded: &mut dyn FnMut(u64),
    ) -> Result<Self, TextError> {
        let gpu = kernels.gpu();
        let config = model.config().clone();
        let buffers = Buffers::new(gpu, &config, size);
        let head_bytes = u64::from(config.kv_heads) * u64::from(config.head_width) * 2;
        let layer_bytes = u64::from(size.pages) * u64::from(PAGE) * head_bytes;
        let layer = |_| [room(gpu, "keys", layer_bytes), room(gpu, "values", layer_bytes)];
        let cache: Vec<_> = (0..config.layers).map(layer).collect();
        let builder = Builder {
            kernels: &kernels,
            config: &config,
            tensors: model.tensors(),
            b: &buffers,
            cache: &cache,
            loaded,
        };
        let runs = builder.build(model)?;
        let choice = choice::measure(&kernels, &runs, &buffers.batch, size.tokens, loaded)?;
        let pace = warm_up(&kernels, &runs, &choice, &buffers.batch, loaded)?;
        let read_back = gpu.read_back_buffer(buffers.logits.size().max(buffers.x.size()));
        let overlaps = gpu.device().kind != DeviceKind::Software;
        let (asked, progress, flying, landed) = (None, None, VecDeque::new(), None);
        Ok(Self {
            kernels,
            config,
            choice,
            buffers,
            cache,
            runs,
            read_back,
            asked,
            progress,
            pace,
            overlaps,
            flying,
            landed,
        })
    }

    /// Begins a batch.
    pub fn begin(&mut self, batch: &Batch) {
        assert!(!batch.spots.is_empty() && batch.outs.len() <= MOST_OUTS, "a batch has tokens, and few outs");
        let queue = &self.kernels.gpu().queue;
        let queries = self.config.heads / self.config.kv_heads;
        let positions = self.kernels.split_positions(queries, self.config.head_width / 2);
        let most = if self.kernels.by_lanes() { LANES_ATTENDING / self.config.kv_heads } else { u32::MAX };
        let splits = batch.splits(positions, most);
        queue.write_buffer(&self.buffers.batch, 0, bytemuck::cast_slice(&batch.words(splits)));
        queue.write_buffer(&self.buffers.pages, 0, bytemuck::cast_slice(&batch.pages));
        let put = |buffer, rope: Option<&Rope>| {
            if let Some(rope) = rope {
                queue.write_buffer(buffer, 0, bytemuck::cast_slice(&batch.angles(rope)));
            }
        };
        put(&self.buffers.angles, self.config.rope.as_ref());
        put(&self.buffers.near_angles, self.config.sliding.as_ref().map(|sliding| &sliding.rope));
        let (tokens, outs) = (batch.spots.len() as u32, batch.outs.len() as u32);
        let seen = batch.spots.iter().map(|spot| u64::from(spot.end - spot.first)).sum();
        let attending = self.choice.attending.filter(|tile| tile.pays(batch, self.config.kv_heads));
        self.progress = Some(Progress { next: 0, tokens, outs, splits, seen, attending });
    }

    /// Whether a batch is under way.
    pub fn is_busy(&self) -> bool {
        self.progress.is_some()
    }

    /// Gives up the batch that is under way. What it wrote into the cache lies beyond what any text counts as its own. Waits for
    /// what is in flight: the card is free then. How long the device worked for that.
    pub fn give_up(&mut self) -> Duration {
        let mut submitted = Submitted::default();
        // A device that fails now says so to whoever asks it next.
        while !self.flying.is_empty() && self.land(&mut submitted).is_ok() {}
        self.flying.clear();
        if self.asked.take().is_some() {
            self.read_back.unmap();
        }
        self.progress = None;
        submitted.took
    }

    /// Submits what may be in flight, waits for the first of it, and for all of it at the end of a batch. All that is in flight
    /// takes about `target`. `ahead`: the next submission may be in flight when this returns.
    pub fn submit(&mut self, target: Duration, ahead: bool) -> Result<Submitted, TextError> {
        while self.send(target, ahead) {}
        let through = self.progress.as_ref().is_none_or(|progress| progress.next == self.runs.len());
        let mut submitted = Submitted { through, ..Submitted::default() };
        self.land(&mut submitted)?;
        while through && !self.flying.is_empty() {
            self.land(&mut submitted)?;
        }
        Ok(submitted)
    }

    /// One submission, if there is something to submit and it may be in flight beside what is. Whether it was.
    pub fn send(&mut self, target: Duration, ahead: bool) -> bool {
        let ahead = ahead && self.overlaps;
        let beside = match self.flying.front() {
            None => Work::default(),
            Some(first) if ahead && self.flying.len() == 1 => first.work,
            Some(_) => return false,
        };
        let bound = Bound { beside, all: target, own: if ahead { target / 2 } else { target } };
        let may = |progress: &Progress| {
            let run = self.runs.get(progress.next);
            run.is_some_and(|run| {
                let work = Work::default().and(run.cost(progress));
                self.flying.is_empty() || self.pace.fits(work, progress.tokens, bound)
            })
        };
        let Some(mut progress) = self.progress.take_if(|progress| may(progress)) else { return false };
        let gpu = self.kernels.gpu();
        let (mut work, tokens) = (Work::default(), progress.tokens);
        let sent = Instant::now();
        let new = || gpu.device.create_command_encoder(&Default::default());
        let mut encoder = new();
        while self.write(&mut encoder, &mut progress, &mut work, bound) {
            gpu.queue.submit([std::mem::replace(&mut encoder, new()).finish()]);
        }
        let last = progress.next == self.runs.len();
        let (from, bytes) = self.result(progress.tokens, progress.outs);
        if last {
            encoder.copy_buffer_to_buffer(from, 0, &self.read_back, 0, bytes);
        }
        self.progress = Some(progress);
        let index = gpu.queue.submit([encoder.finish()]);
        // A mapped range of no bytes lies anywhere, also where no float may.
        if last && bytes > 0 {
            self.asked = Some(Asked::new(&self.read_back, bytes));
        }
        let compiled = self.kernels.were_compiled();
        self.flying.push_back(Flight { index, sent, work, tokens, bound: bound.own, compiled });
        true
    }

    /// Waits for the first submission in flight.
    fn land(&mut self, submitted: &mut Submitted) -> Result<(), TextError> {
        let Some(Flight { index, sent, work, tokens, bound, compiled }) = self.flying.pop_front() else {
            return Ok(());
        };
        let gpu = self.kernels.gpu();
        let late = self.overlaps && gpu.is_done(&index);
        gpu.wait_for(Some(index))?;
        let now = Instant::now();
        let mut took = worked(sent, self.landed.replace(now), now);
        if late {
            // Nobody knows since when it is done.
            took = took.min(self.pace.foretold(work, tokens));
        }
        submitted.took += took;
        if !compiled {
            self.pace.learn(work, tokens, took, bound);
            if work.runs == 1 {
                submitted.indivisible = submitted.indivisible.max(Some(took));
            }
        }
        Ok(())
    }

    /// Writes runs, one at least and as many as fit. Whether a card may begin with these while more are written.
    fn write(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        progress: &mut Progress,
        work: &mut Work,
        bound: Bound,
    ) -> bool {
        // One that has something to do still needs not be handed parts.
        let idle = self.flying.is_empty();
        let mut pass = encoder.begin_compute_pass(&Default::default());
        while let Some(run) = self.runs.get(progress.next) {
            let more = work.and(run.cost(progress));
            if work.runs > 0 && !self.pace.fits(more, progress.tokens, bound) {
                break;
            }
            run.dispatch(&self.kernels, &self.choice, &mut pass, progress);
            *work = more;
            progress.next += 1;
            if idle && !self.kernels.by_lanes() && RUNS_AHEAD.contains(&work.runs) {
                return true;
            }
        }
        false
    }

    /// What a batch that is through has come to: logits for each out, or the last states of each token. Ends the batch.
    pub fn take<T>(&mut self, look: impl FnOnce(&[f32]) -> T) -> Result<T, TextError> {
        if self.progress.take().is_none() {
            return Err(TextError::DeviceLost(DeviceLost("nothing was computed".into())));
        }
        match self.asked.take() {
            Some(asked) => Ok(asked.look(|bytes| look(bytemuck::cast_slice(bytes)))?),
            // Part of a long prompt, with nothing to say yet.
            None => Ok(look(&[])),
        }
    }

    fn result(&self, tokens: u32, outs: u32) -> (&wgpu::Buffer, u64) {
        match self.config.architecture {
            Architecture::Bert => (&self.buffers.h, u64::from(tokens) * u64::from(self.config.width) * 4),
            _ => (&self.buffers.logits, u64::from(outs) * u64::from(self.config.vocabulary) * 4),
        }
    }

    /// Copies a page of the cache, in every layer.
    pub fn copy_page(&self, copy: PageCopy) {
        let bytes = u64::from(PAGE) * u64::from(self.config.kv_heads) * u64::from(self.config.head_width) * 2;
        let gpu = self.kernels.gpu();
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        for buffer in self.cache.iter().flatten() {
            let (from, to) = (u64::from(copy.from) * bytes, u64::from(copy.to) * bytes);
            // A buffer cannot be copied into itself.
            encoder.copy_buffer_to_buffer(buffer, from, &self.buffers.up, 0, bytes);
            encoder.copy_buffer_to_buffer(&self.buffers.up, 0, buffer, to, bytes);
        }
        gpu.queue.submit([encoder.finish()]);
    }
}

/// Runs every shader once, over nothing: drivers compile at a first use, for seconds in all, and nobody waits for an answer
/// yet. Then one of them some times, to see what it takes to do nothing.
fn warm_up(
    kernels: &Kernels<'_>,
    runs: &[Run],
    choice: &Choice,
    batch: &wgpu::Buffer,
    loaded: &mut dyn FnMut(u64),
) -> Result<Pace, TextError> {
    kernels.gpu().queue.write_buffer(batch, 0, &vec![0; batch.size() as usize]);
    let mut seen = HashSet::new();
    for run in runs {
        let all: Vec<_> = match run.which {
            Of::Matmul { format, then, rows } => {
                // As they suit a few tokens, and many.
                let fitted = |shape: Shape| [1, u32::MAX].map(|tokens| shape.fitted(format, rows, tokens));
                let of = |shape| (Which::Matmul { format, shape, then }, run.group_for(shape));
                let shapes: Vec<_> = choice.shapes().flat_map(fitted).collect();
                let halve = shapes.iter().find_map(|&shape| run.halve_for(shape));
                shapes.into_iter().map(of).chain(halve).collect()
            }
            Of::Other { which, .. } => vec![(which, &run.group)],
            Of::Attend { queries, words, near, .. } => {
                let ways = [None].into_iter().chain(choice.attending.map(Some));
                ways.map(|units| (Which::Attend { queries, words, near, units }, &run.group)).collect()
            }
            Of::Combine { .. } => vec![(Which::Combine, &run.group)],
        };
        for (which, group) in all {
            if seen.insert(which) {
                kernels.time(&[(which, group, [1; 3])])?;
                loaded(0);
            }
        }
    }
    kernels.were_compiled();
    let (mut one, mut many) = (Duration::MAX, Duration::MAX);
    let smallest = runs.iter().find_map(|run| match run.which {
        Of::Other { which, .. } => Some((which, &run.group)),
        _ => None,
    });
    for _ in 0..IDLE_TRIALS {
        if let Some((which, group)) = smallest {
            let run = (which, group, [1; 3]);
            one = one.min(kernels.time(&[run])?);
            many = many.min(kernels.time(&[run; 1 + IDLE_RUNS as usize])?);
        }
    }
    Ok(Pace::new(one, many.saturating_sub(one) / IDLE_RUNS))
}

/// Submissions of nothing by which is seen what they take, and runs of the longer ones.
const IDLE_TRIALS: u32 = 4;
const IDLE_RUNS: u32 = 32;

impl Run {
    /// What it takes in comparison with others, in products.
    fn cost(&self, about: &Progress) -> f64 {
        let tokens = if self.count == COUNT_OF_OUTS { about.outs } else { about.tokens };
        let products = match self.which {
            Of::Attend { products, .. } if about.attending.is_some() => products * about.seen,
            Of::Attend { products, .. } => products * about.seen * ATTENTION_COSTS,
            _ => self.weights * u64::from(tokens),
        };
        products.max(SMALL_RUN * u64::from(tokens.max(1))) as f64
    }

    /// What a way over a matrix is bound to.
    pub fn group_for(&self, shape: Shape) -> &wgpu::BindGroup {
        self.halved.as_ref().filter(|_| shape.halved()).map_or(&self.group, |halved| &halved.group)
    }

    /// What has to make halves before this way over a matrix, unless a run before has.
    pub fn halve_for(&self, shape: Shape) -> Option<(Which, &wgpu::BindGroup)> {
        let first = self.halved.as_ref().and_then(|halved| halved.first.as_ref());
        first.filter(|_| shape.halved()).map(|(which, group)| (*which, group))
    }

    fn dispatch(&self, kernels: &Kernels<'_>, choice: &Choice, pass: &mut wgpu::ComputePass<'_>, about: &Progress) {
        let tokens = if self.count == COUNT_OF_OUTS { about.outs } else { about.tokens };
        let (which, group, grid) = match self.which {
            _ if tokens == 0 => return,
            Of::Matmul { format, then, rows } => {
                let shape = choice.of(tokens).fitted(format, rows, tokens);
                if let Some((halve, group)) = self.halve_for(shape) {
                    kernels.get(halve).dispatch(pass, group, [1, tokens, 1]);
                }
                (Which::Matmul { format, shape, then }, self.group_for(shape), shape.grid(rows, tokens))
            }
            Of::Other { which, across } => (which, &self.group, [across, tokens, 1]),
            Of::Attend { queries, words, near, kv_heads, .. } => {
                let (units, across) = (about.attending, kv_heads * kernels.attending(queries));
                let grid = units.map_or([across, tokens, about.splits], |tile| tile.grid(kv_heads, tokens));
                (Which::Attend { queries, words, near, units }, &self.group, grid)
            }
            Of::Combine { .. } if about.splits == 1 => return,
            Of::Combine { across } => (Which::Combine, &self.group, [across, tokens, 1]),
        };
        kernels.get(which).dispatch(pass, group, grid);
    }
}

/// How long a device worked for a submission: not before the one before it was done.
fn worked(sent: Instant, before: Option<Instant>, now: Instant) -> Duration {
    now.saturating_duration_since(before.map_or(sent, |before| before.max(sent)))
}

/// After so many runs a card is handed those while more of the same submission are written: it need not wait for all.
const RUNS_AHEAD: [u32; 3] = [8, 32, 96];
/// Workgroups that attend at once on a processor, before a past is split no further: it has few threads, and what they come to has
/// to be put together.
const LANES_ATTENDING: u32 = 32;
/// What a run without weights counts as, for each token.
const SMALL_RUN: u64 = 50_000;
/// How much longer a product of attention takes than one of a matrix, unless by units: each token reads a past of its own.
const ATTENTION_COSTS: u64 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_works_for_one_submission_at_a_time() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let took = [worked(at(0), None, at(5)), worked(at(1), Some(at(5)), at(9)), worked(at(20), Some(at(9)), at(23))];
        assert_eq!(took, [5, 4, 3].map(Duration::from_millis));
    }
}
