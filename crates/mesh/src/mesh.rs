//! The handle.

use crate::address;
use crate::blobs::{self, FetchError, Offers, OffersFull};
use crate::channel::{JobChannel, Tasks};
use crate::doors::{self, OpenError};
use crate::index;
use crate::limits;
use crate::peers::{Path, Peer};
use crate::reach::Reach;
use crate::relay::{Carried, Load, Relays};
use crate::start::{self, Config, StartError};
use crate::task::{Command, IndexNode, Picture};
use crate::{AskError, ConnectError, Ended, Event, now};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use idlewatt_proto::advert::{Advert, AdvertError, IndexRequest, IndexResponse, Query};
use idlewatt_proto::job::BlobRef;
use idlewatt_proto::limits::{ADDRESSES, TEXT_BYTES};
use idlewatt_proto::negotiation::{Answer, Ask};
use idlewatt_proto::sign::Signed;
use idlewatt_proto::stream::{ToProvider, ToRequester};
use idlewatt_proto::{BlobHash, JobId, NodeId};
use libp2p::multiaddr::Protocol;
use libp2p::{Multiaddr, PeerId};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{sleep, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

/// A node's part in the mesh. Clones are handles on the same one; when the last is dropped it ends.
#[derive(Clone)]
pub struct Mesh(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) node: NodeId,
    pub(crate) commands: mpsc::Sender<Command>,
    pub(crate) picture: watch::Receiver<Picture>,
    pub(crate) controls: Controls,
    pub(crate) offers: Offers,
    pub(crate) tasks: Tasks,
    pub(crate) leave: CancellationToken,
    pub(crate) ended: watch::Receiver<Option<Ended>>,
    pub(crate) serves_index: bool,
}

/// What opens streams: on direct connections, and on circuits.
#[derive(Clone)]
pub(crate) struct Controls {
    pub(crate) direct: libp2p_stream::Control,
    pub(crate) circuits: libp2p_stream::Control,
    pub(crate) carried: Carried,
}

impl Controls {
    pub(crate) fn over(&self, path: Path) -> &libp2p_stream::Control {
        match path {
            Path::Direct => &self.direct,
            Path::Relayed => &self.circuits,
        }
    }

    /// Keeps the circuit, where it is one.
    pub(crate) fn load(&self, node: NodeId, path: Path) -> Option<Load> {
        (path == Path::Relayed).then(|| self.carried.load(node))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.tasks.stop.cancel();
        self.leave.cancel();
    }
}

/// What became of an advert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Index nodes that list it, this one included.
    pub listed_by: u32,
    /// Index nodes that do not take it, and why.
    pub refused_by: Vec<(NodeId, AdvertError)>,
}

impl Mesh {
    /// Starts a node. Events come through the receiver; while nobody reads it, peers hear that we are busy.
    pub async fn start(config: Config) -> Result<(Self, mpsc::Receiver<Event>), StartError> {
        start::start(config).await
    }

    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Who this is.
    pub fn node_id(&self) -> NodeId {
        self.0.node
    }

    /// Where this node listens, then where it is called over relays, with its name: what another node needs to connect.
    pub fn addresses(&self) -> Vec<String> {
        let own = address::peer_id(self.0.node);
        // Circuits end in no name, and would keep the relay's if asked to have one.
        let named = |address: Multiaddr| own.map(|own| address.with(Protocol::P2p(own)));
        let all = self.listening().into_iter().chain(self.circuits());
        all.filter_map(named).map(|address| address.to_string()).collect()
    }

    fn circuits(&self) -> Vec<Multiaddr> {
        self.0.picture.borrow().circuits.clone()
    }

    /// Through whom this node can be called, or why through nobody, and what came of it.
    pub fn relays(&self) -> Relays {
        self.0.picture.borrow().relays.clone()
    }

