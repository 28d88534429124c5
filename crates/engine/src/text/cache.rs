//! Which page of the cache belongs to which text. Pages of keys and values are shared between texts that begin alike, and a
//! text that has ended is remembered until its pages are needed: who goes on with a conversation does not pay for its past again.

use std::collections::VecDeque;

/// Positions in a page.
pub const PAGE: u32 = 16;
/// Texts remembered after their end. Each costs a list of its tokens besides its pages.
const REMEMBERED: usize = 64;

/// A text and what is cached of it.
#[derive(Debug, Default)]
pub struct Text {
    /// Its tokens, those to be computed included.
    pub tokens: Vec<u32>,
    /// So many of the first ones are in the cache.
    pub filled: usize,
    /// Where.
    pub pages: Vec<u32>,
    /// Whether its keys are turned as those of long texts are, which others cannot use.
    pub long: bool,
}

/// A page whose contents must be in another one before it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageCopy {
    pub from: u32,
    pub to: u32,
}

/// There is no page left, not even a remembered one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// All pages.
#[derive(Debug)]
pub struct Cache {
    /// How many texts have each page.
    holders: Vec<u32>,
    free: Vec<u32>,
    /// Ended texts, the one longest unused first.
    remembered: VecDeque<Text>,
}

impl Cache {
    pub fn new(pages: u32) -> Self {
        Self { holders: vec![0; pages as usize], free: (0..pages).rev().collect(), remembered: VecDeque::new() }
    }

    /// Positions in all.
    pub fn positions(&self) -> u32 {
        self.holders.len() as u32 * PAGE
    }

    /// Begins a text with what is cached of one that began alike: of those that are under way, or a remembered one. The last
    /// token is never taken from the cache: what comes after it must be computed. A copy, if any, is to be made before the
    /// text is gone on with.
    pub fn open<'t>(
        &mut self,
        tokens: Vec<u32>,
        long: bool,
        under_way: impl Iterator<Item = &'t Text>,
    ) -> (Text, Option<PageCopy>) {
        let alike = |text: &Text| if text.long == long { alike(&text.tokens[..text.filled], &tokens) } else { 0 };
        let running = under_way.map(|text| (alike(text), &text.pages)).max_by_key(|(known, _)| *known);
        let remembered = (0..self.remembered.len()).map(|i| (alike(&self.remembered[i]), i)).max();
        let (known_running, known_remembered) = (running.map_or(0, |best| best.0), remembered.map_or(0, |best| best.0));
        let mut known = known_running.max(known_remembered);
        let (whole, partly) = (known / PAGE as usize, known % PAGE as usize > 0);
        let donor: &[u32] = match (running, remembered) {
            _ if known == 0 => &[],
            (Some((_, pages)), _) if known_running == known => pages,
            (_, Some((_, i))) => {
                // The youngest now: it is about to be copied from.
                let donor = self.remembered.remove(i);
                self.remembered.extend(donor);
                self.remembered.back().map_or(&[], |donor| &donor.pages)
            }
            _ => &[],
        };
        let mut text = Text { pages: donor[..whole].to_vec(), ..Text::default() };
        text.pages.iter().for_each(|&page| self.holders[page as usize] += 1);
        let partial = partly.then(|| donor[whole]);
        let mut copy = None;
        if let Some(from) = partial {
            // A page that is copied must not be given away for its own copy.
            self.holders[from as usize] += 1;
            match self.take() {
                Ok(to) => {
                    text.pages.push(to);
                    copy = Some(PageCopy { from, to });
                }
                Err(Full) => known = whole * PAGE as usize,
            }
            self.release(from);
        }
        (Text { tokens, filled: known, long, ..text }, copy)
    }

    /// Gives back the pages of a text beyond what is filled.
    pub fn shorten(&mut self, text: &mut Text) {
        for page in text.pages.split_off(text.filled.div_ceil(PAGE as usize)) {
            self.release(page);
        }
    }

    /// Makes room for the first `positions` of a text.
    pub fn reach(&mut self, text: &mut Text, positions: usize) -> Result<(), Full> {
        while text.pages.len() < positions.div_ceil(PAGE as usize) {
            text.pages.push(self.take()?);
        }
        Ok(())
    }

    /// Ends a text. It is remembered, as far as it is cached.
    pub fn close(&mut self, mut text: Text) {
        text.tokens.truncate(text.filled);
        self.shorten(&mut text);
        if text.filled > 0 {
            self.remembered.push_back(text);
        }
        while self.remembered.len() > REMEMBERED {
            self.forget();
        }
    }

    /// Ends a text that is to be computed anew later.
    pub fn drop_text(&mut self, text: &mut Text) {
        for page in std::mem::take(&mut text.pages) {
            self.release(page);
        }
        text.filled = 0;
    }

    fn take(&mut self) -> Result<u32, Full> {
        while self.free.is_empty() && self.forget() {}
        let page = self.free.pop().ok_or(Full)?;
        self.holders[page as usize] = 1;
        Ok(page)
    }

    fn release(&mut self, page: u32) {
        let holders = &mut self.holders[page as usize];
        *holders -= 1;
        if *holders == 0 {
            self.free.push(page);
        }
    }

    /// Gives up the text that was not used for longest. Whether there was one.
    fn forget(&mut self) -> bool {
        let Some(text) = self.remembered.pop_front() else { return false };
        text.pages.into_iter().for_each(|page| self.release(page));
        true
    }
}

