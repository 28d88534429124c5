//! `cargo xtask test`: everything that continuous integration runs, in the order in which a fault is cheapest to find.

use crate::cross::{self, Platform};
use crate::step::{self, cargo, human, say};
use crate::{bindings, clients, deny, install, machine, python, rays, ui};
use anyhow::{Result, bail, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
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
        machine::packages(&[
            machine::BUILD,
            machine::RUN,
            machine::WINDOW,
            machine::TEST,
            machine::CROSS,
            machine::PYTHON,
            machine::PACK,
            machine::LINT,
        ])?;
        python::models()?;
        rays::driver()?;
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
        quiet("building every program", &["build", "--locked", "--workspace", "--all-targets"])
    }),
    ("walls", "no room reaches what it must not", || rust("walls", "binary(walls)", |test| test == WALLS, &[])),
    ("bindings", "the window's types are those of the daemon", || none(bindings::check())),
    ("tests", "unit, property and integration tests", || {
        rust("Rust tests", "not package(idlewatt-e2e)", |test| !test.starts_with(PLAYS), &[])
    }),
    ("rays", "what rays meet, by an adapter's own units", || match rays::driver()? {
        None => Ok(0),
        Some(driver) => {
            let adapter = [("VK_DRIVER_FILES", driver.clone()), ("VK_ICD_FILENAMES", driver)];
            let wanted = [("IDLEWATT_RAY_QUERIES", PathBuf::from("1"))];
            rust(
                "rays",
                "binary(rays) | test(/^renderer::rays/)",
                |test| test == RAYS,
                &[&adapter[..], &wanted].concat(),
            )
        }
    }),
    ("doctests", "examples in the documentation", || {
        let log = step::run("doctests", &mut cargo(["test", "--locked", "--workspace", "--doc"]))?.log;
        Ok(count_passed(&fs::read_to_string(log)?))
    }),
    ("browser", "the window on its fake backend, in a browser", || tests(ui::script("test:browser")?.log.as_path())),
    ("e2e", "whole programs: the demo's path, kills, the real window", || {
        rust(
            "whole-program tests",
            "package(idlewatt-e2e) & not binary(walls)",
            |test| test.starts_with(PLAYS) && test != WALLS,
            &[],
        )
    }),
    ("clients", "OpenAI's own clients and curl, against our server with a real model", || clients::check(tests)),
    ("install", "packages: judged, installed, started, driven, removed without a trace", || install::check(tests)),
    ("windows", "clippy for Windows", || none(cross::check(Platform::Windows, &[]))),
    ("macos", "clippy for macOS", || none(cross::check(Platform::Macos, &[]))),
];

/// Whole-program tests.
const PLAYS: &str = "crates/e2e/";
/// The one among them that starts no program.
const WALLS: &str = "crates/e2e/tests/walls.rs";

/// Those of an adapter's own units for rays.
const RAYS: &str = "crates/engine/tests/rays.rs";

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

/// Some of the Rust tests: by nextest where it is installed, which runs test programs side by side; building it would
/// take longer than it saves. Both always name the whole workspace: a part of it asks for fewer features of what it
/// depends on, and half of that would be compiled again.
fn rust(what: &str, filter: &str, chosen: fn(&str) -> bool, more: &[(&str, PathBuf)]) -> Result<usize> {
    // Real models: tests that want them skip, saying so, where nobody says where they are.
    let (generate, embed) = python::models()?;
    let models = [("IDLEWATT_TEST_MODEL", generate), ("IDLEWATT_TEST_EMBEDDER", embed)];
    if step::exists(&format!("cargo-nextest{}", std::env::consts::EXE_SUFFIX)) {
        let args = ["nextest", "run", "--locked", "--workspace", "-E", filter];
        return tests(&step::run(what, cargo(args).envs(models).envs(more.iter().cloned()))?.log);
    }
    say("cargo-nextest is not installed: cargo test does the same, slower.");
    let mut test = cargo(["test", "--locked", "--workspace", "--no-fail-fast"]);
    test.envs(models).envs(more.iter().cloned());
    let (these, others): (Vec<_>, Vec<_>) = integration_tests()?.into_iter().partition(|test| chosen(test));
    let names: BTreeSet<_> = these.iter().filter_map(|path| Path::new(path).file_stem()).collect();
    for name in names {
        test.arg("--test").arg(name);
    }
    // The tests inside the sources go with those beside them.
    if others.iter().all(|test| test.starts_with(PLAYS)) {
        test.args(["--lib", "--bins"]);
    }
    tests(&step::run(what, &mut test)?.log)
}

/// Every integration test of the workspace, as a path from the root.
fn integration_tests() -> Result<Vec<String>> {
    let list = ["ls-files", "crates/*/tests/*.rs", "src-tauri/tests/*.rs", "xtask/tests/*.rs"];
    let files = step::output(step::command("git").args(list))?;
    // A file in a folder of its own is a part of a test.
    Ok(files.lines().filter(|path| path.split('/').rev().nth(1) == Some("tests")).map(str::to_owned).collect())
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
