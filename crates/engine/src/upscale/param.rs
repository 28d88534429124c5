//! ncnn's `.param` text: the layers of a network, one a line, and what flows between them by name.
//!
//! Format: <https://github.com/Tencent/ncnn/wiki/param-and-model-file-structure>. Read strictly: a layer or a parameter
//! that is passed over would mean other pictures than the network's author saw.

use super::error::NetworkError;
use crate::limits::{NETWORK_CHANNELS, NETWORK_CONVS, NETWORK_FACTOR, NETWORK_LINES};

/// What a convolution is like, without its weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    pub ins: u32,
    pub outs: u32,
    /// Whether a PReLU follows.
    pub prelu: bool,
}

/// What a network is like, without its weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    pub convs: Vec<Shape>,
    /// How many times as many pixels come out of the convolutions, across and down.
    pub factor: u32,
    /// How many times as many are left in the end.
    pub scale: u32,
}

/// A line that describes a layer.
struct Layer<'t> {
    /// Counted from one.
    line: usize,
    kind: &'t str,
    inputs: Vec<&'t str>,
    outputs: Vec<&'t str>,
    values: Vec<(u32, &'t str)>,
}

impl Structure {
    pub fn read(text: &str) -> Result<Self, NetworkError> {
        let mut lines = text.lines().map(str::trim).zip(1..).filter(|(line, _)| !line.is_empty());
        if lines.next().is_none_or(|(magic, _)| magic != "7767517") {
            return Err(NetworkError::NotANetwork);
        }
        let (counts, line) = lines.next().ok_or_else(|| invalid(2, "it ends here"))?;
        let counted: Vec<_> = counts.split_whitespace().map(str::parse::<usize>).collect();
        let [Ok(layers), Ok(_)] = counted[..] else {
            return Err(invalid(line, "it must say how many layers and blobs there are"));
        };
        if layers > NETWORK_LINES {
            return Err(NetworkError::TooLarge { what: "layers", most: NETWORK_LINES as u64 });
        }
        let described: Vec<_> = lines.by_ref().take(layers).map(|(text, line)| Layer::read(text, line)).collect();
        let described: Vec<_> = described.into_iter().collect::<Result<_, _>>()?;
        let last = described.last().map_or(line, |layer| layer.line);
        if described.len() != layers || lines.next().is_some() {
            return Err(invalid(last, &format!("{layers} layers were announced")));
        }
        Walk { layers: described.into_iter().peekable(), last }.structure()
    }
}

fn invalid(line: usize, what: &str) -> NetworkError {
    NetworkError::Line { line, what: what.to_owned() }
}

/// A name from a stranger's file, fit for a sentence.
fn shown(name: &str) -> String {
    name.chars().take(40).flat_map(char::escape_debug).collect()
}

impl<'t> Layer<'t> {
    fn read(text: &'t str, line: usize) -> Result<Self, NetworkError> {
        let mut words = text.split_whitespace();
        let mut word = || words.next().ok_or_else(|| invalid(line, "it is too short"));
        let (kind, _name) = (word()?, word()?);
        let count = |word: &str| {
            // No layer of such a network has more than two of either.
            let count = word.parse().ok().filter(|count| *count <= 2_usize);
            count.ok_or_else(|| invalid(line, &format!("{:?} is no number of blobs", shown(word))))
        };
        let (ins, outs) = (count(word()?)?, count(word()?)?);
        let inputs = (0..ins).map(|_| word()).collect::<Result<Vec<_>, _>>()?;
        let outputs = (0..outs).map(|_| word()).collect::<Result<Vec<_>, _>>()?;
        let mut values: Vec<(u32, &str)> = Vec::new();
        for pair in words {
            let value = pair.split_once('=').and_then(|(key, value)| Some((key.parse().ok()?, value)));
            let value = value.filter(|(key, _)| values.iter().all(|(other, _)| other != key));
            values.push(value.ok_or_else(|| invalid(line, &format!("{:?} is no parameter", shown(pair))))?);
        }
        Ok(Self { line, kind, inputs, outputs, values })
    }

