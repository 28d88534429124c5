//! What holds of any bytes whatever, for each loader: it ends soon, in no panic and little memory, and what it accepts can be
//! worked with. Each judge tells in a few words what came of it, so that whoever looks for new inputs knows a new one.

use idlewatt_engine::cpu;
use idlewatt_engine::scene::{Scene, Stage};
use idlewatt_engine::text::Model;
use idlewatt_engine::text::template::Template;
use idlewatt_engine::text::tokenizer::Tokenizer;
use idlewatt_engine::upscale::Picture;
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile, View};
use std::fmt::Display;
use std::io::Cursor;

/// Looks at bytes.
pub type Judge = fn(&[u8]) -> String;

/// All of them by name.
#[allow(dead_code)]
pub const ALL: [(&str, Judge); 4] =
    [("scene", scene), ("model", model), ("safetensors", safetensors), ("picture", picture)];

/// A GLB: what is accepted renders to finite values, at other instants too.
pub fn scene(bytes: &[u8]) -> String {
    let stage = Stage::from_glb(bytes.to_vec());
    let estimate = stage.as_ref().map(|stage| stage.estimate().0);
    let first = match Scene::from_glb(bytes) {
        Ok(scene) => scene,
        Err(error) => return refused(&error),
    };
    assert!(estimate.is_ok(), "what can be built has a description");
    render(&first);
    let duration = first.facts().duration_us;
    let mut stage = stage.expect("it was one before");
    let mut outcome = format!("lights {} moves {}", first.facts().lights > 0, duration > 0);
    for time_us in [duration / 2, u32::MAX].into_iter().filter(|_| duration > 0) {
        match stage.at(time_us) {
            Ok(scene) => render(&scene),
            Err(error) => outcome.push_str(&refused(&error)),
        }
    }
    outcome
}

fn render(scene: &Scene) {
    let view = View { max_bounces: 3, ..View::new(4, 4) };
    let tile = Tile { x: 0, y: 0, width: 4, height: 4 };
    let unit = RenderUnit { tile, samples: SampleRange { first: 0, count: 1 } };
    let sums = cpu::render(scene, &view, &unit).expect("a valid view");
    assert!(sums.iter().flatten().all(|value| value.is_finite()));
}

/// A GGUF file: what is accepted can be read to the end.
pub fn model(bytes: &[u8]) -> String {
    match Model::from_gguf(bytes) {
        Ok(model) => read(&model),
        Err(error) => refused(&error),
    }
}

fn read(model: &Model) -> String {
    for tensor in model.weights().all() {
        model.tensors().read_rows(tensor, 0..tensor.rows()).expect("it lies within the file");
    }
    match Tokenizer::new(model.metadata()) {
        Ok(tokenizer) => match Template::new(model.metadata(), &tokenizer) {
            Ok(_) => "a model".into(),
            Err(error) => refused(&error),
        },
        Err(error) => refused(&error),
    }
}

/// `model.safetensors` of a folder.
pub fn safetensors(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let config = r#"{"model_type": "bert", "hidden_act": "gelu", "num_hidden_layers": 1, "hidden_size": 256,
        "intermediate_size": 512, "num_attention_heads": 4, "max_position_embeddings": 512, "layer_norm_eps": 1e-12}"#;
    let files = [("model.safetensors", bytes), ("config.json", config.as_bytes()), ("tokenizer.json", b"{}")];
    files.iter().for_each(|(name, bytes)| std::fs::write(folder.path().join(name), bytes).expect("written"));
    match Model::open(folder.path()) {
        Ok(model) => read(&model),
        Err(error) => refused(&error),
    }
}

/// A PNG that is to be enlarged.
pub fn picture(bytes: &[u8]) -> String {
    match Picture::read(Cursor::new(bytes), 2) {
        Ok(picture) => {
            let pixels = picture.width as usize * picture.height as usize;
            assert_eq!(picture.colours.len(), pixels);
            assert!(picture.alpha.is_none_or(|alpha| alpha.len() == pixels));
            "a picture".into()
        }
        Err(error) => refused(&error),
    }
}

fn refused(error: &dyn Display) -> String {
    let sentence = error.to_string();
    assert!(!sentence.contains('\n'), "one sentence: {sentence}");
    sentence
}
