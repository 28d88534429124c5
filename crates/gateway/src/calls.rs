//! Calls of functions, as they are found in the text of an answer.
//!
//! The engine has answers that may call functions follow a grammar: words or nothing, and then calls, each an object with `name`
//! and `arguments` between `<tool_call>` and `</tool_call>`, or a list of such objects behind `[TOOL_CALLS]`; or nothing but one
//! object with `name` and `parameters`. What looks so and is no call of a function that was offered is text.

use crate::reply;
use idlewatt_proto::text::Call;
use serde::Deserialize;
use serde_json::value::RawValue;

const OPEN: &str = "<tool_call>";
const CLOSE: &str = "</tool_call>";
const LIST: &str = "[TOOL_CALLS]";

/// Reads an answer piece by piece.
#[derive(Debug)]
pub struct Reader {
    /// How an answer begins that is nothing but a call.
    openings: Vec<String>,
    names: Vec<String>,
    place: Place,
    /// Not told yet.
    held: String,
    called: bool,
    /// Nothing was told since the last call but white space, which is not told.
    silent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Beginning,
    Words,
    /// Behind [`OPEN`]. So many bytes were looked at, and the last was inside a text, and there behind a backslash.
    Tag {
        seen: usize,
        in_text: bool,
        escaped: bool,
    },
    /// Behind [`LIST`].
    List,
    /// In a call that is all of the answer.
    Bare,
}

impl Place {
    const TAG: Self = Self::Tag { seen: 0, in_text: false, escaped: false };
}

/// What became certain.
#[derive(Debug, Default, PartialEq)]
pub struct Found {
    pub text: String,
    pub calls: Vec<Call>,
}

/// One call, as models write it.
#[derive(Deserialize)]
struct Written<'a> {
    name: String,
    #[serde(borrow, alias = "parameters")]
    arguments: &'a RawValue,
}

impl Reader {
    /// For an answer that may call these functions.
    pub fn new(names: &[String]) -> Self {
        let openings = names.iter().map(|name| format!("{{\"name\": \"{name}\", \"parameters\": ")).collect();
        Self {
            openings,
            names: names.to_vec(),
            place: Place::Beginning,
            held: String::new(),
            called: false,
            silent: false,
        }
    }

    /// Bytes that are not told yet.
    pub fn holds(&self) -> usize {
        self.held.len()
    }

    /// More of the answer.
    pub fn push(&mut self, text: &str) -> Found {
        self.held.push_str(text);
        let mut found = Found::default();
        loop {
            match self.place {
                Place::Beginning if self.openings.iter().any(|opening| self.held.starts_with(opening)) => {
                    self.place = Place::Bare;
                }
                Place::Beginning if self.openings.iter().any(|opening| opening.starts_with(&self.held)) => break,
                Place::Beginning => self.place = Place::Words,
                Place::Words => {
                    let marks = [(OPEN, Place::TAG), (LIST, Place::List)];
                    let first =
                        marks.iter().filter_map(|(mark, place)| Some((self.held.find(mark)?, mark.len(), *place)));
                    let Some((at, length, place)) = first.min_by_key(|(at, ..)| *at) else {
                        let uncertain = marks.iter().map(|(mark, _)| may_become(&self.held, mark)).max().unwrap_or(0);
                        self.tell(self.held.len() - uncertain, &mut found);
                        break;
                    };
                    self.tell(at, &mut found);
                    self.held.drain(..length);
                    self.place = place;
                }
                Place::Tag { seen, in_text, escaped } => {
                    let Some(at) = self.close(seen, in_text, escaped) else { break };
                    match self.call(&self.held[..at]) {
                        Some(call) => {
                            (self.called, self.silent) = (true, true);
                            found.calls.push(call);
                        }
                        None => found.text.extend([OPEN, &self.held[..at], CLOSE]),
                    }
                    self.held.drain(..at + CLOSE.len());
                    self.place = Place::Words;
                }
                Place::List | Place::Bare => break,
            }
        }
        found
    }

