//! Linux: a descriptor of a process, which never means another one, whatever becomes of its number.

use rustix::fd::OwnedFd;
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

/// A way to end a process from any thread at any time.
#[derive(Debug)]
pub(crate) struct Handle(Option<OwnedFd>);

impl Handle {
    /// Of a child that is not yet waited for. Kernels before 5.3 have none, and leave it to the process's keeper.
    pub fn of(pid: Option<u32>) -> Self {
        let pid = pid.and_then(|pid| i32::try_from(pid).ok()).and_then(Pid::from_raw);
        Self(pid.and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok()))
    }

    /// Ends the process with all its threads. Nothing happens to one that has ended.
    pub fn kill(&self) {
        if let Some(process) = &self.0 {
            let _ = pidfd_send_signal(process, Signal::KILL);
        }
    }
}
