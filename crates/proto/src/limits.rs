//! Bounds on what is spelled here, each with its arithmetic.

/// Largest negotiation, index or job-stream message. An answer of 25 adverts of 2 KiB is 50 KiB.
pub const MESSAGE_BYTES: usize = 64 * 1024;
/// Adverts in one answer of an index node: 25 of 2 KiB fit into a message, and more than 16 are never asked.
pub const ADVERTS_PER_ANSWER: usize = 25;
/// Encoded size of one advert: peer, device name, a handful of addresses, and models of some 130 bytes each.
pub const ADVERT_BYTES: usize = 2048;
/// Models in an advert.
pub const MODELS_PER_ADVERT: usize = 8;
/// A model's name in an advert, cut there.
pub const MODEL_NAME_BYTES: usize = 64;
/// How long an advert lives. Heartbeats come every 60 s, so two may be lost.
pub const ADVERT_LIFETIME_MS: u64 = 180_000;
/// Addresses in an advert: IPv4 and IPv6, QUIC and TCP, direct and relayed.
pub const ADDRESSES: usize = 8;
/// Blobs up to this size may go over a relay, by whose courtesy they go: a tile of 256 x 256 pixels is 768 KiB.
pub const RELAYED_BLOB_BYTES: u64 = 1024 * 1024;
/// What a job may move over a relay in all: half of what a circuit carries, so that it is done with one.
pub const RELAYED_JOB_BYTES: u64 = 8 * 1024 * 1024;
/// Longest text a peer may send: names, addresses, reasons.
pub const TEXT_BYTES: usize = 256;
/// Longest side of a picture.
pub const PICTURE_SIDE: u32 = 16_384;
/// Pixels of a picture: 64 Mi pixels are 768 MiB of RGB sums, the most a worker holds.
pub const PICTURE_PIXELS: u64 = 64 * 1024 * 1024;
/// Samples per pixel of a picture. Above it float sums lose more than noise gains.
pub const PICTURE_SPP: u32 = 65_536;
/// Most exposure either way, in thousandths of a stop: a million times brighter.
pub const EXPOSURE_MSTOPS: i32 = 20_000;
/// Longest side of a unit's tile: 512 x 512 x 12 B = 3 MiB per result.
pub const TILE_SIDE: u32 = 512;
/// Device memory for each pixel of a unit: two sums of 16 B, 80 B of a path that waits, and a sum on its way back.
pub const UNIT_PIXEL_BYTES: u64 = 2 * 16 + 80 + 16;
/// Samples per pixel of one unit.
pub const UNIT_SPP: u32 = 4096;
/// Units of one job: keeps plans and journals in memory small.
pub const UNITS_PER_JOB: u32 = 100_000;
/// Light bounces of a path.
pub const BOUNCES: u8 = 32;
/// Radius of a lens, in millionths of a unit: ten metres, a telescope.
pub const LENS_RADIUS_UM: u32 = 10_000_000;
/// How far away what is sharp may be: a thousand kilometres.
pub const LENS_FOCUS_UM: u64 = 1_000_000_000_000;
/// A scene on the wire.
pub const SCENE_BYTES: u64 = 1 << 30;
/// A model on the wire: 70 thousand million weights of four bits, and some more.
pub const MODEL_BYTES: u64 = 64 << 30;
/// Tokens of one request, prompt and answer together.
pub const CONTEXT_TOKENS: u32 = 131_072;
/// A prompt with its functions, its schema and the answer so far: four bytes a token, 131 072 tokens.
pub const PROMPT_BYTES: usize = 512 * 1024;
/// Functions that an answer may call, as OpenAI's interface has it.
pub const TOOLS: usize = 128;
/// Longest name of one, as there.
pub const TOOL_NAME_BYTES: usize = 64;
/// Texts that end an answer.
pub const STOP_TEXTS: usize = 16;
/// Tokens whose logits are shifted.
pub const LOGIT_BIASES: usize = 1024;
/// Alternatives told for each token.
pub const LOGPROBS: u8 = 20;
/// Texts in one request for embeddings.
pub const EMBED_TEXTS: usize = 2048;
/// One line between the daemon and its worker, either way: a prompt of `PROMPT_BYTES`, each of them escaped as JSON does
/// with control characters (six bytes for one), and the rest of the order.
pub const WORKER_LINE_BYTES: usize = 6 * PROMPT_BYTES + 64 * 1024;
/// Largest message to a provider on a job's stream: a prompt, and sixteen texts and a thousand biases beside it.
pub const ASK_BYTES: usize = PROMPT_BYTES + MESSAGE_BYTES;
/// Units that may be unpaid at once, each way: what either side can lose to the other.
pub const EXPOSURE_UNITS: u32 = 2;
/// The same for requests of a model, in hand and unpaid: as many as share one worker.
pub const TEXT_EXPOSURE_UNITS: u32 = 8;
