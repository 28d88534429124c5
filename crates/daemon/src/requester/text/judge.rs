//! Looks into other people's answers, where this machine holds the model and may work: one reading of prompt and answer
//! says how likely each token was, and what the tokens say. What comes while it may not work, or works for others, is put by
//! and looked into later: it is paid by then, and counts for its provider's record.

use crate::house::{House, dice, locked};
use crate::limits::{ANSWERS_AT_ONCE, PUT_BY, PUT_BY_LOOK_EVERY, STRIKES};
use crate::models::Model;
use idlewatt_policy::check;
use idlewatt_proto::text::{Generation, Scores};
use idlewatt_proto::{BlobHash, NodeId};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::{Notify, oneshot};

/// What one provider said of an answer.
#[derive(Debug, Clone)]
pub struct Part {
    /// What was asked, with all tokens of the answer so far.
    pub generation: Generation,
    /// The first token that this provider said; those before it are another's.
    pub from: usize,
    /// The words that it told.
    pub told: String,
    /// Its connection broke before it told an end.
    pub cut: bool,
}

/// Answers that are looked into once this machine may work. In memory alone: they are their owner's words.
#[derive(Default)]
pub struct PutBy {
    kept: Mutex<VecDeque<Waiting>>,
    more: Notify,
}

struct Waiting {
    provider: NodeId,
    model: BlobHash,
    part: Part,
}

impl PutBy {
    /// The oldest make room.
    fn keep(&self, waiting: Waiting) {
        let mut kept = locked(&self.kept);
        if kept.len() >= PUT_BY {
            kept.pop_front();
        }
        kept.push_back(waiting);
        self.more.notify_one();
    }

    fn take(&self) -> Option<Waiting> {
        locked(&self.kept).pop_front()
    }

    fn is_empty(&self) -> bool {
        locked(&self.kept).is_empty()
    }
}

/// What a look into an answer came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// The words are not those of the tokens. No adapter's rounding does that.
    FalseWords,
    /// The model would not have said such tokens.
    FalseTokens,
}

impl Verdict {
    pub fn is_false(self) -> bool {
        self != Self::Right
    }

    fn of(part: &Part, scores: &Scores) -> Self {
        let Part { generation, from, told, cut } = part;
        let words = scores.texts.get(*from..).unwrap_or_default().concat();
        let with_rest = format!("{words}{}", scores.rest);
        // An answer that was given up, or is as long as agreed on, keeps what may become a stop text to itself.
        let same = if *cut { with_rest.starts_with(told.as_str()) } else { *told == words || *told == with_rest };
        let own = scores.logprobs.get(*from..).zip(scores.best.get(*from..));
        let likely = || own.is_none_or(|(logprobs, best)| check::text_verdict(&generation.sampling, logprobs, best));
        match same {
            false => Self::FalseWords,
            // A schema forbids tokens that the model alone would have said, and so do functions.
            true if generation.schema.is_some() || generation.tools.is_some() || likely() => Self::Right,
            true => Self::FalseTokens,
        }
    }
}

/// Looks into an answer in the background, if it is this one's turn. What is found counts against its provider even when
/// nobody waits for it any more. Nothing is told where it cannot be found out.
pub fn look_into(
    house: &Arc<House>,
    provider: NodeId,
    model: BlobHash,
    part: Part,
) -> Option<oneshot::Receiver<Verdict>> {
    let good = locked(&house.proven).get(&provider).copied().unwrap_or_default();
    let said = part.generation.said.len() > part.from || !part.told.is_empty();
    if !said || !check::wanted(good, dice() % 1000) || own(house, &model).is_none() {
        return None;
    }
    if is_free(house, &model) {
        return look(house, provider, model, part);
    }
    if house.settings.borrow().provides() {
        house.put_by.keep(Waiting { provider, model, part });
    }
    None
}

fn own(house: &House, model: &BlobHash) -> Option<Arc<Model>> {
    house.models.borrow().iter().find(|own| own.blob.hash == *model).cloned()
}

/// Strangers who are being answered come first.
fn is_free(house: &House, model: &BlobHash) -> bool {
    house.may_work() && house.speaker.answers() < ANSWERS_AT_ONCE && house.speaker.has_room_for(model)
}

