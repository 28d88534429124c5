//! `network`, `benchmark` and `report` against a daemon whose answers are written down here.

mod fake;

use fake::{Daemon, Ran, node, program};
use idlewatt_control::messages::{
    BenchmarkEvent, Failure, MarketRow, Network, PeerRow, Reachability, Request, Response,
};
use idlewatt_proto::books::{PeerRecord, Side};
use idlewatt_proto::device::{Device, DeviceKind, MeasuredDevice};
use idlewatt_proto::reason::NoRelay;
use idlewatt_proto::{Amount, Milliwatts, UnixMillis};

fn device() -> Device {
    let (name, backend, driver) = ("Test Card".to_owned(), "vulkan".to_owned(), "1.0".to_owned());
    Device { name, backend, driver, kind: DeviceKind::Discrete }
}

fn network(reachability: Reachability) -> Network {
    let row = |byte, micros, ours: bool| MarketRow {
        provider: node(byte),
        device: device(),
        floor_per_gigasample: Amount::from_micros(micros),
        samples_per_second: 123_400_000,
        free: !ours,
        ours,
    };
    Network {
        peers: vec![PeerRow {
            node: node(0xcd),
            address: "/ip4/127.0.0.1/udp/1/quic-v1".into(),
            transport: "quic".into(),
            rtt_us: Some(1234),
        }],
        reachability,
        addresses: vec!["/ip4/192.168.1.2/tcp/4001".into()],
        relays_for: Some(3),
        records: vec![PeerRecord {
            peer: node(0xcd),
            side: Side::Provider,
            jobs: 3,
            paid_units: 17,
            failed_units: 1,
            gross: Amount::from_micros(15_000),
            last: UnixMillis(1_795_435_200_000),
        }],
        market: vec![row(0xcd, 150, false), row(0xab, 184, true)],
    }
}

#[test]
fn the_network_is_told_in_words_and_tables() {
    let direct = Reachability::Direct { address: "/ip4/203.0.113.24/tcp/4001".into() };
    let daemon = Daemon::answering(move |_| vec![Response::Network(network(direct.clone()))]);
    let Ran { stdout, code, .. } = daemon.run(&["network"]);
    assert_eq!(code, 0);
    for expected in [
        "others get through to this machine, at /ip4/203.0.113.24/tcp/4001",
        "listens at /ip4/192.168.1.2/tcp/4001",
        "3 others can be called through this machine",
        "1.2 ms",
        "worked     3    17       1    0.015",
        "0.000184",
        "123.4 M",
        "(this machine)",
    ] {
        assert!(stdout.contains(expected), "{expected} in\n{stdout}");
    }
    assert!(stdout.find("0.00015").expect("the cheapest") < stdout.find("0.000184").expect("ours"));
}

#[test]
fn every_reachability_is_a_sentence_of_its_own() {
    let what = "none of the 2 addresses in the settings answers".to_owned();
    let relayed = |tries| Reachability::Relayed { through: vec![node(0xab), node(0xcd)], punched: 2, tries };
    let alone = Reachability::OutgoingOnly { relay: NoRelay::Full };
    let all = [Reachability::Unknown, relayed(0), Reachability::Alone { what: what.clone() }, relayed(9), alone];
    let said: Vec<String> = all
        .into_iter()
        .map(|reachability| {
            let daemon = Daemon::answering(move |_| vec![Response::Network(network(reachability.clone()))]);
            daemon.run(&["network"]).stdout.lines().next().expect("a line").to_owned()
        })
        .collect();
    assert_eq!(said.iter().collect::<std::collections::HashSet<_>>().len(), 5, "{said:?}");
    assert_eq!(said[2], format!("nobody is connected: {what}"));
    assert!(said[3].contains("through abab") && said[3].contains("2 of the last 9"), "{}", said[3]);
    assert!(said[4].contains("no place left"), "{}", said[4]);
}

fn benchmark() -> Vec<Response> {
    let power = Some(Milliwatts(180_000));
    let progress = |permille, samples_per_second| BenchmarkEvent::Progress { permille, samples_per_second, power };
    let ended = MeasuredDevice { device: device(), samples_per_second: 123_400_000 };
    let events = [
        progress(0, 0),
        BenchmarkEvent::Picture { png_base64: "iVBORw==".into() },
        progress(600, 120_000_000),
        BenchmarkEvent::Ended { device: ended, power },
    ];
    events.into_iter().map(Response::Benchmark).collect()
}

#[test]
fn a_benchmark_tells_how_it_goes_and_what_it_came_to() {
    let daemon = Daemon::answering(|request| {
        assert_eq!(*request, Request::Benchmark);
        benchmark()
    });
    let Ran { stdout, stderr, code } = daemon.run(&["benchmark"]);
    assert_eq!((code, stdout.as_str()), (0, "Test Card (vulkan): 123.4 Msamples/s, 180 W\n"), "{stderr}");
    assert!(stderr.contains("50 %  120.0 Msamples/s, 180 W"), "{stderr}");
    let lines = daemon.run(&["--json", "benchmark"]).stdout;
    let events: Vec<BenchmarkEvent> = lines.lines().map(|line| serde_json::from_str(line).expect("an event")).collect();
    assert_eq!(events.len(), 4);
    assert!(matches!(events.last(), Some(BenchmarkEvent::Ended { .. })));
}

#[test]
fn a_benchmark_that_a_game_ends_fails_with_its_name() {
    let why = Failure::ProgramRuns { name: "Test Game".to_owned() };
    let daemon = Daemon::answering(move |_| {
        let mut answers = benchmark();
        answers.truncate(3);
        answers.push(Response::Error(why.clone().into()));
        answers
    });
    let ran = daemon.run(&["benchmark"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("Test Game is running"), "{}", ran.stderr);
}

#[test]
fn a_report_is_printed_as_it_is_but_steers_no_terminal() {
    let daemon = Daemon::answering(|_| vec![Response::Report { text: "Idlewatt 0.1.0\nline\x1b[2J\n".into() }]);
    let output = program(&daemon.home, &["report"]).output().expect("it runs");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "Idlewatt 0.1.0\nline\u{fffd}[2J\n");
}
