//! Answers of the mesh: each request has a connection to the daemon of its own, and whoever hangs up ends it.

use super::refusal::Blame;
use super::{Counter, EVENTS, Offered, is_name, now};
use crate::error::{Error, Exit};
use crate::interrupt::Interrupts;
use crate::life;
use crate::out::Out;
use crate::text::arguments::Terms;
use crate::text::mesh::{called, is_called};
use crate::text::source::name_of;
use idlewatt_control::client::Answers;
use idlewatt_control::messages::{ControlError, EmbedRequest, ModelRow, Response, TextRequest};
use idlewatt_control::{CallError, Client, ConnectError, Home};
use idlewatt_gateway::{Backend, Embedding, ModelCard, Unanswered};
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::text::{Generation, TextEvent};
use std::collections::HashSet;
use tokio::sync::mpsc;

type Told = Result<TextEvent, Unanswered>;

pub async fn serve(
    home: &Home,
    out: &Out,
    models: &[String],
    terms: &Terms,
    counter: Counter,
    interrupts: &mut Interrupts,
) -> Result<Exit, Error> {
    let mut only = Vec::with_capacity(models.len());
    for model in models {
        only.push(Only::new(home, out, model).await?);
    }
    let finding = async { Ok::<_, Error>(life::connect_or_start(home).await?.models().await?) };
    let rows = tokio::select! {
        rows = finding => rows?,
        () = interrupts.next() => return Ok(Exit::Interrupted),
    };
    let switchboard =
        Switchboard { home: home.clone(), only, max_price: terms.max_price, mature: terms.mature, since: now() };
    let cards = switchboard.cards(&rows);
    let offered = |card: &&ModelCard| rows.iter().any(|row| is_called(row, &card.name) && !row.offers.is_empty());
    let shown = cards.iter().find(offered).or_else(|| cards.first().filter(|_| !switchboard.only.is_empty()));
    let shown: Vec<Offered<'_>> =
        shown.iter().map(|card| Offered { name: &card.name, facts: card.facts.as_ref() }).collect();
    counter.announce(out, &shown, None);
    counter.open(switchboard, interrupts).await
}

/// One of the models that are served.
struct Only {
    /// As clients ask for it.
    name: String,
    /// As the daemon is asked for it.
    called: String,
}

impl Only {
    async fn new(home: &Home, out: &Out, model: &str) -> Result<Self, Error> {
        let called = called(home, out, model).await?;
        // A file is called as it would be on the shelf.
        let name = if called == model { called.clone() } else { name_of(model) };
        Ok(Self { name, called })
    }
}

/// What the gateway asks.
struct Switchboard {
    home: Home,
    /// Empty: all that there are.
    only: Vec<Only>,
    max_price: Option<Price>,
    mature: bool,
    since: u64,
}

impl Switchboard {
    /// The daemon's models as clients see them, each name once.
    fn cards(&self, rows: &[ModelRow]) -> Vec<ModelCard> {
        let card = |name: String, row: Option<&ModelRow>| ModelCard {
            name,
            facts: row.and_then(|row| row.facts.clone()),
            created: self.since,
        };
        if !self.only.is_empty() {
            let row = |only: &Only| rows.iter().find(|row| is_called(row, &only.called));
            return self.only.iter().map(|only| card(only.name.clone(), row(only))).collect();
        }
        let mut names = HashSet::new();
        // The second of a name goes by its hash, and so does whatever a stranger made up that is none: people paste it.
        let mut name = |row: &ModelRow| match is_name(&row.name) && names.insert(row.name.clone()) {
            true => row.name.clone(),
            false => row.hash.to_string(),
        };
        rows.iter().map(|row| card(name(row), Some(row))).collect()
    }

    /// How the daemon is asked for what a client asks for.
    fn called(&self, model: &str) -> Result<String, Unanswered> {
        if self.only.is_empty() {
            return Ok(model.to_owned());
        }
        let found = self.only.iter().find(|only| only.name == model);
        found.map(|only| only.called.clone()).ok_or_else(|| Unanswered::UnknownModel(model.to_owned()))
    }

    async fn daemon(&self) -> Result<Client, Unanswered> {
        Client::connect(&self.home).await.map_err(|error| match error {
            ConnectError::NotRunning => Unanswered::NoProvider(error.to_string()),
            error => Unanswered::Failed(error.to_string()),
        })
    }
}

impl Backend for Switchboard {
    async fn models(&self) -> Result<Vec<ModelCard>, Unanswered> {
        let rows = self.daemon().await?.models().await.map_err(|error| unanswered(error, None))?;
        Ok(self.cards(&rows))
    }

