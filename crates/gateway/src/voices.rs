//! The choices of a request, as one stream of events.

use crate::ask::Asked;
use crate::backend::{Backend, Unanswered};
use crate::error::ApiError;
use crate::limits::{BACKEND_SILENCE, CHOICES_AT_ONCE};
use crate::reply::Reply;
use crate::{stream, whole};
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use idlewatt_proto::text::{Finish, Generation, TextEvent};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::timeout;

/// News of a choice.
#[derive(Debug, PartialEq)]
pub enum News {
    /// Somebody will answer.
    Taken,
    /// What the answer is.
    Text(TextEvent),
}

/// Which choice, and what of it. After an error nothing that comes is of use: drop it, and all choices are given up.
pub type Voices = BoxStream<'static, (usize, Result<News, ApiError>)>;

/// Answers a request, whole or as a stream. The place is given back when the answer is over.
pub async fn answer<B: Backend>(
    backend: &Arc<B>,
    mut asked: Asked,
    place: OwnedSemaphorePermit,
) -> Result<Reply, ApiError> {
    let generations = std::mem::take(&mut asked.generations);
    let voices = voices(Arc::clone(backend), &asked.model, generations);
    match asked.stream {
        true => stream::answer(asked, voices, place).await,
        false => whole::answer(asked, voices).await,
    }
}

fn voices<B: Backend>(backend: Arc<B>, model: &str, generations: Vec<Generation>) -> Voices {
    let model: Arc<str> = model.into();
    let voice = move |(index, generation)| {
        voice(Arc::clone(&backend), Arc::clone(&model), generation).map(move |news| (index, news)).boxed()
    };
    futures::stream::iter(generations).enumerate().map(voice).flatten_unordered(CHOICES_AT_ONCE).boxed()
}

enum Stage {
    Asking(Generation),
    Hearing(mpsc::Receiver<Result<TextEvent, Unanswered>>),
    Over,
}

fn voice<B: Backend>(
    backend: Arc<B>,
    model: Arc<str>,
    generation: Generation,
) -> impl Stream<Item = Result<News, ApiError>> + Send {
    futures::stream::unfold(Stage::Asking(generation), move |stage| {
        let (backend, model) = (Arc::clone(&backend), Arc::clone(&model));
        async move {
            match stage {
                Stage::Asking(generation) => match timeout(BACKEND_SILENCE, backend.generate(&model, generation)).await
                {
                    Ok(Ok(events)) => Some((Ok(News::Taken), Stage::Hearing(events))),
                    Ok(Err(unanswered)) => Some((Err(unanswered.into()), Stage::Over)),
                    Err(_) => Some((Err(ApiError::Silence), Stage::Over)),
                },
                Stage::Hearing(events) => Some(hear(events).await),
                Stage::Over => None,
            }
        }
    })
}

async fn hear(mut events: mpsc::Receiver<Result<TextEvent, Unanswered>>) -> (Result<News, ApiError>, Stage) {
    match timeout(BACKEND_SILENCE, events.recv()).await {
        Ok(Some(Ok(TextEvent::Ended { finish: Finish::Interrupted, .. }))) => (Err(ApiError::Interrupted), Stage::Over),
        Ok(Some(Ok(event @ TextEvent::Ended { .. }))) => (Ok(News::Text(event)), Stage::Over),
        Ok(Some(Ok(event))) => (Ok(News::Text(event)), Stage::Hearing(events)),
        Ok(Some(Err(unanswered))) => (Err(unanswered.into()), Stage::Over),
        Ok(None) => (Err(ApiError::AnswerBrokeOff), Stage::Over),
        Err(_) => (Err(ApiError::Silence), Stage::Over),
    }
}
