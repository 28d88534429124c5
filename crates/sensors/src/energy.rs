//! How much energy a card took between two readings.

use crate::limits::{BOARD_MAX_MW, COUNTER_STEP_MS, INTEGRATION_GAP_MS};
use idlewatt_proto::Millijoules;
use idlewatt_proto::device::GpuReading;

/// Energy that the card took from `a` to `b`: by its counter, or from power at both ends where it has none and they
/// lie close together. `None`: not known, or not to be believed (different cards, time that runs back, a counter
/// that ran back or grew by more than twice what the limit allows).
///
/// A counter that lies is not replaced by power: after a driver reset both describe something else.
pub fn energy_between(a: &GpuReading, b: &GpuReading) -> Option<Millijoules> {
    if a.uuid != b.uuid || b.at < a.at {
        return None;
    }
    let span_ms = b.at.since_ms(a.at);
    if let (Some(from), Some(to)) = (a.energy, b.energy) {
        let limit = a.power_limit.max(b.power_limit).map_or(BOARD_MAX_MW, |limit| limit.0);
        let span_ms = u128::from(span_ms.saturating_add(COUNTER_STEP_MS));
        let most = (u128::from(limit) * span_ms / 1000).saturating_mul(2);
        return to.0.checked_sub(from.0).filter(|taken| u128::from(*taken) <= most).map(Millijoules);
    }
    if span_ms > INTEGRATION_GAP_MS {
        return None;
    }
    let area = (u128::from(a.power?.0) + u128::from(b.power?.0)) * u128::from(span_ms) / 2000;
    u64::try_from(area).ok().map(Millijoules)
}
