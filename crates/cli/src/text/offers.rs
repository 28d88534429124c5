//! What the mesh offers, and how it comes here.

use super::models::kind_of;
use crate::error::{Error, Exit};
use crate::interrupt::Interrupts;
use crate::life;
use crate::out::{Out, harmless};
use crate::render::progress::Progress;
use crate::table::{Align, Table};
use crate::words;
use idlewatt_control::messages::{ModelOfferRow, ModelRow, Request, Response};
use idlewatt_control::{Client, ConnectError, Home};

/// What others offer; `None` where no daemon runs.
pub async fn offers(home: &Home) -> Result<Option<Vec<ModelRow>>, Error> {
    let mut client = match Client::connect(home).await {
        Ok(client) => client,
        Err(ConnectError::NotRunning) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut rows = client.models().await?;
    let own = client.greeting().node;
    // Nobody buys from himself.
    rows.iter_mut().for_each(|row| row.offers.retain(|offer| offer.provider != own));
    rows.retain(|row| !row.offers.is_empty());
    Ok(Some(rows))
}

/// Each model with its best offer.
pub fn table(rows: &[ModelRow]) -> String {
    let mut table = Table::new([
        ("on the mesh", Align::Left),
        ("kind", Align::Left),
        ("size", Align::Right),
        ("providers", Align::Right),
        ("credits/Mtok", Align::Right),
        ("tok/s", Align::Right),
        ("context", Align::Right),
        ("hash", Align::Left),
    ]);
    for row in rows {
        // Who is free comes first, and of those whoever asks least.
        let Some(best) = row.offers.iter().min_by_key(|offer| (!offer.free, offer.floor)) else { continue };
        let ModelOfferRow { floor, speed, tokens, free, .. } = best;
        let providers = format!("{}{}", row.offers.len(), if *free { "" } else { ", busy" });
        table.row([
            row.name.clone(),
            row.facts.as_ref().map_or(kind_of(row.kind, false), |facts| kind_of(facts.kind, facts.chat)).to_owned(),
            words::bytes(row.size),
            providers,
            words::credits(floor.per_giga),
            // What makes vectors says nothing.
            if speed.decode > 0 { speed.decode } else { speed.prefill }.to_string(),
            tokens.to_string(),
            row.hash.short(),
        ]);
    }
    table.text()
}

/// Has the daemon fetch a model. Ctrl-C keeps what has come.
pub async fn fetch(home: &Home, out: &Out, model: String) -> Result<Exit, Error> {
    let mut interrupts = Interrupts::listen()?;
    let mut answers = life::connect_or_start(home).await?.stream(Request::FetchModel { model }).await?;
    let mut progress = Progress::new(out);
    loop {
        let answer = tokio::select! {
            answer = answers.next() => answer?,
            () = interrupts.next() => return Ok(Exit::Interrupted),
        };
        if out.json {
            out.object(&answer);
        }
        match answer {
            Response::Fetching { have, of } => progress.at(have.0, of.0, &format!("of {}", words::bytes(of))),
            Response::Fetched { name, hash } => {
                progress.end();
                if !out.json {
                    out.text(&harmless(&format!("{name} is on the shelf: {hash}")));
                }
                return Ok(Exit::Done);
            }
            _ => return Err(Error::Unexpected),
        }
    }
}
