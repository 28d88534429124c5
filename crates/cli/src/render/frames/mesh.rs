//! Frames from the mesh: several at once, so that providers of one are busy with the next before it ends.

use super::{Animation, Frame, shown};
use crate::error::Error;
use crate::interrupt::Interrupts;
use crate::life;
use crate::render::frames::tally::Tally;
use crate::render::mesh::{KEEP_DEADLINE, request};
use crate::words;
use idlewatt_control::messages::{RenderEvent, RenderOutcome, RenderRequest, Request, Response};
use idlewatt_control::{CallError, Home};
use idlewatt_proto::Amount;
use idlewatt_proto::negotiation::Price;
use serde::Serialize;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Frames at once. A picture takes all providers that it finds, so these are about the time when one ends and the next
/// begins; each has a worker of this machine that looks at results.
const AT_ONCE: usize = 4;
/// Frames at once in the beginning: more, when it turns out that there is somebody for them.
const AT_FIRST: usize = 2;
/// Times that one frame may fail.
const TRIES: u32 = 3;
/// How long nobody may be there for an animation that has been begun: providers' owners play, or sleep.
const PATIENCE: Duration = Duration::from_secs(3600);
/// Between two looks for somebody.
const LOOK_AGAIN: Duration = Duration::from_secs(15);
/// How long a daemon that is gone may take to be started by whoever looks after it, before this command does so.
const REVIVAL: Duration = Duration::from_secs(4);
/// Times that it may be gone without a frame made in between.
const LOSSES: u32 = 3;
/// Events that may wait to be shown. Frames wait with them.
const EVENTS: usize = 64;

/// An event of one frame.
#[derive(Serialize)]
struct Told<'a> {
    frame: u32,
    #[serde(flatten)]
    event: &'a RenderEvent,
}

/// How one frame ended.
type Ended = (Frame, Result<(RenderOutcome, Amount), Error>);

/// Frames in work.
struct Works<'a, 'b> {
    home: &'a Home,
    animation: Animation,
    tally: &'a mut Tally<'b>,
    max_price: Option<Price>,
    tasks: JoinSet<Ended>,
    tell: mpsc::Sender<(u32, RenderEvent)>,
    stop: watch::Sender<bool>,
    /// How many may be in work now.
    window: usize,
    failures: HashMap<u32, u32>,
    /// Until when nothing is begun, and how often the daemon was gone.
    held: Option<Instant>,
    losses: u32,
    /// When something was last achieved; `None`: nothing yet.
    achieved: Option<Instant>,
    priced: bool,
}

/// Whether all were made; `false`: interrupted.
pub async fn render(
    home: &Home,
    animation: Animation,
    tally: &mut Tally<'_>,
    interrupts: &mut Interrupts,
    max_price: Option<Price>,
) -> Result<bool, Error> {
    estimate(home, tally, max_price, animation.todo.len() as u64).await?;
    let (tell, mut told) = mpsc::channel(EVENTS);
    let mut works = Works {
        home,
        animation,
        tally,
        max_price,
        tasks: JoinSet::new(),
        tell,
        stop: watch::Sender::new(false),
        window: AT_FIRST,
        failures: HashMap::new(),
        held: None,
        losses: 0,
        achieved: None,
        priced: false,
    };
    let outcome = loop {
        works.begin()?;
        if works.tasks.is_empty() && works.animation.todo.is_empty() {
            break Ok(true);
        }
        let waiting = works.tasks.is_empty();
        tokio::select! {
            // What a frame tells comes before its end.
            biased;
            () = interrupts.next() => break Ok(false),
            Some((frame, event)) = told.recv() => works.tell(frame, &event),
            Some(ended) = works.tasks.join_next() => {
                let Ok(ended) = ended else { break Err(Error::Unexpected) };
                if let Err(error) = works.ended(ended) {
                    break Err(error);
                }
            }
            () = sleep(works.held.map_or(LOOK_AGAIN, |_| REVIVAL)), if waiting => works.look_again(),
        }
    };
    if !works.tasks.is_empty() {
        works.wind_up(&mut told, interrupts).await;
    }
    outcome
}

