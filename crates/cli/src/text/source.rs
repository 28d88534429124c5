//! Where answers come from: a worker of this machine, or the mesh.

use super::arguments::Place;
use super::input::TextInput;
use crate::error::Error;
use crate::interrupt::Interrupts;
use crate::out::Out;
use crate::render::progress::Progress;
use crate::words;
use idlewatt_control::Home;
use idlewatt_foreman::{TextBench, TextWorker, Told, Vector, Workshop};
use idlewatt_models::{Name, Shelf, ShelfError};
use idlewatt_proto::Bytes;
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::text::{Generation, ModelFacts, TextEvent};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::mpsc;

/// Tokens of context that there is room for unless told otherwise, all conversations together.
const TOKENS: u64 = 32_768;
/// What a model takes besides weights and context: what flows between its layers.
const BESIDES: u64 = 512 << 20;

/// Answers a model's requests. The mesh's will be the second kind; whoever asks need not know.
pub enum Source {
    Local(Local),
}

/// A worker of this machine.
pub struct Local {
    worker: TextWorker,
    /// Holds the worker's own folder, and goes after it.
    _folder: TempDir,
}

/// Who answers.
pub struct About {
    /// As people call it.
    pub device: String,
    pub software: bool,
    /// Tokens of context, all conversations together.
    pub cache_tokens: u32,
}

/// What comes of a request.
pub struct Answer(mpsc::Receiver<Told>);

impl Answer {
    /// The next event; `None` after the end.
    pub async fn next(&mut self) -> Result<Option<TextEvent>, Error> {
        self.0.recv().await.transpose().map_err(Error::from)
    }
}

impl Source {
    /// Makes ready. `None`: Ctrl-C came first.
    pub async fn open(
        home: &Home,
        out: &Out,
        place: &Place,
        interrupts: &mut Interrupts,
    ) -> Result<Option<Self>, Error> {
        if !place.local {
            return Err(TextInput::NeedsLocal.into());
        }
        tokio::select! {
            opened = Local::open(home, out, place) => opened.map(|local| Some(Self::Local(local))),
            () = interrupts.next() => Ok(None),
        }
    }

    pub fn facts(&self) -> &ModelFacts {
        match self {
            Self::Local(local) => local.worker.facts(),
        }
    }

    pub fn about(&self) -> About {
        let Self::Local(Local { worker, .. }) = self;
        About {
            device: words::device(worker.device()),
            software: worker.device().kind == DeviceKind::Software,
            cache_tokens: worker.cache_tokens(),
        }
    }

    /// Has a request answered. Dropping the answer cancels it.
    pub fn generate(&self, generation: Generation) -> Answer {
        match self {
            Self::Local(local) => Answer(local.worker.generate(generation)),
        }
    }

    /// Turns texts into vectors.
    pub async fn embed(&self, texts: Vec<String>) -> Result<Vec<Vector>, Error> {
        match self {
            Self::Local(local) => Ok(local.worker.embed(texts).await?),
        }
    }

    pub async fn close(self) {
        match self {
            Self::Local(local) => local.worker.close().await,
        }
    }
}

impl Local {
    /// Starts a worker with the model, telling how far it is where somebody watches.
    pub async fn open(home: &Home, out: &Out, place: &Place) -> Result<Self, Error> {
        let workshop = workshop(place.adapter.clone())?;
        let model = find(home, &place.model)?;
        let memory = match place.memory {
            Some(memory) => memory,
            None => fitting(&workshop.inspect_model(&model).await?),
        };
        let folder = tempfile::tempdir().map_err(Error::Scratch)?;
        let mut progress = Progress::on_terminal(out);
        let loading = move |permille: u16| progress.at(u64::from(permille), 1000, "loading");
        let bench = TextBench { model, memory, scratch: folder.path().join("worker") };
        Ok(Self { worker: workshop.open_model(bench, loading).await?, _folder: folder })
    }

    pub fn worker(&self) -> &TextWorker {
        &self.worker
    }
}

/// The worker beside this program, on this adapter.
pub fn workshop(adapter: Option<String>) -> Result<Workshop, Error> {
    Ok(Workshop { adapter, ..Workshop::beside_current_exe()? })
}

/// Memory for a model and a long conversation.
fn fitting(facts: &ModelFacts) -> Bytes {
    let tokens = u64::from(facts.context).min(TOKENS);
    let context = facts.token_bytes.0.saturating_mul(tokens);
    Bytes(facts.weight_bytes.0.saturating_add(context).saturating_add(BESIDES))
}

/// The shelf of this home.
pub fn shelf(home: &Home) -> Result<Shelf, ShelfError> {
    Shelf::open(&home.models(), Bytes(idlewatt_models::limits::SHELF_BYTES))
}

/// A model's path, by its name on the shelf or by its own.
pub fn find(home: &Home, model: &str) -> Result<PathBuf, Error> {
    // Looking for a file must not make a home where there is none.
    if !home.models().is_dir() {
        let path = Path::new(model);
        return match path.exists() {
            true => std::path::absolute(path).map_err(Error::Scratch),
            false => Err(ShelfError::Unknown(model.to_owned()).into()),
        };
    }
    Ok(shelf(home)?.find(model)?)
}

/// What a model is called when it is spoken of.
pub fn name_of(model: &str) -> String {
    Name::of_file(Path::new(model)).map_or_else(|| model.to_owned(), |name| name.to_string())
}

/// Somebody else's error may be everybody's, and is told by each.
impl From<Arc<idlewatt_foreman::WorkerError>> for Error {
    fn from(error: Arc<idlewatt_foreman::WorkerError>) -> Self {
        match Arc::try_unwrap(error) {
            Ok(error) => error.into(),
            Err(shared) => Self::Answer(shared),
        }
    }
}
