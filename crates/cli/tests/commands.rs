//! The real program against a daemon whose answers are written down here.

mod fake;

use fake::{Daemon, Ran, node};
use idlewatt_control::messages::{
    Assumption, ControlError, CurrentJob, Finding, FloorSum, Found, Health, LimitRow, Limits, NetRange, OfferRow,
    PeerRow, Preset, PresetRow, Programs, RefusalRow, Request, Response, Roles, SettingChange, SettingFault,
    SettingRow, Status, SuggestionRow,
};
use idlewatt_proto::books::{Audit, Earnings, JobRow, JobState, Side, UnitRow, UnitState};
use idlewatt_proto::device::{Device, DeviceKind, GpuReading, MeasuredDevice};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{Activity, Effort, Refusal, Restraint, StopReason, UnitFailure, WaitReason};
use idlewatt_proto::{Amount, Bytes, JobId, Millijoules, Milliwatts, UnitId, UnixMillis};

/// 2026-11-23 12:00 UTC.
const NOON: UnixMillis = UnixMillis(1_795_435_200_000);

fn status() -> Status {
    Status {
        node: node(0xab),
        version: "0.1.0".into(),
        roles: Roles { provider: true, requester: true, index: false },
        activity: Activity::Working { job: JobId([1; 16]) },
        until: None,
        effort: Some(Effort { duty_permille: 431, quantum_us: 4_000, held_by: Some(Restraint::Power) }),
        tariff_per_kwh: Some(Amount::from_micros(300_000)),
        device: Some(MeasuredDevice {
            device: Device {
                name: "Test Card".into(),
                backend: "vulkan".into(),
                driver: "1.0".into(),
                kind: DeviceKind::Discrete,
            },
            samples_per_second: 123_400_000,
        }),
        gpus: vec![GpuReading {
            at: NOON,
            name: "Test Card".into(),
            uuid: "GPU-1".into(),
            simulated: true,
            load_percent: Some(97),
            foreign_load_percent: Some(3),
            power: Some(Milliwatts(179_600)),
            energy: None,
            power_limit: Some(Milliwatts(200_000)),
            temperature_c: Some(64),
            memory_used: Some(Bytes(3 << 29)),
            memory_total: Some(Bytes(12 << 30)),
            foreign_memory: None,
            display_active: Some(true),
            source: "nvml".into(),
            power_range: None,
            fan_percent: Some(43),
            throttles: Vec::new(),
            encoder_sessions: None,
            doubts: Vec::new(),
        }],
        meters: None,
        offer: Some(OfferRow { floor_per_gigasample: Amount::from_micros(33), samples_per_second: 123_400_000 }),
        current: Some(CurrentJob {
            job: JobId([1; 16]),
            kind: WorkKind::Render,
            title: "render 640x360, 64 spp".into(),
            requester: node(0xcd),
            units_done: 12,
            unit_permille: 437,
            price: Price { per_giga: Amount::from_micros(33) },
            tokens: 0,
            gross: Amount::from_micros(1_234),
            preview_version: 3,
        }),
        today: earnings(),
        all_time: Earnings { net: Amount::from_micros(12_345_678), ..earnings() },
        peers: 1,
        index_nodes: 2,
    }
}

fn earnings() -> Earnings {
    Earnings {
        gross: Amount::from_micros(15_000),
        electricity: Amount::from_micros(2_655),
        net: Amount::from_micros(12_345),
        pending: Amount::from_micros(5_000),
        held: Amount::ZERO,
        settled: Amount::from_micros(10_000),
        energy: Millijoules(36_000_000),
        units: 34,
        spent: Amount::ZERO,
    }
}

#[test]
fn status_is_one_tidy_block() {
    let daemon = Daemon::answering(|_| vec![Response::Status(Box::new(status()))]);
    let Ran { stdout, code, .. } = daemon.run(&["status"]);
    let id = "ab".repeat(32);
    let expected = format!(
        "state     working on render 640x360, 64 spp for cdcdcdcd: 12 units done, 43 % of the next, 0.00123 credits so far
effort    43 % of the time, to stay within your watts
today     0.0123 credits net (0.015 gross - 0.00266 electricity), 34 units
all time  12.35 credits net
adapter   Test Card (vulkan), 123.4 Msamples/s
card      Test Card (simulated): load 97 % (others 3 %), 180 W of 200 W, 64 °C, 1.5 GiB of 12.0 GiB, fan 43 %
offer     from 0.000033 credits per thousand million samples
mesh      1 peer, 2 index nodes
node      {id}, provider + requester, version 0.1.0
"
    );
    assert_eq!((stdout.as_str(), code), (expected.as_str(), 0));
}

