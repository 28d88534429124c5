//! The owner's word, in the whole program: sets of limits, several settings at once, and whose work is taken.

use idlewatt_control::CallError;
use idlewatt_control::client::Client;
use idlewatt_control::messages::{ControlError, Preset, PresetRow, Request, Response, SettingChange, SettingRow};
use idlewatt_e2e::{Node, pair, pair_with, said, scene};
use idlewatt_proto::Amount;
use idlewatt_proto::books::{JobState, Side, UnitState};
use idlewatt_proto::reason::{Refusal, StopReason};
use std::collections::BTreeMap;
use std::process::{Output, Stdio};

fn change(name: &str, value: &str) -> SettingChange {
    SettingChange { name: name.into(), value: value.into() }
}

async fn presets(node: &Node) -> Vec<PresetRow> {
    match node.ask(Request::Presets).await {
        Response::Presets { presets } => presets,
        other => panic!("not presets: {other:?}"),
    }
}

async fn chosen(node: &Node) -> Vec<Preset> {
    presets(node).await.into_iter().filter(|row| row.chosen).map(|row| row.preset).collect()
}

async fn settings(node: &Node) -> BTreeMap<String, String> {
    let Response::Settings { settings } = node.ask(Request::GetSettings).await else { panic!("no settings") };
    settings.into_iter().map(|SettingRow { name, value, .. }| (name, value)).collect()
}

