//! Providers that a picture has let go: the next one asks them at once, and need not wait until they are listed as free. And
//! those that did not answer: they are listed for some minutes after their end, and whoever asks them waits in vain.

use crate::house::locked;
use crate::limits::{FREED_FOR, FREED_KEPT, SILENT_FOR};
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
    silent: Mutex<HashMap<NodeId, Instant>>,
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

    /// It did not answer.
    pub fn hush(&self, node: NodeId) {
        self.remove(&node);
        let mut silent = locked(&self.silent);
        silent.retain(|_, since| since.elapsed() < SILENT_FOR);
        if silent.len() < FREED_KEPT {
            silent.insert(node, Instant::now());
        }
    }

    /// Whether it was silent just now.
    pub fn is_silent(&self, node: &NodeId) -> bool {
        locked(&self.silent).get(node).is_some_and(|since| since.elapsed() < SILENT_FOR)
    }

    /// Tells of each that is added.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }
}
