//! The cards, the script they are played by, and the clock.

use crate::card::Card;
use crate::power_limits::Limits;
use crate::script::{Mishap, Scene, Script, Source};
use crate::workers::{Watch, Worker};
use std::time::{Duration, Instant};

/// Processor time comes in steps of 10 ms, so a shorter look would see noise.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// All that is played.
#[derive(Debug)]
pub struct Play {
    source: Source,
    /// As many as were ever asked; those of an unloaded driver are gone.
    cards: Vec<Option<Card>>,
    passed_until: Vec<Instant>,
    limits: Limits,
    watch: Watch,
    workers: Vec<Worker>,
    looked_at: Instant,
    /// Handles that callers hold, as NVML counts them.
    pub sessions: u32,
}

/// Why a card does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The script cannot be understood.
    BadScript,
    /// There is none in this place.
    NoCard,
    /// The script says so.
    Mishap(Mishap),
}

impl Play {
    pub fn new(now: Instant) -> Self {
        Self {
            source: Source::from_environment(),
            cards: Vec::new(),
            passed_until: Vec::new(),
            limits: Limits::from_environment(),
            watch: Watch::new(now),
            workers: Vec::new(),
            looked_at: now,
            sessions: 0,
        }
    }

    /// The cards that the driver knows.
    pub fn scene(&mut self, now: Instant) -> Result<&Scene, Silence> {
        let scene = self.source.current().ok_or(Silence::BadScript)?;
        let mishap = scene.cards.iter().filter_map(|card| card.error).find(|mishap| mishap.is_the_drivers());
        if let Some(mishap) = mishap {
            if mishap == Mishap::NotLoaded {
                self.cards.clear();
            }
            self.passed_until.fill(now);
            return Err(Silence::Mishap(mishap));
        }
        Ok(scene)
    }

    /// How long a call about the card in this place blocks, as the script stands now.
    pub fn hang(&mut self, place: usize) -> Duration {
        let script = self.source.current().and_then(|scene| scene.cards.get(place));
        Duration::from_millis(script.map_or(0, |script| script.hang_ms))
    }

    /// The card in this place as it is now.
    pub fn now(&mut self, place: usize, now: Instant) -> Result<(&Card, &Script), Silence> {
        self.scene(now)?;
        let scene = self.source.current().ok_or(Silence::BadScript)?;
        let script = scene.cards.get(place).ok_or(Silence::NoCard)?;
        while self.passed_until.len() <= place {
            self.passed_until.push(now);
        }
        if let Some(mishap) = script.error {
            self.passed_until[place] = now;
            return Err(Silence::Mishap(mishap));
        }
        while self.cards.len() <= place {
            self.cards.push(None);
        }
        if now.duration_since(self.looked_at) >= LOOK_EVERY {
            self.workers = self.watch.look(now);
            self.looked_at = now;
        }
        let card = self.cards[place].get_or_insert_with(|| {
            self.passed_until[place] = now;
            Card::at_rest(script)
        });
        let ours = place == scene.worker_card;
        card.workers = if ours { self.workers.clone() } else { Vec::new() };
        let seen: f64 = card.workers.iter().map(|worker| worker.load).sum();
        let scripted = script.own_load_percent.filter(|_| ours).map(|percent| percent / 100.0);
        card.own_load = scripted.unwrap_or(seen).clamp(0.0, 1.0);
        let programs: f64 = script.programs.iter().map(|program| program.load_percent).sum();
        card.foreign_load = ((script.foreign_load_percent + programs) / 100.0).clamp(0.0, 1.0);
        let set_mw = script.uuid.as_ref().and_then(|uuid| self.limits.of(uuid));
        card.limit_w = set_mw.map_or_else(|| crate::card::delivered_limit_w(script), |mw| f64::from(mw) / 1000.0);
        card.pass(now.duration_since(self.passed_until[place]).as_secs_f64(), script);
        self.passed_until[place] = now;
        Ok((card, script))
    }

    /// Sets the limit of a card. `false`: it could not be written down.
    pub fn set_limit(&mut self, uuid: &str, mw: u32) -> bool {
        self.limits.set(uuid, mw)
    }
}
