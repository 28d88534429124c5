//! Symbols that answer with lists: who is on a card, who is busy there, what is being encoded.

use super::{
    Code, Handle, INSUFFICIENT_SIZE, INVALID_ARGUMENT, NOT_FOUND, NOT_SUPPORTED, SUCCESS, UNKNOWN, ask, percent,
};
use std::ffi::{c_uint, c_ulonglong};
use std::time::{SystemTime, UNIX_EPOCH};

/// One above the highest pid that Linux gives.
const STRANGER: c_uint = 4_194_305;
/// What memory per process is where the driver does not tell it.
const NOT_AVAILABLE: c_ulonglong = c_ulonglong::MAX;

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

#[repr(C)]
struct EncoderSession {
    session_id: c_uint,
    pid: c_uint,
    vgpu_instance: c_uint,
    codec_type: c_uint,
    h_resolution: c_uint,
    v_resolution: c_uint,
    average_fps: c_uint,
    average_latency: c_uint,
}

/// NVML's way with lists: called without room it says how much is needed.
///
/// # Safety
/// `count` is null or valid for reads and writes, and `out` is null or valid for writes of `*count` items.
unsafe fn put_list<T>(out: *mut T, count: *mut c_uint, answer: Result<Vec<T>, Code>) -> Code {
    let items = match answer {
        Ok(items) => items,
        Err(code) => return code,
    };
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
        let programs = script.programs.iter().map(|program| sample(program.pid, program.load_percent / 100.0));
        let all = ours.chain(programs).chain([sample(STRANGER, script.foreign_load_percent / 100.0)]);
        let busy: Vec<_> = all.filter(|sample| sample.sm_util > 0).collect();
        if busy.is_empty() { Err(NOT_FOUND) } else { Ok(busy) }
    });
    // SAFETY: the caller's promise, as the module says.
    unsafe { put_list(out, count, samples) }
}

fn process(pid: u32, memory_bytes: u64, per_process: bool) -> ProcessInfo {
    let used_gpu_memory = if per_process { memory_bytes } else { NOT_AVAILABLE };
    ProcessInfo { pid, used_gpu_memory, gpu_instance_id: 0, compute_instance_id: 0 }
}

/// Our workers compute.
#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetComputeRunningProcesses_v3(
    device: Handle,
    count: *mut c_uint,
    out: *mut ProcessInfo,
) -> Code {
    let processes = ask(device, |card, script| {
        let info = |worker: &crate::workers::Worker| process(worker.pid, worker.memory_bytes, script.per_process);
        Ok(card.workers.iter().map(info).collect())
    });
    // SAFETY: the caller's promise, as the module says.
    unsafe { put_list(out, count, processes) }
}

/// The others draw.
#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetGraphicsRunningProcesses_v3(
    device: Handle,
    count: *mut c_uint,
    out: *mut ProcessInfo,
) -> Code {
    let processes = ask(device, |_, script| {
        let info =
            |program: &crate::script::Program| process(program.pid, program.memory_mib << 20, script.per_process);
        Ok(script.programs.iter().map(info).collect())
    });
    // SAFETY: the caller's promise, as the module says.
    unsafe { put_list(out, count, processes) }
}

/// Unlike the lists above, this one is asked for its length with a count of zero, and that is no error.
#[unsafe(no_mangle)]
unsafe extern "C" fn nvmlDeviceGetEncoderSessions(
    device: Handle,
    count: *mut c_uint,
    out: *mut EncoderSession,
) -> Code {
    let session = |session_id| EncoderSession {
        session_id,
        pid: STRANGER,
        vgpu_instance: 0,
        codec_type: 0,
        h_resolution: 1920,
        v_resolution: 1080,
        average_fps: 60,
        average_latency: 900,
    };
    let sessions = ask(device, |_, script| Ok((0..script.encoder_sessions).map(session).collect()));
    // SAFETY: the caller's promise, as the module says.
    match unsafe { put_list(out, count, sessions) } {
        INSUFFICIENT_SIZE if out.is_null() => SUCCESS,
        code => code,
    }
}
