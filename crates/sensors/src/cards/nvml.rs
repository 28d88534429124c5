//! NVIDIA cards through NVML.
//!
//! A handle is kept while it works and dropped at the first sign that driver or card are gone (an update, a suspend,
//! a card off the bus); later reads open a new one, with growing pauses. Old handles do not recover by themselves.

use super::foreign::{Holder, OwnPids, Shares, foreign_load, foreign_memory, users};
use super::{CapError, GpuUser, PowerSetting, system};
use crate::energy::{Counter, ceiling};
use crate::limits::{CARDS, FANS, SAMPLE_WINDOW_MS, SLOW_FACTS_MS};
use crate::sane::{self, Doubts};
use idlewatt_proto::device::{GpuReading, PowerRange, Throttle};
use idlewatt_proto::{Bytes, Milliwatts, UnixMillis};
use nvml_wrapper::bitmasks::device::ThrottleReasons;
use nvml_wrapper::enum_wrappers::device::TemperatureSensor;
use nvml_wrapper::enums::device::UsedGpuMemory;
use nvml_wrapper::error::NvmlError;
use nvml_wrapper::struct_wrappers::device::{ProcessInfo, ProcessUtilizationSample};
use nvml_wrapper::{Device, Nvml};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// Why there are no readings.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
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
    pub fn means_absent(&self) -> bool {
        matches!(self, Self::NoLibrary(_) | Self::NotLoaded | Self::NoCard)
    }
}

/// An open library.
#[derive(Debug)]
pub struct Link {
    nvml: Nvml,
    simulated: bool,
    /// By the driver's index, which is good for as long as the library stays open.
    known: Vec<Known>,
    counted_at: Option<UnixMillis>,
    loads: system::Loads,
}

/// What is remembered of a card from reading to reading.
#[derive(Debug, Default)]
struct Known {
    facts: Option<Facts>,
    counter: Counter,
}

/// What hardly changes, or costs most to ask for.
#[derive(Debug)]
struct Facts {
    at: UnixMillis,
    name: String,
    uuid: String,
    range: Option<PowerRange>,
    fan_percent: Option<u8>,
    encoder_sessions: Option<u32>,
    display_active: Option<bool>,
    foreign_memory: Option<Bytes>,
    holders: Option<Vec<Holder>>,
    doubts: Vec<String>,
}

/// What all cards said, and what kept one from saying anything while others did.
#[derive(Debug, Default)]
pub struct Told {
    pub gpus: Vec<GpuReading>,
    pub users: Vec<GpuUser>,
    pub lost: Option<Trouble>,
}

impl Link {
    pub fn open(libraries: &[PathBuf]) -> Result<Self, Trouble> {
        let mut missing = Vec::new();
        for library in libraries {
            match Nvml::builder().lib_path(library.as_os_str()).init() {
                Ok(nvml) => {
                    let simulated = nvml.sys_driver_version().is_ok_and(|version| version.contains("simulated"));
                    return Ok(Self {
                        nvml,
                        simulated,
                        known: Vec::new(),
                        counted_at: None,
                        loads: Default::default(),
                    });
                }
                Err(NvmlError::LibloadingError(error)) => missing.push(error.to_string()),
                Err(NvmlError::DriverNotLoaded) => return Err(Trouble::NotLoaded),
                Err(error) => return Err(Trouble::Open(error)),
            }
        }
        let why = if missing.is_empty() { "none exists for this system".to_owned() } else { missing.join("; ") };
        Err(Trouble::NoLibrary(why))
    }

    /// `clock` tells the time of each card's answers: a driver that hangs in one call makes all later ones late, and
    /// energy is judged by its time.
    pub fn read(&mut self, own: &OwnPids, clock: impl Fn() -> UnixMillis) -> Result<Told, Trouble> {
        let mut told = Told::default();
        if !self.counted_at.is_some_and(|at| is_fresh(at, clock())) {
            let count = self.nvml.device_count().map_err(Trouble::Read)?.min(CARDS);
            self.known.resize_with(count as usize, Known::default);
            self.counted_at = Some(clock());
        }
        let by_system = self.loads.shares(clock());
        for (index, known) in (0..).zip(&mut self.known) {
            let card = self.nvml.device_by_index(index);
            match card.map_err(Trouble::Read).and_then(|card| known.read(&self.nvml, &card, (own, by_system), &clock)) {
                Ok((gpu, users)) => {
                    told.gpus.push(GpuReading { simulated: self.simulated, ..gpu });
                    told.users.extend(users);
                }
                // Cards that this user may not touch are counted, too.
                Err(Trouble::Read(NvmlError::NoPermission)) => {}
                Err(trouble) => {
                    *known = Known::default();
                    told.lost.get_or_insert(trouble);
                }
            }
        }
        if told.gpus.is_empty() { Err(told.lost.unwrap_or(Trouble::NoCard)) } else { Ok(told) }
    }
}

