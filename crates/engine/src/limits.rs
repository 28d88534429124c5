//! Bounds of the engine, each with its arithmetic.

use std::time::Duration;

/// Bytes of one storage binding: the most that lavapipe and the portable default of WebGPU allow.
pub const BINDING_BYTES: u64 = 128 << 20;
/// Bytes of workgroup memory: what a tile of 128 rows by 128 tokens takes of two groups of each, and of sums. Desktop cards have 32 to
/// 64 KiB, portable WebGPU 16.
pub const WORKGROUP_BYTES: u32 = 48 << 10;
/// Triangles stored: 128 MiB / 48 B.
pub const TRIANGLES: usize = (BINDING_BYTES / 48) as usize;
/// Forks of all trees: 128 MiB / 32 B.
pub const FORKS: usize = (BINDING_BYTES / 32) as usize;
/// Instances: 128 MiB / 144 B.
pub const INSTANCES: usize = (BINDING_BYTES / 144) as usize;
/// Boxes by which a mesh is known where the box around it in its place is looked for: a million instances take some
/// half a second.
pub const HULL_BOXES: usize = 256;
/// Lights: 128 MiB / 64 B. The tree over them has less than twice as many nodes of 32 B.
pub const LIGHTS: usize = (BINDING_BYTES / 64) as usize;
/// Fewer lights than these are chosen by their power alone: a lamp that is a square has two.
pub const TREE_LIGHTS: usize = 3;
/// Deepest tree over lights: the bits of a trail. A balanced tree of 2.1 M lights has 21 levels.
pub const LIGHT_DEPTH: usize = 32;
/// Places along an axis at which lights may be told apart.
pub const LIGHT_BINS: usize = 12;
/// Objects in a scene's JSON, counted before it is parsed. The parser's structs are up to 500 B for a 2 B `{}`,
/// so a million of them is half a GiB at worst.
pub const JSON_OBJECTS: usize = 1 << 20;
/// Bytes of a scene's JSON. Numbers in arrays take at most twice their text in memory.
pub const JSON_BYTES: usize = 256 << 20;
/// Instants of all animations: each is looked at once, in some nanoseconds. Motion capture has 120 a second.
pub const KEYFRAMES: usize = 1 << 24;
/// Weights of morph targets, over all nodes: 4 B each, and faces have a hundred.
pub const MORPH_WEIGHTS: usize = 1 << 20;
/// Vertices that bend, over all nodes: as many as the triangles can have, 24 B each.
pub const BENT_VERTICES: usize = 3 * TRIANGLES;
/// Vertices times the morph targets that move them, over all nodes: some seconds at worst. A face of 50 000 vertices with a
/// hundred targets takes 2 % of it.
pub const MORPH_STEPS: usize = 1 << 28;
/// Joints of all skins: 64 B each. A crowd of a thousand has a hundred thousand.
pub const JOINTS: usize = 1 << 20;
/// Sets of four joints that may move a vertex. Film rigs have eight joints to a vertex.
pub const JOINT_SETS: u32 = 8;
/// Bytes of a scene with all its buffers: what a blob may have.
pub const SCENE_BYTES: u64 = idlewatt_proto::limits::SCENE_BYTES;
/// Bytes of all compressed geometry when it is unpacked: what a scene may have that is not compressed.
pub const UNPACKED_BYTES: u64 = SCENE_BYTES;
/// Bytes of a vertex in a Draco stream. Position, normal, tangent, two colours, four pairs of texture coordinates, joints and
/// weights are 128 B as floats; whole numbers are kept beside them while they are read.
pub const DRACO_VERTEX_BYTES: u64 = 256;
/// Bytes of connectivity that reading a Draco stream takes for each triangle, and once more for each attribute with seams:
/// a table of three corners of 4 B with what is opposite, and vertices with the first of their corners, while lists grow.
pub const DRACO_TRIANGLE_BYTES: u64 = 96;
/// Bytes that reading a Draco stream may take. A million triangles with four attributes take half of it.
pub const DRACO_BYTES: u64 = 1 << 30;
/// Pixels of an image: 8192 a side.
pub const IMAGE_PIXELS: u64 = 1 << 26;
/// Longest side of an image.
pub const IMAGE_SIDE: u32 = 1 << 15;
/// Bytes that reading an image may take: eight for each of its pixels, since some have 16 bits a colour.
pub const IMAGE_BYTES: u64 = IMAGE_PIXELS * 8;
/// Pixels of all images of a scene: 64 of 4096 a side, which take some ten seconds to read.
pub const ALL_IMAGES_PIXELS: u64 = 1 << 30;
/// Pixels of an environment's file: 8192 x 4096, 12 B each while it is read.
pub const ENVIRONMENT_PIXELS: u64 = 1 << 25;
/// Bytes of a block of an environment's OpenEXR file, which is read as a whole. Sixteen rows of 8192 pixels with a hundred
/// channels are 50 MiB.
pub const ENVIRONMENT_BLOCK_BYTES: u64 = 64 << 20;
/// Words of an environment's table: 128 MiB / 4 B. 4096 x 2048 pixels take half of that.
pub const ENVIRONMENT_WORDS: u64 = BINDING_BYTES / 4;
/// Rows of an environment's table at least.
pub const ENVIRONMENT_LEAST: u32 = 64;
/// How often an environment may be turned round: more is a mistake, and a part of a turn is then lost in rounding.
pub const ENVIRONMENT_TURNS: f32 = 1000.0;
/// Words of all triangles' corners: 128 MiB / 4 B.
pub const CORNER_WORDS: usize = (BINDING_BYTES / 4) as usize;
/// Points at which a triangle's picture is looked at to learn how much it shines, at least and at most.
pub const SHINE_POINTS: (usize, usize) = (16, 1024);
/// The same for all triangles together: some seconds.
pub const ALL_SHINE_POINTS: usize = 1 << 25;
/// Largest coordinate. Areas are then 1e18, and products of two such still finite in 32-bit floats.
pub const COORDINATE: f32 = 1.0e9;
/// Largest emission, intensity or illuminance: a thousand times the sun at noon, in lux.
pub const EMISSION: f32 = 1.0e8;
/// Scenes or animations named where another one was asked for.
pub const NAMES_LISTED: usize = 20;
/// Cameras named in a scene's facts, so that they fit one line between worker and daemon.
pub const CAMERAS_NAMED: usize = 64;
/// Letters of a name that a file gives to something, where it is told.
pub const NAME_LETTERS: usize = 40;
/// Materials named in one note.
pub const PANES_NAMED: usize = 6;
/// Cameras of which is asked what they are in: 330 000 rays then, half a second.
pub const MEDIUM_CAMERAS: usize = 256;
/// Surfaces that each of the five rays from there meets at most.
pub const MEDIUM_SURFACES: u32 = 256;
/// Unsupported features named in a scene's facts, for the same reason.
pub const UNSUPPORTED_NAMED: usize = 32;

