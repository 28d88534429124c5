//! Readable sets of limits, for owners who want to choose once. Each sets every limit that any of them sets, so that
//! nothing of another one stays behind; money, tariff and programs are the owner's own and are not touched.

use crate::house::House;
use crate::prospects;
use crate::settings::Settings;
use idlewatt_control::messages::{Preset, PresetRow, SettingChange};
use idlewatt_proto::Milliwatts;
use idlewatt_proto::device::GpuReading;

/// Share of a card's own power at which it is quiet, in percent. It works at about three quarters of its speed there.
const QUIET_PERCENT: u64 = 60;

/// From the gentlest to the one that works most.
const PRESETS: [Preset; 3] = [Preset::QuietNights, Preset::WhenAway, Preset::Everything];

/// All of them, with what they would bring here.
pub fn rows(house: &House) -> Vec<PresetRow> {
    let settings = house.settings.borrow().clone();
    let card = Card::of(house);
    let row = |preset| {
        let changes: Vec<SettingChange> = changes(preset, &card).into_iter().chain(consent(&settings)).collect();
        // What it sets is right by itself; a file with a fault of its own is told of elsewhere.
        let with = settings.with(&changes).unwrap_or_else(|_| settings.clone());
        PresetRow { preset, limits: prospects::under(house, &with), chosen: is_chosen(&settings, &changes), changes }
    };
    PRESETS.map(row).into()
}

/// To choose when this machine works is to say that it may.
fn consent(settings: &Settings) -> Option<SettingChange> {
    let unsaid = settings.roles.provider.is_none();
    unsaid.then(|| SettingChange { name: "roles.provider".to_owned(), value: "true".to_owned() })
}

/// What there is to limit.
#[derive(Debug, Clone, Copy, Default)]
struct Card {
    /// What it may draw as delivered, where a meter tells what it draws.
    power: Option<Milliwatts>,
    /// A ceiling that nobody measures would stop all work.
    tells_temperature: bool,
    tells_fan: bool,
}

impl Card {
    fn of(house: &House) -> Self {
        let Some(card) = house.card() else { return Self::default() };
        let GpuReading { power, energy, power_range, temperature_c, fan_percent, .. } = &card;
        let metered = power.is_some() || energy.is_some();
        let delivered = power_range.and_then(|range| range.default).or_else(|| house.free_limit(Some(&card)));
        Self {
            power: delivered.filter(|_| metered),
            tells_temperature: temperature_c.is_some(),
            tells_fan: fan_percent.is_some(),
        }
    }
}

/// The limits of a preset. Zero: none.
struct Limits {
    idle_minutes: u64,
    when_present: &'static str,
    screenless_always: bool,
    hours: &'static str,
    power_watts: u64,
    share_percent: u64,
    temperature_c: u64,
    fan_percent: u64,
}

fn limits(preset: Preset, card: &Card) -> Limits {
    let free = Limits {
        idle_minutes: 10,
        when_present: "stop",
        screenless_always: false,
        hours: "",
        power_watts: 0,
        share_percent: 100,
        temperature_c: 0,
        fan_percent: 0,
    };
    match preset {
        Preset::QuietNights => {
            let watts = card.power.map(|power| (power.0 * QUIET_PERCENT / 100).div_ceil(1000));
            Limits {
                hours: "daily 23:00-07:00",
                power_watts: watts.unwrap_or(0),
                share_percent: if watts.is_some() { 100 } else { QUIET_PERCENT },
                temperature_c: 70,
                fan_percent: 50,
                ..free
            }
        }
        Preset::WhenAway => Limits { temperature_c: 80, ..free },
        Preset::Everything => {
            Limits { idle_minutes: 5, when_present: "light", screenless_always: true, temperature_c: 83, ..free }
        }
    }
}

