//! The session: locked or not, here or elsewhere.
#![allow(unsafe_code)]

use super::meaning;
use windows::Win32::System::RemoteDesktop::{
    WTS_CURRENT_SESSION, WTS_INFO_CLASS, WTSFreeMemory, WTSINFOEXW, WTSIsRemoteSession, WTSQuerySessionInformationW,
    WTSSessionInfoEx,
};
use windows::Win32::UI::WindowsAndMessaging::{GetSystemMetrics, SM_REMOTESESSION};
use windows::core::PWSTR;

/// Whether the session is locked; `Ok(None)`: the system does not know.
pub fn locked() -> Result<Option<bool>, String> {
    // SAFETY: this is the struct that the class is documented to give.
    let info = unsafe { about::<WTSINFOEXW>(WTSSessionInfoEx) }?;
    if info.Level != 1 {
        return Err(format!("Windows tells of the session in an unknown form, {}", info.Level));
    }
    // SAFETY: level 1 says that this is the member in use, and it is made of numbers only.
    Ok(meaning::locked(unsafe { info.Data.WTSInfoExLevel1.SessionFlags }))
}

/// Whether somebody uses this session from elsewhere.
pub fn is_remote() -> bool {
    // SAFETY: takes and gives numbers.
    let by_metric = unsafe { GetSystemMetrics(SM_REMOTESESSION) } != 0;
    // The metric says no where Remote Desktop draws with the machine's own card.
    // SAFETY: this is the size that the class is documented to give.
    by_metric || unsafe { about::<u8>(WTSIsRemoteSession) }.is_ok_and(|is| is != 0)
}

/// What Windows says about this session.
///
/// # Safety
/// `T` is what the class is documented to give, and any bytes are a `T`.
unsafe fn about<T: Copy>(class: WTS_INFO_CLASS) -> Result<T, String> {
    let (mut text, mut bytes) = (PWSTR::null(), 0);
    // SAFETY: both places are ours; what is put there is freed below.
    unsafe { WTSQuerySessionInformationW(None, WTS_CURRENT_SESSION, class, &mut text, &mut bytes) }
        .map_err(|error| format!("Windows does not tell of the session: {}", error.message()))?;
    let enough = !text.is_null() && bytes as usize >= size_of::<T>();
    // SAFETY: there are as many bytes as a `T` has, at whatever alignment, and the caller vouches for their meaning.
    let value = enough.then(|| unsafe { text.0.cast::<T>().read_unaligned() });
    // SAFETY: it comes from the call above, and nothing points to it any more.
    unsafe { WTSFreeMemory(text.0.cast()) };
    value.ok_or_else(|| format!("Windows tells of the session in {bytes} bytes, too few"))
}
