//! The demo's path through the real window: work is done, and its owner sees the money.
#![cfg(target_os = "linux")]

use idlewatt_e2e::webdriver::Window;
use idlewatt_e2e::{pair, said, scene};
use idlewatt_proto::books::JobState;
use idlewatt_proto::reason::Activity;

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_sees_what_was_earned_and_can_pause() {
    let (mut provider, requester) = pair().await;
    let output = requester.path().join("cornell.png");
    let cornell = scene("cornell.glb");
    let args = [
        "render",
        cornell.to_str().expect("a path"),
        "-o",
        output.to_str().expect("a path"),
        "--size",
        "96x96",
        "--spp",
        "16",
    ];
    let ran = requester.run(&args);
    assert!(ran.status.success(), "{}", said(&ran));
    provider
        .until("the job has ended", async |node| (node.jobs().await.first()?.state != JobState::Open).then_some(()))
        .await;

    let window = Window::open(provider.path());
    // Nobody has been here before: the first run comes first, and it can be skipped.
    window.click("#welcome-skip");
    window.click("a[href='#/jobs']");
    window.until("the job is listed with its pay", |window| {
        Some(window.text("#jobs-table")).filter(|text| text.contains("0.0"))
    });
    window.click("a[href='#/home']");
    let sentence = window.text("#status-sentence");
    let net = window.text("#today-net");
    assert!(net.chars().any(|digit| ('1'..='9').contains(&digit)), "today's net earnings are shown as {net}");
    window.text("#badge-software");
    window.text("#badge-simulated");

    window.click("#pause");
    window.click("#pause-hour");
    provider
        .until("it is paused", async |node| {
            matches!(node.status().await.activity, Activity::Paused { until: Some(_) }).then_some(())
        })
        .await;
    let paused = window
        .until("the window says so", |window| Some(window.text("#status-sentence")).filter(|words| *words != sentence));
    window.click("#resume");
    window.until("the window says that it is over", |window| {
        Some(window.text("#status-sentence")).filter(|words| *words != paused)
    });
    if let Ok(path) = std::env::var("IDLEWATT_SCREENSHOT") {
        std::fs::write(path, window.screenshot()).expect("written");
    }
}
