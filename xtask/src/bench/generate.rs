//! Text: whether it is right, and how fast it comes.
//!
//! The scripts in `xtask/python` know our programs by `idlewatt --json generate`, `idlewatt --json score` and `idlewatt
//! serve`, the reference (`transformers` in float32) by its library, and llama.cpp by a wheel. Here they are run and
//! their findings become rows; the whole findings stay under `target/xtask`.

use super::Row;
use crate::python::{self, Python};
use crate::step;
use crate::{machine, paths};
use anyhow::{Context, Result};
use clap::ValueEnum;
use serde_json::Value;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// More than rounding: keys and values are kept as float16, and the logarithms of probabilities are off by as much.
const ARCHITECTURES_OFF: f64 = 0.02;

#[derive(clap::Args)]
#[group(id = "generate")]
pub struct Options {
    /// With generate: only this part; can be given again.
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// With generate: formats of weights that are judged, for example `Q4_1,F16`; without it all.
    #[arg(long, value_name = "FORMATS")]
    formats: Option<String>,
    /// With generate: a GGUF file whose speed is measured instead of the small model's.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// With generate: bytes that the adapter's memory moves in a second, in GB/s, for the fraction that is reached.
    #[arg(long, value_name = "GB/S")]
    bandwidth: Option<f64>,
    /// With generate: how often each speed is measured.
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    repeats: u32,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    /// The reference's tokens and perplexity, in every format.
    Right,
    /// Tokens per second against llama.cpp, clients at once, known beginnings, the server's overhead.
    Speed,
    /// Tiny models of every architecture.
    Architectures,
    /// Speed again, with models of the 7B class whose weights are noise. Only when asked for: they want a card.
    Large,
}

pub fn run(options: &Options, rows: &mut Vec<Row>) -> Result<()> {
    let wanted = |part| match options.only.as_slice() {
        [] => part != Part::Large,
        only => only.contains(&part),
    };
    machine::packages(&[machine::PYTHON])?;
    let bench = Bench { python: Python::ready(&python::BENCH)?, cache: paths::cache()?.join("models") };
    if wanted(Part::Architectures) {
        bench.architectures(rows)?;
    }
    if wanted(Part::Right) {
        bench.right(options, rows)?;
    }
    if wanted(Part::Speed) {
        let model = match &options.model {
            Some(model) => std::path::absolute(model)?,
            None => bench.small_model()?,
        };
        bench.speed(options, &model, rows)?;
    }
    if wanted(Part::Large) {
        for mixture in ["Q4_0", "Q4_K_M"] {
            let model = bench.cache.join(format!("noise-7b.{mixture}.gguf"));
            if !model.exists() {
                fs::create_dir_all(&bench.cache)?;
                let mut script = bench.python.script("large.py");
                step::run("a model of the 7B class, of noise", script.arg(&model).arg(mixture))?;
            }
            bench.speed(options, &model, rows)?;
        }
    }
    Ok(())
}

/// Vectors against the reference's.
pub fn embed(rows: &mut Vec<Row>) -> Result<()> {
    machine::packages(&[machine::PYTHON])?;
    let bench = Bench { python: Python::ready(&python::BENCH)?, cache: paths::cache()?.join("models") };
    let cache = bench.cache.clone();
    let found = bench.ask("vectors of texts", "vectors.py", |script, out| {
        script.arg("compare").arg(program()).arg(&cache).arg(out);
    })?;
    for format in list(&found)? {
        let (ours, theirs) = (number(format, "ours")?, number(format, "reference")?);
        rows.push(Row {
            what: format!("all-MiniLM-L6-v2, {}: vectors of 50 texts", text(format, "format")?),
            value: format!(
                "least cosine {:.6} (\"{}\"); {ours:.1} texts/s, sentence-transformers on the processor {theirs:.1}: {:.2}x",
                number(format, "cosine")?,
                shortened(text(format, "worst")?),
                ours / theirs
            ),
            command: "cargo xtask bench embed".to_owned(),
        });
    }
    Ok(())
}

