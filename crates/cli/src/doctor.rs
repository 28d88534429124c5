//! `idlewatt doctor`: what was found, and what to do about what was not; and `report`, for whoever helps.

use crate::error::{Error, Exit};
use crate::life;
use crate::out::{Out, Tone, harmless};
use idlewatt_control::messages::{Finding, Found, Health, Request, Response};
use idlewatt_control::{ConnectError, Home};

pub async fn show(home: &Home, out: &Out) -> Result<Exit, Error> {
    let response = match life::connect(home).await {
        Ok(mut client) => client.call(Request::Doctor).await?,
        // A doctor has an answer to this, too.
        Err(Error::Connect(ConnectError::NotRunning)) => Response::Doctor { findings: vec![no_daemon(home)] },
        Err(error) => return Err(error),
    };
    let Response::Doctor { findings } = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || findings.iter().map(|finding| text(finding, out)).collect());
    let bad = findings.iter().any(|finding| finding.health == Health::Bad);
    Ok(if bad { Exit::Failed } else { Exit::Done })
}

pub async fn report(home: &Home, out: &Out) -> Result<Exit, Error> {
    let response = life::connect(home).await?.call(Request::Report).await?;
    let Response::Report { text } = &response else { return Err(Error::Unexpected) };
    // The log has words of strangers.
    out.answer(&response, || harmless(text));
    Ok(Exit::Done)
}

fn no_daemon(home: &Home) -> Finding {
    Found::DaemonMissing { home: home.path().display().to_string() }.into()
}

fn text(finding: &Finding, out: &Out) -> String {
    let mark = match finding.health {
        Health::Good => out.tone(Tone::Good, "good  "),
        Health::Notice => out.tone(Tone::Notice, "notice"),
        Health::Bad => out.tone(Tone::Bad, "bad   "),
    };
    let advice = finding.found.advice().map(|advice| format!("\n        -> {advice}")).unwrap_or_default();
    format!("{mark}  {}{advice}\n", harmless(&finding.found.to_string()))
}
