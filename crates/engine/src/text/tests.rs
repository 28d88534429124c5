//! The device against the processor's twin, and answers that come out the same however they are interrupted.

use super::choice::Choice;
use super::format::Format;
use super::kernels::Kernels;
use super::metadata::Value;
use super::shape::Shape;
use super::synthetic::Sketch;
use super::{Event, Model, Runner, TextError};
use crate::cpu::text::{Cache, Forward, normalise, pool};
use crate::gpu::Gpu;
use crate::limits::WORTH_WAITING;
use idlewatt_proto::Bytes;
use idlewatt_proto::text::{Finish, Generation, Prompt, Sampling, TextEvent, Usage};
use idlewatt_proto::worker::Pace;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

mod ahead;

static GPU: LazyLock<Gpu> = LazyLock::new(|| Gpu::open_for_text(None).expect("software Vulkan at least"));
const ROOM: Bytes = Bytes(1 << 30);
/// Submissions as short as they get.
const SHORT: Pace = Pace { quantum_us: 50, duty_permille: 1000 };
/// More than a page, and than the window of the made-up Gemma.
const TOKENS: [u32; 40] = [
    1, 40, 50, 60, 70, 80, 90, 100, 17, 222, 35, 44, 55, 66, 9, 8, 7, 6, 5, 4, 101, 102, 103, 104, 105, 106, 33, 34,
    35, 36, 37, 38, 39, 200, 201, 202, 203, 204, 205, 206,
];

fn model(architecture: &'static str, format: Format) -> Model {
    Model::from_gguf(Sketch::new(architecture, format).bytes()).expect("a whole file")
}

/// By 32-bit floats: with others what is said alone differs a little from what is said beside other answers.
fn runner(architecture: &'static str, format: Format, subgroup: Option<u32>) -> Runner<'static> {
    let kernels = Kernels::with_subgroups(&GPU, subgroup).without_halves();
    Runner::with(kernels, model(architecture, format), ROOM, &mut |_| {}).expect("it fits")
}

/// Submissions as short as they get, so that every pass is cut wherever it can be.
fn run(runner: &mut Runner<'_>, mut hear: impl FnMut(Event)) {
    while !runner.idle() {
        let step = runner.step(SHORT).expect("a device that works");
        step.events.into_iter().for_each(&mut hear);
    }
}

/// What is told of each request: tokens, text and the end.
type Told = BTreeMap<u64, (Vec<u32>, String, Option<(Finish, Usage)>)>;

fn note(told: &mut Told, event: Event) {
    let Event::Text { request, event } = event else { panic!("{event:?}") };
    let (ids, text, end) = told.entry(request).or_default();
    match event {
        TextEvent::Began { .. } => {}
        TextEvent::Said(said) => {
            ids.extend(said.tokens.iter().map(|token| token.id));
            text.push_str(&said.text);
        }
        TextEvent::Ended { finish, usage } => *end = Some((finish, usage)),
    }
}

fn answer(runner: &mut Runner<'_>, generation: &Generation) -> (Vec<u32>, String, (Finish, Usage)) {
    let mut told = Told::new();
    runner.begin(7, generation).expect("a request");
    run(runner, |event| note(&mut told, event));
    let (ids, text, end) = told.remove(&7).expect("an answer");
    (ids, text, end.expect("an end"))
}

fn greedy(tokens: &[u32], count: u32) -> Generation {
    Generation::greedy(Prompt::Tokens(tokens.to_vec()), count)
}

/// How likely each token but the first is, by the device.
fn scores(runner: &mut Runner<'_>, tokens: &[u32]) -> Vec<f32> {
    let generation = Generation { said: tokens[1..].to_vec(), ..greedy(&tokens[..1], 1) };
    runner.score(1, &generation).expect("a request");
    let mut scored = Vec::new();
    run(runner, |event| match event {
        Event::Scored { scores, .. } => scored = scores.logprobs,
        other => panic!("{other:?}"),
    });
    scored
}

/// The same by the twin.
fn twin_scores(model: &Model, tokens: &[u32]) -> Vec<f32> {
    let forward = Forward::new(model).expect("its weights");
    let logits = forward.all_tokens(&mut Cache::rounded(model.config()), tokens);
    let rows = logits.chunks_exact(model.config().vocabulary as usize).zip(&tokens[1..]);
    rows.map(|(row, &next)| {
        let sum: f64 = row.iter().map(|&logit| f64::from(logit).exp()).sum();
        row[next as usize] - sum.ln() as f32
    })
    .collect()
}

/// Sums are taken in another order, and numbers in the cache may round to the other side: a thousandth of what logits
/// differ by.
fn agree(what: &str, device: &[f32], twin: &[f32]) {
    agree_within(1.0e-2, what, device, twin);
}

fn agree_within(bound: f32, what: &str, device: &[f32], twin: &[f32]) {
    assert_eq!(device.len(), twin.len(), "{what}");
    for (at, (device, twin)) in device.iter().zip(twin).enumerate() {
        assert!((device - twin).abs() < bound, "{what}, token {at}: {device} and {twin}");
    }
}

/// Each is compiled for every way over a matrix, which takes longest: apart, so that they can be side by side.
fn every_way_over_a_matrix_is_the_twins(formats: &[Format]) {
    let lanes = [Shape::Lanes(1), Shape::Lanes(4), Shape::Lanes(8)];
    let others = [Shape::split(1), Shape::split(4), Shape::Tiled, Shape::split(8)];
    for (at, &format) in formats.iter().enumerate() {
        let expected = twin_scores(&model("llama", format), &TOKENS);
        let on_device = |kernels: Kernels<'static>, ways: &[Shape]| {
            let mut runner = Runner::with(kernels, model("llama", format), ROOM, &mut |_| {}).expect("it fits");
            for &way in ways {
                runner.network.choice = Choice::only(way);
                // Sums of halves are some three times as far off as products of them are.
                let bound = if way.halved() { 3.0e-2 } else { 1.0e-2 };
                let what = format!("{} by {way:?}", format.name());
                agree_within(bound, &what, &scores(&mut runner, &TOKENS), &expected);
            }
        };
        if Kernels::new(&GPU).by_lanes() {
            on_device(Kernels::new(&GPU), &lanes);
        }
        // The widest takes software longest to compile, and differs from others by no format.
        on_device(Kernels::new(&GPU).without_lanes(), &others[..if at == 0 { 4 } else { 3 }]);
        on_device(Kernels::new(&GPU).without_lanes(), &Kernels::new(&GPU).without_lanes().by_halves());
    }
}

