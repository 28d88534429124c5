//! The listening socket and its connections.

use crate::backend::Backend;
use crate::crowd::{Crowd, Guest};
use crate::guard::{Gate, may_listen};
use crate::limits::{
    ACCEPT_AGAIN, BUFFER_BYTES, CLIENT_STALL, CONNECTIONS, FIRST_HEAD_WITHIN, GOODBYE, HEAD_BYTES, HEAD_WITHIN,
    LEAVES_WITHIN, REQUESTS, SOCKET_BYTES,
};
use crate::patience::Patient;
use crate::routes;
use hyper::Request;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::SockRef;
use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How the gateway is to be opened.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// What a client must send as `Authorization: Bearer KEY`. `None`: anybody on this machine may come.
    pub api_key: Option<String>,
    /// Web pages that may use it, as browsers write it: `https://chat.example`. None by default.
    pub origins: Vec<String>,
}

/// What requests are answered with.
pub struct Counter<B> {
    pub backend: Arc<B>,
    pub gate: Gate,
    pub requests: Arc<Semaphore>,
}

/// Answers clients until `stop`; then answers in hand have a moment to end. Dropping the future ends it at once.
///
/// Fails where [`may_listen`] says no, and where the listener is none.
pub async fn serve(
    listener: TcpListener,
    backend: impl Backend,
    config: Config,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    let key = config.api_key.as_deref();
    may_listen(address, key).map_err(|error| io::Error::new(io::ErrorKind::PermissionDenied, error))?;
    let counter = Arc::new(Counter {
        backend: Arc::new(backend),
        gate: Gate::new(address, key, &config.origins),
        requests: Arc::new(Semaphore::new(REQUESTS)),
    });
    let (ending, cut) = (CancellationToken::new(), CancellationToken::new());
    let _when_dropped = cut.clone().drop_guard();
    let tracker = TaskTracker::new();
    let (places, crowd) = (Arc::new(Semaphore::new(CONNECTIONS)), Arc::new(Crowd::default()));
    tokio::pin!(stop);
    loop {
        let (stream, place) = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &places, &crowd) => accepted,
        };
        let (counter, ending, cut) = (Arc::clone(&counter), ending.clone(), cut.clone());
        let guest = Arc::new(Guest::new(Arc::clone(&crowd)));
        tracker.spawn(async move {
            tokio::select! {
                () = converse(stream, counter, guest, ending) => {}
                () = cut.cancelled() => {}
            }
            drop(place);
        });
    }
    drop(listener);
    ending.cancel();
    tracker.close();
    if timeout(GOODBYE, tracker.wait()).await.is_err() {
        cut.cancel();
        tracker.wait().await;
    }
    Ok(())
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    crowd: &Crowd,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, place(places, crowd).await),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}

/// A place for one more. Connections that are only held open must not shut out those that ask.
async fn place(places: &Arc<Semaphore>, crowd: &Crowd) -> Option<OwnedSemaphorePermit> {
    loop {
        // Never closed, so there is always a permit in the end.
        tokio::select! {
            biased;
            place = Arc::clone(places).acquire_owned() => return place.ok(),
            () = crowd.send_away() => {}
        }
        if let Ok(place) = timeout(LEAVES_WITHIN, Arc::clone(places).acquire_owned()).await {
            return place.ok();
        }
    }
}

fn prepare(stream: &TcpStream) -> io::Result<()> {
    // Tokens are small and must not wait for more of them.
    stream.set_nodelay(true)?;
    SockRef::from(stream).set_send_buffer_size(SOCKET_BYTES)
}

/// One connection, to its end.
async fn converse<B: Backend>(
    stream: TcpStream,
    counter: Arc<Counter<B>>,
    guest: Arc<Guest>,
    ending: CancellationToken,
) {
    if let Err(error) = prepare(&stream) {
        tracing::debug!(%error, "a connection was gone at once");
        return;
    }
    // At first so that a head that is too long is answered.
    let lingers = Arc::new(AtomicBool::new(true));
    let service = service_fn(|request: Request<Incoming>| {
        let (counter, served, lingers) = (Arc::clone(&counter), guest.ask(), Arc::clone(&lingers));
        async move {
            let has_body = !request.body().is_end_stream();
            let reply = routes::answer(&counter, request).await;
            // A "no" may come before the end of what it is about.
            lingers.store(has_body && !reply.status().is_success(), Ordering::Relaxed);
            Ok::<_, Infallible>(served.until_over(reply))
        }
    });
    // Half-closed connections are not served (hyper's default): the end of the client's side is how a hang-up is seen.
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(BUFFER_BYTES)
        .max_header_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(Patient::new(stream, CLIENT_STALL, Arc::clone(&lingers))), service);
    let first_head = sleep(FIRST_HEAD_WITHIN);
    tokio::pin!(connection, first_head);
    let (mut first, mut closing) = (true, false);
    let ended = loop {
        tokio::select! {
            ended = connection.as_mut() => break ended,
            () = first_head.as_mut(), if first => first = false,
            () = ending.cancelled(), if !closing => closing = true,
            () = guest.leaves(), if !closing => (first, closing) = (false, true),
        }
        // Half of a first head may have come: nothing was promised to whoever sends so slowly.
        if !first && !guest.asked() {
            return;
        }
        if closing {
            lingers.store(false, Ordering::Relaxed);
            connection.as_mut().graceful_shutdown();
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}
