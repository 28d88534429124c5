//! Values that OpenAI's interface takes in several shapes, bounded while they are read.

use crate::object::Object;
use idlewatt_proto::limits::{EMBED_TEXTS, STOP_TEXTS};
use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use std::fmt;

/// A text, a list of texts, or such a list for each line of tokens.
#[derive(Debug, PartialEq)]
pub enum Texts {
    Texts(Vec<String>),
    Tokens(Vec<Vec<u32>>),
}

/// A text, or a short list of them.
#[derive(Debug, Default, PartialEq)]
pub struct Stops(pub Vec<String>);

/// What a message says: a text, or a list of parts of which only texts can be read.
#[derive(Debug, PartialEq)]
pub struct Content(pub String);

/// `logprobs` is a switch in chats, and a number in completions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Logprobs {
    Wanted(bool),
    Count(u64),
}

/// One of a list of [`Texts`].
enum Item {
    Text(String),
    Token(u32),
    Tokens(Vec<u32>),
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Item;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a text, a token, or a list of tokens")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Item, E> {
                Ok(Item::Text(text.to_owned()))
            }

            fn visit_u64<E: de::Error>(self, token: u64) -> Result<Item, E> {
                u32::try_from(token).map(Item::Token).map_err(|_| E::custom("a token is a number below 2^32"))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Item, A::Error> {
                let mut tokens = Vec::new();
                while let Some(token) = list.next_element()? {
                    tokens.push(token);
                }
                Ok(Item::Tokens(tokens))
            }
        }
        from.deserialize_any(Any)
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Texts;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a text, a list of texts, or lists of tokens")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts::Texts(vec![text.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Texts, A::Error> {
                let (mut texts, mut line, mut lines) = (Vec::new(), Vec::new(), Vec::new());
                while let Some(item) = list.next_element()? {
                    match item {
                        Item::Text(text) => texts.push(text),
                        Item::Token(token) => line.push(token),
                        Item::Tokens(tokens) => lines.push(tokens),
                    }
                    if texts.len() > EMBED_TEXTS || lines.len() > EMBED_TEXTS {
                        return Err(de::Error::custom(format_args!("the list is longer than {EMBED_TEXTS}")));
                    }
                }
                match (texts.is_empty(), line.is_empty(), lines.is_empty()) {
                    (_, true, true) => Ok(Texts::Texts(texts)),
                    (true, false, true) => Ok(Texts::Tokens(vec![line])),
                    (true, true, false) => Ok(Texts::Tokens(lines)),
                    _ => Err(de::Error::custom("texts and tokens cannot be mixed")),
                }
            }
        }
        from.deserialize_any(Any)
    }
}

impl<'de> Deserialize<'de> for Stops {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Stops;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(to, "a text, or a list of at most {STOP_TEXTS} texts")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Stops, E> {
                Ok(Stops(vec![text.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Stops, A::Error> {
                let mut texts: Vec<String> = Vec::new();
                while let Some(text) = list.next_element()? {
                    if texts.len() == STOP_TEXTS {
                        return Err(de::Error::invalid_length(STOP_TEXTS + 1, &self));
                    }
                    texts.push(text);
                }
                Ok(Stops(texts))
            }
        }
        from.deserialize_any(Any)
    }
}

/// A part of a message.
struct Part(String);

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            r#type: String,
            text: Option<String>,
        }
        let Fields { r#type: kind, text } = Object::<Fields>::deserialize(from)?.0;
        match (kind.as_str(), text) {
            ("text", Some(text)) => Ok(Self(text)),
            ("text", None) => Err(de::Error::missing_field("text")),
            _ => Err(de::Error::custom(format_args!("parts of type {kind:?} are not supported, only \"text\""))),
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Content;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a text, or a list of text parts")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Content, E> {
                Ok(Content(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Content, A::Error> {
                let mut content: Option<String> = None;
                while let Some(Part(text)) = list.next_element()? {
                    match &mut content {
                        None => content = Some(text),
                        Some(before) => before.extend(["\n", &text]),
                    }
                }
                Ok(Content(content.unwrap_or_default()))
            }
        }
        from.deserialize_any(Any)
    }
}

impl<'de> Deserialize<'de> for Logprobs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Logprobs;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("true or false in chats, a number in completions")
            }

            fn visit_bool<E: de::Error>(self, wanted: bool) -> Result<Logprobs, E> {
                Ok(Logprobs::Wanted(wanted))
            }

            fn visit_u64<E: de::Error>(self, count: u64) -> Result<Logprobs, E> {
                Ok(Logprobs::Count(count))
            }
        }
        from.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(json: &str) -> Result<Texts, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn prompts_come_in_four_shapes() {
        assert_eq!(texts(r#""a\nb""#), Ok(Texts::Texts(vec!["a\nb".into()])));
        assert_eq!(texts(r#"["a", "b"]"#), Ok(Texts::Texts(vec!["a".into(), "b".into()])));
        assert_eq!(texts("[1, 2]"), Ok(Texts::Tokens(vec![vec![1, 2]])));
        assert_eq!(texts("[[1], [2, 3]]"), Ok(Texts::Tokens(vec![vec![1], vec![2, 3]])));
        assert_eq!(texts("[]"), Ok(Texts::Texts(Vec::new())));
        for bad in [r#"["a", 1]"#, "[1, [2]]", "[-1]", "[4294967296]", "[1.5]", "{}", "7", "[null]", "[[\"a\"]]"] {
            assert!(texts(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn lists_are_bounded_while_they_are_read() {
        let many = |count: usize| format!("[{}]", vec!["\"\""; count].join(","));
        assert!(texts(&many(EMBED_TEXTS)).is_ok());
        assert!(texts(&many(EMBED_TEXTS + 1)).is_err());
        assert!(serde_json::from_str::<Stops>(&many(STOP_TEXTS)).is_ok());
        assert!(serde_json::from_str::<Stops>(&many(STOP_TEXTS + 1)).is_err());
    }

    #[test]
    fn text_parts_become_one_text_and_pictures_are_refused() {
        let parts = r#"[{"type": "text", "text": "a"}, {"type": "text", "text": "b", "x": 1}]"#;
        assert_eq!(serde_json::from_str::<Content>(parts).expect("text"), Content("a\nb".into()));
        let picture = r#"[{"type": "image_url", "image_url": {"url": "https://a.example/b.png"}}]"#;
        let refused = serde_json::from_str::<Content>(picture).expect_err("a picture").to_string();
        assert!(refused.contains("image_url") && refused.contains("not supported"), "{refused}");
    }
}
