//! Who keeps a graphics card of Windows busy: what the instances of the counter set "GPU Engine" mean.
//!
//! There is one instance per process and engine, named like
//! `pid_1234_luid_0x00000000_0x0000C85A_phys_0_eng_0_engtype_3D`, with the percentage of time that the engine worked
//! for the process. This is how Windows' own task manager knows, for cards of every make.

use std::collections::BTreeMap;

/// The name that Windows gives a card until the next start: `high`, then `low` of the system's `LUID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Luid {
    /// The upper half, with the sign.
    pub high: i32,
    /// The lower half.
    pub low: u32,
}

/// A process that keeps a card busy.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineUser {
    /// The process.
    pub pid: u32,
    /// On this card. A process on two cards is there twice.
    pub luid: Luid,
    /// Share of time that its busiest kind of engine worked for it, from 0 to 100.
    pub percent: f32,
}

/// What engines do that other work on the card waits for. Decoding a film has engines of its own, and disturbs and
/// is disturbed by nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Graphics,
    Compute,
    Copy,
}

/// Adds up instances with their values, by process and card.
pub fn users<'a>(instances: impl Iterator<Item = (&'a str, f64)>) -> Vec<EngineUser> {
    let mut sums: BTreeMap<(u32, Luid, Kind), f64> = BTreeMap::new();
    for (name, percent) in instances {
        // A counter that was read in the wrong moment may say anything.
        if let Some(key) = instance(name).filter(|_| percent.is_finite() && percent > 0.0) {
            *sums.entry(key).or_default() += percent;
        }
    }
    let mut users: Vec<EngineUser> = Vec::new();
    for ((pid, luid, _), percent) in sums {
        // Several engines of a kind may add up to more than all of the card's time.
        let percent = percent.min(100.0) as f32;
        match users.last_mut().filter(|user| (user.pid, user.luid) == (pid, luid)) {
            Some(user) => user.percent = user.percent.max(percent),
            None => users.push(EngineUser { pid, luid, percent }),
        }
    }
    users
}

/// `None`: not such a name, or an engine that does not count.
fn instance(name: &str) -> Option<(u32, Luid, Kind)> {
    let (pid, rest) = name.strip_prefix("pid_")?.split_once("_luid_0x")?;
    let (high, rest) = rest.split_once("_0x")?;
    let (low, rest) = rest.split_once("_phys_")?;
    let (_, kind) = rest.split_once("_engtype_")?;
    let high = u32::from_str_radix(high, 16).ok()?.cast_signed();
    let luid = Luid { high, low: u32::from_str_radix(low, 16).ok()? };
    Some((pid.parse().ok()?, luid, self::kind(kind)?))
}

/// Drivers name their engines freely: "3D", "High Priority 3D", "Graphics_1", "Compute_0", "Cuda", "Copy".
fn kind(name: &str) -> Option<Kind> {
    let name = name.to_lowercase();
    let has = |word| name.contains(word);
    if has("3d") || has("graphics") {
        Some(Kind::Graphics)
    } else if has("compute") || has("cuda") {
        Some(Kind::Compute)
    } else if has("copy") {
        Some(Kind::Copy)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CARD: Luid = Luid { high: 0, low: 0xC85A };

    #[test]
    fn reads_process_card_and_kind_from_a_name() {
        let read = |name| instance(name);
        assert_eq!(
            read("pid_1234_luid_0x00000000_0x0000C85A_phys_0_eng_0_engtype_3D"),
            Some((1234, CARD, Kind::Graphics))
        );
        assert_eq!(
            read("pid_4_luid_0xFFFFFFFF_0x0000C85A_phys_0_eng_11_engtype_Compute_1"),
            Some((4, Luid { high: -1, low: 0xC85A }, Kind::Compute))
        );
        assert_eq!(
            read("pid_4_luid_0x00000000_0x0000c85a_phys_0_eng_3_engtype_High Priority Compute"),
            Some((4, CARD, Kind::Compute))
        );
        let others = [
            "pid_4_luid_0x00000000_0x0000C85A_phys_0_eng_6_engtype_VideoDecode",
            "pid_4_luid_0x00000000_0x0000C85A_phys_0_eng_6",
            "pid_-4_luid_0x00000000_0x0000C85A_phys_0_eng_0_engtype_3D",
            "pid_4_luid_0x00000000_0x1FFFFFFFF_phys_0_eng_0_engtype_3D",
            "_Total",
            "",
        ];
        for name in others {
            assert_eq!(read(name), None, "{name}");
        }
    }

    #[test]
    fn a_user_is_as_busy_as_its_busiest_kind_of_engine() {
        let name = |pid: u32, card: &str, engine: u32, kind: &str| {
            format!("pid_{pid}_luid_0x00000000_0x{card}_phys_0_eng_{engine}_engtype_{kind}")
        };
        let instances = [
            (name(7, "0000C85A", 0, "3D"), 30.0),
            (name(7, "0000C85A", 1, "3D"), 25.0),
            (name(7, "0000C85A", 2, "Copy"), 40.0),
            (name(7, "0000C85A", 3, "VideoDecode"), 90.0),
            (name(7, "00001111", 0, "3D"), 5.0),
            (name(8, "0000C85A", 4, "Compute_0"), 99.0),
            (name(8, "0000C85A", 5, "Compute_1"), 98.0),
            (name(9, "0000C85A", 0, "3D"), 0.0),
            (name(9, "0000C85A", 1, "Copy"), f64::NAN),
            ("_Total".to_owned(), 50.0),
        ];
        let users = users(instances.iter().map(|(name, percent)| (name.as_str(), *percent)));
        let user = |pid, luid, percent| EngineUser { pid, luid, percent };
        let other = Luid { high: 0, low: 0x1111 };
        assert_eq!(users, [user(7, other, 5.0), user(7, CARD, 55.0), user(8, CARD, 100.0)]);
    }

    proptest! {
        #[test]
        fn no_name_makes_it_panic(name in ".{0,80}", tail in "[0-9a-zA-Zx_]{0,40}") {
            let _ = (instance(&name), instance(&format!("pid_1_luid_0x{tail}")));
        }
    }
}
