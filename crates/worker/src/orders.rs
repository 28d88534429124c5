//! What is told: one line each, on standard input, read by a thread of its own so that a pace is obeyed, and the end
//! of the foreman noticed, in the middle of a unit.

use crate::reports::say;
use idlewatt_engine::renderer::Steer;
use idlewatt_proto::limits::WORKER_LINE_BYTES;
use idlewatt_proto::worker::{Fault, Order, Pace, Report};
use std::io::{BufRead, BufReader, Read, Stdin};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Standard input, line by line.
pub struct Lines(BufReader<Stdin>);

impl Lines {
    pub fn new() -> Self {
        Self(BufReader::new(std::io::stdin()))
    }

    /// The next order. Ends the process when there is nobody to give any, or somebody who is not a foreman.
    pub fn next(&mut self) -> Order {
        let mut line = Vec::new();
        let most = WORKER_LINE_BYTES as u64 + 1;
        let read = self.0.by_ref().take(most).read_until(b'\n', &mut line);
        if !matches!(read, Ok(1..)) {
            leave();
        }
        match serde_json::from_slice(&line) {
            Ok(order) => order,
            Err(error) => {
                let what = format!("the order cannot be read: {error}");
                say(&Report::Failed { unit: None, request: None, fault: Fault::BadOrder { what } });
                // Whatever stands in the rest of the line, it is not worth guessing.
                std::process::exit(1);
            }
        }
    }
}

/// Ends the process without a word to anybody: drivers' clean-up at exit may wait for a GPU that hangs.
fn leave() -> ! {
    #[cfg(unix)]
    {
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
    std::process::exit(0)
}

/// How hard to work now; shared between the thread that hears and the one that renders.
#[derive(Clone)]
pub struct Reins(Arc<Mutex<Told>>);

/// What was told so far.
#[derive(Default)]
struct Told {
    pace: Option<Pace>,
    stop: bool,
    /// Yields that wait in the queue of orders.
    yields: usize,
}

impl Reins {
    pub fn new() -> Self {
        Self(Arc::default())
    }

    /// What was told, and `unless_told` for a pace.
    pub fn steer(&self, unless_told: Pace) -> Steer {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Steer { pace: told.pace.unwrap_or(unless_told), stop: told.stop }
    }

    /// Whether a yield waits in the queue of orders.
    pub fn yield_waits(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).yields > 0
    }

    /// One of those was taken out of it.
    pub fn yield_taken(&self) {
        self.set(|told| told.yields = told.yields.saturating_sub(1));
    }

    fn set(&self, change: impl FnOnce(&mut Told)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// How orders wait.
#[derive(Debug, Clone, Copy)]
pub struct Queue {
    /// So many of them.
    pub most: usize,
    /// Whether a yield is one of them. With a scene it is for the unit in hand and in nobody's way; with a model it has
    /// its place among the requests, as it ends all that came before it.
    pub yields: bool,
}

/// Hears orders from now on: pace and yield go to the reins, work into the queue.
pub fn listen(mut lines: Lines, reins: Reins, queue: Queue) -> Receiver<Order> {
    let (tell, orders) = sync_channel(queue.most);
    std::thread::spawn(move || {
        loop {
            hear(lines.next(), &reins, &tell, queue);
        }
    });
    orders
}

fn hear(order: Order, reins: &Reins, tell: &SyncSender<Order>, queue: Queue) {
    match order {
        Order::Pace(pace) => return reins.set(|told| told.pace = Some(pace)),
        Order::Yield if !queue.yields => return reins.set(|told| told.stop = true),
        // Here and not where the unit is begun: a yield that comes between the two is meant for it.
        Order::Render { .. } => reins.set(|told| told.stop = false),
        // Before it can be taken out again.
        Order::Yield => reins.set(|told| told.yields += 1),
        _ => {}
    }
    let yields = matches!(order, Order::Yield);
    let request = match order {
        Order::Generate { request, .. } | Order::Embed { request, .. } | Order::Score { request, .. } => Some(request),
        _ => None,
    };
    if tell.try_send(order).is_err() {
        if yields {
            reins.yield_taken();
        }
        let fault = Fault::BadOrder { what: format!("more than {} orders wait", queue.most) };
        say(&Report::Failed { unit: None, request, fault });
    }
}
