//! A provider that nobody can dial: it works over an index node that relays, and from there directly where it can be.

use idlewatt_control::messages::{Decline, NoProvider, Reachability, Request, Response};
use idlewatt_e2e::text::{ask, counted, listen, offered, put_on_shelf, request, sums};
use idlewatt_e2e::{Cast, Node, said, scene};
use idlewatt_proto::text::Finish;
use std::process::Output;

/// Listens nowhere, so that nobody gets through to it, and needs no time to find that out.
const UNHEARD: &str = "[limits]\nidle_minutes = 0\n[network]\nlisten = []\nuse_relays = \"always\"\n";

async fn reach(node: &Node) -> Reachability {
    match node.ask(Request::Network).await {
        Response::Network(network) => network.reachability,
        other => panic!("{other:?}"),
    }
}

/// How one is connected with another.
async fn over(node: &Node, peer: &Node) -> Option<String> {
    let Response::Network(network) = node.ask(Request::Network).await else { panic!("no network") };
    let peer = peer.status().await.node;
    network.peers.into_iter().find(|row| row.node == peer).map(|row| row.transport)
}

fn render(requester: &Node, size: &str, name: &str) -> Output {
    let output = requester.path().join(name);
    let (cornell, output) = (scene("cornell.glb"), output.to_str().expect("a path"));
    let cornell = cornell.to_str().expect("a path");
    requester.run(&["--json", "render", cornell, "-o", output, "--size", size, "--spp", "16"])
}

async fn knowing(name: &'static str, role: &str, index: &[String], settings: &str) -> Node {
    let mut flags = vec!["--role", role];
    for address in index {
        flags.extend(["--index-node", address]);
    }
    let mut node = Node::start_with(name, &flags, settings).await;
    node.until("it knows an index node", async |node| (node.status().await.index_nodes > 0).then_some(())).await;
    node
}

#[tokio::test]
async fn a_small_picture_is_made_over_a_relay_and_a_large_one_is_not() {
    let index = Node::start("index", &["--role", "index"]).await;
    let addresses = index.addresses().await;
    let mut provider = knowing("provider", "provider", &addresses, UNHEARD).await;
    let requester = knowing("requester", "requester", &addresses, "").await;
    provider.until("it is measured", async |node| node.status().await.offer).await;
    let through = index.status().await.node;
    let called = provider.until("it can be called over the index node", async |node| match reach(node).await {
        Reachability::Relayed { through, .. } => Some(through),
        _ => None,
    });
    assert_eq!(called.await, [through]);
    let Response::Network(network) = index.ask(Request::Network).await else { panic!("no network") };
    assert_eq!(network.relays_for, Some(1));

    let ran = render(&requester, "96x96", "small.png");
    assert!(ran.status.success(), "{}", said(&ran));
    assert_eq!(over(&requester, &provider).await.as_deref(), Some("relay"));
    let job = provider.until("the job has ended", async |node| node.jobs().await.into_iter().next()).await;
    assert_eq!(job.peer, requester.status().await.node);
    provider.audit().await;

    let ran = render(&requester, "1024x1024", "large.png");
    assert!(!ran.status.success(), "{}", said(&ran));
    let text = String::from_utf8_lossy(&ran.stdout);
    let why = serde_json::to_value(Decline::OnlyRelayed).expect("a reason");
    let code = why["code"].as_str().expect("a code");
    assert!(text.contains(code), "{}", said(&ran));
    let nobody = serde_json::to_value(NoProvider::NobodyFound).expect("a reason");
    assert!(!text.contains(nobody["code"].as_str().expect("a code")), "{}", said(&ran));
}

#[tokio::test]
async fn an_answer_comes_over_a_relay_and_is_paid() {
    let counting = Cast::counting();
    let index = Node::start("index", &["--role", "index"]).await;
    let addresses = index.addresses().await;
    let flags = |role| {
        let named = addresses.iter().flat_map(|address| ["--index-node", address]);
        ["--role", role].into_iter().chain(named).collect::<Vec<_>>()
    };
    let answers = format!("{UNHEARD}[provider]\nmodels = ['counting']\nquiet_seconds = 0\n");
    let mut provider = Node::start_program(counting.daemon(), "provider", &flags("provider"), &answers).await;
    put_on_shelf(&provider, "counting", b"numbers");
    let mut requester = Node::start_program(counting.daemon(), "requester", &flags("requester"), "").await;
    offered(&mut requester, 1).await;
    let (text, finish, _) = listen(&mut ask(&requester, request(40)).await, async |_| ()).await;
    assert_eq!((text, finish), (counted(40), Finish::Length));
    assert_eq!(over(&requester, &provider).await.as_deref(), Some("relay"));
    let sums = sums(&mut [&mut requester, &mut provider]).await;
    assert!(sums[0] > 0 && sums[0] == sums[1], "{sums:?}");
}

