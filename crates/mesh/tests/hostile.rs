//! Peers that lie, flood and stall, speaking libp2p by hand: they get errors, everyone else gets served.

mod common;

use common::*;
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use idlewatt_mesh::{ChannelError, ConnectError, Event, FetchError, Mesh, OpenError, limits as mesh_limits};
use idlewatt_proto::job::BlobRef;
use idlewatt_proto::negotiation::Answer;
use idlewatt_proto::reason::Refusal;
use idlewatt_proto::sign::Keypair;
use idlewatt_proto::stream::{BlobReply, BlobRequest, Door, ToProvider};
use idlewatt_proto::{BlobHash, Bytes, JobId, NodeId, wire};
use libp2p::multiaddr::Protocol;
use libp2p::swarm::SwarmEvent;
use libp2p::{Multiaddr, PeerId, Stream, StreamProtocol, SwarmBuilder, identity};
use tokio::sync::mpsc;

const NEGOTIATE: &str = "/idlewatt/negotiate/3";
const INDEX: &str = "/idlewatt/index/2";
const JOB: &str = "/idlewatt/job/6";
const BLOB: &str = "/idlewatt/blob/1";
const PROTOCOLS: [&str; 4] = [NEGOTIATE, INDEX, JOB, BLOB];

/// A peer that speaks libp2p and nothing else: what goes over its streams is up to the test.
struct Raw {
    control: libp2p_stream::Control,
    address: Multiaddr,
    key: Keypair,
}

impl Raw {
    /// Listens, and connects to a node if one is given.
    async fn start(seed: u8, listen: &str, to: Option<&Mesh>) -> Self {
        let key = key(seed);
        let pair = identity::Keypair::ed25519_from_bytes(key.secret()).expect("a key");
        let mut swarm = SwarmBuilder::with_existing_identity(pair)
            .with_tokio()
            .with_tcp(Default::default(), libp2p::noise::Config::new, libp2p::yamux::Config::default)
            .expect("tcp")
            .with_quic()
            .with_behaviour(|_| libp2p_stream::Behaviour::new())
            .expect("a behaviour")
            .build();
        let control = swarm.behaviour().new_control();
        swarm.listen_on(listen.parse().expect("an address")).expect("it listens");
        if let Some(to) = to {
            swarm.dial(to.addresses()[0].parse::<Multiaddr>().expect("an address")).expect("it dials");
        }
        let (mut address, mut connected) = (None, to.is_none());
        within("the raw peer", async {
            while address.is_none() || !connected {
                match swarm.select_next_some().await {
                    SwarmEvent::NewListenAddr { address: own, .. } => address = Some(own),
                    SwarmEvent::ConnectionEstablished { .. } => connected = true,
                    _ => {}
                }
            }
        })
        .await;
        tokio::spawn(async move {
            loop {
                swarm.select_next_some().await;
            }
        });
        Self { control, address: address.expect("it listens"), key }
    }

    async fn open(&self, to: &Mesh, protocol: &'static str) -> Stream {
        let mut control = self.control.clone();
        let opening = control.open_stream(peer_of(to), StreamProtocol::new(protocol));
        within("a stream", opening).await.expect("opened")
    }

    /// Opens the stream of a job as it should be.
    async fn open_job(&self, to: &Mesh) -> Stream {
        let mut stream = self.open(to, JOB).await;
        stream.write_all(&frame(&ToProvider::Open(JobId([9; 16])))).await.expect("written");
        let door = within("the answer", read_frame(&mut stream)).await;
        assert_eq!(wire::decode::<Door>(&door, 64), Ok(Door::Open));
        stream
    }

    fn node(&self) -> NodeId {
        self.key.node_id()
    }
}

fn peer_of(mesh: &Mesh) -> PeerId {
    let address: Multiaddr = mesh.addresses()[0].parse().expect("an address");
    match address.iter().last() {
        Some(Protocol::P2p(peer)) => peer,
        _ => panic!("no name"),
    }
}

fn frame<T: serde::Serialize>(message: &T) -> Vec<u8> {
    let body = wire::encode(message);
    [&(body.len() as u32).to_be_bytes()[..], &body].concat()
}

async fn read_frame(stream: &mut Stream) -> Vec<u8> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).await.expect("a length");
    let mut body = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut body).await.expect("a body");
    body
}

/// Reads until the other side has had enough; what it said until then.
async fn until_dropped(mut stream: Stream) -> Vec<u8> {
    let mut said = Vec::new();
    let _ = within("the end of a bad stream", stream.read_to_end(&mut said)).await;
    said
}

