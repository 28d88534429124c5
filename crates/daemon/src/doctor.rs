//! Looks at this machine and its network, and says what to do about what is not as it should be.

use crate::house::House;
use idlewatt_control::messages::{Finding, Health};
use idlewatt_policy::idle::DeviceFact;
use idlewatt_proto::device::{DeviceKind, GpuReading};
use idlewatt_sensors::Source;

/// One finding per matter.
pub async fn findings(house: &House) -> Vec<Finding> {
    let mut findings = vec![adapter(house)];
    findings.extend(meters(house));
    findings.push(programs(house));
    findings.extend(surroundings(house));
    findings.push(settings(house));
    findings.extend(network(house));
    findings.push(books(house).await);
    findings
}

fn finding(subject: &str, health: Health, found: impl Into<String>, advice: &str) -> Finding {
    Finding { subject: subject.to_owned(), health, found: found.into(), advice: advice.to_owned() }
}

fn adapter(house: &House) -> Finding {
    let adapter = house.adapter.borrow().clone();
    let subject = "graphics adapter";
    match (&adapter.fact, &adapter.measured) {
        (DeviceFact::Ready, Some(found)) => {
            let speed = found.samples_per_second / 1000;
            let words = format!("{} ({}), {speed} 000 samples/s", found.device.name, found.device.backend);
            match found.device.kind {
                DeviceKind::Software => finding(
                    subject,
                    Health::Notice,
                    words,
                    "No GPU was found, so shaders run on the processor. Install the card's driver.",
                ),
                _ => finding(subject, Health::Good, words, ""),
            }
        }
        (DeviceFact::Measuring, _) if !house.settings.borrow().looks() => {
            finding(subject, Health::Good, "not looked at, because providing is switched off", "")
        }
        (DeviceFact::Measuring, _) => finding(subject, Health::Notice, "being measured", "Ask again in a few seconds."),
        (DeviceFact::Broken(what), _) => finding(
            subject,
            Health::Bad,
            format!("the worker fails: {what}"),
            "Update the graphics driver, then restart Idlewatt.",
        ),
        (DeviceFact::None(what), _) => {
            finding(subject, Health::Bad, what, "Install the card's driver, or clear provider.adapter.")
        }
        (DeviceFact::Ready, None) => finding(subject, Health::Bad, "nothing was measured", "Restart Idlewatt."),
    }
}

fn meters(house: &House) -> Vec<Finding> {
    let subject = "card meters";
    let cards = house.senses.cards.borrow();
    let Some(reading) = cards.as_ref() else {
        return vec![finding(subject, Health::Notice, "not read yet", "Ask again in a few seconds.")];
    };
    let assumed = "Watts and energy are assumed, not measured.";
    match &reading.state {
        Source::Failed(what) => {
            vec![finding(
                subject,
                Health::Bad,
                what,
                "Idlewatt does not work without fresh readings. Update the driver.",
            )]
        }
        Source::Absent(what) => vec![finding(subject, Health::Notice, what, assumed)],
        Source::Ok if reading.gpus.is_empty() => {
            vec![finding(subject, Health::Notice, "the driver lists no card", assumed)]
        }
        Source::Ok => reading.gpus.iter().map(card).collect(),
    }
}

fn card(gpu: &GpuReading) -> Finding {
    let simulated = if gpu.simulated { " (a simulated card)" } else { "" };
    let found = format!("{}{simulated}, by {}", gpu.name, gpu.source);
    match gpu.doubts.is_empty() {
        true if gpu.simulated => finding("card meters", Health::Notice, found, ""),
        true => finding("card meters", Health::Good, found, ""),
        false => finding(
            "card meters",
            Health::Notice,
            format!("{found}: {}", gpu.doubts.join("; ")),
            "What cannot be true is left out. Restart the machine or update the driver if it stays so.",
        ),
    }
}

/// Whether somebody is there, and what feeds this machine: each source that tells, and why the others do not.
fn surroundings(house: &House) -> Vec<Finding> {
    let surroundings = house.senses.surroundings.borrow();
    let sources = surroundings.iter().flat_map(|reading| &reading.sources);
    sources
        .map(|(name, source)| match source {
            Source::Ok => finding(name, Health::Good, "is read", ""),
            Source::Absent(what) => finding(name, Health::Good, what, ""),
            Source::Failed(what) => {
                finding(name, Health::Notice, what, "What it would tell is not taken into account.")
            }
        })
        .collect()
}

fn programs(house: &House) -> Finding {
    let subject = "running programs";
    match house.senses.programs.borrow().as_ref() {
        None => finding(subject, Health::Notice, "not read yet", "Ask again in a few seconds."),
        Some(reading) => match (&reading.state, &reading.running) {
            (Source::Failed(what) | Source::Absent(what), _) => {
                finding(subject, Health::Bad, what, "Idlewatt does not work when it cannot see games start.")
            }
            (Source::Ok, Some(program)) => finding(subject, Health::Good, format!("{} runs", program.name), ""),
            (Source::Ok, None) => finding(subject, Health::Good, "no game runs", ""),
        },
    }
}

fn settings(house: &House) -> Finding {
    let subject = "settings";
    match (&house.settings_fault, &house.settings_aside) {
        (Some(fault), _) => finding(subject, Health::Bad, fault, "Make it readable, then restart Idlewatt."),
        (None, Some(aside)) => finding(
            subject,
            Health::Bad,
            format!("{}. The file is kept as {}", aside.faults.join("; "), aside.kept_at.display()),
            "What was right in it holds. Set the rest, then switch roles.provider on.",
        ),
        (None, None) => finding(subject, Health::Good, house.home.settings().display().to_string(), ""),
    }
}

fn network(house: &House) -> Vec<Finding> {
    let addresses = house.mesh.addresses();
    let listening = match addresses.is_empty() {
        false => finding("listening", Health::Good, addresses.join(" "), ""),
        true => finding("listening", Health::Bad, "on no address", "Check network.listen and the firewall."),
    };
    let index_nodes = house.mesh.index_nodes();
    let settings = house.settings.borrow();
    let index = match (index_nodes, settings.network.index_nodes.len(), settings.roles.index) {
        (0, 0, false) => finding(
            "index nodes",
            Health::Bad,
            "none is set",
            "Nobody can find this machine, nor it anybody. Set network.index_nodes.",
        ),
        (0, set, false) => finding(
            "index nodes",
            Health::Bad,
            format!("none of {set} answers"),
            "Check the network and network.index_nodes.",
        ),
        (connected, _, true) => finding("index nodes", Health::Good, format!("this one, and {connected} others"), ""),
        (connected, _, false) => finding("index nodes", Health::Good, format!("{connected} connected"), ""),
    };
    vec![listening, index]
}

async fn books(house: &House) -> Finding {
    match house.books.with(|ledger| ledger.audit()).await {
        Ok(Ok(audit)) if audit.faults.is_empty() => {
            finding("books", Health::Good, format!("{} transfers add up", audit.transfers), "")
        }
        Ok(Ok(audit)) => {
            finding("books", Health::Bad, audit.faults.join("; "), "Keep a copy of ledger.sqlite3 and report this.")
        }
        Ok(Err(error)) => finding("books", Health::Bad, error.to_string(), "Check the disk."),
        Err(error) => finding("books", Health::Bad, error.to_string(), "Restart Idlewatt."),
    }
}
