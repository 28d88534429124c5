//! `idlewatt score`: how likely a model finds each token of a text. For benches and for judging models.

use super::arguments::Score;
use super::input::{self, TextInput};
use super::source::Local;
use crate::error::{Error, Exit};
use crate::interrupt::Interrupts;
use crate::out::Out;
use idlewatt_control::Home;
use idlewatt_proto::text::{Generation, Prompt};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
enum Told<'a> {
    Scored { logprobs: &'a [f32], best: &'a [f32] },
}

pub async fn score(home: &Home, out: &Out, request: Score) -> Result<Exit, Error> {
    let mut interrupts = Interrupts::listen()?;
    let text = input::file(&request.tokens)?;
    let tokens: Vec<u32> = serde_json::from_str(&text)
        .map_err(|error| TextInput::Tokens { path: request.tokens.clone(), what: error.to_string() })?;
    let [first, rest @ ..] = tokens.as_slice() else {
        return Err(TextInput::Tokens { path: request.tokens, what: "it has none".to_owned() }.into());
    };
    let prompt = Prompt::Tokens(vec![*first]);
    let generation = Generation { said: rest.to_vec(), ..Generation::greedy(prompt, 1) };
    let scoring = async {
        let local = Local::open(home, out, &request.place.model, &request.place.terms).await?;
        let scores = local.worker().score(generation).await?;
        Ok::<_, Error>(scores)
    };
    let scores = tokio::select! {
        scores = scoring => scores?,
        () = interrupts.next() => return Ok(Exit::Interrupted),
    };
    if out.json {
        out.object(&Told::Scored { logprobs: &scores.logprobs, best: &scores.best });
    } else {
        let mean =
            scores.logprobs.iter().map(|&logprob| f64::from(logprob)).sum::<f64>() / scores.logprobs.len() as f64;
        out.text(&format!("{} tokens, perplexity {:.4}", scores.logprobs.len(), (-mean).exp()));
    }
    Ok(Exit::Done)
}
