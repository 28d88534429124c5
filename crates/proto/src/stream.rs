//! The talk during the work, `/idlewatt/job/1`: one stream per job, opened by the requester after the agreement.
//! Scenes and results travel beside it as blobs, `/idlewatt/blob/1`.

use crate::ids::{BlobHash, JobId, UnitId};
use crate::job::{BlobRef, RenderUnit, SampleRange};
use crate::measure::Bytes;
use crate::reason::{StopReason, UnitFailure};
use crate::receipt::Receipt;
use crate::sign::Signed;
use serde::{Deserialize, Serialize};

/// From requester to provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToProvider {
    /// First message: which job this stream is for. Repeatable after a lost connection.
    Open(JobId),
    /// Do this. At most two are unpaid at a time.
    Assign {
        /// Its name, recomputed by the provider.
        unit: UnitId,
        /// The work.
        work: RenderUnit,
    },
    /// The result was fetched and inspected: this is its receipt.
    Pay(Signed<Receipt>),
    /// The result was fetched and found wrong: it will not be paid.
    Reject {
        /// Which.
        unit: UnitId,
        /// Why.
        why: UnitFailure,
    },
    /// Nothing more to come.
    Close(StopReason),
}

/// From provider to requester.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToRequester {
    /// The scene is loaded; units may come.
    Ready,
    /// So many of the unit's samples per pixel are done.
    Progress {
        /// Which.
        unit: UnitId,
        /// Samples per pixel so far.
        samples: u32,
    },
    /// Done, wholly or as far as it came. The result's hash is the commitment: it is given before
    /// the provider can know what will be checked.
    Done {
        /// Which.
        unit: UnitId,
        /// Which samples the result holds: a prefix of those asked for.
        samples: SampleRange,
        /// Where to fetch it.
        result: BlobRef,
    },
    /// Not done and nothing to show for it.
    Failed {
        /// Which.
        unit: UnitId,
        /// Why.
        why: UnitFailure,
    },
    /// The provider stops; what is done was sent before.
    Close(StopReason),
}

/// The answer to [`ToProvider::Open`], before any other message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Door {
    /// The stream is taken; talk.
    Open,
    /// Too many streams, from this peer or in all.
    Busy,
}

/// First and only message of whoever wants a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobRequest {
    /// Which.
    pub hash: BlobHash,
    /// How many of its first bytes are there already.
    pub offset: u64,
}

/// The answer to a [`BlobRequest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlobReply {
    /// The bytes from the offset to the end follow, bare.
    Sending {
        /// Of the whole blob.
        size: Bytes,
    },
    /// It is not there, or not for you.
    NotOffered,
    /// Too many streams, from this peer or in all.
    Busy,
}
