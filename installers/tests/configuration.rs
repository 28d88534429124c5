//! What stands in several files must agree, and what Tauri will read it must be able to read.

use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use tauri_utils::config::Config;

fn checkout() -> PathBuf {
    // Told when it runs: a target folder that is kept may have been filled from another checkout.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo starts tests");
    Path::new(&here).parent().expect("a checkout").to_owned()
}

fn read(name: &str) -> String {
    fs::read_to_string(checkout().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The values of `key` in a file of lines, without quotes and commas.
fn values(name: &str, key: &str) -> Vec<String> {
    let text = read(name);
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix(key));
    let found = lines.map(|value| value.trim().trim_matches(['"', ',', '\'']).to_owned());
    found.collect()
}

#[test]
fn there_is_one_version() {
    // The workspace's, which cargo has put into this test.
    let version = env!("CARGO_PKG_VERSION");
    for (file, key, times) in [
        ("installers/winget/Idlewatt.Idlewatt.yaml", "PackageVersion:", 1),
        ("installers/winget/Idlewatt.Idlewatt.installer.yaml", "PackageVersion:", 1),
        ("installers/winget/Idlewatt.Idlewatt.locale.en-US.yaml", "PackageVersion:", 1),
        ("installers/aur/PKGBUILD", "pkgver=", 1),
        ("installers/aur/.SRCINFO", "pkgver =", 1),
    ] {
        assert_eq!(values(file, key), vec![version; times], "{key} in {file}");
    }
    let page: Value = serde_json::from_str(&read("ui/package.json")).expect("JSON");
    assert_eq!(page["version"], version, "ui/package.json");
    let newest = read("installers/linux/app.idlewatt.Idlewatt.metainfo.xml");
    let newest = newest.split_once("<release version=\"").expect("a release").1;
    assert_eq!(newest.split('"').next(), Some(version), "the newest release in the metainfo");
    for (file, pattern) in [
        (
            "installers/winget/Idlewatt.Idlewatt.installer.yaml",
            format!("/releases/{version}/Idlewatt_{version}_x64-setup.exe"),
        ),
        ("installers/aur/.SRCINFO", format!("/releases/{version}/idlewatt-{version}.tar.gz")),
        ("CHANGELOG.md", format!("## {version}")),
    ] {
        assert!(read(file).contains(&pattern), "{file} does not name {pattern}");
    }
    let window: Value = serde_json::from_str(&read("src-tauri/tauri.conf.json")).expect("JSON");
    assert!(window.get("version").is_none(), "Tauri takes the version from Cargo.toml; a second one would go stale");
}

/// As `tauri build --config` does it: RFC 7396.
fn merge(base: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *base = patch;
        return;
    };
    if !base.is_object() {
        *base = Value::Object(Map::new());
    }
    let object = base.as_object_mut().expect("an object");
    for (key, value) in patch {
        match value {
            Value::Null => {
                object.remove(&key);
            }
            value => merge(object.entry(key).or_insert(Value::Null), value),
        }
    }
}

fn merged(overlay: &str) -> Config {
    let mut config: Value = serde_json::from_str(&read("src-tauri/tauri.conf.json")).expect("JSON");
    merge(&mut config, serde_json::from_str(&read(overlay)).unwrap_or_else(|error| panic!("{overlay}: {error}")));
    serde_json::from_value(config).unwrap_or_else(|error| panic!("Tauri does not accept {overlay}: {error}"))
}

#[test]
fn tauri_reads_the_options_of_each_installer() {
    for (overlay, target) in [("nsis", "nsis"), ("macos", "dmg"), ("appimage", "appimage")] {
        let bundle = merged(&format!("installers/{overlay}/tauri.json")).bundle;
        let targets = bundle.targets.to_vec();
        assert!(targets.iter().any(|each| each.to_string() == target), "{overlay} makes {targets:?}");
        let along = bundle.external_bin.expect("programs that go along");
        let names: Vec<_> = along.iter().filter_map(|path| path.rsplit('/').next()).collect();
        assert_eq!(names, ["idlewattd", "idlewatt", "idlewatt-worker"], "{overlay}");
        for icon in &bundle.icon {
            assert!(checkout().join("src-tauri").join(icon).is_file(), "{icon} is missing");
        }
    }
    // The walls of Tauri's types stand: a word that it does not know is refused.
    let mut wrong: Value = serde_json::from_str(&read("src-tauri/tauri.conf.json")).expect("JSON");
    merge(&mut wrong, serde_json::json!({ "bundle": { "windows": { "nsis": { "instalMode": "currentUser" } } } }));
    assert!(serde_json::from_value::<Config>(wrong).is_err());
}

#[test]
fn the_windows_installer_needs_no_administrator_and_never_goes_back() {
    let windows = merged("installers/nsis/tauri.json").bundle.windows;
    let nsis = windows.nsis.expect("options");
    assert_eq!(nsis.install_mode, tauri_utils::config::NSISInstallerMode::CurrentUser);
    assert!(!windows.allow_downgrades);
    let there = |path: &Path| checkout().join("src-tauri").join(path).is_file();
    assert!(there(&nsis.installer_hooks.expect("hooks")) && there(&nsis.installer_icon.expect("an icon")));
}

#[test]
fn the_names_of_the_application_agree() {
    let config = merged("installers/macos/tauri.json");
    let id = &config.identifier;
    let desktop = format!("installers/linux/{id}.desktop");
    assert_eq!(values(&desktop, "Icon="), std::slice::from_ref(id));
    // By this a desktop finds the entry of a window, and its icon.
    assert_eq!(values(&desktop, "StartupWMClass="), [config.main_binary_name.expect("a name")]);
    let metainfo = read(&format!("installers/linux/{id}.metainfo.xml"));
    for line in [format!("<id>{id}</id>"), format!("<launchable type=\"desktop-id\">{id}.desktop</launchable>")] {
        assert!(metainfo.contains(&line), "{line}");
    }
    assert_eq!(values(&format!("installers/flatpak/{id}.yml"), "id:"), std::slice::from_ref(id));
    assert!(checkout().join(format!("icons/hicolor/scalable/apps/{id}.svg")).is_file());
}

#[test]
fn packages_of_all_distributions_stop_programs_alike() {
    let functions = read("installers/linux/stop.sh");
    assert!(read("installers/aur/idlewatt.install").contains(functions.trim_end()));
    for script in ["prerm", "postinst", "postrm"] {
        assert!(read(&format!("installers/linux/deb/{script}")).contains("@STOP@"), "{script}");
    }
}
