//! On Linux the icon is drawn by a library that is loaded at run time, for a desktop that may have no tray.

use std::path::{Path, PathBuf};

/// The names under which the tray library is loaded.
const LIBRARIES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
/// The loader's list of what is installed.
const CACHE: &str = "/etc/ld.so.cache";
/// Where the loader looks without its list.
const FOLDERS: [&str; 4] = ["/lib64", "/usr/lib64", "/lib", "/usr/lib"];
/// Who owns this name on the session bus is the tray.
const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// Whether the tray library can be loaded. Told from the loader's own list, since trying it would need `unsafe`.
pub fn has_library() -> bool {
    let cache = std::fs::read(CACHE).unwrap_or_default();
    let named = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&named).chain(FOLDERS.map(PathBuf::from)).collect();
    installed(&cache, &folders)
}

fn installed(cache: &[u8], folders: &[PathBuf]) -> bool {
    LIBRARIES.iter().any(|name| {
        let listed = cache.windows(name.len()).any(|window| window == name.as_bytes());
        listed || folders.iter().any(|folder: &PathBuf| Path::new(folder).join(name).exists())
    })
}

/// Whether the desktop has a tray now.
pub async fn has_host() -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let name = zbus::names::BusName::try_from(WATCHER)?;
        Ok::<bool, zbus::Error>(zbus::fdo::DBusProxy::new(&bus).await?.name_has_owner(name).await?)
    };
    asked.await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_found_in_the_list_or_in_a_folder_and_nowhere_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let folders = [folder.path().to_path_buf()];
        assert!(!installed(b"libgtk-3.so.0\0libappindicator3.so\0", &folders));
        assert!(installed(b"libgtk-3.so.0\0libayatana-appindicator3.so.1\0", &folders));
        std::fs::write(folder.path().join(LIBRARIES[1]), "").expect("written");
        assert!(installed(b"", &folders));
    }
}
