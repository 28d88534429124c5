//! `GET /v1/models` and `GET /v1/models/NAME`.

use crate::backend::{Backend, ModelCard, Unanswered};
use crate::error::ApiError;
use crate::reply::{self, Reply};
use idlewatt_proto::text::ModelFacts;
use serde::Serialize;

#[derive(Serialize)]
struct List {
    object: &'static str,
    data: Vec<Model>,
}

#[derive(Serialize)]
struct Model {
    id: String,
    object: &'static str,
    created: u64,
    owned_by: &'static str,
    /// Beyond OpenAI's shape, under the name that others use.
    #[serde(skip_serializing_if = "Option::is_none")]
    context_length: Option<u32>,
    /// Beyond OpenAI's shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    facts: Option<ModelFacts>,
}

impl From<ModelCard> for Model {
    fn from(card: ModelCard) -> Self {
        let ModelCard { name: id, facts, created } = card;
        let context_length = facts.as_ref().map(|facts| facts.context);
        Self { id, object: "model", created, owned_by: "idlewatt", context_length, facts }
    }
}

pub async fn list(backend: &impl Backend) -> Result<Reply, ApiError> {
    let data = backend.models().await?.into_iter().map(Model::from).collect();
    reply::json(&List { object: "list", data })
}

pub async fn one(backend: &impl Backend, name: &str) -> Result<Reply, ApiError> {
    let card = backend.models().await?.into_iter().find(|card| card.name == name);
    reply::json(&Model::from(card.ok_or_else(|| Unanswered::UnknownModel(name.to_owned()))?))
}
