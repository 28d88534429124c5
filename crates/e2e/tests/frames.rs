//! An animation over two strangers' machines: each frame is made once and paid once, whatever is killed on the way.
#![cfg(unix)]

use idlewatt_control::messages::{Request, Response};
use idlewatt_e2e::{Node, PATIENCE, said, scene};
use idlewatt_proto::Amount;
use idlewatt_proto::books::{JobState, UnitState};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

const SIZE: (u32, u32) = (32, 32);

/// Two who render, one of whom keeps the list, and one who asks.
struct Stage {
    folder: TempDir,
    first: Node,
    second: Node,
    requester: Node,
    /// What is paid for a thousand million samples, whoever renders.
    price: Amount,
}

impl Stage {
    async fn set() -> Self {
        // However fast they turn out to be, both would ask for more than is paid, and neither would refuse it.
        let settings = "[limits]\nidle_minutes = 0\n[provider]\nquiet_seconds = 0\nwear_per_hour = \"1\"\n\
                        margin_percent = 10000\n";
        let mut first = Node::start_with("first", &["--role", "provider", "--role", "index"], settings).await;
        first.until("it is measured", async |node| node.status().await.offer).await;
        let index = first.addresses().await;
        let known = |role: &'static str| {
            let mut flags = vec!["--role", role];
            index.iter().for_each(|address| flags.extend(["--index-node", address]));
            flags
        };
        let mut second = Node::start_with("second", &known("provider"), settings).await;
        second.until("it is measured", async |node| node.status().await.offer).await;
        let mut requester = Node::start("requester", &known("requester")).await;
        let market = async |node: &Node| match node.ask(Request::Network).await {
            Response::Network(network) if network.market.len() == 2 => {
                network.market.iter().map(|offer| offer.floor_per_gigasample).max()
            }
            _ => None,
        };
        let price = requester.until("both are on offer", market).await;
        let price = price.scaled(2, 1).expect("in range");
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("f")).expect("a folder");
        std::fs::write(folder.path().join("moving.glb"), moving()).expect("a scene");
        Self { folder, first, second, requester, price }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("Unicode").to_owned()
    }

    fn frame(&self, number: u32) -> PathBuf {
        self.folder.path().join(format!("f/{number:04}.png"))
    }

    fn command(&self, frames: &str, spp: &str, more: &[&str]) -> Command {
        let (scene, output) = (self.path("moving.glb"), self.path("f/####.png"));
        let size = format!("{}x{}", SIZE.0, SIZE.1);
        let args = ["--json", "render", &scene, "-o", &output, "--frames", frames, "--fps", "24", "--size", &size];
        let price = self.price.to_string();
        let price: &[&str] = if more.contains(&"--local") { &[] } else { &["--max-price", &price] };
        let mut command = self.requester.cli(&[&args[..], &["--spp", spp], price, more].concat());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Starts it, and waits until so many frames are there.
    fn begin(&self, frames: &str, spp: &str, there: usize) -> Running {
        let mut running = Running(Some(self.command(frames, spp, &[]).spawn().expect("the command line runs")));
        let deadline = Instant::now() + 3 * PATIENCE;
        while self.there().len() < there {
            let child = running.0.as_mut().expect("a child");
            assert!(child.try_wait().expect("the child").is_none(), "it ended too soon");
            assert!(Instant::now() < deadline, "no frame came");
            std::thread::sleep(Duration::from_millis(20));
        }
        running
    }

    /// Frames that are there, and when each was written.
    fn there(&self) -> BTreeMap<String, SystemTime> {
        let entries = std::fs::read_dir(self.folder.path().join("f")).expect("the folder");
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            let entry = entry.expect("an entry");
            let name = entry.file_name().to_string_lossy().into_owned();
            let written = entry.metadata().and_then(|file| file.modified()).ok()?;
            (!name.starts_with('.')).then_some((name, written))
        };
        entries.filter_map(name).collect()
    }

    fn all_are_whole(&self, frames: u32) {
        let names: Vec<String> = (1..=frames).map(|number| format!("{number:04}.png")).collect();
        assert_eq!(self.there().into_keys().collect::<Vec<_>>(), names);
        let parts = std::fs::read_dir(self.folder.path().join("f")).expect("the folder");
        let parts: Vec<_> = parts.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        assert!(!parts.iter().any(|name| name.contains(".part.")), "{parts:?}");
        for number in 1..=frames {
            pixels(&self.frame(number));
        }
    }

    /// This machine alone makes the same frames.
    async fn by_hand_they_are(&self, frames: &str, spp: &str, more: &[&str], there: &[Vec<u8>]) {
        for number in 1..=there.len() as u32 {
            std::fs::remove_file(self.frame(number)).expect("removed");
        }
        let mut command = self.command(frames, spp, &[&["--local", "--overwrite"], more].concat());
        let ran = end(command.spawn().expect("it runs")).await;
        assert!(ran.status.success(), "{}", said(&ran));
        for (number, there) in (1..).zip(there) {
            let here = pixels(&self.frame(number));
            let off = here.iter().zip(there).map(|(a, b)| a.abs_diff(*b)).max();
            // Sums of samples in another order differ in their last bits.
            assert!(off <= Some(1), "frame {number} is off by {off:?}");
        }
    }

    /// All jobs have ended, and both sides' books agree: so much was paid for, within what rounding makes of each unit.
    async fn is_paid(&mut self, frames: u64, spp: u64) {
        let (paid, units) = self.paid().await;
        let samples = u64::from(SIZE.0 * SIZE.1) * spp * frames;
        let right = self.price.scaled(samples, 1_000_000_000).expect("in range").micros();
        assert!(paid.abs_diff(right) <= units, "{paid} and not {right} were paid for {units} units");
    }

    /// What was paid, in millionths, and for how many units.
    async fn paid(&mut self) -> (i64, u64) {
        let mut earned = 0;
        for provider in [&mut self.first, &mut self.second] {
            let ended =
                async |node: &Node| node.jobs().await.iter().all(|job| job.state != JobState::Open).then_some(());
            provider.until("every job has ended", ended).await;
            provider.audit().await;
            earned += provider.jobs().await.iter().map(|job| job.settled.micros()).sum::<i64>();
        }
        self.requester.audit().await;
        let paid: i64 = self.requester.jobs().await.iter().map(|job| job.settled.micros()).sum();
        assert_eq!(paid, earned, "what one side paid, the other received");
        let units = self.requester.units().await;
        (paid, units.iter().filter(|unit| unit.state == UnitState::Final).count() as u64)
    }
}

