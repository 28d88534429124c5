//! An animation: each frame a picture of its own, in a file of its own, by the mesh or with `--local` on this machine.
//!
//! A frame gets its name when it is whole. Whatever ends this program, the same command goes on: frames that are there,
//! made from the same scene in the same way, are kept.

mod kept;
mod local;
mod mesh;
mod names;
mod tally;

pub use names::FrameRange;

use super::{Picture, utf8};
use crate::arguments::Render;
use crate::error::{Error, Exit, InputError};
use crate::interrupt::Interrupts;
use crate::out::Out;
use idlewatt_control::Home;
use idlewatt_foreman::Workshop;
use idlewatt_proto::job::{BlobRef, RENDER_ENGINE, RenderSpec, SceneFacts, View};
use idlewatt_proto::{BlobHash, Bytes, wire};
use kept::{Found, Kept};
use names::Pattern;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use tally::Tally;
use tempfile::TempDir;

/// Frames to be made, in order.
struct Animation {
    workshop: Workshop,
    /// What all frames have in common; its output is the pattern.
    picture: Picture,
    pattern: Pattern,
    /// One file with the whole scene, as it was when the command began.
    scene: PathBuf,
    blob: BlobRef,
    _folder: TempDir,
    todo: VecDeque<Frame>,
    there: u32,
    frames: u32,
}

/// One of them.
#[derive(Debug, Clone, Copy)]
struct Frame {
    number: u32,
    time_us: u32,
}

pub async fn run(
    home: &Home,
    out: &Out,
    interrupts: &mut Interrupts,
    picture: Picture,
    request: &Render,
    range: FrameRange,
) -> Result<Exit, Error> {
    let opening = Animation::open(picture, request, range);
    let (animation, facts) = tokio::select! {
        opened = opening => opened?,
        () = interrupts.next() => return Ok(Exit::Interrupted),
    };
    let samples = animation.spec(0).pixel_samples();
    let mut tally = Tally::new(out, animation.frames, animation.there, samples, !request.local);
    tally.progress.facts(&facts);
    note_end(&tally, &facts, range, request.fps);
    tally.begin();
    let folder = animation.pattern.folder().display().to_string();
    let done = if animation.todo.is_empty() {
        Ok(true)
    } else if request.local {
        local::render(animation, &mut tally, interrupts).await
    } else {
        mesh::render(home, animation, &mut tally, interrupts, request.max_price).await
    };
    let done = done.inspect_err(|_| tally.progress.end())?;
    tally.end(done, &folder);
    Ok(if done { Exit::Done } else { Exit::Interrupted })
}

/// Says that some frames show what the last one that moves shows.
fn note_end(tally: &Tally<'_>, facts: &SceneFacts, range: FrameRange, fps: f64) {
    let last = names::time_us(range.last, fps).unwrap_or(u32::MAX);
    if last > facts.duration_us {
        let seconds = f64::from(facts.duration_us) * 1.0e-6;
        let end = if facts.duration_us == 0 {
            "nothing moves in it".to_owned()
        } else {
            format!("ends after {seconds:.2} s")
        };
        tally.progress.say(&format!("the scene's animation: {end}; frames after that are all alike"));
    }
}

impl Animation {
    /// Packs the scene, and looks which frames are there.
    async fn open(picture: Picture, request: &Render, range: FrameRange) -> Result<(Self, SceneFacts), Error> {
        let pattern = Pattern::of(&picture.output).ok_or_else(|| InputError::NoNumber(request.output.clone()))?;
        utf8(&picture.output)?;
        let times = |number| {
            let time_us = names::time_us(number, request.fps).ok_or(InputError::LateFrame(number))?;
            Ok(Frame { number, time_us })
        };
        let all: Vec<Frame> = range.numbers().map(times).collect::<Result<_, InputError>>()?;
        let workshop = Workshop::beside_current_exe()?;
        let folder = tempfile::tempdir().map_err(Error::Scratch)?;
        let scene = folder.path().join("scene.glb");
        let facts = workshop.pack_at(&picture.scene, &scene, all[0].time_us).await?;
        if let Some(name) = picture.view.camera.clone()
            && !facts.cameras.contains(&name)
        {
            return Err(InputError::NoCamera { name, has: facts.cameras.join(", ") }.into());
        }
        let bytes = tokio::fs::read(&scene).await.map_err(Error::Scratch)?;
        let blob = BlobRef { hash: BlobHash::of(&bytes), size: Bytes(bytes.len() as u64) };
        drop(bytes);
        let frames = all.len() as u32;
        let mut animation =
            Self { workshop, picture, pattern, scene, blob, _folder: folder, todo: VecDeque::new(), there: 0, frames };
        animation.spec(0).validate().map_err(|error| Error::BadScene(error.to_string()))?;
        // Files are read and hashed: many of them, and large.
        let overwrite = request.overwrite;
        let looked = tokio::task::spawn_blocking(move || animation.look(all, overwrite).map(|()| animation));
        let animation = looked.await.map_err(|error| Error::Scratch(std::io::Error::other(error)))??;
        Ok((animation, facts))
    }

    /// Sorts frames into those that are there and those that are to be made.
    fn look(&mut self, all: Vec<Frame>, overwrite: bool) -> Result<(), Error> {
        let kept = Kept::of(self.pattern.folder());
        for frame in all {
            let picture = self.pattern.picture(frame.number);
            let found = kept.find(&picture).map_err(|source| self.trouble(source))?;
            match found {
                Found::Ours(from) if from == self.from(frame.time_us) => self.there += 1,
                Found::Foreign if !overwrite => return Err(InputError::Foreign(picture).into()),
                Found::Nothing | Found::Ours(_) | Found::Foreign => self.todo.push_back(frame),
            }
        }
        Ok(())
    }

    fn trouble(&self, source: std::io::Error) -> Error {
        Error::Keep { folder: self.pattern.folder().to_path_buf(), source }
    }

    fn spec(&self, time_us: u32) -> RenderSpec {
        let view = View { time_us, ..self.picture.view.clone() };
        RenderSpec { scene: self.blob, view, spp: self.picture.spp, mature: self.picture.mature }
    }

    /// A name for everything that a frame's pixels depend on.
    fn from(&self, time_us: u32) -> BlobHash {
        let RenderSpec { scene, view, spp, .. } = self.spec(time_us);
        BlobHash::of(&wire::encode(&(
            "idlewatt frame 2",
            RENDER_ENGINE,
            scene.hash,
            view,
            spp,
            self.picture.finish,
            self.picture.noise,
        )))
    }

    /// A frame as a picture of its own, under the name that it has until it is whole.
    fn frame(&self, frame: Frame) -> Picture {
        Picture {
            scene: self.scene.clone(),
            output: self.pattern.partial(frame.number),
            format: self.picture.format,
            finish: self.picture.finish,
            noise: self.picture.noise,
            view: View { time_us: frame.time_us, ..self.picture.view.clone() },
            spp: self.picture.spp,
            mature: self.picture.mature,
        }
    }

    /// A frame is whole.
    fn keep(&self, frame: Frame) -> Result<PathBuf, Error> {
        let picture = self.pattern.picture(frame.number);
        let kept = Kept::of(self.pattern.folder());
        let done = kept.keep(&self.pattern.partial(frame.number), &picture, self.from(frame.time_us));
        done.map(|()| picture).map_err(|source| self.trouble(source))
    }

    /// A frame is given up; what was made of it is no picture.
    fn forget(&self, frame: Frame) {
        let _ = std::fs::remove_file(self.pattern.partial(frame.number));
    }
}

/// A path for people and scripts.
fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
