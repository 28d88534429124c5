//! May this machine work now, and if not, why?
//!
//! A state machine with three states. Anything that disturbs takes effect at once; quiet must last before work
//! starts again, so that alternating facts cannot make it flap.

use crate::limits::{BUSY_LOAD_PERCENT, QUIET_LOAD_PERCENT, READING_LIFETIME_MS};
use idlewatt_proto::reason::{Activity, WaitReason};
use idlewatt_proto::{JobId, UnixMillis};

/// What is known at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Providing is switched on.
    pub role: bool,
    /// The owner's pause.
    pub pause: Option<Pause>,
    /// What can compute.
    pub device: DeviceFact,
    /// The card's meters.
    pub meters: Meters,
    /// A running program that must not be disturbed.
    pub program: Option<String>,
    /// Whether an index node lists this one.
    pub listed: bool,
    /// The job in hand.
    pub job: Option<JobId>,
    /// How long quiet must last.
    pub quiet_ms: u64,
}

/// A pause, with or without an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// When it ends by itself.
    pub until: Option<UnixMillis>,
}

/// What can compute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceFact {
    /// Being measured.
    Measuring,
    /// Ready.
    Ready,
    /// Nothing; what was found instead.
    None(String),
    /// The worker failed again and again; its last words.
    Broken(String),
}

/// What the meters say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meters {
    /// This machine has no card that tells; there is nothing to wait for.
    Absent,
    /// A reading.
    Read {
        /// When.
        at: UnixMillis,
        /// Somebody else's load, in percent, where it can be told apart.
        foreign_load_percent: Option<u8>,
    },
    /// There is a card, and it does not tell at present.
    Silent,
}

/// The state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Idle {
    /// Nothing is known yet.
    #[default]
    Starting,
    /// Somebody or something stands in the way.
    Disturbed(WaitReason),
    /// Nothing stands in the way any more; it must stay so until then.
    Cooling(UnixMillis),
    /// Nobody needs the machine.
    Free,
}

/// What follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// For the owner.
    pub activity: Activity,
    /// Whether work may go on or start.
    pub may_work: bool,
    /// Whether work in hand is killed at once, because the owner needs the GPU itself,
    /// rather than allowed to hand in what it has.
    pub kill: bool,
}

/// One step: the next state and what follows from it.
pub fn step(state: &Idle, now: UnixMillis, facts: &Facts) -> (Idle, Verdict) {
    let next = match obstacle(state, now, facts) {
        Some(reason) => Idle::Disturbed(reason),
        None => match state {
            Idle::Disturbed(reason) if owners(reason) => Idle::Cooling(now.plus_ms(facts.quiet_ms)),
            // A clock that was set back must not keep the machine waiting for longer than quiet lasts.
            Idle::Cooling(until) if *until > now => Idle::Cooling((*until).min(now.plus_ms(facts.quiet_ms))),
            Idle::Starting | Idle::Disturbed(_) | Idle::Cooling(_) | Idle::Free => Idle::Free,
        },
    };
    let verdict = verdict(&next, now, facts);
    (next, verdict)
}

/// Whether the owner is what stands in the way, rather than the machine.
fn owners(reason: &WaitReason) -> bool {
    matches!(reason, WaitReason::ProgramRunning { .. } | WaitReason::GpuInUse { .. } | WaitReason::NoReadings)
}

/// The first thing that stands in the way of work.
fn obstacle(state: &Idle, now: UnixMillis, facts: &Facts) -> Option<WaitReason> {
    match &facts.device {
        DeviceFact::Measuring => return Some(WaitReason::Measuring),
        DeviceFact::None(what) => return Some(WaitReason::NoDevice { what: what.clone() }),
        DeviceFact::Broken(what) => return Some(WaitReason::WorkerBroken { what: what.clone() }),
        DeviceFact::Ready => {}
    }
    if let Some(name) = &facts.program {
        return Some(WaitReason::ProgramRunning { name: name.clone() });
    }
    match facts.meters {
        Meters::Silent => Some(WaitReason::NoReadings),
        Meters::Read { at, .. } if now.since_ms(at) > READING_LIFETIME_MS => Some(WaitReason::NoReadings),
        Meters::Read { foreign_load_percent: Some(load_percent), .. } => {
            let in_use = matches!(state, Idle::Disturbed(WaitReason::GpuInUse { .. }));
            let bound = if in_use { QUIET_LOAD_PERCENT } else { BUSY_LOAD_PERCENT };
            (load_percent > bound).then_some(WaitReason::GpuInUse { load_percent })
        }
        Meters::Read { .. } | Meters::Absent => None,
    }
}

fn verdict(next: &Idle, now: UnixMillis, facts: &Facts) -> Verdict {
    let rest = |activity| Verdict { activity, may_work: false, kill: false };
    let waiting = |reason| Activity::Waiting { reason };
    if !facts.role {
        return rest(waiting(WaitReason::RoleOff));
    }
    if let Some(pause) = facts.pause.filter(|pause| pause.until.is_none_or(|until| until > now)) {
        return rest(Activity::Paused { until: pause.until });
    }
    match next {
        Idle::Starting => rest(waiting(WaitReason::Starting)),
        Idle::Disturbed(reason) => Verdict { kill: owners(reason), ..rest(waiting(reason.clone())) },
        Idle::Cooling(until) => rest(waiting(WaitReason::CoolingDown { until: *until })),
        Idle::Free => {
            let activity = match facts.job {
                Some(job) => Activity::Working { job },
                None if !facts.listed => waiting(WaitReason::NoMesh),
                None => waiting(WaitReason::NoWork),
            };
            Verdict { activity, may_work: true, kill: false }
        }
    }
}
