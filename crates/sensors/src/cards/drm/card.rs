//! One card of amdgpu, i915 or xe.

use super::files::{first, hexadecimal, number, pci_name, text};
use super::{Roots, refusal};
use crate::cards::cap::{CapError, PowerSetting};
use crate::cards::foreign::{Holder, OwnPids, Shares, foreign_load, foreign_memory};
use crate::energy::{Counter, ceiling};
use crate::limits::{DROWSY_MS, SLOW_FACTS_MS};
use crate::sane::{self, Doubts};
use idlewatt_proto::device::{GpuReading, PowerRange, Throttle};
use idlewatt_proto::{Milliwatts, UnixMillis};
use std::fs;
use std::path::{Path, PathBuf};

const AMD: u32 = 0x1002;
const INTEL: u32 = 0x8086;

/// A card, and what is remembered of it from reading to reading.
#[derive(Debug)]
pub struct Card {
    pub uuid: String,
    /// Its place on the PCI bus, like `0000:03:00.0`.
    pub pdev: String,
    name: String,
    driver: String,
    /// Its folder by the name that this start gave it.
    drm: PathBuf,
    device: PathBuf,
    counter: Counter,
    /// The last look at a counter of energy, in microjoules, for power.
    looked: Option<(UnixMillis, u64)>,
    facts: Option<Facts>,
    /// Since when it is left alone, so that it may fall asleep.
    drowsy_since: Option<UnixMillis>,
}

/// What hardly changes.
#[derive(Debug, Clone)]
struct Facts {
    at: UnixMillis,
    hwmon: Option<PathBuf>,
    range: Option<PowerRange>,
    fan_percent: Option<u8>,
    display_active: bool,
    throttles: Vec<Throttle>,
    doubts: Vec<String>,
}

impl Card {
    /// The card `name` below `/sys/class/drm`; `None` if its driver is another.
    pub fn find(roots: &Roots, name: &str) -> Option<Self> {
        let drm = roots.drm.join(name);
        let device = fs::canonicalize(drm.join("device")).ok()?;
        let driver = fs::read_link(device.join("driver")).ok()?.file_name()?.to_str()?.to_owned();
        if !["amdgpu", "i915", "xe"].contains(&driver.as_str()) {
            return None;
        }
        let pdev = device.file_name()?.to_str()?.to_owned();
        // Where a card has a number of its own it keeps it in any slot; zero stands for none.
        let number = text(&device.join("unique_id")).filter(|id| id.bytes().any(|byte| byte != b'0'));
        let uuid = number.map_or_else(|| format!("PCI-{pdev}"), |id| format!("AMD-{id}"));
        let (name, counter) = (String::new(), Counter::default());
        let (looked, facts, drowsy_since) = (None, None, None);
        Some(Self { uuid, pdev, name, driver, drm, device, counter, looked, facts, drowsy_since })
    }

    pub fn is_same(&self, other: &Self) -> bool {
        (&self.uuid, &self.drm, &self.device) == (&other.uuid, &other.drm, &other.device)
    }

    pub fn is_there(&self) -> bool {
        self.device.exists()
    }

    pub fn named(mut self, roots: &Roots) -> Self {
        let vendor = hexadecimal(&self.device.join("vendor")).unwrap_or(0);
        let device = hexadecimal(&self.device.join("device")).unwrap_or(0);
        let maker = match vendor {
            AMD => "AMD",
            INTEL => "Intel",
            _ => "Unknown",
        };
        let told = text(&self.device.join("product_name")).filter(|name| !name.is_empty());
        let name = told.or_else(|| pci_name(&roots.pci_ids, vendor, device));
        self.name = match name {
            Some(name) if name.starts_with(maker) => name,
            Some(name) => format!("{maker} {name}"),
            None => format!("{maker} graphics card {device:04x}"),
        };
        self
    }

