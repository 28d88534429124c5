//! Where windows stand. Pure: screens and kept places are arguments.

use crate::limits::ON_SCREEN;
use serde::{Deserialize, Serialize};

/// A rectangle in pixels, from the top left corner of all screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
}

impl Area {
    fn right(self) -> i64 {
        i64::from(self.x) + i64::from(self.width)
    }

    fn bottom(self) -> i64 {
        i64::from(self.y) + i64::from(self.height)
    }

    fn holds(self, x: i32, y: i32) -> bool {
        (i64::from(self.x)..self.right()).contains(&i64::from(x))
            && (i64::from(self.y)..self.bottom()).contains(&i64::from(y))
    }
}

/// How the full window stood when it was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// What it has, or comes back to when it is no longer maximised.
    pub area: Area,
    pub maximised: bool,
}

impl Placed {
    /// Whether a file says something that a window can be.
    pub fn is_right(&self) -> bool {
        let Area { x, y, width, height } = self.area;
        let far = 1 << 17;
        (-far..far).contains(&x) && (-far..far).contains(&y) && (1..1 << 17).contains(&width.min(height))
    }

    /// What is to be kept of a window that is closed so.
    pub fn closing(kept: Option<Self>, area: Area, maximised: bool) -> Self {
        match kept {
            // Its size now is the screen's.
            Some(kept) if maximised => Self { maximised, ..kept },
            _ => Self { area, maximised },
        }
    }
}

/// The kept place, if the owner can reach a window there: a screen may be gone.
pub fn reachable(placed: Area, screens: &[Area]) -> Option<Area> {
    let least = i64::from(ON_SCREEN);
    screens
        .iter()
        .find(|screen| {
            let across = placed.right().min(screen.right()) - i64::from(placed.x.max(screen.x));
            let title = i64::from(placed.y);
            across >= least.min(placed.width.into()) && (i64::from(screen.y)..screen.bottom() - least).contains(&title)
        })
        .map(|screen| Area {
            width: placed.width.min(screen.width),
            height: placed.height.min(screen.height),
            ..placed
        })
}

/// Where a window of this size stands beside a click in the tray: wholly on the screen of the click, on that side of it
/// where there is room. Without a click, in a corner of the first screen, below the bar that most desktops have on top.
pub fn beside(click: Option<(i32, i32)>, size: (u32, u32), screens: &[Area]) -> Option<(i32, i32)> {
    let screen = match click {
        Some((x, y)) => screens.iter().find(|screen| screen.holds(x, y)).or_else(|| screens.first())?,
        None => screens.first()?,
    };
    let (width, height) = (i64::from(size.0), i64::from(size.1));
    let (x, y) = match click {
        Some((x, y)) => {
            let upper = i64::from(y) < (i64::from(screen.y) + screen.bottom()) / 2;
            (i64::from(x) - width / 2, if upper { i64::from(y) } else { i64::from(y) - height })
        }
        None => (screen.right() - width, i64::from(screen.y)),
    };
    let within = |at: i64, least: i32, most: i64| {
        let least = i64::from(least);
        i32::try_from(at.clamp(least, most.max(least))).unwrap_or(0)
    };
    Some((within(x, screen.x, screen.right() - width), within(y, screen.y, screen.bottom() - height)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: Area = Area { x: -1920, y: 0, width: 1920, height: 1080 };
    const MAIN: Area = Area { x: 0, y: 27, width: 2560, height: 1413 };

    fn at(x: i32, y: i32) -> Area {
        Area { x, y, width: 1000, height: 800 }
    }

    #[test]
    fn a_window_comes_back_where_it_was_unless_that_screen_is_gone() {
        assert_eq!(reachable(at(-1500, 100), &[MAIN, LEFT]), Some(at(-1500, 100)));
        assert_eq!(reachable(at(-1500, 100), &[MAIN]), None);
        assert_eq!(reachable(at(2500, 100), &[MAIN]), None, "a sliver");
        assert_eq!(reachable(at(2400, 100), &[MAIN]), Some(at(2400, 100)), "enough to be dragged");
        assert_eq!(reachable(at(0, -300), &[MAIN]), None, "its title is above the screen");
        assert_eq!(reachable(at(0, 1400), &[MAIN]), None);
        assert_eq!(reachable(at(i32::MAX, i32::MIN), &[MAIN, LEFT]), None);
        assert_eq!(reachable(at(0, 100), &[]), None);
        let huge = Area { width: 9000, height: 9000, ..at(0, 100) };
        assert_eq!(reachable(huge, &[MAIN]).map(|area| (area.width, area.height)), Some((2560, 1413)));
    }

    #[test]
    fn a_maximised_window_keeps_the_size_to_come_back_to() {
        let kept = Placed { area: at(5, 5), maximised: false };
        assert_eq!(Placed::closing(Some(kept), MAIN, true), Placed { area: at(5, 5), maximised: true });
        assert_eq!(Placed::closing(Some(kept), at(9, 9), false), Placed { area: at(9, 9), maximised: false });
        assert_eq!(Placed::closing(None, MAIN, true), Placed { area: MAIN, maximised: true });
    }

    #[test]
    fn the_compact_window_stands_by_the_click_and_wholly_on_its_screen() {
        let size = (360, 460);
        assert_eq!(beside(Some((1000, 30)), size, &[MAIN]), Some((820, 30)), "below a bar on top");
        assert_eq!(beside(Some((1000, 1430)), size, &[MAIN]), Some((820, 970)), "above a bar at the bottom");
        assert_eq!(beside(Some((2550, 1439)), size, &[MAIN]), Some((2200, 979)), "in the corner");
        assert_eq!(beside(Some((-1915, 5)), size, &[MAIN, LEFT]), Some((-1920, 5)), "on the other screen");
        assert_eq!(beside(None, size, &[MAIN]), Some((2200, 27)));
        assert_eq!(beside(None, size, &[]), None);
        let small = Area { x: 10, y: 10, width: 100, height: 100 };
        assert_eq!(beside(Some((50, 50)), size, &[small]), Some((10, 10)), "a screen that is too small");
    }
}
