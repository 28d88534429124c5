//! Which processes use cards, from `/proc/PID/fdinfo`.
//!
//! To find out whether a process has a card open, all of its files must be looked at, a system call each. Programs
//! open a card soon after they start or not at all, so the wait between looks at a process grows with its age, and
//! only those who have one are read each time.

use super::files::program;
use crate::cards::foreign::Holder;
use crate::limits::{FDINFO_BYTES, FDINFO_LIST_MS, FDINFO_OPEN_WAIT_MS, FDINFO_WAIT_MAX_MS, FDINFO_WAIT_MS};
use idlewatt_proto::{Bytes, UnixMillis};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A process on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The card's place on the PCI bus.
    pub pdev: String,
    pub pid: u32,
    /// Share of time that its busiest kind of engine worked for it since the look before, in percent; `None` where
    /// the kernel does not tell.
    pub share: Option<u8>,
    /// What it holds of the card's own memory.
    pub memory: Option<Bytes>,
}

impl Use {
    pub fn holder(&self, proc: &Path) -> Holder {
        Holder { pid: self.pid, memory: self.memory, program: program(proc, self.pid) }
    }
}

/// A process and its open cards.
#[derive(Debug)]
struct Process {
    files: Vec<String>,
    looked_at: UnixMillis,
    wait_ms: u64,
}

/// One opening of a card, which may be shared by several files and processes.
type Client = (String, u64);

/// By engine: how long it was busy for the client, of how much where that is not nanoseconds.
type Busy = BTreeMap<String, (u64, Option<u64>)>;

/// All processes that use cards.
#[derive(Debug)]
pub struct Clients {
    proc: PathBuf,
    processes: BTreeMap<u32, Process>,
    listed_at: Option<UnixMillis>,
    before: HashMap<Client, Busy>,
    before_at: Option<UnixMillis>,
}

impl Clients {
    pub fn new(proc: PathBuf) -> Self {
        Self { proc, processes: BTreeMap::new(), listed_at: None, before: HashMap::new(), before_at: None }
    }

    /// Who uses which card now. `None`: nothing to compare with yet.
    pub fn look(&mut self, now: UnixMillis) -> Option<Vec<Use>> {
        if !self.listed_at.is_some_and(|at| at <= now && now.since_ms(at) < FDINFO_LIST_MS) {
            self.list(now);
            self.listed_at = Some(now);
        }
        let before = std::mem::take(&mut self.before);
        let span_ms = self.before_at.replace(now).map_or(0, |at| now.since_ms(at));
        let mut sums: BTreeMap<(String, u32), Sum> = BTreeMap::new();
        for (pid, process) in &mut self.processes {
            let folder = self.proc.join(pid.to_string()).join("fdinfo");
            let mut own_clients: Vec<Client> = Vec::new();
            process.files.retain(|file| {
                let Some(info) = Info::read(&folder.join(file)) else { return false };
                let client = (info.pdev, info.client);
                // Programs open a card several times by copying; one file of each opening is enough until the next look.
                if own_clients.contains(&client) {
                    return false;
                }
                own_clients.push(client.clone());
                // Of processes that share one, the first stands for all.
                if self.before.contains_key(&client) {
                    return true;
                }
                let sum = sums.entry((client.0.clone(), *pid)).or_default();
                sum.memory = sum.memory.into_iter().chain(info.memory).reduce(Bytes::saturating_add);
                sum.is_told |= !info.busy.is_empty();
                if let Some(before) = before.get(&client) {
                    sum.add(before, &info.busy, &info.capacities, span_ms);
                }
                self.before.insert(client, info.busy);
                true
            });
        }
        let user = |((pdev, pid), sum): ((String, u32), Sum)| Use { pdev, pid, share: sum.share(), memory: sum.memory };
        (span_ms > 0).then(|| sums.into_iter().map(user).collect())
    }