async fn still_serves(asker: &Mesh, provider: &Mesh) {
    let answer = within("an honest question", asker.ask(provider.node_id(), cfp("honest"))).await;
    assert_eq!(answer.expect("an answer"), refusal());
}

/// What no decoder takes: an announced 4 GiB, an announced 64 KiB + 1, rubbish in a right frame, a message with more
/// behind it.
fn rubbish() -> Vec<Vec<u8>> {
    let mut trailing = wire::encode(&ToProvider::Open(JobId([9; 16])));
    trailing.push(0);
    let in_frame = |body: &[u8]| [&(body.len() as u32).to_be_bytes()[..], body].concat();
    vec![
        u32::MAX.to_be_bytes().to_vec(),
        (idlewatt_proto::limits::ASK_BYTES as u32 + 1).to_be_bytes().to_vec(),
        in_frame(&[0xff; 200]),
        in_frame(&[]),
        in_frame(&trailing),
    ]
}

#[tokio::test]
async fn rubbish_on_any_protocol_costs_its_sender_the_stream() {
    for listen in TRANSPORTS {
        let [(asker, _events), (provider, events)] = pair(listen).await;
        refuse_all(events);
        let raw = Raw::start(66, listen, Some(&provider)).await;
        for protocol in PROTOCOLS {
            for bytes in rubbish() {
                let mut stream = raw.open(&provider, protocol).await;
                // It may be thrown out in the middle of the write.
                let _ = stream.write_all(&bytes).await;
                let _ = stream.flush().await;
                assert_eq!(until_dropped(stream).await, [], "{protocol} answered {bytes:02x?}");
            }
        }
        still_serves(&asker, &provider).await;
    }
}

#[tokio::test]
async fn rubbish_in_a_job_is_a_typed_error_and_the_end_of_it() {
    let ([(asker, _events), (provider, mut events)], listen) = (pair(QUIC).await, QUIC);
    let raw = Raw::start(66, listen, Some(&provider)).await;
    // The empty frame is a goodbye here.
    for bytes in rubbish().into_iter().filter(|bytes| bytes != &[0; 4]) {
        let mut stream = raw.open_job(&provider).await;
        let Some(Event::JobOpened { from, mut channel, .. }) = within("the event", events.recv()).await else {
            panic!("no job");
        };
        assert_eq!(from, raw.node());
        stream.write_all(&bytes).await.expect("written");
        stream.flush().await.expect("flushed");
        let came = within("the error", channel.recv()).await;
        assert!(matches!(came, Some(Err(ChannelError::Malformed(_)))), "{bytes:02x?}: {came:?}");
        assert_eq!(within("the end", channel.recv()).await, None);
        until_dropped(stream).await;
    }
    refuse_all(events);
    still_serves(&asker, &provider).await;
}

#[tokio::test]
async fn a_job_stream_that_just_ends_was_lost() {
    for listen in TRANSPORTS {
        let (provider, mut events) = start(config(2, listen)).await;
        let raw = Raw::start(66, listen, Some(&provider)).await;
        for cut in [&[][..], &[0, 0], &[0, 0, 0, 9, 1, 2]] {
            let mut stream = raw.open_job(&provider).await;
            let Some(Event::JobOpened { mut channel, .. }) = within("the event", events.recv()).await else {
                panic!("no job");
            };
            stream.write_all(cut).await.expect("written");
            stream.close().await.expect("closed");
            assert_eq!(within("the loss", channel.recv()).await, Some(Err(ChannelError::Closed)));
        }
    }
}

#[tokio::test]
async fn silent_streams_hold_their_own_places_only_and_not_for_ever() {
    let [(asker, _events), (provider, mut events)] = pair(QUIC).await;
    let raw = Raw::start(66, QUIC, Some(&provider)).await;
    let mut silent = Vec::new();
    for protocol in PROTOCOLS {
        for _ in 0..20 {
            let mut control = raw.control.clone();
            // Beyond the bound on streams per connection the opening itself waits; that is fine too.
            let opening = control.open_stream(peer_of(&provider), StreamProtocol::new(protocol));
            if let Ok(Ok(mut stream)) = tokio::time::timeout(std::time::Duration::from_secs(1), opening).await {
                // Something has to be said for the other side to see the stream at all.
                let _ = stream.write_all(&[0, 0]).await;
                let _ = stream.flush().await;
                silent.push(stream);
            }
        }
    }
    assert!(silent.len() > 20);
    let opened = within("an honest stream", asker.open_job(provider.node_id(), JobId([9; 16]))).await;
    assert!(opened.is_ok(), "{:?}", opened.err());
    assert!(matches!(within("the event", events.recv()).await, Some(Event::JobOpened { .. })));
    refuse_all(events);
    still_serves(&asker, &provider).await;
    for stream in silent {
        until_dropped(stream).await;
    }
    raw.open_job(&provider).await;
}

