//! Drives the real window: WebKit's driver in a display and a bus of its own, spoken to in plain WebDriver
//! (W3C, section 6: JSON over HTTP/1.1).

use crate::{PATIENCE, binary};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The key under which WebDriver names elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// The arrow key to the left, as WebDriver writes it (section 17.4.2).
pub const LEFT: &str = "\u{e012}";

/// A window of the tray app.
pub struct Window {
    _driver: Group,
    port: u16,
    session: String,
    display: String,
    home: TempDir,
    _screen: Group,
}

/// A program that is ended with everything that it started.
struct Group(Child);

impl Group {
    fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_owned();
        Self(command.process_group(0).spawn().unwrap_or_else(|error| panic!("{name:?}: {error}")))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", "--", &format!("-{}", self.0.id())]).status();
        let _ = self.0.wait();
    }
}

/// A display that takes the first free number, and says which.
fn screen() -> (Group, String) {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
    let mut screen = Group::start(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()));
    let mut number = String::new();
    let told = screen.0.stdout.take().expect("piped");
    BufReader::new(told).read_line(&mut number).expect("the number of a display");
    (screen, format!(":{}", number.trim()))
}

impl Window {
    /// Opens the tray app's window on the daemon of a data folder.
    pub fn open(idlewatt_home: &Path) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        // Bound and let go again: the driver cannot be told to choose a port.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port();
        let (screen, display) = screen();
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "WebKitWebDriver", &format!("--port={port}")]).env("DISPLAY", &display);
        for (variable, folder) in [
            ("HOME", "home"),
            ("XDG_RUNTIME_DIR", "run"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            let path = home.path().join(folder);
            std::fs::create_dir(&path).expect("a folder");
            command.env(variable, path);
        }
        command.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true").env("NO_AT_BRIDGE", "1");
        command.env("IDLEWATT_HOME", idlewatt_home).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // What the desktop of whoever runs the tests speaks is no matter.
        command.env("LANG", "C.UTF-8").env_remove("LANGUAGE").env_remove("LC_ALL").env_remove("WAYLAND_DISPLAY");
        let driver = Group::start(&mut command);
        let mut window = Self { _driver: driver, port, session: String::new(), display, home, _screen: screen };
        window.until("the driver answers", |window| window.request("GET", "/status", None).ok().map(|_| ()));
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": binary("idlewatt-tray"), "args": [] } } } });
        let session = window.request("POST", "/session", Some(&capabilities)).expect("a session");
        window.session = session["sessionId"].as_str().expect("a session's name").to_owned();
        window
    }

    /// The visible text of an element, once it is there and not empty.
    pub fn text(&self, selector: &str) -> String {
        self.until(selector, |window| {
            let element = window.element(selector)?;
            let text = window.within("GET", &format!("/element/{element}/text"), None).ok()?;
            text.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
        })
    }

    /// Clicks an element, once it is there.
    pub fn click(&self, selector: &str) {
        self.until(selector, |window| {
            let element = window.element(selector)?;
            window.within("POST", &format!("/element/{element}/click"), Some(&json!({}))).ok()
        });
    }

    /// Types into an element, once it is there.
    pub fn press(&self, selector: &str, keys: &str) {
        self.until(selector, |window| {
            let element = window.element(selector)?;
            let keys = json!({ "text": keys });
            window.within("POST", &format!("/element/{element}/value"), Some(&keys)).ok()
        });
    }

    /// Holds the pointer down on one element and lets go on another.
    pub fn drag(&self, from: &str, to: &str) {
        let found = |selector: &str| self.until(selector, |window| window.element(selector));
        let (from, to) = (found(from), found(to));
        let scroll = json!({ "args": [{ ELEMENT: from }, { ELEMENT: to }], "script": "
            arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });
            return [...arguments].map((element) => {
                const box = element.getBoundingClientRect();
                return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
            });" });
        let middles = self.within("POST", "/execute/sync", Some(&scroll)).expect("scrolled");
        let over =
            |at: &Value| json!({ "type": "pointerMove", "duration": 50, "x": at[0], "y": at[1], "origin": "viewport" });
        let (from, to) = (&middles[0], &middles[1]);
        let actions = json!({ "actions": [{ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
            "actions": [over(from), { "type": "pointerDown", "button": 0 }, over(to), { "type": "pointerUp", "button": 0 }] }] });
        self.within("POST", "/actions", Some(&actions))
            .unwrap_or_else(|error| panic!("a stroke over {middles}: {error}"));
    }

    /// What a script returns.
    pub fn script(&self, script: &str) -> Value {
        self.within("POST", "/execute/sync", Some(&json!({ "script": script, "args": [] }))).expect("a value")
    }

    /// Loads the page anew.
    pub fn reload(&self) {
        self.within("POST", "/refresh", Some(&json!({}))).expect("loaded anew");
    }

    /// Where the app keeps what is its user's.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// A file of the app's by the end of its path, if it is there.
    pub fn kept(&self, end: &str) -> Option<PathBuf> {
        fn find(folder: &Path, end: &str) -> Option<PathBuf> {
            let entries = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
            let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
            let found = files.into_iter().find(|path| path.to_string_lossy().ends_with(end));
            found.or_else(|| folders.iter().find_map(|folder| find(folder, end)))
        }
        find(self.home.path(), end)
    }

    /// Drags a file from another program over the window, and drops it there.
    pub fn drop_file(&self, file: &Path) {
        crate::drops::drop_file(&self.display, "Idlewatt", file);
    }

    /// Waits until something is true of the window.
    pub fn until<T>(&self, what: &str, mut condition: impl FnMut(&Self) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(value) = condition(self) {
                return value;
            }
            assert!(Instant::now() < deadline, "never in the window: {what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// A picture of the page, as PNG in base64.
    pub fn screenshot(&self) -> String {
        self.within("GET", "/screenshot", None).expect("a screenshot").as_str().expect("base64").to_owned()
    }

    fn element(&self, selector: &str) -> Option<String> {
        let query = json!({ "using": "css selector", "value": selector });
        let found = self.within("POST", "/element", Some(&query)).ok()?;
        found[ELEMENT].as_str().map(str::to_owned)
    }

    fn within(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        self.request(method, &format!("/session/{}{path}", self.session), body)
    }

    fn request(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).map_err(|error| error.to_string())?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(|error| error.to_string())?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).map_err(|error| error.to_string())?;
        let answer = read_answer(&mut stream)?;
        let answer: Value = serde_json::from_slice(&answer).map_err(|error| error.to_string())?;
        match answer["value"]["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", answer["value"]["message"])),
            None => Ok(answer["value"].clone()),
        }
    }
}

/// Reads the body of an answer that says its length.
fn read_answer(stream: &mut TcpStream) -> Result<Vec<u8>, String> {
    let mut answer = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        if let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
            let length = length.ok_or("an answer without a length")?;
            if answer.len() >= end + 4 + length {
                return Ok(answer[end + 4..end + 4 + length].to_vec());
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) => return Err("the driver hung up".to_owned()),
            Ok(read) => answer.extend_from_slice(&buffer[..read]),
            Err(error) => return Err(error.to_string()),
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.within("DELETE", "", None);
        }
    }
}
