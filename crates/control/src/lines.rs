//! One JSON value per line, each line bounded: the framing of both sides.

use crate::limits::LINE_BYTES;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use std::marker::PhantomData;
use tokio_util::bytes::{Buf, BytesMut};
use tokio_util::codec::{Decoder, Encoder};

/// A line that is no message. The connection can go on after it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// It was skipped up to its end.
    #[error("a line is longer than {LINE_BYTES} bytes")]
    TooLong,
    /// It is not JSON, or not the JSON that belongs here.
    #[error("a line is no message: {0}")]
    Malformed(String),
}

/// Reads `In`, writes `Out`. What was read is a value or a [`LineError`]; the codec's own errors are the socket's,
/// because a framed reader ends with its first error and a bad line is no reason to hang up.
pub(crate) struct Lines<In, Out> {
    /// Bytes of the buffer that are known to hold no line's end.
    searched: usize,
    /// Within a line that is too long.
    skipping: bool,
    messages: PhantomData<fn(Out) -> In>,
}

impl<In, Out> Lines<In, Out> {
    pub(crate) fn new() -> Self {
        Self { searched: 0, skipping: false, messages: PhantomData }
    }
}

impl<In: DeserializeOwned, Out> Decoder for Lines<In, Out> {
    type Item = Result<In, LineError>;
    type Error = io::Error;

    fn decode(&mut self, buffer: &mut BytesMut) -> io::Result<Option<Self::Item>> {
        loop {
            let end = buffer[self.searched..].iter().position(|byte| *byte == b'\n').map(|at| at + self.searched);
            match end {
                Some(end) => {
                    let line = buffer.split_to(end + 1);
                    self.searched = 0;
                    if std::mem::take(&mut self.skipping) || end > LINE_BYTES {
                        return Ok(Some(Err(LineError::TooLong)));
                    }
                    if line.trim_ascii().is_empty() {
                        continue;
                    }
                    let read = serde_json::from_slice(&line);
                    return Ok(Some(read.map_err(|error| LineError::Malformed(error.to_string()))));
                }
                None if self.skipping || buffer.len() > LINE_BYTES => {
                    self.skipping = true;
                    self.searched = 0;
                    buffer.advance(buffer.len());
                    return Ok(None);
                }
                None => {
                    self.searched = buffer.len();
                    return Ok(None);
                }
            }
        }
    }

    /// A last line without its end was cut off by a dying sender: it is not a message.
    fn decode_eof(&mut self, buffer: &mut BytesMut) -> io::Result<Option<Self::Item>> {
        let item = self.decode(buffer)?;
        if item.is_none() {
            buffer.clear();
        }
        Ok(item)
    }
}

impl<In, Out: Serialize> Encoder<&Out> for Lines<In, Out> {
    type Error = io::Error;

    fn encode(&mut self, message: &Out, buffer: &mut BytesMut) -> io::Result<()> {
        let line = serde_json::to_vec(message)?;
        if line.len() > LINE_BYTES {
            let what = format!("a message of {} bytes exceeds the {LINE_BYTES} bytes of a line", line.len());
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        buffer.extend_from_slice(&line);
        buffer.extend_from_slice(b"\n");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{Request, Response};
    use proptest::prelude::*;

    type Server = Lines<Request, Response>;

    fn read_all(pieces: &[&[u8]]) -> Vec<Result<Request, LineError>> {
        let (mut lines, mut buffer, mut read) = (Server::new(), BytesMut::new(), Vec::new());
        for piece in pieces {
            buffer.extend_from_slice(piece);
            while let Some(item) = lines.decode(&mut buffer).expect("a decoder has no errors of its own") {
                read.push(item);
            }
            assert!(buffer.len() <= LINE_BYTES, "no more than a line is kept");
        }
        while let Some(item) = lines.decode_eof(&mut buffer).expect("a decoder has no errors of its own") {
            read.push(item);
        }
        read
    }

    #[test]
    fn a_line_in_pieces_is_one_message_and_a_cut_one_is_none() {
        let read = read_all(&[b"{\"request\":", b"\"status\"}\n\n \n{\"request\":\"resume\"}\r\n{\"requ"]);
        assert_eq!(read, [Ok(Request::Status), Ok(Request::Resume)]);
    }

    #[test]
    fn a_line_beyond_the_bound_is_skipped_and_the_next_is_read() {
        let long = vec![b'x'; LINE_BYTES - 1];
        let read = read_all(&[&long, b"xx", &long, b"x\n{\"request\":\"peers\"}\n"]);
        assert_eq!(read, [Err(LineError::TooLong), Ok(Request::Peers)]);
    }

    #[test]
    fn deep_nesting_is_refused_and_does_not_overflow_the_stack() {
        let deep = ["[".repeat(200_000), "\n".into()].concat();
        assert!(matches!(read_all(&[deep.as_bytes()])[..], [Err(LineError::Malformed(_))]));
    }

    proptest! {
        #[test]
        fn no_bytes_panic_the_decoder(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..20)) {
            read_all(&pieces.iter().map(Vec::as_slice).collect::<Vec<_>>());
        }

        #[test]
        fn no_json_panics_the_decoder(name in "[a-z-]{0,12}", key in "[a-z_]{0,10}", value in "[0-9a-f\"\\[\\]{}:,.e+-]{0,30}") {
            let line = format!("{{\"request\":\"{name}\",\"{key}\":{value}}}\n");
            prop_assert!(read_all(&[line.as_bytes()]).len() <= 1);
        }
    }
}
