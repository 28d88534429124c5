//! The plug and the battery.
#![allow(unsafe_code)]

use super::dictionary::Dictionary;
use super::meaning;
use objc2_core_foundation::{CFArray, CFRetained, CFType};
use objc2_io_kit::{
    IOPSCopyPowerSourcesInfo, IOPSCopyPowerSourcesList, IOPSGetPowerSourceDescription, IOPSGetProvidingPowerSourceType,
};

/// Where the current comes from.
pub struct Supply {
    /// Nothing is plugged in.
    pub on_battery: Option<bool>,
    /// Charge of the machine's own battery, if it has one.
    pub percent: Option<u8>,
}

pub fn supply() -> Result<Supply, String> {
    let all = IOPSCopyPowerSourcesInfo().ok_or("macOS does not tell its power sources")?;
    // SAFETY: this is the value that the call above made for it.
    let giver = unsafe { IOPSGetProvidingPowerSourceType(Some(&all)) };
    let on_battery = giver.and_then(|giver| meaning::on_battery(&giver.to_string()));
    Ok(Supply { on_battery, percent: sources(&all).iter().find_map(charge) })
}

fn sources(all: &CFType) -> Vec<Dictionary> {
    // SAFETY: the caller has this value from `IOPSCopyPowerSourcesInfo`.
    let Some(list) = (unsafe { IOPSCopyPowerSourcesList(Some(all)) }) else {
        return Vec::new();
    };
    // SAFETY: whatever the list holds, it is a value of Core Foundation.
    let list: CFRetained<CFArray<CFType>> = unsafe { CFRetained::cast_unchecked(list) };
    // SAFETY: `source` is of the list made from `all`, and the description's keys are documented to be texts.
    let described = |source: CFRetained<CFType>| unsafe {
        IOPSGetPowerSourceDescription(Some(all), Some(&source)).map(|source| Dictionary::new(source))
    };
    list.iter().filter_map(described).collect()
}

fn charge(source: &Dictionary) -> Option<u8> {
    // Not that of a mouse or a UPS.
    let own = source.text("Type").as_deref() == Some("InternalBattery");
    own.then(|| meaning::percent(source.number("Current Capacity")?, source.number("Max Capacity")?)).flatten()
}
