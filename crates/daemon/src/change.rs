//! Changes the owner's settings: one or several, all or none, in the file before anywhere else.

use crate::house::{House, locked};
use crate::limits::CHANGES_MOST;
use crate::settings::Settings;
use idlewatt_control::messages::{ControlError, FieldError, Response, SettingChange, SettingFault};
use std::sync::Arc;

/// Changes them for good.
pub async fn settings(house: &Arc<House>, changes: Vec<SettingChange>) -> Result<Response, ControlError> {
    in_turn(house, move |_| Ok(changes)).await
}

/// Puts entries into a list and takes others out.
pub async fn list(
    house: &Arc<House>,
    name: String,
    put: Vec<String>,
    take: Vec<String>,
) -> Result<Response, ControlError> {
    in_turn(house, move |settings| Ok(vec![settings.edited(&name, &put, &take)?])).await
}

/// One caller after the other: what one has read and another then changes would be lost. `make` sees them in its turn.
async fn in_turn(
    house: &Arc<House>,
    make: impl FnOnce(&Settings) -> Result<Vec<SettingChange>, FieldError> + Send + 'static,
) -> Result<Response, ControlError> {
    let house = Arc::clone(house);
    // Writing waits for the disk, and the owner may touch the mouse meanwhile.
    let written = tokio::task::spawn_blocking(move || {
        let _turn = locked(&house.changing);
        let settings = house.settings.borrow().clone();
        let changes = make(&settings).map_err(refused)?;
        write(&house, &changes)
    });
    written.await.map_err(ControlError::broken)?
}

fn refused(FieldError { name, fault }: FieldError) -> ControlError {
    ControlError::InvalidSetting { name, fault }
}

fn write(house: &House, changes: &[SettingChange]) -> Result<Response, ControlError> {
    let name = changes.first().map_or("settings", |change| &change.name);
    let unwritten =
        |what: String| ControlError::InvalidSetting { name: name.to_owned(), fault: SettingFault::Unwritten { what } };
    if let Some(fault) = &house.settings_fault {
        return Err(unwritten(format!("{fault}; make the file readable first")));
    }
    let changed = with(house, changes)?;
    let settings = changed.rows();
    changed.save(&house.home.settings()).map_err(|error| unwritten(error.to_string()))?;
    for SettingChange { name, value } in changes {
        tracing::info!(name, value, "a setting was changed");
    }
    house.settings.send_replace(changed);
    Ok(Response::Settings { settings })
}

/// The settings as they would be then. Changes nothing.
pub fn with(house: &House, changes: &[SettingChange]) -> Result<Settings, ControlError> {
    if changes.len() > CHANGES_MOST {
        let what = format!("more than {CHANGES_MOST} changes at once");
        return Err(ControlError::BadRequest { what });
    }
    let settings = house.settings.borrow().clone();
    settings.with(changes).map_err(refused)
}
