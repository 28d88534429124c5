//! The processor's transformer against llama.cpp, against real models where the paths of some are given, and against
//! itself when it reads a text in other pieces.

use idlewatt_engine::cpu::text::{Cache, Forward, normalise};
use idlewatt_engine::text::format::Format;
use idlewatt_engine::text::metadata::Value;
use idlewatt_engine::text::model::Model;
use idlewatt_engine::text::synthetic::{Gguf, Sketch};
use std::path::PathBuf;

/// Twenty tokens, more than the window of the made-up Gemma.
const TOKENS: [u32; 20] = [1, 40, 50, 60, 70, 80, 90, 100, 17, 222, 35, 44, 55, 66, 9, 8, 7, 6, 5, 4];

fn sketched(architecture: &'static str, format: Format, change: impl FnOnce(&mut Gguf)) -> Model {
    let mut file = Sketch::new(architecture, format).gguf();
    change(&mut file);
    Model::from_gguf(file.bytes()).expect("a whole file")
}

fn furthest(left: &[f32], right: &[f32]) -> f32 {
    assert_eq!(left.len(), right.len(), "as many on both sides");
    left.iter().zip(right).map(|(left, right)| (left - right).abs()).fold(0.0, f32::max)
}

fn scale(architecture: &'static str, kind: &'static str, factor: f64) -> impl Fn(&mut Gguf) {
    move |file| {
        let mut set = |name: &str, value| file.set(&format!("{architecture}.rope.scaling.{name}"), value);
        set("type", Value::Text(kind.into()));
        set("factor", Value::Float(factor));
        set("original_context_length", Value::Unsigned(128));
    }
}

/// The first logits after the twenty tokens as llama.cpp (build 9190, 32-bit floats on a processor) has them for the same
/// files.
#[test]
fn logits_are_those_of_llama_cpp() {
    let check = |architecture, change: &dyn Fn(&mut Gguf), expected: [f32; 5], tolerance: f32| {
        let model = sketched(architecture, Format::F32, change);
        let forward = Forward::new(&model).expect("its weights");
        let logits = forward.tokens(&mut Cache::new(model.config()), &TOKENS);
        let off = furthest(&logits[..5], &expected);
        assert!(off < tolerance, "{architecture}: {:?} {expected:?}", &logits[..5]);
    };
    let plain = |_: &mut Gguf| {};
    let factors: Vec<f32> = (0..32).map(|pair| 1.0 + pair as f32 * 0.25).collect();
    check("llama", &plain, [5.5147, 1.5045, -2.8848, -2.8244, 2.1514], 2e-4);
    check("llama", &scale("llama", "yarn", 4.0), [5.0497, 1.3384, -2.4367, -2.9986, 2.0882], 2e-4);
    check("llama", &scale("llama", "linear", 4.0), [5.2407, 0.8871, -2.4561, -3.7004, 1.1413], 2e-4);
    let divide = |file: &mut Gguf| file.add("rope_freqs.weight", &factors);
    check("llama", &divide, [4.8028, 1.4917, -2.0977, -3.3305, 0.9412], 2e-4);
    check("qwen2", &plain, [1.5279, -0.1317, -2.2191, -8.556, 1.4914], 2e-4);
    check("qwen3", &plain, [-1.5921, 0.0291, 2.6169, 1.3889, 1.1294], 2e-4);
    check("qwen3", &scale("qwen3", "yarn", 4.0), [-1.2807, -0.6596, 2.8136, 0.4847, 1.4298], 2e-4);
    check("phi3", &plain, [5.4295, 2.1921, -0.5282, -1.7274, 1.9681], 2e-4);
    let partial = |file: &mut Gguf| file.set("phi3.rope.dimension_count", Value::Unsigned(48));
    check("phi3", &partial, [6.5024, 2.363, -1.6548, -2.4276, 1.7093], 2e-4);
    let long = |file: &mut Gguf| {
        file.add("rope_factors_long.weight", &[8.0; 32]);
        file.add("rope_factors_short.weight", &factors);
        file.set_text("phi3.rope.scaling.type", "longrope");
        file.set("phi3.rope.scaling.attn_factor", Value::Float(1.19));
        file.set("phi3.rope.scaling.original_context_length", Value::Unsigned(256));
    };
    check("phi3", &long, [4.7689, 2.1888, -0.354, -1.4549, 1.3708], 2e-4);
    // llama.cpp has a table of 16-bit floats for this activation.
    check("gemma3", &plain, [-0.0719, -0.0685, 0.2589, -0.0942, 0.2875], 1e-3);
    check("gemma3", &scale("gemma3", "linear", 8.0), [-0.0701, -0.0831, 0.2688, -0.1064, 0.2923], 1e-3);
}

