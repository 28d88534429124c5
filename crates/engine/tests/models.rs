//! Files of models: whole ones of every architecture and format, and such as are broken, lying or made to hurt. Each of
//! those has its sentence, none a panic, none takes memory that it does not have itself.

use idlewatt_engine::text::config::{Activation, Pairing};
use idlewatt_engine::text::format::Format;
use idlewatt_engine::text::metadata::{Kind, Numbers, Value};
use idlewatt_engine::text::model::{Model, Pooling};
use idlewatt_engine::text::synthetic::{Gguf, Sketch};
use idlewatt_engine::text::{ModelError, synthetic};
use idlewatt_proto::text::ModelKind;
use proptest::prelude::*;

const ARCHITECTURES: [&str; 6] = ["llama", "qwen2", "qwen3", "gemma3", "phi3", "bert"];

fn llama() -> Gguf {
    Sketch::new("llama", Format::Q4_0).gguf()
}

fn check_sentence(error: &ModelError) {
    let sentence = error.to_string();
    assert!(!sentence.is_empty() && !sentence.contains('\n') && sentence.len() < 400, "one clear sentence: {sentence}");
}

fn refused(bytes: Vec<u8>) -> ModelError {
    let error = Model::from_gguf(bytes).expect_err("it is broken");
    check_sentence(&error);
    error
}

fn broken(breakage: impl FnOnce(&mut Gguf)) -> ModelError {
    let mut file = llama();
    breakage(&mut file);
    refused(file.bytes())
}

fn tensor<'a>(file: &'a mut Gguf, name: &str) -> &'a mut synthetic::Stored {
    file.tensors.iter_mut().find(|tensor| tensor.name == name).expect("a tensor of that name")
}

#[test]
fn every_architecture_opens_in_every_format() {
    for architecture in ARCHITECTURES {
        for format in Format::ALL {
            let model = Model::from_gguf(Sketch::new(architecture, format).bytes()).expect("a whole file");
            let facts = model.facts();
            assert_eq!((facts.architecture.as_str(), facts.format.as_str()), (architecture, format.name()));
            assert_eq!(facts.kind, if architecture == "bert" { ModelKind::Embed } else { ModelKind::Generate });
            assert_eq!(facts.chat, architecture != "bert");
            let embedding = &model.weights().token_embedding;
            let rows = model.tensors().read_rows(embedding, 3..5).expect("two rows");
            assert_eq!(rows.len() as u64, 2 * embedding.row_bytes());
        }
    }
}

#[test]
fn facts_are_counted() {
    let sketch = Sketch::new("llama", Format::Q4_0);
    let model = Model::from_gguf(sketch.bytes()).expect("whole");
    let facts = model.facts();
    let layer = 256 * 256 * 2 + 256 * 128 * 2 + 3 * 256 * 512;
    let matrices: u64 = 2 * layer + 2 * 288 * 256;
    let vectors = 2 * 2 * 256 + 256;
    assert_eq!((facts.parameters, facts.vocabulary, facts.layers, facts.width), (matrices + vectors, 288, 2, 256));
    assert_eq!(
        facts.weight_bytes.0,
        matrices / 32 * 18 + vectors * 4,
        "blocks take on a device what they take in a file"
    );
    assert_eq!(facts.token_bytes.0, 2 * 2 * 2 * 64 * 2);
    assert_eq!(facts.name, "nonsense");
}

#[test]
fn a_file_on_disk_is_the_same_as_in_memory() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let bytes = llama().bytes();
    std::fs::write(file.path(), &bytes).expect("written");
    let (here, there) = (Model::from_gguf(bytes).expect("whole"), Model::open(file.path()).expect("whole"));
    assert_eq!(here.facts(), there.facts());
    let output = |model: &Model| {
        let output = model.weights().output.clone().expect("an output");
        model.tensors().read_rows(&output, 0..output.rows()).expect("its rows")
    };
    assert_eq!(output(&here), output(&there));
    file.as_file().set_len(20_000).expect("cut");
    let output = there.weights().output.clone().expect("an output");
    let gone = there.tensors().read_rows(&output, 0..output.rows()).expect_err("they are gone");
    assert!(matches!(gone, ModelError::Truncated), "{gone}");
}

