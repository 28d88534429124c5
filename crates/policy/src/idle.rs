//! May this machine work now, how, and if not, why?
//!
//! A state machine with four states. Anything that disturbs takes effect at once; its absence must last before work
//! starts again, longer each time that it does not, so that alternating facts cannot make it flap. What is not known
//! freshly counts as a disturbance.

mod facts;

pub use facts::{CardFact, DeviceFact, Facts, Pause, Spent, SurroundingsFact, Told};

use crate::limits::{
    BUSY_LOAD_PERCENT, CALM_MS, FAN_MARGIN_PERCENT, HEAT_MARGIN_C, INPUT_SETTLE_MS, MEMORY_SHORT_BYTES,
    MEMORY_SHORT_PERCENT, QUIET_LOAD_PERCENT, QUIET_MOST_MS, SETTLE_MS, STRIKES, SUPPLY_SETTLE_MS,
};
use crate::rules::{Provide, Rules, WhenPresent};
use idlewatt_proto::UnixMillis;
use idlewatt_proto::reason::{Activity, DayLimit, Instrument, WaitReason};

/// The state, and what it remembers against flapping. The default one is that of a fresh start, which an owner who
/// says "resume" may have again at any time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Idle {
    /// Where it stands.
    pub phase: Phase,
    /// Since when nothing stands in the way; kept through a disturbance that follows.
    free_since: Option<UnixMillis>,
    /// Disturbances that each came soon after work was allowed again.
    strikes: u32,
    /// Until when quiet must last, as far as the disturbances until now say.
    quiet_until: UnixMillis,
}

/// Where the state machine stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phase {
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
    /// Whether the GPU is given back this instant, because the owner needs it, rather than after the samples in hand.
    pub at_once: bool,
    /// How gently work is done while it may.
    pub manner: Manner,
    /// When the clock alone will change the answer, if that is known.
    pub until: Option<UnixMillis>,
}

/// How gently work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// Somebody is there, and only a share of the card is used.
    Light {
        /// In thousandths.
        share_permille: u16,
    },
    /// Somebody may be there.
    Considerate,
    /// Nobody is there, and a screen is on.
    Away,
    /// No screen is on, or the session is locked.
    Alone,
}

/// One step: the next state and what follows from it.
pub fn step(state: &Idle, now: UnixMillis, facts: &Facts, rules: &Rules) -> (Idle, Verdict) {
    // A clock that was set back must not keep the machine waiting for longer than quiet can last.
    let quiet_until = state.quiet_until.min(now.plus_ms(rules.quiet_ms.max(QUIET_MOST_MS)));
    let next = match disturbance(&state.phase, now, facts, rules) {
        Some(reason) => {
            let strikes = strikes(state, now);
            let quiet_until = quiet_until.max(now.plus_ms(quiet_ms(&reason, strikes, rules)));
            Idle { phase: Phase::Disturbed(reason), strikes, quiet_until, free_since: state.free_since }
        }
        None if quiet_until > now => Idle { phase: Phase::Cooling(quiet_until), quiet_until, ..state.clone() },
        None => match state.phase {
            Phase::Free => state.clone(),
            _ => Idle { phase: Phase::Free, free_since: Some(now), ..state.clone() },
        },
    };
    let verdict = verdict(&next.phase, now, facts, rules);
    (next, verdict)
}

/// Counts a disturbance that comes soon after work was allowed again. A long calm forgives all.
fn strikes(state: &Idle, now: UnixMillis) -> u32 {
    match (&state.phase, state.free_since) {
        (Phase::Free, Some(since)) if now.since_ms(since) >= CALM_MS => 0,
        (Phase::Free, Some(_)) => (state.strikes + 1).min(STRIKES),
        _ => state.strikes,
    }
}

/// How long nothing may stand in the way after this did, before work starts: twice as long for each strike.
fn quiet_ms(reason: &WaitReason, strikes: u32, rules: &Rules) -> u64 {
    let once = quiet_once_ms(reason, rules);
    (once << strikes).min(once.max(QUIET_MOST_MS))
}

