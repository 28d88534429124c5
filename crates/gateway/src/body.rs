//! Request bodies: read within bounds, and parsed with the place of whatever is wrong.

use crate::error::ApiError;
use crate::limits::{BODY_BYTES, BODY_WITHIN, DRAIN_BYTES};
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use tokio::time::timeout;

/// Reads a body and parses it.
pub async fn read<T: DeserializeOwned>(body: impl Body<Data = Bytes> + Unpin) -> Result<T, ApiError> {
    if body.size_hint().lower() > DRAIN_BYTES {
        return Err(ApiError::TooLarge);
    }
    let bytes = timeout(BODY_WITHIN, gather(body)).await.map_err(|_| ApiError::Late)??;
    parse(&bytes)
}

async fn gather(mut body: impl Body<Data = Bytes> + Unpin) -> Result<Vec<u8>, ApiError> {
    let (mut kept, mut seen) = (Vec::new(), 0u64);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| ApiError::BrokeOff)?.into_data() else { continue };
        seen += data.len() as u64;
        if seen > DRAIN_BYTES {
            return Err(ApiError::TooLarge);
        }
        match seen <= BODY_BYTES {
            true => kept.extend_from_slice(&data),
            false => kept = Vec::new(),
        }
    }
    if seen > BODY_BYTES { Err(ApiError::TooLarge) } else { Ok(kept) }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let parsed = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let param = error.path().to_string();
        let source = error.into_inner();
        match source.classify() {
            Category::Data if param == "." => ApiError::Body(source),
            Category::Data => ApiError::Type { param, source },
            Category::Syntax | Category::Eof | Category::Io => ApiError::Json(source),
        }
    })?;
    json.end().map_err(ApiError::Json)?;
    Ok(parsed)
}
