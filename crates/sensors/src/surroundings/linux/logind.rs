//! logind: is the session locked, is it a remote one, is the machine about to sleep?
//!
//! It tells by signals when something changes; the facts are asked again then, and now and then besides.

use super::bus::{Bus, Peer};
use super::sought::Miss;
use crate::limits::{SIGNALS, SLOW_MS};
use futures::{FutureExt, StreamExt};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use zbus::blocking::MessageIterator;
use zbus::message::Type;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{MatchRule, Message, MessageStream};

const SERVICE: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

type Facts = HashMap<String, OwnedValue>;

/// Whose session is looked for.
#[derive(Debug, Clone, Default)]
pub struct Whose {
    /// `XDG_SESSION_ID`.
    pub session: Option<String>,
    /// The process.
    pub pid: u32,
    /// Its user.
    pub uid: u32,
}

/// What logind tells. A session without a desktop has no lock, and being reached by a remote shell it is used by nobody
/// whom work on the graphics card could disturb.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    pub locked: Option<bool>,
    /// Who uses the machine past this session: the program of a remote desktop, or another user.
    pub remote: Option<String>,
    pub sleeping: bool,
}

/// A line to logind.
#[derive(Debug)]
pub struct Logind {
    peer: Peer,
    whose: Whose,
    sleep: MessageStream,
    sessions: MessageStream,
    told: Told,
    asked: Option<Instant>,
}

impl Logind {
    pub fn connect(bus: &mut Bus, whose: &Whose) -> Result<Self, Miss> {
        let peer = bus.peer(SERVICE)?;
        let sleep = signals(&peer, PATH, MANAGER, "PrepareForSleep")?;
        let sessions = signals(&peer, "/org/freedesktop/login1/session", PROPERTIES, "PropertiesChanged")?;
        Ok(Self { peer, whose: whose.clone(), sleep, sessions, told: Told::default(), asked: None })
    }

    /// What stands now.
    pub fn ask(&mut self, now: Instant) -> Result<Told, Miss> {
        let sleeping = drain(&mut self.sleep)?.and_then(|signal| signal.body().deserialize::<bool>().ok());
        let changed = drain(&mut self.sessions)?.is_some();
        let due = |asked| now.saturating_duration_since(asked) >= Duration::from_millis(SLOW_MS);
        if changed || self.asked.is_none_or(due) {
            let session = self.session()?;
            self.told = Told {
                locked: session.as_ref().and_then(|session| bool::try_from(session.get("LockedHint")?).ok()),
                remote: session.as_ref().and_then(|session| remote(session).or_else(|| self.other(session))),
                sleeping: self.peer.property(PATH, MANAGER, "PreparingForSleep")?,
            };
            self.asked = Some(now);
        }
        if let Some(sleeping) = sleeping {
            self.told.sleeping = sleeping;
        }
        Ok(self.told.clone())
    }

    /// The desktop's session: the one in the environment, the one of our process, or the one that the user sits at.
    /// A program that was started by the user's own services belongs to none.
    fn session(&self) -> Result<Option<Facts>, Miss> {
        let by_id = |id: &String| self.peer.call(PATH, MANAGER, "GetSession", &id.as_str()).ok();
        let candidates = [
            self.whose.session.as_ref().and_then(by_id),
            self.peer.call(PATH, MANAGER, "GetSessionByPID", &self.whose.pid).ok(),
            self.display_session(),
        ];
        for path in candidates.into_iter().flatten() {
            let facts: Facts = match self.peer.call(&path, PROPERTIES, "GetAll", &SESSION) {
                Ok(facts) => facts,
                // It may have ended meanwhile.
                Err(_) => continue,
            };
            let over = text(&facts, "State") == "closing";
            if !over && matches!(text(&facts, "Type"), "x11" | "wayland" | "mir") {
                return Ok(Some(facts));
            }
        }
        Ok(None)
    }

    fn display_session(&self) -> Option<OwnedObjectPath> {
        let user: OwnedObjectPath = self.peer.call(PATH, MANAGER, "GetUser", &self.whose.uid).ok()?;
        named(self.peer.property(&user, "org.freedesktop.login1.User", "Display").ok()?)
    }

    /// Who sits at the screen of this session after the user was switched: our own desktop hears nothing of them.
    fn other(&self, session: &Facts) -> Option<String> {
        let active = bool::try_from(session.get("Active")?).unwrap_or(true);
        if active {
            return None;
        }
        let seat = named(session.get("Seat")?.try_clone().ok()?)?;
        let shown: OwnedValue = self.peer.property(&seat, "org.freedesktop.login1.Seat", "ActiveSession").ok()?;
        let facts: Facts = self.peer.call(&named(shown)?, PROPERTIES, "GetAll", &SESSION).ok()?;
        // A login screen is nobody.
        (text(&facts, "Class") == "user").then(|| text(&facts, "Name").to_owned())
    }
}

/// Who reaches this session from elsewhere: the program that opened it.
fn remote(session: &Facts) -> Option<String> {
    let far = session.get("Remote").and_then(|remote| bool::try_from(remote).ok()).unwrap_or_default();
    let by = text(session, "Service");
    far.then(|| if by.is_empty() { "remote desktop".to_owned() } else { by.to_owned() })
}

/// The object of a name and path, as logind refers to users, seats and sessions.
fn named(value: OwnedValue) -> Option<OwnedObjectPath> {
    let (_, path): (String, OwnedObjectPath) = value.try_into().ok()?;
    Some(path)
}

fn text<'a>(facts: &'a Facts, name: &str) -> &'a str {
    facts.get(name).and_then(|value| value.downcast_ref::<&str>().ok()).unwrap_or_default()
}

fn signals(peer: &Peer, below: &str, interface: &str, member: &str) -> Result<MessageStream, Miss> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(peer.owner.as_str())
        .and_then(|rule| rule.path_namespace(below))
        .and_then(|rule| rule.interface(interface))
        .and_then(|rule| rule.member(member));
    let stream = rule.and_then(|rule| MessageIterator::for_match_rule(rule.build(), &peer.bus, Some(SIGNALS)));
    stream.map(MessageIterator::into_inner).map_err(|error| Miss::Failed(format!("signals of logind: {error}")))
}

/// The last signal that has arrived.
fn drain(stream: &mut MessageStream) -> Result<Option<Message>, Miss> {
    let mut last = None;
    while let Some(next) = stream.next().now_or_never() {
        match next {
            Some(Ok(message)) => last = Some(message),
            Some(Err(error)) => return Err(Miss::Failed(format!("the system bus is lost: {error}"))),
            None => return Err(Miss::Failed("the system bus is lost".to_owned())),
        }
    }
    Ok(last)
}
