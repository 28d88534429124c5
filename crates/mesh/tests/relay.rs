//! Nodes that are called over a relay: real sockets on loopback, where nobody stands in between, and those that are to be
//! called over one say so.

mod common;

use common::*;
use idlewatt_mesh::{
    AskError, ConnectError, Event, FetchError, Mesh, Path, Reach, RelayBounds, UseRelays, limits as mesh_limits,
};
use idlewatt_proto::advert::{Query, Want};
use idlewatt_proto::job::BlobRef;
use idlewatt_proto::reason::{NoRelay, StopReason};
use idlewatt_proto::stream::{ToProvider, ToRequester};
use idlewatt_proto::{BlobHash, Bytes, JobId};
use std::time::Duration;
use tokio::sync::mpsc;

const JOB: JobId = JobId([9; 16]);
const ALL: Query = Query { want: Want::Render, max_price: None, free_only: false, limit: 50 };

async fn relay_with(seed: u8, listen: &str, bounds: RelayBounds) -> Mesh {
    let mut settings = config(seed, listen);
    settings.serve_index = true;
    settings.relays = Some(bounds);
    start(settings).await.0
}

async fn relay(seed: u8, listen: &str) -> Mesh {
    relay_with(seed, listen, RelayBounds::default()).await
}

/// A node that has itself called over relays.
async fn called(seed: u8, listen: &[&str], relays: &[&Mesh]) -> (Mesh, mpsc::Receiver<Event>) {
    let mut settings = config(seed, "");
    settings.listen = listen.iter().map(|&address| address.to_owned()).collect();
    settings.index_nodes = relays.iter().flat_map(|relay| relay.addresses()).collect();
    settings.use_relays = UseRelays::Always;
    start(settings).await
}

async fn known_to(relay: &Mesh, seed: u8, listen: &[&str]) -> (Mesh, mpsc::Receiver<Event>) {
    let mut settings = config(seed, "");
    settings.listen = listen.iter().map(|&address| address.to_owned()).collect();
    settings.index_nodes = relay.addresses();
    settings.use_relays = UseRelays::Never;
    start(settings).await
}

fn circuits(node: &Mesh) -> Vec<String> {
    node.advert_addresses().into_iter().filter(|address| address.ends_with("/p2p-circuit")).collect()
}

async fn has_circuits(node: &Mesh, count: usize) {
    until("a relay grants a place", || circuits(node).len() == count).await;
}

fn blob(folder: &std::path::Path, bytes: usize) -> (BlobRef, std::path::PathBuf) {
    let content: Vec<u8> = (0..bytes).map(|at| (at * 7 + at / 251) as u8).collect();
    let path = folder.join(format!("blob-{bytes}"));
    std::fs::write(&path, &content).expect("written");
    (BlobRef { hash: BlobHash::of(&content), size: Bytes(bytes as u64) }, path)
}

async fn job_between(asker: &Mesh, provider: &Mesh, events: &mut mpsc::Receiver<Event>) {
    let opening = within("opening", asker.open_job(provider.node_id(), JOB));
    let (ours, theirs) = tokio::join!(opening, within("the event", events.recv()));
    let (mut ours, Some(Event::JobOpened { channel: theirs, .. })) = (ours.expect("a stream"), theirs) else {
        panic!("no job stream")
    };
    theirs.send(&ToRequester::Ready).await.expect("sent");
    assert_eq!(within("a message", ours.recv()).await, Some(Ok(ToRequester::Ready)));
    ours.send(&ToProvider::Close(StopReason::Done)).await.expect("sent");
    drop((ours, theirs));
}

