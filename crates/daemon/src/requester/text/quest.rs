//! The search for a model's provider, and for the next one when it is gone.

use super::super::search::{self, Offer, Proposals, Wanted};
use super::Meant;
use super::session::Session;
use crate::house::{self, House, locked, now};
use crate::limits::{
    KNOWN_WITHIN, NOT_AGAIN_FOR, PROVIDERS_PER_ANSWER, SEARCH_EVERY, SEARCH_FOR, SESSION_TOKENS, STRIKES, TEXT_WAITS,
};
use idlewatt_control::messages::{BadInput, Busy, ControlError, Decline, Declined, NoProvider};
use idlewatt_proto::NodeId;
use idlewatt_proto::advert::{Advert, ModelOffer, Query, Want};
use idlewatt_proto::job::{JobSpec, TextSpec, TextUnit};
use idlewatt_proto::limits::ADVERTS_PER_ANSWER;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::StopReason;
use idlewatt_proto::stream::TextAsk;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::time::Instant;

/// The search for somebody who answers, over all that one answer needs.
pub struct Quest<'a> {
    house: &'a Arc<House>,
    wanted: Arc<Wanted>,
    spec: TextSpec,
    /// Of one request at most.
    pub most_tokens: u32,
    /// Against whom, and since when.
    strikes: HashMap<NodeId, (u32, Instant)>,
    refusals: Vec<Declined>,
    tried: u32,
    /// Whether something came already.
    pub begun: bool,
    /// Somebody says that the request is not right, and why.
    doubt: Option<String>,
}

impl<'a> Quest<'a> {
    /// Finds out which model is meant, and what a provider would be asked for.
    pub async fn begin(
        house: &'a Arc<House>,
        called: &str,
        max_price: Option<Price>,
        mature: bool,
        ask: &TextAsk,
    ) -> Result<Self, ControlError> {
        let Meant { model, name, tokens: most_tokens } = which(house, called).await?;
        let wished = match ask {
            TextAsk::Generate(_) => {
                let TextUnit { read, said, .. } = ask.unit(0);
                read.saturating_add(said)
            }
            TextAsk::Embed(_) => 0,
        };
        // Sessions are long enough for most requests, so that one serves them all.
        let tokens = wished.max(SESSION_TOKENS).min(most_tokens);
        let spec = TextSpec { model, name, tokens, mature };
        spec.validate().map_err(|error| BadInput::Request { what: error.to_string() })?;
        Ok(Self {
            house,
            wanted: wanted(&spec, max_price),
            spec,
            most_tokens,
            strikes: HashMap::new(),
            refusals: Vec::new(),
            tried: 0,
            begun: false,
            doubt: None,
        })
    }

    /// Asks for half of it from now on. `false`: it is as small as makes sense.
    fn shrink(&mut self) -> bool {
        let smaller = (self.spec.tokens / 2).max(SESSION_TOKENS);
        if smaller >= self.spec.tokens {
            return false;
        }
        self.spec.tokens = smaller;
        self.most_tokens = smaller;
        self.wanted = wanted(&self.spec, self.wanted.max_price);
        true
    }

