//! What the swarm is made of: transports and protocols.

use crate::codec::Codec;
use crate::limits;
use crate::reach::{Tried, TryMe};
use crate::relay::{Client, Only, Punching, RelayBounds};
use idlewatt_proto::advert::{IndexRequest, IndexResponse};
use idlewatt_proto::negotiation::{Answer, Ask};
use libp2p::connection_limits::{self, ConnectionLimits};
use libp2p::core::muxing::StreamMuxerBox;
use libp2p::core::transport::{Boxed, OrTransport};
use libp2p::core::{Transport, upgrade};
use libp2p::request_response::{self, ProtocolSupport};
use libp2p::swarm::behaviour::toggle::Toggle;
use libp2p::swarm::{self, NetworkBehaviour};
use libp2p::{PeerId, StreamProtocol, Swarm, dns, identify, identity, mdns, noise, ping, quic, relay, tcp, yamux};
use std::num::NonZeroU32;

/// Questions about jobs.
pub(crate) const NEGOTIATE: StreamProtocol = StreamProtocol::new("/idlewatt/negotiate/3");
/// Adverts and searches.
pub(crate) const INDEX: StreamProtocol = StreamProtocol::new("/idlewatt/index/2");
/// Whether one gets through to a peer.
pub(crate) const REACH: StreamProtocol = StreamProtocol::new("/idlewatt/reach/1");
/// The talk during a job.
pub(crate) const JOB: StreamProtocol = StreamProtocol::new("/idlewatt/job/6");
/// Scenes and results.
pub(crate) const BLOB: StreamProtocol = StreamProtocol::new("/idlewatt/blob/1");

/// Every protocol that a node speaks.
#[derive(NetworkBehaviour)]
pub(crate) struct Behaviour {
    // First, so that a connection over the limit costs nothing further.
    limits: connection_limits::Behaviour,
    pub(crate) ping: ping::Behaviour,
    identify: identify::Behaviour,
    pub(crate) negotiate: request_response::Behaviour<Codec<Ask, Answer>>,
    pub(crate) index: request_response::Behaviour<Codec<IndexRequest, IndexResponse>>,
    /// On direct connections.
    pub(crate) streams: Only<libp2p_stream::Behaviour>,
    /// On circuits.
    pub(crate) circuit_streams: Only<libp2p_stream::Behaviour>,
    pub(crate) relay: Toggle<relay::Behaviour>,
    relay_client: Client,
    pub(crate) punching: Punching,
    mdns: Toggle<mdns::tokio::Behaviour>,
    pub(crate) tries: request_response::Behaviour<Codec<TryMe, Tried>>,
}

pub(crate) type Secured = Boxed<(PeerId, StreamMuxerBox)>;

fn transports(key: &identity::Keypair) -> Result<OrTransport<Secured, Secured>, noise::Error> {
    let mut quic_config = quic::Config::new(key);
    quic_config.keep_alive_interval = limits::QUIC_KEEP_ALIVE;
    quic_config.max_idle_timeout = limits::QUIC_SILENCE_MS;
    quic_config.max_stream_data = limits::QUIC_STREAM_WINDOW;
    quic_config.max_connection_data = limits::QUIC_CONNECTION_WINDOW;
    quic_config.max_concurrent_stream_limit = limits::STREAMS_PER_CONNECTION;
    let quic = quic::tokio::Transport::new(quic_config)
        .map(|(peer, connection), _| (peer, StreamMuxerBox::new(connection)))
        .boxed();

    let tcp = tcp::tokio::Transport::new(tcp::Config::default().nodelay(true))
        .upgrade(upgrade::Version::V1Lazy)
        .authenticate(noise::Config::new(key)?)
        .multiplex(yamux_config())
        .timeout(limits::HANDSHAKE)
        .boxed();
    Ok(quic.or_transport(tcp))
}

fn yamux_config() -> yamux::Config {
    let mut config = yamux::Config::default();
    config.set_max_num_streams(limits::STREAMS_PER_CONNECTION as usize);
    config
}

fn merged(both: OrTransport<Secured, Secured>) -> Secured {
    both.map(|either, _| either.into_inner()).boxed()
}

/// Noise and Yamux over a circuit: the relay sees that two talk, and how much.
fn circuits(transport: relay::client::Transport, key: &identity::Keypair) -> Result<Secured, noise::Error> {
    let secured = transport.upgrade(upgrade::Version::V1Lazy).authenticate(noise::Config::new(key)?);
    Ok(secured.multiplex(yamux_config()).timeout(limits::HANDSHAKE).boxed())
}

/// Without names, which are not looked up.
pub(crate) fn plain_transport(key: &identity::Keypair) -> Result<Secured, noise::Error> {
    Ok(merged(transports(key)?))
}

