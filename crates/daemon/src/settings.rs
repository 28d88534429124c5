//! The owner's settings: `settings.toml` in the data folder, validated as a whole.

use idlewatt_control::messages::{Roles, SettingRow};
use idlewatt_proto::{Amount, Bytes};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    pub roles: RoleSettings,
    pub network: NetworkSettings,
    pub provider: ProviderSettings,
}

/// Which parts this node plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoleSettings {
    pub provider: bool,
    pub requester: bool,
    pub index: bool,
}

/// How this node reaches others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NetworkSettings {
    pub listen: Vec<String>,
    pub index_nodes: Vec<String>,
    pub known_peers: Vec<String>,
    pub mdns: bool,
}

/// What the owner allows and asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProviderSettings {
    /// Credits, as a decimal string: money is never a float.
    pub tariff_per_kwh: String,
    pub wear_per_hour: String,
    pub margin_percent: u32,
    pub quiet_seconds: u64,
    pub memory_mib: u64,
    pub programs: Vec<String>,
    pub adapter: String,
}

impl Default for RoleSettings {
    fn default() -> Self {
        Self { provider: true, requester: true, index: false }
    }
}

impl Default for NetworkSettings {
    fn default() -> Self {
        let listen = ["/ip4/0.0.0.0/udp/0/quic-v1", "/ip4/0.0.0.0/tcp/0"].map(str::to_owned).to_vec();
        Self { listen, index_nodes: Vec::new(), known_peers: Vec::new(), mdns: false }
    }
}

impl Default for ProviderSettings {
    fn default() -> Self {
        Self {
            tariff_per_kwh: "0.30".to_owned(),
            wear_per_hour: "0.01".to_owned(),
            margin_percent: 25,
            quiet_seconds: 60,
            memory_mib: 4096,
            programs: Vec::new(),
            adapter: String::new(),
        }
    }
}

/// Every setting by its dotted name, with one sentence. The order is the order of the file.
const MEANINGS: [(&str, &str); 14] = [
    ("roles.provider", "Work for others when this machine is idle."),
    ("roles.requester", "Allow rendering on other people's machines."),
    ("roles.index", "List providers for others; for a machine that is always on."),
    ("network.listen", "Addresses to listen on."),
    ("network.index_nodes", "Index nodes: where providers are listed and found."),
    ("network.known_peers", "Nodes to stay connected to."),
    ("network.mdns", "Find nodes in the local network. Shows this machine to it."),
    ("provider.tariff_per_kwh", "Price of electricity, in credits per kilowatt-hour."),
    ("provider.wear_per_hour", "Wear of the card, in credits per hour of work."),
    ("provider.margin_percent", "What is asked on top of the costs, in percent."),
    ("provider.quiet_seconds", "How long the GPU must be free before work starts again."),
    ("provider.memory_mib", "Most device memory that a job may take, in MiB."),
    ("provider.programs", "Programs beside which no work is done, by the name of their file."),
    ("provider.adapter", "Name of the graphics adapter to use; empty: the fastest."),
];

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file could not be read or written.
    #[error("the settings file {path} cannot be used")]
    File { path: String, source: std::io::Error },
    /// It is not what it should be.
    #[error("the settings file {path} is not right: {what}")]
    Broken { path: String, what: String },
    /// A single value is not right.
    #[error("{name}: {what}")]
    Value { name: String, what: String },
}

