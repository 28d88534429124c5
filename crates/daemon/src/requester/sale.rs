//! One provider's part in a picture: hand it units, inspect what comes back, pay for what is right.

use super::Picture;
use super::account::{Account, Channel, End, broken, send};
use super::search::{Offer, agree};
use crate::house::{House, dice, failed, locked};
use crate::limits::{PROVIDER_GRACE, PROVIDER_SILENCE, READY_WITHIN, STRIKES};
use idlewatt_control::messages::RenderEvent;
use idlewatt_ledger::JobKey;
use idlewatt_mesh::FetchError;
use idlewatt_policy::{check, plan};
use idlewatt_proto::job::{BlobRef, JobSpec, RenderUnit, SampleRange, Work};
use idlewatt_proto::limits::EXPOSURE_UNITS;
use idlewatt_proto::picture::Noise;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::stream::{ToProvider, ToRequester};
use idlewatt_proto::{NodeId, UnitId};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use tokio::time::{Instant, timeout, timeout_at};

/// Runs a sale to its end; units that are not done go back into the pool.
pub async fn run(house: &Arc<House>, picture: &Arc<Picture>, offer: Offer) -> (NodeId, StopReason) {
    let provider = offer.proposal.provider;
    let spec = JobSpec::Render(picture.spec.clone());
    let key = match agree(house, &spec, &offer).await {
        Ok(key) => key,
        Err(reason) => return (provider, reason),
    };
    house.freed.remove(&provider);
    let (device, advert) = (offer.advert.device.clone(), offer.advert.clone());
    let _ = picture.events.send(RenderEvent::Agreed { provider, device, price: offer.proposal.price }).await;

    picture.change(|pool| pool.sales += 1);
    let account = Account::new(house, key, offer.proposal.price);
    let mut sale = Sale { house, picture, key, account, out: HashMap::new(), strikes: 0 };
    let reason = match house.mesh.offer_blob(picture.spec.scene, picture.scene.clone(), provider) {
        Ok(()) => sale.keep_going().await,
        Err(error) => failed(error),
    };
    sale.put_back();
    house.mesh.withdraw_blob(picture.spec.scene.hash, provider);
    sale.account.close(&reason).await;
    if reason == StopReason::Done {
        house.freed.add(advert);
    }
    (provider, reason)
}

struct Sale<'a> {
    house: &'a Arc<House>,
    picture: &'a Arc<Picture>,
    key: JobKey,
    account: Account,
    /// Units handed to the provider.
    out: HashMap<UnitId, RenderUnit>,
    strikes: u32,
}

