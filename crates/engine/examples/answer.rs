//! Answers from a model, straight from the engine: for looking at speed without processes in between.
//!
//!     cargo run --release -p idlewatt-engine --example answer -- MODEL.gguf "PROMPT" [TOKENS] [CLIENTS]

use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::text::{Event, Model, Runner};
use idlewatt_proto::Bytes;
use idlewatt_proto::text::{Generation, Message, Prompt, Role, TextEvent};
use idlewatt_proto::worker::Pace;
use std::path::Path;
use std::time::{Duration, Instant};

/// The longest submissions that a pace allows.
const PACE: Pace = Pace { quantum_us: 100_000, duty_permille: 1000 };

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, prompt, rest @ ..] = arguments.as_slice() else { return Err("MODEL PROMPT [TOKENS] [CLIENTS]".into()) };
    let number = |at: usize, otherwise: u64| rest.get(at).map_or(Ok(otherwise), |text| text.parse());
    let (tokens, clients) = (number(0, 48)? as u32, number(1, 1)?);
    let start = Instant::now();
    let gpu = Gpu::open_for_text(None)?;
    let mut runner = Runner::new(&gpu, Model::open(Path::new(model))?, Bytes(4 << 30), &mut |_| {})?;
    println!("{:?}\nready after {:?}", runner.facts(), start.elapsed());
    let prompt = match prompt.strip_prefix("raw:") {
        Some(text) => Prompt::Text(text.to_owned()),
        None => Prompt::Chat(vec![Message::new(Role::User, prompt)]),
    };
    for client in 0..clients {
        runner.begin(client, &Generation::greedy(prompt.clone(), tokens))?;
    }
    let (mut submissions, mut longest, mut began) = (0, Duration::ZERO, None);
    let (mut text, mut ids, mut said) = (String::new(), Vec::new(), 0);
    let start = Instant::now();
    while !runner.idle() {
        let step = runner.step(PACE)?;
        (submissions, longest) = (submissions + 1, longest.max(step.took));
        for event in step.events {
            match event {
                Event::Text { request, event: TextEvent::Said(piece) } => {
                    said += piece.tokens.len();
                    if request == 0 {
                        text.push_str(&piece.text);
                        ids.extend(piece.tokens.iter().map(|token| token.id));
                    }
                }
                Event::Text { event: TextEvent::Began { .. }, .. } => {
                    began.get_or_insert(start.elapsed());
                }
                other => println!("{other:?}"),
            }
        }
    }
    println!("{text}\n{ids:?}");
    let (read, all) = (began.unwrap_or_default(), start.elapsed());
    let rate = said as f64 / (all - read).as_secs_f64();
    println!(
        "prompt read in {read:?}; {said} tokens, {rate:.1} a second; {submissions} submissions, longest {longest:?}"
    );
    Ok(())
}
