//! Files of a picture: what a screen shows, or linear light in layers.

use super::{Film, plus};
use crate::renderer::Aovs;
use crate::tone::display;
use idlewatt_proto::picture::Finish;
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

/// What else there is of a picture. Both must be of its size.
#[derive(Clone, Copy, Default)]
pub struct Extras<'a> {
    /// What is seen first.
    pub aovs: Option<&'a Aovs>,
    /// The picture without its noise, row by row.
    pub denoised: Option<&'a [[f32; 3]]>,
}

impl Film {
    /// Writes the picture as it is now, with no side longer than `max_side`. The file is whole at any moment: it is
    /// written under another name first. A picture that is scaled down has no layers.
    pub fn write(
        &self,
        path: &Path,
        format: PictureFormat,
        max_side: Option<u32>,
        finish: &Finish,
        extras: Extras<'_>,
    ) -> Result<(), FilmError> {
        let (width, height) = self.fit(max_side);
        let partial = beside(path);
        let written = match (format, extras) {
            (PictureFormat::Exr, Extras { aovs: Some(aovs), denoised }) if [width, height] == self.size() => {
                self.write_layers(&partial, aovs, denoised)
            }
            (PictureFormat::Exr, _) => {
                write_exr(&partial, width as usize, height as usize, &self.scaled(width, height, extras.denoised))
            }
            (PictureFormat::Png, _) => {
                write_png(&partial, width, height, &self.scaled(width, height, extras.denoised), finish)
            }
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
    fn scaled(&self, width: u32, height: u32, instead: Option<&[[f32; 3]]>) -> Vec<[f32; 3]> {
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
                    sum = plus(sum, instead.map_or_else(|| self.pixel(x, y), |pixels| pixels[self.index(x, y)]));
                }
                pixels.push(sum.map(|sum| sum / covered));
            }
        }
        pixels
    }

    /// One part with all channels, named as Blender and Nuke take them apart again: layer, point, channel.
    fn write_layers(&self, path: &Path, aovs: &Aovs, denoised: Option<&[[f32; 3]]>) -> io::Result<()> {
        use exr::prelude::{
            AnyChannel, AnyChannels, Encoding, FlatSamples, Image, Layer, LayerAttributes, WritableImage,
        };
        let noisy = self.scaled(self.width, self.height, None);
        let seen = &aovs.pixels;
        let mut channels = Vec::new();
        let mut add = |name: String, samples: Vec<f32>| {
            channels.push(AnyChannel::new(name.as_str(), FlatSamples::F32(samples)));
        };
        for (c, name) in ["R", "G", "B"].into_iter().enumerate() {
            add(name.to_owned(), denoised.unwrap_or(&noisy).iter().map(|pixel| pixel[c]).collect());
            if denoised.is_some() {
                add(format!("noisy.{name}"), noisy.iter().map(|pixel| pixel[c]).collect());
            }
            add(format!("albedo.{name}"), seen.iter().map(|seen| seen.albedo[c]).collect());
        }
        for (c, name) in ["X", "Y", "Z"].into_iter().enumerate() {
            add(format!("normal.{name}"), seen.iter().map(|seen| seen.normal[c]).collect());
        }
        add("depth.Z".to_owned(), seen.iter().map(|seen| seen.depth).collect());
        add("object_id".to_owned(), seen.iter().map(|seen| seen.object).collect());
        add("material_id".to_owned(), seen.iter().map(|seen| seen.material).collect());
        let channels = AnyChannels::sort(channels.into_iter().collect());
        let size = (self.width as usize, self.height as usize);
        let layer = Layer::new(size, LayerAttributes::default(), Encoding::FAST_LOSSLESS, channels);
        Image::from_layer(layer).write().non_parallel().to_file(path).map_err(io::Error::other)
    }
}

/// A name in the same folder, so that renaming is one step.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

fn write_png(path: &Path, width: u32, height: u32, pixels: &[[f32; 3]], finish: &Finish) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
    let bytes: Vec<u8> = pixels.iter().flat_map(|&pixel| display(pixel, finish)).collect();
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