#[test]
fn architectures_have_their_own_numbers() {
    let config = |architecture| {
        let model = Model::from_gguf(Sketch::new(architecture, Format::F16).bytes()).expect("whole");
        model.config().clone()
    };
    assert_eq!(config("llama").rope.expect("turns").pairing, Pairing::Adjacent);
    assert_eq!(config("qwen2").rope.expect("turns").pairing, Pairing::Halves);
    let gemma = config("gemma3");
    assert_eq!((gemma.embedding_scale, gemma.attention_scale, gemma.activation), (16.0, 0.125, Activation::GeluTanh));
    let sliding: Vec<bool> = (0..6).map(|layer| gemma.slides(layer).is_some()).collect();
    assert_eq!(sliding, [true, true, true, true, true, false]);
    let bert = config("bert");
    assert_eq!((bert.rope, bert.activation), (None, Activation::GeluErf));
}

#[test]
fn positions_are_scaled_as_the_file_says() {
    let frequencies = |change: &dyn Fn(&mut Gguf)| {
        let mut file = llama();
        change(&mut file);
        Model::from_gguf(file.bytes()).expect("whole").config().rope.clone().expect("turns")
    };
    let plain = frequencies(&|_| {});
    assert_eq!((plain.frequencies.len(), plain.frequencies[0], plain.magnitude), (32, 1.0, 1.0));
    let linear = frequencies(&|file| {
        file.set_text("llama.rope.scaling.type", "linear");
        file.set("llama.rope.scaling.factor", Value::Float(4.0));
    });
    assert!(linear.frequencies.iter().zip(&plain.frequencies).all(|(slow, fast)| *slow == fast / 4.0));
    let divided = frequencies(&|file| file.add("rope_freqs.weight", &[2.0; 32]));
    assert!(divided.frequencies.iter().zip(&plain.frequencies).all(|(slow, fast)| *slow == fast / 2.0));
    let yarn = frequencies(&|file| {
        file.set_text("llama.rope.scaling.type", "yarn");
        file.set("llama.rope.scaling.factor", Value::Float(4.0));
        file.set("llama.rope.scaling.original_context_length", Value::Unsigned(128));
    });
    assert_eq!((yarn.frequencies[0], yarn.frequencies[31]), (1.0, plain.frequencies[31] / 4.0));
    assert!((yarn.magnitude - 1.138_629_4).abs() < 1e-6, "1 + 0.1 ln 4");
}

#[test]
fn long_rope_has_factors_of_its_own_for_long_texts() {
    let mut file = Sketch::new("phi3", Format::Q8_0).gguf();
    file.add("rope_factors_long.weight", &[8.0; 32]);
    file.add("rope_factors_short.weight", &[2.0; 32]);
    file.set_text("phi3.rope.scaling.type", "longrope");
    file.set("phi3.rope.scaling.attn_factor", Value::Float(1.25));
    file.set("phi3.rope.scaling.original_context_length", Value::Unsigned(128));
    file.set("phi3.attention.sliding_window", Value::Unsigned(1 << 18));
    let model = Model::from_gguf(file.bytes()).expect("whole");
    let rope = model.config().rope.clone().expect("turns");
    assert_eq!((rope.frequencies[0], rope.magnitude), (0.5, 1.25));
    let long = rope.long.as_ref().expect("another way");
    assert_eq!((long.beyond, long.frequencies[0], rope.of(true)[0], rope.of(false)[0]), (128, 0.125, 0.125, 0.5));
    assert_eq!((model.config().is_long(128), model.config().is_long(129)), (false, true));
    assert_eq!(model.config().sliding, None, "it would see more than there is");
    let context = model.config().context;
    assert!(context > 128, "all of it");
    file.set("phi3.rope.scaling.original_context_length", Value::Unsigned(context.into()));
    let model = Model::from_gguf(file.bytes()).expect("whole");
    assert_eq!(model.config().beyond(), None, "no text is ever a long one");
}

#[test]
fn other_files_are_named_for_what_they_are() {
    assert!(matches!(refused(Vec::new()), ModelError::Truncated));
    assert!(matches!(refused(b"\x89PNG\r\n\x1a\n and more".to_vec()), ModelError::NotAModel));
    let mut file = llama().bytes();
    file[4..8].copy_from_slice(&3_u32.to_be_bytes());
    assert!(matches!(refused(file.clone()), ModelError::BigEndian));
    file[4..8].copy_from_slice(&1_u32.to_le_bytes());
    assert!(matches!(refused(file.clone()), ModelError::Version(1)));
    file[4..8].copy_from_slice(&2_u32.to_le_bytes());
    assert!(Model::from_gguf(file).is_ok(), "version 2 is laid out the same");
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(Model::open(folder.path()), Err(ModelError::NotAModel)));
    assert!(matches!(Model::open(&folder.path().join("none.gguf")), Err(ModelError::Read { .. })));
    std::fs::write(folder.path().join("short"), b"GG").expect("written");
    assert!(Model::open(&folder.path().join("short")).is_err());
}

