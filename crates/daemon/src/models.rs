//! The models that are here, how fast each runs, and which of them answer for others.

use crate::house::{House, locked};
use crate::judge;
use crate::limits::{MEASURE_AGAIN, MEASURED_BYTES, MEASURED_KEPT, SHELF_EVERY};
use crate::speaker::NoSeat;
use idlewatt_models::{Shelf, ShelfError};
use idlewatt_policy::admit::{self, Held};
use idlewatt_policy::price;
use idlewatt_proto::advert::ModelOffer;
use idlewatt_proto::job::BlobRef;
use idlewatt_proto::limits::{MODEL_NAME_BYTES, MODELS_PER_ADVERT};
use idlewatt_proto::text::{ModelFacts, TextSpeed};
use idlewatt_proto::{BlobHash, Bytes};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// A model that is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    pub name: String,
    pub blob: BlobRef,
    pub path: PathBuf,
    pub facts: ModelFacts,
}

/// How fast a model runs on an adapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    model: BlobHash,
    device: String,
    speed: TextSpeed,
}

/// What was measured in earlier runs. A file that cannot be read costs some seconds of measuring.
pub fn load_measured(path: &Path) -> Vec<Measured> {
    let mut text = String::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MEASURED_BYTES).read_to_string(&mut text));
    if read.is_err() {
        return Vec::new();
    }
    serde_json::from_str(&text).unwrap_or_default()
}

/// Keeps the list of models, and measures those that are offered to others, until the house stops.
pub async fn keep(house: Arc<House>) {
    let mut settings = house.settings.subscribe();
    let mut failed = HashMap::new();
    loop {
        if let Err(error) = look(&house).await {
            tracing::warn!(%error, "the shelf of models cannot be read");
        }
        measure(&house, &mut failed).await;
        tokio::select! {
            () = house.stop.cancelled() => return,
            () = tokio::time::sleep(SHELF_EVERY) => {}
            _ = settings.changed() => {}
        }
    }
}

/// The shelf, with the room that the owner allows.
pub fn shelf(house: &House) -> Result<Shelf, ShelfError> {
    let gib = house.settings.borrow().models.disk_gib;
    Shelf::open(&house.home.models(), Bytes(gib.saturating_mul(1 << 30)))
}

/// Looks at the shelf. What nobody has looked into yet is given to a worker for that.
pub async fn look(house: &House) -> Result<(), ShelfError> {
    let shelf = shelf(house)?;
    let reading = shelf.clone();
    let entries = tokio::task::spawn_blocking(move || reading.entries()).await;
    let entries = entries.unwrap_or_else(|_| Ok(Vec::new()))?;
    locked(&house.unreadable).retain(|_, since| since.elapsed() < MEASURE_AGAIN);
    let mut models = Vec::with_capacity(entries.len());
    for entry in entries {
        let known = house.models.borrow().iter().find(|known| known.blob.hash == entry.hash).cloned();
        let path = shelf.path(&entry);
        let facts = match (known, entry.facts) {
            (Some(known), _) if known.name == entry.name.as_str() && known.path == path => {
                models.push(known);
                continue;
            }
            (_, Some(facts)) => facts,
            (_, None) if locked(&house.unreadable).contains_key(&entry.hash) => continue,
            (_, None) => match house.unnamed(house.workshop.inspect_model(&path)).await {
                Ok(facts) => {
                    shelf.set_facts(entry.name.as_str(), facts.clone())?;
                    facts
                }
                Err(error) => {
                    tracing::warn!(name = %entry.name, %error, "a model cannot be used");
                    locked(&house.unreadable).insert(entry.hash, Instant::now());
                    continue;
                }
            },
        };
        let blob = BlobRef { hash: entry.hash, size: entry.size };
        models.push(Arc::new(Model { name: entry.name.to_string(), blob, path, facts }));
    }
    house.models.send_if_modified(|told| {
        let changed = *told != models;
        *told = models;
        changed
    });
    Ok(())
}

