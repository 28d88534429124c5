//! Bounds on what the mesh does for peers, each with its reason.

use std::time::Duration;

/// Connections being set up from outside. Each holds at most a handshake's buffers (~20 KiB) for [`HANDSHAKE`].
pub const PENDING_INCOMING: u32 = 64;
/// Connections being set up by us: every standing connection at once, and some for work.
pub const PENDING_OUTGOING: u32 = 32;
/// Connections that others opened. At ~64 KiB each: 8 MiB.
pub const ESTABLISHED_INCOMING: u32 = 128;
/// Connections in all; the other half is kept for those that we open, so that strangers cannot shut us in.
pub const ESTABLISHED: u32 = 256;
/// Connections with one peer: QUIC and TCP may cross while both sides dial, beside a circuit from either side that became
/// of no use.
pub const ESTABLISHED_PER_PEER: u32 = 4;
/// Transport, encryption and multiplexer of a new connection, together.
pub const HANDSHAKE: Duration = Duration::from_secs(10);
/// After this much silence a connection is let go. Longer than the heartbeat of adverts (60 s), so that the
/// connections to index nodes live.
pub const IDLE: Duration = Duration::from_secs(300);
/// Between two QUIC keep-alives: home routers forget a UDP mapping after 30 s at the earliest.
pub const QUIC_KEEP_ALIVE: Duration = Duration::from_secs(15);
/// QUIC silence after which the peer is gone: three keep-alives.
pub const QUIC_SILENCE_MS: u32 = 45_000;
/// QUIC bytes in flight to us on one stream: 4 MiB are 640 Mbit/s at 50 ms. What nobody reads is held, so the
/// default of 10 MB would let 64 job streams hold 640 MB; this lets them hold 256 MiB.
pub const QUIC_STREAM_WINDOW: u32 = 4 * 1024 * 1024;
/// The same on all streams of a connection: one full stream, and talk beside it.
pub const QUIC_CONNECTION_WINDOW: u32 = 6 * 1024 * 1024;
/// Streams that a peer may have open on a connection, QUIC or Yamux.
pub const STREAMS_PER_CONNECTION: u32 = 64;
/// Streams of a connection whose protocol is not yet agreed on.
pub const NEGOTIATING_STREAMS: usize = 32;

/// Requests in flight on one connection, of each kind. With 64 KiB messages: 512 KiB per connection and kind.
pub const REQUESTS_PER_CONNECTION: usize = 8;
/// A question must be answered within this; the provider may look at its worker first.
pub const ANSWER: Duration = Duration::from_secs(15);
/// Questions of one peer at once, above its rate.
pub const REQUEST_BURST: f64 = 20.0;
/// Questions of one peer per second: a requester with many small jobs asks once or twice.
pub const REQUESTS_PER_SECOND: f64 = 5.0;
/// Events that wait for the daemon. Above it peers hear that we are busy.
pub const EVENTS: usize = 64;
/// Commands that wait for the swarm; senders wait.
pub const COMMANDS: usize = 64;

/// Adverts in an index: 20,000 of 2 KiB are 40 MiB.
pub const ADVERTS: usize = 20_000;
/// Index nodes asked by one search. Two could lie alike; more than three cost more than they find.
pub const INDEX_NODES_ASKED: usize = 3;
/// After the first index node has answered, the others have this long.
pub const INDEX_PATIENCE: Duration = Duration::from_secs(2);
/// Index nodes and known peers in the settings, and peers found on the LAN, each.
pub const STANDING: usize = 32;
/// Peers whose addresses are remembered: ~1 KiB each, 4 MiB.
pub const ADDRESS_BOOK: usize = 4096;
/// First wait before a standing connection is tried again.
pub const RETRY_FIRST: Duration = Duration::from_secs(1);
/// Longest wait before it is tried again.
pub const RETRY_LAST: Duration = Duration::from_secs(60);
/// A connection that lived for so long was a good one: trying again starts from the first wait.
pub const PROVEN: Duration = Duration::from_secs(60);
/// For a connection to be made when something waits for it: smart dialling has tried everything by then.
pub const CONNECT: Duration = Duration::from_secs(20);
/// For listeners to tell their addresses at the start.
pub const LISTEN: Duration = Duration::from_secs(5);
/// Events read at the start without waiting: an address each of 16 interfaces, two protocols and two transports.
pub const LISTEN_EVENTS: usize = 64;
/// For the swarm to say goodbye at the end, before it is cut off.
pub const GOODBYE: Duration = Duration::from_secs(2);