#[test]
fn limits_say_what_they_cost_and_what_that_rests_on() {
    let limits = Limits {
        net_per_day: Some(Amount::from_micros(412_345)),
        limits: vec![LimitRow {
            name: "limits.power_watts".into(),
            value: "150".into(),
            meaning: "Watts at most.".into(),
            effect_per_day: Amount::from_micros(-120_000),
        }],
        range: Some(NetRange { low: Amount::ZERO, high: Amount::from_micros(412_345) }),
        work_hours_permille: Some(20_000),
        rests_on: vec![Assumption::OwnPrice, Assumption::Presence { minutes: 240, measured: false }],
    };
    let daemon = Daemon::answering(move |_| vec![Response::Limits(limits.clone())]);
    let expected = "\
about 0.412 credits a day after electricity and wear, between 0 and 0.412, for 20.0 hours of work

limit               value  a day  meaning
limits.power_watts  150    -0.12  Watts at most.

supposing that work is paid at the price you ask; somebody uses this machine 4 hours a day
";
    assert_eq!(daemon.run(&["limits"]).stdout, expected);
}

#[test]
fn a_preset_is_set_all_at_once_and_shown() {
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let heard = std::sync::Arc::clone(&asked);
    let limits = Limits {
        net_per_day: Some(Amount::from_micros(100_000)),
        limits: Vec::new(),
        range: Some(NetRange { low: Amount::ZERO, high: Amount::from_micros(200_000) }),
        work_hours_permille: Some(3_950),
        rests_on: vec![Assumption::Demand { share_permille: 500, measured: true }],
    };
    let row = |preset, hours: &str, chosen| PresetRow {
        preset,
        changes: vec![SettingChange { name: "limits.hours".into(), value: hours.into() }],
        limits: limits.clone(),
        chosen,
    };
    let presets = vec![row(Preset::QuietNights, "daily 23:00-07:00", false), row(Preset::WhenAway, "", true)];
    let shown = limits.clone();
    let daemon = Daemon::answering(move |request| match request {
        Request::Presets => vec![Response::Presets { presets: presets.clone() }],
        Request::SetSettings { changes } => {
            heard.lock().expect("one at a time").extend(changes.clone());
            vec![Response::Settings { settings: Vec::new() }]
        }
        _ => vec![Response::Limits(shown.clone())],
    });
    let listed = daemon.run(&["limits", "--presets"]).stdout;
    assert!(listed.contains("quiet-nights: at night") && listed.contains("when-away (chosen): "), "{listed}");
    assert!(listed.contains("about 0.1 credits a day, between 0 and 0.2, for 4.0 hours of work"), "{listed}");
    let shown = daemon.run(&["limits", "--preset", "quiet-nights"]).stdout;
    assert!(shown.contains("supposing that there is work for 50 % of the time, as over the last days"), "{shown}");
    let change = SettingChange { name: "limits.hours".into(), value: "daily 23:00-07:00".into() };
    assert_eq!(*asked.lock().expect("one at a time"), [change]);
    assert_eq!(daemon.run(&["limits", "--preset", "nonsense"]).code, 2);
}

