//! Questions, adverts and what becomes of lies in them: real sockets on loopback.

mod common;

use common::*;
use idlewatt_mesh::{AskError, ConnectError, Event, Mesh, StartError};
use idlewatt_proto::advert::{Advert, AdvertError, Query, Want};
use idlewatt_proto::sign::{Keypair, Signed};

const ALL: Query = Query { want: Want::Render, max_price: None, free_only: false, limit: 50 };

#[tokio::test]
async fn a_question_is_answered_over_either_transport() {
    for listen in TRANSPORTS {
        let [(asker, _events), (provider, mut asked)] = pair(listen).await;
        let question = cfp("a camera");
        let answering = async {
            let Some(Event::Asked { from, ask, reply }) = asked.recv().await else { panic!("no question") };
            assert_eq!((from, *ask), (asker.node_id(), question.clone()));
            reply.send(refusal());
        };
        let (answer, ()) =
            within("the answer", async { tokio::join!(asker.ask(provider.node_id(), question.clone()), answering) })
                .await;
        assert_eq!(answer.expect("an answer"), refusal());
        let peers = asker.peers();
        assert_eq!(peers.len(), 1);
        assert_eq!(
            (peers[0].node, peers[0].transport),
            (provider.node_id(), if listen == QUIC { "quic" } else { "tcp" })
        );
    }
}

/// An index node and one that knows it; connected.
async fn with_index(listen: &str, seed: u8) -> (Mesh, Mesh) {
    let mut settings = config(seed, listen);
    settings.serve_index = true;
    let (index, _) = start(settings).await;
    let node = client_of(&[&index], seed + 1, listen).await;
    (index, node)
}

async fn client_of(index_nodes: &[&Mesh], seed: u8, listen: &str) -> Mesh {
    let mut settings = config(seed, listen);
    settings.index_nodes = index_nodes.iter().flat_map(|index| index.addresses()).collect();
    let (node, _) = start(settings).await;
    until("the connection to the index nodes", || node.index_nodes() as usize == index_nodes.len()).await;
    node
}

#[tokio::test]
async fn a_published_advert_is_found_and_its_provider_can_be_asked() {
    for listen in TRANSPORTS {
        let (index, seeker) = with_index(listen, 10).await;
        let (provider, events) = {
            let mut settings = config(12, listen);
            settings.index_nodes = index.addresses();
            start(settings).await
        };
        refuse_all(events);
        let advert = signed(&key(12), 1, 500, provider.advert_addresses());
        let published = within("publishing", provider.publish(advert.clone())).await;
        assert_eq!((published.listed_by, published.refused_by), (1, vec![]));

        let found = within("the search", seeker.find(ALL)).await;
        assert_eq!(found, [advert]);
        let answer = within("the answer", seeker.ask(provider.node_id(), cfp("x"))).await;
        assert_eq!(answer.expect("an answer"), refusal());
    }
}

#[tokio::test]
async fn an_index_node_lists_and_finds_for_itself() {
    let (index, seeker) = with_index(QUIC, 20).await;
    let own = signed(&key(20), 1, 500, index.advert_addresses());
    assert_eq!(within("publishing", index.publish(own.clone())).await.listed_by, 1);
    assert_eq!(within("the search", seeker.find(ALL)).await, [own]);
    assert_eq!(within("its own search", index.find(ALL)).await, [], "nobody buys from oneself");
}

#[tokio::test]
async fn searches_keep_to_price_and_put_the_cheapest_first() {
    let (index, seeker) = with_index(QUIC, 30).await;
    let mut kept = Vec::new();
    for (seed, floor) in [(32, 900), (33, 100), (34, 500)] {
        let provider = client_of(&[&index], seed, QUIC).await;
        assert_eq!(within("publishing", provider.publish(signed(&key(seed), 1, floor, vec![]))).await.listed_by, 1);
        kept.push(provider);
    }
    let query = Query { max_price: Some(price(500)), ..ALL };
    let found = within("the search", seeker.find(query)).await;
    let floors: Vec<_> = found.iter().map(|advert| advert.verify().expect("signed").render.floor).collect();
    assert_eq!(floors, [price(100), price(500)]);
}

