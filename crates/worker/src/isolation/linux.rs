//! Linux: niceness, death with the parent, no core dumps, and Landlock over files and TCP.

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetStatus,
};
use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setpriority_process, setrlimit};
use std::path::Path;

/// Where drivers and their parts lie. A missing one is left out: one unknown path must not undo all rules.
const READABLE: [&str; 12] = [
    "/usr",
    "/lib",
    "/lib64",
    "/etc/vulkan",
    "/etc/drirc",
    "/etc/ld.so.cache",
    "/proc/self",
    "/proc/driver",
    "/proc/cpuinfo",
    "/sys/dev",
    "/sys/devices",
    "/sys/class/drm",
];
/// Devices of graphics cards, and the memory that drivers share.
const DEVICES: [&str; 9] = [
    "/dev/dri",
    "/dev/nvidiactl",
    "/dev/nvidia0",
    "/dev/nvidia1",
    "/dev/nvidia2",
    "/dev/nvidia3",
    "/dev/nvidia-modeset",
    "/dev/shm",
    "/dev/null",
];

pub fn from_the_start() {
    // Each of these may be refused by an odd kernel; the worker then is a little less polite, and still a worker.
    let _ = set_parent_process_death_signal(Some(Signal::KILL));
    let _ = setpriority_process(None, 19);
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

pub fn lock_in(scratch: &Path, scene: &Path) -> Result<(), String> {
    let abi = ABI::V5;
    let read = AccessFs::from_read(abi);
    let all = AccessFs::from_all(abi);
    // Cards are spoken to through device files; everything but making new entries is allowed there.
    let device = read | AccessFs::WriteFile | AccessFs::IoctlDev;
    let rules = || -> Result<RulesetStatus, landlock::RulesetError> {
        let mut rules = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(all)?
            .handle_access(AccessNet::BindTcp | AccessNet::ConnectTcp)?
            .create()?;
        let grants = READABLE.iter().map(|path| (Path::new(path), read));
        let grants = grants.chain(DEVICES.iter().map(|path| (Path::new(path), device)));
        let grants = grants.chain([(scene, AccessFs::ReadFile.into()), (scratch, all)]);
        for (path, access) in grants {
            if let Ok(path_fd) = PathFd::new(path) {
                let access = if path.is_dir() { access } else { access & AccessFs::from_file(abi) };
                rules = rules.add_rule(PathBeneath::new(path_fd, access))?;
            }
        }
        Ok(rules.restrict_self()?.ruleset)
    };
    match rules() {
        Ok(RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced) => Ok(()),
        Ok(RulesetStatus::NotEnforced) => Err("this kernel has no Landlock".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
