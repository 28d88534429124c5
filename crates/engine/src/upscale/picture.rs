//! Pictures in memory, eight bits a colour, and their PNG files.

use super::error::PictureError;
use idlewatt_proto::limits::{PICTURE_PIXELS, PICTURE_SIDE};
use png::{ColorType, Info, Transformations};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::Path;

/// A picture, row by row.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green, blue.
    pub colours: Vec<[u8; 3]>,
    /// How opaque each pixel is, where the file says so.
    pub alpha: Option<Vec<u8>>,
    /// What the file says of its colours' meaning.
    pub(super) meaning: Info<'static>,
}

impl Picture {
    /// Reads a PNG of any kind, if it can be enlarged so many times. Of more than eight bits the upper ones are kept.
    pub fn open(path: &Path, scale: u32) -> Result<Self, PictureError> {
        let failed = |source| PictureError::Read { path: path.display().to_string(), source };
        // Opening a pipe would wait for somebody to write into it.
        if !fs::metadata(path).map_err(failed)?.is_file() {
            return Err(PictureError::NotAFile { path: path.display().to_string() });
        }
        Self::read(BufReader::new(File::open(path).map_err(failed)?), scale)
    }

    /// The same from anywhere.
    pub fn read(from: impl BufRead + Seek, scale: u32) -> Result<Self, PictureError> {
        let invalid = |error: png::DecodingError| PictureError::Invalid(error.to_string());
        let mut decoder = png::Decoder::new(from);
        decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
        decoder.set_ignore_text_chunk(true);
        let (width, height) = decoder.read_header_info().map_err(invalid)?.size();
        may_be_enlarged(width, height, scale)?;
        let mut reader = decoder.read_info().map_err(invalid)?;
        let size = reader.output_buffer_size().ok_or_else(|| PictureError::Invalid("it is too large".into()))?;
        let mut bytes = vec![0; size];
        let frame = reader.next_frame(&mut bytes).map_err(invalid)?;
        if (frame.width, frame.height) != (width, height) {
            return Err(PictureError::Invalid("its first picture is smaller than the file says".into()));
        }
        let meaning = meaning(reader.info(), width, height);
        drop(reader);
        let alpha = |channels: usize| Some(bytes.iter().skip(channels - 1).step_by(channels).copied().collect());
        let (colours, alpha) = match frame.color_type {
            ColorType::Grayscale => (bytes.iter().map(|&grey| [grey; 3]).collect(), None),
            ColorType::GrayscaleAlpha => {
                (bytes.as_chunks::<2>().0.iter().map(|&[grey, _]| [grey; 3]).collect(), alpha(2))
            }
            ColorType::Rgb => (bytes.as_chunks::<3>().0.to_vec(), None),
            ColorType::Rgba => (bytes.as_chunks::<4>().0.iter().map(|&[r, g, b, _]| [r, g, b]).collect(), alpha(4)),
            ColorType::Indexed => return Err(PictureError::Invalid("its palette cannot be read".into())),
        };
        Ok(Self { width, height, colours, alpha, meaning })
    }

    /// Writes it as a PNG. The file is whole at any moment: it is written under another name first.
    pub fn write(&self, path: &Path) -> Result<(), PictureError> {
        let partial = path.with_extension("part");
        self.encode(&partial).and_then(|()| fs::rename(&partial, path)).map_err(|source| {
            let _ = fs::remove_file(&partial);
            PictureError::Write { path: path.display().to_string(), source }
        })
    }

    fn encode(&self, path: &Path) -> io::Result<()> {
        let mut info = self.meaning.clone();
        (info.width, info.height) = (self.width, self.height);
        info.color_type = if self.alpha.is_some() { ColorType::Rgba } else { ColorType::Rgb };
        let mut file = BufWriter::new(File::create(path)?);
        let mut writer = png::Encoder::with_info(&mut file, info)?.write_header()?;
        match &self.alpha {
            None => writer.write_image_data(self.colours.as_flattened())?,
            Some(alpha) => {
                let pixels: Vec<_> = self.colours.iter().zip(alpha).map(|(&[r, g, b], &a)| [r, g, b, a]).collect();
                writer.write_image_data(pixels.as_flattened())?;
            }
        }
        writer.finish()?;
        file.flush()
    }

    /// How opaque each pixel is once there are so many times as many, between the old ones in proportion.
    pub(super) fn enlarged_alpha(&self, scale: u32) -> Option<Vec<u8>> {
        let alpha = self.alpha.as_ref()?;
        // Where a new pixel's middle lies: which old one is before it, and how many of 2 * scale parts beyond that one.
        let spots = |length: u32| -> Vec<[usize; 3]> {
            let spot = |at: u32| {
                let middle = (2 * at + 1).saturating_sub(scale);
                let before = (middle / (2 * scale)).min(length - 1);
                [before as usize, (before + 1).min(length - 1) as usize, (middle % (2 * scale)) as usize]
            };
            (0..length * scale).map(spot).collect()
        };
        let (columns, parts) = (spots(self.width), 2 * scale as usize);
        let mut out = Vec::with_capacity(alpha.len() * (scale * scale) as usize);
        for [above, below, down] in spots(self.height) {
            let row = |at: usize| &alpha[at * self.width as usize..][..self.width as usize];
            let (above, below) = (row(above), row(below));
            out.extend(columns.iter().map(|&[left, right, across]| {
                let mix = |row: &[u8]| usize::from(row[left]) * (parts - across) + usize::from(row[right]) * across;
                let all = mix(above) * (parts - down) + mix(below) * down;
                ((all + parts * parts / 2) / (parts * parts)) as u8
            }));
        }
        Some(out)
    }
}

fn may_be_enlarged(width: u32, height: u32, scale: u32) -> Result<(), PictureError> {
    let [across, down] = [width, height].map(|side| u64::from(side) * u64::from(scale));
    let fits = across.max(down) <= u64::from(PICTURE_SIDE) && across * down <= PICTURE_PIXELS;
    let (most_pixels, most_side) = (PICTURE_PIXELS, PICTURE_SIDE);
    fits.then_some(()).ok_or(PictureError::TooLarge { scale, width, height, most_pixels, most_side })
}

/// What a file says of its colours' meaning. A profile of grey does not fit the colours that come out.
fn meaning(info: &Info<'_>, width: u32, height: u32) -> Info<'static> {
    let grey = matches!(info.color_type, ColorType::Grayscale | ColorType::GrayscaleAlpha);
    let mut meaning = Info::with_size(width, height);
    meaning.srgb = info.srgb;
    meaning.source_gamma = info.source_gamma;
    meaning.source_chromaticities = info.source_chromaticities;
    meaning.icc_profile = info.icc_profile.as_ref().filter(|_| !grey).map(|profile| profile.to_vec().into());
    meaning
}
