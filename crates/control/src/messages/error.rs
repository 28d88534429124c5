//! Why a request could not be answered.

use super::{BadInput, Busy, Failure, NoProvider, SettingFault};
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
    /// The request is not right, or the model cannot answer such a one.
    #[error("{why}")]
    BadInput {
        /// What is wrong with it.
        why: BadInput,
    },
    /// No such model here, nor on offer.
    #[error("nobody offers a model called {model:?}")]
    NoModel {
        /// As it was called.
        model: String,
    },
    /// Nobody can or will do it.
    #[error("{why}")]
    NoProvider {
        /// What was heard.
        why: NoProvider,
    },
    /// What a provider said, and was told already, is not what the model says.
    #[error("the answer is not to be trusted: {} said what the model does not say", provider.short())]
    FalseAnswer {
        /// Who.
        provider: NodeId,
    },
    /// Those who would do it have their hands full. Later it may go.
    #[error("{with}")]
    Busy {
        /// What is in the way.
        with: Busy,
    },
    /// The owner's limits forbid it, or something broke.
    #[error("{why}")]
    Failed {
        /// What.
        why: Failure,
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

impl ControlError {
    /// Something broke that has no name of its own.
    pub fn broken(what: impl ToString) -> Self {
        Self::Failed { why: Failure::Broken { what: what.to_string() } }
    }
}

impl From<BadInput> for ControlError {
    fn from(why: BadInput) -> Self {
        Self::BadInput { why }
    }
}

impl From<NoProvider> for ControlError {
    fn from(why: NoProvider) -> Self {
        Self::NoProvider { why }
    }
}

impl From<Failure> for ControlError {
    fn from(why: Failure) -> Self {
        Self::Failed { why }
    }
}

impl From<Busy> for ControlError {
    fn from(with: Busy) -> Self {
        Self::Busy { with }
    }
}
