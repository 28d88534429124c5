//! Whether others get through: real sockets on loopback, which is the whole world to nodes that know nothing else.

mod common;

use common::*;
use idlewatt_mesh::{Mesh, Reach};

async fn index(seed: u8, listen: &str) -> Mesh {
    let mut settings = config(seed, listen);
    settings.serve_index = true;
    start(settings).await.0
}

async fn known_to(index: &Mesh, seed: u8, listen: &[&str]) -> Mesh {
    let mut settings = config(seed, "");
    settings.listen = listen.iter().map(|&address| address.to_owned()).collect();
    settings.index_nodes = index.addresses();
    start(settings).await.0
}

#[tokio::test]
async fn a_peer_gets_through_to_a_node_that_listens() {
    for listen in TRANSPORTS {
        let index = index(60, listen).await;
        let node = known_to(&index, 61, &[listen]).await;
        until("somebody gets through", || matches!(node.reachability(), Reach::Direct(_))).await;
        let Reach::Direct(address) = node.reachability() else { panic!("{:?}", node.reachability()) };
        assert_eq!(node.advert_addresses(), [address], "it is where it listens");
        // A try leaves no connection behind.
        until("the try is over", || node.peers().len() == 1).await;
        assert!(
            matches!(index.reachability(), Reach::Direct(_)),
            "whoever comes has got through: {:?}",
            index.reachability()
        );
    }
}

#[tokio::test]
async fn nobody_gets_through_to_a_node_that_does_not_listen() {
    let index = index(62, TCP).await;
    let node = known_to(&index, 63, &[]).await;
    until("the connection", || !node.peers().is_empty()).await;
    assert_eq!(node.reachability(), Reach::Unknown, "nobody has tried yet");
    until("it is known", || node.reachability() != Reach::Unknown).await;
    assert_eq!(node.reachability(), Reach::OutgoingOnly);
}

#[tokio::test]
async fn a_node_without_peers_is_alone_and_is_so_again_when_they_leave() {
    let node = start(config(64, TCP)).await.0;
    assert_eq!(node.reachability(), Reach::Alone);
    let index = index(65, TCP).await;
    let node = known_to(&index, 66, &[TCP]).await;
    until("somebody gets through", || matches!(node.reachability(), Reach::Direct(_))).await;
    index.shutdown().await;
    until("it is alone", || node.reachability() == Reach::Alone).await;
}
