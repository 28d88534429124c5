//! The settings file: read whole, written whole, and set aside when it is not right.

use super::Settings;
use super::sections::RoleSettings;
use idlewatt_control::messages::{FieldError, SettingFault};
use std::io;
use std::path::{Path, PathBuf};

/// What a fault of the whole file is told of.
const FILE: &str = "settings.toml";

/// The file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the settings file {path} cannot be used")]
pub struct FileError {
    path: String,
    source: io::Error,
}

impl FileError {
    fn of(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.display().to_string();
        move |source| Self { path, source }
    }
}

/// A file that was not right, and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// What is not right, field by field.
    pub faults: Vec<FieldError>,
    /// Where it lies now, untouched.
    pub kept_at: PathBuf,
}

impl Settings {
    /// Reads the file; without one, the defaults. One that is not right is set aside: what is right in it goes on to
    /// hold, but nothing is worked on until the owner switches that on again. `stamp` names it apart from others.
    pub fn load(path: &Path, stamp: u64) -> Result<(Self, Option<Aside>), FileError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Self::default(), None)),
            // Bytes that are no text are a file that is not right, rather than one that cannot be read.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => String::from("\u{0}"),
            Err(error) => return Err(FileError::of(path)(error)),
        };
        let (settings, faults) = read(&text);
        if faults.is_empty() {
            return Ok((settings, None));
        }
        let kept_at = path.with_file_name(format!("settings.broken-{stamp}.toml"));
        // Copied before it is replaced in one step: at no moment is there no file, whose absence would mean "as delivered".
        std::fs::copy(path, &kept_at).and_then(|_| sync(&kept_at)).map_err(FileError::of(path))?;
        let resting = settings.resting();
        resting.save(path)?;
        Ok((resting, Some(Aside { faults, kept_at })))
    }

    /// Nothing is worked on.
    pub fn resting(self) -> Self {
        Self { roles: RoleSettings { provider: Some(false), ..self.roles }, ..self }
    }

    /// Writes the file: whole, or not at all.
    pub fn save(&self, path: &Path) -> Result<(), FileError> {
        let text = toml::to_string_pretty(self).map_err(io::Error::other).map_err(FileError::of(path))?;
        let new = path.with_extension("toml.new");
        let written = std::fs::write(&new, text).and_then(|()| sync(&new));
        written.and_then(|()| std::fs::rename(&new, path)).map_err(FileError::of(path))
    }
}

/// An empty file after a power cut would be settings without a limit.
fn sync(path: &Path) -> io::Result<()> {
    std::fs::OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Takes what is right, field by field, and says what is not.
fn read(text: &str) -> (Settings, Vec<FieldError>) {
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            let what = error.to_string().trim().replace('\n', " ");
            let whole = FieldError { name: FILE.to_owned(), fault: SettingFault::Unfit { what } };
            return (Settings::default(), vec![whole]);
        }
    };
    let mut fields = Vec::new();
    flatten("", &table, &mut fields);
    let mut faults = Vec::new();
    let mut settings = Settings::default();
    for (name, value) in fields {
        let changed = settings.with_value(&name, value).and_then(|changed| {
            let own = changed.faults().into_iter().find(|fault| fault.name == name);
            own.map_or(Ok(changed), Err)
        });
        match changed {
            Ok(changed) => settings = changed,
            Err(fault) => faults.push(fault),
        }
    }
    (settings, faults)
}

fn flatten(above: &str, table: &toml::Table, into: &mut Vec<(String, toml::Value)>) {
    for (key, value) in table {
        let name = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        match value {
            toml::Value::Table(table) => flatten(&name, table, into),
            value => into.push((name, value.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_control::messages::SettingChange;

    #[test]
    fn what_is_saved_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.toml");
        assert_eq!(Settings::load(&path, 1).expect("no file"), (Settings::default(), None));
        Settings::default().save(&path).expect("saved");
        let unsaid = Settings::load(&path, 1).expect("read").0;
        assert_eq!(unsaid.roles.provider, None, "a file is no permission");
        let changed = Settings::default();
        let change = |name: &str, value: &str| SettingChange { name: name.into(), value: value.into() };
        let changes = [change("provider.tariff_per_kwh", "0.1234"), change("cards.GPU-1234.temperature_c", "65")];
        let changed = changed.with(&changes).expect("right");
        changed.save(&path).expect("saved");
        assert_eq!(Settings::load(&path, 1).expect("read"), (changed, None));
    }

    #[test]
    fn a_broken_file_is_set_aside_with_every_fault_and_nothing_is_worked_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.toml");
        let text = "[provider]\ntariff_per_kwh = 0.3\nquiet_seconds = 7\n[limits]\npower_watts = -5\ncolour = 'red'\n";
        std::fs::write(&path, text).expect("written");
        let (settings, aside) = Settings::load(&path, 42).expect("readable");
        let aside = aside.expect("not right");
        assert_eq!(aside.kept_at, folder.path().join("settings.broken-42.toml"));
        assert_eq!(std::fs::read_to_string(&aside.kept_at).expect("kept"), text);
        let named = ["limits.colour", "limits.power_watts", "provider.tariff_per_kwh"];
        assert!(
            aside.faults.len() == 3 && aside.faults.iter().zip(named).all(|(fault, name)| fault.name == name),
            "{aside:?}"
        );
        assert_eq!(settings.provider.quiet_seconds, 7, "what is right still holds");
        assert_eq!(settings.roles.provider, Some(false));
        assert_eq!(Settings::load(&path, 43).expect("read"), (settings, None), "and so it stays after a restart");
    }

    proptest::proptest! {
        #[test]
        fn any_text_leaves_settings_without_fault(text in "\\PC{0,60}|(\\[(roles|limits|cards|cards.x|tariff)\\]\n)?((provider|hours|power_watts|works|bands|x) = (-?[0-9]{1,20}|true|'[a-z0-9 :-]{0,20}'|\\[\\]|\\['mon 1:00-2:00'\\])\n){0,4}") {
            let (settings, _) = read(&text);
            proptest::prop_assert_eq!(settings.faults(), []);
        }
    }

    #[test]
    fn bytes_that_are_no_settings_are_set_aside() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.toml");
        for (stamp, bytes) in [&b"\xff\xfe\x00"[..], b"[[[", b"roles = 7"].into_iter().enumerate() {
            std::fs::write(&path, bytes).expect("written");
            let (settings, aside) = Settings::load(&path, stamp as u64).expect("readable");
            assert_eq!(std::fs::read(aside.expect("not right").kept_at).expect("kept"), bytes);
            assert_eq!(settings.roles.provider, Some(false));
        }
    }
}
