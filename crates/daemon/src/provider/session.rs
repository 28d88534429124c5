//! One job, from its stream's opening to its end: fetch the scene, render units, hand them over, take receipts.
//!
//! Persist, then act: a unit is in the books before it is rendered, and finished in the books before it is offered.

use super::account::{Account, Done};
use super::hold::{Working, pace};
use super::terms::Terms;
use super::{Agreed, Channel, note_failure};
use crate::benches::{self, Bound, Key};
use crate::governor::{self, Energy};
use crate::house::{House, failed, now};
use crate::judge;
use crate::limits::{JOB_GRACE, LAST_RECEIPT, PREVIEW_BYTES, PREVIEW_SIDE, READY_WITHIN};
use crate::pictures;
use base64::Engine as _;
use idlewatt_control::messages::{CurrentJob, Preview};
use idlewatt_foreman::{Bench, Rendered, WorkerError};
use idlewatt_ledger::{Entry, Outcome};
use idlewatt_proto::books::UnitState;
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::job::{BlobRef, RenderSpec, RenderUnit, SampleRange, Work};
use idlewatt_proto::limits::EXPOSURE_UNITS;
use idlewatt_proto::picture::Finish;
use idlewatt_proto::reason::{Refusal, StopReason, UnitFailure};
use idlewatt_proto::stream::{ToProvider, ToRequester};
use idlewatt_proto::worker::{Fault, PictureFormat};
use idlewatt_proto::{Amount, Bytes, UnitId};
use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;

/// Runs a job and writes its end into the books, unless its requester was merely lost and may come back.
pub async fn run(house: Arc<House>, agreed: &Agreed, spec: &RenderSpec, channel: Channel) {
    let mut session = Session {
        house: &house,
        terms: Terms::of(&house, agreed.requester, &agreed.spec),
        agreed,
        account: Account::new(&house, agreed.key(), agreed.price),
        spec,
        channel,
        queue: VecDeque::new(),
        unpaid: HashMap::new(),
        current: CurrentJob {
            job: agreed.job,
            kind: WorkKind::Render,
            price: agreed.price,
            tokens: 0,
            title: agreed.spec.title(),
            requester: agreed.requester,
            units_done: 0,
            unit_permille: 0,
            gross: Amount::ZERO,
            preview_version: 0,
        },
    };
    house.current.send_replace(Some(session.current.clone()));
    let reason = session.work().await;
    let _ = session.channel.send(&ToRequester::Close(reason.clone())).await;
    for (_, result) in session.unpaid.drain() {
        house.mesh.withdraw_blob(result.hash, agreed.requester);
    }
    house.current.send_replace(None);
    pictures::keep_shown(&house, &agreed.key());
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

/// Why no more is rendered.
enum Stop {
    /// It ends here.
    Now(StopReason),
    /// What was handed over may still be paid.
    AfterReceipts(StopReason),
}

impl From<StopReason> for Stop {
    fn from(reason: StopReason) -> Self {
        Self::Now(reason)
    }
}

struct Session<'a> {
    house: &'a Arc<House>,
    terms: Terms,
    agreed: &'a Agreed,
    account: Account,
    spec: &'a RenderSpec,
    channel: Channel,
    queue: VecDeque<(UnitId, RenderUnit)>,
    /// Finished and not yet covered by a receipt.
    unpaid: HashMap<UnitId, BlobRef>,
    current: CurrentJob,
}

