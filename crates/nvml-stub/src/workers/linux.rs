//! What our workers do, from `/proc`: the descendants of this process that are called `idlewatt-worker`.

use std::collections::HashMap;
use std::fs;
use std::time::Instant;

/// Fits the kernel's 15 bytes for a process name.
const NAME: &str = "idlewatt-worker";
/// A launcher may stand between us and the worker, hardly more.
const DEPTH: u32 = 3;
/// `USER_HZ`, in which the kernel tells processor time: 100 on every architecture that Rust's std supports.
const TICKS_PER_SECOND: f64 = 100.0;

/// One worker at work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worker {
    pub pid: u32,
    /// Share of all cores since the look before, 0 to 1.
    pub load: f64,
    /// Resident memory: on software rendering this is what would lie on a card.
    pub memory_bytes: u64,
}

/// Remembers processor times from look to look.
#[derive(Debug)]
pub struct Watch {
    looked_at: Instant,
    ticks: HashMap<u32, u64>,
}

impl Watch {
    pub fn new(now: Instant) -> Self {
        Self { looked_at: now, ticks: HashMap::new() }
    }

    pub fn look(&mut self, now: Instant) -> Vec<Worker> {
        let cores = std::thread::available_parallelism().map_or(1.0, |cores| cores.get() as f64);
        let all = now.duration_since(self.looked_at).as_secs_f64().max(0.01) * TICKS_PER_SECOND * cores;
        self.looked_at = now;
        let before = std::mem::take(&mut self.ticks);
        let mut workers = Vec::new();
        let mut pids = Vec::new();
        descendants(std::process::id(), DEPTH, &mut pids);
        for pid in pids {
            let Some((ticks, memory_bytes)) =
                fs::read_to_string(format!("/proc/{pid}/stat")).ok().and_then(|s| parse(&s))
            else {
                continue;
            };
            // A worker that was not there before has done all its work since.
            let spent = ticks.saturating_sub(before.get(&pid).copied().unwrap_or(0));
            self.ticks.insert(pid, ticks);
            workers.push(Worker { pid, load: (spent as f64 / all).min(1.0), memory_bytes });
        }
        workers
    }
}

fn descendants(pid: u32, depth: u32, found: &mut Vec<u32>) {
    // Children are listed by the thread that started them.
    for thread in fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten() {
        let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        for child in children.split_whitespace().filter_map(|child| child.parse().ok()) {
            found.push(child);
            if depth > 1 {
                descendants(child, depth - 1, found);
            }
        }
    }
}

/// Processor ticks and resident bytes of a worker's `stat` line; `None` for any other process.
fn parse(stat: &str) -> Option<(u64, u64)> {
    // The name stands in brackets and may hold anything, so fields are counted from the last bracket.
    let (head, tail) = stat.rsplit_once(')')?;
    if head.split_once('(')?.1 != NAME {
        return None;
    }
    let fields: Vec<&str> = tail.split_whitespace().collect();
    let number = |field: usize| fields.get(field - 3)?.parse::<u64>().ok();
    Some((number(14)? + number(15)?, number(24)? * 4096))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_processor_time_of_workers_only() {
        let line = |name| format!("31 ({name}) R 1 2 3 0 -1 4 5 6 7 8 153 47 3 1 20 0 1 0 2151 5505024 1005 18");
        assert_eq!(parse(&line("idlewatt-worker")), Some((200, 1005 * 4096)));
        assert_eq!(parse(&line("bash")), None);
        assert_eq!(parse("31 (idlewatt-worker) R 1"), None, "a line cut short");
    }
}
