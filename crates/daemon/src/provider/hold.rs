//! Holds a worker's reins as long as it lives, whatever its session waits for: a slow requester must not stand between the
//! owner and their GPU.

use crate::house::{House, locked};
use crate::limits::GIVE_BACK_WITHIN;
use idlewatt_foreman::Reins;
use idlewatt_proto::reason::Effort;
use idlewatt_proto::worker::Pace;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::AbortHandle;

/// Ends what it watches over when it is dropped.
pub struct Watch(Vec<AbortHandle>);

impl Watch {
    /// Gives the GPU back when it must be.
    pub fn over(house: &Arc<House>, reins: Reins) -> Self {
        Self(vec![tokio::spawn(give_back(Arc::clone(house), reins)).abort_handle()])
    }

    /// The same, and passes on how hard to work, for a worker that does several things at once.
    pub fn with_pace(house: &Arc<House>, reins: Reins) -> Self {
        let mut watch = Self::over(house, reins.clone());
        watch.0.push(tokio::spawn(keep_pace(Arc::clone(house), reins)).abort_handle());
        watch
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

/// Gives the GPU back when its owner needs it, and lets go of it gently when work must stop for another reason.
async fn give_back(house: Arc<House>, reins: Reins) {
    let mut verdicts = house.verdict.subscribe();
    let mut yielded = false;
    loop {
        let (may_work, at_once) = {
            let verdict = verdicts.borrow_and_update();
            (verdict.may_work, verdict.at_once)
        };
        if at_once {
            return reins.release_gpu(GIVE_BACK_WITHIN);
        }
        if !may_work && !yielded {
            reins.yield_now();
            yielded = true;
        }
        if verdicts.changed().await.is_err() {
            return;
        }
    }
}

async fn keep_pace(house: Arc<House>, reins: Reins) {
    let mut efforts = house.effort.subscribe();
    loop {
        let effort = *efforts.borrow_and_update();
        if let Some(effort) = effort {
            reins.pace(pace(effort));
        }
        if efforts.changed().await.is_err() {
            return;
        }
    }
}

/// What the worker is told of an effort.
pub fn pace(effort: Effort) -> Pace {
    Pace { quantum_us: effort.quantum_us, duty_permille: effort.duty_permille }
}

/// How many units share the card, and the clock that runs the slower the more they are: what each of them has had of
/// the card is what that clock counted meanwhile.
#[derive(Debug, Default)]
pub struct Shares {
    units: u32,
    had: Duration,
    since: Option<Instant>,
}

impl Shares {
    fn now(&mut self) -> Duration {
        let now = Instant::now();
        if let Some(since) = self.since.replace(now) {
            self.had += (now - since) / self.units.max(1);
        }
        self.had
    }

    fn change(&mut self, by: i32) -> (Duration, u32) {
        let had = self.now();
        self.units = self.units.saturating_add_signed(by);
        (had, self.units)
    }
}

/// Says that a unit is being worked on, until it is dropped.
pub struct Working {
    house: Arc<House>,
    begun: Instant,
    had: Duration,
}

impl Working {
    pub fn begin(house: &Arc<House>) -> Self {
        let (had, _) = locked(&house.shares).change(1);
        house.rendering.send_replace(true);
        Self { house: Arc::clone(house), begun: Instant::now(), had }
    }

    /// This unit's share of what the card did since it began, in thousandths.
    pub fn share_permille(&self) -> u64 {
        let had = locked(&self.house.shares).now().saturating_sub(self.had);
        let elapsed = self.begun.elapsed().as_micros().max(1);
        u64::try_from(had.as_micros() * 1000 / elapsed).unwrap_or(1000).min(1000)
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        let (_, left) = locked(&self.house.shares).change(-1);
        if left == 0 {
            self.house.rendering.send_replace(false);
        }
    }
}
