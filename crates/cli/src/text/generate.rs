//! `idlewatt generate`: one answer, as it comes.

use super::arguments::Generate;
use super::input::{self, TextInput};
use super::sampling;
use super::source::Source;
use super::teller::{Outcome, Teller, follow, opened};
use crate::error::{Error, Exit};
use crate::interrupt::Interrupts;
use crate::out::Out;
use idlewatt_control::Home;
use idlewatt_proto::text::{Generation, Message, Prompt, Role};
use std::time::Instant;

pub async fn generate(home: &Home, out: &Out, request: Generate) -> Result<Exit, Error> {
    let mut interrupts = Interrupts::listen()?;
    let text = match &request.prompt {
        Some(prompt) => prompt.clone(),
        None => input::standard_input()?,
    };
    // Whether it is a conversation is known when the model is; everything else can be checked now.
    let mut generation = Generation {
        sampling: sampling(&request.choice),
        stop: request.stop,
        logprobs: request.logprobs,
        schema: request.schema.as_deref().map(input::file).transpose()?,
        ..Generation::greedy(Prompt::Text(text.clone()), request.max_tokens)
    };
    generation.validate().map_err(TextInput::from)?;
    let start = Instant::now();
    let Some(source) = Source::open(home, out, &request.place, &mut interrupts).await? else {
        return Ok(Exit::Interrupted);
    };
    opened(out, &source, generation.sampling.seed, start.elapsed());
    let asked_for = request.chat || request.system.is_some();
    if asked_for || (source.chats() && !request.raw) {
        let system = request.system.map(|content| Message::new(Role::System, content));
        let user = Message::new(Role::User, text);
        generation.prompt = Prompt::Chat(system.into_iter().chain([user]).collect());
    }
    let mut teller = Teller::new(out);
    let outcome = follow(&mut teller, &source, generation, &mut interrupts).await;
    teller.end(Some(&source).filter(|_| !request.quiet && outcome.is_ok()));
    source.close().await;
    match outcome? {
        Outcome::Told => Ok(Exit::Done),
        Outcome::Interrupted => Ok(Exit::Interrupted),
    }
}
