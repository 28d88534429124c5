//! Looks at this machine and its network. What is said about it, and what to do, is the asker's to word.

use crate::house::House;
use idlewatt_control::messages::{Finding, Found};
use idlewatt_policy::idle::DeviceFact;
use idlewatt_proto::device::GpuReading;
use idlewatt_sensors::Source;

/// One finding per matter.
pub async fn findings(house: &House) -> Vec<Finding> {
    let mut found = vec![adapter(house)];
    found.extend(meters(house));
    found.push(programs(house));
    found.extend(surroundings(house));
    found.push(settings(house));
    found.extend(network(house));
    found.push(books(house).await);
    found.into_iter().map(Finding::from).collect()
}

fn adapter(house: &House) -> Found {
    let adapter = house.adapter.borrow().clone();
    match (adapter.fact, adapter.measured) {
        (DeviceFact::Ready, Some(found)) => {
            Found::Adapter { device: found.device, samples_per_second: found.samples_per_second }
        }
        (DeviceFact::Ready, None) => Found::AdapterUnmeasured,
        (DeviceFact::Measuring, _) if !house.settings.borrow().looks() => Found::AdapterLeftAlone,
        (DeviceFact::Measuring, _) => Found::AdapterMeasuring,
        (DeviceFact::Broken(what), _) => Found::AdapterBroken { what },
        (DeviceFact::None { wanted }, _) => Found::AdapterMissing { wanted },
    }
}

fn meters(house: &House) -> Vec<Found> {
    let cards = house.senses.cards.borrow();
    let Some(reading) = cards.as_ref() else { return vec![Found::MetersUnread] };
    match &reading.state {
        Source::Failed(what) => vec![Found::MetersFailed { what: what.clone() }],
        Source::Absent(what) => vec![Found::MetersAbsent { what: what.clone() }],
        Source::Ok if reading.gpus.is_empty() => vec![Found::MetersWithoutCard],
        Source::Ok => reading.gpus.iter().map(card).collect(),
    }
}

fn card(GpuReading { name, source, simulated, doubts, .. }: &GpuReading) -> Found {
    let (name, source, doubts) = (name.clone(), source.clone(), doubts.clone());
    Found::Card { name, source, simulated: *simulated, doubts }
}

/// Whether somebody is there, and what feeds this machine: each source that tells, and why the others do not.
fn surroundings(house: &House) -> Vec<Found> {
    let surroundings = house.senses.surroundings.borrow();
    let sources = surroundings.iter().flat_map(|reading| &reading.sources);
    sources
        .map(|(name, source)| {
            let name = name.to_string();
            match source {
                Source::Ok => Found::SourceRead { name },
                Source::Absent(what) => Found::SourceAbsent { name, what: what.clone() },
                Source::Failed(what) => Found::SourceFailed { name, what: what.clone() },
            }
        })
        .collect()
}

fn programs(house: &House) -> Found {
    match house.senses.programs.borrow().as_ref() {
        None => Found::ProgramsUnread,
        Some(reading) => match (&reading.state, &reading.running) {
            (Source::Failed(what) | Source::Absent(what), _) => Found::ProgramsUnseen { what: what.clone() },
            (Source::Ok, Some(program)) => Found::ProgramRuns { name: program.name.clone() },
            (Source::Ok, None) => Found::ProgramsQuiet,
        },
    }
}

fn settings(house: &House) -> Found {
    match (&house.settings_fault, &house.settings_aside) {
        (Some(fault), _) => Found::SettingsUnreadable { what: fault.clone() },
        (None, Some(aside)) => {
            Found::SettingsSetAside { faults: aside.faults.clone(), kept_at: aside.kept_at.display().to_string() }
        }
        (None, None) => Found::Settings { path: house.home.settings().display().to_string() },
    }
}

fn network(house: &House) -> Vec<Found> {
    let addresses = house.mesh.addresses();
    let listening = if addresses.is_empty() { Found::ListeningNowhere } else { Found::Listening { addresses } };
    let (connected, settings) = (house.mesh.index_nodes(), house.settings.borrow());
    let index = match (connected, settings.network.index_nodes.len(), settings.roles.index) {
        (0, 0, false) => Found::IndexUnset,
        (0, set, false) => Found::IndexSilent { set: u32::try_from(set).unwrap_or(u32::MAX) },
        (_, _, ours) => Found::IndexNodes { ours, connected },
    };
    vec![listening, index]
}

async fn books(house: &House) -> Found {
    match house.books.with(|ledger| ledger.audit()).await {
        Ok(Ok(audit)) if audit.faults.is_empty() => Found::Books { transfers: audit.transfers },
        Ok(Ok(audit)) => Found::BooksWrong { faults: audit.faults },
        Ok(Err(error)) => Found::BooksUnread { what: error.to_string() },
        Err(error) => Found::BooksUnread { what: error.to_string() },
    }
}
