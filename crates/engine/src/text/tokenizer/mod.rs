//! Text to tokens and back, by the vocabulary that a model's file brings.
//!
//! Byte-level BPE and WordPiece are the `tokenizers` crate's; SentencePiece's scored merges are ours ([`scores`]). Control
//! tokens, those that steer a model instead of saying something, are cut out of a text before any of them sees it, and
//! only where whoever wrote the text may write them: in a raw prompt and in what a chat template put there. What
//! people typed into a message is passed through [`Tokenizer::disarm`] first, which puts a mark, a character that is
//! nowhere else in the conversation, into whatever spells a control token. The mark keeps it from being taken for one and
//! is dropped when the text around it is encoded. Templates trim, split and compare messages, so they get to see
//! them as they are otherwise; wrapping every message in marks would change what such templates do.

mod bytes;
mod scores;
mod special;
#[cfg(test)]
pub(super) mod tests;
mod words;

use super::metadata::{Metadata, Texts};
use super::schema::Lexicon;
use scores::{SPACE, Scores};
use special::Specials;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Why a model's tokeniser cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TokenizerError {
    /// Something must be there and is not.
    #[error("the model's tokenizer has no {0}")]
    Missing(&'static str),
    /// None of the kinds that are known.
    #[error("the model's tokenizer is of the kind \"{0}\", which is not supported")]
    Kind(String),
    /// Texts are cut into words in an unknown way.
    #[error("the model's tokenizer cuts texts into words by the rule \"{0}\", which is not known here")]
    Words(String),
    /// Lists that belong together have different lengths.
    #[error("the model's tokenizer has {tokens} tokens and {values} {what}")]
    Lengths {
        /// How many tokens.
        tokens: usize,
        /// How many of the others.
        values: usize,
        /// Which others.
        what: &'static str,
    },
    /// A token that does not exist.
    #[error("the model's tokenizer names token {0}, which it does not have")]
    NoToken(u32),
    /// A merge of tokens that do not exist.
    #[error("the model's tokenizer merges \"{0}\", which are not tokens")]
    Merge(String),
    /// The file cannot be read.
    #[error("cannot read the model's tokenizer.json: {0}")]
    Read(#[from] std::io::Error),
    /// The file is too large.
    #[error("the model's tokenizer.json has more than {most} bytes", most = super::super::limits::TOKENIZER_BYTES)]
    TooLarge,
    /// The file is not what it should be.
    #[error("the model's tokenizer.json is not valid: {0}")]
    Json(#[from] serde_json::Error),
    /// The library refuses.
    #[error("the model's tokenizer cannot be used: {0}")]
    Build(#[source] tokenizers::Error),
    /// The library fails.
    #[error("the text cannot be cut into tokens: {0}")]
    Encode(#[source] tokenizers::Error),
}

/// What a token is for, by GGUF's `tokenizer.ggml.token_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A piece of text.
    Normal,
    /// Stands for what cannot be spelled.
    Unknown,
    /// Steers the model; no text.
    Control,
    /// Control, and told: it is how calls of functions are known.
    Call,
    /// A piece of text that is never cut or merged.
    Whole,
    /// Nothing.
    Unused,
    /// One byte.
    Byte,
}

impl Kind {
    fn from_code(code: i64) -> Self {
        match code {
            2 => Self::Unknown,
            3 => Self::Control,
            4 => Self::Whole,
            5 => Self::Unused,
            6 => Self::Byte,
            _ => Self::Normal,
        }
    }
}

enum Spelling {
    /// Byte-level BPE, and WordPiece.
    Library(Box<tokenizers::Tokenizer>),
    Scores(Scores),
}

/// A model's tokeniser.
pub struct Tokenizer {
    spelling: Spelling,
    /// What the tokens stand for, one after another, and where each ends.
    bytes: Vec<u8>,
    ends: Vec<u32>,
    kinds: Vec<Kind>,
    specials: Specials,
    bos: Option<u32>,
    eos: Option<u32>,
    stops: Vec<u32>,
    adds_bos: bool,
    adds_eos: bool,
    adds_space: bool,
    /// Phi 3's control tokens swallow the white space behind them.
    swallows: bool,
    lexicon: OnceLock<Lexicon>,
}

/// Tokens that end an answer in the models that have them.
const STOPS: [&str; 14] = [
    "<|im_end|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|end|>",
    "<|endoftext|>",
    "<|end_of_text|>",
    "<|end_of_turn|>",
    "<|return|>",
    "<end_of_turn>",
    "<end_of_utterance>",
    "<EOT>",
    "_<EOT>",
    "<｜end▁of▁sentence｜>",
    "</s>",
];

/// Control tokens around calls of functions.
const CALLS: [&str; 3] = ["<tool_call>", "</tool_call>", "[TOOL_CALLS]"];

/// A word from a file, short enough for a sentence.
fn brief(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Some files say of control tokens that they are plain text. Their form gives them away; llama.cpp's converter goes by
/// the same one.
fn looks_like_control(token: &str) -> bool {
    (token.starts_with("<|") && token.ends_with("|>") && token.len() > 4)
        || (token.starts_with("<｜") && token.ends_with("｜>"))
        || matches!(token, "<start_of_turn>" | "<end_of_turn>")
}

impl Tokenizer {
    /// From a GGUF file's metadata, or from the `tokenizer.json` that they lead to.
    pub fn new(metadata: &Metadata) -> Result<Self, TokenizerError> {
        let Some(model) = metadata.text("tokenizer.ggml.model") else {
            let file = metadata.tokenizer_file().ok_or(TokenizerError::Missing("description in the model's file"))?;
            return words::from_file(file);
        };
        let tokens = metadata.texts("tokenizer.ggml.tokens").ok_or(TokenizerError::Missing("list of tokens"))?;
        let kinds = kinds(metadata, tokens)?;
        match model {
            "gpt2" => Self::byte_level(metadata, tokens, kinds),
            "llama" => Self::scored(metadata, tokens, kinds),
            "bert" => words::from_metadata(metadata, tokens, kinds),
            other => Err(TokenizerError::Kind(brief(other))),
        }
    }

    fn byte_level(metadata: &Metadata, tokens: &Texts, kinds: Vec<Kind>) -> Result<Self, TokenizerError> {
        let merges = metadata.texts("tokenizer.ggml.merges").ok_or(TokenizerError::Missing("list of merges"))?;
        let pre = metadata.text("tokenizer.ggml.pre").unwrap_or("default");
        let mut known = HashMap::with_capacity(tokens.len());
        for (id, (token, kind)) in tokens.iter().zip(&kinds).enumerate() {
            // Control tokens must not come of merging letters.
            if !matches!(kind, Kind::Control | Kind::Call | Kind::Unused | Kind::Unknown) {
                known.entry(token.to_owned()).or_insert(id as u32);
            }
        }
        let merges: Vec<(String, String)> = merges.iter().map(|merge| pair(merge, &known)).collect::<Result<_, _>>()?;
        let spelling = Spelling::Library(Box::new(bytes::encoder(pre, known, merges)?));
        let alphabet = bytes::Alphabet::new();
        let mut made = Self::bare(spelling, tokens, kinds, |token, kind, bytes| match kind {
            Kind::Normal => alphabet.bytes(token, bytes),
            _ => bytes.extend_from_slice(token.as_bytes()),
        });
        let starts = matches!(pre, "llama-bpe" | "llama3" | "llama-v3" | "falcon3" | "tekken" | "pixtral" | "lfm2");
        made.read_habits(metadata, tokens, starts, false)?;
        Ok(made)
    }

    fn scored(metadata: &Metadata, tokens: &Texts, kinds: Vec<Kind>) -> Result<Self, TokenizerError> {
        let scores = metadata.floats("tokenizer.ggml.scores").ok_or(TokenizerError::Missing("list of scores"))?;
        if scores.len() != tokens.len() {
            return Err(TokenizerError::Lengths { tokens: tokens.len(), values: scores.len(), what: "scores" });
        }
        let mut known = HashMap::with_capacity(tokens.len());
        let mut single: Box<[Option<u32>; 256]> = Box::new([None; 256]);
        for (id, (token, score)) in tokens.iter().zip(scores).enumerate() {
            match kinds[id] {
                Kind::Byte => {
                    if let Some(byte) = scores::byte(token) {
                        single[usize::from(byte)] = Some(id as u32);
                    }
                }
                Kind::Normal | Kind::Whole => {
                    known.entry(Box::from(token)).or_insert((id as u32, score));
                }
                Kind::Control | Kind::Call | Kind::Unused | Kind::Unknown => {}
            }
        }
        let unknown = metadata.count("tokenizer.ggml.unknown_token_id").filter(|id| (*id as usize) < tokens.len());
        let spelling = Spelling::Scores(Scores { tokens: known, bytes: single, unknown });
        let mut made = Self::bare(spelling, tokens, kinds, |token, kind, bytes| match kind {
            Kind::Byte => bytes.extend(scores::byte(token)),
            Kind::Normal | Kind::Whole => bytes.extend_from_slice(token.replace(SPACE, " ").as_bytes()),
            _ => bytes.extend_from_slice(token.as_bytes()),
        });
        made.adds_space = metadata.flag("tokenizer.ggml.add_space_prefix").unwrap_or(true);
        made.swallows = metadata.text("general.architecture") == Some("phi3");
        made.read_habits(metadata, tokens, true, false)?;
        Ok(made)
    }

    /// A tokeniser without habits. `spell` appends what a token stands for.
    fn bare(spelling: Spelling, tokens: &Texts, kinds: Vec<Kind>, spell: impl Fn(&str, Kind, &mut Vec<u8>)) -> Self {
        let (mut bytes, mut ends) = (Vec::new(), Vec::with_capacity(tokens.len()));
        for (token, kind) in tokens.iter().zip(&kinds) {
            spell(token, *kind, &mut bytes);
            ends.push(bytes.len() as u32);
        }
        let specials = Specials::new(tokens.iter().zip(&kinds).enumerate().filter_map(|(id, (token, kind))| {
            matches!(kind, Kind::Control | Kind::Call | Kind::Whole).then_some((token, id as u32, *kind != Kind::Whole))
        }));
        Self {
            spelling,
            bytes,
            ends,
            kinds,
            specials,
            bos: None,
            eos: None,
            stops: Vec::new(),
            adds_bos: false,
            adds_eos: false,
            adds_space: false,
            swallows: false,
            lexicon: OnceLock::new(),
        }
    }

    fn read_habits(
        &mut self,
        metadata: &Metadata,
        tokens: &Texts,
        adds_bos: bool,
        adds_eos: bool,
    ) -> Result<(), TokenizerError> {
        let token = |names: &[&str]| {
            let found = names.iter().find_map(|name| metadata.count(&format!("tokenizer.ggml.{name}")));
            match found.filter(|id| *id as usize >= tokens.len()) {
                Some(beyond) => Err(TokenizerError::NoToken(beyond)),
                None => Ok(found),
            }
        };
        self.bos = token(&["bos_token_id", "cls_token_id"])?;
        self.eos = token(&["eos_token_id", "seperator_token_id"])?;
        let others = [token(&["eot_token_id"])?, token(&["eom_token_id"])?];
        self.adds_bos = metadata.flag("tokenizer.ggml.add_bos_token").unwrap_or(adds_bos) && self.bos.is_some();
        self.adds_eos = metadata.flag("tokenizer.ggml.add_eos_token").unwrap_or(adds_eos) && self.eos.is_some();
        self.stops = STOPS.iter().filter_map(|text| self.specials.control(text)).collect();
        self.stops.extend(self.eos.into_iter().chain(others.into_iter().flatten()));
        self.stops.sort_unstable();
        self.stops.dedup();
        Ok(())
    }

    /// How many tokens there are.
    pub fn vocabulary(&self) -> u32 {
        self.kinds.len() as u32
    }

    /// What a token stands for: not always whole characters. For a control token, how it is written. Empty for tokens
    /// beyond the vocabulary, which some models have as padding.
    pub fn bytes(&self, token: u32) -> &[u8] {
        let token = token as usize;
        let Some(end) = self.ends.get(token) else { return &[] };
        let start = token.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start as usize..*end as usize]
    }

    /// What a token says to people. Control tokens say nothing, but for those around calls of functions.
    pub fn spoken(&self, token: u32) -> &[u8] {
        match self.kinds.get(token as usize) {
            Some(Kind::Normal | Kind::Whole | Kind::Byte | Kind::Call) => self.bytes(token),
            _ => &[],
        }
    }

    /// Whether a token says something.
    pub fn speaks(&self, token: u32) -> bool {
        !self.spoken(token).is_empty()
    }

    /// Whether an answer ends with this token.
    pub fn stops(&self, token: u32) -> bool {
        self.stops.binary_search(&token).is_ok()
    }

    /// All tokens that end an answer, in order.
    pub fn stop_tokens(&self) -> &[u32] {
        &self.stops
    }

    /// Whether there is a control token that is written so.
    pub fn has_control(&self, text: &str) -> bool {
        self.specials.control(text).is_some()
    }

    /// How the token that begins a text is written; empty if there is none.
    pub fn bos_text(&self) -> Cow<'_, str> {
        self.bos.map_or(Cow::Borrowed(""), |token| String::from_utf8_lossy(self.bytes(token)))
    }

    /// How the token that ends a text is written; empty if there is none.
    pub fn eos_text(&self) -> Cow<'_, str> {
        self.eos.map_or(Cow::Borrowed(""), |token| String::from_utf8_lossy(self.bytes(token)))
    }

    /// Whether the first word of an answer brings a space of which nobody asked: where a space was put before the prompt,
    /// the model puts one before its answer.
    pub fn leads_with_space(&self) -> bool {
        self.adds_space
    }

    /// Tokens of a prompt whose writer may write control tokens, with those around it that the model is used to.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, TokenizerError> {
        let mut tokens = self.cut(text, true, None)?;
        if self.adds_bos && tokens.first() != self.bos.as_ref() {
            tokens.splice(0..0, self.bos);
        }
        if self.adds_eos && tokens.last() != self.eos.as_ref() {
            tokens.extend(self.eos);
        }
        Ok(tokens)
    }

    /// Tokens of a conversation that a template wrote down. `mark` is what [`Self::disarm`] used. No token that ends a
    /// text is added: the answer is to follow.
    pub fn encode_written(&self, text: &str, mark: char) -> Result<Vec<u32>, TokenizerError> {
        let mut tokens = self.cut(text, true, Some(mark))?;
        if self.adds_bos && tokens.first() != self.bos.as_ref() {
            tokens.splice(0..0, self.bos);
        }
        Ok(tokens)
    }

    /// Tokens of a text to be measured or embedded, control tokens in it being mere text, with those around it that the
    /// model is used to.
    pub fn encode_sentence(&self, text: &str) -> Result<Vec<u32>, TokenizerError> {
        let mut tokens = self.cut(text, false, None)?;
        if self.adds_bos {
            tokens.splice(0..0, self.bos);
        }
        if self.adds_eos {
            tokens.extend(self.eos);
        }
        Ok(tokens)
    }

    /// Tokens of a mere text, and nothing else.
    pub fn encode_text(&self, text: &str) -> Result<Vec<u32>, TokenizerError> {
        self.cut(text, false, None)
    }

    /// A text in which nothing spells a control token as long as `mark` is in it. `mark` must be a character that is not
    /// in the text.
    pub fn disarm<'t>(&self, text: &'t str, mark: char) -> Cow<'t, str> {
        let mut armed: Vec<usize> = text
            .char_indices()
            .filter(|(start, letter)| {
                let rest = &text[*start..];
                // Half a control token, too: a template may join what it cut.
                rest.starts_with("<|") || rest.starts_with("<｜") || self.specials.begins_control(rest, *letter)
            })
            .map(|(start, letter)| start + letter.len_utf8())
            .collect();
        if armed.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut safe = String::with_capacity(text.len() + armed.len() * mark.len_utf8());
        let mut from = 0;
        for at in armed.drain(..) {
            safe.push_str(&text[from..at]);
            safe.push(mark);
            from = at;
        }
        safe.push_str(&text[from..]);
        Cow::Owned(safe)
    }

    pub(super) fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| Lexicon::new(self))
    }

    fn cut(&self, text: &str, controls: bool, mark: Option<char>) -> Result<Vec<u32>, TokenizerError> {
        let mut tokens = Vec::new();
        let (mut from, mut fresh) = (0, true);
        while let Some(special) = self.specials.next(text, from, controls) {
            self.spell(&text[from..special.start], mark, fresh, &mut tokens)?;
            tokens.push(special.token);
            from = special.end;
            if self.swallows && special.control {
                from = text.len() - text[from..].trim_start().len();
            }
            fresh = special.control;
        }
        self.spell(&text[from..], mark, fresh, &mut tokens)?;
        Ok(tokens)
    }

    /// Tokens of a stretch between special ones. `fresh`: nothing was said before, or only a control token.
    fn spell(&self, text: &str, mark: Option<char>, fresh: bool, into: &mut Vec<u32>) -> Result<(), TokenizerError> {
        let text = match mark {
            Some(mark) if text.contains(mark) => Cow::Owned(text.replace(mark, "")),
            _ => Cow::Borrowed(text),
        };
        if text.is_empty() {
            return Ok(());
        }
        match &self.spelling {
            Spelling::Library(library) => {
                let encoding = library.encode_fast(text.as_ref(), false).map_err(TokenizerError::Encode)?;
                into.extend_from_slice(encoding.get_ids());
            }
            Spelling::Scores(scores) if self.adds_space && fresh => scores.encode(&format!(" {text}"), into),
            Spelling::Scores(scores) => scores.encode(&text, into),
        }
        Ok(())
    }
}

fn kinds(metadata: &Metadata, tokens: &Texts) -> Result<Vec<Kind>, TokenizerError> {
    let codes = metadata.integers("tokenizer.ggml.token_type").unwrap_or_else(|| vec![1; tokens.len()]);
    if codes.len() != tokens.len() {
        return Err(TokenizerError::Lengths { tokens: tokens.len(), values: codes.len(), what: "kinds of tokens" });
    }
    let kind = |(token, code): (&str, i64)| match Kind::from_code(code) {
        Kind::Normal | Kind::Whole if looks_like_control(token) => Kind::Control,
        Kind::Control if CALLS.contains(&token) => Kind::Call,
        kind => kind,
    };
    Ok(tokens.iter().zip(codes).map(kind).collect())
}

/// The two tokens of a merge. All three must be there: the library relies on it.
fn pair(merge: &str, known: &HashMap<String, u32>) -> Result<(String, String), TokenizerError> {
    merge
        .split_once(' ')
        .filter(|(left, right)| [*left, *right, &format!("{left}{right}")].iter().all(|part| known.contains_key(*part)))
        .map(|(left, right)| (left.to_owned(), right.to_owned()))
        .ok_or_else(|| TokenizerError::Merge(brief(merge)))
}