impl Link {
    pub fn power_limit_setting(&self, uuid: &str) -> Result<PowerSetting, CapError> {
        let card = self.card(uuid)?;
        let now = card.power_management_limit().map_err(refusal)?;
        let range = power_range(&card).map_err(|trouble| CapError::Driver(Box::new(trouble)))?;
        let range = range.ok_or(CapError::NotSupported)?.map_err(|doubt| CapError::Driver(doubt.into()))?;
        Ok(PowerSetting { now: Milliwatts(u64::from(now)), range })
    }

    pub fn set_power_limit(&self, uuid: &str, limit: Milliwatts) -> Result<(), CapError> {
        let PowerSetting { range, .. } = self.power_limit_setting(uuid)?;
        let outside = CapError::OutOfRange { wanted: limit, range };
        match u32::try_from(limit.0) {
            Ok(mw) if (range.least..=range.most).contains(&limit) => {
                self.card(uuid)?.set_power_management_limit(mw).map_err(refusal)
            }
            _ => Err(outside),
        }
    }

    /// Asked for by name each time: limits are set seldom, and a stale index would be another card's.
    fn card(&self, uuid: &str) -> Result<Device<'_>, CapError> {
        let count = self.nvml.device_count().map_err(refusal)?.min(CARDS);
        let mut cards = (0..count).filter_map(|index| self.nvml.device_by_index(index).ok());
        cards
            .find(|card| card.uuid().is_ok_and(|name| name == uuid))
            .ok_or_else(|| CapError::NoSuchCard(uuid.to_owned()))
    }
}

fn refusal(error: NvmlError) -> CapError {
    match error {
        NvmlError::NoPermission => CapError::NotPermitted,
        NvmlError::NotSupported | NvmlError::FailedToLoadSymbol(_) => CapError::NotSupported,
        error => CapError::Driver(Box::new(error)),
    }
}

fn is_fresh(at: UnixMillis, now: UnixMillis) -> bool {
    at <= now && now.since_ms(at) < SLOW_FACTS_MS
}

impl Known {
    fn read(
        &mut self,
        nvml: &Nvml,
        card: &Device<'_>,
        (own, by_system): (&OwnPids, Option<&Shares>),
        clock: impl Fn() -> UnixMillis,
    ) -> Result<(GpuReading, Vec<GpuUser>), Trouble> {
        let now = clock();
        let facts = match self.facts.take().filter(|facts| is_fresh(facts.at, now)) {
            Some(facts) => facts,
            None => Facts::ask(nvml, card, own, now)?,
        };
        let facts = self.facts.insert(facts);
        let mut doubts = Doubts(facts.doubts.clone());
        let load = told(card.utilization_rates())?.and_then(|rates| doubts.keep(sane::percent(rates.gpu, "load")));
        let limit = told(card.enforced_power_limit())?;
        let limit = limit.and_then(|mw| doubts.keep(sane::power_limit(u64::from(mw), facts.range)));
        let ceiling = ceiling(limit, facts.range);
        let power = told(card.power_usage())?.and_then(|mw| doubts.keep(sane::power(u64::from(mw), ceiling)));
        let memory = told(card.memory_info())?;
        let memory = memory.and_then(|memory| doubts.keep(sane::memory(memory.used, memory.total)));
        if load.is_none() && power.is_none() && memory.is_none() && doubts.0.is_empty() {
            return Err(Trouble::Dumb);
        }
        let temperature = told(card.temperature(TemperatureSensor::Gpu))?;
        // NVML's temperatures are unsigned: one below zero comes as a huge number.
        let temperature = temperature.and_then(|c| doubts.keep(sane::temperature(i64::from(c.cast_signed()))));
        let asked = clock();
        let energy = told(card.total_energy_consumption())?;
        let at = clock();
        let energy = energy.and_then(|mj| doubts.keep(self.counter.check((asked, at), mj, ceiling)));
        let shares = match shares(card, now)? {
            Some(shares) if !shares.is_empty() => Some(shares),
            none => by_system.cloned().or(none),
        };
        let users = users(&facts.uuid, facts.holders.as_deref().unwrap_or_default(), shares.as_ref(), own);
        let reading = GpuReading {
            at,
            name: facts.name.clone(),
            uuid: facts.uuid.clone(),
            simulated: false,
            load_percent: load,
            foreign_load_percent: foreign_load(load, shares.as_ref(), own),
            power,
            energy,
            power_limit: limit,
            temperature_c: temperature,
            memory_used: memory.map(|(used, _)| used),
            memory_total: memory.map(|(_, total)| total),
            foreign_memory: facts.foreign_memory,
            display_active: facts.display_active,
            source: "nvml".to_owned(),
            power_range: facts.range,
            fan_percent: facts.fan_percent,
            throttles: told(card.current_throttle_reasons())?.map(throttles).unwrap_or_default(),
            encoder_sessions: facts.encoder_sessions,
            doubts: doubts.0,
        };
        Ok((reading, users))
    }
}