    /// The answer is over. What is left of a call behind whole ones would be words to nobody.
    pub fn end(&mut self) -> Found {
        let held = std::mem::take(&mut self.held);
        let (mark, calls) = match self.place {
            Place::Beginning | Place::Words => ("", Vec::new()),
            // A model that ends its answer instead of the call.
            Place::Tag { .. } => (OPEN, self.call(&held).into_iter().collect()),
            Place::List => (LIST, self.list(&held)),
            Place::Bare => ("", self.call(&held).into_iter().collect()),
        };
        let whole_before = if self.place == Place::Words { self.silent } else { self.called };
        let text = if whole_before || !calls.is_empty() { String::new() } else { format!("{mark}{held}") };
        Found { text, calls }
    }

    /// Where the call ends: behind its object. What may be the end and is inside a text is not.
    fn close(&mut self, mut seen: usize, mut in_text: bool, mut escaped: bool) -> Option<usize> {
        let bytes = self.held.as_bytes();
        let end = loop {
            let Some(&byte) = bytes.get(seen) else { break None };
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b'<' if !in_text && bytes[seen..].starts_with(CLOSE.as_bytes()) => break Some(seen),
                b'<' if !in_text && CLOSE.as_bytes().starts_with(&bytes[seen..]) => break None,
                _ => {}
            }
            seen += 1;
        };
        self.place = Place::Tag { seen, in_text, escaped };
        end
    }

    /// Tells so many bytes as text.
    fn tell(&mut self, bytes: usize, found: &mut Found) {
        let text = &self.held[..bytes];
        let text = if self.silent { text.trim_start() } else { text };
        self.silent &= text.is_empty();
        found.text.push_str(text);
        self.held.drain(..bytes);
    }

    /// Whole calls of a list, which may be cut.
    fn list(&self, mut text: &str) -> Vec<Call> {
        let mut calls = Vec::new();
        loop {
            text = text.trim_start_matches(['[', ',', ' ']);
            let mut objects = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
            let call = objects.next().and_then(Result::ok).and_then(|object| self.call(object.get()));
            let Some(call) = call else { return calls };
            calls.push(call);
            text = &text[objects.byte_offset()..];
        }
    }

    fn call(&self, text: &str) -> Option<Call> {
        let Written { name, arguments } = serde_json::from_str(text).ok()?;
        let known = self.names.contains(&name);
        known.then(|| Call { id: reply::call_id(), name, arguments: arguments.get().to_owned() })
    }
}

/// What is in a whole answer.
pub fn found(names: &[String], text: String) -> Found {
    if names.is_empty() {
        return Found { text, calls: Vec::new() };
    }
    let mut reader = Reader::new(names);
    let Found { mut text, mut calls } = reader.push(&text);
    let rest = reader.end();
    text.push_str(&rest.text);
    calls.extend(rest.calls);
    Found { text, calls }
}

