//! The main job: a stranger's scene is rendered, inspected and paid, whatever happens on the way.

use idlewatt_control::messages::{JobFilter, Request, Response, Step};
use idlewatt_e2e::{Node, PATIENCE, pair, said, scene};
use idlewatt_proto::books::{Earnings, JobRow, JobState, Side, UnitState};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::reason::{Activity, StopReason};
use idlewatt_proto::{Amount, JobId};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn render<'a>(scene: &'a str, output: &'a str, size: &'a str, spp: &'a str) -> Vec<&'a str> {
    vec!["--json", "render", scene, "-o", output, "--size", size, "--spp", spp]
}

#[tokio::test]
async fn an_idle_machine_renders_a_strangers_scene_and_is_paid() {
    let (mut provider, requester) = pair().await;
    let output = requester.path().join("cornell.png");
    let output = output.to_str().expect("a path");
    let cornell = scene("cornell.glb");
    let ran = requester.run(&render(cornell.to_str().expect("a path"), output, "96x96", "32"));
    assert!(ran.status.success(), "{}", said(&ran));

    let picture = std::fs::read(output).expect("a picture");
    assert_eq!(&picture[1..4], b"PNG");
    assert!(picture.len() > 4_000, "a picture of {} bytes shows nothing", picture.len());

    // Both sides wrote the same sum, and it is final.
    let job = provider.until("the job has ended", async |node| {
        let job = node.jobs().await.into_iter().next()?;
        (job.state != JobState::Open).then_some(job)
    });
    let job = job.await;
    assert_eq!(job.state, JobState::Ended { reason: StopReason::Done });
    assert!(job.gross > Amount::ZERO);
    assert_eq!(job.settled, job.gross);
    assert_eq!(job.net, job.gross.checked_sub(job.electricity).expect("in range"));
    let bought = requester.jobs().await;
    assert_eq!(bought.iter().map(|job| job.gross).collect::<Vec<_>>(), [job.gross]);
    let units = provider.units().await;
    assert!(!units.is_empty() && units.iter().all(|unit| unit.state == UnitState::Final), "{units:?}");
    assert_eq!(provider.status().await.today.settled, job.gross);
    assert_eq!(requester.status().await.today.spent, job.gross);
    provider.audit().await;
    requester.audit().await;
    its_history_is_told(&provider, &requester, &job).await;
    it_is_told_whole(&provider, &job).await;
    it_is_told_whole(&requester, &bought[0]).await;
    it_is_written_out(&provider, &job);
    it_is_written_out(&requester, &bought[0]);
}

/// What was earned over time is the job, once in each view.
async fn its_history_is_told(provider: &Node, requester: &Node, job: &JobRow) {
    for step in [Step::Hour, Step::Day, Step::Month] {
        let Response::History(earned) = provider.ask(Request::History { since: None, step }).await else {
            panic!("no history")
        };
        assert_eq!((earned.total.gross, earned.total.settled), (job.gross, job.settled), "{step:?}");
        assert_eq!((earned.total.net, earned.total.held), (job.net, Amount::ZERO), "{step:?}");
        let sum = |sums: &mut dyn Iterator<Item = &Earnings>| sums.map(|sums| sums.net.micros()).sum::<i64>();
        assert_eq!(sum(&mut earned.buckets.iter().map(|bucket| &bucket.sums)), job.net.micros());
        assert_eq!((sum(&mut earned.hours.iter()), earned.hours.len()), (job.net.micros(), 24));
        assert_eq!(earned.kinds.iter().map(|kind| kind.kind).collect::<Vec<_>>(), [WorkKind::Render]);
        // Most times one; the test may run over midnight.
        assert!((1..=2).contains(&earned.buckets.len()), "{:?}", earned.buckets);
        let Response::History(spent) = requester.ask(Request::History { since: None, step }).await else {
            panic!("no history")
        };
        assert_eq!((spent.total.spent, spent.total.gross), (job.gross, Amount::ZERO), "{step:?}");
    }
}

