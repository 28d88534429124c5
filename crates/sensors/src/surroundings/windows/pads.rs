//! Game controllers, which Windows does not count as input.
//!
//! Through XInput, which every controller of the Xbox kind speaks, and every other one while Steam is in between.
//! Loaded at run time: Windows editions without media features do not have it.
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
