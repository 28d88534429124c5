//! Against folders that look like the kernel's.

use super::*;
use crate::cards::{CapError, GpuUser};
use crate::limits::DROWSY_MS;
use idlewatt_proto::device::{GpuReading, PowerRange, Throttle};
use idlewatt_proto::{Bytes, Millijoules};
use std::os::unix::fs::symlink;
use std::path::Path;

const PCI_IDS: &str = "# a list\n1002  Advanced Micro Devices, Inc. [AMD/ATI]\n\t744c  Navi 31 [Radeon RX 7900 XTX]\n\
    \t\t1eae 7901  a board of it\n8086  Intel Corporation\n\t744c  another maker's 744c\n\t56a0  DG2 [Arc A770]\n";

const START_MS: u64 = 1_000_000;

struct Machine {
    root: tempfile::TempDir,
    drm: Drm,
    own: OwnPids,
}

impl Machine {
    fn new(build: impl FnOnce(&Files)) -> Self {
        let root = tempfile::tempdir().expect("a scratch folder");
        let files = Files(root.path());
        files.write("pci.ids", PCI_IDS);
        fs::create_dir_all(root.path().join("drm")).expect("a folder");
        fs::create_dir_all(root.path().join("proc")).expect("a folder");
        build(&files);
        let at = |name: &str| root.path().join(name);
        let drm = Drm::open(Roots { drm: at("drm"), proc: at("proc"), pci_ids: vec![at("none"), at("pci.ids")] });
        Self { drm, own: OwnPids::default(), root }
    }

    fn files(&self) -> Files<'_> {
        Files(self.root.path())
    }

    fn read(&mut self, ms: u64) -> Told {
        self.drm.read(&self.own, || UnixMillis(START_MS + ms))
    }

    fn card(&mut self, ms: u64) -> GpuReading {
        let told = self.read(ms);
        assert_eq!(told.gpus.len(), 1, "{told:?}");
        told.gpus[0].clone()
    }
}

struct Files<'a>(&'a Path);

impl Files<'_> {
    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn link(&self, name: &str, to: &Path) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        symlink(to, path).expect("a link");
    }

    fn card(&self, number: u32, pdev: &str, driver: &str, vendor: &str, device: &str) {
        self.device(pdev, driver, vendor, device);
        self.link(&format!("drm/card{number}/device"), &self.0.join("devices").join(pdev));
    }

    fn device(&self, pdev: &str, driver: &str, vendor: &str, device: &str) {
        let folder = format!("devices/{pdev}");
        self.write(&format!("{folder}/vendor"), vendor);
        self.write(&format!("{folder}/device"), device);
        self.link(&format!("{folder}/driver"), &Path::new("../../bus/pci/drivers").join(driver));
    }

    /// A Radeon with all that recent kernels tell.
    fn radeon(&self) {
        self.link("drm/card1/device", &self.0.join("devices/0000:03:00.0"));
        self.plug_in_radeon();
        self.write("drm/card1/card1-DP-1/enabled", "disabled\n");
        self.write("drm/card1/card1-DP-2/enabled", "enabled\n");
        self.write("drm/card1-DP-1/enabled", "enabled\n");
        self.write("drm/renderD128/x", "");
    }

    fn plug_in_radeon(&self) {
        self.device("0000:03:00.0", "amdgpu", "0x1002\n", "0x744c\n");
        let files = [
            ("gpu_busy_percent", "37\n"),
            ("mem_info_vram_used", "2147483648\n"),
            ("mem_info_vram_total", "25753026560\n"),
            ("unique_id", "3f8f2a1c00aa11bb\n"),
            ("power/runtime_status", "active\n"),
            ("hwmon/hwmon4/power1_average", "91000000\n"),
            ("hwmon/hwmon4/power1_cap", "303000000\n"),
            ("hwmon/hwmon4/power1_cap_min", "200000000\n"),
            ("hwmon/hwmon4/power1_cap_max", "350000000\n"),
            ("hwmon/hwmon4/power1_cap_default", "303000000\n"),
            ("hwmon/hwmon4/temp1_input", "54900\n"),
            ("hwmon/hwmon4/fan1_input", "900\n"),
            ("hwmon/hwmon4/fan1_max", "3600\n"),
            ("hwmon/hwmon4/pwm1", "255\n"),
        ];
        files.iter().for_each(|(name, text)| self.write(&format!("devices/0000:03:00.0/{name}"), text));
    }

    fn program(&self, pid: u32, name: &str) {
        self.link(&format!("proc/{pid}/exe"), &Path::new("/opt/games").join(name));
        self.link(&format!("proc/{pid}/fd/0"), Path::new("/dev/null"));
    }

    /// An open card of a process; `lines` follow its place and client.
    fn open(&self, pid: u32, file: u32, pdev: &str, client: u32, lines: &str) {
        let _ = fs::remove_file(self.0.join(format!("proc/{pid}/fd/{file}")));
        self.link(&format!("proc/{pid}/fd/{file}"), Path::new("/dev/dri/renderD128"));
        let text = format!("pos:\t0\ndrm-pdev:\t{pdev}\ndrm-client-id:\t{client}\n{lines}");
        self.write(&format!("proc/{pid}/fdinfo/{file}"), &text);
    }
}

