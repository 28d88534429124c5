//! The two buses of a desktop, and the programs on them.
//!
//! Calls go to the unique name of whoever owns a service at the time: a call to the service's own name would start it,
//! and asking whether a game runs must not start the program that answers.

use super::sought::Miss;
use crate::limits::CALL_LIMIT_MS;
use serde::Serialize;
use std::time::Duration;
use zbus::blocking::{Connection, connection};
use zbus::zvariant::{DynamicDeserialize, DynamicType, OwnedValue};

const BUS: (&str, &str) = ("org.freedesktop.DBus", "/org/freedesktop/DBus");
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// Which bus.
#[derive(Debug, Clone)]
pub enum Which {
    /// The one in the environment, else the one of this user.
    Session,
    /// The one in the environment, else the one of the machine.
    System,
    /// One at an address.
    #[cfg(test)]
    At(String),
}

/// A bus, reached when first needed and again after it was lost.
#[derive(Debug)]
pub struct Bus {
    which: Which,
    link: Option<Connection>,
}

/// A program on a bus.
#[derive(Debug, Clone)]
pub struct Peer {
    /// The bus it is on.
    pub bus: Connection,
    /// Its unique name there.
    pub owner: String,
}

impl Bus {
    pub fn new(which: Which) -> Self {
        Self { which, link: None }
    }

    /// Who owns a service now.
    pub fn peer(&mut self, service: &str) -> Result<Peer, Miss> {
        let bus = match &self.link {
            Some(bus) => bus.clone(),
            None => self.link.insert(connect(&self.which)?).clone(),
        };
        match bus.call_method(Some(BUS.0), BUS.1, Some(BUS.0), "GetNameOwner", &service) {
            Ok(reply) => {
                let owner = reply.body().deserialize().map_err(|error| odd(service, &error))?;
                Ok(Peer { bus, owner })
            }
            Err(zbus::Error::MethodError(..)) => Err(Miss::Absent(format!("{service} is not running"))),
            Err(error) => {
                self.link = None;
                Err(Miss::Failed(format!("the bus is lost: {error}")))
            }
        }
    }
}

impl Peer {
    /// Calls a method.
    pub fn call<R>(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<R, Miss>
    where
        R: for<'d> DynamicDeserialize<'d>,
    {
        let failed = |error: zbus::Error| Miss::Failed(format!("{interface}.{method}: {error}"));
        let owner = Some(self.owner.as_str());
        let reply = self.bus.call_method(owner, path, Some(interface), method, body).map_err(failed)?;
        reply.body().deserialize().map_err(|error| odd(method, &error))
    }

    /// Reads a property.
    pub fn property<T>(&self, path: &str, interface: &str, name: &str) -> Result<T, Miss>
    where
        T: TryFrom<OwnedValue>,
        T::Error: std::fmt::Display,
    {
        let value: OwnedValue = self.call(path, PROPERTIES, "Get", &(interface, name))?;
        T::try_from(value).map_err(|error| odd(name, &error))
    }
}

fn odd(what: &str, error: &dyn std::fmt::Display) -> Miss {
    Miss::Failed(format!("{what} is not told as documented: {error}"))
}

fn connect(which: &Which) -> Result<Connection, Miss> {
    let builder = match which {
        Which::Session => connection::Builder::session(),
        Which::System => connection::Builder::system(),
        #[cfg(test)]
        Which::At(address) => connection::Builder::address(address.as_str()),
    };
    builder
        .map(|builder| builder.method_timeout(Duration::from_millis(CALL_LIMIT_MS)))
        .and_then(connection::Builder::build)
        .map_err(|error| Miss::Absent(format!("there is no bus: {error}")))
}
