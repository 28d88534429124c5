//! A card's own power limit: set, kept through the death of who set it, and put back.
#![cfg(target_os = "linux")]

mod stage;

use idlewatt_proto::Milliwatts;
use idlewatt_sensors::{Cap, CapError, CapJournal, Cards, Plan};
use serde_json::json;
use stage::{Stage, played};
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

/// Names the journal, to a process that shall be killed at work.
const VICTIM: &str = "IDLEWATT_TEST_VICTIM";

fn watts(watts: u64) -> Milliwatts {
    Milliwatts(watts * 1000)
}

/// What the daemon does.
fn carry_out(cards: &mut Cards, uuid: &str, plan: &Plan, journal: &PathBuf) {
    match plan {
        Plan::Nothing => {}
        Plan::Set(entry) => {
            fs::write(journal, json!(entry).to_string()).expect("the journal");
            cards.set_power_limit(uuid, entry.set_to).expect("a limit that may be set");
        }
        Plan::PutBack(limit) => cards.set_power_limit(uuid, *limit).expect("a limit that may be set"),
        Plan::Forget => fs::remove_file(journal).expect("the journal"),
    }
}

fn now(cards: &Cards, uuid: &str) -> Milliwatts {
    cards.power_limit_setting(uuid).expect("a setting").now
}

#[test]
fn a_limit_that_is_set_holds() {
    let script = json!({ "power_limit_settable": true, "own_load_percent": 100, "time_constant_s": 0.05 });
    played("a_limit_that_is_set_holds", &script, |stage| {
        let full = stage.card_when(&[], "at full power", |card| card.power > Some(watts(195)));
        let setting = stage.cards.power_limit_setting(&full.uuid).expect("a setting");
        assert_eq!(
            (setting.now, setting.range.default, Some(setting.range)),
            (watts(200), Some(watts(200)), full.power_range)
        );
        stage.cards.set_power_limit(&full.uuid, watts(120)).expect("a limit in its range");
        let held = stage.card_when(&[], "held", |card| card.power < Some(watts(121)));
        assert_eq!((held.power_limit, held.doubts), (Some(watts(120)), vec![]), "what it drew before was no lie");
        assert_eq!(now(&stage.cards, &full.uuid), watts(120));
    });
}

#[test]
fn limits_that_cannot_be_set_say_why() {
    played("limits_that_cannot_be_set_say_why", &json!({ "power_limit_settable": true }), |stage| {
        let uuid = stage.card(&[]).uuid;
        for outside in [watts(99), watts(201), Milliwatts(u64::MAX)] {
            let refused = stage.cards.set_power_limit(&uuid, outside);
            assert!(matches!(refused, Err(CapError::OutOfRange { wanted, .. }) if wanted == outside), "{refused:?}");
        }
        let refused = stage.cards.set_power_limit("GPU-none", watts(150));
        assert!(matches!(refused, Err(CapError::NoSuchCard(_))), "{refused:?}");
        stage.script(&json!({}));
        let refused = stage.cards.set_power_limit(&uuid, watts(150));
        assert!(matches!(refused, Err(CapError::NotPermitted)), "{refused:?}");
        stage.script(&json!({ "error": "gpu_lost" }));
        assert!(stage.cards.set_power_limit(&uuid, watts(150)).is_err());
        stage.script(&json!({}));
        stage.reading_when("back", |reading| !reading.gpus.is_empty());
        assert_eq!(now(&stage.cards, &uuid), watts(200), "nothing was changed");
    });
}

#[test]
fn another_tools_limit_is_left_alone() {
    let script = json!({ "power_limit_settable": true });
    played("another_tools_limit_is_left_alone", &script, |stage| {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let journal = folder.path().join("journal.json");
        let uuid = stage.card(&[]).uuid;
        let mut cap = Cap::new(&uuid, None);
        let mut works = |stage: &mut Stage, limit| {
            let plan = cap.engage(now(&stage.cards, &uuid), limit);
            carry_out(&mut stage.cards, &uuid, &plan, &journal);
            plan
        };
        assert!(matches!(works(stage, watts(150)), Plan::Set(_)));
        assert_eq!(works(stage, watts(150)), Plan::Nothing);
        let tool = env::var_os("IDLEWATT_NVML_LIMIT_FILE").expect("the stage names it");
        fs::write(tool, format!("{uuid} 175000\n")).expect("the tool's limit");
        assert_eq!(works(stage, watts(150)), Plan::Forget);
        assert_eq!(works(stage, watts(150)), Plan::Nothing);
        assert_eq!((now(&stage.cards, &uuid), cap.release(watts(175))), (watts(175), Plan::Nothing));
    });
}

#[test]
fn a_limit_outlives_a_killed_process_and_the_next_puts_it_back() {
    let script = json!({ "power_limit_settable": true });
    played("a_limit_outlives_a_killed_process_and_the_next_puts_it_back", &script, |stage| {
        let uuid = stage.card(&[]).uuid;
        if let Some(journal) = env::var_os(VICTIM).map(PathBuf::from) {
            be_killed(stage, &uuid, &journal);
        }
        let folder = tempfile::tempdir().expect("a scratch folder");
        let journal = folder.path().join("journal.json");
        let victim = Command::new(env::current_exe().expect("the test's own path"))
            .args(["--exact", "a_limit_outlives_a_killed_process_and_the_next_puts_it_back", "--nocapture"])
            .env(VICTIM, &journal)
            .output()
            .expect("the victim");
        assert_eq!(victim.status.code(), None, "killed: {}", String::from_utf8_lossy(&victim.stderr));
        stage.card_when(&[], "still limited", |card| card.power_limit == Some(watts(130)));

        let left: CapJournal =
            serde_json::from_slice(&fs::read(&journal).expect("a journal")).expect("a whole journal");
        let mut cap = Cap::new(&uuid, Some(left));
        loop {
            let plan = cap.release(now(&stage.cards, &uuid));
            carry_out(&mut stage.cards, &uuid, &plan, &journal);
            if plan == Plan::Nothing {
                break;
            }
        }
        assert_eq!((now(&stage.cards, &uuid), journal.exists()), (watts(200), false));
    });
}

fn be_killed(stage: &mut Stage, uuid: &str, journal: &PathBuf) -> ! {
    let plan = Cap::new(uuid, None).engage(now(&stage.cards, uuid), watts(130));
    carry_out(&mut stage.cards, uuid, &plan, journal);
    std::process::abort()
}
