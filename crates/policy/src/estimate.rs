//! What a day would bring under the owner's limits, and what each limit costs or saves.
//!
//! An estimate, not money: it supposes that there is as much work at the price that is asked as [`Prospects`] says, that
//! this machine runs and somebody is there for as long as that says, and that all of it is spread evenly over the hours
//! that the owner allows. Electricity costs what it costs in those hours, on the average.

use crate::hours::{Allowed, Hours, Tariff};
use crate::rules::{CardRules, Rules, WhenPresent};
use idlewatt_proto::{Amount, Milliwatts};

/// What an hour of full work brings and takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospects {
    /// What is asked on top of the costs, in thousandths. A card that is held back costs less an hour and takes longer, and
    /// the price that is asked follows.
    pub margin_permille: u32,
    /// Wear.
    pub wear_per_hour: Amount,
    /// Price of a kilowatt-hour.
    pub tariff: Tariff,
    /// Power at rest.
    pub rest: Milliwatts,
    /// Power at full work.
    pub full: Milliwatts,
    /// Minutes of a day in which this machine runs.
    pub awake_minutes: u32,
    /// Minutes of a day in which somebody is there.
    pub present_minutes: u32,
    /// Share of the time in which work could be done for which there is some, in thousandths.
    pub demand_permille: u16,
}

/// One of the owner's limits that bears on earnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// What happens while somebody is there.
    Presence,
    /// When work is allowed.
    Hours,
    /// Time at work in a day.
    TimePerDay,
    /// Energy in a day.
    EnergyPerDay,
    /// What energy may cost in a day.
    CostPerDay,
    /// Board power.
    Power,
    /// Share of the card.
    Share,
    /// The highest price of a kilowatt-hour.
    TariffMost,
}

const LIMITS: [Limit; 8] = [
    Limit::Presence,
    Limit::Hours,
    Limit::TimePerDay,
    Limit::EnergyPerDay,
    Limit::CostPerDay,
    Limit::Power,
    Limit::Share,
    Limit::TariffMost,
];

const DAY_MINUTES: u64 = 24 * 60;

/// What a day is supposed to be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// What is paid, less electricity and wear: at the price that is asked that is the margin.
    pub net: Amount,
    /// Hours of work in thousandths, whatever share of the card it has in them.
    pub work_hours_permille: u32,
    /// Power above rest while work is done.
    pub above_rest: Milliwatts,
}

/// A day under these limits.
pub fn day(rules: &Rules, prospects: &Prospects) -> Day {
    let above_rest = prospects.full.saturating_sub(prospects.rest).0;
    let by_power = rules.card.power.map_or(1000, |limit| {
        limit.saturating_sub(prospects.rest).0.saturating_mul(1000).checked_div(above_rest).unwrap_or(1000).min(1000)
    });
    let speed_permille = by_power.min(u64::from(rules.card.share_permille)).min(1000);
    let power = Milliwatts(above_rest * speed_permille / 1000);
    let Allowed { share_permille, per_kwh } = prospects.tariff.allowed(&rules.hours, rules.tariff_most);
    // A price below zero is no income to count on.
    let allowed = Allowed { share_permille, per_kwh: per_kwh.max(Amount::ZERO) };
    let Minutes { at_speed: minutes, by_clock } = minutes_per_day(rules, prospects, allowed, power, speed_permille);
    let wear = prospects.wear_per_hour.scaled(minutes, 60).unwrap_or_default();
    let electricity = allowed.per_kwh.scaled(power.0.saturating_mul(minutes), 60_000_000).unwrap_or_default();
    let costs = wear.checked_add(electricity).unwrap_or_default();
    // What is paid covers the costs, so the margin is what is left.
    let net = costs.scaled(u64::from(prospects.margin_permille), 1000).unwrap_or_default();
    Day { net, work_hours_permille: u32::try_from(by_clock * 1000 / 60).unwrap_or(u32::MAX), above_rest: power }
}