impl Facts {
    fn ask(nvml: &Nvml, card: &Device<'_>, own: &OwnPids, now: UnixMillis) -> Result<Self, Trouble> {
        let mut doubts = Doubts::default();
        // Memory first: what a worker takes between the two questions then counts as ours, not as somebody else's.
        let memory = told(card.memory_info())?.and_then(|memory| sane::memory(memory.used, memory.total).ok());
        let holders = holders(nvml, card)?;
        Ok(Self {
            at: now,
            name: card.name().map_err(Trouble::Read)?,
            uuid: card.uuid().map_err(Trouble::Read)?,
            range: power_range(card)?.and_then(|range| doubts.keep(range)),
            fan_percent: fan(card, &mut doubts)?,
            encoder_sessions: encoder_sessions(card, own)?,
            display_active: told(card.is_display_active())?,
            foreign_memory: memory.and_then(|(used, _)| foreign_memory(used, holders.as_deref(), own)),
            holders,
            doubts: doubts.0,
        })
    }
}

/// What the limit may be set to, if the card tells.
fn power_range(card: &Device<'_>) -> Result<Option<Result<PowerRange, String>>, Trouble> {
    let default = told(card.power_management_limit_default())?.map(u64::from);
    let range = told(card.power_management_limit_constraints())?;
    Ok(range.map(|range| sane::power_range(u64::from(range.min_limit), u64::from(range.max_limit), default)))
}

/// The fastest fan. Cards that are cooled by somebody else's have none.
fn fan(card: &Device<'_>, doubts: &mut Doubts) -> Result<Option<u8>, Trouble> {
    let mut fastest = None;
    for index in 0..told(card.num_fans())?.unwrap_or(0).min(FANS) {
        // Fans may be driven beyond the speed that counts as their most.
        let percent =
            told(card.fan_speed(index))?.map(|percent| if percent <= 120 { percent.min(100) } else { percent });
        fastest = fastest.max(percent.and_then(|percent| doubts.keep(sane::percent(percent, "of its fans' most"))));
    }
    Ok(fastest)
}

/// Videos that others encode. Without a list (a codec that this wrapper does not know) their number is enough: our
/// workers encode none.
fn encoder_sessions(card: &Device<'_>, own: &OwnPids) -> Result<Option<u32>, Trouble> {
    if let Some(sessions) = told(card.encoder_sessions())? {
        let theirs = sessions.iter().filter(|session| !own.has(session.pid)).count();
        return Ok(u32::try_from(theirs).ok());
    }
    Ok(told(card.encoder_stats())?.map(|stats| stats.session_count))
}

