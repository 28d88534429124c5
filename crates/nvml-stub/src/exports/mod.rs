//! NVML's symbols. Signatures, layouts and codes as in NVIDIA's `nvml.h`.
//!
//! Safety of all of them: C callers promise that out-pointers are null or valid for one write of their type (or, with
//! a count or length beside them, for that many), as NVML itself demands. Null is refused, and nothing else is
//! dereferenced: device handles are compared, never followed.

mod lists;

use crate::card::{Card, delivered_limit_w};
use crate::play::{Play, Silence};
use crate::script::{Mishap, Script};
use std::ffi::{CStr, c_char, c_uint, c_ulonglong, c_void};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

type Code = c_uint;
type Handle = *mut c_void;

const SUCCESS: Code = 0;
const UNINITIALIZED: Code = 1;
const INVALID_ARGUMENT: Code = 2;
const NOT_SUPPORTED: Code = 3;
const NO_PERMISSION: Code = 4;
const NOT_FOUND: Code = 6;
const INSUFFICIENT_SIZE: Code = 7;
const DRIVER_NOT_LOADED: Code = 9;
const GPU_IS_LOST: Code = 15;
const LIB_RM_VERSION_MISMATCH: Code = 18;
const UNKNOWN: Code = 999;

const CLOCKS_IDLE: c_ulonglong = 1;
const CLOCKS_POWER_CAP: c_ulonglong = 4;
/// How often a call that hangs looks whether it may go on.
const HANG_STEP: Duration = Duration::from_millis(20);

#[repr(C)]
struct Utilization {
    gpu: c_uint,
    memory: c_uint,
}

#[repr(C)]
struct MemoryV2 {
    version: c_uint,
    total: c_ulonglong,
    reserved: c_ulonglong,
    free: c_ulonglong,
    used: c_ulonglong,
}

static PLAY: Mutex<Option<Play>> = Mutex::new(None);

fn stage() -> MutexGuard<'static, Option<Play>> {
    PLAY.lock().unwrap_or_else(PoisonError::into_inner)
}

fn code(silence: Silence) -> Code {
    match silence {
        Silence::BadScript => UNKNOWN,
        Silence::NoCard | Silence::Mishap(Mishap::GpuLost) => GPU_IS_LOST,
        Silence::Mishap(Mishap::NotLoaded) => DRIVER_NOT_LOADED,
        Silence::Mishap(Mishap::Mismatch) => LIB_RM_VERSION_MISMATCH,
    }
}

/// A handle is the card's place in the script, counted from one because null is no handle. It is never followed.
fn handle(place: usize) -> Handle {
    (place + 1) as Handle
}

fn place(handle: Handle) -> Result<usize, Code> {
    (handle as usize).checked_sub(1).ok_or(INVALID_ARGUMENT)
}

/// Asks the driver, if somebody has opened the library.
fn ask_all<T>(question: impl FnOnce(&mut Play, Instant) -> Result<T, Code>) -> Result<T, Code> {
    let mut stage = stage();
    let play = stage.as_mut().filter(|play| play.sessions > 0).ok_or(UNINITIALIZED)?;
    question(play, Instant::now())
}

/// Asks a card.
fn ask<T>(device: Handle, question: impl FnOnce(&Card, &Script) -> Result<T, Code>) -> Result<T, Code> {
    let place = place(device)?;
    hang(place);
    ask_all(|play, now| {
        let (card, script) = play.now(place, now).map_err(code)?;
        question(card, script)
    })
}

/// Without the lock, so that a driver that hangs on one card goes on with the others, as real ones do.
fn hang(place: usize) {
    let begun = Instant::now();
    while stage().as_mut().is_some_and(|play| begun.elapsed() < play.hang(place)) {
        std::thread::sleep(HANG_STEP);
    }
}

/// # Safety
/// `out` is null or valid for one write.
unsafe fn put<T>(out: *mut T, answer: Result<T, Code>) -> Code {
    match answer {
        Err(code) => code,
        Ok(_) if out.is_null() => INVALID_ARGUMENT,
        Ok(value) => {
            // SAFETY: not null, so valid for a write, as the caller promises.
            unsafe { out.write(value) };
            SUCCESS
        }
    }
}

