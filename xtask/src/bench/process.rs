//! What `/proc` says of a process.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Ticks in a second in `/proc/PID/stat`: fixed by Linux's interface to programs.
const TICKS_PER_SECOND: f64 = 100.0;

/// User and system time of a process, in seconds.
pub fn cpu_seconds(pid: u32) -> Result<f64> {
    spent(&format!("/proc/{pid}/stat"))
}

/// The same of its threads by this name.
pub fn thread_cpu_seconds(pid: u32, name: &str) -> Result<f64> {
    let mut sum = 0.0;
    for thread in fs::read_dir(format!("/proc/{pid}/task"))?.flatten() {
        let called = fs::read_to_string(thread.path().join("comm")).unwrap_or_default();
        if called.trim_end() == name {
            sum += spent(&thread.path().join("stat").to_string_lossy())?;
        }
    }
    Ok(sum)
}

/// Fields 14 and 15 of proc(5)'s stat, counted after the name, which may hold anything.
fn spent(stat: &str) -> Result<f64> {
    let stat = fs::read_to_string(stat)?;
    let rest = stat.rsplit_once(')').context("no name in stat")?.1;
    let ticks = rest.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    Ok(ticks.sum::<f64>() / TICKS_PER_SECOND)
}

pub fn memory_kib(pid: u32, field: &str) -> Result<f64> {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let line = rollup.lines().find(|line| line.starts_with(field)).with_context(|| format!("no {field}"))?;
    line.split_whitespace().nth(1).context("no number")?.parse().context("not a number")
}

/// The most memory that a process ever held.
#[cfg(target_os = "linux")]
pub fn peak_kib(pid: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

/// Whether it still runs or holds memory: a zombie does neither.
pub fn lives(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with(['Z', 'X']))
}

/// A process and all that it started, it first, the others by age.
#[cfg(target_os = "linux")]
pub fn tree(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let mut next = 0;
    while let Some(pid) = found.get(next).copied() {
        found.extend(children(pid));
        next += 1;
    }
    found.retain(|pid| lives(*pid));
    found.sort_by_key(|pid| (*pid != root, *pid));
    found
}

/// The worker at the bench of this daemon, if there is one.
pub fn worker_of(daemon: u32) -> Option<u32> {
    children(daemon).into_iter().find(|pid| {
        let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let mut words = command.split(|byte| *byte == 0);
        let is_worker = words
            .next()
            .is_some_and(|program| Path::new(&*String::from_utf8_lossy(program)).ends_with("idlewatt-worker"));
        is_worker && words.next() == Some(b"run")
    })
}

/// What its threads started and is not gone.
fn children(pid: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let children = threads.flat_map(|thread| {
        let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        children.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<u32>>()
    });
    children.collect()
}
