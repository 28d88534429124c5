//! Everything that is printed goes through here: for people, or as JSON, one object per line.

use crate::error::Error;
use serde::Serialize;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Where answers go.
pub struct Out {
    /// Objects instead of sentences.
    pub json: bool,
    colour: bool,
    terminal: bool,
}

/// How a word stands out on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Notice,
    Bad,
    Faint,
}

impl Out {
    pub fn new(json: bool) -> Self {
        // https://no-color.org: any value but the empty one.
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let terminal = io::stdout().is_terminal();
        Self { json, colour: !json && !unwanted && terminal, terminal }
    }

    /// An answer: the object for scripts, the text for people.
    pub fn answer(&self, object: &impl Serialize, text: impl FnOnce() -> String) {
        if self.json { self.object(object) } else { self.text(&text()) }
    }

    /// One object on one line.
    pub fn object(&self, object: &impl Serialize) {
        match serde_json::to_string(object) {
            Ok(line) => self.text(&line),
            Err(error) => eprintln!("idlewatt: an answer cannot be shown as JSON: {error}"),
        }
    }

    /// Text for standard output, whose last line's end is added.
    pub fn text(&self, text: &str) {
        let mut stdout = io::stdout().lock();
        let written = writeln!(stdout, "{}", text.trim_end()).and_then(|()| stdout.flush());
        written.unwrap_or_else(|error| gone(&error));
    }

    /// A piece of a text that goes on.
    pub fn piece(&self, piece: &str) {
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(piece.as_bytes()).and_then(|()| stdout.flush());
        written.unwrap_or_else(|error| gone(&error));
    }

    /// A piece of what a model says. It may be a stranger's, and must not steer the terminal.
    pub fn said(&self, piece: &str) {
        let steers = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
        match self.terminal && piece.contains(steers) {
            true => self.piece(&piece.replace(steers, "")),
            false => self.piece(piece),
        }
    }

    /// Why a command failed.
    pub fn failure(&self, error: &Error) {
        #[derive(Serialize)]
        struct Failure<'a> {
            error: String,
            advice: Option<&'a str>,
            exit: u8,
        }
        let advice = error.advice();
        if self.json {
            self.object(&Failure { error: error.to_string(), advice, exit: error.exit() as u8 });
        }
        complain(&format!("{error}{}", advice.map(|advice| format!("; {advice}")).unwrap_or_default()));
    }

    /// The text, coloured where that can be seen.
    pub fn tone(&self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Good => "32",
            Tone::Notice => "33",
            Tone::Bad => "31",
            Tone::Faint => "2",
            Tone::Plain => return text.to_owned(),
        };
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Says what went wrong. What strangers have to do with it does not steer the terminal.
pub fn complain(what: &str) {
    eprintln!("idlewatt: {}", harmless(what));
}

/// A text that may be a stranger's in parts, for a terminal. Lines stay lines: a worker's last words have several.
pub fn harmless(text: &str) -> String {
    text.replace(|letter: char| letter.is_control() && letter != '\n', "\u{fffd}")
}

/// Nobody reads any more.
fn gone(error: &io::Error) {
    // `idlewatt jobs | head`: whoever read has what it wanted.
    let code = if error.kind() == ErrorKind::BrokenPipe { 0 } else { 1 };
    std::process::exit(code);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_does_not_steer_the_terminal() {
        assert_eq!(harmless("ä\x1b]0;title\x07 b\r\u{9b}2J\nc"), "ä\u{fffd}]0;title\u{fffd} b\u{fffd}\u{fffd}2J\nc");
    }
}
