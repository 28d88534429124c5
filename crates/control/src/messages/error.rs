//! Why a request could not be answered.

use super::SettingFault;
use idlewatt_proto::NodeId;
use idlewatt_proto::books::Side;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a request could not be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum ControlError {
    /// The line was not a request.
    #[error("the request cannot be understood: {what}")]
    BadRequest {
        /// Why.
        what: String,
    },
    /// No such setting, or not such a value.
    #[error("{name}: {fault}")]
    InvalidSetting {
        /// Which.
        name: String,
        /// Why.
        fault: SettingFault,
    },
    /// The role that it needs is switched off.
    #[error("the {role:?} role is switched off")]
    RoleOff {
        /// Which.
        role: Side,
    },
    /// The request is not right, or the model cannot answer such a one. One sentence.
    #[error("{what}")]
    BadInput {
        /// The sentence.
        what: String,
    },
    /// No such model here, nor on offer.
    #[error("nobody offers a model called {model:?}")]
    NoModel {
        /// As it was called.
        model: String,
    },
    /// Nobody can or will do it. One sentence with the reasons heard.
    #[error("{what}")]
    NoProvider {
        /// The sentence.
        what: String,
    },
    /// What a provider said, and was told already, is not what the model says.
    #[error("the answer is not to be trusted: {} said what the model does not say", provider.short())]
    FalseAnswer {
        /// Who.
        provider: NodeId,
    },
    /// Those who would do it have their hands full. Later it may go. One sentence.
    #[error("{what}")]
    Busy {
        /// The sentence.
        what: String,
    },
    /// The owner's limits forbid it, or something broke. One sentence.
    #[error("{what}")]
    Failed {
        /// The sentence.
        what: String,
    },
    /// The books could not be read or written.
    #[error("the books cannot be used: {what}")]
    Books {
        /// What happened.
        what: String,
    },
    /// The daemon is on its way out.
    #[error("the daemon is shutting down")]
    ShuttingDown,
}