    /// Waits until other addresses than these belong in an advert.
    pub async fn moved(&self, from: &[String]) {
        let mut picture = self.0.picture.clone();
        while self.advert_addresses() == from {
            if picture.changed().await.is_err() {
                return std::future::pending().await;
            }
        }
    }

    /// The addresses that belong in an advert: without the name, as many as one may hold. One that somebody from outside
    /// got through to comes first: no interface of this machine may have it. Circuits come last.
    pub fn advert_addresses(&self) -> Vec<String> {
        let outer = match self.reachability() {
            Reach::Direct(address) => Some(address),
            Reach::Unknown | Reach::OutgoingOnly | Reach::Alone => None,
        };
        let listening = self.listening().into_iter().map(|address| address.to_string());
        let others = listening.filter(|address| outer.as_ref() != Some(address));
        let fits = |text: &String| text.len() <= TEXT_BYTES;
        let circuits: Vec<String> = self.circuits().iter().map(ToString::to_string).filter(fits).collect();
        let direct = outer.clone().into_iter().chain(others).filter(fits);
        direct.take(ADDRESSES.saturating_sub(circuits.len())).chain(circuits).collect()
    }

    /// Loopback last: it helps only those on this machine.
    fn listening(&self) -> Vec<Multiaddr> {
        let mut addresses = self.0.picture.borrow().addresses.clone();
        addresses.sort_by_key(|address| (is_loopback(address), address::transport(address)));
        addresses
    }

    /// Whether others get through to this node.
    pub fn reachability(&self) -> Reach {
        let picture = self.0.picture.borrow();
        picture.evidence.verdict(picture.world, tokio::time::Instant::now())
    }

    /// Who is connected.
    pub fn peers(&self) -> Vec<Peer> {
        self.0.picture.borrow().peers.clone()
    }

    /// How many index nodes of the settings are connected.
    pub fn index_nodes(&self) -> u32 {
        let picture = self.0.picture.borrow();
        picture.index_nodes.iter().filter(|node| node.settled && node.connected).count() as u32
    }

    /// Lists an advert at every index node that is connected, or, when none is, at those that can be reached now.
    pub async fn publish(&self, advert: Signed<Advert>) -> Published {
        let mut published = Published { listed_by: 0, refused_by: Vec::new() };
        let request = IndexRequest::Publish(advert);
        let asked = self.askable(usize::MAX);
        for (node, response) in self.ask_index_nodes(asked, request).await {
            match response {
                IndexResponse::Listed(_) => published.listed_by += 1,
                IndexResponse::NotListed(why) => published.refused_by.push((node, why)),
                IndexResponse::Found(_) | IndexResponse::NoIndex => {}
            }
        }
        published
    }

    /// Providers that fit, best first, as far as index nodes know. Every advert is one that its provider signed
    /// and that has not expired. Their addresses are remembered, so that they can be asked.
    pub async fn find(&self, query: Query) -> Vec<Signed<Advert>> {
        let asked = self.askable(limits::INDEX_NODES_ASKED);
        let responses = self.ask_index_nodes(asked, IndexRequest::Find(query.clone())).await;
        let answers = responses.into_iter().filter_map(|(_, response)| match response {
            IndexResponse::Found(adverts) => Some(adverts),
            _ => None,
        });
        let mut newest = index::merge(answers.collect(), now());
        newest.remove(&self.0.node);
        for (node, (advert, _)) in &newest {
            if let Some(peer) = address::peer_id(*node) {
                let addresses = address::claimed_addresses(&peer, &advert.addresses);
                let _ = self.0.commands.send(Command::Remember { peer, addresses }).await;
            }
        }
        index::best(&query, newest.into_values())
    }

    /// Index nodes to ask: connected ones if there are any, else those that might be.
    fn askable(&self, most: usize) -> Vec<PeerId> {
        let nodes = self.0.picture.borrow().index_nodes.clone();
        let any = nodes.iter().any(|node| node.connected);
        let chosen = |node: &&IndexNode| node.connected || !any;
        nodes.iter().filter(chosen).take(most).map(|node| node.peer).collect()
    }

