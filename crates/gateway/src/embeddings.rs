//! `POST /v1/embeddings`.

use crate::ask;
use crate::backend::{Backend, Embedding};
use crate::error::ApiError;
use crate::lists::Texts;
use crate::reply::{self, Reply};
use crate::wire::{EmbedAsk, Encoding};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use idlewatt_proto::limits::PROMPT_BYTES;
use serde::Serialize;

#[derive(Serialize)]
struct List {
    object: &'static str,
    data: Vec<Entry>,
    model: String,
    usage: Spent,
}

#[derive(Serialize)]
struct Entry {
    object: &'static str,
    index: usize,
    embedding: Vector,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Vector {
    Numbers(Vec<f32>),
    Base64(String),
}

#[derive(Serialize)]
struct Spent {
    prompt_tokens: u64,
    total_tokens: u64,
}

pub async fn answer(backend: &impl Backend, ask: EmbedAsk) -> Result<Reply, ApiError> {
    let model = ask::model(ask.model)?;
    let texts = texts(ask.input.ok_or(ApiError::Missing { param: "input" })?)?;
    if ask.dimensions == Some(0) {
        return Err(ApiError::Unfit { param: "dimensions", message: "dimensions must be at least 1".into() });
    }
    let wanted = texts.len();
    let embeddings = backend.embed(&model, texts).await?;
    if embeddings.len() != wanted {
        return Err(ApiError::VectorsMissing { wanted, got: embeddings.len() });
    }
    let tokens = embeddings.iter().map(|embedding| u64::from(embedding.tokens)).sum();
    let entry = |(index, Embedding { vector, .. })| {
        let vector = match ask.dimensions {
            Some(dimensions) => shortened(vector, dimensions)?,
            None => vector,
        };
        if vector.iter().any(|number| !number.is_finite()) {
            return Err(ApiError::VectorNotFinite);
        }
        Ok(Entry { object: "embedding", index, embedding: encoded(vector, ask.encoding_format) })
    };
    let data = embeddings.into_iter().enumerate().map(entry).collect::<Result<_, _>>()?;
    let usage = Spent { prompt_tokens: tokens, total_tokens: tokens };
    reply::json(&List { object: "list", data, model, usage })
}

fn texts(input: Texts) -> Result<Vec<String>, ApiError> {
    let unfit = |message: String| Err(ApiError::Unfit { param: "input", message });
    match input {
        Texts::Tokens(_) => unfit("tokens are not supported as input: send texts".into()),
        Texts::Texts(texts) if texts.is_empty() => unfit("there is no text".into()),
        Texts::Texts(texts) => match texts.iter().position(|text| text.is_empty() || text.len() > PROMPT_BYTES) {
            Some(index) if texts[index].is_empty() => unfit(format!("text {index} is empty")),
            Some(index) => unfit(format!("text {index} has {} bytes, more than {PROMPT_BYTES}", texts[index].len())),
            None => Ok(texts),
        },
    }
}

/// The first numbers, at length 1 again: what models that were trained for it (Matryoshka) allow.
fn shortened(mut vector: Vec<f32>, dimensions: usize) -> Result<Vec<f32>, ApiError> {
    if dimensions > vector.len() {
        let message = format!("the model's vectors have {} dimensions", vector.len());
        return Err(ApiError::Unfit { param: "dimensions", message });
    }
    vector.truncate(dimensions);
    let length = vector.iter().map(|number| f64::from(*number).powi(2)).sum::<f64>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|number| *number = (f64::from(*number) / length) as f32);
    }
    Ok(vector)
}

fn encoded(vector: Vec<f32>, encoding: Option<Encoding>) -> Vector {
    match encoding {
        None | Some(Encoding::Float) => Vector::Numbers(vector),
        Some(Encoding::Base64) => {
            let bytes: Vec<u8> = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
            Vector::Base64(STANDARD.encode(bytes))
        }
    }
}
