//! Tiny models with random weights, for tests: every architecture in every format, with a tokenizer that can write any
//! text. They talk nonsense, always the same.

use super::format::Format;
use super::gguf::{DEFAULT_ALIGNMENT, LIST, MAGIC, TEXT};
use super::metadata::{Kind, Numbers, Texts, Value};
use half::{bf16, f16};

/// Messages between markers, with the assistant to speak next.
const TEMPLATE: &str = "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n\
     {% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";
/// Pairs of tokens that make another, most frequent first.
const MERGES: [&str; 29] = [
    "Ġ t", "h e", "Ġ a", "i n", "r e", "o n", "Ġt he", "e r", "Ġ s", "a t", "e n", "o r", "Ġ w", "Ġ c", "i t", "i s",
    "a n", "Ġ o", "e s", "Ġa n", "in g", "Ġ f", "e d", "Ġo f", "Ġan d", "Ġ m", "Ġt o", "a r", "l l",
];

/// A GGUF file to be written. Nothing is checked: it may well be one that cannot be read.
#[derive(Debug, Clone, Default)]
pub struct Gguf {
    /// What it says, in order.
    pub values: Vec<(String, Value)>,
    /// What it has.
    pub tensors: Vec<Stored>,
}

/// A tensor to be written.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its name.
    pub name: String,
    /// ggml's code of its format.
    pub code: u32,
    /// Row length first.
    pub shape: Vec<u64>,
    /// As the format has it.
    pub bytes: Vec<u8>,
    /// Where the header says that it lies, if not where it does.
    pub offset: Option<u64>,
}

impl Gguf {
    /// Adds a value, or replaces it.
    pub fn set(&mut self, key: &str, value: Value) {
        self.values.retain(|(other, _)| other != key);
        self.values.push((key.into(), value));
    }

    /// Adds a text.
    pub fn set_text(&mut self, key: &str, text: &str) {
        self.set(key, Value::Text(text.into()));
    }

    /// Adds a tensor of 32-bit floats.
    pub fn add(&mut self, name: &str, numbers: &[f32]) {
        let bytes = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        let shape = vec![numbers.len() as u64];
        self.tensors.push(Stored { name: name.into(), code: Format::F32.ggml(), shape, bytes, offset: None });
    }

    /// Everything before the first tensor.
    pub fn header(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(3_u32.to_le_bytes());
        out.extend((self.tensors.len() as u64).to_le_bytes());
        out.extend((self.values.len() as u64).to_le_bytes());
        for (key, value) in &self.values {
            text(&mut out, key);
            write(&mut out, value);
        }
        let mut next = 0_u64;
        for tensor in &self.tensors {
            text(&mut out, &tensor.name);
            out.extend((tensor.shape.len() as u32).to_le_bytes());
            out.extend(tensor.shape.iter().flat_map(|side| side.to_le_bytes()));
            out.extend(tensor.code.to_le_bytes());
            out.extend(tensor.offset.unwrap_or(next).to_le_bytes());
            next += (tensor.bytes.len() as u64).next_multiple_of(DEFAULT_ALIGNMENT);
        }
        out.resize(out.len().next_multiple_of(DEFAULT_ALIGNMENT as usize), 0);
        out
    }

    /// The whole file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = self.header();
        for tensor in &self.tensors {
            out.extend(&tensor.bytes);
            out.resize(out.len().next_multiple_of(DEFAULT_ALIGNMENT as usize), 0);
        }
        out
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u64).to_le_bytes());
    out.extend(text.as_bytes());
}

fn write(out: &mut Vec<u8>, value: &Value) {
    let mut scalar = |kind: Kind, bytes: &[u8]| {
        out.extend(kind.code().to_le_bytes());
        out.extend(bytes);
    };
    match value {
        // As other writers have them: 32 bits where they are enough.
        Value::Unsigned(number) => match u32::try_from(*number) {
            Ok(number) => scalar(Kind::U32, &number.to_le_bytes()),
            Err(_) => scalar(Kind::U64, &number.to_le_bytes()),
        },
        Value::Signed(number) => scalar(Kind::I64, &number.to_le_bytes()),
        Value::Float(number) => scalar(Kind::F32, &(*number as f32).to_le_bytes()),
        Value::Flag(flag) => scalar(Kind::Flag, &[u8::from(*flag)]),
        Value::Text(content) => {
            out.extend(TEXT.to_le_bytes());
            text(out, content);
        }
        Value::Texts(texts) => {
            out.extend([LIST, TEXT].iter().flat_map(|code| code.to_le_bytes()));
            out.extend((texts.len() as u64).to_le_bytes());
            texts.iter().for_each(|content| text(out, content));
        }
        Value::Numbers(numbers) => {
            out.extend([LIST, numbers.kind.code()].iter().flat_map(|code| code.to_le_bytes()));
            out.extend(((numbers.bytes.len() / numbers.kind.size()) as u64).to_le_bytes());
            out.extend(&numbers.bytes);
        }
    }
}