#[tokio::test]
async fn a_node_that_listens_nowhere_is_found_called_and_worked_with_over_a_relay() {
    for listen in TRANSPORTS {
        let folder = tempfile::tempdir().expect("a folder");
        let relay = relay(60, listen).await;
        let (provider, mut events) = called(61, &[], &[&relay]).await;
        has_circuits(&provider, 1).await;
        assert_eq!(provider.relays().through, [relay.node_id()]);
        assert_eq!(relay.relays().serves, Some(1));
        let advert = signed(&key(61), 1, 500, provider.advert_addresses());
        assert_eq!(within("publishing", provider.publish(advert.clone())).await.listed_by, 1);

        let (seeker, _events) = known_to(&relay, 62, &[listen]).await;
        assert_eq!(within("the search", seeker.find(ALL)).await, [advert]);
        job_between(&seeker, &provider, &mut events).await;
        assert_eq!(seeker.path(provider.node_id()), Some(Path::Relayed));
        let shown: Vec<_> = seeker.peers().into_iter().filter(|peer| peer.node == provider.node_id()).collect();
        assert_eq!(shown[0].transport, "relay");

        // A little goes over it, and much does not: neither is it asked for nor would it be sent.
        let (small, source) = blob(folder.path(), 1000);
        provider.offer_blob(small, source, seeker.node_id()).expect("room");
        let into = folder.path().join("small");
        within("the blob", seeker.fetch_blob(provider.node_id(), small, &into, |_| ())).await.expect("fetched");
        let (large, source) = blob(folder.path(), mesh_limits::RELAYED_BLOB as usize + 1);
        provider.offer_blob(large, source.clone(), seeker.node_id()).expect("room");
        let into = folder.path().join("large");
        let fetched = within("the refusal", seeker.fetch_blob(provider.node_id(), large, &into, |_| ())).await;
        assert!(matches!(fetched, Err(FetchError::OnlyRelayed(size)) if size == large.size), "{fetched:?}");
        let lie = BlobRef { size: Bytes(1000), ..large };
        let fetched = within("the refusal", seeker.fetch_blob(provider.node_id(), lie, &into, |_| ())).await;
        assert!(matches!(fetched, Err(FetchError::OnlyRelayed(_))), "{fetched:?}");
        assert!(!into.exists());
    }
}

#[tokio::test]
async fn from_a_circuit_two_nodes_get_to_a_direct_connection() {
    for listen in TRANSPORTS {
        let folder = tempfile::tempdir().expect("a folder");
        let relay = relay(63, listen).await;
        let (provider, mut events) = called(64, &[listen], &[&relay]).await;
        has_circuits(&provider, 1).await;
        let (seeker, _events) = known_to(&relay, 65, &[listen]).await;
        until("the index node is there", || seeker.index_nodes() == 1).await;
        // It is told of the circuit and of nothing else.
        seeker.remember(provider.node_id(), &circuits(&provider)).await.expect("the mesh runs");
        let settled = within("the punch", seeker.settle(provider.node_id())).await;
        assert_eq!(settled, Ok(Path::Direct), "{listen}");
        job_between(&seeker, &provider, &mut events).await;
        let (large, source) = blob(folder.path(), mesh_limits::RELAYED_BLOB as usize * 3);
        provider.offer_blob(large, source, seeker.node_id()).expect("room");
        let into = folder.path().join("large");
        within("the blob", seeker.fetch_blob(provider.node_id(), large, &into, |_| ())).await.expect("fetched");
        until("it is told", || provider.relays().punched == 1).await;
        let transport = if listen == QUIC { "quic" } else { "tcp" };
        let peers = seeker.peers();
        let peer = peers.iter().find(|peer| peer.node == provider.node_id()).expect("connected");
        assert_eq!(peer.transport, transport, "a direct connection is shown before a circuit");
    }
}

#[tokio::test]
async fn while_nobody_gets_through_relays_are_asked_by_themselves() {
    let relay = relay(66, QUIC).await;
    let mut settings = config(67, "");
    settings.listen = Vec::new();
    settings.index_nodes = relay.addresses();
    let (node, _events) = start(settings).await;
    assert_eq!(circuits(&node), [""; 0], "nobody has tried yet");
    until("it is known that nobody gets through", || node.reachability() == Reach::OutgoingOnly).await;
    has_circuits(&node, 1).await;
    assert_eq!(node.reachability(), Reach::OutgoingOnly, "a relay is no way through");

    let (plain, _events) = known_to(&relay, 68, &[QUIC]).await;
    assert_eq!(plain.relays().why_none, Some(NoRelay::NotWanted));
}

