//! Which peers have streams that run over circuits now: those circuits are not closed under them.

use idlewatt_proto::NodeId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The count.
#[derive(Clone, Default)]
pub(crate) struct Carried(Arc<Mutex<HashMap<NodeId, usize>>>);

/// A stream that runs over a circuit, for as long as this is kept.
pub(crate) struct Load {
    carried: Carried,
    node: NodeId,
}

impl Carried {
    pub(crate) fn load(&self, node: NodeId) -> Load {
        *self.lock().entry(node).or_default() += 1;
        Load { carried: self.clone(), node }
    }

    pub(crate) fn any(&self, node: &NodeId) -> bool {
        self.lock().contains_key(node)
    }

    /// Counts cannot be left half changed, so a poisoned lock is as good as any.
    fn lock(&self) -> MutexGuard<'_, HashMap<NodeId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        let mut carried = self.carried.lock();
        if let Some(count) = carried.get_mut(&self.node) {
            *count -= 1;
            if *count == 0 {
                carried.remove(&self.node);
            }
        }
    }
}
