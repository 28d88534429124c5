//! How questions and answers of any kind travel: one frame each.

use crate::frames;
use futures::{AsyncRead, AsyncWrite, AsyncWriteExt};
use idlewatt_proto::limits::MESSAGE_BYTES;
use libp2p::{StreamProtocol, request_response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use std::marker::PhantomData;

/// A codec for one kind of question and its answer.
pub(crate) struct Codec<Q, A>(PhantomData<fn() -> (Q, A)>);

impl<Q, A> Default for Codec<Q, A> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<Q, A> Clone for Codec<Q, A> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<Q, A> request_response::Codec for Codec<Q, A>
where
    Q: Serialize + DeserializeOwned + Send + Sync + 'static,
    A: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    type Protocol = StreamProtocol;
    type Request = Q;
    type Response = A;

    async fn read_request<T: AsyncRead + Unpin + Send>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Q> {
        Ok(frames::read(io, MESSAGE_BYTES).await?)
    }

    async fn read_response<T: AsyncRead + Unpin + Send>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<A> {
        Ok(frames::read(io, MESSAGE_BYTES).await?)
    }

    async fn write_request<T: AsyncWrite + Unpin + Send>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        question: Q,
    ) -> io::Result<()> {
        frames::write(io, &question, MESSAGE_BYTES).await?;
        io.close().await
    }

    async fn write_response<T: AsyncWrite + Unpin + Send>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        answer: A,
    ) -> io::Result<()> {
        frames::write(io, &answer, MESSAGE_BYTES).await?;
        io.close().await
    }
}
