//! `idlewatt config get` and `set`.

use crate::arguments::ConfigCommand;
use crate::error::{Error, Exit};
use crate::life;
use crate::out::Out;
use crate::table::{Align, Table};
use idlewatt_control::Home;
use idlewatt_control::messages::{Request, Response, SettingRow};

pub async fn run(home: &Home, out: &Out, command: ConfigCommand) -> Result<Exit, Error> {
    let (request, name) = match command {
        ConfigCommand::Get { name } => (Request::GetSettings, name),
        ConfigCommand::Set { name, value } => (Request::SetSetting { name: name.clone(), value }, Some(name)),
    };
    let set = matches!(request, Request::SetSetting { .. });
    let response = life::connect(home).await?.call(request).await?;
    let Response::Settings { settings } = &response else { return Err(Error::Unexpected) };
    match name {
        None => out.answer(&response, || list(settings)),
        Some(name) => {
            let row = settings.iter().find(|row| row.name == name).ok_or(Error::NoSuchSetting(name))?;
            out.answer(row, || if set { format!("{} = {}", row.name, row.value) } else { row.value.clone() });
        }
    }
    Ok(Exit::Done)
}

fn list(settings: &[SettingRow]) -> String {
    let mut table = Table::new([("setting", Align::Left), ("value", Align::Left), ("meaning", Align::Left)]);
    for row in settings {
        table.row([row.name.clone(), row.value.clone(), row.meaning.clone()]);
    }
    table.text()
}
