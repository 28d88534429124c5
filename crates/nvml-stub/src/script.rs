//! The script: what sort of cards are played, and what befalls them.

use serde::Deserialize;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, fs};

/// The environment variable that names the script.
pub const SCRIPT_VARIABLE: &str = "IDLEWATT_NVML_SCRIPT";

/// The script of one card. Every field may be left out; an unknown one is a mistake, and the card then answers nothing.
///
/// Several cards are played by `"cards": [{...}, ...]` beside these fields: each entry is a card, and what it leaves
/// out is as said beside it. `"worker_card"` is the place in that list, from 0, of the card that our workers use.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Script {
    /// The card's name.
    pub name: String,
    /// The card's stable name; one of its own for each place in the list when left out.
    pub uuid: Option<String>,
    /// Board power at rest, in watts.
    pub idle_w: f64,
    /// Board power at full load, in watts.
    pub max_w: f64,
    /// The limit that the card is delivered with, in watts; `max_w` when left out. It may be set to half of it or
    /// more, and is kept like a real one, at any load.
    pub limit_w: Option<f64>,
    /// Whether this process may set the limit. On real cards only administrators may.
    pub power_limit_settable: bool,
    /// How fast power follows load.
    pub time_constant_s: f64,
    /// The power that is told is an average over so long, as on Ampere and later; 0: it is of the moment.
    pub average_s: f64,
    /// The power that is told is off by up to so much either way. Energy is not.
    pub noise_w: f64,
    /// Memory in all.
    pub memory_mib: u64,
    /// Load by a process that is not ours.
    pub foreign_load_percent: f64,
    /// Processes that are not ours, with what they do to the card.
    pub programs: Vec<Program>,
    /// Videos that are being encoded by somebody.
    pub encoder_sessions: u32,
    /// Load by our workers, in place of what they really do.
    pub own_load_percent: Option<f64>,
    /// Degrees Celsius at rest.
    pub temperature_idle_c: f64,
    /// Degrees Celsius at full power.
    pub temperature_max_c: f64,
    /// How many fans it has. They rest below 50 degrees, and are at their most at 90.
    pub fans: u32,
    /// Whether a screen hangs on it.
    pub display_active: bool,
    /// Whether load and memory are told per process; Windows' driver model does not.
    pub per_process: bool,
    /// Whether it counts energy; cards before Volta do not.
    pub energy_counter: bool,
    /// What is wrong with it.
    pub error: Option<Mishap>,
    /// Each call about the card blocks so long, or until the script says otherwise: a driver that hangs.
    pub hang_ms: u64,
    /// What it says in place of the truth.
    pub nonsense: Nonsense,
}

/// A process that uses the card and is not ours.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// A real one, if its name shall be found.
    pub pid: u32,
    /// The load that it causes.
    #[serde(default)]
    pub load_percent: f64,
    /// The memory that it holds.
    #[serde(default)]
    pub memory_mib: u64,
}

/// Answers that no card can mean.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Nonsense {
    /// Power, in watts.
    pub power_w: Option<u32>,
    /// Limit that is enforced, in watts.
    pub limit_w: Option<u32>,
    /// Degrees Celsius.
    pub temperature_c: Option<i32>,
    /// Load.
    pub load_percent: Option<u32>,
    /// Memory in use.
    pub memory_mib: Option<u64>,
    /// The energy counter stands so far behind what it counted.
    pub energy_back_mj: u64,
}

/// What can be wrong with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mishap {
    /// It fell off the bus.
    GpuLost,
    /// The driver was unloaded, as during an update. All energy counters start again afterwards.
    NotLoaded,
    /// The driver was replaced on disk and not yet in the kernel.
    Mismatch,
}

impl Mishap {
    /// Whether it befalls all cards at once.
    pub fn is_the_drivers(self) -> bool {
        self != Self::GpuLost
    }
}

impl Default for Script {
    /// A middle-class card of 2023.
    fn default() -> Self {
        Self {
            name: "GeForce RTX 4070 (simulated)".to_owned(),
            uuid: None,
            idle_w: 14.0,
            max_w: 200.0,
            limit_w: None,
            power_limit_settable: false,
            time_constant_s: 1.5,
            average_s: 0.0,
            noise_w: 0.0,
            memory_mib: 12_282,
            foreign_load_percent: 0.0,
            programs: Vec::new(),
            encoder_sessions: 0,
            own_load_percent: None,
            temperature_idle_c: 38.0,
            temperature_max_c: 74.0,
            fans: 2,
            display_active: true,
            per_process: true,
            energy_counter: true,
            error: None,
            hang_ms: 0,
            nonsense: Nonsense::default(),
        }
    }
}