/// Streams of one protocol that one peer may have open with us: two jobs with two
/// transfers each, and one to spare.
pub const STREAMS_PER_PEER: usize = 5;
/// Streams of one protocol in all. Each holds at most a message that comes, one that goes, and 1 MiB of waiting ones each
/// way.
pub const STREAMS: usize = 64;
/// From the opening of a stream to its first message, and to the answer.
pub const STREAM_OPENING: Duration = Duration::from_secs(10);
/// How often a stream is tried again that fell off the other side's doorstep: libp2p-stream drops what is
/// not taken at once.
pub const STREAM_TRIES: u32 = 4;
/// Messages that wait in a job stream, each way: two units' worth of progress, or a second of tokens.
pub const JOB_MESSAGES: usize = 64;
/// Bytes that wait in a job stream, each way. More than the longest message, so that each finds room.
pub const JOB_QUEUE_BYTES: usize = 1024 * 1024;
const _: () = assert!(JOB_QUEUE_BYTES > idlewatt_proto::limits::ASK_BYTES);
/// For a job message to find room, and for its bytes to leave. A peer that reads nothing for so long is gone.
pub const JOB_SEND: Duration = Duration::from_secs(30);

/// Blobs on offer at once: two unpaid results and a scene for each of a thousand peers.
pub const OFFERS: usize = 4096;
/// Bytes moved at once.
pub const BLOB_CHUNK: usize = 64 * 1024;
/// A transfer that moves nothing for so long has failed.
pub const BLOB_STALL: Duration = Duration::from_secs(15);
/// Encoded [`idlewatt_proto::stream::BlobRequest`] or reply: 32 bytes of hash and a number.
pub const BLOB_HEADER_BYTES: usize = 64;

/// Addresses of ours that somebody got through to, remembered: two families, two transports, and some that were.
pub const REACH_EVIDENCE: usize = 8;
/// First wait before peers are asked again to try, when none got through: the owner may just have let it through a firewall.
pub const REACH_AGAIN_FIRST: Duration = Duration::from_secs(60);
/// Longest such wait, and the wait after somebody did. A round costs a question and a
/// handshake for each address.
pub const REACH_AGAIN_LAST: Duration = Duration::from_secs(1800);
/// How long it counts that somebody got through: two rounds.
pub const REACH_HOLDS: Duration = Duration::from_secs(3600);
/// After the begin of a round, how long another address may still prove right when one did not.
pub const REACH_SETTLES: Duration = Duration::from_secs(15);
/// How long nobody may have an answer, before none is one: two rounds' worth of waiting for it.
pub const REACH_PATIENCE: Duration = Duration::from_secs(45);
/// From the first connection to the first round: peers say within it where they see this node.
pub const REACH_FIRST: Duration = Duration::from_secs(2);
/// Addresses at which this node was seen, remembered: two families and two transports, now and before a change.
pub const CANDIDATES: usize = 8;
/// How long a try may take: within the time that whoever asked waits for the answer.
pub const TRY: Duration = Duration::from_secs(10);
const _: () = assert!(TRY.as_secs() < ANSWER.as_secs());
/// Addresses of others that are tried at once.
pub const TRIES_AT_ONCE: usize = 8;
/// Addresses of one peer that are tried in [`TRIES_WITHIN`]: all its candidates, and some after a change.
pub const TRIES_PER_PEER: usize = 12;
/// See there.
pub const TRIES_WITHIN: Duration = Duration::from_secs(60);

