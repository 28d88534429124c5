//! An owner who plays many short games: no finished sample is lost, and each is paid once.

use idlewatt_e2e::{pair_with, said, scene};
use idlewatt_proto::books::{JobState, UnitRow, UnitState};
use idlewatt_proto::reason::{Activity, UnitFailure, WaitReason};
use std::process::Stdio;
use std::time::Duration;

/// Games in the middle of one picture.
const GAMES: usize = 4;

#[tokio::test]
async fn a_picture_that_games_interrupt_is_finished_and_every_sample_is_paid_once() {
    let (mut provider, requester) = pair_with("[limits]\nidle_minutes = 0\n[provider]\nquiet_seconds = 0\n").await;
    let output = requester.path().join("picture.exr");
    let (scene, output) = (scene("garden.glb"), output.to_str().expect("a path"));
    let args = ["render", scene.to_str().expect("a path"), "-o", output, "--size", "128x80", "--spp", "48"];
    let rendering = requester.cli(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut rendering = rendering.expect("the command line runs");

    let mut played = 0;
    while played < GAMES && rendering.try_wait().expect("the child").is_none() {
        let begun = provider.until("a unit is well under way, or all is done", async |node| {
            // The last of it may be done just when a game starts: the provider's job has ended for the game then.
            if rendering.try_wait().expect("the child").is_some() {
                return Some(false);
            }
            let status = node.status().await;
            (status.current?.unit_permille >= 200).then_some(true)
        });
        if !begun.await {
            break;
        }
        // Long enough for something to be saved.
        tokio::time::sleep(Duration::from_millis(1300)).await;
        let game = provider.start_game("Bench Ball");
        provider
            .until("it makes way for the game", async |node| match node.status().await.activity {
                Activity::Waiting { reason: WaitReason::ProgramRunning { name } } if name == "Bench Ball" => Some(()),
                _ => None,
            })
            .await;
        drop(game);
        played += 1;
        assert!(provider.run(&["resume"]).status.success());
    }
    assert!(played >= 2, "only {played} games: the picture was too quick");
    let ran =
        tokio::task::spawn_blocking(move || rendering.wait_with_output()).await.expect("waited").expect("its end");
    assert!(ran.status.success(), "{}\n{}", said(&ran), provider.log());

    provider
        .until("every job has ended", async |node| {
            node.jobs().await.iter().all(|job| job.state != JobState::Open).then_some(())
        })
        .await;
    provider.audit().await;
    requester.audit().await;
    let paid: i64 = requester.jobs().await.iter().map(|job| job.settled.micros()).sum();
    let earned: i64 = provider.jobs().await.iter().map(|job| job.settled.micros()).sum();
    assert_eq!(paid, earned, "what one side paid, the other received");
    let units = provider.units().await;
    // Units that were never begun are void, too, because their job ended; nothing was worked for those. One that was
    // begun within the last second may not have had a whole sample to save.
    let preempted = |unit: &&UnitRow| unit.state == UnitState::Void { why: UnitFailure::Preempted };
    let lost = units.iter().filter(preempted).count();
    assert!(lost <= played / 2, "{lost} units were begun and nothing of them kept, in {played} games: {units:#?}");
    assert!(units.iter().all(|unit| unit.state != UnitState::Pending), "all that was finished is paid");
}
