//! How a model's worker is started, and the errands beside it: looking into a model, enlarging a picture.

use super::{TextBench, TextWorker};
use crate::limits::{
    BASE_MEMORY_BYTES, LOAD, LOADING, MODEL_COPIES, OPEN, PIXEL_BYTES, TEXT_REPORTS_PER_SECOND, UPSCALE,
};
use crate::process::Process;
use crate::scratch::Scratch;
use crate::worker::{greet, move_file, text};
use crate::workshop::{absolute, errand_folder};
use crate::{WorkerError, Workshop, limits};
use idlewatt_proto::Bytes;
use idlewatt_proto::limits::{PICTURE_PIXELS, PICTURE_SIDE, TEXT_BYTES};
use idlewatt_proto::text::ModelFacts;
use idlewatt_proto::worker::{Order, Report};
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// The file that an enlarged picture has in the scratch folder.
const PICTURE: &str = "upscaled.png";

impl Workshop {
    /// Starts a worker and has it load a model, telling how far it is in thousandths. Dropping the future ends it. The
    /// thread that this is polled on must outlive the worker, as those of a runtime do: on Linux the worker dies with it.
    pub async fn open_model(
        &self,
        bench: TextBench,
        mut loading: impl FnMut(u16) + Send + 'static,
    ) -> Result<TextWorker, WorkerError> {
        let model = text(&absolute(&bench.model)?)?;
        let scratch = Arc::new(Scratch::create(&bench.scratch)?);
        let mut process = self.at_bench(scratch, process_bytes(bench.memory))?;
        greet(&mut process).await?;
        process.order(Order::OpenModel { model, memory: bench.memory });
        let opening = listen(&mut process, "loading a model", LOADING, LOAD, &mut loading).await?;
        match opening {
            Report::ModelOpened { facts, device: Some(device), cache_tokens }
                if sensible(&facts) && cache_tokens > 0 =>
            {
                process.may_report(TEXT_REPORTS_PER_SECOND);
                Ok(TextWorker::new(process, facts, device, cache_tokens))
            }
            other => Err(process.fail(WorkerError::garbage(&format!("{other:?}"))).await),
        }
    }

    /// What is in a model, or why it cannot be used.
    pub async fn inspect_model(&self, model: &Path) -> Result<ModelFacts, WorkerError> {
        let model = absolute(model)?;
        let scratch = Scratch::create(&errand_folder(&std::env::temp_dir()))?;
        let arguments = ["inspect-model".as_ref(), model.as_os_str()];
        match self.errand(arguments, scratch.into(), "inspecting a model", OPEN).await? {
            Report::ModelOpened { facts, .. } if sensible(&facts) => Ok(facts),
            other => Err(WorkerError::garbage(&format!("{other:?}"))),
        }
    }

    /// Enlarges a picture by a network and writes it as a PNG; the result is its size. `progress` is told thousandths.
    pub async fn upscale(
        &self,
        picture: &Path,
        network: &Path,
        into: &Path,
        memory: Bytes,
        mut progress: impl FnMut(u16) + Send,
    ) -> Result<(u32, u32), WorkerError> {
        let (picture, network) = (text(&absolute(picture)?)?, text(&absolute(network)?)?);
        let into = absolute(into)?;
        let beside = into.parent().unwrap_or(Path::new("/"));
        let scratch = Arc::new(Scratch::create(&errand_folder(beside))?);
        let made = scratch.path().join(PICTURE);
        let bytes = process_bytes(memory).saturating_add(PICTURE_PIXELS * PIXEL_BYTES);
        let mut process = self.at_bench(Arc::clone(&scratch), bytes)?;
        greet(&mut process).await?;
        process.order(Order::Upscale { picture, network, file: PICTURE.to_owned(), memory });
        // The longest silence comes last: the picture is written.
        let answer = listen(&mut process, "enlarging a picture", limits::PICTURE, UPSCALE, &mut progress).await?;
        let size = match answer {
            Report::Upscaled { width, height, file }
                if file == PICTURE && (1..=PICTURE_SIDE).contains(&width) && (1..=PICTURE_SIDE).contains(&height) =>
            {
                (width, height)
            }
            other => return Err(process.fail(WorkerError::garbage(&format!("{other:?}"))).await),
        };
        process.close().await;
        move_file(&made, &into).await?;
        Ok(size)
    }

    fn at_bench(&self, scratch: Arc<Scratch>, memory_bytes: u64) -> Result<Process, WorkerError> {
        let mut arguments: Vec<OsString> = vec!["run".into(), "--scratch".into(), scratch.path().into()];
        if let Some(adapter) = &self.adapter {
            arguments.extend(["--adapter".into(), adapter.into()]);
        }
        Process::start(&self.program, arguments, scratch, memory_bytes)
    }
}

/// Waits for an answer through any number of reports of progress. A worker that refuses is of no more use.
async fn listen(
    process: &mut Process,
    doing: &'static str,
    patience: Duration,
    most: Duration,
    progress: &mut (impl FnMut(u16) + Send),
) -> Result<Report, WorkerError> {
    let answer = timeout(most, async {
        loop {
            match process.report(doing, patience).await? {
                Report::Loading { permille } => progress(permille.min(1000)),
                Report::Alive => {}
                other => return Ok(other),
            }
        }
    });
    match answer.await {
        Ok(Ok(report)) => Ok(report),
        Ok(Err(error)) => Err(process.fail(error).await),
        Err(_) => Err(process.fail(WorkerError::Overtime { most }).await),
    }
}

/// Whether a worker's description of a model can be one at all, and is short enough to be shown.
fn sensible(facts: &ModelFacts) -> bool {
    let ModelFacts { name, architecture, format, layers, width, vocabulary, context, .. } = facts;
    [name, architecture, format].iter().all(|text| text.len() <= TEXT_BYTES)
        && [layers, width, vocabulary, context].iter().all(|&&number| number > 0)
}

/// Memory that the process may hold.
fn process_bytes(memory: Bytes) -> u64 {
    memory.0.saturating_mul(MODEL_COPIES).saturating_add(BASE_MEMORY_BYTES)
}
