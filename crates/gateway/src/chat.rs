//! `POST /v1/chat/completions`.

use crate::answer::Shape;
use crate::backend::Backend;
use crate::error::ApiError;
use crate::reply::Reply;
use crate::wire::{Ask, Message, Role};
use crate::{ask, voices};
use idlewatt_proto::text;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

pub async fn answer<B: Backend>(
    backend: &Arc<B>,
    mut ask: Ask,
    place: OwnedSemaphorePermit,
) -> Result<Reply, ApiError> {
    let messages = ask.messages.take().ok_or(ApiError::Missing { param: "messages" })?;
    let messages = messages.into_iter().map(|sent| message(sent.0)).collect::<Result<_, _>>()?;
    let asked = ask::asked(Shape::Chat, ask, vec![text::Prompt::Chat(messages)], Vec::new())?;
    voices::answer(backend, asked, place).await
}

fn message(sent: Message) -> Result<text::Message, ApiError> {
    let unfit = |message: &str| Err(ApiError::Unfit { param: "messages", message: message.to_owned() });
    if sent.tool_calls.is_some_and(|calls| !calls.is_empty()) {
        return unfit("tools are not supported, so neither are messages with tool_calls");
    }
    let role = match sent.role {
        Role::System | Role::Developer => text::Role::System,
        Role::User => text::Role::User,
        Role::Assistant => text::Role::Assistant,
        Role::Tool => text::Role::Tool,
    };
    match (sent.content, role) {
        (Some(content), role) => Ok(text::Message { role, content: content.0 }),
        (None, text::Role::Assistant) => Ok(text::Message { role, content: String::new() }),
        (None, _) => unfit("only a message of the assistant may have no content"),
    }
}
