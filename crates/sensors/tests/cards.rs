//! What the meters make of a card's further answers, of nonsense, and of several cards.
#![cfg(target_os = "linux")]

mod stage;

use idlewatt_proto::device::{GpuReading, Throttle};
use idlewatt_proto::{Bytes, Milliwatts};
use idlewatt_sensors::limits::COUNTER_TRUST_READINGS;
use idlewatt_sensors::{Cards, GpuUser, Source, energy_between};
use serde_json::{Value, json};
use stage::{Stage, Worker, now, played};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

fn watts(watts: u64) -> Option<Milliwatts> {
    Some(Milliwatts(watts * 1000))
}

/// A process that does nothing and has a name of its own.
struct Game(Child, #[expect(dead_code, reason = "it goes with the game")] tempfile::TempDir);

impl Game {
    fn start(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let program = folder.path().join(name);
        std::fs::copy("/bin/sleep", &program).expect("a program by another name");
        let child = Command::new(program).arg("600").stdin(Stdio::null()).spawn();
        Self(child.expect("the game"), folder)
    }
}

impl Drop for Game {
    fn drop(&mut self) {
        self.0.kill().and_then(|()| self.0.wait()).expect("the game can be ended");
    }
}

#[test]
fn a_card_tells_its_range_fans_and_videos() {
    let script = json!({ "limit_w": 180, "encoder_sessions": 2, "temperature_idle_c": 70, "temperature_max_c": 70 });
    played("a_card_tells_its_range_fans_and_videos", &script, |stage| {
        let card = stage.card(&[]);
        let range = card.power_range.expect("a range");
        assert_eq!((Some(range.least), Some(range.most), range.default), (watts(90), watts(180), watts(180)));
        assert_eq!((card.fan_percent, card.encoder_sessions), (Some(65), Some(2)), "the faster of two fans");
        assert_eq!((card.source.as_str(), card.throttles, card.doubts), ("nvml", vec![], vec![]));
        stage.script(&json!({ "fans": 0 }));
        stage.card_when(&[], "without fans", |card| card.fan_percent.is_none() && card.encoder_sessions == Some(0));
    });
}

#[test]
fn a_card_at_its_limit_says_why_it_is_slow() {
    let script = json!({ "limit_w": 120, "own_load_percent": 100, "time_constant_s": 0.05 });
    played("a_card_at_its_limit_says_why_it_is_slow", &script, |stage| {
        let held = stage.card_when(&[], "held back", |card| card.throttles == [Throttle::Power]);
        assert!(held.power <= watts(120), "{held:?}");
        stage.script(&json!({ "limit_w": 120, "own_load_percent": 30, "time_constant_s": 0.05 }));
        stage.card_when(&[], "free again", |card| card.throttles.is_empty());
    });
}

#[test]
fn foreign_programs_are_named_with_their_load_and_memory() {
    played("foreign_programs_are_named_with_their_load_and_memory", &json!({}), |stage| {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let (game, shell, worker) = (Game::start("hl3"), Game::start("shell"), Worker::start(folder.path()));
        let own = [worker.0.id()];
        let holds = |mib: u64| move |card: &GpuReading| card.foreign_memory == Some(Bytes(mib << 20));
        stage.card_when(&own, "at rest, with a desktop's 600 MiB", holds(600));
        let programs = json!([
            { "pid": game.0.id(), "load_percent": 35, "memory_mib": 3000 },
            { "pid": shell.0.id(), "memory_mib": 200 },
        ]);
        stage.script(&json!({ "programs": programs }));
        let card = stage.card_when(&own, "full of programs", holds(600 + 3200));
        assert!(card.memory_used > card.foreign_memory, "the worker holds some, too: {card:?}");
        assert_eq!(card.foreign_load_percent, Some(35));
        let mut users = stage.cards.read(&own, now()).users;
        users.sort_by_key(|user| user.load_percent);
        let user = |pid: u32, program: &str, load| GpuUser {
            pid,
            gpu: card.uuid.clone(),
            program: Some(program.to_owned()),
            load_percent: Some(load),
        };
        assert_eq!(users, [user(shell.0.id(), "shell", 0), user(game.0.id(), "hl3", 35)]);

        // As on Windows.
        stage.script(&json!({ "programs": programs, "per_process": false }));
        let blind = stage.card_when(&own, "silent about processes", |card| card.foreign_memory.is_none());
        assert_eq!(blind.foreign_load_percent, None, "it may be ours");
        let loads: Vec<_> = stage.cards.read(&own, now()).users.into_iter().map(|user| user.load_percent).collect();
        assert_eq!(loads, [None, None], "who has the card open is told all the same");
    });
}

#[test]
fn nonsense_is_named_and_not_believed() {
    fn at_320_w(nonsense: Value) -> Value {
        json!({ "limit_w": 320, "nonsense": nonsense })
    }
    played("nonsense_is_named_and_not_believed", &at_320_w(json!({})), |stage| {
        assert_eq!(stage.card(&[]).doubts, Vec::<String>::new());
        type Case = (Value, &'static str, fn(&GpuReading) -> bool);
        let cases: [Case; 5] = [
            (json!({ "power_w": 999 }), "says 999 W, more than its limit of 320 W allows", |card| card.power.is_none()),
            (json!({ "temperature_c": -1 }), "says -1 °C", |card| card.temperature_c.is_none()),
            (json!({ "load_percent": 250 }), "says 250 % load", |card| {
                card.load_percent.is_none() && card.foreign_load_percent.is_none()
            }),
            (json!({ "limit_w": 700 }), "says its limit is 700 W", |card| card.power_limit.is_none()),
            (json!({ "memory_mib": 99_999 }), "says 99999 MiB of its 12282 MiB of memory are in use", |card| {
                card.memory_used.is_none()
            }),
        ];
        for (nonsense, words, is_thrown_away) in cases {
            stage.script(&at_320_w(nonsense));
            let card = stage.card_when(&[], words, |card| !card.doubts.is_empty());
            assert_eq!(card.doubts, [words]);
            assert!(is_thrown_away(&card), "{card:?}");
            stage.script(&at_320_w(json!({})));
            stage.card_when(&[], "believed again", |card| card.doubts.is_empty() && !is_thrown_away(card));
        }
    });
}

#[test]
fn a_counter_that_ran_back_is_distrusted_for_a_while() {
    played("a_counter_that_ran_back_is_distrusted_for_a_while", &json!({ "idle_w": 180 }), |stage| {
        let honest =
            stage.card_when(&[], "some joules old", |card| card.energy.is_some_and(|energy| energy.0 > 60_000));
        stage.script(&json!({ "idle_w": 180, "nonsense": { "energy_back_mj": 50_000 } }));
        let back = stage.card_when(&[], "caught", |card| card.energy.is_none());
        assert_eq!(back.doubts, ["has an energy counter that ran back"]);
        for reading in 1..COUNTER_TRUST_READINGS {
            assert_eq!(stage.card(&[]).energy, None, "reading {reading} after the lie");
        }
        let card = stage.card(&[]);
        assert!(card.energy.is_some_and(|energy| energy < honest.energy.expect("it was honest")), "{card:?}");
        assert_eq!(energy_between(&honest, &card), None, "what it took meanwhile nobody knows");
    });
}

#[test]
fn several_cards_are_told_apart() {
    let cards = json!([{ "name": "A", "display_active": true }, { "name": "B", "uuid": "GPU-B", "max_w": 75 }]);
    let script = json!({ "display_active": false, "worker_card": 1, "own_load_percent": 80, "cards": cards });
    played("several_cards_are_told_apart", &script, |stage| {
        let reading = stage.cards.read(&[], now());
        let told: Vec<_> =
            reading.gpus.iter().map(|card| (card.name.as_str(), card.display_active, card.load_percent)).collect();
        assert_eq!(told, [("A", Some(true), Some(0)), ("B", Some(false), Some(80))]);
        assert_eq!(reading.gpus[1].power_limit, watts(75));
        assert!(reading.gpus[0].uuid != "GPU-B" && reading.gpus[1].uuid == "GPU-B", "{reading:?}");
    });
}

#[test]
fn one_lost_card_does_not_silence_the_others() {
    played("one_lost_card_does_not_silence_the_others", &json!({ "cards": [{}, {}] }), |stage| {
        assert_eq!(stage.cards.read(&[], now()).gpus.len(), 2);
        let ok = |stage: &mut Stage, cards: usize| {
            stage.reading_when(&format!("{cards} cards"), |reading| {
                assert_eq!(reading.state, Source::Ok, "some card always tells");
                reading.gpus.len() == cards
            })
        };
        stage.script(&json!({ "cards": [{ "error": "gpu_lost" }, {}] }));
        assert!(ok(stage, 1).gpus[0].uuid.ends_with('2'), "the second stays");
        stage.script(&json!({ "cards": [{}, {}] }));
        ok(stage, 2);
        stage.script(&json!({ "cards": [{}] }));
        ok(stage, 1);
        stage.script(&json!({ "cards": [{ "error": "gpu_lost" }] }));
        stage.reading_when("a failure", |reading| matches!(reading.state, Source::Failed(_)));
    });
}

#[test]
fn averaged_and_noisy_power_stays_believable_and_energy_exact() {
    let script = json!({ "noise_w": 20, "average_s": 1.0, "idle_w": 100, "time_constant_s": 0.1 });
    played("averaged_and_noisy_power_stays_believable_and_energy_exact", &script, |stage| {
        let first = (Instant::now(), stage.card(&[]), Instant::now());
        let mut told = Vec::new();
        stage.card_when(&[], "a second later", |later| {
            told.extend(later.power);
            later.at.since_ms(first.1.at) >= 1_000
        });
        let last = (Instant::now(), stage.card(&[]), Instant::now());
        told.dedup();
        assert!(told.len() > 3, "noise: {told:?}");
        assert!(told.iter().all(|power| (80_000..=120_000).contains(&power.0)), "{told:?}");
        let taken = energy_between(&first.1, &last.1).expect("a believable counter").0 as f64;
        let at_100_w = |from: Instant, to: Instant| 100_000.0 * (to - from).as_secs_f64();
        let (least, most) = (at_100_w(first.2, last.0), at_100_w(first.0, last.2));
        assert!(least - 1.0 <= taken && taken <= most + 1.0, "{taken} mJ, not {least} to {most}");
    });
}

#[test]
fn a_driver_that_hung_and_came_back_is_believed() {
    played("a_driver_that_hung_and_came_back_is_believed", &json!({ "idle_w": 150 }), |stage| {
        let before = stage.card(&[]);
        stage.script(&json!({ "idle_w": 150, "hang_ms": 100 }));
        let slow = stage.card_when(&[], "slow", |card| card.at.since_ms(before.at) >= 1_000);
        stage.script(&json!({ "idle_w": 150 }));
        let after = stage.card(&[]);
        assert_eq!((slow.doubts, after.doubts.as_slice()), (vec![], &[] as &[String]), "time that was lost is no lie");
        assert!(energy_between(&before, &after).is_some());
    });
}

#[test]
fn cards_of_all_makers_are_shown_together() {
    played("cards_of_all_makers_are_shown_together", &json!({}), |stage| {
        let root = tempfile::tempdir().expect("a scratch folder");
        let card = root.path().join("class/drm/card0");
        let device = root.path().join("devices/0000:00:02.0");
        std::fs::create_dir_all(&card).and_then(|()| std::fs::create_dir_all(&device)).expect("folders");
        std::os::unix::fs::symlink("/drivers/i915", device.join("driver")).expect("a link");
        std::os::unix::fs::symlink(&device, card.join("device")).expect("a link");
        std::fs::write(device.join("vendor"), "0x8086\n").expect("a file");
        let mut cards = Cards::open_played(&stage::library(), root.path(), root.path());
        let read = |cards: &mut Cards| -> (Vec<String>, Source) {
            let reading = cards.read(&[], now());
            (reading.gpus.into_iter().map(|card| card.source).collect(), reading.state)
        };
        assert_eq!(read(&mut cards), (vec!["nvml".to_owned(), "i915".to_owned()], Source::Ok));
        stage.script(&json!({ "error": "not_loaded" }));
        stage.reading_when("without the driver", |reading| reading.gpus.is_empty());
        assert_eq!(read(&mut cards), (vec!["i915".to_owned()], Source::Ok), "one that tells is enough");
    });
}