fn cli(node: &Node, args: &[&str]) -> String {
    let ran = node.run(args);
    assert!(ran.status.success(), "{}", said(&ran));
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

/// A small picture, for whoever takes it.
fn render(requester: &Node, more: &[&str]) -> Output {
    let (scene, output) = (scene("cornell.glb"), requester.path().join("picture.png"));
    let (scene, output) = (scene.to_str().expect("a path"), output.to_str().expect("a path"));
    requester.run(&[&["render", scene, "-o", output, "--size", "16x16", "--spp", "2"], more].concat())
}

async fn last_refusal(provider: &Node) -> Refusal {
    let Response::Refusals { refusals } = provider.ask(Request::Refusals).await else { panic!("no refusals") };
    refusals.into_iter().next().expect("a refusal").refusal
}

#[tokio::test]
async fn a_preset_is_chosen_at_once_and_another_leaves_nothing_of_it_behind() {
    let (mut provider, _requester) = pair().await;
    // The played card tells watts, heat and fan, once it has been read.
    provider.until("the card is read", async |node| (!node.status().await.gpus.is_empty()).then_some(())).await;
    assert_eq!(chosen(&provider).await, []);
    let before = settings(&provider).await;
    let shown = cli(&provider, &["limits", "--preset", "quiet-nights"]);
    assert!(shown.contains("limits.hours") && shown.contains("between 0 and"), "{shown}");
    assert_eq!(chosen(&provider).await, [Preset::QuietNights]);
    let quiet = settings(&provider).await;
    let values = ["limits.hours", "limits.power_watts", "limits.temperature_c", "limits.fan_percent"];
    assert_eq!(values.map(|name| quiet[name].as_str()), ["daily 23:00-07:00", "120", "70", "50"]);
    cli(&provider, &["limits", "--preset", "when-away"]);
    assert_eq!(chosen(&provider).await, [Preset::WhenAway]);
    let away = settings(&provider).await;
    assert_eq!(values.map(|name| away[name].as_str()), ["", "0", "80", "0"]);
    let own = |name: &&String| !name.starts_with("limits.");
    assert!(before.keys().filter(own).all(|name| before[name] == away[name]), "nothing else was touched");

    // What each would bring is what `Estimate` says of it, and asking changes nothing.
    for row in presets(&provider).await {
        let Response::Limits(limits) = provider.ask(Request::Estimate { changes: row.changes }).await else {
            panic!("no estimate")
        };
        assert_eq!(limits.net_per_day, row.limits.net_per_day, "{:?}", row.preset);
        let (net, range) = (limits.net_per_day.expect("measured"), limits.range.expect("measured"));
        assert!((range.low..=range.high).contains(&net), "{limits:?}");
    }
    assert_eq!(settings(&provider).await, away);
}

#[tokio::test]
async fn settings_are_changed_all_or_none_and_by_many_at_once() {
    let node = Node::start("owner", &["--role", "provider"]).await;
    let before = settings(&node).await;
    let file = std::fs::read_to_string(node.path().join("settings.toml")).expect("the file");
    let wrong = vec![change("limits.power_watts", "120"), change("limits.share_percent", "0")];
    for request in [Request::SetSettings { changes: wrong.clone() }, Request::Estimate { changes: wrong }] {
        let mut client = Client::connect(&node.home()).await.expect("it answers");
        match client.call(request).await {
            Err(CallError::Refused(ControlError::InvalidSetting { name, .. })) => {
                assert_eq!(name, "limits.share_percent")
            }
            other => panic!("not refused: {other:?}"),
        }
    }
    assert_eq!(settings(&node).await, before);
    assert_eq!(std::fs::read_to_string(node.path().join("settings.toml")).expect("the file"), file);

    let names = ["power_watts", "temperature_c", "fan_percent", "share_percent", "light_share_percent", "idle_minutes"];
    for round in 31..39 {
        let mut callers = tokio::task::JoinSet::new();
        for name in names {
            let (home, change) = (node.home(), change(&format!("limits.{name}"), &round.to_string()));
            callers.spawn(async move {
                let mut client = Client::connect(&home).await.expect("it answers");
                client.call(Request::SetSettings { changes: vec![change] }).await.expect("changed");
            });
        }
        callers.join_all().await;
        let after = settings(&node).await;
        for name in names {
            assert_eq!(after[&format!("limits.{name}")], round.to_string(), "{name} is not lost");
        }
    }
}

#[tokio::test]
async fn whoever_is_blocked_hears_so_and_is_taken_again_later() {
    let (provider, requester) = pair().await;
    let node = requester.status().await.node;
    cli(&provider, &["block", &node.to_string()]);
    let ran = render(&requester, &[]);
    assert_eq!(ran.status.code(), Some(3), "{}", said(&ran));
    assert!(said(&ran).contains("its owner does not work for this node"), "{}", said(&ran));
    assert_eq!(last_refusal(&provider).await, Refusal::Blocked);
    let refusals = cli(&provider, &["refusals"]);
    assert!(refusals.contains("the owner has blocked whoever asked for it"), "{refusals}");
    cli(&provider, &["unblock", &node.short()]);
    let ran = render(&requester, &[]);
    assert!(ran.status.success(), "{}", said(&ran));
}

#[tokio::test]
async fn what_may_be_unsuitable_is_taken_only_where_its_owner_says_so() {
    let (provider, requester) = pair().await;
    let ran = render(&requester, &["--mature"]);
    assert_eq!(ran.status.code(), Some(3), "{}", said(&ran));
    assert!(said(&ran).contains("does not take work that may be unsuitable for everybody"), "{}", said(&ran));
    assert_eq!(last_refusal(&provider).await, Refusal::Mature);
    cli(&provider, &["config", "set", "accept.mature", "true"]);
    let ran = render(&requester, &["--mature"]);
    assert!(ran.status.success(), "{}", said(&ran));
}

#[tokio::test]
async fn blocking_ends_the_job_in_hand_and_what_was_done_is_paid() {
    let (mut provider, mut requester) = pair_with("[limits]\nidle_minutes = 0\n[provider]\nquiet_seconds = 0\n").await;
    let (garden, output) = (scene("cornell.glb"), requester.path().join("picture.exr"));
    let (garden, output) = (garden.to_str().expect("a path"), output.to_str().expect("a path"));
    let mut asked = requester.cli(&["render", garden, "-o", output, "--size", "512x512", "--spp", "60000"]);
    let mut asked = asked.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command line runs");
    provider
        .until("it works at more than the first unit", async |node| {
            let current = node.status().await.current?;
            (current.units_done > 0 && current.unit_permille > 0).then_some(())
        })
        .await;
    let node = requester.status().await.node;
    // It has a job here, so the beginning of its name is enough.
    cli(&provider, &["block", &node.short()]);
    let refused = JobState::Ended { reason: StopReason::Refused { why: Refusal::Blocked } };
    provider
        .until("the job has ended for that reason", async |node| {
            let job = node.jobs().await.into_iter().find(|job| job.side == Side::Provider)?;
            (job.state == refused).then_some(())
        })
        .await;
    asked.kill().expect("it runs");
    asked.wait().expect("it ends");
    provider.audit().await;
    let jobs = provider.jobs().await;
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    assert!(jobs[0].gross > Amount::ZERO);
    assert_eq!(jobs[0].settled, jobs[0].gross, "all that was done is paid");
    let units = provider.units().await;
    assert!(units.iter().all(|unit| matches!(unit.state, UnitState::Final | UnitState::Void { .. })), "{units:?}");
    requester
        .until("the requester has the same sum", async |node| {
            let job = node.jobs().await.into_iter().find(|job| job.side == Side::Requester)?;
            (job.settled == jobs[0].settled).then_some(())
        })
        .await;
    requester.audit().await;
}
