use super::*;
use crate::text::metadata::{self, Numbers, Value};
use proptest::prelude::*;

/// A file's metadata, for tests here and in other files.
pub(in crate::text) struct File(Metadata);

impl File {
    /// `kinds` and `scores` are those of the last tokens; the ones before are plain and score 0.
    fn new(model: &str, tokens: &[String], kinds: &[i32]) -> Self {
        let mut file = Self(Metadata::default());
        let plain = std::iter::repeat_n(1, tokens.len() - kinds.len());
        let kinds: Vec<i32> = plain.chain(kinds.iter().copied()).collect();
        file.set("tokenizer.ggml.model", Value::Text(model.into()));
        file.set("tokenizer.ggml.tokens", Value::Texts(tokens.iter().map(String::as_str).collect()));
        let bytes = kinds.into_iter().flat_map(i32::to_le_bytes).collect();
        file.set("tokenizer.ggml.token_type", Value::Numbers(Numbers { kind: metadata::Kind::I32, bytes }));
        file
    }

    pub(in crate::text) fn set(&mut self, key: &str, value: Value) {
        self.0.insert(key, value);
    }

    pub(in crate::text) fn open(&self) -> Result<Tokenizer, TokenizerError> {
        Tokenizer::new(&self.0)
    }

    pub(in crate::text) fn metadata(&self) -> &Metadata {
        &self.0
    }
}

/// A byte-level vocabulary: all bytes (0 to 255), "he" 256, "ll" 257, "hell" 258, "Ġ" with "he" 259, then
/// `<|im_start|>` 260, `<|im_end|>` 261 (the end), `<think>` 262, which is text.
pub(in crate::text) fn byte_level() -> File {
    let letters: HashMap<u8, char> =
        (0..324).filter_map(char::from_u32).filter_map(|letter| Some((bytes::byte(letter)?, letter))).collect();
    let mut tokens: Vec<String> = (0..=255).map(|byte| letters[&byte].to_string()).collect();
    let more = ["he", "ll", "hell", "Ġhe", "<|im_start|>", "<|im_end|>", "<think>"];
    tokens.extend(more.map(String::from));
    let mut file = File::new("gpt2", &tokens, &[3, 3, 4]);
    file.set("tokenizer.ggml.pre", Value::Text("smollm".into()));
    file.set("tokenizer.ggml.merges", Value::Texts(["h e", "l l", "he ll", "Ġ he"].into_iter().collect()));
    file.set("tokenizer.ggml.eos_token_id", Value::Unsigned(261));
    file
}

/// A scored vocabulary: bytes (0 to 255), `<s>` 256, `</s>` 257, `▁` 258, `a` 259, `▁a` 260, `aa` 261.
fn scored() -> File {
    let mut tokens: Vec<String> = (0..=255).map(|byte| format!("<0x{byte:02X}>")).collect();
    tokens.extend(["<s>", "</s>", "▁", "a", "▁a", "aa"].map(String::from));
    let kinds: Vec<i32> = [6; 256].into_iter().chain([3, 3, 1, 1, 1, 1]).collect();
    let mut file = File::new("llama", &tokens, &kinds);
    let scores = (0..tokens.len()).flat_map(|id| (-(id as f32)).to_le_bytes()).collect();
    file.set("tokenizer.ggml.scores", Value::Numbers(Numbers { kind: metadata::Kind::F32, bytes: scores }));
    file.set("tokenizer.ggml.bos_token_id", Value::Unsigned(256));
    file.set("tokenizer.ggml.eos_token_id", Value::Unsigned(257));
    file
}

fn spelled(tokenizer: &Tokenizer, tokens: &[u32]) -> Vec<u8> {
    tokens.iter().flat_map(|token| tokenizer.bytes(*token).to_vec()).collect()
}

#[test]
fn bytes_are_merged_in_order_and_kept_within_words() {
    let tokenizer = byte_level().open().expect("valid");
    assert_eq!(tokenizer.encode("hello he").expect("text"), [258, u32::from(b'o'), 259]);
    assert_eq!(tokenizer.bytes(259), b" he");
    assert_eq!((tokenizer.bytes(9999), tokenizer.spoken(261)), (&b""[..], &b""[..]));
    assert_eq!((tokenizer.bytes(261), tokenizer.spoken(262)), (&b"<|im_end|>"[..], &b"<think>"[..]));
    assert!(tokenizer.stops(261) && !tokenizer.stops(260) && !tokenizer.stops(262));
}

#[test]
fn control_tokens_are_for_those_who_may_write_them() {
    let tokenizer = byte_level().open().expect("valid");
    assert_eq!(tokenizer.encode("<|im_start|><think>").expect("text"), [260, 262]);
    let mere = tokenizer.encode_text("<|im_start|><think>").expect("text");
    assert_eq!((mere.len(), mere.last()), (13, Some(&262)));
    let mark = '\u{10fffd}';
    let safe = tokenizer.disarm("a<|im_end|>", mark);
    let written = tokenizer.encode_written(&format!("<|im_start|>{safe}<|im_end|>"), mark).expect("text");
    assert_eq!((written[0], written[written.len() - 1]), (260, 261));
    assert_eq!(written.iter().filter(|token| **token >= 260).count(), 2);
    assert_eq!(spelled(&tokenizer, &written), b"<|im_start|>a<|im_end|><|im_end|>");
}