/// What it will cost, as far as that can be known: no price is binding before somebody agrees.
async fn estimate(home: &Home, tally: &Tally<'_>, max_price: Option<Price>, frames: u64) -> Result<(), Error> {
    let samples = frames.saturating_mul(tally.samples);
    let cost = |per_giga| Price { per_giga }.cost(samples).map(words::credits);
    if let Some(most) = max_price.and_then(|price| cost(price.per_giga)) {
        tally.progress.say(&format!("it costs {most} credits at most"));
    }
    let mut client = life::connect_or_start(home).await?;
    // Only what is said depends on it.
    let Ok(Response::Network(network)) = client.call(Request::Network).await else { return Ok(()) };
    let floors = || network.market.iter().filter(|offer| !offer.ours).map(|offer| offer.floor_per_gigasample);
    let (least, most) = (floors().min().and_then(cost), floors().max().and_then(cost));
    if let (Some(least), Some(most)) = (least, most) {
        let sum = if least == most { least } else { format!("{least} to {most}") };
        tally.progress.say(&format!("by what is on offer now it costs about {sum} credits; rich scenes cost more"));
    }
    Ok(())
}

impl Works<'_, '_> {
    /// Begins as many frames as may be in work.
    fn begin(&mut self) -> Result<(), Error> {
        if self.held.is_some_and(|until| until > Instant::now()) {
            return Ok(());
        }
        self.held = None;
        while self.tasks.len() < self.window {
            let Some(frame) = self.animation.todo.pop_front() else { break };
            let request = request(&self.animation.frame(frame), self.max_price)?;
            let (home, tell, stop) = (self.home.clone(), self.tell.clone(), self.stop.subscribe());
            self.tasks.spawn(async move { (frame, one(&home, request, frame.number, &tell, stop).await) });
            self.tally.at(frame.number, 0, Amount::ZERO);
        }
        Ok(())
    }

    /// Nothing is in work, for whatever reason.
    fn look_again(&mut self) {
        self.window = if self.held.take().is_some() { AT_FIRST } else { 1 };
    }

    /// The daemon is gone, and with it what it knew of a frame. What it paid for it finds again.
    fn lost(&mut self, frame: Frame, error: Error) -> Result<(), Error> {
        self.animation.forget(frame);
        self.tally.over(frame.number, Amount::ZERO, None);
        if self.held.is_none() {
            self.losses += 1;
            if self.losses > LOSSES {
                return Err(error);
            }
            self.tally.progress.say(&format!("{error}; it is looked for again"));
            self.held = Some(Instant::now() + REVIVAL);
        }
        self.animation.todo.push_front(frame);
        Ok(())
    }

    fn tell(&mut self, frame: u32, event: &RenderEvent) {
        if self.tally.out.json {
            self.tally.out.object(&Told { frame, event });
        }
        match event {
            RenderEvent::Agreed { provider, device, price } => {
                self.tally.say(frame, &format!("{} renders with {}", provider.short(), words::device(device)));
                let left = u64::from(self.tally.frames - self.tally.there).saturating_mul(self.tally.samples);
                if let Some(cost) = price.cost(left).filter(|_| !std::mem::replace(&mut self.priced, true)) {
                    self.tally.progress.say(&format!("at that price it costs {} credits in all", words::credits(cost)));
                }
            }
            RenderEvent::Progress { pixel_samples, cost, .. } => {
                self.achieved = Some(Instant::now());
                self.tally.at(frame, *pixel_samples, *cost);
            }
            RenderEvent::ProviderLost { provider, reason } => {
                self.tally.say(frame, &format!("{} stopped: {}", provider.short(), words::stop(reason)));
            }
            _ => {}
        }
    }