/// Two homes behind routers, and an index node outside: network namespaces, on a machine that permits them.
#[cfg(target_os = "linux")]
mod behind_routers {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::process::Command;

    const INSIDE: &str = "IDLEWATT_BEHIND_ROUTERS";
    const OUTSIDE: [&str; 2] = ["/ip4/203.0.113.1/udp/4001/quic-v1", "/ip4/203.0.113.1/tcp/4001"];
    const AT_HOME: &str = "[limits]\nidle_minutes = 0\n[network]\nlisten = [\"/ip4/0.0.0.0/udp/4101/quic-v1\", \"/ip4/0.0.0.0/tcp/4101\"]\n";
    const MAY_WE: &str =
        "mount -t tmpfs none /run && ip netns add x && nsenter --net=/run/netns/x nft add table ip nat";

    /// What routers are made of. A wire from each home to its router and one from there to the bridge outside.
    const LAY: &str = r#"
        set -e
        ip link set lo up
        ip link add outside type bridge
        ip addr add 203.0.113.1/24 dev outside
        ip link set outside up
        for home in 1 2; do
            ip netns add router$home
            ip netns add home$home
            ip link add wire$home type veth peer name wan netns router$home
            ip link set wire$home master outside up
            ip -n router$home link add lan type veth peer name eth netns home$home
            ip -n router$home addr add 203.0.113.1$home/24 dev wan
            ip -n router$home addr add 192.168.$home.1/24 dev lan
            ip -n home$home addr add 192.168.$home.10/24 dev eth
            ip -n router$home link set wan up
            ip -n router$home link set lan up
            ip -n home$home link set lo up
            ip -n home$home link set eth up
            ip -n home$home route add default via 192.168.$home.1
            nsenter --net=/run/netns/router$home sh -c "
                echo 1 > /proc/sys/net/ipv4/ip_forward
                nft add table ip nat
                nft add chain ip nat post '{ type nat hook postrouting priority 100; }'
                nft add rule ip nat post oifname wan $1
                nft add rule ip nat post oifname wan masquerade
                nft add chain ip nat input '{ type filter hook input priority 0; }'
                nft add rule ip nat input iifname wan ct state new drop
                nft add chain ip nat forward '{ type filter hook forward priority 0; }'
            "
        done
    "#;

    /// Runs the test again in namespaces of its own, where nothing outlives it. Whether this is that run already.
    fn inside(test: &str) -> bool {
        if std::env::var_os(INSIDE).is_some() {
            return true;
        }
        let apart = |command: &mut Command| match command.output() {
            Ok(ran) if ran.status.success() => None,
            Ok(ran) => Some(said(&ran)),
            Err(error) => Some(error.to_string()),
        };
        if let Some(why) = apart(Command::new("unshare").args(["-rnm", "sh", "-c", MAY_WE])) {
            println!("{test} is passed over: network namespaces with nftables are not permitted here: {why}");
            return false;
        }
        let own = std::env::current_exe().expect("this test");
        let again = "mount -t tmpfs none /run && exec \"$0\" \"$@\"";
        let mut command = Command::new("unshare");
        command.args(["-rnm", "sh", "-c", again]).arg(own).args(["--exact", "--nocapture", test]);
        let failed = apart(command.env(INSIDE, "1").env("XDG_RUNTIME_DIR", std::env::temp_dir()));
        assert_eq!(failed, None, "in namespaces of its own");
        false
    }

    /// A daemon in one of the homes.
    async fn at_home(name: &'static str, home: u8, role: &str, index: &[String], scripts: &Path) -> Node {
        let script = scripts.join(name);
        let daemon = idlewatt_e2e::binary("idlewattd");
        let enter = format!("#!/bin/sh\nexec nsenter --net=/run/netns/home{home} {} \"$@\"\n", daemon.display());
        std::fs::write(&script, enter).expect("written");
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("a program");
        let mut flags = vec!["--role", role];
        for address in index {
            flags.extend(["--index-node", address]);
        }
        Node::start_program(script, name, &flags, AT_HOME).await
    }

