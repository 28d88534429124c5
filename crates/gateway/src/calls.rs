//! Calls of functions, as they are found in the text of an answer.
//!
//! The engine has answers that may call functions follow a grammar: after words or nothing `<tool_call>`, an object with `name` and
//! `arguments`, `</tool_call>`; or, from the very beginning, `[TOOL_CALLS]` and a list of such objects; or one object with
//! `name` and `parameters`. What looks so and is no call of a function that was offered is text.

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
    /// How an answer begins that is nothing but calls.
    openings: Vec<String>,
    names: Vec<String>,
    place: Place,
    /// Not told yet.
    held: String,
    called: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Beginning,
    Words,
    /// Behind [`OPEN`].
    Tag,
    /// All of the answer is calls.
    Calls,
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
        let bare = names.iter().map(|name| format!("{{\"name\": \"{name}\", \""));
        let openings = bare.chain([LIST.to_owned()]).collect();
        Self { openings, names: names.to_vec(), place: Place::Beginning, held: String::new(), called: false }
    }

    /// More of the answer.
    pub fn push(&mut self, text: &str) -> Found {
        self.held.push_str(text);
        let mut found = Found::default();
        loop {
            match self.place {
                Place::Beginning if self.openings.iter().any(|opening| self.held.starts_with(opening)) => {
                    self.place = Place::Calls;
                }
                Place::Beginning if self.openings.iter().any(|opening| opening.starts_with(&self.held)) => break,
                Place::Beginning => self.place = Place::Words,
                Place::Words => {
                    if let Some(at) = self.held.find(OPEN) {
                        self.tell(at, &mut found);
                        self.held.drain(..OPEN.len());
                        self.place = Place::Tag;
                    } else {
                        self.tell(self.held.len() - may_become(&self.held, OPEN), &mut found);
                        break;
                    }
                }
                Place::Tag => {
                    // The end of a call may be a word in one of its arguments.
                    let ends = self.held.match_indices(CLOSE).map(|(at, _)| at);
                    let call = ends.filter_map(|at| Some((at, self.call(&self.held[..at])?))).next();
                    let Some((at, call)) = call else { break };
                    self.held.drain(..at + CLOSE.len());
                    self.called = true;
                    found.calls.push(call);
                    self.place = Place::Words;
                }
                Place::Calls => break,
            }
        }
        found
    }

    /// The answer is over.
    pub fn end(&mut self) -> Found {
        let held = std::mem::take(&mut self.held);
        let calls = match self.place {
            Place::Calls => self.calls(&held),
            // A model that ends its answer instead of the call.
            Place::Tag => self.call(&held).map(|call| vec![call]),
            Place::Beginning | Place::Words => None,
        };
        match (calls, self.place) {
            (Some(calls), _) => {
                self.called |= !calls.is_empty();
                Found { text: String::new(), calls }
            }
            // Half a call behind whole ones would be words to nobody.
            (None, Place::Tag) if self.called => Found::default(),
            (None, Place::Tag) => Found { text: format!("{OPEN}{held}"), calls: Vec::new() },
            (None, _) => Found { text: held, calls: Vec::new() },
        }
    }

    /// Tells so many bytes as text. White space behind a call is nothing.
    fn tell(&mut self, bytes: usize, found: &mut Found) {
        let text: String = self.held.drain(..bytes).collect();
        let silent = self.called && text.trim().is_empty();
        if !silent {
            found.text.push_str(&text);
        }
    }

    fn calls(&self, text: &str) -> Option<Vec<Call>> {
        let Some(list) = text.strip_prefix(LIST) else { return self.call(text).map(|call| vec![call]) };
        let list: Vec<&RawValue> = serde_json::from_str(list).ok()?;
        list.into_iter().map(|call| self.call(call.get())).collect()
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
    const ANSWERS: [Answer; 10] = [
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
