//! Names of models: what people type, and what files are called by.

use crate::limits::NAME_BYTES;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// A name: lower-case letters, digits, `.`, `_` and `-`, with a letter or digit first and last. It is a file name on
/// every system, and no path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// The text is no name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no name for a model: up to {NAME_BYTES} lower-case letters, digits, dots, dashes and underscores, with a letter or digit first and last"
)]
pub struct NotAName(String);

impl Name {
    /// A name made of a file's: what cannot be part of one becomes a dash.
    pub fn of_file(path: &Path) -> Option<Self> {
        let whole = path.file_name()?.to_string_lossy().to_lowercase();
        let stem = whole.strip_suffix(".gguf").or_else(|| whole.strip_suffix(".safetensors")).unwrap_or(&whole);
        let fits = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
        let mut slug: String = stem.chars().map(|letter| if fits(letter) { letter } else { '-' }).collect();
        slug.truncate(NAME_BYTES);
        slug.trim_matches(|letter: char| !letter.is_ascii_alphanumeric()).parse().ok()
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = NotAName;
    fn from_str(text: &str) -> Result<Self, NotAName> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for Name {
    type Error = NotAName;
    fn try_from(text: String) -> Result<Self, NotAName> {
        let solid = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let bytes = text.as_bytes();
        let ends = bytes.first().is_some_and(|byte| solid(*byte)) && bytes.last().is_some_and(|byte| solid(*byte));
        let middle = bytes.iter().all(|byte| solid(*byte) || b".-_".contains(byte));
        // Devices under Windows, whatever follows their name and a dot.
        let stem = text.split('.').next().unwrap_or_default();
        let device = matches!(stem, "con" | "prn" | "aux" | "nul")
            || (stem.len() == 4
                && (stem.starts_with("com") || stem.starts_with("lpt"))
                && stem.ends_with(|last: char| last.is_ascii_digit()));
        if ends && middle && !device && bytes.len() <= NAME_BYTES {
            return Ok(Self(text));
        }
        Err(NotAName(text.chars().take(NAME_BYTES + 1).collect()))
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_file_names_everywhere_and_no_paths() {
        for good in ["a", "smollm2-135m", "qwen3-0.6b.q4_0", "7b", &"x".repeat(64)] {
            assert!(good.parse::<Name>().is_ok(), "{good}");
        }
        let long = "x".repeat(65);
        let bad = ["", ".", "..", "a/b", "a\\b", "-a", "a.", "A", "ä", "a b", "con", "nul.gguf", "com1", "a\0", &long];
        for bad in bad {
            assert!(bad.parse::<Name>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_file_lends_its_name() {
        let name = |path: &str| Name::of_file(Path::new(path)).map(String::from);
        assert_eq!(name("/models/SmolLM2-135M-Instruct.Q4_1.gguf").as_deref(), Some("smollm2-135m-instruct.q4_1"));
        assert_eq!(name("all MiniLM (2)/").as_deref(), Some("all-minilm--2"));
        assert_eq!(name("ünï.gguf").as_deref(), Some("n"));
        assert_eq!(name("/"), None);
        assert_eq!(name("...").as_deref(), None);
    }
}