fn transport(key: &identity::Keypair) -> Result<Secured, noise::Error> {
    match dns::tokio::Transport::system(merged(transports(key)?)) {
        Ok(with_names) => Ok(with_names.boxed()),
        Err(error) => {
            tracing::warn!(%error, "no name resolution: addresses with names cannot be dialled");
            Ok(merged(transports(key)?))
        }
    }
}

/// Told when to begin: not before somebody gets through.
fn relay(own: PeerId, bounds: RelayBounds) -> relay::Behaviour {
    let mut config = relay::Config {
        max_reservations: bounds.reservations,
        max_reservations_per_peer: limits::ESTABLISHED_PER_PEER as usize,
        reservation_duration: bounds.reservation,
        max_circuits: bounds.circuits,
        // It lets one more through than it is told.
        max_circuits_per_peer: bounds.circuits_per_peer.saturating_sub(1),
        max_circuit_duration: bounds.circuit,
        max_circuit_bytes: bounds.circuit_bytes,
        circuit_src_rate_limiters: Vec::new(),
        ..relay::Config::default()
    };
    if let Some(burst) = NonZeroU32::new(limits::RELAY_CIRCUIT_BURST) {
        config = config.circuit_src_per_peer(burst, limits::RELAY_CIRCUIT_AGAIN);
    }
    if let Some(burst) = NonZeroU32::new(limits::RELAY_CIRCUIT_BURST_PER_IP) {
        config = config.circuit_src_per_ip(burst, limits::RELAY_CIRCUIT_AGAIN_PER_IP);
    }
    let mut relay = relay::Behaviour::new(own, config);
    relay.set_status(Some(relay::Status::Disable));
    relay
}

fn behaviour(
    key: &identity::Keypair,
    with_mdns: bool,
    relays: Option<RelayBounds>,
    client: relay::client::Behaviour,
) -> Behaviour {
    let own = key.public().to_peer_id();
    let requests = || {
        request_response::Config::default()
            .with_request_timeout(limits::ANSWER)
            .with_max_concurrent_streams(limits::REQUESTS_PER_CONNECTION)
    };
    let lan = with_mdns.then(|| mdns::tokio::Behaviour::new(mdns::Config::default(), own));
    let lan = lan
        .and_then(|made| made.inspect_err(|error| tracing::warn!(%error, "the LAN cannot be searched for peers")).ok());
    Behaviour {
        limits: connection_limits::Behaviour::new(
            ConnectionLimits::default()
                .with_max_pending_incoming(Some(limits::PENDING_INCOMING))
                .with_max_pending_outgoing(Some(limits::PENDING_OUTGOING))
                .with_max_established_incoming(Some(limits::ESTABLISHED_INCOMING))
                .with_max_established(Some(limits::ESTABLISHED))
                .with_max_established_per_peer(Some(limits::ESTABLISHED_PER_PEER)),
        ),
        ping: ping::Behaviour::default(),
        // Listen addresses are LAN addresses mostly; whoever should know them reads them in the advert.
        identify: identify::Behaviour::new(
            identify::Config::new("/idlewatt/1".to_owned(), key.public())
                .with_agent_version(concat!("idlewatt/", env!("CARGO_PKG_VERSION")).to_owned())
                .with_hide_listen_addrs(true),
        ),
        negotiate: request_response::Behaviour::new([(NEGOTIATE, ProtocolSupport::Full)], requests()),
        index: request_response::Behaviour::new([(INDEX, ProtocolSupport::Full)], requests()),
        streams: Only::direct(libp2p_stream::Behaviour::new()),
        circuit_streams: Only::circuits(libp2p_stream::Behaviour::new()),
        relay: relays.map(|bounds| relay(own, bounds)).into(),
        relay_client: Client(client),
        punching: Punching::new(own),
        mdns: lan.into(),
        tries: request_response::Behaviour::new([(REACH, ProtocolSupport::Full)], requests()),
    }
}

/// A swarm that does not listen yet.
pub(crate) fn swarm(
    key: &identity::Keypair,
    with_mdns: bool,
    relays: Option<RelayBounds>,
) -> Result<Swarm<Behaviour>, noise::Error> {
    let own = key.public().to_peer_id();
    let (over_relays, client) = relay::client::new(own);
    // Circuits first: TCP would take a circuit's address for the relay's own.
    let transport = circuits(over_relays, key)?.or_transport(transport(key)?);
    let transport = transport.map(|either, _| either.into_inner()).boxed();
    let config = swarm::Config::with_tokio_executor()
        .with_smart_dial()
        .with_idle_connection_timeout(limits::IDLE)
        .with_max_negotiating_inbound_streams(limits::NEGOTIATING_STREAMS);
    Ok(Swarm::new(transport, behaviour(key, with_mdns, relays, client), own, config))
}
