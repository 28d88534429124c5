//! Which models there are, here and on the mesh, and how one comes here.

use crate::house::{House, now};
use crate::limits::{FETCH_TOLD_EVERY, PROPOSAL_WITHIN};
use crate::models;
use crate::settings::FetchSetting;
use idlewatt_control::messages::{ControlError, Decline, Declined, ModelOfferRow, ModelRow};
use idlewatt_foreman::WorkerError;
use idlewatt_models::{Name, New, Origin};
use idlewatt_proto::advert::{Advert, Query, Want};
use idlewatt_proto::job::BlobRef;
use idlewatt_proto::limits::ADVERTS_PER_ANSWER;
use idlewatt_proto::negotiation::{Answer, Ask};
use idlewatt_proto::text::ModelFacts;
use idlewatt_proto::worker::Fault;
use idlewatt_proto::{Bytes, NodeId};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::mpsc;
use tokio::time::timeout;

async fn adverts(house: &House, want: Want) -> Vec<Advert> {
    let query = Query { want, max_price: None, free_only: false, limit: ADVERTS_PER_ANSWER as u16 };
    let found = house.mesh.find(query).await;
    found.iter().filter_map(|signed| Advert::check(signed, now()).ok()).collect()
}

/// The models that are here or on offer, by name.
pub async fn rows(house: &House) -> Vec<ModelRow> {
    let here = house.models.borrow().clone();
    let mut rows: Vec<ModelRow> = here
        .iter()
        .map(|model| ModelRow {
            name: model.name.clone(),
            hash: model.blob.hash,
            size: model.blob.size,
            kind: model.facts.kind,
            facts: Some(model.facts.clone()),
            speed: house.speed_of(&model.blob.hash),
            offers: Vec::new(),
        })
        .collect();
    for advert in adverts(house, Want::AnyModel).await {
        for offer in advert.models {
            let row = ModelOfferRow {
                provider: advert.node,
                floor: offer.floor,
                speed: offer.speed,
                tokens: offer.tokens,
                free: offer.free,
            };
            match rows.iter_mut().find(|row| row.hash == offer.model.hash) {
                Some(known) => known.offers.push(row),
                None => rows.push(ModelRow {
                    name: offer.name,
                    hash: offer.model.hash,
                    size: offer.model.size,
                    kind: offer.kind,
                    facts: None,
                    speed: None,
                    offers: vec![row],
                }),
            }
        }
    }
    rows.sort_by(|a, b| (&a.name, a.hash).cmp(&(&b.name, b.hash)));
    rows
}

/// Fetches a model from a peer that offers it, telling how many bytes are here. What came of it stays for the next try.
pub async fn fetch(
    house: &Arc<House>,
    called: &str,
    told: mpsc::Sender<(Bytes, Bytes)>,
) -> Result<(String, BlobRef), ControlError> {
    if let Some(model) = house.model(called) {
        return Ok((model.name.clone(), model.blob));
    }
    let want = called.parse().map_or_else(|_| Want::ModelNamed(called.to_owned()), Want::Model);
    let holders = adverts(house, want.clone()).await;
    let offers = holders.iter().filter_map(|advert| Some((advert.node, advert.model(&want)?)));
    let offers: Vec<_> = offers.map(|(node, offer)| (node, offer.clone())).collect();
    let Some((_, first)) = offers.first().cloned() else {
        return Err(ControlError::NoModel { model: called.to_owned() });
    };
    let blob = first.model;
    may_fetch(house, blob)?;
    let into = house.home.blobs().join(format!("{}.gguf", blob.hash));
    let mut heard = Vec::new();
    for (node, _) in offers.into_iter().filter(|(_, offer)| offer.model == blob) {
        if let Err(why) = may_have(house, node, blob).await {
            heard.push(Declined { node, why });
            continue;
        }
        let mut last = Instant::now();
        let told = told.clone();
        let fetching = house.mesh.fetch_blob(node, blob, &into, move |have| {
            if last.elapsed() >= FETCH_TOLD_EVERY || have == blob.size.0 {
                last = Instant::now();
                // Whoever does not look just now sees the next one.
                let _ = told.try_send((Bytes(have), blob.size));
            }
        });
        let fetched = tokio::select! {
            () = house.stop.cancelled() => return Err(ControlError::ShuttingDown),
            fetched = fetching => fetched,
        };
        match fetched {
            Ok(()) => return put_on_shelf(house, &first.name, blob, into).await,
            Err(error) => heard.push(Declined { node, why: Decline::Silent { what: error.to_string() } }),
        }
    }
    Err(super::super::nobody(&heard).into())
}

