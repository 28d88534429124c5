//! What can be said to `idlewatt`.

use crate::render::frames::FrameRange;
use crate::text::arguments as text;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use idlewatt_proto::job::Filter;
use idlewatt_proto::limits::EXPOSURE_MSTOPS;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::picture::{Noise, ReadAs, Tone};
use idlewatt_proto::{Amount, JobId};
use std::path::PathBuf;

/// Turns an idle gaming GPU into paid work, and many of them into a render farm.
#[derive(Debug, Parser)]
#[command(name = "idlewatt", version, propagate_version = true, arg_required_else_help = true)]
pub struct Arguments {
    /// Folder with the daemon's data [default: IDLEWATT_HOME, else the platform's place]
    #[arg(long, global = true, value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Print one JSON object per answer or event
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// What the daemon is doing, and why not more
    Status,
    /// Stop working for others, for a while or until `resume`
    #[command(after_help = "Examples: `pause`, `pause 30m`, `pause 2h`, `pause until 8:00`, `pause until tomorrow`")]
    Pause {
        /// `30m`, `2h`, `until 8:00` or `until tomorrow`
        when: Vec<String>,
    },
    /// Work for others again
    Resume,
    /// What was earned, after electricity
    Earnings(Span),
    /// Jobs, newest first
    Jobs(Jobs),
    /// One job: its units, its receipts and how it was checked
    Job {
        /// Its name, or how that begins
        #[arg(value_name = "ID", value_parser = parse_id)]
        job: String,
    },
    /// Units of work, oldest first
    Units {
        /// Only those of this job
        #[arg(long)]
        job: Option<JobId>,
        #[command(flatten)]
        list: List,
    },
    /// Write the jobs into a file, for spreadsheets or for programs
    Export {
        /// `.csv` has a line for each job, `.json` also its units and receipts
        #[arg(value_name = "FILE.csv|.json")]
        file: PathBuf,
        /// Only jobs opened since: `2026-11-23`, `today`, `30d`
        #[arg(long)]
        since: Option<String>,
    },
    /// The books
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Connected peers
    Peers,
    /// Whether others get through to this machine, who is there, and who offers to render for how much
    Network,
    /// Measure this machine for some twenty seconds; the speed is used from then on
    Benchmark,
    /// Print what helps to find a fault, without keys, addresses and names of people
    Report,
    /// What your limits cost and save in a day
    Limits(Limits),
    /// Work for a node no more
    Block {
        /// Its name, or the beginning of it where that is enough
        node: String,
    },
    /// Work for a node again
    Unblock {
        /// Its name, or the beginning of it where that is enough
        node: String,
    },
    /// Programs beside which no work is done, and what might belong to them
    Programs {
        #[command(subcommand)]
        change: Option<ProgramsCommand>,
    },
    /// Jobs that were not taken lately, and why
    Refusals,
    /// Settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// What was found on this machine and in the network, and what to do about what was not
    Doctor,
    /// Start the daemon, if it is not running
    Start,
    /// Stop the daemon
    Stop,
    /// Render a glTF scene
    Render(Render),
    /// Have a language model answer, or go on from a text
    Generate(text::Generate),
    /// Talk with a language model
    Chat(text::Chat),
    /// Turn lines into vectors
    Embed(text::Embed),
    /// Open an endpoint for OpenAI's clients
    Serve(text::Serve),
    /// How likely a model finds each token of a text
    #[command(hide = true)]
    Score(text::Score),
    /// Models on this machine's shelf, and on the mesh
    Models {
        #[command(subcommand)]
        command: Option<text::ModelsCommand>,
    },
    /// Enlarge a picture
    Upscale(text::Upscale),
    /// Print a script that completes commands in a shell
    Completions {
        /// Which
        shell: Shell,
    },
    /// Remove everything that Idlewatt keeps for this user: key, books, settings, models, pictures, autostart
    #[command(
        after_help = "With --home only that folder goes. The programs themselves are removed as they were installed."
    )]
    RemoveData(RemoveData),
    /// Write a manual page for each command
    #[command(hide = true)]
    Manual {
        /// Folder to write them to
        folder: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Recompute every balance, signature and hash from nothing
    #[command(alias = "audit")]
    Verify,
}

