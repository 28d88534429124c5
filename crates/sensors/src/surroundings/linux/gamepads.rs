//! Gamepads, which no desktop counts as input: `/dev/input/js*`, readable for whoever sits at the screen.
//!
//! Worn sticks drift and tremble, so an axis counts only while it is away from its rest, and what counts as rest slowly
//! follows the axis. Buttons always count.

use crate::Source;
use crate::limits::{AXIS_DEAD_ZONE, AXIS_RECENTRE_PER_S, PAD_READ_BYTES, PADS, PADS_MS};
use rustix::fs::OFlags;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Where the kernel lists them.
pub const FOLDER: &str = "/dev/input";

/// `struct js_event` of linux/joystick.h: time u32, value i16, type u8, number u8.
const EVENT: usize = 8;
const BUTTON: u8 = 0x01;
const AXIS: u8 = 0x02;
/// Set on events that tell how things stand, sent when the device is opened and after its queue ran over.
const INITIAL: u8 = 0x80;

/// All gamepads.
#[derive(Debug)]
pub struct Gamepads {
    folder: PathBuf,
    pads: BTreeMap<PathBuf, Pad>,
    searched: Option<Instant>,
    source: Source,
    touched: Option<Instant>,
}

#[derive(Debug)]
struct Pad {
    file: File,
    state: State,
}

/// What a pad's events have told.
#[derive(Debug, Default)]
struct State {
    axes: BTreeMap<u8, Axis>,
    recentred: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct Axis {
    value: f64,
    rest: f64,
}

impl Gamepads {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), pads: BTreeMap::new(), searched: None, source: Source::Ok, touched: None }
    }

    /// How they stand.
    pub fn source(&self) -> Source {
        self.source.clone()
    }

    /// When a pad was last touched, if ever.
    pub fn read(&mut self, now: Instant) -> Option<Instant> {
        let due = |searched: Instant| now.saturating_duration_since(searched) >= Duration::from_millis(PADS_MS);
        if self.searched.is_none_or(due) {
            self.searched = Some(now);
            self.source = self.search();
        }
        let mut touched = false;
        self.pads.retain(|_, pad| match pad.read(now) {
            Some(touch) => {
                touched |= touch;
                true
            }
            None => false,
        });
        if touched {
            self.touched = Some(now);
        }
        self.touched
    }

    /// Opens those that are new.
    fn search(&mut self) -> Source {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return Source::Absent("this system has no input devices".to_owned());
        };
        let mut refused = None;
        for entry in entries.flatten() {
            let (name, path) = (entry.file_name(), entry.path());
            let number = name.to_str().and_then(|name| name.strip_prefix("js"));
            let is_pad = number.is_some_and(|number| number.parse::<u8>().is_ok());
            if !is_pad || self.pads.contains_key(&path) || self.pads.len() >= PADS {
                continue;
            }
            let flags = (OFlags::NONBLOCK | OFlags::CLOEXEC).bits().cast_signed();
            match OpenOptions::new().read(true).custom_flags(flags).open(&path) {
                Ok(file) => {
                    self.pads.insert(path, Pad { file, state: State::default() });
                }
                Err(error) => {
                    refused = Some(Source::Failed(format!("{} cannot be read: {error}", path.display())));
                }
            }
        }
        refused.unwrap_or_else(|| match self.pads.len() {
            0 => Source::Absent("no gamepad is plugged in".to_owned()),
            _ => Source::Ok,
        })
    }
}

impl Pad {
    /// Whether it is being touched; `None`: it is gone.
    fn read(&mut self, now: Instant) -> Option<bool> {
        let mut bytes = [0; PAD_READ_BYTES];
        let told = match self.file.read(&mut bytes) {
            Ok(0) => return None,
            Ok(told) => told,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => 0,
            Err(_) => return None,
        };
        Some(self.state.take(bytes.get(..told).unwrap_or_default(), now))
    }
}

impl State {
    /// Whether these events, or an axis held since earlier ones, are somebody's touch.
    fn take(&mut self, bytes: &[u8], now: Instant) -> bool {
        let seconds = self.recentred.map_or(0.0, |then| now.saturating_duration_since(then).as_secs_f64());
        self.recentred = Some(now);
        for axis in self.axes.values_mut() {
            let step = AXIS_RECENTRE_PER_S * seconds;
            axis.rest += (axis.value - axis.rest).clamp(-step, step);
        }
        let mut touched = false;
        for event in bytes.as_chunks::<EVENT>().0 {
            let [_, _, _, _, low, high, kind, number] = *event;
            let value = f64::from(i16::from_le_bytes([low, high]));
            match kind & !INITIAL {
                BUTTON => touched |= kind & INITIAL == 0,
                AXIS => {
                    // The first word of an axis is where it rests: a trigger rests at its end. After a queue ran over
                    // the same words tell of axes that we know, and then they are news.
                    let axis = self.axes.entry(number).or_insert(Axis { value, rest: value });
                    axis.value = value;
                    touched |= axis.held();
                }
                _ => {}
            }
        }
        // A stick that is held still sends nothing.
        touched || self.axes.values().any(|axis| axis.held())
    }
}

