//! The one task that owns the swarm. It never waits for anybody: what it has to say is put where there is
//! room, and where there is none the peer hears that we are busy.

use crate::address;
use crate::index::Index;
use crate::limits;
use crate::network::{Behaviour, BehaviourEvent};
use crate::peers::{AddressBook, Neighbours, Way};
use crate::reach::{Candidates, Evidence, Scope, Tries, scope};
use crate::relay::{Carried, Circuits, Met, Relays, Reservations, UseRelays, is_circuit};
use crate::standing::Standing;
use crate::{AskError, ConnectError, Event, Peer, Reply, now};
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt, future::BoxFuture};
use idlewatt_proto::NodeId;
use idlewatt_proto::advert::{IndexRequest, IndexResponse};
use idlewatt_proto::negotiation::{Answer, Ask};
use idlewatt_proto::reason::Refusal;
use libp2p::core::ConnectedPoint;
use libp2p::request_response::{self, Message, OutboundFailure, OutboundRequestId, ResponseChannel};
use libp2p::swarm::dial_opts::DialOpts;
use libp2p::swarm::{DialError, SwarmEvent};
use libp2p::{Multiaddr, PeerId, Swarm, mdns, ping};
use std::collections::{BTreeSet, HashMap};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

/// What handles ask of the task.
pub(crate) enum Command {
    Connect { peer: PeerId, reply: oneshot::Sender<Result<(), ConnectError>> },
    Ask { peer: PeerId, ask: Ask, reply: oneshot::Sender<Result<Answer, AskError>> },
    Index { peer: PeerId, request: IndexRequest, reply: oneshot::Sender<Result<IndexResponse, AskError>> },
    OwnIndex { request: IndexRequest, reply: oneshot::Sender<IndexResponse> },
    Remember { peer: PeerId, addresses: Vec<Multiaddr> },
}

/// What handles can see at any time.
#[derive(Clone)]
pub(crate) struct Picture {
    pub(crate) addresses: Vec<Multiaddr>,
    pub(crate) peers: Vec<Peer>,
    /// Index nodes of the settings, and peers on the LAN; whether connected; whether of the settings.
    pub(crate) index_nodes: Vec<IndexNode>,
    /// Who got through to this node.
    pub(crate) evidence: Evidence,
    /// How far the farthest peer is.
    pub(crate) world: Option<Scope>,
    /// How each peer is reached.
    pub(crate) ways: HashMap<NodeId, Way>,
    /// Where this node is called over relays.
    pub(crate) circuits: Vec<Multiaddr>,
    pub(crate) relays: Relays,
}

impl Picture {
    pub(crate) fn new() -> Self {
        let evidence = Evidence::new(Instant::now());
        Self {
            addresses: Vec::new(),
            peers: Vec::new(),
            index_nodes: Vec::new(),
            evidence,
            world: None,
            ways: HashMap::new(),
            circuits: Vec::new(),
            relays: Relays { through: Vec::new(), why_none: None, punched: 0, punches: 0, serves: None },
        }
    }
}

#[derive(Clone, Copy)]
pub(crate) struct IndexNode {
    pub(crate) peer: PeerId,
    pub(crate) connected: bool,
    pub(crate) settled: bool,
}

type Replying = BoxFuture<'static, (ResponseChannel<Answer>, Option<Answer>)>;

pub(crate) struct Task {
    pub(crate) swarm: Swarm<Behaviour>,
    pub(crate) node: NodeId,
    pub(crate) commands: mpsc::Receiver<Command>,
    pub(crate) events: mpsc::Sender<Event>,
    pub(crate) picture: watch::Sender<Picture>,
    pub(crate) leave: CancellationToken,
    pub(crate) index: Option<Index>,
    pub(crate) standing: Standing,
    pub(crate) evidence: Evidence,
    pub(crate) state: State,
}

