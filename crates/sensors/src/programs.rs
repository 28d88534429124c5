//! Running programs that must not be disturbed: the owner's list, and games by the library that they lie in.
//!
//! A path says more than a name and less than a window: it needs no rights, works for every launcher that keeps its
//! games in one folder, and knows nothing of what is on the screen.

use crate::Source;
use crate::limits::LOOK_EVERY_MS;
use crate::platform::ProcessList;
use idlewatt_proto::UnixMillis;
use std::collections::HashMap;
use std::path::Path;

/// Folders below which a launcher keeps one folder per game.
const LIBRARIES: [&[&str]; 11] = [
    &["steamapps", "common"],
    &["epic games"],
    &["gog galaxy", "games"],
    &["gog games"],
    &["riot games"],
    &["xboxgames"],
    &["ea games"],
    &["origin games"],
    &["ubisoft game launcher", "games"],
    &["rockstar games"],
    &["games", "heroic"],
];

/// Folders in libraries that hold no game: launchers that run all day, their parts, and wallpapers.
const NO_GAMES: [&str; 9] = [
    "launcher",
    "epic online services",
    "directxredist",
    "riot client",
    "social club",
    "gamesave",
    "steamworks shared",
    "steam controller configs",
    "wallpaper_engine",
];

/// Runtimes that run only while a game does, and whose name tells less than the game's.
const RUNTIMES: [&str; 2] = ["proton", "steamlinuxruntime"];

/// What the list of programs says at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramsReading {
    /// When.
    pub at: UnixMillis,
    /// A running program that must not be disturbed.
    pub running: Option<Program>,
    /// How the list of programs stands.
    pub state: Source,
}

/// A program that must not be disturbed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its name, for the owner.
    pub name: String,
    /// Why it counts.
    pub kind: ProgramKind,
}

/// Why a program counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgramKind {
    /// It is on the owner's list.
    Listed,
    /// It lies in a library of games.
    Game,
}

/// The watch over running programs.
#[derive(Debug)]
pub struct Programs {
    listed: Vec<String>,
    list: Option<ProcessList>,
    looked_at: Option<UnixMillis>,
    /// Processes that must not be disturbed.
    found: HashMap<u32, Found>,
}

impl Programs {
    /// `listed` are programs that must not be disturbed: file names (`blender`, with or without `.exe`) or absolute
    /// paths, of a program or of a folder with programs.
    pub fn open(listed: &[String]) -> Self {
        let listed =
            listed.iter().map(|name| name.trim().to_lowercase()).filter(|name| names_something(name)).collect();
        Self { listed, list: ProcessList::open().ok(), looked_at: None, found: HashMap::new() }
    }

    /// Looks for a program that must not be disturbed, other than the processes of `own`: among those that began since
    /// the last look, and every [`LOOK_EVERY_MS`] among all.
    pub fn look(&mut self, own: &[u32], now: UnixMillis) -> ProgramsReading {
        let looked = self.refresh(now);
        let best = self.found.iter().filter(|(pid, _)| !own.contains(pid)).map(|(_, found)| found).min();
        let running = best.map(|found| Program {
            name: found.name.clone(),
            kind: if found.rank == Rank::Listed { ProgramKind::Listed } else { ProgramKind::Game },
        });
        ProgramsReading { at: now, running, state: looked.map_or_else(|why| unlisted(&why), |()| Source::Ok) }
    }

    fn refresh(&mut self, now: UnixMillis) -> Result<(), String> {
        let Some(list) = self.list.as_mut() else { return Err("the system does not tell".to_owned()) };
        let listed = &self.listed;
        let fresh = |at: &UnixMillis| *at <= now && now.since_ms(*at) < LOOK_EVERY_MS;
        let (news_only, mut found) = match self.looked_at.as_ref().is_some_and(fresh) {
            true => (true, std::mem::take(&mut self.found)),
            false => (false, HashMap::new()),
        };
        found.retain(|pid, _| list.lives(*pid));
        let visit = |pid: u32, exe: Option<&Path>, name: &str| match verdict(listed, exe, name) {
            Some(program) => drop(found.insert(pid, program)),
            // What a launcher was before it became something else.
            None => drop(found.remove(&pid)),
        };
        let looked = if news_only { list.news(visit) } else { list.look(visit) };
        self.found = found;
        self.looked_at = match (&looked, news_only) {
            (Ok(()), true) => self.looked_at,
            (Ok(()), false) => Some(now),
            (Err(_), _) => None,
        };
        looked
    }
}

/// An entry of slashes, or of an ending alone, would be every program.
fn names_something(entry: &str) -> bool {
    !entry.trim_end_matches(".exe").trim_matches(['/', '\\', '.']).is_empty()
}

fn unlisted(why: &str) -> Source {
    Source::Failed(format!("running programs cannot be listed: {why}"))
}

/// A program that must not be disturbed. The order is how much its name tells the owner, then the name, so that
/// two scans of the same programs name the same one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    rank: Rank,
    name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Listed,
    Game,
    Runtime,
}

fn verdict(listed: &[String], exe: Option<&Path>, name: &str) -> Option<Found> {
    let path = exe.map(|exe| exe.to_string_lossy().into_owned()).unwrap_or_default();
    // Paths of either system are cut the same way, since Wine's programs have both.
    let parts: Vec<&str> = path.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    let file = parts.last().copied().unwrap_or(name);
    if file.to_lowercase().starts_with("idlewatt") {
        return None;
    }
    let by_owner = listed.iter().any(|entry| is_listed(entry, &path, file, name));
    by_owner.then(|| Found { rank: Rank::Listed, name: file.to_owned() }).or_else(|| game(&parts))
}

