//! Images: read, made smaller until they fit, and laid side by side.

use super::SceneError;
use super::glb::Document;
use super::ktx2;
use super::words::{Kind, named};
use crate::layout::TEXEL_BANKS;
use crate::limits::{ALL_IMAGES_PIXELS, BINDING_BYTES, IMAGE_BYTES, IMAGE_PIXELS, IMAGE_SIDE};
use glam::Vec4;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::io::{self, Cursor};

const BANK_TEXELS: usize = (BINDING_BYTES / 4) as usize;

/// Where an image lies.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub bank: u32,
    pub start: u32,
    pub width: u32,
    pub height: u32,
    /// Nothing of it is less than opaque.
    pub whole: bool,
}

#[derive(Debug, Clone, Copy)]
struct Wanted {
    width: u32,
    height: u32,
    /// How often it is halved.
    halvings: u32,
    colour: bool,
}

impl Wanted {
    fn size(&self) -> (u32, u32) {
        ((self.width >> self.halvings).max(1), (self.height >> self.halvings).max(1))
    }

    fn texels(&self) -> usize {
        let (width, height) = self.size();
        width as usize * height as usize
    }
}

/// The images that a scene needs, by their number in it.
#[derive(Default)]
pub(super) struct Images {
    wanted: BTreeMap<usize, Wanted>,
    pixels: u64,
}

type Texels = [Vec<u32>; TEXEL_BANKS];

impl Images {
    /// One more; only its header is read.
    pub fn want(&mut self, document: &Document<'_>, index: usize, colour: bool) -> Result<(), SceneError> {
        if let Some(known) = self.wanted.get_mut(&index) {
            known.colour |= colour;
            return Ok(());
        }
        let bytes = document.image(index)?;
        let fail = unreadable(document, index);
        // Before the library looks for more than that.
        if let Some((width, height)) = png_size(bytes) {
            check_size(width, height).map_err(fail)?;
        }
        let (width, height) = size(bytes).map_err(fail)?;
        check_size(width, height).map_err(fail)?;
        self.pixels += u64::from(width) * u64::from(height);
        if self.pixels > ALL_IMAGES_PIXELS {
            return Err(SceneError::TooLarge { what: "pixels in all images", most: ALL_IMAGES_PIXELS });
        }
        self.wanted.insert(index, Wanted { width, height, halvings: 0, colour });
        Ok(())
    }

    /// What they come to in device memory, made smaller where they do not fit.
    pub fn bytes(&self) -> u64 {
        self.pixels.saturating_mul(4).min(BINDING_BYTES * TEXEL_BANKS as u64)
    }

    /// Reads them all, one after another.
    pub fn read(
        mut self,
        document: &Document<'_>,
        notes: &mut impl Extend<String>,
    ) -> Result<(Texels, BTreeMap<usize, Place>), SceneError> {
        let mut places = self.lay();
        let halved = self.wanted.values().filter(|wanted| wanted.halvings > 0).count();
        if halved > 0 {
            let room = (TEXEL_BANKS as u64 * BINDING_BYTES) >> 20;
            notes.extend([format!("{halved} textures at their full size (made smaller, so that all fit {room} MiB)")]);
        }
        let mut texels = Texels::default();
        for place in places.values() {
            let bank = &mut texels[place.bank as usize];
            let end = (place.start + place.width * place.height) as usize;
            bank.resize(bank.len().max(end), 0);
        }
        for (&index, wanted) in &self.wanted {
            let Some(place) = places.get_mut(&index) else { continue };
            let fail = unreadable(document, index);
            let words = decode(document.image(index)?, wanted).map_err(fail)?;
            place.whole = words.iter().all(|word| word >> 24 == 255);
            texels[place.bank as usize][place.start as usize..][..words.len()].copy_from_slice(&words);
        }
        Ok((texels, places))
    }

    /// Halves the largest until all fit, the first of those that are alike.
    fn lay(&mut self) -> BTreeMap<usize, Place> {
        let mut largest: BinaryHeap<_> =
            self.wanted.iter().map(|(&index, wanted)| (wanted.texels(), Reverse(index))).collect();
        let mut total: usize = self.wanted.values().map(Wanted::texels).sum();
        loop {
            let most = largest.peek().map_or(0, |(texels, _)| *texels);
            if most <= BANK_TEXELS
                && total <= TEXEL_BANKS * BANK_TEXELS
                && let Some(places) = self.fit()
            {
                return places;
            }
            let Some((texels, Reverse(index))) = largest.pop() else { return BTreeMap::new() };
            if let Some(wanted) = self.wanted.get_mut(&index) {
                wanted.halvings += 1;
                total -= texels - wanted.texels();
                largest.push((wanted.texels(), Reverse(index)));
            }
        }
    }