#[test]
fn a_node_is_blocked_by_the_beginning_of_its_name() {
    let blocked = std::sync::Arc::new(std::sync::Mutex::new(node(1).to_string()));
    let held = std::sync::Arc::clone(&blocked);
    let refused =
        RefusalRow { at: NOON, requester: node(0xcd), title: "a job".into(), refusal: Refusal::Mature, sum: None };
    let daemon = Daemon::answering(move |request| match request {
        Request::GetSettings => {
            let (name, value) = ("accept.blocked".into(), held.lock().expect("one at a time").clone());
            vec![Response::Settings { settings: vec![SettingRow { name, value, meaning: String::new() }] }]
        }
        Request::EditList { name, put, take } => {
            assert_eq!(name, "accept.blocked");
            let mut held = held.lock().expect("one at a time");
            let mut nodes: Vec<String> = held.split(", ").map(str::to_owned).collect();
            nodes.retain(|node| !take.contains(node));
            nodes.extend(put.clone());
            *held = nodes.join(", ");
            vec![Response::Settings { settings: Vec::new() }]
        }
        Request::Refusals => vec![Response::Refusals { refusals: vec![refused.clone()] }],
        Request::Jobs { .. } => vec![Response::Jobs { jobs: Vec::new() }],
        _ => vec![Response::Peers { peers: Vec::new() }],
    });
    let ran = daemon.run(&["block", "cdcdcdcd"]);
    assert_eq!((ran.code, ran.stdout), (0, format!("blocked: no work for {} any more\n", node(0xcd))));
    assert_eq!(*blocked.lock().expect("one at a time"), format!("{}, {}", node(1), node(0xcd)));
    assert_eq!(daemon.run(&["block", "abcd"]).code, 2, "nobody is called so");
    assert_eq!(daemon.run(&["unblock", &node(1).to_string()]).code, 0);
    assert_eq!(*blocked.lock().expect("one at a time"), node(0xcd).to_string());
    assert_eq!(daemon.run(&["unblock", &node(2).to_string()]).code, 2, "it was not blocked");
    let refusals = daemon.run(&["refusals"]).stdout;
    assert!(refusals.contains("it may be unsuitable for everybody, and the owner does not take that"), "{refusals}");
}