struct Bench {
    python: Python,
    /// Models in all formats, and what the reference says of them.
    cache: PathBuf,
}

impl Bench {
    /// Runs a script that writes JSON to a file.
    fn ask(&self, what: &str, script: &str, args: impl FnOnce(&mut std::process::Command, &OsStr)) -> Result<Value> {
        let out = paths::target().join("xtask").join(format!("{}.json", what.replace([' ', ',', '.'], "-")));
        let mut command = self.python.script(script);
        args(&mut command, out.as_os_str());
        python::findings(what, &mut command, &out)
    }

    /// Where the wheel put the small model.
    fn small_model(&self) -> Result<PathBuf> {
        Ok(step::output(self.python.script("right.py").arg("--where"))?.into())
    }

    fn right(&self, options: &Options, rows: &mut Vec<Row>) -> Result<()> {
        let found = self.ask("text, right or not", "right.py", |script, out| {
            script.arg("--binary").arg(program()).arg("--cache").arg(&self.cache).arg("--out").arg(out);
            script.arg("--witness").args(options.formats.iter().flat_map(|formats| ["--formats", formats]));
        })?;
        let command = || "cargo xtask bench generate --only right".to_owned();
        for format in list(&found["formats"])? {
            let (ours, theirs) = (number(format, "perplexity")?, number(format, "perplexity_reference")?);
            rows.push(Row {
                what: format!("SmolLM2-135M {} against float32", text(format, "format")?),
                value: format!(
                    "{}; perplexity {ours:.4}, the reference's {theirs:.4}: {:+.3} %",
                    agreement(&format["answers"])?,
                    100.0 * (ours / theirs - 1.0)
                ),
                command: command(),
            });
        }
        let witness = &found["witness"];
        rows.push(Row {
            what: format!("llama.cpp, {}, {} against float32", text(witness, "device")?, text(witness, "format")?),
            value: agreement(&witness["answers"])?,
            command: command(),
        });
        Ok(())
    }

    fn architectures(&self, rows: &mut Vec<Row>) -> Result<()> {
        let found = self.ask("every architecture", "architectures.py", |script, out| {
            script.arg(program()).arg(self.cache.join("tiny")).arg(out);
        })?;
        let mut by_name: Vec<(&str, Vec<&Value>)> = Vec::new();
        for model in list(&found)? {
            let name = text(model, "name")?.split('.').next().unwrap_or_default();
            match by_name.iter_mut().find(|(known, _)| *known == name) {
                Some((_, models)) => models.push(model),
                None => by_name.push((name, vec![model])),
            }
        }
        for (name, models) in by_name {
            let value = models.into_iter().map(architecture).collect::<Result<Vec<_>>>()?.join("; ");
            rows.push(Row {
                what: format!("tiny {name} against transformers"),
                value,
                command: "cargo xtask bench generate --only architectures".to_owned(),
            });
        }
        Ok(())
    }

