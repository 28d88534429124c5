//! Looks into other people's answers, where this machine holds the model and may work: one reading of prompt and answer
//! says how likely each token was.

use crate::house::{House, dice, locked};
use crate::limits::ANSWERS_AT_ONCE;
use idlewatt_foreman::Scores;
use idlewatt_policy::check;
use idlewatt_proto::text::Generation;
use idlewatt_proto::{BlobHash, NodeId};
use std::sync::Arc;

/// Looks into an answer in the background, if it is this one's turn. What is found counts for the next request: this
/// one's words are told already. `from`: the first token that this provider said; those before it are another's.
pub fn look_into(house: &Arc<House>, provider: NodeId, model: BlobHash, generation: &Generation, from: usize) {
    let good = locked(&house.proven).get(&provider).copied().unwrap_or_default();
    let said = generation.said.len() > from;
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
            Ok(scores) if is_right(&generation, &scores, from) => {
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

/// Whether the tokens from this one on are what the model could have said.
fn is_right(generation: &Generation, scores: &Scores, from: usize) -> bool {
    let own = scores.logprobs.get(from..).zip(scores.best.get(from..));
    own.is_none_or(|(logprobs, best)| check::text_verdict(&generation.sampling, logprobs, best))
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::text::Prompt;

    #[test]
    fn nobody_is_blamed_for_what_another_said() {
        let mut generation = Generation::greedy(Prompt::Text("hello".into()), 4);
        generation.said = vec![1, 2, 3, 4];
        let scores = Scores { logprobs: vec![-20.0, -20.0, -0.1, -0.1], best: vec![-0.1; 4] };
        assert!(!is_right(&generation, &scores, 0));
        assert!(!is_right(&generation, &scores, 1));
        assert!(is_right(&generation, &scores, 2));
    }
}