#[test]
fn a_program_is_put_on_the_list_and_taken_off_it() {
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let heard = std::sync::Arc::clone(&asked);
    let daemon = Daemon::answering(move |request| {
        if let Request::EditList { name, put, take } = request {
            heard.lock().expect("one at a time").push(format!("{name} + {put:?} - {take:?}"));
            return vec![Response::Settings { settings: Vec::new() }];
        }
        let seen = SuggestionRow { name: "resolve".into(), busy_minutes: 12, peak_percent: 97, last_seen: NOON };
        let listed = vec!["blender".into()];
        vec![Response::Programs(Programs { listed, running: None, suggestions: vec![seen] })]
    });
    let shown = daemon.run(&["programs"]).stdout;
    assert!(shown.contains("on your list: blender") && shown.contains("resolve  12 minutes     97 %"), "{shown}");
    daemon.run(&["programs", "add", "resolve"]);
    daemon.run(&["programs", "remove", "Blender"]);
    assert_eq!(daemon.run(&["programs", "remove", "obs"]).code, 2);
    let asked = asked.lock().expect("one at a time");
    assert_eq!(*asked, [r#"provider.programs + ["resolve"] - []"#, r#"provider.programs + [] - ["Blender"]"#]);
}

#[test]
fn a_refusal_below_the_floor_shows_the_sum() {
    let price = |micros| Price { per_giga: Amount::from_micros(micros) };
    let row =
        |refusal, sum| RefusalRow { at: NOON, requester: node(7), title: "render 8x8, 1 spp".into(), refusal, sum };
    let sum = FloorSum {
        offered: Amount::from_micros(200_000),
        electricity: Amount::from_micros(240_000),
        wear: Amount::from_micros(50_000),
    };
    let refusals = vec![row(Refusal::BelowFloor { floor: price(290_000) }, Some(sum)), row(Refusal::NotIdle, None)];
    let daemon = Daemon::answering(move |_| vec![Response::Refusals { refusals: refusals.clone() }]);
    let stdout = daemon.run(&["refusals"]).stdout;
    assert!(stdout.contains("0.2 offered, below 0.29 = 0.24 electricity + 0.05 wear"), "{stdout}");
    assert!(stdout.contains("the machine is not free now"), "{stdout}");
}

#[test]
fn json_is_the_daemons_own_answer_on_one_line() {
    let daemon = Daemon::answering(|_| vec![Response::Status(Box::new(status()))]);
    let ran = daemon.run(&["status", "--json"]);
    assert_eq!(ran.stdout.lines().count(), 1);
    let read: Response = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(read, Response::Status(Box::new(status())));
}

#[test]
fn a_pause_says_until_when_and_tells_the_daemon() {
    let daemon = Daemon::answering(|request| {
        let Request::Pause { until: Some(until) } = request else {
            return vec![Response::Error(ControlError::BadRequest { what: "no end".into() })];
        };
        let activity = Activity::Paused { until: Some(*until) };
        vec![Response::Status(Box::new(Status { activity, current: None, ..status() }))]
    });
    let ran = daemon.run(&["pause", "until", "tomorrow"]);
    assert!(ran.stdout.starts_with("state     paused until tomorrow 00:00\n"), "{}", ran.stdout);
    let ran = daemon.run(&["pause", "soonish"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("cannot understand \"soonish\" as a time"), "{}", ran.stderr);
}

#[test]
fn waiting_says_why() {
    let activity = Activity::Waiting { reason: WaitReason::ProgramRunning { name: "Portal 2".into() } };
    let waiting =
        Status { activity, current: None, gpus: Vec::new(), meters: Some("no NVIDIA driver".into()), ..status() };
    let daemon = Daemon::answering(move |_| vec![Response::Status(Box::new(waiting.clone()))]);
    let ran = daemon.run(&["resume"]);
    assert!(ran.stdout.starts_with("state     waiting: Portal 2 is running\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\ncard      no NVIDIA driver\n"), "{}", ran.stdout);
}

#[test]
fn earnings_are_a_table_or_exact_values_for_a_spreadsheet() {
    let daemon = Daemon::answering(|_| vec![Response::Earnings(earnings())]);
    let table = daemon.run(&["earnings"]).stdout;
    assert_eq!(table.lines().count(), 4, "{table}");
    assert_eq!(
        table.lines().nth(1),
        Some("today     0.0123  0.015      0.00266    0.005     0.01      0  0.010 kWh     34")
    );
    let csv = daemon.run(&["earnings", "--week", "--csv"]).stdout;
    let row = "7 days,0.012345,0.015000,0.002655,0.005000,0.000000,0.010000,0.000000,0.010 kWh,34";
    assert_eq!(csv.lines().nth(1), Some(row));
    let objects = daemon.run(&["earnings", "--json", "--all"]).stdout;
    let read: serde_json::Value = serde_json::from_str(&objects).expect("JSON");
    assert_eq!((&read["span"], &read["net"]), (&"all time".into(), &"12345".into()));
}

fn job(state: JobState) -> JobRow {
    JobRow {
        job: JobId([0x1a; 16]),
        side: Side::Provider,
        peer: node(0xcd),
        kind: WorkKind::Render,
        title: "render 640x360, 64 spp".into(),
        opened_at: NOON,
        changed_at: NOON,
        state,
        units: 12,
        void_units: 0,
        gross: Amount::from_micros(15_000),
        electricity: Amount::from_micros(2_655),
        net: Amount::from_micros(12_345),
        settled: Amount::from_micros(10_000),
    }
}

#[test]
fn jobs_and_units_are_tables() {
    let daemon = Daemon::answering(|request| match request {
        Request::Jobs { limit: 5, .. } => {
            let reason = StopReason::OwnerReturned;
            vec![Response::Jobs { jobs: vec![job(JobState::Open), job(JobState::Ended { reason })] }]
        }
        Request::Units { job: Some(JobId(bytes)), limit: 20 } if *bytes == [0x1a; 16] => {
            let unit = UnitRow {
                job: JobId([0x1a; 16]),
                unit: UnitId([0x2b; 32]),
                side: Side::Provider,
                state: UnitState::Void { why: UnitFailure::Preempted },
                gross: Amount::ZERO,
                energy: None,
                electricity: Amount::from_micros(7),
                net: Amount::from_micros(-7),
                busy_ms: 1_500,
                changed_at: NOON,
            };
            vec![Response::Units { units: vec![unit] }]
        }
        _ => vec![Response::Error(ControlError::BadRequest { what: "not expected".into() })],
    });
    let jobs = daemon.run(&["jobs", "--limit", "5"]).stdout;
    let expected = "\
job       opened            as        peer      kind    units     gross  electricity       net   settled  state                         what
1a1a1a1a  2026-11-23 12:00  provider  cdcdcdcd  render     12  0.015000     0.002655  0.012345  0.010000  open                          render 640x360, 64 spp
1a1a1a1a  2026-11-23 12:00  provider  cdcdcdcd  render     12  0.015000     0.002655  0.012345  0.010000  the owner needed the machine  render 640x360, 64 spp
";
    assert_eq!(jobs, expected);
    let csv = daemon.run(&["jobs", "--limit", "5", "--csv"]).stdout;
    assert!(csv.lines().nth(1).is_some_and(|line| line.ends_with(",open,\"render 640x360, 64 spp\"")), "{csv}");
    let units = daemon.run(&["units", "--job", &"1a".repeat(16)]).stdout;
    let row = "1a1a1a1a  2b2b2b2b  2026-11-23 12:00  provider     1500  0.000000     0.000007  -0.000007  void: the owner took the machine back";
    assert_eq!(units.lines().nth(1), Some(row));
}

#[test]
fn wrong_books_are_a_failure_with_every_fault() {
    let faults = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let found = faults.clone();
    let daemon = Daemon::answering(move |_| {
        let faults = found.lock().expect("a lock").clone();
        vec![Response::Audit(Audit { transfers: 9, receipts: 3, head: "ab".repeat(32), faults })]
    });
    let ran = daemon.run(&["ledger", "verify"]);
    assert_eq!((ran.code, ran.stdout.contains("the books are right: 9 transfers and 3 receipts")), (0, true));
    faults.lock().expect("a lock").push("transfer 7 does not follow transfer 6".to_owned());
    let ran = daemon.run(&["ledger", "verify"]);
    assert_eq!((ran.code, ran.stdout.contains("\n  transfer 7 does not follow transfer 6\n")), (1, true));
}

#[test]
fn settings_are_listed_read_and_set() {
    let daemon = Daemon::answering(|request| match request {
        Request::SetSetting { name, value } if value == "nonsense" => {
            let error =
                ControlError::InvalidSetting { name: name.clone(), fault: SettingFault::NotMoney { most: 1000 } };
            vec![Response::Error(error)]
        }
        request => {
            let value = if let Request::SetSetting { value, .. } = request { value.clone() } else { "0.30".into() };
            let name = "provider.tariff_per_kwh".to_owned();
            vec![Response::Settings { settings: vec![SettingRow { name, value, meaning: "What power costs.".into() }] }]
        }
    });
    assert_eq!(daemon.run(&["config", "get", "provider.tariff_per_kwh"]).stdout, "0.30\n");
    let list = daemon.run(&["config", "get"]).stdout;
    assert_eq!(list.lines().nth(1), Some("provider.tariff_per_kwh  0.30   What power costs."));
    let set = daemon.run(&["config", "set", "provider.tariff_per_kwh", "-1"]).stdout;
    assert_eq!(set, "provider.tariff_per_kwh = -1\n");
    let ran = daemon.run(&["config", "set", "provider.tariff_per_kwh", "nonsense"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (2, "idlewatt: provider.tariff_per_kwh: expected credits between 0 and 1000, for example 0.30\n")
    );
    assert_eq!(daemon.run(&["config", "get", "provider.tarif"]).code, 2);
}

#[test]
fn peers_and_findings_are_shown() {
    let daemon = Daemon::answering(|request| match request {
        Request::Peers => {
            let peer = PeerRow {
                node: node(0xcd),
                address: "/ip4/127.0.0.1".into(),
                transport: "quic".into(),
                rtt_us: Some(1_250),
            };
            vec![Response::Peers { peers: vec![peer] }]
        }
        _ => {
            let finding = Finding { health: Health::Bad, found: Found::AdapterMissing { wanted: None } };
            vec![Response::Doctor { findings: vec![finding] }]
        }
    });
    let peers = daemon.run(&["peers"]).stdout;
    assert_eq!(peers, "node      over  round trip  address\ncdcdcdcd  quic      1.2 ms  /ip4/127.0.0.1\n");
    let ran = daemon.run(&["doctor"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (1, "bad     graphics adapter: none was found\n        -> Install the card's driver.\n")
    );
}

#[test]
fn without_a_daemon_questions_say_so_and_start_nothing() {
    let ran = fake::alone(&["status"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert_eq!(ran.stderr, "idlewatt: the daemon is not running; start it with `idlewatt start`\n");
    let ran = fake::alone(&["doctor"]);
    assert_eq!((ran.code, ran.stdout.starts_with("bad     daemon: not running")), (1, true));
    let ran = fake::alone(&["status", "--json"]);
    let read: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(read["exit"], 1);
    assert_eq!(fake::alone(&["stop"]).code, 0);
}

#[test]
fn nonsense_is_bad_input() {
    for arguments in
        [&["dance"][..], &["status", "--loud"], &["jobs", "--limit", "0"], &["units", "--job", "12"], &["job", "xyz"]]
    {
        assert_eq!(fake::alone(arguments).code, 2, "{arguments:?}");
    }
    assert!(fake::alone(&["completions", "bash"]).stdout.contains("_idlewatt"));
}
