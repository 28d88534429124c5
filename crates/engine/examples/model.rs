//! Writes a tiny model of random weights: `cargo run --example model -- llama Q4_K nonsense.gguf`.

use idlewatt_engine::text::format::Format;
use idlewatt_engine::text::synthetic::Sketch;

const ARCHITECTURES: [&str; 6] = ["llama", "qwen2", "qwen3", "gemma3", "phi3", "bert"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [architecture, format, path] = &arguments[..] else {
        return Err("say an architecture, a format and a file".into());
    };
    let architecture = ARCHITECTURES.into_iter().find(|known| known == architecture).ok_or("no such architecture")?;
    let format = Format::ALL.into_iter().find(|known| known.name() == format).ok_or("no such format")?;
    Ok(std::fs::write(path, Sketch::new(architecture, format).bytes())?)
}