/// Looks into what was put by, one after another, whenever this machine may work and nobody else asks for it.
pub async fn look_later(house: Arc<House>) {
    let mut verdicts = house.verdict.subscribe();
    loop {
        let idle = house.may_work() && !*house.picture.borrow() && house.speaker.answers() == 0;
        let next = if idle { house.put_by.take() } else { None };
        let Some(Waiting { provider, model, part }) = next else {
            tokio::select! {
                () = house.stop.cancelled() => return,
                () = house.put_by.more.notified() => {}
                _ = verdicts.changed() => {}
                () = tokio::time::sleep(PUT_BY_LOOK_EVERY), if !house.put_by.is_empty() => {}
            }
            continue;
        };
        let Some(looking) = look(&house, provider, model, part.clone()) else { continue };
        if looking.await.is_err() && !house.may_work() {
            // The owner came back meanwhile.
            house.put_by.keep(Waiting { provider, model, part });
        }
    }
}

fn look(house: &Arc<House>, provider: NodeId, model: BlobHash, part: Part) -> Option<oneshot::Receiver<Verdict>> {
    let own = own(house, &model)?;
    let (tell, verdict) = oneshot::channel();
    let house = Arc::clone(house);
    let watched = Arc::clone(&house);
    watched.tasks.spawn(async move {
        let Ok(seat) = house.speaker.seat(own).await else { return };
        let scores = tokio::select! {
            () = house.stop_of_work() => return,
            scores = seat.worker.score(part.generation.clone()) => scores,
        };
        let verdict = match scores {
            Ok(scores) => Verdict::of(&part, &scores),
            Err(error) => return tracing::debug!(%error, "an answer could not be looked into"),
        };
        tracing::debug!(provider = provider.short(), ?verdict, "an answer was looked into");
        let strikes = match verdict {
            Verdict::Right => 0,
            Verdict::FalseWords => STRIKES,
            Verdict::FalseTokens => 1,
        };
        if strikes > 0 {
            tracing::warn!(provider = provider.short(), ?verdict, "an answer is not what the model says");
            locked(&house.proven).remove(&provider);
            *locked(&house.false_answers).entry(provider).or_default() += strikes;
        }
        let _ = tell.send(verdict);
    });
    Some(verdict)
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::text::{Prompt, ToolChoice, Tools};

    fn part(from: usize, told: &str) -> Part {
        let mut generation = Generation::greedy(Prompt::Text("hello".into()), 4);
        generation.said = vec![1, 2, 3, 4];
        Part { generation, from, told: told.to_owned(), cut: false }
    }

    fn scores() -> Scores {
        Scores {
            logprobs: vec![-20.0, -20.0, -0.1, -0.1],
            best: vec![-0.1; 4],
            texts: ["a", "b", "c", ""].map(str::to_owned).to_vec(),
            rest: "d".to_owned(),
        }
    }

    #[test]
    fn nobody_is_blamed_for_what_another_said() {
        assert_eq!(Verdict::of(&part(0, "abcd"), &scores()), Verdict::FalseTokens);
        assert_eq!(Verdict::of(&part(1, "bcd"), &scores()), Verdict::FalseTokens);
        assert_eq!(Verdict::of(&part(2, "cd"), &scores()), Verdict::Right);
    }

    #[test]
    fn words_must_be_those_of_the_tokens() {
        for (told, verdict) in [
            ("cd", Verdict::Right),
            ("c", Verdict::Right),
            ("", Verdict::FalseWords),
            ("cD", Verdict::FalseWords),
            ("cde", Verdict::FalseWords),
            ("bcd", Verdict::FalseWords),
        ] {
            assert_eq!(Verdict::of(&part(2, told), &scores()), verdict, "{told}");
        }
        let cut = |told| Part { cut: true, ..part(2, told) };
        assert_eq!(Verdict::of(&cut(""), &scores()), Verdict::Right, "its words were on their way");
        assert_eq!(Verdict::of(&cut("x"), &scores()), Verdict::FalseWords);
    }

    #[test]
    fn a_schema_excuses_tokens_and_no_words() {
        let schema = |told| {
            let mut part = part(0, told);
            part.generation.schema = Some("{}".to_owned());
            Verdict::of(&part, &scores())
        };
        assert_eq!((schema("abcd"), schema("abc!")), (Verdict::Right, Verdict::FalseWords));
        let mut part = part(0, "abcd");
        let tools = Tools { list: Vec::new(), choice: ToolChoice::Required, parallel: true };
        part.generation.tools = Some(Box::new(tools));
        assert_eq!(Verdict::of(&part, &scores()), Verdict::Right, "functions do so, too");
    }
}
