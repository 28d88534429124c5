//! The owner's language: messages of ui/locales, with English for those that are missing, and its numbers and times.

use crate::clock;
use crate::languages::{LANGUAGES, Language};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use idlewatt_proto::{Amount, UnixMillis};
use jiff::Zoned;
use jiff::civil::Weekday;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

type Bundle = FluentBundle<FluentResource>;

/// Something to be said, in no language yet.
#[derive(Debug)]
pub struct Phrase {
    id: &'static str,
    args: FluentArgs<'static>,
}

/// A message of tray.ftl. A test reads the sources for these, so the name stands here as it is.
pub fn say(id: &'static str) -> Phrase {
    Phrase { id, args: FluentArgs::new() }
}

impl Phrase {
    /// With this in it.
    pub fn with(mut self, name: &'static str, value: impl Into<FluentValue<'static>>) -> Self {
        self.args.set(name, value);
        self
    }
}

/// A language and its messages.
pub struct Words {
    language: &'static Language,
    own: Option<Bundle>,
    english: Bundle,
}

impl Words {
    /// In the owner's language, else in the system's.
    pub fn of(preferred: Option<&str>) -> Self {
        let system: Vec<String> = sys_locale::get_locales().collect();
        Self::in_language(choose(preferred.into_iter().chain(system.iter().map(String::as_str))))
    }

    fn in_language(language: &'static Language) -> Self {
        let own = (language.tag != "en").then(|| bundle(language)).flatten();
        let english = bundle(&LANGUAGES[0]).unwrap_or_else(|| Bundle::new_concurrent(Vec::new()));
        Self { language, own, english }
    }

    /// Its tag.
    pub fn tag(&self) -> &'static str {
        self.language.tag
    }

    /// As text. A message that is nowhere is said by its name.
    pub fn text(&self, phrase: Phrase) -> String {
        let mut bundles = self.own.iter().chain([&self.english]);
        bundles.find_map(|bundle| format(bundle, &phrase)).unwrap_or_else(|| phrase.id.to_owned())
    }

    /// Credits, short: three decimals below one, two above.
    pub fn money(&self, amount: Amount) -> String {
        let micros = amount.micros().unsigned_abs();
        let (unit, decimals) = if micros < 999_500 { (1_000, 3) } else { (10_000, 2) };
        let parts = (micros + unit / 2) / unit;
        let sign = if amount.micros() < 0 { "−" } else { "" };
        if parts == 0 && micros > 0 {
            let least = format!("0{}001", self.language.decimal);
            return if sign.is_empty() { format!("<{least}") } else { format!(">{sign}{least}") };
        }
        let base = 10u64.pow(decimals);
        let (whole, fraction) = (parts / base, parts % base);
        format!("{sign}{whole}{}{fraction:0width$}", self.language.decimal, width = decimals as usize)
    }

    /// The hour, with the weekday when it is not today's.
    pub fn instant(&self, at: UnixMillis, now: &Zoned) -> String {
        let at = clock::local(at, now);
        let time = at.strftime("%-H:%M").to_string();
        if at.date() == now.date() {
            return time;
        }
        let day = match at.weekday() {
            Weekday::Monday => "mon",
            Weekday::Tuesday => "tue",
            Weekday::Wednesday => "wed",
            Weekday::Thursday => "thu",
            Weekday::Friday => "fri",
            Weekday::Saturday => "sat",
            Weekday::Sunday => "sun",
        };
        self.text(say("on-day").with("day", day).with("time", time))
    }
}

fn format(bundle: &Bundle, phrase: &Phrase) -> Option<String> {
    let pattern = bundle.get_message(phrase.id)?.value()?;
    let mut wrong = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&phrase.args), &mut wrong);
    wrong.is_empty().then(|| text.into_owned())
}

fn bundle(language: &Language) -> Option<Bundle> {
    let (_, text) = FILES.iter().find(|(tag, _)| *tag == language.tag)?;
    // Messages that can be read are used even where others cannot; the test below finds those.
    let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
    let mut bundle = Bundle::new_concurrent(vec![language.tag.parse().ok()?]);
    // Marks around names are for right-to-left scripts, of which there is none here; some menus show them as boxes.
    bundle.set_use_isolating(false);
    // One file each: nothing can be there twice.
    bundle.add_resource(resource).ok()?;
    Some(bundle)
}

