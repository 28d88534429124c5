//! Messages on a stream: a length of four bytes (big endian), then that many bytes of [`wire`].

use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use idlewatt_proto::wire;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;

/// Why no message came.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FrameError {
    /// The stream ended or broke.
    #[error("the stream broke: {0}")]
    Io(#[from] io::Error),
    /// What came is no message; the stream is of no use any more.
    #[error(transparent)]
    Decode(#[from] wire::DecodeError),
}

impl From<FrameError> for io::Error {
    fn from(error: FrameError) -> Self {
        match error {
            FrameError::Io(error) => error,
            FrameError::Decode(error) => io::Error::new(io::ErrorKind::InvalidData, error),
        }
    }
}

/// Reads the bytes of one message. The bound is checked before anything is allocated, and memory grows with
/// what really comes, not with what was announced.
pub(crate) async fn read_bytes<R: AsyncRead + Unpin>(io: &mut R, bound: usize) -> Result<Vec<u8>, FrameError> {
    let mut length = [0; 4];
    io.read_exact(&mut length).await?;
    let bytes = u32::from_be_bytes(length) as usize;
    if bytes > bound {
        return Err(wire::DecodeError::TooLong { bytes, bound }.into());
    }
    let mut body = Vec::new();
    io.take(bytes as u64).read_to_end(&mut body).await?;
    if body.len() < bytes {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    Ok(body)
}

/// Reads one message.
pub(crate) async fn read<R: AsyncRead + Unpin, T: DeserializeOwned>(io: &mut R, bound: usize) -> Result<T, FrameError> {
    Ok(wire::decode(&read_bytes(io, bound).await?, bound)?)
}

/// Writes one message. One of ours above the bound is an error here, before a byte of it leaves.
pub(crate) async fn write<W: AsyncWrite + Unpin, T: Serialize>(
    io: &mut W,
    message: &T,
    bound: usize,
) -> Result<(), FrameError> {
    write_bytes(io, &wire::encode(message), bound).await
}

/// Writes bytes that are a message already.
pub(crate) async fn write_bytes<W: AsyncWrite + Unpin>(
    io: &mut W,
    body: &[u8],
    bound: usize,
) -> Result<(), FrameError> {
    if body.len() > bound {
        return Err(wire::DecodeError::TooLong { bytes: body.len(), bound }.into());
    }
    // One write for both: with two, the length would travel in a packet of its own.
    let frame = [&(body.len() as u32).to_be_bytes()[..], body].concat();
    io.write_all(&frame).await?;
    io.flush().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::executor::block_on;
    use futures::io::Cursor;
    use idlewatt_proto::stream::ToProvider;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_a_message_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = block_on(read::<_, ToProvider>(&mut Cursor::new(&bytes), 200));
        }

        #[test]
        fn bytes_come_back_whole_and_cut_ones_do_not(body in prop::collection::vec(any::<u8>(), 0..300), cut in 1usize..300) {
            let mut wire = Vec::new();
            block_on(write_bytes(&mut wire, &body, 300)).expect("within the bound");
            prop_assert_eq!(&block_on(read_bytes(&mut Cursor::new(&wire), 300)).expect("whole"), &body);
            wire.truncate(wire.len().saturating_sub(cut));
            prop_assert!(matches!(block_on(read_bytes(&mut Cursor::new(&wire), 300)), Err(FrameError::Io(_))));
        }
    }

    #[test]
    fn an_announced_giant_is_refused_unseen() {
        let announced = u32::MAX.to_be_bytes();
        let read = block_on(read_bytes(&mut Cursor::new(announced), MESSAGE));
        assert!(matches!(read, Err(FrameError::Decode(wire::DecodeError::TooLong { .. }))));
    }

    const MESSAGE: usize = idlewatt_proto::limits::MESSAGE_BYTES;
}