    /// Asks all at once, this node too where it is an index. After the first answer the others have
    /// [`limits::INDEX_PATIENCE`]: a dead index node must not hold up a search.
    async fn ask_index_nodes(&self, nodes: Vec<PeerId>, request: IndexRequest) -> Vec<(NodeId, IndexResponse)> {
        let mut responses = Vec::new();
        if self.0.serves_index {
            let (reply, answer) = oneshot::channel();
            let command = Command::OwnIndex { request: request.clone(), reply };
            if self.0.commands.send(command).await.is_ok()
                && let Ok(response) = answer.await
            {
                responses.push((self.0.node, response));
            }
        }
        let ask = |peer| {
            let request = request.clone();
            async move { (peer, self.ask_index(peer, request).await) }
        };
        let mut asking: FuturesUnordered<_> = nodes.into_iter().map(ask).collect();
        let patience = sleep(limits::CONNECT + limits::ANSWER);
        tokio::pin!(patience);
        loop {
            let (peer, answer) = tokio::select! {
                next = asking.next() => match next {
                    Some(next) => next,
                    None => return responses,
                },
                () = &mut patience => return responses,
            };
            match (address::node_id(&peer), answer) {
                (Some(node), Ok(response)) => {
                    responses.push((node, response));
                    patience.as_mut().reset(tokio::time::Instant::now() + limits::INDEX_PATIENCE);
                }
                (_, Err(error)) => tracing::debug!(%peer, %error, "an index node does not answer"),
                (None, Ok(_)) => {}
            }
        }
    }

    async fn ask_index(&self, peer: PeerId, request: IndexRequest) -> Result<IndexResponse, AskError> {
        self.connect(peer).await?;
        let (reply, answer) = oneshot::channel();
        self.command(Command::Index { peer, request, reply }).await?;
        answer.await.unwrap_or(Err(ConnectError::MeshClosed.into()))
    }

    /// Asks a node, and waits for its answer up to [`limits::ANSWER`].
    pub async fn ask(&self, node: NodeId, ask: Ask) -> Result<Answer, AskError> {
        let peer = self.reach(node).await?;
        let (reply, answer) = oneshot::channel();
        self.command(Command::Ask { peer, ask, reply }).await?;
        answer.await.unwrap_or(Err(ConnectError::MeshClosed.into()))
    }

    /// Opens the stream of a job with its provider, on a direct connection where there is one. Says `ToProvider::Open`
    /// itself.
    pub async fn open_job(&self, node: NodeId, job: JobId) -> Result<JobChannel<ToRequester, ToProvider>, OpenError> {
        let peer = self.reach(node).await?;
        let path = self.path(node).unwrap_or(Path::Direct);
        let load = self.0.controls.load(node, path);
        doors::open_job(self.0.controls.over(path), peer, job, load, &self.0.tasks).await
    }

    /// How a node is reached; `None`: it is not connected.
    pub fn path(&self, node: NodeId) -> Option<Path> {
        self.0.picture.borrow().ways.get(&node).map(|(path, _)| *path)
    }

    /// Connects, and where that came over a relay waits as long as it may take to punch a hole from there.
    pub async fn settle(&self, node: NodeId) -> Result<Path, ConnectError> {
        self.reach(node).await?;
        let mut picture = self.0.picture.clone();
        let Some((Path::Relayed, since)) = picture.borrow().ways.get(&node).copied() else { return Ok(Path::Direct) };
        let settled = picture.wait_for(|now| !matches!(now.ways.get(&node), Some((Path::Relayed, _))));
        match timeout_at(since + limits::PUNCH, settled).await {
            Ok(Ok(_)) => Ok(Path::Direct),
            Ok(Err(_)) => Err(ConnectError::MeshClosed),
            Err(_) => Ok(Path::Relayed),
        }
    }