/// The first of the wanted tags that is spoken here, by its language alone where its region is not; else English.
fn choose<'a>(wanted: impl IntoIterator<Item = &'a str>) -> &'static Language {
    let primary = |tag: &'a str| tag.split(['-', '_', '.', '@']).next().unwrap_or(tag);
    let known = |tag: &str| {
        LANGUAGES.iter().find(|language| {
            language.tag.eq_ignore_ascii_case(tag)
                || language.tag.split('-').next().is_some_and(|first| first.eq_ignore_ascii_case(tag))
        })
    };
    wanted.into_iter().find_map(|tag| known(tag).or_else(|| known(primary(tag)))).unwrap_or(&LANGUAGES[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
    use std::collections::{BTreeMap, BTreeSet};

    type Messages = BTreeMap<String, BTreeSet<String>>;

    pub fn german() -> Words {
        Words::in_language(&LANGUAGES[1])
    }

    /// The messages of a file and what is put into each.
    fn messages(tag: &str, text: &str) -> Messages {
        let resource = fluent_syntax::parser::parse(text).unwrap_or_else(|(_, wrong)| panic!("{tag}: {wrong:?}"));
        let mut messages = Messages::new();
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut args = BTreeSet::new();
                    within(message.value.as_ref().unwrap_or_else(|| panic!("{tag}: no text")), &mut args);
                    let new = messages.insert(message.id.name.to_owned(), args).is_none();
                    assert!(new && message.attributes.is_empty(), "{tag}: {}", message.id.name);
                }
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
                other => panic!("{tag}: {other:?}"),
            }
        }
        messages
    }

    fn within(pattern: &Pattern<&str>, args: &mut BTreeSet<String>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { .. } => {}
                PatternElement::Placeable { expression: Expression::Inline(inline) } => variable(inline, args),
                PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                    variable(selector, args);
                    variants.iter().for_each(|variant| within(&variant.value, args));
                }
            }
        }
    }

    fn variable(inline: &InlineExpression<&str>, args: &mut BTreeSet<String>) {
        match inline {
            InlineExpression::VariableReference { id } => drop(args.insert(id.name.to_owned())),
            other => panic!("a test must learn this first: {other:?}"),
        }
    }

    /// Every name that the sources say, with the names of what they put into it.
    fn said() -> Messages {
        let mut said = Messages::new();
        let sources = [
            include_str!("sentences.rs"),
            include_str!("tray/menu.rs"),
            include_str!("words.rs"),
            include_str!("files.rs"),
            include_str!("window.rs"),
            include_str!("notify.rs"),
        ];
        for source in sources {
            let shipped = source.split("#[cfg(test)]").next().expect("a first part");
            for part in shipped.split("say(\"").skip(1) {
                let (id, rest) = part.split_once('"').expect("a closing mark");
                let chain = rest.split("say(\"").next().expect("a first part");
                let chain: String = chain.split_whitespace().collect();
                let mut args = BTreeSet::new();
                let mut chain = chain.strip_prefix(')').unwrap_or_else(|| panic!("{id}"));
                while let Some(with) = chain.strip_prefix(".with(\"") {
                    let (name, rest) = with.split_once('"').expect("a closing mark");
                    args.insert(name.to_owned());
                    let mut depth = 1;
                    let end = rest.find(|letter| {
                        depth += i32::from(letter == '(') - i32::from(letter == ')');
                        depth == 0
                    });
                    chain = &rest[end.expect("a closing bracket") + 1..];
                }
                said.entry(id.to_owned()).or_default().extend(args);
            }
        }
        said
    }

    #[test]
    fn no_message_is_missing_unused_or_given_other_things_than_english() {
        let english = messages("en", FILES.iter().find(|(tag, _)| *tag == "en").expect("English").1);
        assert_eq!(said(), english, "what the sources say, and what English has");
        for (tag, text) in FILES {
            assert_eq!(messages(tag, text), english, "{tag}");
        }
    }

    #[test]
    fn every_language_is_found_and_has_a_tag_that_can_be_read() {
        for language in &LANGUAGES {
            assert_eq!(choose([language.tag]), language);
            assert!(language.tag.parse::<unic_langid::LanguageIdentifier>().is_ok());
        }
        let tags = |wanted: &[&'static str]| choose(wanted.iter().copied()).tag;
        assert_eq!(tags(&["de-AT"]), "de");
        assert_eq!(tags(&["pt-PT", "en-GB"]), "pt-BR");
        assert_eq!(tags(&["zh-TW"]), "zh-Hans");
        assert_eq!(tags(&["sv-SE", "fr_CA.UTF-8"]), "fr");
        assert_eq!(tags(&["C", "POSIX"]), "en");
        assert_eq!(tags(&[]), "en");
    }

    #[test]
    fn money_is_short_and_rounded() {
        let english = Words::in_language(&LANGUAGES[0]);
        let of = |micros| english.money(Amount::from_micros(micros));
        let cases = [
            (0, "0.000"),
            (47_170, "0.047"),
            (47_500, "0.048"),
            (-3_200, "−0.003"),
            (300, "<0.001"),
            (-300, ">−0.001"),
            (999_499, "0.999"),
            (999_500, "1.00"),
            (12_345_678, "12.35"),
        ];
        for (micros, text) in cases {
            assert_eq!(of(micros), text, "{micros}");
        }
        assert_eq!(german().money(Amount::from_micros(47_170)), "0,047");
        assert_eq!(english.money(Amount::from_micros(i64::MIN)), "−9223372036854.78");
    }

    #[test]
    fn a_time_of_another_day_has_its_day() {
        let now: Zoned = "2026-05-12T23:30[UTC]".parse().expect("a time");
        let at = |text: &str| clock::millis(&text.parse().expect("a time"));
        assert_eq!(german().instant(at("2026-05-12T23:45[UTC]"), &now), "23:45");
        assert_eq!(german().instant(at("2026-05-13T08:00[UTC]"), &now), "Mi 8:00");
    }

    #[test]
    fn a_message_that_a_language_lacks_is_said_in_english() {
        let empty = Bundle::new_concurrent(vec!["de".parse().expect("a tag")]);
        let words = Words { own: Some(empty), ..german() };
        assert_eq!(words.text(say("menu-quit")), "Quit");
    }
}