/// The numbers of a model to be made up. All widths are multiples of 256, so that every format fits.
#[derive(Debug, Clone)]
pub struct Sketch {
    /// By its name in files: `llama`, `qwen2`, `qwen3`, `gemma3`, `phi3` or `bert`.
    pub architecture: &'static str,
    /// Of matrices; vectors are 32-bit floats.
    pub format: Format,
    /// Blocks.
    pub layers: u32,
    /// Numbers in a hidden state.
    pub width: u32,
    /// Query heads.
    pub heads: u32,
    /// Key and value heads.
    pub kv_heads: u32,
    /// Numbers in a head.
    pub head_width: u32,
    /// Numbers between up and down.
    pub inner_width: u32,
    /// Tokens that it can see at once.
    pub context: u32,
    /// Other weights for each.
    pub seed: u64,
}

impl Sketch {
    /// A model of about a million weights.
    pub fn new(architecture: &'static str, format: Format) -> Self {
        let bert = architecture == "bert";
        Self {
            architecture,
            format,
            // So that Gemma has a layer that sees everything.
            layers: if architecture == "gemma3" { 6 } else { 2 },
            width: 256,
            heads: 4,
            kv_heads: if bert { 4 } else { 2 },
            head_width: 64,
            inner_width: 512,
            context: 512,
            seed: 1,
        }
    }

    /// The file, to be written as it is or with changes.
    pub fn gguf(&self) -> Gguf {
        let mut file = Gguf::default();
        self.describe(&mut file);
        let tokens = if self.architecture == "bert" { word_pieces(&mut file) } else { byte_pairs(&mut file) };
        self.fill(&mut file, tokens);
        file
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        self.gguf().bytes()
    }

    fn describe(&self, file: &mut Gguf) {
        file.set_text("general.architecture", self.architecture);
        file.set_text("general.name", "nonsense");
        let mut set = |name: &str, value| file.set(&format!("{}.{name}", self.architecture), value);
        let numbers = [
            ("block_count", self.layers),
            ("context_length", self.context),
            ("embedding_length", self.width),
            ("feed_forward_length", self.inner_width),
            ("attention.head_count", self.heads),
            ("attention.head_count_kv", self.kv_heads),
        ];
        numbers.into_iter().for_each(|(name, number)| set(name, Value::Unsigned(number.into())));
        if self.architecture == "bert" {
            set("attention.layer_norm_epsilon", Value::Float(1e-12));
            set("attention.causal", Value::Flag(false));
            set("pooling_type", Value::Unsigned(1));
            return;
        }
        set("attention.layer_norm_rms_epsilon", Value::Float(1e-6));
        let gemma = self.architecture == "gemma3";
        set("rope.freq_base", Value::Float(if gemma { 1_000_000.0 } else { 10_000.0 }));
        set("rope.dimension_count", Value::Unsigned(self.head_width.into()));
        set("attention.key_length", Value::Unsigned(self.head_width.into()));
        set("attention.value_length", Value::Unsigned(self.head_width.into()));
        if gemma {
            set("attention.sliding_window", Value::Unsigned(8));
        }
    }

