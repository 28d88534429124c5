//! Words for artists: what things of a file are called, and notes.

use crate::limits::{NAME_LETTERS, NAMES_LISTED};
use idlewatt_proto::job::NOTE;

/// Something of a scene that says how it is rendered, not that it is missing.
pub(super) fn note(what: &str) -> String {
    format!("{NOTE}{what}")
}

/// A name as its artist knows it, whatever is in it.
pub(super) fn quoted(name: &str) -> String {
    let mut letters = name.chars().filter(|letter| !unseen(*letter));
    let shown: String =
        letters.by_ref().take(NAME_LETTERS).map(|letter| if letter == '"' { '\'' } else { letter }).collect();
    format!("\"{shown}{}\"", if letters.next().is_some() { "…" } else { "" })
}

/// What something is called, where it has a name; else by its number.
pub(super) fn title(kind: &str, index: usize, name: Option<&str>) -> String {
    name.filter(|name| !name.is_empty()).map_or_else(|| format!("{kind} {index}"), quoted)
}

/// What would move or hide the words around it on a screen.
fn unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Some names in a line, and how many there are besides.
pub(super) fn list(names: &[String]) -> String {
    let shown = names.get(..NAMES_LISTED).unwrap_or(names).join(", ");
    match names.len().saturating_sub(NAMES_LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_and_harmless() {
        assert_eq!(quoted("Stuhl"), "\"Stuhl\"");
        assert_eq!(quoted("a\u{1b}[31m\"b\"\n\u{202e}c"), "\"a[31m'b'c\"");
        let long = quoted(&"ä".repeat(5000));
        assert_eq!(long, format!("\"{}…\"", "ä".repeat(NAME_LETTERS)));
        assert_eq!(quoted(&"x".repeat(NAME_LETTERS)), format!("\"{}\"", "x".repeat(NAME_LETTERS)));
    }

    #[test]
    fn long_lists_end() {
        let names: Vec<String> = (0..NAMES_LISTED + 3).map(|name| name.to_string()).collect();
        assert_eq!(list(&names[..2]), "0, 1");
        assert!(list(&names[..NAMES_LISTED]).ends_with(&(NAMES_LISTED - 1).to_string()));
        assert!(list(&names).ends_with(" and 3 more"), "{}", list(&names));
    }
}
