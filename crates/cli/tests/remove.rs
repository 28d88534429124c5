//! The real program, removing what a user's Idlewatt keeps, in a home folder of the test's own.

mod fake;

use fake::{Daemon, Ran};
use idlewatt_control::messages::{Request, Response};
use idlewatt_proto::books::Earnings;
use idlewatt_proto::{Amount, Millijoules};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A user's home folder.
struct User(TempDir);

impl User {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn keep(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, "kept").expect("written");
        path
    }

    /// Runs the program as this user, who types `answer`.
    fn run(&self, arguments: &[&str], answer: &str) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_idlewatt"))
            .args(arguments)
            .env("HOME", self.0.path())
            .env_remove("IDLEWATT_HOME")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_CACHE_HOME")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        // It may end without asking.
        let _ = child.stdin.take().expect("piped").write_all(answer.as_bytes());
        child.wait_with_output().expect("it ends").into()
    }
}

fn entries(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
#[cfg(target_os = "linux")]
fn everything_of_the_users_goes_and_nothing_else() {
    let user = User::new();
    let ours = [
        ".local/share/idlewatt/identity.key",
        ".local/share/idlewatt/models/a/model.gguf",
        ".local/share/app.idlewatt.Idlewatt/localstorage/page",
        ".cache/app.idlewatt.Idlewatt/picture",
        ".config/app.idlewatt.Idlewatt/window",
        ".config/autostart/Idlewatt.desktop",
    ];
    ours.iter().for_each(|name| {
        user.keep(name);
    });
    let others =
        [".config/autostart/Other.desktop", ".local/share/other/file", ".cache/other"].map(|name| user.keep(name));
    // A model that is only linked to stays where it is.
    let model = user.keep("models/large.gguf");
    std::os::unix::fs::symlink(&model, user.path(".local/share/idlewatt/models/large.gguf")).expect("a link");

    let Ran { stdout, code, .. } = user.run(&["remove-data"], "y\n");
    assert_eq!(code, 0, "{stdout}");
    for name in ours {
        assert!(!user.path(name).exists(), "{name} is still there");
    }
    for place in ["share/idlewatt", "share/app.idlewatt", "cache/app", "config/app", "autostart/Idlewatt.desktop"] {
        assert!(stdout.contains(place), "{place} is not named: {stdout}");
    }
    assert!(others.iter().chain([&model]).all(|path| path.exists()));
    assert_eq!(entries(&user.path(".local/share")), 1);

    let again = user.run(&["remove-data"], "");
    assert_eq!((again.stdout.as_str(), again.code), ("Idlewatt keeps nothing for this user.\n", 0));
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_yes_nothing_goes() {
    let user = User::new();
    let key = user.keep(".local/share/idlewatt/identity.key");
    for answer in ["", "n\n", "perhaps\n"] {
        let Ran { stdout, code, .. } = user.run(&["remove-data"], answer);
        assert_eq!((stdout.ends_with("Nothing was removed.\n"), code), (true, 1), "{answer:?}: {stdout}");
        assert!(key.exists());
    }
    let Ran { code, .. } = user.run(&["--json", "remove-data"], "y\n");
    assert_eq!(code, 2, "a script has to say --yes");
    assert!(key.exists());
    let Ran { stdout, code, .. } = user.run(&["--json", "remove-data", "--yes"], "");
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.contains(".local/share/idlewatt") && !key.exists(), "{stdout}");
}

#[test]
fn a_folder_that_is_not_a_daemons_is_left_alone() {
    let user = User::new();
    let letter = user.keep("letters/letter.txt");
    let folder = letter.parent().expect("a folder").to_str().expect("a path").to_owned();
    let Ran { stderr, code, .. } = user.run(&["--home", &folder, "remove-data", "--yes", "--force"], "");
    assert_eq!(code, 2, "{stderr}");
    assert!(letter.exists());
    // Not even the home folder itself, were a daemon kept in it.
    let key = user.keep("identity.key");
    let home = user.0.path().to_str().expect("a path").to_owned();
    let Ran { stderr, code, .. } = user.run(&["--home", &home, "remove-data", "--yes", "--force"], "");
    assert_eq!(code, 2, "{stderr}");
    assert!(letter.exists() && key.exists());
}

fn earnings(pending: i64, held: i64) -> Earnings {
    Earnings {
        gross: Amount::from_micros(15_000),
        electricity: Amount::ZERO,
        net: Amount::from_micros(15_000),
        pending: Amount::from_micros(pending),
        held: Amount::from_micros(held),
        settled: Amount::from_micros(10_000),
        energy: Millijoules(0),
        units: 3,
        spent: Amount::ZERO,
    }
}

/// A daemon with these books, which never ends: whoever asks it to is answered, and waits.
fn daemon(pending: i64, held: i64) -> Daemon {
    let daemon = Daemon::answering(move |request| match request {
        Request::Earnings { since: None } => vec![Response::Earnings(earnings(pending, held))],
        other => panic!("asked for {other:?}"),
    });
    fs::write(daemon.home.identity(), "secret").expect("written");
    daemon
}

#[test]
fn credits_that_are_owed_keep_the_books() {
    for (pending, held) in [(5_000, 0), (0, 7_000)] {
        let daemon = daemon(pending, held);
        let Ran { stderr, code, .. } = daemon.run(&["remove-data", "--yes"]);
        assert_eq!(code, 1, "{stderr}");
        let owed = if pending > 0 { "0.005 credits" } else { "0.007 wait" };
        assert!(stderr.contains(owed) && stderr.contains("--force"), "{stderr}");
        assert!(daemon.home.identity().exists());
    }
}

#[test]
fn the_receipts_that_go_are_named_before_the_question() {
    let daemon = daemon(0, 0);
    let Ran { stdout, code, .. } = daemon.run(&["remove-data"]);
    assert_eq!(code, 1);
    assert!(stdout.contains("receipts for 0.01 credits") && stdout.ends_with("Nothing was removed.\n"), "{stdout}");
    assert!(daemon.home.identity().exists());
}