#[test]
fn what_cannot_be_run_is_said() {
    let architecture = broken(|file| file.set_text("general.architecture", "mamba\n\u{7}"));
    assert!(matches!(&architecture, ModelError::Architecture(name) if name == "mamba\\n\\u{7}"), "{architecture}");
    assert!(matches!(broken(|file| file.set("split.count", Value::Unsigned(3))), ModelError::Split(3)));
    let format = broken(|file| tensor(file, "output.weight").code = 23);
    assert!(matches!(&format, ModelError::Format { format, .. } if format == "IQ4_XS"), "{format}");
    let unknown = broken(|file| tensor(file, "output.weight").code = 4_000_000_000);
    assert!(matches!(&unknown, ModelError::Format { format, .. } if format == "type 4000000000"), "{unknown}");
    let experts = broken(|file| file.set("llama.expert_count", Value::Unsigned(8)));
    assert!(matches!(experts, ModelError::Unsupported(_)));
    assert!(matches!(broken(|file| file.values.retain(|(key, _)| !key.ends_with(".tokens"))), ModelError::NoTokenizer));
    let few = broken(|file| {
        let many = std::iter::repeat_n("x", 289).collect();
        file.set("tokenizer.ggml.tokens", Value::Texts(many));
    });
    assert!(matches!(few, ModelError::Vocabulary { tokens: 289, vocabulary: 288 }), "{few}");
    let layered = broken(|file| {
        let bytes = [2_u32, 4].iter().flat_map(|heads| heads.to_le_bytes()).collect();
        file.set("llama.attention.head_count_kv", Value::Numbers(Numbers { kind: Kind::U32, bytes }));
    });
    assert!(matches!(layered, ModelError::Unsupported(_)), "{layered}");
}

#[test]
fn every_tensor_is_needed_and_has_its_shape() {
    for architecture in ARCHITECTURES {
        let whole = Sketch::new(architecture, Format::Q4_0).gguf();
        for index in 0..whole.tensors.len() {
            let mut file = whole.clone();
            let gone = file.tensors.remove(index);
            // Those may be absent: the matrix of the embeddings then serves for both.
            if gone.name != "output.weight" {
                let error = refused(file.bytes());
                // Phi's may also be apart, as the others' are.
                let missing = gone.name.replace("attn_qkv", "attn_q");
                assert!(matches!(&error, ModelError::NoTensor(name) if *name == missing), "{missing}: {error}");
            }
            let mut file = whole.clone();
            let name = file.tensors[index].name.clone();
            file.tensors[index].shape.insert(1, 2);
            let bytes = file.tensors[index].bytes.clone();
            file.tensors[index].bytes.extend(bytes);
            // A table of positions may be longer than is needed.
            if !["position_embd.weight", "token_types.weight"].contains(&name.as_str()) {
                let error = refused(file.bytes());
                assert!(matches!(error, ModelError::Shape { .. }), "{architecture} {name}: {error}");
            }
        }
        let mut file = whole;
        file.add("blk.0.attn_sinks.weight", &[0.0; 4]);
        assert!(matches!(refused(file.bytes()), ModelError::UnknownTensor(_)), "{architecture}");
    }
}

#[test]
fn absurd_numbers_are_refused() {
    let numbers = [
        "block_count",
        "embedding_length",
        "feed_forward_length",
        "context_length",
        "attention.head_count",
        "attention.head_count_kv",
        "attention.key_length",
    ];
    for name in numbers {
        for value in [Value::Unsigned(0), Value::Unsigned(u64::MAX), Value::Signed(-1), Value::Unsigned(1 << 31)] {
            let error = broken(|file| file.set(&format!("llama.{name}"), value.clone()));
            assert!(matches!(error, ModelError::Absurd { .. }), "{name} {value:?}: {error}");
        }
        let error = broken(|file| file.set(&format!("llama.{name}"), Value::Text("many".into())));
        assert!(matches!(error, ModelError::NoValue(_)), "{name}: {error}");
    }
    for value in [f64::NAN, f64::INFINITY, -1.0, 0.0] {
        for name in ["attention.layer_norm_rms_epsilon", "rope.freq_base", "rope.scaling.factor"] {
            let error = broken(|file| file.set(&format!("llama.{name}"), Value::Float(value)));
            assert!(matches!(error, ModelError::Absurd { .. }), "{name} {value}: {error}");
        }
        let error = broken(|file| file.set("llama.rope.dimension_count", Value::Float(value)));
        assert!(matches!(error, ModelError::Absurd { .. }), "{value}: {error}");
    }
    for factors in [[0.0; 32], [f32::NAN; 32], [-1.0; 32]] {
        assert!(matches!(broken(|file| file.add("rope_freqs.weight", &factors)), ModelError::Invalid(_)));
    }
    assert!(matches!(broken(|file| file.add("rope_freqs.weight", &[1.0; 31])), ModelError::Shape { .. }));
    for window in [0, 1 << 31] {
        let mut file = Sketch::new("gemma3", Format::Q4_0).gguf();
        file.set("gemma3.attention.sliding_window", Value::Unsigned(window));
        assert_eq!(Model::from_gguf(file.bytes()).is_ok(), window == 0);
    }
}