    fn list(&mut self, now: UnixMillis) {
        let mut known = std::mem::take(&mut self.processes);
        let entries = fs::read_dir(&self.proc).into_iter().flatten().flatten();
        for pid in entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()) {
            let process = match known.remove(&pid) {
                Some(process) if process.looked_at <= now && now.since_ms(process.looked_at) < process.wait_ms => {
                    process
                }
                // Who has one open may open another. They are few, and have many files.
                Some(process) if !process.files.is_empty() => self.process(pid, now, FDINFO_OPEN_WAIT_MS),
                Some(process) => self.process(pid, now, (process.wait_ms * 2).min(FDINFO_WAIT_MAX_MS)),
                None => self.process(pid, now, FDINFO_WAIT_MS),
            };
            self.processes.insert(pid, process);
        }
    }

    fn process(&self, pid: u32, now: UnixMillis, wait_ms: u64) -> Process {
        let folder = self.proc.join(pid.to_string()).join("fd");
        // Other users' processes do not let us look.
        let files = fs::read_dir(folder).into_iter().flatten().flatten();
        let is_card = |link: PathBuf| link.starts_with("/dev/dri");
        let cards = files.filter(|file| fs::read_link(file.path()).is_ok_and(is_card));
        let files = cards.filter_map(|file| file.file_name().into_string().ok()).collect();
        Process { files, looked_at: now, wait_ms }
    }
}

/// What a process does through all of its openings of a card.
#[derive(Debug, Default)]
struct Sum {
    memory: Option<Bytes>,
    is_told: bool,
    /// Share of time by engine, 0 to 1.
    engines: BTreeMap<String, f64>,
}

impl Sum {
    fn add(&mut self, before: &Busy, busy: &Busy, capacities: &BTreeMap<String, u64>, span_ms: u64) {
        for (engine, (now, of_now)) in busy {
            let Some((then, of_then)) = before.get(engine) else { continue };
            let of = match (of_now, of_then) {
                (Some(now), Some(then)) => now.saturating_sub(*then),
                _ => span_ms * 1_000_000,
            };
            let capacity = capacities.get(engine).copied().unwrap_or(1).max(1);
            let share = now.saturating_sub(*then) as f64 / (of.max(1) as f64 * capacity as f64);
            *self.engines.entry(engine.clone()).or_default() += share;
        }
    }

    fn share(&self) -> Option<u8> {
        let most = self.engines.values().copied().fold(0.0, f64::max);
        self.is_told.then_some((most * 100.0).round().clamp(0.0, 100.0) as u8)
    }
}

/// What one file of `fdinfo` says of an open card.
#[derive(Debug, Default, PartialEq, Eq)]
struct Info {
    pdev: String,
    client: u64,
    busy: Busy,
    capacities: BTreeMap<String, u64>,
    memory: Option<Bytes>,
}