#[derive(Debug, Subcommand)]
pub enum ProgramsCommand {
    /// Put a program on the list
    Add {
        /// Name of its file, or a path
        name: String,
    },
    /// Take a program off the list
    Remove {
        /// As it stands there
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print one setting's value, or all settings with their meaning
    Get {
        /// For example `provider.tariff_per_kwh`
        name: Option<String>,
    },
    /// Change a setting
    Set {
        /// For example `provider.tariff_per_kwh`
        name: String,
        /// As it would stand in the settings file
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
}

#[derive(Debug, Args)]
pub struct Limits {
    /// Choose a set of limits. Money, tariff and programs stay as they are
    #[arg(long, value_name = "NAME")]
    pub preset: Option<PresetName>,
    /// Sets of limits, with what each would bring
    #[arg(long, conflicts_with = "preset")]
    pub presets: bool,
}

/// A set of limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PresetName {
    /// At night, gently: few watts, a quiet fan
    QuietNights,
    /// Whenever nobody is there
    WhenAway,
    /// All the time, beside other use too
    Everything,
}

/// Without a flag: today, the last seven days, and all.
#[derive(Debug, Args)]
pub struct Span {
    /// Since midnight
    #[arg(long, group = "span")]
    pub today: bool,
    /// The last seven days, today included
    #[arg(long, group = "span")]
    pub week: bool,
    /// Since the beginning
    #[arg(long, group = "span")]
    pub all: bool,
    /// Hour by hour, day by day or month by month [default: the last 24 hours, the last 30 days, or all months]
    #[arg(long)]
    pub by: Option<By>,
    /// As comma-separated values
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// How finely time is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    Hour,
    Day,
    Month,
}

#[derive(Debug, Args)]
pub struct Jobs {
    /// Only of this kind
    #[arg(long)]
    pub kind: Option<Kind>,
    /// Only those that this machine worked on, or asked for
    #[arg(long)]
    pub side: Option<Part>,
    /// Only with this node: its name, or how that begins
    #[arg(long, value_name = "NODE", value_parser = parse_id)]
    pub peer: Option<String>,
    #[command(flatten)]
    pub list: List,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    Render,
    Generate,
    Embed,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Part {
    Provider,
    Requester,
}

#[derive(Debug, Args)]
pub struct List {
    /// At most so many
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub limit: u32,
    /// As comma-separated values
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

#[derive(Debug, Args)]
pub struct RemoveData {
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
    /// Even if credits are still owed, or nobody can say whether they are
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Render {
    /// A glTF 2.0 scene, `.glb` or `.gltf`
    pub scene: PathBuf,
    /// The picture, `.png` or `.exr`; rewritten as it gets better
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Pixels across and down
    #[arg(long, value_name = "WxH", default_value = "1280x720", value_parser = parse_size)]
    pub size: (u32, u32),
    /// Samples per pixel
    #[arg(long, default_value_t = 64)]
    pub spp: u32,
    /// Stop where the picture is smoother than this; `--spp` is then the most. Measured as in Cycles, where 0.01 is usual
    #[arg(long, value_name = "THRESHOLD", value_parser = parse_noise, allow_negative_numbers = true)]
    pub noise: Option<Noise>,
    /// Name of a camera of the scene [default: the first, or one that sees everything]
    #[arg(long)]
    pub camera: Option<String>,
    /// Depth of field: how wide the lens is open, in millimetres across
    #[arg(long, value_name = "MM", requires = "focus")]
    pub aperture: Option<f64>,
    /// How far from the camera it is sharp, in the scene's units: metres
    #[arg(long, value_name = "METRES", requires = "aperture")]
    pub focus: Option<f64>,
    /// Which of the file's scenes is shown, by name or number [default: the one that the file says]
    #[arg(long, value_name = "NAME")]
    pub scene_name: Option<String>,
    /// Which animation plays, by name or number [default: all together; the first where two move the same]
    #[arg(long, value_name = "NAME")]
    pub animation: Option<String>,
    /// How the file's numbers are meant
    #[arg(long, value_enum, default_value_t = Convention::Gltf)]
    pub read_as: Convention,
    /// A picture of everything around the scene that lights it, `.exr` or `.hdr`, instead of what the scene has
    #[arg(long, value_name = "FILE")]
    pub environment: Option<PathBuf>,
    /// Turn it about the vertical axis, as Blender's mapping node does
    #[arg(long, value_name = "DEGREES", default_value_t = 0.0, requires = "environment", allow_hyphen_values = true)]
    pub environment_rotation: f32,
    /// Multiply its light
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, requires = "environment")]
    pub environment_strength: f32,
    /// How samples become pixels
    #[arg(long, value_enum, default_value_t = PixelFilter::BlackmanHarris)]
    pub filter: PixelFilter,
    /// How light goes to a screen, for `.png`
    #[arg(long, value_enum, default_value_t = ToneName::Agx)]
    pub tone: ToneName,
    /// Brighter by so many stops, or darker by negative ones, for `.png`
    #[arg(long, value_name = "STOPS", default_value = "0", value_parser = parse_stops, allow_hyphen_values = true)]
    pub exposure: i32,
    /// Write albedo, normal, depth and numbers of objects and materials as layers, for `.exr`
    #[arg(long)]
    pub aovs: bool,
    /// Filter the noise out of the picture; an `.exr` with layers keeps both
    #[arg(long)]
    pub denoise: bool,
    /// The instant of the scene's animation
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds, conflicts_with = "frames")]
    #[arg(allow_negative_numbers = true)]
    pub time: Option<u32>,
    /// An animation: these frames, into files whose names have a number in place of `####` or `%04d`. Those that are
    /// there already are kept
    #[arg(long, value_name = "FIRST..LAST", value_parser = FrameRange::parse, allow_hyphen_values = true)]
    pub frames: Option<FrameRange>,
    /// Frames in a second; frame 0 is the beginning, frame 24 a second later, as in Blender
    #[arg(long, default_value = "24", value_parser = parse_fps, requires = "frames")]
    pub fps: f64,
    /// Replace files that come from elsewhere than these frames
    #[arg(long, requires = "frames")]
    pub overwrite: bool,
    /// Most credits to pay for a thousand million samples [default: whatever is cheapest]
    #[arg(long, value_name = "CREDITS", value_parser = parse_price, conflicts_with = "local")]
    pub max_price: Option<Price>,
    /// Say that the picture may be unsuitable for everybody; only owners who allow that take it
    #[arg(long, conflicts_with = "local")]
    pub mature: bool,
    /// On this machine, without the mesh, for nothing
    #[arg(long)]
    pub local: bool,
}

