//! The owner's limits: whatever they say holds at once, in the whole program, and has its reason.

use idlewatt_control::messages::{Found, Request, Response};
use idlewatt_e2e::{Node, pair, pair_with, said, scene};
use idlewatt_proto::Amount;
use idlewatt_proto::reason::{Activity, Instrument, Refusal, Restraint, WaitReason};
use serde_json::json;
use std::process::{Child, Stdio};

const AT_ONCE: &str = "[limits]\nidle_minutes = 0\n[provider]\nquiet_seconds = 0\n";

/// A picture that takes longer than any test.
struct Rendering(Child);

impl Rendering {
    fn start(requester: &Node, name: &str) -> Self {
        let (scene, output) = (scene(name), requester.path().join("picture.exr"));
        let (scene, output) = (scene.to_str().expect("a path"), output.to_str().expect("a path"));
        let mut asked = requester.cli(&["render", scene, "-o", output, "--size", "512x512", "--spp", "60000"]);
        Self(asked.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command line runs"))
    }
}

impl Drop for Rendering {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn waits_for(node: &mut Node, what: &str, expected: impl Fn(&WaitReason) -> bool) {
    node.until(what, async |node| match node.status().await.activity {
        Activity::Waiting { reason } if expected(&reason) => Some(()),
        _ => None,
    })
    .await;
}

async fn works(node: &mut Node) {
    node.until("it works", async |node| {
        let status = node.status().await;
        (matches!(status.activity, Activity::Working { .. }) && status.current?.unit_permille > 0).then_some(())
    })
    .await;
}

fn set(node: &Node, name: &str, value: &str) {
    let ran = node.run(&["config", "set", name, value]);
    assert!(ran.status.success(), "{}", said(&ran));
}

#[tokio::test]
async fn watts_are_held_by_working_less() {
    let (mut provider, requester) = pair_with(&format!("{AT_ONCE}[cards.GPU-51311a7e]\npower_watts = 80\n")).await;
    let _rendering = Rendering::start(&requester, "cornell.glb");
    let effort = provider.until("watts hold it back", async |node| {
        node.status().await.effort.filter(|effort| effort.held_by == Some(Restraint::Power))
    });
    // 66 of the 186 W above rest, if the worker keeps all processors busy; a busy machine needs no holding back.
    assert!(effort.await.duty_permille < 900);
    set(&provider, "cards.GPU-51311a7e.power_watts", "0");
    set(&provider, "limits.share_percent", "20");
    provider
        .until("the share holds it back", async |node| {
            let effort = node.status().await.effort?;
            (effort.held_by == Some(Restraint::Share) && effort.duty_permille == 200).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_change_of_limits_holds_at_once_and_a_resumed_job_goes_on() {
    let (mut provider, requester) = pair_with(AT_ONCE).await;
    let _rendering = Rendering::start(&requester, "cornell.glb");
    works(&mut provider).await;
    set(&provider, "limits.cost_per_day", "0");
    waits_for(&mut provider, "the day's money is used up", |why| matches!(why, WaitReason::DayUsedUp { .. })).await;
    set(&provider, "limits.cost_per_day", "");
    works(&mut provider).await;
    set(&provider, "limits.tariff_most", "0.1");
    waits_for(&mut provider, "electricity is too dear", |why| matches!(why, WaitReason::TariffTooHigh { .. })).await;
    set(&provider, "provider.tariff_per_kwh", "0.05");
    assert!(provider.run(&["resume"]).status.success());
    works(&mut provider).await;
    let absent = provider.path().join("no-such-tariff");
    set(&provider, "tariff.file", absent.to_str().expect("a path"));
    waits_for(&mut provider, "the tariff is unknown", |why| matches!(why, WaitReason::TariffUnknown { .. })).await;
}

#[tokio::test]
async fn foreign_load_and_a_silent_card_stop_work() {
    let (mut provider, requester) = pair_with(AT_ONCE).await;
    let _rendering = Rendering::start(&requester, "cornell.glb");
    works(&mut provider).await;
    provider.play(&json!({ "foreign_load_percent": 70 }));
    waits_for(&mut provider, "the GPU is in use", |why| matches!(why, WaitReason::GpuInUse { load_percent: 70 })).await;
    provider.play(&json!({ "error": "gpu_lost" }));
    let silent = |why: &WaitReason| *why == WaitReason::NoReadings { instrument: Instrument::Cards };
    waits_for(&mut provider, "the card is silent", silent).await;
    provider.play(&json!({}));
    works(&mut provider).await;
}

#[tokio::test]
async fn a_broken_settings_file_is_set_aside_and_nothing_is_worked_on() {
    let broken = "[limits]\nidle_minutes = 0\npower_watts = 'many'\n[provider]\nquiet_seconds = 7\n";
    let mut node = Node::start_with("careless", &["--role", "provider"], broken).await;
    waits_for(&mut node, "the role is off", |why| *why == WaitReason::RoleOff).await;
    let Response::Doctor { findings } = node.ask(Request::Doctor).await else { panic!("no doctor") };
    let faults = findings.into_iter().find_map(|finding| match finding.found {
        Found::SettingsSetAside { faults, .. } => Some(faults),
        _ => None,
    });
    assert_eq!(faults.expect("a finding")[0].name, "limits.power_watts");
    let kept = std::fs::read_dir(node.path()).expect("the folder").flatten().map(|entry| entry.path());
    let kept: Vec<_> = kept.filter(|path| path.to_string_lossy().contains("settings.broken-")).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(std::fs::read_to_string(&kept[0]).expect("kept"), broken);
    let quiet = node.run(&["config", "get", "provider.quiet_seconds"]);
    assert_eq!(String::from_utf8_lossy(&quiet.stdout).trim(), "7", "what was right holds");
    set(&node, "roles.provider", "true");
    waits_for(&mut node, "it would work again", |why| *why != WaitReason::RoleOff).await;
}

#[tokio::test]
async fn nothing_is_worked_on_before_the_owner_has_said_when() {
    let mut node = Node::start_with("asked", &[], AT_ONCE).await;
    let unsaid = |why: &WaitReason| *why == WaitReason::NotSaid;
    waits_for(&mut node, "it asks", unsaid).await;
    // What there is can be seen before it is decided, and nobody is offered it.
    let status = node.status().await;
    assert!(status.device.is_some() && status.offer.is_none() && !status.roles.provider, "{status:?}");
    let told = node.run(&["status"]);
    let words = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(words.contains("you have not yet said when this PC may work"), "{}", said(&told));
    assert!(words.contains("idlewatt limits --preset") && words.contains("roles.provider true"), "{}", said(&told));
    // Another setting, and the file that it makes, is no permission.
    set(&node, "limits.power_watts", "150");
    node.kill();
    node.restart().await;
    waits_for(&mut node, "it asks again", unsaid).await;

    let chosen = node.run(&["limits", "--preset", "everything"]);
    assert!(chosen.status.success(), "{}", said(&chosen));
    node.until("it is on offer", async |node| node.status().await.offer).await;
    set(&node, "roles.provider", "");
    waits_for(&mut node, "the word is taken back", unsaid).await;
}

#[tokio::test]
async fn an_offer_below_the_floor_is_remembered_with_its_sum() {
    let (provider, requester) = pair().await;
    // Above what is advertised for the simplest scene, below what a rich one takes.
    let advertised = provider.status().await.offer.expect("an offer").floor_per_gigasample;
    let offered = Amount::from_micros(advertised.micros() * 2);
    let (garden, output, most) = (scene("garden.glb"), requester.path().join("out.png"), offered.to_string());
    let (garden, output) = (garden.to_str().expect("a path"), output.to_str().expect("a path"));
    let ran = requester.run(&["render", garden, "-o", output, "--size", "8x8", "--spp", "1", "--max-price", &most]);
    assert_eq!(ran.status.code(), Some(3), "{}", said(&ran));
    let Response::Refusals { refusals } = provider.ask(Request::Refusals).await else { panic!("no refusals") };
    let refusal = refusals.first().expect("a refusal");
    let Refusal::BelowFloor { floor } = refusal.refusal else { panic!("{refusal:?}") };
    let sum = refusal.sum.expect("the sum");
    assert_eq!(sum.offered, offered);
    let exact = sum.electricity.checked_add(sum.wear).expect("in range");
    assert!((exact.micros() - floor.per_giga.micros()).abs() <= 1, "{sum:?} and {floor:?}");
}

/// The limit that the played card has now, in watts; it outlives the daemon, as a real one does.
async fn card_limit(node: &Node) -> u64 {
    let status = node.status().await;
    status.gpus.first().and_then(|gpu| gpu.power_limit).map_or(0, |limit| limit.0 / 1000)
}

#[tokio::test]
async fn the_cards_own_limit_is_used_and_put_back_even_after_a_crash() {
    let watts = "[limits]\nidle_minutes = 0\npower_watts = 120\n[provider]\nquiet_seconds = 0\n";
    let (mut provider, requester) = pair_with(watts).await;
    provider.play(&json!({ "power_limit_settable": true }));
    let rendering = Rendering::start(&requester, "cornell.glb");
    provider.until("the limit is set", async |node| (card_limit(node).await == 120).then_some(())).await;
    drop(rendering);
    provider.until("the limit is back after work", async |node| (card_limit(node).await == 200).then_some(())).await;
    let journal = provider.path().join("power-limit.json");
    assert!(!journal.exists());

    let _rendering = Rendering::start(&requester, "cornell.glb");
    provider.until("the limit is set again", async |node| (card_limit(node).await == 120).then_some(())).await;
    provider.kill();
    assert!(journal.exists());
    provider.restart().await;
    provider.until("the limit is back after a crash", async |node| (card_limit(node).await == 200).then_some(())).await;
    provider.until("the journal is struck out", async |_| (!journal.exists()).then_some(())).await;
}

#[tokio::test]
async fn a_driver_that_hangs_stops_work_and_nothing_else() {
    let (mut provider, requester) = pair_with(AT_ONCE).await;
    let _rendering = Rendering::start(&requester, "cornell.glb");
    works(&mut provider).await;
    provider.play(&json!({ "hang_ms": 600_000 }));
    let silent = |why: &WaitReason| *why == WaitReason::NoReadings { instrument: Instrument::Cards };
    waits_for(&mut provider, "the card does not tell", silent).await;
    provider.play(&json!({}));
    works(&mut provider).await;
}

#[tokio::test]
async fn nonsense_is_named_and_left_out() {
    let (mut provider, _requester) = pair_with(AT_ONCE).await;
    provider.play(&json!({ "nonsense": { "power_w": 999, "temperature_c": -1 } }));
    let simulated = provider
        .until("the doctor doubts", async |node| {
            let Response::Doctor { findings } = node.ask(Request::Doctor).await else { return None };
            findings.into_iter().find_map(|finding| match finding.found {
                Found::Card { doubts, simulated, .. } if doubts.iter().any(|doubt| doubt.contains("999")) => {
                    Some(simulated)
                }
                _ => None,
            })
        })
        .await;
    assert!(simulated);
    let gpu = provider.status().await.gpus.into_iter().next().expect("a card");
    assert_eq!((gpu.power, gpu.temperature_c), (None, None), "{:?}", gpu.doubts);
}
