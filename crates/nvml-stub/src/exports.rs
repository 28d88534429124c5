//! NVML's symbols. Signatures, layouts and codes as in NVIDIA's `nvml.h`.
//!
//! Safety of all of them: C callers promise that out-pointers are null or valid for one write of their type (or, with
//! a count or length beside them, for that many), as NVML itself demands. Null is refused, and nothing else is
//! dereferenced: device handles are compared, never followed.

use crate::card::{Card, Play, Silence};
use crate::script::{Mishap, Script};
use std::ffi::{CStr, c_char, c_uint, c_ulonglong, c_void};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

type Code = c_uint;
type Handle = *mut c_void;

const SUCCESS: Code = 0;
const UNINITIALIZED: Code = 1;
const INVALID_ARGUMENT: Code = 2;
const NOT_SUPPORTED: Code = 3;
const NOT_FOUND: Code = 6;
const INSUFFICIENT_SIZE: Code = 7;
const DRIVER_NOT_LOADED: Code = 9;
const GPU_IS_LOST: Code = 15;
const LIB_RM_VERSION_MISMATCH: Code = 18;
const UNKNOWN: Code = 999;

/// The only card's handle. Never followed, so any value but null will do.
const CARD: usize = 1;
/// One above the highest pid that Linux gives.
const STRANGER: c_uint = 4_194_305;
const CLOCKS_IDLE: c_ulonglong = 1;

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

#[repr(C)]
struct ProcessSample {
    pid: c_uint,
    time_stamp: c_ulonglong,
    sm_util: c_uint,
    mem_util: c_uint,
    enc_util: c_uint,
    dec_util: c_uint,
}

#[repr(C)]
struct ProcessInfo {
    pid: c_uint,
    used_gpu_memory: c_ulonglong,
    gpu_instance_id: c_uint,
    compute_instance_id: c_uint,
}

static PLAY: Mutex<Option<Play>> = Mutex::new(None);

fn stage() -> MutexGuard<'static, Option<Play>> {
    PLAY.lock().unwrap_or_else(PoisonError::into_inner)
}

fn code(silence: Silence) -> Code {
    match silence {
        Silence::BadScript => UNKNOWN,
        Silence::Mishap(Mishap::GpuLost) => GPU_IS_LOST,
        Silence::Mishap(Mishap::NotLoaded) => DRIVER_NOT_LOADED,
        Silence::Mishap(Mishap::Mismatch) => LIB_RM_VERSION_MISMATCH,
    }
}

