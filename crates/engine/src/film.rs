//! The picture: sums of samples per pixel, and its files.

use idlewatt_proto::job::RenderUnit;
use idlewatt_proto::worker::PictureFormat;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Why a picture has no file, or a result no place in it.
#[derive(Debug, thiserror::Error)]
pub enum FilmError {
    /// The unit does not lie in the picture, or its sums are not as many as its pixels.
    #[error("the result does not fit the picture")]
    Mismatch,
    /// The file cannot be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// Which.
        path: String,
        /// What the system says.
        source: io::Error,
    },
}

/// A picture that grows.
pub struct Film {
    width: u32,
    height: u32,
    sums: Vec<[f32; 3]>,
    counts: Vec<u32>,
}

impl Film {
    /// A picture without samples.
    pub fn new(width: u32, height: u32) -> Self {
        let pixels = width as usize * height as usize;
        Self { width, height, sums: vec![[0.0; 3]; pixels], counts: vec![0; pixels] }
    }

    /// Adds a unit's sums. The unit's samples must be those that the sums hold.
    pub fn add(&mut self, unit: &RenderUnit, sums: &[[f32; 3]]) -> Result<(), FilmError> {
        let tile = unit.tile;
        let within = |start: u32, length: u32, end: u32| start.checked_add(length).is_some_and(|sum| sum <= end);
        let fits = within(tile.x, tile.width, self.width) && within(tile.y, tile.height, self.height);
        if !fits || sums.len() as u64 != tile.pixels() {
            return Err(FilmError::Mismatch);
        }
        for (row, sums) in sums.chunks_exact(tile.width.max(1) as usize).enumerate() {
            let start = (tile.y as usize + row) * self.width as usize + tile.x as usize;
            let pixels = self.sums[start..].iter_mut().zip(&mut self.counts[start..]);
            for ((sum, count), more) in pixels.zip(sums) {
                *sum = [sum[0] + more[0], sum[1] + more[1], sum[2] + more[2]];
                *count = count.saturating_add(unit.samples.count);
            }
        }
        Ok(())
    }

    /// The mean of a pixel's samples; black where there are none yet.
    pub fn pixel(&self, x: u32, y: u32) -> [f32; 3] {
        let at = y as usize * self.width as usize + x as usize;
        let scale = 1.0 / self.counts[at].max(1) as f32;
        self.sums[at].map(|sum| sum * scale)
    }

    /// Writes the picture as it is now, with no side longer than `max_side`. The file is whole at any moment: it is
    /// written under another name first.
    pub fn write(&self, path: &Path, format: PictureFormat, max_side: Option<u32>) -> Result<(), FilmError> {
        let (width, height) = self.fit(max_side);
        let pixels = self.scaled(width, height);
        let partial = beside(path);
        let written = match format {
            PictureFormat::Png => write_png(&partial, width, height, &pixels),
            PictureFormat::Exr => write_exr(&partial, width as usize, height as usize, &pixels),
        };
        written.and_then(|()| fs::rename(&partial, path)).map_err(|source| {
            let _ = fs::remove_file(&partial);
            FilmError::Write { path: path.display().to_string(), source }
        })
    }

    fn fit(&self, max_side: Option<u32>) -> (u32, u32) {
        let longest = self.width.max(self.height);
        let side = max_side.unwrap_or(longest).clamp(1, longest.max(1));
        let scale =
            |length: u32| (u64::from(length) * u64::from(side)).div_ceil(u64::from(longest.max(1))).max(1) as u32;
        (scale(self.width), scale(self.height))
    }

    /// The picture at a smaller size: each pixel is the mean of those it covers.
    fn scaled(&self, width: u32, height: u32) -> Vec<[f32; 3]> {
        let span = |at: u32, of: u32, from: u32| {
            let start = u64::from(at) * u64::from(from) / u64::from(of);
            let end = (u64::from(at + 1) * u64::from(from) / u64::from(of)).max(start + 1);
            start as u32..end as u32
        };
        let mut pixels = Vec::with_capacity(width as usize * height as usize);
        for y in 0..height {
            for x in 0..width {
                let rows = span(y, height, self.height);
                let columns = span(x, width, self.width);
                let covered = (rows.len() * columns.len()) as f32;
                let mut sum = [0.0; 3];
                for (x, y) in rows.flat_map(|y| columns.clone().map(move |x| (x, y))) {
                    let pixel = self.pixel(x, y);
                    sum = [sum[0] + pixel[0], sum[1] + pixel[1], sum[2] + pixel[2]];
                }
                pixels.push(sum.map(|sum| sum / covered));
            }
        }
        pixels
    }
}

/// A name in the same folder, so that renaming is one step.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

fn write_png(path: &Path, width: u32, height: u32, pixels: &[[f32; 3]]) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
    let bytes: Vec<u8> = pixels.iter().flat_map(|&pixel| display(pixel)).collect();
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&bytes)?;
    writer.finish()?;
    file.flush()
}

fn write_exr(path: &Path, width: usize, height: usize, pixels: &[[f32; 3]]) -> io::Result<()> {
    use exr::prelude::{Encoding, Image, SpecificChannels, Vec2, WritableImage};
    let colour = |Vec2(x, y): Vec2<usize>| {
        let [red, green, blue] = pixels[y * width + x];
        (red, green, blue)
    };
    let image = Image::from_encoded_channels((width, height), Encoding::FAST_LOSSLESS, SpecificChannels::rgb(colour));
    image.write().non_parallel().to_file(path).map_err(io::Error::other)
}

/// Linear light as it goes to a screen: the Khronos PBR Neutral curve, which keeps the hues and most of the brightness
/// of ordinary surfaces and bends only highlights towards white, then sRGB.
fn display(pixel: [f32; 3]) -> [u8; 3] {
    const START: f32 = 0.8 - 0.04;
    const FADE: f32 = 0.15;
    let least = pixel.iter().copied().fold(f32::INFINITY, f32::min);
    let toe = if least < 0.08 { least - 6.25 * least * least } else { 0.04 };
    let base = pixel.map(|value| value - toe);
    let peak = base.iter().copied().fold(0.0, f32::max);
    if peak < START {
        return base.map(encode);
    }
    let room = 1.0 - START;
    let bent = 1.0 - room * room / (peak + room - START);
    let white = 1.0 - 1.0 / (FADE * (peak - bent) + 1.0);
    base.map(|value| encode(value * bent / peak * (1.0 - white) + bent * white))
}

fn encode(linear: f32) -> u8 {
    let v = linear.clamp(0.0, 1.0);
    let srgb = if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
    (srgb * 255.0 + 0.5) as u8
}