fn is_listed(entry: &str, path: &str, file: &str, name: &str) -> bool {
    if entry.contains(['/', '\\']) {
        let (path, folder) = (path.to_lowercase().replace('\\', "/"), entry.replace('\\', "/"));
        return path
            .strip_prefix(folder.trim_end_matches('/'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    }
    let bare = |text: &str| text.to_lowercase().trim_end_matches(".exe").to_owned();
    // A process of another user may hide its path and show a name cut to 15 bytes, as Linux does.
    let cut = |text: &str| text.get(..15).unwrap_or(text).to_owned();
    bare(entry) == bare(file) || bare(&cut(entry)) == bare(name)
}

fn game(parts: &[&str]) -> Option<Found> {
    let lower: Vec<String> = parts.iter().map(|part| part.to_lowercase()).collect();
    // The program itself is never the game's folder, so at least one part must follow it.
    let at = LIBRARIES.iter().find_map(|library| {
        let start = lower.windows(library.len()).position(|window| window.iter().eq(library.iter()))?;
        (start + library.len() + 1 < lower.len()).then_some(start + library.len())
    })?;
    if NO_GAMES.contains(&lower[at].as_str()) {
        return None;
    }
    let is_runtime = RUNTIMES.iter().any(|runtime| lower[at].starts_with(runtime));
    Some(Found { rank: if is_runtime { Rank::Runtime } else { Rank::Game }, name: parts[at].to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(listed: &[&str], exe: &str) -> Option<String> {
        let listed: Vec<String> = listed.iter().map(|entry| entry.to_lowercase()).collect();
        verdict(&listed, Some(Path::new(exe)), "irrelevant").map(|found| found.name)
    }

    #[test]
    fn knows_games_by_the_library_they_lie_in() {
        let games = [
            ("/home/o/.local/share/Steam/steamapps/common/Factorio/bin/x64/factorio", "Factorio"),
            (r"C:\Program Files (x86)\Steam\steamapps\common\Half-Life 2\hl2.exe", "Half-Life 2"),
            (r"D:\SteamLibrary\steamapps\common\Elden Ring\Game\eldenring.exe", "Elden Ring"),
            (r"C:\Program Files\Epic Games\Fortnite\FortniteGame\Binaries\Win64\x.exe", "Fortnite"),
            (r"C:\Riot Games\VALORANT\live\VALORANT.exe", "VALORANT"),
            (r"C:\Program Files (x86)\GOG Galaxy\Games\Cyberpunk 2077\bin\x64\c.exe", "Cyberpunk 2077"),
            (r"C:\XboxGames\Forza Horizon 5\Content\ForzaHorizon5.exe", "Forza Horizon 5"),
            (
                "/Users/o/Library/Application Support/Steam/steamapps/common/Stardew Valley/Contents/MacOS/s",
                "Stardew Valley",
            ),
        ];
        for (path, name) in games {
            assert_eq!(named(&[], path).as_deref(), Some(name), "{path}");
        }
    }

    #[test]
    fn leaves_launchers_wallpapers_and_ourselves_out() {
        let others = [
            "/usr/bin/firefox",
            r"C:\Program Files (x86)\Epic Games\Launcher\Portal\Binaries\Win64\EpicGamesLauncher.exe",
            r"C:\Riot Games\Riot Client\RiotClientServices.exe",
            r"D:\SteamLibrary\steamapps\common\wallpaper_engine\wallpaper64.exe",
            "/home/o/.local/share/Steam/steamapps/common/idle/idlewatt-worker",
            "/home/o/steamapps/common/readme",
            "",
        ];
        for path in others {
            assert_eq!(named(&[], path), None, "{path}");
        }
    }

    #[test]
    fn a_game_is_named_before_the_runtime_it_runs_in() {
        let proton = verdict(&[], Some(Path::new("/s/steamapps/common/Proton 9.0/files/bin/wine64")), "x");
        let game = verdict(&[], Some(Path::new("/s/steamapps/common/Ageless/run")), "x");
        assert!(proton.is_some() && game < proton, "{game:?} before {proton:?}");
    }

    #[test]
    fn the_owners_list_takes_names_paths_and_folders() {
        assert_eq!(named(&["Blender"], "/opt/blender-4.2/blender").as_deref(), Some("blender"));
        assert_eq!(named(&["obs64"], r"C:\Program Files\obs\OBS64.exe").as_deref(), Some("OBS64.exe"));
        assert_eq!(named(&["/opt/resolve"], "/opt/resolve/bin/resolve").as_deref(), Some("resolve"));
        assert_eq!(named(&["/opt/res"], "/opt/resolve/bin/resolve"), None, "half a folder's name is not the folder");
        assert_eq!(named(&["blend"], "/usr/bin/blender"), None, "half a name is not the name");
        assert!(["/", "//", ".exe", "", ".", r"\\"].iter().all(|entry| !names_something(entry)));
        assert!(["a", "/opt/x", r"c:\games", "x.exe"].iter().all(|entry| names_something(entry)));
        let hidden = verdict(&["davinci-resolve-studio".to_owned()], None, "davinci-resolve");
        assert!(hidden.is_some(), "a hidden path leaves the name, cut to 15 bytes");
    }
}