    fn speed(&self, options: &Options, model: &Path, rows: &mut Vec<Row>) -> Result<()> {
        let name = model.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let found = self.ask(&format!("speed of {name}"), "speed.py", |script, out| {
            script.arg(program()).arg(model).arg(out).args(["--repeats", &options.repeats.to_string()]);
        })?;
        let mut row = |what: String, value: String| {
            let command = "cargo xtask bench generate --only speed".to_owned();
            rows.push(Row { what, value, command });
        };
        let device = text(&found, "peer_device")?;
        for what in ["prefill", "decode"] {
            let of = |who: &str| number(&found["peer"][who], what);
            let (ours, theirs) = (of("ours")?, of("peer")?);
            let value = format!("{ours:.1} tokens/s, llama.cpp on {device} {theirs:.1}: {:.2}x", ours / theirs);
            row(format!("{name}, {what}"), value);
        }
        let moved = number(&found, "bytes")? * number(&found["peer"]["ours"], "decode")? / 1e9;
        let share = options.bandwidth.map(|most| format!(", {:.0} % of {most} GB/s", 100.0 * moved / most));
        row(format!("{name}, weights read in decode"), format!("{moved:.1} GB/s{}", share.unwrap_or_default()));
        let at_once = &found["at_once"];
        let (one, all) = (number(at_once, "one")?, number(at_once, "all")?);
        let clients = number(at_once, "clients")?;
        row(
            format!("{name}, {clients} clients at once"),
            format!("{all:.1} tokens/s together, one alone {one:.1}: {:.2}x", all / one),
        );
        let known = &found["known"];
        row(
            format!("{name}, first token of {} that are known", number(known, "prompt_tokens")?),
            format!(
                "{:.0} ms ({:.0} % of them not read again); the first time {:.0} ms",
                number(known, "warm_ms")?,
                100.0 * number(known, "cached_share")?,
                number(known, "cold_ms")?
            ),
        );
        let overhead = &found["overhead"];
        let (served, local) = (number(overhead, "served_ms")?, number(overhead, "local_ms")?);
        row(
            format!("{name}, between two tokens, median"),
            format!("{served:.2} ms through the server, {local:.2} ms with --local: {:+.2} ms", served - local),
        );
        Ok(())
    }
}

/// `10 of 10 prompts, 640 of 640 tokens; parted at ...`.
fn agreement(answers: &Value) -> Result<String> {
    let answers = list(answers)?;
    let sum = |field: &str| answers.iter().map(|answer| number(answer, field)).sum::<Result<f64>>();
    let right = answers.iter().filter(|answer| answer["right"] == true).count();
    let mut parted = Vec::new();
    for answer in answers.iter().filter(|answer| answer["gap"].is_number()) {
        let rounded = match answer["rounded_equal"].as_u64() {
            None => String::new(),
            Some(equal) => format!("; with a 16-bit cache the reference says the same for {equal}"),
        };
        parted.push(format!(
            "\"{}\" after {} (gap {:.5}{rounded})",
            text(answer, "name")?,
            answer["equal"],
            number(answer, "gap")?
        ));
    }
    // A different number of tokens in the prompt is a tokeniser's fault, and would explain all that follows.
    for answer in answers {
        let [theirs, ours] = [0, 1].map(|side| answer["prompt_tokens"][side].as_u64());
        if ours.is_some() && ours != theirs {
            parted.push(format!("\"{}\": the prompt has other tokens", text(answer, "name")?));
        }
    }
    let tokens = format!("{} of {} tokens", sum("equal")?, sum("of")?);
    let parted = if parted.is_empty() { String::new() } else { format!(", parted at {}", parted.join(", ")) };
    Ok(format!("{right} of {} prompts as the reference has them, {tokens} equal{parted}", answers.len()))
}

fn architecture(model: &Value) -> Result<String> {
    let format = text(model, "format")?;
    if let Some(failed) = model["failed"].as_str() {
        return Ok(format!("{format} FAILED: {}", shortened(failed)));
    }
    let (off, greedy, of) = (number(model, "off")?, number(model, "greedy")?, number(model, "of")?);
    let verdict = if off < ARCHITECTURES_OFF && greedy == of { "" } else { " WRONG" };
    Ok(format!("{format} off by {off:.4}, {greedy} of {of} greedy{verdict}"))
}

fn program() -> PathBuf {
    paths::built("release", "idlewatt")
}

pub(super) fn list(value: &Value) -> Result<&Vec<Value>> {
    value.as_array().context("the script's findings are not a list")
}

pub(super) fn number(value: &Value, field: &str) -> Result<f64> {
    value[field].as_f64().with_context(|| format!("the script says no {field}"))
}

pub(super) fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str> {
    value[field].as_str().with_context(|| format!("the script says no {field}"))
}

/// For a cell of a table.
fn shortened(text: &str) -> String {
    let short: String = text.chars().filter(|c| !c.is_control() && *c != '|').take(60).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
