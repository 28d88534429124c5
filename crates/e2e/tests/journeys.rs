//! What owners and those who ask for work do in the real window, and what really comes of it.
#![cfg(target_os = "linux")]

#[path = "../../worker/tests/tiny/mod.rs"]
mod tiny;

use idlewatt_control::messages::{Request, Response};
use idlewatt_e2e::webdriver::{LEFT, Window};
use idlewatt_e2e::{Node, scene};
use idlewatt_models::{How, Shelf};
use idlewatt_proto::Bytes;
use idlewatt_proto::books::{JobState, Side};
use idlewatt_proto::job::WorkKind;
use serde_json::json;
use std::collections::BTreeSet;

/// The way back that is offered after a change.
const UNDO: &str = ".toast .button:not([aria-label])";
/// The first slider of "how hard": watts.
const WATTS: &str = "#hard input[type='range']";

fn cell(day: u8, hour: u8) -> String {
    format!("#when [role='gridcell'][data-day='{day}'][data-hour='{hour}']")
}

async fn setting(node: &Node, name: &str) -> String {
    let Response::Settings { settings } = node.ask(Request::GetSettings).await else { panic!("no settings") };
    settings.into_iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no setting {name}")).value
}

/// Waits until the daemon has it.
async fn until_set(node: &mut Node, name: &str, such: impl Fn(&str) -> bool) -> String {
    let what = format!("{name} is changed");
    node.until(&what, async |node| Some(setting(node, name).await).filter(|value| such(value))).await
}

