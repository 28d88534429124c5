//! What an index node knows: the newest advert of each provider. Pure; the clock is an argument.

use crate::limits::ADVERTS;
use idlewatt_proto::advert::{Advert, AdvertError, IndexRequest, IndexResponse, Query};
use idlewatt_proto::limits::{ADVERT_BYTES, ADVERTS_PER_ANSWER};
use idlewatt_proto::sign::Signed;
use idlewatt_proto::{NodeId, UnixMillis, wire};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The adverts of an index node.
#[derive(Default)]
pub(crate) struct Index(HashMap<NodeId, (Advert, Signed<Advert>)>);

impl Index {
    /// Answers a request of this node.
    pub(crate) fn answer(&mut self, from: NodeId, request: IndexRequest, now: UnixMillis) -> IndexResponse {
        match request {
            IndexRequest::Publish(advert) => match self.publish(from, advert, now) {
                Ok(until) => IndexResponse::Listed(until),
                Err(why) => IndexResponse::NotListed(why),
            },
            IndexRequest::Find(query) => IndexResponse::Found(self.find(&query, now)),
        }
    }

    /// Takes an advert, only from its owner: a third party could keep an outdated one alive.
    fn publish(&mut self, from: NodeId, signed: Signed<Advert>, now: UnixMillis) -> Result<UnixMillis, AdvertError> {
        if wire::encode(&signed).len() > ADVERT_BYTES {
            return Err(AdvertError::Oversized);
        }
        let advert = Advert::check(&signed, now)?;
        if advert.node != from {
            return Err(AdvertError::NotYours);
        }
        if self.0.len() >= ADVERTS && !self.0.contains_key(&from) {
            self.forget_expired(now);
            if self.0.len() >= ADVERTS {
                return Err(AdvertError::Full);
            }
        }
        let until = advert.expires_at;
        match self.0.entry(from) {
            // The same one again is a repeated message, not a stale one.
            Entry::Occupied(known) if known.get().1 == signed => {}
            Entry::Occupied(known) if known.get().0.seq >= advert.seq => return Err(AdvertError::Stale),
            Entry::Occupied(mut known) => *known.get_mut() = (advert, signed),
            Entry::Vacant(room) => {
                room.insert((advert, signed));
            }
        }
        Ok(until)
    }

    fn find(&mut self, query: &Query, now: UnixMillis) -> Vec<Signed<Advert>> {
        self.forget_expired(now);
        best(query, self.0.values().cloned())
    }

    fn forget_expired(&mut self, now: UnixMillis) {
        self.0.retain(|_, (advert, _)| advert.expires_at > now);
    }
}

/// Those that fit, best first.
pub(crate) fn best(query: &Query, adverts: impl Iterator<Item = (Advert, Signed<Advert>)>) -> Vec<Signed<Advert>> {
    let mut found: Vec<_> = adverts.filter_map(|(advert, signed)| Some((advert.place(query)?, signed))).collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found.truncate(usize::from(query.limit).min(ADVERTS_PER_ANSWER));
    found.into_iter().map(|(_, signed)| signed).collect()
}

/// What an index node answered, believed only as far as the signatures go: invalid, expired and outdated
/// adverts are left out, and of each provider the newest stays.
pub(crate) fn merge(answers: Vec<Vec<Signed<Advert>>>, now: UnixMillis) -> HashMap<NodeId, (Advert, Signed<Advert>)> {
    let mut newest: HashMap<NodeId, (Advert, Signed<Advert>)> = HashMap::new();
    let listed = answers.into_iter().flat_map(|answer| answer.into_iter().take(ADVERTS_PER_ANSWER));
    for signed in listed {
        let Ok(advert) = Advert::check(&signed, now) else { continue };
        match newest.get(&advert.node) {
            Some((known, _)) if known.seq >= advert.seq => {}
            _ => {
                newest.insert(advert.node, (advert, signed));
            }
        }
    }
    newest
}
