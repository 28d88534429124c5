//! Game controllers, which Windows does not count as input.
//!
//! Through XInput, which every controller of the Xbox kind speaks, and every other one while Steam is in between.
//! Loaded at run time, because a Windows Server may not have it.
#![allow(unsafe_code)]

use crate::Source;
use crate::limits::EMPTY_SLOT_EVERY;
use crate::surroundings::deadzone::{Grip, Pad};
use std::time::Instant;
use windows::Win32::System::LibraryLoader::{GetProcAddress, LOAD_LIBRARY_SEARCH_SYSTEM32, LoadLibraryExW};
use windows::Win32::UI::Input::XboxController::{XINPUT_GAMEPAD, XINPUT_STATE};
use windows::core::{PCWSTR, s, w};

type GetState = unsafe extern "system" fn(u32, *mut XINPUT_STATE) -> u32;

/// The four places that XInput has for controllers.
#[derive(Debug)]
pub struct Pads {
    get_state: Option<GetState>,
    slots: [Option<Grip>; 4],
    /// The empty slot to be asked next, and when the last one was. Asking an empty slot makes Windows look through
    /// its devices, so they take turns.
    turn: usize,
    turned: Option<Instant>,
    touched: Option<Instant>,
}

impl Pads {
    pub fn open() -> Self {
        let get_state = [w!("xinput1_4.dll"), w!("xinput9_1_0.dll")].into_iter().find_map(load);
        Self { get_state, slots: [None; 4], turn: 0, turned: None, touched: None }
    }

    /// Time since a hand was last seen on any of them, in milliseconds; `None`: not yet.
    pub fn idle_ms(&mut self, now: Instant) -> (Option<u64>, Source) {
        let Some(get_state) = self.get_state else {
            return (None, Source::Absent("this Windows has no XInput".to_owned()));
        };
        let due = self.turned.is_none_or(|at| now.duration_since(at) >= EMPTY_SLOT_EVERY);
        if due {
            self.turned = Some(now);
            self.turn = (self.turn + 1) % self.slots.len();
        }
        for (index, slot) in self.slots.iter_mut().enumerate() {
            if slot.is_none() && !(due && index == self.turn) {
                continue;
            }
            let pad = state(get_state, index as u32);
            match (slot.as_mut(), pad) {
                (Some(grip), Some(pad)) => {
                    if grip.touched(pad) {
                        self.touched = Some(now);
                    }
                }
                (_, pad) => *slot = pad.map(Grip::new),
            }
        }
        let idle = self.touched.map(|at| u64::try_from(now.duration_since(at).as_millis()).unwrap_or(u64::MAX));
        let any = self.slots.iter().any(Option::is_some);
        let source = if any { Source::Ok } else { Source::Absent("no controller is connected".to_owned()) };
        (idle, source)
    }
}

/// `XInputGetState` of this library, if the system has it. It is never unloaded.
fn load(library: PCWSTR) -> Option<GetState> {
    // SAFETY: the name is a constant; only the system's own folder is searched, so no code but Windows' is run.
    let module = unsafe { LoadLibraryExW(library, None, LOAD_LIBRARY_SEARCH_SYSTEM32) }.ok()?;
    // SAFETY: the module was just loaded, the name is a constant.
    let address = unsafe { GetProcAddress(module, s!("XInputGetState")) }?;
    // SAFETY: this is the documented signature of the function, the same in all versions of the library.
    Some(unsafe { std::mem::transmute::<unsafe extern "system" fn() -> isize, GetState>(address) })
}

/// What the controller in this slot says; `None`: the slot is empty.
fn state(get_state: GetState, slot: u32) -> Option<Pad> {
    let mut state = XINPUT_STATE::default();
    // SAFETY: the library stays loaded, and the struct is ours.
    let failed = unsafe { get_state(slot, &mut state) };
    (failed == 0).then(|| pad(&state.Gamepad))
}

fn pad(said: &XINPUT_GAMEPAD) -> Pad {
    let sticks = [said.sThumbLX, said.sThumbLY, said.sThumbRX, said.sThumbRY].map(i32::from);
    let [lx, ly, rx, ry] = sticks;
    // A trigger has 8 bits where a stick has 15 and a sign.
    let [left, right] = [said.bLeftTrigger, said.bRightTrigger].map(|pull| i32::from(pull) << 7);
    Pad { buttons: u32::from(said.wButtons.0), axes: [lx, ly, rx, ry, left, right] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI16, AtomicU32, Ordering};
    use std::time::Duration;

    static STICK: AtomicI16 = AtomicI16::new(0);
    static CONNECTED: AtomicU32 = AtomicU32::new(0);
    static EMPTY_ASKED: AtomicU32 = AtomicU32::new(0);

    /// Plays XInput with at most one controller, in the third slot.
    unsafe extern "system" fn played(slot: u32, state: *mut XINPUT_STATE) -> u32 {
        if slot != 2 || CONNECTED.load(Ordering::SeqCst) == 0 {
            EMPTY_ASKED.fetch_add(1, Ordering::SeqCst);
            return 1167;
        }
        // SAFETY: the caller passes a place of its own.
        unsafe { (*state).Gamepad.sThumbLX = STICK.load(Ordering::SeqCst) };
        0
    }

    #[test]
    fn empty_slots_take_turns_and_a_worn_stick_is_no_hand() {
        let begun = Instant::now();
        let mut pads = Pads { get_state: Some(played), slots: [None; 4], turn: 0, turned: None, touched: None };
        let mut at = |ms| pads.idle_ms(begun + Duration::from_millis(ms));
        for ms in (0..8_000).step_by(250) {
            assert!(matches!(at(ms), (None, Source::Absent(_))));
        }
        assert_eq!(EMPTY_ASKED.load(Ordering::SeqCst), 4, "each slot once in four turns");
        CONNECTED.store(1, Ordering::SeqCst);
        STICK.store(-3_000, Ordering::SeqCst);
        for ms in (8_000..16_000).step_by(250) {
            assert_eq!(at(ms).0, None, "it lies on the table");
        }
        STICK.store(3_000, Ordering::SeqCst);
        assert_eq!(at(16_000), (None, Source::Ok), "it wanders");
        STICK.store(30_000, Ordering::SeqCst);
        assert_eq!(at(16_250).0, Some(0), "it is pushed");
        assert_eq!(at(17_250).0, Some(1_000));
        CONNECTED.store(0, Ordering::SeqCst);
        assert!(matches!(at(18_250), (Some(2_000), Source::Absent(_))), "what was seen stays true without it");
    }
}
