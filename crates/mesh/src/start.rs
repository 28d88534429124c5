//! How a mesh comes to life: addresses, listeners, tasks.

use crate::address::{self, AddressError};
use crate::blobs::{self, Offers};
use crate::channel::Tasks;
use crate::doors;
use crate::index::Index;
use crate::limits;
use crate::mesh::{Controls, Inner, Mesh};
use crate::network::{self, BLOB, Behaviour, JOB};
use crate::peers::Path;
use crate::reach::Evidence;
use crate::relay::{RelayBounds, UseRelays};
use crate::slots::Slots;
use crate::standing::Standing;
use crate::task::{Picture, State, Task};
use crate::{Ended, Event};
use futures::{FutureExt, StreamExt};
use idlewatt_proto::sign::Keypair;
use libp2p::core::transport::ListenerId;
use libp2p::swarm::SwarmEvent;
use libp2p::{Multiaddr, Swarm};
use std::collections::HashSet;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinError;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What a node is told at its start.
#[derive(Debug, Clone)]
pub struct Config {
    /// Who it is.
    pub keypair: Keypair,
    /// Where it listens: `/ip4/0.0.0.0/udp/0/quic-v1`, `/ip4/0.0.0.0/tcp/0`.
    pub listen: Vec<String>,
    /// Index nodes, each with `/p2p/` and its name at the end.
    pub index_nodes: Vec<String>,
    /// Peers to stay connected with, each with `/p2p/` and its name at the end.
    pub known_peers: Vec<String>,
    /// Whether it lists providers for others.
    pub serve_index: bool,
    /// What it does for peers that nobody gets through to, while somebody gets through to itself. `None`: nothing.
    pub relays: Option<RelayBounds>,
    /// When it has itself called over others.
    pub use_relays: UseRelays,
    /// Whether it looks for peers on the LAN, and is seen there.
    pub mdns: bool,
}

/// Why there is no mesh.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// An address in the settings is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// More standing connections than a node keeps.
    #[error("{0} index nodes and known peers are more than the {most} allowed", most = limits::STANDING)]
    TooManyPeers(usize),
    /// Nothing can be listened on: each address with its error.
    #[error("cannot listen: {0}")]
    Listen(String),
    /// The keypair cannot be used.
    #[error("the keypair cannot be used")]
    Keypair,
}

pub(crate) async fn start(config: Config) -> Result<(Mesh, mpsc::Receiver<Event>), StartError> {
    let key = address::keypair(&config.keypair).ok_or(StartError::Keypair)?;
    let standing = standing(&config)?;
    let mut swarm = network::swarm(&key, config.mdns, config.relays).map_err(|_| StartError::Keypair)?;
    listen(&mut swarm, &config.listen).await?;

    let state = State::new(config.use_relays);
    let controls = Controls {
        direct: swarm.behaviour().streams.inner.new_control(),
        circuits: swarm.behaviour().circuit_streams.inner.new_control(),
        carried: state.carried.clone(),
    };
    let tasks = Tasks { tracker: TaskTracker::new(), stop: CancellationToken::new() };
    let leave = CancellationToken::new();
    let (events_in, events) = mpsc::channel(limits::EVENTS);
    let (commands, commands_out) = mpsc::channel(limits::COMMANDS);
    let (picture_in, picture) = watch::channel(Picture::new());
    let offers = Offers::default();
    let node = config.keypair.node_id();

    take_streams(&controls, &tasks, &events_in, &offers);
    let mut task = Task {
        swarm,
        node,
        commands: commands_out,
        events: events_in,
        picture: picture_in,
        leave: leave.clone(),
        index: config.serve_index.then(Index::default),
        standing,
        evidence: Evidence::new(Instant::now()),
        state,
    };
    task.paint();
    let ended = supervise(task.run(), tasks.stop.clone());
    let inner =
        Inner { node, commands, picture, controls, offers, tasks, leave, ended, serves_index: config.serve_index };
    Ok((Mesh::new(inner), events))
}

fn standing(config: &Config) -> Result<Standing, StartError> {
    let mut standing = Standing::default();
    let now = Instant::now();
    let own = address::peer_id(config.keypair.node_id());
    let listed = config.index_nodes.iter().map(|text| (text, true));
    for (text, index) in listed.chain(config.known_peers.iter().map(|text| (text, false))) {
        let (peer, address) = address::dial_address(text)?;
        // One settings file for several machines may name this one too.
        if own != Some(peer) {
            standing.add(peer, address, index, now);
        }
    }
    if standing.len() > limits::STANDING {
        return Err(StartError::TooManyPeers(standing.len()));
    }
    Ok(standing)
}

