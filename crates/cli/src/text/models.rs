//! `idlewatt models`: the shelf.

use super::arguments::ModelsCommand;
use super::input::TextInput;
use super::offers;
use super::source::{find, shelf, workshop};
use crate::error::{Error, Exit};
use crate::interrupt::Interrupts;
use crate::out::{Out, complain, harmless};
use crate::render::progress::Progress;
use crate::table::{Align, Table};
use crate::words;
use idlewatt_control::Home;
use idlewatt_control::messages::ModelRow;
use idlewatt_models::{Entry, How, Name, Origin, Shelf, ShelfError};
use idlewatt_proto::BlobHash;
use idlewatt_proto::text::{ModelFacts, ModelKind};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub async fn models(home: &Home, out: &Out, command: Option<ModelsCommand>) -> Result<Exit, Error> {
    match command.unwrap_or(ModelsCommand::List) {
        ModelsCommand::List => list(home, out).await,
        ModelsCommand::Fetch { model } => offers::fetch(home, out, model).await,
        ModelsCommand::Add { source, name, link, blake3 } => add(home, out, &source, name, link, blake3).await,
        ModelsCommand::Remove { name } => {
            let entry = shelf(home)?.remove(&name)?;
            out.answer(&entry, || match entry.origin {
                Origin::Linked { ref path } => format!("{name} is off the shelf; {} stays", path.display()),
                _ => format!("{name} is removed, {} freed", words::bytes(entry.size)),
            });
            Ok(Exit::Done)
        }
        ModelsCommand::Verify { name } => verify(home, out, name).await,
        ModelsCommand::Show { name } => show(home, out, &name).await,
    }
}

async fn list(home: &Home, out: &Out) -> Result<Exit, Error> {
    #[derive(Serialize)]
    struct Models<'a> {
        models: &'a [Entry],
        /// Where a daemon runs.
        #[serde(skip_serializing_if = "Option::is_none")]
        offers: Option<&'a [ModelRow]>,
    }
    let entries = if home.models().is_dir() { shelf(home)?.entries()? } else { Vec::new() };
    // The shelf can be read whatever the daemon says.
    let offers = offers::offers(home).await.unwrap_or_else(|error| {
        complain(&error.to_string());
        None
    });
    out.answer(&Models { models: &entries, offers: offers.as_deref() }, || {
        let mut text = match entries.is_empty() {
            true => "no models yet; `idlewatt models add FILE` puts one on the shelf\n".to_owned(),
            false => table(&entries),
        };
        match offers.as_deref() {
            None => {}
            Some([]) => text.push_str("\nnobody on the mesh offers a model\n"),
            Some(offers) => text.push_str(&format!("\n{}", offers::table(offers))),
        }
        text
    });
    Ok(Exit::Done)
}

fn table(entries: &[Entry]) -> String {
    let mut table = Table::new([
        ("on the shelf", Align::Left),
        ("kind", Align::Left),
        ("weights", Align::Right),
        ("format", Align::Left),
        ("size", Align::Right),
        ("hash", Align::Left),
    ]);
    for entry in entries {
        let fact = |of: &dyn Fn(&ModelFacts) -> String| entry.facts.as_ref().map_or_else(|| "?".to_owned(), of);
        table.row([
            entry.name.to_string(),
            fact(&|facts| kind(facts).to_owned()),
            fact(&|facts| words::count(facts.parameters)),
            fact(&|facts| facts.format.clone()),
            words::bytes(entry.size),
            entry.hash.short(),
        ]);
    }
    table.text()
}

async fn add(
    home: &Home,
    out: &Out,
    source: &str,
    name: Option<String>,
    link: bool,
    hash: Option<BlobHash>,
) -> Result<Exit, Error> {
    let name = match name {
        Some(name) => name.parse::<Name>().map_err(TextInput::from)?,
        None => Name::of_file(Path::new(source)).ok_or_else(|| TextInput::NoName(source.to_owned()))?,
    };
    home.create().map_err(Error::Scratch)?;
    let shelf = shelf(home)?;
    let entry = if source.contains("://") {
        fetch(out, &shelf, source, name, hash.ok_or(TextInput::NoHash)?).await?
    } else {
        let from = Path::new(source).to_owned();
        if !from.exists() {
            return Err(ShelfError::Unknown(source.to_owned()).into());
        }
        // First of all, so that nothing is copied which is no model.
        let facts = Some(workshop(None)?.inspect_model(&from).await?);
        let how = if link { How::Link } else { How::Copy };
        let note = if link { "reading" } else { "copying" };
        let keep = shelf.clone();
        let entry = watch(out, note, move |progress| Ok(keep.add(&from, name, facts, how, progress)?)).await?;
        if let Some(wanted) = hash.filter(|wanted| *wanted != entry.hash) {
            shelf.remove(entry.name.as_str())?;
            return Err(ShelfError::OtherHash { wanted, found: entry.hash }.into());
        }
        entry
    };
    out.answer(&entry, || harmless(&format!("{} is on the shelf: {}", entry.name, described(&entry))));
    Ok(Exit::Done)
}