/// Deepest tree over a mesh: a part of `STACK` of `shaders/bvh.wgsl`. A balanced tree of 2.8 M triangles has 22 levels.
pub const MESH_DEPTH: usize = 48;
/// Deepest tree over instances: the other part. A balanced tree of 1.2 M instances has 21 levels.
pub const TOP_DEPTH: usize = 32;
/// Side of the albedo table: `TABLE` of `shaders/table.wgsl`. Between its points the error stays under 0.5 %.
pub const ALBEDO_TABLE_SIDE: usize = 32;
/// Smallest squared roughness: below it the highlight's peak leaves the range where 32-bit floats sum well.
pub const MIN_ALPHA: f32 = 0.002;
/// Smallest roughness of sheen: below it there is only a hair's breadth at the rim, too thin for its table.
pub const MIN_SHEEN_ROUGHNESS: f32 = 0.07;

/// 8 x 8 blocks in the first submission of a unit: 32 x 32 pixels, one sample. 4 ms on an integrated GPU.
pub const FIRST_BLOCKS: u32 = 16;
/// 8 x 8 blocks of a submission at least, on software adapters. On a busy machine their threads wake late, which looks
/// like slow work; smaller submissions would then be all waking and no work. Nobody's card is held by them.
pub const SOFTWARE_BLOCKS: u32 = 8;
/// Blocks that are recomputed at once, each part of their samples counted for itself.
pub const SPOTS: usize = 64;
/// Samples of a pixel in one submission, on software adapters. Mesa's lets every invocation of a shader go through
/// 65 535 rounds of loops in all and then leaves them, wherever it is: a second sample of a rich scene came out wrong.
/// One sample of 8 bounces has 3 600 rounds for each of its rays.
pub const SOFTWARE_SAMPLES: u32 = 1;
/// Bytes of corners of which a driver builds trees at once: a million triangles, and scratch of its own some times as much.
pub const BLAS_BATCH_BYTES: usize = 36 << 20;
/// Device memory that a driver's tree takes for a triangle at most, while it is built: nobody tells before. Boxes and corners are
/// some 100 B with the makers of cards, scratch as much again, and the corners that it is built from 36 B.
pub const QUERY_TRIANGLE_BYTES: u64 = 256;
/// The same for an instance: 64 B as it is given, and as much of boxes and scratch.
pub const QUERY_INSTANCE_BYTES: u64 = 256;
/// Side of the piece of a picture by which two ways to follow rays are compared: 65 536 threads fill the largest card.
pub const TRIAL_SIDE: u32 = 256;
/// Samples of each of its pixels: 10 ms on a card that makes 28 million a second.
pub const TRIAL_SAMPLES: u32 = 2;
/// Pixel samples of one submission at most, however fast the adapter: 4 ms at 2 thousand million a second.
pub const SUBMISSION_SAMPLES: u64 = 1 << 23;
/// Slice of a pause between two submissions; a new pace is seen after that long.
pub const PAUSE_SLICE: Duration = Duration::from_millis(2);
/// How long a submission may take before the device counts as lost.
pub const SUBMISSION_TIMEOUT: Duration = Duration::from_secs(60);
/// The same on software adapters. The first submission compiles for some seconds, and the lowest priority gets a
/// hundredth of a processor whose owner is busy.
pub const SOFTWARE_TIMEOUT: Duration = Duration::from_secs(600);
/// How long the reference measurement runs.
pub const MEASURE: Duration = Duration::from_millis(1000);

