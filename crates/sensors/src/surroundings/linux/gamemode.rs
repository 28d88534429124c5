//! GameMode: games that asked for the whole machine.

use super::bus::Peer;
use super::sought::Miss;
use std::path::Path;
use zbus::zvariant::OwnedObjectPath;

/// Who tells.
pub const SERVICE: &str = "com.feralinteractive.GameMode";
const PATH: &str = "/com/feralinteractive/GameMode";

/// The game that runs, by the name of its program where GameMode knows it.
pub fn game(gamemode: &Peer) -> Result<Option<String>, Miss> {
    let clients: i32 = gamemode.property(PATH, SERVICE, "ClientCount")?;
    Ok((clients > 0).then(|| program(gamemode).unwrap_or_else(|| "GameMode".to_owned())))
}

fn program(gamemode: &Peer) -> Option<String> {
    let games: Vec<(i32, OwnedObjectPath)> = gamemode.call(PATH, SERVICE, "ListGames", &()).ok()?;
    let (_, game) = games.first()?;
    let program: String = gamemode.property(game, "com.feralinteractive.GameMode.Game", "Executable").ok()?;
    Some(Path::new(&program).file_name()?.to_string_lossy().into_owned())
}