async fn fetch(out: &Out, shelf: &Shelf, url: &str, name: Name, hash: BlobHash) -> Result<Entry, Error> {
    let (keep, url) = (shelf.clone(), url.to_owned());
    let fetched =
        watch(out, "fetching", move |progress| Ok(idlewatt_models::fetch(&keep, &url, hash, &name, progress)?));
    let mut entry = fetched.await?;
    match workshop(None)?.inspect_model(&shelf.path(&entry)).await {
        Ok(facts) => {
            shelf.set_facts(entry.name.as_str(), facts.clone())?;
            entry.facts = Some(facts);
            Ok(entry)
        }
        Err(error) => {
            let error = Error::from(error);
            if error.exit() == Exit::BadInput {
                shelf.remove(entry.name.as_str())?;
            }
            Err(error)
        }
    }
}

async fn verify(home: &Home, out: &Out, name: Option<String>) -> Result<Exit, Error> {
    #[derive(Serialize)]
    struct Verified {
        name: String,
        right: bool,
        fault: Option<String>,
    }
    let shelf = shelf(home)?;
    let names = match name {
        Some(name) => vec![name],
        None => shelf.entries()?.into_iter().map(|entry| entry.name.to_string()).collect(),
    };
    let mut all = true;
    for name in names {
        let (keep, wanted) = (shelf.clone(), name.clone());
        let read = watch(out, &name, move |progress| Ok(keep.verify(&wanted, progress)?)).await;
        let fault = match read {
            Ok(_) => None,
            Err(Error::Shelf(fault @ (ShelfError::OtherHash { .. } | ShelfError::OtherSize { .. }))) => {
                Some(fault.to_string())
            }
            Err(error) => return Err(error),
        };
        all &= fault.is_none();
        let text = fault.clone().map_or_else(|| format!("{name} is as it was"), |fault| format!("{name}: {fault}"));
        out.answer(&Verified { name, right: fault.is_none(), fault }, || text);
    }
    Ok(if all { Exit::Done } else { Exit::Failed })
}

async fn show(home: &Home, out: &Out, name: &str) -> Result<Exit, Error> {
    #[derive(Serialize)]
    struct Shown<'a> {
        path: String,
        entry: Option<&'a Entry>,
        facts: &'a ModelFacts,
    }
    let path = find(home, name)?;
    let entry = if home.models().is_dir() { shelf(home)?.entry(name).ok() } else { None };
    let facts = match entry.as_ref().and_then(|entry| entry.facts.clone()) {
        Some(facts) => facts,
        None => workshop(None)?.inspect_model(&path).await?,
    };
    let shown = Shown { path: path.to_string_lossy().into_owned(), entry: entry.as_ref(), facts: &facts };
    out.answer(&shown, || {
        let mut table = Table::new([("what", Align::Left), ("is", Align::Left)]);
        let mut row = |name: &str, value: String| table.row([name.to_owned(), value]);
        row("name", facts.name.clone());
        row("kind", kind(&facts).to_owned());
        row("architecture", format!("{}, {} layers of width {}", facts.architecture, facts.layers, facts.width));
        row(
            "weights",
            format!("{} in {}, {}", words::count(facts.parameters), facts.format, words::bytes(facts.weight_bytes)),
        );
        row("context", format!("{} tokens of {}", facts.context, words::bytes(facts.token_bytes)));
        row("vocabulary", format!("{} tokens", facts.vocabulary));
        row("chat template", if facts.chat { "yes" } else { "no" }.to_owned());
        row("path", path.display().to_string());
        if let Some(entry) = &entry {
            row("blake3", entry.hash.to_string());
        }
        table.text()
    });
    Ok(Exit::Done)
}

/// Does something long beside the event loop, with its progress shown, and stops it with Ctrl-C.
pub async fn watch<T: Send + 'static>(
    out: &Out,
    note: &str,
    work: impl FnOnce(&mut idlewatt_models::Progress<'_>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let mut interrupts = Interrupts::listen()?;
    let (mut progress, note) = (Progress::on_terminal(out), note.to_owned());
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    let working = tokio::task::spawn_blocking(move || {
        work(&mut |done, of| {
            progress.at(done, of, &note);
            !stopped.load(Ordering::Relaxed)
        })
    });
    tokio::pin!(working);
    loop {
        tokio::select! {
            done = &mut working => return done.unwrap_or_else(|error| Err(Error::Scratch(error.into()))),
            () = interrupts.next() => stop.store(true, Ordering::Relaxed),
        }
    }
}

fn kind(facts: &ModelFacts) -> &'static str {
    kind_of(facts.kind, facts.chat)
}

/// What a model is for.
pub fn kind_of(kind: ModelKind, chat: bool) -> &'static str {
    match kind {
        ModelKind::Generate if chat => "chat",
        ModelKind::Generate => "text",
        ModelKind::Embed => "vectors",
    }
}

fn described(entry: &Entry) -> String {
    let size = words::bytes(entry.size);
    entry.facts.as_ref().map_or_else(
        || size.clone(),
        |facts| {
            format!(
                "{} with {} weights in {}, {size}",
                facts.architecture,
                words::count(facts.parameters),
                facts.format
            )
        },
    )
}
