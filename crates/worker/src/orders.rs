//! Orders as they come: a thread reads them, so that a pace, a yield or the end is seen in the middle of a unit.

use idlewatt_proto::limits::WORKER_LINE_BYTES;
use idlewatt_proto::worker::{Order, Pace};
use std::io::{BufRead, Read};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, mpsc};

/// Until told otherwise: short enough that a desktop in use does not stutter.
const FIRST_PACE: Pace = Pace { quantum_us: 16_000, duty_permille: 1000 };

/// Commands that count at once, wherever the worker is.
#[derive(Debug)]
pub struct Signals {
    quantum_us: AtomicU32,
    duty_permille: AtomicU32,
    yielding: AtomicBool,
}

impl Signals {
    pub fn pace(&self) -> Pace {
        Pace {
            quantum_us: self.quantum_us.load(Ordering::Relaxed),
            duty_permille: u16::try_from(self.duty_permille.load(Ordering::Relaxed)).unwrap_or(1000),
        }
    }

    /// Whether the unit in hand is to be handed in as it is.
    pub fn yielding(&self) -> bool {
        self.yielding.load(Ordering::Relaxed)
    }

    /// A yield is about the unit in hand only.
    pub fn unit_ended(&self) {
        self.yielding.store(false, Ordering::Relaxed);
    }
}

/// Starts reading. The process ends with its standard input, in the middle of whatever it does.
pub fn listen() -> (Arc<Signals>, mpsc::Receiver<Result<Order, String>>) {
    let signals = Arc::new(Signals {
        quantum_us: AtomicU32::new(FIRST_PACE.quantum_us),
        duty_permille: AtomicU32::new(u32::from(FIRST_PACE.duty_permille)),
        yielding: AtomicBool::new(false),
    });
    let shared = Arc::clone(&signals);
    let (orders, queue) = mpsc::sync_channel(16);
    std::thread::spawn(move || {
        let mut input = std::io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let read = input.by_ref().take(WORKER_LINE_BYTES as u64).read_until(b'\n', &mut line);
            if read.is_err() || line.is_empty() {
                std::process::exit(0);
            }
            let order = match serde_json::from_slice(&line) {
                Ok(Order::Pace(pace)) => {
                    shared.quantum_us.store(pace.quantum_us, Ordering::Relaxed);
                    shared.duty_permille.store(u32::from(pace.duty_permille), Ordering::Relaxed);
                    continue;
                }
                Ok(Order::Yield) => {
                    shared.yielding.store(true, Ordering::Relaxed);
                    continue;
                }
                Ok(order) => Ok(order),
                Err(error) => Err(error.to_string()),
            };
            if orders.send(order).is_err() {
                return;
            }
        }
    });
    (signals, queue)
}
