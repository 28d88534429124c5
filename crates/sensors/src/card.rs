//! NVIDIA cards through NVML.
//!
//! A handle is kept while it works and dropped at the first sign that driver or card are gone (an update, a suspend,
//! a card off the bus); later reads open a new one, with growing pauses. Old handles do not recover by themselves.

use crate::limits::{CARDS, RETRY_FIRST_MS, RETRY_MAX_MS, SAMPLE_WINDOW_MS};
use crate::{Source, platform, sane};
use idlewatt_proto::device::GpuReading;
use idlewatt_proto::{Millijoules, UnixMillis};
use nvml_wrapper::enum_wrappers::device::TemperatureSensor;
use nvml_wrapper::error::NvmlError;
use nvml_wrapper::struct_wrappers::device::ProcessUtilizationSample;
use nvml_wrapper::{Device, Nvml};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Why there are no readings.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("no NVIDIA driver found ({0})")]
    NoLibrary(String),
    #[error("the NVIDIA driver is installed but does not run")]
    NotLoaded,
    #[error("the NVIDIA driver knows no card")]
    NoCard,
    #[error("the NVIDIA driver cannot be used: {0}")]
    Open(#[source] NvmlError),
    #[error("the graphics card does not answer: {0}")]
    Read(#[source] NvmlError),
    #[error("the graphics card answers, but tells neither load nor power nor memory")]
    Dumb,
}

impl Trouble {
    /// How a machine looks that simply has no such card.
    fn means_absent(&self) -> bool {
        matches!(self, Self::NoLibrary(_) | Self::NotLoaded | Self::NoCard)
    }
}

/// What the cards say at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct CardsReading {
    /// When.
    pub at: UnixMillis,
    /// Each card. Empty unless `state` is [`Source::Ok`].
    pub gpus: Vec<GpuReading>,
    /// How the cards' meters stand.
    pub state: Source,
    /// Programs that use a card and are none of ours.
    pub users: Vec<GpuUser>,
}

/// A program on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GpuUser {
    /// Its process.
    pub pid: u32,
    /// [`GpuReading::uuid`] of the card.
    pub gpu: String,
    /// Name of its file; `None` where the system hides it.
    pub program: Option<String>,
    /// How much of the card's time it takes, in percent.
    pub load_percent: Option<u8>,
}

/// All cards of the machine, with the link to their driver.
#[derive(Debug)]
pub struct Cards {
    libraries: Vec<PathBuf>,
    link: Option<Link>,
    state: Source,
    /// A card was read once: from then on its absence is a failure.
    seen: bool,
    retry: Retry,
    own: OwnPids,
}

#[derive(Debug)]
struct Link {
    nvml: Nvml,
    simulated: bool,
}

/// When to try again.
#[derive(Debug, Default)]
struct Retry {
    failed_at: Option<UnixMillis>,
    wait_ms: u64,
}

impl Retry {
    fn is_due(&self, now: UnixMillis) -> bool {
        // A wall clock that was set back must not silence the meters, so an earlier `now` counts as due.
        self.failed_at.is_none_or(|at| now < at || now.since_ms(at) >= self.wait_ms)
    }

    fn failed(&mut self, now: UnixMillis) {
        self.failed_at = Some(now);
        self.wait_ms = (self.wait_ms * 2).clamp(RETRY_FIRST_MS, RETRY_MAX_MS);
    }
}

impl Cards {
    /// Looks for a driver: in `library` instead of the platform's places, if given. Never fails: what is not there now
    /// is looked for again by later reads.
    pub fn open(library: Option<&Path>) -> Self {
        let libraries = library.map_or_else(platform::nvml_candidates, |path| vec![path.to_owned()]);
        let mut cards = Self {
            libraries,
            link: None,
            state: Source::Ok,
            seen: false,
            retry: Retry::default(),
            own: OwnPids::default(),
        };
        match Link::open(&cards.libraries) {
            Ok(link) => cards.link = Some(link),
            // The first read tries again at once: `open` knows no time to count a pause from.
            Err(trouble) => cards.enter(&trouble),
        }
        cards
    }

    /// Reads every card. `own` are the pids of our workers, whose load is not somebody else's.
    pub fn read(&mut self, own: &[u32], now: UnixMillis) -> CardsReading {
        let (gpus, state) = self.read_all(own, now);
        CardsReading { at: now, gpus, state, users: Vec::new() }
    }