    fn fill(&self, file: &mut Gguf, tokens: u32) {
        let mut filler = Filler { file, format: self.format, random: Random(self.seed) };
        let (width, inner, bert) = (self.width, self.inner_width, self.architecture == "bert");
        // Qwen 3 and Gemma 3 have one matrix for both ends; were it larger, they would say the last token for ever. Gemma
        // multiplies by the root of the width besides.
        let scale = match self.architecture {
            "gemma3" => 0.3,
            "qwen3" => 1.6,
            _ => (width as f32).sqrt(),
        };
        filler.matrix("token_embd.weight", width, tokens, scale);
        if bert {
            filler.table("position_embd.weight", width, self.context);
            filler.table("token_types.weight", width, 2);
            filler.norm("token_embd_norm", width, true);
        } else {
            filler.norm("output_norm", width, false);
        }
        if matches!(self.architecture, "llama" | "qwen2" | "phi3") {
            filler.matrix("output.weight", width, tokens, 3.0);
        }
        let (queries, keys) = (self.heads * self.head_width, self.kv_heads * self.head_width);
        for layer in 0..self.layers {
            let name = |part: &str| format!("blk.{layer}.{part}");
            let norms: &[&str] = match self.architecture {
                "bert" => &["attn_output_norm", "layer_output_norm"],
                "gemma3" => &["attn_norm", "ffn_norm", "post_attention_norm", "post_ffw_norm"],
                _ => &["attn_norm", "ffn_norm"],
            };
            norms.iter().for_each(|norm| filler.norm(&name(norm), width, bert));
            if matches!(self.architecture, "qwen3" | "gemma3") {
                filler.norm(&name("attn_q_norm"), self.head_width, false);
                filler.norm(&name("attn_k_norm"), self.head_width, false);
            }
            let bias = bert || self.architecture == "qwen2";
            if self.architecture == "phi3" {
                filler.linear(&name("attn_qkv"), width, queries + 2 * keys, false);
                filler.linear(&name("ffn_up"), width, 2 * inner, false);
            } else {
                filler.linear(&name("attn_q"), width, queries, bias);
                filler.linear(&name("attn_k"), width, keys, bias);
                filler.linear(&name("attn_v"), width, keys, bias);
                filler.linear(&name("ffn_up"), width, inner, bert);
            }
            if !bert && self.architecture != "phi3" {
                filler.linear(&name("ffn_gate"), width, inner, false);
            }
            filler.linear(&name("attn_output"), queries, width, bert);
            filler.linear(&name("ffn_down"), inner, width, bert);
        }
    }
}

/// Byte-level pairs, as GPT-2 has them: three markers, every byte, and some frequent pairs.
fn byte_pairs(file: &mut Gguf) -> u32 {
    let markers = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"].map(String::from);
    let bytes = byte_letters().into_iter().map(String::from);
    let tokens: Vec<String> =
        markers.into_iter().chain(bytes).chain(MERGES.iter().map(|merge| merge.replace(' ', ""))).collect();
    let types = tokens.iter().map(|token| if token.starts_with("<|") { 3 } else { 1 });
    let types = Numbers { kind: Kind::I32, bytes: types.flat_map(i32::to_le_bytes).collect() };
    file.set_text("tokenizer.ggml.model", "gpt2");
    file.set_text("tokenizer.ggml.pre", "smollm");
    file.set("tokenizer.ggml.tokens", Value::Texts(tokens.iter().map(String::as_str).collect()));
    file.set("tokenizer.ggml.token_type", Value::Numbers(types));
    file.set("tokenizer.ggml.merges", Value::Texts(MERGES.into_iter().collect()));
    file.set("tokenizer.ggml.bos_token_id", Value::Unsigned(1));
    file.set("tokenizer.ggml.eos_token_id", Value::Unsigned(2));
    file.set("tokenizer.ggml.add_bos_token", Value::Flag(false));
    file.set_text("tokenizer.chat_template", TEMPLATE);
    tokens.len() as u32
}

/// The letter that GPT-2 writes for each byte: itself where that can be seen, others from U+0100 on.
fn byte_letters() -> Vec<char> {
    let seen = |byte: u8| matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF);
    let mut unseen = '\u{100}'..;
    (0..=u8::MAX).map(|byte| if seen(byte) { char::from(byte) } else { unseen.next().unwrap_or('?') }).collect()
}

