//! How many streams of a protocol are open, in all and for each peer.

use crate::limits::{STREAMS, STREAMS_PER_PEER};
use idlewatt_proto::NodeId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct Open {
    all: usize,
    by_peer: HashMap<NodeId, usize>,
}

/// The count.
#[derive(Clone, Default)]
pub(crate) struct Slots(Arc<Mutex<Open>>);

/// A place for one stream; given back when dropped.
pub(crate) struct Slot {
    slots: Slots,
    node: NodeId,
}

impl Slots {
    /// A place, if there is one for this peer.
    pub(crate) fn take(&self, node: NodeId) -> Option<Slot> {
        let mut open = self.lock();
        let of_peer = open.by_peer.get(&node).copied().unwrap_or(0);
        if open.all >= STREAMS || of_peer >= STREAMS_PER_PEER {
            return None;
        }
        open.all += 1;
        open.by_peer.insert(node, of_peer + 1);
        Some(Slot { slots: self.clone(), node })
    }

    /// Counts cannot be left half changed, so a poisoned lock is as good as any.
    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut open = self.slots.lock();
        open.all -= 1;
        if let Some(of_peer) = open.by_peer.get_mut(&self.node) {
            *of_peer -= 1;
            if *of_peer == 0 {
                open.by_peer.remove(&self.node);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_peer_cannot_take_the_places_of_others() {
        let slots = Slots::default();
        let (greedy, modest) = (NodeId([1; 32]), NodeId([2; 32]));
        let mut held: Vec<Slot> = (0..STREAMS).map_while(|_| slots.take(greedy)).collect();
        assert_eq!(held.len(), STREAMS_PER_PEER);
        assert!(slots.take(modest).is_some());
        held.pop();
        assert!(slots.take(greedy).is_some());
    }
}