/// How many tokens a new text could take over from one that has these.
pub fn alike(old: &[u32], new: &[u32]) -> usize {
    let most = new.len().saturating_sub(1);
    old.iter().zip(&new[..most]).take_while(|(old, new)| old == new).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filled(cache: &mut Cache, tokens: Vec<u32>) -> Text {
        let (mut text, _) = cache.open(tokens, false, [].iter());
        let all = text.tokens.len();
        cache.reach(&mut text, all).expect("room");
        text.filled = text.tokens.len();
        text
    }

    #[test]
    fn a_conversation_that_goes_on_keeps_its_past() {
        let mut cache = Cache::new(8);
        let first: Vec<u32> = (0..40).collect();
        let text = filled(&mut cache, first.clone());
        let page = text.pages[2];
        cache.close(text);
        let longer: Vec<u32> = (0..50).collect();
        let (text, copy) = cache.open(longer, false, [].iter());
        assert_eq!(text.filled, 40);
        assert_eq!(copy.map(|copy| copy.from), Some(page));
        // The same once more: all but the last token is known.
        let (text, _) = cache.open(first.clone(), false, [].iter());
        assert_eq!(text.filled, 39);
        let (text, _) = cache.open(first, true, [].iter());
        assert_eq!(text.filled, 0, "keys of a short text are of no use to a long one");
    }

    #[test]
    fn texts_under_way_are_shared_as_far_as_they_are() {
        let mut cache = Cache::new(8);
        let mut first = filled(&mut cache, (0..40).collect());
        first.filled = 36;
        let (second, copy) = cache.open((0..50).collect(), false, [&first].into_iter());
        assert_eq!((second.filled, &second.pages[..2]), (36, &first.pages[..2]));
        assert_eq!(copy, Some(PageCopy { from: first.pages[2], to: second.pages[2] }));
        cache.close(first);
        cache.close(second);
        assert_eq!(cache.open((0..50).collect(), false, [].iter()).0.filled, 36);
    }

    #[test]
    fn what_is_remembered_makes_room() {
        let mut cache = Cache::new(4);
        let text = filled(&mut cache, (0..64).collect());
        cache.close(text);
        let (mut other, copy) = cache.open((100..150).collect(), false, [].iter());
        assert_eq!((other.filled, copy), (0, None));
        assert_eq!(cache.reach(&mut other, 50), Ok(()));
        assert_eq!(cache.reach(&mut other, 65), Err(Full));
    }

    proptest! {
        #[test]
        fn pages_are_neither_lost_nor_written_by_two(
            steps in prop::collection::vec((0u8..4, 1usize..60, 0u32..3), 1..80)
        ) {
            let mut cache = Cache::new(12);
            let mut open: Vec<Text> = Vec::new();
            for (what, length, kind) in steps {
                match what {
                    0 | 1 => {
                        let tokens = (0..length as u32).map(|i| if i < 20 { kind / 2 } else { kind * 1000 + i }).collect();
                        let (mut text, _) = cache.open(tokens, length % 5 == 0, open.iter());
                        let mut reached = text.filled;
                        while reached < text.tokens.len() && cache.reach(&mut text, reached + 1).is_ok() {
                            reached += 1;
                        }
                        text.filled = reached;
                        open.push(text);
                    }
                    2 if !open.is_empty() => cache.close(open.swap_remove(length % open.len())),
                    3 if !open.is_empty() => {
                        let mut text = open.swap_remove(length % open.len());
                        cache.drop_text(&mut text);
                    }
                    _ => {}
                }
                let mut holders = vec![0; 12];
                for text in open.iter().chain(&cache.remembered) {
                    text.pages.iter().for_each(|&page| holders[page as usize] += 1);
                    prop_assert!(text.filled <= text.pages.len() * PAGE as usize);
                }
                prop_assert_eq!(&holders, &cache.holders);
                prop_assert_eq!(holders.iter().filter(|&&count| count == 0).count(), cache.free.len());
                // The page that a text writes next is its own.
                for text in &open {
                    if text.filled % PAGE as usize > 0 {
                        prop_assert_eq!(holders[text.pages[text.filled / PAGE as usize] as usize], 1);
                    }
                }
            }
        }
    }
}
