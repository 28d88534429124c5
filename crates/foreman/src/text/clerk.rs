//! The one who holds a model's process: gives it everybody's orders, and hands its reports to whom they are for.

use super::Vector;
use super::answer::Backlog;
use super::request::{Expected, Heard, Nonsense, Open, Reply, Text, Vectors};
use crate::WorkerError;
use crate::limits::{CANCELLED, LATE_REPORTS, REQUEST, WATCHDOG};
use crate::process::Process;
use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt};
use idlewatt_proto::text::{Finish, Generation, ModelFacts, Scores, TextEvent, TextSpeed};
use idlewatt_proto::worker::{Fault, Order, Report, RequestNumber};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

/// Something is wanted of the model.
#[derive(Debug)]
pub(super) struct Ask {
    pub what: What,
    /// Told when nobody wants it any more, and after the answer.
    pub gone: CancellationToken,
}

#[derive(Debug)]
pub(super) enum What {
    Generate(Generation, Arc<Backlog>),
    Embed(Vec<String>, Reply<Vec<Vector>>),
    Score(Generation, Reply<Scores>),
    Measure(Reply<TextSpeed>),
}

/// What a worker died of, once it has.
pub(super) type Fate = watch::Sender<Option<Arc<WorkerError>>>;

pub(super) struct Clerk {
    process: Process,
    facts: Arc<ModelFacts>,
    asks: mpsc::Receiver<Ask>,
    next: RequestNumber,
    open: HashMap<RequestNumber, (Instant, Open)>,
    /// Who waits to hear how fast the model is.
    measures: VecDeque<(Instant, Reply<TextSpeed>)>,
    /// Given up, with reports that may still be on their way.
    late: VecDeque<Late>,
    gone: FuturesUnordered<BoxFuture<'static, RequestNumber>>,
    /// Orders for which the process's queue has no room yet.
    outbox: VecDeque<Order>,
    /// When the worker said something last, or had nothing to say.
    heard: Instant,
}

/// A request that nobody waits for any more.
struct Late {
    request: RequestNumber,
    /// How many more may come.
    reports: usize,
}

/// Why the clerk stops.
enum Stop {
    /// Nobody asks any more.
    Closed,
    /// The worker is no good.
    Failed(WorkerError),
}

impl Clerk {
    pub fn new(process: Process, facts: Arc<ModelFacts>, asks: mpsc::Receiver<Ask>) -> Self {
        Self {
            process,
            facts,
            asks,
            next: 1,
            open: HashMap::new(),
            measures: VecDeque::new(),
            late: VecDeque::new(),
            gone: FuturesUnordered::new(),
            outbox: VecDeque::new(),
            heard: Instant::now(),
        }
    }

    /// Serves until nobody asks any more or the worker is gone, and leaves nobody waiting.
    pub async fn serve(mut self, fate: Fate) {
        let stop = loop {
            if let Err(stop) = self.turn().await {
                break stop;
            }
        };
        let error = match stop {
            Stop::Closed => {
                self.process.close().await;
                WorkerError::Killed
            }
            Stop::Failed(error) => self.process.fail(error).await,
        };
        let error = Arc::new(error);
        // Before anybody hears of it: who asks again then must be told the same.
        fate.send_replace(Some(Arc::clone(&error)));
        self.open.into_values().for_each(|(_, open)| open.fail(Arc::clone(&error)));
        self.measures.into_iter().for_each(|(_, reply)| drop(reply.send(Err(Arc::clone(&error)))));
        while let Some(ask) = self.asks.recv().await {
            fail(ask.what, Arc::clone(&error));
        }
    }

