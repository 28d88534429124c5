//! What was worked since local midnight, for the owner's limits of a day. It survives a restart, or else a limit of two
//! hours would be two hours for each.

use crate::governor::Energy;
use crate::house::House;
use crate::limits::DAY_SAVED_EVERY_MS;
use idlewatt_policy::idle::Spent;
use idlewatt_proto::{Amount, Millijoules};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A day, and what was worked in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Day {
    date: String,
    pub spent: Spent,
    /// The cost in micro-credits times [`PER_KWH`], because what a quarter of a second costs is less than one.
    cost_exact: i128,
    unsaved_ms: u64,
}

/// Millijoules of a kilowatt-hour.
const PER_KWH: i128 = 3_600_000_000;

#[derive(Serialize, Deserialize)]
struct Saved {
    date: String,
    time_ms: u64,
    energy_mj: u64,
    cost: Amount,
}

fn file(home: &Path) -> PathBuf {
    home.join("today.json")
}

fn today() -> String {
    jiff::Zoned::now().date().to_string()
}

/// Today, as far as an earlier run counted it. A file that cannot be read counts as none: it holds no money, and the
/// books know what was earned.
pub fn load(home: &Path) -> Day {
    let date = today();
    let saved = std::fs::read(file(home)).ok().and_then(|text| serde_json::from_slice::<Saved>(&text).ok());
    let Some(saved) = saved.filter(|saved| saved.date == date) else { return Day { date, ..Day::default() } };
    let spent = Spent { time_ms: saved.time_ms, energy: Millijoules(saved.energy_mj), cost: saved.cost };
    Day { date, spent, cost_exact: i128::from(saved.cost.micros()) * PER_KWH, unsaved_ms: 0 }
}

/// Counts work.
pub fn add(house: &House, elapsed_ms: u64, energy: Energy) {
    turn(house);
    let energy = energy.amount();
    let tariff = house.tariff_now();
    house.day.send_modify(|day| {
        day.spent.time_ms += elapsed_ms;
        day.spent.energy = day.spent.energy.saturating_add(energy);
        day.cost_exact += i128::from(energy.0) * i128::from(tariff.micros());
        day.spent.cost = Amount::from_micros(i64::try_from(day.cost_exact / PER_KWH).unwrap_or(i64::MAX));
        day.unsaved_ms += elapsed_ms;
    });
    if house.day.borrow().unsaved_ms >= DAY_SAVED_EVERY_MS {
        save(house);
    }
}

/// A new day begins at midnight.
pub fn turn(house: &House) {
    let date = today();
    house.day.send_if_modified(|day| {
        let over = day.date != date;
        if over {
            *day = Day { date, ..Day::default() };
        }
        over
    });
}

/// Writes it down.
pub fn save(house: &House) {
    let Day { date, spent, .. } = house.day.borrow().clone();
    let saved = Saved { date, time_ms: spent.time_ms, energy_mj: spent.energy.0, cost: spent.cost };
    let path = file(house.home.path());
    let new = path.with_extension("json.new");
    let written = serde_json::to_vec(&saved).map_err(std::io::Error::other);
    let written = written.and_then(|text| std::fs::write(&new, text)).and_then(|()| std::fs::rename(&new, &path));
    if let Err(error) = written {
        tracing::warn!(%error, "what was worked today will not survive a restart");
    }
    house.day.send_modify(|day| day.unsaved_ms = 0);
}
