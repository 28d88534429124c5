//! Whose work the owner takes, and of which kinds. It rests on what requesters say of their jobs: nobody looks into
//! pictures or prompts.

use idlewatt_proto::NodeId;
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::reason::Refusal;
use std::collections::BTreeSet;

/// The owner's rules about strangers' work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accept {
    /// Kinds that are taken.
    pub kinds: Vec<WorkKind>,
    /// Nodes whose work is refused.
    pub blocked: BTreeSet<NodeId>,
    /// Whether work is taken that may be unsuitable for everybody.
    pub mature: bool,
}

impl Default for Accept {
    /// Everything from everybody, as far as it is suitable for everybody.
    fn default() -> Self {
        Self {
            kinds: vec![WorkKind::Render, WorkKind::Generate, WorkKind::Embed],
            blocked: BTreeSet::new(),
            mature: false,
        }
    }
}

impl Accept {
    /// Why such a job is not taken. `kind`: `None` where the model that it needs is not known.
    pub fn refuses(&self, requester: &NodeId, kind: Option<WorkKind>, mature: bool) -> Option<Refusal> {
        if self.blocked.contains(requester) {
            return Some(Refusal::Blocked);
        }
        if let Some(kind) = kind.filter(|kind| !self.takes(*kind)) {
            return Some(Refusal::KindRefused { kind });
        }
        (mature && !self.mature).then_some(Refusal::Mature)
    }

    /// Whether work of this kind is taken at all.
    pub fn takes(&self, kind: WorkKind) -> bool {
        self.kinds.contains(&kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRIEND: NodeId = NodeId([1; 32]);
    const STRANGER: NodeId = NodeId([2; 32]);

    #[test]
    fn by_default_only_what_may_be_unsuitable_is_refused() {
        let accept = Accept::default();
        for kind in [WorkKind::Render, WorkKind::Generate, WorkKind::Embed] {
            assert_eq!(accept.refuses(&FRIEND, Some(kind), false), None);
            assert_eq!(accept.refuses(&FRIEND, Some(kind), true), Some(Refusal::Mature));
        }
        let allowing = Accept { mature: true, ..accept };
        assert_eq!(allowing.refuses(&FRIEND, Some(WorkKind::Render), true), None);
    }

    #[test]
    fn whoever_is_blocked_hears_that_before_anything_else() {
        let accept = Accept { kinds: vec![WorkKind::Render], blocked: [STRANGER].into(), mature: false };
        assert_eq!(accept.refuses(&STRANGER, Some(WorkKind::Embed), true), Some(Refusal::Blocked));
        let kind = WorkKind::Embed;
        assert_eq!(accept.refuses(&FRIEND, Some(kind), true), Some(Refusal::KindRefused { kind }));
        assert_eq!(accept.refuses(&FRIEND, None, false), None, "a model that is not here is another reason");
    }
}
