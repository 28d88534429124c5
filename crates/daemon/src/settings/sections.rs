//! What stands in each section of the settings file, and what it is where nothing stands there.

use idlewatt_policy::accept::Accept;
use idlewatt_policy::limits::BUSY_LOAD_PERCENT;
use idlewatt_proto::NodeId;
use idlewatt_proto::job::WorkKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which parts this node plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoleSettings {
    /// `None`: the owner has not said yet, and nothing is worked on. The file has no such line then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<bool>,
    pub requester: bool,
    pub index: bool,
}

/// What the owner allows. Zero and empty: no limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitSettings {
    pub idle_minutes: u64,
    pub when_present: WhenPresentSetting,
    pub light_share_percent: u16,
    pub screenless_always: bool,
    pub others_percent: u8,
    pub hours: Vec<String>,
    pub hours_per_day: u64,
    /// Decimal strings: neither money nor energy is a float.
    pub energy_per_day_kwh: String,
    pub cost_per_day: String,
    pub tariff_most: String,
    pub power_watts: u64,
    pub temperature_c: u16,
    pub fan_percent: u16,
    pub share_percent: u16,
    pub set_card_limit: bool,
    pub on_battery: bool,
    pub on_metered: bool,
}

/// What happens while somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhenPresentSetting {
    Stop,
    Light,
    Full,
}

/// What the owner asks, and what work takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProviderSettings {
    pub quiet_seconds: u64,
    pub programs: Vec<String>,
    pub memory_mib: u64,
    pub tariff_per_kwh: String,
    pub wear_per_hour: String,
    pub margin_percent: u32,
    pub adapter: String,
    /// Names of models on the shelf that answer for others.
    pub models: Vec<String>,
}

/// Whose work is taken, and of which kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AcceptSettings {
    pub kinds: Vec<WorkKind>,
    pub blocked: BTreeSet<NodeId>,
    pub mature: bool,
}

impl Default for AcceptSettings {
    fn default() -> Self {
        let Accept { kinds, blocked, mature } = Accept::default();
        Self { kinds, blocked, mature }
    }
}

/// What electricity costs when it does not always cost the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TariffSettings {
    pub bands: Vec<String>,
    pub file: String,
    pub command: String,
}

/// How models come here, and go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModelSettings {
    pub disk_gib: u64,
    pub fetch: FetchSetting,
    pub share: bool,
}

/// Over which networks models are fetched, when somebody here asks for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FetchSetting {
    Ask,
    Unmetered,
    Never,
}

impl Default for ModelSettings {
    fn default() -> Self {
        Self { disk_gib: idlewatt_models::limits::SHELF_GIB, fetch: FetchSetting::Unmetered, share: true }
    }
}

/// How this node reaches others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NetworkSettings {
    pub listen: Vec<String>,
    pub index_nodes: Vec<String>,
    pub known_peers: Vec<String>,
    pub use_relays: UseRelaysSetting,
    pub relay: RelaySetting,
    pub mdns: bool,
}

/// When this node has itself called over others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UseRelaysSetting {
    #[default]
    WhenNeeded,
    Always,
    Never,
}

/// When others are called over this node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelaySetting {
    #[default]
    WithIndex,
    Always,
    Never,
}

/// Limits of a single card. Zero: as for all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CardSettings {
    pub works: bool,
    pub power_watts: u64,
    pub temperature_c: u16,
    pub fan_percent: u16,
    pub share_percent: u16,
    pub memory_mib: u64,
}

impl Default for RoleSettings {
    fn default() -> Self {
        Self { provider: None, requester: true, index: false }
    }
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self {
            idle_minutes: 5,
            when_present: WhenPresentSetting::Stop,
            light_share_percent: 30,
            screenless_always: false,
            others_percent: BUSY_LOAD_PERCENT,
            hours: Vec::new(),
            hours_per_day: 0,
            energy_per_day_kwh: String::new(),
            cost_per_day: String::new(),
            tariff_most: String::new(),
            power_watts: 0,
            temperature_c: 0,
            fan_percent: 0,
            share_percent: 100,
            set_card_limit: true,
            on_battery: false,
            on_metered: false,
        }
    }
}

impl Default for ProviderSettings {
    fn default() -> Self {
        Self {
            quiet_seconds: 60,
            programs: Vec::new(),
            memory_mib: 4096,
            tariff_per_kwh: "0.30".to_owned(),
            wear_per_hour: "0.01".to_owned(),
            margin_percent: 25,
            adapter: String::new(),
            models: Vec::new(),
        }
    }
}

impl Default for NetworkSettings {
    fn default() -> Self {
        let listen = ["/ip4/0.0.0.0/udp/0/quic-v1", "/ip4/0.0.0.0/tcp/0"].map(str::to_owned).to_vec();
        Self {
            listen,
            index_nodes: Vec::new(),
            known_peers: Vec::new(),
            use_relays: UseRelaysSetting::default(),
            relay: RelaySetting::default(),
            mdns: false,
        }
    }
}

impl Default for CardSettings {
    fn default() -> Self {
        Self { works: true, power_watts: 0, temperature_c: 0, fan_percent: 0, share_percent: 0, memory_mib: 0 }
    }
}