fn watts(watts: u64) -> Option<Milliwatts> {
    Some(Milliwatts(watts * 1000))
}

#[test]
fn a_radeon_tells_by_its_files() {
    let mut machine = Machine::new(|files| files.radeon());
    let card = machine.card(0);
    let named = (card.name.as_str(), card.uuid.as_str(), card.source.as_str(), card.simulated);
    assert_eq!(named, ("AMD Radeon RX 7900 XTX", "AMD-3f8f2a1c00aa11bb", "amdgpu", false));
    assert_eq!((card.load_percent, card.foreign_load_percent), (Some(37), Some(37)), "we have no worker");
    assert_eq!((card.power, card.energy, card.power_limit), (watts(91), None, watts(303)));
    let range = PowerRange { least: Milliwatts(200_000), most: Milliwatts(350_000), default: watts(303) };
    assert_eq!((card.power_range, card.temperature_c, card.fan_percent), (Some(range), Some(54), Some(25)));
    assert_eq!((card.memory_used, card.foreign_memory), (Some(Bytes(2 << 30)), Some(Bytes(2 << 30))));
    assert_eq!((card.display_active, card.doubts), (Some(true), vec![]));
}

#[test]
fn what_a_kernel_does_not_have_is_none() {
    let mut machine = Machine::new(|files| files.card(0, "0000:03:00.0", "amdgpu", "0x1002\n", "0x1234\n"));
    let card = machine.card(0);
    assert_eq!((card.name.as_str(), card.uuid.as_str()), ("AMD graphics card 1234", "PCI-0000:03:00.0"));
    assert_eq!((card.load_percent, card.power, card.temperature_c, card.fan_percent), (None, None, None, None));
    assert_eq!((card.memory_used, card.power_limit, card.doubts), (None, None, vec![]));
    assert!(matches!(machine.drm.power_limit_setting(&card.uuid), Err(CapError::NotSupported)));
}

#[test]
fn other_drivers_cards_are_not_ours_to_tell() {
    let mut machine = Machine::new(|files| {
        files.card(0, "0000:01:00.0", "nvidia", "0x10de\n", "0x2684\n");
        files.card(1, "0000:02:00.0", "virtio-pci", "0x1af4\n", "0x1050\n");
        files.write("drm/version", "drm 1.1.0\n");
    });
    assert!(machine.read(0).gpus.is_empty());
}

#[test]
fn nonsense_in_files_is_named() {
    let mut machine = Machine::new(|files| files.radeon());
    let files = [
        ("gpu_busy_percent", "250", "says 250 % load"),
        ("hwmon/hwmon4/power1_average", "999000000", "says 999 W, more than its limit of 350 W allows"),
        ("hwmon/hwmon4/temp1_input", "-1000", "says -1 \u{b0}C"),
        ("mem_info_vram_used", "99999999999", "says 95367 MiB of its 24560 MiB of memory are in use"),
    ];
    for (name, text, _) in files {
        machine.files().write(&format!("devices/0000:03:00.0/{name}"), text);
    }
    let card = machine.card(0);
    let mut words = files.map(|(_, _, words)| words.to_owned()).to_vec();
    let mut doubts = card.doubts.clone();
    words.sort();
    doubts.sort();
    assert_eq!(doubts, words);
    assert_eq!((card.load_percent, card.power, card.temperature_c, card.memory_used), (None, None, None, None));
    machine.files().write("devices/0000:03:00.0/gpu_busy_percent", "garbage");
    assert_eq!(machine.card(1_000).load_percent, None);
}

#[test]
fn a_card_that_sleeps_is_not_woken() {
    let mut machine = Machine::new(|files| files.radeon());
    machine.files().write("devices/0000:03:00.0/power/runtime_status", "suspended\n");
    let card = machine.card(0);
    assert_eq!((card.load_percent, card.foreign_load_percent, card.power), (Some(0), Some(0), None));
    machine.files().write("devices/0000:03:00.0/power/runtime_status", "active\n");
    assert_eq!(machine.card(1_000).power, watts(91));
}