    /// The largest first, each into the first buffer that has room for it.
    fn fit(&self) -> Option<BTreeMap<usize, Place>> {
        let mut order: Vec<_> = self.wanted.iter().collect();
        order.sort_by_key(|(index, wanted)| (Reverse(wanted.texels()), **index));
        let mut full = [0; TEXEL_BANKS];
        let mut places = BTreeMap::new();
        for (&index, wanted) in order {
            let bank = full.iter().position(|full| full + wanted.texels() <= BANK_TEXELS)?;
            let (width, height) = wanted.size();
            let place = Place { bank: bank as u32, start: full[bank] as u32, width, height, whole: false };
            full[bank] += wanted.texels();
            places.insert(index, place);
        }
        Some(places)
    }
}

/// An image and what is wrong with it.
fn unreadable(document: &Document<'_>, index: usize) -> impl Fn(String) -> SceneError + Copy {
    move |what| SceneError::Image { image: named(&document.root, Kind::Image, index), what }
}

/// What is wrong with a picture's file, in a line.
pub(super) fn told(bytes: &[u8], error: &image::ImageError) -> String {
    let words = error.to_string();
    if is_cut(bytes) || ends_early(error) || ENDINGS.iter().any(|ending| words.contains(ending)) {
        return ENDS_EARLY.into();
    }
    words.chars().take(120).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

pub(super) const ENDS_EARLY: &str = "its file ends too early";

/// How libraries say it that have no kind of error for it: those of JPEG, Radiance and OpenEXR.
const ENDINGS: [&str; 4] = ["Not enough bytes", "Exhausted data", "EOF in ", "reference to missing bytes"];

/// Whether a WebP file is shorter than it says.
fn is_cut(bytes: &[u8]) -> bool {
    let says = bytes.strip_prefix(b"RIFF").and_then(|rest| rest.first_chunk()).map(|says| u32::from_le_bytes(*says));
    says.is_some_and(|says| (bytes.len() as u64) < u64::from(says) + 8)
}

/// Whether any of the libraries below found fewer bytes than it needs.
fn ends_early(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |error| error.source());
    causes.any(|cause| {
        let early = |error: &io::Error| error.kind() == io::ErrorKind::UnexpectedEof;
        let here = cause.downcast_ref().is_some_and(early);
        // An error of input hides the one that it was made of from those who ask for its source.
        let image = cause
            .downcast_ref()
            .is_some_and(|error| matches!(error, image::ImageError::IoError(error) if early(error)));
        here || image
    })
}

/// The size that a PNG's header says.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?.get(4..16)?.strip_prefix(b"IHDR")?;
    let (width, height) = header.split_first_chunk()?;
    Some((u32::from_be_bytes(*width), u32::from_be_bytes(height.try_into().ok()?)))
}

fn check_size(width: u32, height: u32) -> Result<(), String> {
    if width == 0 || height == 0 {
        return Err("it has no pixels".into());
    }
    check_most(width.into(), height.into(), IMAGE_PIXELS)
}

/// Whether a picture has no more pixels than this, and sides that can be read.
pub(super) fn check_most(width: u64, height: u64, most: u64) -> Result<(), String> {
    let pixels = width.checked_mul(height);
    if width.max(height) > IMAGE_SIDE.into() || pixels.is_none_or(|pixels| pixels > most) {
        return Err(format!(
            "a picture of {width} x {height} pixels is larger than can be read ({IMAGE_SIDE} a side and {most} in all)"
        ));
    }
    Ok(())
}

/// What kind of image bytes are, by how they begin.
pub(super) fn mime_type(bytes: &[u8]) -> &'static str {
    if ktx2::is(bytes) {
        return "image/ktx2";
    }
    image::guess_format(bytes).map_or("application/octet-stream", |format| format.to_mime_type())
}

fn size(bytes: &[u8]) -> Result<(u32, u32), String> {
    if ktx2::is(bytes) { ktx2::size(bytes) } else { open(bytes).map(|image| image.dimensions()) }
}

fn open(bytes: &[u8]) -> Result<impl ImageDecoder + '_, String> {
    let format = image::guess_format(bytes).ok();
    let known = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];
    let format = format.filter(|format| known.contains(format));
    let format = format.ok_or("it is neither PNG, JPEG, WebP nor KTX2")?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(IMAGE_BYTES);
    reader.limits(limits);
    reader.into_decoder().map_err(|error| told(bytes, &error))
}

