//! Graphics cards: NVIDIA's through NVML, on Linux AMD's and Intel's through the kernel's files.

mod cap;
#[cfg(target_os = "linux")]
mod drm;
mod foreign;
mod nvml;
mod system;

use crate::limits::{RETRY_FIRST_MS, RETRY_MAX_MS};
use crate::{Source, platform};
pub use cap::{Cap, CapError, CapJournal, Plan, PowerSetting};
use foreign::OwnPids;
use idlewatt_proto::device::GpuReading;
use idlewatt_proto::{Milliwatts, UnixMillis};
use nvml::{Link, Told, Trouble};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// [`GpuReading::source`] of a reading that is of all cards together.
pub const WHOLE_SYSTEM: &str = "windows";

/// What the cards say at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct CardsReading {
    /// When.
    pub at: UnixMillis,
    /// Each card. Empty unless `state` is [`Source::Ok`].
    pub gpus: Vec<GpuReading>,
    /// How the cards' meters stand: `Ok` when at least one card tells.
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
    #[cfg(target_os = "linux")]
    drm: Option<drm::Drm>,
    #[cfg(windows)]
    loads: system::Loads,
    state: Source,
    /// A card was read once: from then on its absence is a failure.
    seen: bool,
    retry: Retry,
    own: OwnPids,
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
    /// Looks for a driver: in `library` instead of the platform's places, if given, and then nowhere else. Never
    /// fails: what is not there now is looked for again by later reads.
    pub fn open(library: Option<&Path>) -> Self {
        let libraries = library.map_or_else(platform::nvml_candidates, |path| vec![path.to_owned()]);
        let mut cards = Self {
            libraries,
            link: None,
            #[cfg(target_os = "linux")]
            drm: library.is_none().then(|| drm::Drm::open(drm::Roots::system())),
            #[cfg(windows)]
            loads: system::Loads::default(),
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

    /// Looks for a driver in `library` and for the kernel's files below `sys` and `proc` instead of in the system:
    /// a machine that is played.
    #[cfg(target_os = "linux")]
    pub fn open_played(library: &Path, sys: &Path, proc: &Path) -> Self {
        let roots =
            drm::Roots { drm: sys.join("class/drm"), proc: proc.to_owned(), pci_ids: vec![sys.join("pci.ids")] };
        Self { drm: Some(drm::Drm::open(roots)), ..Self::open(Some(library)) }
    }

    /// Reads every card. `own` are the pids of our workers, whose load is not somebody else's.
    pub fn read(&mut self, own: &[u32], now: UnixMillis) -> CardsReading {
        self.own.remember(own, now);
        let mut told = self.read_nvml(now);
        let others = self.read_others(now);
        told.gpus.extend(others.gpus);
        told.users.extend(others.users);
        let state = if told.gpus.is_empty() { self.state.clone() } else { Source::Ok };
        CardsReading { at: now, gpus: told.gpus, state, users: told.users }
    }

    #[cfg(target_os = "linux")]
    fn read_others(&mut self, now: UnixMillis) -> Told {
        self.drm.as_mut().map(|drm| drm.read(&self.own, clock(now))).unwrap_or_default()
    }

    /// Where no driver tells, Windows still counts who keeps the cards busy: of every make, all cards in one.
    #[cfg(windows)]
    fn read_others(&mut self, now: UnixMillis) -> Told {
        if self.link.is_some() {
            return Told::default();
        }
        let Some(shares) = self.loads.shares(now).cloned() else { return Told::default() };
        let load: u32 = shares.values().map(|share| u32::from(*share)).sum();
        let load = Some(load.min(100) as u8);
        let uuid = "windows".to_owned();
        let gpu = GpuReading {
            at: now,
            name: "graphics adapters".to_owned(),
            simulated: false,
            load_percent: load,
            foreign_load_percent: foreign::foreign_load(load, Some(&shares), &self.own),
            power: None,
            energy: None,
            power_limit: None,
            temperature_c: None,
            memory_used: None,
            memory_total: None,
            foreign_memory: None,
            display_active: None,
            source: WHOLE_SYSTEM.to_owned(),
            power_range: None,
            fan_percent: None,
            throttles: Vec::new(),
            encoder_sessions: None,
            doubts: Vec::new(),
            uuid: uuid.clone(),
        };
        let users = foreign::users(&uuid, &[], Some(&shares), &self.own);
        Told { gpus: vec![gpu], users, lost: None }
    }

    #[cfg(not(any(target_os = "linux", windows)))]
    fn read_others(&mut self, _now: UnixMillis) -> Told {
        Told::default()
    }

    /// The power limit that is set on card `uuid`, and what it may be set to.
    pub fn power_limit_setting(&self, uuid: &str) -> Result<PowerSetting, CapError> {
        #[cfg(target_os = "linux")]
        if let Some(drm) = self.drm.as_ref().filter(|drm| drm.has(uuid)) {
            return drm.power_limit_setting(uuid);
        }
        self.link(uuid)?.power_limit_setting(uuid)
    }

    /// Sets the power limit of card `uuid`. Most systems let administrators only.
    pub fn set_power_limit(&mut self, uuid: &str, limit: Milliwatts) -> Result<(), CapError> {
        #[cfg(target_os = "linux")]
        if let Some(drm) = self.drm.as_ref().filter(|drm| drm.has(uuid)) {
            return drm.set_power_limit(uuid, limit);
        }
        self.link(uuid)?.set_power_limit(uuid, limit)
    }

    fn link(&self, uuid: &str) -> Result<&Link, CapError> {
        self.link.as_ref().ok_or_else(|| CapError::NoSuchCard(uuid.to_owned()))
    }

    fn read_nvml(&mut self, now: UnixMillis) -> Told {
        if self.link.is_none() && !self.retry.is_due(now) {
            return Told::default();
        }
        match self.try_nvml(now) {
            Ok(told) => {
                if self.state != Source::Ok {
                    tracing::info!(cards = told.gpus.len(), "the graphics card's meters tell");
                }
                self.state = Source::Ok;
                self.seen = true;
                match &told.lost {
                    None => self.retry = Retry::default(),
                    // Only a new handle finds a lost card again, and the others' counters are watched anew with it.
                    Some(trouble) if self.retry.is_due(now) => {
                        tracing::warn!("one of several cards: {trouble}");
                        self.retry.failed(now);
                        // Closed before it is opened again, or the driver would go on with what it had.
                        self.link = None;
                        self.link = Link::open(&self.libraries).ok();
                    }
                    Some(_) => {}
                }
                told
            }
            Err(trouble) => {
                self.link = None;
                self.retry.failed(now);
                self.enter(&trouble);
                Told::default()
            }
        }
    }

    fn try_nvml(&mut self, now: UnixMillis) -> Result<Told, Trouble> {
        let mut link = match self.link.take() {
            Some(link) => link,
            None => Link::open(&self.libraries)?,
        };
        let told = link.read(&self.own, clock(now))?;
        self.link = Some(link);
        Ok(told)
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

/// Goes on from `now`, with the time that the reading itself takes.
fn clock(now: UnixMillis) -> impl Fn() -> UnixMillis {
    let begun = Instant::now();
    move || now.plus_ms(u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

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