#[test]
fn a_card_that_nobody_uses_may_fall_asleep() {
    let mut machine = Machine::new(|files| files.radeon());
    machine.files().write("devices/0000:03:00.0/power/control", "auto\n");
    assert_eq!(machine.card(0).power, watts(91), "its screen keeps it awake");
    machine.files().write("drm/card1/card1-DP-2/enabled", "disabled\n");
    let left_alone = (1..60).take_while(|second| machine.card(second * 1_000).power.is_none()).count();
    assert_eq!(left_alone as u64, DROWSY_MS / 1_000, "then something else keeps it awake");
    machine.files().write("devices/0000:03:00.0/power/runtime_status", "suspended\n");
    assert_eq!(machine.card(60_000).load_percent, Some(0));
    machine.files().write("devices/0000:03:00.0/power/runtime_status", "active\n");
    assert_eq!(machine.card(61_000).power, None, "it was woken by somebody, and may sleep again");
    machine.files().program(8, "hl3");
    machine.files().open(8, 3, "0000:03:00.0", 2, "drm-engine-gfx:\t0 ns\n");
    machine.card(62_000);
    machine.files().open(8, 3, "0000:03:00.0", 2, "drm-engine-gfx:\t500000000 ns\n");
    assert_eq!(machine.card(63_000).power, watts(91), "who uses it keeps it awake");
    assert_eq!(machine.card(64_000).power, None, "and then no more");
    machine.own.remember(&[7], UnixMillis(START_MS + 65_000));
    assert_eq!(machine.card(65_000).power, watts(91), "our worker is about to use it");
}

#[test]
fn processes_are_told_apart_by_what_their_openings_did() {
    const RADEON: &str = "0000:03:00.0";
    let mut machine = Machine::new(|files| {
        files.radeon();
        [(7, "idlewatt-worker"), (8, "hl3"), (9, "shell"), (10, "bash")]
            .iter()
            .for_each(|(pid, name)| files.program(*pid, name));
    });
    let busy = |ms: u64| format!("drm-engine-gfx:\t{} ns\ndrm-engine-dec:\t{} ns\n", ms * 1_000_000, ms * 9_000_000);
    let open = |machine: &Machine, at: u64| {
        let memory = "drm-memory-vram:\t1048576 KiB\n";
        machine.files().open(7, 3, RADEON, 1, &format!("{}{memory}", busy(at / 2)));
        machine.files().open(8, 3, RADEON, 2, &busy(at / 5));
        machine.files().open(8, 4, RADEON, 2, &busy(at / 5));
        machine.files().open(8, 5, RADEON, 3, &busy(at / 10));
        machine.files().open(9, 5, RADEON, 4, &busy(77));
        machine.files().open(9, 6, "0000:04:00.0", 5, &busy(at));
    };
    machine.own.remember(&[7], UnixMillis(START_MS));
    open(&machine, 0);
    assert_eq!(machine.card(0).foreign_load_percent, None, "nothing to compare with, and some may be ours");
    open(&machine, 1_000);
    let told = machine.read(1_000);
    assert_eq!(told.gpus[0].foreign_load_percent, Some(30), "copies of an opening count once, films do not");
    assert_eq!(told.gpus[0].foreign_memory, Some(Bytes(1 << 30)), "half of what is in use is our worker's");
    let user = |pid, program: &str, load| GpuUser {
        pid,
        gpu: told.gpus[0].uuid.clone(),
        program: Some(program.to_owned()),
        load_percent: Some(load),
    };
    assert_eq!(told.users, [user(8, "hl3", 30), user(9, "shell", 0)]);
    fs::remove_dir_all(machine.root.path().join("proc/8")).expect("the game ends");
    assert_eq!(machine.read(1_250).gpus[0].foreign_load_percent, Some(0));
}

#[test]
fn a_program_that_opens_a_card_late_is_found() {
    let mut machine = Machine::new(|files| {
        files.radeon();
        files.program(8, "launcher");
    });
    assert!((0..20).all(|second| machine.read(second * 1_000).users.is_empty()));
    machine.files().open(8, 3, "0000:03:00.0", 2, "drm-engine-gfx:\t5 ns\n");
    let found = (20..).find(|second| !machine.read(second * 1_000).users.is_empty());
    assert!(found.is_some_and(|second| second <= 40), "after at most its age again: {found:?}");
}

