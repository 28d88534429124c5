//! What a day would bring under the owner's limits, and what each of them costs or saves.

use crate::house::House;
use crate::judge;
use crate::limits::PRESENT_MINUTES;
use idlewatt_control::messages::{Assumption, LimitRow, Limits};
use idlewatt_policy::estimate::{self, Limit, Prospects};
use idlewatt_policy::price;
use idlewatt_proto::Milliwatts;

/// The limits that bear on earnings, with their effect. Without a measured adapter there is nothing to estimate.
pub fn limits(house: &House) -> Limits {
    let rules = judge::rules(house);
    let rests_on = vec![
        Assumption::OwnPrice,
        Assumption::Presence { minutes: PRESENT_MINUTES },
        Assumption::Tariff { per_kwh: house.tariff_now() },
    ];
    let Some(prospects) = prospects(house) else {
        return Limits { net_per_day: None, range: None, work_hours_permille: None, limits: Vec::new(), rests_on };
    };
    let values = house.settings.borrow().rows();
    let row = |(limit, effect_per_day)| {
        let name = name(limit);
        let row = values.iter().find(|row| row.name == name);
        let (value, meaning) = row.map(|row| (row.value.clone(), row.meaning.clone())).unwrap_or_default();
        LimitRow { name: name.to_owned(), value, meaning, effect_per_day }
    };
    Limits {
        range: None,
        work_hours_permille: None,
        net_per_day: Some(estimate::net_per_day(&rules, &prospects)),
        limits: estimate::effects(&rules, &prospects).into_iter().map(row).collect(),
        rests_on,
    }
}

/// What an hour of full work would bring and take here.
fn prospects(house: &House) -> Option<Prospects> {
    let measured = house.adapter.borrow().measured.clone()?;
    let speed = measured.samples_per_second;
    let rest = house.senses.rest_power.borrow().unwrap_or_default();
    let full = house
        .free_limit(house.card().as_ref())
        .unwrap_or_else(|| Milliwatts(rest.0.saturating_add(house.assumed_power().0)));
    let costs = price::Costs { power_above_idle: full.saturating_sub(rest), ..house.costs() };
    let gross_per_hour = price::asked(&costs, speed)?.cost(speed.saturating_mul(3600))?;
    Some(Prospects {
        gross_per_hour,
        wear_per_hour: costs.wear_per_hour,
        tariff_per_kwh: costs.tariff_per_kwh,
        rest,
        full,
        present_minutes: PRESENT_MINUTES,
    })
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
    }
}
