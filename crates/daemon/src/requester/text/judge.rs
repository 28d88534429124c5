//! Looks into other people's answers, where this machine holds the model and may work: one reading of prompt and answer
//! says how likely each token was.

use crate::house::{House, dice, locked};
use crate::limits::ANSWERS_AT_ONCE;
use idlewatt_policy::check;
use idlewatt_proto::text::Generation;
use idlewatt_proto::{BlobHash, NodeId};
use std::sync::Arc;

/// Looks into an answer in the background, if it is this one's turn. What is found counts for the next request: this
/// one's words are told already.
pub fn look_into(house: &Arc<House>, provider: NodeId, model: BlobHash, generation: &Generation, before: usize) {
    let good = locked(&house.proven).get(&provider).copied().unwrap_or_default();
    let said = generation.said.len() > before;
    // Strangers who are being answered come first.
    let free = house.may_work() && house.speaker.answers() < ANSWERS_AT_ONCE && house.speaker.has_room_for(&model);
    // A schema forbids tokens that the model alone would have said.
    let judged = said && free && generation.schema.is_none() && check::wanted(good, dice() % 1000);
    let own = house.models.borrow().iter().find(|own| own.blob.hash == model).cloned();
    let (true, Some(own)) = (judged, own) else { return };
    let (house, generation) = (Arc::clone(house), generation.clone());
    let watched = Arc::clone(&house);
    watched.tasks.spawn(async move {
        let Ok(seat) = house.speaker.seat(own).await else { return };
        let scores = tokio::select! {
            () = house.stop_of_work() => return,
            scores = seat.worker.score(generation.clone()) => scores,
        };
        match scores {
            Ok(scores) if check::text_verdict(&generation.sampling, &scores.logprobs, &scores.best) => {
                tracing::debug!(provider = provider.short(), tokens = scores.best.len(), "an answer was right");
            }
            Ok(_) => {
                tracing::warn!(provider = provider.short(), "an answer is not what the model says");
                locked(&house.proven).remove(&provider);
                *locked(&house.false_answers).entry(provider).or_default() += 1;
            }
            Err(error) => tracing::debug!(%error, "an answer could not be looked into"),
        }
    });
}