/// Measures one model that is offered and was not measured on this adapter, while the card is free.
async fn measure(house: &Arc<House>, failed: &mut HashMap<BlobHash, Instant>) {
    failed.retain(|_, since| since.elapsed() < MEASURE_AGAIN);
    let Some(device) = house.device_name() else { return };
    for model in house.offered_models() {
        let known = house.speed_of(&model.blob.hash).is_some() || failed.contains_key(&model.blob.hash);
        // Those who are being answered would make it look slow.
        if known || !house.may_work() || *house.picture.borrow() || house.speaker.answers() > 0 {
            continue;
        }
        let speed = match house.speaker.seat(Arc::clone(&model)).await {
            Ok(seat) => tokio::select! {
                speed = seat.worker.measure() => speed.map_err(NoSeat::Worker),
                () = house.stop_of_work() => {
                    seat.worker.reins().kill();
                    Err(NoSeat::NotNow)
                }
            },
            Err(why) => Err(why),
        };
        match speed {
            Ok(speed) => {
                tracing::info!(model = model.name, prefill = speed.prefill, decode = speed.decode, "measured a model");
                remember(house, Measured { model: model.blob.hash, device: device.clone(), speed });
            }
            Err(error) => {
                tracing::warn!(model = model.name, %error, "a model was not measured");
                failed.insert(model.blob.hash, Instant::now());
            }
        }
    }
}

fn remember(house: &House, measured: Measured) {
    let mut all = locked(&house.measured);
    all.retain(|known| (known.model, &known.device) != (measured.model, &measured.device));
    if all.len() >= MEASURED_KEPT {
        all.remove(0);
    }
    all.push(measured);
    let json = serde_json::to_vec(&*all).unwrap_or_default();
    if let Err(error) = std::fs::write(house.home.models_measured(), json) {
        tracing::warn!(%error, "the speed of a model could not be written down");
    }
    house.models.send_modify(|_| {});
}

impl House {
    fn device_name(&self) -> Option<String> {
        self.adapter.borrow().measured.as_ref().map(|measured| measured.device.name.clone())
    }

    /// A model by its hash in hex or its name.
    pub fn model(&self, called: &str) -> Option<Arc<Model>> {
        let hash: Option<BlobHash> = called.parse().ok();
        let models = self.models.borrow();
        let is = |model: &&Arc<Model>| Some(model.blob.hash) == hash || model.name.eq_ignore_ascii_case(called);
        models.iter().find(is).cloned()
    }

    /// Models that the owner lets answer for others.
    pub fn offered_models(&self) -> Vec<Arc<Model>> {
        let listed = self.settings.borrow().provider.models.clone();
        let is_listed = |model: &&Arc<Model>| listed.iter().any(|name| name.eq_ignore_ascii_case(&model.name));
        self.models.borrow().iter().filter(is_listed).cloned().collect()
    }

    /// How fast a model runs here, as measured.
    pub fn speed_of(&self, model: &BlobHash) -> Option<TextSpeed> {
        let device = self.device_name()?;
        locked(&self.measured).iter().find(|known| known.model == *model && known.device == device).map(|m| m.speed)
    }

    /// A model that is offered, with its speed under the owner's limits.
    pub fn held(&self, hash: &BlobHash) -> Option<(Arc<Model>, Held)> {
        let model = self.offered_models().into_iter().find(|model| model.blob.hash == *hash)?;
        let measured = self.speed_of(hash)?;
        let permille = self.speed_permille();
        let limited = |speed: u32| u32::try_from(u64::from(speed) * permille / 1000).unwrap_or(u32::MAX);
        let speed = TextSpeed { prefill: limited(measured.prefill), decode: limited(measured.decode) };
        let held = Held { facts: model.facts.clone(), speed };
        Some((model, held))
    }

    /// What is advertised of each model.
    pub fn model_offers(&self) -> Vec<ModelOffer> {
        let (costs, accept) = (self.costs(), self.settings.borrow().accept());
        let (memory, free) = (judge::job_memory(self), self.may_work() && !*self.picture.borrow());
        let offer = |model: Arc<Model>| {
            let (_, held) = self.held(&model.blob.hash)?;
            let mut name = model.name.clone();
            name.truncate(name.floor_char_boundary(MODEL_NAME_BYTES));
            Some(ModelOffer {
                model: model.blob,
                name,
                kind: model.facts.kind,
                tokens: admit::text_tokens(&model.facts, memory),
                speed: held.speed,
                floor: price::floor(&costs, price::text_per_second(held.speed))?,
                free: free && self.speaker.has_room_for(&model.blob.hash),
            })
        };
        let taken = |model: &Arc<Model>| accept.takes(model.facts.kind.into());
        self.offered_models().into_iter().filter(taken).filter_map(offer).take(MODELS_PER_ADVERT).collect()
    }
}
