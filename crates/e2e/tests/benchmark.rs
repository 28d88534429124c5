//! A real machine is measured for its owner, who watches: through the socket, by real workers.

use idlewatt_control::client::{Answers, Client};
use idlewatt_control::messages::{
    BenchmarkEvent, Busy, ControlError, Failure, Network, Reachability, Request, Response,
};
use idlewatt_e2e::{Node, PATIENCE, said};
use idlewatt_proto::device::MeasuredDevice;
use std::path::PathBuf;

/// The first bytes of a PNG, as base64.
const PNG: &str = "iVBORw0KGgo";

async fn asked(node: &Node) -> Answers {
    let client = Client::connect(&node.home()).await.expect("the daemon answers");
    client.stream(Request::Benchmark).await.expect("it is asked")
}

async fn next(answers: &mut Answers) -> Result<BenchmarkEvent, ControlError> {
    let answer = tokio::time::timeout(PATIENCE, answers.next()).await.expect("it goes on");
    match answer {
        Ok(Response::Benchmark(event)) => Ok(event),
        Err(idlewatt_control::CallError::Refused(error)) => Err(error),
        other => panic!("not a benchmark's: {other:?}"),
    }
}

async fn until_pictured(answers: &mut Answers) {
    while !matches!(next(answers).await.expect("nothing is in its way"), BenchmarkEvent::Picture { .. }) {}
}

/// Scratch folders of a benchmark's workers, which are gone when those are.
fn workers(node: &Node) -> Vec<PathBuf> {
    let scratch = std::fs::read_dir(node.home().scratch()).expect("the scratch folder");
    let paths = scratch.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("benchmark-"))).collect()
}

async fn network(node: &Node) -> Network {
    match node.ask(Request::Network).await {
        Response::Network(network) => network,
        other => panic!("not the network: {other:?}"),
    }
}

#[tokio::test]
async fn a_benchmark_shows_a_picture_and_its_speed_is_used_from_then_on() {
    let mut node = Node::start("measured", &["--role", "provider"]).await;
    let mut answers = asked(&node).await;
    let (mut pictures, mut permilles, mut powers) = (Vec::new(), Vec::new(), 0);
    let (device, power): (MeasuredDevice, _) = loop {
        match next(&mut answers).await.expect("nothing is in its way") {
            BenchmarkEvent::Picture { png_base64 } => pictures.push(png_base64),
            BenchmarkEvent::Progress { permille, power, .. } => {
                permilles.push(permille);
                powers += u32::from(power.is_some());
            }
            BenchmarkEvent::Ended { device, power } => break (device, power),
        }
    };
    assert!(pictures.len() > 1 && pictures.iter().all(|picture| picture.starts_with(PNG)), "{}", pictures.len());
    assert_ne!(pictures.first(), pictures.last(), "it gets better");
    assert!(permilles.is_sorted() && permilles.last() > Some(&500), "{permilles:?}");
    assert!(powers > 0 && power.is_some(), "a card with a meter tells");
    assert!(device.samples_per_second > 0);
    assert_eq!(node.status().await.device, Some(device.clone()));
    let network = network(&node).await;
    assert_eq!(network.reachability, Reachability::Alone { what: "no index node and no peer is set".into() });
    let ours: Vec<_> = network.market.iter().filter(|row| row.ours).collect();
    assert_eq!(ours.len(), 1);
    assert_eq!((ours[0].samples_per_second, &ours[0].device), (device.samples_per_second, &device.device));
    node.until("its workers are gone", async |node| workers(node).is_empty().then_some(())).await;
}

#[tokio::test]
async fn a_game_ends_a_benchmark_at_once_and_keeps_another_from_beginning() {
    let mut node = Node::start("played", &["--role", "requester"]).await;
    let mut answers = asked(&node).await;
    until_pictured(&mut answers).await;
    let second = next(&mut asked(&node).await).await;
    assert!(matches!(second, Err(ControlError::Busy { with: Busy::Benchmark })), "{second:?}");
    let game = node.start_game("Test Game");
    let ended = loop {
        if let Err(error) = next(&mut answers).await {
            break error;
        }
    };
    let by_the_game = |why: &Failure| matches!(why, Failure::ProgramRuns { name } if name.contains("Test Game"));
    assert!(matches!(&ended, ControlError::Failed { why } if by_the_game(why)), "{ended:?}");
    assert_eq!(node.status().await.device, None, "half a benchmark is none");
    let refused = node.run(&["benchmark"]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("Test Game"), "{}", said(&refused));
    node.until("its workers are gone", async |node| workers(node).is_empty().then_some(())).await;
    drop(game);
}

#[tokio::test]
async fn hanging_up_stops_a_benchmark() {
    let mut node = Node::start("left", &["--role", "requester"]).await;
    let mut answers = asked(&node).await;
    until_pictured(&mut answers).await;
    assert_eq!(workers(&node).len(), 2, "one for the number, and one for the picture");
    drop(answers);
    node.until("its workers are gone", async |node| workers(node).is_empty().then_some(())).await;
    until_pictured(&mut asked(&node).await).await;
}

#[tokio::test]
async fn a_report_tells_what_helps_and_nothing_about_its_owner() {
    let settings = "[limits]\nidle_minutes = 7\n[tariff]\ncommand = \"sh -c secret-words\"\n";
    let node = Node::start_with("reported", &["--role", "index"], settings).await;
    let printed = node.run(&["report"]);
    let text = String::from_utf8_lossy(&printed.stdout).into_owned();
    assert!(printed.status.success(), "{}", said(&printed));
    for expected in
        ["Idlewatt 0.", "good    books: ", "limits.idle_minutes = 7", "tariff.command = set", "INFO starting"]
    {
        assert!(text.contains(expected), "{expected} in\n{text}");
    }
    let name = node.status().await.node;
    let path = node.path().display().to_string();
    for private in [path, name.to_string(), name.short(), "secret-words".to_owned(), "127.0.0.1".to_owned()] {
        assert!(!text.contains(&private), "{private} in\n{text}");
    }
    let Response::Places(places) = node.ask(Request::Places).await else { panic!("no places") };
    assert!(std::fs::read_to_string(&places.log).expect("a log").contains("starting"));
    assert!(std::path::Path::new(&places.settings).starts_with(&places.data));
}
