//! What a provider that was lost is owed is kept for it: it is told how much of its answers arrived, and gets the receipt,
//! when it comes back. Until then the job stays open in the books, which know all that there is to tell: whoever was
//! killed meanwhile goes on where it was.

use super::super::account::{self, Channel};
use crate::books::BooksError;
use crate::house::{House, now};
use crate::limits::{JOB_GRACE, RECEIPT_KEPT_FOR, RECEIPT_SHOWN_EVERY, SEARCH_EVERY, TEXT_SILENCE};
use idlewatt_ledger::{Entry, JobKey, Ledger, OpenJob, OpenUnit};
use idlewatt_mesh::OpenError;
use idlewatt_proto::advert::{Query, Want};
use idlewatt_proto::books::UnitState;
use idlewatt_proto::job::{JobSpec, Work};
use idlewatt_proto::limits::{ADVERTS_PER_ANSWER, MESSAGE_BYTES, TEXT_EXPOSURE_UNITS};
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::receipt::Receipt;
use idlewatt_proto::sign::Signed;
use idlewatt_proto::stream::{ToProvider, ToRequester};
use idlewatt_proto::{Amount, UnixMillis, wire};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// What a provider may not know of.
struct LastWord {
    receipt: Signed<Receipt>,
    /// What was paid last, cut off or not: whoever knows of it hears nothing new. No more than these can be unknown,
    /// since a provider with so many unpaid answers gives no further one.
    paid: Vec<OpenUnit>,
    /// How much longer it is kept.
    left: Duration,
    /// What its provider is listed for.
    want: Want,
}

/// How much longer a receipt is kept in a job that an earlier run left open. `None`: there is none, or nobody comes for it
/// any more.
pub fn kept_for(job: &OpenJob, now: UnixMillis) -> Option<Duration> {
    let paid = |unit: &OpenUnit| matches!(unit.work, Work::Text(_)) && unit.state == UnitState::Final;
    job.units.iter().any(paid).then(|| left(job.changed_at, now)).filter(|left| !left.is_zero())
}

/// The last entry of a job is the one that its provider's loss caused.
fn left(lost_at: UnixMillis, now: UnixMillis) -> Duration {
    RECEIPT_KEPT_FOR.saturating_sub(Duration::from_millis(now.since_ms(lost_at)))
}

/// Goes on with what an earlier run kept.
pub async fn take_up(house: Arc<House>, key: JobKey) {
    keep(&house, key, &StopReason::Lost).await;
}

/// Keeps the receipt of a lost provider until it has it, or has been away for too long; then the job is over for that
/// reason.
pub async fn keep(house: &House, key: JobKey, reason: &StopReason) {
    match last_word(house, key).await {
        Ok(Some(word)) => {
            show(house, key, &word).await;
            if house.stop.is_cancelled() {
                // Taken or not: the next run asks once more.
                return;
            }
        }
        Ok(None) => {}
        Err(error) => tracing::error!(%error, "the receipt of a lost provider could not be read"),
    }
    account::close(house, key, reason).await;
}

/// Reads it from the books. What came to nothing is void first: nothing hangs in the air as long as a receipt is kept.
async fn last_word(house: &House, key: JobKey) -> Result<Option<LastWord>, BooksError> {
    let Some(job) = house.books.read(move |ledger| ledger.open_job(&key)).await? else { return Ok(None) };
    let left = left(job.changed_at, now());
    let want = match wire::decode::<JobSpec>(&job.spec, MESSAGE_BYTES) {
        Ok(JobSpec::Text(spec)) => Want::Model(spec.model.hash),
        // Another version's.
        _ => Want::AnyModel,
    };
    let hanging = job.units.iter().filter(|unit| unit.state == UnitState::Started);
    let (why, energy, electricity, at) = (UnitFailure::JobEnded, None, Amount::ZERO, now());
    let void = |unit: &OpenUnit| Entry::UnitVoided { key, unit: unit.unit, why: why.clone(), energy, electricity, at };
    house.books.record_all(hanging.map(void).collect()).await?;
    let read = move |ledger: &Ledger| Ok((ledger.receipt(&key)?, ledger.last_paid(&key, TEXT_EXPOSURE_UNITS)?));
    let (receipt, paid) = house.books.read(read).await?;
    Ok(receipt.map(|receipt| LastWord { receipt, paid, left, want }))
}

