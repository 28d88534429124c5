//! Small networks made up of random numbers, as files: for tests and trials.

use super::network::HALVES;
use half::f16;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// How such a network is made.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Channels between the first convolution and the last.
    pub channels: u32,
    /// Convolutions, two at least.
    pub convs: u32,
    /// How many times as many pixels come out of them.
    pub factor: u32,
    /// How many times as many are left in the end.
    pub scale: u32,
}

impl Size {
    /// The text of its `.param` file.
    pub fn param(&self) -> String {
        let mut lines = String::new();
        let mut count = 0;
        let mut line = |text: String| {
            let _ = writeln!(lines, "{text}");
            count += 1;
        };
        line("Input in 0 1 data".into());
        line("Split split 1 2 data base begin".into());
        let mut flows = "begin".to_owned();
        for (at, (ins, outs)) in self.sides().into_iter().enumerate() {
            let weights = ins * outs * 9;
            line(format!("Convolution conv{at} 1 1 {flows} sum{at} 0={outs} 1=3 4=1 5=1 6={weights}"));
            flows = format!("sum{at}");
            if at as u32 + 1 < self.convs {
                line(format!("PReLU prelu{at} 1 1 {flows} out{at} 0={outs}"));
                flows = format!("out{at}");
            }
        }
        let times = f64::from(self.factor);
        line(format!("PixelShuffle shuffle 1 1 {flows} large 0={}", self.factor));
        line(format!("Interp interp 1 1 base plain 0=1 1={times:e} 2={times:e}"));
        line("BinaryOp add 2 1 large plain sum".into());
        if self.scale != self.factor {
            let times = f64::from(self.scale) / f64::from(self.factor);
            line(format!("Interp less 1 1 sum result 0=3 1={times:e} 2={times:e}"));
        }
        format!("7767517\n{count} {}\n{lines}", count + 1)
    }

    /// The bytes of its `.bin` file: always the same. Numbers stay as large as they go in, more or less.
    pub fn weights(&self) -> Vec<u8> {
        let mut state = 1_u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1_u64 << 24) as f32 - 0.5
        };
        let mut out = Vec::new();
        for (at, (ins, outs)) in self.sides().into_iter().enumerate() {
            let size = 2.0 / (ins as f32).sqrt();
            out.extend(HALVES.to_le_bytes());
            out.extend((0..ins * outs * 9).flat_map(|_| f16::from_f32(random() * size).to_le_bytes()));
            out.resize(out.len().next_multiple_of(4), 0);
            let floats = if at as u32 + 1 < self.convs { outs * 2 } else { outs };
            out.extend((0..floats).flat_map(|_| (random() * 0.5).to_le_bytes()));
        }
        out
    }

    /// Writes both files.
    pub fn write(&self, param: &Path) -> io::Result<()> {
        fs::write(param, self.param())?;
        fs::write(param.with_extension("bin"), self.weights())
    }

    /// Channels in and out of each convolution.
    fn sides(&self) -> Vec<(u32, u32)> {
        let last = 3 * self.factor * self.factor;
        let outs = |at| if at + 1 == self.convs { last } else { self.channels };
        (0..self.convs).map(|at| (if at == 0 { 3 } else { self.channels }, outs(at))).collect()
    }
}