/// Side of a tile of a picture whose noise is filtered out: with its border 1 168 pixels, six buffers of 22 MB.
pub const DENOISE_TILE: u32 = 1024;
/// Pixels around it that have a say in it: 2 x (1 + 2 + 4 + 8 + 16) by the filter, one more in each of its five rounds for how
/// uncertain a pixel is, three before them, and one for slopes.
pub const DENOISE_BORDER: u32 = 72;

/// Side of the squares by which noise is measured. A single pixel's two halves may lie together by chance; those of a
/// thousand do not.
pub const NOISE_SIDE: u32 = 32;

/// Longest side of a picture that holds a part of a scene: 128 MiB of single words are then 4096 wide, of rows of four 1024.
pub const PICTURE_SIDE: u32 = 8192;
/// Such pictures that the renderer binds.
pub const STORAGE_PICTURES: u32 = 14;
/// Storage buffers that the renderer binds where scenes lie in buffers, asked of every adapter: frame and work, six of the scene,
/// two of sums, six of what lies on surfaces, paths, the tree over lights, the environment. Every desktop driver has more; the
/// least that Vulkan allows a device to have is four.
pub const STORAGE_BUFFERS: u32 = 19;

/// Bytes of a `tokenizer.json`. Vocabularies of a quarter of a million tokens have some 20 MB with their merges.
pub const TOKENIZER_BYTES: u64 = 64 << 20;
/// Bytes of a JSON schema. One of two thousand properties has as many; compiling takes more than in proportion.
pub const SCHEMA_BYTES: usize = 64 * 1024;
/// Bytes of all schemas of one answer's functions. A hundred functions with pages of words have as many, and are compiled in half
/// a second.
pub const TOOLS_BYTES: usize = 4 * SCHEMA_BYTES;
/// Lists and objects within each other in a JSON schema. Compiling calls itself for each, on the stack of a thread.
pub const SCHEMA_DEPTH: usize = 64;
/// Bytes of a chat template. Long ones, with tools and dates, have some 20 KB.
pub const TEMPLATE_BYTES: usize = 1 << 20;
/// Bytes that a template makes of a conversation: four times the longest prompt that travels.
pub const TEMPLATE_TEXT_BYTES: usize = 4 * idlewatt_proto::limits::PROMPT_BYTES;
/// Steps of a template. The library counts 64 bytes made as one, so this bounds memory to 128 MB, too; a conversation of
/// a thousand turns takes some hundred thousand.
pub const TEMPLATE_FUEL: u64 = 2_000_000;
/// Blocks, loops and macros of a template within each other, by the library's measure, where a macro counts as ten.
pub const TEMPLATE_DEPTH: usize = 200;
/// Bytes of a model's header. The largest vocabularies have 262 144 tokens and as many merges: 16 MiB of text and lengths.
/// In memory its lists take at most twice that while they grow, and 4 B instead of 8 B for each text's length.
pub const MODEL_HEADER_BYTES: u64 = 64 << 20;
/// Values in a model's header. Files have about fifty; each takes some 100 B besides its own bytes, so 6 MiB at worst.
pub const METADATA_VALUES: u64 = 1 << 16;
/// Tensors of a model. 126 layers of twelve are 1 512; each takes some 200 B, so 13 MiB at worst.
pub const TENSORS: u64 = 1 << 16;
/// Bytes of a name in a model's header; ggml itself bears 64.
pub const NAME_BYTES: usize = 256;
/// Dimensions of a tensor, as ggml has them.
pub const TENSOR_DIMENSIONS: usize = 4;
/// Alignment of tensors in a file. The usual one is 32 B; a page is 4 KiB.
pub const ALIGNMENT: u64 = 1 << 16;
/// Numbers of a norm or a bias, read as a whole: the widest layer below, 4 MiB.
pub const SMALL_TENSOR: u64 = 1 << 20;
/// Bytes of a safetensors header, and of `config.json`. A BERT of 24 layers has 391 tensors of 120 B: 47 KiB. Parsed it
/// takes at most 40 B for each byte: 40 MiB.
pub const JSON_HEADER_BYTES: u64 = 1 << 20;
/// Blocks of a transformer. The largest open ones have 126.
pub const LAYERS: u32 = 1 << 10;
/// Numbers in a hidden state. The largest open models have 16 384.
pub const WIDTH: u32 = 1 << 17;
/// Heads of a layer; 128 in the largest.
pub const HEADS: u32 = 1 << 10;
/// Numbers in a head; 256 in the largest. Heads x width stays below 2^20.
pub const HEAD_WIDTH: u32 = 1 << 10;
/// Numbers between up and down; 53 248 in the largest. Twice as many are one vector at most.
pub const INNER_WIDTH: u32 = 1 << 19;
/// Tokens in a vocabulary; 262 144 in the largest.
pub const VOCABULARY: u32 = 1 << 20;
/// Tokens that a model was trained to see at once; ten million in the largest.
pub const CONTEXT: u32 = 1 << 24;