/// Whether the owner's disk and network have room for it.
fn may_fetch(house: &House, blob: BlobRef) -> Result<(), ControlError> {
    let failed = |what: String| Err(ControlError::broken(what));
    let settings = house.settings.borrow().models.clone();
    let metered = house.senses.surroundings.borrow().as_ref().is_some_and(|around| around.metered == Some(true));
    match settings.fetch {
        FetchSetting::Never => return failed("models.fetch is never".to_owned()),
        FetchSetting::Unmetered if metered => {
            return failed("the network is paid by volume, and models.fetch is unmetered".to_owned());
        }
        FetchSetting::Ask | FetchSetting::Unmetered => {}
    }
    models::shelf(house).and_then(|shelf| shelf.room_for(blob.size)).map_err(unusable)
}

fn unusable(error: impl std::fmt::Display) -> ControlError {
    ControlError::broken(error)
}

/// Every byte was verified; now it gets its place, under the name that its giver has for it or one like it.
async fn put_on_shelf(
    house: &Arc<House>,
    called: &str,
    blob: BlobRef,
    file: PathBuf,
) -> Result<(String, BlobRef), ControlError> {
    let shelf = models::shelf(house).map_err(unusable)?;
    let named = |text: &str| Name::of_file(Path::new(text)).filter(|name| shelf.check_name(name).is_ok());
    let name = named(called).or_else(|| named(&format!("{called}-{}", blob.hash.short())));
    let name = name.or_else(|| named(&blob.hash.to_string())).ok_or_else(|| unusable("no name is free for it"))?;
    let facts = Some(inspect(house, &file).await?);
    let new = New { name, facts, origin: Origin::Peer };
    let entry = tokio::task::spawn_blocking(move || shelf.adopt(&file, blob.hash, blob.size, new)).await;
    let entry = entry.map_err(unusable)?.map_err(unusable)?;
    models::look(house).await.map_err(unusable)?;
    Ok((entry.name.to_string(), blob))
}

/// Looks into a fetched file. One that is no model is not kept.
async fn inspect(house: &House, file: &Path) -> Result<ModelFacts, ControlError> {
    let error = match house.unnamed(house.workshop.inspect_model(file)).await {
        Ok(facts) => return Ok(facts),
        Err(error) => error,
    };
    if matches!(error, WorkerError::Fault(Fault::BadModel { .. })) {
        tokio::fs::remove_file(file).await.map_err(unusable)?;
    }
    Err(unusable(error))
}

/// Asks a peer to let us fetch its model.
async fn may_have(house: &House, node: NodeId, blob: BlobRef) -> Result<(), Decline> {
    match timeout(PROPOSAL_WITHIN, house.mesh.ask(node, Ask::Model(blob.hash))).await {
        Ok(Ok(Answer::Offered(offered))) if offered == blob => Ok(()),
        Ok(Ok(Answer::Refuse(why))) => Err(Decline::Refused { why }),
        Ok(Ok(_)) => Err(Decline::Strange { what: "it answered something else".to_owned() }),
        Ok(Err(error)) => Err(Decline::Silent { what: error.to_string() }),
        Err(_) => Err(Decline::Silent { what: "it did not answer in time".to_owned() }),
    }
}