    /// Changes what a router lets through.
    fn forward(home: u8, change: &str) {
        let router = format!("--net=/run/netns/router{home}");
        let ran = Command::new("nsenter").args([&router, "nft", change]).output().expect("nft");
        assert!(ran.status.success(), "{}", said(&ran));
    }

    /// Index node, provider and requester, when the provider can be called and knows that it can only be called. `apart`: the
    /// provider comes to the index node over TCP and the requester over QUIC.
    async fn lay(rule: &str, apart: bool, scripts: &Path) -> [Node; 3] {
        let laid = Command::new("sh").args(["-c", LAY, "sh", rule]).output().expect("a shell");
        assert!(laid.status.success(), "{}", said(&laid));
        let flags = ["--role", "index", "--listen", OUTSIDE[0], "--listen", OUTSIDE[1]];
        let index = Node::start("index", &flags).await;
        let addresses = index.addresses().await;
        if apart {
            forward(1, "add rule ip nat forward udp dport 4001 drop");
            forward(2, "add rule ip nat forward tcp dport 4001 drop");
        }
        let mut provider = at_home("provider", 1, "provider", &addresses, scripts).await;
        let mut requester = at_home("requester", 2, "requester", &addresses, scripts).await;
        if apart {
            for (home, node, transport) in [(1, &mut provider, "tcp"), (2, &mut requester, "quic")] {
                let connected = node.until("it knows the index node", async |node| over(node, &index).await);
                assert_eq!(connected.await, transport);
                forward(home, "flush chain ip nat forward");
            }
        }
        provider.until("it is measured", async |node| node.status().await.offer).await;
        for node in [&mut provider, &mut requester] {
            let called = node.until("it can be called", async |node| match reach(node).await {
                Reachability::Relayed { .. } => Some(()),
                _ => None,
            });
            called.await;
        }
        [index, provider, requester]
    }

    async fn punched(node: &Node) -> (u32, u32) {
        match reach(node).await {
            Reachability::Relayed { punched, tries, .. } => (punched, tries),
            other => panic!("a punched hole is no way in for others: {other:?}"),
        }
    }

    #[tokio::test]
    async fn routers_that_keep_ports_let_a_hole_be_punched_and_a_large_picture_through() {
        if inside("behind_routers::routers_that_keep_ports_let_a_hole_be_punched_and_a_large_picture_through") {
            a_large_picture_comes_through_when("masquerade", false).await;
        }
    }

    #[tokio::test]
    async fn so_do_routers_that_choose_a_port_and_keep_to_it() {
        if inside("behind_routers::so_do_routers_that_choose_a_port_and_keep_to_it") {
            a_large_picture_comes_through_when("udp sport 4101 masquerade to :6000", false).await;
        }
    }

    #[tokio::test]
    async fn whoever_came_by_tcp_is_called_by_quic() {
        if inside("behind_routers::whoever_came_by_tcp_is_called_by_quic") {
            a_large_picture_comes_through_when("masquerade", true).await;
        }
    }

    async fn a_large_picture_comes_through_when(rule: &str, apart: bool) {
        let scripts = tempfile::tempdir().expect("a folder");
        let [_index, provider, requester] = lay(rule, apart, scripts.path()).await;
        let ran = render(&requester, "512x512", "large.png");
        assert!(ran.status.success(), "{}", said(&ran));
        let path = over(&requester, &provider).await;
        assert!(matches!(path.as_deref(), Some("quic" | "tcp")), "{path:?}");
        assert_eq!(punched(&provider).await, (1, 1));
        provider.audit().await;
    }

    #[tokio::test]
    async fn routers_that_change_ports_leave_the_relay_for_what_is_small() {
        if !inside("behind_routers::routers_that_change_ports_leave_the_relay_for_what_is_small") {
            return;
        }
        let scripts = tempfile::tempdir().expect("a folder");
        let [_index, mut provider, requester] = lay("masquerade fully-random", false, scripts.path()).await;
        let ran = render(&requester, "96x96", "small.png");
        assert!(ran.status.success(), "{}", said(&ran));
        assert_eq!(over(&requester, &provider).await.as_deref(), Some("relay"));
        let tried = provider.until("it was tried", async |node| {
            let (punched, tries) = punched(node).await;
            (tries > 0).then_some(punched)
        });
        assert_eq!(tried.await, 0);
        let ran = render(&requester, "1024x1024", "large.png");
        assert!(!ran.status.success(), "{}", said(&ran));
    }
}
