//! Providers that a picture has let go: the next one asks them at once, and need not wait until they are listed as free.

use crate::house::locked;
use crate::limits::{FREED_FOR, FREED_KEPT};
use idlewatt_proto::NodeId;
use idlewatt_proto::advert::Advert;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Instant;
use tokio::sync::watch;

/// Who was let go lately.
#[derive(Default)]
pub struct Freed {
    who: Mutex<HashMap<NodeId, (Advert, Instant)>>,
    changed: watch::Sender<u64>,
}

impl Freed {
    pub fn add(&self, mut advert: Advert) {
        advert.render.free = true;
        {
            let mut who = locked(&self.who);
            who.retain(|_, (_, since)| since.elapsed() < FREED_FOR);
            if who.len() < FREED_KEPT {
                who.insert(advert.node, (advert, Instant::now()));
            }
        }
        self.changed.send_modify(|version| *version += 1);
    }

    /// Those that may still be free.
    pub fn all(&self) -> Vec<Advert> {
        let who = locked(&self.who);
        who.values().filter(|(_, since)| since.elapsed() < FREED_FOR).map(|(advert, _)| advert.clone()).collect()
    }

    pub fn remove(&self, node: &NodeId) {
        locked(&self.who).remove(node);
    }

    /// Tells of each that is added.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }
}