#[tokio::test]
async fn a_node_that_others_get_through_to_has_no_relay_and_is_none_unless_told() {
    let relay = relay(69, QUIC).await;
    let mut settings = config(70, QUIC);
    settings.index_nodes = relay.addresses();
    let (node, _events) = start(settings).await;
    until("somebody gets through", || matches!(node.reachability(), Reach::Direct(_))).await;
    until("the index node relays", || relay.relays().serves.is_some()).await;
    assert_eq!((circuits(&node).len(), node.relays().serves), (0, None));
    assert_eq!(relay.relays().serves, Some(0));
}

#[tokio::test]
async fn when_a_relay_dies_another_one_is_asked() {
    let relays = [relay(71, QUIC).await, relay(72, QUIC).await, relay(73, TCP).await];
    let (node, events) = called(74, &[], &[&relays[0], &relays[1], &relays[2]]).await;
    refuse_all(events);
    has_circuits(&node, mesh_limits::RELAYS).await;
    let first = node.relays().through[0];
    let [dies, lives]: [Vec<&Mesh>; 2] =
        [true, false].map(|dead| relays.iter().filter(|relay| (relay.node_id() == first) == dead).collect());
    within("the end", dies[0].shutdown()).await;
    until("the others", || {
        let through = node.relays().through;
        through.len() == mesh_limits::RELAYS && !through.contains(&first)
    })
    .await;
    let (seeker, _events) = known_to(lives[0], 75, &[QUIC]).await;
    seeker.remember(node.node_id(), &circuits(&node)).await.expect("the mesh runs");
    let answer = within("the answer", seeker.ask(node.node_id(), cfp("x"))).await;
    assert_eq!(answer.expect("an answer"), refusal());
}

#[tokio::test]
async fn a_relay_has_so_many_places_and_says_so() {
    let relay = relay_with(76, QUIC, RelayBounds { reservations: 1, ..RelayBounds::default() }).await;
    let (first, _events) = called(77, &[], &[&relay]).await;
    has_circuits(&first, 1).await;
    let (second, _second_events) = called(78, &[], &[&relay]).await;
    until("it is told why not", || second.relays().why_none == Some(NoRelay::Full)).await;
    assert_eq!(circuits(&second), [""; 0]);
}

#[tokio::test]
async fn a_circuit_ends_when_it_has_carried_enough_and_the_next_one_works() {
    const BYTES: u64 = 200_000;
    let bounds = RelayBounds { circuit_bytes: BYTES, ..RelayBounds::default() };
    let relay = relay_with(79, TCP, bounds).await;
    let (provider, _asked) = called(80, &[], &[&relay]).await;
    has_circuits(&provider, 1).await;
    let (seeker, _events) = known_to(&relay, 81, &[]).await;
    seeker.remember(provider.node_id(), &circuits(&provider)).await.expect("the mesh runs");
    let folder = tempfile::tempdir().expect("a folder");
    let (blob, source) = blob(folder.path(), mesh_limits::RELAYED_BLOB as usize);
    provider.offer_blob(blob, source, seeker.node_id()).expect("room");
    let into = folder.path().join("into");
    let fetched = within("the loss", seeker.fetch_blob(provider.node_id(), blob, &into, |_| ())).await;
    let Err(FetchError::Lost(Bytes(came))) = fetched else { panic!("{fetched:?}") };
    assert!(came <= BYTES + 64 * 1024, "{came} bytes came through");
    // What came is kept: over further circuits the rest comes.
    within("the rest", async {
        while seeker.fetch_blob(provider.node_id(), blob, &into, |_| ()).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_node_that_has_no_place_cannot_be_called_and_the_reason_is_told() {
    let relay = relay(82, QUIC).await;
    let (plain, _events) = known_to(&relay, 83, &[]).await;
    let (seeker, _seeker_events) = known_to(&relay, 84, &[]).await;
    until("both are there", || relay.peers().len() == 2 && relay.relays().serves.is_some()).await;
    let [relay_address] = &relay.addresses()[..] else { panic!("one address") };
    seeker.remember(plain.node_id(), &[format!("{relay_address}/p2p-circuit")]).await.expect("the mesh runs");
    match within("the error", seeker.ask(plain.node_id(), cfp("x"))).await {
        Err(AskError::Unreachable(ConnectError::Failed(why))) => assert!(why.contains("no reservation"), "{why}"),
        other => panic!("{other:?}"),
    }
}