/// Bytes of weights in one buffer, and so in one dispatch: 1 ms at 32 GB/s, which the weakest card's memory has.
pub const CHUNK_BYTES: u64 = 32 << 20;
/// The same for a card of its own: 1 ms at 80 GB/s. Runs that follow each other cost one a few microseconds each.
pub const CARD_CHUNK_BYTES: u64 = 80 << 20;
/// Rows of weights in one dispatch: four for each of the 65 535 workgroups that every adapter has.
pub const CHUNK_ROWS: u64 = 65_535 * 4;
/// Query heads that share a key: 16 in Qwen 3's largest. Shaders are written out for each of them.
pub const SHARING_HEADS: u32 = 32;
/// Tokens of a text for a vector, and of a pass over such texts.
pub const EMBED_TOKENS: u32 = 512;
/// Bytes of weights read from a file at once.
pub const READ_BYTES: u64 = 4 << 20;
/// Texts that are computed at once.
pub const SEQUENCES: usize = 16;
/// Tokens that two texts must begin with alike for the second to wait until the first has read them: a card reads so many in the
/// time of one more pass, 4 ms.
pub const WORTH_WAITING: usize = 32;
/// Texts that wait for a place.
pub const WAITING: usize = 4096;
/// Memory of a workgroup that multiplies by a card's units for matrices, numbers as they are: 128 rows and 64 tokens of 40 halves, 1 KiB
/// of sums for each of eight subgroups, and a number for each token are 24 KiB. Every card that has such units has 32.
pub const MATRIX_WORKGROUP_BYTES: u32 = 32 << 10;
/// Tokens of a pass on a card: weights are read once for all of them, and matrices of few rows keep the largest cards busy.
pub const CARD_TOKENS: u32 = 512;
/// Tokens at most that are multiplied by 16-bit floats two at a time; more are for units for matrices.
pub const PACKED_TOKENS: u32 = 32;
/// Tokens of a pass at least: one for each text. A card that takes longer than it may over as few is too slow for its owner.
pub const LEAST_TOKENS: u32 = SEQUENCES as u32;
/// Tokens of a pass on a software adapter, which is as fast with eight as with more.
pub const SOFTWARE_TOKENS: u32 = 64;
/// Tokens of context on a card, all texts together, if memory allows: 16 texts of 4096.
pub const CACHE_POSITIONS: u32 = 65_536;
/// The same on a software adapter, whose memory is the machine's.
pub const SOFTWARE_CACHE_POSITIONS: u32 = 16_384;

/// Bytes of a network's `.param` file. The longest compact networks have 34 convolutions in 72 lines of 80 B.
pub const PARAM_BYTES: u64 = 64 << 10;
/// Layers of a network: twice `NETWORK_CONVS` and seven around them fit.
pub const NETWORK_LINES: usize = 256;
/// Convolutions of a network; 34 in the longest compact ones. As many pixels around a tile are computed for nothing.
pub const NETWORK_CONVS: usize = 64;
/// Channels of a convolution; 64 in compact networks, and 3 x 8 x 8 at the end of one that enlarges eight times. Weights are
/// then 64 x 192 x 192 x 9 x 2 B = 41 MiB at worst, and sums of 1 728 products.
pub const NETWORK_CHANNELS: u32 = 192;
/// How many times a network's convolutions enlarge.
pub const NETWORK_FACTOR: u32 = 8;
/// Bytes of a buffer with a tile: half of a binding. With 64 channels a tile is then 512 pixels wide with its border, of
/// which 18 pixels on each side are not kept: 15 % more work than without tiles.
pub const UPSCALE_BUFFER_BYTES: u64 = BINDING_BYTES / 2;
/// Side of the smallest tile. Smaller ones would be mostly border.
pub const LEAST_UPSCALE_TILE: u32 = 16;
