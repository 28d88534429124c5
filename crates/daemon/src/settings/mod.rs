//! The owner's settings: `settings.toml` in the data folder, validated as a whole, with a sentence for each field that
//! is not right. A file that is not right is set aside, never overwritten, and nothing is worked on until the owner
//! says so again.

mod fields;
mod file;
mod rules;
mod sections;

use fields::{CARD_MEANINGS, MEANINGS, meaning};
pub use file::Aside;
use idlewatt_control::messages::{FieldError, Roles, SettingChange, SettingFault, SettingRow};
pub use sections::FetchSetting;
use sections::{
    AcceptSettings, CardSettings, LimitSettings, ModelSettings, NetworkSettings, ProviderSettings, RoleSettings,
    TariffSettings,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Kinds of work, as they stand in the file.
const KINDS: [&str; 3] = ["render", "generate", "embed"];

/// The one setting that may be left open: empty, the owner has not said yet.
const PROVIDER: &str = "roles.provider";

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    pub roles: RoleSettings,
    pub limits: LimitSettings,
    pub provider: ProviderSettings,
    pub accept: AcceptSettings,
    pub tariff: TariffSettings,
    pub models: ModelSettings,
    pub network: NetworkSettings,
    pub cards: BTreeMap<String, CardSettings>,
}

fn wrong<T>(name: &str, fault: SettingFault) -> Result<T, FieldError> {
    Err(FieldError { name: name.to_owned(), fault })
}

impl Settings {
    /// These settings with some changed, by their dotted names: all of them, or none. What is between two of them need
    /// not be right.
    pub fn with(&self, changes: &[SettingChange]) -> Result<Self, FieldError> {
        let mut changed = self.clone();
        for SettingChange { name, value } in changes {
            if name == PROVIDER && value.trim().is_empty() {
                changed.roles.provider = None;
                continue;
            }
            let old = changed.value(name).or_else(|| (name == PROVIDER).then_some(toml::Value::Boolean(false)));
            let Some(old) = old else { return wrong(name, SettingFault::Unknown) };
            let value = parse_like(&old, value).or_else(|fault| wrong(name, fault))?;
            changed = changed.with_value(name, value)?;
        }
        // A field that was wrong before is not theirs, but nothing may become wrong by them.
        let before = self.faults();
        let touched = |name: &str| changes.iter().any(|change| change.name == name);
        match changed.faults().into_iter().find(|fault| touched(&fault.name) || !before.contains(fault)) {
            // What another field makes of the only change is told of that one: it is the one that was typed.
            Some(fault) => match changes {
                [change] => wrong(&change.name, fault.fault),
                _ => Err(fault),
            },
            None => Ok(changed),
        }
    }

    /// The change that puts entries into a list and takes others out.
    pub fn edited(&self, name: &str, put: &[String], take: &[String]) -> Result<SettingChange, FieldError> {
        let Some(toml::Value::Array(items)) = self.value(name) else { return wrong(name, SettingFault::Unknown) };
        let mut items: Vec<String> = items.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect();
        items.retain(|item| !take.iter().any(|taken| taken.eq_ignore_ascii_case(item)));
        let new = put.iter().filter(|new| !items.iter().any(|item| item.eq_ignore_ascii_case(new))).cloned();
        let new: Vec<String> = new.collect();
        items.extend(new);
        Ok(SettingChange { name: name.to_owned(), value: items.join(", ") })
    }

    /// The same with a value of the right type.
    fn with_value(&self, name: &str, value: toml::Value) -> Result<Self, FieldError> {
        if meaning(name).is_none() {
            return wrong(name, SettingFault::Unknown);
        }
        let mut table = toml::Table::try_from(self)
            .or_else(|error| wrong(name, SettingFault::Unfit { what: error.to_string() }))?;
        let (section, field) = name.split_once('.').unwrap_or((name, ""));
        let section = table.entry(section).or_insert_with(|| toml::Table::new().into());
        let place = match field.rsplit_once('.') {
            Some((card, field)) => section.as_table_mut().map(|cards| {
                let card = cards.entry(card).or_insert_with(|| toml::Table::new().into());
                (card, field)
            }),
            None => Some((section, field)),
        };
        let Some((toml::Value::Table(place), field)) = place else { return wrong(name, SettingFault::Unknown) };
        let below_zero = value.as_integer().is_some_and(|number| number < 0);
        place.insert(field.to_owned(), value);
        table.try_into().or_else(|error: toml::de::Error| {
            wrong(name, if below_zero { SettingFault::NotWhole } else { misfit(name, error.message()) })
        })
    }