    async fn generate(&self, model: &str, generation: Generation) -> Result<mpsc::Receiver<Told>, Unanswered> {
        let (model, max_price, mature) = (self.called(model)?, self.max_price, self.mature);
        let blame = Blame::of(&generation);
        let request = TextRequest { model, generation, max_price, mature };
        let mut answers =
            self.daemon().await?.generate(request).await.map_err(|error| unanswered(error, Some(&blame)))?;
        match answers.next().await.map_err(|error| unanswered(error, Some(&blame)))? {
            Response::Answering { .. } => {}
            _ => return Err(Unanswered::Failed("the daemon answered something else".to_owned())),
        }
        let (tell, events) = mpsc::channel(EVENTS);
        tokio::spawn(pass_on(answers, tell, blame));
        Ok(events)
    }

    async fn embed(&self, model: &str, texts: Vec<String>) -> Result<Vec<Embedding>, Unanswered> {
        let (model, max_price, mature) = (self.called(model)?, self.max_price, self.mature);
        let request = EmbedRequest { model, texts, max_price, mature };
        let blame = Blame::of_texts();
        let embedded = self.daemon().await?.embed(request).await.map_err(|error| unanswered(error, Some(&blame)))?;
        Ok(embedded.vectors.into_iter().map(|(vector, tokens)| Embedding { vector, tokens }).collect())
    }
}

/// Passes events on until the end, or until nobody listens.
async fn pass_on(mut answers: Answers, tell: mpsc::Sender<Told>, blame: Blame) {
    loop {
        let event = tokio::select! {
            // A client that hangs up is noticed between two tokens as well.
            () = tell.closed() => return,
            event = answers.text() => event,
        };
        let over = !matches!(event, Ok(TextEvent::Began { .. } | TextEvent::Said(_)));
        if tell.send(event.map_err(|error| unanswered(error, Some(&blame)))).await.is_err() || over {
            return;
        }
    }
}

fn unanswered(error: CallError, blame: Option<&Blame>) -> Unanswered {
    use ControlError::{BadInput, BadRequest, Busy, NoModel, NoProvider, RoleOff, ShuttingDown};
    let what = error.to_string();
    match error {
        CallError::Refused(NoModel { model }) => Unanswered::UnknownModel(model),
        CallError::Refused(BadInput { .. } | BadRequest { .. }) => match blame {
            Some(blame) => blame.told(what),
            None => Unanswered::BadRequest { part: None, what },
        },
        CallError::Refused(Busy { .. }) => Unanswered::Busy(what),
        CallError::Refused(NoProvider { .. } | RoleOff { .. } | ShuttingDown) => Unanswered::NoProvider(what),
        _ => Unanswered::Failed(what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::text::ModelKind;
    use idlewatt_proto::{BlobHash, Bytes};

    fn row(name: &str, of: &[u8]) -> ModelRow {
        let (name, hash, offers) = (name.to_owned(), BlobHash::of(of), Vec::new());
        ModelRow { name, hash, size: Bytes(1), kind: ModelKind::Generate, facts: None, speed: None, offers }
    }

    fn switchboard(only: Vec<Only>) -> Switchboard {
        let home = Home::find(Some("/nonexistent".into())).expect("a home");
        Switchboard { home, only, max_price: None, mature: false, since: 0 }
    }

    #[test]
    fn every_model_has_a_name_of_its_own() {
        let bad = ["a'; reboot; '", "\x1b[2J", "-x", "$(reboot)"];
        let rows = [row("tiny", b"a"), row("Tiny", b"b"), row("tiny", b"b"), row("other", b"c")];
        let names: Vec<String> = switchboard(Vec::new()).cards(&rows).into_iter().map(|card| card.name).collect();
        let hash = BlobHash::of(b"b").to_string();
        assert_eq!(names, ["tiny".to_owned(), hash.clone(), hash, "other".to_owned()]);
        let rows = bad.map(|name| row(name, name.as_bytes()));
        let cards = switchboard(Vec::new()).cards(&rows);
        for (row, card) in rows.iter().zip(cards) {
            assert_eq!(card.name, row.hash.to_string(), "{:?}", row.name);
        }
    }

    #[test]
    fn where_one_is_served_no_other_is_known() {
        let called = BlobHash::of(b"a").to_string();
        let one = switchboard(vec![Only { name: "file".into(), called: called.clone() }]);
        assert_eq!(one.called("file"), Ok(called));
        assert_eq!(one.called("tiny"), Err(Unanswered::UnknownModel("tiny".into())));
        assert_eq!(one.cards(&[row("tiny", b"a")]).len(), 1);
    }
}
