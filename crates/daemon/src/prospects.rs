//! What a day would bring under the owner's limits, and what each of them costs or saves.

use crate::change;
use crate::habits;
use crate::house::House;
use crate::limits::PRESENT_MINUTES;
use crate::settings::Settings;
use idlewatt_control::messages::{Assumption, ControlError, LimitRow, Limits, NetRange, SettingChange};
use idlewatt_policy::estimate::{self, Day, Limit, Prospects};
use idlewatt_policy::habits::Habits;
use idlewatt_policy::hours::{Allowed, Tariff};
use idlewatt_policy::rules::Rules;
use idlewatt_proto::{Amount, Milliwatts};

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// The limits that bear on earnings, with their effect.
pub fn limits(house: &House) -> Limits {
    let settings = house.settings.borrow().clone();
    under(house, &settings)
}

/// The same, if some settings were others.
pub fn estimate(house: &House, changes: &[SettingChange]) -> Result<Limits, ControlError> {
    Ok(under(house, &change::with(house, changes)?))
}

/// A day under these settings. Without a measured adapter there is nothing to estimate.
pub fn under(house: &House, settings: &Settings) -> Limits {
    let rules = settings.rules(house.card().as_ref());
    let habits = habits::known(house);
    let tariff = tariff(house, settings);
    let supposed = supposed(&rules, &habits, &tariff);
    let Some((prospects, metered)) = prospects(house, settings, &habits, tariff) else {
        let (limits, rests_on) = (Vec::new(), supposed);
        return Limits { net_per_day: None, range: None, work_hours_permille: None, limits, rests_on };
    };
    let values = settings.rows();
    let row = |(limit, effect_per_day)| {
        let name = name(limit);
        let row = values.iter().find(|row| row.name == name);
        let (value, meaning) = row.map(|row| (row.value.clone(), row.meaning.clone())).unwrap_or_default();
        LimitRow { name: name.to_owned(), value, meaning, effect_per_day }
    };
    let Day { net, work_hours_permille, above_rest } = estimate::day(&rules, &prospects);
    let (low, high) = (Amount::ZERO, estimate::most_per_day(&rules, &prospects));
    let power = Assumption::Power { above_rest, measured: metered };
    Limits {
        net_per_day: Some(net),
        range: Some(NetRange { low, high }),
        work_hours_permille: Some(work_hours_permille),
        limits: estimate::effects(&rules, &prospects).into_iter().map(row).collect(),
        rests_on: supposed.into_iter().chain([power]).collect(),
    }
}

/// What is supposed whatever this machine can do.
fn supposed(rules: &Rules, habits: &Habits, tariff: &Tariff) -> Vec<Assumption> {
    let (share_permille, measured) = (habits.demand_permille.unwrap_or(1000), habits.demand_permille.is_some());
    let mut supposed = vec![Assumption::OwnPrice, Assumption::Demand { share_permille, measured }];
    supposed.extend(habits.awake_minutes.map(|minutes| Assumption::Awake { minutes }));
    if estimate::minds_presence(rules) {
        let (minutes, measured) = (habits.present_minutes.unwrap_or(PRESENT_MINUTES), habits.present_minutes.is_some());
        supposed.push(Assumption::Presence { minutes, measured });
    }
    let Allowed { per_kwh, .. } = tariff.allowed(&rules.hours, rules.tariff_most);
    supposed.push(Assumption::Tariff { per_kwh, mean: !tariff.bands.is_empty() });
    supposed
}

/// What an hour of full work would bring and take here, and whether meters told what it takes.
fn prospects(house: &House, settings: &Settings, habits: &Habits, tariff: Tariff) -> Option<(Prospects, bool)> {
    house.adapter.borrow().measured.as_ref()?;
    let (rest, limit) = (*house.senses.rest_power.borrow(), house.free_limit(house.card().as_ref()));
    let metered = rest.is_some() && limit.is_some();
    let rest = rest.unwrap_or_default();
    let full = limit.unwrap_or_else(|| Milliwatts(rest.0.saturating_add(house.assumed_power().0)));
    let prospects = Prospects {
        margin_permille: settings.provider.margin_percent.saturating_mul(10),
        wear_per_hour: settings.wear_per_hour(),
        tariff,
        rest,
        full,
        awake_minutes: habits.awake_minutes.unwrap_or(DAY),
        present_minutes: habits.present_minutes.unwrap_or(PRESENT_MINUTES),
        demand_permille: habits.demand_permille.unwrap_or(1000),
    };
    Some((prospects, metered))
}

/// What a kilowatt-hour would cost over the week. Of what a file or a command tells, nothing is known but the price of now.
fn tariff(house: &House, settings: &Settings) -> Tariff {
    let told = !settings.tariff.file.is_empty() || !settings.tariff.command.is_empty();
    match told {
        true => Tariff { bands: Vec::new(), flat: house.tariff_now() },
        false => Tariff { bands: settings.tariff_bands(), flat: settings.flat_tariff() },
    }
}

/// The setting that a limit comes from.
fn name(limit: Limit) -> &'static str {
    match limit {
        Limit::Presence => "limits.idle_minutes",
        Limit::Hours => "limits.hours",
        Limit::TimePerDay => "limits.hours_per_day",
        Limit::EnergyPerDay => "limits.energy_per_day_kwh",
        Limit::CostPerDay => "limits.cost_per_day",
        Limit::Power => "limits.power_watts",
        Limit::Share => "limits.share_percent",
        Limit::TariffMost => "limits.tariff_most",
    }
}
