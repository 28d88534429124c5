//! `POST /v1/completions`: text goes on, without a chat template.

use crate::answer::Shape;
use crate::backend::Backend;
use crate::error::{ApiError, unfit};
use crate::lists::{Logprobs, Texts};
use crate::reply::Reply;
use crate::wire::Ask;
use crate::{ask, voices};
use idlewatt_proto::text::Prompt;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

pub async fn answer<B: Backend>(
    backend: &Arc<B>,
    mut ask: Ask,
    place: OwnedSemaphorePermit,
) -> Result<Reply, ApiError> {
    let prompt = ask.prompt.take().ok_or(ApiError::Missing { param: "prompt" })?;
    let echoes = echoes(&ask, &prompt)?;
    let prompts: Vec<_> = match prompt {
        Texts::Texts(texts) => texts.into_iter().map(Prompt::Text).collect(),
        Texts::Tokens(lines) => lines.into_iter().map(Prompt::Tokens).collect(),
    };
    if prompts.is_empty() {
        return Err(ApiError::Unfit { param: "prompt", message: "the list of prompts is empty".into() });
    }
    let asked = ask::asked(Shape::Completion, ask, prompts, echoes)?;
    voices::answer(backend, asked, place).await
}

/// The prompts, where the answer is to begin with them.
fn echoes(ask: &Ask, prompt: &Texts) -> Result<Vec<String>, ApiError> {
    const PARAM: &str = "echo";
    match (ask.echo.unwrap_or(false), prompt, ask.logprobs) {
        (false, _, _) => Ok(Vec::new()),
        (true, Texts::Tokens(_), _) => unfit(PARAM, "echo is not supported for prompts of tokens"),
        (true, _, Some(Logprobs::Count(_))) => unfit(PARAM, "echo is not supported together with logprobs"),
        (true, Texts::Texts(texts), _) => Ok(texts.clone()),
    }
}