/// Letters, digits and marks, at the beginning of words and inside them.
fn word_pieces(file: &mut Gguf) -> u32 {
    let mut tokens: Texts = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].into_iter().collect();
    for letter in ('a'..='z').chain('0'..='9').chain(".,;:!?'-()".chars()) {
        tokens.push(&format!("▁{letter}"));
        tokens.push(&letter.to_string());
    }
    let count = tokens.len() as u32;
    let types = (0..count as i32).flat_map(|token| if token < 5 { 3_i32 } else { 1 }.to_le_bytes());
    file.set_text("tokenizer.ggml.model", "bert");
    file.set_text("tokenizer.ggml.pre", "jina-v2-en");
    file.set("tokenizer.ggml.tokens", Value::Texts(tokens));
    file.set("tokenizer.ggml.token_type", Value::Numbers(Numbers { kind: Kind::I32, bytes: types.collect() }));
    file.set("tokenizer.ggml.token_type_count", Value::Unsigned(2));
    for (name, token) in
        [("padding", 0), ("unknown", 1), ("bos", 2), ("cls", 2), ("eos", 3), ("seperator", 3), ("mask", 4)]
    {
        file.set(&format!("tokenizer.ggml.{name}_token_id"), Value::Unsigned(token));
    }
    count
}

struct Filler<'a> {
    file: &'a mut Gguf,
    format: Format,
    random: Random,
}

impl Filler<'_> {
    fn matrix(&mut self, name: &str, from: u32, to: u32, scale: f32) {
        let blocks = from as usize / self.format.block_weights() * to as usize;
        let deviation = scale / (from as f32).sqrt();
        let bytes = (0..blocks).flat_map(|_| block(self.format, &mut self.random, deviation)).collect();
        let shape = vec![from.into(), to.into()];
        self.file.tensors.push(Stored { name: name.into(), code: self.format.ggml(), shape, bytes, offset: None });
    }

    /// Always of 32-bit floats, as those of BERT's tables that are small.
    fn table(&mut self, name: &str, width: u32, rows: u32) {
        let format = std::mem::replace(&mut self.format, Format::F32);
        self.matrix(name, width, rows, 1.0);
        self.format = format;
    }

    fn vector(&mut self, name: &str, length: u32, middle: f32) {
        let numbers: Vec<f32> = (0..length).map(|_| middle + 0.2 * self.random.within_one()).collect();
        self.file.add(name, &numbers);
    }

    fn linear(&mut self, name: &str, from: u32, to: u32, bias: bool) {
        self.matrix(&format!("{name}.weight"), from, to, 1.0);
        if bias {
            self.vector(&format!("{name}.bias"), to, 0.0);
        }
    }

    fn norm(&mut self, name: &str, width: u32, bias: bool) {
        self.vector(&format!("{name}.weight"), width, 1.0);
        if bias {
            self.vector(&format!("{name}.bias"), width, 0.0);
        }
    }
}

/// A block of random weights around zero with about this standard deviation.
fn block(format: Format, random: &mut Random, deviation: f32) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..format.block_bytes()).map(|_| random.next() as u8).collect();
    // Deviation of all bits' combinations for a scale of 1, and what to subtract in scales; then where both lie.
    let (spread, middle, at) = match format {
        Format::F32 => return (random.within_one() * deviation * 1.732).to_le_bytes().to_vec(),
        Format::F16 => return f16::from_f32(random.within_one() * deviation * 1.732).to_le_bytes().to_vec(),
        Format::Bf16 => return bf16::from_f32(random.within_one() * deviation * 1.732).to_le_bytes().to_vec(),
        Format::Q4_0 => (4.6, None, 0),
        Format::Q4_1 => (4.6, Some(-7.5), 0),
        Format::Q5_0 => (9.2, None, 0),
        Format::Q5_1 => (9.2, Some(-15.5), 0),
        Format::Q8_0 => (74.0, None, 0),
        Format::Q2K => (13.9, Some(1.5), 80),
        Format::Q3K => (43.3, None, 108),
        Format::Q4K => (258.0, Some(7.5), 0),
        Format::Q5K => (527.0, Some(15.5), 0),
        Format::Q6K => (1366.0, None, 208),
    };
    let mut put = |at: usize, number: f32| bytes[at..at + 2].copy_from_slice(&f16::from_f32(number).to_le_bytes());
    put(at, deviation / spread);
    if let Some(middle) = middle {
        put(at + 2, deviation / spread * middle);
    }
    bytes
}

/// SplitMix64 (Steele et al. 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From -1 to 1.
    fn within_one(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 23) as f32 - 1.0
    }
}
