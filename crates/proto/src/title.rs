//! What a job is, for people: a value that windows put into their owner's words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a job is. Books keep it as its English words, and [`Title::from`] reads them back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum Title {
    /// A picture.
    Picture {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
        /// Samples per pixel.
        spp: u32,
    },
    /// Answers or vectors of a model.
    Text {
        /// As its requester calls it.
        model: String,
    },
    /// Something of which nothing more is known.
    Agreement,
    /// Words that somebody else wrote.
    Other {
        /// As they stand in the books.
        words: String,
    },
}

impl std::fmt::Display for Title {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Picture { width, height, spp } => write!(f, "render {width}x{height}, {spp} spp"),
            Self::Text { model } => write!(f, "text by {model}"),
            Self::Agreement => write!(f, "an agreement"),
            Self::Other { words } => write!(f, "{words}"),
        }
    }
}

impl From<&str> for Title {
    fn from(words: &str) -> Self {
        let read = picture(words)
            .or_else(|| Some(Self::Text { model: words.strip_prefix("text by ")?.to_owned() }))
            // `+64` is a number to the parser, and would come back as another text.
            .filter(|title| title.to_string() == words);
        match read {
            Some(title) => title,
            None if words == Self::Agreement.to_string() => Self::Agreement,
            None => Self::Other { words: words.to_owned() },
        }
    }
}

fn picture(words: &str) -> Option<Title> {
    let (size, spp) = words.strip_prefix("render ")?.strip_suffix(" spp")?.split_once(", ")?;
    let (width, height) = size.split_once('x')?;
    Some(Title::Picture { width: width.parse().ok()?, height: height.parse().ok()?, spp: spp.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_books_keep_is_read_as_what_it_was() {
        for title in [
            Title::Picture { width: 640, height: 360, spp: 64 },
            Title::Text { model: "Qwen3-4B".to_owned() },
            Title::Agreement,
            Title::Other { words: "an older kind of job".to_owned() },
        ] {
            assert_eq!(Title::from(title.to_string().as_str()), title);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_words_come_back(words in "(render |text by )?\\PC{0,20}( spp)?|render [+0-9]{0,4}x[0-9]{1,4}, [0-9]{1,3} spp") {
            proptest::prop_assert_eq!(Title::from(words.as_str()).to_string(), words);
        }
    }
}
