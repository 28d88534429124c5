//! What differs between systems: which environment a worker needs, how it is started and killed, what it takes.

#[cfg(not(any(unix, windows)))]
compile_error!("workers can be supervised on Unix and Windows only");
#[cfg_attr(target_os = "linux", path = "platform/handle_linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "platform/handle_other.rs")]
mod handle;
#[cfg_attr(unix, path = "platform/unix.rs")]
#[cfg_attr(windows, path = "platform/windows.rs")]
mod system;

pub(crate) use handle::Handle;
pub(crate) use system::{ENVIRONMENT, kill_group, make_private, prepare, resident_bytes};