#[tokio::test]
async fn lies_in_adverts_are_refused_by_their_names() {
    let (index, liar) = with_index(QUIC, 40).await;
    let (own, other) = (key(41), key(42));
    let expired = Advert { expires_at: now(), ..advert(&own, 9, 1, vec![]) };
    let for_ever = Advert { expires_at: now().plus_ms(86_400_000), ..advert(&own, 9, 1, vec![]) };
    let long = Advert { addresses: vec!["x".repeat(300)], ..advert(&own, 9, 1, vec![]) };
    let cases = [
        (forged(&own), AdvertError::Signature),
        (Signed::new(&advert(&other, 9, 1, vec![]), &own), AdvertError::NotYours),
        // Rightly signed, but brought by somebody else.
        (signed(&other, 9, 1, vec![]), AdvertError::NotYours),
        (Signed::new(&expired, &own), AdvertError::Expiry),
        (Signed::new(&for_ever, &own), AdvertError::Expiry),
        (Signed::new(&long, &own), AdvertError::Oversized),
    ];
    for (lie, expected) in cases {
        let published = within("publishing", liar.publish(lie)).await;
        assert_eq!((published.listed_by, published.refused_by), (0, vec![(index.node_id(), expected)]));
    }
    assert_eq!(within("the search", liar.find(ALL)).await, []);
}

/// Another advert under the signature of a right one: the last byte of the encoding belongs to the signature.
fn forged(owner: &Keypair) -> Signed<Advert> {
    let mut bytes = idlewatt_proto::wire::encode(&signed(owner, 9, 1, vec![]));
    *bytes.last_mut().expect("not empty") ^= 1;
    idlewatt_proto::wire::decode(&bytes, 4096).expect("the same shape")
}

#[tokio::test]
async fn an_older_advert_does_not_replace_a_newer_one_but_a_repeated_one_is_fine() {
    let (index, node) = with_index(QUIC, 50).await;
    let newer = signed(&key(51), 7, 100, vec![]);
    for _ in 0..2 {
        assert_eq!(within("publishing", node.publish(newer.clone())).await.listed_by, 1);
    }
    let older = within("publishing", node.publish(signed(&key(51), 6, 1, vec![]))).await;
    assert_eq!(older.refused_by, [(index.node_id(), AdvertError::Stale)]);
    let seeker = client_of(&[&index], 52, QUIC).await;
    assert_eq!(within("the search", seeker.find(ALL)).await, [newer]);
}

#[tokio::test]
async fn answers_of_several_index_nodes_are_merged_to_the_newest() {
    let (first, at_first) = with_index(QUIC, 60).await;
    let (second, seeker_of_second) = with_index(TCP, 62).await;
    drop(seeker_of_second);
    assert_eq!(within("publishing", at_first.publish(signed(&key(61), 1, 100, vec![]))).await.listed_by, 1);
    // The same provider comes back, and reaches only the other index node.
    assert_eq!(within("the end", at_first.shutdown()).await, idlewatt_mesh::Ended::ShutDown);
    let again = client_of(&[&second], 61, QUIC).await;
    let newest = signed(&key(61), 2, 200, vec![]);
    assert_eq!(within("publishing", again.publish(newest.clone())).await.listed_by, 1);

    let seeker = client_of(&[&first, &second], 65, QUIC).await;
    assert_eq!(within("the search", seeker.find(ALL)).await, [newest]);
}

#[tokio::test]
async fn a_node_that_is_no_index_lists_nothing() {
    let (plain, _events) = start(config(70, QUIC)).await;
    let node = client_of(&[&plain], 71, QUIC).await;
    let published = within("publishing", node.publish(signed(&key(71), 1, 1, vec![]))).await;
    assert_eq!((published.listed_by, published.refused_by), (0, vec![]));
    assert_eq!(within("the search", node.find(ALL)).await, []);
}

#[tokio::test]
async fn tcp_serves_when_the_quic_address_is_dead() {
    let (provider, events) = start(config(2, TCP)).await;
    refuse_all(events);
    // A bound socket that never answers: datagrams vanish in it as in a firewall.
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let dead = format!("/ip4/127.0.0.1/udp/{}/quic-v1", silent.local_addr().expect("bound").port());
    let mut settings = config(1, QUIC);
    settings.listen.push(TCP.to_owned());
    let (asker, _events) = start(settings).await;
    let addresses: Vec<String> = std::iter::once(dead).chain(provider.addresses()).collect();
    asker.remember(provider.node_id(), &addresses).await.expect("the mesh runs");
    let answer = within("the answer", asker.ask(provider.node_id(), cfp("x"))).await;
    assert_eq!(answer.expect("an answer"), refusal());
    assert_eq!(asker.peers()[0].transport, "tcp");
}

