//! What every part of the daemon may reach: the rooms, and the facts that pass between them.

use crate::adapter::Adapter;
use crate::benches::Benches;
use crate::books::Books;
use crate::day::Day;
use crate::governor::most;
use crate::habits::Days;
use crate::limits::LOAD_LINGERS;
use crate::models::{Measured, Model};
use crate::network::Market;
use crate::provider::hold::Shares;
use crate::requester::freed::Freed;
use crate::requester::text::{Pool, PutBy};
use crate::senses::{Senses, Working, working_card};
use crate::settings::{Aside, Settings};
use crate::speaker::Speaker;
use crate::suggestions::Seen;
use idlewatt_control::home::Home;
use idlewatt_control::messages::{CurrentJob, Preview, RefusalRow};
use idlewatt_foreman::Workshop;
use idlewatt_mesh::Mesh;
use idlewatt_policy::idle::{Manner, Pause, Verdict};
use idlewatt_policy::price::Costs;
use idlewatt_proto::device::{DeviceKind, GpuReading, MeasuredDevice};
use idlewatt_proto::reason::{Activity, Effort, StopReason, WaitReason};
use idlewatt_proto::sign::Keypair;
use idlewatt_proto::{Amount, BlobHash, Milliwatts, NodeId, UnixMillis};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The house. One per process, shared by all tasks.
pub struct House {
    pub home: Home,
    pub settings: watch::Sender<Settings>,
    /// Held by whoever changes them.
    pub changing: Mutex<()>,
    /// Why the settings file is not in use, if so.
    pub settings_fault: Option<String>,
    /// A settings file that was not right.
    pub settings_aside: Option<Aside>,
    pub key: Keypair,
    pub mesh: Mesh,
    pub books: Books,
    pub workshop: Workshop,
    /// The owner's pause; survives a restart.
    pub pause: watch::Sender<Option<Pause>>,
    pub adapter: watch::Sender<Adapter>,
    pub senses: Senses,
    /// What electricity costs now, per kilowatt-hour, or why nobody knows.
    pub tariff: watch::Sender<Result<Amount, String>>,
    pub day: watch::Sender<Day>,
    /// What the last days were like.
    pub days: Mutex<Days>,
    /// The models that are here.
    pub models: watch::Sender<Vec<Arc<Model>>>,
    /// How fast they run on each adapter.
    pub measured: Mutex<Vec<Measured>>,
    /// Models on the shelf that nobody can read, and since when that is known.
    pub unreadable: Mutex<HashMap<BlobHash, Instant>>,
    pub speaker: Speaker,
    /// Sessions with providers of text, kept for the next request.
    pub sessions: Pool,
    /// Whether a picture is agreed on: it gets the card for itself.
    pub picture: watch::Sender<bool>,
    /// What each unit has had of the card.
    pub shares: Mutex<Shares>,
    /// Whether a unit is being worked on for somebody.
    pub rendering: watch::Sender<bool>,
    /// How hard work is done; `None` while none is.
    pub effort: watch::Sender<Option<Effort>>,
    /// Grows when the owner wants work to start without waiting for quiet.
    pub anew: watch::Sender<u64>,
    /// Programs that were seen working on the card.
    pub programs_seen: Mutex<Seen>,
    /// What was refused lately, newest last.
    pub refusals: Mutex<VecDeque<RefusalRow>>,
    pub verdict: watch::Sender<Verdict>,
    pub listed: watch::Sender<u32>,
    /// Whether the owner has this machine measured: nobody else gets the card meanwhile.
    pub benchmark: watch::Sender<bool>,
    /// Who else offers to render.
    pub market: Market,
    pub current: watch::Sender<Option<CurrentJob>>,
    pub preview: watch::Sender<Option<Preview>>,
    /// Worker processes of ours, whose load is not somebody else's.
    pub own_workers: Mutex<Vec<u32>>,
    /// Workers that are kept for the next picture of their scene.
    pub benches: Benches,
    /// Providers that were done with their part of a picture lately.
    pub freed: Freed,
    /// Worker processes of ours whose name is not known: they look into scenes or adapters, briefly.
    pub unnamed_workers: Mutex<Unnamed>,
    /// Right units in a row, by provider, since this daemon started.
    pub proven: Mutex<HashMap<NodeId, u32>>,
    /// Answers of strangers that are to be looked into.
    pub put_by: PutBy,
    /// Answers of strangers that were not what the model says, by provider, since this daemon started.
    pub false_answers: Mutex<HashMap<NodeId, u32>>,
    pub stop: CancellationToken,
    pub tasks: TaskTracker,
}

/// Workers that cannot be told from a stranger's process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unnamed {
    count: u32,
    last_ended: Option<Instant>,
}

