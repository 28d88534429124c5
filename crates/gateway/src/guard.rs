//! Who may come: the address to listen at, and the head of each request.
//!
//! A server on loopback is not alone with its user: every web page that the user opens can send requests to it, and by
//! DNS rebinding (a name that first is the page's server, and then 127.0.0.1) read the answers. A browser tells who sends
//! (`Origin`) and whom it believes to talk to (`Host`); both are looked at before anything else is.

use crate::error::ApiError;
use crate::limits::{KEY_LEAST_OUTSIDE, KEY_MOST};
use hyper::Version;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use std::net::{IpAddr, SocketAddr};

/// Why the gateway does not listen there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MayNotListen {
    /// Anybody could use it.
    #[error("{address} can be reached by other machines: set a key first")]
    NeedsKey {
        /// Where it was to listen.
        address: SocketAddr,
    },
    /// Anybody with some patience could use it.
    #[error("{address} can be reached by other machines: the key needs {KEY_LEAST_OUTSIDE} characters at least")]
    WeakKey {
        /// Where it was to listen.
        address: SocketAddr,
    },
    /// No client could send it.
    #[error("a key is 1 to {KEY_MOST} visible ASCII characters")]
    UnusableKey,
}

/// Whether the gateway may listen there with that key: without one only on loopback, elsewhere only with one that
/// cannot be guessed.
pub fn may_listen(address: SocketAddr, key: Option<&str>) -> Result<(), MayNotListen> {
    let loopback = is_loopback(address.ip());
    match key {
        Some(key) if key.is_empty() || key.len() > KEY_MOST || !key.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err(MayNotListen::UnusableKey)
        }
        Some(key) if !loopback && key.len() < KEY_LEAST_OUTSIDE => Err(MayNotListen::WeakKey { address }),
        None if !loopback => Err(MayNotListen::NeedsKey { address }),
        Some(_) | None => Ok(()),
    }
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Looks at the head of each request.
#[derive(Debug)]
pub struct Gate {
    /// A hash, so that comparing takes as long whatever was sent, and the key itself is kept nowhere.
    key: Option<blake3::Hash>,
    origins: Vec<String>,
    /// Only requests to a local name: nothing else tells a page that rebinds its name from a program here.
    local_names: bool,
}

impl Gate {
    pub fn new(address: SocketAddr, key: Option<&str>, origins: &[String]) -> Self {
        Self {
            key: key.map(|key| blake3::hash(key.as_bytes())),
            origins: origins.iter().map(|origin| origin.trim_end_matches('/').to_owned()).collect(),
            local_names: key.is_none() && is_loopback(address.ip()),
        }
    }

    /// Whom the client believes to talk to.
    pub fn host(&self, head: &Parts) -> Result<(), ApiError> {
        if !self.local_names {
            return Ok(());
        }
        let told = head.headers.get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or_default());
        let mut names = told.chain(head.uri.authority().map(|authority| authority.as_str())).peekable();
        // Nobody is named: HTTP/1.0 does not ask for it, and no browser speaks that, nor leaves the name out.
        if names.peek().is_none() && head.version == Version::HTTP_10 {
            return Ok(());
        }
        if names.peek().is_none() || names.any(|name| !is_local_name(name)) {
            return Err(ApiError::ForeignHost);
        }
        Ok(())
    }

    /// Which web page sends, if one does. What has no origin is no page, or a page that reads only.
    pub fn origin<'a>(&self, head: &'a Parts) -> Result<Option<&'a HeaderValue>, ApiError> {
        let Some(origin) = head.headers.get(header::ORIGIN) else { return Ok(None) };
        match self.origins.iter().any(|known| known.as_bytes() == origin.as_bytes()) {
            true => Ok(Some(origin)),
            false => Err(ApiError::ForeignOrigin),
        }
    }

    /// `Authorization: Bearer KEY`, compared in constant time.
    pub fn key(&self, head: &Parts) -> Result<(), ApiError> {
        let Some(key) = &self.key else { return Ok(()) };
        let sent = head.headers.get(header::AUTHORIZATION).ok_or(ApiError::NoKey)?.as_bytes();
        let (scheme, sent) = sent.split_at_checked(7).ok_or(ApiError::WrongKey)?;
        // `blake3::Hash` compares in constant time.
        match scheme.eq_ignore_ascii_case(b"bearer ") && blake3::hash(sent.trim_ascii()) == *key {
            true => Ok(()),
            false => Err(ApiError::WrongKey),
        }
    }
}

/// `localhost` or a loopback address, with any port: a tunnel may have another.
fn is_local_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    bare.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(is_loopback)
}

const ASKED_HEADERS: HeaderName = header::ACCESS_CONTROL_REQUEST_HEADERS;
const ASKED_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOWED_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// Tells a browser that a page of this origin may read the answer.
pub fn allow_reading(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
}

/// Tells a browser that asks first what a page of a known origin may send: what it asked for.
pub fn allow_sending(headers: &mut HeaderMap, asked: &HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    if let Some(names) = asked.get(ASKED_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
    }
    if asked.contains_key(ASKED_NETWORK) {
        headers.insert(ALLOWED_NETWORK, HeaderValue::from_static("true"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> SocketAddr {
        address.parse().expect("an address")
    }

    #[test]
    fn others_come_only_with_a_key_that_cannot_be_guessed() {
        let good = "correct-horse-battery";
        for loopback in ["127.0.0.1:80", "127.3.2.1:80", "[::1]:80", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(may_listen(at(loopback), None), Ok(()), "{loopback}");
            assert_eq!(may_listen(at(loopback), Some("short")), Ok(()), "{loopback}");
            assert_eq!(may_listen(at(loopback), Some("")), Err(MayNotListen::UnusableKey), "{loopback}");
        }
        for open in ["0.0.0.0:80", "[::]:80", "192.168.1.7:80", "[fe80::1]:80", "[::ffff:10.0.0.1]:80"] {
            let address = at(open);
            assert_eq!(may_listen(address, None), Err(MayNotListen::NeedsKey { address }), "{open}");
            assert_eq!(may_listen(address, Some("guessable")), Err(MayNotListen::WeakKey { address }), "{open}");
            assert_eq!(may_listen(address, Some(good)), Ok(()), "{open}");
        }
        for unusable in ["two words", "line\nbreak", "schlüssel", &"x".repeat(KEY_MOST + 1)] {
            assert_eq!(may_listen(at("127.0.0.1:80"), Some(unusable)), Err(MayNotListen::UnusableKey), "{unusable}");
        }
    }

    #[test]
    fn only_local_names_are_local() {
        for local in ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8080"] {
            assert!(is_local_name(local), "{local}");
        }
        let foreign = ["", "evil.example", "localhost.evil.example:80", "127.0.0.1.evil.example", "0.0.0.0", "[::]:80"];
        for foreign in foreign.into_iter().chain(["127.0.0.1@evil.example", "evil.example:127.0.0.1", "localhost:x"]) {
            assert!(!is_local_name(foreign), "{foreign}");
        }
    }
}