#[test]
fn floats_are_the_twins() {
    every_way_over_a_matrix_is_the_twins(&[Format::F32, Format::F16, Format::Bf16]);
}

#[test]
fn blocks_of_32_are_the_twins() {
    every_way_over_a_matrix_is_the_twins(&[Format::Q4_0, Format::Q4_1, Format::Q5_0, Format::Q5_1, Format::Q8_0]);
}

#[test]
fn blocks_of_256_are_the_twins() {
    every_way_over_a_matrix_is_the_twins(&[Format::Q2K, Format::Q3K, Format::Q4K, Format::Q5K, Format::Q6K]);
}

#[test]
fn every_architecture_is_the_twins_with_subgroups_and_without() {
    for architecture in ["llama", "qwen2", "qwen3", "gemma3", "phi3"] {
        let expected = twin_scores(&model(architecture, Format::Q4K), &TOKENS);
        for subgroup in [GPU.subgroup(), None] {
            let device = scores(&mut runner(architecture, Format::Q4K, subgroup), &TOKENS);
            agree(&format!("{architecture} {subgroup:?}"), &device, &expected);
        }
        let by_lines = Kernels::new(&GPU).without_lanes().without_halves();
        let mut by_lines =
            Runner::with(by_lines, model(architecture, Format::Q4K), ROOM, &mut |_| {}).expect("it fits");
        agree(&format!("{architecture} by lines"), &scores(&mut by_lines, &TOKENS), &expected);
    }
}

