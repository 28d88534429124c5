//! A model from an address: its hash is known before, and what breaks off goes on where it stopped.

use crate::limits::{AGAIN_AFTER, ANSWER, CHUNK, CONNECT, REDIRECTS, STALL, TRIES};
use crate::shelf::New;
use crate::{Entry, Name, Origin, Partial, Progress, Shelf, ShelfError};
use idlewatt_proto::{BlobHash, Bytes};
use std::io::Read;
use std::net::IpAddr;
use std::thread;
use ureq::http::{Response, StatusCode, Uri, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

/// Why a model was not fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address is none that is fetched from.
    #[error(
        "{0:?} is no address to fetch from: it must begin with https://, or with http:// and this machine's own name"
    )]
    Address(String),
    /// Sent on to another, which is none.
    #[error("the server sends on to {0:?}, which is not followed")]
    Redirect(String),
    /// Sent on without an end.
    #[error("the server sends on more than {REDIRECTS} times")]
    Redirects,
    /// Nobody vouches for the server, or what it sends cannot be decrypted.
    #[error("the server cannot be trusted: {0}")]
    Untrusted(String),
    /// The server says no.
    #[error("the server answers {0}")]
    Refused(StatusCode),
    /// It does not say how much there is.
    #[error("the server does not say how large the file is")]
    NoSize,
    /// The answer is not to the question.
    #[error("the server answers with another part of the file than was asked for")]
    OtherPart,
    /// The connection breaks again and again.
    #[error("the connection broke {TRIES} times: {0}")]
    Broken(String),
    /// The shelf has something against it.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
}

/// What one connection came to.
enum Trip {
    /// The file is whole.
    Whole(Partial),
    /// The connection broke off; what came is kept.
    Broken(String),
}

/// Fetches a model and puts it on the shelf. Blocks for as long as it takes.
pub fn fetch(
    shelf: &Shelf,
    url: &str,
    hash: BlobHash,
    name: &Name,
    progress: &mut Progress<'_>,
) -> Result<Entry, FetchError> {
    fetch_trusting(RootCerts::WebPki, shelf, url, hash, name, progress)
}

/// The same where others vouch for servers than browsers take: for tests.
#[doc(hidden)]
pub fn fetch_trusting(
    vouching: RootCerts,
    shelf: &Shelf,
    url: &str,
    hash: BlobHash,
    name: &Name,
    progress: &mut Progress<'_>,
) -> Result<Entry, FetchError> {
    let first = address(url, None)?;
    shelf.check_name(name)?;
    if let Some(entry) = shelf.entry_of(hash)? {
        return Err(ShelfError::There(entry.name).into());
    }
    let agent = agent(&first, vouching);
    let (mut tries, mut had) = (0, 0);
    loop {
        let mut here = had;
        let mut watch = |done, of| {
            here = done;
            progress(done, of)
        };
        match travel(shelf, &agent, &first, hash, &mut watch)? {
            Trip::Whole(partial) => {
                let new = New { name: name.clone(), facts: None, origin: Origin::Fetched { url: url.to_owned() } };
                return Ok(partial.finish(new)?);
            }
            Trip::Broken(why) => {
                tries = if here > had { 1 } else { tries + 1 };
                had = had.max(here);
                if tries >= TRIES {
                    return Err(FetchError::Broken(why));
                }
                thread::sleep(AGAIN_AFTER * tries);
            }
        }
    }
}

/// An address that may be fetched from, for one who came from another.
fn address(text: &str, from: Option<&Uri>) -> Result<Uri, FetchError> {
    let wrong = || match from {
        Some(_) => FetchError::Redirect(text.chars().take(200).collect()),
        None => FetchError::Address(text.chars().take(200).collect()),
    };
    let uri: Uri = text.parse().map_err(|_| wrong())?;
    let host = uri.host().ok_or_else(wrong)?;
    let here = host == "localhost"
        || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    // Nobody from outside sends us on to this machine's own servers.
    let came_from_here = from.is_none_or(|from| from.scheme_str() == Some("http"));
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if here && came_from_here => Ok(uri),
        _ => Err(wrong()),
    }
}

fn agent(first: &Uri, vouching: RootCerts) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        // Followed by ourselves, who look at where to.
        .max_redirects(0)
        .timeout_connect(Some(CONNECT))
        .timeout_recv_response(Some(ANSWER))
        .timeout_per_read(Some(STALL))
        .tls_config(TlsConfig::builder().root_certs(vouching).build())
        // As its bytes are: a packed answer could not go on in the middle.
        .accept_encoding("identity");
    // A proxy has no business between this machine and itself.
    let config = if first.scheme_str() == Some("http") { config.proxy(None) } else { config };
    Agent::new_with_config(config.build())
}

