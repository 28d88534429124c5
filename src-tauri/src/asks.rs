//! What goes on answering a page: a benchmark, and a conversation. Dropping one of these futures gives it up.

use crate::link::Phone;
use crate::trouble::Trouble;
use idlewatt_control::messages::{BadInput, BenchmarkEvent, ControlError, Request, Response, TextRequest};
use idlewatt_proto::text::{Generation, Message, Prompt, Role, TextEvent};
use idlewatt_proto::{Amount, NodeId};
use serde::{Deserialize, Serialize};
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager};

/// A step of what goes on, or why there are no more. Mirrored by `BenchmarkStep` and `ChatStep` in
/// ui/src/lib/backend/backend.ts.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Told<T> {
    Step(T),
    Trouble(Failed),
}

/// What ends a stream that could not end well.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "trouble")]
pub struct Failed {
    trouble: Trouble,
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Self {
        Self { trouble }
    }
}

/// A turn of a conversation, from the page.
#[derive(Debug, Deserialize)]
pub struct ChatMessage {
    role: Speaker,
    content: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Speaker {
    System,
    User,
    Assistant,
}

/// Mirrored by `ChatOrder` in ui/src/lib/backend/backend.ts.
#[derive(Debug, Deserialize)]
pub struct ChatOrder {
    model: String,
    messages: Vec<ChatMessage>,
    max_tokens: u32,
    /// Whether what is asked or answered may be unsuitable for everybody.
    #[serde(default)]
    mature: bool,
}

/// What comes of a conversation.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum ChatStep {
    Answering { provider: NodeId, price: Amount },
    Said { text: String },
    Ended { prompt_tokens: u32, said_tokens: u32, cost: Option<Amount> },
}

/// Measures this machine until it is done or nobody listens.
pub async fn benchmark(app: AppHandle, hear: Channel<Told<BenchmarkEvent>>) {
    if let Err(trouble) = measured(&app, &hear).await {
        // Nobody listens any more: then nobody is to be told that either.
        let _ = hear.send(Told::Trouble(trouble.into()));
    }
}

async fn measured(app: &AppHandle, hear: &Channel<Told<BenchmarkEvent>>) -> Result<(), Trouble> {
    let mut answers = app.state::<Phone>().stream(Request::Benchmark).await?;
    loop {
        let Response::Benchmark(event) = answers.next().await? else { return Err(Trouble::Unexpected) };
        let last = matches!(event, BenchmarkEvent::Ended { .. });
        if hear.send(Told::Step(event)).is_err() || last {
            return Ok(());
        }
    }
}

impl ChatOrder {
    /// As the daemon takes it. What breaks a bound is refused in the daemon's own words.
    pub fn request(self) -> Result<TextRequest, Trouble> {
        let message = |ChatMessage { role, content }: ChatMessage| {
            let role = match role {
                Speaker::System => Role::System,
                Speaker::User => Role::User,
                Speaker::Assistant => Role::Assistant,
            };
            Message::new(role, content)
        };
        let messages = self.messages.into_iter().map(message).collect();
        let generation = Generation::greedy(Prompt::Chat(messages), self.max_tokens);
        generation.validate().map_err(|wrong| ControlError::from(BadInput::from(wrong)))?;
        Ok(TextRequest { model: self.model, generation, max_price: None, mature: self.mature })
    }
}

/// Has a model answer until it is done or nobody listens.
pub async fn chat(app: AppHandle, request: TextRequest, hear: Channel<Told<ChatStep>>) {
    if let Err(trouble) = answered(&app, request, &hear).await {
        // As above.
        let _ = hear.send(Told::Trouble(trouble.into()));
    }
}

