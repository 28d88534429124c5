//! `idlewatt programs`: the owner's list of programs beside which no work is done.

use crate::arguments::ProgramsCommand;
use crate::error::{Error, Exit};
use crate::out::{Out, Tone};
use crate::table::{Align, Table};
use crate::{life, time, words};
use idlewatt_control::Home;
use idlewatt_control::messages::{Programs, Request, Response};
use jiff::Zoned;

const SETTING: &str = "provider.programs";

pub async fn run(home: &Home, out: &Out, change: Option<ProgramsCommand>) -> Result<Exit, Error> {
    let mut client = life::connect(home).await?;
    if let Some(change) = change {
        let Response::Programs(programs) = client.call(Request::Programs).await? else { return Err(Error::Unexpected) };
        let (put, take) = edit(&programs.listed, change)?;
        client.call(Request::EditList { name: SETTING.to_owned(), put, take }).await?;
    }
    let response = client.call(Request::Programs).await?;
    let Response::Programs(programs) = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || text(programs, out, &time::now()));
    Ok(Exit::Done)
}

/// What is put on the list, and what is taken off it.
fn edit(listed: &[String], change: ProgramsCommand) -> Result<(Vec<String>, Vec<String>), Error> {
    match change {
        ProgramsCommand::Add { name } => Ok((vec![name], Vec::new())),
        ProgramsCommand::Remove { name } => match listed.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            true => Ok((Vec::new(), vec![name])),
            false => Err(Error::NotListed(name)),
        },
    }
}

fn text(programs: &Programs, out: &Out, now: &Zoned) -> String {
    let listed = if programs.listed.is_empty() { "none".to_owned() } else { programs.listed.join(", ") };
    let running = programs.running.as_deref().unwrap_or("none");
    let mut text = format!("on your list: {listed}\nrunning now: {running}\n");
    text.push_str(
        &out.tone(Tone::Faint, "games of Steam, Epic, GOG, Riot, Xbox and others are known without a list\n"),
    );
    if programs.suggestions.is_empty() {
        return text;
    }
    text.push_str("\nseen working on your card; `idlewatt programs add NAME` makes Idlewatt give way to one\n\n");
    let columns = [("program", Align::Left), ("busy", Align::Right), ("at most", Align::Right), ("last", Align::Left)];
    let mut table = Table::new(columns);
    for row in &programs.suggestions {
        let last = time::date_and_time(row.last_seen, now);
        table.row([
            row.name.clone(),
            words::plural(row.busy_minutes, "minute"),
            format!("{} %", row.peak_percent),
            last,
        ]);
    }
    text + &table.text()
}
