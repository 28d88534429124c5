//! Numbers of a file, before anything is reckoned with them.

use super::SceneError;
use crate::limits::EMISSION;
use glam::Vec3;

pub(super) fn finite(
    values: impl IntoIterator<Item = f32>,
    most: f32,
    what: impl Fn() -> String,
) -> Result<(), SceneError> {
    let fine = values.into_iter().all(|value| value.abs() <= most);
    if fine { Ok(()) } else { Err(SceneError::NotFinite(what())) }
}

/// A number that lights something.
pub(super) fn amount(value: f32, what: &str) -> Result<f32, SceneError> {
    finite([value], EMISSION, || what.into())?;
    Ok(value.max(0.0))
}

/// Linear red, green and blue that light something.
pub(super) fn colour(value: [f32; 3], what: &str) -> Result<Vec3, SceneError> {
    finite(value, EMISSION, || what.into())?;
    Ok(Vec3::from_array(value).max(Vec3::ZERO))
}
