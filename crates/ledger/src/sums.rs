//! What units add to a sum of earnings.

use crate::StorageError;
use idlewatt_proto::books::{Earnings, Side};
use idlewatt_proto::{Amount, Millijoules};

/// How far a unit's money is, for sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// No receipt covers it, and its job goes on.
    Pending,
    /// No receipt covers it, and its job has ended.
    Held,
    /// A receipt covers it.
    Settled,
    /// It came to nothing, or is not finished.
    None,
}

impl Stage {
    /// By the word for a unit's state, and whether its job is over.
    pub fn of(state: &str, job_ended: bool) -> Self {
        match (state, job_ended) {
            ("pending", false) => Self::Pending,
            ("pending", true) => Self::Held,
            ("final", _) => Self::Settled,
            _ => Self::None,
        }
    }
}

/// One unit, or some that have side and stage in common.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub side: Side,
    pub stage: Stage,
    pub units: u32,
    pub gross: Amount,
    pub electricity: Amount,
    pub energy: Millijoules,
}

impl Part {
    /// Adds it. What a requester does costs, and is earned by somebody else.
    pub fn add_to(&self, sums: &mut Earnings) -> Result<(), StorageError> {
        let add = |sum: &mut Amount, amount| {
            let new = sum.checked_add(amount).ok_or(StorageError::Overflow);
            new.map(|new| *sum = new)
        };
        if self.side == Side::Requester {
            return if self.stage == Stage::None { Ok(()) } else { add(&mut sums.spent, self.gross) };
        }
        add(&mut sums.electricity, self.electricity)?;
        sums.energy = sums.energy.saturating_add(self.energy);
        let of_stage = match self.stage {
            Stage::Pending => Some(&mut sums.pending),
            Stage::Held => Some(&mut sums.held),
            Stage::Settled => Some(&mut sums.settled),
            Stage::None => None,
        };
        if let Some(of_stage) = of_stage {
            add(of_stage, self.gross)?;
            add(&mut sums.gross, self.gross)?;
            sums.units = sums.units.saturating_add(self.units);
        }
        sums.net = sums.gross.checked_sub(sums.electricity).ok_or(StorageError::Overflow)?;
        Ok(())
    }
}