/// The reference scene, one of whose boxes goes to and fro for a second.
fn moving() -> Vec<u8> {
    let glb = std::fs::read(scene("cornell.glb")).expect("the scene");
    let word = |at: usize| u32::from_le_bytes(glb[at..at + 4].try_into().expect("four")) as usize;
    let (text, rest) = glb[20..].split_at(word(12));
    let mut root: Value = serde_json::from_slice(text).expect("JSON");
    let mut binary = rest[8..].to_vec();
    let mut floats = |root: &mut Value, kind: &str, width: usize, values: &[f32]| {
        let view = json!({ "buffer": 0, "byteOffset": binary.len(), "byteLength": values.len() * 4 });
        binary.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        let push = |list: &mut Value, value: Value| {
            let list = list.as_array_mut().expect("a list");
            list.push(value);
            list.len() - 1
        };
        let view = push(&mut root["bufferViews"], view);
        let mut accessor =
            json!({ "bufferView": view, "componentType": 5126, "count": values.len() / width, "type": kind });
        if width == 1 {
            (accessor["min"], accessor["max"]) = (json!([0.0]), json!([1.0]));
        }
        push(&mut root["accessors"], accessor)
    };
    let input = floats(&mut root, "SCALAR", 1, &[0.0, 0.5, 1.0]);
    let output = floats(&mut root, "VEC3", 3, &[0.0, 0.0, 0.0, 0.6, 0.0, 0.0, 0.0, 0.0, 0.0]);
    root["animations"] = json!([{
        "samplers": [{ "input": input, "output": output }],
        "channels": [{ "sampler": 0, "target": { "node": 1, "path": "translation" } }],
    }]);
    root["buffers"][0]["byteLength"] = json!(binary.len());
    let mut text = root.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    binary.resize(binary.len().next_multiple_of(4), 0);
    let mut made = b"glTF\x02\0\0\0".to_vec();
    made.extend(((28 + text.len() + binary.len()) as u32).to_le_bytes());
    for (chunk, kind) in [(&text, b"JSON"), (&binary, b"BIN\0")] {
        made.extend((chunk.len() as u32).to_le_bytes());
        made.extend(kind);
        made.extend(chunk);
    }
    made
}

