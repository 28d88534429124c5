//! A provider that nobody can dial: it works over an index node that relays, and from there directly where it can be.

use idlewatt_control::messages::{Decline, NoProvider, Reachability, Request, Response};
use idlewatt_e2e::{Node, said, scene};
use std::process::Output;

/// Listens nowhere, so that nobody gets through to it, and needs no time to find that out.
const UNHEARD: &str = "[limits]\nidle_minutes = 0\n[network]\nlisten = []\nuse_relays = \"always\"\n";

async fn reach(node: &Node) -> Reachability {
    match node.ask(Request::Network).await {
        Response::Network(network) => network.reachability,
        other => panic!("{other:?}"),
    }
}

/// How one is connected with another.
async fn over(node: &Node, peer: &Node) -> Option<String> {
    let Response::Network(network) = node.ask(Request::Network).await else { panic!("no network") };
    let peer = peer.status().await.node;
    network.peers.into_iter().find(|row| row.node == peer).map(|row| row.transport)
}

fn render(requester: &Node, size: &str, name: &str) -> Output {
    let output = requester.path().join(name);
    let (cornell, output) = (scene("cornell.glb"), output.to_str().expect("a path"));
    let cornell = cornell.to_str().expect("a path");
    requester.run(&["--json", "render", cornell, "-o", output, "--size", size, "--spp", "16"])
}

async fn knowing(name: &'static str, role: &str, index: &[String], settings: &str) -> Node {
    let mut flags = vec!["--role", role];
    for address in index {
        flags.extend(["--index-node", address]);
    }
    let mut node = Node::start_with(name, &flags, settings).await;
    node.until("it knows an index node", async |node| (node.status().await.index_nodes > 0).then_some(())).await;
    node
}

#[tokio::test]
async fn a_small_picture_is_made_over_a_relay_and_a_large_one_is_not() {
    let index = Node::start("index", &["--role", "index"]).await;
    let addresses = index.addresses().await;
    let mut provider = knowing("provider", "provider", &addresses, UNHEARD).await;
    let requester = knowing("requester", "requester", &addresses, "").await;
    provider.until("it is measured", async |node| node.status().await.offer).await;
    let through = index.status().await.node;
    let called = provider.until("it can be called over the index node", async |node| match reach(node).await {
        Reachability::Relayed { through, .. } => Some(through),
        _ => None,
    });
    assert_eq!(called.await, [through]);
    let Response::Network(network) = index.ask(Request::Network).await else { panic!("no network") };
    assert_eq!(network.relays_for, Some(1));

    let ran = render(&requester, "96x96", "small.png");
    assert!(ran.status.success(), "{}", said(&ran));
    assert_eq!(over(&requester, &provider).await.as_deref(), Some("relay"));
    let job = provider.until("the job has ended", async |node| node.jobs().await.into_iter().next()).await;
    assert_eq!(job.peer, requester.status().await.node);
    provider.audit().await;

    let ran = render(&requester, "1024x1024", "large.png");
    assert!(!ran.status.success(), "{}", said(&ran));
    let text = String::from_utf8_lossy(&ran.stdout);
    let why = serde_json::to_value(Decline::OnlyRelayed).expect("a reason");
    let code = why["code"].as_str().expect("a code");
    assert!(text.contains(code), "{}", said(&ran));
    let nobody = serde_json::to_value(NoProvider::NobodyFound).expect("a reason");
    assert!(!text.contains(nobody["code"].as_str().expect("a code")), "{}", said(&ran));
}
