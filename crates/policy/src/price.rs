//! What work costs the owner, and what is asked for it.
//!
//! The floor is what an hour of work costs (electricity above idle at the tariff of that hour, and wear),
//! spread over what is done in that hour: pixel samples, or thousandths of tokens. Below it the owner would pay for working.

use idlewatt_proto::job::{READ_WEIGHT, SAID_WEIGHT};
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::text::TextSpeed;
use idlewatt_proto::{Amount, Milliwatts};

/// What an hour of work costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Costs {
    /// Power that work adds to an idle machine.
    pub power_above_idle: Milliwatts,
    /// Price of a kilowatt-hour.
    pub tariff_per_kwh: Amount,
    /// Wear of card and fans, per hour of work.
    pub wear_per_hour: Amount,
    /// What the owner wants on top, in thousandths.
    pub margin_permille: u32,
}

/// How much slower a scene is than the reference scene, in thousandths. Tracing a path costs about the
/// logarithm of the triangles, and more as they leave the caches: the Cornell box of 36 is 1000, and the garden of
/// 490 000 was measured at fourteen times that, a thousand for each doubling. Too high a guess costs a job, too low
/// a one makes the owner pay for working.
pub fn complexity_permille(instanced_triangles: u64) -> u64 {
    let doublings = (instanced_triangles.max(36) / 36).ilog2();
    1000 + u64::from(doublings) * 1000
}

/// Speed to expect on a scene, from the speed on the reference scene. At least one sample a second.
pub fn expected_speed(reference_samples_per_second: u64, instanced_triangles: u64) -> u64 {
    (reference_samples_per_second.saturating_mul(1000) / complexity_permille(instanced_triangles)).max(1)
}

/// What a model does in a second, in what text is measured in. Reading counts a tenth of saying; where it takes more
/// than a tenth of the time, a job that only reads must not be a loss either.
pub fn text_per_second(speed: TextSpeed) -> u64 {
    let saying = u64::from(speed.decode) * SAID_WEIGHT;
    let reading = u64::from(speed.prefill) * READ_WEIGHT;
    // An embedding model says nothing.
    if saying == 0 { reading.max(1) } else { saying.min(reading).max(1) }
}

/// The lowest price at which work at this speed is not a loss. `None`: beyond what money can express.
pub fn floor(costs: &Costs, per_second: u64) -> Option<Price> {
    let sum = floor_sum(costs, per_second)?;
    Some(Price { per_giga: sum.electricity.checked_add(sum.wear)? })
}

/// What the floor is made of, per thousand million of what is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FloorSum {
    /// Electricity above rest.
    pub electricity: Amount,
    /// Wear.
    pub wear: Amount,
}

/// The sum behind [`floor`].
pub fn floor_sum(costs: &Costs, per_second: u64) -> Option<FloorSum> {
    let per_giga = |per_hour: Amount| per_hour.scaled(1_000_000_000, per_second.max(1).saturating_mul(3600));
    let electricity = costs.tariff_per_kwh.scaled(costs.power_above_idle.0, 1_000_000)?;
    Some(FloorSum { electricity: per_giga(electricity)?, wear: per_giga(costs.wear_per_hour)? })
}

/// What is asked: the floor and the owner's margin.
pub fn asked(costs: &Costs, per_second: u64) -> Option<Price> {
    let floor = floor(costs, per_second)?;
    let permille = 1000 + u64::from(costs.margin_permille);
    Some(Price { per_giga: floor.per_giga.scaled(permille, 1000)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COSTS: Costs = Costs {
        power_above_idle: Milliwatts(200_000),
        tariff_per_kwh: Amount::from_micros(300_000),
        wear_per_hour: Amount::from_micros(12_000),
        margin_permille: 250,
    };

    #[test]
    fn an_hour_of_work_at_the_floor_pays_its_electricity_and_wear() {
        let price = floor(&COSTS, 500_000_000).expect("a price");
        let hour = price.cost(500_000_000 * 3600).expect("an amount");
        assert!(hour >= Amount::from_micros(72_000), "{hour}");
        assert!(hour < Amount::from_micros(74_000), "{hour}");
    }

    #[test]
    fn a_slower_scene_costs_more() {
        let simple = asked(&COSTS, expected_speed(1_000_000, 36)).expect("a price");
        let heavy = asked(&COSTS, expected_speed(1_000_000, 120_000)).expect("a price");
        assert!(heavy.per_giga.micros() > simple.per_giga.micros() * 18 / 10);
    }

    #[test]
    fn an_hour_of_text_pays_for_itself_whether_it_is_read_or_said() {
        for (prefill, decode) in [(4000, 60), (40, 12), (900, 0)] {
            let price = floor(&COSTS, text_per_second(TextSpeed { prefill, decode })).expect("a price");
            let said = price.cost(u64::from(decode) * SAID_WEIGHT * 3600).expect("an amount");
            let read = price.cost(u64::from(prefill) * READ_WEIGHT * 3600).expect("an amount");
            let hour = Amount::from_micros(72_000);
            assert!(read >= hour && (decode == 0 || said >= hour), "{prefill} {decode}: {read} {said}");
        }
    }

    #[test]
    fn absurd_costs_have_no_price_instead_of_a_wrong_one() {
        let absurd =
            Costs { tariff_per_kwh: Amount::from_micros(i64::MAX), power_above_idle: Milliwatts(u64::MAX), ..COSTS };
        assert_eq!(floor(&absurd, 1), None);
    }
}
