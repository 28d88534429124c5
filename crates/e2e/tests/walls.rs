//! The walls of the house: which room may reach what, checked over `cargo metadata` and the sources.
//!
//! Dependencies are followed as they ship: normal and build dependencies of every platform, dev-dependencies not.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::LazyLock;

/// Crates by which a program speaks to a network. Tokio counts: it can open a socket.
const NETWORK: &[&str] =
    &["libp2p", "libp2p-core", "quinn", "hyper", "reqwest", "ureq", "curl", "mio", "socket2", "tokio"];
/// Clock, randomness, files and logs that a pure room must not have, even from afar. `getrandom` is missing here only
/// because the graph joins the features of all rooms: others switch it on in a cryptography crate that `proto` uses.
const IMPURE: &[&str] = &["tokio", "rand", "rusqlite", "tracing", "jiff", "chrono", "time", "tempfile", "sysinfo"];
/// Rooms that no program ships with.
const DEV_ONLY: &[&str] = &["nvml-stub", "idlewatt-e2e", "idlewatt-installers", "xtask"];
/// Rooms where `unsafe` has a place: foreign calls to drivers and operating systems, and the one word by which the graphics
/// library is told that its ray queries and units for matrices may be used (`engine::gpu`).
const MAY_BE_UNSAFE: &[&str] = &["idlewatt-engine", "idlewatt-sensors", "nvml-stub"];

static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    let manifest =
        Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo starts tests")).join("../../Cargo.toml");
    let other = ["--locked".to_owned(), "--offline".to_owned()];
    MetadataCommand::new().manifest_path(manifest).other_options(other).exec().expect("cargo metadata")
});

/// The packages of this workspace.
fn ours() -> Vec<&'static Package> {
    METADATA.workspace_packages()
}

/// Everything that ships with each package of the workspace, by name, itself excluded.
fn reach() -> BTreeMap<String, BTreeSet<String>> {
    let graph = METADATA.resolve.as_ref().expect("a resolved graph");
    let names: HashMap<&PackageId, &str> = METADATA.packages.iter().map(|p| (&p.id, p.name.as_str())).collect();
    let edges: HashMap<&PackageId, Vec<&PackageId>> = graph
        .nodes
        .iter()
        .map(|node| {
            let ships = |dep: &&cargo_metadata::NodeDep| {
                dep.dep_kinds.iter().any(|kind| kind.kind != DependencyKind::Development)
            };
            (&node.id, node.deps.iter().filter(ships).map(|dep| &dep.pkg).collect())
        })
        .collect();
    let from = |start: &'static Package| {
        let mut seen = BTreeSet::new();
        let mut open = vec![&start.id];
        while let Some(id) = open.pop() {
            for next in &edges[id] {
                if seen.insert(names[next].to_owned()) {
                    open.push(next);
                }
            }
        }
        (start.name.to_string(), seen)
    };
    ours().into_iter().map(from).collect()
}

/// Fails when any of these rooms reaches any of these crates.
fn wall(rooms: &[&str], forbidden: &[&str]) {
    let reach = reach();
    for room in rooms {
        let reached = reach.get(*room).unwrap_or_else(|| panic!("there is no room {room}"));
        let through: Vec<_> = forbidden.iter().filter(|name| reached.contains(**name)).collect();
        assert!(
            through.is_empty(),
            "{room} must not reach {through:?}; `cargo tree --target all -p {room} -i NAME` shows the way"
        );
    }
}

