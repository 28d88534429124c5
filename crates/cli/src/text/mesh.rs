//! Answers of the mesh, by way of the daemon.

use super::arguments::Terms;
use super::models::watch;
use super::source::{News, Vectors, shelf};
use crate::error::Error;
use crate::life;
use crate::out::Out;
use idlewatt_control::client::Answers;
use idlewatt_control::messages::{EmbedRequest, ModelRow, Response, TextRequest};
use idlewatt_control::{Client, Home};
use idlewatt_models::ShelfError;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::text::{Generation, ModelFacts, TextEvent};
use std::path::Path;

/// A model that others answer with.
pub struct Mesh {
    home: Home,
    /// As the daemon is asked for it.
    called: String,
    max_price: Option<Price>,
    mature: bool,
    /// What the daemon knows of it.
    row: Option<ModelRow>,
}

/// An answer of the mesh.
pub struct Answer {
    answers: Answers,
    over: bool,
}

/// How the daemon is asked for a model: by its name or its hash. One that was named by its file goes by its hash, and
/// need not lie on the shelf.
pub async fn called(home: &Home, out: &Out, model: &str) -> Result<String, Error> {
    let path = Path::new(model);
    let is_name = path.components().count() == 1;
    let on_shelf = || home.models().is_dir() && shelf(home).is_ok_and(|shelf| shelf.entry(model).is_ok());
    if is_name && (!path.is_file() || on_shelf()) {
        return Ok(model.to_owned());
    }
    if !path.exists() {
        return Err(ShelfError::Unknown(model.to_owned()).into());
    }
    let file = path.to_owned();
    let hash = watch(out, "reading", move |progress| Ok(idlewatt_models::hash_of(&file, progress)?)).await?;
    Ok(hash.to_string())
}

/// Whether a model is the one that is called so.
pub fn is_called(row: &ModelRow, called: &str) -> bool {
    row.name.eq_ignore_ascii_case(called) || called.parse() == Ok(row.hash)
}

impl Mesh {
    /// Finds out what the daemon knows of the model, and starts the daemon if need be.
    pub async fn open(home: &Home, called: String, terms: &Terms) -> Result<Self, Error> {
        let models = life::connect_or_start(home).await?.models().await?;
        let row = models.into_iter().find(|row| is_called(row, &called));
        let Terms { max_price, mature, .. } = *terms;
        Ok(Self { home: home.clone(), called, max_price, mature, row })
    }

    pub fn facts(&self) -> Option<&ModelFacts> {
        self.row.as_ref()?.facts.as_ref()
    }

    pub fn name(&self) -> &str {
        self.row.as_ref().map_or(&self.called, |row| &row.name)
    }

    pub async fn generate(&self, generation: Generation) -> Result<Answer, Error> {
        let (model, max_price, mature) = (self.called.clone(), self.max_price, self.mature);
        let request = TextRequest { model, generation, max_price, mature };
        let answers = Client::connect(&self.home).await?.generate(request).await?;
        Ok(Answer { answers, over: false })
    }

    pub async fn embed(&self, texts: Vec<String>) -> Result<Vectors, Error> {
        let (model, max_price, mature) = (self.called.clone(), self.max_price, self.mature);
        let request = EmbedRequest { model, texts, max_price, mature };
        let embedded = Client::connect(&self.home).await?.embed(request).await?;
        Ok(Vectors { vectors: embedded.vectors, cost: Some(embedded.cost) })
    }
}

impl Answer {
    /// What comes next; `None` after the end.
    pub async fn next(&mut self) -> Result<Option<News>, Error> {
        if self.over {
            return Ok(None);
        }
        Ok(Some(match self.answers.next().await? {
            Response::Text(event) => {
                self.over = matches!(event, TextEvent::Ended { .. });
                News::Text(event)
            }
            Response::Answering { provider, price } => News::Answering { provider, price },
            Response::Cost { cost } => News::Cost(cost),
            _ => return Err(Error::Unexpected),
        }))
    }
}