/// Net of a day.
pub fn net_per_day(rules: &Rules, prospects: &Prospects) -> Amount {
    day(rules, prospects).net
}

/// The net of a day in which there is always work.
pub fn most_per_day(rules: &Rules, prospects: &Prospects) -> Amount {
    net_per_day(rules, &Prospects { demand_permille: 1000, ..prospects.clone() })
}

/// Whether it makes a difference how long somebody is there.
pub fn minds_presence(rules: &Rules) -> bool {
    rules.idle_ms > 0 && rules.when_present != WhenPresent::Full
}

/// Work in a day.
struct Minutes {
    /// As if all of it were done at the speed that the card's limits leave.
    at_speed: u64,
    /// From the beginning of work to its end.
    by_clock: u64,
}

fn minutes_per_day(
    rules: &Rules,
    prospects: &Prospects,
    allowed: Allowed,
    power: Milliwatts,
    speed_permille: u64,
) -> Minutes {
    if !rules.card.works || speed_permille == 0 {
        return Minutes { at_speed: 0, by_clock: 0 };
    }
    let awake = u64::from(prospects.awake_minutes).min(DAY_MINUTES);
    let present = u64::from(prospects.present_minutes).min(awake);
    let beside = match rules.when_present {
        _ if rules.idle_ms == 0 => 1000,
        WhenPresent::Stop => 0,
        WhenPresent::Light { share_permille } => (u64::from(share_permille) * 1000 / speed_permille).min(1000),
        WhenPresent::Full => 1000,
    };
    // In thousandths, with the hours that are allowed and the work that there is.
    let wanted = u64::from(allowed.share_permille) * u64::from(prospects.demand_permille.min(1000)) / 1000;
    let possible = ((awake - present) * 1000 + present * beside) * wanted / 1_000_000;
    let clock = if beside > 0 { awake } else { awake - present } * wanted / 1000;
    let mut minutes = possible;
    if let Some(most) = rules.time_per_day_ms {
        minutes = minutes.min((most / 60_000).saturating_mul(possible) / clock.max(1));
    }
    if let (Some(most), 1..) = (rules.energy_per_day, power.0) {
        minutes = minutes.min(most.0 / power.0 * 1000 / 60_000);
    }
    if let (Some(most), Some(per_hour @ 1..)) =
        (rules.cost_per_day, allowed.per_kwh.scaled(power.0, 1_000_000).map(Amount::micros))
    {
        minutes = minutes.min(u64::try_from(most.micros().max(0) * 60 / per_hour).unwrap_or(u64::MAX));
    }
    Minutes { at_speed: minutes, by_clock: clock * minutes / possible.max(1) }
}

/// What each limit that is set adds to the net of a day: below zero where it costs, above where it saves.
pub fn effects(rules: &Rules, prospects: &Prospects) -> Vec<(Limit, Amount)> {
    let with = net_per_day(rules, prospects);
    let effect = |limit: Limit| {
        let without = without(rules, limit)?;
        Some((limit, with.checked_sub(net_per_day(&without, prospects))?))
    };
    LIMITS.into_iter().filter_map(effect).collect()
}

