//! The card's own power limit: lowered while we work, and put back exactly as it was.
//!
//! A limit outlives the process that set it, so a daemon that is killed must be able to find out, next time, that a
//! limit is its own. It keeps a [`CapJournal`] on disk for that, and does what a [`Plan`] says in the order it says:
//! the journal is written before a limit is set and struck out after it is back. Other tools set limits, too, and
//! nothing tells us of it, so before each step the limit is read: one that is neither ours nor what was there before
//! is somebody else's, and is left alone from then on. Between that look and the step lies an instant in which
//! another tool could still be overwritten; no driver offers better.

use crate::limits::{CAP_TRIES, RATED_TOLERANCE_MW};
use idlewatt_proto::Milliwatts;
use idlewatt_proto::device::PowerRange;
use serde::{Deserialize, Serialize};

/// A card's limit and what it may be set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PowerSetting {
    /// What is set. The limit that is enforced may be lower, for other reasons.
    pub now: Milliwatts,
    /// What may be set.
    pub range: PowerRange,
}

/// Why a limit could not be read or set.
#[derive(Debug, thiserror::Error)]
pub enum CapError {
    /// This user may not.
    #[error("only an administrator may set this card's power limit")]
    NotPermitted,
    /// This card or driver has no such setting.
    #[error("this card's power limit cannot be set")]
    NotSupported,
    /// The card takes no such limit.
    #[error("a power limit of {} mW lies outside {} to {} mW", .wanted.0, .range.least.0, .range.most.0)]
    OutOfRange {
        /// What should have been set.
        wanted: Milliwatts,
        /// What may be set.
        range: PowerRange,
    },
    /// No card has this name now.
    #[error("there is no graphics card {0}")]
    NoSuchCard(String),
    /// The driver failed.
    #[error("the driver was asked about the power limit: {0}")]
    Driver(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What must be known after a crash to put a limit back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapJournal {
    /// The card.
    pub uuid: String,
    /// What was set before us.
    pub before: Milliwatts,
    /// What we set, or were about to.
    pub set_to: Milliwatts,
    /// What we had set before that: a crash may have come between the two.
    pub earlier: Option<Milliwatts>,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a plan is not carried out by itself"]
pub enum Plan {
    /// Nothing.
    Nothing,
    /// Write this journal to disk, then set the limit to its `set_to`.
    Set(CapJournal),
    /// Set this limit, then ask again; the journal stays until it is seen to be back.
    PutBack(Milliwatts),
    /// Strike the journal out and touch nothing: the limit is back, or somebody else's now.
    Forget,
}

/// The limit of one card through work, rest and crashes. Pure: the daemon reads, writes and sets.
///
/// One spell of work is any number of [`Cap::engage`] and then [`Cap::release`] until that says [`Plan::Nothing`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    uuid: String,
    state: State,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    /// Nothing of ours is set.
    Free,
    /// A limit of ours is set, or may be.
    Held { journal: CapJournal, seen: bool, tries: u32 },
    /// Somebody else set the limit while we worked. It is theirs until the next spell.
    Yielded,
}

/// Whose limit it is.
enum Whose {
    Ours,
    Before,
    Foreign,
}

impl Cap {
    /// For this card; `journal` is what lies on disk about it, left by a daemon that could not put the limit back.
    pub fn new(uuid: &str, journal: Option<CapJournal>) -> Self {
        let state = journal.map_or(State::Free, |journal| State::Held { journal, seen: false, tries: 0 });
        Self { uuid: uuid.to_owned(), state }
    }

    /// Works under a limit of `wanted` while `current` is set. Limits are lowered only: one that is lower already
    /// stays, whoever set it.
    pub fn engage(&mut self, current: Milliwatts, wanted: Milliwatts) -> Plan {
        match &mut self.state {
            State::Free => self.set(current, current, wanted),
            State::Yielded => Plan::Nothing,
            State::Held { journal, seen, tries } => match whose(journal, current) {
                Whose::Ours => {
                    (*seen, *tries) = (true, 0);
                    if same(current, wanted) {
                        return Plan::Nothing;
                    }
                    let before = journal.before;
                    if room_below(before, wanted) {
                        return self.set(current, before, wanted);
                    }
                    *seen = false;
                    Plan::PutBack(before)
                }
                // Ours was seen: somebody took it back. Or it never took hold, and cannot be tried for ever.
                Whose::Before if *seen || *tries >= CAP_TRIES => self.give_up(),
                Whose::Before if room_below(current, wanted) => {
                    *tries += 1;
                    *journal = CapJournal { before: current, set_to: wanted, earlier: None, ..journal.clone() };
                    Plan::Set(journal.clone())
                }
                Whose::Before => {
                    self.state = State::Free;
                    Plan::Forget
                }
                Whose::Foreign => self.give_up(),
            },
        }
    }

    /// Works no more, or starts after a crash, while `current` is set. To be repeated until it says
    /// [`Plan::Nothing`].
    pub fn release(&mut self, current: Milliwatts) -> Plan {
        match &mut self.state {
            State::Held { journal, seen, .. } => match whose(journal, current) {
                Whose::Ours => {
                    // Should work begin again meanwhile, then the old limit is there by our own doing.
                    *seen = false;
                    Plan::PutBack(journal.before)
                }
                Whose::Before | Whose::Foreign => {
                    self.state = State::Free;
                    Plan::Forget
                }
            },
            State::Free | State::Yielded => {
                self.state = State::Free;
                Plan::Nothing
            }
        }
    }

    fn set(&mut self, current: Milliwatts, before: Milliwatts, wanted: Milliwatts) -> Plan {
        if !room_below(before, wanted) {
            return Plan::Nothing;
        }
        let earlier = Some(current).filter(|_| current != before);
        let journal = CapJournal { uuid: self.uuid.clone(), before, set_to: wanted, earlier };
        self.state = State::Held { journal: journal.clone(), seen: false, tries: 1 };
        Plan::Set(journal)
    }

    fn give_up(&mut self) -> Plan {
        self.state = State::Yielded;
        Plan::Forget
    }
}

fn whose(journal: &CapJournal, current: Milliwatts) -> Whose {
    if same(journal.set_to, current) || journal.earlier.is_some_and(|earlier| same(earlier, current)) {
        Whose::Ours
    } else if same(journal.before, current) {
        Whose::Before
    } else {
        Whose::Foreign
    }
}

/// Drivers round to watts.
fn same(a: Milliwatts, b: Milliwatts) -> bool {
    a.0.abs_diff(b.0) <= RATED_TOLERANCE_MW
}

/// A limit so close below the other that rounding could make one of them pass for the other is not worth setting.
fn room_below(limit: Milliwatts, wanted: Milliwatts) -> bool {
    limit.saturating_sub(wanted).0 > 2 * RATED_TOLERANCE_MW
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn watts(watts: u64) -> Milliwatts {
        Milliwatts(watts * 1000)
    }

    fn journal(before: u64, set_to: u64) -> CapJournal {
        let (before, set_to) = (watts(before), watts(set_to));
        CapJournal { uuid: "GPU-1".to_owned(), before, set_to, earlier: None }
    }

    #[test]
    fn a_limit_is_lowered_changed_and_put_back() {
        let mut cap = Cap::new("GPU-1", None);
        assert_eq!(cap.engage(watts(200), watts(150)), Plan::Set(journal(200, 150)));
        assert_eq!(cap.engage(Milliwatts(149_400), watts(150)), Plan::Nothing, "the driver rounded");
        let changed = CapJournal { earlier: Some(watts(150)), ..journal(200, 120) };
        assert_eq!(cap.engage(watts(150), watts(120)), Plan::Set(changed));
        assert_eq!(cap.release(watts(120)), Plan::PutBack(watts(200)));
        assert_eq!(cap.release(watts(120)), Plan::PutBack(watts(200)), "the driver did not do it");
        assert_eq!(cap.release(watts(200)), Plan::Forget);
        assert_eq!(cap.release(watts(200)), Plan::Nothing);
    }

    #[test]
    fn a_limit_is_never_raised() {
        let mut cap = Cap::new("GPU-1", None);
        for wanted in [150, 149, 148, 300] {
            assert_eq!(cap.engage(watts(150), watts(wanted)), Plan::Nothing, "{wanted} W");
        }
        assert_eq!(cap.engage(watts(150), watts(100)), Plan::Set(journal(150, 100)));
        assert_eq!(cap.engage(watts(100), watts(200)), Plan::PutBack(watts(150)), "no limit is wanted any more");
        assert_eq!(cap.engage(watts(150), watts(200)), Plan::Forget);
        assert_eq!(cap.engage(watts(150), watts(100)), Plan::Set(journal(150, 100)), "and wanted again");
    }

    #[test]
    fn whoever_changes_it_meanwhile_keeps_it_until_the_next_spell() {
        for foreign in [watts(180), watts(200), watts(90)] {
            let mut cap = Cap::new("GPU-1", None);
            let _ = cap.engage(watts(200), watts(150));
            assert_eq!(cap.engage(watts(150), watts(150)), Plan::Nothing);
            assert_eq!(cap.engage(foreign, watts(50)), Plan::Forget, "{foreign:?}");
            assert_eq!(cap.engage(foreign, watts(50)), Plan::Nothing);
            assert_eq!(cap.release(foreign), Plan::Nothing);
            assert!(matches!(cap.engage(foreign, watts(50)), Plan::Set(journal) if journal.before == foreign));
        }
    }

    #[test]
    fn a_card_that_does_not_obey_is_not_tried_for_ever() {
        let mut cap = Cap::new("GPU-1", None);
        let tried = (0..100).filter(|_| matches!(cap.engage(watts(200), watts(150)), Plan::Set(_))).count();
        assert_eq!(tried as u32, CAP_TRIES);
    }

    #[test]
    fn a_new_daemon_puts_back_what_the_killed_one_left() {
        let after = |current: u64| Cap::new("GPU-1", Some(journal(200, 150))).release(watts(current));
        assert_eq!(after(150), Plan::PutBack(watts(200)));
        assert_eq!(after(200), Plan::Forget, "killed before it set it, or after it put it back");
        assert_eq!(after(170), Plan::Forget, "somebody else's");
    }

    /// How far a plan is carried out.
    #[derive(Debug, Clone, Copy)]
    enum Fate {
        Done,
        /// The driver refuses.
        Refused,
        /// The daemon is killed after so many of its steps.
        Killed(u8),
    }

    #[derive(Debug, Clone)]
    enum Event {
        Engage(Milliwatts, Fate),
        Release(Fate),
        Foreign(Milliwatts),
    }

    fn event() -> impl Strategy<Value = Event> {
        let fate =
            || prop_oneof![4 => Just(Fate::Done), 1 => Just(Fate::Refused), 2 => (0..2u8).prop_map(Fate::Killed)];
        // So few limits that they often meet, some of them nearly.
        let limit = || (0..12u64, 0..3u64).prop_map(|(step, near)| Milliwatts(100_000 + step * 10_000 + near * 600));
        prop_oneof![
            4 => (limit(), fate()).prop_map(|(wanted, fate)| Event::Engage(wanted, fate)),
            3 => fate().prop_map(Event::Release),
            1 => limit().prop_map(Event::Foreign),
        ]
    }

    /// A card, a disk, and a daemon that may be killed.
    struct World {
        card: Milliwatts,
        disk: Option<CapJournal>,
        cap: Cap,
        /// What somebody else set last, and whether that passes for a limit of ours.
        theirs: Milliwatts,
        mimics: bool,
        /// What somebody set last during this spell is set now, and this daemon can know it.
        contested: bool,
    }

    impl World {
        fn new(card: Milliwatts) -> Self {
            let cap = Cap::new("GPU-1", None);
            Self { card, disk: None, cap, theirs: card, mimics: false, contested: false }
        }

        fn killed(&mut self) {
            self.cap = Cap::new("GPU-1", self.disk.clone());
            self.contested = false;
        }

        fn write(&mut self, limit: Milliwatts, fate: Fate) {
            assert!(!self.contested, "a foreign {:?} is overwritten", self.card);
            if !matches!(fate, Fate::Refused) {
                // As drivers do.
                self.card = Milliwatts((limit.0 + 500) / 1000 * 1000);
            }
        }

        fn carry_out(&mut self, plan: Plan, fate: Fate) {
            let steps = if let Fate::Killed(steps) = fate { steps } else { u8::MAX };
            match plan {
                Plan::Nothing => {}
                Plan::Set(journal) => {
                    assert!(journal.set_to < journal.before, "raised: {journal:?}");
                    if steps >= 1 {
                        let limit = journal.set_to;
                        self.disk = Some(journal);
                        if steps >= 2 {
                            self.write(limit, fate);
                        }
                    }
                }
                Plan::PutBack(limit) if steps >= 1 => self.write(limit, fate),
                Plan::Forget if steps >= 1 => self.disk = None,
                Plan::PutBack(_) | Plan::Forget => {}
            }
            if matches!(fate, Fate::Killed(_)) {
                self.killed();
            }
        }

        fn happens(&mut self, event: Event) {
            match event {
                Event::Engage(wanted, fate) => {
                    let plan = self.cap.engage(self.card, wanted);
                    self.carry_out(plan, fate);
                }
                Event::Release(fate) => {
                    let plan = self.cap.release(self.card);
                    // The next spell takes what is there for what was there before.
                    self.contested &= self.cap.state != State::Free;
                    self.carry_out(plan, fate);
                }
                Event::Foreign(limit) => {
                    let limit = Milliwatts(limit.0 / 1000 * 1000);
                    if let State::Held { journal, seen, .. } = &self.cap.state {
                        let ours = matches!(whose(journal, limit), Whose::Ours);
                        let before = matches!(whose(journal, limit), Whose::Before);
                        self.mimics |= ours;
                        // What was there before may as well be there because our own setting failed.
                        self.contested = !ours && (!before || *seen);
                    }
                    (self.card, self.theirs) = (limit, limit);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn after_release_a_card_is_as_its_owner_left_it(
            start in 100..220u64,
            events in prop::collection::vec(event(), 0..40),
        ) {
            let mut world = World::new(watts(start));
            for event in events {
                world.happens(event);
            }
            for _ in 0..3 {
                world.happens(Event::Release(Fate::Done));
            }
            prop_assert_eq!(&world.disk, &None, "the journal is struck out");
            prop_assert_eq!(world.cap.release(world.card), Plan::Nothing);
            prop_assert!(world.mimics || world.card == world.theirs, "{:?}, not {:?}", world.card, world.theirs);
        }

        #[test]
        fn a_kill_at_any_moment_is_repaired_by_the_next_daemon(
            start in 150..220u64,
            wanted in prop::collection::vec(100..220u64, 1..6),
            kill_at in 0..6usize,
            steps in 0..3u8,
        ) {
            let mut world = World::new(watts(start));
            for (index, wanted) in wanted.into_iter().enumerate() {
                let fate = if index == kill_at { Fate::Killed(steps) } else { Fate::Done };
                world.happens(Event::Engage(watts(wanted), fate));
                if index == kill_at {
                    break;
                }
            }
            world.killed();
            for _ in 0..3 {
                world.happens(Event::Release(Fate::Done));
            }
            prop_assert_eq!((world.card, &world.disk), (watts(start), &None));
        }
    }
}
