//! `idlewatt status` and `peers`.

use crate::error::{Error, Exit};
use crate::out::{Out, Tone};
use crate::table::{Align, Table};
use crate::{life, time, words};
use idlewatt_control::Home;
use idlewatt_control::messages::{PeerRow, Request, Response, Roles, Status};
use idlewatt_proto::device::GpuReading;
use idlewatt_proto::reason::{Activity, WaitReason};
use jiff::Zoned;

pub async fn show(home: &Home, out: &Out) -> Result<Exit, Error> {
    ask(home, out, Request::Status).await
}

/// Sends a request whose answer is the status, and shows it.
pub async fn ask(home: &Home, out: &Out, request: Request) -> Result<Exit, Error> {
    let response = life::connect(home).await?.call(request).await?;
    let Response::Status(status) = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || text(status, out, &time::now()));
    Ok(Exit::Done)
}

fn text(status: &Status, out: &Out, now: &Zoned) -> String {
    let mut lines = vec![("state", state(status, out, now))];
    lines.extend(words::advice(&status.activity).map(|advice| ("to do", advice.to_owned())));
    lines.extend(status.effort.as_ref().map(|effort| ("effort", words::effort(effort))));
    let today = &status.today;
    let earned = format!(
        "{} credits net ({} gross - {} electricity), {}",
        words::credits(today.net),
        words::credits(today.gross),
        words::credits(today.electricity),
        words::plural(today.units, "unit"),
    );
    lines.push(("today", earned));
    lines.push(("all time", format!("{} credits net", words::credits(status.all_time.net))));
    lines.push(("adapter", adapter(status)));
    lines.extend(status.gpus.iter().map(|gpu| ("card", meters(gpu))));
    if status.gpus.is_empty() {
        lines.push(("card", status.meters.clone().unwrap_or_else(|| "no meters".to_owned())));
    }
    let offer = status.offer.as_ref().map(|offer| {
        format!("from {} credits per thousand million samples", words::credits(offer.floor_per_gigasample))
    });
    lines.extend(offer.map(|offer| ("offer", offer)));
    let mesh = [words::plural(status.peers, "peer"), words::plural(status.index_nodes, "index node")].join(", ");
    lines.push(("mesh", mesh));
    lines.push(("node", format!("{}, {}, version {}", status.node, roles(status.roles), status.version)));
    lines.iter().map(|(name, value)| format!("{}  {value}\n", out.tone(Tone::Faint, &format!("{name:<8}")))).collect()
}

fn state(status: &Status, out: &Out, now: &Zoned) -> String {
    let tone = match status.activity {
        Activity::Working { .. } => Tone::Good,
        Activity::Waiting { .. } => Tone::Plain,
        Activity::Paused { .. } => Tone::Notice,
    };
    let state = out.tone(tone, &words::activity(&status.activity, now));
    match &status.current {
        None => state,
        Some(job) => format!(
            "{state} on {} for {}: {} done, {} % of the next, {} credits so far",
            job.title,
            job.requester.short(),
            words::plural(job.units_done, "unit"),
            job.unit_permille / 10,
            words::credits(job.gross),
        ),
    }
}

fn adapter(status: &Status) -> String {
    match &status.device {
        None if is_looking(&status.activity) => "being measured".to_owned(),
        None => "none that can compute".to_owned(),
        Some(measured) => {
            let speed = words::count(measured.samples_per_second);
            format!("{}, {speed}samples/s", words::device(&measured.device))
        }
    }
}

/// Whether it is too early to say that there is no adapter.
fn is_looking(activity: &Activity) -> bool {
    matches!(activity, Activity::Waiting { reason: WaitReason::Starting | WaitReason::Measuring })
}

/// What the card tells, and nothing about what it does not.
fn meters(gpu: &GpuReading) -> String {
    let others = gpu.foreign_load_percent.map(|load| format!(" (others {load} %)")).unwrap_or_default();
    let power = gpu.power.map(|power| match gpu.power_limit {
        Some(limit) => format!("{} of {}", words::watts(power), words::watts(limit)),
        None => words::watts(power),
    });
    let memory = gpu.memory_used.map(|used| match gpu.memory_total {
        Some(total) => format!("{} of {}", words::gibibytes(used), words::gibibytes(total)),
        None => words::gibibytes(used),
    });
    let told = [
        gpu.load_percent.map(|load| format!("load {load} %{others}")),
        power,
        gpu.temperature_c.map(|degrees| format!("{degrees} °C")),
        memory,
    ];
    let told = told.into_iter().chain([gpu.fan_percent.map(|percent| format!("fan {percent} %"))]);
    let simulated = if gpu.simulated { " (simulated)" } else { "" };
    let told: Vec<String> = told.flatten().collect();
    format!("{}{simulated}: {}", gpu.name, if told.is_empty() { "tells nothing".to_owned() } else { told.join(", ") })
}

fn roles(roles: Roles) -> String {
    let played = [(roles.provider, "provider"), (roles.requester, "requester"), (roles.index, "index")];
    let played: Vec<&str> = played.into_iter().filter_map(|(plays, name)| plays.then_some(name)).collect();
    if played.is_empty() { "no role".to_owned() } else { played.join(" + ") }
}

pub async fn peers(home: &Home, out: &Out) -> Result<Exit, Error> {
    let response = life::connect(home).await?.call(Request::Peers).await?;
    let Response::Peers { peers } = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || peer_table(peers));
    Ok(Exit::Done)
}

/// Who is connected, and how far away.
pub fn peer_table(peers: &[PeerRow]) -> String {
    if peers.is_empty() {
        return "no peers are connected; `idlewatt doctor` looks at the network\n".to_owned();
    }
    let mut table = Table::new([
        ("node", Align::Left),
        ("over", Align::Left),
        ("round trip", Align::Right),
        ("address", Align::Left),
    ]);
    for peer in peers {
        let trip = peer.rtt_us.map_or("-".to_owned(), |us| format!("{:.1} ms", f64::from(us) / 1000.0));
        table.row([peer.node.short(), peer.transport.clone(), trip, peer.address.clone()]);
    }
    table.text()
}
