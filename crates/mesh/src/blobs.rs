//! Scenes and results: who may have which, how they are sent, and how they are fetched.
//!
//! The bytes follow the reply bare. Their number was known before, from whoever named the blob, and no more is
//! read; what they are is settled by BLAKE3 over the whole before the file gets its name.

use crate::doors::{self, OpenError};
use crate::frames;
use crate::limits;
use crate::network::BLOB;
use crate::relay::Load;
use crate::slots::Slot;
use futures::{AsyncReadExt, AsyncWriteExt};
use idlewatt_proto::job::BlobRef;
use idlewatt_proto::stream::{BlobReply, BlobRequest};
use idlewatt_proto::{BlobHash, Bytes, NodeId};
use libp2p::{PeerId, Stream};
use libp2p_stream::Control;
use std::collections::{BTreeSet, HashMap};
use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};
use tokio::time::timeout;

/// As many blobs are on offer as can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} blobs are on offer already", limits::OFFERS)]
pub struct OffersFull;

/// Which file each peer may have.
#[derive(Clone, Default)]
pub(crate) struct Offers(Arc<Mutex<Offered>>);

type Offered = HashMap<(BlobHash, NodeId), (PathBuf, Bytes)>;

impl Offers {
    pub(crate) fn add(&self, blob: BlobRef, path: PathBuf, to: NodeId) -> Result<(), OffersFull> {
        let mut offers = self.lock();
        if offers.len() >= limits::OFFERS && !offers.contains_key(&(blob.hash, to)) {
            return Err(OffersFull);
        }
        offers.insert((blob.hash, to), (path, blob.size));
        Ok(())
    }

    pub(crate) fn remove(&self, hash: BlobHash, to: NodeId) {
        self.lock().remove(&(hash, to));
    }

    fn get(&self, hash: BlobHash, to: NodeId) -> Option<(PathBuf, Bytes)> {
        self.lock().get(&(hash, to)).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, Offered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place for a transfer, and the circuit that it runs over, if it does.
type Room = (Option<Slot>, Option<Load>);

/// Serves one stream of a peer.
pub(crate) async fn serve(to: NodeId, mut stream: Stream, room: Room, offers: Offers) {
    if let Err(error) = serve_one(to, &mut stream, room, &offers).await {
        tracing::debug!(to = %to.short(), %error, "a blob was not sent");
    }
}

async fn serve_one(to: NodeId, stream: &mut Stream, room: Room, offers: &Offers) -> io::Result<()> {
    let request = frames::read(stream, limits::BLOB_HEADER_BYTES);
    let BlobRequest { hash, offset } = timeout(limits::STREAM_OPENING, request).await??;
    let offer = offers.get(hash, to).filter(|(_, size)| offset <= size.0);
    let (slot, load) = &room;
    let (reply, source) = match (slot.is_some(), offer) {
        (false, _) => (BlobReply::Busy, None),
        (true, None) => (BlobReply::NotOffered, None),
        (true, Some((_, size))) if load.is_some() && size.0 > limits::RELAYED_BLOB => (BlobReply::NotOverRelays, None),
        (true, Some((path, size))) => match open_at(&path, offset).await {
            Ok(file) => (BlobReply::Sending { size }, Some((file, size))),
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "a blob on offer cannot be read");
                (BlobReply::NotOffered, None)
            }
        },
    };
    timeout(limits::STREAM_OPENING, frames::write(stream, &reply, limits::BLOB_HEADER_BYTES)).await??;
    if let Some((mut file, size)) = source {
        let mut chunk = vec![0; limits::BLOB_CHUNK];
        let mut left = size.0 - offset;
        while left > 0 {
            let most = chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let read = file.read(&mut chunk[..most]).await?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            timeout(limits::BLOB_STALL, stream.write_all(&chunk[..read])).await??;
            left -= read as u64;
        }
        timeout(limits::BLOB_STALL, stream.close()).await??;
    }
    // Kept to here: a transfer occupies its place to the end.
    drop(room);
    Ok(())
}

async fn open_at(path: &Path, offset: u64) -> io::Result<File> {
    let mut file = File::open(path).await?;
    file.seek(SeekFrom::Start(offset)).await?;
    Ok(file)
}

/// Why a blob is not here.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No stream could be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The peer does not have it, or not for us.
    #[error("the peer does not offer it")]
    NotOffered,
    /// There is no direct connection, and relays carry no bulk.
    #[error("there is no direct connection, and {} bytes are more than the {most} that go over a relay", .0.0, most = limits::RELAYED_BLOB)]
    OnlyRelayed(Bytes),
    /// The peer's blob of that name has another size: one of the two is wrong.
    #[error("expected {} bytes, the peer has {}", expected.0, offered.0)]
    WrongSize {
        /// As it was named.
        expected: Bytes,
        /// As it is offered.
        offered: Bytes,
    },
    /// The bytes that came are others. None are kept.
    #[error("the bytes received do not have the hash {}", .0.short())]
    WrongHash(BlobHash),
    /// Nothing moved for too long. What came is kept, and the next try goes on from there.
    #[error("the transfer stalled after {} bytes", .0.0)]
    Stalled(Bytes),
    /// The connection was lost. What came is kept.
    #[error("the connection was lost after {} bytes", .0.0)]
    Lost(Bytes),
    /// Somebody else here fetches it into the same file.
    #[error("it is being fetched already")]
    InHand,
    /// The file could not be written.
    #[error("{path:?} cannot be written: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
}

