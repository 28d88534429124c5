//! Answers as HTTP has them.

use crate::error::ApiError;
use futures::{Stream, StreamExt};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Bytes, Frame};
use hyper::header::{self, HeaderValue};
use hyper::{Response, StatusCode};
use serde::Serialize;
use std::convert::Infallible;
use std::time::{SystemTime, UNIX_EPOCH};

/// Whole, or a stream.
pub type Reply = Response<UnsyncBoxBody<Bytes, Infallible>>;

/// JSON that is written already.
pub fn bytes(status: StatusCode, json: Vec<u8>) -> Reply {
    let mut reply = Response::new(Full::new(Bytes::from(json)).boxed_unsync());
    *reply.status_mut() = status;
    reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    reply
}

pub fn json(value: &impl Serialize) -> Result<Reply, ApiError> {
    Ok(bytes(StatusCode::OK, serde_json::to_vec(value).map_err(ApiError::Unwritable)?))
}

pub fn empty(status: StatusCode) -> Reply {
    let mut reply = Response::new(Full::default().boxed_unsync());
    *reply.status_mut() = status;
    reply
}

/// Server-sent events. Dropped by hyper as soon as the client is gone.
pub fn events(events: impl Stream<Item = Bytes> + Send + 'static) -> Reply {
    let frames = events.map(|event| Ok::<_, Infallible>(Frame::data(event)));
    let mut reply = Response::new(StreamBody::new(frames).boxed_unsync());
    let headers = reply.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // Some proxies would collect a stream before they hand it on.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    reply
}

/// Seconds since 1970.
pub fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A name of a call: nine letters and digits, as some models' chat templates insist on.
pub fn call_id() -> String {
    let mut random = getrandom::u64().unwrap_or_default();
    let letter = |_| {
        let letter = char::from_digit((random % 36) as u32, 36).unwrap_or('0');
        random /= 36;
        letter
    };
    (0..9).map(letter).collect()
}

/// A name that no other answer has. Without randomness names repeat, which nothing here minds.
pub fn id(prefix: &str) -> String {
    format!("{prefix}{:016x}", getrandom::u64().unwrap_or_default())
}
