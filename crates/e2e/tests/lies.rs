//! Providers of text that lie: whoever holds the model finds out, pays nothing and asks somebody else.

#[path = "../../worker/tests/tiny/mod.rs"]
mod tiny;

use idlewatt_control::CallError;
use idlewatt_control::messages::{ControlError, Request, Response, TextRequest};
use idlewatt_e2e::text::{ask, listen, offered, provider_of, put_on_shelf, request, sums};
use idlewatt_e2e::{Cast, Node, PATIENCE, binary};
use idlewatt_proto::books::UnitState;
use idlewatt_proto::reason::{Activity, UnitFailure, WaitReason};
use idlewatt_proto::text::{Finish, TextEvent};
use idlewatt_proto::{Amount, NodeId};
use serde_json::json;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use tokio::time::timeout;

/// The model in question, and one of other numbers.
fn models() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    tiny::write(&folder.path().join("tiny.gguf"));
    tiny::write_another(&folder.path().join("other.gguf"), 2);
    folder
}

fn tiny_request(tokens: u32) -> TextRequest {
    TextRequest { model: "tiny".into(), ..request(tokens) }
}

/// What the model says.
fn truth(folder: &Path) -> String {
    let model = folder.join("tiny.gguf");
    let mut said = Command::new(binary("idlewatt"));
    said.args(["--json", "generate", "--local", "--raw", "-p", "count", "-n", "30", "--temp", "0", "-m"]).arg(model);
    let said = said.output().expect("the command line runs");
    assert!(said.status.success(), "{}", idlewatt_e2e::said(&said));
    let lines = String::from_utf8(said.stdout).expect("text");
    let events = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("an event"));
    events.filter_map(|event| Some(event["text"].as_str()?.to_owned())).collect()
}

/// Asks until there is an answer or none; who was found out.
async fn found_out(requester: &Node) -> NodeId {
    let mut answers = ask(requester, tiny_request(30)).await;
    loop {
        match timeout(PATIENCE, answers.text()).await.expect("in time") {
            Ok(TextEvent::Ended { .. }) => panic!("a lie was taken for the truth"),
            Ok(_) => {}
            Err(CallError::Refused(ControlError::FalseAnswer { provider })) => return provider,
            Err(other) => panic!("not found out: {other}"),
        }
    }
}

async fn failed_units(node: &Node, of: NodeId) -> u32 {
    match node.ask(Request::Network).await {
        Response::Network(network) => {
            let of = network.records.iter().filter(|record| record.peer == of);
            of.map(|record| record.failed_units).sum()
        }
        other => panic!("no records: {other:?}"),
    }
}

/// A lying provider is asked so often before it is known for a liar.
async fn a_liar_is_found_out(folder: &Path, other: Option<&Path>, times: u32) {
    let model = std::fs::read(folder.join("tiny.gguf")).expect("the model");
    let model = model.as_slice();
    let cast = Cast::lying(other);
    // Whoever may look into answers is one who may work.
    let roles = ["--role", "requester", "--role", "index", "--role", "provider"];
    let mut requester = Node::start("requester", &roles).await;
    let index = requester.addresses().await;
    put_on_shelf(&requester, "tiny", model);
    let mut liar = provider_of(cast.daemon(), "tiny", model, "liar", &index).await;
    offered(&mut requester, 1).await;
    may_look(&mut requester, true).await;
    let name = liar.status().await.node;
    for _ in 0..times {
        assert_eq!(found_out(&requester).await, name);
    }
    let sums = sums(&mut [&mut requester, &mut liar]).await;
    assert_eq!(sums, [0, 0], "nobody pays for lies");
    for node in [&requester, &liar] {
        let units = node.units().await;
        assert_eq!(units.len(), times as usize);
        let why = UnitFailure::FalseAnswer;
        assert!(units.iter().all(|unit| unit.state == UnitState::Void { why: why.clone() }), "{units:?}");
    }
    assert_eq!(failed_units(&requester, name).await, times, "its record has it");

    let honest = provider_of(binary("idlewattd"), "tiny", model, "honest", &index).await;
    offered(&mut requester, 2).await;
    let truth = truth(folder);
    for _ in 0..3 {
        let (text, finish, _) = listen(&mut ask(&requester, tiny_request(30)).await, async |_| ()).await;
        assert_eq!((&text, finish), (&truth, Finish::Length));
    }
    assert_eq!(liar.units().await.len(), times as usize, "it is not asked again");
    assert!(honest.units().await.iter().all(|unit| unit.gross > Amount::ZERO));
}

/// Whether it may look into answers now.
async fn may_look(node: &mut Node, may: bool) {
    let ready = Activity::Waiting { reason: WaitReason::NoWork };
    node.until("its owner is away, or not", async |node| {
        ((node.status().await.activity == ready) == may).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_lie_that_was_told_while_the_owner_played_is_found_out_afterwards() {
    let folder = models();
    let model = std::fs::read(folder.path().join("tiny.gguf")).expect("the model");
    let cast = Cast::lying(None);
    let roles = ["--role", "requester", "--role", "index", "--role", "provider"];
    let settings = "[limits]\nidle_minutes = 0\n[provider]\nquiet_seconds = 0\n";
    let mut requester = Node::start_with("requester", &roles, settings).await;
    let index = requester.addresses().await;
    put_on_shelf(&requester, "tiny", &model);
    let mut liar = provider_of(cast.daemon(), "tiny", &model, "liar", &index).await;
    offered(&mut requester, 1).await;
    may_look(&mut requester, true).await;
    requester.play(&json!({ "foreign_load_percent": 70 }));
    may_look(&mut requester, false).await;
    let (_, finish, _) = listen(&mut ask(&requester, tiny_request(30)).await, async |_| ()).await;
    assert_eq!(finish, Finish::Length, "nobody looks, so it is taken for the truth");
    let sums = sums(&mut [&mut requester, &mut liar]).await;
    assert!(sums[0] > 0 && sums[0] == sums[1], "and paid: {sums:?}");
    assert!(!found(&requester), "the owner has the card");

    requester.play(&json!({}));
    requester.until("it is looked into", async |node| found(node).then_some(())).await;
    match timeout(PATIENCE, ask(&requester, tiny_request(30)).await.text()).await.expect("in time") {
        Err(CallError::Refused(ControlError::NoProvider { .. })) => {}
        other => panic!("the liar is asked again: {other:?}"),
    }
    assert_eq!(liar.units().await.len(), 1);
}

fn found(node: &Node) -> bool {
    node.log().contains("an answer is not what the model says")
}

#[tokio::test]
async fn another_model_under_the_same_name_is_found_out() {
    let folder = models();
    a_liar_is_found_out(folder.path(), Some(&folder.path().join("other.gguf")), 2).await;
}

#[tokio::test]
async fn right_tokens_with_other_words_are_found_out() {
    a_liar_is_found_out(models().path(), None, 1).await;
}