impl Sale<'_> {
    /// Works over one stream after another until the sale is over.
    async fn keep_going(&mut self) -> StopReason {
        let mut lost_at: Option<Instant> = None;
        loop {
            let opening = self.house.mesh.open_job(self.key.peer, self.key.job);
            let channel = tokio::select! {
                () = self.picture.cancel.cancelled() => return StopReason::Cancelled,
                () = self.picture.over.cancelled() => return StopReason::Done,
                () = self.house.stop.cancelled() => return StopReason::ShuttingDown,
                channel = opening => channel,
            };
            let units_before = self.account.units();
            match channel {
                Ok(channel) => match self.work(channel).await {
                    End::Over(reason) => return reason,
                    End::Cut => {}
                },
                Err(error) => tracing::debug!(%error, "the provider cannot be reached"),
            }
            if self.account.units() > units_before {
                lost_at = None;
            }
            let since = *lost_at.get_or_insert_with(Instant::now);
            if since.elapsed() > PROVIDER_GRACE {
                return StopReason::Lost;
            }
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
    }

    /// Works over one stream.
    async fn work(&mut self, mut channel: Channel) -> End {
        match self.talk(&mut channel).await {
            Ok(never) => match never {},
            Err(End::Over(reason)) => {
                let _ = channel.send(&ToProvider::Close(reason.clone())).await;
                End::Over(reason)
            }
            Err(End::Cut) => End::Cut,
        }
    }

    async fn talk(&mut self, channel: &mut Channel) -> Result<std::convert::Infallible, End> {
        self.until_ready(channel).await?;
        for (unit, work) in self.out.clone() {
            send(channel, &ToProvider::Assign { unit, work }).await?;
        }
        let mut changed = self.picture.changed.subscribe();
        loop {
            changed.borrow_and_update();
            self.hand_out(channel).await?;
            // What others have in hand may come back into the pool, and somebody is looked for then. Until that happens
            // this one has better things to do.
            if self.out.is_empty() && locked(&self.picture.pool).units.is_empty() {
                return Err(End::Over(StopReason::Done));
            }
            let (picture, house) = (Arc::clone(self.picture), Arc::clone(self.house));
            let message = tokio::select! {
                () = picture.cancel.cancelled() => return Err(End::Over(StopReason::Cancelled)),
                () = picture.over.cancelled() => return Err(End::Over(StopReason::Done)),
                () = house.stop.cancelled() => return Err(End::Over(StopReason::ShuttingDown)),
                message = timeout(PROVIDER_SILENCE, channel.recv()), if !self.out.is_empty() => message,
                _ = changed.changed(), if self.out.is_empty() => continue,
            };
            match message {
                Err(_) => return Err(End::Over(StopReason::Lost)),
                Ok(message) => self.take(channel, message).await?,
            }
        }
    }

    /// The provider fetches the scene and loads it.
    async fn until_ready(&mut self, channel: &mut Channel) -> Result<(), End> {
        let deadline = Instant::now() + READY_WITHIN;
        let (picture, house) = (Arc::clone(self.picture), Arc::clone(self.house));
        tokio::select! {
            () = picture.cancel.cancelled() => Err(End::Over(StopReason::Cancelled)),
            () = picture.over.cancelled() => Err(End::Over(StopReason::Done)),
            () = house.stop.cancelled() => Err(End::Over(StopReason::ShuttingDown)),
            message = timeout_at(deadline, channel.recv()) => match message {
                Ok(Some(Ok(ToRequester::Ready))) => Ok(()),
                Ok(Some(Ok(ToRequester::Close(reason)))) => Err(End::Over(reason)),
                Ok(Some(Ok(_))) => Err(broken("it spoke before it was ready")),
                Ok(Some(Err(idlewatt_mesh::ChannelError::Closed)) | None) => Err(End::Cut),
                Ok(Some(Err(error))) => Err(broken(&error.to_string())),
                Err(_) => Err(End::Over(StopReason::Lost)),
            },
        }
    }

    /// Keeps as many units with the provider as may be unpaid.
    async fn hand_out(&mut self, channel: &mut Channel) -> Result<(), End> {
        while self.out.len() < EXPOSURE_UNITS as usize {
            let taken = {
                let mut pool = locked(&self.picture.pool);
                // A second one in hand spares waiting, but not at the cost of somebody who then has none.
                let enough = self.out.is_empty() || pool.units.len() >= pool.sales;
                let taken = if enough { pool.units.pop_front() } else { None };
                pool.out += usize::from(taken.is_some());
                taken
            };
            let Some(work) = taken else { break };
            let unit = work.id(&self.picture.spec);
            self.out.insert(unit, work);
            self.account.started(unit, Work::Render(work)).await?;
            send(channel, &ToProvider::Assign { unit, work }).await?;
        }
        Ok(())
    }

    async fn take(
        &mut self,
        channel: &mut Channel,
        message: Option<Result<ToRequester, idlewatt_mesh::ChannelError>>,
    ) -> Result<(), End> {
        match message {
            None | Some(Err(idlewatt_mesh::ChannelError::Closed)) => Err(End::Cut),
            Some(Err(error)) => Err(broken(&error.to_string())),
            Some(Ok(ToRequester::Ready)) => Err(broken("it was ready twice")),
            Some(Ok(ToRequester::Progress { .. } | ToRequester::Alive)) => Ok(()),
            Some(Ok(ToRequester::Text { .. } | ToRequester::Embedded { .. })) => Err(broken("text in a picture")),
            Some(Ok(ToRequester::Done { unit, samples, result })) => self.done(channel, unit, samples, result).await,
            Some(Ok(ToRequester::Failed { unit, why })) => {
                let Some(work) = self.out.remove(&unit) else {
                    return Err(broken("it failed a unit that it does not have"));
                };
                self.void(unit, work, &why).await?;
                match why {
                    UnitFailure::Preempted => Ok(()),
                    why => self.strike(why),
                }
            }
            // A provider that closes for a restart of its own is treated as one that lost its connection.
            Some(Ok(ToRequester::Close(StopReason::ShuttingDown))) => Err(End::Cut),
            Some(Ok(ToRequester::Close(reason))) => Err(End::Over(reason)),
        }
    }

    /// A result is offered: fetch it, look at it, pay for it.
    async fn done(
        &mut self,
        channel: &mut Channel,
        unit: UnitId,
        samples: SampleRange,
        result: BlobRef,
    ) -> Result<(), End> {
        let Some(&work) = self.out.get(&unit) else {
            // Offered again after a lost receipt: the receipt is cumulative, so the newest one settles it.
            return self.pay(channel).await;
        };
        let rest = plan::rest(&work, samples).map_err(|error| broken(&error.to_string()))?;
        if result.size.0 != work.result_bytes() {
            return Err(broken("a result of the wrong size"));
        }
        let delivered = RenderUnit { samples, ..work };
        let file = self.picture.assembler.scratch().join(format!("{unit}.in"));
        let fetched = timeout(PROVIDER_SILENCE, self.house.mesh.fetch_blob(self.key.peer, result, &file, |_| {})).await;
        let verdict = match fetched {
            Ok(Ok(())) => self.inspect(unit, delivered, file.clone()).await?,
            // A hole that was punched has closed: no fault of the provider's.
            Ok(Err(error @ FetchError::OnlyRelayed(_))) => return Err(End::Over(failed(error))),
            Ok(Err(FetchError::Open(_) | FetchError::Stalled(_) | FetchError::Lost(_))) => return Err(End::Cut),
            Ok(Err(_)) | Err(_) => Err(UnitFailure::BadResult),
        };
        self.out.remove(&unit);
        let accepted = match &verdict {
            Ok(_) => self.accept_unit(channel, unit, delivered, result, &file).await,
            Err(_) => Ok(()),
        };
        let _ = std::fs::remove_file(&file);
        accepted?;
        match verdict {
            Ok(noise) => {
                self.hand_in(delivered, rest, noise);
                let progress = {
                    let pool = locked(&self.picture.pool);
                    let of = self.picture.spec.pixel_samples() - pool.spared;
                    RenderEvent::Progress { pixel_samples: pool.pixel_samples, of, cost: pool.cost }
                };
                let _ = self.picture.events.send(progress).await;
                Ok(())
            }
            Err(why) => {
                tracing::warn!(provider = self.key.peer.short(), %unit, %why, "a result was rejected");
                self.void(unit, work, &why).await?;
                send(channel, &ToProvider::Reject { unit, why: why.clone() }).await?;
                locked(&self.house.proven).remove(&self.key.peer);
                self.strike(why)
            }
        }
    }

    async fn inspect(
        &self,
        unit: UnitId,
        work: RenderUnit,
        file: std::path::PathBuf,
    ) -> Result<Result<Option<Noise>, UnitFailure>, End> {
        let good = locked(&self.house.proven).get(&self.key.peer).copied().unwrap_or_default();
        let blocks = if check::wanted(good, dice() % 1000) { check::blocks(&work, dice) } else { Vec::new() };
        self.picture.assembler.inspect(unit, work, file, blocks).await.map_err(|error| End::Over(failed(error)))
    }

    /// Writes a right unit into the books and pays for it.
    async fn accept_unit(
        &mut self,
        channel: &mut Channel,
        unit: UnitId,
        work: RenderUnit,
        result: BlobRef,
        file: &Path,
    ) -> Result<(), End> {
        let gross = self.account.pay_for(unit, work.pixel_samples(), result).await?;
        if let Some(paid) = &self.picture.paid {
            paid.keep(&work, file);
        }
        self.picture.change(|pool| {
            pool.cost = pool.cost.checked_add(gross).unwrap_or(pool.cost);
            pool.paid.insert(self.key);
        });
        self.pay(channel).await
    }

    async fn pay(&self, channel: &mut Channel) -> Result<(), End> {
        send(channel, &ToProvider::Pay(self.account.receipt())).await
    }

    /// A unit's samples are in the picture; what is missing of it goes back.
    /// Where the picture is smooth enough, no more is asked for.
    fn hand_in(&self, delivered: RenderUnit, rest: Option<RenderUnit>, noise: Option<Noise>) {
        self.picture.change(|pool| {
            pool.out -= 1;
            pool.pixel_samples += delivered.pixel_samples();
            pool.units.extend(rest);
            if let Some(most) = self.picture.request.noise
                && plan::smooth(noise, most, delivered.samples)
            {
                pool.spared += plan::spare(&mut pool.units, &delivered.tile);
            }
        });
    }

    /// A unit came to nothing and goes back whole.
    async fn void(&self, unit: UnitId, work: RenderUnit, why: &UnitFailure) -> Result<(), End> {
        self.picture.change(|pool| {
            pool.out -= 1;
            pool.units.push_front(work);
            if *why != UnitFailure::Preempted {
                pool.failures += 1;
                pool.last_failure = Some(why.to_string());
            }
        });
        self.account.void(unit, why.clone()).await
    }

    fn strike(&mut self, why: UnitFailure) -> Result<(), End> {
        self.strikes += 1;
        if self.strikes < STRIKES {
            return Ok(());
        }
        Err(End::Over(match why {
            UnitFailure::WorkerFailed | UnitFailure::BadScene { .. } => StopReason::Failed { what: why.to_string() },
            _ => StopReason::BadResults,
        }))
    }

    /// What the provider still has goes back into the pool.
    fn put_back(&mut self) {
        self.picture.change(|pool| {
            pool.sales -= 1;
            pool.out -= self.out.len();
            pool.units.extend(self.out.drain().map(|(_, work)| work));
        });
    }
}
