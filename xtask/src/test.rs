//! `cargo xtask test`: everything that continuous integration runs, in the order in which a fault is cheapest to find.

use crate::cross::{self, Platform};
use crate::step::{self, cargo, human, say};
use crate::{bindings, deny, machine, ui};
use anyhow::{Result, bail, ensure};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Args {
    /// Only these steps. Repeatable.
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// All but these steps. Repeatable.
    #[arg(long, value_name = "STEP")]
    skip: Vec<String>,
    /// Go on after a failure.
    #[arg(long)]
    keep_going: bool,
    /// List the steps and what they do.
    #[arg(long)]
    list: bool,
}

/// A step's name, what it proves, and the work. The work answers with the number of tests it ran, where it ran any.
type Step = (&'static str, &'static str, fn() -> Result<usize>);

const STEPS: &[Step] = &[
    ("packages", "what the other steps need is there", || {
        machine::packages(&[machine::BUILD, machine::RUN, machine::WINDOW, machine::TEST, machine::CROSS])?;
        none(ui::ensure_modules())
    }),
    ("fmt", "Rust is formatted", || quiet("formatting", &["fmt", "--all", "--check"])),
    ("ui-build", "the window's pages build; the tray app carries them", || none(ui::build())),
    ("ui-lint", "eslint", || none(ui::script("lint"))),
    ("ui-check", "TypeScript and Svelte types", || none(ui::script("check"))),
    ("ui-test", "the window's unit tests", || tests(ui::script("test")?.log.as_path())),
    ("deny", "licences, sources and advisories of what we depend on", || none(deny::check())),
    ("clippy", "no warning", || {
        quiet("clippy", &["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"])
    }),
    ("build", "every program, for the tests that start them", || {
        quiet("building every program", &["build", "--locked", "--workspace"])
    }),
    ("walls", "no room reaches what it must not", || rust(&["--package", "idlewatt-e2e", "--test", "walls"], "walls")),
    ("bindings", "the window's types are those of the daemon", || none(bindings::check())),
    ("tests", "unit, property and integration tests", || {
        rust(&["--workspace", "--exclude", "idlewatt-e2e"], "Rust tests")
    }),
    ("doctests", "examples in the documentation", || {
        let log = step::run("doctests", &mut cargo(["test", "--locked", "--workspace", "--doc"]))?.log;
        Ok(count_passed(&fs::read_to_string(log)?))
    }),
    ("browser", "the window on its fake backend, in a browser", || tests(ui::script("test:browser")?.log.as_path())),
    ("e2e", "whole programs: the demo's path, kills, the real window", || {
        rust(&["--package", "idlewatt-e2e"], "whole-program tests")
    }),
    ("windows", "clippy for Windows", || none(cross::check(Platform::Windows, &[]))),
    ("macos", "clippy for macOS", || none(cross::check(Platform::Macos, &[]))),
];

struct Row {
    name: &'static str,
    took: Duration,
    outcome: Result<usize>,
}

pub fn run(args: &Args) -> Result<()> {
    if args.list {
        STEPS.iter().for_each(|(name, what, _)| println!("{name:<10} {what}"));
        return Ok(());
    }
    for name in args.only.iter().chain(&args.skip) {
        ensure!(STEPS.iter().any(|step| step.0 == name), "there is no step {name}; --list shows them");
    }
    let wanted = |name: &str| {
        (args.only.is_empty() || args.only.iter().any(|only| only == name))
            && !args.skip.iter().any(|skip| skip == name)
    };
    let began = Instant::now();
    let mut rows: Vec<Row> = Vec::new();
    for (name, what, work) in STEPS.iter().filter(|step| wanted(step.0)) {
        println!("\n[{name}] {what}");
        let start = Instant::now();
        let outcome = work();
        let failed = outcome.is_err();
        if let Err(error) = &outcome {
            println!("[{name}] FAILED: {error:#}");
        }
        rows.push(Row { name, took: start.elapsed(), outcome });
        if failed && (!args.keep_going || step::interrupted()) {
            break;
        }
    }
    summary(&rows, began.elapsed())
}

