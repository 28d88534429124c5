//! Uses the card's own power limit while working, where this process may set it, and puts back what was there: after
//! the work, at the end of the daemon, and after a crash, which is what the journal in the data folder is for.

use crate::house::House;
use crate::judge;
use crate::limits::CAP_STEPS;
use idlewatt_proto::Milliwatts;
use idlewatt_sensors::{Cap, CapError, CapJournal, Cards, Plan};
use std::io::{self, Write};
use std::path::PathBuf;

/// The limit of the card that works. Lives on the cards' thread, like everything that speaks to their driver.
pub struct PowerCap {
    journal: PathBuf,
    /// The card whose limit is in hand, by its UUID.
    held: Option<(String, Cap)>,
    /// It was tried, and may not be done here. Asked again by the next daemon.
    denied: bool,
}

impl PowerCap {
    /// Takes up what a daemon before this one may have left.
    pub fn open(house: &House) -> Self {
        let journal = house.home.path().join("power-limit.json");
        let left = std::fs::read(&journal).ok().and_then(|text| serde_json::from_slice::<CapJournal>(&text).ok());
        let held = left.map(|left| {
            tracing::info!(card = left.uuid, before_mw = left.before.0, "an earlier run left a power limit of ours");
            let uuid = left.uuid.clone();
            (uuid.clone(), Cap::new(&uuid, Some(left)))
        });
        Self { journal, held, denied: false }
    }

    /// Whether a limit of ours is set, or may be.
    pub fn holds(&self) -> bool {
        self.held.is_some()
    }

    /// Does what the owner's watts want of the card's own limit now.
    pub fn tend(&mut self, house: &House, cards: &mut Cards) {
        let working = house.is_working() && house.settings.borrow().limits.set_card_limit && !self.denied;
        let wanted = working.then(|| judge::rules(house).card.power).flatten();
        let card = house.card();
        // Another card than the one in hand: that one first gets back what it had.
        let same = |uuid: &str| card.as_ref().is_some_and(|card| card.uuid == uuid);
        let wanted = wanted.filter(|_| self.held.as_ref().is_none_or(|(uuid, _)| same(uuid)));
        if self.held.is_none() {
            let (Some(card), Some(_)) = (card, wanted) else { return };
            self.held = Some((card.uuid.clone(), Cap::new(&card.uuid, None)));
        }
        if let Err(error) = self.step(cards, wanted) {
            self.give_up(&error, wanted.is_some());
        }
    }

    /// Puts back what was there.
    pub fn release(&mut self, cards: &mut Cards) {
        if let Err(error) = self.step(cards, None) {
            self.give_up(&error, false);
        }
    }

    fn step(&mut self, cards: &mut Cards, wanted: Option<Milliwatts>) -> Result<(), CapError> {
        for _ in 0..CAP_STEPS {
            let Some((uuid, cap)) = &mut self.held else { return Ok(()) };
            let setting = cards.power_limit_setting(uuid)?;
            let plan = match wanted {
                // The card takes no less than its range allows; the governor does the rest.
                Some(wanted) => cap.engage(setting.now, wanted.clamp(setting.range.least, setting.range.most)),
                None => cap.release(setting.now),
            };
            match plan {
                Plan::Nothing => {
                    if wanted.is_none() {
                        self.held = None;
                    }
                    return Ok(());
                }
                Plan::Set(journal) => {
                    let limit = journal.set_to;
                    if let Err(error) = self.write(&journal) {
                        // Without a journal a crash would leave our limit on the card.
                        tracing::warn!(%error, "the power limit is not touched, because its journal cannot be written");
                        self.denied = true;
                        self.held = None;
                        return Ok(());
                    }
                    let (uuid, before) = (journal.uuid, journal.before);
                    cards.set_power_limit(&uuid, limit)?;
                    tracing::info!(card = uuid, watts = limit.0 / 1000, before = before.0 / 1000, "power limit set");
                }
                Plan::PutBack(limit) => {
                    cards.set_power_limit(uuid, limit)?;
                    tracing::info!(card = uuid.as_str(), watts = limit.0 / 1000, "power limit put back");
                }
                Plan::Forget => self.forget(),
            }
        }
        Ok(())
    }

    /// A card that is gone for now keeps its journal, and so does one that will not take back what it had: a daemon that
    /// may do more can still put it back. One that refuses ours never had it.
    fn give_up(&mut self, error: &CapError, setting: bool) {
        match error {
            CapError::NotPermitted | CapError::NotSupported | CapError::OutOfRange { .. } => {
                tracing::info!(%error, setting, "watts are held by working less");
                self.denied = true;
                self.held = None;
                if setting {
                    self.forget();
                }
            }
            CapError::NoSuchCard(_) | CapError::Driver(_) => tracing::debug!(%error, "the power limit waits"),
        }
    }

    fn write(&self, journal: &CapJournal) -> io::Result<()> {
        let new = self.journal.with_extension("json.new");
        let mut file = std::fs::File::create(&new)?;
        file.write_all(&serde_json::to_vec(journal)?)?;
        file.sync_all()?;
        std::fs::rename(new, &self.journal)
    }

    fn forget(&self) {
        if let Err(error) = std::fs::remove_file(&self.journal)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "the power limit's journal cannot be struck out");
        }
    }
}
