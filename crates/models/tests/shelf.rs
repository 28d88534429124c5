//! The shelf: what is put there is there, whole, once, within its bound, and as it was.

use idlewatt_models::limits::PART_KEPT;
use idlewatt_models::{Entry, How, Name, New, Origin, Shelf, ShelfError};
use idlewatt_proto::{BlobHash, Bytes};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

struct Stage {
    folder: TempDir,
    shelf: Shelf,
}

impl Stage {
    fn new(most: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let shelf = Shelf::open(&folder.path().join("models"), Bytes(most)).expect("a shelf");
        Self { folder, shelf }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, bytes).expect("a file");
        path
    }

    fn add(&self, file: &Path, called: &str, how: How) -> Result<Entry, ShelfError> {
        self.shelf.add(file, name(called), None, how, &mut |_, _| true)
    }

    /// Everything in the shelf's own folder but index and lock.
    fn left(&self) -> Vec<String> {
        let mut all = Vec::new();
        for folder in [self.folder.path().join("models"), self.folder.path().join("models/parts")] {
            let names = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.file_name());
            all.extend(names.map(|name| name.into_string().expect("Unicode")));
        }
        all.retain(|name| !matches!(name.as_str(), "index.json" | "lock" | "parts"));
        all
    }
}

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

#[test]
fn what_is_put_there_is_there() {
    let stage = Stage::new(1000);
    let file = stage.file("Some Model.gguf", b"weights");
    let mut seen = Vec::new();
    let how = |done, of| {
        seen.push((done, of));
        true
    };
    let entry = stage.shelf.add(&file, name("some"), None, How::Copy, &mut { how }).expect("added");
    assert_eq!((entry.hash, entry.size), (BlobHash::of(b"weights"), Bytes(7)));
    assert_eq!(seen, [(7, 7)]);
    fs::remove_file(&file).expect("the original is not needed");
    // By another program's eyes.
    let again = Shelf::open(&stage.folder.path().join("models"), Bytes(1000)).expect("a shelf");
    assert_eq!(again.entries().expect("an index"), [entry]);
    assert_eq!(fs::read(again.find("some").expect("a path")).expect("a file"), b"weights");
    again.verify("some", &mut |_, _| true).expect("as it was");
    assert!(matches!(again.find("other"), Err(ShelfError::Unknown(_))));
    again.remove("some").expect("removed");
    assert!(matches!(again.find("some"), Err(ShelfError::Unknown(_))));
    assert_eq!(stage.left(), [""; 0]);
}

#[test]
fn a_linked_model_stays_where_it_is_and_its_own() {
    let stage = Stage::new(3);
    let file = stage.file("large.gguf", b"weights");
    // The bound is about the shelf's own bytes.
    stage.add(&file, "large", How::Link).expect("linked");
    assert_eq!(stage.shelf.find("large").expect("a path"), file);
    assert_eq!(stage.shelf.used().expect("bytes"), Bytes(0));
    fs::write(&file, b"wEights").expect("changed");
    assert!(matches!(stage.shelf.verify("large", &mut |_, _| true), Err(ShelfError::OtherHash { .. })));
    fs::write(&file, b"more weights").expect("changed");
    assert!(matches!(stage.shelf.verify("large", &mut |_, _| true), Err(ShelfError::OtherSize { .. })));
    stage.shelf.remove("large").expect("removed");
    assert!(file.exists());
}

