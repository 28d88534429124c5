//! What goes into a pass through the model: one token of each answer that is being said, and as much of the prompts that are
//! still to be read as fits. A text that finds no room in the cache makes the youngest one wait, which is computed again later.

use super::batch::{Batch, MOST_OUTS, Spot};
use super::cache::{self, PAGE, Text};
use super::runner::Runner;
use super::sequence::{Goal, Sequence};
use crate::limits::{SEQUENCES, WORTH_WAITING};

/// How much of a text is in the pass under way.
pub(super) struct Share {
    /// Among those that run.
    pub at: usize,
    pub tokens: usize,
    pub outs: usize,
}

impl Runner<'_> {
    /// Has texts that have become long ones read anew, as such.
    fn lengthen(&mut self) {
        for sequence in &mut self.running {
            let causal = sequence.causal();
            let text = &mut sequence.text;
            if !text.long && causal && self.config.is_long(text.tokens.len()) {
                self.cache.drop_text(text);
                text.long = true;
            }
        }
    }

    /// Puts the next pass together. Whether there is one.
    pub(super) fn plan(&mut self) -> bool {
        self.lengthen();
        self.admit();
        let mut batch = Batch::default();
        self.shares.clear();
        // Answers that are being said go first: nobody notices when a prompt is read a little later.
        let mut order: Vec<usize> = (0..self.running.len()).collect();
        order.sort_by_key(|&at| {
            let sequence = &self.running[at];
            !sequence.causal() || sequence.waiting() > 1
        });
        for at in order {
            // One that waited for room may have been the last.
            let Some(sequence) = self.running.get(at) else { continue };
            let outs = MOST_OUTS - batch.outs.len();
            let room = |most: u32| (most as usize).saturating_sub(batch.spots.len());
            let count = sequence.waiting().min(match sequence.goal {
                Goal::Embed { .. } => room(self.size.tokens),
                Goal::Score { .. } => room(self.reading).min(outs),
                Goal::Answer(_) => room(self.reading),
            });
            // A text for a vector is read at once or not at all.
            let whole = sequence.causal() || count == sequence.waiting();
            if !whole {
                // Vectors are told in the order of their texts: nobody overtakes one that does not fit.
                break;
            }
            if count == 0 || outs == 0 || !self.reach(at, count) {
                continue;
            }
            self.add(&mut batch, at, count);
        }
        if batch.spots.is_empty() {
            return false;
        }
        self.network.begin(&batch);
        true
    }

    /// The first text that is worth beginning. One that begins as another does that is being read waits until that is read,
    /// and then need not be.
    fn next(&mut self) -> Option<Sequence> {
        let reading = |new: &Sequence, old: &Sequence| {
            let read = &old.text.tokens[..old.text.filled];
            let known = cache::alike(read, &new.text.tokens);
            let spared = || cache::alike(&old.text.tokens, &new.text.tokens) - known;
            let long = self.config.is_long(new.text.tokens.len());
            old.speaks()
                && old.waiting() > 1
                && old.text.long == long
                && known == read.len()
                && spared() >= WORTH_WAITING
        };
        let worth = |new: &Sequence| !new.speaks() || !self.running.iter().any(|old| reading(new, old));
        let at = self.waiting.iter().take(SEQUENCES).position(worth)?;
        self.waiting.remove(at)
    }

    /// Lets texts that wait run, as many as there are places.
    fn admit(&mut self) {
        while self.running.len() < SEQUENCES {
            let Some(mut sequence) = self.next() else { return };
            let tokens = std::mem::take(&mut sequence.text.tokens);
            if !sequence.causal() {
                // Nothing of another text is of use.
                sequence.text = Text { tokens, ..Text::default() };
            } else {
                let tokens = sequence.stretch(tokens, self.config.beyond());
                let long = self.config.is_long(tokens.len());
                let under_way = self.running.iter().filter(|other| other.causal()).map(|other| &other.text);
                let (mut text, copy) = self.cache.open(tokens, long, under_way);
                let most = match sequence.goal {
                    // What is to be judged must be computed.
                    Goal::Score { from, .. } => (from - 1) / PAGE as usize * PAGE as usize,
                    _ => usize::MAX,
                };
                if text.filled > most {
                    text.filled = most;
                    self.cache.shorten(&mut text);
                } else if let Some(copy) = copy {
                    self.network.copy_page(copy);
                }
                sequence.text = text;
            }
            sequence.opened();
            self.running.push(sequence);
        }
    }

    /// Makes room for the next tokens of a text, at the expense of younger ones if need be.
    fn reach(&mut self, at: usize, count: usize) -> bool {
        loop {
            let text = &mut self.running[at].text;
            let positions = text.filled + count;
            if self.cache.reach(text, positions).is_ok() {
                return true;
            }
            let youngest = self.running.len() - 1;
            let planned = self.shares.iter().any(|share| share.at == youngest);
            if youngest == at || planned {
                // Others will end, and this one go on.
                return false;
            }
            if let Some(mut sequence) = self.running.pop() {
                self.cache.drop_text(&mut sequence.text);
                sequence.anew();
                self.waiting.push_front(sequence);
            }
        }
    }

    fn add(&mut self, batch: &mut Batch, at: usize, count: usize) {
        let sequence = &self.running[at];
        let text = &sequence.text;
        let pages = batch.pages.len() as u32;
        batch.pages.extend(&text.pages);
        let (first, begin) = (text.filled, batch.spots.len());
        batch.long.resize(begin + count, text.long);
        let end = |position: usize| match sequence.goal {
            Goal::Embed { .. } => text.tokens.len(),
            _ => position + 1,
        };
        let window = self.config.sliding.as_ref().map_or(u32::MAX, |sliding| sliding.window);
        for position in first..first + count {
            let page = text.pages[position / PAGE as usize];
            batch.spots.push(Spot {
                token: text.tokens[position],
                position: position as u32,
                write: page * PAGE + position as u32 % PAGE,
                pages,
                first: 0,
                near_first: (position as u32 + 1).saturating_sub(window),
                end: end(position) as u32,
                padding: 0,
            });
        }
        let outs = sequence.wants_logits(count);
        batch.outs.extend((begin + count - outs..begin + count).map(|at| at as u32));
        self.shares.push(Share { at, tokens: count, outs });
    }
}