    /// A session to ask, an open one or a new one.
    pub async fn session(&mut self) -> Result<Session, ControlError> {
        let since = Instant::now();
        loop {
            if let Some(session) = self.pick() {
                return Ok(session);
            }
            let search = self.house.sessions.search(&self.spec.model.hash);
            let found = tokio::select! {
                () = self.house.stop.cancelled() => return Err(ControlError::ShuttingDown),
                place = search.acquire_owned() => {
                    // Somebody else may have found one meanwhile.
                    let found = match self.pick() {
                        Some(session) => Some(session),
                        None => self.new_session().await,
                    };
                    drop(place);
                    found
                }
            };
            if let Some(session) = found {
                return Ok(session);
            }
            let full = self.house.sessions.full(&self.spec.model.hash);
            let waits = self.begun || full.is_some();
            if let Some(what) = self.doubt.take() {
                return Err(BadInput::Request { what }.into());
            }
            if since.elapsed() >= if waits { TEXT_WAITS } else { SEARCH_FOR } {
                return Err(match full {
                    Some(_) => Busy::Everybody.into(),
                    None => super::super::nobody(&self.refusals).into(),
                });
            }
            let room = async {
                match full {
                    Some(session) => session.room().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = self.house.stop.cancelled() => return Err(ControlError::ShuttingDown),
                () = tokio::time::sleep(SEARCH_EVERY) => {}
                () = room => {}
            }
        }
    }

    fn pick(&self) -> Option<Session> {
        self.house.sessions.pick(&self.wanted, &self.spec.model.hash, |node| self.struck(node))
    }

    async fn new_session(&mut self) -> Option<Session> {
        for offer in self.offers().await {
            let provider = offer.proposal.provider;
            match self.open(offer).await {
                Ok(session) => return Some(session),
                Err(reason) => self.refusals.push(Declined { node: provider, why: Decline::Stopped { reason } }),
            }
        }
        None
    }

    /// What is proposed, for less than was wished if nobody has memory for all of it.
    async fn offers(&mut self) -> Vec<Offer> {
        loop {
            let mut refusals = std::mem::take(&mut self.refusals);
            let Self { house, spec, wanted, .. } = &*self;
            // One session with each: a full one has as many requests as may be unpaid.
            let excluded =
                |node: &NodeId| self.struck(node) || house.sessions.has_one_with(wanted, &spec.model.hash, node);
            let Proposals { offers, too_large } = search::proposals(house, wanted, excluded, &mut refusals).await;
            self.refusals = refusals;
            if !offers.is_empty() || !too_large || !self.shrink() {
                return offers;
            }
        }
    }

    /// Agrees to an offer and keeps the session. It comes to its end although whoever wants it may hang up meanwhile:
    /// what was agreed on must not be left without a session that closes it.
    async fn open(&self, offer: Offer) -> Result<Session, StopReason> {
        let (house, spec, most_tokens) = (Arc::clone(self.house), self.spec.clone(), self.most_tokens);
        let opening = async move {
            let key = search::agree(&house, &JobSpec::Text(spec.clone()), &offer).await?;
            let session = Session::start(&house, key, &offer, spec, most_tokens);
            house.sessions.keep(session.clone());
            Ok(session)
        };
        self.house.tasks.spawn(opening).await.map_err(house::failed)?
    }

    /// Whether somebody is not to be asked.
    fn struck(&self, node: &NodeId) -> bool {
        let falsified = locked(&self.house.false_answers).get(node).copied().unwrap_or(0);
        let (count, recently) = match self.strikes.get(node) {
            Some((count, since)) => (*count, since.elapsed() < NOT_AGAIN_FOR),
            None => (0, false),
        };
        recently || count + falsified >= STRIKES
    }

    /// This session did not bring it to an end; another one shall.
    pub fn strike(&mut self, session: &Session, why: Decline, strikes: u32) -> Result<(), ControlError> {
        self.house.sessions.forget(session);
        let before = self.strikes.get(&session.provider).map_or(0, |(count, _)| *count);
        self.strikes.insert(session.provider, (before + strikes, Instant::now()));
        if strikes > 0 {
            locked(&self.house.proven).remove(&session.provider);
        }
        self.refusals.push(Declined { node: session.provider, why });
        self.tried += 1;
        if self.tried >= PROVIDERS_PER_ANSWER {
            return Err(super::super::nobody(&self.refusals).into());
        }
        Ok(())
    }

    /// This provider says that the request is not right. One alone is not believed, if there is another to ask.
    pub fn doubt(&mut self, session: &Session, what: String) -> Result<(), ControlError> {
        if self.doubt.is_some() {
            return Err(BadInput::Request { what }.into());
        }
        let strikes = self.strikes.get(&session.provider).map_or(0, |(count, _)| *count);
        self.strikes.insert(session.provider, (strikes, Instant::now()));
        self.doubt = Some(what);
        Ok(())
    }
}

fn wanted(spec: &TextSpec, max_price: Option<Price>) -> Arc<Wanted> {
    let want = Want::Model(spec.model.hash);
    Arc::new(Wanted { want, spec: JobSpec::Text(spec.clone()), facts: None, max_price })
}

/// The model that is meant: one that is here, else the best offer of the mesh.
async fn which(house: &House, called: &str) -> Result<Meant, ControlError> {
    if let Some(meant) = house.sessions.meant(called) {
        return Ok(meant);
    }
    let want = match house.model(called).map(|model| model.blob.hash).or_else(|| called.parse().ok()) {
        Some(hash) => Want::Model(hash),
        None => Want::ModelNamed(called.to_owned()),
    };
    let since = Instant::now();
    loop {
        // One that is busy now may be free when it is asked.
        let query = Query { want: want.clone(), max_price: None, free_only: false, limit: ADVERTS_PER_ANSWER as u16 };
        let found = house.mesh.find(query).await;
        let mut adverts = found.iter().filter_map(|signed| Advert::check(signed, now()).ok());
        if let Some(ModelOffer { model, name, tokens, .. }) = adverts.find_map(|advert| advert.model(&want).cloned()) {
            return Ok(Meant { model, name, tokens });
        }
        // Once there is somebody to ask, an unknown name is one that was mistyped.
        let patience = if house.mesh.index_nodes() > 0 { KNOWN_WITHIN } else { SEARCH_FOR };
        if since.elapsed() >= patience {
            return Err(match &want {
                // It may be here all the same: nobody answers himself.
                Want::ModelNamed(_) => ControlError::NoModel { model: called.to_owned() },
                _ => NoProvider::ModelGone { model: called.to_owned() }.into(),
            });
        }
        tokio::select! {
            () = house.stop.cancelled() => return Err(ControlError::ShuttingDown),
            () = tokio::time::sleep(SEARCH_EVERY) => {}
        }
    }
}
