//! Whose load and whose memory: ours told apart from somebody else's.

use super::GpuUser;
use crate::limits::SAMPLE_WINDOW_MS;
use idlewatt_proto::{Bytes, UnixMillis};
use std::collections::{BTreeMap, HashMap};

/// Share of the card's time by process, in percent.
pub type Shares = BTreeMap<u32, u8>;

/// Pids of our workers, with when each was last known. Samples outlive the process that caused them by up to the
/// window, and without this memory a worker's last second would count as somebody else's load.
#[derive(Debug, Default)]
pub struct OwnPids(HashMap<u32, UnixMillis>);

impl OwnPids {
    pub fn remember(&mut self, own: &[u32], now: UnixMillis) {
        // `at > now`: the clock was set back.
        self.0.retain(|_, at| *at <= now && now.since_ms(*at) <= SAMPLE_WINDOW_MS);
        self.0.extend(own.iter().map(|pid| (*pid, now)));
    }

    pub fn has(&self, pid: u32) -> bool {
        self.0.contains_key(&pid)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A process that has a card open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub pid: u32,
    /// What it holds of the card's memory; `None` where the driver does not tell.
    pub memory: Option<Bytes>,
    pub program: Option<String>,
}

/// Somebody else's share. Where processes are told apart it is theirs, added up, rather than the total less ours: the
/// total is measured over another stretch of time, and each start of a unit would look like a stranger. Where nothing
/// is told, or nobody is busy by what is told, everything is foreign while we have no worker, and nothing is known
/// while we have one.
pub fn foreign_load(load: Option<u8>, shares: Option<&Shares>, own: &OwnPids) -> Option<u8> {
    let load = load?;
    // Shares may be of this user's processes only, and nobody's load is ours while we have no worker.
    if own.is_empty() {
        return Some(load);
    }
    let Some(shares) = shares.filter(|shares| !shares.is_empty()) else {
        return (load == 0).then_some(load);
    };
    let theirs: u32 = shares.iter().filter(|(pid, _)| !own.has(**pid)).map(|(_, share)| u32::from(*share)).sum();
    u8::try_from(theirs).ok().map_or(Some(load), |theirs| Some(theirs.min(load)))
}

/// Memory that is in use and not held by us. `holders`: `None` where the driver lists none.
pub fn foreign_memory(used: Bytes, holders: Option<&[Holder]>, own: &OwnPids) -> Option<Bytes> {
    if own.is_empty() {
        return Some(used);
    }
    let holders = holders?;
    // A worker that is not listed yet, or never is in a container, holds memory all the same.
    let listed = |pid: &u32| holders.iter().any(|holder| holder.pid == *pid);
    if !own.0.keys().all(listed) {
        return None;
    }
    let ours: Option<Bytes> = holders.iter().filter(|holder| own.has(holder.pid)).map(|holder| holder.memory).sum();
    ours.map(|ours| used.saturating_sub(ours))
}

/// Who uses card `gpu` beside us: whoever has it open, and whoever was busy on it a moment ago.
pub fn users(gpu: &str, holders: &[Holder], shares: Option<&Shares>, own: &OwnPids) -> Vec<GpuUser> {
    let user = |pid: u32, program: Option<String>| GpuUser {
        pid,
        gpu: gpu.to_owned(),
        program,
        load_percent: shares.map(|shares| shares.get(&pid).copied().unwrap_or(0)),
    };
    let gone = shares.into_iter().flatten().map(|(pid, _)| *pid);
    let gone = gone.filter(|pid| holders.iter().all(|holder| holder.pid != *pid)).map(|pid| (pid, None));
    let here = holders.iter().map(|holder| (holder.pid, holder.program.clone()));
    here.chain(gone).filter(|(pid, _)| !own.has(*pid)).map(|(pid, program)| user(pid, program)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pids: &[u32]) -> OwnPids {
        let mut own = OwnPids::default();
        own.remember(pids, UnixMillis(10_000));
        own
    }

    fn holder(pid: u32, memory: Option<u64>) -> Holder {
        Holder { pid, memory: memory.map(Bytes), program: Some(format!("program {pid}")) }
    }

    #[test]
    fn foreign_load_is_what_others_use() {
        let both = Shares::from([(7, 55), (9, 40)]);
        assert_eq!(foreign_load(Some(96), Some(&both), &own(&[7])), Some(40));
        assert_eq!(foreign_load(Some(96), Some(&both), &own(&[])), Some(96), "nothing is ours");
        assert_eq!(foreign_load(Some(30), Some(&both), &own(&[])), Some(30), "never more than the whole");
        assert_eq!(foreign_load(None, Some(&both), &own(&[])), None);
    }

    #[test]
    fn without_samples_load_is_foreign_only_while_nothing_of_ours_runs() {
        assert_eq!(foreign_load(Some(80), None, &own(&[])), Some(80));
        assert_eq!(foreign_load(Some(80), None, &own(&[7])), None, "it may be ours");
        assert_eq!(foreign_load(Some(0), Some(&Shares::new()), &own(&[7])), Some(0));
    }

    #[test]
    fn a_worker_that_just_ended_is_still_ours() {
        let mut own = own(&[7]);
        let shares = Shares::from([(7, 50)]);
        own.remember(&[], UnixMillis(11_000));
        assert_eq!(foreign_load(Some(50), Some(&shares), &own), Some(0));
        own.remember(&[], UnixMillis(12_000));
        assert_eq!(foreign_load(Some(50), Some(&shares), &own), Some(50), "its pid may be anybody's now");
    }

    #[test]
    fn foreign_memory_is_what_we_do_not_hold() {
        let holders = [holder(7, Some(300)), holder(9, Some(500))];
        let memory = |holders, pids| foreign_memory(Bytes(1_000), holders, &own(pids));
        assert_eq!(memory(Some(&holders[..]), &[7]), Some(Bytes(700)), "the desktop's share belongs to no process");
        assert_eq!(memory(Some(&holders[1..]), &[7]), None, "a worker that is not listed may hold any of it");
        assert_eq!(memory(None, &[]), Some(Bytes(1_000)), "with no worker all of it is foreign");
        assert_eq!(memory(None, &[7]), None, "no list, and some may be ours");
        assert_eq!(memory(Some(&[holder(7, None)]), &[7]), None, "Windows does not tell it per process");
    }

    #[test]
    fn users_are_those_who_hold_it_and_those_who_were_busy() {
        let holders = [holder(7, None), holder(8, None), holder(9, None)];
        let told = |shares: Option<Shares>| -> Vec<(u32, bool, Option<u8>)> {
            let users = users("GPU-1", &holders, shares.as_ref(), &own(&[7]));
            users.into_iter().map(|user| (user.pid, user.program.is_some(), user.load_percent)).collect()
        };
        let shares = Shares::from([(7, 50), (9, 40), (11, 3)]);
        assert_eq!(told(Some(shares)), [(8, true, Some(0)), (9, true, Some(40)), (11, false, Some(3))]);
        assert_eq!(told(None), [(8, true, None), (9, true, None)]);
    }
}
