//! `idlewatt network`: this node among others, and who offers what.

use crate::error::{Error, Exit};
use crate::out::{Out, Tone};
use crate::table::{Align, Table};
use crate::{life, status, time, words};
use idlewatt_control::Home;
use idlewatt_control::messages::{MarketRow, Network, Reachability, Request, Response};
use idlewatt_proto::books::{PeerRecord, Side};
use jiff::Zoned;

pub async fn show(home: &Home, out: &Out) -> Result<Exit, Error> {
    let response = life::connect(home).await?.call(Request::Network).await?;
    let Response::Network(network) = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || text(network, out, &time::now()));
    Ok(Exit::Done)
}

fn text(network: &Network, out: &Out, now: &Zoned) -> String {
    let mut text = reach(&network.reachability, out);
    let listening = match network.addresses.is_empty() {
        true => "this machine listens nowhere\n".to_owned(),
        false => network.addresses.iter().map(|address| format!("listens at {address}\n")).collect(),
    };
    text.push_str(&listening);
    if let Some(others) = network.relays_for {
        text.push_str(&format!("{} can be called through this machine\n", words::plural(others, "other")));
    }
    let mut part = |title: &str, lines: String| {
        text.push_str(&format!("\n{}\n{lines}", out.tone(Tone::Faint, title)));
    };
    part("peers", status::peer_table(&network.peers));
    match network.records.is_empty() {
        true => part("work with others", "none yet\n".to_owned()),
        false => part("work with others", records(&network.records, now)),
    }
    match network.market.is_empty() {
        true => part("offers to render", "none is listed\n".to_owned()),
        false => part("offers to render", market(&network.market)),
    }
    text
}

fn reach(reachability: &Reachability, out: &Out) -> String {
    let (tone, words) = match reachability {
        Reachability::Unknown => {
            (Tone::Plain, "whether others get through to this machine is not known yet".to_owned())
        }
        Reachability::Direct { address } => (Tone::Good, format!("others get through to this machine, at {address}")),
        Reachability::Relayed { through, punched, tries } => {
            let names: Vec<String> = through.iter().map(|node| node.short()).collect();
            let became = match tries {
                0 => "nobody has called that way yet".to_owned(),
                tries => format!("{punched} of the last {tries} calls became direct connections"),
            };
            let through = names.join(" and ");
            (Tone::Good, format!("this machine can be called through {through}; {became}"))
        }
        Reachability::OutgoingOnly { relay } => (
            Tone::Notice,
            format!(
                "nobody was seen to get through to this machine, and none relays for it ({relay}); work comes over \
                 connections that it makes itself"
            ),
        ),
        Reachability::Alone { what } => (Tone::Bad, format!("nobody is connected: {what}")),
    };
    format!("{}\n", out.tone(tone, &words))
}

fn records(records: &[PeerRecord], now: &Zoned) -> String {
    let mut table = Table::new([
        ("node", Align::Left),
        ("we", Align::Left),
        ("jobs", Align::Right),
        ("paid", Align::Right),
        ("failed", Align::Right),
        ("credits", Align::Right),
        ("last", Align::Left),
    ]);
    for record in records {
        let part = match record.side {
            Side::Provider => "worked",
            Side::Requester => "asked",
        };
        table.row([
            record.peer.short(),
            part.to_owned(),
            record.jobs.to_string(),
            record.paid_units.to_string(),
            record.failed_units.to_string(),
            words::credits(record.gross),
            time::date_and_time(record.last, now),
        ]);
    }
    table.text()
}

fn market(rows: &[MarketRow]) -> String {
    let mut table = Table::new([
        ("node", Align::Left),
        ("credits per thousand million samples", Align::Right),
        ("speed", Align::Right),
        ("free", Align::Left),
        ("adapter", Align::Left),
    ]);
    for row in rows {
        let free = if row.free { "yes" } else { "no" };
        let ours = if row.ours { " (this machine)" } else { "" };
        table.row([
            row.provider.short(),
            words::credits(row.floor_per_gigasample),
            format!("{}samples/s", words::count(row.samples_per_second)),
            free.to_owned(),
            format!("{}{ours}", words::device(&row.device)),
        ]);
    }
    table.text()
}