/// The job with its units, a receipt that its payer signed, and what was seen last of the picture.
async fn it_is_told_whole(node: &Node, job: &JobRow) {
    let of_kind = |kind| JobFilter { kind: Some(kind), peer: Some(job.peer), ..JobFilter::default() };
    for (kind, count) in [(WorkKind::Render, 1), (WorkKind::Embed, 0)] {
        let listed = node.ask(Request::Jobs { limit: 9, filter: of_kind(kind) }).await;
        let Response::Jobs { jobs } = listed else { panic!("no jobs") };
        assert_eq!(jobs.len(), count, "{kind:?}");
    }
    let asked = Request::Job { job: job.job, side: job.side, peer: job.peer };
    let Response::Job { detail: Some(detail) } = node.ask(asked).await else { panic!("no job") };
    assert_eq!(&detail.row, job);
    assert_eq!((detail.units.len() as u32, detail.row.void_units), (job.units, 0));
    let newest = detail.receipts.first().expect("a receipt");
    let payer = match job.side {
        Side::Provider => job.peer,
        Side::Requester => node.status().await.node,
    };
    assert_eq!((newest.payer, newest.units, newest.total), (payer, job.units, job.settled));
    assert!(detail.receipts.iter().all(|receipt| receipt.holds()), "{:?}", detail.receipts);
    let png = detail.png_base64.as_deref().expect("a picture");
    assert!(png.starts_with("iVBORw0KGgo") && png.len() > 4_000, "a picture of {} letters shows nothing", png.len());
    let ran = node.run(&["job", &job.job.short()]);
    assert!(ran.status.success(), "{}", said(&ran));
    assert!(String::from_utf8_lossy(&ran.stdout).contains("its signature is right"), "{}", said(&ran));
    let other = Request::Job { job: JobId([0; 16]), side: job.side, peer: job.peer };
    assert_eq!(node.ask(other).await, Response::Job { detail: None });
}

/// The same numbers in a file for spreadsheets and in one for programs.
fn it_is_written_out(node: &Node, job: &JobRow) {
    let (csv, json) = (node.path().join("jobs.csv"), node.path().join("jobs.json"));
    for file in [&csv, &json] {
        std::fs::write(file, "old").expect("written");
        let ran = node.run(&["export", file.to_str().expect("a path"), "--since", "30d"]);
        assert!(ran.status.success(), "{}", said(&ran));
    }
    let lines = std::fs::read_to_string(csv).expect("a file");
    let lines: Vec<&str> = lines.split_terminator("\r\n").collect();
    let money = format!(",{},{},{},{},0.000000,", job.gross, job.electricity, job.net, job.settled);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].contains(&job.job.to_string()) && lines[1].contains(&money), "{lines:?}");
    let text = std::fs::read_to_string(json).expect("a file");
    let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let told = &read["jobs"][0];
    assert_eq!((&told["job"], &told["kind"]), (&job.job.to_string().into(), &"render".into()));
    assert_eq!(told["settled_credits"], job.settled.to_string());
    assert_eq!(told["units"].as_array().map(Vec::len), Some(job.units as usize));
    assert_eq!(told["receipts"][0]["total_credits"], job.settled.to_string());
    let ran = node.run(&["export", node.path().join("missing/jobs.csv").to_str().expect("a path")]);
    assert_eq!(ran.status.code(), Some(2), "{}", said(&ran));
}

