//! Answers that are sent when they are complete.

use crate::answer::{Choice, Heading, Logprobs, Spent};
use crate::ask::Asked;
use crate::calls;
use crate::error::ApiError;
use crate::limits::{ALTERNATIVE_BYTES, HELD_BYTES};
use crate::reply::{self, Reply};
use crate::voices::{News, Voices};
use futures::StreamExt;
use idlewatt_proto::text::{Finish, TextEvent, Token};

/// What was said so far of one choice.
#[derive(Default)]
struct Heard {
    text: String,
    tokens: Vec<Token>,
    finish: Option<Finish>,
}

pub async fn answer(asked: Asked, mut voices: Voices) -> Result<Reply, ApiError> {
    let (mut choices, mut spent, mut held): (Vec<Heard>, _, _) = (Vec::new(), Spent::default(), 0);
    while let Some((index, news)) = voices.next().await {
        if choices.len() <= index {
            choices.resize_with(index + 1, Heard::default);
        }
        let choice = &mut choices[index];
        match news? {
            News::Taken => choice.text = asked.echoes.get(index).cloned().unwrap_or_default(),
            News::Text(TextEvent::Began { .. }) => {}
            News::Text(TextEvent::Said(said)) => {
                held += said.text.len() + if asked.logprobs { weighed(&said.tokens) } else { 0 };
                if held > HELD_BYTES {
                    return Err(ApiError::AnswerTooLarge);
                }
                choice.text.push_str(&said.text);
                if asked.logprobs {
                    choice.tokens.extend(said.tokens);
                }
            }
            News::Text(TextEvent::Ended { finish, usage }) => {
                spent.add(&usage, index % asked.n == 0);
                choice.finish = Some(finish);
            }
        }
    }
    let whole = |(index, Heard { text, tokens, finish })| {
        let logprobs = asked.logprobs.then(|| Logprobs::of(asked.shape, &tokens, &mut 0));
        // Each voice ends with its `Ended`, or with an error.
        let found = calls::found(&asked.tools, text);
        finish.map(|finish| Choice::whole(asked.shape, index, found, logprobs, finish)).ok_or(ApiError::AnswerBrokeOff)
    };
    let choices = choices.into_iter().enumerate().map(whole).collect::<Result<Vec<_>, _>>()?;
    let heading = Heading::new(&asked);
    reply::json(&heading.envelope(true, &choices, Some(Some(spent))))
}

/// What probabilities take in an answer: each token, and what could have been in its place.
fn weighed(tokens: &[Token]) -> usize {
    let piece = |bytes: &[u8]| bytes.len() + ALTERNATIVE_BYTES;
    let token = |token: &Token| piece(&token.bytes) + token.top.iter().map(|other| piece(&other.bytes)).sum::<usize>();
    tokens.iter().map(token).sum()
}
