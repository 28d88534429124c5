//! How far an animation is, over all of its frames.

use crate::out::{Out, harmless};
use crate::render::progress::Progress;
use crate::words;
use idlewatt_proto::Amount;
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What is counted while frames are made.
pub struct Tally<'a> {
    pub out: &'a Out,
    pub progress: Progress,
    /// Frames of this command.
    pub frames: u32,
    /// Frames that are there, those of earlier commands too.
    pub there: u32,
    /// Pixel samples of one frame.
    pub samples: u64,
    /// Frames made by this command, and what was paid for them and for pieces.
    pub made: u32,
    cost: Amount,
    /// Frames in work: pixel samples so far, and the cost.
    running: BTreeMap<u32, (u64, Amount)>,
    begun: Instant,
    paid: bool,
}

#[derive(Serialize)]
struct Begun {
    event: &'static str,
    frames: u32,
    there: u32,
    pixel_samples: u64,
}

#[derive(Serialize)]
struct Kept<'a> {
    event: &'static str,
    frame: u32,
    output: &'a str,
    there: u32,
    of: u32,
}

#[derive(Serialize)]
struct Ended {
    event: &'static str,
    done: bool,
    frames: u32,
    there: u32,
    made: u32,
    seconds: f64,
    cost: Option<Amount>,
}

impl<'a> Tally<'a> {
    /// `paid`: whether it costs anything.
    pub fn new(out: &'a Out, frames: u32, there: u32, samples: u64, paid: bool) -> Self {
        Self {
            out,
            progress: Progress::new(out),
            frames,
            there,
            samples,
            made: 0,
            cost: Amount::ZERO,
            running: BTreeMap::new(),
            begun: Instant::now(),
            paid,
        }
    }

    /// Says what is to be done.
    pub fn begin(&self) {
        let (frames, there) = (self.frames, self.there);
        let pixel_samples = u64::from(frames - there).saturating_mul(self.samples);
        if self.out.json {
            self.out.object(&Begun { event: "frames", frames, there, pixel_samples });
        }
        let all = words::plural(frames, "frame");
        let rest = match there {
            0 => String::new(),
            there => format!(", {there} there already"),
        };
        self.progress.say(&format!("{all}{rest}: {}samples to be made", words::count(pixel_samples)));
    }

    /// A line about one frame.
    pub fn say(&self, frame: u32, what: &str) {
        self.progress.say(&harmless(&format!("frame {frame}: {what}")));
    }

    /// So many samples of a frame are there, for so much.
    pub fn at(&mut self, frame: u32, samples: u64, cost: Amount) {
        self.running.insert(frame, (samples, cost));
        self.show();
    }

    /// A frame is whole, or is given up for now.
    pub fn over(&mut self, frame: u32, cost: Amount, kept: Option<&str>) {
        self.running.remove(&frame);
        self.cost = self.cost.checked_add(cost).unwrap_or(self.cost);
        if let Some(output) = kept {
            self.made += 1;
            self.there += 1;
            if self.out.json {
                let (there, of) = (self.there, self.frames);
                self.out.object(&Kept { event: "kept", frame, output, there, of });
            }
        }
        self.show();
    }

    /// Paid so far, for whatever.
    fn cost(&self) -> Amount {
        let running = self.running.values().map(|(_, cost)| *cost);
        running.fold(self.cost, |sum, cost| sum.checked_add(cost).unwrap_or(sum))
    }

    fn show(&mut self) {
        let running: u64 = self.running.values().map(|(samples, _)| *samples).sum();
        let done = u64::from(self.there).saturating_mul(self.samples).saturating_add(running);
        let of = u64::from(self.frames).saturating_mul(self.samples);
        let made = u64::from(self.made).saturating_mul(self.samples).saturating_add(running);
        let mut note = format!("{} of {} frames", self.there, self.frames);
        if !self.running.is_empty() {
            let numbers: Vec<String> = self.running.keys().map(u32::to_string).collect();
            note.push_str(&format!(", {} in work", numbers.join(" ")));
        }
        if self.paid {
            note.push_str(&format!(", {} credits", words::credits(self.cost())));
        }
        if let Some(left) = left(made, of.saturating_sub(done), self.begun.elapsed()) {
            note.push_str(&format!(", {} left", span(left)));
        }
        self.progress.at(done, of, &note);
    }

    /// Says how it ended.
    pub fn end(&self, done: bool, folder: &str) {
        self.progress.end();
        let (frames, there, made) = (self.frames, self.there, self.made);
        let seconds = self.begun.elapsed().as_secs_f64();
        if self.out.json {
            let cost = self.paid.then(|| self.cost());
            self.out.object(&Ended { event: "ended", done, frames, there, made, seconds, cost });
            return;
        }
        let how = if done { "done" } else { "stopped" };
        let cost = if self.paid { format!(" for {} credits", words::credits(self.cost())) } else { String::new() };
        let next = if done { "" } else { "; the same command goes on" };
        self.out.text(&format!("{how}: {there} of {frames} frames in {folder}, {made} made now{cost}{next}"));
    }
}

/// How long the rest takes if it goes on like this; `None`: too early to tell.
fn left(made: u64, rest: u64, took: Duration) -> Option<Duration> {
    if made == 0 || took < Duration::from_secs(5) {
        return None;
    }
    Duration::try_from_secs_f64(took.as_secs_f64() * rest as f64 / made as f64).ok()
}

/// As one would say it.
fn span(time: Duration) -> String {
    match time.as_secs() {
        0..90 => format!("{} s", time.as_secs()),
        90..5400 => format!("{} min", (time.as_secs() + 30) / 60),
        seconds => format!("{:.1} h", seconds as f64 / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_follows_from_what_was_made() {
        assert_eq!(left(0, 10, Duration::from_secs(60)), None);
        assert_eq!(left(5, 10, Duration::from_secs(1)), None);
        assert_eq!(left(5, 10, Duration::from_secs(60)), Some(Duration::from_secs(120)));
        assert_eq!(span(Duration::from_secs(89)), "89 s");
        assert_eq!(span(Duration::from_secs(3600)), "60 min");
        assert_eq!(span(Duration::from_secs(9000)), "2.5 h");
    }
}
