//! Why something that was asked for was not done. Windows put it into their owner's words; the English of command lines and
//! logs stands here.

use idlewatt_proto::reason::{Refusal, StopReason, UnitFailure};
use idlewatt_proto::text::InvalidGeneration;
use idlewatt_proto::{Bytes, NodeId, limits};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What has its hands full, so that it may go later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Busy {
    /// A benchmark is going on.
    #[error("this machine is being measured already")]
    Benchmark,
    /// A job is in hand, beside which nothing is measured.
    #[error("a job is in hand; it can be measured when that is done")]
    Job,
    /// A model answers, beside which nothing is measured.
    #[error("a model is at work; it can be measured when that is done")]
    Model,
    /// All who answer with the model.
    #[error("everybody who answers with this model is busy")]
    Everybody,
    /// The window renders a picture already.
    #[error("a picture is being rendered already")]
    Picture,
}

/// What is not right with what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum BadInput {
    /// The picture is to become a file of another kind.
    #[error("the picture's name must end in .png or .exr")]
    PictureKind,
    /// The scene is missing, broken or of another format.
    #[error("{what}")]
    Scene {
        /// What the engine says of it: English, for its artist.
        what: String,
    },
    /// The scene does not fit.
    #[error("{} MiB of memory are needed, more than the {} MiB allowed", needs.0.div_ceil(1 << 20), allowed.0 >> 20)]
    TooLarge {
        /// What it needs.
        needs: Bytes,
        /// What is allowed.
        allowed: Bytes,
    },
    /// There is a folder where a file is to be.
    #[error("{path} is a folder; the file needs a name")]
    IsFolder {
        /// Which.
        path: String,
    },
    /// The file's folder is not there.
    #[error("there is no folder {path} to write into")]
    NoFolder {
        /// Which.
        path: String,
    },
    /// Nothing was asked.
    #[error("the prompt is empty")]
    Empty,
    /// More was asked than travels.
    #[error("the prompt has {bytes} bytes, more than {most}")]
    TooLong {
        /// How long it is.
        bytes: u32,
        /// How long it may be.
        most: u32,
    },
    /// What only a program or a command line can get wrong, or what a model's worker says of a request.
    #[error("{what}")]
    Request {
        /// The sentence, in English.
        what: String,
    },
}

impl From<InvalidGeneration> for BadInput {
    fn from(wrong: InvalidGeneration) -> Self {
        match wrong {
            InvalidGeneration::Empty => Self::Empty,
            InvalidGeneration::TooLong { bytes } => Self::TooLong {
                bytes: u32::try_from(bytes).unwrap_or(u32::MAX),
                most: u32::try_from(limits::PROMPT_BYTES).unwrap_or(u32::MAX),
            },
            wrong => Self::Request { what: wrong.to_string() },
        }
    }
}

/// Why nobody does it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum NoProvider {
    /// Nobody could be asked.
    #[error("no provider was found")]
    NobodyFound,
    /// Nobody has a model with this hash.
    #[error("nobody offers the model {model}")]
    ModelGone {
        /// Which.
        model: String,
    },
    /// Those who were asked.
    #[error("no provider does it ({})", declined.iter().map(Declined::to_string).collect::<Vec<_>>().join("; "))]
    Declined {
        /// The last few, the newest first.
        declined: Vec<Declined>,
    },
}

/// Somebody who was asked and does not do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{}: {why}", node.short())]
pub struct Declined {
    /// Who.
    pub node: NodeId,
    /// Why not.
    pub why: Decline,
}

/// Why somebody does not do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum Decline {
    /// It said no.
    #[error("{why}")]
    Refused {
        /// The reason.
        why: Refusal,
    },
    /// It agreed, and the work ended before it was done.
    #[error("{reason}")]
    Stopped {
        /// Why.
        reason: StopReason,
    },
    /// What it was given came to nothing.
    #[error("{failure}")]
    Failed {
        /// Why.
        failure: UnitFailure,
    },
    /// It cannot be reached, or says nothing.
    #[error("{what}")]
    Silent {
        /// What the network says.
        what: String,
    },
    /// It is reached over a relay only, and the work is more than a relay carries.
    #[error("it is reached over a relay only, which does not carry this much")]
    OnlyRelayed,
    /// It answered something else than was asked.
    #[error("{what}")]
    Strange {
        /// What.
        what: String,
    },
}

/// What stands in the way here, or what broke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum Failure {
    /// A game or another program on the owner's list.
    #[error("{name} is running, and needs the card more")]
    ProgramRuns {
        /// Which.
        name: String,
    },
    /// The machine goes to sleep.
    #[error("the machine is going to sleep")]
    GoingToSleep,
    /// The card is gone.
    #[error("the card does not answer any more")]
    CardLost,
    /// The worker of a benchmark failed.
    #[error("this machine cannot be measured: {what}")]
    Unmeasured {
        /// What it says.
        what: String,
    },
    /// A file.
    #[error("{path} cannot be written: {what}")]
    Unwritten {
        /// Which.
        path: String,
        /// What the system says.
        what: String,
    },
    /// Pieces of a picture came to nothing, too many of them.
    #[error("{what}")]
    Units {
        /// What became of the last one.
        what: String,
    },
    /// The daemon is on its way out.
    #[error("the daemon is shutting down")]
    ShuttingDown,
    /// Something broke, or an owner's setting forbids what only command lines ask for.
    #[error("{what}")]
    Broken {
        /// The sentence, in English.
        what: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn command_lines_hear_sentences_and_windows_values() {
        let why = NoProvider::Declined {
            declined: vec![
                Declined { node: NodeId([0xab; 32]), why: Decline::Refused { why: Refusal::Busy } },
                Declined {
                    node: NodeId([0xcd; 32]),
                    why: Decline::Silent { what: "it did not answer in time".into() },
                },
            ],
        };
        let (first, second) = (NodeId([0xab; 32]).short(), NodeId([0xcd; 32]).short());
        let said =
            format!("no provider does it ({first}: it is busy with other jobs; {second}: it did not answer in time)");
        assert_eq!(why.to_string(), said);
        let json = serde_json::to_value(&why).expect("serializable");
        assert_eq!(json["declined"][0]["why"], json!({ "code": "refused", "why": "busy" }));
        assert_eq!(serde_json::to_value(Busy::Job).expect("serializable"), json!("job"));
        assert_eq!(serde_json::from_value::<NoProvider>(json).expect("the same"), why);
    }
}