/// One whose gates are stored in another way than what they are for, so that no product can do both.
fn unlike_gates() -> Model {
    let mut file = Sketch::new("llama", Format::Q4K).gguf();
    let all = file.tensors.iter_mut().filter(|tensor| tensor.name.ends_with("ffn_up.weight"));
    for tensor in all {
        let mut numbers = vec![0.0; tensor.shape.iter().product::<u64>() as usize];
        Format::Q4K.dequantise(&tensor.bytes, &mut numbers);
        tensor.code = Format::F32.ggml();
        tensor.bytes = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    }
    Model::from_gguf(file.bytes()).expect("a whole file")
}

/// One whose queries are floats, and keys and values in the same matrix are not.
fn mixed() -> Model {
    let mut file = Sketch::new("llama", Format::Q8_0).gguf();
    for tensor in file.tensors.iter_mut().filter(|tensor| tensor.name.ends_with("attn_q.weight")) {
        let mut numbers = vec![0.0; tensor.shape.iter().product::<u64>() as usize];
        Format::Q8_0.dequantise(&tensor.bytes, &mut numbers);
        tensor.code = Format::F32.ggml();
        tensor.bytes = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    }
    Model::from_gguf(file.bytes()).expect("a whole file")
}

#[test]
fn matrices_of_several_formats_are_the_twins() {
    let expected = twin_scores(&mixed(), &TOKENS);
    let kernels = || Kernels::new(&GPU).without_lanes();
    for way in kernels().by_halves() {
        let mut runner = Runner::with(kernels(), mixed(), ROOM, &mut |_| {}).expect("it fits");
        runner.network.choice = Choice::only(way);
        agree_within(3.0e-2, &format!("several formats by {way:?}"), &scores(&mut runner, &TOKENS), &expected);
    }
}

#[test]
fn prompts_read_at_once_are_the_twins() {
    // Heads enough that units attend, where there are some, to as many tokens as are judged at once.
    let mut sketch = Sketch::new("llama", Format::Q4_0);
    (sketch.heads, sketch.kv_heads, sketch.head_width) = (64, 16, 16);
    let file = sketch.bytes();
    let model = || Model::from_gguf(file.clone()).expect("a whole file");
    let kernels = Kernels::new(&GPU).without_lanes();
    let bound = if kernels.by_halves().is_empty() { 1.0e-2 } else { 3.0e-2 };
    let units = kernels.attending_units(4, 8);
    assert!(units.is_some() || GPU.matrix_side().is_none());
    let mut runner = Runner::with(kernels, model(), ROOM, &mut |_| {}).expect("it fits");
    assert_eq!(runner.network.choice.attending, units);
    let long = Pace { quantum_us: 10_000_000, duty_permille: 1000 };
    let texts = [TOKENS.repeat(3), TOKENS[7..].to_vec()];
    let mut judge = |attending| {
        runner.network.choice.attending = attending;
        runner.reading = runner.size.tokens;
        for (request, text) in (0..).zip(&texts) {
            let generation = Generation { said: text[1..].to_vec(), ..greedy(&text[..1], 1) };
            runner.score(request, &generation).expect("a request");
        }
        let mut told = BTreeMap::new();
        while !runner.idle() {
            for event in runner.step(long).expect("a device that works").events {
                let Event::Scored { request, scores, .. } = event else { panic!("{event:?}") };
                told.insert(request, scores.logprobs);
            }
        }
        told
    };
    let [by_units, without] = [units, None].map(&mut judge);
    assert_eq!(by_units != without, units.is_some(), "units round, so that they are noticed");
    for (request, text) in (0..).zip(&texts) {
        for told in [&by_units, &without] {
            agree_within(bound, &format!("text {request}"), &told[&request], &twin_scores(&model(), text));
        }
    }
}

#[test]
fn rows_that_end_within_a_word_are_the_twins() {
    // Odd numbers of groups, whose scales lie by twos in a word.
    for format in [Format::Q4_0, Format::Q5_0, Format::Q8_0] {
        let mut sketch = Sketch::new("llama", format);
        (sketch.width, sketch.inner_width, sketch.heads, sketch.kv_heads, sketch.head_width) = (288, 480, 3, 1, 32);
        let file = sketch.bytes();
        let model = || Model::from_gguf(file.clone()).expect("a whole file");
        let expected = twin_scores(&model(), &TOKENS);
        for kernels in [Kernels::new(&GPU), Kernels::new(&GPU).without_lanes()] {
            let bound = if kernels.by_halves().is_empty() { 1.0e-2 } else { 3.0e-2 };
            let mut runner = Runner::with(kernels, model(), ROOM, &mut |_| {}).expect("it fits");
            agree_within(bound, format.name(), &scores(&mut runner, &TOKENS), &expected);
        }
    }
}