fn quiet_once_ms(reason: &WaitReason, rules: &Rules) -> u64 {
    use WaitReason as W;
    match reason {
        // Nobody has touched the machine for as long as the owner wants when this ends.
        W::OwnerPresent { .. } => INPUT_SETTLE_MS,
        W::ProgramRunning { .. }
        | W::Fullscreen { .. }
        | W::RemoteUse { .. }
        | W::Encoding
        | W::GpuInUse { .. }
        | W::MemoryShort { .. }
        | W::GoingToSleep
        | W::NoReadings { .. } => rules.quiet_ms.max(SETTLE_MS),
        W::OnBattery
        | W::MeteredNetwork
        | W::TooHot { .. }
        | W::TooLoud { .. }
        | W::LimitBelowRest { .. }
        | W::TariffTooHigh { .. }
        | W::TariffUnknown { .. } => SUPPLY_SETTLE_MS,
        // The owner's own word, the clock, and our own machine: there is nothing to be sure of.
        W::RoleOff
        | W::NotSaid
        | W::Starting
        | W::Measuring
        | W::NoDevice { .. }
        | W::CardOff
        | W::OutsideHours { .. }
        | W::DayUsedUp { .. }
        | W::CoolingDown { .. }
        | W::NoMesh
        | W::NoWork
        | W::WorkerBroken { .. } => 0,
    }
}

/// Whether the owner needs the GPU itself, so that samples in hand are not waited for.
fn needs_gpu(reason: &WaitReason) -> bool {
    use WaitReason as W;
    matches!(
        reason,
        W::ProgramRunning { .. }
            | W::OwnerPresent { .. }
            | W::Fullscreen { .. }
            | W::RemoteUse { .. }
            | W::Encoding
            | W::GpuInUse { .. }
            | W::MemoryShort { .. }
            | W::GoingToSleep
            | W::NoReadings { .. }
    )
}

/// The first thing that stands in the way of work: what needs the GPU first, then what the owner forbids.
fn disturbance(phase: &Phase, now: UnixMillis, facts: &Facts, rules: &Rules) -> Option<WaitReason> {
    unable(facts, rules)
        .or_else(|| unread(now, facts))
        .or_else(|| in_use(phase, facts, rules))
        .or_else(|| present(facts, rules))
        .or_else(|| unfed(facts, rules))
        .or_else(|| forbidden(now, facts, rules))
        .or_else(|| overheated(phase, facts, rules))
}

fn unable(facts: &Facts, rules: &Rules) -> Option<WaitReason> {
    match &facts.device {
        DeviceFact::Measuring => Some(WaitReason::Measuring),
        DeviceFact::None { wanted } => Some(WaitReason::NoDevice { wanted: wanted.clone() }),
        DeviceFact::Broken(what) => Some(WaitReason::WorkerBroken { what: what.clone() }),
        DeviceFact::Ready => (!rules.card.works).then_some(WaitReason::CardOff),
    }
}

fn unread(now: UnixMillis, facts: &Facts) -> Option<WaitReason> {
    let instruments = [
        (Instrument::Cards, facts.card.is_fresh(now)),
        (Instrument::Programs, facts.program.is_fresh(now)),
        (Instrument::Surroundings, facts.surroundings.is_fresh(now)),
    ];
    let stale = instruments.into_iter().find(|(_, fresh)| !fresh);
    stale.map(|(instrument, _)| WaitReason::NoReadings { instrument })
}

/// Games, and whatever else uses the card.
fn in_use(phase: &Phase, facts: &Facts, rules: &Rules) -> Option<WaitReason> {
    let around = facts.surroundings.value();
    if around.is_some_and(|around| around.going_to_sleep) {
        return Some(WaitReason::GoingToSleep);
    }
    let listed = facts.program.value().cloned().flatten();
    if let Some(name) = listed.or_else(|| around.and_then(|around| around.game.clone())) {
        return Some(WaitReason::ProgramRunning { name });
    }
    let card = facts.card.value()?;
    if card.encoding {
        return Some(WaitReason::Encoding);
    }
    let was_in_use = matches!(phase, Phase::Disturbed(WaitReason::GpuInUse { .. }));
    // Lower once it was in use, so that one value cannot flap; who bears more than that, bears it always.
    let most = rules.others_percent;
    let bound = if was_in_use && most <= BUSY_LOAD_PERCENT { QUIET_LOAD_PERCENT.min(most) } else { most };
    if let Some(load_percent) = card.foreign_load_percent.filter(|load| *load > bound) {
        return Some(WaitReason::GpuInUse { load_percent });
    }
    let (left, total) = (card.memory_left?, card.memory_total?);
    let was_short = matches!(phase, Phase::Disturbed(WaitReason::MemoryShort { .. }));
    // A card that is small in all is judged by its share; one is short until there is a quarter more than enough.
    let enough = MEMORY_SHORT_BYTES.min(total.0 / 100 * MEMORY_SHORT_PERCENT) / 4 * if was_short { 5 } else { 4 };
    (left.0 < enough).then_some(WaitReason::MemoryShort { free: left })
}

