//! One job, from its stream's opening to its end: fetch the scene, render units, hand them over, take receipts.
//!
//! Persist, then act: a unit is in the books before it is rendered, and finished in the books before it is offered.

use super::{Agreed, Channel};
use crate::house::{House, OwnWorker, failed, now};
use crate::limits::{JOB_GRACE, LAST_RECEIPT, PREVIEW_BYTES, PREVIEW_SIDE, WORKER_FAILURES};
use base64::Engine as _;
use idlewatt_control::messages::{CurrentJob, Preview};
use idlewatt_foreman::{Bench, Rendered, Worker, WorkerError};
use idlewatt_ledger::{Entry, Outcome};
use idlewatt_policy::idle::DeviceFact;
use idlewatt_proto::books::UnitState;
use idlewatt_proto::job::{BlobRef, JobSpec, RenderSpec, RenderUnit};
use idlewatt_proto::limits::EXPOSURE_UNITS;
use idlewatt_proto::reason::{StopReason, UnitFailure};
use idlewatt_proto::stream::{ToProvider, ToRequester};
use idlewatt_proto::worker::{Fault, PictureFormat};
use idlewatt_proto::{Amount, Bytes, Millijoules, UnitId};
use idlewatt_sensors::Reading;
use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

/// Runs a job and writes its end into the books, unless its requester was merely lost and may come back.
pub async fn run(house: Arc<House>, agreed: &Agreed, channel: Channel) {
    let mut session = Session {
        house: &house,
        agreed,
        channel,
        queue: VecDeque::new(),
        unpaid: HashMap::new(),
        current: CurrentJob {
            job: agreed.job,
            title: super::title(&agreed.spec),
            requester: agreed.requester,
            units_done: 0,
            unit_permille: 0,
            gross: Amount::ZERO,
            preview_version: 0,
        },
    };
    house.current.send_replace(Some(session.current.clone()));
    let reason = match session.work().await {
        Ok(never) => match never {},
        Err(reason) => reason,
    };
    let _ = session.channel.send(&ToRequester::Close(reason.clone())).await;
    for (_, result) in session.unpaid.drain() {
        house.mesh.withdraw_blob(result.hash, agreed.requester);
    }
    house.current.send_replace(None);
    house.preview.send_replace(None);
    end(&house, agreed, reason).await;
}

/// Writes the end of a job into the books.
pub async fn end(house: &House, agreed: &Agreed, reason: StopReason) {
    tracing::info!(job = %agreed.job, %reason, "the job ended");
    if let Err(error) = house.books.record(Entry::JobEnded { key: agreed.key(), reason, at: now() }).await {
        tracing::error!(%error, "the end of a job could not be written");
    }
}

enum Never {}

struct Session<'a> {
    house: &'a Arc<House>,
    agreed: &'a Agreed,
    channel: Channel,
    queue: VecDeque<(UnitId, RenderUnit)>,
    /// Finished and not yet covered by a receipt.
    unpaid: HashMap<UnitId, BlobRef>,
    current: CurrentJob,
}

/// A worker with its job's scene, and the guard that says that its load is ours.
struct Bound {
    worker: Worker,
    _own: OwnWorker,
}