#[test]
fn lying_tensors_are_refused() {
    for shape in [vec![], vec![0, 1], vec![256, 0], vec![1 << 40, 1 << 40], vec![u64::MAX - 31, 1], vec![32; 5]] {
        let error = broken(|file| tensor(file, "output.weight").shape = shape.clone());
        assert!(matches!(error, ModelError::Invalid(_)), "{shape:?}: {error}");
    }
    let error = broken(|file| tensor(file, "output.weight").shape = vec![272, 288]);
    assert!(matches!(error, ModelError::Invalid(_)), "half a block: {error}");
    let error = broken(|file| tensor(file, "output.weight").shape = vec![256, 1 << 32]);
    assert!(matches!(error, ModelError::Truncated), "{error}");
    let error = broken(|file| tensor(file, "output.weight").offset = Some(u64::MAX - 31));
    assert!(matches!(error, ModelError::Truncated | ModelError::Invalid(_)), "{error}");
    let error = broken(|file| tensor(file, "output.weight").offset = Some(1 << 40));
    assert!(matches!(error, ModelError::Truncated), "{error}");
    let error = broken(|file| tensor(file, "output.weight").offset = Some(33));
    assert!(matches!(error, ModelError::Invalid(_)), "{error}");
    let error = broken(|file| tensor(file, "output.weight").offset = Some(0));
    assert!(matches!(error, ModelError::Overlap { .. }), "{error}");
    let error = broken(|file| tensor(file, "output.weight").name = "token_embd.weight".into());
    assert!(matches!(error, ModelError::Duplicate(_)), "{error}");
    let error = broken(|file| file.values.push(("general.name".into(), Value::Flag(true))));
    assert!(matches!(error, ModelError::Invalid(_)), "{error}");
    for alignment in [0, 3, 48, 1 << 40] {
        let error = broken(|file| file.set("general.alignment", Value::Unsigned(alignment)));
        assert!(matches!(error, ModelError::Invalid(_)), "{alignment}: {error}");
    }
}

/// A beginning that says how many tensors and values follow, and then this.
fn beginning(tensors: u64, values: u64, rest: &[&[u8]]) -> Vec<u8> {
    [b"GGUF", &3_u32.to_le_bytes()[..], &tensors.to_le_bytes(), &values.to_le_bytes(), &rest.concat()].concat()
}

#[test]
fn counts_are_held_against_the_bytes_that_are_there() {
    let huge = (1_u64 << 60).to_le_bytes();
    let all = u64::MAX.to_le_bytes();
    let padding = [0; 4096];
    let word = |number: u32| number.to_le_bytes();
    let key = [&1_u64.to_le_bytes()[..], b"k"].concat();
    let (text, list, byte, double) = (word(8), word(9), word(0), word(12));
    let files = [
        beginning(1 << 60, 0, &[&padding]),
        beginning(0, 1 << 60, &[&padding]),
        beginning(u64::MAX, u64::MAX, &[&padding]),
        beginning(60_000, 60_000, &[&padding]),
        beginning(0, 1, &[&huge, &padding]),
        beginning(0, 1, &[&all, &padding]),
        beginning(0, 1, &[&key, &text, &huge, &padding]),
        beginning(0, 1, &[&key, &list, &text, &huge, &padding]),
        beginning(0, 1, &[&key, &list, &text, &1_u64.to_le_bytes(), &all, &padding]),
        beginning(0, 1, &[&key, &list, &byte, &huge, &padding]),
        beginning(0, 1, &[&key, &list, &double, &all, &padding]),
        beginning(0, 1, &[&key, &list, &list, &huge, &padding]),
        beginning(0, 1, &[&key, &word(13), &padding]),
        beginning(0, 1, &[&key, &text, &1_u64.to_le_bytes(), b"\xFF", &padding]),
        beginning(1, 0, &[&key, &all, &padding]),
        beginning(1, 0, &[&padding]),
    ];
    let before = peak_kib();
    for file in files {
        refused(file);
    }
    let grown = peak_kib() - before;
    assert!(grown < 16 << 10, "{grown} KiB for files of 4");
}