    /// Lets one peer fetch a file. The file must stay as it is until the offer is withdrawn.
    pub fn offer_blob(&self, blob: BlobRef, path: PathBuf, to: NodeId) -> Result<(), OffersFull> {
        self.0.offers.add(blob, path, to)
    }

    /// Ends an offer. A transfer under way goes on.
    pub fn withdraw_blob(&self, hash: BlobHash, to: NodeId) {
        self.0.offers.remove(hash, to);
    }

    /// Fetches a blob into a file, which has its name only once every byte is verified. Meanwhile it is called
    /// `<into>.part`; one that is there from an earlier try is continued. `progress` hears how many bytes are there.
    /// More than [`limits::RELAYED_BLOB`] needs a direct connection, and waits for a hole to be punched.
    pub async fn fetch_blob(
        &self,
        from: NodeId,
        blob: BlobRef,
        into: &std::path::Path,
        progress: impl FnMut(u64),
    ) -> Result<(), FetchError> {
        let peer = self.reach(from).await.map_err(OpenError::from)?;
        let path = if blob.size.0 > limits::RELAYED_BLOB {
            self.settle(from).await.map_err(OpenError::from)?
        } else {
            self.path(from).unwrap_or(Path::Direct)
        };
        if path == Path::Relayed && blob.size.0 > limits::RELAYED_BLOB {
            return Err(FetchError::OnlyRelayed(blob.size));
        }
        let _load = self.0.controls.load(from, path);
        blobs::fetch(self.0.controls.over(path), peer, blob, into, progress).await
    }

    /// Makes a node's addresses known, without an index: each with or without its name at the end.
    pub async fn remember(&self, node: NodeId, addresses: &[String]) -> Result<(), ConnectError> {
        let peer = address::peer_id(node).ok_or(ConnectError::NoSuchName)?;
        let addresses = address::claimed_addresses(&peer, addresses);
        self.command(Command::Remember { peer, addresses }).await
    }

    async fn reach(&self, node: NodeId) -> Result<PeerId, ConnectError> {
        if node == self.0.node {
            return Err(ConnectError::Oneself);
        }
        let peer = address::peer_id(node).ok_or(ConnectError::NoSuchName)?;
        self.connect(peer).await?;
        Ok(peer)
    }

    async fn connect(&self, peer: PeerId) -> Result<(), ConnectError> {
        let (reply, answer) = oneshot::channel();
        self.command(Command::Connect { peer, reply }).await?;
        match timeout(limits::CONNECT, answer).await {
            Ok(Ok(connected)) => connected,
            Ok(Err(_)) => Err(ConnectError::MeshClosed),
            Err(_) => Err(ConnectError::TimedOut),
        }
    }

    async fn command(&self, command: Command) -> Result<(), ConnectError> {
        self.0.commands.send(command).await.map_err(|_| ConnectError::MeshClosed)
    }

    /// Waits until the mesh has ended, and tells how.
    pub async fn closed(&self) -> Ended {
        let mut ended = self.0.ended.clone();
        match ended.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(how)) => how.clone(),
            _ => Ended::Broken("its supervisor is gone".to_owned()),
        }
    }

    /// Sends what is queued, says goodbye to everyone and ends, within a bound.
    pub async fn shutdown(&self) -> Ended {
        self.0.tasks.stop.cancel();
        self.0.tasks.tracker.close();
        if timeout(limits::GOODBYE, self.0.tasks.tracker.wait()).await.is_err() {
            tracing::debug!("some streams were cut off");
        }
        self.0.leave.cancel();
        self.closed().await
    }
}

fn is_loopback(address: &Multiaddr) -> bool {
    address.iter().any(|part| match part {
        Protocol::Ip4(ip) => ip.is_loopback(),
        Protocol::Ip6(ip) => ip.is_loopback(),
        _ => false,
    })
}
