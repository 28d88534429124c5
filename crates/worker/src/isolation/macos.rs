//! macOS: the back seat only. The system's sandbox is reached through an interface that Apple calls deprecated.

use super::{Grounds, Lacking};
use crate::limits::NICE;
use rustix::process::{Resource, Rlimit};

pub fn enter(_: &Grounds) -> Result<(), Lacking> {
    let _ = rustix::process::nice(NICE);
    let _ = rustix::process::setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    Err("no sandbox profile is used on macOS yet: the worker may do what its user may".into())
}