#[test]
fn gates_unlike_what_they_are_for_are_the_twins() {
    let expected = twin_scores(&unlike_gates(), &TOKENS);
    for kernels in [Kernels::new(&GPU), Kernels::new(&GPU).without_lanes()] {
        // A card may take its way by halves.
        let bound = if kernels.by_halves().is_empty() { 1.0e-2 } else { 3.0e-2 };
        let mut runner = Runner::with(kernels, unlike_gates(), ROOM, &mut |_| {}).expect("it fits");
        agree_within(bound, "unlike gates", &scores(&mut runner, &TOKENS), &expected);
    }
}

#[test]
fn long_pasts_and_odd_heads_are_the_twins() {
    // More than a split has, and once more splits than are put together at once, with heads that are no multiple of what goes together
    // and more to a key than a workgroup takes.
    let all: Vec<u32> = (0..600).map(|i| (i * 37 + 11) % 250).collect();
    for (head_width, heads, kv_heads, count) in [(48, 12, 2, 600), (80, 4, 2, 300), (96, 3, 1, 300), (256, 2, 1, 300)] {
        let tokens = &all[..count];
        let mut sketch = Sketch::new("qwen3", Format::F16);
        (sketch.head_width, sketch.heads, sketch.kv_heads, sketch.context) = (head_width, heads, kv_heads, 1024);
        let file = sketch.bytes();
        let model = || Model::from_gguf(file.clone()).expect("a whole file");
        let expected = twin_scores(&model(), tokens);
        let without = Kernels::with_subgroups(&GPU, None);
        for (what, kernels) in [
            ("as they are", Kernels::new(&GPU)),
            ("without lanes", Kernels::new(&GPU).without_lanes()),
            ("alone", without),
        ] {
            let mut runner = Runner::with(kernels, model(), ROOM, &mut |_| {}).expect("it fits");
            agree(&format!("heads of {head_width} {what}"), &scores(&mut runner, tokens), &expected);
        }
    }
}

/// One whose texts of more than 24 tokens are long ones.
fn long_rope() -> Model {
    let mut file = Sketch::new("phi3", Format::F16).gguf();
    let factors = |base: f32| (0..32).map(|pair| base + pair as f32 * 0.25).collect::<Vec<f32>>();
    file.add("rope_factors_short.weight", &factors(1.0));
    file.add("rope_factors_long.weight", &factors(2.5));
    file.set_text("phi3.rope.scaling.type", "longrope");
    file.set("phi3.rope.scaling.attn_factor", Value::Float(1.19));
    file.set("phi3.rope.scaling.original_context_length", Value::Unsigned(24));
    Model::from_gguf(file.bytes()).expect("a whole file")
}

/// What the twin says comes after these tokens.
fn twin_next(forward: &Forward<'_>, model: &Model, tokens: &[u32]) -> u32 {
    let logits = forward.tokens(&mut Cache::rounded(model.config()), tokens);
    let best = (0..).zip(&logits).max_by(|a, b| a.1.total_cmp(b.1));
    best.expect("a vocabulary").0
}

