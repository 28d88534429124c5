//! The languages that are spoken here. The page has the same list in ui/src/lib/words/languages.ts.

/// A language.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 tag, which is also its folder in ui/locales.
    pub tag: &'static str,
    /// What stands between whole credits and their fraction.
    pub decimal: char,
}

const fn language(tag: &'static str, decimal: char) -> Language {
    Language { tag, decimal }
}

/// English first: it is spoken where none of the others is wanted.
pub const LANGUAGES: [Language; 11] = [
    language("en", '.'),
    language("de", ','),
    language("fr", ','),
    language("es", ','),
    language("pt-BR", ','),
    language("pl", ','),
    language("ru", ','),
    language("tr", ','),
    language("ja", '.'),
    language("ko", '.'),
    language("zh-Hans", '.'),
];