/// Somebody who is there, unless the owner lets work go on beside them.
fn present(facts: &Facts, rules: &Rules) -> Option<WaitReason> {
    if rules.when_present != WhenPresent::Stop || works_unseen(facts, rules) {
        return None;
    }
    somebody(facts, rules)
}

/// Whether the card that works has no screen, and the owner lets such a one work beside them.
fn works_unseen(facts: &Facts, rules: &Rules) -> bool {
    rules.screenless_always && facts.card.value().is_some_and(|card| card.display_active == Some(false))
}

/// Signs of somebody being there.
fn somebody(facts: &Facts, rules: &Rules) -> Option<WaitReason> {
    let around = facts.surroundings.value()?;
    if rules.idle_ms == 0 { None } else { signs(around, rules.idle_ms) }
}

fn signs(around: &SurroundingsFact, idle_ms: u64) -> Option<WaitReason> {
    if let Some(name) = &around.remote {
        return Some(WaitReason::RemoteUse { name: name.clone() });
    }
    if away(around) {
        return None;
    }
    if let Some(name) = &around.fullscreen {
        return Some(WaitReason::Fullscreen { name: name.clone() });
    }
    let minutes = u32::try_from(idle_ms.div_ceil(60_000)).unwrap_or(u32::MAX);
    around.input_idle_ms.filter(|idle| *idle < idle_ms).map(|_| WaitReason::OwnerPresent { minutes })
}

/// Whether somebody is there, nobody being there who has touched nothing for so long. `None`: nothing tells.
pub fn is_present(around: &SurroundingsFact, idle_ms: u64) -> Option<bool> {
    let tells = around.input_idle_ms.is_some() || around.locked.is_some() || around.display_off.is_some();
    let there = signs(around, idle_ms).is_some();
    (tells || there).then_some(there)
}

/// A locked session or dark screens say that nobody is there, however lately a key was pressed.
fn away(around: &SurroundingsFact) -> bool {
    around.locked == Some(true) || around.display_off == Some(true)
}

/// What feeds the machine.
fn unfed(facts: &Facts, rules: &Rules) -> Option<WaitReason> {
    let around = facts.surroundings.value()?;
    if around.on_battery == Some(true) && !rules.on_battery {
        return Some(WaitReason::OnBattery);
    }
    (around.metered == Some(true) && !rules.on_metered).then_some(WaitReason::MeteredNetwork)
}

/// What the owner forbids by clock and purse.
fn forbidden(now: UnixMillis, facts: &Facts, rules: &Rules) -> Option<WaitReason> {
    if !rules.hours.allow(facts.local) {
        let until = rules.hours.until_change_ms(facts.local).map(|ms| on_the_second(now.plus_ms(ms)));
        return Some(WaitReason::OutsideHours { until });
    }
    let spent = &facts.spent;
    let used_up = [
        (DayLimit::Hours, rules.time_per_day_ms.is_some_and(|most| spent.time_ms >= most)),
        (DayLimit::Energy, rules.energy_per_day.is_some_and(|most| spent.energy >= most)),
        (DayLimit::Cost, rules.cost_per_day.is_some_and(|most| spent.cost >= most)),
    ];
    if let Some((by, _)) = used_up.into_iter().find(|(_, used)| *used) {
        return Some(WaitReason::DayUsedUp { by, until: on_the_second(now.plus_ms(facts.local.until_midnight_ms())) });
    }
    match (&facts.tariff, rules.tariff_most) {
        (Err(what), _) => Some(WaitReason::TariffUnknown { what: what.clone() }),
        (Ok(per_kwh), Some(most)) if *per_kwh > most => Some(WaitReason::TariffTooHigh { per_kwh: *per_kwh, most }),
        (Ok(_), _) => None,
    }
}

