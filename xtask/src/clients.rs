//! The clients that people use, unchanged, against our server with a real model.

use crate::python::{self, Python};
use crate::step::{self, command};
use crate::{machine, paths};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Runs all of them. How many things they found right.
pub fn check(count: fn(&Path) -> Result<usize>) -> Result<usize> {
    let (generate, embed) = python::models()?;
    let python = Python::ready(&python::SMALL)?;
    let folder = paths::root().join("crates/gateway/tests/clients");
    let server = Server::start(&[&generate, &embed])?;
    let base = ["--base-url", &server.url, "--model", &server.models[0], "--embed-model", &server.models[1]];
    let mut stock = python.run(&folder.join("openai_client.py"));
    let mut passed = count(&step::run("OpenAI's client for Python", stock.args(base))?.log)?;

    machine::node()?;
    // In a copy: nothing is installed into the checkout.
    let copy = paths::target().join("xtask/clients");
    fs::create_dir_all(&copy)?;
    for file in ["package.json", "package-lock.json", "openai_client.mjs"] {
        fs::copy(folder.join(file), copy.join(file)).with_context(|| format!("cannot copy {file}"))?;
    }
    println!("==> npm packages of a client are installed into {}: npm ci", copy.display());
    let mut install = command("npm");
    step::run("npm ci for a client", install.args(["ci", "--no-audit", "--no-fund"]).current_dir(&copy))?;
    let mut stock = command("node");
    stock.current_dir(&copy).arg("openai_client.mjs").args([&server.url, &server.models[0], &server.models[1]]);
    passed += count(&step::run("OpenAI's client for JavaScript", &mut stock)?.log)?;

    let mut curl = command("sh");
    curl.arg(folder.join("curl.sh")).args([&server.url, &server.models[0]]);
    Ok(passed + count(&step::run("curl", &mut curl)?.log)?)
}

/// `idlewatt serve --local`. It ends with this value.
struct Server {
    child: Child,
    url: String,
    models: Vec<String>,
}

impl Server {
    fn start(models: &[&Path]) -> Result<Self> {
        let mut serve: Command = command(paths::built("debug", "idlewatt"));
        serve.args(["--json", "serve", "--local", "--port", "0"]);
        models.iter().for_each(|model| {
            serve.arg("-m").arg(model);
        });
        println!("==> a server with {} models on this machine", models.len());
        let mut child = serve.stdout(Stdio::piped()).spawn().context("idlewatt does not start")?;
        let mut line = String::new();
        let stdout = child.stdout.take().context("its output")?;
        BufReader::new(stdout).read_line(&mut line)?;
        let said: Value = serde_json::from_str(&line).unwrap_or_default();
        let url = said["url"].as_str().unwrap_or_default().to_owned();
        let models = said["models"].as_array().into_iter().flatten();
        let models = models.filter_map(|model| Some(model["name"].as_str()?.to_owned())).collect();
        let server = Self { child, url, models };
        ensure!(!server.url.is_empty() && server.models.len() == 2, "the server said {line:?}");
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