fn changes(preset: Preset, card: &Card) -> Vec<SettingChange> {
    let limits = limits(preset, card);
    let where_told = |told: bool, limit: u64| if told { limit.to_string() } else { "0".to_owned() };
    let values = [
        ("limits.idle_minutes", limits.idle_minutes.to_string()),
        ("limits.when_present", limits.when_present.to_owned()),
        ("limits.light_share_percent", "30".to_owned()),
        ("limits.screenless_always", limits.screenless_always.to_string()),
        ("limits.hours", limits.hours.to_owned()),
        ("limits.hours_per_day", "0".to_owned()),
        ("limits.power_watts", limits.power_watts.to_string()),
        ("limits.temperature_c", where_told(card.tells_temperature, limits.temperature_c)),
        ("limits.fan_percent", where_told(card.tells_fan, limits.fan_percent)),
        ("limits.share_percent", limits.share_percent.to_string()),
        ("limits.on_battery", "false".to_owned()),
        ("limits.on_metered", "false".to_owned()),
    ];
    values.map(|(name, value)| SettingChange { name: name.to_owned(), value }).into()
}

/// Whether the settings are just so.
fn is_chosen(settings: &Settings, changes: &[SettingChange]) -> bool {
    settings.with(changes).is_ok_and(|with| with == *settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const TELLING: Card = Card { power: Some(Milliwatts(200_000)), tells_temperature: true, tells_fan: true };

    fn value(changes: &[SettingChange], name: &str) -> String {
        changes.iter().find(|change| change.name == name).expect(name).value.clone()
    }

    #[test]
    fn each_preset_is_right_and_leaves_nothing_of_another_behind() {
        for card in [TELLING, Card::default()] {
            for before in PRESETS {
                let settings = Settings::default().with(&changes(before, &card)).expect("right");
                for preset in PRESETS {
                    let changes = changes(preset, &card);
                    let changed = settings.with(&changes).expect("right");
                    assert_eq!(changed, Settings::default().with(&changes).expect("right"), "{before:?} to {preset:?}");
                    assert_eq!(is_chosen(&settings, &changes), before == preset, "{before:?} and {preset:?}");
                }
            }
        }
    }

    #[test]
    fn money_tariff_and_programs_are_the_owners() {
        let own = ["cost_per_day", "tariff", "provider.", "energy_per_day", "roles.", "accept."];
        for preset in PRESETS {
            let names: BTreeSet<String> = changes(preset, &TELLING).into_iter().map(|change| change.name).collect();
            assert!(!names.iter().any(|name| own.iter().any(|own| name.contains(own))), "{names:?}");
            for never in ["limits.on_battery", "limits.on_metered"] {
                assert_eq!(value(&changes(preset, &TELLING), never), "false");
            }
        }
    }

    #[test]
    fn whoever_chooses_one_says_that_this_machine_may_work_unless_it_was_switched_off() {
        let settings = Settings::default();
        let chosen = settings.with(&consent(&settings).into_iter().collect::<Vec<_>>()).expect("right");
        assert!(chosen.provides() && consent(&chosen).is_none());
        assert!(consent(&settings.resting()).is_none());
    }

    #[test]
    fn quiet_nights_limit_watts_where_a_meter_tells_and_the_share_elsewhere() {
        let telling = changes(Preset::QuietNights, &TELLING);
        assert_eq!(
            (value(&telling, "limits.power_watts"), value(&telling, "limits.share_percent")),
            ("120".into(), "100".into())
        );
        assert_eq!(
            (value(&telling, "limits.temperature_c"), value(&telling, "limits.fan_percent")),
            ("70".into(), "50".into())
        );
        let silent = changes(Preset::QuietNights, &Card::default());
        assert_eq!(
            (value(&silent, "limits.power_watts"), value(&silent, "limits.share_percent")),
            ("0".into(), "60".into())
        );
        assert_eq!(value(&silent, "limits.temperature_c"), "0", "a ceiling that nobody measures stops all work");
    }
}