impl Settings {
    /// Reads the file; without one, the defaults.
    pub fn load(path: &Path) -> Result<Self, SettingsError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(SettingsError::File { path: path.display().to_string(), source }),
        };
        let broken = |what: String| SettingsError::Broken { path: path.display().to_string(), what };
        let settings: Self = toml::from_str(&text).map_err(|error| broken(error.to_string()))?;
        settings.validate().map_err(|error| broken(error.to_string()))?;
        Ok(settings)
    }

    /// What holds while the file is broken: nothing is worked on.
    pub fn safest() -> Self {
        Self { roles: RoleSettings { provider: false, ..RoleSettings::default() }, ..Self::default() }
    }

    /// Writes the file: whole, or not at all.
    pub fn save(&self, path: &Path) -> Result<(), SettingsError> {
        let file = |source| SettingsError::File { path: path.display().to_string(), source };
        let text = toml::to_string_pretty(self).map_err(|error| file(std::io::Error::other(error)))?;
        let new = path.with_extension("toml.new");
        std::fs::write(&new, text).and_then(|()| std::fs::rename(&new, path)).map_err(file)
    }

    /// These settings with one changed, by its dotted name.
    pub fn with(&self, name: &str, value: &str) -> Result<Self, SettingsError> {
        let wrong = |what: String| SettingsError::Value { name: name.to_owned(), what };
        if !MEANINGS.iter().any(|(known, _)| *known == name) {
            return Err(wrong("there is no such setting".to_owned()));
        }
        let mut table = toml::Table::try_from(self).map_err(|error| wrong(error.to_string()))?;
        let (section, key) = name.split_once('.').unwrap_or((name, ""));
        let entry = table.get_mut(section).and_then(|section| section.get_mut(key));
        let entry = entry.ok_or_else(|| wrong("there is no such setting".to_owned()))?;
        *entry = parse_like(entry, value).map_err(wrong)?;
        let changed: Self = table.try_into().map_err(|error: toml::de::Error| wrong(error.message().to_owned()))?;
        changed.validate()?;
        Ok(changed)
    }

    /// Every setting, for people.
    pub fn rows(&self) -> Vec<SettingRow> {
        let table = toml::Table::try_from(self).unwrap_or_default();
        let value = |name: &str| {
            let (section, key) = name.split_once('.')?;
            table.get(section)?.get(key).map(|value| match value {
                toml::Value::String(text) => text.clone(),
                toml::Value::Array(items) => {
                    items.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(", ")
                }
                other => other.to_string(),
            })
        };
        MEANINGS
            .iter()
            .map(|(name, meaning)| SettingRow {
                name: (*name).to_owned(),
                value: value(name).unwrap_or_default(),
                meaning: (*meaning).to_owned(),
            })
            .collect()
    }

    fn validate(&self) -> Result<(), SettingsError> {
        let wrong = |name: &str, what: &str| Err(SettingsError::Value { name: name.to_owned(), what: what.to_owned() });
        for (name, value) in [
            ("provider.tariff_per_kwh", self.tariff()),
            ("provider.wear_per_hour", self.provider.wear_per_hour.parse().ok()),
        ] {
            if !value.is_some_and(|amount: Amount| (0..=1_000_000_000).contains(&amount.micros())) {
                return wrong(name, "expected credits between 0 and 1000, for example 0.30");
            }
        }
        if self.provider.margin_percent > 10_000 {
            return wrong("provider.margin_percent", "expected at most 10000");
        }
        if self.provider.quiet_seconds > 86_400 {
            return wrong("provider.quiet_seconds", "expected at most a day (86400)");
        }
        if !(64..=1 << 20).contains(&self.provider.memory_mib) {
            return wrong("provider.memory_mib", "expected 64 to 1048576");
        }
        let lists = [&self.network.listen, &self.network.index_nodes, &self.network.known_peers];
        if lists.iter().any(|list| list.len() > 64) {
            return wrong("network", "expected at most 64 addresses in a list");
        }
        Ok(())
    }

    fn tariff(&self) -> Option<Amount> {
        self.provider.tariff_per_kwh.parse().ok()
    }

    /// Price of a kilowatt-hour.
    pub fn tariff_per_kwh(&self) -> Amount {
        self.tariff().unwrap_or_default()
    }

    /// Wear per hour of work.
    pub fn wear_per_hour(&self) -> Amount {
        self.provider.wear_per_hour.parse().unwrap_or_default()
    }

    /// Most device memory of a job.
    pub fn memory(&self) -> Bytes {
        Bytes(self.provider.memory_mib << 20)
    }

    /// The roles, for people.
    pub fn roles(&self) -> Roles {
        Roles { provider: self.roles.provider, requester: self.roles.requester, index: self.roles.index }
    }
}

/// Reads text as a value of the same type as `old`. Lists are separated by commas.
fn parse_like(old: &toml::Value, text: &str) -> Result<toml::Value, String> {
    Ok(match old {
        toml::Value::Boolean(_) => text.parse().map(toml::Value::Boolean).map_err(|_| "expected true or false")?,
        toml::Value::Integer(_) => text.parse().map(toml::Value::Integer).map_err(|_| "expected a whole number")?,
        toml::Value::Array(_) => toml::Value::Array(
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(|item| item.to_owned().into()).collect(),
        ),
        _ => toml::Value::String(text.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_listed_and_can_be_set_to_what_it_is() {
        let settings = Settings::default();
        let table = toml::Table::try_from(&settings).expect("a table");
        let count: usize = table.values().filter_map(toml::Value::as_table).map(toml::Table::len).sum();
        assert_eq!(count, MEANINGS.len());
        for row in settings.rows() {
            assert_eq!(settings.with(&row.name, &row.value).expect(&row.name), settings, "{}", row.name);
        }
    }

    #[test]
    fn wrong_values_are_named_and_change_nothing() {
        let settings = Settings::default();
        for (name, value) in [
            ("provider.tariff_per_kwh", "-1"),
            ("provider.tariff_per_kwh", "cheap"),
            ("roles.provider", "yes"),
            ("no.such", "1"),
        ] {
            let error = settings.with(name, value).expect_err(name);
            assert!(error.to_string().starts_with(name), "{error}");
        }
    }

    #[test]
    fn a_broken_file_is_an_error_and_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, "[provider]\ntariff_per_kwh = 0.3\n").expect("written");
        assert!(matches!(Settings::load(&path), Err(SettingsError::Broken { .. })));
        assert!(std::fs::read_to_string(&path).expect("read").contains("= 0.3"));
        let changed = Settings::default().with("provider.tariff_per_kwh", "0.1234").expect("right");
        changed.save(&path).expect("saved");
        assert_eq!(Settings::load(&path).expect("read"), changed);
    }
}