    /// A setting's value, or its default for a card that is not named yet.
    fn value(&self, name: &str) -> Option<toml::Value> {
        meaning(name)?;
        let table = toml::Table::try_from(self).ok()?;
        let (section, field) = name.split_once('.')?;
        match field.rsplit_once('.') {
            None => table.get(section)?.get(field).cloned(),
            Some((card, field)) => {
                let known = table.get(section).and_then(|cards| cards.get(card)?.get(field)).cloned();
                known.or_else(|| toml::Table::try_from(CardSettings::default()).ok()?.get(field).cloned())
            }
        }
    }

    /// Every setting, for people.
    pub fn rows(&self) -> Vec<SettingRow> {
        let of_cards = self.cards.keys().flat_map(|card| {
            CARD_MEANINGS.iter().map(move |(field, meaning)| (format!("cards.{card}.{field}"), *meaning))
        });
        let all = MEANINGS.iter().map(|(name, meaning)| ((*name).to_owned(), *meaning)).chain(of_cards);
        all.map(|(name, meaning)| SettingRow {
            value: self.value(&name).as_ref().map(text).unwrap_or_default(),
            meaning: meaning.to_owned(),
            name,
        })
        .collect()
    }

    /// Whether the owner has said that this machine works for others.
    pub fn provides(&self) -> bool {
        self.roles.provider == Some(true)
    }

    /// Whether it may be looked at what there is to compute with: an owner who has not said yet wants to see it first.
    pub fn looks(&self) -> bool {
        self.roles.provider != Some(false)
    }

    /// The roles, for people.
    pub fn roles(&self) -> Roles {
        Roles { provider: self.provides(), requester: self.roles.requester, index: self.roles.index }
    }
}

/// What is wrong with a value that its field cannot hold.
fn misfit(name: &str, what: &str) -> SettingFault {
    let words = |words: &[&str]| SettingFault::NotWord { words: words.iter().map(|&word| word.to_owned()).collect() };
    match name {
        "limits.when_present" => words(&["stop", "light", "full"]),
        "network.use_relays" => words(&["when-needed", "always", "never"]),
        "network.relay" => words(&["with-index", "always", "never"]),
        "models.fetch" => words(&["ask", "unmetered", "never"]),
        "accept.kinds" => words(&KINDS),
        "accept.blocked" => SettingFault::NotNodes,
        _ => SettingFault::Unfit { what: what.to_owned() },
    }
}

