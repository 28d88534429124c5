//! What a card can mean. Drivers do answer nonsense (after a suspend, on a bus error, in a virtual machine), and
//! money and limits hang on these numbers, so what cannot be is thrown away, with a sentence for the owner.

use crate::limits::{BOARD_MAX_MW, POWER_OF_LIMIT_PERCENT, RATED_TOLERANCE_MW, TEMPERATURE_MAX_C};
use idlewatt_proto::device::PowerRange;
use idlewatt_proto::{Bytes, Milliwatts};

/// Sentences about what was thrown away. The subject of each is the card.
#[derive(Debug, Default)]
pub struct Doubts(pub Vec<String>);

impl Doubts {
    /// What is believable.
    pub fn keep<T>(&mut self, answer: Result<T, String>) -> Option<T> {
        answer.map_err(|doubt| self.0.push(doubt)).ok()
    }
}

pub fn percent(value: u32, of_what: &str) -> Result<u8, String> {
    let percent = u8::try_from(value).ok().filter(|value| *value <= 100);
    percent.ok_or_else(|| format!("says {value} % {of_what}"))
}

/// The limit that is enforced. Above its range it would also excuse any power, so it must lie below.
pub fn power_limit(mw: u64, range: Option<PowerRange>) -> Result<Milliwatts, String> {
    let most = range.map_or(BOARD_MAX_MW, |range| range.most.0 + RATED_TOLERANCE_MW);
    if (1..=most).contains(&mw) { Ok(Milliwatts(mw)) } else { Err(format!("says its limit is {}", watts(mw))) }
}

/// What the limit may be set to. A default outside is left out alone: laptops' firmware is known for it.
pub fn power_range(least: u64, most: u64, default: Option<u64>) -> Result<PowerRange, String> {
    if least > most || !(1..=BOARD_MAX_MW).contains(&most) {
        return Err(format!("says its limit may be set from {} to {}", watts(least), watts(most)));
    }
    let default = default.filter(|default| (least..=most).contains(default)).map(Milliwatts);
    Ok(PowerRange { least: Milliwatts(least), most: Milliwatts(most), default })
}

pub fn power(mw: u64, limit: Option<Milliwatts>) -> Result<Milliwatts, String> {
    let most = limit.map_or(BOARD_MAX_MW, |limit| limit.0 * POWER_OF_LIMIT_PERCENT / 100);
    match limit {
        _ if mw <= most => Ok(Milliwatts(mw)),
        Some(limit) => Err(format!("says {}, more than its limit of {} allows", watts(mw), watts(limit.0))),
        None => Err(format!("says {}, more than any card draws", watts(mw))),
    }
}

/// Degrees Celsius. No core that runs is colder than the freezing point.
pub fn temperature(celsius: i64) -> Result<i16, String> {
    let believed = i16::try_from(celsius).ok().filter(|celsius| (0..=TEMPERATURE_MAX_C).contains(celsius));
    believed.ok_or_else(|| format!("says {celsius} \u{b0}C"))
}

/// In use and in all.
pub fn memory(used: u64, total: u64) -> Result<(Bytes, Bytes), String> {
    if total > 0 && used <= total {
        return Ok((Bytes(used), Bytes(total)));
    }
    Err(format!("says {} MiB of its {} MiB of memory are in use", used >> 20, total >> 20))
}

fn watts(mw: u64) -> String {
    format!("{} W", (mw + 500) / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubted<T: std::fmt::Debug>(answer: Result<T, String>) -> String {
        answer.expect_err("to be doubted")
    }

    #[test]
    fn names_what_no_card_can_mean() {
        let limit = power_limit(320_000, None).ok();
        assert_eq!(doubted(power(999_000, limit)), "says 999 W, more than its limit of 320 W allows");
        assert_eq!(power(350_000, limit), Ok(Milliwatts(350_000)), "a short peak is believed");
        assert_eq!(doubted(power(u64::from(u32::MAX), None)), "says 4294967 W, more than any card draws");
        assert_eq!(doubted(power_limit(0, None)), "says its limit is 0 W");
        assert_eq!(doubted(temperature(-1)), "says -1 \u{b0}C");
        assert_eq!(doubted(temperature(511)), "says 511 \u{b0}C", "an open sensor");
        assert_eq!(temperature(67), Ok(67));
        assert_eq!(doubted(percent(250, "load")), "says 250 % load");
        assert_eq!(doubted(memory(2 << 30, 1 << 30)), "says 2048 MiB of its 1024 MiB of memory are in use");
        assert!(memory(0, 0).is_err(), "a card without memory");
    }

    #[test]
    fn a_limit_lies_in_its_range() {
        let range = power_range(100_000, 320_000, Some(285_000)).expect("a range");
        assert_eq!(range.default, Some(Milliwatts(285_000)));
        assert_eq!(power_limit(320_000, Some(range)), Ok(Milliwatts(320_000)));
        assert!(power_limit(80_000, Some(range)).is_ok(), "something else may limit it further");
        assert_eq!(doubted(power_limit(700_000, Some(range))), "says its limit is 700 W");
        assert_eq!(doubted(power_range(2_000, 1_000, None)), "says its limit may be set from 2 W to 1 W");
        assert_eq!(power_range(1_000, 2_000, Some(9_000)).map(|range| range.default), Ok(None), "a default outside");
    }

    #[test]
    fn keeps_what_is_believed_and_collects_the_rest() {
        let mut doubts = Doubts::default();
        assert_eq!((doubts.keep(percent(40, "load")), doubts.keep(percent(101, "load"))), (Some(40), None));
        assert_eq!(doubts.0, ["says 101 % load"]);
    }
}
