//! Every "no" of the gateway, in OpenAI's shape: `{"error": {"message", "type", "param", "code"}}`.

use crate::backend::{Part, Unanswered};
use crate::limits::{BODY_BYTES, HELD_BYTES, REQUESTS, RETRY_AFTER_S};
use crate::reply::{self, Reply};
use hyper::StatusCode;
use hyper::header::{self, HeaderValue};
use idlewatt_proto::text::InvalidGeneration;
use serde::Serialize;

/// Why a request has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error(transparent)]
    Unanswered(#[from] Unanswered),
    #[error("the body is not valid JSON: {0}")]
    Json(serde_json::Error),
    /// A value of the wrong type.
    #[error("`{param}`: {}", in_json(source))]
    Type { param: String, source: serde_json::Error },
    #[error("the body must be a JSON object")]
    NotObject,
    #[error("the body: {}", in_json(.0))]
    Body(serde_json::Error),
    #[error("`{param}` is missing")]
    Missing { param: &'static str },
    /// A value of the right type that cannot be.
    #[error("{message}")]
    Unfit { param: &'static str, message: String },
    #[error("{source}")]
    Generation { param: &'static str, source: InvalidGeneration },
    #[error("the request has more than {BODY_BYTES} bytes")]
    TooLarge,
    #[error("the request took too long to come")]
    Late,
    #[error("the request broke off")]
    BrokeOff,
    #[error("no key was sent: expected the header `Authorization: Bearer KEY`")]
    NoKey,
    #[error("the key is wrong")]
    WrongKey,
    #[error("without a key only requests to localhost, 127.0.0.1 or [::1] are answered")]
    ForeignHost,
    #[error("web pages of this origin may not use this server")]
    ForeignOrigin,
    #[error("there is nothing at {path}")]
    UnknownUrl { path: String },
    #[error("only {allowed} is understood here")]
    Method { allowed: &'static str },
    #[error("compressed requests are not understood")]
    Encoded,
    #[error("{REQUESTS} requests are being answered already")]
    Full,
    #[error("the answer was interrupted, and nobody could go on with it")]
    Interrupted,
    #[error("the answer broke off")]
    AnswerBrokeOff,
    #[error("no answer came for too long")]
    Silence,
    #[error("the answer is larger than the {HELD_BYTES} bytes that are held: ask for a stream, or for less")]
    AnswerTooLarge,
    #[error("{wanted} texts were sent, and {got} vectors came back")]
    VectorsMissing { wanted: usize, got: usize },
    #[error("the model made a vector with numbers that are none")]
    VectorNotFinite,
    #[error("an answer could not be written as JSON: {0}")]
    Unwritable(serde_json::Error),
}

/// serde's words for what JSON has other words for.
fn in_json(error: &serde_json::Error) -> String {
    let mut told = error.to_string();
    for (serdes, jsons) in [
        ("invalid type: sequence,", "invalid type: an array,"),
        ("invalid type: map,", "invalid type: an object,"),
        ("invalid type: floating point `", "invalid type: number `"),
    ] {
        if let Some(rest) = told.strip_prefix(serdes) {
            told = format!("{jsons}{rest}");
        }
    }
    told.replace("expected a sequence at line ", "expected an array at line ")
}

/// What OpenAI's interface calls it.
fn name(part: Part) -> &'static str {
    match part {
        Part::Messages => "messages",
        Part::Prompt => "prompt",
        Part::Input => "input",
        Part::Schema => "response_format",
        Part::Tools => "tools",
        Part::LogitBias => "logit_bias",
    }
}

#[derive(Serialize)]
struct Shape<'a> {
    error: Inner<'a>,
}

#[derive(Serialize)]
struct Inner<'a> {
    message: String,
    r#type: &'static str,
    param: Option<&'a str>,
    code: Option<&'static str>,
}

/// A value that cannot be had, and why.
pub fn unfit<T>(param: &'static str, message: &str) -> Result<T, ApiError> {
    Err(ApiError::Unfit { param, message: message.to_owned() })
}

impl ApiError {
    pub fn status(&self) -> StatusCode {
        use Unanswered as Un;
        match self {
            Self::Json(_) | Self::Type { .. } | Self::NotObject | Self::Body(_) | Self::Missing { .. } => {
                StatusCode::BAD_REQUEST
            }
            Self::Unfit { .. } | Self::Generation { .. } | Self::BrokeOff => StatusCode::BAD_REQUEST,
            Self::Unanswered(Un::BadRequest { .. } | Un::TooLong { .. }) | Self::AnswerTooLarge => {
                StatusCode::BAD_REQUEST
            }
            Self::NoKey | Self::WrongKey => StatusCode::UNAUTHORIZED,
            Self::ForeignHost | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::Unanswered(Un::UnknownModel(_)) | Self::UnknownUrl { .. } => StatusCode::NOT_FOUND,
            Self::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Late => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Encoded => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Full | Self::Unanswered(Un::Busy(_)) => StatusCode::TOO_MANY_REQUESTS,
            Self::Interrupted | Self::Unanswered(Un::NoProvider(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unanswered(Un::Failed(_)) | Self::AnswerBrokeOff | Self::Silence | Self::Unwritable(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            Self::VectorsMissing { .. } | Self::VectorNotFinite => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn kind(&self) -> &'static str {
        match self.status() {
            StatusCode::UNAUTHORIZED => "authentication_error",
            StatusCode::FORBIDDEN => "permission_error",
            StatusCode::TOO_MANY_REQUESTS => "rate_limit_error",
            status if status.is_server_error() => "server_error",
            _ => "invalid_request_error",
        }
    }

    fn param(&self) -> Option<&str> {
        match self {
            Self::Type { param, .. } => Some(param),
            Self::Missing { param } | Self::Unfit { param, .. } | Self::Generation { param, .. } => Some(param),
            Self::Unanswered(Unanswered::UnknownModel(_)) => Some("model"),
            Self::Unanswered(Unanswered::BadRequest { part, .. }) => part.map(name),
            Self::Unanswered(Unanswered::TooLong { part, .. }) => Some(name(*part)),
            _ => None,
        }
    }

    fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::Json(_) => "invalid_json",
            Self::Type { .. } | Self::NotObject | Self::Body(_) => "invalid_type",
            Self::Missing { .. } => "missing_required_parameter",
            // Clients shorten a conversation and ask again when they see it.
            Self::Generation { source: InvalidGeneration::TooLong { .. }, .. } => "context_length_exceeded",
            Self::Unanswered(Unanswered::TooLong { .. }) => "context_length_exceeded",
            Self::Unfit { .. } | Self::Generation { .. } => "invalid_value",
            Self::Unanswered(Unanswered::BadRequest { part: Some(_), .. }) => "invalid_value",
            Self::NoKey | Self::WrongKey => "invalid_api_key",
            Self::ForeignHost => "host_not_allowed",
            Self::ForeignOrigin => "origin_not_allowed",
            Self::UnknownUrl { .. } => "unknown_url",
            Self::Method { .. } => "method_not_allowed",
            Self::TooLarge => "request_too_large",
            Self::Late => "request_timeout",
            Self::Full | Self::Unanswered(Unanswered::Busy(_)) => "busy",
            Self::Interrupted => "interrupted",
            Self::AnswerTooLarge => "answer_too_large",
            Self::Unanswered(Unanswered::UnknownModel(_)) => "model_not_found",
            Self::Unanswered(Unanswered::NoProvider(_)) => "no_provider",
            _ => return None,
        })
    }

    /// The error alone, for the middle of a stream.
    pub fn json(&self) -> Vec<u8> {
        let error = Inner { message: self.to_string(), r#type: self.kind(), param: self.param(), code: self.code() };
        // Strings and nothing else: this cannot fail.
        serde_json::to_vec(&Shape { error }).unwrap_or_default()
    }

    /// The whole answer.
    pub fn into_reply(self) -> Reply {
        let mut reply = reply::bytes(self.status(), self.json());
        let headers = reply.headers_mut();
        match self {
            Self::Full | Self::Unanswered(Unanswered::Busy(_)) => {
                headers.insert(header::RETRY_AFTER, RETRY_AFTER_S.into());
            }
            Self::Method { allowed } => {
                headers.insert(header::ALLOW, HeaderValue::from_static(allowed));
            }
            Self::NoKey | Self::WrongKey => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        reply
    }
}
