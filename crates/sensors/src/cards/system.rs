//! What the system knows of processes on cards, where the driver does not tell.

use super::foreign::Shares;
use idlewatt_proto::UnixMillis;

/// Load per process as the system itself counts it, for drivers that do not (Windows' WDDM).
#[cfg(windows)]
#[derive(Debug, Default)]
pub struct Loads {
    counters: Option<crate::platform::EngineLoad>,
    read_at: Option<UnixMillis>,
    told: Option<Shares>,
}

#[cfg(windows)]
impl Loads {
    /// `None`: it counts none, or has just begun to. On a machine with several cards a process counts with the busiest
    /// of its loads, because nothing says which card is which.
    pub fn shares(&mut self, now: UnixMillis) -> Option<&Shares> {
        let fresh = |at: UnixMillis| at <= now && now.since_ms(at) < crate::limits::ENGINES_EVERY_MS;
        if !self.read_at.is_some_and(fresh) {
            self.read_at = Some(now);
            self.told = self.read();
        }
        self.told.as_ref()
    }

    fn read(&mut self) -> Option<Shares> {
        let Some(counters) = &mut self.counters else {
            self.counters = crate::platform::EngineLoad::open().ok();
            return None;
        };
        let Ok(users) = counters.read() else {
            self.counters = None;
            return None;
        };
        let mut shares = Shares::new();
        for user in users {
            let share = shares.entry(user.pid).or_default();
            *share = (*share).max(user.percent.round() as u8);
        }
        Some(shares)
    }
}

/// Elsewhere the drivers tell.
#[cfg(not(windows))]
#[derive(Debug, Default)]
pub struct Loads;

#[cfg(not(windows))]
impl Loads {
    /// It counts none.
    pub fn shares(&mut self, _now: UnixMillis) -> Option<&Shares> {
        None
    }
}

/// The file name of a process's program; `None` where it is hidden or the process is gone.
#[cfg(target_os = "linux")]
pub fn program(pid: u32) -> Option<String> {
    super::drm::program(std::path::Path::new("/proc"), pid)
}

#[cfg(not(target_os = "linux"))]
pub fn program(_pid: u32) -> Option<String> {
    None
}
