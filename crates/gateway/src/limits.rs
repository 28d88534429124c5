//! Bounds on what the gateway does for clients, each with its reason.

use idlewatt_proto::limits::PROMPT_BYTES;
use std::time::Duration;

/// Bytes of a request. The longest prompt with each byte escaped (six for one) is 3 MiB; the rest is for the names of
/// its messages, and for 2048 texts of embeddings at 2 KiB.
pub const BODY_BYTES: u64 = 6 * PROMPT_BYTES as u64 + 1024 * 1024;
/// So much of a longer request is read and thrown away: most clients listen only after they have sent everything, and would
/// see a broken connection instead of the reason.
pub const DRAIN_BYTES: u64 = 8 * BODY_BYTES;
/// After an answer, so much that still comes is read and thrown away, for so long: with bytes unread the system breaks the
/// connection, and whoever is still sending never sees the answer. 64 MiB/s for the whole of the time.
pub const LINGER_BYTES: usize = 128 * 1024 * 1024;
pub const LINGER_WITHIN: Duration = Duration::from_secs(2);
/// Bytes of a request's head. Browsers with many cookies come to 16 KiB.
pub const HEAD_BYTES: usize = 32 * 1024;
/// Bytes that wait on one connection, each way. At least a head.
pub const BUFFER_BYTES: usize = 64 * 1024;
/// Bytes of an answer that the system takes for a client that does not read. By itself Linux takes up to 4 MiB, which are
/// 15 000 tokens computed for nobody; with this and what the client's system takes, 350 KiB were measured. Still 64 MB/s
/// at 1 ms.
pub const SOCKET_BYTES: usize = 64 * 1024;
/// For the head of a connection's first request to come: who connects has something to say. Seconds that a lost packet
/// takes to be sent again are in it.
pub const FIRST_HEAD_WITHIN: Duration = Duration::from_secs(5);
/// For the head of each further request to come on the connection. Ends idle connections too.
pub const HEAD_WITHIN: Duration = Duration::from_secs(30);
/// For the body of a request to come: 4 MiB at 1 Mbit/s take 34 s.
pub const BODY_WITHIN: Duration = Duration::from_secs(60);
/// A client that takes nothing for so long is gone, and its answer is given up.
pub const CLIENT_STALL: Duration = Duration::from_secs(60);
/// Silence of the backend after which an answer is given up. As long as one unit of work may take in all: the owner of
/// a GPU may be playing, and the backend has finer bounds of its own.
pub const BACKEND_SILENCE: Duration = Duration::from_secs(3600);
/// How often a stream without news says that it is alive: proxies cut at 30 s at the earliest.
pub const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How long a stream's status waits for the first news, so that a prompt that is no good still gets a status of its own.
/// There is nothing to be told before the first news, so nobody waits longer for it.
pub const STATUS_WAITS: Duration = Duration::from_secs(10);
/// Connections at once; for one more, one without a request has to go, and otherwise it waits, and those after it wait in the
/// system's queue. A buffer each way and the parser's: 200 KiB each, 50 MiB.
pub const CONNECTIONS: usize = 256;
/// For a connection that has to go to be gone, before the next has to. It has no more to do than to write what it holds.
pub const LEAVES_WITHIN: Duration = Duration::from_secs(1);
/// Requests with a body at once. Each holds its body (4 MiB), its prompt once for each choice (16 MiB) and an answer of
/// [`HELD_BYTES`]: 2.3 GiB if every one is of the largest kind, which only somebody with the key, or at this machine, can
/// bring about.
pub const REQUESTS: usize = 64;
/// When a client that was sent away comes again: about one short answer later.
pub const RETRY_AFTER_S: u32 = 2;
/// How far presence and frequency may be punished, both ways: as OpenAI's interface promises. Beyond it answers fall apart.
pub const PENALTY: f32 = 2.0;
/// How far a token may be favoured or held back: at the end of it, it is certain or banned.
pub const BIAS: f32 = 100.0;
/// Answers in one request: prompts times `n`.
pub const CHOICES: usize = 32;
/// Of these, at work at once: what an engine batches.
pub const CHOICES_AT_ONCE: usize = 8;
/// Bytes of answers that are held for a request without a stream, and of a call in one: 32 answers of 131 072 tokens at four bytes a token.
/// Probabilities count too, and reach it sooner.
pub const HELD_BYTES: usize = 16 * 1024 * 1024;
/// What an alternative token takes in an answer besides its text: its logarithm, names and brackets.
pub const ALTERNATIVE_BYTES: usize = 64;
/// Tokens of a chat answer when the request names no number: the rest of the model's context, whatever that is. As many
/// tokens as a prompt may have, and the longest context that is common.
pub const ANSWER_TOKENS: u32 = 131_072;
/// Tokens of a completion when the request names no number: what OpenAI's interface promises there.
pub const COMPLETION_TOKENS: u32 = 16;
/// Characters of a key where others than this machine may come: 16 random letters and digits are 95 bits, beyond guessing.
pub const KEY_LEAST_OUTSIDE: usize = 16;
/// Longest key: it travels in a header of each request.
pub const KEY_MOST: usize = 256;
/// Longest name of a model that is quoted back.
pub const MODEL_NAME_BYTES: usize = 1024;
/// For answers in hand to end when the gateway closes; then they are cut off.
pub const GOODBYE: Duration = Duration::from_secs(2);
/// Before the next try when the system has no socket to give (too many open files).
pub const ACCEPT_AGAIN: Duration = Duration::from_millis(100);