/// One connection: from where the file has come to, to its end or that of the connection.
fn travel(
    shelf: &Shelf,
    agent: &Agent,
    first: &Uri,
    hash: BlobHash,
    progress: &mut Progress<'_>,
) -> Result<Trip, FetchError> {
    let have = shelf.coming(hash);
    let mut answer = match ask(agent, first, have) {
        Ok(answer) => answer?,
        Err(error) if distrusts(&error) => return Err(FetchError::Untrusted(error.to_string())),
        Err(error) => return Ok(Trip::Broken(error.to_string())),
    };
    let status = answer.status();
    let size = match status {
        StatusCode::OK => length(&answer).ok_or(FetchError::NoSize)?,
        StatusCode::PARTIAL_CONTENT => {
            let (from, of) = range(&answer).ok_or(FetchError::OtherPart)?;
            if from != have { return Err(FetchError::OtherPart) } else { of }
        }
        // All of it is here, or what is here is more than there is.
        StatusCode::RANGE_NOT_SATISFIABLE if have > 0 => have,
        status if status.is_server_error() => return Ok(Trip::Broken(format!("the server answers {status}"))),
        status => return Err(FetchError::Refused(status)),
    };
    let mut partial = shelf.begin_fetch(hash, Bytes(size), progress)?;
    if status == StatusCode::OK && partial.have() > 0 {
        // It knows nothing of parts.
        partial.restart()?;
    }
    if status != StatusCode::RANGE_NOT_SATISFIABLE
        && let Some(why) = receive(&mut partial, &mut answer, progress)?
    {
        return Ok(Trip::Broken(why));
    }
    Ok(Trip::Whole(partial))
}

/// Whether it is for what the server is that there is no connection: another try would come to the same.
fn distrusts(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) => true,
        // What goes wrong with certificates and keys comes as such.
        ureq::Error::Io(error) => error.kind() == std::io::ErrorKind::InvalidData,
        _ => false,
    }
}

/// Asks for a file from a byte on, and follows wherever that leads.
fn ask(agent: &Agent, first: &Uri, have: u64) -> Result<Result<Response<Body>, FetchError>, ureq::Error> {
    let mut at = first.clone();
    for _ in 0..=REDIRECTS {
        let mut question = agent.get(&at);
        if have > 0 {
            question = question.header(header::RANGE, format!("bytes={have}-"));
        }
        let answer = question.call()?;
        if !answer.status().is_redirection() {
            return Ok(Ok(answer));
        }
        let location = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
        match address(&beside(&at, location), Some(&at)) {
            Ok(next) => at = next,
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Err(FetchError::Redirects))
}

/// An address that may be told without its server's name.
fn beside(at: &Uri, location: &str) -> String {
    match (location.starts_with('/') && !location.starts_with("//"), at.scheme_str(), at.authority()) {
        (true, Some(scheme), Some(authority)) => format!("{scheme}://{authority}{location}"),
        _ => location.to_owned(),
    }
}

/// Writes what comes; `Some`: it broke off before the end, and why.
fn receive(
    partial: &mut Partial,
    answer: &mut Response<Body>,
    progress: &mut Progress<'_>,
) -> Result<Option<String>, FetchError> {
    let mut chunk = vec![0; CHUNK];
    let left = partial.size() - partial.have();
    // One more than is left, so that one that sends too much is noticed.
    let mut body = answer.body_mut().with_config().limit(left + 1).reader().take(left + 1);
    while partial.have() < partial.size() {
        match body.read(&mut chunk) {
            Ok(0) => return Ok(Some("the server stopped before the end of the file".into())),
            Ok(count) => partial.write(&chunk[..count])?,
            Err(error) => return Ok(Some(error.to_string())),
        }
        if !progress(partial.have(), partial.size()) {
            return Err(ShelfError::Stopped.into());
        }
    }
    Ok(None)
}

fn length(answer: &Response<Body>) -> Option<u64> {
    answer.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// `bytes 5-99/100` begins at 5 and is of 100.
fn range(answer: &Response<Body>) -> Option<(u64, u64)> {
    let told = answer.headers().get(header::CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?;
    let (span, of) = told.split_once('/')?;
    Some((span.split_once('-')?.0.parse().ok()?, of.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_encrypted_servers_or_to_this_machine() {
        let near = ["https://example.org/a.gguf", "http://127.0.0.1:80/a", "http://localhost/a", "http://[::1]:8/a"];
        for good in near {
            assert!(address(good, None).is_ok(), "{good}");
        }
        let far =
            ["http://example.org/a", "file:///etc/passwd", "ftp://a/b", "a.gguf", "", "http://127.0.0.1.example/"];
        for bad in far {
            assert!(address(bad, None).is_err(), "{bad}");
        }
    }

    #[test]
    fn nobody_is_sent_on_from_outside_to_this_machine() {
        let from = |text: &str| text.parse::<Uri>().expect("an address");
        let (far, near) = (from("https://example.org/a"), from("http://127.0.0.1/a"));
        assert!(address("https://mirror.example/b", Some(&far)).is_ok());
        assert!(address("http://mirror.example/b", Some(&far)).is_err());
        assert!(address("http://127.0.0.1/b", Some(&far)).is_err());
        assert!(address("http://127.0.0.1/b", Some(&near)).is_ok());
        assert!(address(&beside(&far, "/b"), Some(&far)).is_ok());
        assert!(address(&beside(&far, "//evil.example/b"), Some(&far)).is_err());
    }
}
