//! Where a user's Idlewatt leaves something: the daemon's folder, the window's folders, the start at login.

use super::RemoveError;
use directories::{BaseDirs, ProjectDirs};
use idlewatt_control::Home;
use serde::Serialize;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The tray app's identifier, by which its web view names folders. It stands in src-tauri/tauri.conf.json.
const WINDOW: &str = "app.idlewatt.Idlewatt";
/// The name under which it starts at login.
const LOGIN: &str = "Idlewatt";
/// Whoever has one of these is a daemon's folder.
const OURS: [&str; 4] = ["identity.key", "ledger.sqlite3", "settings.toml", "lock"];

/// Something to remove.
#[derive(Debug, Serialize)]
pub struct Place {
    /// A path; on Windows also a value in the registry.
    pub path: String,
    /// What it is for.
    pub what: &'static str,
    /// How much it takes, where that is worth saying.
    pub bytes: Option<u64>,
    #[serde(skip)]
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Folder(PathBuf),
    File(PathBuf),
    #[cfg(windows)]
    Registry(&'static str),
}

impl Place {
    pub fn remove(&self) -> Result<(), RemoveError> {
        let done = match &self.kind {
            Kind::Folder(path) => fs::remove_dir_all(path),
            Kind::File(path) => fs::remove_file(path),
            #[cfg(windows)]
            Kind::Registry(key) => registry::remove(key),
        };
        match done {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                Err(RemoveError::Stays { path: self.path.clone().into(), source })
            }
            _ => Ok(()),
        }
    }
}

/// Fails where removing the folder could take with it what is not ours.
pub fn check(home: &Home) -> Result<(), RemoveError> {
    let path = home.path();
    let base = BaseDirs::new();
    if base.is_some_and(|base| base.home_dir().starts_with(path)) {
        return Err(RemoveError::HoldsHome(path.to_owned()));
    }
    let empty = fs::read_dir(path).map_or(true, |mut entries| entries.next().is_none());
    if empty || OURS.iter().any(|name| path.join(name).exists()) {
        return Ok(());
    }
    Err(RemoveError::NotOurs(path.to_owned()))
}

/// Everything that is there. Where the folder is not the platform's own place, only the folder: windows and the start at
/// login belong to that one.
pub fn find(home: &Home) -> Result<Vec<Place>, RemoveError> {
    let mut found = Vec::new();
    folder(&mut found, home.path().to_owned(), "key, books, settings, models, pictures, log")?;
    let own = ProjectDirs::from("", "", "Idlewatt").is_some_and(|dirs| dirs.data_local_dir() == home.path());
    let Some(base) = BaseDirs::new().filter(|_| own) else { return Ok(found) };
    for (path, what) in window(&base) {
        folder(&mut found, path, what)?;
    }
    for path in login(&base) {
        if path.is_file() {
            let kind = Kind::File(path.clone());
            found.push(Place { path: path.display().to_string(), what: "start at login", bytes: None, kind });
        }
    }
    #[cfg(windows)]
    found.extend(registry::find());
    Ok(found)
}

fn folder(found: &mut Vec<Place>, path: PathBuf, what: &'static str) -> Result<(), RemoveError> {
    if path.is_dir() && !found.iter().any(|place| matches!(&place.kind, Kind::Folder(known) if *known == path)) {
        let bytes = Some(size(&path)?);
        found.push(Place { path: path.display().to_string(), what, bytes, kind: Kind::Folder(path) });
    }
    Ok(())
}

/// What the window and its web view keep.
fn window(base: &BaseDirs) -> Vec<(PathBuf, &'static str)> {
    let mut places = vec![
        (base.data_local_dir().join(WINDOW), "the window's data"),
        (base.data_dir().join(WINDOW), "the window's data"),
        (base.config_dir().join(WINDOW), "the window's settings"),
        (base.cache_dir().join(WINDOW), "the window's cache"),
    ];
    if cfg!(target_os = "macos") {
        let library = base.home_dir().join("Library");
        places.push((library.join("WebKit").join(WINDOW), "the window's data"));
        places
            .push((library.join("Saved Application State").join(format!("{WINDOW}.savedState")), "the window's place"));
    }
    places
}

