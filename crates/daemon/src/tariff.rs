//! What electricity costs now: by the settings, or by a file or command of the owner's (exchange prices, a meter at the
//! solar panels). A price that nobody has confirmed for long is no price.

use crate::house::House;
use crate::judge::local_time;
use crate::limits::{TARIFF_ASKED_EVERY, TARIFF_BYTES, TARIFF_COMMAND_WITHIN, TARIFF_EVERY, TARIFF_HOLDS_S};
use crate::settings::Settings;
use idlewatt_policy::hours;
use idlewatt_proto::Amount;
use jiff::{Timestamp, ToSpan};
use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use tokio::process::Command;
use tokio::time::Instant;

/// Keeps the price up to date until the house stops.
pub async fn keep(house: Arc<House>) {
    let mut settings = house.settings.subscribe();
    let mut said = Said::default();
    loop {
        let wanted = settings.borrow_and_update().clone();
        let tariff = said.price(&wanted).await;
        house.tariff.send_if_modified(|told| {
            let changed = *told != tariff;
            if changed {
                tracing::info!(?tariff, "the price of electricity");
            }
            *told = tariff;
            changed
        });
        tokio::select! {
            () = house.stop.cancelled() => return,
            _ = settings.changed() => {}
            () = tokio::time::sleep(TARIFF_EVERY) => {}
        }
    }
}

/// What a command said last.
#[derive(Default)]
struct Said {
    command: String,
    asked: Option<Instant>,
    answer: Option<(Timestamp, String)>,
    fault: Option<String>,
}

impl Said {
    async fn price(&mut self, settings: &Settings) -> Result<Amount, String> {
        let tariff = &settings.tariff;
        if !tariff.file.is_empty() {
            return from_file(Path::new(&tariff.file));
        }
        if tariff.command.is_empty() {
            return Ok(hours::tariff_at(&settings.tariff_bands(), settings.flat_tariff(), local_time()));
        }
        if self.command != tariff.command || self.asked.is_none_or(|asked| asked.elapsed() >= TARIFF_ASKED_EVERY) {
            if self.command != tariff.command {
                *self = Self { command: tariff.command.clone(), ..Self::default() };
            }
            self.asked = Some(Instant::now());
            match ask(&tariff.command).await {
                Ok(answer) => (self.answer, self.fault) = (Some((Timestamp::now(), answer)), None),
                Err(fault) => self.fault = Some(fault),
            }
        }
        match (&self.answer, &self.fault) {
            (Some((when, answer)), _) => parse(answer, *when, Timestamp::now()),
            (None, fault) => Err(fault.clone().unwrap_or_else(|| "the tariff's command has not answered yet".into())),
        }
    }
}

fn from_file(path: &Path) -> Result<Amount, String> {
    let fault = |error: std::io::Error| format!("the tariff's file {} cannot be read: {error}", path.display());
    let file = std::fs::File::open(path).map_err(fault)?;
    let written = file.metadata().and_then(|file| file.modified()).map_err(fault)?;
    let mut text = String::new();
    file.take(TARIFF_BYTES).read_to_string(&mut text).map_err(fault)?;
    let written = Timestamp::try_from(written).map_err(|error| error.to_string())?;
    parse(&text, written, Timestamp::now())
}

async fn ask(command: &str) -> Result<String, String> {
    let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("/bin/sh") };
    shell.args([if cfg!(windows) { "/C" } else { "-c" }, command]);
    shell.stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let ran = tokio::time::timeout(TARIFF_COMMAND_WITHIN, shell.output()).await;
    let ran = ran.map_err(|_| "the tariff's command did not answer in time".to_owned())?;
    let ran = ran.map_err(|error| format!("the tariff's command cannot be run: {error}"))?;
    if !ran.status.success() {
        return Err(format!("the tariff's command failed: {}", ran.status));
    }
    let length = ran.stdout.len().min(TARIFF_BYTES as usize);
    String::from_utf8(ran.stdout[..length].to_vec()).map_err(|_| "the tariff's command did not print text".into())
}

