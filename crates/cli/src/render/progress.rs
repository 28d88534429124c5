//! How far a picture is: a bar on a terminal, elsewhere a line at each quarter.

use crate::out::{Out, harmless};
use idlewatt_proto::job::{NOTE, SceneFacts};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// Shows progress on standard error. With `--json` it shows nothing: the events say it.
pub struct Progress {
    bar: Option<ProgressBar>,
    silent: bool,
    quarter: u64,
}

impl Progress {
    pub fn new(out: &Out) -> Self {
        let terminal = std::io::stderr().is_terminal() && !out.json;
        let bar = terminal.then(|| {
            let style = ProgressStyle::with_template("{bar:32} {percent:>3} %  {msg}");
            let bar = ProgressBar::new(1);
            if let Ok(style) = style {
                bar.set_style(style.progress_chars("=> "));
            }
            bar
        });
        Self { bar, silent: out.json, quarter: 0 }
    }

    /// The same where somebody watches, and nothing at all elsewhere.
    pub fn on_terminal(out: &Out) -> Self {
        let mut progress = Self::new(out);
        progress.silent = true;
        progress
    }

    /// Nothing anywhere.
    pub fn silent() -> Self {
        Self { bar: None, silent: true, quarter: 0 }
    }

    /// A line that stays.
    pub fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.println(line),
            None if self.silent => {}
            None => eprintln!("{line}"),
        }
    }

    /// What is in the scene, and what of it will not be seen.
    pub fn facts(&self, facts: &SceneFacts) {
        let SceneFacts { triangles, instanced_triangles, instances, materials, lights, .. } = facts;
        let seen = format!("{instanced_triangles} seen in {instances} instances");
        self.say(&format!("scene: {triangles} triangles ({seen}), {materials} materials, {lights} lights"));
        for what in &facts.unsupported {
            let missing = if what.starts_with(NOTE) { "" } else { "not rendered: " };
            self.say(&harmless(&format!("{missing}{what}")));
        }
    }

    /// So much of so much, and what else is to be said of it.
    pub fn at(&mut self, done: u64, of: u64, note: &str) {
        if let Some(bar) = &self.bar {
            bar.set_length(of.max(1));
            bar.set_position(done.min(of));
            bar.set_message(note.to_owned());
            return;
        }
        let quarter = u64::try_from(u128::from(done) * 4 / u128::from(of.max(1))).unwrap_or(4);
        if quarter > self.quarter && !self.silent {
            self.quarter = quarter;
            eprintln!("{} %  {note}", quarter * 25);
        }
    }

    /// The bar goes away; the lines stay.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}