    /// That it has this many blobs, and no parameters but these.
    fn check(&self, ins: usize, outs: usize, known: &[u32]) -> Result<(), NetworkError> {
        if (self.inputs.len(), self.outputs.len()) != (ins, outs) {
            return Err(invalid(self.line, &format!("a {} has {ins} inputs and {outs} outputs", self.kind)));
        }
        match self.values.iter().find(|(key, _)| !known.contains(key)) {
            Some((key, _)) => Err(invalid(self.line, &format!("parameter {key} of a {} is not known here", self.kind))),
            None => Ok(()),
        }
    }

    /// A parameter that is a whole number.
    fn whole(&self, key: u32, default: u32) -> Result<u32, NetworkError> {
        self.value(key, default)
    }

    /// Any parameter.
    fn value<T: std::str::FromStr>(&self, key: u32, default: T) -> Result<T, NetworkError> {
        let Some((_, text)) = self.values.iter().find(|(other, _)| *other == key) else { return Ok(default) };
        text.parse().map_err(|_| invalid(self.line, &format!("{:?} is no number", shown(text))))
    }

    /// That parameters have the only values that are known.
    fn must(&self, key: u32, default: u32, value: u32) -> Result<(), NetworkError> {
        match self.whole(key, default)? {
            is if is == value => Ok(()),
            is => Err(invalid(self.line, &format!("parameter {key} of a {} is {is}, not {value}", self.kind))),
        }
    }

    /// The channels that a convolution makes of so many.
    fn outs_of(&self, ins: u32) -> Result<u32, NetworkError> {
        self.check(1, 1, &[0, 1, 2, 3, 4, 5, 6])?;
        // Side, dilation, stride, what is put around, bias.
        let known = [(1, 0, 3), (2, 1, 1), (3, 1, 1), (4, 0, 1), (5, 0, 1)];
        known.into_iter().try_for_each(|(key, default, value)| self.must(key, default, value))?;
        let outs = self.whole(0, 0)?;
        if outs > NETWORK_CHANNELS {
            return Err(NetworkError::TooLarge { what: "channels", most: u64::from(NETWORK_CHANNELS) });
        }
        if outs == 0 || self.whole(6, 0)? != ins * outs * 9 {
            return Err(invalid(self.line, "its numbers of channels and of weights do not fit each other"));
        }
        Ok(outs)
    }

    fn reads(&self, blobs: &[&str]) -> Result<(), NetworkError> {
        let same = self.inputs.len() == blobs.len() && blobs.iter().all(|blob| self.inputs.contains(blob));
        same.then_some(()).ok_or_else(|| invalid(self.line, "it does not take up what comes before it"))
    }

    fn unlike(&self, needs: &'static str) -> NetworkError {
        NetworkError::Layer { line: self.line, found: format!("a {}", shown(self.kind)), needs }
    }
}

/// The layers, one after another.
struct Walk<'t> {
    layers: std::iter::Peekable<std::vec::IntoIter<Layer<'t>>>,
    /// The line of the last one.
    last: usize,
}