/// Who has the card open, each process once; `None` where the driver lists nobody.
fn holders(nvml: &Nvml, card: &Device<'_>) -> Result<Option<Vec<Holder>>, Trouble> {
    let lists = [told(card.running_compute_processes())?, told(card.running_graphics_processes())?];
    if lists.iter().all(Option::is_none) {
        return Ok(None);
    }
    let mut memory: BTreeMap<u32, Option<Bytes>> = BTreeMap::new();
    for ProcessInfo { pid, used_gpu_memory, .. } in lists.into_iter().flatten().flatten() {
        let held = match used_gpu_memory {
            UsedGpuMemory::Used(bytes) => Some(Bytes(bytes)),
            UsedGpuMemory::Unavailable => None,
        };
        // Who computes and draws is on both lists, each time with all that it holds.
        let entry = memory.entry(pid).or_default();
        *entry = held.max(*entry);
    }
    let program = |pid| system::program(pid).or_else(|| nvml.sys_process_name(pid, PATH_BYTES).ok().map(file_name));
    Ok(Some(memory.into_iter().map(|(pid, memory)| Holder { pid, memory, program: program(pid) }).collect()))
}

/// Room for a path. Longer ones come cut, and name nobody.
const PATH_BYTES: usize = 1024;

/// Of a path of either system, since Wine's programs have both.
fn file_name(path: String) -> String {
    path.rsplit(['/', '\\']).next().map(str::to_owned).unwrap_or(path)
}

/// Load per process; `None` where the driver does not tell it.
fn shares(card: &Device<'_>, now: UnixMillis) -> Result<Option<Shares>, Trouble> {
    let since_us = now.0.saturating_sub(SAMPLE_WINDOW_MS).saturating_mul(1000);
    match card.process_utilization_stats(since_us) {
        // So the driver says that nobody used the card in the window.
        Err(NvmlError::NotFound) => Ok(Some(Shares::new())),
        other => Ok(told(other)?.map(|samples| newest(&samples))),
    }
}

fn newest(samples: &[ProcessUtilizationSample]) -> Shares {
    let mut newest: HashMap<u32, (u64, u8)> = HashMap::new();
    for sample in samples {
        // Drivers have been seen to hand out samples of pid 0 and of thousands of percent.
        if let (1.., Ok(share)) = (sample.pid, sane::percent(sample.sm_util, "load")) {
            let entry = newest.entry(sample.pid).or_default();
            *entry = (*entry).max((sample.timestamp, share));
        }
    }
    newest.into_iter().map(|(pid, (_, share))| (pid, share)).collect()
}

fn throttles(reasons: ThrottleReasons) -> Vec<Throttle> {
    use ThrottleReasons as R;
    let heat = R::SW_THERMAL_SLOWDOWN | R::HW_THERMAL_SLOWDOWN;
    // The board's slowdown is also raised along with the reason behind it, which tells more.
    let board = R::HW_POWER_BRAKE_SLOWDOWN | if reasons.intersects(heat) { R::NONE } else { R::HW_SLOWDOWN };
    [(R::SW_POWER_CAP, Throttle::Power), (heat, Throttle::Heat), (board, Throttle::Hardware)]
        .into_iter()
        .filter_map(|(which, throttle)| reasons.intersects(which).then_some(throttle))
        .collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_sample_of_each_process_counts_and_nonsense_does_not() {
        let sample = |pid, timestamp, sm_util| ProcessUtilizationSample {
            pid,
            timestamp,
            sm_util,
            mem_util: 0,
            enc_util: 0,
            dec_util: 0,
        };
        let samples = [sample(7, 1, 60), sample(7, 2, 55), sample(9, 2, 40), sample(0, 3, 90), sample(8, 3, 4_000)];
        assert_eq!(newest(&samples), Shares::from([(7, 55), (9, 40)]));
    }

    #[test]
    fn being_idle_is_no_reason_to_be_slow() {
        use ThrottleReasons as R;
        assert_eq!(throttles(R::GPU_IDLE | R::APPLICATIONS_CLOCKS_SETTING | R::SYNC_BOOST), []);
        assert_eq!(throttles(R::SW_POWER_CAP), [Throttle::Power]);
        assert_eq!(throttles(R::HW_SLOWDOWN | R::HW_THERMAL_SLOWDOWN), [Throttle::Heat], "one cause, once");
        assert_eq!(throttles(R::HW_SLOWDOWN), [Throttle::Hardware]);
        assert_eq!(throttles(R::all()), [Throttle::Power, Throttle::Heat, Throttle::Hardware]);
    }

    #[test]
    fn programs_are_named_by_their_file() {
        assert_eq!(file_name(r"C:\Games\hl2.exe".to_owned()), "hl2.exe");
        assert_eq!(file_name("/usr/bin/gnome-shell".to_owned()), "gnome-shell");
    }
}
