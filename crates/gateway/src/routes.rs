//! Which request is answered by what.

use crate::backend::Backend;
use crate::error::ApiError;
use crate::reply::{self, Reply};
use crate::server::Counter;
use crate::{body, chat, completions, embeddings, guard, models};
use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::json;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

/// Answers a request, whatever it is.
pub async fn answer<B: Backend>(counter: &Counter<B>, request: Request<Incoming>) -> Reply {
    let (head, body) = request.into_parts();
    let mut origin = None;
    let mut reply = match route(counter, &head, body, &mut origin).await {
        Ok(reply) => reply,
        Err(error) => {
            if error.status().is_server_error() {
                tracing::warn!(%error, path = head.uri.path(), "a request failed");
            }
            error.into_reply()
        }
    };
    if let Some(origin) = origin {
        guard::allow_reading(reply.headers_mut(), origin);
    }
    // The stock clients show it with their errors.
    if let Ok(id) = HeaderValue::from_str(&reply::id("req_")) {
        reply.headers_mut().insert("x-request-id", id);
    }
    tracing::debug!(method = %head.method, path = head.uri.path(), status = reply.status().as_u16(), "answered");
    reply
}

async fn route<B: Backend>(
    counter: &Counter<B>,
    head: &Parts,
    body: Incoming,
    origin: &mut Option<HeaderValue>,
) -> Result<Reply, ApiError> {
    counter.gate.host(head)?;
    *origin = counter.gate.origin(head)?.cloned();
    // A browser asks before it sends, without the key.
    if origin.is_some() && head.method == Method::OPTIONS {
        let mut reply = reply::empty(StatusCode::NO_CONTENT);
        guard::allow_sending(reply.headers_mut(), &head.headers);
        return Ok(reply);
    }
    let path = head.uri.path();
    if path == "/health" {
        reads(head)?;
        return reply::json(&json!({ "status": "ok" }));
    }
    counter.gate.key(head)?;
    match path {
        "/v1/models" => {
            reads(head)?;
            models::list(&*counter.backend).await
        }
        "/v1/chat/completions" => {
            let place = sends(counter, head)?;
            chat::answer(&counter.backend, body::read(body).await?, place).await
        }
        "/v1/completions" => {
            let place = sends(counter, head)?;
            completions::answer(&counter.backend, body::read(body).await?, place).await
        }
        "/v1/embeddings" => {
            let _place = sends(counter, head)?;
            embeddings::answer(&*counter.backend, body::read(body).await?).await
        }
        path => match path.strip_prefix("/v1/models/") {
            Some(name) if !name.is_empty() => {
                reads(head)?;
                models::one(&*counter.backend, &percent_decode_str(name).decode_utf8_lossy()).await
            }
            _ => Err(ApiError::UnknownUrl { path: path.to_owned() }),
        },
    }
}

fn reads(head: &Parts) -> Result<(), ApiError> {
    match head.method {
        Method::GET | Method::HEAD => Ok(()),
        _ => Err(ApiError::Method { allowed: "GET" }),
    }
}

/// A place among the requests in hand. Taken before the body is read: bodies are what has to be bounded.
fn sends<B>(counter: &Counter<B>, head: &Parts) -> Result<OwnedSemaphorePermit, ApiError> {
    if head.method != Method::POST {
        return Err(ApiError::Method { allowed: "POST" });
    }
    if head.headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(ApiError::Encoded);
    }
    Arc::clone(&counter.requests).try_acquire_owned().map_err(|_| ApiError::Full)
}
