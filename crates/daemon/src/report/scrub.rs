//! Takes out of a text what its owner would not show to strangers: keys, addresses, names of people and machines, folders
//! at home, and who others are. Rather too much than too little.

use idlewatt_proto::NodeId;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::Path;

/// Names shorter than this are taken out only where they stand alone.
const SHORT_NAME: usize = 4;
/// Letters and digits in a row that no word has: a key.
const KEY_CHARS: usize = 20;
/// Hexadecimal digits in a row that no word has: the beginning of a node's name, of a job's or of a file's.
const HEX_CHARS: usize = 8;

/// What is known to be private here, with what stands in its place. The longest come first.
pub struct Private(Vec<(String, &'static str)>);

impl Private {
    /// Of this machine and whoever sits here.
    pub fn of_this_machine(data: &Path, nodes: Vec<NodeId>) -> Self {
        let variable = |name: &str| std::env::var(name).ok();
        let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
        let home_name = home.as_ref().and_then(|home| home.file_name()).map(|name| name.to_string_lossy().into_owned());
        let users = ["USER", "LOGNAME", "USERNAME"].into_iter().filter_map(variable).chain(home_name);
        let hosts = ["HOSTNAME", "COMPUTERNAME"].into_iter().filter_map(variable).chain(kernel_host());
        let homes = home.map(|home| home.display().to_string());
        Self::new(&data.display().to_string(), homes.into_iter(), users, hosts, nodes)
    }

    fn new(
        data: &str,
        homes: impl Iterator<Item = String>,
        users: impl Iterator<Item = String>,
        hosts: impl Iterator<Item = String>,
        nodes: Vec<NodeId>,
    ) -> Self {
        let mut known: Vec<(String, &str)> = vec![(data.to_owned(), "<data>")];
        known.extend(homes.map(|home| (home, "~")));
        known.extend(users.map(|user| (user, "<user>")));
        known.extend(hosts.map(|host| (host, "<host>")));
        known.extend(nodes.iter().map(|node| (node.short(), "<id>")));
        let paths: Vec<_> = known.iter().filter(|(word, _)| word.contains('\\')).cloned().collect();
        // As a log or JSON quotes them.
        known.extend(paths.into_iter().map(|(path, sign)| (path.replace('\\', "\\\\"), sign)));
        known.iter_mut().for_each(|(word, _)| *word = word.to_lowercase());
        known.retain(|(word, _)| word.chars().any(|letter| !"/\\.:".contains(letter)));
        known.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        known.dedup_by(|(a, _), (b, _)| a == b);
        Self(known)
    }

    /// The text without it.
    pub fn scrub(&self, text: &str) -> String {
        let mut text = runs(text, |letter| !letter.is_whitespace() && !"\"'<>()".contains(letter), address);
        text = runs(&text, |letter| !letter.is_whitespace() && !"\"'<>(),;=[]{}".contains(letter), mail);
        // Keys before names: a name that is taken out of the middle of a key would leave its halves.
        text = runs(&text, |letter| letter.is_ascii_alphanumeric() || "+/=_-".contains(letter), key);
        text = runs(&text, |letter| letter.is_ascii_alphanumeric(), id);
        text = runs(&text, |letter| letter.is_ascii_hexdigit() || ":.".contains(letter), ip);
        for (word, sign) in &self.0 {
            text = without(&text, word, sign);
        }
        folders(&text)
    }
}

/// Linux tells a machine's name in a file; elsewhere the environment does.
fn kernel_host() -> Option<String> {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Judges each run of such letters; what is judged private is replaced.
fn runs(text: &str, member: impl Fn(char) -> bool, judge: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(&member) {
        let (before, from) = rest.split_at(start);
        let (run, after) = from.split_at(from.find(|letter| !member(letter)).unwrap_or(from.len()));
        out.push_str(before);
        match judge(run) {
            Some(instead) => out.push_str(&instead),
            None => out.push_str(run),
        }
        rest = after;
    }
    out + rest
}

/// A place in the network by its name: an address of the web, or one of ours.
fn address(run: &str) -> Option<String> {
    if let Some((scheme, _)) = run.split_once("://") {
        let start = scheme.rfind(|letter: char| !letter.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        return Some(format!("{}://<address>", &run[..scheme.len()][..scheme.len().max(start)]));
    }
    let mut named = false;
    let mut changed = false;
    let parts: Vec<&str> = run
        .split('/')
        .map(|part| {
            let hidden =
                std::mem::replace(&mut named, matches!(part, "dns" | "dns4" | "dns6" | "dnsaddr" | "p2p" | "ip6zone"));
            changed |= hidden;
            if hidden { "<host>" } else { part }
        })
        .collect();
    changed.then(|| parts.join("/"))
}

fn mail(run: &str) -> Option<String> {
    let (name, host) = run.split_once('@')?;
    (!name.is_empty() && !host.is_empty()).then(|| "<mail>".to_owned())
}

/// Something too long and too mixed to be a word or a path.
fn key(run: &str) -> Option<String> {
    let plain = |part: &str| part.len() >= KEY_CHARS && part.chars().any(|letter| letter.is_ascii_digit());
    let any = |is: fn(&char) -> bool| run.chars().any(|letter| is(&letter));
    let mixed = any(char::is_ascii_uppercase) && any(char::is_ascii_lowercase);
    let encoded = run.len() >= KEY_CHARS && mixed && (any(char::is_ascii_digit) || run.contains(['+', '=']));
    // `name=value` of the log: the name may stay.
    if let Some((name, value)) = run.split_once('=')
        && !value.is_empty()
        && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
    {
        return key(value).map(|instead| format!("{name}={instead}"));
    }
    let long = run.split(['+', '/', '=', '_', '-']).any(|part| plain(part) || part.len() >= 2 * KEY_CHARS);
    (encoded || long).then(|| "<key>".to_owned())
}

fn id(run: &str) -> Option<String> {
    let hex = run.len() >= HEX_CHARS && run.chars().all(|letter| letter.is_ascii_hexdigit());
    (hex && run.chars().any(|letter| letter.is_ascii_alphabetic())).then(|| "<id>".to_owned())
}

/// An address of a machine by number: of the internet, or its network card's.
fn ip(run: &str) -> Option<String> {
    let found = || Some("<ip>".to_owned());
    let bare = run.trim_end_matches(['.', ':']);
    let colons = bare.matches(':').count();
    // A time of day has two, and the shortest ones are rather a path of modules.
    if colons >= 5 || (bare.len() >= 6 && bare.parse::<Ipv6Addr>().is_ok()) {
        return found();
    }
    let v4 = |part: &str| part.trim_matches('.').parse::<Ipv4Addr>().is_ok();
    let many = |part: &str| {
        let bytes: Vec<_> = part.split('.').map(|byte| byte.parse::<u8>().is_ok()).collect();
        bytes.windows(4).any(|four| four.iter().all(|byte| *byte))
    };
    if run.split(':').any(|part| v4(part) || many(part)) { found() } else { None }
}

/// Without a word, however it is written; a short one only where it stands alone.
fn without(text: &str, word: &str, sign: &str) -> String {
    let lower = text.to_lowercase();
    // Lower case of a few letters has another length, and then places do not match: it is rather all lower case then.
    let text = if lower.len() == text.len() { text } else { &lower };
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while let Some(found) = lower[at..].find(word).map(|found| found + at) {
        let end = found + word.len();
        let alone = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
        let stands_alone = alone(lower[..found].chars().next_back()) && alone(lower[end..].chars().next());
        let boundaries = text.is_char_boundary(found) && text.is_char_boundary(end);
        let gone = boundaries && (stands_alone || word.chars().count() >= SHORT_NAME);
        out.push_str(text.get(at..found).unwrap_or_default());
        out.push_str(if gone { sign } else { text.get(found..end).unwrap_or_default() });
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Whose home a folder is, also on other machines: a log may come from one.
fn folders(text: &str) -> String {
    let mut text = text.to_owned();
    for root in ["/home/", "/Users/", "\\Users\\", "\\\\Users\\\\"] {
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(root) {
            let (before, from) = rest.split_at(at + root.len());
            let name = from.find(|letter: char| letter.is_whitespace() || "/\\\"':,;)".contains(letter));
            out.push_str(before);
            out.push_str("<user>");
            rest = &from[name.unwrap_or(from.len())..];
        }
        text = out + rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use proptest::prelude::*;

    fn private(users: &[&str], hosts: &[&str], nodes: Vec<NodeId>) -> Private {
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>().into_iter();
        Private::new("/home/alice/.local/share/idlewatt", owned(&["/home/alice"]), owned(users), owned(hosts), nodes)
    }

    fn scrubbed(text: &str) -> String {
        private(&["alice", "al"], &["tower-7"], Vec::new()).scrub(text)
    }

    #[test]
    fn what_helps_stays() {
        for line in [
            "2026-11-25T06:12:33.123456Z  INFO measured the graphics adapter device=\"NVIDIA GeForce RTX 4070\" kind=Discrete samples_per_second=412000000",
            "good    graphics adapter: llvmpipe (LLVM 19.1.7, 256 bits) (vulkan), 812 000 samples/s",
            "limits.hours = mon-fri 22:00-07:00, sat-sun 0:00-24:00",
            "WARN a driver says 580.95.05 and 32.0.15.6094",
            "idlewatt_mesh::task: cannot be reached",
            "/usr/lib/x86_64-linux-gnu/libvulkan.so.1 is missing",
        ] {
            assert_eq!(scrubbed(line), line);
        }
    }

    #[test]
    fn what_is_private_goes_and_its_surroundings_stay() {
        let cases = [
            ("listening address=/ip4/192.168.1.2/tcp/4001", "listening address=/ip4/<ip>/tcp/4001"),
            ("at [2001:db8::17]:80.", "at [<ip>]:80."),
            ("card aa:bb:cc:dd:ee:ff", "card <ip>"),
            ("/dns4/tower.example.org/udp/1/quic-v1", "/dns4/<host>/udp/1/quic-v1"),
            ("asked https://me:pw@example.org/key now", "asked https://<address> now"),
            ("by alice@example.org", "by <mail>"),
            ("in /home/alice/.local/share/idlewatt/log", "in <data>/log"),
            ("in /home/bob/x and C:\\Users\\Bob\\y", "in /home/<user>/x and C:\\Users\\<user>\\y"),
            ("ALICE on Tower-7 and al, but also", "<user> on <host> and <user>, but also"),
            ("requester=\"0f3e9a1b\" job=00ff00ff00ff00ff00ff00ff00ff00ff", "requester=\"<id>\" job=<key>"),
        ];
        for (text, expected) in cases {
            assert_eq!(scrubbed(text), expected);
        }
    }

    /// Something that must not be told, as it may stand in a log.
    fn secret() -> impl Strategy<Value = (String, NodeId)> {
        let bytes = any::<[u8; 32]>();
        (bytes, any::<u32>(), any::<u128>(), 0..8u8).prop_map(|(bytes, four, six, kind)| {
            let node = NodeId(bytes);
            let text = match kind {
                0 => node.to_string(),
                1 => node.short(),
                2 => Ipv4Addr::from(four).to_string(),
                3 => Ipv6Addr::from(six).to_string(),
                4 => base64::engine::general_purpose::STANDARD.encode(bytes),
                5 => "alice".to_owned(),
                6 => "Tower-7".to_owned(),
                _ => "/home/alice".to_owned(),
            };
            (text, node)
        })
    }

    proptest! {
        #[test]
        fn planted_secrets_never_survive(
            planted in prop::collection::vec((secret(), "[ /=\"(:\\[]", "[ /\",)\\]\n]", "[a-zäß .:/-]{0,12}"), 1..12),
        ) {
            let nodes = planted.iter().map(|((_, node), ..)| *node).collect();
            let text: String =
                planted.iter().map(|((secret, _), before, after, filler)| format!("{filler}{before}{secret}{after}")).collect();
            let scrubbed = private(&["alice"], &["tower-7"], nodes).scrub(&text).to_lowercase();
            for ((secret, _), ..) in &planted {
                prop_assert!(!scrubbed.contains(&secret.to_lowercase()), "{secret:?} of {text:?} in {scrubbed:?}");
            }
        }

        #[test]
        fn any_text_is_scrubbed_without_a_panic(text in any::<String>()) {
            scrubbed(&text);
        }
    }
}
