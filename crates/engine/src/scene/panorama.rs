//! Pictures of all that is around a scene, as files bring them: OpenEXR or Radiance, the sky at the top, all the way round.

use super::{SceneError, images};
use crate::limits::{ENVIRONMENT_BLOCK_BYTES, ENVIRONMENT_LEAST, ENVIRONMENT_PIXELS, ENVIRONMENT_WORDS};
use exr::meta::MetaData;
use glam::Vec3;
use image::codecs::hdr::HdrDecoder;
use image::{DynamicImage, ImageDecoder};
use std::io::Cursor;

/// The most that half floats hold: what they call infinite was brighter than that.
const HALF_MOST: f32 = 65504.0;
const EXR_MAGIC: &[u8] = &[0x76, 0x2f, 0x31, 0x01];

/// Linear red, green and blue by rows, the first of which is around the zenith.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Panorama {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<Vec3>,
}

fn bad(what: impl Into<String>) -> SceneError {
    SceneError::Environment(what.into())
}

/// What a library says, in a line.
fn said(bytes: &[u8], error: &image::ImageError) -> SceneError {
    let words = images::told(bytes, error);
    bad(if words == images::ENDS_EARLY { words } else { format!("its file cannot be read: {words}") })
}

fn said_of_exr(bytes: &[u8], error: exr::error::Error) -> SceneError {
    said(
        bytes,
        &match error {
            exr::error::Error::Io(error) => image::ImageError::IoError(error),
            error => image::ImageError::IoError(std::io::Error::other(error.to_string())),
        },
    )
}

impl Panorama {
    /// Out of a file's bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, SceneError> {
        let mut panorama = if bytes.starts_with(EXR_MAGIC) {
            read_exr(bytes)?
        } else if bytes.starts_with(b"#?") {
            read_radiance(bytes)?
        } else {
            return Err(bad("it is neither OpenEXR nor Radiance (.hdr)"));
        };
        for pixel in &mut panorama.pixels {
            *pixel = Vec3::from_array(pixel.to_array().map(tame));
        }
        Ok(panorama)
    }

    /// Halved until it fits, and how often.
    pub fn fit(mut self) -> (Self, u32) {
        let mut halvings = 0;
        while words(self.width, self.height) > ENVIRONMENT_WORDS {
            self = self.halved();
            halvings += 1;
        }
        (self, halvings)
    }

    /// Every two by two pixels in one.
    fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let at = |x: u32, y: u32| self.pixel(x.min(self.width - 1), y.min(self.height - 1));
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (2 * x, 2 * y)));
        let one = |(x, y)| (at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1)) * 0.25;
        Self { width, height, pixels: places.map(one).collect() }
    }

    /// Fine enough for rows to differ in how much of the sphere they are, with the same light everywhere.
    pub fn refined(mut self) -> Self {
        while self.height < ENVIRONMENT_LEAST {
            self = self.doubled(false);
        }
        while self.width < 2 * ENVIRONMENT_LEAST {
            self = self.doubled(true);
        }
        self
    }

    fn doubled(&self, across: bool) -> Self {
        let (width, height) = if across { (self.width * 2, self.height) } else { (self.width, self.height * 2) };
        let place = |x: u32, y: u32| {
            // Of two new pixels the first leans to the one before, the second to the one after.
            let (mine, beside) = if across {
                let step = if x.is_multiple_of(2) { self.width - 1 } else { 1 };
                ((x / 2, y), ((x / 2 + step) % self.width, y))
            } else {
                let row =
                    if y.is_multiple_of(2) { (y / 2).saturating_sub(1) } else { (y / 2 + 1).min(self.height - 1) };
                ((x, y / 2), (x, row))
            };
            self.pixel(mine.0, mine.1) * 0.75 + self.pixel(beside.0, beside.1) * 0.25
        };
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| place(x, y))).collect();
        Self { width, height, pixels }
    }

    fn pixel(&self, x: u32, y: u32) -> Vec3 {
        self.pixels[y as usize * self.width as usize + x as usize]
    }
}