    /// `shares` and `holders` are those of this card.
    pub fn read(
        &mut self,
        shares: Option<&Shares>,
        holders: &[Holder],
        own: &OwnPids,
        clock: impl Fn() -> UnixMillis,
    ) -> GpuReading {
        let asked = clock();
        if self.is_asleep() {
            self.looked = None;
            self.drowsy_since = None;
            return GpuReading { load_percent: Some(0), foreign_load_percent: Some(0), ..self.blank(asked) };
        }
        // A worker that was just started may be about to open it.
        if !own.is_empty() || shares.is_some_and(|shares| shares.values().any(|share| *share > 0)) {
            self.drowsy_since = None;
        } else if self.is_drowsy(asked) {
            return self.blank(asked);
        }
        let facts = match self.facts.take() {
            Some(facts) if facts.at <= asked && asked.since_ms(facts.at) < SLOW_FACTS_MS => facts,
            _ => self.ask(asked),
        };
        let mut doubts = Doubts(facts.doubts.clone());
        let meters = facts.hwmon.clone().unwrap_or_default();
        let limit = limit(&meters).and_then(|mw| doubts.keep(sane::power_limit(mw, facts.range)));
        let ceiling = ceiling(limit, facts.range);
        let counted: Option<u64> = first(&meters, &["energy1_input", "energy2_input"]);
        let at = clock();
        let drawn = counted.and_then(|uj| self.looked.replace((asked, uj)).and_then(|then| mean_mw(then, (at, uj))));
        let power = first::<u64>(&meters, &["power1_average", "power1_input"]).map(|uw| uw / 1000).or(drawn);
        let energy = counted.and_then(|uj| doubts.keep(self.counter.check((asked, at), uj / 1000, ceiling)));
        let millidegrees: Option<i64> = first(&meters, &["temp1_input", "temp2_input"]);
        let busy: Option<u32> = number(&self.device.join("gpu_busy_percent"));
        let load = match busy {
            Some(percent) => doubts.keep(sane::percent(percent, "load")),
            None => shares.map(|shares| shares.values().fold(0, |sum: u8, share| sum.saturating_add(*share)).min(100)),
        };
        let memory =
            number(&self.device.join("mem_info_vram_used")).zip(number(&self.device.join("mem_info_vram_total")));
        let memory = memory.and_then(|(used, total)| doubts.keep(sane::memory(used, total)));
        let used = memory.map(|(used, _)| used);
        let reading = GpuReading {
            load_percent: load,
            foreign_load_percent: foreign_load(load, shares, own),
            power: power.and_then(|mw| doubts.keep(sane::power(mw, ceiling))),
            energy,
            power_limit: limit,
            temperature_c: millidegrees.and_then(|milli| doubts.keep(sane::temperature(milli.div_euclid(1000)))),
            memory_used: used,
            memory_total: memory.map(|(_, total)| total),
            // The kernel always shows us our own, so no list is as good as an empty one.
            foreign_memory: used.and_then(|used| foreign_memory(used, Some(holders), own)),
            display_active: Some(facts.display_active),
            power_range: facts.range,
            fan_percent: facts.fan_percent,
            throttles: facts.throttles.clone(),
            doubts: doubts.0,
            ..self.blank(at)
        };
        self.facts = Some(facts);
        reading
    }

    /// A laptop's second card sleeps while nobody uses it. To ask it anything would wake it.
    fn is_asleep(&self) -> bool {
        text(&self.device.join("power/runtime_status")).as_deref() == Some("suspended")
    }

    /// A card that may sleep, shows nothing and is used by nobody falls asleep soon, unless it is asked: each look
    /// makes it wait anew. One that did not by then stays awake for a reason, and may be asked.
    fn is_drowsy(&mut self, now: UnixMillis) -> bool {
        if text(&self.device.join("power/control")).as_deref() != Some("auto") || self.display_active() {
            return false;
        }
        let since = *self.drowsy_since.get_or_insert(now);
        since <= now && now.since_ms(since) < DROWSY_MS
    }

    fn blank(&self, at: UnixMillis) -> GpuReading {
        GpuReading {
            at,
            name: self.name.clone(),
            uuid: self.uuid.clone(),
            simulated: false,
            load_percent: None,
            foreign_load_percent: None,
            power: None,
            energy: None,
            power_limit: None,
            temperature_c: None,
            memory_used: None,
            memory_total: None,
            foreign_memory: None,
            display_active: None,
            source: self.driver.clone(),
            power_range: None,
            fan_percent: None,
            throttles: Vec::new(),
            encoder_sessions: None,
            doubts: Vec::new(),
        }
    }

    fn ask(&self, at: UnixMillis) -> Facts {
        let mut doubts = Doubts::default();
        let hwmon = self.hwmon();
        let range = hwmon.as_deref().and_then(range).and_then(|range| doubts.keep(range));
        Facts {
            at,
            range,
            fan_percent: hwmon.as_deref().and_then(fan).and_then(|fan| doubts.keep(fan)),
            hwmon,
            display_active: self.display_active(),
            throttles: self.throttles(),
            doubts: doubts.0,
        }
    }

