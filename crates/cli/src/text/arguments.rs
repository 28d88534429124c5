//! What can be said about models.

use crate::arguments::parse_price;
use clap::{Args, Subcommand};
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::{BlobHash, Bytes};
use std::net::IpAddr;
use std::path::PathBuf;

/// Which model, and where it runs.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// A model on the mesh or the shelf (`idlewatt models`), a GGUF file, or a folder with safetensors
    #[arg(short, long, value_name = "NAME|HASH|PATH")]
    pub model: String,
    #[command(flatten)]
    pub terms: Terms,
}

/// Where a model runs, and what that may take.
#[derive(Debug, Clone, Args)]
pub struct Terms {
    /// On this machine, without the mesh, for nothing
    #[arg(long, requires = "model")]
    pub local: bool,
    /// Most credits to pay for a million tokens said, ten of which are read for the price of one [default: whatever is cheapest]
    #[arg(long, value_name = "CREDITS", value_parser = parse_price, conflicts_with = "local")]
    pub max_price: Option<Price>,
    /// Say that questions or answers may be unsuitable for everybody; only owners who allow that take them
    #[arg(long, conflicts_with = "local")]
    pub mature: bool,
    /// Most memory that the model may take on the device, for example `6G` [default: what it needs with 32768 tokens]
    #[arg(long, value_name = "SIZE", value_parser = parse_bytes, requires = "local")]
    pub memory: Option<Bytes>,
    /// Name of the adapter to use [default: the best one]
    #[arg(long, requires = "local")]
    pub adapter: Option<String>,
}

/// How the next token is chosen.
#[derive(Debug, Clone, Args)]
pub struct Choice {
    /// 0 takes the likeliest token always; higher is livelier
    #[arg(long, visible_alias = "temperature", default_value_t = 0.7, value_name = "NUMBER")]
    pub temp: f32,
    /// Only the likeliest tokens that together have this probability
    #[arg(long, default_value_t = 0.95, value_name = "NUMBER")]
    pub top_p: f32,
    /// Only so many of the likeliest tokens; 0: all
    #[arg(long, default_value_t = 0, value_name = "COUNT")]
    pub top_k: u32,
    /// Only tokens at least so likely in comparison with the likeliest
    #[arg(long, default_value_t = 0.0, value_name = "NUMBER")]
    pub min_p: f32,
    /// The same seed says the same, while nobody else is answered at once: then sums round otherwise [default: another one each time]
    #[arg(long)]
    pub seed: Option<u64>,
    /// Above 1: tokens that are there already become less likely
    #[arg(long, default_value_t = 1.0, value_name = "NUMBER")]
    pub repeat_penalty: f32,
}

