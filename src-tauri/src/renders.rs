//! The render in hand. It belongs to the owner and not to a window: it goes on while none is open, and one that comes
//! later is told how far it is.

use crate::asks::Failed;
use crate::files::{Handed, absolute};
use crate::limits::{KEEP_DEADLINE, PICTURE_BYTES, STEPS_MOST};
use crate::link::Phone;
use crate::trouble::Trouble;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use idlewatt_control::client::Answers;
use idlewatt_control::messages::{BadInput, Busy, ControlError, RenderEvent, RenderRequest, Request, Response};
use idlewatt_proto::Amount;
use idlewatt_proto::negotiation::Price;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager};
use tokio::io::AsyncReadExt;
use tokio::sync::Notify;
use tokio::time::timeout;

/// Mirrored by `RenderOrder` in ui/src/lib/backend/backend.ts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RenderOrder {
    scene: String,
    output: String,
    width: u32,
    height: u32,
    spp: u32,
    max_price: Option<Amount>,
    /// Whether the picture may be unsuitable for everybody.
    #[serde(default)]
    mature: bool,
}

impl RenderOrder {
    fn request(&self) -> Result<RenderRequest, Trouble> {
        absolute(&self.scene)?;
        let output = absolute(&self.output)?;
        if !["png", "exr"].iter().any(|ending| ends(&output, ending)) {
            return Err(ControlError::from(BadInput::PictureKind).into());
        }
        Ok(RenderRequest {
            scene: self.scene.clone(),
            output: self.output.clone(),
            width: self.width,
            height: self.height,
            spp: self.spp,
            camera: None,
            time_us: 0,
            lens: None,
            filter: Default::default(),
            finish: Default::default(),
            noise: None,
            max_price: self.max_price.map(|per_giga| Price { per_giga }),
            mature: self.mature,
        })
    }
}

fn ends(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// The picture as it is now. Mirrored by `RenderStep` in ui/src/lib/backend/backend.ts, with [`RenderEvent`].
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "picture")]
struct Picture {
    png_base64: String,
}

/// Steps as they were sent: of those that replace each other only the newest.
#[derive(Debug, Default)]
struct Told(Vec<Value>);

impl Told {
    fn add(&mut self, step: Value) {
        let kind = &step["event"];
        if ["progress", "pictured", "picture", "searching"].iter().any(|replaced| kind == replaced) {
            self.0.retain(|old| old["event"] != *kind);
        }
        if self.0.len() >= STEPS_MOST {
            // The first says what is rendered; after it the oldest news are the ones to miss least.
            self.0.remove(1);
        }
        self.0.push(step);
    }
}

struct Rendering {
    order: RenderOrder,
    told: Told,
    hear: Option<Channel<Value>>,
    stop: Arc<Notify>,
    /// Kept for a window that comes after the end, until the next one begins.
    ended: bool,
}

impl Rendering {
    fn tell(&mut self, step: Value) {
        if self.hear.as_ref().is_some_and(|hear| hear.send(step.clone()).is_err()) {
            // That window is gone; another may come.
            self.hear = None;
        }
        self.told.add(step);
    }
}

/// The one in hand, or the last one.
#[derive(Default, Clone)]
pub struct Renders(Arc<Mutex<Option<Rendering>>>);

impl Renders {
    fn now(&self) -> MutexGuard<'_, Option<Rendering>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether one goes on.
    pub fn busy(&self) -> bool {
        self.now().as_ref().is_some_and(|rendering| !rendering.ended)
    }

    /// Whether there is none, nor one that ended and has something to tell.
    #[cfg(target_os = "linux")]
    pub fn none(&self) -> bool {
        self.now().is_none()
    }

    /// Begins one.
    pub fn begin(&self, app: AppHandle, order: RenderOrder, hear: Channel<Value>) -> Result<(), Trouble> {
        let request = order.request()?;
        let output = PathBuf::from(&order.output);
        let stop = Arc::new(Notify::new());
        {
            let mut now = self.now();
            if now.as_ref().is_some_and(|rendering| !rendering.ended) {
                return Err(ControlError::from(Busy::Picture).into());
            }
            let (told, stop) = (Told::default(), Arc::clone(&stop));
            *now = Some(Rendering { order, told, hear: Some(hear), stop, ended: false });
        }
        let renders = self.clone();
        tauri::async_runtime::spawn(async move {
            let went = renders.follow(&app, request, &output, &stop).await;
            if let Some(rendering) = renders.now().as_mut() {
                if let Err(trouble) = went {
                    rendering.tell(value(&Failed::from(trouble)));
                }
                rendering.ended = true;
            }
        });
        Ok(())
    }

    /// Tells how far the one in hand is, and goes on telling. `None`: nothing was rendered since the start.
    pub fn attach(&self, hear: Channel<Value>) -> Option<RenderOrder> {
        let mut now = self.now();
        let rendering = now.as_mut()?;
        let all = rendering.told.0.iter().try_for_each(|step| hear.send(step.clone()));
        rendering.hear = all.is_ok().then_some(hear);
        Some(rendering.order.clone())
    }

