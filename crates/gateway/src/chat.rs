//! `POST /v1/chat/completions`.

use crate::answer::Shape;
use crate::backend::Backend;
use crate::error::{ApiError, unfit};
use crate::object::Object;
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
    const PARAM: &str = "messages";
    let role = match sent.role {
        Role::System | Role::Developer => text::Role::System,
        Role::User => text::Role::User,
        Role::Assistant => text::Role::Assistant,
        Role::Tool => text::Role::Tool,
    };
    let calls = sent.tool_calls.into_iter().flatten().map(|Object(sent)| {
        let Some(Object(function)) = sent.function else { return unfit(PARAM, "only functions can have been called") };
        Ok(text::Call { id: sent.id, name: function.name, arguments: function.arguments })
    });
    let calls = calls.collect::<Result<Vec<_>, _>>()?;
    if !calls.is_empty() && role != text::Role::Assistant {
        return unfit(PARAM, "only a message of the assistant may have tool_calls");
    }
    let content = match (sent.content, role) {
        (Some(content), _) => content.0,
        (None, text::Role::Assistant) => String::new(),
        (None, _) => return unfit(PARAM, "only a message of the assistant may have no content"),
    };
    let call_id = sent.tool_call_id.filter(|_| role == text::Role::Tool);
    Ok(text::Message { role, content, calls, call_id })
}