#[test]
fn a_folder_is_a_model_too_and_what_else_lies_there_is_not() {
    let stage = Stage::new(1000);
    for (name, bytes) in [("config.json", "{}"), ("tokenizer.json", "[]"), ("README.md", "hello"), ("a.py", "x")] {
        stage.file(&format!("mini/{name}"), bytes.as_bytes());
    }
    let folder = stage.folder.path().join("mini");
    assert!(matches!(stage.add(&folder, "mini", How::Copy), Err(ShelfError::NotAModel(_))));
    stage.file("mini/model.safetensors", b"weights");
    stage.file("mini/1_Pooling/config.json", b"{}");
    let entry = stage.add(&folder, "mini", How::Copy).expect("added");
    let at = stage.shelf.path(&entry);
    assert_eq!(entry.size, Bytes(2 + 2 + 7 + 2));
    assert!(at.join("model.safetensors").is_file() && at.join("1_Pooling/config.json").is_file());
    assert!(!at.join("README.md").exists() && !at.join("a.py").exists());
    let lines = ["1_Pooling/config.json", "config.json", "model.safetensors", "tokenizer.json"].map(|name| {
        let bytes = fs::read(folder.join(name)).expect("a file");
        format!("{}  {name}\n", BlobHash::of(&bytes))
    });
    assert_eq!(entry.hash, BlobHash::of(lines.concat().as_bytes()), "as `b3sum` would say it");
    fs::write(at.join("tokenizer.json"), "[ ").expect("changed");
    assert!(matches!(stage.shelf.verify("mini", &mut |_, _| true), Err(ShelfError::OtherHash { .. })));
    stage.shelf.remove("mini").expect("removed");
    assert_eq!(stage.left(), [""; 0]);
}

#[test]
fn what_does_not_fit_or_is_there_is_refused_and_leaves_nothing() {
    let stage = Stage::new(10);
    let one = stage.file("one.gguf", b"weights");
    let other = stage.file("other.gguf", b"others");
    stage.add(&one, "one", How::Copy).expect("added");
    assert!(matches!(stage.add(&other, "one", How::Copy), Err(ShelfError::Taken(_))));
    assert!(matches!(stage.add(&other, "other", How::Copy), Err(ShelfError::Full { left: Bytes(3), .. })));
    let same = stage.file("same.gguf", b"weights");
    assert!(matches!(stage.add(&same, "same", How::Link), Err(ShelfError::There(name)) if name.as_str() == "one"));
    assert!(matches!(stage.add(&same, "one", How::Copy), Err(ShelfError::There(name)) if name.as_str() == "one"));
    let stopped = stage.shelf.add(&stage.file("x", b"x"), name("x"), None, How::Copy, &mut |_, _| false);
    assert!(matches!(stopped, Err(ShelfError::Stopped)));
    let missing = stage.add(&stage.folder.path().join("missing.gguf"), "missing", How::Copy);
    assert!(matches!(missing, Err(ShelfError::File { .. })));
    assert_eq!(stage.left(), ["one.gguf"]);
}

#[test]
fn a_model_on_its_way_goes_on_where_it_stopped() {
    let stage = Stage::new(100);
    let hash = BlobHash::of(b"weights");
    let begin = || stage.shelf.begin_fetch(hash, Bytes(7), &mut |_, _| true);
    let mut partial = begin().expect("begun");
    partial.write(b"wei").expect("written");
    assert!(matches!(begin(), Err(ShelfError::Busy)), "one at a time");
    drop(partial);
    assert_eq!(stage.shelf.used().expect("bytes"), Bytes(3));
    let mut partial = begin().expect("goes on");
    assert_eq!(partial.have(), 3);
    assert!(matches!(partial.write(b"ghts and more"), Err(ShelfError::OtherSize { .. })));
    partial.write(b"ghts").expect("written");
    let new = New { name: name("model"), facts: None, origin: Origin::Peer };
    let entry = partial.finish(new).expect("whole");
    assert_eq!(fs::read(stage.shelf.path(&entry)).expect("a file"), b"weights");
    assert!(matches!(begin(), Err(ShelfError::There(_))));
    assert_eq!(stage.left(), ["model.gguf"]);
}

