//! A relay that lies, speaking the relay protocol by hand: whoever believes nothing of it loses nothing by it.

mod common;

use common::*;
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use idlewatt_mesh::{Mesh, RelayBounds, UseRelays};
use idlewatt_proto::reason::NoRelay;
use libp2p::swarm::{NetworkBehaviour, SwarmEvent};
use libp2p::{Multiaddr, PeerId, SwarmBuilder, identify, identity, relay};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// `STATUS`, of the messages to and from a relay.
const STATUS: u64 = 2;
const OK: u64 = 100;
const REFUSED: u64 = 200;
const NO_PLACE: u64 = 201;

#[derive(NetworkBehaviour)]
struct Lying {
    identify: identify::Behaviour,
    streams: libp2p_stream::Behaviour,
}

/// Answers to every question for a place with the same bytes, or with none.
struct Liar {
    address: String,
    asked: Arc<AtomicU32>,
}

impl Liar {
    async fn start(seed: u8, answer: impl Fn() -> Option<Vec<u8>> + Send + 'static) -> Self {
        let pair = identity::Keypair::ed25519_from_bytes(key(seed).secret()).expect("a key");
        let own = pair.public().to_peer_id();
        let identify = identify::Behaviour::new(identify::Config::new("/idlewatt/1".into(), pair.public()));
        let mut swarm = SwarmBuilder::with_existing_identity(pair)
            .with_tokio()
            .with_quic()
            .with_behaviour(|_| Lying { identify, streams: libp2p_stream::Behaviour::new() })
            .expect("a behaviour")
            .build();
        let mut control = swarm.behaviour().streams.new_control();
        let mut questions = control.accept(relay::HOP_PROTOCOL_NAME).expect("once");
        swarm.listen_on(QUIC.parse().expect("an address")).expect("it listens");
        let address = within("the liar", async {
            loop {
                if let SwarmEvent::NewListenAddr { address, .. } = swarm.select_next_some().await {
                    return address;
                }
            }
        })
        .await;
        tokio::spawn(async move {
            loop {
                swarm.select_next_some().await;
            }
        });
        let asked = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&asked);
        tokio::spawn(async move {
            let mut silent = Vec::new();
            while let Some((_, mut stream)) = questions.next().await {
                counted.fetch_add(1, Ordering::Relaxed);
                let mut question = [0; 64];
                let _ = stream.read(&mut question).await;
                match answer() {
                    Some(bytes) => {
                        let _ = stream.write_all(&bytes).await;
                        let _ = stream.close().await;
                    }
                    None => silent.push(stream),
                }
            }
        });
        Self { address: format!("{address}/p2p/{own}"), asked }
    }
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 127 {
        bytes.push(value as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

fn bytes(field: u64, content: &[u8]) -> Vec<u8> {
    [varint(field << 3 | 2), varint(content.len() as u64), content.to_vec()].concat()
}

fn framed(message: &[u8]) -> Vec<u8> {
    [varint(message.len() as u64), message.to_vec()].concat()
}

fn refusal_of(status: u64) -> Vec<u8> {
    framed(&[number(1, STATUS), number(5, status)].concat())
}

fn place(expires: u64, addresses: &[Multiaddr]) -> Vec<u8> {
    let addresses: Vec<u8> = addresses.iter().flat_map(|address| bytes(2, &address.to_vec())).collect();
    let reservation = [number(1, expires), addresses].concat();
    framed(&[number(1, STATUS), bytes(3, &reservation), number(5, OK)].concat())
}

fn in_seconds(seconds: u64) -> u64 {
    now().0 / 1000 + seconds
}

fn somewhere() -> Multiaddr {
    format!("/ip4/198.51.100.9/udp/9/quic-v1/p2p/{}", PeerId::random()).parse().expect("an address")
}

async fn believer(seed: u8, relays: Vec<String>) -> Mesh {
    let mut settings = config(seed, QUIC);
    settings.index_nodes = relays;
    settings.use_relays = UseRelays::Always;
    start(settings).await.0
}

fn circuits(node: &Mesh) -> Vec<String> {
    node.advert_addresses().into_iter().filter(|address| address.contains("/p2p-circuit")).collect()
}

#[tokio::test]
async fn where_a_relay_says_it_is_goes_into_no_advert() {
    let told: Vec<Multiaddr> = (0..20).map(|_| somewhere()).collect();
    let liar = Liar::start(40, move || Some(place(in_seconds(3600), &told))).await;
    let node = believer(41, vec![liar.address.clone()]).await;
    until("a place", || !circuits(&node).is_empty()).await;
    assert_eq!(circuits(&node), [format!("{}/p2p-circuit", liar.address)]);
    let said: Vec<String> = node.addresses().into_iter().filter(|address| address.contains("198.51.100")).collect();
    assert_eq!(said, [""; 0], "not as an address of its own either");
}

#[tokio::test]
async fn what_a_relay_answers_is_told_for_what_it_is() {
    let strange = vec![
        framed(&[0xff; 100]),
        varint(u64::MAX),
        framed(&number(1, 7)),
        place(in_seconds(3600), &[]),
        place(1, &[somewhere()]),
    ];
    let told = strange.into_iter().map(|bytes| (bytes, NoRelay::Strange));
    let told = told.chain([(refusal_of(REFUSED), NoRelay::Refused), (refusal_of(NO_PLACE), NoRelay::Full)]);
    for (seed, (answer, why)) in (42u8..).zip(told) {
        let shown = format!("{answer:02x?}");
        let liar = Liar::start(seed, move || Some(answer.clone())).await;
        let node = believer(seed + 100, vec![liar.address.clone()]).await;
        until("it is told", || node.relays().why_none == Some(why)).await;
        assert_eq!(circuits(&node), [""; 0], "{shown}");
        assert_eq!(liar.asked.load(Ordering::Relaxed), 1, "it is asked again later: {shown}");
    }
}

#[tokio::test]
async fn a_relay_that_has_its_places_renewed_all_the_time_is_left_for_an_honest_one() {
    let liar = Liar::start(50, || Some(place(in_seconds(0), &[somewhere()]))).await;
    let mut settings = config(51, QUIC);
    settings.relays = Some(RelayBounds::default());
    let (honest, _events) = start(settings).await;
    let node = believer(52, vec![liar.address.clone(), honest.addresses()[0].clone()]).await;
    until("the honest one", || node.relays().through == [honest.node_id()]).await;
    let asked = liar.asked.load(Ordering::Relaxed);
    assert!(asked <= 3 * idlewatt_mesh::limits::RELAY_RENEWALS, "it was asked {asked} times");
}

#[tokio::test]
async fn a_place_for_ever_costs_the_connection_and_nothing_else() {
    let liar = Liar::start(53, || Some(place(u64::MAX, &[somewhere()]))).await;
    let mut settings = config(54, QUIC);
    settings.relays = Some(RelayBounds::default());
    let (honest, events) = start(settings).await;
    refuse_all(events);
    let node = believer(55, vec![liar.address.clone(), honest.addresses()[0].clone()]).await;
    until("it was asked", || liar.asked.load(Ordering::Relaxed) > 0).await;
    until("the honest one", || node.relays().through == [honest.node_id()]).await;
    let answer = within("an answer", node.ask(honest.node_id(), cfp("x"))).await;
    assert_eq!(answer.expect("an answer"), refusal());
}

#[tokio::test]
async fn a_relay_that_says_nothing_is_given_up() {
    let liar = Liar::start(56, || None).await;
    let node = believer(57, vec![liar.address.clone()]).await;
    until("it is asked", || node.relays().why_none == Some(NoRelay::Asking)).await;
    until("it is given up", || node.relays().why_none == Some(NoRelay::Silent)).await;
    assert_eq!(circuits(&node), [""; 0]);
}