/// The files by which it starts at login.
fn login(base: &BaseDirs) -> Vec<PathBuf> {
    if cfg!(target_os = "macos") {
        return vec![base.home_dir().join(format!("Library/LaunchAgents/{LOGIN}.plist"))];
    }
    let name = format!("autostart/{LOGIN}.desktop");
    let mut files = vec![base.config_dir().join(&name)];
    // Whatever XDG_CONFIG_HOME says, this is where the entry is written.
    let usual = base.home_dir().join(".config").join(&name);
    if cfg!(target_os = "linux") && !files.contains(&usual) {
        files.push(usual);
    }
    files
}

/// Bytes of the files below it. Links are not followed: what they lead to stays.
fn size(folder: &Path) -> Result<u64, RemoveError> {
    let unreadable = |source| RemoveError::Unreadable { path: folder.to_owned(), source };
    let mut bytes = 0;
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let found = match entry.metadata() {
            // A daemon at work removes files.
            Err(gone) if gone.kind() == ErrorKind::NotFound => continue,
            found => found.map_err(unreadable)?,
        };
        bytes += if found.is_dir() { size(&entry.path())? } else { found.len() };
    }
    Ok(bytes)
}

/// Whether a tray app shows this folder: it would start the daemon again. Seen on Linux only.
#[cfg(target_os = "linux")]
pub fn tray_runs(home: &Home) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else { return false };
    processes.flatten().map(|process| process.path()).any(|process| {
        // Others' links cannot be read, and theirs is another folder.
        let program = fs::read_link(process.join("exe")).unwrap_or_default();
        let name = program.file_name().unwrap_or_default().to_string_lossy();
        name.trim_end_matches(" (deleted)") == "idlewatt-tray" && shows(&process, home)
    })
}

/// Whether this process was started with an environment that leads to the folder.
#[cfg(target_os = "linux")]
fn shows(process: &Path, home: &Home) -> bool {
    let environment = fs::read(process.join("environ")).unwrap_or_default();
    let value = |name: &str| {
        let found =
            environment.split(|byte| *byte == 0).find_map(|line| line.strip_prefix(format!("{name}=").as_bytes()));
        found.filter(|value| !value.is_empty()).map(|value| PathBuf::from(String::from_utf8_lossy(value).into_owned()))
    };
    let data = || value("XDG_DATA_HOME").or_else(|| Some(value("HOME")?.join(".local/share")));
    let shown = value(idlewatt_control::home::HOME_VARIABLE).or_else(|| Some(data()?.join("idlewatt")));
    shown.as_deref() == Some(home.path())
}

#[cfg(not(target_os = "linux"))]
pub fn tray_runs(_: &Home) -> bool {
    false
}

/// Windows starts at login what stands in the registry.
#[cfg(windows)]
mod registry {
    use super::{Kind, LOGIN, Place};
    use std::io;
    use windows_registry::CURRENT_USER;

    /// Where it stands, and where the task manager keeps whether it is allowed.
    const KEYS: [&str; 2] = [
        r"Software\Microsoft\Windows\CurrentVersion\Run",
        r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run",
    ];

    pub fn find() -> impl Iterator<Item = Place> {
        let there = |key: &&str| CURRENT_USER.open(key).and_then(|key| key.get_value(LOGIN)).is_ok();
        KEYS.into_iter().filter(there).map(|key| Place {
            path: format!(r"HKEY_CURRENT_USER\{key}\{LOGIN}"),
            what: "start at login",
            bytes: None,
            kind: Kind::Registry(key),
        })
    }

    pub fn remove(key: &str) -> io::Result<()> {
        let key = CURRENT_USER.options().read().write().open(key).map_err(io::Error::other)?;
        key.remove_value(LOGIN).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_and_its_start_at_login_are_called_so() {
        let window = include_str!("../../../../src-tauri/tauri.conf.json");
        assert!(window.contains(&format!("\"identifier\": \"{WINDOW}\"")));
        // The name under which the autostart plugin writes its entry.
        assert!(window.contains(&format!("\"productName\": \"{LOGIN}\"")));
    }
}
