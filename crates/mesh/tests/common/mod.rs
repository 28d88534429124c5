//! Nodes on loopback for tests.
#![allow(dead_code, reason = "each test file uses its part")]

use idlewatt_mesh::{Config, Event, Mesh, UseRelays};
use idlewatt_proto::advert::{Advert, RenderOffer};
use idlewatt_proto::device::{Device, DeviceKind};
use idlewatt_proto::job::{BlobRef, JobSpec, RenderSpec, SceneFacts, View};
use idlewatt_proto::negotiation::{Answer, Ask, Cfp, Price};
use idlewatt_proto::reason::Refusal;
use idlewatt_proto::sign::{Keypair, Signed};
use idlewatt_proto::{Amount, BlobHash, Bytes, JobId, UnixMillis};
use std::time::Duration;
use tokio::sync::mpsc;

/// Generous: several test processes share two cores.
pub const DEADLINE: Duration = Duration::from_secs(60);
pub const QUIC: &str = "/ip4/127.0.0.1/udp/0/quic-v1";
pub const TCP: &str = "/ip4/127.0.0.1/tcp/0";
pub const TRANSPORTS: [&str; 2] = [QUIC, TCP];

pub fn key(seed: u8) -> Keypair {
    Keypair::from_secret([seed; 32])
}

pub fn config(seed: u8, listen: &str) -> Config {
    Config {
        keypair: key(seed),
        listen: vec![listen.to_owned()],
        index_nodes: Vec::new(),
        known_peers: Vec::new(),
        serve_index: false,
        relays: None,
        use_relays: UseRelays::default(),
        mdns: false,
    }
}

pub async fn start(config: Config) -> (Mesh, mpsc::Receiver<Event>) {
    Mesh::start(config).await.expect("the node starts")
}

/// Two nodes; the first knows where the second is.
pub async fn pair(listen: &str) -> [(Mesh, mpsc::Receiver<Event>); 2] {
    let (asker, provider) = (start(config(1, listen)).await, start(config(2, listen)).await);
    asker.0.remember(provider.0.node_id(), &provider.0.addresses()).await.expect("the mesh runs");
    [asker, provider]
}

pub async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, work).await.unwrap_or_else(|_| panic!("{what} took too long"))
}

/// Waits until something holds.
pub async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    within(what, async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
}

pub fn now() -> UnixMillis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    UnixMillis(since.as_millis() as u64)
}

pub fn price(micros: i64) -> Price {
    Price { per_giga: Amount::from_micros(micros) }
}

pub fn advert(owner: &Keypair, seq: u64, floor: i64, addresses: Vec<String>) -> Advert {
    Advert {
        node: owner.node_id(),
        seq,
        expires_at: now().plus_ms(60_000),
        addresses,
        device: Device {
            name: "GeForce".into(),
            backend: "vulkan".into(),
            driver: "1".into(),
            kind: DeviceKind::Discrete,
        },
        render: RenderOffer { samples_per_second: 1000, floor: price(floor), free: true },
        models: Vec::new(),
    }
}

pub fn signed(owner: &Keypair, seq: u64, floor: i64, addresses: Vec<String>) -> Signed<Advert> {
    Signed::new(&advert(owner, seq, floor, addresses), owner)
}

pub fn cfp(camera: &str) -> Ask {
    let scene = BlobRef { hash: BlobHash([1; 32]), size: Bytes(9) };
    let view = View { camera: Some(camera.to_owned()), ..View::new(640, 360) };
    let spec = JobSpec::Render(RenderSpec { scene, view, spp: 64, mature: false });
    Ask::Cfp(Cfp { job: JobId([5; 16]), spec, facts: Some(facts()), max_price: None })
}

fn facts() -> SceneFacts {
    SceneFacts {
        triangles: 12,
        instanced_triangles: 12,
        instances: 1,
        materials: 1,
        lights: 2,
        cameras: Vec::new(),
        device_bytes: Bytes(4096),
        unsupported: Vec::new(),
        duration_us: 0,
    }
}

/// Answers every question with the same refusal, until the mesh ends.
pub fn refuse_all(mut events: mpsc::Receiver<Event>) {
    tokio::spawn(async move {
        while let Some(event) = events.recv().await {
            if let Event::Asked { reply, .. } = event {
                reply.send(refusal());
            }
        }
    });
}

pub fn refusal() -> Answer {
    Answer::Refuse(Refusal::Invalid { what: "a test".into() })
}
