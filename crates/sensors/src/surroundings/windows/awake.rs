//! Screens off and the machine about to sleep: what Windows tells by calling, not by being asked.
#![allow(unsafe_code)]

use super::meaning;
use crate::limits::{SLEEP_FORGOTTEN, SLEEP_GRACE, SLEEP_SEEN};
use std::ffi::c_void;
use std::ptr;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Instant;
use windows::Win32::Foundation::{HANDLE, WIN32_ERROR};
use windows::Win32::System::Power::{
    DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS, POWERBROADCAST_SETTING, PowerRegisterSuspendResumeNotification,
    PowerSettingRegisterNotification,
};
use windows::Win32::System::SystemServices::GUID_CONSOLE_DISPLAY_STATE;
use windows::Win32::UI::WindowsAndMessaging::{
    DEVICE_NOTIFY_CALLBACK, PBT_APMRESUMEAUTOMATIC, PBT_APMRESUMESUSPEND, PBT_APMSUSPEND, PBT_POWERSETTINGCHANGE,
};

/// What was told. One for the process: these are facts of the machine, and a call that comes late finds it alive.
static TOLD: Mutex<Told> = Mutex::new(Told { display: None, sleep: None });
/// A reading with `going_to_sleep` was handed out.
static SEEN: Condvar = Condvar::new();

struct Told {
    display: Option<u32>,
    sleep: Option<Sleep>,
}

#[derive(Clone, Copy)]
struct Sleep {
    told: Instant,
    seen: bool,
}

fn told() -> MutexGuard<'static, Told> {
    // A panic elsewhere leaves nothing half written here.
    TOLD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks to be told, once for the process: of the screens, of sleep.
pub fn listen() -> &'static [Result<(), String>; 2] {
    static LISTENING: OnceLock<[Result<(), String>; 2]> = OnceLock::new();
    LISTENING.get_or_init(|| {
        let display = subscribe(on_display, |to, place| {
            // SAFETY: the setting is a constant, `to` lives as long as the process, `place` is ours.
            unsafe { PowerSettingRegisterNotification(&GUID_CONSOLE_DISPLAY_STATE, DEVICE_NOTIFY_CALLBACK, to, place) }
        });
        let sleep = subscribe(on_sleep, |to, place| {
            // SAFETY: `to` lives as long as the process, `place` is ours.
            unsafe { PowerRegisterSuspendResumeNotification(DEVICE_NOTIFY_CALLBACK, to, place) }
        });
        [display, sleep]
    })
}

/// Whether every screen is off. Windows tells it right after it was asked to, and at every change.
pub fn display_off() -> Result<bool, String> {
    told().display.and_then(meaning::display_off).ok_or_else(|| "Windows has not told yet".to_owned())
}

/// Whether the machine is about to sleep. The answer "yes" lets it, after [`SLEEP_GRACE`].
pub fn going_to_sleep() -> bool {
    let mut told = told();
    let Some(sleep) = told.sleep.as_mut().filter(|sleep| sleep.told.elapsed() < SLEEP_FORGOTTEN) else {
        return false;
    };
    sleep.seen = true;
    SEEN.notify_all();
    true
}

type Callback = unsafe extern "system" fn(*const c_void, u32, *const c_void) -> u32;

fn subscribe(callback: Callback, register: impl FnOnce(HANDLE, *mut *mut c_void) -> WIN32_ERROR) -> Result<(), String> {
    // Never given back: nobody ever stops listening, and Windows does not say whether it keeps a copy.
    let to =
        Box::leak(Box::new(DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS { Callback: Some(callback), Context: ptr::null_mut() }));
    let mut registration = ptr::null_mut();
    let answer = register(HANDLE(ptr::from_mut(to).cast()), &mut registration);
    answer.ok().map_err(|error| error.message())
}

unsafe extern "system" fn on_display(_: *const c_void, kind: u32, setting: *const c_void) -> u32 {
    if kind == PBT_POWERSETTINGCHANGE && !setting.is_null() {
        let setting = setting.cast::<POWERBROADCAST_SETTING>();
        // SAFETY: with this kind Windows passes this struct, whole for the length of the call.
        let (length, data) = unsafe { ((*setting).DataLength, &raw const (*setting).Data) };
        if length as usize >= size_of::<u32>() {
            // SAFETY: the data are `length` bytes that begin there, at whatever alignment.
            told().display = Some(unsafe { data.cast::<u32>().read_unaligned() });
        }
    }
    0
}

/// Windows sleeps when this returns, or after two seconds. Whoever reads the meters needs a part of them.
unsafe extern "system" fn on_sleep(_: *const c_void, kind: u32, _: *const c_void) -> u32 {
    match kind {
        PBT_APMSUSPEND => {
            let mut told = told();
            told.sleep = Some(Sleep { told: Instant::now(), seen: false });
            let unseen = |told: &mut Told| told.sleep.is_some_and(|sleep| !sleep.seen);
            let waited = SEEN.wait_timeout_while(told, SLEEP_SEEN, unseen);
            let timed_out = waited.is_ok_and(|(_, waited)| waited.timed_out());
            if !timed_out {
                thread::sleep(SLEEP_GRACE);
            }
        }
        PBT_APMRESUMEAUTOMATIC | PBT_APMRESUMESUSPEND => told().sleep = None,
        _ => {}
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_goes_to_sleep_waits_until_it_was_seen() {
        assert!(!going_to_sleep());
        // SAFETY: the callback reads neither pointer.
        let caller = thread::spawn(|| unsafe { on_sleep(ptr::null(), PBT_APMSUSPEND, ptr::null()) });
        while !going_to_sleep() {
            thread::yield_now();
        }
        assert_eq!(caller.join().expect("it returns"), 0);
        assert!(going_to_sleep(), "until it wakes");
        // SAFETY: the callback reads neither pointer.
        unsafe { on_sleep(ptr::null(), PBT_APMRESUMEAUTOMATIC, ptr::null()) };
        assert!(!going_to_sleep());
    }

    #[test]
    fn hears_that_the_screens_are_off() {
        #[repr(C)]
        struct Told4 {
            setting: POWERBROADCAST_SETTING,
            rest: [u8; 3],
        }
        for (state, off) in [(0, true), (1, false), (2, false)] {
            let setting =
                POWERBROADCAST_SETTING { PowerSetting: GUID_CONSOLE_DISPLAY_STATE, DataLength: 4, Data: [state] };
            let event = Told4 { setting, rest: [0; 3] };
            // SAFETY: the event holds the four bytes that it announces.
            unsafe { on_display(ptr::null(), PBT_POWERSETTINGCHANGE, (&raw const event).cast()) };
            assert_eq!(display_off(), Ok(off), "state {state}");
        }
    }
}
