//! The processor's transformer against real models, where the paths of some are given.

use idlewatt_engine::cpu::text::{Cache, Forward};
use idlewatt_engine::text::Model;
use std::path::PathBuf;

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

#[test]
fn smollm2_knows_the_capital_of_france() {
    let Some(model) = model("IDLEWATT_TEST_MODEL") else { return };
    let forward = Forward::new(&model).expect("its weights");
    for mut cache in [Cache::new(model.config()), Cache::rounded(model.config())] {
        let mut logits = forward.tokens(&mut cache, &QUESTION);
        let mut said = vec![best(&logits)];
        while said.len() < ANSWER.len() {
            logits = forward.tokens(&mut cache, &said[said.len() - 1..]);
            said.push(best(&logits));
        }
        assert_eq!(said, ANSWER);
    }
}