/// All cards.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Each with a `uuid`.
    pub cards: Vec<Script>,
    /// Which of them our workers use.
    pub worker_card: usize,
}

impl Scene {
    fn of(cards: Vec<Script>, worker_card: usize) -> Self {
        let named = |(place, card): (usize, Script)| Script { uuid: card.uuid.or_else(|| Some(uuid(place))), ..card };
        Self { cards: cards.into_iter().enumerate().map(named).collect(), worker_card }
    }

    fn parse(text: &[u8]) -> serde_json::Result<Self> {
        let mut beside: Map<String, Value> = serde_json::from_slice(text)?;
        let cards = beside.remove("cards").map(serde_json::from_value::<Vec<Map<String, Value>>>).transpose()?;
        let worker_card = beside.remove("worker_card").map(serde_json::from_value).transpose()?.unwrap_or(0);
        let card = |fields: Map<String, Value>| {
            let fields = beside.clone().into_iter().chain(fields).collect();
            serde_json::from_value(Value::Object(fields))
        };
        let cards = cards.unwrap_or_else(|| vec![Map::new()]).into_iter().map(card).collect::<Result<_, _>>()?;
        Ok(Self::of(cards, worker_card))
    }
}

fn uuid(place: usize) -> String {
    format!("GPU-51311a7e-d000-4000-8000-{:012x}", place + 1)
}

/// The script and the file that it comes from.
#[derive(Debug)]
pub struct Source {
    path: Option<PathBuf>,
    stamp: Option<(SystemTime, u64)>,
    scene: Option<Scene>,
}

impl Source {
    /// From the environment; without the variable, the defaults for ever.
    pub fn from_environment() -> Self {
        let path = env::var_os(SCRIPT_VARIABLE).map(PathBuf::from);
        Self { path, stamp: None, scene: Some(Scene::of(vec![Script::default()], 0)) }
    }

    /// As it stands now. `None`: the file cannot be understood, which is said once on standard error. To go on with
    /// the defaults would make a test with a typing mistake pass for the wrong reason.
    pub fn current(&mut self) -> Option<&Scene> {
        if let Some(path) = &self.path {
            let stamp = stamp(path);
            if stamp.is_none() || stamp != self.stamp {
                self.stamp = stamp;
                self.scene = read(path, self.scene.is_some());
            }
        }
        self.scene.as_ref()
    }
}

/// What tells one state of a file from another.
pub fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    fs::metadata(path).and_then(|file| Ok((file.modified()?, file.len()))).ok()
}

fn read(path: &Path, complain: bool) -> Option<Scene> {
    let scene = fs::read(path)
        .map_err(|error| error.to_string())
        .and_then(|text| Scene::parse(&text).map_err(|error| error.to_string()));
    match scene {
        Ok(scene) => Some(scene),
        Err(error) => {
            if complain {
                eprintln!("nvml-stub: the script {} cannot be used: {error}", path.display());
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_list_the_fields_are_the_only_card() {
        let scene = Scene::parse(br#"{ "max_w": 320 }"#).expect("a script");
        assert_eq!((scene.cards.len(), scene.worker_card), (1, 0));
        assert_eq!((scene.cards[0].max_w, scene.cards[0].idle_w), (320.0, 14.0));
        assert_eq!(scene.cards[0].uuid.as_deref(), Some("GPU-51311a7e-d000-4000-8000-000000000001"));
    }

    #[test]
    fn each_card_is_as_said_beside_the_list_unless_it_says_otherwise() {
        let text = br#"{ "max_w": 320, "worker_card": 1, "cards": [{}, { "max_w": 75, "uuid": "GPU-B" }] }"#;
        let scene = Scene::parse(text).expect("a script");
        let told: Vec<_> = scene.cards.iter().map(|card| (card.max_w, card.uuid.as_deref())).collect();
        assert_eq!(told, [(320.0, Some("GPU-51311a7e-d000-4000-8000-000000000001")), (75.0, Some("GPU-B"))]);
        assert_eq!(scene.worker_card, 1);
    }

    #[test]
    fn an_unknown_field_is_a_mistake_wherever_it_stands() {
        for text in [r#"{ "watts": 1 }"#, r#"{ "cards": [{ "watts": 1 }] }"#, r#"{ "nonsense": { "watts": 1 } }"#, "[]"]
        {
            assert!(Scene::parse(text.as_bytes()).is_err(), "{text}");
        }
    }
}