/// Rooms that name this crate among their own dependencies, those for tests included.
fn direct_users(of: &str) -> BTreeSet<String> {
    let uses = |package: &&&Package| package.dependencies.iter().any(|dep| dep.name == of);
    ours().iter().filter(uses).map(|package| package.name.to_string()).collect()
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_workshop_reaches_neither_money_nor_network() {
    let rooms = ["idlewatt-worker", "idlewatt-engine"];
    wall(&rooms, &["idlewatt-mesh", "idlewatt-ledger", "idlewatt-control", "idlewatt-policy", "rusqlite"]);
    wall(&rooms, NETWORK);
}

#[test]
fn the_daemon_links_no_engine_and_no_window() {
    let rooms = ["idlewatt-daemon", "idlewatt-foreman", "idlewatt-cli"];
    wall(&rooms, &["idlewatt-engine", "idlewatt-worker", "wgpu", "naga", "gltf", "tauri", "wry"]);
}

#[test]
fn the_window_reaches_only_the_telephone() {
    let reach = reach();
    let rooms: BTreeSet<_> =
        reach["idlewatt-tray"].iter().filter(|name| name.starts_with("idlewatt-")).cloned().collect();
    assert_eq!(rooms, names(&["idlewatt-control", "idlewatt-proto"]));
}

#[test]
fn the_desk_is_pure() {
    wall(&["idlewatt-policy", "idlewatt-proto"], IMPURE);
    let direct = ours().into_iter().find(|package| package.name == "idlewatt-policy").expect("policy");
    let normal: BTreeSet<_> = direct
        .dependencies
        .iter()
        .filter(|dep| dep.kind == DependencyKind::Normal)
        .map(|dep| dep.name.clone())
        .collect();
    assert_eq!(normal, names(&["idlewatt-proto", "thiserror"]), "a new one must be pure: say so here");
}

#[test]
fn every_room_has_one_door() {
    let reach = reach();
    for room in ["mesh", "sensors", "policy", "engine", "foreman", "ledger", "control", "gateway", "models"] {
        let room = format!("idlewatt-{room}");
        let rooms: BTreeSet<_> = reach[&room].iter().filter(|name| name.starts_with("idlewatt-")).cloned().collect();
        assert_eq!(rooms, names(&["idlewatt-proto"]), "{room} depends on proto and on nothing else of ours");
    }
    assert!(reach["idlewatt-proto"].iter().all(|name| !name.starts_with("idlewatt-")));
    assert_eq!(direct_users("idlewatt-daemon"), names(&[]), "nothing depends on the daemon");
}

#[test]
fn the_books_are_synchronous() {
    wall(&["idlewatt-ledger"], NETWORK);
    wall(&["idlewatt-ledger"], &["futures", "async-trait"]);
}

#[test]
fn each_great_library_has_one_importer() {
    let reach = reach();
    for (library, importers) in [
        ("libp2p", &["idlewatt-mesh"] as &[&str]),
        ("libp2p-stream", &["idlewatt-mesh"]),
        ("rusqlite", &["idlewatt-ledger"]),
        ("wgpu", &["idlewatt-engine"]),
        ("gltf", &["idlewatt-engine"]),
        ("nvml-wrapper", &["idlewatt-sensors"]),
        ("sysinfo", &["idlewatt-sensors"]),
        ("interprocess", &["idlewatt-control"]),
        ("hyper", &["idlewatt-gateway"]),
        ("ts-rs", &["idlewatt-control", "idlewatt-proto"]),
        ("tauri", &["idlewatt-tray"]),
    ] {
        assert_eq!(direct_users(library), names(importers), "importers of {library}");
        // Were the graph not followed, no wall here could fall.
        assert!(reach[importers[0]].contains(library), "{} no longer ships {library}", importers[0]);
    }
}

#[test]
fn tests_and_tools_ship_with_nothing() {
    for (room, reached) in reach() {
        let shipped: Vec<_> = DEV_ONLY.iter().filter(|name| reached.contains(**name)).collect();
        assert!(shipped.is_empty(), "{room} ships {shipped:?}");
    }
}

#[test]
fn every_front_page_is_written_and_forbids_unsafe_code() {
    let mut faults = Vec::new();
    for package in ours() {
        for target in package.targets.iter().filter(|target| target.is_lib() || target.is_bin() || target.is_cdylib()) {
            let source = std::fs::read_to_string(&target.src_path).expect("a source file");
            if !source.starts_with("//! ") || source.starts_with("//! Placeholder") {
                faults.push(format!("{} has no front page", target.src_path));
            }
            if !MAY_BE_UNSAFE.contains(&package.name.as_str()) && !source.contains("#![forbid(unsafe_code)]") {
                faults.push(format!("{} does not forbid unsafe code", target.src_path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