impl Session<'_> {
    /// Works until there is a reason not to.
    async fn work(&mut self) -> StopReason {
        let mut bound = match self.prepare().await {
            Ok(bound) => bound,
            Err(reason) => return reason,
        };
        let Err(stop) = self.keep_rendering(&mut bound).await;
        // First of all the GPU: what follows is talk. One who is lost may come back with the next frame.
        if let Stop::Now(StopReason::Done | StopReason::Cancelled | StopReason::Lost) = stop {
            benches::rest(self.house, self.key(), bound).await;
        } else {
            bound.worker.close().await;
        }
        match stop {
            Stop::Now(reason) => reason,
            Stop::AfterReceipts(reason) => self.settle(reason).await,
        }
    }

    async fn keep_rendering(&mut self, bound: &mut Bound) -> Result<Infallible, Stop> {
        self.send(&ToRequester::Ready).await?;
        self.offer_again().await?;
        loop {
            let Some((unit, work)) = self.queue.pop_front() else {
                self.wait_for_word().await?;
                continue;
            };
            self.render(bound, unit, work).await?;
        }
    }

    /// Fetches the scene and has the worker open it: a requester's word for a scene is never taken.
    async fn prepare(&mut self) -> Result<Bound, StopReason> {
        let scene = self.spec.scene;
        let path = self.house.home.blobs().join(format!("{}.glb", scene.hash));
        if !path.exists() {
            tracing::info!(job = %self.agreed.job, bytes = scene.size.0, "fetching the scene");
            let fetching = self.house.mesh.fetch_blob(self.agreed.requester, scene, &path, |_| {});
            let fetched = tokio::select! {
                fetched = tokio::time::timeout(READY_WITHIN, fetching) => fetched,
                reason = self.terms.stop(self.house) => return Err(reason),
            };
            let late = |_| StopReason::Failed { what: "the scene did not arrive in time".to_owned() };
            fetched
                .map_err(late)?
                .map_err(|error| StopReason::Failed { what: format!("the scene did not arrive: {error}") })?;
        }
        let bench = Bench {
            scene: path,
            view: self.spec.view.clone(),
            memory: judge::job_memory(self.house),
            scratch: self.house.home.scratch().join(format!("provide-{}", self.agreed.job)),
        };
        let opened = tokio::select! {
            opened = benches::open(self.house, self.key(), bench, true) => opened,
            reason = self.terms.stop(self.house) => return Err(reason),
        };
        opened.map_err(|error| {
            note_failure(self.house, &error);
            match error {
                // Its requester's word for the scene was wrong, or the memory has gone meanwhile: what others leave of it is
                // no stranger's business.
                WorkerError::Fault(Fault::TooLarge { needs, .. }) => {
                    let allowed = judge::rules(self.house).card.memory;
                    StopReason::Refused { why: Refusal::TooLarge { needs, allowed } }
                }
                error => failed(error),
            }
        })
    }

    fn key(&self) -> Key {
        Key::new(self.spec.scene.hash, self.agreed.requester, &self.spec.view, judge::rules(self.house).card.memory)
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
            let Work::Render(work) = unit.work else { continue };
            if let (UnitState::Pending, Some(result), Some(done)) = (unit.state, unit.result, unit.done) {
                let path = self.result_path(unit.unit);
                if path.exists() {
                    let count = u32::try_from(done / work.tile.pixels().max(1)).unwrap_or(u32::MAX);
                    let samples = SampleRange { first: work.samples.first, count };
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
    async fn wait_for_word(&mut self) -> Result<(), Stop> {
        let house = Arc::clone(self.house);
        tokio::select! {
            reason = self.terms.stop(&house) => Err(Stop::AfterReceipts(reason)),
            message = tokio::time::timeout(JOB_GRACE, self.channel.recv()) => match message {
                Ok(message) => Ok(self.take(message).await?),
                Err(_) => Err(Stop::Now(StopReason::Lost)),
            },
        }
    }

    /// A last chance for receipts of what was handed over.
    async fn settle(&mut self, reason: StopReason) -> StopReason {
        let deadline = tokio::time::Instant::now() + LAST_RECEIPT;
        while !self.unpaid.is_empty() && !self.house.stop.is_cancelled() {
            let Ok(message) = tokio::time::timeout_at(deadline, self.channel.recv()).await else { break };
            if let Err(other) = self.take(message).await {
                return other;
            }
        }
        reason
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
            Some(Ok(ToProvider::Ask { .. } | ToProvider::Cancel { .. } | ToProvider::Arrived { .. })) => {
                Err(broken("a question to a picture"))
            }
            Some(Ok(ToProvider::Assign { unit, work })) => self.assign(unit, work).await,
            Some(Ok(ToProvider::Pay(receipt))) => {
                self.account.take(receipt).await?;
                self.forget_paid().await
            }
            Some(Ok(ToProvider::Reject { unit, why })) => {
                tracing::warn!(%unit, %why, "the requester rejected a result");
                self.withdraw(unit).await;
                self.account.void(unit, why, None).await
            }
        }
    }

    async fn assign(&mut self, unit: UnitId, work: RenderUnit) -> Result<(), StopReason> {
        if unit != work.id(self.spec) || !work.fits(self.spec) {
            return self.send(&ToRequester::Failed { unit, why: UnitFailure::BadUnit }).await;
        }
        if self.unpaid.contains_key(&unit) || self.queue.iter().any(|(queued, _)| *queued == unit) {
            return Ok(());
        }
        if self.unpaid.len() + self.queue.len() >= EXPOSURE_UNITS as usize {
            return Err(StopReason::Unpaid);
        }
        match self.account.started(unit, Work::Render(work)).await? {
            Outcome::Recorded | Outcome::Repeated => {
                self.queue.push_back((unit, work));
                Ok(())
            }
            Outcome::Rejected(_) => self.send(&ToRequester::Failed { unit, why: UnitFailure::BadUnit }).await,
        }
    }

    /// Renders one unit, listening to the requester and to the judge meanwhile.
    async fn render(&mut self, bound: &mut Bound, unit: UnitId, work: RenderUnit) -> Result<(), Stop> {
        let house = Arc::clone(self.house);
        let (card, started) = (house.card(), now());
        let reins = bound.worker.reins();
        let (terms, mut efforts) = (self.terms, house.effort.subscribe());
        let stop = terms.stop(&house);
        tokio::pin!(stop);
        let (progress, mut progressed) = tokio::sync::watch::channel(0u32);
        let mut stopped = None;
        let rendered = {
            let _working = Working::begin(&house);
            let rendering = bound.worker.render(unit, work, move |samples| {
                progress.send_replace(samples);
            });
            tokio::pin!(rendering);
            if let Some(effort) = *efforts.borrow_and_update() {
                reins.pace(pace(effort));
            }
            loop {
                tokio::select! {
                    rendered = &mut rendering => break rendered,
                    reason = &mut stop, if stopped.is_none() => {
                        let verdict = house.verdict.borrow().clone();
                        tracing::info!(at_once = verdict.at_once, why = ?verdict.activity, %reason, "work stops");
                        // What the worker's watch does for any verdict is done for nothing else.
                        reins.yield_now();
                        stopped = Some(reason);
                    }
                    Ok(()) = efforts.changed() => {
                        if let Some(effort) = *efforts.borrow_and_update() {
                            reins.pace(pace(effort));
                        }
                    }
                    Ok(()) = progressed.changed() => {
                        let samples = *progressed.borrow_and_update();
                        self.show_progress(work, samples);
                        self.send(&ToRequester::Progress { unit, samples }).await?;
                    }
                    message = self.channel.recv() => self.take(message).await?,
                }
            }
        };
        let energy = governor::energy_above_rest(&house, card.as_ref(), house.card().as_ref(), now().since_ms(started));
        match rendered {
            Ok(rendered) => self.hand_over(bound, unit, work, rendered, energy).await?,
            Err(error) => self.give_up(unit, &error, energy, stopped.is_some()).await?,
        }
        stopped.map_or(Ok(()), |reason| Err(Stop::AfterReceipts(reason)))
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
        energy: Energy,
    ) -> Result<(), StopReason> {
        let done = RenderUnit { samples: rendered.samples, ..work };
        let result = BlobRef { hash: rendered.hash, size: Bytes(work.result_bytes()) };
        let path = self.result_path(unit);
        std::fs::rename(&rendered.path, &path).map_err(failed)?;
        let (measure, busy_ms) = (done.pixel_samples(), rendered.busy_ms);
        let gross = self.account.finished(unit, Done { measure, result, busy_ms, energy: Some(energy) }).await?;
        self.unpaid.insert(unit, result);
        self.house.mesh.offer_blob(result, path, self.agreed.requester).map_err(failed)?;
        self.send(&ToRequester::Done { unit, samples: rendered.samples, result }).await?;
        self.house.adapter.send_if_modified(|adapter| std::mem::take(&mut adapter.failures) > 0);
        self.current.units_done += 1;
        self.current.unit_permille = 0;
        self.current.gross = self.current.gross.checked_add(gross).unwrap_or(self.current.gross);
        if !rendered.worker_gone && self.house.may_work() {
            let (house, terms) = (Arc::clone(self.house), self.terms);
            tokio::select! {
                () = self.show_picture(bound) => {}
                _ = terms.stop(&house) => {}
            }
        }
        self.house.current.send_replace(Some(self.current.clone()));
        Ok(())
    }

    /// The growing picture for the window. Its failure is nobody's loss.
    async fn show_picture(&mut self, bound: &mut Bound) {
        let path = bound.worker.scratch().join("preview.png");
        if bound.worker.picture(&path, PictureFormat::Png, Some(PREVIEW_SIDE), Finish::default()).await.is_err() {
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
        energy: Energy,
        wanted: bool,
    ) -> Result<(), StopReason> {
        let why = match error {
            _ if wanted => UnitFailure::Preempted,
            WorkerError::Fault(Fault::Yielded) => UnitFailure::Preempted,
            WorkerError::Fault(Fault::BadScene { what }) => UnitFailure::BadScene { what: what.clone() },
            _ => UnitFailure::WorkerFailed,
        };
        self.account.void(unit, why.clone(), Some(energy)).await?;
        self.send(&ToRequester::Failed { unit, why }).await?;
        if wanted || matches!(error, WorkerError::Fault(Fault::Yielded)) {
            return Ok(());
        }
        tracing::warn!(%unit, %error, "the worker failed");
        note_failure(self.house, error);
        Err(StopReason::Failed { what: error.to_string() })
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
}
