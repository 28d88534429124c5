//! What comes in besides arguments: prompts, schemas, lines.

use crate::error::Error;
use idlewatt_proto::limits::PROMPT_BYTES;
use idlewatt_proto::text::InvalidGeneration;
use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// What is wrong with a request of a model, before anybody is asked.
#[derive(Debug, thiserror::Error)]
pub enum TextInput {
    #[error("there is no prompt: give one with -p, or on standard input")]
    NoPrompt,
    #[error("{what} is longer than {PROMPT_BYTES} bytes")]
    TooLong { what: String },
    #[error("{what} is not UTF-8 text")]
    NotText { what: String },
    #[error("{} cannot be read: {source}", if path.as_os_str() == "-" { "standard input".into() } else { path.to_string_lossy() })]
    Read { path: PathBuf, source: io::Error },
    #[error("{0}")]
    Generation(#[from] InvalidGeneration),
    #[error(
        "there is no network called {name:?}, and no such file: give the path of a .param file, or put {name}.param and \
         {name}.bin into {}", folder.display()
    )]
    NoNetwork { name: String, folder: PathBuf },
    #[error("the hash of what lies at an address must be known before: add --blake3 HASH")]
    NoHash,
    #[error("{} is no list of tokens in JSON: {what}", path.display())]
    Tokens { path: PathBuf, what: String },
    #[error("{0}")]
    Name(#[from] idlewatt_models::NotAName),
    #[error("{0:?} has no name to take over: give one with --name")]
    NoName(String),
    #[error("the picture must be a .png file, not {}", .0.display())]
    PictureKind(PathBuf),
}

/// All of standard input, unless a person sits there and has not been asked anything.
pub fn standard_input() -> Result<String, Error> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(TextInput::NoPrompt.into());
    }
    let text = read(stdin.lock(), "standard input", Path::new("-"))?;
    if text.is_empty() { Err(TextInput::NoPrompt.into()) } else { Ok(text) }
}

/// All of a file.
pub fn file(path: &Path) -> Result<String, Error> {
    let source = File::open(path).map_err(|source| TextInput::Read { path: path.to_owned(), source })?;
    read(source, &path.display().to_string(), path)
}

fn read(source: impl Read, what: &str, path: &Path) -> Result<String, Error> {
    let mut text = String::new();
    match source.take(PROMPT_BYTES as u64 + 1).read_to_string(&mut text) {
        Ok(_) if text.len() > PROMPT_BYTES => Err(TextInput::TooLong { what: what.to_owned() }.into()),
        Ok(_) => Ok(text),
        // Cut in the middle of a character, it is too long as well.
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err(TextInput::NotText { what: what.to_owned() }.into())
        }
        Err(source) => Err(TextInput::Read { path: path.to_owned(), source }.into()),
    }
}
