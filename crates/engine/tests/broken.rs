//! Files that once did harm, or nearly, kept so that they never do again. `cargo xtask fuzz` finds such.

#[path = "../fuzz/judges.rs"]
mod judges;

use std::path::Path;

#[test]
fn what_did_harm_once_does_none() {
    for (name, judge) in judges::ALL {
        let folder = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo starts tests"))
            .join("tests/broken")
            .join(name);
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            let outcome = judge(&std::fs::read(&path).expect("a file"));
            println!("{}: {outcome}", path.display());
        }
    }
}
