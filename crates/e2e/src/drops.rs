//! Another program's side of a drag: a file is held over a window and let go there. XDND 5, as file managers speak it
//! (freedesktop.org, "Drag-and-Drop Protocol for the X Window System").

use crate::PATIENCE;
use std::path::Path;
use std::time::{Duration, Instant};
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// A moment for the messages of the drag. Nought would mean "now", by which GTK knows a drag that was given up.
const MOMENT: u32 = 1;
/// Between two words about where the pointer is.
const STEP: Duration = Duration::from_millis(50);

/// Holds the file over the middle of the window of this title until it is wanted there, and lets go.
pub fn drop_file(display: &str, title: &str, file: &Path) {
    let mut drag = Drag::begin(display, title, file);
    drag.enter();
    let deadline = Instant::now() + PATIENCE;
    while !(drag.asked && drag.wanted) {
        assert!(Instant::now() < deadline, "the window does not want {}", file.display());
        drag.hover();
        drag.answer();
    }
    // Once more, now that the window knows what it would get.
    drag.hover();
    drag.answer();
    drag.send("XdndDrop", [0, MOMENT, 0, 0]);
    while !drag.finished {
        assert!(Instant::now() < deadline, "the window does not say that it has {}", file.display());
        drag.answer();
    }
}

struct Drag {
    display: RustConnection,
    source: Window,
    target: Window,
    /// The middle of the target, on the screen.
    at: (u32, u32),
    list: String,
    /// The window has read the list, wants what is in it, and is done with it.
    asked: bool,
    wanted: bool,
    finished: bool,
}

impl Drag {
    fn begin(display: &str, title: &str, file: &Path) -> Self {
        let (display, screen) = x11rb::connect(Some(display)).expect("a display");
        let root = display.setup().roots[screen].root;
        let source = display.generate_id().expect("a number");
        let unseen = CreateWindowAux::new();
        display.create_window(0, source, root, 0, 0, 1, 1, 0, WindowClass::INPUT_ONLY, 0, &unseen).expect("asked");
        let (target, at) = window(&display, root, title).expect("the window");
        let list = format!("file://{}\r\n", file.display());
        let drag = Self { display, source, target, at, list, asked: false, wanted: false, finished: false };
        let selection = drag.atom("XdndSelection");
        drag.display.set_selection_owner(source, selection, MOMENT).expect("asked").check().expect("ours");
        drag
    }

    fn atom(&self, name: &str) -> Atom {
        self.display.intern_atom(false, name.as_bytes()).expect("asked").reply().expect("an answer").atom
    }

    fn send(&self, what: &str, words: [u32; 4]) {
        let [a, b, c, d] = words;
        let message = ClientMessageEvent::new(32, self.target, self.atom(what), [self.source, a, b, c, d]);
        let sent = self.display.send_event(false, self.target, EventMask::NO_EVENT, message);
        sent.expect("asked").check().expect("sent");
    }

    fn enter(&self) {
        self.send("XdndEnter", [5 << 24, self.atom("text/uri-list"), 0, 0]);
    }

    fn hover(&self) {
        let (x, y) = self.at;
        self.send("XdndPosition", [0, x << 16 | y, MOMENT, self.atom("XdndActionCopy")]);
    }

    /// Hears what the window has to say for a moment.
    fn answer(&mut self) {
        let until = Instant::now() + STEP;
        while Instant::now() < until {
            match self.display.poll_for_event().expect("a display") {
                Some(Event::SelectionRequest(request)) => self.hand_over(&request),
                Some(Event::ClientMessage(message)) if message.type_ == self.atom("XdndStatus") => {
                    self.wanted = message.data.as_data32()[1] & 1 == 1;
                }
                Some(Event::ClientMessage(message)) if message.type_ == self.atom("XdndFinished") => {
                    self.finished = true;
                }
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    fn hand_over(&mut self, request: &SelectionRequestEvent) {
        let known = request.target == self.atom("text/uri-list");
        if known {
            let (to, list) = (request.requestor, self.list.as_bytes());
            let written = self.display.change_property8(PropMode::REPLACE, to, request.property, request.target, list);
            written.expect("asked").check().expect("written");
            self.asked = true;
        }
        let notice = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property: if known { request.property } else { x11rb::NONE },
        };
        let sent = self.display.send_event(false, request.requestor, EventMask::NO_EVENT, notice);
        sent.expect("asked").check().expect("sent");
    }
}

/// The window of this title, and its middle.
fn window(display: &RustConnection, root: Window, title: &str) -> Option<(Window, (u32, u32))> {
    let tree = display.query_tree(root).ok()?.reply().ok()?;
    tree.children.into_iter().find_map(|window| {
        let name = display.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64).ok()?.reply().ok()?;
        let place = display.get_geometry(window).ok()?.reply().ok()?;
        let middle = |from: i16, long: u16| u32::try_from(i32::from(from) + i32::from(long) / 2).ok();
        let at = (middle(place.x, place.width)?, middle(place.y, place.height)?);
        (name.value == title.as_bytes() && place.width > 1).then_some((window, at))
    })
}
