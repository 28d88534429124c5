//! Which frames, and what their files are called.

use std::path::{Path, PathBuf};

/// Frames of one command: seven minutes at 24 in a second. Each has some 200 B in a list that is read and written whole.
const FRAMES: u32 = 10_000;

/// Frames, from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameRange {
    pub first: u32,
    pub last: u32,
}

impl FrameRange {
    /// `1..240`, or one number.
    pub fn parse(text: &str) -> Result<Self, String> {
        let expected = || "expected the first and the last frame, from 0 on, for example 1..240".to_owned();
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let number = |text: &str| text.trim_start_matches('=').trim().parse::<u32>().map_err(|_| expected());
        let (first, last) = (number(first)?, number(last)?);
        if last < first {
            return Err(expected());
        }
        if last - first >= FRAMES {
            return Err(format!("one command renders {FRAMES} frames at most"));
        }
        Ok(Self { first, last })
    }

    pub fn numbers(self) -> impl Iterator<Item = u32> {
        self.first..=self.last
    }
}

/// When a frame is, in microseconds; `None`: beyond what can be told. Frame 0 is the beginning, as Blender exports and imports
/// its own.
pub fn time_us(frame: u32, fps: f64) -> Option<u32> {
    let micros = (f64::from(frame) / fps * 1.0e6).round();
    (micros <= f64::from(u32::MAX)).then_some(micros as u32)
}

/// Names of files with a number in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    folder: PathBuf,
    before: String,
    digits: usize,
    after: String,
}

impl Pattern {
    /// From a path whose name has `####`, `%04d` or `%d` in it. `None`: it has no place for a number.
    pub fn of(output: &Path) -> Option<Self> {
        let name = output.file_name()?.to_str()?;
        let (start, end, digits) = hashes(name).or_else(|| printf(name))?;
        let folder = output.parent()?.to_path_buf();
        Some(Self { folder, before: name[..start].to_owned(), digits, after: name[end..].to_owned() })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a frame is when it is whole.
    pub fn picture(&self, frame: u32) -> PathBuf {
        self.folder.join(self.name(frame))
    }

    /// Where it is until then: beside it, so that moving is renaming, and with the same ending.
    pub fn partial(&self, frame: u32) -> PathBuf {
        let name = self.name(frame);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
        self.folder.join(format!(".{stem}.part.{ending}"))
    }

    pub fn name(&self, frame: u32) -> String {
        let Self { before, digits, after, .. } = self;
        format!("{before}{frame:0digits$}{after}")
    }
}

/// The last run of `#`.
fn hashes(name: &str) -> Option<(usize, usize, usize)> {
    let end = name.rfind('#')? + 1;
    let start = name[..end].trim_end_matches('#').len();
    Some((start, end, end - start))
}

/// `%d` or `%04d`.
fn printf(name: &str) -> Option<(usize, usize, usize)> {
    name.match_indices('%').find_map(|(start, _)| {
        let rest = &name[start + 1..];
        let length = rest.find('d')?;
        let digits = &rest[..length];
        let plain = digits.is_empty() || (digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit()));
        let width = if digits.is_empty() { 1 } else { digits.parse::<usize>().ok()?.clamp(1, 20) };
        plain.then_some((start, start + length + 2, width))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_their_number_where_the_pattern_says() {
        let cases = [
            ("/x/frame-####.png", "frame-0007.png"),
            ("/x/#.exr", "7.exr"),
            ("/x/a#b##.exr", "a#b07.exr"),
            ("/x/f%04d.png", "f0007.png"),
            ("/x/f%d.png", "f7.png"),
            ("/x/100%_%3d.png", "100%_007.png"),
        ];
        for (pattern, name) in cases {
            assert_eq!(Pattern::of(Path::new(pattern)).expect("a pattern").name(7), name);
        }
        for pattern in ["/x/frame.png", "/x/%s.png", "/x/%04x.png", "/x/%.3d.png"] {
            assert_eq!(Pattern::of(Path::new(pattern)), None, "{pattern}");
        }
        let pattern = Pattern::of(Path::new("/x/frame-##.png")).expect("a pattern");
        assert_eq!(pattern.name(123), "frame-123.png", "a number is never cut");
        assert_eq!(pattern.partial(3), Path::new("/x/.frame-03.part.png"));
    }

    #[test]
    fn frames_are_counted_from_nought() {
        assert_eq!(FrameRange::parse("0..5"), Ok(FrameRange { first: 0, last: 5 }));
        assert_eq!(FrameRange::parse("1..240"), Ok(FrameRange { first: 1, last: 240 }));
        assert_eq!(FrameRange::parse(" 5 .. 7 ").expect("three").numbers().collect::<Vec<_>>(), [5, 6, 7]);
        assert_eq!(FrameRange::parse("9"), Ok(FrameRange { first: 9, last: 9 }));
        for wrong in ["", "-3..1", "5..4", "a..b", "1..-2", "1..99999", "1..4294967295"] {
            assert!(FrameRange::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn frame_nought_is_the_beginning() {
        assert_eq!(time_us(0, 24.0), Some(0));
        assert_eq!(time_us(24, 24.0), Some(1_000_000));
        assert_eq!(time_us(1, 30_000.0 / 1001.0), Some(33_367));
        assert_eq!(time_us(10_000, 0.001), None);
    }
}
