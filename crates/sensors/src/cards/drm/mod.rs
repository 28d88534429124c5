//! AMD's and Intel's cards on Linux, from the kernel's files that everybody may read.
//!
//! `/sys/class/drm` tells of the card and `/proc/PID/fdinfo` of who uses it (the kernel's `drm-usage-stats.rst`).
//! Kernels differ in what they offer: each file may be missing, and what it would tell is then `None`. The kernel
//! shows this user the use by this user's processes only. On Intel's cards nothing else tells load, so there it is
//! a lower bound.

mod card;
mod fdinfo;
mod files;

use super::cap::{CapError, PowerSetting};
use super::foreign::{Holder, OwnPids, Shares, users};
use super::nvml::Told;
use crate::limits::{CARDS, DRM_LIST_MS};
use card::Card;
use fdinfo::Clients;
pub use files::program;
use idlewatt_proto::{Milliwatts, UnixMillis};
use std::path::PathBuf;
use std::{fs, io};

/// Where the kernel's files lie.
#[derive(Debug)]
pub struct Roots {
    pub drm: PathBuf,
    pub proc: PathBuf,
    /// Names of PCI devices; the first that exists.
    pub pci_ids: Vec<PathBuf>,
}

impl Roots {
    pub fn system() -> Self {
        let ids = ["/usr/share/hwdata/pci.ids", "/usr/share/misc/pci.ids", "/usr/share/pci.ids"];
        Self { drm: "/sys/class/drm".into(), proc: "/proc".into(), pci_ids: ids.map(PathBuf::from).into() }
    }
}

/// All cards of drivers that tell by files.
#[derive(Debug)]
pub struct Drm {
    roots: Roots,
    cards: Vec<Card>,
    listed_at: Option<UnixMillis>,
    clients: Clients,
}

impl Drm {
    pub fn open(roots: Roots) -> Self {
        let clients = Clients::new(roots.proc.clone());
        let mut drm = Self { roots, cards: Vec::new(), listed_at: None, clients };
        drm.list();
        drm
    }

    /// Reads every card. Without one, nothing else is looked at.
    pub fn read(&mut self, own: &OwnPids, clock: impl Fn() -> UnixMillis) -> Told {
        let now = clock();
        if !self.listed_at.is_some_and(|at| at <= now && now.since_ms(at) < DRM_LIST_MS) {
            self.list();
            self.listed_at = Some(now);
        }
        let mut told = Told::default();
        if self.cards.is_empty() {
            return told;
        }
        let uses = self.clients.look(now);
        for card in &mut self.cards {
            if !card.is_there() {
                self.listed_at = None;
                continue;
            }
            let uses =
                uses.as_deref().map(|uses| uses.iter().filter(|user| user.pdev == card.pdev).collect::<Vec<_>>());
            let holders: Vec<Holder> = uses.iter().flatten().map(|user| user.holder(&self.roots.proc)).collect();
            let told_shares = uses.into_iter().flatten().filter_map(|user| Some((user.pid, user.share?)));
            // Somebody always shows the desktop, so nobody at all means that the kernel does not tell.
            let shares = Some(told_shares.collect::<Shares>()).filter(|shares| !shares.is_empty());
            told.users.extend(users(&card.uuid, &holders, shares.as_ref(), own));
            told.gpus.push(card.read(shares.as_ref(), &holders, own, &clock));
        }
        told
    }

    pub fn has(&self, uuid: &str) -> bool {
        self.card(uuid).is_ok()
    }

    pub fn power_limit_setting(&self, uuid: &str) -> Result<PowerSetting, CapError> {
        self.card(uuid)?.power_limit_setting()
    }

    pub fn set_power_limit(&self, uuid: &str, limit: Milliwatts) -> Result<(), CapError> {
        self.card(uuid)?.set_power_limit(limit)
    }

    fn card(&self, uuid: &str) -> Result<&Card, CapError> {
        self.cards.iter().find(|card| card.uuid == uuid).ok_or_else(|| CapError::NoSuchCard(uuid.to_owned()))
    }

    /// Cards may be plugged in and out. One that stays keeps what is remembered of it.
    fn list(&mut self) {
        let mut known = std::mem::take(&mut self.cards);
        let entries = fs::read_dir(&self.roots.drm).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort_unstable();
        // `card0` is a card, `card0-DP-1` one of its sockets.
        let is_card = |name: &&String| name.strip_prefix("card").is_some_and(|rest| rest.parse::<u32>().is_ok());
        for name in names.iter().filter(is_card).take(CARDS as usize) {
            let Some(fresh) = Card::find(&self.roots, name) else { continue };
            let kept = known.iter().position(|card| card.is_same(&fresh)).map(|place| known.swap_remove(place));
            self.cards.push(kept.unwrap_or_else(|| fresh.named(&self.roots)));
        }
    }
}

/// Why the kernel took no limit.
fn refusal(error: io::Error) -> CapError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => CapError::NotPermitted,
        io::ErrorKind::NotFound => CapError::NotSupported,
        _ => CapError::Driver(Box::new(error)),
    }
}

#[cfg(test)]
mod tests;