impl Info {
    fn read(path: &Path) -> Option<Self> {
        let mut text = String::new();
        File::open(path).ok()?.take(FDINFO_BYTES).read_to_string(&mut text).ok()?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Option<Self> {
        let (mut info, mut resident, mut allotted) = (Self::default(), None, None);
        let mut client = None;
        let mut cycles: BTreeMap<&str, u64> = BTreeMap::new();
        let mut all_cycles: BTreeMap<&str, u64> = BTreeMap::new();
        for (key, value) in text.lines().filter_map(|line| line.strip_prefix("drm-")?.split_once(':')) {
            let (value, mut words) = (value.trim(), value.split_whitespace());
            let number = words.next().and_then(|word| word.parse::<u64>().ok());
            let bytes = number.and_then(|number| match words.next() {
                Some("KiB") => number.checked_mul(1 << 10),
                Some("MiB") => number.checked_mul(1 << 20),
                _ => Some(number),
            });
            let add = |sum: &mut Option<Bytes>| {
                *sum = sum.iter().copied().chain(bytes.map(Bytes)).reduce(Bytes::saturating_add)
            };
            match key {
                "pdev" => info.pdev = value.to_owned(),
                "client-id" => client = number,
                _ if is_own_memory(key.strip_prefix("resident-")) => add(&mut resident),
                _ if is_own_memory(key.strip_prefix("memory-")) => add(&mut allotted),
                _ => {
                    let Some(number) = number else { continue };
                    // The longer prefix first, of which the shorter is the begin.
                    if let Some(engine) = key.strip_prefix("engine-capacity-") {
                        info.capacities.insert(engine.to_owned(), number);
                    } else if let Some(engine) = key.strip_prefix("engine-").filter(counts) {
                        info.busy.insert(engine.to_owned(), (number, None));
                    } else if let Some(engine) = key.strip_prefix("total-cycles-") {
                        all_cycles.insert(engine, number);
                    } else if let Some(engine) = key.strip_prefix("cycles-").filter(counts) {
                        cycles.insert(engine, number);
                    }
                }
            }
        }
        for (engine, cycles) in cycles {
            // A frequency for it would have to be guessed, so cycles count only beside their sum.
            if let Some(all) = all_cycles.get(engine) {
                info.busy.entry(engine.to_owned()).or_insert((cycles, Some(*all)));
            }
        }
        info.client = client.filter(|_| !info.pdev.is_empty())?;
        info.memory = resident.or(allotted);
        Some(info)
    }
}

/// The card's own memory is `vram` to amdgpu, `vram0` to xe and `local0` to i915.
fn is_own_memory(region: Option<&str>) -> bool {
    region.is_some_and(|region| region.starts_with("vram") || region.starts_with("local"))
}

/// Films have engines of their own, and disturb and are disturbed by nobody.
fn counts(engine: &&str) -> bool {
    !["dec", "enc", "jpeg", "vpe", "video", "vcs", "vecs"].iter().any(|film| engine.starts_with(film))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_amdgpu_writes() {
        let text = "pos:\t0\nflags:\t02100002\ndrm-driver:\tamdgpu\ndrm-client-id:\t25\ndrm-pdev:\t0000:03:00.0\n\
            pasid:\t32770\ndrm-memory-vram:\t1000 KiB\ndrm-resident-vram:\t2 MiB\ndrm-memory-gtt:\t8 KiB\n\
            drm-engine-gfx:\t1234567 ns\ndrm-engine-dec:\t999 ns\n";
        let info = Info::parse(text).expect("a card");
        assert_eq!((info.pdev.as_str(), info.client, info.memory), ("0000:03:00.0", 25, Some(Bytes(2 << 20))));
        assert_eq!(info.busy, Busy::from([("gfx".to_owned(), (1_234_567, None))]));
        let old = text.replace("drm-resident-vram:\t2 MiB\n", "");
        assert_eq!(Info::parse(&old).expect("a card").memory, Some(Bytes(1000 << 10)), "kernels before 6.13");
    }

    #[test]
    fn reads_what_xe_and_i915_write() {
        let xe = "drm-driver:\txe\ndrm-client-id:\t7\ndrm-pdev:\t0000:00:02.0\ndrm-cycles-rcs:\t50\n\
            drm-total-cycles-rcs:\t200\ndrm-engine-capacity-ccs:\t4\ndrm-cycles-ccs:\t9\ndrm-resident-vram0:\t5 MiB\n";
        let info = Info::parse(xe).expect("a card");
        assert_eq!(
            info.busy,
            Busy::from([("rcs".to_owned(), (50, Some(200)))]),
            "cycles of an unknown sum are left out"
        );
        assert_eq!((info.capacities["ccs"], info.memory), (4, Some(Bytes(5 << 20))));
        let i915 = "drm-client-id: 7\ndrm-pdev: 0000:00:02.0\ndrm-engine-render: 5 ns\ndrm-engine-video: 6 ns\n\
            drm-engine-capacity-video: 2\ndrm-resident-local0: 3 KiB\n";
        let info = Info::parse(i915).expect("a card");
        assert_eq!((info.busy.len(), info.busy["render"], info.memory), (1, (5, None), Some(Bytes(3 << 10))));
        assert_eq!(Info::parse("pos:\t0\nflags:\t02\n"), None, "any other file");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "((drm-)?(engine-|cycles-|total-cycles-|resident-|pdev|client-id)?[a-z]{0,4}:[ \t]?[0-9]{0,25} ?(ns|KiB)?\n){0,20}") {
            let _ = Info::parse(&text);
        }
    }
}