/// What grows and shrinks while the task runs.
#[derive(Default)]
pub(crate) struct State {
    book: AddressBook,
    pub(crate) neighbours: Neighbours,
    lan: BTreeSet<PeerId>,
    waiting: HashMap<PeerId, Vec<oneshot::Sender<Result<(), ConnectError>>>>,
    asked: HashMap<OutboundRequestId, oneshot::Sender<Result<Answer, AskError>>>,
    searched: HashMap<OutboundRequestId, oneshot::Sender<Result<IndexResponse, AskError>>>,
    replying: FuturesUnordered<Replying>,
    pub(crate) candidates: Candidates,
    pub(crate) to_be_tried: HashMap<OutboundRequestId, Multiaddr>,
    pub(crate) tries: Tries,
    pub(crate) reservations: Reservations,
    pub(crate) circuits: Circuits,
    pub(crate) carried: Carried,
    pub(crate) met_by_circuit: Met,
}

impl State {
    pub(crate) fn new(use_relays: UseRelays) -> Self {
        Self { reservations: Reservations::new(use_relays), ..Self::default() }
    }
}

impl Task {
    /// Runs until told to leave or until every handle is gone.
    pub(crate) async fn run(mut self) {
        loop {
            let next_dial = [self.standing.next(), self.next_round(), self.next_care()].into_iter().flatten().min();
            let due = async {
                match next_dial {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = self.leave.cancelled() => break,
                event = self.swarm.select_next_some() => self.on_event(event),
                command = self.commands.recv() => match command {
                    Some(command) => self.on_command(command),
                    None => break,
                },
                Some((channel, answer)) = self.state.replying.next(), if !self.state.replying.is_empty() => {
                    if let Some(answer) = answer {
                        // A peer that did not wait for its answer has given up; nothing to do about it.
                        let _ = self.swarm.behaviour_mut().negotiate.send_response(channel, answer);
                    }
                }
                Some((channel, tried)) = self.state.tries.next(), if !self.state.tries.is_empty() => {
                    let _ = self.swarm.behaviour_mut().tries.send_response(channel, tried);
                }
                () = due => {
                    self.dial_standing();
                    self.ask_to_be_tried();
                    self.repaint();
                }
            }
        }
        self.say_goodbye().await;
    }

    async fn say_goodbye(mut self) {
        let peers: Vec<PeerId> = self.swarm.connected_peers().copied().collect();
        for peer in peers {
            let _ = self.swarm.disconnect_peer_id(peer);
        }
        let swarm = &mut self.swarm;
        let quiet = async {
            while swarm.network_info().num_peers() > 0 {
                swarm.select_next_some().await;
            }
        };
        if timeout(limits::GOODBYE, quiet).await.is_err() {
            tracing::debug!("some peers were cut off without a goodbye");
        }
    }

    fn on_command(&mut self, command: Command) {
        match command {
            Command::Connect { peer, reply } => self.connect(peer, reply),
            Command::Ask { peer, ask, reply } => {
                let addresses = self.known_addresses(&peer);
                self.state.neighbours.used(&peer, Instant::now());
                let negotiate = &mut self.swarm.behaviour_mut().negotiate;
                self.state.asked.insert(negotiate.send_request_with_addresses(&peer, ask, addresses), reply);
            }
            Command::Index { peer, request, reply } => {
                let addresses = self.known_addresses(&peer);
                let index = &mut self.swarm.behaviour_mut().index;
                self.state.searched.insert(index.send_request_with_addresses(&peer, request, addresses), reply);
            }
            Command::OwnIndex { request, reply } => {
                let answer =
                    self.index.as_mut().map_or(IndexResponse::NoIndex, |index| index.answer(self.node, request, now()));
                let _ = reply.send(answer);
            }
            Command::Remember { peer, addresses } => self.state.book.add(peer, addresses),
        }
    }

    pub(crate) fn known_addresses(&self, peer: &PeerId) -> Vec<Multiaddr> {
        let mut addresses = self.standing.addresses(peer).to_vec();
        for address in self.state.book.of(peer) {
            if !addresses.contains(address) {
                addresses.push(address.clone());
            }
        }
        addresses
    }

    fn connect(&mut self, peer: PeerId, reply: oneshot::Sender<Result<(), ConnectError>>) {
        if self.swarm.is_connected(&peer) {
            self.state.neighbours.used(&peer, Instant::now());
            let _ = reply.send(Ok(()));
            return;
        }
        match self.dial(peer) {
            Ok(()) => {
                let waiting = self.state.waiting.entry(peer).or_default();
                waiting.retain(|other| !other.is_closed());
                waiting.push(reply);
            }
            Err(error) => {
                let _ = reply.send(Err(error));
            }
        }
    }

    /// Begins to dial, or joins a dial that is under way.
    fn dial(&mut self, peer: PeerId) -> Result<(), ConnectError> {
        let options = DialOpts::peer_id(peer).addresses(self.known_addresses(&peer)).build();
        match self.swarm.dial(options) {
            Ok(()) | Err(DialError::DialPeerConditionFalse(_)) => Ok(()),
            Err(error) => Err(connect_error(&error)),
        }
    }

    fn dial_standing(&mut self) {
        let now = Instant::now();
        for peer in self.standing.take_due(now) {
            if self.swarm.is_connected(&peer) {
                self.standing.connected(&peer, now);
            } else if let Err(error) = self.dial(peer) {
                tracing::debug!(%peer, %error, "a standing connection cannot be dialled");
                self.standing.lost(&peer, now, chance());
            }
        }
    }

    fn on_event(&mut self, event: SwarmEvent<BehaviourEvent>) {
        match event {
            SwarmEvent::Behaviour(event) => self.on_behaviour(event),
            SwarmEvent::ConnectionEstablished { peer_id, connection_id, endpoint, .. } => {
                let Some(node) = address::node_id(&peer_id) else {
                    let _ = self.swarm.disconnect_peer_id(peer_id);
                    return;
                };
                tracing::debug!(node = %node.short(), address = %endpoint.get_remote_address(), "connected");
                self.state.neighbours.connected(peer_id, node, connection_id, &endpoint);
                self.evidence.company(true, Instant::now());
                if endpoint.is_relayed() {
                    self.on_circuit(peer_id, &endpoint);
                } else {
                    self.tried_to_punch(&peer_id, true);
                }
                if let ConnectedPoint::Listener { local_addr, send_back_addr } = &endpoint
                    && !endpoint.is_relayed()
                    && !self.state.met_by_circuit.contains(&peer_id)
                {
                    self.evidence.reached(local_addr.clone(), scope(send_back_addr), Instant::now());
                }
                // Whoever waits reads in the picture how it is connected.
                self.repaint();
                self.standing.connected(&peer_id, Instant::now());
                for waiting in self.state.waiting.remove(&peer_id).unwrap_or_default() {
                    let _ = waiting.send(Ok(()));
                }
            }
            SwarmEvent::ConnectionClosed { peer_id, connection_id, num_established, cause, .. } => {
                tracing::debug!(peer = %peer_id, ?cause, "disconnected");
                self.state.neighbours.disconnected(&peer_id, connection_id);
                self.evidence.company(self.world().is_some(), Instant::now());
                if !self.state.neighbours.is_direct(&peer_id) {
                    self.state.reservations.gone(&peer_id, Instant::now(), chance());
                }
                if num_established == 0 {
                    self.tried_to_punch(&peer_id, false);
                    self.standing.lost(&peer_id, Instant::now(), chance());
                }
                self.repaint();
            }
            SwarmEvent::OutgoingConnectionError { peer_id: Some(peer), error, .. } => self.on_dial_failed(peer, &error),
            SwarmEvent::NewListenAddr { address, .. } => {
                if !is_circuit(&address) {
                    tracing::info!(%address, "listening");
                }
                self.repaint();
            }
            SwarmEvent::NewExternalAddrCandidate { address } => self.state.candidates.add(address),
            SwarmEvent::ExpiredListenAddr { .. } => self.repaint(),
            SwarmEvent::ListenerClosed { listener_id, addresses, reason } => {
                if addresses.iter().all(is_circuit) {
                    tracing::debug!(?addresses, ?reason, "a relay does not relay for us any more");
                } else {
                    tracing::warn!(?addresses, ?reason, "a listener closed");
                }
                self.on_listener_closed(listener_id, &reason);
                self.repaint();
            }
            SwarmEvent::ListenerError { error, .. } => tracing::warn!(%error, "a listener failed"),
            _ => {}
        }
    }

    fn on_dial_failed(&mut self, peer: PeerId, error: &DialError) {
        // Whether somebody was already dialling is no news about the peer.
        if matches!(error, DialError::DialPeerConditionFalse(_)) {
            return;
        }
        if let DialError::WrongPeerId { address, .. } = error {
            self.state.book.remove(&peer, address);
        }
        tracing::debug!(%peer, %error, "cannot be reached");
        if !self.swarm.is_connected(&peer) {
            self.standing.lost(&peer, Instant::now(), chance());
            for waiting in self.state.waiting.remove(&peer).unwrap_or_default() {
                let _ = waiting.send(Err(connect_error(error)));
            }
        }
    }

    fn on_behaviour(&mut self, event: BehaviourEvent) {
        match event {
            BehaviourEvent::Negotiate(event) => self.on_negotiate(event),
            BehaviourEvent::Index(event) => self.on_index(event),
            BehaviourEvent::Ping(event) => match event.result {
                Ok(rtt) => {
                    self.state.neighbours.measured(&event.peer, event.connection, rtt);
                    self.repaint();
                }
                // Not to speak ping is odd but no sign of death.
                Err(ping::Failure::Unsupported) => {}
                // A TCP peer whose power was cut says nothing; without this its job streams would wait for ever.
                Err(failure) => {
                    tracing::debug!(peer = %event.peer, %failure, "does not answer pings");
                    self.swarm.close_connection(event.connection);
                }
            },
            BehaviourEvent::Tries(event) => self.on_try(event),
            BehaviourEvent::Identify(event) => self.on_identify(event),
            BehaviourEvent::Relay(event) => self.on_relayed(event),
            BehaviourEvent::RelayClient(event) => self.on_granted(event),
            BehaviourEvent::Punching(event) => self.on_punched(event),
            BehaviourEvent::Mdns(mdns::Event::Discovered(found)) => self.on_lan(found),
            BehaviourEvent::Mdns(mdns::Event::Expired(gone)) => {
                for (peer, address) in gone {
                    self.state.book.remove(&peer, &address);
                    if self.state.book.of(&peer).is_empty() {
                        self.state.lan.remove(&peer);
                    }
                }
                self.repaint();
            }
            _ => {}
        }
    }

    fn on_lan(&mut self, found: Vec<(PeerId, Multiaddr)>) {
        for (peer, mut address) in found {
            if !self.state.lan.contains(&peer) && self.state.lan.len() >= limits::STANDING {
                continue;
            }
            if matches!(address.iter().last(), Some(libp2p::multiaddr::Protocol::P2p(_))) {
                address.pop();
            }
            self.state.book.add(peer, vec![address]);
            if self.state.lan.insert(peer)
                && let Err(error) = self.dial(peer)
            {
                tracing::debug!(%peer, %error, "a peer on the LAN cannot be dialled");
            }
        }
        self.repaint();
    }

    fn on_negotiate(&mut self, event: request_response::Event<Ask, Answer>) {
        match event {
            request_response::Event::Message { peer, message: Message::Request { request, channel, .. }, .. } => {
                self.on_ask(peer, request, channel);
            }
            request_response::Event::Message { message: Message::Response { request_id, response }, .. } => {
                if let Some(reply) = self.state.asked.remove(&request_id) {
                    let _ = reply.send(Ok(response));
                }
            }
            request_response::Event::OutboundFailure { request_id, error, .. } => {
                if let Some(reply) = self.state.asked.remove(&request_id) {
                    let _ = reply.send(Err(ask_error(error)));
                }
            }
            request_response::Event::InboundFailure { peer, error, .. } => {
                tracing::debug!(%peer, %error, "a question could not be answered");
            }
            request_response::Event::ResponseSent { .. } => {}
        }
    }

    fn on_ask(&mut self, peer: PeerId, ask: Ask, channel: ResponseChannel<Answer>) {
        let busy = Answer::Refuse(Refusal::Busy);
        let Some(from) = self.state.neighbours.admit(&peer, Instant::now()) else {
            tracing::debug!(%peer, "asks too often");
            let _ = self.swarm.behaviour_mut().negotiate.send_response(channel, busy);
            return;
        };
        let (reply, answer) = oneshot::channel();
        match self.events.try_send(Event::Asked { from, ask: Box::new(ask), reply: Reply(reply) }) {
            // The time limit is the protocol's own: an answer after it would find nobody.
            Ok(()) => self
                .state
                .replying
                .push(timeout(limits::ANSWER, answer).map(|came| (channel, came.ok().and_then(Result::ok))).boxed()),
            Err(_) => {
                tracing::warn!("the daemon is behind: a question is refused");
                let _ = self.swarm.behaviour_mut().negotiate.send_response(channel, busy);
            }
        }
    }

    fn on_index(&mut self, event: request_response::Event<IndexRequest, IndexResponse>) {
        match event {
            request_response::Event::Message { peer, message: Message::Request { request, channel, .. }, .. } => {
                // Above its rate a peer gets no answer at all: there is no word for it, and none is owed.
                let Some(from) = self.state.neighbours.admit(&peer, Instant::now()) else { return };
                let answer = match &mut self.index {
                    Some(index) => index.answer(from, request, now()),
                    None => IndexResponse::NoIndex,
                };
                let _ = self.swarm.behaviour_mut().index.send_response(channel, answer);
            }
            request_response::Event::Message { message: Message::Response { request_id, response }, .. } => {
                if let Some(reply) = self.state.searched.remove(&request_id) {
                    let _ = reply.send(Ok(response));
                }
            }
            request_response::Event::OutboundFailure { request_id, error, .. } => {
                if let Some(reply) = self.state.searched.remove(&request_id) {
                    let _ = reply.send(Err(ask_error(error)));
                }
            }
            request_response::Event::InboundFailure { .. } | request_response::Event::ResponseSent { .. } => {}
        }
    }

    /// How far the farthest peer is.
    pub(crate) fn world(&self) -> Option<Scope> {
        self.state.neighbours.farthest()
    }

    pub(crate) fn repaint(&mut self) {
        self.care_for_relays();
        // A circuit's listener has the addresses that the relay told, which may be anybody's.
        let addresses = self.swarm.listeners().filter(|address| !is_circuit(address)).cloned().collect();
        let index_node =
            |peer: &PeerId, settled| IndexNode { peer: *peer, connected: self.swarm.is_connected(peer), settled };
        let settled = self.standing.index_nodes().map(|peer| index_node(peer, true));
        let lan = self.state.lan.iter().map(|peer| index_node(peer, false));
        let index_nodes = settled.chain(lan).collect();
        let (peers, world) = (self.state.neighbours.list(), self.world());
        let (evidence, ways) = (self.evidence.clone(), self.state.neighbours.ways());
        let (circuits, relays) = (self.state.reservations.addresses().cloned().collect(), self.relays());
        let picture = Picture { addresses, peers, index_nodes, evidence, world, ways, circuits, relays };
        self.picture.send_replace(picture);
    }

    /// Shows how things stand before the first event.
    pub(crate) fn paint(&mut self) {
        self.repaint();
    }
}

/// Chance for the back-off. Without it nodes come back together, which is worse manners but no harm.
pub(crate) fn chance() -> u32 {
    getrandom::u32().unwrap_or(u32::MAX)
}

fn connect_error(error: &DialError) -> ConnectError {
    match error {
        DialError::NoAddresses => ConnectError::NoAddress,
        DialError::LocalPeerId { .. } => ConnectError::Oneself,
        DialError::Transport(tried) => {
            let tried = tried.iter().map(|(address, error)| format!("{address}: {}", address::whole_story(error)));
            ConnectError::Failed(tried.collect::<Vec<_>>().join("; "))
        }
        error => ConnectError::Failed(address::whole_story(error)),
    }
}

fn ask_error(error: OutboundFailure) -> AskError {
    match error {
        OutboundFailure::DialFailure => AskError::Unreachable(ConnectError::Failed("the dial failed".to_owned())),
        OutboundFailure::Timeout => AskError::NoAnswer,
        OutboundFailure::ConnectionClosed => AskError::Closed,
        OutboundFailure::UnsupportedProtocols => AskError::NotSpoken,
        OutboundFailure::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => AskError::Malformed(error),
        OutboundFailure::Io(error) => AskError::Broken(error),
    }
}
