//! Whether a hand is on a game controller.
//!
//! A worn stick never rests in the middle and never rests still, so neither "not in the middle" nor "has moved" means
//! a hand: only a way that no worn stick goes by itself does.

use crate::limits::DEAD_ZONE;

/// What a controller says at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pad {
    /// One bit per button.
    pub buttons: u32,
    /// Sticks from -32768 to 32767, triggers from 0 to 32767.
    pub axes: [i32; 6],
}

/// Where the controller was when it was last touched. Sticks are measured from there, and not from the last look:
/// slow drift would pass for rest, fast drift for a hand.
#[derive(Debug, Clone, Copy)]
pub struct Grip(Pad);

impl Grip {
    /// The first sight of a controller is no touch: it may have been plugged in all day.
    pub fn new(pad: Pad) -> Self {
        Self(pad)
    }

    /// Whether a hand made the controller say this.
    pub fn touched(&mut self, pad: Pad) -> bool {
        let far = pad.axes.iter().zip(self.0.axes).any(|(axis, before)| axis.abs_diff(before) > DEAD_ZONE);
        let touched = far || pad.buttons != self.0.buttons;
        if touched {
            self.0 = pad;
        }
        touched
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stick(x: i32) -> Pad {
        Pad { axes: [x, 0, 0, 0, 0, 0], ..Pad::default() }
    }

    #[test]
    fn a_button_a_push_and_its_release_are_hands() {
        let mut grip = Grip::new(Pad::default());
        let pressed = Pad { buttons: 1, ..Pad::default() };
        assert!(grip.touched(pressed), "a button goes down");
        assert!(!grip.touched(pressed), "and lies under something");
        assert!(grip.touched(Pad::default()), "it comes up");
        assert!(grip.touched(stick(32_767)), "a stick is pushed");
        assert!(!grip.touched(stick(31_000)), "and held by a rubber band");
        assert!(grip.touched(stick(0)), "it is let go");
        let mut trigger = Pad::default();
        trigger.axes[5] = 32_767;
        assert!(grip.touched(trigger), "a trigger is pulled");
    }

    #[test]
    fn a_slow_push_is_a_hand_at_last() {
        let mut grip = Grip::new(Pad::default());
        assert!((0..32).any(|step| grip.touched(stick(step * 1_000))));
    }

    proptest! {
        #[test]
        fn a_drifting_stick_falls_silent(rest in -20_000..20_000i32, from in -32_768..32_767i32,
            drift in prop::collection::vec(-4_000..4_000i32, 200)) {
            let mut grip = Grip::new(stick(from));
            let touches = drift.into_iter().filter(|by| grip.touched(stick(rest + by))).count();
            prop_assert!(touches <= 1, "{touches} touches, where it was let go once");
        }
    }
}