/// Fetches a blob from a connected peer into a file.
pub(crate) async fn fetch(
    control: &Control,
    from: PeerId,
    blob: BlobRef,
    into: &Path,
    mut progress: impl FnMut(u64),
) -> Result<(), FetchError> {
    let _in_hand = InHand::take(into)?;
    let mut part = Part::open(into, blob).await?;
    let resumed = part.have > 0;
    let settled = part.fill(control, from, &mut progress).await;
    match settled {
        // Perhaps it was our old part that was wrong: that is no reason to blame the peer.
        Err(FetchError::WrongHash(_)) if resumed => {
            let mut part = Part::open(into, blob).await?;
            part.fill(control, from, &mut progress).await
        }
        settled => settled,
    }
}

/// Files that are being fetched into: two hands would spoil each other's part.
static IN_HAND: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Keeps others out of a file until it is dropped.
struct InHand(PathBuf);

impl InHand {
    fn take(into: &Path) -> Result<Self, FetchError> {
        let taken = in_hand().insert(into.to_owned());
        if taken { Ok(Self(into.to_owned())) } else { Err(FetchError::InHand) }
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        in_hand().remove(&self.0);
    }
}

fn in_hand() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    IN_HAND.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that grows into a blob.
struct Part<'a> {
    blob: BlobRef,
    into: &'a Path,
    path: PathBuf,
    file: File,
    hasher: blake3::Hasher,
    have: u64,
}

impl<'a> Part<'a> {
    /// Opens the part of an earlier try, or a new one.
    async fn open(into: &'a Path, blob: BlobRef) -> Result<Self, FetchError> {
        let mut name = into.as_os_str().to_owned();
        name.push(".part");
        let path = PathBuf::from(name);
        let opening = async {
            let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).await?;
            if file.metadata().await?.len() > blob.size.0 {
                file.set_len(0).await?;
            }
            let mut part = Self { blob, into, path: path.clone(), file, hasher: blake3::Hasher::new(), have: 0 };
            let mut chunk = vec![0; limits::BLOB_CHUNK];
            loop {
                let read = part.file.read(&mut chunk).await?;
                if read == 0 {
                    return Ok(part);
                }
                part.hasher.update(&chunk[..read]);
                part.have += read as u64;
            }
        };
        opening.await.map_err(|source| FetchError::File { path: path.clone(), source })
    }

    /// Fetches what is missing and gives the file its name.
    async fn fill(
        &mut self,
        control: &Control,
        from: PeerId,
        progress: &mut impl FnMut(u64),
    ) -> Result<(), FetchError> {
        if self.have < self.blob.size.0 || self.blob.size.0 == 0 {
            let request = BlobRequest { hash: self.blob.hash, offset: self.have };
            let (mut stream, reply) = doors::open(control, from, BLOB, &request).await?;
            match reply {
                BlobReply::Sending { size } if size == self.blob.size => {}
                BlobReply::Sending { size } => {
                    return Err(FetchError::WrongSize { expected: self.blob.size, offered: size });
                }
                BlobReply::NotOffered => return Err(FetchError::NotOffered),
                BlobReply::NotOverRelays => return Err(FetchError::OnlyRelayed(self.blob.size)),
                BlobReply::Busy => return Err(OpenError::Busy.into()),
            }
            let received = self.receive(&mut stream, progress).await;
            // Buffered bytes reach the file even when the transfer failed: the next try counts on them.
            self.file.flush().await.map_err(|source| self.file_error(source))?;
            received?;
        }
        self.finish().await
    }

    async fn receive(&mut self, stream: &mut Stream, progress: &mut impl FnMut(u64)) -> Result<(), FetchError> {
        let mut chunk = vec![0; limits::BLOB_CHUNK];
        while self.have < self.blob.size.0 {
            let most = chunk.len().min(usize::try_from(self.blob.size.0 - self.have).unwrap_or(usize::MAX));
            let read = match timeout(limits::BLOB_STALL, stream.read(&mut chunk[..most])).await {
                Ok(Ok(read)) if read > 0 => read,
                Ok(_) => return Err(FetchError::Lost(Bytes(self.have))),
                Err(_) => return Err(FetchError::Stalled(Bytes(self.have))),
            };
            self.hasher.update(&chunk[..read]);
            self.file.write_all(&chunk[..read]).await.map_err(|source| self.file_error(source))?;
            self.have += read as u64;
            progress(self.have);
        }
        Ok(())
    }

    async fn finish(&mut self) -> Result<(), FetchError> {
        if *self.hasher.finalize().as_bytes() != self.blob.hash.0 {
            fs::remove_file(&self.path).await.map_err(|source| self.file_error(source))?;
            return Err(FetchError::WrongHash(self.blob.hash));
        }
        self.file.sync_all().await.map_err(|source| self.file_error(source))?;
        fs::rename(&self.path, self.into).await.map_err(|source| self.file_error(source))
    }

    fn file_error(&self, source: io::Error) -> FetchError {
        FetchError::File { path: self.path.clone(), source }
    }
}