impl Session<'_> {
    fn spec(&self) -> &RenderSpec {
        let JobSpec::Render(spec) = &self.agreed.spec;
        spec
    }

    async fn work(&mut self) -> Result<Never, StopReason> {
        let mut bound = self.prepare().await?;
        self.send(&ToRequester::Ready).await?;
        self.offer_again().await?;
        loop {
            let Some((unit, work)) = self.queue.pop_front() else {
                self.wait_for_word().await?;
                continue;
            };
            self.render(&mut bound, unit, work).await?;
        }
    }

    /// Fetches the scene and has the worker open it: a requester's word for a scene is never taken.
    async fn prepare(&mut self) -> Result<Bound, StopReason> {
        let scene = self.spec().scene;
        let path = self.house.home.blobs().join(format!("{}.glb", scene.hash));
        if !path.exists() {
            tracing::info!(job = %self.agreed.job, bytes = scene.size.0, "fetching the scene");
            let fetched = self.house.mesh.fetch_blob(self.agreed.requester, scene, &path, |_| {}).await;
            fetched.map_err(|error| StopReason::Failed { what: format!("the scene did not arrive: {error}") })?;
        }
        let bench = Bench {
            scene: path,
            view: self.spec().view.clone(),
            memory: self.house.settings.borrow().memory(),
            scratch: self.house.home.scratch().join(format!("provide-{}", self.agreed.job)),
        };
        let worker = self.house.unnamed(self.house.workshop.open(bench)).await.map_err(|error| {
            self.note_failure(&error);
            StopReason::Failed { what: error.to_string() }
        })?;
        let own = self.house.own(worker.pid());
        Ok(Bound { worker, _own: own })
    }

    /// After a lost stream or a restart: what is finished and unpaid is offered again, under the same names.
    async fn offer_again(&mut self) -> Result<(), StopReason> {
        let key = self.agreed.key();
        let open = self.house.books.with(move |ledger| ledger.open_jobs(key.side)).await;
        let open = open.map_err(failed)?.map_err(failed)?;
        let Some(job) = open.into_iter().find(|open| open.key == key) else {
            return Err(StopReason::Failed { what: "the job is not in the books".into() });
        };
        for unit in job.units {
            if let (UnitState::Pending, Some(result), Some(samples)) = (unit.state, unit.result, unit.samples) {
                let path = self.result_path(unit.unit);
                if path.exists() {
                    let samples = idlewatt_proto::job::SampleRange { first: unit.work.samples.first, count: samples };
                    self.house.mesh.offer_blob(result, path, self.agreed.requester).map_err(failed)?;
                    self.unpaid.insert(unit.unit, result);
                    self.send(&ToRequester::Done { unit: unit.unit, samples, result }).await?;
                }
            }
        }
        Ok(())
    }

    async fn send(&mut self, message: &ToRequester) -> Result<(), StopReason> {
        self.channel.send(message).await.map_err(|_| StopReason::Lost)
    }

    /// Nothing to render: waits for the requester, or for a reason to stop.
    async fn wait_for_word(&mut self) -> Result<(), StopReason> {
        if !self.house.may_work() {
            return self.settle(StopReason::OwnerReturned).await;
        }
        let mut verdicts = self.house.verdict.subscribe();
        let house = Arc::clone(self.house);
        tokio::select! {
            () = house.stop.cancelled() => self.settle(StopReason::ShuttingDown).await,
            message = tokio::time::timeout(JOB_GRACE, self.channel.recv()) => match message {
                Ok(message) => self.take(message).await,
                Err(_) => Err(StopReason::Lost),
            },
            _ = verdicts.changed() => Ok(()),
        }
    }

    /// Stops, after a last chance for receipts of what was handed over.
    async fn settle(&mut self, reason: StopReason) -> Result<(), StopReason> {
        let deadline = tokio::time::Instant::now() + LAST_RECEIPT;
        while !self.unpaid.is_empty() && !self.house.stop.is_cancelled() {
            match tokio::time::timeout_at(deadline, self.channel.recv()).await {
                Ok(message) => self.take(message).await?,
                Err(_) => break,
            }
        }
        Err(reason)
    }

    /// One message of the requester.
    async fn take(
        &mut self,
        message: Option<Result<ToProvider, idlewatt_mesh::ChannelError>>,
    ) -> Result<(), StopReason> {
        let broken = |what: &str| StopReason::Protocol { what: what.to_owned() };
        match message {
            None => Err(StopReason::Lost),
            Some(Err(idlewatt_mesh::ChannelError::Closed)) => Err(StopReason::Lost),
            Some(Err(error)) => Err(broken(&error.to_string())),
            Some(Ok(ToProvider::Open(_))) => Err(broken("the stream was opened twice")),
            Some(Ok(ToProvider::Close(reason))) => Err(reason),
            Some(Ok(ToProvider::Assign { unit, work })) => self.assign(unit, work).await,
            Some(Ok(ToProvider::Pay(receipt))) => {
                let entry = Entry::ReceiptTaken { receipt, at: now() };
                match self.house.books.record(entry).await.map_err(failed)? {
                    Outcome::Recorded | Outcome::Repeated => self.forget_paid().await,
                    Outcome::Rejected(why) => Err(broken(&format!("the receipt does not hold: {why:?}"))),
                }
            }
            Some(Ok(ToProvider::Reject { unit, why })) => {
                tracing::warn!(%unit, %why, "the requester rejected a result");
                self.withdraw(unit).await;
                self.void(unit, why, None).await
            }
        }
    }

    async fn assign(&mut self, unit: UnitId, work: RenderUnit) -> Result<(), StopReason> {
        if unit != work.id(self.spec()) || !work.fits(self.spec()) {
            return self.send(&ToRequester::Failed { unit, why: UnitFailure::BadUnit }).await;
        }
        if self.unpaid.contains_key(&unit) || self.queue.iter().any(|(queued, _)| *queued == unit) {
            return Ok(());
        }
        if self.unpaid.len() + self.queue.len() >= EXPOSURE_UNITS as usize {
            return Err(StopReason::Unpaid);
        }
        let gross = self.agreed.price.cost(work.pixel_samples());
        let gross = gross.ok_or_else(|| StopReason::Protocol { what: "a unit beyond price".into() })?;
        let entry = Entry::UnitStarted { key: self.agreed.key(), unit, work, gross, at: now() };
        match self.house.books.record(entry).await.map_err(failed)? {
            Outcome::Recorded | Outcome::Repeated => {
                self.queue.push_back((unit, work));
                Ok(())
            }
            Outcome::Rejected(_) => self.send(&ToRequester::Failed { unit, why: UnitFailure::BadUnit }).await,
        }
    }

    /// Renders one unit, listening to the requester and to the judge meanwhile.
    async fn render(&mut self, bound: &mut Bound, unit: UnitId, work: RenderUnit) -> Result<(), StopReason> {
        let before = self.house.reading.borrow().clone();
        let started = now();
        let reins = bound.worker.reins();
        let mut verdicts = self.house.verdict.subscribe();
        let (progress, mut progressed) = tokio::sync::watch::channel(0u32);
        let house = Arc::clone(self.house);
        let mut stopped = None;
        let rendered = {
            let rendering = bound.worker.render(unit, work, move |samples| {
                progress.send_replace(samples);
            });
            tokio::pin!(rendering);
            loop {
                let verdict = self.house.verdict.borrow().clone();
                if verdict.kill && stopped.is_none() {
                    tracing::info!(why = ?verdict.activity, "the owner needs the GPU: the worker is killed");
                    reins.kill();
                    stopped = Some(StopReason::OwnerReturned);
                } else if !verdict.may_work && stopped.is_none() {
                    reins.yield_now();
                    stopped = Some(StopReason::OwnerReturned);
                }
                tokio::select! {
                    rendered = &mut rendering => break rendered,
                    () = house.stop.cancelled(), if stopped.is_none() => {
                        reins.yield_now();
                        stopped = Some(StopReason::ShuttingDown);
                    }
                    _ = verdicts.changed() => {}
                    Ok(()) = progressed.changed() => {
                        let samples = *progressed.borrow_and_update();
                        self.show_progress(work, samples);
                        self.send(&ToRequester::Progress { unit, samples }).await?;
                    }
                    message = self.channel.recv() => self.take(message).await?,
                }
            }
        };
        let energy = self.energy_since(before.as_ref(), now().since_ms(started));
        match rendered {
            Ok(rendered) => self.hand_over(bound, unit, work, rendered, energy).await?,
            Err(error) => self.give_up(unit, &error, energy, stopped.is_some()).await?,
        }
        match stopped {
            None => Ok(()),
            Some(reason) => self.settle(reason).await,
        }
    }

    fn show_progress(&mut self, work: RenderUnit, samples: u32) {
        self.current.unit_permille = (u64::from(samples) * 1000 / u64::from(work.samples.count.max(1))) as u16;
        self.house.current.send_replace(Some(self.current.clone()));
    }

    /// Books a finished unit, then offers its result.
    async fn hand_over(
        &mut self,
        bound: &mut Bound,
        unit: UnitId,
        work: RenderUnit,
        rendered: Rendered,
        energy: Spent,
    ) -> Result<(), StopReason> {
        let done = RenderUnit { samples: rendered.samples, ..work };
        let gross = self.agreed.price.cost(done.pixel_samples()).unwrap_or_default();
        let result = BlobRef { hash: rendered.hash, size: Bytes(work.result_bytes()) };
        let path = self.result_path(unit);
        std::fs::rename(&rendered.path, &path).map_err(failed)?;
        let entry = Entry::UnitFinished {
            key: self.agreed.key(),
            unit,
            samples: rendered.samples.count,
            gross,
            result,
            busy_ms: rendered.busy_ms,
            energy: energy.measured,
            electricity: energy.cost,
            at: now(),
        };
        if let Outcome::Rejected(why) = self.house.books.record(entry).await.map_err(failed)? {
            return Err(StopReason::Failed { what: format!("a finished unit was not booked: {why:?}") });
        }
        self.unpaid.insert(unit, result);
        self.house.mesh.offer_blob(result, path, self.agreed.requester).map_err(failed)?;
        self.send(&ToRequester::Done { unit, samples: rendered.samples, result }).await?;
        self.house.adapter.send_if_modified(|adapter| std::mem::take(&mut adapter.failures) > 0);
        self.current.units_done += 1;
        self.current.unit_permille = 0;
        self.current.gross = self.current.gross.checked_add(gross).unwrap_or(self.current.gross);
        self.show_picture(bound).await;
        self.house.current.send_replace(Some(self.current.clone()));
        Ok(())
    }

    /// The growing picture for the window. Its failure is nobody's loss.
    async fn show_picture(&mut self, bound: &mut Bound) {
        let path = bound.worker.scratch().join("preview.png");
        if bound.worker.picture(&path, PictureFormat::Png, Some(PREVIEW_SIDE)).await.is_err() {
            return;
        }
        let small = std::fs::metadata(&path).is_ok_and(|file| file.len() <= PREVIEW_BYTES);
        let Some(png) = small.then(|| std::fs::read(&path).ok()).flatten() else { return };
        self.current.preview_version += 1;
        self.house.preview.send_replace(Some(Preview {
            job: self.agreed.job,
            version: self.current.preview_version,
            png_base64: base64::engine::general_purpose::STANDARD.encode(png),
        }));
    }

    /// A unit came to nothing.
    async fn give_up(
        &mut self,
        unit: UnitId,
        error: &WorkerError,
        energy: Spent,
        wanted: bool,
    ) -> Result<(), StopReason> {
        let why = match error {
            _ if wanted => UnitFailure::Preempted,
            WorkerError::Fault(Fault::Yielded) => UnitFailure::Preempted,
            WorkerError::Fault(Fault::BadScene { what }) => UnitFailure::BadScene { what: what.clone() },
            _ => UnitFailure::WorkerFailed,
        };
        self.void(unit, why.clone(), Some(energy)).await?;
        self.send(&ToRequester::Failed { unit, why }).await?;
        if wanted || matches!(error, WorkerError::Fault(Fault::Yielded)) {
            return Ok(());
        }
        tracing::warn!(%unit, %error, "the worker failed");
        self.note_failure(error);
        Err(StopReason::Failed { what: error.to_string() })
    }

    /// After several failures in a row it is this machine that is at fault, and it stops offering work.
    fn note_failure(&self, error: &WorkerError) {
        if matches!(error, WorkerError::Fault(Fault::BadScene { .. } | Fault::TooLarge { .. })) {
            return;
        }
        self.house.adapter.send_modify(|adapter| {
            adapter.failures += 1;
            if adapter.failures >= WORKER_FAILURES {
                adapter.fact = DeviceFact::Broken(error.to_string());
            }
        });
    }

    async fn void(&mut self, unit: UnitId, why: UnitFailure, energy: Option<Spent>) -> Result<(), StopReason> {
        let Spent { measured, cost } = energy.unwrap_or_default();
        let entry =
            Entry::UnitVoided { key: self.agreed.key(), unit, why, energy: measured, electricity: cost, at: now() };
        self.house.books.record(entry).await.map(|_| ()).map_err(failed)
    }

    /// Results that a receipt covers need not be offered any longer.
    async fn forget_paid(&mut self) -> Result<(), StopReason> {
        let job = self.agreed.job;
        let units = self.house.books.with(move |ledger| ledger.units(Some(job), u32::MAX)).await;
        for row in units.map_err(failed)?.map_err(failed)? {
            if row.state == UnitState::Final {
                self.withdraw(row.unit).await;
            }
        }
        Ok(())
    }

    async fn withdraw(&mut self, unit: UnitId) {
        if let Some(result) = self.unpaid.remove(&unit) {
            self.house.mesh.withdraw_blob(result.hash, self.agreed.requester);
            let _ = std::fs::remove_file(self.result_path(unit));
        }
    }

    fn result_path(&self, unit: UnitId) -> PathBuf {
        self.house.home.blobs().join(format!("{unit}.sums"))
    }

    /// Energy above idle since a reading, by the card's counter; without one, by the assumed power.
    fn energy_since(&self, before: Option<&Reading>, elapsed_ms: u64) -> Spent {
        let tariff = self.house.settings.borrow().tariff_per_kwh();
        let after = self.house.reading.borrow();
        let gpus =
            before.and_then(|before| before.gpus.first()).zip(after.as_ref().and_then(|after| after.gpus.first()));
        let total =
            gpus.and_then(|(before, after)| Some((idlewatt_sensors::energy_between(before, after)?, before, after)));
        let measured = total.map(|(total, before, after)| {
            let idle = self.house.idle_power.borrow().unwrap_or_default();
            let idle = Millijoules(idle.0.saturating_mul(after.at.since_ms(before.at)) / 1000);
            total.saturating_sub(idle)
        });
        let assumed = || Millijoules(self.house.working_power().0.saturating_mul(elapsed_ms) / 1000);
        let cost = measured.unwrap_or_else(assumed).cost(tariff).unwrap_or_default();
        Spent { measured, cost }
    }
}

/// Energy above idle, where measured, and what it cost.
#[derive(Debug, Clone, Copy, Default)]
struct Spent {
    measured: Option<Millijoules>,
    cost: Amount,
}
