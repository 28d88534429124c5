//! The plug and the battery.
#![allow(unsafe_code)]

use super::meaning::{self, Supply};
use windows::Win32::System::Power::{GetSystemPowerStatus, SYSTEM_POWER_STATUS};

pub fn supply() -> Result<Supply, String> {
    let mut status = SYSTEM_POWER_STATUS::default();
    // SAFETY: the struct is ours.
    unsafe { GetSystemPowerStatus(&mut status) }.map_err(|error| error.message())?;
    Ok(meaning::supply(status.ACLineStatus, status.BatteryFlag, status.BatteryLifePercent))
}