#[derive(Debug, Args)]
pub struct Generate {
    #[command(flatten)]
    pub place: Place,
    /// What to answer, or to go on from [default: standard input]
    #[arg(short, long, value_name = "TEXT")]
    pub prompt: Option<String>,
    /// Put the prompt into the model's chat template [default: if it has one]
    #[arg(long, conflicts_with = "raw")]
    pub chat: bool,
    /// Take the prompt as it is, and go on from it
    #[arg(long)]
    pub raw: bool,
    /// What the model is told before the prompt
    #[arg(long, value_name = "TEXT", conflicts_with = "raw")]
    pub system: Option<String>,
    /// Tokens at most
    #[arg(short = 'n', long, default_value_t = 512, value_name = "COUNT")]
    pub max_tokens: u32,
    #[command(flatten)]
    pub choice: Choice,
    /// A text that ends the answer; can be given again
    #[arg(long, value_name = "TEXT")]
    pub stop: Vec<String>,
    /// A file with a JSON schema that the answer must follow
    #[arg(long, value_name = "FILE")]
    pub schema: Option<PathBuf>,
    /// With `--json`: how likely each token was, with so many alternatives
    #[arg(long, value_name = "COUNT")]
    pub logprobs: Option<u8>,
    /// No statistics at the end
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub struct Chat {
    #[command(flatten)]
    pub place: Place,
    /// What the model is told before the conversation
    #[arg(long, value_name = "TEXT")]
    pub system: Option<String>,
    /// Tokens of one answer at most
    #[arg(short = 'n', long, default_value_t = 2048, value_name = "COUNT")]
    pub max_tokens: u32,
    #[command(flatten)]
    pub choice: Choice,
}

#[derive(Debug, Args)]
pub struct Embed {
    #[command(flatten)]
    pub place: Place,
    /// A file with one text a line [default: standard input]
    pub file: Option<PathBuf>,
    /// Write the vectors into this file, as little-endian 32-bit floats one after the other
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub raw_f32: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// A model that is served; can be given again. With `--local` there must be one [default: all that the mesh offers]
    #[arg(id = "model", short, long = "model", value_name = "NAME|HASH|PATH")]
    pub models: Vec<String>,
    #[command(flatten)]
    pub terms: Terms,
    /// Port to listen at; 0: any free one
    #[arg(long, default_value_t = 8642)]
    pub port: u16,
    /// Address to listen at; one that other machines reach needs a key
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub listen: IpAddr,
    /// What clients must send as their key [default: IDLEWATT_API_KEY, else none]
    #[arg(long, value_name = "KEY")]
    pub api_key: Option<String>,
    /// A web page that may use it, as `https://chat.example`; can be given again
    #[arg(long, value_name = "ORIGIN")]
    pub origin: Vec<String>,
    /// End when standard input closes: for programs that start this one
    #[arg(long, hide = true)]
    pub until_closed: bool,
}

#[derive(Debug, Args)]
pub struct Score {
    #[command(flatten)]
    pub place: Place,
    /// A file with tokens of the model's vocabulary, as a list in JSON; the first one is given
    #[arg(long, value_name = "FILE")]
    pub tokens: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum ModelsCommand {
    /// What is on the shelf, and with a running daemon what the mesh offers
    List,
    /// Put a model on the shelf: a GGUF file, a folder with safetensors, or an address with its hash
    #[command(after_help = "A running daemon sees it within seconds. Those that `idlewatt config set provider.models \
        \"NAME, OTHER\"` names answer for others.")]
    Add {
        /// File, folder, or `https://…`
        source: String,
        /// What it is to be called [default: as the file]
        #[arg(long)]
        name: Option<String>,
        /// Leave it where it lies
        #[arg(long)]
        link: bool,
        /// BLAKE3 hash that the file must have; needed with an address
        #[arg(long, value_name = "HASH")]
        blake3: Option<BlobHash>,
    },
    /// Fetch a model from whoever offers it; what has come stays for the next try
    Fetch {
        /// Its name on the mesh, or its hash
        #[arg(value_name = "NAME|HASH")]
        model: String,
    },
    /// Take a model off the shelf, and its file from the disk unless it is linked
    Remove {
        /// As in the list
        name: String,
    },
    /// Read a model again and compare its hash
    Verify {
        /// As in the list [default: all]
        name: Option<String>,
    },
    /// What is known of a model
    Show {
        /// As in the list, or a path
        name: String,
    },
}

#[derive(Debug, Args)]
pub struct Upscale {
    /// A PNG file
    pub picture: PathBuf,
    /// The larger picture, a `.png`
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// A compact Real-ESRGAN network as ncnn stores it: its `.param` file, with the `.bin` file beside it, or the name of
    /// one whose two files lie in the folder `networks` of the models' folder. None comes with this program
    #[arg(long, value_name = "NAME|PATH", default_value = "realesr-animevideov3-x2")]
    pub network: String,
    /// Most memory that it may take on the device, for example `2G`
    #[arg(long, value_name = "SIZE", value_parser = parse_bytes, default_value = "4G")]
    pub memory: Bytes,
    /// Name of the adapter to use [default: the best one]
    #[arg(long)]
    pub adapter: Option<String>,
}

/// `512M`, `6G`, or a number of bytes.
fn parse_bytes(text: &str) -> Result<Bytes, String> {
    let upper = text.trim().to_ascii_uppercase();
    let upper = upper.strip_suffix("IB").or_else(|| upper.strip_suffix('B')).unwrap_or(&upper);
    let (number, shift) = match upper.split_at_checked(upper.len().saturating_sub(1)) {
        Some((number, "K")) => (number, 10),
        Some((number, "M")) => (number, 20),
        Some((number, "G")) => (number, 30),
        Some((number, "T")) => (number, 40),
        _ => (upper, 0),
    };
    let whole = number.trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    let bytes = whole.map(|number| number * (1u64 << shift) as f64).filter(|bytes| *bytes < (1u64 << 60) as f64);
    bytes.map(|bytes| Bytes(bytes as u64)).ok_or_else(|| "expected a size, for example 512M or 6G".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        let sizes = [("1024", 1024), ("512M", 512 << 20), ("6g", 6 << 30), ("1.5GiB", 3 << 29), ("2 KB", 2048)];
        for (text, bytes) in sizes {
            assert_eq!(parse_bytes(text), Ok(Bytes(bytes)), "{text}");
        }
        for text in ["", "G", "-1", "much", "1e30", "nan", "6 0G"] {
            assert!(parse_bytes(text).is_err(), "{text}");
        }
    }
}
