//! A network from its two files: `.param` with the layers, `.bin` beside it with the weights.

use super::error::NetworkError;
use super::param::{Shape, Structure};
use crate::limits::PARAM_BYTES;
use half::f16;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What stands before weights that are stored as halves.
pub(super) const HALVES: u32 = 0x0130_6B47;

/// A convolution of 3 x 3 places, and what becomes of what is below nought.
#[derive(Debug, Clone, PartialEq)]
pub struct Conv {
    /// Channels that go in.
    pub ins: u32,
    /// Channels that come out.
    pub outs: u32,
    /// `[out][in][row][column]`.
    pub weights: Vec<f16>,
    /// For each channel that comes out.
    pub bias: Vec<f32>,
    /// What each is multiplied with where it is below nought; one where nothing happens.
    pub slope: Vec<f32>,
}

/// A network in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// In their order. The last one has three channels for each pixel that becomes of one.
    pub convs: Vec<Conv>,
    /// How many times as many pixels come out of them, across and down.
    pub factor: u32,
    /// How many times as many are left in the end.
    pub scale: u32,
}

impl Network {
    /// Reads a `.param` file and the `.bin` file beside it.
    pub fn open(param: &Path) -> Result<Self, NetworkError> {
        let text = read(param, |_| Ok(PARAM_BYTES), "bytes in its .param file")?;
        let structure = Structure::read(&String::from_utf8(text).map_err(|_| NetworkError::NotANetwork)?)?;
        let needs = structure.bytes();
        let exactly = |has| if has == needs { Ok(needs) } else { Err(NetworkError::Size { needs }) };
        let weights = read(&param.with_extension("bin"), exactly, "bytes of weights")?;
        Self::from_parts(&structure, &weights)
    }

    pub(super) fn from_parts(structure: &Structure, bytes: &[u8]) -> Result<Self, NetworkError> {
        let mut rest = Rest { bytes, needs: structure.bytes() };
        let convs = structure.convs.iter().map(|shape| rest.conv(*shape)).collect::<Result<Vec<_>, _>>()?;
        if !rest.bytes.is_empty() {
            return Err(NetworkError::Size { needs: structure.bytes() });
        }
        Ok(Self { convs, factor: structure.factor, scale: structure.scale })
    }

    /// Whether what the convolutions make is made smaller again.
    pub fn resizes(&self) -> bool {
        self.scale != self.factor
    }

    /// How many pixels around one have a say in what becomes of it.
    pub fn reach(&self) -> u32 {
        self.convs.len() as u32 + u32::from(self.resizes())
    }
}

impl Structure {
    /// How long the `.bin` file is.
    pub fn bytes(&self) -> u64 {
        self.convs.iter().map(|conv| conv.bytes()).sum()
    }
}

impl Shape {
    fn weights(&self) -> usize {
        self.ins as usize * self.outs as usize * 9
    }

    /// Tag, halves up to a whole word, biases, slopes.
    fn bytes(&self) -> u64 {
        let outs = u64::from(self.outs) * 4;
        4 + (self.weights() as u64 * 2).next_multiple_of(4) + outs + if self.prelu { outs } else { 0 }
    }
}

/// Reads a file whose length is as `bound` wants it; no more than that, should it grow meanwhile.
fn read(
    path: &Path,
    bound: impl FnOnce(u64) -> Result<u64, NetworkError>,
    what: &'static str,
) -> Result<Vec<u8>, NetworkError> {
    let failed = |source| NetworkError::Read { path: path.display().to_string(), source };
    // Opening a pipe would wait for somebody to write into it.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(NetworkError::NotAFile { path: path.display().to_string() });
    }
    let file = File::open(path).map_err(failed)?;
    let most = bound(file.metadata().map_err(failed)?.len())?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most {
        return Err(NetworkError::TooLarge { what, most });
    }
    Ok(bytes)
}

/// What has not been read yet.
struct Rest<'b> {
    bytes: &'b [u8],
    needs: u64,
}

impl<'b> Rest<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], NetworkError> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(NetworkError::Size { needs: self.needs })?;
        self.bytes = rest;
        Ok(taken)
    }

    fn conv(&mut self, shape: Shape) -> Result<Conv, NetworkError> {
        let tag = self.take(4)?;
        if tag != HALVES.to_le_bytes() {
            return Err(NetworkError::NotHalves);
        }
        let count = shape.weights();
        let halves = &self.take((count * 2).next_multiple_of(4))?[..count * 2];
        let weights: Vec<_> = halves.as_chunks().0.iter().map(|bytes| f16::from_le_bytes(*bytes)).collect();
        if !weights.iter().all(|weight| weight.is_finite()) {
            return Err(NetworkError::NotFinite);
        }
        let outs = shape.outs as usize;
        let bias = self.floats(outs)?;
        let slope = if shape.prelu { self.floats(outs)? } else { vec![1.0; outs] };
        Ok(Conv { ins: shape.ins, outs: shape.outs, weights, bias, slope })
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, NetworkError> {
        let floats: Vec<_> =
            self.take(count * 4)?.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        // No further than halves go, so that sums stay finite for some layers at least.
        let tame = floats.iter().all(|number| number.abs() <= f32::from(f16::MAX));
        tame.then_some(floats).ok_or(NetworkError::NotFinite)
    }
}
