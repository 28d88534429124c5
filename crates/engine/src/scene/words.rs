//! Words for artists: what things of a file are called, and notes.

use crate::limits::{NAME_LETTERS, PANES_NAMED};
use gltf::json::Root;
use idlewatt_proto::job::NOTE;
use std::fmt;

/// One of many in a file: its number, and its name where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// In the list of its kind.
    pub index: usize,
    /// Quoted, cut and harmless; empty: it has none.
    pub name: String,
}

impl Named {
    pub(super) fn of(index: usize, name: Option<&String>) -> Self {
        Self { index, name: name.filter(|name| !name.is_empty()).map(|name| quoted(name)).unwrap_or_default() }
    }
}

impl fmt::Display for Named {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, name } = self;
        if name.is_empty() { write!(out, "{index}") } else { write!(out, "{index} ({name})") }
    }
}

/// A file's lists of things that bear names.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Animation,
    Image,
    Material,
    Mesh,
    Node,
    Skin,
}

/// What something of a file is called.
pub(super) fn named(root: &Root, kind: Kind, index: usize) -> Named {
    let name = match kind {
        Kind::Animation => root.animations.get(index).and_then(|one| one.name.as_ref()),
        Kind::Image => root.images.get(index).and_then(|one| one.name.as_ref()),
        Kind::Material => root.materials.get(index).and_then(|one| one.name.as_ref()),
        Kind::Mesh => root.meshes.get(index).and_then(|one| one.name.as_ref()),
        Kind::Node => root.nodes.get(index).and_then(|one| one.name.as_ref()),
        Kind::Skin => root.skins.get(index).and_then(|one| one.name.as_ref()),
    };
    Named::of(index, name)
}

/// A place in a description, such as `materials[2].normalTexture`, with the name of what it is in.
pub(super) fn place(root: &Root, path: &str) -> String {
    let told = || {
        let (list, rest) = path.split_once('[')?;
        let (index, rest) = rest.split_once(']')?;
        let kind = match list {
            "animations" => Kind::Animation,
            "images" => Kind::Image,
            "materials" => Kind::Material,
            "meshes" => Kind::Mesh,
            "nodes" => Kind::Node,
            "skins" => Kind::Skin,
            _ => return None,
        };
        let Named { index, name } = named(root, kind, index.parse().ok()?);
        (!name.is_empty()).then(|| format!("{list}[{index}] ({name}){rest}"))
    };
    told().unwrap_or_else(|| path.to_owned())
}

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

/// What would move or hide the words around it on a screen.
fn unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Some names in a line, and how many there are besides.
pub(super) fn list(names: &[String]) -> String {
    let shown = names.get(..PANES_NAMED).unwrap_or(names).join(", ");
    match names.len().saturating_sub(PANES_NAMED) {
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
        let names: Vec<String> = (0..PANES_NAMED + 3).map(|name| name.to_string()).collect();
        assert_eq!(list(&names[..2]), "0, 1");
        assert!(list(&names[..PANES_NAMED]).ends_with(&(PANES_NAMED - 1).to_string()));
        assert!(list(&names).ends_with(" and 3 more"), "{}", list(&names));
    }
}
