//! The requester's own worker: looks at results from strangers in its sandbox, recomputes some of their pixels,
//! and adds up the picture. It has one order at a time; this task queues them.

use crate::benches::Bound;
use crate::limits::PREVIEW_SIDE;
use idlewatt_foreman::WorkerError;
use idlewatt_proto::UnitId;
use idlewatt_proto::job::{RenderUnit, Tile};
use idlewatt_proto::picture::{Finish, Noise};
use idlewatt_proto::reason::UnitFailure;
use idlewatt_proto::worker::PictureFormat;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// The way to the worker.
pub struct Assembler {
    orders: mpsc::Sender<Order>,
    scratch: PathBuf,
}

/// What can go wrong here; shared, because a dead worker answers everybody.
pub type AssemblerError = Arc<WorkerError>;

enum Order {
    Inspect {
        unit: UnitId,
        work: RenderUnit,
        file: PathBuf,
        blocks: Vec<Tile>,
        answer: oneshot::Sender<Result<Result<Option<Noise>, UnitFailure>, AssemblerError>>,
    },
    /// A small copy, for the owner to recognise the job by.
    Small { file: PathBuf, answer: oneshot::Sender<Result<(), AssemblerError>> },
    Write {
        /// Whether it is whole: only then the work is done that is not worth doing twice.
        whole: bool,
        answer: oneshot::Sender<Result<(), AssemblerError>>,
    },
}

impl Assembler {
    /// Starts the task. It ends when the `Assembler` is dropped, and hands back the worker.
    pub fn start(
        mut bound: Bound,
        output: PathBuf,
        format: PictureFormat,
        finish: Finish,
    ) -> (Self, JoinHandle<Bound>) {
        let plain = finish.plain();
        let (orders, mut queue) = mpsc::channel(crate::limits::PROVIDERS_AT_ONCE);
        let scratch = bound.worker.scratch().to_owned();
        let task = tokio::spawn(async move {
            let worker = &mut bound.worker;
            while let Some(order) = queue.recv().await {
                match order {
                    Order::Inspect { unit, work, file, blocks, answer } => {
                        let _ = answer.send(worker.inspect(unit, work, &file, blocks).await.map_err(Arc::new));
                    }
                    Order::Small { file, answer } => {
                        let small = worker.picture(&file, PictureFormat::Png, Some(PREVIEW_SIDE), plain).await;
                        let _ = answer.send(small.map_err(Arc::new));
                    }
                    Order::Write { whole, answer } => {
                        let finish = if whole { finish } else { plain };
                        let _ = answer.send(worker.picture(&output, format, None, finish).await.map_err(Arc::new));
                    }
                }
            }
            bound
        });
        (Self { orders, scratch }, task)
    }

    /// Where results are put to be inspected.
    pub fn scratch(&self) -> &Path {
        &self.scratch
    }

    /// Inspects a result and, if it is right, adds it to the picture.
    pub async fn inspect(
        &self,
        unit: UnitId,
        work: RenderUnit,
        file: PathBuf,
        blocks: Vec<Tile>,
    ) -> Result<Result<Option<Noise>, UnitFailure>, AssemblerError> {
        let (answer, answered) = oneshot::channel();
        let sent = self.orders.send(Order::Inspect { unit, work, file, blocks, answer }).await;
        sent.map_err(|_| Arc::new(WorkerError::Killed))?;
        answered.await.map_err(|_| Arc::new(WorkerError::Killed))?
    }

    /// Writes a small copy of the picture into the scratch folder; where it lies.
    pub async fn small(&self) -> Result<PathBuf, AssemblerError> {
        let (file, (answer, answered)) = (self.scratch.join("small.png"), oneshot::channel());
        let order = Order::Small { file: file.clone(), answer };
        self.orders.send(order).await.map_err(|_| Arc::new(WorkerError::Killed))?;
        answered.await.map_err(|_| Arc::new(WorkerError::Killed))?.map(|()| file)
    }

    /// Writes the picture file as it is now.
    pub async fn write(&self, whole: bool) -> Result<(), AssemblerError> {
        let (answer, answered) = oneshot::channel();
        self.orders.send(Order::Write { whole, answer }).await.map_err(|_| Arc::new(WorkerError::Killed))?;
        answered.await.map_err(|_| Arc::new(WorkerError::Killed))?
    }
}