    async fn turn(&mut self) -> Result<(), Stop> {
        let (deadline, overdue) = self.deadline();
        let busy = self.busy();
        // Only while there is an order for it: a sender of ours would keep the worker's standard input open.
        let queue = (!self.outbox.is_empty()).then(|| self.process.queue());
        let room = async {
            match &queue {
                Some(queue) => {
                    queue.room().await;
                    queue
                }
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            report = self.process.hear() => {
                let report = report.map_err(Stop::Failed)?;
                self.heard = Instant::now();
                self.take(report).map_err(Stop::Failed)?;
                self.release()
            }
            queue = room => {
                queue.send(&mut self.outbox);
                Ok(())
            }
            Some(number) = self.gone.next(), if !self.gone.is_empty() => {
                self.cancel(number);
                Ok(())
            }
            () = sleep_until(deadline), if busy => Err(Stop::Failed(overdue)),
            ask = self.asks.recv(), if self.outbox.is_empty() => {
                self.begin(ask.ok_or(Stop::Closed)?);
                Ok(())
            }
        }
    }

    fn busy(&self) -> bool {
        !self.open.is_empty() || !self.measures.is_empty()
    }

    /// When patience ends, and what for.
    fn deadline(&self) -> (Instant, WorkerError) {
        let silent = self.heard + WATCHDOG;
        let begun = self.open.values().map(|(begun, _)| begun).chain(self.measures.iter().map(|(begun, _)| begun));
        match begun.min().map(|begun| *begun + REQUEST) {
            Some(overtime) if overtime < silent => (overtime, WorkerError::Overtime { most: REQUEST }),
            _ => (silent, WorkerError::Silent { doing: "answering", after: WATCHDOG }),
        }
    }

    fn begin(&mut self, ask: Ask) {
        let now = Instant::now();
        if !self.busy() {
            self.heard = now;
        }
        let request = self.next;
        let (order, open) = match ask.what {
            What::Generate(generation, backlog) => {
                let open = Open::Text(Text::new(&generation, backlog));
                (Order::Generate { request, generation }, open)
            }
            What::Embed(texts, reply) => {
                let open = Open::Vectors(Vectors::new(texts.len(), reply));
                (Order::Embed { request, texts }, open)
            }
            What::Score(generation, reply) => {
                let open = Open::Scores(Expected::new(&generation, reply));
                (Order::Score { request, generation }, open)
            }
            What::Measure(reply) => {
                self.measures.push_back((now, reply));
                return self.outbox.push_back(Order::Measure);
            }
        };
        self.next += 1;
        self.open.insert(request, (now, open));
        self.outbox.push_back(order);
        self.gone.push(Box::pin(async move {
            ask.gone.cancelled_owned().await;
            request
        }));
    }

    /// Nobody wants it any more, if it is still under way.
    fn cancel(&mut self, request: RequestNumber) {
        if self.open.remove(&request).is_some() {
            self.withdraw(request);
        }
    }

    /// Tells the worker that nobody waits for it any more.
    fn withdraw(&mut self, request: RequestNumber) {
        self.pass_over(request);
        self.outbox.push_back(Order::Cancel { request });
    }

    /// From now on the worker may say a little more of it, which is for nobody.
    fn pass_over(&mut self, request: RequestNumber) {
        while self.late.len() >= CANCELLED {
            self.late.pop_front();
        }
        self.late.push_back(Late { request, reports: LATE_REPORTS });
    }

    /// Hands a report to whom it is for.
    fn take(&mut self, report: Report) -> Result<(), WorkerError> {
        match report {
            // Also a sign of life, of a worker that is given something else to do than it thought.
            Report::Alive => Ok(()),
            Report::Failed { request, fault, .. } => self.refused(request, fault),
            Report::Text { request, event } => {
                let found = self.find(request, usize::from(!matches!(event, TextEvent::Said(_))))?;
                let facts = Arc::clone(&self.facts);
                let mut unread = false;
                self.settle(request, found, |open| match open {
                    Open::Text(mut text) => match text.hear(event, &facts) {
                        Ok(Heard::More) => Ok(Some(Open::Text(text))),
                        Ok(Heard::Ended) => Ok(None),
                        Ok(Heard::Unread) => {
                            unread = true;
                            Ok(Some(Open::Text(text)))
                        }
                        Err(nonsense) => Err((Open::Text(text), nonsense)),
                    },
                    // A yield is for all requests, and these have no other end that would say so.
                    other if matches!(event, TextEvent::Ended { finish: Finish::Interrupted, .. }) => {
                        other.fail(Arc::new(WorkerError::Fault(Fault::Yielded)));
                        Ok(None)
                    }
                    other => Err((other, "text for something else")),
                })?;
                if unread {
                    self.give_up(request);
                }
                Ok(())
            }
            Report::Embedded { request, index, vector, tokens } => {
                let found = self.find(request, 1)?;
                let facts = Arc::clone(&self.facts);
                self.settle(request, found, |open| match open {
                    Open::Vectors(vectors) => vectors
                        .hear(index, vector, tokens, &facts)
                        .map(|more| more.map(Open::Vectors))
                        .map_err(|(vectors, nonsense)| (Open::Vectors(vectors), nonsense)),
                    other => Err((other, "a vector for something else")),
                })
            }
            Report::Scored { request, scores } => {
                let found = self.find(request, 1)?;
                self.settle(request, found, |open| match open {
                    Open::Scores(expected) => expected
                        .hear(scores)
                        .map(|()| None)
                        .map_err(|(expected, nonsense)| (Open::Scores(expected), nonsense)),
                    other => Err((other, "scores for something else")),
                })
            }
            Report::Measured { speed } if !self.measures.is_empty() => {
                let waiting = self.measures.pop_front();
                waiting.into_iter().for_each(|(_, reply)| drop(reply.send(Ok(speed))));
                Ok(())
            }
            other => Err(WorkerError::garbage(&format!("{other:?}"))),
        }
    }

    /// The worker cannot do what it was told to.
    fn refused(&mut self, request: Option<RequestNumber>, fault: Fault) -> Result<(), WorkerError> {
        if let Some(request) = request {
            let found = self.find(request, 1)?;
            // Each of an embedding's texts may be given up by itself.
            if fault == Fault::Yielded && matches!(found, Some((_, Open::Vectors(_)))) {
                self.pass_over(request);
            }
            return self.settle(request, found, |open| {
                open.fail(Arc::new(WorkerError::Fault(fault)));
                Ok(None)
            });
        }
        // Without its device it has no more to give to anybody.
        match self.measures.pop_front() {
            Some((_, reply)) if !matches!(fault, Fault::DeviceLost { .. }) => {
                let _ = reply.send(Err(Arc::new(WorkerError::Fault(fault))));
                Ok(())
            }
            measure => {
                self.measures.extend(measure);
                Err(WorkerError::Fault(fault))
            }
        }
    }

    /// The request of this number; `None`: it was given up, and had so many late reports more.
    fn find(&mut self, request: RequestNumber, reports: usize) -> Result<Option<(Instant, Open)>, WorkerError> {
        if let Some(open) = self.open.remove(&request) {
            return Ok(Some(open));
        }
        let late = self.late.iter_mut().find(|late| late.request == request && late.reports >= reports);
        let Some(late) = late else {
            return Err(WorkerError::garbage(&format!("something about request {request}, which is not open")));
        };
        late.reports -= reports;
        Ok(None)
    }

    /// Has a request hear something, and keeps it if there is more to come.
    fn settle(
        &mut self,
        request: RequestNumber,
        found: Option<(Instant, Open)>,
        hear: impl FnOnce(Open) -> Result<Option<Open>, (Open, Nonsense)>,
    ) -> Result<(), WorkerError> {
        let Some((begun, open)) = found else { return Ok(()) };
        match hear(open) {
            Ok(more) => {
                self.open.extend(more.map(|open| (request, (begun, open))));
                Ok(())
            }
            Err((open, nonsense)) => {
                // It hears of the worker's end with all the others.
                self.open.insert(request, (begun, open));
                Err(WorkerError::garbage(&format!("{nonsense}, of request {request}")))
            }
        }
    }

    /// Its reader is too far behind.
    fn give_up(&mut self, request: RequestNumber) {
        if let Some((_, open)) = self.open.remove(&request) {
            open.fail(Arc::new(WorkerError::Unread));
            self.withdraw(request);
        }
    }

    /// A worker that has answered everything while its GPU is wanted back has no more to do.
    fn release(&mut self) -> Result<(), Stop> {
        if self.process.kill().releasing() && !self.busy() {
            self.process.kill().as_wanted();
            return Err(Stop::Failed(WorkerError::Killed));
        }
        Ok(())
    }
}

/// Tells whoever asked that there is no worker any more.
fn fail(what: What, error: Arc<WorkerError>) {
    match what {
        What::Generate(_, backlog) => backlog.fail(error),
        What::Embed(_, reply) => drop(reply.send(Err(error))),
        What::Score(_, reply) => drop(reply.send(Err(error))),
        What::Measure(reply) => drop(reply.send(Err(error))),
    }
}