#[tokio::test]
async fn a_provider_killed_in_the_middle_of_a_job_finishes_it_after_its_restart_and_is_paid_once() {
    // The ports stay the same, as a home router's would; below those that the system hands out by itself.
    let ports = ["/ip4/127.0.0.1/udp/21611/quic-v1", "/ip4/127.0.0.1/tcp/21611"];
    let flags = ["--role", "provider", "--role", "index", "--listen", ports[0], "--listen", ports[1]];
    let mut provider = Node::start("provider", &flags).await;
    let index = provider.addresses().await;
    let mut requester_flags = vec!["--role", "requester"];
    for address in &index {
        requester_flags.extend(["--index-node", address]);
    }
    let requester = Node::start("requester", &requester_flags).await;
    provider.until("it is measured", async |node| node.status().await.offer).await;

    let output = requester.path().join("garden.exr");
    let garden = scene("garden.glb");
    let args = render(garden.to_str().expect("a path"), output.to_str().expect("a path"), "96x64", "128");
    let mut rendering = requester.cli(&args).stdout(Stdio::null()).spawn().expect("the command line runs");
    provider
        .until("a unit is paid", async |node| {
            node.units().await.iter().any(|unit| unit.state == UnitState::Final).then_some(())
        })
        .await;
    provider.kill();
    provider.restart().await;

    let deadline = Instant::now() + 2 * PATIENCE;
    let status = loop {
        if let Some(status) = rendering.try_wait().expect("the child") {
            break status;
        }
        assert!(Instant::now() < deadline, "the picture was never finished:\n{}", provider.log());
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert!(status.success(), "{status}\n{}\n{}", requester.log(), provider.log());
    assert!(output.exists());

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
    let rendered = provider.units().await;
    let final_units = rendered.iter().filter(|unit| unit.state == UnitState::Final).count();
    assert_eq!(final_units, requester.units().await.iter().filter(|unit| unit.state == UnitState::Final).count());
}

#[tokio::test]
async fn bad_scenes_end_with_one_sentence_and_code_2_before_anybody_is_asked() {
    let requester = Node::start("requester", &["--role", "requester"]).await;
    let folder = requester.path();
    let cornell = std::fs::read(scene("cornell.glb")).expect("the scene");
    std::fs::write(folder.join("truncated.glb"), &cornell[..cornell.len() / 2]).expect("written");
    std::fs::write(folder.join("old.gltf"), r#"{"asset":{"version":"1.0"}}"#).expect("written");
    std::fs::write(folder.join("text.glb"), "not a scene").expect("written");
    let output = folder.join("out.png");
    let output = output.to_str().expect("a path");
    for name in ["missing.glb", "truncated.glb", "old.gltf", "text.glb"] {
        let path = folder.join(name);
        let ran =
            requester.run(&["render", path.to_str().expect("a path"), "-o", output, "--size", "8x8", "--spp", "1"]);
        assert_eq!(ran.status.code(), Some(2), "{name}: {}", said(&ran));
        let words = String::from_utf8_lossy(&ran.stderr).trim().to_owned();
        assert_eq!(words.lines().count(), 1, "{name}: {words}");
        assert!(!words.contains("panick"), "{name}: {words}");
    }
    assert!(requester.jobs().await.is_empty());
}

#[tokio::test]
async fn without_a_provider_the_answer_is_code_3() {
    let requester = Node::start("requester", &["--role", "requester"]).await;
    let output = requester.path().join("out.png");
    let cornell = scene("cornell.glb");
    let ran = requester.run(&render(cornell.to_str().expect("a path"), output.to_str().expect("a path"), "8x8", "1"));
    assert_eq!(ran.status.code(), Some(3), "{}", said(&ran));
}

#[tokio::test]
async fn a_price_below_the_floor_is_refused_with_the_reason() {
    let (_provider, requester) = pair().await;
    let output = requester.path().join("out.png");
    let (cornell, output) = (scene("cornell.glb"), output.to_str().expect("a path").to_owned());
    let mut args = render(cornell.to_str().expect("a path"), &output, "8x8", "1");
    args.extend(["--max-price", "0.000001"]);
    let ran = requester.run(&args);
    assert_eq!(ran.status.code(), Some(3), "{}", said(&ran));
    assert!(requester.jobs().await.is_empty());
}

#[tokio::test]
async fn a_pause_stops_work_and_comes_back_by_itself() {
    let (mut provider, _requester) = pair().await;
    assert!(provider.run(&["pause", "2s"]).status.success());
    assert!(matches!(provider.status().await.activity, Activity::Paused { until: Some(_) }));
    provider
        .until("the pause is over", async |node| {
            matches!(node.status().await.activity, Activity::Waiting { .. }).then_some(())
        })
        .await;
    assert!(provider.run(&["pause"]).status.success());
    provider.kill();
    provider.restart().await;
    assert!(matches!(provider.status().await.activity, Activity::Paused { until: None }), "a pause survives a restart");
    assert!(provider.run(&["resume"]).status.success());
    provider
        .until("it works again", async |node| {
            matches!(node.status().await.activity, Activity::Waiting { .. }).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_second_daemon_for_the_same_folder_says_so_and_ends() {
    let node = Node::start("only", &["--role", "requester"]).await;
    let second =
        Command::new(idlewatt_e2e::binary("idlewattd")).arg("--home").arg(node.path()).output().expect("it runs");
    assert!(second.status.success());
    assert!(String::from_utf8_lossy(&second.stdout).contains("already runs"), "{}", said(&second));
    node.ask(Request::Hello).await;
}