/// The most memory that this process has had, where the system says so.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    peak.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

// Elsewhere a long file would take the disk that it claims.
#[cfg(unix)]
#[test]
fn a_large_file_does_not_make_a_large_header() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let key = [&1_u64.to_le_bytes()[..], b"k", &8_u32.to_le_bytes(), &(5_u64 << 30).to_le_bytes()].concat();
    std::fs::write(file.path(), beginning(0, 1, &[&key])).expect("written");
    file.as_file().set_len(10 << 30).expect("long");
    let before = peak_kib();
    let error = Model::open(file.path()).expect_err("five gibibytes of text");
    check_sentence(&error);
    assert!(matches!(error, ModelError::TooLarge { .. }), "{error}");
    let grown = peak_kib() - before;
    assert!(grown < 16 << 10, "{grown} KiB");
}

#[test]
fn every_truncation_is_an_error() {
    let file = llama();
    let (header, whole) = (file.header().len(), file.bytes());
    for length in (0..header).chain((header..whole.len()).step_by(4099)) {
        let error = Model::from_gguf(&whole[..length]).expect_err("cut short");
        assert!(matches!(error, ModelError::Truncated), "{length} of {}: {error}", whole.len());
    }
}

#[test]
fn flipped_bits_never_panic() {
    let file = llama();
    let mut bytes = file.bytes();
    for at in 0..file.header().len() {
        let bit = 1 << (at * 5 % 8);
        bytes[at] ^= bit;
        if let Err(error) = Model::from_gguf(&bytes[..]) {
            check_sentence(&error);
        }
        bytes[at] ^= bit;
    }
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Model::from_gguf(bytes.clone()).is_err());
        let after = [b"GGUF\x03\0\0\0".to_vec(), bytes].concat();
        prop_assert!(Model::from_gguf(after).is_err());
    }

    #[test]
    fn mutated_headers_never_panic(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), kind in 0..6_usize) {
        let file = Sketch { layers: 1, ..Sketch::new(ARCHITECTURES[kind], Format::Q4_0) }.gguf();
        let header = file.header().len();
        let mut bytes = file.bytes();
        for (index, byte) in changes {
            bytes[index.index(header)] = byte;
        }
        if let Err(error) = Model::from_gguf(bytes) {
            check_sentence(&error);
        }
    }
}

/// A folder as BERT's makers publish it, with the weights of a made-up model under their own names.
fn bert_folder() -> tempfile::TempDir {
    let file = Sketch { layers: 1, ..Sketch::new("bert", Format::F32) }.gguf();
    let theirs = |name: &str| {
        let (place, part) = name.rsplit_once('.').expect("two parts");
        let place = match place.strip_prefix("blk.0.") {
            None => match place {
                "token_embd" => "embeddings.word_embeddings",
                "token_types" => "embeddings.token_type_embeddings",
                "position_embd" => "embeddings.position_embeddings",
                _ => "embeddings.LayerNorm",
            }
            .to_owned(),
            Some(place) => format!(
                "encoder.layer.0.{}",
                match place {
                    "attn_q" => "attention.self.query",
                    "attn_k" => "attention.self.key",
                    "attn_v" => "attention.self.value",
                    "attn_output" => "attention.output.dense",
                    "attn_output_norm" => "attention.output.LayerNorm",
                    "ffn_up" => "intermediate.dense",
                    "ffn_down" => "output.dense",
                    _ => "output.LayerNorm",
                }
            ),
        };
        format!("{place}.{part}")
    };
    let (mut header, mut data) = (serde_json::Map::new(), Vec::new());
    for tensor in &file.tensors {
        let shape: Vec<_> = tensor.shape.iter().rev().collect();
        let offsets = [data.len(), data.len() + tensor.bytes.len()];
        let entry = serde_json::json!({"dtype": "F32", "shape": shape, "data_offsets": offsets});
        header.insert(theirs(&tensor.name), entry);
        data.extend(&tensor.bytes);
    }
    let header = serde_json::to_vec(&header).expect("JSON");
    let weights = [&(header.len() as u64).to_le_bytes()[..], &header, &data].concat();
    let folder = tempfile::tempdir().expect("a folder");
    let vocabulary = file.tensors[0].shape[1];
    let config = serde_json::json!({
        "model_type": "bert", "hidden_act": "gelu", "num_hidden_layers": 1, "hidden_size": 256, "intermediate_size": 512,
        "num_attention_heads": 4, "max_position_embeddings": 512, "layer_norm_eps": 1e-12, "vocab_size": vocabulary,
    });
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("written");
    write("model.safetensors", &weights);
    write("config.json", config.to_string().as_bytes());
    write("tokenizer.json", b"{}");
    folder
}