/// Asks the card, if it is there, this is its handle and somebody has opened the library.
fn ask<T>(handle: Handle, question: impl FnOnce(&Card, &Script) -> Result<T, Code>) -> Result<T, Code> {
    if handle as usize != CARD {
        return Err(INVALID_ARGUMENT);
    }
    let mut stage = stage();
    let play = stage.as_mut().filter(|play| play.sessions > 0).ok_or(UNINITIALIZED)?;
    let (card, script) = play.now(Instant::now()).map_err(code)?;
    question(card, script)
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

/// NVML's way with lists: called without room it says how much is needed.
///
/// # Safety
/// `count` is null or valid for reads and writes, and `out` is null or valid for writes of `*count` items.
unsafe fn put_list<T>(out: *mut T, count: *mut c_uint, items: Vec<T>) -> Code {
    let Ok(needed) = c_uint::try_from(items.len()) else { return UNKNOWN };
    if count.is_null() {
        return INVALID_ARGUMENT;
    }
    // SAFETY: not null, so valid for a read and a write, as the caller promises.
    let room = unsafe { count.replace(needed) };
    if needed == 0 {
        return SUCCESS;
    }
    if out.is_null() || room < needed {
        return INSUFFICIENT_SIZE;
    }
    for (index, item) in items.into_iter().enumerate() {
        // SAFETY: `index` lies below `room`, the number of items that the caller promises room for.
        unsafe { out.add(index).write(item) };
    }
    SUCCESS
}

fn percent(share: f64) -> c_uint {
    (share * 100.0).round() as c_uint
}

fn milliwatts(watts: f64) -> c_uint {
    (watts * 1000.0).round() as c_uint
}

fn limit_w(script: &Script) -> f64 {
    script.limit_w.unwrap_or(script.max_w)
}

#[unsafe(no_mangle)]
extern "C" fn nvmlInit_v2() -> Code {
    let mut stage = stage();
    let now = Instant::now();
    let play = stage.get_or_insert_with(|| Play::new(now));
    match play.now(now).map_err(code) {
        // A lost card does not keep the library from being opened.
        Ok(_) | Err(GPU_IS_LOST) => {
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
    // SAFETY: the caller's promise, as the module says.
    unsafe { put(out, ask(CARD as Handle, |_, _| Ok(1))) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetHandleByIndex_v2(index: c_uint, out: *mut Handle) -> Code {
    let handle = if index == 0 { ask(CARD as Handle, |_, _| Ok(CARD as Handle)) } else { Err(INVALID_ARGUMENT) };
    // SAFETY: the caller's promise, as the module says.
    unsafe { put(out, handle) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetName(device: Handle, out: *mut c_char, length: c_uint) -> Code {
    let name = ask(device, |_, script| Ok(script.name.clone()));
    // SAFETY: the caller's promise, as the module says.
    unsafe { put_text(out, length, name.as_deref().map_err(|code| *code)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetUUID(device: Handle, out: *mut c_char, length: c_uint) -> Code {
    let uuid = ask(device, |_, _| Ok("GPU-51311a7e-d000-4000-8000-000000000001"));
    // SAFETY: the caller's promise, as the module says.
    unsafe { put_text(out, length, uuid) }
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

meter!(nvmlDeviceGetUtilizationRates, Utilization, |card, _| Ok(Utilization {
    gpu: percent(card.load()),
    memory: percent(card.load() / 2.0),
}));
meter!(nvmlDeviceGetPowerUsage, c_uint, |card, _| Ok(milliwatts(card.power_w)));
meter!(nvmlDeviceGetTotalEnergyConsumption, c_ulonglong, |card, script| {
    if script.energy_counter { Ok(card.energy_mj as c_ulonglong) } else { Err(NOT_SUPPORTED) }
});
meter!(nvmlDeviceGetEnforcedPowerLimit, c_uint, |_, script| Ok(milliwatts(limit_w(script))));
meter!(nvmlDeviceGetDisplayActive, c_uint, |_, script| Ok(c_uint::from(script.display_active)));
meter!(nvmlDeviceGetCurrentClocksThrottleReasons, c_ulonglong, |card, _| {
    Ok(if card.load() > 0.0 { 0 } else { CLOCKS_IDLE })
});
meter!(nvmlDeviceGetMemoryInfo_v2, MemoryV2, |card, script| {
    let (total, used) = (script.memory_mib << 20, card.memory_used(script));
    let version = (size_of::<MemoryV2>() | 2 << 24) as c_uint;
    Ok(MemoryV2 { version, total, reserved: 0, free: total - used, used })
});

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetTemperature(device: Handle, sensor: c_uint, out: *mut c_uint) -> Code {
    let celsius =
        ask(device, |card, _| if sensor == 0 { Ok(card.temperature_c as c_uint) } else { Err(INVALID_ARGUMENT) });
    // SAFETY: the caller's promise, as the module says.
    unsafe { put(out, celsius) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetPowerManagementLimitConstraints(
    device: Handle,
    least: *mut c_uint,
    most: *mut c_uint,
) -> Code {
    let limit = ask(device, |_, script| Ok(limit_w(script)));
    // SAFETY: the caller's promise, as the module says.
    match unsafe { put(least, limit.map(|watts| milliwatts(watts / 2.0))) } {
        // SAFETY: as above.
        SUCCESS => unsafe { put(most, limit.map(milliwatts)) },
        code => code,
    }
}

/// Load per process, as of now. The caller's `since` is not needed: a sample is always fresh.
#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetProcessUtilization(
    device: Handle,
    out: *mut ProcessSample,
    count: *mut c_uint,
    _since_us: c_ulonglong,
) -> Code {
    let time_stamp = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_micros() as c_ulonglong);
    let sample =
        |pid, share| ProcessSample { pid, time_stamp, sm_util: percent(share), mem_util: 0, enc_util: 0, dec_util: 0 };
    let samples = ask(device, |card, script| {
        if !script.per_process {
            return Err(NOT_SUPPORTED);
        }
        let ours = card.workers.iter().map(|worker| sample(worker.pid, worker.load));
        let all = ours.chain([sample(STRANGER, card.foreign_load)]);
        let busy: Vec<_> = all.filter(|sample| sample.sm_util > 0).collect();
        if busy.is_empty() { Err(NOT_FOUND) } else { Ok(busy) }
    });
    match samples {
        // SAFETY: the caller's promise, as the module says.
        Ok(samples) => unsafe { put_list(out, count, samples) },
        Err(code) => code,
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetComputeRunningProcesses_v3(
    device: Handle,
    count: *mut c_uint,
    out: *mut ProcessInfo,
) -> Code {
    let processes = ask(device, |card, _| {
        let info =
            |pid, used_gpu_memory| ProcessInfo { pid, used_gpu_memory, gpu_instance_id: 0, compute_instance_id: 0 };
        Ok(card.workers.iter().map(|worker| info(worker.pid, worker.memory_bytes)).collect())
    });
    match processes {
        // SAFETY: the caller's promise, as the module says.
        Ok(processes) => unsafe { put_list(out, count, processes) },
        Err(code) => code,
    }
}