/// Words that its table takes.
pub(super) fn words(width: u32, height: u32) -> u64 {
    2 * u64::from(width) * u64::from(height) + u64::from(height)
}

/// Light is neither negative nor undefined.
fn tame(value: f32) -> f32 {
    match value {
        _ if value.is_nan() || value < 0.0 => 0.0,
        f32::INFINITY => HALF_MOST,
        _ => value,
    }
}

fn check_size(width: usize, height: usize) -> Result<(), SceneError> {
    if width == 0 || height == 0 {
        return Err(bad("its picture has no pixels"));
    }
    images::check_most(width as u64, height as u64, ENVIRONMENT_PIXELS).map_err(bad)
}

fn read_radiance(bytes: &[u8]) -> Result<Panorama, SceneError> {
    let decoder = HdrDecoder::new_nonstrict(Cursor::new(bytes)).map_err(|error| said(bytes, &error))?;
    let (width, height) = decoder.dimensions();
    check_size(width as usize, height as usize)?;
    let image = DynamicImage::from_decoder(decoder).map_err(|error| said(bytes, &error))?.into_rgb32f();
    let pixels = image.as_raw().chunks_exact(3).map(Vec3::from_slice).collect();
    Ok(Panorama { width, height, pixels })
}

fn read_exr(bytes: &[u8]) -> Result<Panorama, SceneError> {
    use exr::prelude::{ReadChannels, ReadLayers, Vec2, read};
    // Everything that the library will take memory for is known from the headers.
    let about = MetaData::read_from_buffered(Cursor::new(bytes), false).map_err(|error| said_of_exr(bytes, error))?;
    for header in &about.headers {
        check_size(header.layer_size.x(), header.layer_size.y())?;
        if header.deep {
            return Err(bad("its file has deep data, which is not read"));
        }
        let Vec2(across, down) = header.max_block_pixel_size();
        let block = (across as u64).checked_mul(down as u64);
        let block = block.and_then(|pixels| pixels.checked_mul(header.channels.bytes_per_pixel as u64));
        if block.is_none_or(|bytes| bytes > ENVIRONMENT_BLOCK_BYTES) {
            return Err(SceneError::TooLarge {
                what: "bytes in a block of the environment",
                most: ENVIRONMENT_BLOCK_BYTES,
            });
        }
    }
    let create = |Vec2(width, height): Vec2<usize>, _: &_| Panorama {
        width: width as u32,
        height: height as u32,
        pixels: vec![Vec3::ZERO; width * height],
    };
    let set = |panorama: &mut Panorama, Vec2(x, y): Vec2<usize>, (red, green, blue): (f32, f32, f32)| {
        panorama.pixels[y * panorama.width as usize + x] = Vec3::new(red, green, blue);
    };
    let image = read().no_deep_data().largest_resolution_level().rgb_channels(create, set).first_valid_layer();
    let image = image
        .all_attributes()
        .non_parallel()
        .from_buffered(Cursor::new(bytes))
        .map_err(|error| said_of_exr(bytes, error))?;
    Ok(image.layer_data.channel_data.pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halving_and_doubling_keep_the_light() {
        let pixels = (0..32).map(|i| Vec3::splat(i as f32)).collect();
        let panorama = Panorama { width: 8, height: 4, pixels };
        let half = panorama.halved();
        assert_eq!((half.width, half.height, half.pixels[0]), (4, 2, Vec3::splat(4.5)));
        let fine = panorama.clone().refined();
        assert_eq!((fine.width, fine.height), (128, 64));
        let mean = |p: &Panorama| p.pixels.iter().map(|p| p.x).sum::<f32>() / p.pixels.len() as f32;
        assert!((mean(&fine) - mean(&panorama)).abs() < 1.0e-3 && (mean(&half) - mean(&panorama)).abs() < 1.0e-3);
    }

    #[test]
    fn what_is_no_light_is_tamed() {
        assert_eq!([f32::NAN, -1.0, f32::INFINITY, f32::NEG_INFINITY, 2.5].map(tame), [0.0, 0.0, HALF_MOST, 0.0, 2.5]);
    }
}