#[tokio::test]
async fn a_flood_of_questions_reaches_the_daemon_at_the_allowed_rate_only() {
    const QUESTIONS: usize = 400;
    let [(asker, _events), (provider, mut events)] = pair(QUIC).await;
    let (flooder, _flooder_events) = start(config(66, QUIC)).await;
    flooder.remember(provider.node_id(), &provider.addresses()).await.expect("the mesh runs");
    let (counted, count) = tokio::sync::watch::channel(0u32);
    let from = flooder.node_id();
    tokio::spawn(async move {
        while let Some(event) = events.recv().await {
            if let Event::Asked { from: asker, reply, .. } = event {
                counted.send_modify(|count| *count += u32::from(asker == from));
                reply.send(refusal());
            }
        }
    });
    let began = std::time::Instant::now();
    let mut busy = 0;
    // One after the other, so that none is lost to the bound on questions at once.
    for _ in 0..QUESTIONS {
        match within("an answer", flooder.ask(provider.node_id(), cfp("flood"))).await {
            Ok(Answer::Refuse(Refusal::Busy)) => busy += 1,
            Ok(answer) => assert_eq!(answer, refusal()),
            Err(error) => panic!("{error}"),
        }
    }
    let allowed = mesh_limits::REQUEST_BURST + began.elapsed().as_secs_f64() * mesh_limits::REQUESTS_PER_SECOND;
    let reached = *count.borrow();
    assert!(f64::from(reached) <= allowed + 1.0, "{reached} questions got through");
    assert_eq!(busy + reached as usize, QUESTIONS);
    still_serves(&asker, &provider).await;
}

#[tokio::test]
async fn while_the_daemon_does_not_listen_peers_hear_that_it_is_busy() {
    let (provider, mut unread) = start(config(2, QUIC)).await;
    let mut askers = Vec::new();
    // Together they may ask half as much again as there is room for.
    for seed in 0..(mesh_limits::EVENTS * 3 / 2 / mesh_limits::REQUESTS_PER_CONNECTION) as u8 {
        let (asker, _) = start(config(100 + seed, QUIC)).await;
        asker.remember(provider.node_id(), &provider.addresses()).await.expect("the mesh runs");
        askers.push(asker);
    }
    let each = 0..mesh_limits::REQUESTS_PER_CONNECTION;
    let mut questions: futures::stream::FuturesUnordered<_> =
        askers.iter().flat_map(|asker| each.clone().map(|_| asker.ask(provider.node_id(), cfp("x")))).collect();
    for _ in mesh_limits::EVENTS..questions.len() {
        let answer = within("a refusal", questions.next()).await.expect("asked").expect("an answer");
        assert_eq!(answer, Answer::Refuse(Refusal::Busy));
    }
    for _ in 0..mesh_limits::EVENTS {
        let Some(Event::Asked { reply, .. }) = within("a question", unread.recv()).await else { panic!("no question") };
        reply.send(refusal());
        assert_eq!(within("an answer", questions.next()).await.expect("asked").expect("an answer"), refusal());
    }
}

#[tokio::test]
async fn many_questions_at_once_are_errors_or_answers_and_hurt_nobody_else() {
    let [(asker, _events), (provider, events)] = pair(TCP).await;
    refuse_all(events);
    let raw = Raw::start(66, TCP, Some(&provider)).await;
    let mut streams = Vec::new();
    for _ in 0..50 {
        let mut control = raw.control.clone();
        let opening = control.open_stream(peer_of(&provider), StreamProtocol::new(NEGOTIATE));
        if let Ok(Ok(mut stream)) = tokio::time::timeout(std::time::Duration::from_secs(1), opening).await {
            // 64 KiB announced, and half of it sent.
            let _ = stream.write_all(&[&65_536u32.to_be_bytes()[..], &[7; 32_768]].concat()).await;
            let _ = stream.flush().await;
            streams.push(stream);
        }
    }
    still_serves(&asker, &provider).await;
    for stream in streams {
        assert_eq!(until_dropped(stream).await, []);
    }
    still_serves(&asker, &provider).await;
}

