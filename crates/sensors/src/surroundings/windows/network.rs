//! Whether the way to the internet is paid by volume.
#![allow(unsafe_code)]

use super::meaning;
use std::ptr;
use std::sync::OnceLock;
use windows::Win32::Networking::NetworkListManager::{INetworkCostManager, NetworkListManager};
use windows::Win32::System::Com::{CLSCTX_ALL, CoCreateInstance, CoIncrementMTAUsage};

/// `Ok(None)`: the system does not know. An errand to another process; not to be run at every look.
pub fn metered() -> Result<Option<bool>, String> {
    /// COM works on every thread of this process while this stands, and it always does.
    static COM: OnceLock<Result<(), String>> = OnceLock::new();
    // SAFETY: takes nothing; what it gives is only needed to undo it.
    COM.get_or_init(|| unsafe { CoIncrementMTAUsage() }.map(drop).map_err(|error| error.message())).clone()?;
    let cost = cost().map_err(|error| error.message())?;
    Ok(meaning::metered(cost))
}

fn cost() -> windows::core::Result<u32> {
    // Made anew each time: it belongs to a service, and this way outlives the service's restarts.
    // SAFETY: the class is a constant, and COM was set up by the caller.
    let manager: INetworkCostManager = unsafe { CoCreateInstance(&NetworkListManager, None, CLSCTX_ALL) }?;
    let mut cost = 0;
    // SAFETY: the number is ours; no address means "the internet".
    unsafe { manager.GetCost(&mut cost, ptr::null()) }?;
    Ok(cost)
}