#[test]
fn an_arc_tells_power_by_its_counter_and_load_by_its_users() {
    const ARC: &str = "0000:07:00.0";
    let mut machine = Machine::new(|files| {
        files.card(0, ARC, "i915", "0x8086\n", "0x56a0\n");
        files.write("devices/0000:07:00.0/hwmon/hwmon2/energy1_input", "5000000000\n");
        files.write("devices/0000:07:00.0/hwmon/hwmon2/power1_max", "190000000\n");
        files.write("drm/card0/gt/gt0/throttle_reason_pl1", "1\n");
        files.write("drm/card0/gt/gt0/throttle_reason_thermal", "0\n");
        files.program(8, "hl3");
        files.open(8, 3, ARC, 2, "drm-engine-render:\t0 ns\n");
    });
    let card = machine.card(0);
    assert_eq!((card.name.as_str(), card.source.as_str()), ("Intel Arc A770", "i915"));
    assert_eq!((card.energy, card.power, card.power_limit), (Some(Millijoules(5_000_000)), None, watts(190)));
    assert_eq!((card.load_percent, card.throttles), (None, vec![Throttle::Power]));
    machine.files().write("devices/0000:07:00.0/hwmon/hwmon2/energy1_input", "5060000000\n");
    machine.files().open(8, 3, ARC, 2, "drm-engine-render:\t400000000 ns\n");
    let card = machine.card(500);
    assert_eq!((card.energy, card.power), (Some(Millijoules(5_060_000)), watts(120)));
    assert_eq!((card.load_percent, card.foreign_load_percent, card.display_active), (Some(80), Some(80), Some(false)));
    machine.files().write("devices/0000:07:00.0/hwmon/hwmon2/energy1_input", "60000000\n");
    let card = machine.card(750);
    assert_eq!((card.energy, card.power, card.doubts.len()), (None, None, 1), "{card:?}");
}

#[test]
fn xe_tells_cycles() {
    const ARC: &str = "0000:07:00.0";
    let cycles = |rcs: u64, ccs: u64, all: u64| {
        format!(
            "drm-cycles-rcs:\t{rcs}\ndrm-total-cycles-rcs:\t{all}\ndrm-cycles-ccs:\t{ccs}\ndrm-total-cycles-ccs:\t{all}\ndrm-engine-capacity-ccs:\t2\n"
        )
    };
    let mut machine = Machine::new(|files| {
        files.card(0, ARC, "xe", "0x8086\n", "0x56a0\n");
        files.write("devices/0000:07:00.0/tile0/gt0/freq0/throttle/reason_thermal", "1\n");
        files.program(8, "hl3");
        files.open(8, 3, ARC, 2, &cycles(100, 100, 1_000));
    });
    machine.card(0);
    machine.files().open(8, 3, ARC, 2, &cycles(350, 900, 2_000));
    let card = machine.card(1_000);
    assert_eq!((card.load_percent, card.throttles), (Some(40), vec![Throttle::Heat]), "800 of two times 1000");
}

#[test]
fn cards_come_and_go() {
    let mut machine = Machine::new(|files| files.radeon());
    machine.files().card(2, "0000:07:00.0", "xe", "0x8086\n", "0x56a0\n");
    let names = |machine: &mut Machine, ms| -> Vec<String> {
        machine.read(ms).gpus.into_iter().map(|card| card.name).collect()
    };
    assert_eq!(names(&mut machine, 0), ["AMD Radeon RX 7900 XTX", "Intel Arc A770"], "it was there at the first look");
    fs::remove_dir_all(machine.root.path().join("devices/0000:03:00.0")).expect("unplugged");
    assert_eq!(names(&mut machine, 1), ["Intel Arc A770"], "at once");
    machine.files().plug_in_radeon();
    assert_eq!(names(&mut machine, DRM_LIST_MS + 2), ["AMD Radeon RX 7900 XTX", "Intel Arc A770"]);
}

#[test]
fn a_limit_is_written_as_the_kernel_wants_it() {
    let mut machine = Machine::new(|files| files.radeon());
    let uuid = machine.card(0).uuid;
    let outside = machine.drm.set_power_limit(&uuid, Milliwatts(100_000));
    assert!(matches!(outside, Err(CapError::OutOfRange { .. })), "{outside:?}");
    machine.drm.set_power_limit(&uuid, Milliwatts(250_000)).expect("a limit in its range");
    let written = fs::read_to_string(machine.root.path().join("devices/0000:03:00.0/hwmon/hwmon4/power1_cap"));
    assert_eq!(written.expect("the file").trim(), "250000000");
    assert_eq!(machine.drm.power_limit_setting(&uuid).expect("a setting").now, Milliwatts(250_000));
    assert!(matches!(machine.drm.set_power_limit("AMD-none", Milliwatts(1)), Err(CapError::NoSuchCard(_))));
}