impl<'t> Walk<'t> {
    fn structure(mut self) -> Result<Structure, NetworkError> {
        let input = self.next("Input")?;
        // A size that it was exported with, which any picture is free to have or not.
        input.check(0, 1, &[0, 1, 2])?;
        let split = self.next("Split")?;
        split.check(1, 2, &[])?;
        split.reads(&[input.outputs[0]])?;
        let (convs, sum, base) = self.convs(&split)?;

        let shuffle = self.next("PixelShuffle")?;
        shuffle.check(1, 1, &[0, 1])?;
        shuffle.reads(&[sum])?;
        shuffle.must(1, 0, 0)?;
        let factor = shuffle.whole(0, 1)?;
        if !(2..=NETWORK_FACTOR).contains(&factor) {
            return Err(invalid(shuffle.line, &format!("it enlarges {factor} times, not 2 to {NETWORK_FACTOR}")));
        }
        if convs.last().is_none_or(|last| last.outs != 3 * factor * factor || last.prelu) {
            return Err(invalid(shuffle.line, "the convolution before it does not fit"));
        }

        let enlarge = self.next("Interp")?;
        enlarge.check(1, 1, &[0, 1, 2])?;
        enlarge.reads(&[base])?;
        enlarge.must(0, 0, NEAREST)?;
        let times = [enlarge.value(1, 1.0_f32)?, enlarge.value(2, 1.0_f32)?];
        if times != [factor as f32; 2] {
            return Err(invalid(enlarge.line, "it does not enlarge as much as the convolutions do"));
        }
        let add = self.next("BinaryOp")?;
        add.check(2, 1, &[0])?;
        add.must(0, 0, 0)?;
        add.reads(&[shuffle.outputs[0], enlarge.outputs[0]])?;
        let scale = if self.layers.peek().is_some() { self.resize(factor, add.outputs[0])? } else { factor };
        match self.layers.next() {
            Some(more) => Err(more.unlike("nothing")),
            None => Ok(Structure { convs, factor, scale }),
        }
    }

    /// The row of convolutions; what comes out of it, and what is left of the split.
    fn convs(&mut self, split: &Layer<'t>) -> Result<(Vec<Shape>, &'t str, &'t str), NetworkError> {
        let begins_with = self.layers.peek().and_then(|first| first.inputs.first());
        let (mut sum, base) = match split.outputs[..] {
            [first, second] if begins_with == Some(&second) => (second, first),
            [first, second, ..] => (first, second),
            _ => return Err(invalid(split.line, "it has two outputs")),
        };
        let mut convs: Vec<Shape> = Vec::new();
        loop {
            let conv = self.next("Convolution")?;
            if convs.len() == NETWORK_CONVS {
                return Err(NetworkError::TooLarge { what: "convolutions", most: NETWORK_CONVS as u64 });
            }
            conv.reads(&[sum])?;
            let ins = convs.last().map_or(3, |before| before.outs);
            let outs = conv.outs_of(ins)?;
            sum = conv.outputs[0];
            let Some(prelu) = self.layers.next_if(|layer| layer.kind == "PReLU") else {
                convs.push(Shape { ins, outs, prelu: false });
                return Ok((convs, sum, base));
            };
            prelu.check(1, 1, &[0])?;
            prelu.reads(&[sum])?;
            prelu.must(0, 0, outs)?;
            // The next one reads by fours.
            if !outs.is_multiple_of(4) {
                return Err(invalid(conv.line, &format!("it has {outs} channels, which is no multiple of four")));
            }
            sum = prelu.outputs[0];
            convs.push(Shape { ins, outs, prelu: true });
        }
    }

    /// What makes the sum smaller again.
    fn resize(&mut self, factor: u32, sum: &str) -> Result<u32, NetworkError> {
        let resize = self.next("Interp")?;
        resize.check(1, 1, &[0, 1, 2])?;
        resize.reads(&[sum])?;
        resize.must(0, 0, CUBIC)?;
        let times = [resize.value(1, 1.0_f32)?, resize.value(2, 1.0_f32)?];
        let whole = (2..factor).find(|scale| times.map(|times| times * factor as f32) == [*scale as f32; 2]);
        whole
            .ok_or_else(|| invalid(resize.line, "it does not leave a whole number of pixels for each of the picture's"))
    }

    fn next(&mut self, kind: &'static str) -> Result<Layer<'t>, NetworkError> {
        match self.layers.next() {
            Some(layer) if layer.kind == kind => Ok(layer),
            Some(other) => Err(other.unlike(kind)),
            None => Err(invalid(self.last, &format!("the network ends here, without a {kind}"))),
        }
    }
}

/// How an `Interp` makes pixels: the nearest one.
const NEAREST: u32 = 1;
/// By cubic curves.
const CUBIC: u32 = 3;