/// # Safety
/// `out` is null or valid for writes of `length` bytes.
unsafe fn put_text(out: *mut c_char, length: c_uint, answer: Result<&str, Code>) -> Code {
    let text = match answer {
        Ok(text) => text,
        Err(code) => return code,
    };
    if out.is_null() {
        return INVALID_ARGUMENT;
    }
    if text.len() >= length as usize {
        return INSUFFICIENT_SIZE;
    }
    // SAFETY: `text` and the closing zero are at most `length` bytes, for which the caller promises room, and a
    // buffer of the caller's cannot overlap our string.
    unsafe {
        out.copy_from_nonoverlapping(text.as_ptr().cast(), text.len());
        out.add(text.len()).write(0);
    }
    SUCCESS
}

fn percent(share: f64) -> c_uint {
    (share * 100.0).round() as c_uint
}

fn milliwatts(watts: f64) -> c_uint {
    (watts * 1000.0).round() as c_uint
}

#[unsafe(no_mangle)]
extern "C" fn nvmlInit_v2() -> Code {
    let mut stage = stage();
    let now = Instant::now();
    let play = stage.get_or_insert_with(|| Play::new(now));
    match play.scene(now).map(drop).map_err(code) {
        // A lost card does not keep the library from being opened.
        Ok(()) => {
            play.sessions += 1;
            SUCCESS
        }
        Err(code) => code,
    }
}

#[unsafe(no_mangle)]
extern "C" fn nvmlInitWithFlags(_flags: c_uint) -> Code {
    nvmlInit_v2()
}

#[unsafe(no_mangle)]
extern "C" fn nvmlShutdown() -> Code {
    match stage().as_mut().filter(|play| play.sessions > 0) {
        Some(play) => {
            play.sessions -= 1;
            SUCCESS
        }
        None => UNINITIALIZED,
    }
}

