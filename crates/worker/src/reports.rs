//! What is said: one line each, on standard output.

use idlewatt_proto::worker::Report;
use std::io::Write;

/// Says it. With nobody to hear it there is nothing left to do, so the process ends.
pub fn say(report: &Report) {
    let mut out = std::io::stdout().lock();
    let line = serde_json::to_string(report).unwrap_or_default();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        std::process::exit(1);
    }
}
