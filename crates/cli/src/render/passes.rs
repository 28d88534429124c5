//! How a picture is cut for one worker on this machine: passes over the whole picture, whose size follows the speed
//! that is seen. (The mesh's plan needs a speed to begin with, which here nobody has measured.)

use idlewatt_proto::job::SampleRange;
use idlewatt_proto::limits::UNIT_SPP;
use std::time::Duration;

/// Aim for one unit. Ctrl-C does not wait for it, but the picture is only rewritten between two.
const UNIT_TARGET: Duration = Duration::from_secs(2);

/// The pass after `last`, which took `took` for `units` units. It at most doubles, so that one odd measurement does
/// not make a unit of minutes. `None`: all samples are done.
pub fn next(spp: u32, last: Option<SampleRange>, took: Duration, units: usize) -> Option<SampleRange> {
    let Some(last) = last else { return Some(SampleRange { first: 0, count: 1.min(spp) }) };
    let first = last.first + last.count;
    let per_sample = took.as_secs_f64() / units.max(1) as f64 / f64::from(last.count);
    let fitting = (UNIT_TARGET.as_secs_f64() / per_sample.max(1e-9)) as u32;
    let count = fitting.clamp(1, (last.count * 2).min(UNIT_SPP)).min(spp - first);
    (count > 0).then_some(SampleRange { first, count })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_grow_to_the_target_and_cover_every_sample_once() {
        for (spp, seconds_per_sample) in [(1, 1.0), (64, 0.001), (100, 0.5), (65_536, 1e-7), (7, 60.0)] {
            let (mut last, mut took, mut done) = (None, Duration::ZERO, 0);
            while let Some(pass) = next(spp, last, took, 4) {
                assert_eq!(pass.first, done);
                assert!(pass.count <= UNIT_SPP && last.is_none_or(|last: SampleRange| pass.count <= 2 * last.count));
                let unit = f64::from(pass.count) * seconds_per_sample;
                assert!(pass.count == 1 || unit <= UNIT_TARGET.as_secs_f64() * 1.001);
                (done, took, last) = (done + pass.count, Duration::from_secs_f64(unit * 4.0), Some(pass));
            }
            assert_eq!(done, spp);
        }
    }
}
