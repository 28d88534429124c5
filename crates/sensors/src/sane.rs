//! What a card can mean. Drivers do answer nonsense (after a suspend, on a bus error, in a virtual machine), and
//! money and limits hang on these numbers, so what cannot be is `None` instead.

use crate::limits::{BOARD_MAX_MW, POWER_OF_LIMIT_PERCENT, TEMPERATURE_MAX_C};
use idlewatt_proto::{Bytes, Milliwatts};

pub fn percent(value: u32) -> Option<u8> {
    u8::try_from(value).ok().filter(|value| *value <= 100)
}

pub fn power_limit(mw: u32) -> Option<Milliwatts> {
    Some(u64::from(mw)).filter(|mw| (1..=BOARD_MAX_MW).contains(mw)).map(Milliwatts)
}

pub fn power(mw: u32, limit: Option<Milliwatts>) -> Option<Milliwatts> {
    let most = limit.map_or(BOARD_MAX_MW, |limit| limit.0 * POWER_OF_LIMIT_PERCENT / 100);
    Some(u64::from(mw)).filter(|mw| *mw <= most).map(Milliwatts)
}

/// NVML's temperatures are unsigned: one below zero comes as a huge number.
pub fn temperature(celsius: u32) -> Option<i16> {
    Some(celsius).filter(|celsius| *celsius <= TEMPERATURE_MAX_C).and_then(|celsius| i16::try_from(celsius).ok())
}

pub fn memory(used: u64, total: u64) -> Option<(Bytes, Bytes)> {
    (total > 0 && used <= total).then_some((Bytes(used), Bytes(total)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_what_no_card_can_mean() {
        let limit = power_limit(320_000);
        assert_eq!(power(999_000, limit), None, "999 W on a 320 W card");
        assert_eq!(power(350_000, limit), Some(Milliwatts(350_000)), "a short peak is believed");
        assert_eq!(power(u32::MAX, None), None, "4 MW on a card without a limit");
        assert_eq!(power_limit(0), None, "a limit of nothing");
        assert_eq!(temperature(u32::MAX - 4), None, "-5 degrees in an unsigned number");
        assert_eq!(temperature(511), None, "an open sensor");
        assert_eq!(temperature(67), Some(67));
        assert_eq!(percent(101), None);
        assert_eq!(memory(2, 1), None, "more in use than there is");
        assert_eq!(memory(0, 0), None, "a card without memory");
    }
}