    /// The folder of its meters, whose number changes from start to start.
    fn hwmon(&self) -> Option<PathBuf> {
        let mut folders = fs::read_dir(self.device.join("hwmon")).ok()?.flatten();
        folders.find(|folder| folder.file_name().to_string_lossy().starts_with("hwmon")).map(|folder| folder.path())
    }

    /// A socket is enabled while a picture is sent through it.
    fn display_active(&self) -> bool {
        let sockets = fs::read_dir(&self.drm).into_iter().flatten().flatten();
        sockets.into_iter().any(|socket| text(&socket.path().join("enabled")).as_deref() == Some("enabled"))
    }

    /// i915 and xe have a file for each reason.
    fn throttles(&self) -> Vec<Throttle> {
        let i915 = (self.drm.join("gt/gt0"), "throttle_reason_");
        let xe = (self.device.join("tile0/gt0/freq0/throttle"), "reason_");
        let is = |reason: &str| {
            [&i915, &xe].iter().any(|(folder, prefix)| number(&folder.join(format!("{prefix}{reason}"))) == Some(1u8))
        };
        let any = |reasons: &[&str]| reasons.iter().any(|reason| is(reason));
        let reasons = [
            (any(&["pl1", "pl2"]), Throttle::Power),
            (any(&["thermal", "ratl"]), Throttle::Heat),
            // The most that the supply gives at once, and its parts' heat.
            (any(&["pl4", "prochot", "vr_thermalert", "vr_tdc"]), Throttle::Hardware),
        ];
        reasons.into_iter().filter_map(|(is, throttle)| is.then_some(throttle)).collect()
    }

    pub fn power_limit_setting(&self) -> Result<PowerSetting, CapError> {
        let meters = self.hwmon().ok_or(CapError::NotSupported)?;
        let range = range(&meters).ok_or(CapError::NotSupported)?.map_err(|doubt| CapError::Driver(doubt.into()))?;
        Ok(PowerSetting { now: Milliwatts(limit(&meters).ok_or(CapError::NotSupported)?), range })
    }

    pub fn set_power_limit(&self, limit: Milliwatts) -> Result<(), CapError> {
        let PowerSetting { range, .. } = self.power_limit_setting()?;
        if !(range.least..=range.most).contains(&limit) {
            return Err(CapError::OutOfRange { wanted: limit, range });
        }
        let meters = self.hwmon().ok_or(CapError::NotSupported)?;
        // Opened as it is, since a file that does not exist must not be made.
        let file = fs::OpenOptions::new().write(true).open(meters.join("power1_cap"));
        file.and_then(|mut file| std::io::Write::write_all(&mut file, format!("{}", limit.0 * 1000).as_bytes()))
            .map_err(refusal)
    }
}

/// In milliwatts. Zero stands for none.
fn limit(meters: &Path) -> Option<u64> {
    first(meters, &["power1_cap", "power1_max"]).map(|uw: u64| uw / 1000).filter(|mw| *mw > 0)
}

fn range(meters: &Path) -> Option<Result<PowerRange, String>> {
    let mw = |name: &str| number(&meters.join(name)).map(|uw: u64| uw / 1000);
    Some(sane::power_range(mw("power1_cap_min")?, mw("power1_cap_max")?, mw("power1_cap_default")))
}

/// Speed if its most is known, else how hard it is driven.
fn fan(meters: &Path) -> Option<Result<u8, String>> {
    let file = |name: &str| number::<u32>(&meters.join(name));
    let (now, most) = match (file("fan1_input"), file("fan1_max")) {
        (Some(now), Some(most @ 1..)) => (now, most),
        _ => (file("pwm1")?, file("pwm1_max").filter(|most| *most > 0).unwrap_or(255)),
    };
    let percent = u64::from(now) * 100 / u64::from(most);
    // Fans turn somewhat faster than they are said to.
    let percent = if percent <= 120 { percent.min(100) } else { percent };
    Some(sane::percent(u32::try_from(percent).unwrap_or(u32::MAX), "of its fan's most"))
}

/// Between two looks at a counter of microjoules, which over milliseconds are milliwatts.
fn mean_mw((then, from): (UnixMillis, u64), (now, to): (UnixMillis, u64)) -> Option<u64> {
    to.checked_sub(from)?.checked_div(now.since_ms(then))
}
