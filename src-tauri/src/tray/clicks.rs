//! What a click on the icon opens.

use crate::limits::DOUBLE_CLICK;
use crate::window;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconEvent};
use tauri::{AppHandle, Manager, PhysicalPosition};

/// When the icon was clicked last, and for what.
#[derive(Debug, Default)]
pub struct Clicks(Mutex<Last>);

#[derive(Debug, Default)]
struct Last {
    click: Option<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opens {
    Compact,
    Full,
    /// The compact window was there, and the click has taken its focus and so closed it.
    Nothing,
}

impl Last {
    /// Not every desktop tells double clicks, so they are told from two that come soon after each other.
    fn heard(&mut self, now: Instant, closed: Option<Duration>) -> Opens {
        let double = self.click.is_some_and(|last| now.saturating_duration_since(last) < DOUBLE_CLICK);
        self.click = if double { None } else { Some(now) };
        match (double, closed) {
            (true, _) => Opens::Full,
            (false, Some(ago)) if ago < DOUBLE_CLICK => Opens::Nothing,
            (false, _) => Opens::Compact,
        }
    }
}

pub fn clicked(app: &AppHandle, event: TrayIconEvent) {
    let TrayIconEvent::Click { position, button: MouseButton::Left, button_state: MouseButtonState::Up, .. } = event
    else {
        return;
    };
    let closed = app.state::<window::Closed>().ago();
    let clicks = app.state::<Clicks>();
    let opens = clicks.0.lock().unwrap_or_else(PoisonError::into_inner).heard(Instant::now(), closed);
    match opens {
        Opens::Compact => window::open_compact(app, place(position)),
        Opens::Full => window::open(app, None),
        Opens::Nothing => {}
    }
}

/// Where the pointer was; some trays do not tell and say the corner.
fn place(position: PhysicalPosition<f64>) -> Option<PhysicalPosition<f64>> {
    (position.x != 0.0 || position.y != 0.0).then_some(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_click_is_for_the_compact_window_and_two_are_for_the_full_one() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut clicks = Last::default();
        assert_eq!(clicks.heard(at(0), None), Opens::Compact);
        assert_eq!(clicks.heard(at(200), None), Opens::Full);
        // A third is a first one again.
        assert_eq!(clicks.heard(at(300), None), Opens::Compact);
        assert_eq!(clicks.heard(at(2000), None), Opens::Compact);
    }

    #[test]
    fn a_click_that_closes_the_compact_window_does_not_open_it_again() {
        let mut clicks = Last::default();
        let now = Instant::now();
        assert_eq!(clicks.heard(now, Some(Duration::from_millis(20))), Opens::Nothing);
        assert_eq!(clicks.heard(now + Duration::from_secs(9), Some(Duration::from_secs(9))), Opens::Compact);
    }
}