#[tokio::test]
async fn an_index_node_that_comes_back_is_found_again() {
    let mut settings = config(80, QUIC);
    settings.serve_index = true;
    let (index, _events) = start(settings.clone()).await;
    let node = client_of(&[&index], 81, QUIC).await;
    let listened = index.addresses();
    within("the end", index.shutdown()).await;
    until("the loss", || node.index_nodes() == 0).await;
    settings.listen =
        listened.iter().map(|address| address.split("/p2p/").next().expect("an address").to_owned()).collect();
    // Within one process the old socket lives until its connections are drained.
    let _index = within("the port", async {
        loop {
            match Mesh::start(settings.clone()).await {
                Ok(index) => return index,
                Err(StartError::Listen(_)) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
                Err(other) => panic!("{other}"),
            }
        }
    })
    .await;
    until("the return", || node.index_nodes() == 1).await;
}

#[tokio::test]
async fn what_cannot_be_reached_is_a_typed_error() {
    let (node, _events) = start(config(1, QUIC)).await;
    let unknown = within("the error", node.ask(key(99).node_id(), cfp("x"))).await;
    assert!(matches!(unknown, Err(AskError::Unreachable(ConnectError::NoAddress))), "{unknown:?}");
    let oneself = within("the error", node.ask(node.node_id(), cfp("x"))).await;
    assert!(matches!(oneself, Err(AskError::Unreachable(ConnectError::Oneself))), "{oneself:?}");

    let gone = std::net::TcpListener::bind("127.0.0.1:0").expect("a socket").local_addr().expect("bound");
    let address = format!("/ip4/127.0.0.1/tcp/{}", gone.port());
    node.remember(key(99).node_id(), std::slice::from_ref(&address)).await.expect("the mesh runs");
    match within("the error", node.ask(key(99).node_id(), cfp("x"))).await {
        Err(AskError::Unreachable(ConnectError::Failed(why))) => assert!(why.contains(&address), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn bad_settings_are_typed_errors_that_name_the_address() {
    let mut settings = config(1, "/ip4/127.0.0.1/ucp/0");
    let error = Mesh::start(settings.clone()).await.err().expect("no such protocol");
    assert!(matches!(&error, StartError::Address(_)) && error.to_string().contains("/ucp/"), "{error}");
    settings.listen = vec![QUIC.to_owned()];
    settings.index_nodes = vec!["/ip4/127.0.0.1/tcp/1".to_owned()];
    let error = Mesh::start(settings.clone()).await.err().expect("no name");
    assert!(matches!(&error, StartError::Address(_)) && error.to_string().contains("/tcp/1"), "{error}");

    let taken = std::net::UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let quic = format!("/ip4/127.0.0.1/udp/{}/quic-v1", taken.local_addr().expect("bound").port());
    settings.index_nodes.clear();
    settings.listen = vec![quic.clone()];
    let error = Mesh::start(settings.clone()).await.err().expect("the port is taken");
    assert!(matches!(&error, StartError::Listen(_)) && error.to_string().contains("in use"), "{error}");
    settings.listen = vec![quic, TCP.to_owned()];
    let (mesh, _events) = Mesh::start(settings).await.expect("one listener is enough");
    assert!(mesh.addresses()[0].contains("/tcp/"), "{:?}", mesh.addresses());
}

#[tokio::test]
async fn shutdown_ends_the_mesh_and_everything_that_waits_on_it() {
    let [(asker, mut events), (provider, _asked)] = pair(QUIC).await;
    // Nobody answers this one.
    let waiting = {
        let (asker, node) = (asker.clone(), provider.node_id());
        tokio::spawn(async move { asker.ask(node, cfp("x")).await })
    };
    until("the connection", || !asker.peers().is_empty()).await;
    assert_eq!(within("the end", asker.shutdown()).await, idlewatt_mesh::Ended::ShutDown);
    assert!(within("the question's end", waiting).await.expect("no panic").is_err());
    assert!(within("the events' end", events.recv()).await.is_none());
    let after = within("the error", asker.ask(provider.node_id(), cfp("x"))).await;
    assert!(matches!(after, Err(AskError::Unreachable(ConnectError::MeshClosed))), "{after:?}");
    until("the other side's notice", || provider.peers().is_empty()).await;
}
