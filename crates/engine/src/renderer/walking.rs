//! Blocks of a whole, given to the device in submissions as short as the owner's comfort wants them.

use super::{RenderError, Steer, rest};
use crate::gpu::Gpu;
use crate::limits::{PAUSE_SLICE, SOFTWARE_BLOCKS};
use crate::quantum::Quantum;
use idlewatt_proto::device::DeviceKind;
use std::thread;
use std::time::{Duration, Instant};

/// How fast it went so far.
pub(crate) struct Walking {
    quantum: Quantum,
    last: Duration,
    ended: Instant,
}

impl Walking {
    pub fn new(gpu: &Gpu) -> Self {
        let least = if gpu.device().kind == DeviceKind::Software { f64::from(SOFTWARE_BLOCKS) } else { 1.0 };
        Self { quantum: Quantum::new(least, 1), last: Duration::ZERO, ended: Instant::now() }
    }

    /// Submits all of so many blocks. `submit` is told the first and how many, and tells how long they took.
    pub fn walk(
        &mut self,
        blocks: u32,
        observe: &mut dyn FnMut() -> Steer,
        submit: &mut dyn FnMut(u32, u32) -> Result<Duration, RenderError>,
    ) -> Result<(), RenderError> {
        let mut first = 0;
        while first < blocks {
            let Steer { pace, stop } = observe();
            if stop {
                return Err(RenderError::Stopped);
            }
            // Reckoned anew each time: a long rest at an old pace must not outlast a new one.
            if pace.duty_permille == 0 || self.ended.elapsed() < rest(self.last, pace.duty_permille) {
                thread::sleep(PAUSE_SLICE);
                continue;
            }
            let count = self.quantum.cut(blocks - first, 1, 1).blocks;
            self.last = submit(first, count)?;
            self.quantum.learn(f64::from(count), self.last, Duration::from_micros(u64::from(pace.quantum_us.max(1))));
            self.ended = Instant::now();
            first += count;
        }
        Ok(())
    }
}