    /// Gives it up; what came is kept.
    pub fn stop(&self) {
        if let Some(rendering) = self.now().as_ref() {
            rendering.stop.notify_one();
        }
    }

    fn tell(&self, step: Value) {
        if let Some(rendering) = self.now().as_mut() {
            rendering.tell(step);
        }
    }

    async fn follow(
        &self,
        app: &AppHandle,
        request: RenderRequest,
        output: &Path,
        stop: &Notify,
    ) -> Result<(), Trouble> {
        let mut answers = app.state::<Phone>().stream(Request::Render(request)).await?;
        loop {
            let answer = tokio::select! {
                answer = answers.next() => answer?,
                () = stop.notified() => {
                    answers.cancel().await?;
                    let rest = self.rest(app, &mut answers, output);
                    return timeout(KEEP_DEADLINE, rest).await.map_err(|_| Trouble::TimedOut)?;
                }
            };
            if self.hear(app, answer, output).await? {
                return Ok(());
            }
        }
    }

    async fn rest(&self, app: &AppHandle, answers: &mut Answers, output: &Path) -> Result<(), Trouble> {
        while !self.hear(app, answers.next().await?, output).await? {}
        Ok(())
    }

    /// Tells one answer. Whether it was the last one.
    async fn hear(&self, app: &AppHandle, answer: Response, output: &Path) -> Result<bool, Trouble> {
        let Response::Render(event) = answer else { return Err(Trouble::Unexpected) };
        self.tell(value(&event));
        match event {
            RenderEvent::Pictured => {
                app.state::<Handed>().out(output.to_owned());
                if let Some(png_base64) = picture(output).await {
                    self.tell(value(&Picture { png_base64 }));
                }
                Ok(false)
            }
            RenderEvent::Ended { .. } => Ok(true),
            _ => Ok(false),
        }
    }
}

/// Our own types: nothing in them that JSON has no word for.
fn value<T: Serialize>(step: &T) -> Value {
    serde_json::to_value(step).unwrap_or_default()
}

/// What the daemon has written. `None`: it cannot be shown, which ends nothing.
async fn picture(path: &Path) -> Option<String> {
    if !ends(path, "png") {
        return None;
    }
    let file = tokio::fs::File::open(path).await.ok()?;
    let mut bytes = Vec::new();
    let read = file.take(PICTURE_BYTES + 1).read_to_end(&mut bytes).await.ok()?;
    (read as u64 <= PICTURE_BYTES).then(|| BASE64_STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_window_that_comes_later_is_told_the_newest_of_each() {
        let mut told = Told::default();
        told.add(json!({ "event": "checked" }));
        told.add(json!({ "event": "searching" }));
        for number in 0..100 {
            told.add(json!({ "event": "progress", "pixel_samples": number }));
            told.add(json!({ "event": "picture", "png_base64": number.to_string() }));
        }
        told.add(json!({ "event": "provider-lost" }));
        let kinds: Vec<&str> = told.0.iter().filter_map(|step| step["event"].as_str()).collect();
        assert_eq!(kinds, ["checked", "searching", "progress", "picture", "provider-lost"]);
        assert_eq!(told.0[2]["pixel_samples"], 99);
        for _ in 0..100 {
            told.add(json!({ "event": "provider-lost" }));
        }
        assert_eq!((told.0.len(), told.0[0]["event"].as_str()), (STEPS_MOST, Some("checked")));
    }

    #[test]
    fn an_order_names_whole_paths_and_a_picture() {
        let folder = std::env::temp_dir();
        let at = |name: &str| folder.join(name).display().to_string();
        let order = |scene: String, output: String| RenderOrder {
            scene,
            output,
            width: 8,
            height: 8,
            spp: 1,
            max_price: Some(Amount::from_micros(5)),
            mature: false,
        };
        let request = order(at("a.glb"), at("a.PNG")).request().expect("right");
        assert_eq!(request.max_price, Some(Price { per_giga: Amount::from_micros(5) }));
        assert!(order(at("a.glb"), at("a.exr")).request().is_ok());
        assert!(matches!(order("a.glb".to_owned(), at("a.png")).request(), Err(Trouble::Path { .. })));
        assert!(matches!(order(at("a.glb"), "a.png".to_owned()).request(), Err(Trouble::Path { .. })));
        assert!(matches!(order(at("a.glb"), at("a.sh")).request(), Err(Trouble::Refused(_))));
    }

    #[test]
    fn a_picture_is_read_when_it_is_a_png_of_a_size_that_can_be_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.png");
        let read = |path: &Path| tauri::async_runtime::block_on(picture(path));
        assert_eq!(read(&path), None);
        std::fs::write(&path, b"png").expect("written");
        assert_eq!(read(&path).as_deref(), Some("cG5n"));
        std::fs::File::options()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_len(PICTURE_BYTES + 1))
            .expect("long");
        assert_eq!(read(&path), None);
        assert_eq!(read(&folder.path().join("a.exr")), None);
    }
}
