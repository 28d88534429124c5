//! Answers as they come: server-sent events, as OpenAI sends them.

use crate::answer::{Choice, Heading, Logprobs, Spent};
use crate::ask::Asked;
use crate::error::ApiError;
use crate::limits::{KEEP_ALIVE, STATUS_WAITS};
use crate::reply::{self, Reply};
use crate::voices::{News, Voices};
use futures::StreamExt;
use hyper::body::Bytes;
use idlewatt_proto::text::{Said, TextEvent};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

/// A comment, which clients skip.
const ALIVE: Bytes = Bytes::from_static(b": keep-alive\n\n");
const DONE: Bytes = Bytes::from_static(b"data: [DONE]\n\n");

/// A stream in the making.
struct Telling {
    asked: Asked,
    heading: Heading,
    voices: Voices,
    /// News that came before there was a stream.
    ahead: Option<(usize, Result<News, ApiError>)>,
    spent: Spent,
    /// Characters of each choice so far.
    offsets: Vec<usize>,
    stage: Stage,
    /// Held until the stream is dropped.
    _place: OwnedSemaphorePermit,
}

enum Stage {
    Telling,
    /// All was said, but for the last line.
    Done,
    Over,
}

/// Answers as soon as there is something to tell, or when it has taken a while: an error until then has a status.
pub async fn answer(asked: Asked, voices: Voices, place: OwnedSemaphorePermit) -> Result<Reply, ApiError> {
    let heading = Heading::new(&asked);
    let (offsets, spent) = (Vec::new(), Spent::default());
    let mut telling =
        Telling { asked, heading, voices, ahead: None, spent, offsets, stage: Stage::Telling, _place: place };
    if let Some((_, Err(error))) = telling.voices.next().await {
        return Err(error);
    }
    match timeout(STATUS_WAITS, telling.first_text()).await {
        Ok(Some((_, Err(error)))) => return Err(error),
        Ok(news) => telling.ahead = news,
        Err(_) => {}
    }
    Ok(reply::events(futures::stream::unfold(telling, |mut telling| async move {
        let event = telling.next().await?;
        Some((event, telling))
    })))
}

impl Telling {
    async fn first_text(&mut self) -> Option<(usize, Result<News, ApiError>)> {
        loop {
            match self.voices.next().await? {
                (_, Ok(News::Taken)) => {}
                news => return Some(news),
            }
        }
    }

    /// The next event to send; `None` at the end.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            match self.stage {
                Stage::Telling => {}
                Stage::Done => {
                    self.stage = Stage::Over;
                    return Some(DONE);
                }
                Stage::Over => return None,
            }
            let news = match self.ahead.take() {
                Some(news) => Some(news),
                None => match timeout(KEEP_ALIVE, self.voices.next()).await {
                    Ok(news) => news,
                    Err(_) => return Some(ALIVE),
                },
            };
            if let Some(event) = self.tell(news) {
                return Some(event);
            }
        }
    }

    /// What is to be sent about this, if anything is.
    fn tell(&mut self, news: Option<(usize, Result<News, ApiError>)>) -> Option<Bytes> {
        let shape = self.asked.shape;
        let event = match news {
            Some((_, Ok(News::Taken))) => return None,
            Some((index, Ok(News::Text(TextEvent::Began { .. })))) => {
                Choice::first(shape, index, self.asked.echoes.get(index)).map(|choice| self.chunk(&[choice]))?
            }
            Some((index, Ok(News::Text(TextEvent::Said(said))))) => self.said(index, said)?,
            Some((index, Ok(News::Text(TextEvent::Ended { finish, usage })))) => {
                self.spent.add(&usage, index % self.asked.n == 0);
                self.chunk(&[Choice::last(shape, index, finish)])
            }
            Some((_, Err(error))) => Err(error),
            None => {
                self.stage = Stage::Done;
                if !self.asked.usage {
                    return None;
                }
                event(&self.heading.envelope(false, &[], Some(Some(self.spent))))
            }
        };
        Some(event.unwrap_or_else(|error| self.fail(&error)))
    }

    fn said(&mut self, index: usize, said: Said) -> Option<Result<Bytes, ApiError>> {
        if self.offsets.len() <= index {
            self.offsets.resize(index + 1, 0);
        }
        let shape = self.asked.shape;
        let logprobs = self.asked.logprobs && !said.tokens.is_empty();
        let logprobs = logprobs.then(|| Logprobs::of(shape, &said.tokens, &mut self.offsets[index]));
        if said.text.is_empty() && logprobs.is_none() {
            return None;
        }
        Some(self.chunk(&[Choice::more(shape, index, said.text, logprobs)]))
    }

    fn chunk(&self, choices: &[Choice]) -> Result<Bytes, ApiError> {
        event(&self.heading.envelope(false, choices, self.asked.usage.then_some(None)))
    }

    /// The rest is given up. There is no last line: nobody is to take this for an answer.
    fn fail(&mut self, error: &ApiError) -> Bytes {
        tracing::debug!(%error, "a stream failed");
        self.stage = Stage::Over;
        self.voices = futures::stream::empty().boxed();
        framed(error.json())
    }
}

fn event(value: &impl serde::Serialize) -> Result<Bytes, ApiError> {
    Ok(framed(serde_json::to_vec(value).map_err(ApiError::Unwritable)?))
}

/// JSON has no line breaks in it, so one line is enough.
fn framed(json: Vec<u8>) -> Bytes {
    [b"data: ".as_slice(), &json, b"\n\n"].concat().into()
}