/// Opens the window, and skips the first run.
fn open(node: &Node) -> Window {
    let window = Window::open(node.path());
    window.click("#welcome-skip");
    window.text("#status-sentence");
    window
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_painted_moved_and_chosen_and_each_can_be_taken_back() {
    let mut node = Node::start("owner", &["--role", "provider"]).await;
    // What the card can take is the scale of the slider.
    node.until("the card is read", async |node| (!node.status().await.gpus.is_empty()).then_some(())).await;
    let window = open(&node);
    window.click("a[href='#/limits']");
    // What comes last stands above the grid, and would move it under the pointer.
    window.text("#preset-quiet-nights");

    // Every hour is allowed: a stroke from Monday's first hour to Tuesday's third takes six away.
    window.drag(&cell(0, 0), &cell(1, 2));
    let painted = until_set(&mut node, "limits.hours", |hours| !hours.is_empty()).await;
    assert_eq!(painted, "mon,tue 03:00-24:00, wed-sun 00:00-24:00");
    window.click(UNDO);
    until_set(&mut node, "limits.hours", str::is_empty).await;

    let most = window.script(&format!("return document.querySelector(\"{WATTS}\").max"));
    let most: u32 = most.as_str().expect("text").parse().expect("watts");
    window.press(WATTS, &LEFT.repeat(3));
    let limited = until_set(&mut node, "limits.power_watts", |watts| watts != "0").await;
    assert_eq!(limited, (most - 3).to_string(), "three watts below what the card can take");
    window.click(UNDO);
    until_set(&mut node, "limits.power_watts", |watts| watts == "0").await;

    window.click("#preset-quiet-nights");
    until_set(&mut node, "limits.hours", |hours| hours == "daily 23:00-07:00").await;
    assert_eq!(setting(&node, "limits.power_watts").await, "120");
    window.text("#preset-quiet-nights[aria-pressed='true']");
    window.click(UNDO);
    until_set(&mut node, "limits.hours", str::is_empty).await;
    assert_eq!(setting(&node, "limits.power_watts").await, "0", "nothing of it stays behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn language_theme_notices_and_autostart_are_kept() {
    let node = Node::start("owner", &["--role", "provider"]).await;
    let window = open(&node);
    window.click("a[href='#/settings']");
    let english = window.text("#general");
    assert_eq!(window.script("return document.documentElement.lang"), json!("en"));

    window.click("#general option[value='de']");
    window.until("it speaks German", |window| {
        let german = window.script("return document.documentElement.lang") == json!("de");
        (german && window.text("#general") != english).then_some(())
    });
    window.click("#general option[value='dark']");
    let theme = |window: &Window| window.script("return document.documentElement.dataset.theme");
    window.until("it is dark", |window| (theme(window) == json!("dark")).then_some(()));
    window.click("#general option[value='light']");
    window.until("it is light", |window| (theme(window) == json!("light")).then_some(()));

    let notices = "return [...document.querySelectorAll('#notifications input')].map((box) => box.checked)";
    let before = window.script(notices);
    window.click("#notifications input[role='switch']");
    let preferences = window.until("the preferences are kept", |window| {
        let text = std::fs::read_to_string(window.kept("preferences.json")?).ok()?;
        let kept: serde_json::Value = serde_json::from_str(&text).ok()?;
        (kept["notifications"]["started"] != before[0]).then_some(kept)
    });
    assert_eq!((&preferences["language"], &preferences["theme"]), (&json!("de"), &json!("light")));

    assert_eq!(window.kept(".desktop"), None, "nothing starts by itself before it is asked for");
    window.click("#general input[role='switch']");
    let entry = window.until("it would start with the desktop", |window| window.kept(".desktop"));
    let entry = std::fs::read_to_string(entry).expect("an entry");
    assert!(entry.contains("idlewatt-tray") && entry.contains("--hidden"), "{entry}");
    window.click("#general input[role='switch']");
    window.until("it would not any more", |window| window.kept(".desktop").is_none().then_some(()));

    // A page that is loaded anew knows nothing but what was kept.
    window.reload();
    window.until("it is as it was left", |window| {
        let seen = window.script("return document.querySelectorAll('#notifications input').length") != json!(0);
        seen.then(|| (window.script("return document.documentElement.lang"), theme(window), window.script(notices)))
            .filter(|(language, theme, kept)| *language == json!("de") && *theme == json!("light") && *kept != before)
    });
}

/// A provider with a made-up model, who is also the index node, and a requester that knows it.
async fn mesh() -> (Node, Node) {
    let settings = "[limits]\nidle_minutes = 0\n[provider]\nmodels = ['tiny']\nquiet_seconds = 0\n";
    let mut provider = Node::start_with("provider", &["--role", "provider", "--role", "index"], settings).await;
    let file = provider.path().join("tiny.gguf");
    tiny::write(&file);
    let shelf = Shelf::open(&provider.home().models(), Bytes(1 << 30)).expect("a shelf");
    shelf.add(&file, "tiny".parse().expect("a name"), None, How::Copy, &mut |_, _| true).expect("a model");
    let index = provider.addresses().await;
    let mut flags = vec!["--role", "requester"];
    for address in &index {
        flags.extend(["--index-node", address]);
    }
    let mut requester = Node::start("requester", &flags).await;
    provider.until("it is measured", async |node| node.status().await.offer).await;
    requester
        .until("the model is on offer", async |node| match node.ask(Request::Models).await {
            Response::Models { models } => (!models.first()?.offers.is_empty()).then_some(()),
            other => panic!("not models: {other:?}"),
        })
        .await;
    (provider, requester)
}

/// What the requester paid for work of a kind, once the books of both say that it is over.
async fn paid(provider: &mut Node, requester: &mut Node, kind: WorkKind) -> i64 {
    let mut sums = Vec::new();
    for (node, side) in [(provider, Side::Provider), (requester, Side::Requester)] {
        let job = node.until("the work is paid", async |node| {
            let job = node.jobs().await.into_iter().find(|job| job.kind == kind && job.side == side)?;
            let over = kind != WorkKind::Render || job.state != JobState::Open;
            (over && job.settled == job.gross && job.gross.micros() > 0).then_some(job)
        });
        sums.push(job.await.settled.micros());
        node.audit().await;
    }
    assert_eq!(sums[0], sums[1], "what one side paid, the other received");
    sums[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mesh_answers_and_a_dropped_scene_becomes_a_picture() {
    let (mut provider, mut requester) = mesh().await;
    let window = open(&requester);
    window.click("a[href='#/mesh']");

    window.press("#chat textarea", "Count to three");
    window.click("#chat button[type='submit']");
    let mut lengths = BTreeSet::new();
    let answered = window.until("it has answered and says what that cost", |window| {
        lengths.insert(window.text("#chat .assistant .said").len());
        window
            .script("return document.querySelector('#chat .assistant .small')?.textContent")
            .as_str()
            .map(str::to_owned)
    });
    assert!(lengths.len() > 1, "the answer is seen to grow: {lengths:?}");
    assert!(answered.chars().any(|digit| ('1'..='9').contains(&digit)), "{answered}");
    assert!(paid(&mut provider, &mut requester, WorkKind::Generate).await > 0);

    let cornell = window.home().join("cornell.glb");
    std::fs::copy(scene("cornell.glb"), &cornell).expect("a scene");
    window.drop_file(&cornell);
    window.click("#render input[value='draft']");
    window.click("#start-render");
    let mut pictures = BTreeSet::new();
    window.until("the picture is done", |window| {
        let seen = "return [document.querySelector('#rendered')?.src, document.querySelector('#stop-render') === null]";
        let seen = window.script(seen);
        pictures.extend(seen[0].as_str().map(str::to_owned));
        (!pictures.is_empty() && seen[1] == json!(true)).then_some(())
    });
    assert!(pictures.len() > 1, "the picture is seen to refine");
    let picture = window.kept("cornell.png").expect("the picture is kept");
    assert!(std::fs::read(picture).expect("a file").starts_with(b"\x89PNG"));
    assert!(paid(&mut provider, &mut requester, WorkKind::Render).await > 0);
}