/// How a scene's numbers are meant.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Convention {
    /// As the format says: lamps in candela and lux, and glass without a thickness a thin pane
    Gltf,
    /// As Blender shows what its exporter writes: lamps in watts, and glass solid
    Blender,
}

impl From<Convention> for ReadAs {
    fn from(convention: Convention) -> Self {
        match convention {
            Convention::Gltf => Self::Gltf,
            Convention::Blender => Self::Blender,
        }
    }
}

/// How samples become pixels.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum PixelFilter {
    /// All of a pixel alike, nothing beyond it
    Box,
    /// 1.5 pixels wide, for edges without steps
    BlackmanHarris,
}

impl From<PixelFilter> for Filter {
    fn from(filter: PixelFilter) -> Self {
        match filter {
            PixelFilter::Box => Self::Box,
            PixelFilter::BlackmanHarris => Self::BlackmanHarris,
        }
    }
}

/// From linear light to what a screen shows.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ToneName {
    /// As Blender shows pictures: bright colours go to white as on film
    Agx,
    /// As the film industry has it, with much contrast
    Aces,
    /// As Blender showed them before AgX
    Filmic,
    /// As products are shown: ordinary surfaces keep their colours
    Standard,
}

impl From<ToneName> for Tone {
    fn from(tone: ToneName) -> Self {
        match tone {
            ToneName::Agx => Self::Agx,
            ToneName::Aces => Self::Aces,
            ToneName::Filmic => Self::Filmic,
            ToneName::Standard => Self::Standard,
        }
    }
}