/// Its texels, row by row: bytes of red, green, blue and alpha.
fn rgba(bytes: &[u8]) -> Result<Vec<u8>, String> {
    if ktx2::is(bytes) {
        return ktx2::decode(bytes);
    }
    let decoder = open(bytes)?;
    if decoder.total_bytes() > IMAGE_BYTES {
        return Err(format!("it takes more than {} MiB", IMAGE_BYTES >> 20));
    }
    Ok(DynamicImage::from_decoder(decoder).map_err(|error| told(bytes, &error))?.into_rgba8().into_raw())
}

fn decode(bytes: &[u8], wanted: &Wanted) -> Result<Vec<u32>, String> {
    let texels = rgba(bytes)?;
    let (mut width, mut height) = (wanted.width as usize, wanted.height as usize);
    if texels.len() != width * height * 4 {
        return Err("it is not as large as it says".into());
    }
    let word = |pixel: &[u8]| pixel.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
    let mut words: Vec<u32> = texels.chunks_exact(4).map(word).collect();
    drop(texels);
    for _ in 0..wanted.halvings {
        words = halve(&words, width, height, wanted.colour);
        (width, height) = ((width / 2).max(1), (height / 2).max(1));
    }
    Ok(words)
}

/// Every two by two texels in one. Colours are added as light.
fn halve(words: &[u32], width: usize, height: usize, colour: bool) -> Vec<u32> {
    let curve = |value: f32| if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
    let back = |value: f32| if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
    let light: Vec<f32> = (0..256).map(|byte| byte as f32 / 255.0).map(|v| if colour { curve(v) } else { v }).collect();
    let (across, down) = ((width / 2).max(1), (height / 2).max(1));
    let at = |x: usize, y: usize| {
        let bytes = words[y.min(height - 1) * width + x.min(width - 1)].to_le_bytes();
        let [red, green, blue] = [bytes[0], bytes[1], bytes[2]].map(|byte| light[usize::from(byte)]);
        Vec4::new(red, green, blue, f32::from(bytes[3]) / 255.0)
    };
    let places = (0..down).flat_map(|y| (0..across).map(move |x| (2 * x, 2 * y)));
    let one = |(x, y)| {
        let mean = (at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1)) * 0.25;
        let shown = mean.truncate().to_array().map(|value| if colour { back(value) } else { value });
        let byte = |value: f32| (value.clamp(0.0, 1.0) * 255.0).round() as u8;
        u32::from_le_bytes([byte(shown[0]), byte(shown[1]), byte(shown[2]), byte(mean.w)])
    };
    places.map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn images(sides: &[u32]) -> Images {
        let wanted = |&side: &u32| Wanted { width: side, height: side, halvings: 0, colour: true };
        Images { wanted: sides.iter().map(wanted).enumerate().collect(), pixels: 0 }
    }

    #[test]
    fn what_fits_stays_as_it_is_and_lies_apart() {
        let mut images = images(&[4096, 1024, 4096, 4096, 4096, 1]);
        let places = images.lay();
        assert!(images.wanted.values().all(|wanted| wanted.halvings == 0));
        let mut lie: Vec<_> =
            places.values().map(|place| (place.bank, place.start, place.width * place.height)).collect();
        lie.sort_unstable();
        assert!(lie.windows(2).all(|two| two[0].0 < two[1].0 || two[0].1 + two[0].2 <= two[1].1), "{lie:?}");
        assert!(lie.iter().all(|&(bank, start, texels)| bank < 4 && (start + texels) as usize <= BANK_TEXELS));
    }

    #[test]
    fn the_largest_are_halved_until_all_fit() {
        // One of 8192 a side is two buffers by itself; nine of 4096 are one more than four buffers hold,
        // and a quarter of one wants a place of its own.
        let mut one = images(&[8192, 16]);
        one.lay();
        assert_eq!(one.wanted.values().map(|wanted| wanted.halvings).collect::<Vec<_>>(), [1, 0]);
        let mut nine = images(&[4096; 9]);
        assert_eq!(nine.lay().len(), 9);
        assert_eq!(nine.wanted.values().map(|wanted| wanted.halvings).collect::<Vec<_>>(), [1, 1, 0, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn halving_keeps_the_light() {
        let (black, white) = (0xff00_0000, 0xffff_ffff);
        let board = [black, white, white, black];
        assert_eq!(halve(&board, 2, 2, false), [0xff80_8080]);
        // Half of all light is 188 of 255 on sRGB's curve.
        assert_eq!(halve(&board, 2, 2, true), [0xffbc_bcbc]);
        assert_eq!(halve(&[white; 3], 3, 1, true), [white]);
    }
}