#[test]
fn a_text_that_outgrows_the_first_context_is_read_anew_by_long_factors() {
    let model = long_rope();
    let forward = Forward::new(&model).expect("its weights");
    let mut runner = Runner::with(Kernels::new(&GPU), long_rope(), ROOM, &mut |_| {}).expect("it fits");
    // Said token by token, the first ones were said while the text was short.
    let expected = [twin_scores(&model, &TOKENS[..24]), twin_scores(&model, &TOKENS)[23..].to_vec()];
    let short = forward.all_tokens(&mut Cache::rounded(model.config()), &TOKENS[..24]);
    let row = &short[23 * model.config().vocabulary as usize..];
    let sum: f64 = row.iter().map(|&logit| f64::from(logit).exp()).sum();
    let mut expected = expected.concat();
    expected[23] = row[TOKENS[24] as usize] - sum.ln() as f32;
    let differ = twin_scores(&model, &TOKENS).iter().zip(&expected).filter(|(a, b)| (*a - *b).abs() > 0.05).count();
    assert!(differ > 10, "the two sets of factors are told apart: {differ}");
    agree("scores across the border", &scores(&mut runner, &TOKENS), &expected);

    let mut said = TOKENS[..16].to_vec();
    for _ in 0..24 {
        said.push(twin_next(&forward, &model, &said));
    }
    let (ids, ..) = answer(&mut runner, &greedy(&TOKENS[..16], 24));
    assert_eq!(ids, said[16..]);
    // Whoever begins with a long text, or goes on with it elsewhere, says the same; what is remembered of it is of use.
    for cut in [20, 24, 25, 30] {
        let rest = Generation { said: said[16..cut].to_vec(), ..greedy(&TOKENS[..16], 24) };
        let mut other = Runner::with(Kernels::new(&GPU), long_rope(), ROOM, &mut |_| {}).expect("it fits");
        assert_eq!(answer(&mut other, &rest).0, said[cut..], "cut at {cut}");
        let (ids, _, (_, usage)) = answer(&mut runner, &greedy(&said[..cut], 40 - cut as u32));
        assert_eq!(ids, said[cut..], "begun with {cut}");
        assert_eq!(usage.cached_tokens > 0, cut > 24, "{usage:?}");
    }
}

#[test]
fn vectors_come_in_the_order_of_their_texts() {
    let mut runner = runner("bert", Format::F16, GPU.subgroup());
    let most = runner.size.tokens.min(runner.context() as u32) as usize;
    let texts: Vec<String> = [most * 6 / 10, most * 6 / 10, 3, 1].map(|words| "x ".repeat(words)).to_vec();
    runner.embed(3, &texts).expect("a request");
    let mut order = Vec::new();
    run(&mut runner, |event| match event {
        Event::Embedded { index, .. } => order.push(index),
        other => panic!("{other:?}"),
    });
    assert_eq!(order, [0, 1, 2, 3]);
    // Given up, it fails once, however many texts it has.
    runner.embed(4, &texts).expect("a request");
    runner.step(SHORT).expect("a step");
    let events = runner.interrupt();
    assert!(matches!(events[..], [Event::Failed { request: 4, error: TextError::Interrupted }]), "{events:?}");
}

#[test]
fn vectors_are_the_twins() {
    let model = model("bert", Format::Q8_0);
    let forward = Forward::new(&model).expect("its weights");
    let texts: Vec<String> = ["a text", "another, longer text of some words", "x"].map(str::to_owned).to_vec();
    let tokenizer = super::tokenizer::Tokenizer::new(model.metadata()).expect("its tokenizer");
    let mut runner = runner("bert", Format::Q8_0, GPU.subgroup());
    runner.embed(3, &texts).expect("a request");
    let mut found = Vec::new();
    run(&mut runner, |event| match event {
        Event::Embedded { request: 3, index, vector, tokens } => found.push((index, vector, tokens)),
        other => panic!("{other:?}"),
    });
    assert_eq!(found.iter().map(|(index, ..)| *index).collect::<Vec<_>>(), [0, 1, 2]);
    for ((_, vector, count), text) in found.iter().zip(&texts) {
        let tokens = tokenizer.encode_sentence(text).expect("tokens");
        let states = forward.states(&mut Cache::rounded(model.config()), &tokens);
        let mut expected = pool(&states, model.config().width as usize, model.pooling());
        normalise(&mut expected);
        let cosine: f32 = vector.iter().zip(&expected).map(|(a, b)| a * b).sum();
        assert!(cosine > 0.9999 && *count == tokens.len() as u32, "{cosine}");
    }
}

#[test]
fn what_says_nothing_is_measured_by_what_it_reads() {
    let mut runner = runner("bert", Format::F16, GPU.subgroup());
    let speed =
        runner.measure(|runner| runner.step(Pace { quantum_us: 50_000, duty_permille: 1000 })).expect("a speed");
    assert!(speed.prefill > 0 && speed.decode == 0, "{speed:?}");
    assert!(runner.idle(), "nothing of it is left");
}

