//! Why a file is not a model that can be run.

use std::io;
use std::path::Path;

/// Why a file is not a model that can be run. One sentence each, for whoever brought it.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// It cannot be opened or read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A pipe, a device.
    #[error("{path} is neither a file nor a folder")]
    NotAFile {
        /// Which.
        path: String,
    },
    /// Something else altogether.
    #[error("this is neither a GGUF file nor a folder with model.safetensors and config.json")]
    NotAModel,
    /// Written for processors that hardly exist any more.
    #[error("the GGUF file has big-endian byte order, and only little-endian ones can be read")]
    BigEndian,
    /// Another version of the format.
    #[error("the file is GGUF version {0}, and only versions 2 and 3 can be read")]
    Version(u32),
    /// It ends too early.
    #[error("the model's file is cut short")]
    Truncated,
    /// It breaks the format.
    #[error("the model's file is not valid: {0}")]
    Invalid(String),
    /// More than anybody needs.
    #[error("the model's file has more than {most} {what}, the most that is read")]
    TooLarge {
        /// Of what.
        what: &'static str,
        /// The bound.
        most: u64,
    },
    /// One part of several.
    #[error("the model is split into {0} files, and only models in one file can be read")]
    Split(u64),
    /// Two of one name.
    #[error("the model's file has two tensors named \"{0}\"")]
    Duplicate(String),
    /// Two in one place.
    #[error("tensors \"{first}\" and \"{second}\" overlap in the model's file")]
    Overlap {
        /// The one that begins first.
        first: String,
        /// The one that begins within it.
        second: String,
    },
    /// Nobody knows how it thinks.
    #[error(
        "the model's architecture is \"{0}\", which is not known here; llama, qwen2, qwen3, gemma3, phi3 and bert are"
    )]
    Architecture(String),
    /// A way of storing weights that cannot be read.
    #[error("tensor \"{tensor}\" is stored as {format}, which is not supported")]
    Format {
        /// Which tensor.
        tensor: String,
        /// How.
        format: String,
    },
    /// Something must be known and is not said.
    #[error("the model's file does not say \"{0}\", or not in the way that is expected")]
    NoValue(String),
    /// A number beyond all reason.
    #[error("the model's \"{what}\" is {value}, outside {least} to {most}")]
    Absurd {
        /// Of what.
        what: String,
        /// What it is.
        value: String,
        /// At least.
        least: u64,
        /// At most.
        most: u64,
    },
    /// Weights are absent.
    #[error("the model has no tensor \"{0}\"")]
    NoTensor(String),
    /// Weights of another size.
    #[error("tensor \"{tensor}\" has the shape {has}, and {needs} is needed")]
    Shape {
        /// Which.
        tensor: String,
        /// What it has.
        has: String,
        /// What the model's numbers ask for.
        needs: String,
    },
    /// Weights that nobody would use: to leave them out would change what the model says.
    #[error("the model has a tensor \"{0}\", whose use is not known here")]
    UnknownTensor(String),
    /// Something that its arithmetic would need.
    #[error("the model needs {0}, which is not supported")]
    Unsupported(String),
    /// Nobody could talk with it.
    #[error("the model's file has no tokenizer")]
    NoTokenizer,
    /// Its tokenizer knows more tokens than the model has.
    #[error("the model's tokenizer has {tokens} tokens, and the model itself only {vocabulary}")]
    Vocabulary {
        /// In the tokenizer.
        tokens: u64,
        /// In the model.
        vocabulary: u64,
    },
}

impl ModelError {
    pub(super) fn read(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| match source.kind() {
            // A file that was shortened since it was opened.
            io::ErrorKind::UnexpectedEof => Self::Truncated,
            _ => Self::Read { path: path.clone(), source },
        }
    }
}

/// A name from a stranger's file, fit for a sentence.
pub(super) fn shown(name: &str) -> String {
    let mut short: String = name.chars().take(64).flat_map(char::escape_debug).collect();
    if name.chars().nth(64).is_some() {
        short.push('…');
    }
    short
}
