//! Linux: Landlock for files and TCP, seccomp for everything else that leads out, and the back seat for the rest.

use super::{Grounds, Lacking};
use crate::limits::NICE;
use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
    RulesetStatus, Scope, path_beneath_rules,
};
use rustix::process::{Resource, Rlimit, Signal};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};
use std::path::PathBuf;

/// The newest Landlock whose rules were thought through here. An older kernel enforces what it knows.
const RULES: ABI = ABI::V7;

/// What Vulkan's loader and drivers read: libraries, their lists, what kind of card sits in which slot.
const SYSTEM: &[&str] = &[
    "/etc/drirc",
    "/etc/glvnd",
    "/etc/ld.so.cache",
    "/etc/nvidia",
    "/etc/vulkan",
    "/etc/xdg/vulkan",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/opt",
    "/proc/cpuinfo",
    "/proc/devices",
    "/proc/driver/nvidia",
    "/proc/meminfo",
    "/proc/modules",
    "/proc/self",
    "/proc/sys/kernel",
    "/proc/sys/vm",
    "/proc/version",
    "/run/opengl-driver",
    "/sys",
    "/usr",
    "/var/lib/dkms",
];

/// What drivers talk to their cards through.
const DEVICES: &[&str] = &[
    "/dev/dri",
    "/dev/kfd",
    "/dev/null",
    "/dev/nvidia-caps",
    "/dev/nvidia-modeset",
    "/dev/nvidia-uvm",
    "/dev/nvidia-uvm-tools",
    "/dev/nvidiactl",
    "/dev/udmabuf",
    "/dev/urandom",
    "/dev/zero",
];
/// `/dev/nvidia0` and so on.
const NVIDIA_CARDS: u32 = 16;

/// Variables of ours that say where else drivers lie.
const DRIVERS: &[&str] = &["LD_LIBRARY_PATH", "VK_DRIVER_FILES", "VK_ADD_DRIVER_FILES", "VK_ICD_FILENAMES"];

/// A folder that the foreman made for what Mesa compiles for this one job.
const SHADER_CACHE: &str = "MESA_SHADER_CACHE_DIR";

pub fn enter(grounds: &Grounds) -> Result<(), Lacking> {
    take_the_back_seat();
    let files = shut_in(grounds);
    let calls = forbid_calls();
    match (files, calls) {
        (Ok(RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced), Ok(())) => Ok(()),
        (Ok(RulesetStatus::NotEnforced), Ok(())) => Err("this kernel has no Landlock: files can be read".into()),
        (Err(error), _) => Err(format!("the rules for files were refused: {error}")),
        (_, Err(error)) => Err(format!("the filter of system calls was refused: {error}")),
    }
}

/// Everybody else goes first, for time and for memory; nobody finds a core file; and it dies with its parent even if
/// its standard input stays open in some other process. None of these can be refused in earnest, and none is vital.
fn take_the_back_seat() {
    let _ = rustix::process::nice(NICE);
    let _ = rustix::process::setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = rustix::process::set_parent_process_death_signal(Some(Signal::KILL));
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
}

fn shut_in(grounds: &Grounds) -> Result<RulesetStatus, RulesetError> {
    // Nothing may be executed: libraries are mapped, which this does not concern.
    let look = AccessFs::from_read(RULES) & !AccessFs::Execute;
    let talk = look | AccessFs::WriteFile | AccessFs::IoctlDev;
    let make = AccessFs::MakeReg | AccessFs::MakeDir | AccessFs::RemoveFile | AccessFs::RemoveDir;
    let write = look | make | AccessFs::WriteFile | AccessFs::Truncate | AccessFs::Refer;
    let cards = (0..NVIDIA_CARDS).map(|card| PathBuf::from(format!("/dev/nvidia{card}")));
    let devices = DEVICES.iter().map(PathBuf::from).chain(cards);
    let named = DRIVERS.iter().filter_map(std::env::var_os);
    let named: Vec<PathBuf> = named.flat_map(|paths| std::env::split_paths(&paths).collect::<Vec<_>>()).collect();
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(RULES))?
        .handle_access(AccessNet::from_all(RULES))?
        .scope(Scope::from_all(RULES))?
        .create()?
        // Paths that are not there are left out: one missing driver must not cost all the rules.
        .add_rules(path_beneath_rules(SYSTEM, look))?
        .add_rules(path_beneath_rules(named, look))?
        .add_rules(path_beneath_rules(devices, talk))?
        .add_rules(path_beneath_rules(&grounds.read, look))?
        .add_rules(path_beneath_rules(&grounds.write, write))?
        .add_rules(path_beneath_rules(std::env::var_os(SHADER_CACHE), write))?
        .restrict_self()?;
    Ok(status.ruleset)
}

/// Landlock knows TCP but no other way out: no sockets at all, no other programs, no looking into other processes,
/// and none of the calls by which kernels were broken into. They fail like a missing permission; drivers bear that.
fn forbid_calls() -> Result<(), seccompiler::Error> {
    let forbidden = [
        libc::SYS_socket,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_bpf,
        libc::SYS_io_uring_setup,
        libc::SYS_userfaultfd,
        libc::SYS_keyctl,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_mount,
        libc::SYS_unshare,
        libc::SYS_setns,
    ];
    let rules = forbidden.into_iter().map(|call| (call, Vec::new())).collect();
    let refuse = SeccompAction::Errno(libc::EPERM as u32);
    let filter =
        SeccompFilter::new(rules, SeccompAction::Allow, refuse, TargetArch::try_from(std::env::consts::ARCH)?)?;
    seccompiler::apply_filter(&BpfProgram::try_from(filter)?)
}