/// The price at `now` in a text that was written at `written`: a price alone, which holds for a while after it was
/// written, or lines of `TIME PRICE`, each of which holds until the next. Empty lines and those behind `#` are skipped.
fn parse(text: &str, written: Timestamp, now: Timestamp) -> Result<Amount, String> {
    let wrong = |line: &str| format!("expected PRICE or TIME PRICE for the tariff, not {line:?}");
    let price = |text: &str, line: &str| -> Result<Amount, String> {
        let amount: Amount = text.parse().map_err(|_| wrong(line))?;
        (amount.micros().abs() <= 1_000_000_000).then_some(amount).ok_or_else(|| wrong(line))
    };
    let mut current: Option<(Timestamp, Amount)> = None;
    let mut next: Option<Timestamp> = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (from, amount) = match line.split_once(char::is_whitespace) {
            None => (written, price(line, line)?),
            Some((time, amount)) => {
                let time: Timestamp = time.parse().map_err(|_| wrong(line))?;
                (time, price(amount.trim(), line)?)
            }
        };
        if from > now {
            next = Some(next.map_or(from, |next| next.min(from)));
        } else if current.is_none_or(|(begun, _)| begun <= from) {
            current = Some((from, amount));
        }
    }
    let (from, amount) = current.ok_or("the tariff tells no price for this hour")?;
    let holds = next.is_some() || from.checked_add(TARIFF_HOLDS_S.seconds()).is_ok_and(|until| now < until);
    if holds { Ok(amount) } else { Err("the tariff's last price is too old".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect(text)
    }

    #[test]
    fn a_price_alone_holds_for_a_while() {
        let written = at("2026-01-31T12:00:00Z");
        assert_eq!(parse("0.31\n", written, at("2026-01-31T13:59:00Z")), Ok(Amount::from_micros(310_000)));
        assert!(parse("0.31", written, at("2026-01-31T14:00:00Z")).is_err_and(|why| why.contains("too old")));
    }

    #[test]
    fn each_line_holds_until_the_next() {
        let text =
            "# exchange\n2026-01-31T17:00+01:00 0.42\n\n2026-01-31T18:00+01:00 -0.01\n2026-01-31T23:00+01:00 0.2";
        let price = |now: &str| parse(text, at("2026-01-01T00:00:00Z"), at(now)).map(Amount::micros);
        assert_eq!(price("2026-01-31T16:30:00Z"), Ok(420_000));
        assert_eq!(price("2026-01-31T21:59:00Z"), Ok(-10_000), "the next one is known, so this one holds");
        assert_eq!(price("2026-01-31T23:59:00Z"), Ok(200_000));
        assert!(price("2026-02-01T00:00:00Z").is_err(), "two hours after the last");
        assert!(price("2026-01-31T15:59:00Z").is_err(), "before the first");
    }

    #[test]
    fn nonsense_is_named() {
        let now = at("2026-01-31T12:00:00Z");
        for text in ["cheap", "0.3 0.4", "2026-01-31 0.3", "1e3", "99999", "", "# nothing"] {
            assert!(parse(text, now, now).is_err(), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_price_or_a_reason(text in "(\\PC{0,30}\n?|-?[0-9]{1,6}[.]?[0-9]{0,8}\n|2026-0[1-3]-[0-3][0-9]T[0-9]{2}:00Z [0-9.]{1,6}\n){0,6}") {
            let now = at("2026-02-01T12:00:00Z");
            let _ = parse(&text, now, now);
        }
    }

    #[tokio::test]
    async fn a_command_is_asked_and_its_failure_has_words() {
        let mut settings = Settings::default();
        settings.tariff.command = "echo 0.25".into();
        assert_eq!(Said::default().price(&settings).await, Ok(Amount::from_micros(250_000)));
        settings.tariff.command = "exit 3".into();
        assert!(Said::default().price(&settings).await.is_err_and(|why| why.contains("failed")));
    }
}