#[test]
fn a_text_in_pieces_is_the_same_text() {
    for architecture in ["llama", "qwen2", "qwen3", "gemma3", "phi3"] {
        let model = sketched(architecture, Format::Q4K, |_| {});
        let forward = Forward::new(&model).expect("its weights");
        let mut cache = Cache::new(model.config());
        let whole = forward.all_tokens(&mut cache, &TOKENS);
        cache.truncate(5);
        assert_eq!(cache.tokens(), 5);
        let pieces = [&TOKENS[5..6], &TOKENS[6..13], &TOKENS[13..]];
        let pieces: Vec<f32> = pieces.iter().flat_map(|piece| forward.all_tokens(&mut cache, piece)).collect();
        let vocabulary = model.config().vocabulary as usize;
        let off = furthest(&whole[5 * vocabulary..], &pieces);
        assert!(off < 1e-4, "{architecture}: {off}");
        assert_eq!(forward.tokens(&mut Cache::new(model.config()), &TOKENS), whole[19 * vocabulary..]);
        let rounded = forward.all_tokens(&mut Cache::rounded(model.config()), &TOKENS);
        let off = furthest(&whole, &rounded);
        assert!(off > 0.0 && off < 0.02, "{architecture}: {off}");
    }
}

#[test]
fn only_berts_see_what_comes_later() {
    let (mut changed, last) = (TOKENS, TOKENS.len() - 1);
    changed[last] = 3;
    let model = sketched("llama", Format::Q5K, |_| {});
    let forward = Forward::new(&model).expect("its weights");
    let states = |tokens: &[u32]| forward.states(&mut Cache::new(model.config()), tokens);
    let (one, other) = (states(&TOKENS), states(&changed));
    assert_eq!(one[..last * 256], other[..last * 256]);
    assert_ne!(one[last * 256..], other[last * 256..]);
    let model = sketched("bert", Format::Q5K, |_| {});
    let forward = Forward::new(&model).expect("its weights");
    let tokens = TOKENS.map(|token| token % model.config().vocabulary);
    let mut changed = tokens;
    changed[last] = 3;
    let states = |tokens: &[u32]| forward.states(&mut Cache::new(model.config()), tokens);
    let (one, other) = (states(&tokens), states(&changed));
    assert_ne!(one[..256], other[..256]);
    let mut vector = forward.embed(&tokens);
    let length: f32 = vector.iter().map(|number| number * number).sum();
    assert!((length - 1.0).abs() < 1e-5);
    let before = vector.clone();
    normalise(&mut vector);
    assert!(furthest(&before, &vector) < 1e-6);
}

#[test]
fn every_format_says_something() {
    for format in Format::ALL {
        let model = sketched("llama", format, |_| {});
        let forward = Forward::new(&model).expect("its weights");
        let logits = forward.tokens(&mut Cache::new(model.config()), &TOKENS);
        let mean = logits.iter().sum::<f32>() / logits.len() as f32;
        let deviation = logits.iter().map(|logit| (logit - mean).powi(2)).sum::<f32>() / logits.len() as f32;
        assert!((1.0..100.0).contains(&deviation), "{}: {deviation}", format.name());
    }
}

/// `<|im_start|>system … What is the capital of France? … assistant`, as SmolLM2's own template and tokenizer have it.
const QUESTION: [u32; 37] = [
    1, 9690, 198, 2683, 359, 253, 5356, 5646, 11173, 3365, 3511, 308, 34519, 28, 7018, 411, 407, 19712, 8182, 2, 198,
    1, 4093, 198, 1780, 314, 260, 3575, 282, 4649, 47, 2, 198, 1, 520, 9531, 198,
];
/// "The capital of France is Paris." and the end of the turn.
const ANSWER: [u32; 8] = [504, 3575, 282, 4649, 314, 7042, 30, 2];

fn model(variable: &str) -> Option<Model> {
    let path = std::env::var_os(variable).map(PathBuf::from);
    if path.is_none() {
        println!("skipped: {variable} does not name a model");
    }
    path.map(|path| Model::open(&path).expect("a model"))
}

fn best(logits: &[f32]) -> u32 {
    let best = logits.iter().enumerate().max_by(|left, right| left.1.total_cmp(right.1));
    best.expect("logits").0 as u32
}

/// SmolLM2-135M-Instruct, in whatever format.
#[test]
fn smollm2_knows_the_capital_of_france() {
    let Some(model) = model("IDLEWATT_TEST_MODEL") else { return };
    let forward = Forward::new(&model).expect("its weights");
    for mut cache in [Cache::new(model.config()), Cache::rounded(model.config())] {
        let mut said = vec![best(&forward.tokens(&mut cache, &QUESTION))];
        while said.len() < ANSWER.len() {
            said.push(best(&forward.tokens(&mut cache, &said[said.len() - 1..])));
        }
        assert_eq!(said, ANSWER);
    }
}

/// all-MiniLM-L6-v2: "The quick brown fox jumps over the lazy dog." as 64-bit floats have it.
#[test]
fn minilm_places_the_quick_brown_fox() {
    let Some(model) = model("IDLEWATT_TEST_EMBEDDER") else { return };
    let forward = Forward::new(&model).expect("its weights");
    let vector = forward.embed(&[101, 1996, 4248, 2829, 4419, 14523, 2058, 1996, 13971, 3899, 1012, 102]);
    let expected = [0.043_934, 0.058_934, 0.048_178, 0.077_548, 0.026_744, -0.037_63, -0.002_605, -0.059_943];
    let off = furthest(&vector[..8], &expected);
    assert!(off < 5e-6, "{off}: {:?}", &vector[..8]);
}