#[unsafe(no_mangle)]
extern "C" fn nvmlErrorString(code: Code) -> *const c_char {
    let text: &'static CStr = match code {
        SUCCESS => c"Success",
        UNINITIALIZED => c"Uninitialized",
        INVALID_ARGUMENT => c"Invalid Argument",
        NOT_SUPPORTED => c"Not Supported",
        NO_PERMISSION => c"Insufficient Permissions",
        NOT_FOUND => c"Not Found",
        INSUFFICIENT_SIZE => c"Insufficient Size",
        DRIVER_NOT_LOADED => c"Driver Not Loaded",
        GPU_IS_LOST => c"GPU is lost",
        LIB_RM_VERSION_MISMATCH => c"Driver/library version mismatch",
        _ => c"Unknown Error",
    };
    text.as_ptr()
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlSystemGetDriverVersion(out: *mut c_char, length: c_uint) -> Code {
    // SAFETY: the caller's promise, as the module says.
    unsafe { put_text(out, length, Ok("simulated 1.0")) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlSystemGetNVMLVersion(out: *mut c_char, length: c_uint) -> Code {
    // SAFETY: the caller's promise, as the module says.
    unsafe { put_text(out, length, Ok("12.simulated")) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetCount_v2(out: *mut c_uint) -> Code {
    let count = ask_all(|play, now| Ok(play.scene(now).map_err(code)?.cards.len() as c_uint));
    // SAFETY: the caller's promise, as the module says.
    unsafe { put(out, count) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetHandleByIndex_v2(index: c_uint, out: *mut Handle) -> Code {
    let device = ask_all(|play, now| {
        if index as usize >= play.scene(now).map_err(code)?.cards.len() {
            return Err(INVALID_ARGUMENT);
        }
        play.now(index as usize, now).map_err(code)?;
        Ok(handle(index as usize))
    });
    // SAFETY: the caller's promise, as the module says.
    unsafe { put(out, device) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetName(device: Handle, out: *mut c_char, length: c_uint) -> Code {
    let name = ask(device, |_, script| Ok(script.name.clone()));
    // SAFETY: the caller's promise, as the module says.
    unsafe { put_text(out, length, name.as_deref().map_err(|code| *code)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetUUID(device: Handle, out: *mut c_char, length: c_uint) -> Code {
    let uuid = ask(device, |_, script| script.uuid.clone().ok_or(UNKNOWN));
    // SAFETY: the caller's promise, as the module says.
    unsafe { put_text(out, length, uuid.as_deref().map_err(|code| *code)) }
}

/// A symbol that answers one question about the card by one out-pointer.
macro_rules! meter {
    ($name:ident, $out:ty, $question:expr) => {
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(device: Handle, out: *mut $out) -> Code {
            // SAFETY: the caller's promise, as the module says.
            unsafe { put(out, ask(device, $question)) }
        }
    };
}

meter!(nvmlDeviceGetUtilizationRates, Utilization, |card, script| Ok(Utilization {
    gpu: script.nonsense.load_percent.unwrap_or_else(|| percent(card.load())),
    memory: percent(card.load() / 2.0),
}));
meter!(nvmlDeviceGetPowerUsage, c_uint, |card, script| {
    Ok(milliwatts(script.nonsense.power_w.map_or_else(|| card.told_power_w(script), f64::from)))
});
meter!(nvmlDeviceGetTotalEnergyConsumption, c_ulonglong, |card, script| {
    let counted = (card.energy_mj as c_ulonglong).saturating_sub(script.nonsense.energy_back_mj);
    if script.energy_counter { Ok(counted) } else { Err(NOT_SUPPORTED) }
});
meter!(nvmlDeviceGetEnforcedPowerLimit, c_uint, |card, script| {
    Ok(milliwatts(script.nonsense.limit_w.map_or(card.limit_w, f64::from)))
});
meter!(nvmlDeviceGetPowerManagementLimit, c_uint, |card, _| Ok(milliwatts(card.limit_w)));
meter!(nvmlDeviceGetPowerManagementDefaultLimit, c_uint, |_, script| Ok(milliwatts(delivered_limit_w(script))));
meter!(nvmlDeviceGetDisplayActive, c_uint, |_, script| Ok(c_uint::from(script.display_active)));
meter!(nvmlDeviceGetNumFans, c_uint, |_, script| Ok(script.fans));
meter!(nvmlDeviceGetCurrentClocksThrottleReasons, c_ulonglong, |card, script| {
    let idle = if card.load() > 0.0 { 0 } else { CLOCKS_IDLE };
    Ok(idle | if card.is_held_back(script) { CLOCKS_POWER_CAP } else { 0 })
});
meter!(nvmlDeviceGetMemoryInfo_v2, MemoryV2, |card, script| {
    let total = script.memory_mib << 20;
    let used = script.nonsense.memory_mib.map_or_else(|| card.memory_used(script), |mib| mib << 20);
    let version = (size_of::<MemoryV2>() | 2 << 24) as c_uint;
    Ok(MemoryV2 { version, total, reserved: 0, free: total.saturating_sub(used), used })
});

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetTemperature(device: Handle, sensor: c_uint, out: *mut c_uint) -> Code {
    let celsius = ask(device, |card, script| match sensor {
        // Below zero it comes as a huge number, as from the real library.
        0 => Ok(script.nonsense.temperature_c.unwrap_or(card.temperature_c as i32).cast_unsigned()),
        _ => Err(INVALID_ARGUMENT),
    });
    // SAFETY: the caller's promise, as the module says.
    unsafe { put(out, celsius) }
}

/// All fans turn alike, those of a higher number a little slower.
#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetFanSpeed_v2(device: Handle, fan: c_uint, out: *mut c_uint) -> Code {
    let speed = ask(device, |card, script| {
        let speed = (card.fan_percent() as c_uint).saturating_sub(fan);
        if fan < script.fans { Ok(speed) } else { Err(INVALID_ARGUMENT) }
    });
    // SAFETY: the caller's promise, as the module says.
    unsafe { put(out, speed) }
}

/// From half of what the card is delivered with up to that.
fn limit_range_mw(script: &Script) -> (c_uint, c_uint) {
    let most_w = delivered_limit_w(script);
    (milliwatts(most_w / 2.0), milliwatts(most_w))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetPowerManagementLimitConstraints(
    device: Handle,
    least: *mut c_uint,
    most: *mut c_uint,
) -> Code {
    let range = ask(device, |_, script| Ok(limit_range_mw(script)));
    // SAFETY: the caller's promise, as the module says.
    match unsafe { put(least, range.map(|(least, _)| least)) } {
        // SAFETY: as above.
        SUCCESS => unsafe { put(most, range.map(|(_, most)| most)) },
        code => code,
    }
}

#[unsafe(no_mangle)]
extern "C" fn nvmlDeviceSetPowerManagementLimit(device: Handle, limit_mw: c_uint) -> Code {
    let uuid = ask(device, |_, script| {
        let (least, most) = limit_range_mw(script);
        if !script.power_limit_settable {
            Err(NO_PERMISSION)
        } else if (least..=most).contains(&limit_mw) {
            script.uuid.clone().ok_or(UNKNOWN)
        } else {
            Err(INVALID_ARGUMENT)
        }
    });
    let set =
        uuid.and_then(|uuid| ask_all(|play, _| if play.set_limit(&uuid, limit_mw) { Ok(()) } else { Err(UNKNOWN) }));
    set.map_or_else(|code| code, |()| SUCCESS)
}
