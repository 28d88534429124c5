//! Commands about models, as far as they come without a worker: what makes no sense is said before one is started.

mod fake;

use fake::{Ran, alone};
use idlewatt_proto::BlobHash;

fn said(ran: &Ran) -> &str {
    ran.stderr.lines().last().unwrap_or_default()
}

#[test]
fn requests_that_make_no_sense_are_refused_in_one_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path.to_string_lossy().into_owned()
    };
    let (picture, long) = (file("in.png", b"png"), file("long.json", &vec![b'x'; 600_000]));
    let (bytes, output) = (file("bytes.json", &[0xff, 0xfe]), file("out.png", b""));
    let model = ["-m", "missing.gguf", "--local"];
    let cases: [(&[&str], &str); 11] = [
        (&["generate", "-p", "hi", model[0], model[1], model[2]], "no model is called \"missing.gguf\""),
        (&["generate", "-p", "hi", "--temp=-1", model[0], model[1], model[2]], "temperature is -1"),
        (&["generate", "-p", "hi", "-n", "0", model[0], model[1], model[2]], "max_tokens must be at least 1"),
        (&["generate", "-p", "hi", "--schema", &long, model[0], model[1], model[2]], "is longer than"),
        (&["generate", "-p", "hi", "--schema", &bytes, model[0], model[1], model[2]], "is not UTF-8"),
        (&["generate", "-p", "hi", "--schema", "/nonexistent", model[0], model[1], model[2]], "cannot be read"),
        (&["serve", "--listen", "0.0.0.0", model[0], model[1], model[2]], "can be reached by other machines"),
        (&["upscale", &picture, "-o", &output], "there is no network called"),
        (&["upscale", "/nonexistent.png", "-o", &output], "cannot be read"),
        (&["upscale", &picture, "-o", "out.jpg"], "must be a .png file"),
        (&["embed", "/nonexistent", model[0], model[1], model[2]], "cannot be read"),
    ];
    for (arguments, sentence) in cases {
        let ran = alone(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.stderr);
        assert!(said(&ran).contains(sentence), "{arguments:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn an_empty_shelf_says_what_to_do() {
    let ran = alone(&["models"]);
    assert_eq!((ran.code, ran.stdout.contains("idlewatt models add")), (0, true), "{}", ran.stderr);
    assert_eq!(alone(&["--json", "models", "list"]).stdout, "{\"models\":[]}\n");
    let hash = BlobHash::of(b"weights").to_string();
    let cases: [(&[&str], i32, &str); 7] = [
        (&["models", "remove", "x"], 2, "no model is called \"x\""),
        (&["models", "show", "x"], 2, "no model is called \"x\""),
        (&["models", "verify", "x"], 2, "no model is called \"x\""),
        (&["models", "add", "/nonexistent.gguf"], 2, "no such file"),
        (&["models", "add", "https://example.org/x.gguf"], 2, "add --blake3"),
        (&["models", "add", "http://example.org/x.gguf", "--blake3", &hash], 2, "must begin with https://"),
        (&["models", "add", "/bin/sh", "--name", "../sh"], 2, "is no name for a model"),
    ];
    for (arguments, code, sentence) in cases {
        let ran = alone(arguments);
        assert_eq!(ran.code, code, "{arguments:?}: {}", ran.stderr);
        assert!(said(&ran).contains(sentence), "{arguments:?}: {}", ran.stderr);
    }
}
