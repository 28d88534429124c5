//! What a provider that was lost is owed is kept for it: it is told how much of its answers arrived, and gets the receipt,
//! when it comes back.

use super::super::account::{Account, Channel};
use crate::house::House;
use crate::limits::{JOB_GRACE, RECEIPT_KEPT_FOR, RECEIPT_SHOWN_EVERY, SEARCH_EVERY, TEXT_SILENCE};
use idlewatt_ledger::JobKey;
use idlewatt_proto::UnitId;
use idlewatt_proto::job::BlobRef;
use idlewatt_proto::reason::StopReason;
use idlewatt_proto::stream::{ToProvider, ToRequester};
use tokio::time::{Instant, timeout_at};

/// What had arrived of an answer whose end was not told.
#[derive(Debug, Clone, Copy)]
pub struct Arrived {
    pub unit: UnitId,
    pub measure: u64,
    pub result: BlobRef,
}

/// Tries until the provider has it, or has been away for too long.
pub async fn show(house: &House, key: JobKey, account: &Account, arrived: &[Arrived]) {
    let mut deadline = Instant::now() + RECEIPT_KEPT_FOR;
    let mut pause = SEARCH_EVERY;
    while Instant::now() < deadline {
        let opened = tokio::select! {
            () = house.stop.cancelled() => return,
            opened = house.mesh.open_job(key.peer, key.job) => opened,
        };
        if let Ok(mut channel) = opened {
            if tell(house, &mut channel, account, arrived).await {
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

/// Whether the provider took it: until it says so, it was only on its way.
async fn tell(house: &House, channel: &mut Channel, account: &Account, arrived: &[Arrived]) -> bool {
    for &Arrived { unit, measure, result } in arrived {
        if channel.send(&ToProvider::Arrived { unit, measure, result }).await.is_err() {
            return false;
        }
    }
    let paid = channel.send(&ToProvider::Pay(account.receipt())).await;
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