/// How many bytes at the end may become `mark`.
fn may_become(text: &str, mark: &str) -> usize {
    (1..mark.len()).rev().find(|count| text.ends_with(&mark[..*count])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names() -> Vec<String> {
        vec!["look".into(), "say_it".into()]
    }

    /// Text and calls of an answer that comes in these pieces.
    fn read<'a>(pieces: impl IntoIterator<Item = &'a str>) -> (String, Vec<(String, String)>) {
        let mut reader = Reader::new(&names());
        let (mut text, mut calls) = (String::new(), Vec::new());
        let mut take = |found: Found| {
            text.push_str(&found.text);
            calls.extend(found.calls.into_iter().map(|call| (call.name, call.arguments)));
        };
        for piece in pieces {
            take(reader.push(piece));
        }
        take(reader.end());
        (text, calls)
    }

    fn whole(answer: &str) -> (String, Vec<(String, String)>) {
        read([answer])
    }

    fn call(name: &str, arguments: &str) -> (String, String) {
        (name.into(), arguments.into())
    }

    /// An answer, its words, and its calls with their arguments.
    type Answer = (&'static str, &'static str, &'static [(&'static str, &'static str)]);
    const ANSWERS: [Answer; 16] = [
        ("Hello.", "Hello.", &[]),
        (
            "Wait.\n<tool_call>\n{\"name\": \"look\", \"arguments\": {\"at\": [1, 2]}}\n</tool_call>",
            "Wait.\n",
            &[("look", "{\"at\": [1, 2]}")],
        ),
        (
            "<tool_call>\n{\"name\": \"look\", \"arguments\": {}}\n</tool_call>\n<tool_call>\n{\"name\": \"say_it\", \"arguments\": {\"it\": \"</tool_call>\"}}\n</tool_call>",
            "",
            &[("look", "{}"), ("say_it", "{\"it\": \"</tool_call>\"}")],
        ),
        (
            "[TOOL_CALLS] [{\"name\": \"look\", \"arguments\": {}}, {\"name\": \"look\", \"arguments\": {\"a\": 1}}]",
            "",
            &[("look", "{}"), ("look", "{\"a\": 1}")],
        ),
        ("{\"name\": \"say_it\", \"parameters\": {\"it\": \"ä\"}}", "", &[("say_it", "{\"it\": \"ä\"}")]),
        (
            "See:[TOOL_CALLS][{\"name\": \"look\", \"arguments\": {}}, {\"name\": \"say_it\", \"argu",
            "See:",
            &[("look", "{}")],
        ),
        ("[TOOL_CALLS] [{\"name\": \"lo", "[TOOL_CALLS] [{\"name\": \"lo", &[]),
        (
            "<tool_call>{\"name\": \"look\", \"arguments\": {}}</tool_call>\n\nThat is it.",
            "That is it.",
            &[("look", "{}")],
        ),
        ("<tool_call>{\"name\": \"look\", \"arguments\": {}}</tool_call> a <", "a <", &[("look", "{}")]),
        ("[3] is {4}", "[3] is {4}", &[]),
        ("<tool_call>\n{\"name\": \"look\", \"arguments\": {}}\n</tool_call>\n<tool_c", "", &[("look", "{}")]),
        ("{\"name\": \"Ann\", \"age\": 3}", "{\"name\": \"Ann\", \"age\": 3}", &[]),
        ("a <tool_call", "a <tool_call", &[]),
        (
            "<tool_call>\n{\"name\": \"look\", \"arguments\": {}}\n</tool_call>\n<tool_call>\n{\"na",
            "",
            &[("look", "{}")],
        ),
        (
            "<tool_call>\n{\"name\": \"other\", \"arguments\": {}}\n</tool_call>",
            "<tool_call>\n{\"name\": \"other\", \"arguments\": {}}\n</tool_call>",
            &[],
        ),
        ("<tool_call>\n{\"name\": \"look\", \"argu", "<tool_call>\n{\"name\": \"look\", \"argu", &[]),
    ];

    #[test]
    fn calls_are_told_from_words() {
        for (answer, text, calls) in ANSWERS {
            let calls = calls.iter().map(|(name, arguments)| call(name, arguments)).collect();
            assert_eq!(whole(answer), (text.to_owned(), calls), "{answer}");
        }
    }

    #[test]
    fn words_are_told_as_soon_as_they_are_no_call() {
        let mut reader = Reader::new(&names());
        assert_eq!(reader.push("{\"na").text, "");
        assert_eq!(reader.push("me\": 3").text, "{\"name\": 3");
        assert_eq!(reader.push(" and <").text, " and ");
        assert_eq!(reader.push("b>").text, "<b>");
    }

    #[test]
    fn ends_within_ends_are_looked_at_once() {
        let many = format!("{OPEN}\n{{\"name\": \"look\", \"arguments\": {{\"a\": \"{}", CLOSE.repeat(100_000));
        assert_eq!(whole(&many), (many.clone(), Vec::new()));
        let closed = format!("{many}\\\"\"}}}}\n{CLOSE}");
        assert_eq!(whole(&closed).1.len(), 1);
    }

    proptest! {
        #[test]
        fn pieces_do_not_matter(which in 0..ANSWERS.len(), cuts in prop::collection::vec(0usize..200, 0..12)) {
            let answer = ANSWERS[which].0;
            let mut cuts: Vec<usize> = cuts.into_iter().map(|at| answer.floor_char_boundary(at)).collect();
            cuts.push(0);
            cuts.push(answer.len());
            cuts.sort_unstable();
            prop_assert_eq!(read(cuts.windows(2).map(|cut| &answer[cut[0]..cut[1]])), whole(answer));
        }
    }
}