    fn read_all(&mut self, own: &[u32], now: UnixMillis) -> (Vec<GpuReading>, Source) {
        self.own.remember(own, now);
        if self.link.is_none() && !self.retry.is_due(now) {
            return (Vec::new(), self.state.clone());
        }
        match self.try_read(now) {
            Ok(gpus) => {
                if self.state != Source::Ok {
                    tracing::info!(cards = gpus.len(), "the graphics card's meters tell");
                }
                self.state = Source::Ok;
                self.seen = true;
                self.retry = Retry::default();
                (gpus, Source::Ok)
            }
            Err(trouble) => {
                self.link = None;
                self.retry.failed(now);
                self.enter(&trouble);
                (Vec::new(), self.state.clone())
            }
        }
    }

    fn try_read(&mut self, now: UnixMillis) -> Result<Vec<GpuReading>, Trouble> {
        let link = match self.link.take() {
            Some(link) => link,
            None => Link::open(&self.libraries)?,
        };
        let gpus = link.read(&self.own, now)?;
        self.link = Some(link);
        Ok(gpus)
    }

    fn enter(&mut self, trouble: &Trouble) {
        let words = trouble.to_string();
        let state = if trouble.means_absent() && !self.seen { Source::Absent(words) } else { Source::Failed(words) };
        if state != self.state {
            tracing::warn!("{trouble}");
        }
        self.state = state;
    }
}

impl Link {
    fn open(libraries: &[PathBuf]) -> Result<Self, Trouble> {
        let mut missing = Vec::new();
        for library in libraries {
            match Nvml::builder().lib_path(library.as_os_str()).init() {
                Ok(nvml) => {
                    let simulated = nvml.sys_driver_version().is_ok_and(|version| version.contains("simulated"));
                    return Ok(Self { nvml, simulated });
                }
                Err(NvmlError::LibloadingError(error)) => missing.push(error.to_string()),
                Err(NvmlError::DriverNotLoaded) => return Err(Trouble::NotLoaded),
                Err(error) => return Err(Trouble::Open(error)),
            }
        }
        let why = if missing.is_empty() { "none exists for this system".to_owned() } else { missing.join("; ") };
        Err(Trouble::NoLibrary(why))
    }

    fn read(&self, own: &OwnPids, now: UnixMillis) -> Result<Vec<GpuReading>, Trouble> {
        let count = self.nvml.device_count().map_err(Trouble::Read)?.min(CARDS);
        let mut gpus = Vec::new();
        for index in 0..count {
            match self.nvml.device_by_index(index) {
                Ok(card) => gpus.push(self.read_card(&card, own, now)?),
                // Cards that this user may not touch are counted, too.
                Err(NvmlError::NoPermission) => {}
                Err(error) => return Err(Trouble::Read(error)),
            }
        }
        if gpus.is_empty() { Err(Trouble::NoCard) } else { Ok(gpus) }
    }

    fn read_card(&self, card: &Device<'_>, own: &OwnPids, now: UnixMillis) -> Result<GpuReading, Trouble> {
        let load = told(card.utilization_rates())?.and_then(|rates| sane::percent(rates.gpu));
        let power_limit = told(card.enforced_power_limit())?.and_then(sane::power_limit);
        let power = told(card.power_usage())?.and_then(|mw| sane::power(mw, power_limit));
        let memory = told(card.memory_info())?.and_then(|memory| sane::memory(memory.used, memory.total));
        if load.is_none() && power.is_none() && memory.is_none() {
            return Err(Trouble::Dumb);
        }
        let since_us = now.0.saturating_sub(SAMPLE_WINDOW_MS).saturating_mul(1000);
        let samples = match card.process_utilization_stats(since_us) {
            // So the driver says that nobody used the card in the window.
            Err(NvmlError::NotFound) => Some(Vec::new()),
            other => told(other)?,
        };
        Ok(GpuReading {
            at: now,
            name: card.name().map_err(Trouble::Read)?,
            uuid: card.uuid().map_err(Trouble::Read)?,
            simulated: self.simulated,
            load_percent: load,
            foreign_load_percent: foreign_load(load, samples.as_deref(), own),
            power,
            energy: told(card.total_energy_consumption())?.map(Millijoules),
            power_limit,
            temperature_c: told(card.temperature(TemperatureSensor::Gpu))?.and_then(sane::temperature),
            memory_used: memory.map(|(used, _)| used),
            memory_total: memory.map(|(_, total)| total),
            foreign_memory: None,
            display_active: told(card.is_display_active())?,
            source: "nvml".to_owned(),
            power_range: None,
            fan_percent: None,
            throttles: Vec::new(),
            encoder_sessions: None,
            doubts: Vec::new(),
        })
    }
}

/// A meter's answer; `None` where this card or driver does not have that meter. The errors that are raised instead
/// mean that the card or the driver behind the handle is gone.
fn told<T>(answer: Result<T, NvmlError>) -> Result<Option<T>, Trouble> {
    use NvmlError as E;
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(
            error @ (E::GpuLost
            | E::DriverNotLoaded
            | E::LibRmVersionMismatch
            | E::Uninitialized
            | E::ResetRequired
            | E::OperatingSystem
            | E::IrqIssue
            | E::Timeout),
        ) => Err(Trouble::Read(error)),
        Err(_) => Ok(None),
    }
}

