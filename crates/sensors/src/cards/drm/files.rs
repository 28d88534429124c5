//! Small files of numbers and words.

use std::fs;
use std::path::{Path, PathBuf};

/// What a file says, without the line's end; `None` where it is missing or does not answer now.
pub fn text(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok().map(|text| text.trim().to_owned())
}

pub fn number<T: std::str::FromStr>(path: &Path) -> Option<T> {
    text(path)?.parse().ok()
}

/// The first of these files that answers with a number.
pub fn first<T: std::str::FromStr>(folder: &Path, names: &[&str]) -> Option<T> {
    names.iter().find_map(|name| number(&folder.join(name)))
}

/// A number like `0x1002`.
pub fn hexadecimal(path: &Path) -> Option<u32> {
    u32::from_str_radix(text(path)?.strip_prefix("0x")?, 16).ok()
}

/// What a device is called in the list of PCI devices, in which a vendor's devices follow it, indented by one tab.
pub fn pci_name(lists: &[PathBuf], vendor: u32, device: u32) -> Option<String> {
    let list = lists.iter().find_map(|list| fs::read(list).ok())?;
    let list = String::from_utf8_lossy(&list);
    let (vendor, device) = (format!("{vendor:04x}  "), format!("\t{device:04x}  "));
    let devices = list.lines().skip_while(|line| !line.starts_with(&vendor)).skip(1);
    let mut devices = devices.take_while(|line| line.is_empty() || line.starts_with(['\t', '#']));
    let name = devices.find_map(|line| line.strip_prefix(&device))?;
    // In brackets stands what is on the box, before them what is on the chip.
    let on_the_box = name.rsplit_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(inside, _)| inside);
    Some(on_the_box.unwrap_or(name).trim().to_owned())
}

/// The file name of a process's program; `None` where it is hidden or the process is gone.
pub fn program(proc: &Path, pid: u32) -> Option<String> {
    let folder = proc.join(pid.to_string());
    // So the kernel marks a program whose file was replaced while it runs.
    let file = |exe: PathBuf| Some(exe.file_name()?.to_string_lossy().trim_end_matches(" (deleted)").to_owned());
    // Another user's program shows its name alone, cut to 15 bytes.
    fs::read_link(folder.join("exe")).ok().and_then(file).or_else(|| text(&folder.join("comm")))
}
