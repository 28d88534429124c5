//! Answers as they come: server-sent events, as OpenAI sends them.

use crate::answer::{Choice, Heading, Logprobs, Spent};
use crate::ask::Asked;
use crate::calls::{Found, Reader};
use crate::error::ApiError;
use crate::limits::{HELD_BYTES, KEEP_ALIVE, STATUS_WAITS};
use crate::reply::{self, Reply};
use crate::voices::{News, Voices};
use futures::StreamExt;
use hyper::body::Bytes;
use idlewatt_proto::text::{Finish, Said, TextEvent};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout, timeout_at};

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
    /// What was heard of each choice so far.
    heard: Vec<Heard>,
    stage: Stage,
    /// When something was sent last. What comes may be held back for long: a call is told when it is whole.
    sent: Instant,
    /// Held until the stream is dropped.
    _place: OwnedSemaphorePermit,
}

struct Heard {
    /// Characters.
    offset: usize,
    /// Where it may call functions.
    reader: Option<Reader>,
    calls: usize,
}

impl Heard {
    fn new(tools: &[String]) -> Self {
        Self { offset: 0, reader: (!tools.is_empty()).then(|| Reader::new(tools)), calls: 0 }
    }
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
    let (heard, spent) = (Vec::new(), Spent::default());
    let mut telling = Telling {
        asked,
        heading,
        voices,
        ahead: None,
        spent,
        heard,
        stage: Stage::Telling,
        sent: Instant::now(),
        _place: place,
    };
    if let Some((_, Err(error))) = telling.voices.next().await {
        return Err(error);
    }
    match timeout(STATUS_WAITS, telling.first_text()).await {
        Ok(Some((_, Err(error)))) => return Err(error),
        Ok(news) => telling.ahead = news,
        Err(_) => {}
    }
    telling.sent = Instant::now();
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
        let event = self.event().await;
        self.sent = Instant::now();
        event
    }

    async fn event(&mut self) -> Option<Bytes> {
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
                None => match timeout_at(self.sent + KEEP_ALIVE, self.voices.next()).await {
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
                self.over(index, finish)
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
        let (shape, logprobs) = (self.asked.shape, self.asked.logprobs && !said.tokens.is_empty());
        let heard = self.heard(index);
        let logprobs = logprobs.then(|| Logprobs::of(shape, &said.tokens, &mut heard.offset));
        let found = match &mut heard.reader {
            Some(reader) => {
                let found = reader.push(&said.text);
                if reader.holds() > HELD_BYTES {
                    return Some(Err(ApiError::AnswerTooLarge));
                }
                found
            }
            None => Found { text: said.text, calls: Vec::new() },
        };
        self.found(index, found, logprobs)
    }

    fn found(&mut self, index: usize, found: Found, logprobs: Option<Logprobs>) -> Option<Result<Bytes, ApiError>> {
        if found == Found::default() && logprobs.is_none() {
            return None;
        }
        let heard = self.heard(index);
        let before = heard.calls;
        heard.calls += found.calls.len();
        Some(self.chunk(&[Choice::more(self.asked.shape, index, found, before, logprobs)]))
    }

    /// What was held back, and the end.
    fn over(&mut self, index: usize, finish: Finish) -> Result<Bytes, ApiError> {
        let rest = self.heard(index).reader.as_mut().map(Reader::end).unwrap_or_default();
        let rest = self.found(index, rest, None).transpose()?.unwrap_or_default();
        let called = self.heard(index).calls > 0;
        let last = self.chunk(&[Choice::last(self.asked.shape, index, finish, called)])?;
        Ok([rest, last].concat().into())
    }

    fn heard(&mut self, index: usize) -> &mut Heard {
        let Self { heard, asked, .. } = self;
        while heard.len() <= index {
            heard.push(Heard::new(&asked.tools));
        }
        &mut heard[index]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Shape;
    use crate::backend::Unanswered;
    use futures::stream;
    use http_body_util::BodyExt;
    use std::sync::Arc;
    use std::time::Duration;
    use tokio::sync::Semaphore;

    fn a_chat() -> Asked {
        Asked {
            shape: Shape::Chat,
            model: "m".into(),
            generations: Vec::new(),
            n: 1,
            stream: true,
            usage: false,
            logprobs: false,
            tools: Vec::new(),
            echoes: Vec::new(),
        }
    }

    async fn asked(news: Vec<(usize, Result<News, ApiError>)>) -> Result<Reply, ApiError> {
        let place = Arc::new(Semaphore::new(1)).acquire_owned().await.expect("a place");
        answer(a_chat(), stream::iter(news).chain(stream::pending()).boxed(), place).await
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_without_news_says_that_it_is_alive() {
        let began = Instant::now();
        let mut reply = asked(vec![(0, Ok(News::Taken))]).await.expect("a stream");
        assert_eq!(began.elapsed(), STATUS_WAITS, "the status does not wait for ever");
        for round in 1..4 {
            let frame = reply.body_mut().frame().await.expect("a frame").expect("no error");
            assert_eq!(frame.into_data().expect("data"), ALIVE);
            assert_eq!(began.elapsed(), STATUS_WAITS + KEEP_ALIVE * round);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_that_holds_a_call_back_says_that_it_is_alive() {
        let said = |text: &str| {
            let said = Said { text: text.to_owned(), tokens: Vec::new() };
            Ok(News::Text(TextEvent::Said(said)))
        };
        let pieces = stream::iter(["Well.", "<tool_call>"]).chain(stream::repeat("{"));
        let voices = pieces.then(move |text| async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            (0, said(text))
        });
        let place = Arc::new(Semaphore::new(1)).acquire_owned().await.expect("a place");
        let asked = Asked { tools: vec!["f".into()], ..a_chat() };
        let voices = stream::iter([(0, Ok(News::Taken))]).chain(voices).boxed();
        let mut reply = answer(asked, voices, place).await.expect("a stream");
        reply.body_mut().frame().await.expect("a frame").expect("no error");
        let began = Instant::now();
        let frame = reply.body_mut().frame().await.expect("a frame").expect("no error");
        assert_eq!(frame.into_data().expect("data"), ALIVE);
        assert_eq!(began.elapsed(), KEEP_ALIVE);
    }

    #[tokio::test(start_paused = true)]
    async fn news_before_the_status_are_told_after_it() {
        let began = TextEvent::Began { prompt_tokens: 1, cached_tokens: 0 };
        let mut reply = asked(vec![(0, Ok(News::Taken)), (0, Ok(News::Text(began)))]).await.expect("a stream");
        let frame = reply.body_mut().frame().await.expect("a frame").expect("no error").into_data().expect("data");
        assert!(frame.starts_with(b"data: {") && frame.ends_with(b"}\n\n"), "{frame:?}");
        let refused = Err(Unanswered::BadRequest { part: None, what: "no end".into() }.into());
        let error = asked(vec![(0, Ok(News::Taken)), (0, refused)]).await.expect_err("a status of its own");
        assert_eq!(error.status(), hyper::StatusCode::BAD_REQUEST);
    }
}