/// Pids of our workers, with when each was last known. Samples outlive the process that caused them by up to the
/// window, and without this memory a worker's last second would count as somebody else's load.
#[derive(Debug, Default)]
struct OwnPids(HashMap<u32, UnixMillis>);

impl OwnPids {
    fn remember(&mut self, own: &[u32], now: UnixMillis) {
        // `at > now`: the clock was set back.
        self.0.retain(|_, at| *at <= now && now.since_ms(*at) <= SAMPLE_WINDOW_MS);
        self.0.extend(own.iter().map(|pid| (*pid, now)));
    }
}

/// Somebody else's share. With per-process samples it is theirs, added up, rather than the total less ours: the total
/// is measured over another stretch of time, and each start of a unit would look like a stranger. Without samples
/// (Windows' WDDM, old cards) everything is foreign while we have no worker, and nothing is known while we have one.
fn foreign_load(load: Option<u8>, samples: Option<&[ProcessUtilizationSample]>, own: &OwnPids) -> Option<u8> {
    let load = load?;
    let mut newest: HashMap<u32, (u64, u32)> = HashMap::new();
    // Drivers have been seen to hand out samples of pid 0 and of thousands of percent.
    for sample in samples.unwrap_or_default().iter().filter(|sample| sample.pid != 0 && sample.sm_util <= 100) {
        let entry = newest.entry(sample.pid).or_default();
        *entry = (*entry).max((sample.timestamp, sample.sm_util));
    }
    if newest.is_empty() {
        return (own.0.is_empty() || load == 0).then_some(load);
    }
    let theirs: u32 = newest.iter().filter(|(pid, _)| !own.0.contains_key(pid)).map(|(_, (_, util))| util).sum();
    u8::try_from(theirs).ok().map_or(Some(load), |theirs| Some(theirs.min(load)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(pid: u32, timestamp: u64, sm_util: u32) -> ProcessUtilizationSample {
        ProcessUtilizationSample { pid, timestamp, sm_util, mem_util: 0, enc_util: 0, dec_util: 0 }
    }

    fn own(pids: &[u32]) -> OwnPids {
        let mut own = OwnPids::default();
        own.remember(pids, UnixMillis(10_000));
        own
    }

    #[test]
    fn foreign_load_is_what_others_use() {
        let both = [sample(7, 1, 60), sample(7, 2, 55), sample(9, 2, 40), sample(0, 3, 90), sample(8, 3, 4_000)];
        assert_eq!(foreign_load(Some(96), Some(&both), &own(&[7])), Some(40), "newest samples, nonsense left out");
        assert_eq!(foreign_load(Some(96), Some(&both), &own(&[])), Some(95), "nothing is ours");
        assert_eq!(foreign_load(Some(30), Some(&both), &own(&[])), Some(30), "never more than the whole");
        assert_eq!(foreign_load(None, Some(&both), &own(&[])), None);
    }

    #[test]
    fn without_samples_load_is_foreign_only_while_nothing_of_ours_runs() {
        assert_eq!(foreign_load(Some(80), None, &own(&[])), Some(80));
        assert_eq!(foreign_load(Some(80), None, &own(&[7])), None, "it may be ours");
        assert_eq!(foreign_load(Some(0), Some(&[]), &own(&[7])), Some(0));
    }

    #[test]
    fn a_worker_that_just_ended_is_still_ours() {
        let mut own = own(&[7]);
        own.remember(&[], UnixMillis(11_000));
        assert_eq!(foreign_load(Some(50), Some(&[sample(7, 1, 50)]), &own), Some(0));
        own.remember(&[], UnixMillis(12_000));
        assert_eq!(foreign_load(Some(50), Some(&[sample(7, 1, 50)]), &own), Some(50), "its pid may be anybody's now");
    }

    #[test]
    fn pauses_between_tries_double_to_their_bound() {
        let mut retry = Retry::default();
        assert!(retry.is_due(UnixMillis(0)), "the first try is at once");
        retry.failed(UnixMillis(0));
        assert!(!retry.is_due(UnixMillis(999)) && retry.is_due(UnixMillis(1_000)), "one second first");
        retry.failed(UnixMillis(1_000));
        assert!(!retry.is_due(UnixMillis(2_999)) && retry.is_due(UnixMillis(3_000)), "then two");
        assert!(retry.is_due(UnixMillis(500)), "a clock set back does not silence the meters");
        (0..10).for_each(|_| retry.failed(UnixMillis(5_000)));
        assert_eq!(retry.wait_ms, RETRY_MAX_MS);
    }
}
