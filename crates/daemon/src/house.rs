//! What every part of the daemon may reach: the rooms, and the facts that pass between them.

use crate::books::Books;
use crate::limits::LOAD_LINGERS_MS;
use crate::settings::Settings;
use idlewatt_control::home::Home;
use idlewatt_control::messages::{CurrentJob, Preview};
use idlewatt_foreman::Workshop;
use idlewatt_mesh::Mesh;
use idlewatt_policy::idle::{DeviceFact, Pause, Verdict};
use idlewatt_policy::price::Costs;
use idlewatt_proto::device::{DeviceKind, MeasuredDevice};
use idlewatt_proto::reason::{Activity, StopReason, WaitReason};
use idlewatt_proto::sign::Keypair;
use idlewatt_proto::{Milliwatts, NodeId, UnixMillis};
use idlewatt_sensors::Reading;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The house. One per process, shared by all tasks.
pub struct House {
    pub home: Home,
    pub settings: watch::Sender<Settings>,
    /// Why the settings file is not in use, if so.
    pub settings_fault: Option<String>,
    pub key: Keypair,
    pub mesh: Mesh,
    pub books: Books,
    pub workshop: Workshop,
    /// The owner's pause; survives a restart.
    pub pause: watch::Sender<Option<Pause>>,
    pub adapter: watch::Sender<Adapter>,
    pub reading: watch::Sender<Option<Reading>>,
    pub verdict: watch::Sender<Verdict>,
    pub listed: watch::Sender<u32>,
    pub current: watch::Sender<Option<CurrentJob>>,
    pub preview: watch::Sender<Option<Preview>>,
    /// Worker processes of ours, whose load is not somebody else's.
    pub own_workers: Mutex<Vec<u32>>,
    /// Worker processes of ours whose name is not known: they look into scenes or adapters, briefly.
    pub unnamed_workers: Mutex<Unnamed>,
    /// Right units in a row, by provider, since this daemon started.
    pub proven: Mutex<HashMap<NodeId, u32>>,
    /// Power of the machine while nothing of ours runs.
    pub idle_power: watch::Sender<Option<Milliwatts>>,
    pub stop: CancellationToken,
    pub tasks: TaskTracker,
}

/// What the worker found to compute with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adapter {
    pub fact: DeviceFact,
    pub measured: Option<MeasuredDevice>,
    /// Failures in a row, of jobs that another worker would have done.
    pub failures: u32,
}

impl Adapter {
    pub fn unknown() -> Self {
        Self { fact: DeviceFact::Measuring, measured: None, failures: 0 }
    }
}

/// Workers that cannot be told from a stranger's process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unnamed {
    count: u32,
    last_ended: Option<UnixMillis>,
}

/// What holds before the judge has looked.
pub fn before_judgement() -> Verdict {
    Verdict { activity: Activity::Waiting { reason: WaitReason::Starting }, may_work: false, kill: false }
}

/// Wall time.
pub fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    UnixMillis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// Uniform random bits from the operating system.
///
/// # Panics
/// When the operating system has no randomness to give: nothing secret may be made then.
pub fn dice() -> u32 {
    match getrandom::u32() {
        Ok(bits) => bits,
        Err(error) => panic!("no randomness from the operating system: {error}"),
    }
}

impl House {
    pub fn node(&self) -> NodeId {
        self.key.node_id()
    }

    pub fn may_work(&self) -> bool {
        self.verdict.borrow().may_work
    }

    /// What an hour of work costs here.
    pub fn costs(&self) -> Costs {
        let settings = self.settings.borrow();
        Costs {
            power_above_idle: self.working_power(),
            tariff_per_kwh: settings.tariff_per_kwh(),
            wear_per_hour: settings.wear_per_hour(),
            margin_permille: settings.provider.margin_percent.saturating_mul(10),
        }
    }

    /// Power that work adds: the card's limit less its idle power where meters tell, else an assumption.
    pub fn working_power(&self) -> Milliwatts {
        let reading = self.reading.borrow();
        let limit = reading.as_ref().and_then(|reading| reading.gpus.first()?.power_limit);
        match (limit, *self.idle_power.borrow()) {
            (Some(limit), idle) => limit.saturating_sub(idle.unwrap_or_default()),
            (None, _) => {
                let kind = self.adapter.borrow().measured.as_ref().map(|measured| measured.device.kind);
                Milliwatts(
                    crate::limits::ASSUMED_POWER_MW[match kind {
                        Some(DeviceKind::Discrete) | None => 0,
                        Some(DeviceKind::Integrated | DeviceKind::Virtual) => 1,
                        Some(DeviceKind::Software) => 2,
                    }],
                )
            }
        }
    }

    /// Runs something that starts a worker of its own; until shortly after, foreign load cannot be told apart.
    pub async fn unnamed<T>(&self, work: impl Future<Output = T>) -> T {
        locked(&self.unnamed_workers).count += 1;
        let done = work.await;
        let mut unnamed = locked(&self.unnamed_workers);
        *unnamed = Unnamed { count: unnamed.count - 1, last_ended: Some(now()) };
        done
    }

    /// Whether a reading taken at that time may count our own load as somebody else's.
    pub fn load_is_ambiguous(&self, at: UnixMillis) -> bool {
        let unnamed = *locked(&self.unnamed_workers);
        unnamed.count > 0 || unnamed.last_ended.is_some_and(|ended| at.since_ms(ended) < LOAD_LINGERS_MS)
    }

    /// Counts a worker process as ours until the guard is dropped.
    pub fn own(self: &Arc<Self>, pid: Option<u32>) -> OwnWorker {
        if let Some(pid) = pid {
            locked(&self.own_workers).push(pid);
        }
        OwnWorker { house: Arc::clone(self), pid }
    }
}

/// A worker process of ours.
pub struct OwnWorker {
    house: Arc<House>,
    pid: Option<u32>,
}

impl Drop for OwnWorker {
    fn drop(&mut self) {
        locked(&self.house.own_workers).retain(|pid| Some(*pid) != self.pid);
    }
}

/// An error of ours as the end of a job.
pub fn failed(error: impl std::fmt::Display) -> StopReason {
    StopReason::Failed { what: error.to_string() }
}

/// A lock is never held across anything that can panic, so a poisoned one still holds what it should.
pub fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