/// A value as a person writes it.
fn text(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(items) => items.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Reads text as a value of the same type as `old`. Lists are separated by commas, those of days apart from those of
/// a list by the space that follows.
fn parse_like(old: &toml::Value, text: &str) -> Result<toml::Value, SettingFault> {
    Ok(match old {
        toml::Value::Boolean(_) => text.parse().map(toml::Value::Boolean).map_err(|_| SettingFault::NotSwitch)?,
        toml::Value::Integer(_) => text.parse().map(toml::Value::Integer).map_err(|_| SettingFault::NotWhole)?,
        toml::Value::Array(_) => toml::Value::Array(
            items(text)
                .into_iter()
                .map(|item| item.trim().to_owned().into())
                .filter(|item| *item != "".into())
                .collect(),
        ),
        _ => toml::Value::String(text.to_owned()),
    })
}

/// Cuts a list at its commas, but not the days of a span (`sat,sun 0:00-24:00`) from each other.
fn items(text: &str) -> Vec<String> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let is_days = |text: &str| text.split([',', '-']).all(|day| DAYS.contains(&day.trim().to_lowercase().as_str()));
    let mut items: Vec<String> = Vec::new();
    for part in text.split(',') {
        match items.last_mut() {
            Some(last) if is_days(last) => *last = format!("{},{part}", last.trim()),
            _ => items.push(part.trim().to_owned()),
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(name: &str, value: &str) -> SettingChange {
        SettingChange { name: name.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn every_setting_is_listed_and_can_be_set_to_what_it_is() {
        let settings = Settings::default();
        let table = toml::Table::try_from(&settings).expect("a table");
        let count: usize = table.values().filter_map(toml::Value::as_table).map(toml::Table::len).sum();
        assert_eq!(count + 1, MEANINGS.len(), "all but the one that is not said yet");
        for row in settings.rows() {
            assert_eq!(settings.with(&[change(&row.name, &row.value)]).expect(&row.name), settings, "{}", row.name);
        }
        let card = toml::Table::try_from(CardSettings::default()).expect("a table");
        assert_eq!(card.len(), CARD_MEANINGS.len());
        assert!(CARD_MEANINGS.iter().all(|(field, _)| card.contains_key(*field)));
    }

    #[test]
    fn wrong_values_are_named_and_change_nothing() {
        let settings = Settings::default();
        for (name, value) in [
            ("provider.tariff_per_kwh", "-1"),
            ("provider.tariff_per_kwh", "cheap"),
            ("roles.provider", "yes"),
            ("limits.when_present", "sometimes"),
            ("limits.hours", "mon 9-17"),
            ("limits.idle_minutes", "-5"),
            ("limits.energy_per_day_kwh", "1,5"),
            ("limits.share_percent", "0"),
            ("limits.power_watts", "5000"),
            ("tariff.bands", "mon 9:00-10:00"),
            ("cards.x.power_watts", "many"),
            ("cards.x.colour", "red"),
            ("accept.kinds", "render, mine"),
            ("accept.kinds", ""),
            ("accept.blocked", "abcd"),
            ("accept.mature", "perhaps"),
            ("no.such", "1"),
        ] {
            let error = settings.with(&[change(name, value)]).expect_err(name);
            assert!(error.to_string().starts_with(name), "{error}");
        }
    }

    #[test]
    fn nobody_provides_before_the_owner_said_so_and_that_can_be_taken_back() {
        let settings = Settings::default();
        assert!(!settings.provides() && settings.looks());
        let row = |settings: &Settings| settings.rows().into_iter().find(|row| row.name == PROVIDER).expect("a row");
        assert_eq!(row(&settings).value, "");
        let on = settings.with(&[change(PROVIDER, "true")]).expect("right");
        assert!(on.provides());
        let off = on.with(&[change(PROVIDER, "false")]).expect("right");
        assert!(!off.provides() && !off.looks());
        assert_eq!(row(&off).value, "false");
        assert_eq!(on.with(&[change(PROVIDER, "")]).expect("right"), settings);
    }

    #[test]
    fn lists_keep_the_days_of_a_span_together() {
        let settings =
            Settings::default().with(&[change("limits.hours", "mon-thu,sun 22:00-7:00, sat,fri 0:00-24:00")]);
        let settings = settings.expect("right");
        assert_eq!(settings.limits.hours, ["mon-thu,sun 22:00-7:00", "sat,fri 0:00-24:00"]);
        let programs = Settings::default().with(&[change("provider.programs", "blender, obs64,")]).expect("right");
        assert_eq!(programs.provider.programs, ["blender", "obs64"]);
        let none = programs.with(&[change("provider.programs", "")]).expect("right");
        assert_eq!(none.provider.programs, Vec::<String>::new());
    }

    #[test]
    fn lists_are_edited_by_their_entries() {
        let settings = Settings::default().with(&[change("provider.programs", "blender, obs64")]).expect("right");
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let edited = settings.edited("provider.programs", &list(&["resolve", "Blender"]), &list(&["OBS64"]));
        assert_eq!(edited.expect("a list").value, "blender, resolve");
        for name in ["roles.index", "no.such"] {
            assert_eq!(settings.edited(name, &[], &[]).expect_err("no list").fault, SettingFault::Unknown);
        }
    }

    #[test]
    fn single_cards_have_limits_of_their_own() {
        let name = "cards.GeForce RTX 4070 (simulated).power_watts";
        let settings = Settings::default().with(&[change(name, "120")]).expect("right");
        assert_eq!(settings.cards["GeForce RTX 4070 (simulated)"].power_watts, 120);
        assert!(settings.rows().iter().any(|row| row.name == name && row.value == "120"));
    }

    #[test]
    fn several_are_changed_together_or_not_at_all() {
        let settings = Settings::default().with(&[change("tariff.file", "prices")]).expect("right");
        let other = [change("tariff.command", "prices now"), change("tariff.file", "")];
        let changed = settings.with(&other).expect("one source at the end, whatever was in between");
        assert_eq!((changed.tariff.command.as_str(), changed.tariff.file.as_str()), ("prices now", ""));
        let both = [change("limits.power_watts", "120"), change("limits.share_percent", "0")];
        assert_eq!(settings.with(&both).expect_err("wrong").name, "limits.share_percent");
        let unknown = [change("limits.power_watts", "120"), change("limits.colour", "red")];
        assert_eq!(settings.with(&unknown).expect_err("wrong").name, "limits.colour");
        assert_eq!(settings.with(&[]), Ok(settings));
    }

    #[test]
    fn blocked_nodes_are_kept_once() {
        let (first, second) = ("ab".repeat(32), "cd".repeat(32));
        let settings = Settings::default().with(&[change("accept.blocked", &format!("{second}, {first}, {second}"))]);
        let row = settings.expect("right").rows().into_iter().find(|row| row.name == "accept.blocked");
        assert_eq!(row.expect("a row").value, format!("{first}, {second}"));
    }
}