/// What holds before the judge has looked.
pub fn before_judgement() -> Verdict {
    let activity = Activity::Waiting { reason: WaitReason::Starting };
    Verdict { activity, may_work: false, at_once: false, manner: Manner::Considerate, until: None }
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
        let measured = *self.benchmark.borrow();
        !measured && self.verdict.borrow().may_work
    }

    /// Whether anything of ours is to be stopped when a game starts.
    pub fn has_work(&self) -> bool {
        let measured = *self.benchmark.borrow();
        measured || self.current.borrow().is_some() || self.benches.provide()
    }

    /// Whether a worker of ours works for others now.
    pub fn is_working(&self) -> bool {
        *self.rendering.borrow() && self.may_work()
    }

    /// The meters of the card that works.
    pub fn card(&self) -> Option<GpuReading> {
        let cards = self.senses.cards.borrow().clone();
        let (measured, bound) = (self.adapter.borrow().measured.clone(), locked(&self.senses.bound).clone());
        match working_card(cards.as_ref()?, measured.as_ref(), bound.as_deref()) {
            Working::Card(card) => Some(card.clone()),
            Working::Lost | Working::None => None,
        }
    }

    /// What a kilowatt-hour costs now. While nobody knows nothing is worked on, and the flat price is good enough to
    /// show.
    pub fn tariff_now(&self) -> Amount {
        let told = self.tariff.borrow().clone();
        told.unwrap_or_else(|_| self.settings.borrow().flat_tariff())
    }

    /// What an hour of work costs here.
    pub fn costs(&self) -> Costs {
        let power_above_idle = self.working_power();
        let tariff_per_kwh = self.tariff_now().max(Amount::ZERO);
        let settings = self.settings.borrow();
        Costs {
            power_above_idle,
            tariff_per_kwh,
            wear_per_hour: settings.wear_per_hour(),
            margin_permille: settings.provider.margin_percent.saturating_mul(10),
        }
    }

    /// The share of the card's speed that the owner's watts and share leave, in thousandths.
    pub fn speed_permille(&self) -> u64 {
        let card = self.card();
        let rules = self.settings.borrow().rules(card.as_ref()).card;
        let rest = self.senses.rest_power.borrow().unwrap_or_default();
        let by_power = rules.power.zip(self.free_limit(card.as_ref())).map_or(1000, |(limit, most)| {
            let span = most.saturating_sub(rest).0.max(1);
            (limit.saturating_sub(rest).0.saturating_mul(1000) / span).min(1000)
        });
        by_power.min(rules.share_permille.into()).max(1)
    }

    /// Speed on the reference scene under the owner's limits.
    pub fn speed(&self, measured: &MeasuredDevice) -> u64 {
        (measured.samples_per_second.saturating_mul(self.speed_permille()) / 1000).max(1)
    }

    /// Power that work adds under the owner's limits: by the card's own limit less its power at rest where meters tell,
    /// else by an assumption.
    pub fn working_power(&self) -> Milliwatts {
        let rest = self.senses.rest_power.borrow().unwrap_or_default();
        let full = self.free_limit(self.card().as_ref()).map(|most| most.saturating_sub(rest));
        let full = full.unwrap_or_else(|| self.assumed_power());
        Milliwatts(full.0.saturating_mul(self.speed_permille()) / 1000)
    }

    /// What the card may draw when we do not hold it back.
    pub fn free_limit(&self, card: Option<&GpuReading>) -> Option<Milliwatts> {
        let free = *self.senses.free_limit.borrow();
        free.or_else(|| most(card))
    }

    /// Power that work adds to such an adapter, where no meter tells.
    pub fn assumed_power(&self) -> Milliwatts {
        let kind = self.adapter.borrow().measured.as_ref().map(|measured| measured.device.kind);
        Milliwatts(
            crate::limits::ASSUMED_POWER_MW[match kind {
                Some(DeviceKind::Discrete) | None => 0,
                Some(DeviceKind::Integrated | DeviceKind::Virtual) => 1,
                Some(DeviceKind::Software) => 2,
            }],
        )
    }

    /// Runs something that starts a worker of its own; until shortly after, foreign load cannot be told apart.
    pub async fn unnamed<T>(&self, work: impl Future<Output = T>) -> T {
        // Counted by a guard, because whoever waits may give up in the middle.
        struct Counted<'a>(&'a Mutex<Unnamed>);
        impl Drop for Counted<'_> {
            fn drop(&mut self) {
                let mut unnamed = locked(self.0);
                *unnamed = Unnamed { count: unnamed.count - 1, last_ended: Some(Instant::now()) };
            }
        }
        locked(&self.unnamed_workers).count += 1;
        let _counted = Counted(&self.unnamed_workers);
        work.await
    }

    /// Returns when work must stop.
    pub async fn stop_of_work(&self) {
        let mut verdicts = self.verdict.subscribe();
        loop {
            if self.stop.is_cancelled() || !verdicts.borrow_and_update().may_work {
                return;
            }
            tokio::select! {
                () = self.stop.cancelled() => {}
                _ = verdicts.changed() => {}
            }
        }
    }

    /// Whether a reading taken now may count our own load as somebody else's.
    pub fn load_is_ambiguous(&self) -> bool {
        let unnamed = *locked(&self.unnamed_workers);
        unnamed.count > 0 || unnamed.last_ended.is_some_and(|ended| ended.elapsed() < LOAD_LINGERS)
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
