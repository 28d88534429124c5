//! What a job was let in as, and whether the owner still takes such: a change of mind holds for the job in hand, too.

use crate::house::House;
use idlewatt_policy::admit;
use idlewatt_proto::NodeId;
use idlewatt_proto::job::{JobSpec, WorkKind};
use idlewatt_proto::reason::{Refusal, StopReason};

/// Whose job it is, and what is known of it without looking into it.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    requester: NodeId,
    kind: Option<WorkKind>,
    mature: bool,
}

impl Terms {
    pub fn of(house: &House, requester: NodeId, spec: &JobSpec) -> Self {
        let model = match spec {
            JobSpec::Text(text) => {
                house.models.borrow().iter().find(|model| model.blob.hash == text.model.hash).cloned()
            }
            JobSpec::Render(_) => None,
        };
        let kind = admit::kind(spec, model.as_ref().map(|model| &model.facts));
        Self { requester, kind, mature: spec.mature() }
    }

    /// Why the owner does not take it.
    pub fn refusal(&self, house: &House) -> Option<Refusal> {
        house.settings.borrow().accept().refuses(&self.requester, self.kind, self.mature)
    }

    /// Returns when the job must stop, and why.
    pub async fn stop(&self, house: &House) -> StopReason {
        let mut settings = house.settings.subscribe();
        let stop_of_work = house.stop_of_work();
        tokio::pin!(stop_of_work);
        loop {
            settings.mark_unchanged();
            if let Some(why) = self.refusal(house) {
                return StopReason::Refused { why };
            }
            tokio::select! {
                () = &mut stop_of_work => {
                    let closing = house.stop.is_cancelled();
                    return if closing { StopReason::ShuttingDown } else { StopReason::OwnerReturned };
                }
                _ = settings.changed() => {}
            }
        }
    }
}