#[test]
fn many_at_once_say_what_each_says_alone() {
    let mut runner = runner("llama", Format::Q4_1, GPU.subgroup());
    let asks: Vec<Generation> = (0..20)
        .map(|i| {
            let sampling = Sampling { temperature: (i % 3) as f32 * 0.4, seed: i, ..Sampling::default() };
            Generation { sampling, ..greedy(&TOKENS[i as usize..], 5 + i as u32) }
        })
        .collect();
    let alone: Vec<_> = asks.iter().map(|ask| answer(&mut runner, ask).0).collect();
    let mut told = Told::new();
    for (request, ask) in (0..).zip(&asks) {
        runner.begin(request, ask).expect("a request");
    }
    run(&mut runner, |event| note(&mut told, event));
    for (request, alone) in (0..).zip(&alone) {
        assert_eq!(&told[&request].0, alone, "request {request}");
    }
}

#[test]
fn what_is_known_is_not_read_again() {
    let mut runner = runner("llama", Format::Q4_1, GPU.subgroup());
    let (said, _, (_, first)) = answer(&mut runner, &greedy(&TOKENS, 6));
    assert_eq!((first.prompt_tokens, first.cached_tokens), (40, 0));
    let (again, _, (_, second)) = answer(&mut runner, &greedy(&TOKENS, 6));
    assert_eq!((again, second.cached_tokens), (said.clone(), 39));
    // The conversation goes on: its past is the old prompt and the old answer.
    let longer: Vec<u32> = TOKENS.iter().chain(&said).chain(&[90, 91]).copied().collect();
    let (told, _, (_, usage)) = answer(&mut runner, &greedy(&longer, 6));
    assert!(usage.cached_tokens >= 40 + 5, "{usage:?}");
    let mut fresh = self::runner("llama", Format::Q4_1, GPU.subgroup());
    assert_eq!(answer(&mut fresh, &greedy(&longer, 6)).0, told);
}

#[test]
fn texts_that_begin_alike_are_read_once() {
    let mut runner = runner("llama", Format::Q4_0, None);
    let asks: Vec<Vec<u32>> = (0..4).map(|last| [&TOKENS[..], &TOKENS, &[50 + last, 60]].concat()).collect();
    let alone: Vec<_> = asks.iter().map(|ask| answer(&mut runner, &greedy(ask, 6)).0).collect();
    // Of these nothing is remembered.
    let mut runner = self::runner("llama", Format::Q4_0, None);
    let mut told = Told::new();
    for (request, ask) in (0..).zip(&asks) {
        runner.begin(request, &greedy(ask, 6)).expect("a request");
    }
    run(&mut runner, |event| note(&mut told, event));
    let mut cached = Vec::new();
    for (request, (ids, _, end)) in told {
        assert_eq!(ids, alone[request as usize]);
        cached.push(end.expect("an end").1.cached_tokens);
    }
    let spared = 2 * TOKENS.len() as u32 - WORTH_WAITING as u32;
    assert!(cached[0] == 0 && cached[1..].iter().all(|&cached| cached > spared), "{cached:?}");
}

#[test]
fn an_interrupted_answer_goes_on_elsewhere() {
    let sampling = Sampling { temperature: 0.8, seed: 5, ..Sampling::default() };
    let ask = Generation { sampling, ..greedy(&TOKENS, 24) };
    let mut first = runner("qwen3", Format::Q6K, GPU.subgroup());
    let mut second = runner("qwen3", Format::Q6K, GPU.subgroup());
    let (whole, text, _) = answer(&mut first, &ask);
    first.begin(7, &ask).expect("a request");
    let mut told = Told::new();
    while told.get(&7).is_none_or(|(ids, ..)| ids.len() < 9) {
        for event in first.step(SHORT).expect("a step").events {
            note(&mut told, event);
        }
    }
    first.interrupt().into_iter().for_each(|event| note(&mut told, event));
    let (ids, begun, end) = told.remove(&7).expect("a beginning");
    assert_eq!(end.map(|(finish, _)| finish), Some(Finish::Interrupted));
    assert!(first.idle());
    let (rest, end, (_, usage)) = answer(&mut second, &Generation { said: ids.clone(), ..ask });
    assert_eq!(usage.said_tokens as usize, rest.len());
    assert_eq!((ids.into_iter().chain(rest).collect::<Vec<_>>(), begun + &end), (whole, text));
}