#[test]
fn a_token_that_looks_like_control_is_control() {
    let mut file = byte_level();
    let kinds = [1i32; 263].into_iter().flat_map(i32::to_le_bytes).collect();
    file.set("tokenizer.ggml.token_type", Value::Numbers(Numbers { kind: metadata::Kind::I32, bytes: kinds }));
    let tokenizer = file.open().expect("valid");
    assert_eq!(tokenizer.encode("<|im_end|>").expect("text"), [261]);
    assert!(tokenizer.encode_text("<|im_end|>").expect("text").len() > 1);
}

#[test]
fn scored_vocabularies_put_a_space_before_and_spell_the_rest_in_bytes() {
    let tokenizer = scored().open().expect("valid");
    assert_eq!(tokenizer.encode("aé").expect("text"), [256, 260, 0xc3, 0xa9]);
    assert_eq!(tokenizer.encode("<s>a</s>aa").expect("text"), [256, 260, 257, 260, 259]);
    assert_eq!(tokenizer.encode_text("<s>").expect("text")[..2], [258, u32::from(b'<')]);
    assert_eq!((tokenizer.bytes(260), tokenizer.bytes(10)), (&b" a"[..], &b"\n"[..]));
    let mut file = scored();
    file.set("tokenizer.ggml.add_space_prefix", Value::Flag(false));
    file.set("tokenizer.ggml.add_bos_token", Value::Flag(false));
    file.set("tokenizer.ggml.add_eos_token", Value::Flag(true));
    assert_eq!(file.open().expect("valid").encode("a").expect("text"), [259, 257]);
}

#[test]
fn word_pieces_are_the_same_from_both_kinds_of_file() {
    let json = r###"{
        "added_tokens": [{"id": 0, "content": "[PAD]", "special": true}, {"id": 1, "content": "[UNK]", "special": true},
                         {"id": 2, "content": "[CLS]", "special": true}, {"id": 3, "content": "[SEP]", "special": true}],
        "normalizer": {"type": "BertNormalizer", "lowercase": true, "strip_accents": null},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "cafe": 4, "un": 5, "##able": 6, "!": 7}}}"###;
    let tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁cafe", "▁un", "able", "▁!"].map(String::from);
    let mut file = File::new("bert", &tokens, &[3, 3, 3, 3, 1, 1, 1, 1]);
    file.set("tokenizer.ggml.cls_token_id", Value::Unsigned(2));
    file.set("tokenizer.ggml.seperator_token_id", Value::Unsigned(3));
    for tokenizer in [words::from_json(json).expect("valid"), file.open().expect("valid")] {
        assert_eq!(tokenizer.encode_sentence("Café unable, CAFE!").expect("text"), [2, 4, 5, 6, 1, 4, 7, 3]);
        assert_eq!(tokenizer.bytes(6), b"able");
    }
    assert!(matches!(words::from_json(&json.replace("WordPiece", "BPE")), Err(TokenizerError::Kind(_))));
    assert!(matches!(words::from_json(&json.replace("\"un\": 5", "\"un\": 4")), Err(TokenizerError::Missing(_))));
    assert!(matches!(words::from_json("{"), Err(TokenizerError::Json(_))));
}

#[test]
fn what_is_wrong_with_a_file_is_said() {
    let refused = |change: &dyn Fn(&mut File)| {
        let mut file = byte_level();
        change(&mut file);
        file.open().err().map(|error| error.to_string()).unwrap_or_default()
    };
    let set = |key: &'static str, value: Value| move |file: &mut File| file.set(key, value.clone());
    let texts = |texts: &[&str]| Value::Texts(texts.iter().copied().collect());
    for (change, word) in [
        (set("tokenizer.ggml.model", Value::Text("klingon".into())), "klingon"),
        (set("tokenizer.ggml.pre", Value::Text("vulcan".into())), "vulcan"),
        (set("tokenizer.ggml.merges", texts(&["h x"])), "h x"),
        (set("tokenizer.ggml.merges", texts(&["hx"])), "hx"),
        (set("tokenizer.ggml.merges", Value::Flag(true)), "merges"),
        (set("tokenizer.ggml.tokens", texts(&["a"])), "263 kinds"),
        (set("tokenizer.ggml.eos_token_id", Value::Unsigned(263)), "263"),
    ] {
        let said = refused(&change);
        assert!(said.contains(word), "{word}: {said:?}");
    }
    assert!(matches!(Tokenizer::new(&Metadata::default()), Err(TokenizerError::Missing(_))));
}

proptest! {
    #[test]
    fn every_text_comes_back(text in "\\PC{0,40}|[a-z <>|_\n\t']{0,60}|.{0,30}") {
        let bytes = byte_level().open().expect("valid");
        prop_assert_eq!(spelled(&bytes, &bytes.encode_text(&text).expect("text")), text.as_bytes());
        let scored = scored().open().expect("valid");
        // What stands for a space in a vocabulary comes back as one, as in SentencePiece.
        let expected = if text.is_empty() { String::new() } else { format!(" {text}").replace('▁', " ") };
        prop_assert_eq!(spelled(&scored, &scored.encode_text(&text).expect("text")), expected.as_bytes());
    }

    #[test]
    fn nobody_types_control_tokens(parts in prop::collection::vec(0usize..8, 0..12)) {
        let pieces = ["<|im_end|>", "<|im_start|>", "<", "|", "im_end|>", "|>", "<|im_", "hell"];
        let text: String = parts.into_iter().map(|part| pieces[part]).collect();
        let tokenizer = byte_level().open().expect("valid");
        let mark = '\u{10fffd}';
        let tokens = tokenizer.encode_written(&tokenizer.disarm(&text, mark), mark).expect("text");
        prop_assert!(tokens.iter().all(|token| *token < 260), "{:?}", tokens);
        prop_assert_eq!(spelled(&tokenizer, &tokens), text.as_bytes());
    }
}
