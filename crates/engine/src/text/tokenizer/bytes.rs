//! Byte-level BPE: how a text is cut into words, and how bytes are spelled in a vocabulary.

use super::TokenizerError;
use std::collections::HashMap;
use tokenizers::models::bpe::{BPE, Vocab};
use tokenizers::normalizers::unicode::NFC;
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::pre_tokenizers::sequence::Sequence;
use tokenizers::pre_tokenizers::split::{Split, SplitPattern};
use tokenizers::{PreTokenizerWrapper, SplitDelimiterBehavior};

/// GPT-2's words.
const GPT2: &str = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
/// Llama 3's: contractions in any case, numbers in threes.
const LLAMA3: &str = concat!(
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}",
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
);
/// Qwen 2's: the same with single digits.
const QWEN2: &str = concat!(
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}",
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
);
/// Mistral's Tekken.
const TEKKEN: &str = concat!(
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+",
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*",
    r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
);
/// GPT-4o's, which some newer models took over.
const GPT4O: &str = concat!(
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
);
/// DeepSeek V3's last step.
const DEEPSEEK3: &str = concat!(
    r##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"##,
    r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
);

/// How a family of vocabularies cuts texts.
struct Cut {
    /// Applied one after the other to what the one before left.
    patterns: &'static [&'static str],
    /// A word that is in the vocabulary as a whole is not merged from its letters.
    whole_words: bool,
    /// Texts are brought to Unicode's composed form first.
    composed: bool,
}

const fn cut(patterns: &'static [&'static str]) -> Cut {
    Cut { patterns, whole_words: false, composed: false }
}

/// By `tokenizer.ggml.pre`. The patterns are those of the models' own `tokenizer.json`; the names and the pattern for
/// files without a name are llama.cpp's.
fn by_name(name: &str) -> Option<Cut> {
    Some(match name {
        "default" => cut(&[r"[\p{P}\$\+<=>\^~\|]+", GPT2, r"\p{N}+", "[0-9][0-9][0-9]"]),
        "gpt-2" | "gpt2" | "phi-2" | "olmo" | "mpt" => cut(&[GPT2]),
        "smollm" | "starcoder" | "refact" | "command-r" | "codeshell" | "exaone" => cut(&[r"\p{N}", GPT2]),
        "llama-bpe" | "llama3" | "llama-v3" | "falcon3" | "lfm2" | "pixtral" => {
            Cut { whole_words: true, ..cut(&[LLAMA3]) }
        }
        "dbrx" | "smaug-bpe" => cut(&[LLAMA3]),
        "qwen2" | "deepseek-r1-qwen" => Cut { composed: true, ..cut(&[QWEN2]) },
        "stablelm2" => cut(&[QWEN2]),
        "tekken" => Cut { whole_words: true, ..cut(&[TEKKEN]) },
        "gpt-4o" | "llama4" => cut(&[GPT4O]),
        "deepseek-coder" => cut(&[r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", "[一-龥ࠀ-一가-퟿]+", r"\p{N}"]),
        "deepseek-v3" => cut(&[r"\p{N}{1,3}", "[一-龥぀-ゟ゠-ヿ]+", DEEPSEEK3]),
        _ => return None,
    })
}

/// Builds the encoder of a vocabulary. `words` are the tokens that merging may make.
pub(super) fn encoder(
    pre: &str,
    words: HashMap<String, u32>,
    merges: Vec<(String, String)>,
) -> Result<tokenizers::Tokenizer, TokenizerError> {
    let cut = by_name(pre).ok_or_else(|| TokenizerError::Words(super::brief(pre)))?;
    let mut steps = Vec::with_capacity(cut.patterns.len() + 1);
    for pattern in cut.patterns {
        let pattern = SplitPattern::Regex((*pattern).into());
        let split = Split::new(pattern, SplitDelimiterBehavior::Isolated, false).map_err(TokenizerError::Build)?;
        steps.push(PreTokenizerWrapper::Split(split));
    }
    steps.push(PreTokenizerWrapper::ByteLevel(ByteLevel::new(false, false, false)));
    let words: Vocab = words.into_iter().collect();
    let model = BPE::builder()
        .vocab_and_merges(words, merges)
        .ignore_merges(cut.whole_words)
        .build()
        .map_err(TokenizerError::Build)?;
    let mut made = tokenizers::Tokenizer::new(model);
    made.with_pre_tokenizer(Some(Sequence::new(steps)));
    if cut.composed {
        made.with_normalizer(Some(NFC)).map_err(TokenizerError::Build)?;
    }
    Ok(made)
}

/// The byte that a letter of a byte-level vocabulary stands for. Printable bytes of Latin-1 stand for themselves; the
/// others, in order, are spelled by the letters from U+0100 on.
pub(super) fn byte(letter: char) -> Option<u8> {
    let printable = |byte: u8| matches!(byte, 33..=126 | 161..=172 | 174..=255);
    match u32::from(letter) {
        code @ 0..=255 => Some(code as u8).filter(|byte| printable(*byte)),
        code => (0..=255u8).filter(|byte| !printable(*byte)).nth((code - 256) as usize),
    }
}

/// What each letter stands for, for a whole vocabulary.
pub(super) struct Alphabet(HashMap<char, u8>);

impl Alphabet {
    pub(super) fn new() -> Self {
        Self((0..324).filter_map(char::from_u32).filter_map(|letter| Some((letter, byte(letter)?))).collect())
    }

    /// The bytes of a token. Letters outside the alphabet are in no byte-level vocabulary; a file that has some gets
    /// them back as they are.
    pub(super) fn bytes(&self, token: &str, into: &mut Vec<u8>) {
        for letter in token.chars() {
            match self.0.get(&letter) {
                Some(byte) => into.push(*byte),
                None => into.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_byte_has_one_letter() {
        let alphabet = Alphabet::new();
        assert_eq!(alphabet.0.len(), 256);
        assert_eq!(alphabet.0.values().collect::<BTreeSet<_>>().len(), 256);
        assert_eq!((byte('Ġ'), byte('Ċ'), byte('ĉ'), byte('!')), (Some(b' '), Some(b'\n'), Some(b'\t'), Some(b'!')));
        assert_eq!(byte('\u{144}'), None);
    }

    #[test]
    fn every_pattern_is_one() {
        for name in
            ["default", "gpt-2", "smollm", "llama-bpe", "qwen2", "tekken", "gpt-4o", "deepseek-coder", "deepseek-v3"]
        {
            assert!(encoder(name, HashMap::new(), Vec::new()).is_ok(), "{name}");
        }
        let error = encoder("klingon", HashMap::new(), Vec::new()).expect_err("unknown").to_string();
        assert!(error.contains("klingon"), "{error}");
    }
}
