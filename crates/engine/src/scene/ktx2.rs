//! Pictures of Basis Universal in KTX2 files, as `KHR_texture_basisu` has them: one flat picture, as ETC1S or UASTC.
//!
//! The library trusts some numbers of a file's header, so those are looked at here first.

use super::images::ENDS_EARLY;
use basisu::{DecodeFlags, TargetFormat, Transcoder};
use std::ops::Range;
use std::panic;

const MAGIC: &[u8] = b"\xabKTX 20\xbb\r\n\x1a\n";
/// Header and where the first level lies.
const HEADER: usize = 80 + 24;
/// Of its descriptor: what is in it.
const ETC1S: u8 = 163;
const UASTC: u8 = 166;
/// How levels are packed: ETC1S by lists of its own, UASTC not or by Zstandard.
const PACKED: Range<u32> = 0..3;
const ZSTANDARD: u32 = 2;
/// Smaller pictures of the same, as many as a side of 32768 has halves.
const LEVELS: u32 = 16;

/// Whether it is such a file.
pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// The size that a file's header says, of a file in which everything lies where it says.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), String> {
    let header = bytes.get(..HEADER).ok_or(ENDS_EARLY)?;
    let word = |at: usize| header[at..].first_chunk().map_or(0, |word| u32::from_le_bytes(*word));
    let long = |at: usize| header[at..].first_chunk().map_or(0, |long| u64::from_le_bytes(*long));
    let within = |start: u64, length: u64| start.checked_add(length).is_some_and(|end| end <= bytes.len() as u64);
    let (width, height) = (word(20), word(24));
    let (depth, layers, faces, levels) = (word(28), word(32), word(36), word(40));
    if depth > 0 || layers > 1 || faces != 1 || !(1..=LEVELS).contains(&levels) {
        return Err("it is more than one flat picture".into());
    }
    let (descriptor, global) = (word(48), long(64));
    let parts = [(descriptor.into(), 44), (global, long(72)), (long(80), long(88))];
    if !parts.into_iter().all(|(start, length)| within(start, length)) {
        return Err(ENDS_EARLY.into());
    }
    let model = bytes[descriptor as usize + 12];
    if word(12) != 0 || ![ETC1S, UASTC].contains(&model) || !PACKED.contains(&word(44)) {
        return Err("it is KTX2, but not of Basis Universal as glTF has it".into());
    }
    // Blocks of four by four texels have 16 bytes.
    let unpacked = u64::from(width.div_ceil(4)) * u64::from(height.div_ceil(4)) * 16;
    if word(44) == ZSTANDARD && long(96) != unpacked {
        return Err("its packed data are not as long as it says".into());
    }
    Ok((width, height))
}

/// Its texels, row by row, as words of red, green, blue and alpha.
pub(super) fn decode(bytes: &[u8]) -> Result<Vec<u8>, String> {
    size(bytes)?;
    // A mistake in the library is no worse than one in the file.
    let texels = panic::catch_unwind(|| Transcoder::new(bytes)?.transcode(0, TargetFormat::Rgba32, DecodeFlags::NONE));
    texels.ok().and_then(Result::ok).ok_or_else(|| "its data are damaged".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ETC1S_FILE: &[u8] = include_bytes!("../../tests/ktx2/etc1s.ktx2");
    const UASTC_FILE: &[u8] = include_bytes!("../../tests/ktx2/uastc.ktx2");
    /// With smaller pictures of the same.
    const LEVELS_FILE: &[u8] = include_bytes!("../../tests/ktx2/mips.ktx2");
    const SIZE: (u32, u32) = (24, 20);

    /// What all of them are of: red grows to the right, green downwards; blue is more in the right half, the lower one half there.
    fn picture() -> impl Iterator<Item = [u8; 4]> {
        let share = |at: u32, of: u32| (255.0 * at as f32 / (of - 1) as f32).round() as u8;
        let texel = move |at: u32| {
            let (x, y) = (at % SIZE.0, at / SIZE.0);
            [share(x, SIZE.0), share(y, SIZE.1), if x < 12 { 40 } else { 200 }, if y < 10 { 255 } else { 128 }]
        };
        (0..SIZE.0 * SIZE.1).map(texel)
    }

    #[test]
    fn both_forms_are_the_picture_that_they_were_made_of() {
        for (file, most) in [(ETC1S_FILE, 8.0), (LEVELS_FILE, 8.0), (UASTC_FILE, 2.0)] {
            assert!(is(file));
            assert_eq!(size(file), Ok(SIZE));
            let texels = decode(file).expect("a picture");
            let differences = picture().flatten().zip(&texels).map(|(is, &seen)| f64::from(is.abs_diff(seen)));
            let mean = differences.sum::<f64>() / texels.len() as f64;
            assert!(texels.len() == 24 * 20 * 4 && mean < most, "{mean}");
        }
    }

    #[test]
    fn what_is_no_such_picture_is_told() {
        let with = |at: usize, byte: u8| {
            let mut file = UASTC_FILE.to_vec();
            file[at] = byte;
            decode(&file)
        };
        let told = |what: &str| Err(what.to_owned());
        assert_eq!(with(36, 6), told("it is more than one flat picture"));
        assert_eq!(with(44, 3), told("it is KTX2, but not of Basis Universal as glTF has it"));
        assert_eq!(with(12, 157), told("it is KTX2, but not of Basis Universal as glTF has it"));
        assert_eq!(with(84, 1), told(ENDS_EARLY));
        assert_eq!(with(99, 255), told("its packed data are not as long as it says"));
        let last = UASTC_FILE.len() - 1;
        assert_eq!(decode(&UASTC_FILE[..last]), told(ENDS_EARLY));
        assert_eq!(decode(&ETC1S_FILE[..90]), told(ENDS_EARLY));
    }

    #[test]
    fn no_damage_is_more_than_an_error() {
        for file in [ETC1S_FILE, UASTC_FILE] {
            for at in 12..file.len() {
                for flip in [1, 0x80, 0xff] {
                    let mut damaged = file.to_vec();
                    damaged[at] ^= flip;
                    if let Ok((width, height)) = size(&damaged)
                        && width.max(height) <= 256
                        && let Ok(texels) = decode(&damaged)
                    {
                        assert_eq!(texels.len(), (width * height * 4) as usize);
                    }
                }
            }
        }
    }
}
