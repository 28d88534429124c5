//! WordPiece, as BERT and its kin have it.

use super::scores::SPACE;
use super::{Kind, Spelling, Tokenizer, TokenizerError, brief};
use crate::limits::TOKENIZER_BYTES;
use crate::text::metadata::{Metadata, Texts};
use serde_json::Value;
use std::io::Read;
use std::path::Path;
use tokenizers::models::bpe::Vocab;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;

/// What differs between such vocabularies.
struct Style {
    normalizer: BertNormalizer,
    prefix: String,
    unknown: String,
    longest_word: usize,
}

/// From a GGUF file. There, a word's first piece begins with a space and the others are bare; the vocabulary wants it the
/// other way round.
pub(super) fn from_metadata(
    metadata: &Metadata,
    tokens: &Texts,
    kinds: Vec<Kind>,
) -> Result<Tokenizer, TokenizerError> {
    let plain = |token: &str, kind: &Kind| match token.strip_prefix(SPACE) {
        Some(first) => first.to_owned(),
        None if *kind != Kind::Normal || (token.starts_with('[') && token.ends_with(']')) => token.to_owned(),
        None => format!("##{token}"),
    };
    let plain: Vec<String> = tokens.iter().zip(&kinds).map(|(token, kind)| plain(token, kind)).collect();
    let plain: Texts = plain.iter().map(String::as_str).collect();
    // The file does not say whether capitals matter. A vocabulary that has some was made with them.
    let capitals = tokens.iter().zip(&kinds).any(|(token, kind)| {
        *kind == Kind::Normal && !token.starts_with('[') && token.contains(|letter: char| letter.is_ascii_uppercase())
    });
    let style = Style {
        normalizer: BertNormalizer::new(true, true, None, !capitals),
        prefix: "##".into(),
        unknown: "[UNK]".into(),
        longest_word: 100,
    };
    let mut made = build(&plain, kinds, style)?;
    made.read_habits(metadata, &plain, true, true)?;
    Ok(made)
}

/// From a `tokenizer.json`.
pub(super) fn from_file(path: &Path) -> Result<Tokenizer, TokenizerError> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(TOKENIZER_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > TOKENIZER_BYTES {
        return Err(TokenizerError::TooLarge);
    }
    from_json(&text)
}

/// Read by hand, not by the library: it knows many more kinds, some of which can be made to run for ever.
pub(super) fn from_json(text: &str) -> Result<Tokenizer, TokenizerError> {
    let file: Value = serde_json::from_str(text)?;
    let kind = |part: &str| file[part]["type"].as_str().unwrap_or("none").to_owned();
    for (part, needed) in
        [("model", "WordPiece"), ("normalizer", "BertNormalizer"), ("pre_tokenizer", "BertPreTokenizer")]
    {
        if kind(part) != needed {
            return Err(TokenizerError::Kind(brief(&kind(part))));
        }
    }
    let model = &file["model"];
    let known = model["vocab"].as_object().ok_or(TokenizerError::Missing("list of tokens"))?;
    let mut tokens = vec![None; known.len()];
    for (token, id) in known {
        let id = id.as_u64().and_then(|id| usize::try_from(id).ok()).filter(|id| *id < tokens.len());
        let place = id.ok_or(TokenizerError::Missing("number for each of its tokens"))?;
        tokens[place] = Some(token.as_str());
    }
    let tokens: Texts = tokens
        .into_iter()
        .collect::<Option<Vec<_>>>()
        .ok_or(TokenizerError::Missing("token for each number"))?
        .into_iter()
        .collect();
    let mut kinds = vec![Kind::Normal; tokens.len()];
    for added in file["added_tokens"].as_array().into_iter().flatten() {
        let id = added["id"].as_u64().and_then(|id| usize::try_from(id).ok()).unwrap_or(usize::MAX);
        let kind = kinds.get_mut(id).ok_or(TokenizerError::NoToken(u32::try_from(id).unwrap_or(u32::MAX)))?;
        *kind = if added["special"].as_bool().unwrap_or(true) { Kind::Control } else { Kind::Whole };
    }
    let normalizer = &file["normalizer"];
    let flag = |name: &str| normalizer[name].as_bool().unwrap_or(true);
    let word = |name: &str, usual: &str| model[name].as_str().unwrap_or(usual).to_owned();
    let style = Style {
        normalizer: BertNormalizer::new(
            flag("clean_text"),
            flag("handle_chinese_chars"),
            normalizer["strip_accents"].as_bool(),
            flag("lowercase"),
        ),
        prefix: word("continuing_subword_prefix", "##"),
        unknown: word("unk_token", "[UNK]"),
        longest_word: model["max_input_chars_per_word"].as_u64().unwrap_or(100).min(1000) as usize,
    };
    let mut made = build(&tokens, kinds, style)?;
    made.bos = Some(made.specials.control("[CLS]").ok_or(TokenizerError::Missing("[CLS]"))?);
    made.eos = Some(made.specials.control("[SEP]").ok_or(TokenizerError::Missing("[SEP]"))?);
    (made.adds_bos, made.adds_eos) = (true, true);
    Ok(made)
}

fn build(tokens: &Texts, kinds: Vec<Kind>, style: Style) -> Result<Tokenizer, TokenizerError> {
    let mut known = Vocab::default();
    for (id, token) in tokens.iter().enumerate() {
        known.entry(token.to_owned()).or_insert(id as u32);
    }
    if !known.contains_key(&style.unknown) {
        return Err(TokenizerError::Missing("token for unknown words"));
    }
    let model = WordPiece::builder()
        .vocab(known)
        .unk_token(style.unknown)
        .continuing_subword_prefix(style.prefix.clone())
        .max_input_chars_per_word(style.longest_word)
        .build()
        .map_err(TokenizerError::Build)?;
    let mut library = tokenizers::Tokenizer::new(model);
    library.with_normalizer(Some(style.normalizer)).map_err(TokenizerError::Build)?;
    library.with_pre_tokenizer(Some(BertPreTokenizer));
    let spelling = Spelling::Library(Box::new(library));
    Ok(Tokenizer::bare(spelling, tokens, kinds, |token, kind, bytes| match token.strip_prefix(&style.prefix) {
        Some(rest) => bytes.extend_from_slice(rest.as_bytes()),
        None if kind == Kind::Normal => {
            bytes.push(b' ');
            bytes.extend_from_slice(token.as_bytes());
        }
        None => bytes.extend_from_slice(token.as_bytes()),
    }))
}