/// What slowing down could not keep.
fn overheated(phase: &Phase, facts: &Facts, rules: &Rules) -> Option<WaitReason> {
    let card = facts.card.value()?;
    let was = |hot: bool| if hot { -1 } else { 1 };
    // A ceiling that nobody measures cannot be held.
    let blind = rules.card.temperature_c.is_some() && card.temperature_c.is_none()
        || rules.card.fan_percent.is_some() && card.fan_percent.is_none();
    if blind {
        return Some(WaitReason::NoReadings { instrument: Instrument::Cards });
    }
    if let (Some(temperature_c), Some(most_c)) = (card.temperature_c, rules.card.temperature_c) {
        let sign = was(matches!(phase, Phase::Disturbed(WaitReason::TooHot { .. })));
        if temperature_c > most_c.saturating_add(sign * HEAT_MARGIN_C) {
            return Some(WaitReason::TooHot { temperature_c, most_c });
        }
    }
    if let (Some(fan_percent), Some(most_percent)) = (card.fan_percent, rules.card.fan_percent) {
        let sign = was(matches!(phase, Phase::Disturbed(WaitReason::TooLoud { .. })));
        if i16::from(fan_percent) > i16::from(most_percent) + sign * FAN_MARGIN_PERCENT {
            return Some(WaitReason::TooLoud { fan_percent, most_percent });
        }
    }
    let (limit, rest) = (rules.card.power?, card.rest_power?);
    (limit <= rest).then_some(WaitReason::LimitBelowRest { limit, rest })
}

/// Why no work is wanted, where that is so.
fn unwanted(phase: &Phase, provide: Provide) -> Option<WaitReason> {
    use WaitReason as W;
    match (provide, phase) {
        (Provide::Yes, _) => None,
        (Provide::No, _) => Some(W::RoleOff),
        // An owner who has not chosen yet is told first what there is to choose about.
        (Provide::Unsaid, Phase::Starting) => Some(W::Starting),
        (Provide::Unsaid, Phase::Disturbed(reason @ (W::Measuring | W::NoDevice { .. } | W::WorkerBroken { .. }))) => {
            Some(reason.clone())
        }
        (Provide::Unsaid, _) => Some(W::NotSaid),
    }
}

fn verdict(phase: &Phase, now: UnixMillis, facts: &Facts, rules: &Rules) -> Verdict {
    let manner = manner(facts, rules);
    let rest = |activity, until| Verdict { activity, may_work: false, at_once: false, manner, until };
    let waiting = |reason| Activity::Waiting { reason };
    if let Some(reason) = unwanted(phase, rules.provide) {
        let at_once = matches!(phase, Phase::Disturbed(reason) if needs_gpu(reason));
        return Verdict { at_once, ..rest(waiting(reason), None) };
    }
    if let Some(pause) = facts.pause.filter(|pause| pause.until.is_none_or(|until| until > now)) {
        // A game during a pause has nothing to take back, but work that was just paused has.
        let at_once = matches!(phase, Phase::Disturbed(reason) if needs_gpu(reason));
        return Verdict { at_once, ..rest(Activity::Paused { until: pause.until }, pause.until) };
    }
    match phase {
        Phase::Starting => rest(waiting(WaitReason::Starting), None),
        Phase::Disturbed(reason) => {
            let until = match reason {
                WaitReason::OutsideHours { until } => *until,
                WaitReason::DayUsedUp { until, .. } => Some(*until),
                _ => None,
            };
            Verdict { at_once: needs_gpu(reason), ..rest(waiting(reason.clone()), until) }
        }
        Phase::Cooling(until) => rest(waiting(WaitReason::CoolingDown { until: *until }), Some(*until)),
        Phase::Free => {
            let activity = match facts.job {
                Some(job) => Activity::Working { job },
                None if !facts.listed => waiting(WaitReason::NoMesh),
                None => waiting(WaitReason::NoWork),
            };
            let until = rules.hours.until_change_ms(facts.local).map(|ms| on_the_second(now.plus_ms(ms)));
            Verdict { activity, may_work: true, at_once: false, manner, until }
        }
    }
}

/// Two clocks were read to get here, and their difference must not look like news four times a second.
fn on_the_second(at: UnixMillis) -> UnixMillis {
    UnixMillis(at.0.saturating_add(500) / 1000 * 1000)
}

fn manner(facts: &Facts, rules: &Rules) -> Manner {
    if facts.card.value().is_some_and(|card| card.display_active == Some(false)) && rules.screenless_always {
        return Manner::Alone;
    }
    let Some(around) = facts.surroundings.value() else { return Manner::Considerate };
    if around.remote.is_none() && away(around) {
        return Manner::Alone;
    }
    // Without `idle_ms` presence forbids nothing, but a hand on the mouse still wants a smooth desktop.
    let watchful = Rules { idle_ms: rules.idle_ms.max(INPUT_SETTLE_MS), ..rules.clone() };
    match (somebody(facts, &watchful), rules.when_present) {
        (Some(_), WhenPresent::Light { share_permille }) if rules.idle_ms > 0 => Manner::Light { share_permille },
        (Some(_), _) => Manner::Considerate,
        (None, _) if around.input_idle_ms.is_some() => Manner::Away,
        (None, _) => Manner::Considerate,
    }
}