/// Nodes that may be called over this one: half of the connections that others may open.
pub const RELAY_RESERVATIONS: usize = ESTABLISHED_INCOMING as usize / 2;
/// How long such a place is kept without being renewed; it is renewed after three quarters.
pub const RELAY_RESERVATION: Duration = Duration::from_secs(1800);
/// Circuits at once: 64 of 16 MiB in 30 minutes are 5 Mbit/s on average, each way.
pub const RELAY_CIRCUITS: usize = 64;
/// Circuits of one node: a search asks 16 providers at once.
pub const RELAY_CIRCUITS_PER_PEER: usize = 16;
/// How long a circuit may last: a long talk with a model.
pub const RELAY_CIRCUIT: Duration = Duration::from_secs(1800);
/// What a circuit may carry, both ways together: talk, a small scene and a small picture.
pub const RELAY_CIRCUIT_BYTES: u64 = 16 * 1024 * 1024;
/// Circuits that one peer may ask for at once, above its rate: two searches.
pub const RELAY_CIRCUIT_BURST: u32 = 32;
/// And then one more after so long.
pub const RELAY_CIRCUIT_AGAIN: Duration = Duration::from_secs(15);
/// The same for a network address, behind which may be a house full of them.
pub const RELAY_CIRCUIT_BURST_PER_IP: u32 = 128;
/// And then one more after so long.
pub const RELAY_CIRCUIT_AGAIN_PER_IP: Duration = Duration::from_secs(4);
/// Relays that a node has itself called over: one may vanish. More would only cost them places.
pub const RELAYS: usize = 2;
/// For a relay to say whether it will.
pub const RELAY_ANSWER: Duration = Duration::from_secs(20);
/// First wait before a relay that would not is asked again.
pub const RELAY_AGAIN_FIRST: Duration = Duration::from_secs(15);
/// Longest such wait.
pub const RELAY_AGAIN_LAST: Duration = Duration::from_secs(1800);
/// A relay that has its places renewed more often than this many times
pub const RELAY_RENEWALS: u32 = 6;
/// within this is not used: places for 20 seconds are of no use to anybody.
pub const RELAY_RENEWALS_WITHIN: Duration = Duration::from_secs(60);
/// Blobs up to this size may go over a circuit.
pub const RELAYED_BLOB: u64 = idlewatt_proto::limits::RELAYED_BLOB_BYTES;
const _: () = assert!(2 * idlewatt_proto::limits::RELAYED_JOB_BYTES <= RELAY_CIRCUIT_BYTES);
/// From the beginning of a circuit, how long a punched hole is waited for by who needs one: a first try takes the time of a
/// few round trips and succeeds in 49 of 50 cases where any does; what does not answer is given up after 5 s.
pub const PUNCH: Duration = Duration::from_secs(8);
/// Addresses that a peer may name for a punched hole: as many as libp2p remembers.
pub const PUNCH_ADDRESSES: usize = 20;
/// Holes that are punched for one peer in [`PUNCHES_WITHIN`]: libp2p tries thrice, and a circuit may be lost once.
pub const PUNCHES_PER_PEER: usize = 6;
/// See there.
pub const PUNCHES_WITHIN: Duration = Duration::from_secs(60);
/// How often a relay is called over the transport that this node is not seen at, so that both sides of a circuit have one in
/// common. Such a connection is idle, and lives for [`IDLE`].
pub const LOOK_AGAIN: Duration = Duration::from_secs(60);
/// Tries to punch that are remembered, to be told.
pub const PUNCHES_TOLD: usize = 20;
/// How often circuits of no use are looked for.
pub const CIRCUIT_SWEEP: Duration = Duration::from_secs(10);
/// How long a circuit stays beside a direct connection: questions under way on it are answered by then.
pub const CIRCUIT_LINGERS: Duration = Duration::from_secs(20);
const _: () = assert!(CIRCUIT_LINGERS.as_secs() > ANSWER.as_secs());
/// Peers that were met over a circuit, remembered: that they get through by a hole that was punched for them proves nothing.
pub const MET_BY_CIRCUIT: usize = 256;
