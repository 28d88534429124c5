//! Every icon of every platform, from the one drawing: `idlewatt-installers CHECKOUT`, which `cargo xtask icons` calls.
//!
//! In: `icons/idlewatt.svg`, whose groups are 64 x 64 each. Out: the files of [`icons`] beside it. It is a program of
//! its own so that `cargo xtask` itself compiles in seconds; its tests keep the rest of this folder right.
#![forbid(unsafe_code)]

mod icons;

use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

fn main() -> Result<()> {
    let checkout = std::env::args_os().nth(1).context("usage: idlewatt-installers CHECKOUT")?;
    let folder = PathBuf::from(checkout).join("icons");
    let source = folder.join("idlewatt.svg");
    let drawing = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    for (name, bytes) in icons::all(&drawing)? {
        let path = folder.join(name);
        let parent = path.parent().context("a file stands in a folder")?;
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{} ({} bytes)", path.display(), bytes.len());
    }
    Ok(())
}
