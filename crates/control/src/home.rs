//! Where a daemon keeps its things, and under which name it answers. One folder is one daemon.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// The environment's word for the folder.
pub const HOME_VARIABLE: &str = "IDLEWATT_HOME";

/// A daemon's folder. Naming it makes nothing: see [`Home::create`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Home(PathBuf);

/// There is no folder to be used.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The user has no home folder and none was given.
    #[error("no folder for Idlewatt's data: the user has no home folder; give one with --home or {HOME_VARIABLE}")]
    Nowhere,
    /// The path that was given cannot be completed.
    #[error("the folder {path:?} cannot be used: {source}", path = path.display())]
    Unusable {
        /// As it was given.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Home {
    /// The folder that was given, else the one that `IDLEWATT_HOME` names, else the platform's place for data.
    pub fn find(explicit: Option<PathBuf>) -> Result<Self, HomeError> {
        Self::choose(explicit, std::env::var_os(HOME_VARIABLE))
    }

    fn choose(explicit: Option<PathBuf>, variable: Option<OsString>) -> Result<Self, HomeError> {
        let named = explicit.or_else(|| variable.filter(|value| !value.is_empty()).map(PathBuf::from));
        let path = match named {
            Some(path) => path,
            None => directories::ProjectDirs::from("", "", "Idlewatt")
                .ok_or(HomeError::Nowhere)?
                .data_local_dir()
                .to_path_buf(),
        };
        // Absolute, because the endpoint is derived from it and a client may stand in another folder.
        match std::path::absolute(&path) {
            Ok(absolute) => Ok(Self(absolute)),
            Err(source) => Err(HomeError::Unusable { path, source }),
        }
    }

    /// Makes the folder where it is missing, for its owner's eyes only. One that is there stays as it is.
    pub fn create(&self) -> io::Result<()> {
        crate::socket::create_private_folder(&self.0)
    }

    /// The folder, absolute.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Settings, for people to edit.
    pub fn settings(&self) -> PathBuf {
        self.0.join("settings.toml")
    }

    /// The node's secret.
    pub fn identity(&self) -> PathBuf {
        self.0.join("identity.key")
    }

    /// The books.
    pub fn ledger(&self) -> PathBuf {
        self.0.join("ledger.sqlite3")
    }

    /// The daemon's log.
    pub fn log(&self) -> PathBuf {
        self.0.join("log").join("idlewattd.log")
    }

    /// Held by the daemon that runs.
    pub fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    /// Workers' scratch folders. Emptied at start.
    pub fn scratch(&self) -> PathBuf {
        self.0.join("scratch")
    }

    /// Scenes and results, by hash.
    pub fn blobs(&self) -> PathBuf {
        self.0.join("blobs")
    }

    /// What was seen last of the pictures of jobs.
    pub fn pictures(&self) -> PathBuf {
        self.0.join("pictures")
    }

    /// The shelf of models.
    pub fn models(&self) -> PathBuf {
        self.0.join("models")
    }

    /// How fast each of them runs here.
    pub fn models_measured(&self) -> PathBuf {
        self.0.join("models-measured.json")
    }

    /// The name under which the daemon of this folder answers: a path on Unix, a pipe's name on Windows.
    pub fn endpoint(&self) -> PathBuf {
        crate::socket::endpoint(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_wins_over_the_variable_and_the_variable_over_the_platform() {
        let flag = || Some(PathBuf::from("/flag"));
        let variable = |text: &str| Some(OsString::from(text));
        let choose = |a, b| Home::choose(a, b).expect("a folder").path().to_path_buf();
        assert!(choose(flag(), variable("/variable")).ends_with("flag"));
        assert!(choose(None, variable("/variable")).ends_with("variable"));
        assert_eq!(choose(None, variable("")), choose(None, None));
        assert!(choose(Some(PathBuf::from("here")), None).is_absolute());
    }

    #[test]
    fn each_folder_has_its_own_endpoint() {
        let endpoint = |path: String| Home(PathBuf::from(path)).endpoint();
        let deep = "/deep".repeat(40);
        assert_ne!(endpoint("/a".into()), endpoint("/b".into()));
        assert_ne!(endpoint(format!("{deep}/a")), endpoint(format!("{deep}/b")));
        assert!(endpoint(deep).as_os_str().len() <= 104, "a socket's path has a bound");
    }
}