/// Listens wherever it can, and waits until each listener has told an address or failed. One that fails (QUIC
/// does under Wine) is a warning as long as another works.
async fn listen(swarm: &mut Swarm<Behaviour>, texts: &[String]) -> Result<(), StartError> {
    let addresses: Vec<Multiaddr> = texts.iter().map(|text| address::listen_address(text)).collect::<Result<_, _>>()?;
    let mut failed = Vec::new();
    let mut silent = HashSet::new();
    for address in addresses {
        match swarm.listen_on(address.clone()) {
            Ok(listener) => {
                silent.insert(listener);
            }
            Err(error) => failed.push(format!("{address}: {}", address::whole_story(&error))),
        }
    }
    let mut note = |silent: &mut HashSet<ListenerId>, event| match event {
        SwarmEvent::NewListenAddr { listener_id, address } => {
            tracing::info!(%address, "listening");
            silent.remove(&listener_id);
        }
        SwarmEvent::ListenerClosed { listener_id, reason, .. } => {
            silent.remove(&listener_id);
            let why = reason.err().map(|error| address::whole_story(&error));
            failed.push(why.unwrap_or_else(|| "it closed at once".to_owned()));
        }
        SwarmEvent::ListenerError { error, .. } => failed.push(address::whole_story(&error)),
        // Nobody can know our addresses yet, so nothing else can be lost here.
        _ => {}
    };
    let settling = async {
        while !silent.is_empty() {
            let event = swarm.select_next_some().await;
            note(&mut silent, event);
        }
    };
    if timeout(limits::LISTEN, settling).await.is_err() {
        tracing::warn!("a listener tells no address");
    }
    // A wildcard has one address per interface, and they come one after the other: a first advert with nothing
    // but loopback in it would help nobody.
    for _ in 0..limits::LISTEN_EVENTS {
        match swarm.select_next_some().now_or_never() {
            Some(event) => note(&mut silent, event),
            None => break,
        }
    }
    for failure in &failed {
        tracing::warn!(%failure, "cannot listen");
    }
    if !texts.is_empty() && swarm.listeners().next().is_none() {
        return Err(StartError::Listen(failed.join("; ")));
    }
    Ok(())
}

fn take_streams(controls: &Controls, tasks: &Tasks, events: &mpsc::Sender<Event>, offers: &Offers) {
    let (jobs, blobs) = (Slots::default(), Slots::default());
    for path in [Path::Direct, Path::Relayed] {
        let mut control = controls.over(path).clone();
        // The protocols are ours alone and this is the only place that takes them, once for each kind of connection.
        if let Ok(incoming) = control.accept(JOB) {
            let (events, job_tasks, controls) = (events.clone(), tasks.clone(), controls.clone());
            let admit = move |from, stream, slot| {
                let load = controls.load(from, path);
                doors::admit_job(from, stream, slot, load, events.clone(), job_tasks.clone())
            };
            tasks.tracker.spawn(doors::take_streams(incoming, jobs.clone(), tasks.clone(), admit));
        }
        if let Ok(incoming) = control.accept(BLOB) {
            let (offers, controls) = (offers.clone(), controls.clone());
            let serve = move |to, stream, slot| {
                let load = controls.load(to, path);
                blobs::serve(to, stream, (slot, load), offers.clone())
            };
            tasks.tracker.spawn(doors::take_streams(incoming, blobs.clone(), tasks.clone(), serve));
        }
    }
}

/// Runs the swarm's task and tells how it ended, be it by a panic.
fn supervise(
    task: impl Future<Output = ()> + Send + 'static,
    stop: CancellationToken,
) -> watch::Receiver<Option<Ended>> {
    let (ended_in, ended) = watch::channel(None);
    let running = tokio::spawn(task);
    tokio::spawn(async move {
        let how = match running.await {
            Ok(()) => Ended::ShutDown,
            Err(error) => Ended::Broken(what_broke(error)),
        };
        if let Ended::Broken(what) = &how {
            tracing::error!(%what, "the mesh broke");
        }
        stop.cancel();
        ended_in.send_replace(Some(how));
    });
    ended
}

fn what_broke(error: JoinError) -> String {
    let text = error.to_string();
    let Ok(panic) = error.try_into_panic() else { return text };
    let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
    said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_in_the_swarm_is_told_and_stops_the_rest() {
        let stop = CancellationToken::new();
        let mut ended = supervise(async { panic!("bad frame") }, stop.clone());
        let how = ended.wait_for(Option::is_some).await.expect("the supervisor lives").clone();
        assert_eq!(how, Some(Ended::Broken("bad frame".to_owned())));
        assert!(stop.is_cancelled());
    }
}