    /// A frame ended in some way; an error ends everything.
    fn ended(&mut self, (frame, outcome): Ended) -> Result<(), Error> {
        let number = frame.number;
        let (outcome, cost) = match outcome {
            Err(error @ (Error::Call(CallError::HungUp | CallError::Socket(_)) | Error::Connect(_))) => {
                return self.lost(frame, error);
            }
            outcome => outcome.inspect_err(|_| self.animation.forget(frame))?,
        };
        if outcome == RenderOutcome::Done {
            let kept = self.animation.keep(frame)?;
            self.tally.over(number, cost, Some(&shown(&kept)));
            self.window = (self.window + 1).min(AT_ONCE);
            self.losses = 0;
            self.achieved = Some(Instant::now());
            return Ok(());
        }
        self.tally.over(number, cost, None);
        self.animation.forget(frame);
        match outcome {
            RenderOutcome::Done => {}
            RenderOutcome::Cancelled => return Err(Error::RenderFailed(format!("frame {number} was cancelled"))),
            RenderOutcome::BadInput { why } => return Err(Error::BadScene(why.to_string())),
            RenderOutcome::NoProvider { why } => {
                // Everybody who does it has other frames in hand, or is away for a while.
                let begun = self.achieved.is_some_and(|when| when.elapsed() < PATIENCE);
                if self.tasks.is_empty() && !begun {
                    return Err(Error::NoProvider(why.to_string()));
                }
                if self.tasks.is_empty() {
                    self.tally.say(number, &format!("{why}; looking again"));
                    self.window = 0;
                }
                // One that waits is enough: whoever is let go by another frame is to find it waiting.
                self.window = self.window.min(self.tasks.len() + 1);
                self.animation.todo.push_front(frame);
            }
            RenderOutcome::Failed { why } => {
                let failures = self.failures.entry(number).or_default();
                *failures += 1;
                if *failures >= TRIES {
                    return Err(Error::RenderFailed(format!("frame {number}: {why}")));
                }
                self.tally.say(number, &format!("{why}; once more"));
                self.animation.todo.push_front(frame);
            }
        }
        Ok(())
    }

    /// Ends what is in work. A frame that was whole by then is kept; a second Ctrl-C ends the waiting.
    async fn wind_up(&mut self, told: &mut mpsc::Receiver<(u32, RenderEvent)>, interrupts: &mut Interrupts) {
        self.tally.progress.say("stopping; frames that are whole are kept");
        self.stop.send_replace(true);
        let deadline = sleep(KEEP_DEADLINE);
        tokio::pin!(deadline);
        loop {
            tokio::select! {
                Some((frame, event)) = told.recv() => self.tell(frame, &event),
                ended = self.tasks.join_next() => match ended {
                    None => return,
                    Some(Ok((frame, Ok((RenderOutcome::Done, cost))))) => {
                        let kept = self.animation.keep(frame).ok();
                        self.tally.over(frame.number, cost, kept.as_deref().map(shown).as_deref());
                    }
                    Some(Ok((frame, outcome))) => {
                        let cost = outcome.map(|(_, cost)| cost).unwrap_or_default();
                        self.tally.over(frame.number, cost, None);
                        self.animation.forget(frame);
                    }
                    Some(Err(_)) => {}
                },
                () = interrupts.next() => return,
                () = &mut deadline => return,
            }
        }
    }
}

/// Has the daemon render one frame.
async fn one(
    home: &Home,
    request: RenderRequest,
    frame: u32,
    tell: &mpsc::Sender<(u32, RenderEvent)>,
    mut stop: watch::Receiver<bool>,
) -> Result<(RenderOutcome, Amount), Error> {
    let client = life::connect_or_start(home).await?;
    let mut answers = client.stream(Request::Render(request)).await?;
    let mut cancelled = false;
    loop {
        let answer = tokio::select! {
            answer = answers.next() => answer?,
            // It is told once, and by nobody who is gone.
            _ = stop.changed(), if !cancelled => {
                cancelled = true;
                answers.cancel().await?;
                continue;
            }
        };
        let Response::Render(event) = answer else { return Err(Error::Unexpected) };
        if let RenderEvent::Ended { outcome, cost } = event {
            return Ok((outcome, cost));
        }
        // Nobody listens once everything ends, and then it is not needed.
        let _ = tell.send((frame, event)).await;
    }
}
