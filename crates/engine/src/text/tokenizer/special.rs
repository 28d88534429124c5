//! Tokens that are found in a text as a whole, before it is cut into words.

use std::collections::HashMap;

/// Control tokens, and tokens that are never cut.
pub(super) struct Specials {
    by_text: HashMap<Box<str>, (u32, bool)>,
    /// Lengths of the tokens that begin with a byte, longest first.
    lengths: HashMap<u8, Vec<usize>>,
}

/// A special token in a text.
pub(super) struct Special {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) token: u32,
    pub(super) control: bool,
}

impl Specials {
    /// From text, number, and whether it is a control token.
    pub(super) fn new<'t>(tokens: impl Iterator<Item = (&'t str, u32, bool)>) -> Self {
        let (mut by_text, mut lengths) = (HashMap::new(), HashMap::<u8, Vec<usize>>::new());
        for (text, token, control) in tokens.filter(|(text, ..)| !text.is_empty()) {
            by_text.entry(Box::from(text)).or_insert((token, control));
            lengths.entry(text.as_bytes()[0]).or_default().push(text.len());
        }
        for lengths in lengths.values_mut() {
            lengths.sort_unstable_by(|left, right| right.cmp(left));
            lengths.dedup();
        }
        Self { by_text, lengths }
    }

    /// The control token that is written so.
    pub(super) fn control(&self, text: &str) -> Option<u32> {
        self.by_text.get(text).filter(|(_, control)| *control).map(|(token, _)| *token)
    }

    /// The leftmost one from a place on, and the longest that begins there.
    pub(super) fn next(&self, text: &str, from: usize, controls: bool) -> Option<Special> {
        let bytes = text.as_bytes();
        (from..bytes.len()).find_map(|start| {
            let lengths = self.lengths.get(&bytes[start])?;
            lengths.iter().find_map(|length| {
                let end = start + length;
                let (token, control) = *self.by_text.get(text.get(start..end)?)?;
                (controls || !control).then_some(Special { start, end, token, control })
            })
        })
    }

    /// Whether a text that begins with this letter begins with a control token.
    pub(super) fn begins_control(&self, text: &str, first: char) -> bool {
        let first = first.encode_utf8(&mut [0; 4]).as_bytes()[0];
        let lengths = self.lengths.get(&first).map_or(&[][..], Vec::as_slice);
        lengths.iter().any(|length| text.get(..*length).is_some_and(|start| self.control(start).is_some()))
    }
}
