//! The meters against a played card, loaded by path as the real library is.
#![cfg(target_os = "linux")]

mod stage;

use idlewatt_proto::{Millijoules, Milliwatts};
use idlewatt_sensors::{Cards, Source, energy_between};
use serde_json::json;
use stage::{Worker, now, played};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

#[test]
fn a_card_at_rest_is_believable() {
    played("a_card_at_rest_is_believable", &json!({}), |stage| {
        let card = stage.card(&[]);
        assert!(card.simulated, "a played card says so");
        assert_eq!(card.name, "GeForce RTX 4070 (simulated)");
        assert_eq!((card.load_percent, card.foreign_load_percent), (Some(0), Some(0)));
        assert_eq!((card.power, card.power_limit), (Some(Milliwatts(14_000)), Some(Milliwatts(200_000))));
        assert_eq!((card.temperature_c, card.display_active), (Some(38), Some(true)));
        assert!(card.memory_used.is_some_and(|used| Some(used) < card.memory_total), "{card:?}");
        // The card's clock is real time, somewhere between these.
        let first = (Instant::now(), stage.card(&[]), Instant::now());
        stage.card_when(&[], "a second later", |later| later.at.since_ms(first.1.at) >= 1_000);
        let last = (Instant::now(), stage.card(&[]), Instant::now());
        let taken = energy_between(&first.1, &last.1).expect("a believable counter").0 as f64;
        let (least, most) = (last.0 - first.2, last.2 - first.0);
        let at_14_w = |span: Duration| 14_000.0 * span.as_secs_f64();
        // Both ends are cut to whole millijoules.
        assert!(at_14_w(least) - 1.0 <= taken && taken <= at_14_w(most) + 1.0, "{taken} mJ in {least:?} to {most:?}");
    });
}

#[test]
fn work_of_ours_shows_as_load_and_not_as_foreign() {
    played("work_of_ours_shows_as_load_and_not_as_foreign", &json!({ "time_constant_s": 0.2 }), |stage| {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let before = stage.card(&[]);
        let worker = Worker::start(folder.path());
        let own = [worker.0.id()];
        let busy = stage.card_when(&own, "busy", |card| card.load_percent > Some(0) && card.power > before.power);
        assert_eq!(busy.foreign_load_percent, Some(0), "our own work is nobody else's: {busy:?}");
        // Its pid is ours for a while after it was last named.
        stage
            .card_when(&[], "a stranger, being a worker nobody told about", |card| card.foreign_load_percent > Some(0));
        drop(worker);
        stage.card_when(&[], "at rest again", |card| {
            card.load_percent == Some(0) && card.power < Some(Milliwatts(15_000))
        });
    });
}

#[test]
fn foreign_load_is_seen() {
    played("foreign_load_is_seen", &json!({ "foreign_load_percent": 63 }), |stage| {
        assert_eq!(stage.card(&[1234]).foreign_load_percent, Some(63));
        stage.script(&json!({ "foreign_load_percent": 63, "per_process": false }));
        assert_eq!(stage.card(&[1234]).foreign_load_percent, None, "it may be ours");
        stage.script(&json!({}));
        stage.card_when(&[], "alone", |card| card.foreign_load_percent == Some(0));
    });
}

#[test]
fn a_lost_card_is_a_failure_with_words_and_comes_back() {
    played("a_lost_card_is_a_failure_with_words_and_comes_back", &json!({}), |stage| {
        let enough = Some(Millijoules(14_000));
        let before = stage.card_when(&[], "some joules old", |card| card.energy > enough);
        for (error, word) in [("gpu_lost", "bus"), ("mismatch", "mismatch"), ("not_loaded", "driver")] {
            stage.script(&json!({ "error": error }));
            let reading = stage.reading_when("failed", |reading| reading.state != Source::Ok);
            let Source::Failed(words) = &reading.state else { panic!("{error}: {reading:?}") };
            assert!(words.contains(word) && reading.gpus.is_empty(), "{error}: {words}");
            stage.script(&json!({}));
            let back = stage.reading_when("back", |reading| reading.state == Source::Ok);
            let taken = energy_between(&before, &back.gpus[0]);
            let restarted = error == "not_loaded";
            assert_eq!(
                taken.is_none(),
                restarted,
                "{error}: a reloaded driver counts anew, a found card goes on: {taken:?}"
            );
        }
    });
}

#[test]
fn nonsense_is_left_out() {
    let script =
        json!({ "idle_w": 9_999, "max_w": 9_999, "limit_w": 320, "temperature_idle_c": 511, "temperature_max_c": 511 });
    played("nonsense_is_left_out", &script, |stage| {
        let card = stage.card(&[]);
        assert_eq!((card.power, card.temperature_c), (None, None), "9999 W on a 320 W card, at 511 degrees");
        assert_eq!(card.load_percent, Some(0), "what can be true is kept");
        let later = stage.card_when(&[], "a second later", |later| later.at.since_ms(card.at) >= 1_000);
        assert_eq!(energy_between(&card, &later), None, "a counter of 9999 W under a limit of 320 W");
    });
}

#[test]
fn a_card_without_a_counter_is_integrated() {
    played("a_card_without_a_counter_is_integrated", &json!({ "energy_counter": false }), |stage| {
        let card = stage.card(&[]);
        assert_eq!(card.energy, None);
        let later = stage.card_when(&[], "later", |later| later.at.since_ms(card.at) >= 500);
        let taken = energy_between(&card, &later).expect("power at both ends");
        assert_eq!(taken.0, 14 * later.at.since_ms(card.at), "14 W all along");
    });
}

#[test]
fn a_driver_that_never_ran_is_absent() {
    played("a_driver_that_never_ran_is_absent", &json!({ "error": "not_loaded" }), |stage| {
        let state = stage.cards.read(&[], now()).state;
        assert!(matches!(&state, Source::Absent(words) if words.contains("does not run")), "{state:?}");
        stage.script(&json!({}));
        stage.reading_when("there after all", |reading| reading.state == Source::Ok);
    });
}

#[test]
fn no_library_is_absent_with_words() {
    let mut cards = Cards::open(Some(Path::new("/nonexistent/nvml.so")));
    let reading = cards.read(&[], now());
    assert!(reading.gpus.is_empty(), "{reading:?}");
    let Source::Absent(words) = &reading.state else { panic!("{reading:?}") };
    assert!(words.starts_with("no NVIDIA driver found (") && words.contains("/nonexistent/nvml.so"), "{words}");
}

#[test]
fn a_file_that_is_no_library_is_absent_with_words() {
    let file = tempfile::NamedTempFile::new().expect("a scratch file");
    fs::write(file.path(), "not a library").expect("some text");
    let mut cards = Cards::open(Some(file.path()));
    assert!(matches!(cards.read(&[], now()).state, Source::Absent(_)));
}