#[test]
fn berts_folder_is_the_same_as_its_gguf() {
    let folder = bert_folder();
    let there = Model::open(folder.path()).expect("whole");
    let here = Sketch { layers: 1, ..Sketch::new("bert", Format::F32) };
    let here = Model::from_gguf(here.bytes()).expect("whole");
    assert_eq!(here.config(), there.config());
    for tensor in here.tensors().iter() {
        let twin = there.tensors().get(&tensor.name).expect("the same names");
        assert_eq!(tensor.shape, twin.shape);
        let rows = |model: &Model| model.tensors().read_rows(tensor, 0..tensor.rows()).expect("its rows");
        let their_rows = there.tensors().read_rows(twin, 0..twin.rows()).expect("its rows");
        assert_eq!(rows(&here), their_rows, "{}", tensor.name);
    }
    assert_eq!(there.metadata().tokenizer_file(), Some(&*folder.path().join("tokenizer.json")));
    assert_eq!(there.pooling(), Pooling::Mean);
    let pooling = folder.path().join("1_Pooling");
    std::fs::create_dir(&pooling).expect("a folder");
    std::fs::write(pooling.join("config.json"), br#"{"pooling_mode_cls_token": true}"#).expect("written");
    assert_eq!(Model::open(folder.path()).expect("whole").pooling(), Pooling::First);
}

#[test]
fn broken_folders_are_refused() {
    let change = |name: &str, change: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        let folder = bert_folder();
        let path = folder.path().join(name);
        let bytes = change(std::fs::read(&path).expect("read"));
        std::fs::write(&path, bytes).expect("written");
        let error = Model::open(folder.path()).expect_err("broken");
        check_sentence(&error);
        error
    };
    let replace = |from: &'static str, to: &'static str| {
        move |bytes: Vec<u8>| {
            let at = bytes.windows(from.len()).position(|part| part == from.as_bytes()).expect("is there");
            assert_eq!(from.len(), to.len());
            [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat()
        }
    };
    assert!(matches!(change("config.json", &replace("\"bert\"", "\"bart\"")), ModelError::Architecture(_)));
    assert!(matches!(change("config.json", &replace("gelu", "relu")), ModelError::Unsupported(_)));
    assert!(matches!(change("config.json", &|_| b"{".to_vec()), ModelError::Invalid(_)));
    assert!(matches!(change("config.json", &|_| vec![b'['; 2 << 20]), ModelError::TooLarge { .. }));
    assert!(matches!(change("config.json", &|_| vec![b'['; 1 << 19]), ModelError::Invalid(_)), "deep");
    let weights = |change_them: &dyn Fn(Vec<u8>) -> Vec<u8>| change("model.safetensors", change_them);
    assert!(matches!(weights(&replace("\"F32\"", "\"I64\"")), ModelError::Format { .. }));
    assert!(matches!(weights(&replace("\"shape\":[", "\"shape\":{")), ModelError::Invalid(_)));
    assert!(matches!(weights(&replace("data_offsets\":[0,", "data_offsets\":[1,")), ModelError::Invalid(_)));
    assert!(matches!(weights(&|bytes| bytes[..bytes.len() - 1].to_vec()), ModelError::Truncated));
    assert!(matches!(weights(&|bytes| bytes[..100].to_vec()), ModelError::Truncated));
    assert!(matches!(weights(&|_| Vec::new()), ModelError::Truncated));
    let long = |bytes: Vec<u8>| [&u64::MAX.to_le_bytes()[..], &bytes[8..]].concat();
    assert!(matches!(weights(&long), ModelError::TooLarge { .. }));
    let folder = bert_folder();
    std::fs::remove_file(folder.path().join("tokenizer.json")).expect("removed");
    assert!(matches!(Model::open(folder.path()), Err(ModelError::NoTokenizer)));
}
