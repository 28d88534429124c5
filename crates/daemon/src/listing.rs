//! Keeps this provider listed at the index nodes: a signed advert every minute, and at each change.

use crate::house::{House, now};
use crate::limits::{ADVERT_EVERY, ADVERT_RETRY};
use idlewatt_policy::price;
use idlewatt_proto::advert::{Advert, RenderOffer};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::limits::ADVERT_LIFETIME_MS;
use idlewatt_proto::sign::Signed;
use std::sync::Arc;

/// Publishes until the house stops.
pub async fn keep_listed(house: Arc<House>) {
    // The clock orders adverts across restarts; within one it may stand still, so it only ever grows here.
    let mut seq = 0;
    let mut verdicts = house.verdict.subscribe();
    let (mut jobs, mut models) = (house.current.subscribe(), house.models.subscribe());
    let mut benchmarks = house.benchmark.subscribe();
    let mut settings = house.settings.subscribe();
    loop {
        settings.mark_unchanged();
        let free = house.may_work() && house.current.borrow().is_none();
        let mut wait = ADVERT_EVERY;
        let addresses = house.mesh.advert_addresses();
        if let Some(advert) = advert(&house, free, &mut seq) {
            let published = house.mesh.publish(Signed::new(&advert, &house.key)).await;
            house
                .listed
                .send_if_modified(|listed| std::mem::replace(listed, published.listed_by) != published.listed_by);
            if published.listed_by == 0 {
                wait = ADVERT_RETRY;
            }
        } else {
            wait = ADVERT_RETRY;
        }
        let changed = async {
            loop {
                tokio::select! {
                    _ = verdicts.changed() => {}
                    _ = jobs.changed() => {}
                    _ = benchmarks.changed() => {}
                    _ = models.changed() => return,
                    _ = settings.changed() => return,
                    () = house.mesh.moved(&addresses) => return,
                }
                if free != (house.may_work() && house.current.borrow().is_none()) {
                    return;
                }
            }
        };
        tokio::select! {
            () = house.stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
            () = changed => {}
        }
    }
}

/// The advert as of now; `None` while there is nothing to offer.
fn advert(house: &House, free: bool, seq: &mut u64) -> Option<Advert> {
    let measured = house.adapter.borrow().measured.clone()?;
    if !house.settings.borrow().provides() {
        return None;
    }
    let free = free && house.settings.borrow().accept().takes(WorkKind::Render);
    let speed = house.speed(&measured);
    let now = now();
    *seq = now.0.max(*seq + 1);
    Some(Advert {
        node: house.node(),
        seq: *seq,
        expires_at: now.plus_ms(ADVERT_LIFETIME_MS),
        addresses: house.mesh.advert_addresses(),
        device: measured.device,
        render: RenderOffer { samples_per_second: speed, floor: price::floor(&house.costs(), speed)?, free },
        models: house.model_offers(),
    })
}
