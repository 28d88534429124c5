//! Where things are, and everything that helps to find a fault: a text that its owner may show to anybody.

mod scrub;

use crate::doctor;
use crate::house::House;
use crate::limits::{RECORDS_SHOWN, REPORT_LOG_BYTES};
use idlewatt_control::messages::{Finding, Health, Places, Response, SettingRow};
use scrub::Private;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Absolute paths.
pub fn places(house: &House) -> Response {
    let text = |path: &Path| path.display().to_string();
    Response::Places(Places {
        data: text(house.home.path()),
        log: text(&house.home.log()),
        settings: text(&house.home.settings()),
    })
}

/// The text.
pub async fn report(house: &House) -> Response {
    let findings = doctor::findings(house).await;
    let log = house.home.log();
    let tail = tokio::task::spawn_blocking(move || tail(&log)).await.unwrap_or_default();
    let mut text = format!("Idlewatt {}, {}\n\nFindings\n", env!("CARGO_PKG_VERSION"), platform());
    findings.iter().for_each(|found| text.push_str(&line(found)));
    text.push_str("\nSettings\n");
    let rows = house.settings.borrow().rows();
    rows.iter().for_each(|row| text.push_str(&setting(row)));
    text.push_str("\nThe end of the log\n");
    text.push_str(&tail);
    Response::Report { text: private(house).await.scrub(&text) }
}

/// What the report must not tell.
async fn private(house: &House) -> Private {
    let mut nodes = vec![house.node()];
    nodes.extend(house.mesh.peers().iter().map(|peer| peer.node));
    let records = house.books.with(|ledger| ledger.peer_records(RECORDS_SHOWN)).await;
    nodes.extend(records.ok().and_then(Result::ok).unwrap_or_default().iter().map(|record| record.peer));
    Private::of_this_machine(house.home.path(), nodes)
}

fn platform() -> String {
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    // The freedesktop.org file; other systems have none.
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| format!("{os} {arch}"), |name| format!("{os} {arch} ({})", name.trim_matches('"')))
}

fn line(finding: &Finding) -> String {
    let health = match finding.health {
        Health::Good => "good  ",
        Health::Notice => "notice",
        Health::Bad => "bad   ",
    };
    format!("{health}  {}\n", finding.found)
}

/// Numbers, switches and short words are what they are; of lists it is told how long they are, and of commands, files and
/// whatever else might tell of its owner, whether they are set.
fn setting(row: &SettingRow) -> String {
    let value = row.value.trim();
    let bare = value.trim_matches('"');
    let delicate = ["file", "command", "adapter"].iter().any(|end| row.name.ends_with(end));
    let word =
        bare.chars().all(|letter| letter.is_ascii_alphanumeric() || "-+.:, ".contains(letter)) && bare.len() <= 48;
    let told = match value {
        "" | "\"\"" | "[]" => "not set".to_owned(),
        _ if delicate => "set".to_owned(),
        _ if value.starts_with('[') => match value.matches('"').count() / 2 {
            0 => "set".to_owned(),
            count => format!("{count} set"),
        },
        _ if word => bare.to_owned(),
        _ => "set".to_owned(),
    };
    format!("{} = {told}\n", row.name)
}

/// The last lines.
fn tail(path: &Path) -> String {
    let read = || {
        let mut file = std::fs::File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(REPORT_LOG_BYTES)))?;
        let mut bytes = Vec::new();
        file.take(REPORT_LOG_BYTES).read_to_end(&mut bytes)?;
        let cut = if length > REPORT_LOG_BYTES {
            bytes.iter().position(|&byte| byte == b'\n').map_or(0, |at| at + 1)
        } else {
            0
        };
        Ok::<_, std::io::Error>(String::from_utf8_lossy(&bytes[cut..]).into_owned())
    };
    read().unwrap_or_else(|error| format!("it cannot be read: {error}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, value: &str) -> String {
        let row = SettingRow { name: name.into(), value: value.into(), meaning: String::new() };
        setting(&row).split_once(" = ").expect("a line").1.trim().to_owned()
    }

    #[test]
    fn settings_are_told_as_far_as_they_say_nothing_about_their_owner() {
        for (name, value, expected) in [
            ("limits.idle_minutes", "10", "10"),
            ("roles.provider", "true", "true"),
            ("limits.cost_per_day", "\"0.50\"", "0.50"),
            ("limits.hours", "mon-fri 22:00-07:00", "mon-fri 22:00-07:00"),
            ("provider.tariff_per_kwh", "0.30", "0.30"),
            ("tariff.command", "curl -H secret https://example.org", "set"),
            ("tariff.command", "prices", "set"),
            ("tariff.file", "/home/alice/prices", "set"),
            ("tariff.file", "", "not set"),
            ("provider.programs", r#"["blender", "C:\\secret.exe"]"#, "2 set"),
            ("network.listen", "[]", "not set"),
            ("something.else", "/a/path", "set"),
        ] {
            assert_eq!(told(name, value), expected, "{name} = {value}");
        }
    }

    #[test]
    fn of_a_long_log_whole_lines_at_its_end_are_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log");
        let lines: String = (0..20_000).map(|number| format!("line {number}\n")).collect();
        std::fs::write(&path, &lines).expect("written");
        let tail = tail(&path);
        assert!(tail.len() as u64 <= REPORT_LOG_BYTES);
        assert!(tail.starts_with("line ") && lines.ends_with(&tail), "{}", &tail[..40]);
        assert!(super::tail(&folder.path().join("none")).starts_with("it cannot be read"));
    }
}
