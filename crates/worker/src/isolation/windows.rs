//! Windows: the foreman starts the worker at idle priority and without a console; a container is not made.

use super::{Grounds, Lacking};

pub fn enter(_: &Grounds) -> Result<(), Lacking> {
    Err("no AppContainer is used on Windows yet: the worker may do what its user may".into())
}
