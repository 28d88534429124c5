//! Programs that must not be disturbed, found among the real processes of this machine.
#![cfg(target_os = "linux")]

use idlewatt_proto::UnixMillis;
use idlewatt_sensors::{Programs, Source};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A program at this path that waits until its standard input closes.
fn start(path: &Path) -> Child {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
    fs::copy("/bin/cat", path).expect("a program by another name");
    Command::new(path).stdin(Stdio::piped()).spawn().expect("the program")
}

fn end(mut child: Child) {
    drop(child.stdin.take());
    child.wait().expect("the program ends");
}

#[test]
fn a_game_is_seen_when_it_starts_and_when_it_ends() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut programs = Programs::open(&["my-own-editor".to_owned()]);
    // Within one whole look, so that only what is new can tell.
    let mut look = |own: &[u32]| {
        let reading = programs.look(own, UnixMillis(1_000_000));
        assert_eq!(reading.state, Source::Ok);
        reading.running.map(|program| program.name)
    };
    let name = Some("A Half-Life");
    assert_ne!(look(&[]).as_deref(), name, "before it runs");
    let game = start(&folder.path().join("steamapps/common/A Half-Life/game"));
    assert_eq!(look(&[]).as_deref(), name);
    assert_ne!(look(&[game.id()]).as_deref(), name, "unless it is ours");
    let editor = start(&folder.path().join("bin/my-own-editor"));
    assert_eq!(look(&[]).as_deref(), Some("my-own-editor"), "the owner's own words come first");
    end(editor);
    assert_eq!(look(&[]).as_deref(), name);
    end(game);
    assert_ne!(look(&[]).as_deref(), name, "after it has ended");
}

#[test]
fn a_launcher_that_becomes_a_game_is_seen() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let game = folder.path().join("steamapps/common/Late Bloomer/game");
    fs::create_dir_all(game.parent().expect("a folder")).expect("the folder");
    fs::copy("/bin/cat", &game).expect("a program by another name");
    let mut programs = Programs::open(&[]);
    let mut seen = || programs.look(&[], UnixMillis(1_000_000)).running.is_some_and(|game| game.name == "Late Bloomer");
    assert!(!seen(), "before anything runs");
    let script = format!("read line; exec '{}'", game.display());
    let launcher = Command::new("/bin/sh").args(["-c", &script]).stdin(Stdio::piped()).spawn();
    let mut launcher = launcher.expect("the launcher");
    assert!(!seen(), "still a launcher");
    launcher.stdin.as_mut().expect("its input").write_all(b"go\n").expect("the word");
    let begun = Instant::now();
    while !seen() {
        assert!(begun.elapsed() < Duration::from_secs(4), "never seen");
    }
    end(launcher);
    assert!(!seen(), "after it has ended");
}