#[test]
fn other_bytes_than_promised_are_thrown_away() {
    let stage = Stage::new(100);
    let begin = || stage.shelf.begin_fetch(BlobHash::of(b"weights"), Bytes(7), &mut |_, _| true).expect("begun");
    let new = || New { name: name("model"), facts: None, origin: Origin::Peer };
    let mut partial = begin();
    partial.write(b"wei").expect("written");
    assert!(matches!(partial.finish(new()), Err(ShelfError::OtherSize { wanted: 7, found: 3 })));
    let mut partial = begin();
    partial.write(b"GHTS").expect("written");
    assert!(matches!(partial.finish(new()), Err(ShelfError::OtherHash { .. })));
    assert_eq!(begin().have(), 0);
}

#[test]
fn a_broken_index_is_an_error_and_stays_as_it_is() {
    let stage = Stage::new(100);
    let index = stage.folder.path().join("models/index.json");
    for broken in ["", "{", "[]", r#"{"version":2,"entries":[]}"#, r#"{"version":1,"entries":[{"name":"../x"}]}"#] {
        fs::write(&index, broken).expect("written");
        assert!(matches!(stage.shelf.entries(), Err(ShelfError::Index { .. })), "{broken}");
        let file = stage.file("one.gguf", b"weights");
        assert!(stage.add(&file, "one", How::Copy).is_err());
        assert_eq!(fs::read_to_string(&index).expect("there"), broken);
    }
}

#[test]
fn programs_that_add_at_once_lose_nothing() {
    let stage = Stage::new(1000);
    std::thread::scope(|scope| {
        for at in 0..8 {
            let file = stage.file(&format!("{at}.gguf"), format!("weights {at}").as_bytes());
            let stage = &stage;
            scope.spawn(move || stage.add(&file, &format!("model-{at}"), How::Copy).expect("added"));
        }
    });
    assert_eq!(stage.shelf.entries().expect("an index").len(), 8);
}

#[test]
fn what_was_given_up_makes_room() {
    let stage = Stage::new(1000);
    let (hash, other) = (BlobHash::of(b"given up"), BlobHash::of(b"other"));
    let part = stage.folder.path().join(format!("models/parts/{hash}.part"));
    let mut partial = stage.shelf.begin_fetch(hash, Bytes(900), &mut |_, _| true).expect("it begins");
    partial.write(&[0; 800]).expect("written");
    let full = |stage: &Stage| stage.shelf.begin_fetch(other, Bytes(600), &mut |_, _| true).map(drop);
    assert!(matches!(full(&stage), Err(ShelfError::Full { .. })), "it has just come");
    let age = |path: &Path| {
        let file = fs::File::options().write(true).open(path).expect("the part");
        file.set_modified(SystemTime::now() - PART_KEPT - Duration::from_secs(60)).expect("its age");
    };
    age(&part);
    full(&stage).expect("there is room");
    assert!(part.exists(), "somebody is at it");
    drop(partial);
    let again = stage.shelf.begin_fetch(hash, Bytes(900), &mut |_, _| true).expect("who goes on with it has it");
    assert_eq!(again.have(), 800);
    drop(again);
    assert_eq!(stage.shelf.used().expect("a size"), Bytes(0));
    full(&stage).expect("there is room");
    assert!(!part.exists(), "nobody goes on with it");
}

#[test]
fn two_copies_of_one_name_do_not_meet() {
    let stage = Stage::new(1000);
    let file = stage.file("a.gguf", &[1; 300]);
    let (one, two) = (stage.shelf.clone(), stage.shelf.clone());
    let mut within = None;
    // The second begins and ends while the first is under way.
    let first = one.add(&file, name("a"), None, How::Copy, &mut |_, _| {
        within.get_or_insert_with(|| two.add(&file, name("a"), None, How::Copy, &mut |_, _| true));
        true
    });
    within.expect("it was under way").expect("the second is there");
    assert!(matches!(first, Err(ShelfError::Taken(_))), "{first:?}");
    assert_eq!(stage.left(), ["a.gguf"]);
    stage.shelf.verify("a", &mut |_, _| true).expect("as it was");
}
