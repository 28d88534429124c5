//! Linux: what the app does so that it costs little beside games and paid work. Its windows are painted by the processor: they
//! change little, the card is needed elsewhere, and where there is none a card is played by LLVM, for 40 MB in each process.
//! WebKit's own helper goes when the last window is closed, and a little later the program begins anew, without one: what GTK
//! and WebKit read and keep for windows, 30 MB and more with the years, is given back by nothing less.

use crate::AGAIN;
use crate::carried::Carried;
use crate::endpoint::Gateway;
use crate::files::Copied;
use crate::limits::{ANEW_AFTER, ANEW_RETRY, HELPER_KEPT};
use crate::link::Phone;
use crate::notify::Herald;
use crate::renders::Renders;
use crate::updates::Updates;
use crate::window::Closed;
use rustix::process::{Pid, Signal, kill_process};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::{fs, io};
use tauri::{AppHandle, Manager};
use tokio::time::Instant;

/// What GTK and WebKit read before any code of ours could tell them. Whoever has set one of them keeps it.
const PAINTED: [(&str, &str); 4] = [
    ("GDK_GL", "disable"),
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    // Otherwise WebKit starts a driver in this process, only to learn which card the other one should use.
    ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null"),
];
/// WebKit's helper that keeps caches and cookies, as far as the system keeps its name.
const HELPER: &str = "WebKitNetworkPr";

/// Begins the program anew with what must be known from the start. Returns when it is, or when that cannot be had.
pub fn begin() {
    let missing: Vec<_> = PAINTED.iter().filter(|(name, _)| std::env::var_os(name).is_none()).collect();
    if missing.is_empty() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let anew = Command::new(program).args(std::env::args_os().skip(1)).envs(missing.into_iter().copied()).exec();
    eprintln!("idlewatt-tray: the windows use the graphics card: {anew}");
}

/// A window was closed. If it stays the last one, WebKit's helper goes: 20 MB that wait for nothing. WebKit starts another one
/// with the next window, as it does when this one crashes.
pub fn window_closed(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(HELPER_KEPT).await;
        if app.webview_windows().is_empty() {
            children().filter(|(_, name)| name == HELPER).for_each(|(pid, _)| {
                // One that has just ended is gone as well.
                let _ = kill_process(pid, Signal::TERM);
            });
        }
    });
}

/// When [`begin_anew`] is to be tried. What stood in its way may be gone soon.
pub fn next(app: &AppHandle, now: Instant) -> Option<Instant> {
    let due = app.state::<Closed>().since()? + ANEW_AFTER;
    Some(if due > now { due } else { now + ANEW_RETRY })
}

/// Begins the program anew if its last window was closed a while ago and nothing hangs on this process. It stays the same
/// process: the daemon that it started remains its own, and what was told is carried over.
pub fn begin_anew(app: &AppHandle, herald: &Herald) {
    let closed = app.state::<Closed>();
    let due = closed.since().is_some_and(|since| since.elapsed() >= ANEW_AFTER);
    // What was copied is served by whoever copied it; a picture that is done is shown to the next window.
    let unneeded = app.webview_windows().is_empty()
        && app.state::<Gateway>().is_off()
        && app.state::<Renders>().none()
        && app.state::<Copied>().nothing();
    let Some(looked) = app.state::<Updates>().carried().filter(|_| due && unneeded) else { return };
    let carried = Carried::new(app.state::<Phone>().is_ours(), herald.carried(), looked);
    let anew = serde_json::to_string(&carried).map_err(io::Error::from).and_then(|carried| {
        // Returns only when it fails.
        Err::<(), _>(Command::new(std::env::current_exe()?).args([AGAIN, &carried]).exec())
    });
    // A program that was replaced by a newer one meanwhile stays as it is.
    if let Err(error) = anew {
        eprintln!("idlewatt-tray: what the window needed is kept: {error}");
    }
    closed.forget();
}

/// What this process started, and what it is called.
fn children() -> impl Iterator<Item = (Pid, String)> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let pids = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let pids: Vec<i32> =
        pids.flat_map(|pids| pids.split_whitespace().flat_map(str::parse).collect::<Vec<_>>()).collect();
    pids.into_iter().filter_map(|pid| {
        let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
        Some((Pid::from_raw(pid)?, name.trim_end().to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Stdio;

    #[test]
    fn children_are_known_by_name() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().expect("a child");
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        // Between the fork and the new program it has our name.
        let named = || children().any(|(found, name)| Some(found) == pid && name == "cat");
        while !named() {
            std::thread::yield_now();
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        assert!(!named());
    }
}