fn parse_noise(text: &str) -> Result<Noise, String> {
    let noise = text.trim().parse::<f32>().ok().filter(|noise| (1.0e-6..=1000.0).contains(noise));
    noise.map(Noise::of).ok_or_else(|| "expected a threshold above nought, for example 0.01".to_owned())
}

/// In thousandths of a stop.
fn parse_stops(text: &str) -> Result<i32, String> {
    let most = f64::from(EXPOSURE_MSTOPS);
    let stops = text.trim().parse::<f64>().ok().map(|stops| (stops * 1.0e3).round());
    let stops = stops.filter(|stops| (-most..=most).contains(stops)).map(|stops| stops as i32);
    stops.ok_or_else(|| format!("expected stops, {} at most either way, for example -1.5", EXPOSURE_MSTOPS / 1000))
}

fn parse_seconds(text: &str) -> Result<u32, String> {
    let micros = text.trim().parse::<f64>().ok().map(|seconds| (seconds * 1.0e6).round());
    let micros = micros.filter(|micros| (0.0..=f64::from(u32::MAX)).contains(micros));
    micros.map(|micros| micros as u32).ok_or_else(|| "expected seconds, up to an hour, for example 1.5".to_owned())
}

fn parse_fps(text: &str) -> Result<f64, String> {
    let rate = match text.split_once('/') {
        Some((frames, seconds)) => {
            frames.trim().parse().ok().zip(seconds.trim().parse().ok()).map(|(a, b): (f64, f64)| a / b)
        }
        None => text.trim().parse::<f64>().ok(),
    };
    rate.filter(|rate| (0.001..=1000.0).contains(rate))
        .ok_or_else(|| "expected frames in a second, for example 24 or 30000/1001".to_owned())
}

fn parse_size(text: &str) -> Result<(u32, u32), String> {
    let sides = text.split_once(['x', 'X', '×']);
    sides
        .and_then(|(width, height)| Some((width.trim().parse().ok()?, height.trim().parse().ok()?)))
        .ok_or_else(|| "expected a width and a height in pixels, for example 1280x720".to_owned())
}

fn parse_id(text: &str) -> Result<String, String> {
    let digits = (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if digits { Ok(text.to_ascii_lowercase()) } else { Err("expected hexadecimal digits, as in a list".to_owned()) }
}

pub fn parse_price(text: &str) -> Result<Price, String> {
    let per_giga: Amount = text.parse().map_err(|error| format!("{error}"))?;
    if per_giga < Amount::ZERO {
        return Err("a price is not negative".to_owned());
    }
    Ok(Price { per_giga })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn sizes_are_two_numbers_and_a_cross() {
        assert_eq!(parse_size("640x360"), Ok((640, 360)));
        assert_eq!(parse_size("640X360"), Ok((640, 360)));
        assert_eq!(parse_size("640×360"), Ok((640, 360)));
        for wrong in ["", "640", "x", "640x", "x360", "-1x5", "1.5x2", "640x360x2", "99999999999x1"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn prices_are_exact() {
        let price = |micros| Ok(Price { per_giga: Amount::from_micros(micros) });
        assert_eq!(parse_price("0.0125"), price(12_500));
        assert_eq!(parse_price("2"), price(2_000_000));
        assert!(parse_price("-1").is_err());
        assert!(parse_price("0.0000001").is_err());
        assert!(parse_price("cheap").is_err());
    }
}
