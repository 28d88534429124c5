//! SentencePiece vocabularies with scores: neighbours are merged, the best-scored pair first.
//!
//! The algorithm is SentencePiece's BPE encoder, as llama.cpp has it: what is no token in the end is spelled in bytes.
//! The `tokenizers` crate wants merges in the order of training, which GGUF files of this kind do not carry.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

/// What stands for a space in a vocabulary.
pub(super) const SPACE: char = '\u{2581}';

/// Tokens by text, with scores.
pub(super) struct Scores {
    /// Token and score by text; control tokens are not among them.
    pub(super) tokens: HashMap<Box<str>, (u32, f32)>,
    /// Tokens of single bytes.
    pub(super) bytes: Box<[Option<u32>; 256]>,
    /// What stands for everything else.
    pub(super) unknown: Option<u32>,
}

/// A stretch of text that will be a token. Those that were merged into their left neighbour are empty.
#[derive(Clone, Copy)]
struct Symbol {
    start: usize,
    end: usize,
    before: usize,
    after: usize,
}

const NONE: usize = usize::MAX;

/// Two neighbours that make a token. The length tells later whether they are still what they were.
struct Pair {
    score: f32,
    left: usize,
    right: usize,
    bytes: usize,
}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(other.left.cmp(&self.left))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Pair {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Pair {}

impl Scores {
    /// Tokens of a text without control tokens. Takes as long as the text is, times a logarithm.
    pub(super) fn encode(&self, text: &str, into: &mut Vec<u32>) {
        let text: String = text.chars().map(|letter| if letter == ' ' { SPACE } else { letter }).collect();
        let mut symbols: Vec<Symbol> = text
            .char_indices()
            .enumerate()
            .map(|(index, (start, letter))| Symbol {
                start,
                end: start + letter.len_utf8(),
                before: index.checked_sub(1).unwrap_or(NONE),
                after: index + 1,
            })
            .collect();
        if let Some(last) = symbols.last_mut() {
            last.after = NONE;
        }
        let mut pairs = BinaryHeap::new();
        for left in 1..symbols.len() {
            pairs.extend(self.pair(&text, &symbols, left - 1, left));
        }
        while let Some(pair) = pairs.pop() {
            let (left, right) = (symbols[pair.left], symbols[pair.right]);
            let (empty, grown) = (left.start == left.end || right.start == right.end, right.end - left.start);
            if empty || grown != pair.bytes {
                continue;
            }
            symbols[pair.left].end = right.end;
            symbols[pair.left].after = right.after;
            symbols[pair.right].end = right.start;
            if right.after != NONE {
                symbols[right.after].before = pair.left;
            }
            pairs.extend(self.pair(&text, &symbols, left.before, pair.left));
            pairs.extend(self.pair(&text, &symbols, pair.left, right.after));
        }
        for symbol in symbols.iter().filter(|symbol| symbol.start != symbol.end) {
            self.spell(&text[symbol.start..symbol.end], into);
        }
    }

    fn pair(&self, text: &str, symbols: &[Symbol], left: usize, right: usize) -> Option<Pair> {
        if left == NONE || right == NONE {
            return None;
        }
        let (start, end) = (symbols[left].start, symbols[right].end);
        let (_, score) = self.tokens.get(&text[start..end])?;
        Some(Pair { score: *score, left, right, bytes: end - start })
    }

    fn spell(&self, piece: &str, into: &mut Vec<u32>) {
        if let Some((token, _)) = self.tokens.get(piece) {
            into.push(*token);
            return;
        }
        for byte in piece.bytes() {
            into.extend(self.bytes[usize::from(byte)].or(self.unknown));
        }
    }
}

/// The byte of a token such as `<0x0A>`.
pub(super) fn byte(token: &str) -> Option<u8> {
    let digits = token.strip_prefix("<0x")?.strip_suffix('>')?;
    (digits.len() == 2).then(|| u8::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scores(tokens: &[(&str, f32)]) -> Scores {
        let tokens = tokens
            .iter()
            .enumerate()
            .map(|(id, (text, score))| (Box::from(*text), (id as u32 + 256, *score)))
            .collect();
        Scores { tokens, bytes: Box::new(std::array::from_fn(|byte| Some(byte as u32))), unknown: None }
    }

    /// The definition: again and again, the leftmost of the best pairs.
    fn slow(scores: &Scores, text: &str) -> Vec<u32> {
        let mut pieces: Vec<String> = text.replace(' ', "\u{2581}").chars().map(String::from).collect();
        loop {
            let mut best: Option<(f32, usize)> = None;
            for index in 1..pieces.len() {
                let joined = format!("{}{}", pieces[index - 1], pieces[index]);
                if let Some((_, score)) = scores.tokens.get(joined.as_str())
                    && best.is_none_or(|(most, _)| *score > most)
                {
                    best = Some((*score, index));
                }
            }
            let Some((_, index)) = best else { break };
            let right = pieces.remove(index);
            pieces[index - 1].push_str(&right);
        }
        let mut tokens = Vec::new();
        pieces.iter().for_each(|piece| scores.spell(piece, &mut tokens));
        tokens
    }

    #[test]
    fn merges_the_best_pair_first_and_spells_the_rest_in_bytes() {
        let scores = scores(&[("a", -5.0), ("b", -5.0), ("ab", -1.0), ("ba", -0.5), ("\u{2581}", -9.0)]);
        let mut tokens = Vec::new();
        scores.encode("aba é", &mut tokens);
        assert_eq!(tokens, [256, 259, 260, 0xc3, 0xa9]);
    }

    #[test]
    fn reads_byte_tokens() {
        assert_eq!((byte("<0x0A>"), byte("<0xFF>"), byte("<0xF>"), byte("<s>")), (Some(10), Some(255), None, None));
    }

    proptest! {
        #[test]
        fn the_queue_does_as_the_definition_says(text in "[ab ]{0,24}", seed in 0u64..1000) {
            let words = ["a", "b", "\u{2581}", "ab", "ba", "aa", "\u{2581}a", "aba", "bb", "ab\u{2581}", "abab"];
            let score = |index: usize| ((seed >> index) % 7) as f32;
            let tokens: Vec<(&str, f32)> = words.iter().enumerate().map(|(index, word)| (*word, score(index))).collect();
            let scores = scores(&tokens);
            let mut made = Vec::new();
            scores.encode(&text, &mut made);
            prop_assert_eq!(made, slow(&scores, &text));
        }
    }
}
