//! A named pipe that only its owner can open.

use crate::server::BindError;
use interprocess::os::windows::ToWtf16;
use interprocess::os::windows::named_pipe::tokio::{DuplexPipeStream, PipeListener};
use interprocess::os::windows::named_pipe::{PipeListenerOptions, pipe_mode};
use interprocess::os::windows::security_descriptor::SecurityDescriptor;
use std::io;
use std::os::windows::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything to the object's owner, nothing to anyone else. The default would let every user of the machine read.
const OWNER_ONLY: &str = "D:P(A;;GA;;;OW)";
/// `DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP`: no console, and no Ctrl-C from the one it was started in.
const DETACHED: u32 = 0x0000_0008 | 0x0000_0200;

pub(crate) type Stream = DuplexPipeStream<pipe_mode::Bytes>;

pub(crate) struct Acceptor(PipeListener<pipe_mode::Bytes, pipe_mode::Bytes>);

/// Pipes are the machine's, not the user's: two users may have folders of the same name.
pub(crate) fn endpoint(home: &Path) -> PathBuf {
    let user = std::env::var_os("USERNAME").unwrap_or_default();
    PathBuf::from(format!(r"\\.\pipe\idlewatt-{}", super::short_hash(&home.join(user))))
}

/// The user's data folder is closed to other users by inheritance.
pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

impl Acceptor {
    pub(crate) async fn bind(endpoint: &Path) -> Result<Self, BindError> {
        let listener = || {
            let owner_only = SecurityDescriptor::deserialize(&OWNER_ONLY.to_wtf_16().map_err(io::Error::other)?)?;
            // The first instance of the pipe claims its name: it fails where another process has it.
            PipeListenerOptions::new()
                .path(endpoint)
                .security_descriptor(Some(owner_only))
                .create_tokio_duplex::<pipe_mode::Bytes>()
        };
        match listener() {
            Ok(listener) => Ok(Self(listener)),
            Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::AddrInUse) => {
                Err(BindError::InUse { endpoint: endpoint.to_path_buf() })
            }
            Err(source) => Err(BindError::Socket { endpoint: endpoint.to_path_buf(), source }),
        }
    }

    pub(crate) async fn accept(&mut self) -> io::Result<Stream> {
        self.0.accept().await
    }
}

/// Fails with `NotFound` where no daemon runs.
pub(crate) async fn connect(endpoint: &Path) -> io::Result<Stream> {
    Stream::connect_by_path(endpoint).await
}

pub(crate) fn detach(command: &mut Command) {
    command.creation_flags(DETACHED);
}