/// The rules without a limit; `None` where it is not set.
fn without(rules: &Rules, limit: Limit) -> Option<Rules> {
    let free = match limit {
        Limit::Presence => Rules { idle_ms: 0, ..rules.clone() },
        Limit::Hours => Rules { hours: Hours::default(), ..rules.clone() },
        Limit::TimePerDay => Rules { time_per_day_ms: None, ..rules.clone() },
        Limit::EnergyPerDay => Rules { energy_per_day: None, ..rules.clone() },
        Limit::CostPerDay => Rules { cost_per_day: None, ..rules.clone() },
        Limit::Power => Rules { card: CardRules { power: None, ..rules.card.clone() }, ..rules.clone() },
        Limit::Share => Rules { card: CardRules { share_permille: 1000, ..rules.card.clone() }, ..rules.clone() },
        Limit::TariffMost => Rules { tariff_most: None, ..rules.clone() },
    };
    (free != *rules).then_some(free)
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::Millijoules;

    const PROSPECTS: Prospects = Prospects {
        margin_permille: 500,
        wear_per_hour: Amount::from_micros(10_000),
        tariff: Tariff { bands: Vec::new(), flat: Amount::from_micros(300_000) },
        rest: Milliwatts(20_000),
        full: Milliwatts(220_000),
        awake_minutes: 1440,
        present_minutes: 240,
        demand_permille: 1000,
    };

    fn free() -> Rules {
        Rules { idle_ms: 0, ..Rules::default() }
    }

    #[test]
    fn a_day_without_limits_is_twenty_four_hours_of_net() {
        // Half of 0.01 wear and of 0.2 kWh at 0.3 an hour.
        assert_eq!(net_per_day(&free(), &PROSPECTS), Amount::from_micros(24 * 35_000));
        assert_eq!(effects(&free(), &PROSPECTS), []);
    }

    #[test]
    fn each_limit_is_charged_with_what_it_costs() {
        let nights = Rules { hours: Hours(vec!["daily 22:00-07:00".parse().expect("a span")]), ..Rules::default() };
        let effects = effects(&nights, &PROSPECTS);
        let of = |limit| effects.iter().find(|(of, _)| *of == limit).map(|(_, amount)| amount.micros());
        assert_eq!(of(Limit::Power), None, "not set");
        let (hours, presence) = (of(Limit::Hours).expect("set"), of(Limit::Presence).expect("set"));
        assert!((-439_000..=-436_000).contains(&hours), "15 of 20 hours: {hours}");
        assert!((-53_500..=-51_500).contains(&presence), "4 of 24 hours, of 9: {presence}");
    }

    #[test]
    fn electricity_costs_what_it_costs_in_the_hours_of_work() {
        let bands = vec!["daily 12:00-24:00 0.9".parse().expect("a band")];
        let dear = Prospects { tariff: Tariff { bands, flat: Amount::from_micros(300_000) }, ..PROSPECTS };
        // Half of 0.01 wear and of 0.2 kWh at 0.6 an hour.
        assert_eq!(net_per_day(&free(), &dear), Amount::from_micros(24 * 65_000), "the mean of the day");
        let mornings = Rules { hours: Hours(vec!["daily 0:00-12:00".parse().expect("a span")]), ..free() };
        assert_eq!(net_per_day(&mornings, &dear), Amount::from_micros(12 * 35_000));
        let thrifty = Rules { tariff_most: Some(Amount::from_micros(500_000)), ..free() };
        assert_eq!(net_per_day(&thrifty, &dear), Amount::from_micros(12 * 35_000));
        assert_eq!(effects(&thrifty, &dear), [(Limit::TariffMost, Amount::from_micros(12 * 35_000 - 24 * 65_000))]);
        assert_eq!(
            net_per_day(
                &thrifty,
                &Prospects { tariff: Tariff { bands: Vec::new(), flat: Amount::from_micros(600_000) }, ..PROSPECTS }
            ),
            Amount::ZERO
        );
        let budget = Rules { cost_per_day: Some(Amount::from_micros(120_000)), ..free() };
        assert_eq!(net_per_day(&budget, &dear), Amount::from_micros(65_000), "one hour at the mean");
    }

    #[test]
    fn budgets_bind_what_they_name() {
        let energy = Rules { energy_per_day: Some(Millijoules(3_600_000_000)), ..free() };
        assert_eq!(net_per_day(&energy, &PROSPECTS), Amount::from_micros(5 * 35_000), "a kilowatt-hour lasts 5 hours");
        let cost = Rules { cost_per_day: Some(Amount::from_micros(60_000)), ..free() };
        assert_eq!(net_per_day(&cost, &PROSPECTS), Amount::from_micros(35_000), "one hour's electricity");
        let time = Rules { time_per_day_ms: Some(2 * 3_600_000), ..free() };
        assert_eq!(net_per_day(&time, &PROSPECTS), Amount::from_micros(70_000));
    }

    #[test]
    fn half_the_power_is_half_the_electricity_and_all_the_wear() {
        let card = CardRules { power: Some(Milliwatts(120_000)), ..CardRules::default() };
        let half = Rules { card, ..free() };
        assert_eq!(net_per_day(&half, &PROSPECTS), Amount::from_micros(24 * 20_000));
        let nothing = CardRules { power: Some(Milliwatts(20_000)), ..CardRules::default() };
        assert_eq!(net_per_day(&Rules { card: nothing, ..free() }, &PROSPECTS), Amount::ZERO);
    }

    #[test]
    fn only_the_work_that_there_is_brings_something() {
        let quarter = Prospects { demand_permille: 250, ..PROSPECTS };
        let day = day(&free(), &quarter);
        let above_rest = Milliwatts(200_000);
        assert_eq!(day, Day { net: Amount::from_micros(6 * 35_000), work_hours_permille: 6000, above_rest });
        assert_eq!(most_per_day(&free(), &quarter), Amount::from_micros(24 * 35_000));
        let two_hours = Rules { time_per_day_ms: Some(2 * 3_600_000), ..free() };
        let scarce = Prospects { demand_permille: 50, ..PROSPECTS };
        assert_eq!(effects(&two_hours, &scarce), [(Limit::TimePerDay, Amount::ZERO)], "as much as there is anyway");
        let none = Prospects { demand_permille: 0, ..PROSPECTS };
        assert_eq!(super::day(&free(), &none), Day { net: Amount::ZERO, work_hours_permille: 0, above_rest });
    }

    #[test]
    fn a_machine_that_is_off_does_not_work() {
        let evenings = Prospects { awake_minutes: 6 * 60, present_minutes: 4 * 60, ..PROSPECTS };
        assert_eq!(day(&Rules::default(), &evenings).work_hours_permille, 2000);
        let never_alone = Prospects { present_minutes: 1440, ..evenings };
        assert_eq!(net_per_day(&Rules::default(), &never_alone), Amount::ZERO);
    }

    #[test]
    fn hours_beside_somebody_count_by_the_clock_and_bring_their_share() {
        let light = Rules { when_present: WhenPresent::Light { share_permille: 500 }, ..Rules::default() };
        let day = day(&light, &PROSPECTS);
        assert_eq!((day.net, day.work_hours_permille), (Amount::from_micros(22 * 35_000), 24_000));
        let half = Rules { time_per_day_ms: Some(12 * 3_600_000), ..light };
        let day = super::day(&half, &PROSPECTS);
        assert_eq!((day.net, day.work_hours_permille), (Amount::from_micros(11 * 35_000), 12_000));
    }

    #[test]
    fn presence_matters_only_to_whoever_minds_it() {
        assert!(minds_presence(&Rules::default()));
        assert!(!minds_presence(&free()));
        assert!(!minds_presence(&Rules { when_present: WhenPresent::Full, ..Rules::default() }));
    }

    proptest::proptest! {
        #[test]
        fn the_net_lies_within_its_range(demand in 0u16..=1000, present in 0u32..=1440, awake in 0u32..=1440, share in 1u16..=1000, watts in 0u64..300) {
            let prospects = Prospects { demand_permille: demand, present_minutes: present, awake_minutes: awake, ..PROSPECTS };
            let card = CardRules { share_permille: share, power: (watts > 0).then_some(Milliwatts(watts * 1000)), ..CardRules::default() };
            let rules = Rules { card, ..Rules::default() };
            let (low, high) = (Amount::ZERO, most_per_day(&rules, &prospects));
            let day = day(&rules, &prospects);
            proptest::prop_assert!((low..=high).contains(&day.net), "{low} {} {high}", day.net);
            proptest::prop_assert!(day.work_hours_permille <= awake * 1000 / 60 + 1);
        }
    }
}
