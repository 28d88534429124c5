//! Text over the mesh: who holds a model, who asks it, and what comes of it.

use crate::{Cast, Node, PATIENCE};
use idlewatt_control::client::{Answers, Client};
use idlewatt_control::messages::{Request, Response, TextRequest};
use idlewatt_models::{How, Shelf};
use idlewatt_proto::Bytes;
use idlewatt_proto::books::UnitState;
use idlewatt_proto::text::{Finish, Generation, Prompt, TextEvent, Usage};
use std::path::PathBuf;
use tokio::time::timeout;

/// A provider of the model that counts. Models are files, and here any file will do.
pub async fn provider(counting: &Cast, name: &'static str, index: &[String]) -> Node {
    provider_of(counting.daemon(), "counting", b"numbers", name, index).await
}

/// A provider of a model, by whatever program.
pub async fn provider_of(program: PathBuf, model: &str, bytes: &[u8], name: &'static str, index: &[String]) -> Node {
    let mut flags = vec!["--role", "provider"];
    for address in index {
        flags.extend(["--index-node", address]);
    }
    let settings = format!("[limits]\nidle_minutes = 0\n[provider]\nmodels = ['{model}']\nquiet_seconds = 0\n");
    let node = Node::start_program(program, name, &flags, &settings).await;
    put_on_shelf(&node, model, bytes);
    node
}

/// Gives a node a model.
pub fn put_on_shelf(node: &Node, name: &str, bytes: &[u8]) {
    let file = node.path().join("numbers");
    std::fs::write(&file, bytes).expect("a file");
    let shelf = Shelf::open(&node.home().models(), Bytes(1 << 30)).expect("a shelf");
    shelf.add(&file, name.parse().expect("a name"), None, How::Copy, &mut |_, _| true).expect("a model");
}

/// Whoever asks, who is the index node, too; and its addresses.
pub async fn requester(counting: &Cast) -> (Node, Vec<String>) {
    requester_of(counting.daemon()).await
}

/// The same by whatever program.
pub async fn requester_of(program: PathBuf) -> (Node, Vec<String>) {
    let flags = ["--role", "requester", "--role", "index"];
    let node = Node::start_program(program, "requester", &flags, "[limits]\nidle_minutes = 0\n").await;
    let addresses = node.addresses().await;
    (node, addresses)
}

/// Waits until so many offer the model.
pub async fn offered(requester: &mut Node, by: usize) {
    requester
        .until("the model is on offer", async |node| match node.ask(Request::Models).await {
            Response::Models { models } => (models.first()?.offers.len() >= by).then_some(()),
            other => panic!("not models: {other:?}"),
        })
        .await;
}

/// A request of the model that counts.
pub fn request(tokens: u32) -> TextRequest {
    let generation = Generation::greedy(Prompt::Text("count".into()), tokens);
    TextRequest { model: "counting".into(), generation, max_price: None, mature: false }
}

/// Asks.
pub async fn ask(node: &Node, request: TextRequest) -> Answers {
    let client = Client::connect(&node.home()).await.expect("the daemon answers");
    client.generate(request).await.expect("sent")
}

/// What was said, and how it ended. `look` sees the count of tokens as it grows.
pub async fn listen(answers: &mut Answers, mut look: impl AsyncFnMut(usize)) -> (String, Finish, Usage) {
    let (mut text, mut tokens, mut begun) = (String::new(), 0, 0);
    loop {
        match timeout(PATIENCE, answers.text()).await.expect("in time").expect("an event") {
            TextEvent::Began { .. } => begun += 1,
            TextEvent::Said(said) => {
                text.push_str(&said.text);
                tokens += said.tokens.len();
                look(tokens).await;
            }
            TextEvent::Ended { finish, usage } => {
                assert_eq!((begun, usage.said_tokens as usize), (1, tokens), "it begins once and counts right");
                return (text, finish, usage);
            }
        }
    }
}

/// What the model that counts says.
pub fn counted(to: u32) -> String {
    (0..to).map(|number| format!("{number} ")).collect()
}

/// Both sides' money, once nothing is open any more.
pub async fn sums(nodes: &mut [&mut Node]) -> Vec<i64> {
    let mut sums = Vec::new();
    for node in nodes {
        node.until("nothing is unpaid", async |node| {
            let open = |state: &UnitState| matches!(state, UnitState::Started | UnitState::Pending);
            (!node.units().await.iter().any(|unit| open(&unit.state))).then_some(())
        })
        .await;
        node.audit().await;
        sums.push(node.jobs().await.iter().map(|job| job.settled.micros()).sum());
    }
    sums
}