async fn answered(app: &AppHandle, request: TextRequest, hear: &Channel<Told<ChatStep>>) -> Result<(), Trouble> {
    let mut answers = app.state::<Phone>().stream(Request::Generate(request)).await?;
    let mut cost = None;
    loop {
        let Some(step) = step(answers.next().await?, &mut cost)? else { continue };
        let last = matches!(step, ChatStep::Ended { .. });
        if hear.send(Told::Step(step)).is_err() || last {
            return Ok(());
        }
    }
}

/// What the page hears of an answer; the cost comes before the end and is told with it.
fn step(response: Response, cost: &mut Option<Amount>) -> Result<Option<ChatStep>, Trouble> {
    Ok(match response {
        Response::Answering { provider, price } => Some(ChatStep::Answering { provider, price: price.per_giga }),
        Response::Text(TextEvent::Said(said)) if !said.text.is_empty() => Some(ChatStep::Said { text: said.text }),
        Response::Text(TextEvent::Began { .. } | TextEvent::Said(_)) => None,
        Response::Cost { cost: sum } => {
            *cost = Some(sum);
            None
        }
        Response::Text(TextEvent::Ended { usage, .. }) => Some(ChatStep::Ended {
            prompt_tokens: usage.prompt_tokens,
            said_tokens: usage.said_tokens,
            cost: cost.take(),
        }),
        _ => return Err(Trouble::Unexpected),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::negotiation::Price;
    use idlewatt_proto::text::{Finish, Said, Usage};
    use serde_json::json;

    fn order(messages: serde_json::Value, max_tokens: u32) -> ChatOrder {
        let order = json!({ "model": "m", "messages": messages, "max_tokens": max_tokens });
        serde_json::from_value(order).expect("an order")
    }

    #[test]
    fn a_conversation_becomes_a_request_and_a_wrong_one_a_refusal() {
        let messages = json!([{ "role": "system", "content": "Be brief." }, { "role": "user", "content": "Hi" }]);
        let request = order(messages.clone(), 50).request().expect("right");
        let Prompt::Chat(turns) = request.generation.prompt else { panic!("a chat") };
        assert_eq!(turns[1], Message::new(Role::User, "Hi"));
        for wrong in [order(messages, 0), order(json!([]), 50)] {
            assert!(matches!(wrong.request(), Err(Trouble::Refused(ControlError::BadInput { .. }))));
        }
    }

    #[test]
    fn the_page_hears_who_answers_what_is_said_and_what_it_cost() {
        let mut cost = None;
        let text = |text: &str| Response::Text(TextEvent::Said(Said { text: text.to_owned(), tokens: vec![] }));
        let usage = Usage { prompt_tokens: 9, said_tokens: 2, ..Usage::default() };
        let answers = [
            Response::Answering { provider: NodeId([1; 32]), price: Price { per_giga: Amount::from_micros(5) } },
            Response::Text(TextEvent::Began { prompt_tokens: 9, cached_tokens: 0 }),
            text("Hel"),
            text(""),
            text("lo"),
            Response::Cost { cost: Amount::from_micros(7) },
            Response::Text(TextEvent::Ended { finish: Finish::Stop, usage }),
        ];
        let heard: Vec<ChatStep> =
            answers.into_iter().filter_map(|answer| step(answer, &mut cost).expect("an answer")).collect();
        let said = |text: &str| ChatStep::Said { text: text.to_owned() };
        let ended = ChatStep::Ended { prompt_tokens: 9, said_tokens: 2, cost: Some(Amount::from_micros(7)) };
        let first = ChatStep::Answering { provider: NodeId([1; 32]), price: Amount::from_micros(5) };
        assert_eq!(heard, [first, said("Hel"), said("lo"), ended]);
        assert!(matches!(step(Response::Bye, &mut cost), Err(Trouble::Unexpected)));
    }

    #[test]
    fn trouble_is_a_step_too() {
        let told = serde_json::to_value(Told::<ChatStep>::Trouble(Trouble::TimedOut.into())).expect("serializable");
        assert_eq!(told["event"], "trouble");
        assert_eq!(told["trouble"]["code"], "timed-out");
    }
}