#[tokio::test]
async fn a_liar_under_another_name_is_not_connected_to() {
    let raw = Raw::start(66, QUIC, None).await;
    let (asker, _events) = start(config(1, QUIC)).await;
    let victim = key(5).node_id();
    asker.remember(victim, &[raw.address.to_string()]).await.expect("the mesh runs");
    let asked = within("the error", asker.ask(victim, cfp("x"))).await;
    assert!(matches!(asked, Err(idlewatt_mesh::AskError::Unreachable(ConnectError::Failed(_)))), "{asked:?}");
    assert_eq!(asker.peers(), []);
}

/// A source of blobs that says what the test wants: the reply, then bytes, then (perhaps) the end.
struct Source {
    reply: Vec<u8>,
    bytes: Vec<u8>,
    end: bool,
}

/// Fetches from a raw peer that serves one stream after the other like this.
async fn fetch_from(source: Source, blob: BlobRef) -> (Result<(), FetchError>, Option<Vec<u8>>, Option<Vec<u8>>) {
    let mut raw = Raw::start(66, QUIC, None).await;
    let mut incoming = raw.control.accept(StreamProtocol::new(BLOB)).expect("once");
    let (held, mut holding) = mpsc::channel(16);
    tokio::spawn(async move {
        while let Some((_, mut stream)) = incoming.next().await {
            wire::decode::<BlobRequest>(&read_frame(&mut stream).await, 64).expect("a request");
            let _ = stream.write_all(&source.reply).await;
            let _ = stream.write_all(&source.bytes).await;
            let _ = stream.flush().await;
            if source.end {
                let _ = stream.close().await;
            }
            let _ = held.send(stream).await;
        }
    });
    let folder = tempfile::tempdir().expect("a folder");
    let into = folder.path().join("into");
    let (asker, _events) = start(config(1, QUIC)).await;
    asker.remember(raw.node(), &[raw.address.to_string()]).await.expect("the mesh runs");
    let fetched = within("the fetch", asker.fetch_blob(raw.node(), blob, &into, |_| ())).await;
    drop(holding.try_recv());
    (fetched, std::fs::read(&into).ok(), std::fs::read(folder.path().join("into.part")).ok())
}

const CONTENT: &[u8] = b"what was asked for";

fn named() -> BlobRef {
    BlobRef { hash: BlobHash::of(CONTENT), size: Bytes(CONTENT.len() as u64) }
}

fn sending(bytes: &[u8], end: bool) -> Source {
    Source { reply: frame(&BlobReply::Sending { size: named().size }), bytes: bytes.to_vec(), end }
}

#[tokio::test]
async fn a_source_that_stalls_is_told_from_one_that_leaves() {
    let (fetched, file, part) = fetch_from(sending(&CONTENT[..4], false), named()).await;
    assert!(matches!(fetched, Err(FetchError::Stalled(Bytes(4)))), "{fetched:?}");
    assert_eq!((file, part.as_deref()), (None, Some(&CONTENT[..4])));

    let (fetched, file, part) = fetch_from(sending(&CONTENT[..4], true), named()).await;
    assert!(matches!(fetched, Err(FetchError::Lost(Bytes(4)))), "{fetched:?}");
    assert_eq!((file, part.as_deref()), (None, Some(&CONTENT[..4])));
}

#[tokio::test]
async fn no_more_is_taken_than_was_named() {
    let endless = [CONTENT, &vec![7; 1_000_000]].concat();
    let (fetched, file, _) = fetch_from(sending(&endless, false), named()).await;
    fetched.expect("the right bytes came first");
    assert_eq!(file.as_deref(), Some(CONTENT));

    let (fetched, file, part) = fetch_from(sending(&vec![7; 1_000_000], false), named()).await;
    assert!(matches!(fetched, Err(FetchError::WrongHash(_))), "{fetched:?}");
    assert_eq!((file, part), (None, None));
}

#[tokio::test]
async fn a_source_that_answers_rubbish_is_a_typed_error() {
    for reply in [u32::MAX.to_be_bytes().to_vec(), vec![0, 0, 0, 3, 9, 9, 9]] {
        let (fetched, file, _) = fetch_from(Source { reply, bytes: vec![], end: false }, named()).await;
        assert!(matches!(fetched, Err(FetchError::Open(OpenError::Malformed(_)))), "{fetched:?}");
        assert_eq!(file, None);
    }
    let bigger = frame(&BlobReply::Sending { size: Bytes(u64::MAX) });
    let (fetched, file, _) = fetch_from(Source { reply: bigger, bytes: vec![7; 100], end: false }, named()).await;
    assert!(matches!(fetched, Err(FetchError::WrongSize { .. })), "{fetched:?}");
    assert_eq!(file, None);
}