/// Tries until the provider has it, or has been away for too long.
async fn show(house: &House, key: JobKey, word: &LastWord) {
    let mut deadline = Instant::now() + word.left;
    let mut pause = SEARCH_EVERY;
    while Instant::now() < deadline {
        let opened = tokio::select! {
            () = house.stop.cancelled() => return,
            opened = open(house, key, &word.want) => opened,
        };
        if let Ok(mut channel) = opened {
            if tell(house, &mut channel, word).await {
                return;
            }
            // It is there. What it does not take now it has given up soon.
            deadline = deadline.min(Instant::now() + JOB_GRACE);
            pause = SEARCH_EVERY;
        }
        tokio::select! {
            () = house.stop.cancelled() => return,
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(RECEIPT_SHOWN_EVERY),
        }
    }
    tracing::info!(job = %key.job, provider = key.peer.short(), "a lost provider did not come for its receipt");
}

async fn open(house: &House, key: JobKey, want: &Want) -> Result<Channel, OpenError> {
    if house.mesh.path(key.peer).is_none() {
        // Who was restarted knows no addresses, and a provider that was has others: index nodes know where it is.
        let (want, limit) = (want.clone(), ADVERTS_PER_ANSWER as u16);
        house.mesh.find(Query { want, max_price: None, free_only: false, limit }).await;
    }
    house.mesh.open_job(key.peer, key.job).await
}

/// Whether the provider took it: until it says so, it was only on its way.
async fn tell(house: &House, channel: &mut Channel, word: &LastWord) -> bool {
    for unit in word.paid.iter().rev() {
        let (Some(measure), Some(result)) = (unit.done, unit.result) else { continue };
        if channel.send(&ToProvider::Arrived { unit: unit.unit, measure, result }).await.is_err() {
            return false;
        }
    }
    let paid = channel.send(&ToProvider::Pay(word.receipt.clone())).await;
    if paid.is_err() || channel.send(&ToProvider::Close(StopReason::Done)).await.is_err() {
        return false;
    }
    let until = Instant::now() + TEXT_SILENCE;
    loop {
        let message = tokio::select! {
            () = house.stop.cancelled() => return false,
            message = timeout_at(until, channel.recv()) => message,
        };
        match message {
            Ok(Some(Ok(ToRequester::Close(reason)))) => return reason == StopReason::Done,
            Ok(Some(Ok(_))) => {}
            Ok(None | Some(Err(_))) | Err(_) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::books::Side;
    use idlewatt_proto::job::{RenderUnit, SampleRange, TextUnit, Tile};
    use idlewatt_proto::negotiation::Price;
    use idlewatt_proto::{JobId, NodeId, UnitId};

    const LOST_AT: UnixMillis = UnixMillis(1_000_000);

    fn job(work: Work, state: UnitState) -> OpenJob {
        OpenJob {
            key: JobKey { job: JobId([1; 16]), side: Side::Requester, peer: NodeId([2; 32]) },
            title: String::new(),
            price: Price { per_giga: Amount::ZERO },
            spec: Vec::new(),
            agreement: Vec::new(),
            changed_at: LOST_AT,
            units: vec![OpenUnit { unit: UnitId([3; 32]), work, state, result: None, done: None }],
        }
    }

    #[test]
    fn the_hour_counts_from_the_loss_whoever_was_restarted() {
        let paid = job(Work::Text(TextUnit { number: 0, ask: [0; 32], read: 1, said: 1 }), UnitState::Final);
        let after = |seconds: u64| kept_for(&paid, LOST_AT.plus_ms(seconds * 1000));
        assert_eq!(after(0), Some(RECEIPT_KEPT_FOR));
        assert_eq!(after(3000), Some(Duration::from_secs(600)));
        assert_eq!((after(3600), after(9999)), (None, None));
        assert_eq!(
            kept_for(&paid, UnixMillis(0)),
            Some(RECEIPT_KEPT_FOR),
            "a clock that was set back keeps nothing longer"
        );
    }

    #[test]
    fn only_what_was_paid_in_a_text_job_is_kept() {
        let text = Work::Text(TextUnit { number: 0, ask: [0; 32], read: 1, said: 1 });
        let tile = Tile { x: 0, y: 0, width: 1, height: 1 };
        let picture = Work::Render(RenderUnit { tile, samples: SampleRange { first: 0, count: 1 } });
        for (work, state) in [(text, UnitState::Started), (text, UnitState::Pending), (picture, UnitState::Final)] {
            assert_eq!(kept_for(&job(work, state.clone()), LOST_AT), None, "{work:?} {state:?}");
        }
    }
}