impl Axis {
    fn held(&self) -> bool {
        (self.value - self.rest).abs() > AXIS_DEAD_ZONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rustix::fs::{CWD, Mode, mkfifoat};
    use std::io::Write;

    fn event(kind: u8, number: u8, value: i16) -> [u8; EVENT] {
        let [low, high] = value.to_le_bytes();
        [1, 2, 3, 4, low, high, kind, number]
    }

    fn after(begun: Instant, ms: u64) -> Instant {
        begun + Duration::from_millis(ms)
    }

    /// A pipe in the place of a device, held open at its other end.
    fn plug(folder: &Path, name: &str) -> File {
        let path = folder.join(name);
        mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).expect("a pipe");
        OpenOptions::new().read(true).write(true).open(&path).expect("its other end")
    }

    #[test]
    fn counts_buttons_and_sticks_that_leave_their_rest() {
        let begun = Instant::now();
        let mut state = State::default();
        let rest = [event(AXIS | INITIAL, 0, 900), event(AXIS | INITIAL, 5, -32767), event(BUTTON | INITIAL, 0, 1)];
        assert!(!state.take(&rest.concat(), begun), "how things stand is no touch");
        assert!(!state.take(&event(AXIS, 0, -3000), after(begun, 100)), "within the dead zone");
        assert!(!state.take(&event(AXIS, 5, -30000), after(begun, 100)), "a trigger at its end rests there");
        assert!(state.take(&event(AXIS, 5, -5000), after(begun, 200)), "a trigger pulled");
        assert!(state.take(&[], after(begun, 300)), "held still");
        assert!(!state.take(&event(AXIS, 5, -32767), after(begun, 400)), "let go");
        assert!(state.take(&event(BUTTON, 3, 1), after(begun, 500)));
        assert!(state.take(&event(BUTTON, 3, 0), after(begun, 600)));
        assert!(!state.take(&[], after(begun, 700)), "a button counts when it moves");
        let flick = [event(AXIS, 0, 32767), event(AXIS, 0, 900)].concat();
        assert!(state.take(&flick, after(begun, 800)), "out and back between two reads");
        assert!(state.take(&event(AXIS | INITIAL, 0, 32767), after(begun, 900)), "news after a queue ran over");
    }

    #[test]
    fn forgets_a_stick_that_drifts_or_jams() {
        let begun = Instant::now();
        let mut drifting = State::default();
        drifting.take(&event(AXIS | INITIAL, 0, 0), begun);
        for second in 1..=130_i16 {
            let noise = if second % 2 == 0 { 2_000 } else { -2_000 };
            let value = second * 200 + noise;
            let touched = drifting.take(&event(AXIS, 0, value), after(begun, u64::from(second.unsigned_abs()) * 1000));
            assert!(!touched, "slow drift with noise, second {second}");
        }
        let mut jammed = State::default();
        jammed.take(&event(AXIS | INITIAL, 0, 0), begun);
        assert!(jammed.take(&event(AXIS, 0, 32767), after(begun, 1000)));
        let quiet = (2..200).find(|second| !jammed.take(&[], after(begun, second * 1000)));
        assert!(quiet.is_some_and(|second| (30..100).contains(&second)), "quiet after {quiet:?} s");
    }

    #[test]
    fn hears_pads_that_come_and_go() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let begun = Instant::now();
        let mut pads = Gamepads::new(folder.path());
        assert_eq!(pads.read(begun), None);
        assert!(matches!(pads.source(), Source::Absent(_)));
        let mut first = plug(folder.path(), "js0");
        plug(folder.path(), "jsx");
        plug(folder.path(), "event0");
        first.write_all(&event(BUTTON, 0, 1)).expect("a press");
        assert_eq!(pads.read(after(begun, 100)), None, "not looked for yet");
        let pressed = after(begun, PADS_MS);
        assert_eq!((pads.read(pressed), pads.source()), (Some(pressed), Source::Ok));
        assert_eq!(pads.read(after(begun, PADS_MS + 100)), Some(pressed), "no touch since");
        assert_eq!(pads.pads.len(), 1, "only what the kernel calls a joystick");

        drop(first);
        fs::remove_file(folder.path().join("js0")).expect("unplugged");
        assert_eq!(pads.read(after(begun, PADS_MS + 200)), Some(pressed), "a pad that went is no touch");
        assert!(pads.pads.is_empty());
        let mut second = plug(folder.path(), "js0");
        let again = after(begun, 3 * PADS_MS);
        pads.read(again);
        second.write_all(&event(BUTTON, 0, 0)).expect("a release");
        assert_eq!(pads.read(after(begun, 3 * PADS_MS + 1)), Some(after(begun, 3 * PADS_MS + 1)));
    }

    proptest! {
        #[test]
        fn never_panics_on_any_bytes(reads in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..200), any::<u16>()), 0..20)) {
            let mut at = Instant::now();
            let mut state = State::default();
            for (bytes, ms) in reads {
                at += Duration::from_millis(u64::from(ms));
                state.take(&bytes, at);
            }
            prop_assert!(state.axes.len() <= 256);
        }

        #[test]
        fn trembling_within_the_dead_zone_is_never_a_touch(rest in -20_000_i16..20_000, noise in prop::collection::vec((-3_900_i16..3_900, any::<u8>()), 0..300)) {
            let mut at = Instant::now();
            let mut state = State::default();
            state.take(&event(AXIS | INITIAL, 1, rest), at);
            for (offset, ms) in noise {
                at += Duration::from_millis(u64::from(ms));
                prop_assert!(!state.take(&event(AXIS, 1, rest + offset), at));
            }
        }
    }
}
