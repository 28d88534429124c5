//! A Python environment of our own in the cache folder, for what is measured against and for what measures it.
//!
//! Its packages are pinned by version in `xtask/python`, and come from PyPI by pip, said aloud before.

use crate::step::{self, command, output, say};
use crate::{machine, paths};
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// PyPI's torch for Linux brings NVIDIA's libraries, with or without a card to use them.
const SIZE: &str = "about 3 GB to fetch, 6 GB on the disk";
/// In this order; the second without what they depend on.
const LISTS: [&str; 2] = ["requirements.txt", "models.txt"];

/// The environment, made when it is not there or its lists have changed.
pub struct Python(PathBuf);

impl Python {
    pub fn ready() -> Result<Self> {
        let venv = paths::cache()?.join("python-bench");
        let python = Self(venv.join("bin/python"));
        let wanted = LISTS.map(|list| fs::read_to_string(folder().join(list)));
        let wanted =
            wanted.into_iter().collect::<Result<Vec<_>, _>>().context("the lists of Python packages")?.concat();
        let made_of = venv.join("made-of.txt");
        if fs::read_to_string(&made_of).is_ok_and(|found| found == wanted) && python.works() {
            return Ok(python);
        }
        machine::packages(&[machine::PYTHON])?;
        let packages: Vec<&str> = wanted.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        println!("==> from PyPI into {}, {SIZE}:", venv.display());
        say(packages.join(" "));
        if !machine::may_install() {
            bail!("not installing, as asked");
        }
        let system = if Path::new("/usr/bin/python3").exists() { "/usr/bin/python3" } else { "python3" };
        step::run("a Python environment", command(system).args(["-m", "venv", "--clear"]).arg(&venv))?;
        for (list, more) in LISTS.into_iter().zip([None, Some("--no-deps")]) {
            let mut pip = command(&python.0);
            pip.args(["-m", "pip", "install", "--progress-bar", "off", "--disable-pip-version-check"]);
            pip.args(more).arg("-r").arg(folder().join(list));
            step::run(&format!("installing {list}"), &mut pip)?;
        }
        ensure!(python.works(), "{} does not start", python.0.display());
        // Last, so that half an installation is never taken for a whole one.
        fs::write(&made_of, &wanted).with_context(|| format!("cannot write {}", made_of.display()))?;
        Ok(python)
    }

    /// A script of `xtask/python`.
    pub fn script(&self, name: &str) -> Command {
        let mut script = command(&self.0);
        script.arg(folder().join(name));
        // Its progress is read line by line; it leaves nothing in the checkout and looks for nothing elsewhere.
        script.envs([("PYTHONUNBUFFERED", "1"), ("PYTHONDONTWRITEBYTECODE", "1"), ("HF_HUB_OFFLINE", "1")]);
        script
    }

    fn works(&self) -> bool {
        output(command(&self.0).arg("--version")).is_ok()
    }
}

fn folder() -> PathBuf {
    paths::root().join("xtask/python")
}
