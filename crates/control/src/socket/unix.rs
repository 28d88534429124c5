//! A Unix socket, mode 0600, whose both ends check that the other is the same user.

use crate::limits::SOCKET_PATH_BYTES;
use crate::server::BindError;
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tokio::net::{UnixListener, UnixStream};

pub(crate) type Stream = UnixStream;

pub(crate) struct Acceptor {
    listener: UnixListener,
    path: PathBuf,
}

/// In the home folder; under a hash in the run-time folder where that path would be too long for a socket.
pub(crate) fn endpoint(home: &Path) -> PathBuf {
    let inside = home.join("control.sock");
    if inside.as_os_str().len() <= SOCKET_PATH_BYTES {
        return inside;
    }
    let base = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.as_os_str().len() <= 40);
    let base = base.filter(|path| path.is_absolute()).unwrap_or_else(|| PathBuf::from("/tmp"));
    let user = rustix::process::geteuid().as_raw();
    base.join(format!("idlewatt-{user}")).join(super::short_hash(home))
}

pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// A folder of everyone's (`/tmp`) may hold a trap under our name.
fn check_owner(folder: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(folder)?;
    if found.is_dir() && found.uid() == rustix::process::geteuid().as_raw() && found.mode() & 0o022 == 0 {
        Ok(())
    } else {
        Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "the folder belongs to, or can be written by, somebody else",
        ))
    }
}

fn same_user(stream: &UnixStream) -> io::Result<bool> {
    Ok(stream.peer_cred()?.uid() == rustix::process::geteuid().as_raw())
}

impl Acceptor {
    pub(crate) async fn bind(endpoint: &Path) -> Result<Self, BindError> {
        let failed = |source| BindError::Socket { endpoint: endpoint.to_path_buf(), source };
        if let Some(folder) = endpoint.parent() {
            create_private_folder(folder).and_then(|()| check_owner(folder)).map_err(failed)?;
        }
        match UnixStream::connect(endpoint).await {
            Ok(_) => return Err(BindError::InUse { endpoint: endpoint.to_path_buf() }),
            // Nobody answers: the socket of a daemon that died.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                fs::remove_file(endpoint).map_err(failed)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
        let listener = UnixListener::bind(endpoint).map_err(failed)?;
        fs::set_permissions(endpoint, Permissions::from_mode(0o600)).map_err(failed)?;
        Ok(Self { listener, path: endpoint.to_path_buf() })
    }

    pub(crate) async fn accept(&mut self) -> io::Result<Stream> {
        loop {
            let (stream, _) = self.listener.accept().await?;
            // A stranger is hung up on without a word; so is one that vanished before it could be asked.
            if same_user(&stream).unwrap_or(false) {
                return Ok(stream);
            }
        }
    }
}

impl Drop for Acceptor {
    fn drop(&mut self) {
        // Whoever comes next removes it anyway, but would first have to knock.
        let _ = fs::remove_file(&self.path);
    }
}

/// Fails with `NotFound` or `ConnectionRefused` where no daemon runs.
pub(crate) async fn connect(endpoint: &Path) -> io::Result<Stream> {
    let stream = UnixStream::connect(endpoint).await?;
    if same_user(&stream)? {
        Ok(stream)
    } else {
        Err(io::Error::new(io::ErrorKind::PermissionDenied, "the socket belongs to another user"))
    }
}

/// A process group of its own, so that Ctrl-C in the terminal of whoever started it does not reach it.
pub(crate) fn detach(command: &mut Command) {
    command.process_group(0);
}