#[test]
fn a_cache_that_is_too_small_for_all_serves_them_one_after_the_other() {
    let mut sketch = Sketch::new("llama", Format::Q8_0);
    sketch.context = 256;
    let make = |memory: u64| {
        let model = Model::from_gguf(sketch.bytes()).expect("a whole file");
        Runner::with(Kernels::new(&GPU), model, Bytes(memory), &mut |_| {})
    };
    let Err(TextError::TooLarge { needs, .. }) = make(1).map(|_| ()) else { panic!("a byte is no room") };
    let mut tight = make(needs).expect("the least that it needs");
    assert_eq!(tight.cache_tokens(), 256);
    let asks: Vec<Generation> = (0..6).map(|i| greedy(&TOKENS[i..], 60)).collect();
    let mut told = Told::new();
    let judged = Generation { said: TOKENS[1..].repeat(3), ..greedy(&TOKENS[..1], 1) };
    for (request, ask) in (0..).zip(&asks) {
        tight.begin(request, ask).expect("a request");
        tight.score(100 + request, &judged).expect("a request");
    }
    let mut judgements = Vec::new();
    run(&mut tight, |event| match event {
        Event::Scored { scores, .. } => judgements.push(scores.logprobs),
        event => note(&mut told, event),
    });
    let alone = scores(&mut tight, &[&TOKENS[..1], &judged.said].concat());
    assert_eq!(judgements.len(), asks.len());
    for judgement in &judgements {
        agree("a score beside answers", judgement, &alone);
    }
    let mut roomy = make(1 << 30).expect("room");
    for (request, ask) in (0..).zip(&asks) {
        let (ids, ..) = answer(&mut roomy, ask);
        assert_eq!((&told[&request].0, told[&request].2.is_some()), (&ids, true), "request {request}");
    }
    // A text that fills its whole context ends there.
    let mut endless = greedy(&TOKENS, 10_000);
    endless.sampling.logit_bias = tight.tokenizer.stop_tokens().iter().map(|&token| (token, -1.0e9)).collect();
    let (ids, _, (finish, _)) = answer(&mut tight, &endless);
    assert_eq!(finish, Finish::Length);
    assert_eq!(ids.len() + TOKENS.len(), 256);
}

#[test]
fn a_request_that_nobody_waits_for_leaves_no_trace() {
    let mut runner = runner("llama", Format::Q4_1, GPU.subgroup());
    let (alone, ..) = answer(&mut runner, &greedy(&TOKENS, 8));
    for request in 0..3 {
        runner.begin(request, &greedy(&TOKENS[request as usize..], 8)).expect("a request");
    }
    runner.step(SHORT).expect("a step");
    runner.cancel(1);
    let mut told = Told::new();
    run(&mut runner, |event| note(&mut told, event));
    assert_eq!(told.keys().copied().collect::<Vec<_>>(), [0, 2]);
    assert_eq!(told[&0].0, alone);
    runner.begin(9, &greedy(&TOKENS, 8)).expect("a request");
    runner.step(SHORT).expect("a step");
    runner.cancel(9);
    assert!(runner.idle());
}

#[test]
fn wrong_requests_are_refused_in_one_sentence() {
    let mut runner = runner("llama", Format::Q4_1, GPU.subgroup());
    let long: Vec<u32> = (0..20_000).map(|i| i % 200).collect();
    let mut refuse = |generation: Generation| {
        let error = runner.begin(1, &generation).expect_err("refused").to_string();
        assert!(!error.contains('\n') && runner.idle(), "{error}");
        error
    };
    assert!(refuse(greedy(&long, 1)).contains("20000 tokens"));
    assert!(refuse(greedy(&[9_999_999], 1)).contains("vocabulary"));
    assert!(refuse(Generation { schema: Some("{".into()), ..greedy(&[1], 1) }).contains("JSON"));
    assert!(runner.embed(1, &["x".into()]).expect_err("refused").to_string().contains("vectors"));
}