fn pixels(path: &Path) -> Vec<u8> {
    let file = std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("small")];
    let frame = reader.next_frame(&mut pixels).expect("whole");
    assert_eq!((frame.width, frame.height), SIZE, "{}", path.display());
    pixels
}

/// A command that is under way. It ends when dropped: it would start a daemon of its own when the node is gone.
struct Running(Option<Child>);

impl Running {
    fn signal(&self, name: &str) {
        let child = self.0.as_ref().expect("a child");
        let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    async fn end(mut self) -> Output {
        end(self.0.take().expect("a child")).await
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Its end, waited for elsewhere: nodes are asked meanwhile.
async fn end(child: Child) -> Output {
    tokio::task::spawn_blocking(move || child.wait_with_output()).await.expect("waited").expect("its end")
}

#[tokio::test]
async fn two_providers_make_the_frames_that_one_machine_would() {
    let mut stage = Stage::set().await;
    let ran = end(stage.command("1..8", "128", &[]).spawn().expect("it runs")).await;
    assert!(ran.status.success(), "{}\n{}", said(&ran), stage.requester.log());
    stage.all_are_whole(8);
    stage.is_paid(8, 128).await;
    for provider in [&stage.first, &stage.second] {
        let made = provider.units().await.iter().filter(|unit| unit.state == UnitState::Final).count();
        assert!(made > 0, "{} had nothing to do:\n{}", provider.name, said(&ran));
    }
    let there: Vec<_> = (1..=8).map(|number| pixels(&stage.frame(number))).collect();
    assert!(there[0] != there[4], "something moves");
    stage.by_hand_they_are("1..8", "128", &[], &there).await;
}

#[tokio::test]
async fn an_environment_is_around_every_frame_wherever_it_is_made() {
    let mut stage = Stage::set().await;
    // Radiance's format: four by two pixels, brighter and brighter to the right.
    let mut sky = b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 4\n".to_vec();
    sky.extend((0..8_u8).flat_map(|pixel| [60 * (pixel % 4), 90, 200, 129]));
    let sky_path = stage.path("sky.hdr");
    std::fs::write(&sky_path, sky).expect("written");
    let around = ["--environment", &sky_path, "--environment-rotation", "40"];
    let ran = end(stage.command("1..3", "32", &around).spawn().expect("it runs")).await;
    assert!(ran.status.success(), "{}\n{}", said(&ran), stage.requester.log());
    stage.all_are_whole(3);
    stage.is_paid(3, 32).await;
    let there: Vec<_> = (1..=3).map(|number| pixels(&stage.frame(number))).collect();
    stage.by_hand_they_are("1..3", "32", &around, &there).await;
    let ran = end(stage.command("1..3", "32", &["--local", "--overwrite"]).spawn().expect("it runs")).await;
    assert!(ran.status.success(), "{}", said(&ran));
    for (number, there) in (1..).zip(&there) {
        let blue = |pixels: &[u8]| pixels.chunks_exact(3).map(|pixel| u64::from(pixel[2])).sum::<u64>();
        assert!(2 * blue(&pixels(&stage.frame(number))) < blue(there), "the sky lights frame {number}");
    }
}

#[tokio::test]
async fn after_ctrl_c_the_same_command_goes_on_and_pays_nothing_twice() {
    let mut stage = Stage::set().await;
    let running = stage.begin("1..8", "128", 1);
    running.signal("INT");
    let ran = running.end().await;
    assert_eq!(ran.status.code(), Some(130), "{}", said(&ran));
    let before = stage.there();
    assert!((1..8).contains(&before.len()), "{before:?}");
    let ran = end(stage.command("1..8", "128", &[]).spawn().expect("it runs")).await;
    assert!(ran.status.success(), "{}", said(&ran));
    stage.all_are_whole(8);
    let after = stage.there();
    assert!(before.iter().all(|(name, written)| after[name] == *written), "{before:?} {after:?}");
    stage.is_paid(8, 128).await;
    let ran = end(stage.command("1..8", "128", &[]).spawn().expect("it runs")).await;
    assert!(ran.status.success(), "{}", said(&ran));
    assert_eq!(stage.there(), after, "nothing was left to be done");
    stage.is_paid(8, 128).await;
}

#[tokio::test]
async fn frames_of_a_provider_that_is_killed_are_made_by_the_other_one() {
    let mut stage = Stage::set().await;
    let running = stage.begin("1..8", "128", 1);
    let busy = async |node: &Node| node.status().await.current.map(|_| ());
    stage.second.until("it works", busy).await;
    stage.second.kill();
    let ran = running.end().await;
    assert!(ran.status.success(), "{}\n{}", said(&ran), stage.requester.log());
    stage.all_are_whole(8);
    stage.second.restart().await;
    // What was sent to it and never heard is nobody's fault, but all books hold.
    for node in [&stage.first, &stage.second, &stage.requester] {
        node.audit().await;
    }
}

#[tokio::test]
async fn after_the_requesters_daemon_is_killed_the_same_command_goes_on() {
    let mut stage = Stage::set().await;
    let running = stage.begin("1..8", "128", 1);
    // It would start a daemon of its own, which might be the quicker one.
    running.signal("STOP");
    stage.requester.kill();
    let before = stage.there();
    stage.requester.restart().await;
    running.signal("CONT");
    let ran = running.end().await;
    assert!(ran.status.success(), "{}\n{}", said(&ran), stage.requester.log());
    stage.all_are_whole(8);
    let after = stage.there();
    assert!(before.iter().all(|(name, written)| after[name] == *written), "{before:?} {after:?}");
}

#[tokio::test]
async fn what_is_no_whole_frame_is_never_taken_for_one() {
    let stage = Stage::set().await;
    let ran = end(stage.command("1..3", "8", &[]).spawn().expect("it runs")).await;
    assert!(ran.status.success(), "{}", said(&ran));
    let whole = std::fs::read(stage.frame(2)).expect("a frame");
    std::fs::write(stage.frame(2), &whole[..whole.len() / 2]).expect("written");
    // As a power cut may leave it: beside the frame, and half.
    std::fs::write(stage.path("f/.0003.part.png"), &whole[..whole.len() / 2]).expect("written");
    std::fs::remove_file(stage.frame(3)).expect("removed");
    let ran = end(stage.command("1..3", "8", &[]).spawn().expect("it runs")).await;
    assert_eq!(ran.status.code(), Some(2), "somebody has changed a frame: {}", said(&ran));
    let ran = end(stage.command("1..3", "8", &["--overwrite"]).spawn().expect("it runs")).await;
    assert!(ran.status.success(), "{}", said(&ran));
    stage.all_are_whole(3);
}