/// The table, and the line that continuous integration looks for.
fn summary(rows: &[Row], took: Duration) -> Result<()> {
    println!("\n{:<10} {:>13}  {:>6}", "step", "time", "tests");
    for row in rows {
        let (tests, verdict) = match &row.outcome {
            Ok(0) => (String::new(), "ok"),
            Ok(count) => (count.to_string(), "ok"),
            Err(_) => (String::new(), "FAILED"),
        };
        println!("{:<10} {:>13}  {tests:>6}  {verdict}", row.name, human(row.took));
    }
    let failed: Vec<&str> = rows.iter().filter(|row| row.outcome.is_err()).map(|row| row.name).collect();
    let tests: usize = rows.iter().filter_map(|row| row.outcome.as_ref().ok()).sum();
    println!("{:<10} {:>13}  {tests:>6}", "in all", human(took));
    println!("\n{} passed, {} failed", rows.len() - failed.len(), failed.len());
    match failed.is_empty() {
        true => Ok(()),
        false => bail!("failed: {}", failed.join(", ")),
    }
}

fn none<T>(done: Result<T>) -> Result<usize> {
    done.map(|_| 0)
}

fn quiet(what: &str, args: &[&str]) -> Result<usize> {
    none(step::run(what, &mut cargo(args)))
}

/// Rust tests of these packages: by nextest where it is installed, which runs test binaries side by side; building it
/// would take longer than it saves.
fn rust(selection: &[&str], what: &str) -> Result<usize> {
    let log = if step::exists(&format!("cargo-nextest{}", std::env::consts::EXE_SUFFIX)) {
        step::run(what, cargo(["nextest", "run", "--locked"]).args(selection))?.log
    } else {
        say("cargo-nextest is not installed: cargo test does the same, slower.");
        let targets: &[&str] = if selection.contains(&"--test") { &[] } else { &["--all-targets"] };
        let mut test = cargo(["test", "--locked", "--no-fail-fast"]);
        step::run(what, test.args(selection).args(targets))?.log
    };
    tests(&log)
}

/// The number of tests in a runner's output. None at all is a failure: a selection that selects nothing passes for ever.
fn tests(log: &Path) -> Result<usize> {
    let count = count_passed(&fs::read_to_string(log)?);
    ensure!(count > 0, "no test ran (output: {})", log.display());
    Ok(count)
}

/// Sums `N passed` and `N tests` as cargo, nextest, vitest and our own runners print them. vitest also counts files.
fn count_passed(log: &str) -> usize {
    let plain = step::plain(log);
    let lines = plain.lines().filter(|line| !line.contains("Test Files"));
    let words = |line: &str| -> Vec<String> {
        line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let passed = |line: &str| {
        let words = words(line);
        let found = words.windows(2).find(|pair| pair[1] == "passed").and_then(|pair| pair[0].parse::<usize>().ok());
        found.unwrap_or(0)
    };
    lines.map(passed).sum()
}

#[cfg(test)]
mod tests {
    use super::count_passed;

    #[test]
    fn counts_the_tests_of_every_runner() {
        let cargo = "test result: ok. 3 passed; 0 failed; 0 ignored\n\ntest result: ok. 4 passed; 0 failed";
        assert_eq!(count_passed(cargo), 7);
        assert_eq!(count_passed("     Summary [   0.5s] 24 tests run: 24 passed (1 slow), 0 skipped"), 24);
        assert_eq!(count_passed(" Test Files  2 passed (2)\n      Tests  5 passed (5)"), 5);
        assert_eq!(count_passed("\x1b[2m Tests \x1b[22m \x1b[1m\x1b[32m47 passed\x1b[39m (47)"), 47);
        assert_eq!(count_passed("6 passed, 0 failed"), 6);
        assert_eq!(count_passed("error: nothing to run"), 0);
    }
}
