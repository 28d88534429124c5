//! `idlewatt embed`: lines in, vectors out.

use super::arguments::Embed;
use super::input::TextInput;
use super::lines::Lines;
use super::source::{Source, Vectors};
use crate::error::{Error, Exit};
use crate::interrupt::Interrupts;
use crate::out::Out;
use crate::words;
use idlewatt_control::Home;
use idlewatt_foreman::Vector;
use idlewatt_proto::Amount;
use idlewatt_proto::limits::PROMPT_BYTES;
use serde::Serialize;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

/// Lines that are asked for at once: enough to keep a device busy, few enough that results come as lines do.
const AT_ONCE: usize = 256;
/// Bytes that a line's length counts for in a request.
const LENGTH: usize = 4;

#[derive(Serialize)]
struct Embedded<'a> {
    index: u64,
    tokens: u32,
    vector: &'a [f32],
}

pub async fn embed(home: &Home, out: &Out, request: Embed) -> Result<Exit, Error> {
    let mut interrupts = Interrupts::listen()?;
    let path = request.file.as_deref().unwrap_or(Path::new("-")).to_owned();
    let lines = match &request.file {
        None => Lines::of_standard_input(),
        Some(path) => match File::open(path) {
            Ok(file) => Lines::of(BufReader::new(file)),
            Err(source) => return Err(TextInput::Read { path: path.clone(), source }.into()),
        },
    };
    let raw = request.raw_f32.as_ref().map(|path| File::create(path).map_err(Error::Scratch)).transpose()?;
    let Some(source) = Source::open(home, out, &request.place, &mut interrupts).await? else {
        return Ok(Exit::Interrupted);
    };
    let mut job = Job { out, source, raw: raw.map(BufWriter::new), index: 0, tokens: 0, width: 0, cost: None };
    let done = tokio::select! {
        done = job.run(lines, &path) => done.map(|()| Exit::Done),
        () = interrupts.next() => Ok(Exit::Interrupted),
    };
    let flushed = job.raw.as_mut().map_or(Ok(()), Write::flush).map_err(Error::Scratch);
    if let (Some(path), Ok(_)) = (&request.raw_f32, &done) {
        let Job { index: count, width, tokens, cost, .. } = &job;
        let cost = cost.map(|cost| format!(", for {} credits", words::credits(cost))).unwrap_or_default();
        eprintln!("{count} vectors of {width} numbers, of {tokens} tokens, in {}{cost}", path.display());
    }
    job.source.close().await;
    done.and_then(|exit| flushed.map(|()| exit))
}

struct Job<'a> {
    out: &'a Out,
    source: Source,
    raw: Option<BufWriter<File>>,
    index: u64,
    tokens: u64,
    width: usize,
    /// With the mesh.
    cost: Option<Amount>,
}

impl Job<'_> {
    async fn run(&mut self, mut lines: Lines, path: &Path) -> Result<(), Error> {
        let failed = |source| TextInput::Read { path: path.to_owned(), source };
        let mut next = lines.next().await.map_err(failed)?;
        while let Some(first) = next.take() {
            let (mut bytes, mut texts) = (first.len() + LENGTH, vec![first]);
            // More of what is there, never waiting for it: whoever types sees each vector at once.
            while texts.len() < AT_ONCE
                && let Some(line) = lines.waiting()
            {
                let line = line.map_err(failed)?;
                bytes += line.len() + LENGTH;
                if bytes > PROMPT_BYTES {
                    next = Some(line);
                    break;
                }
                texts.push(line);
            }
            let Vectors { vectors, cost } = self.source.embed(texts).await?;
            self.cost = cost.map(|cost| self.cost.unwrap_or_default().checked_add(cost).unwrap_or(cost));
            for vector in vectors {
                self.tell(&vector)?;
            }
            if next.is_none() {
                next = lines.next().await.map_err(failed)?;
            }
        }
        Ok(())
    }

    fn tell(&mut self, (vector, tokens): &Vector) -> Result<(), Error> {
        if let Some(raw) = &mut self.raw {
            let bytes: Vec<u8> = vector.iter().flat_map(|value| value.to_le_bytes()).collect();
            raw.write_all(&bytes).map_err(Error::Scratch)?;
        } else if self.out.json {
            self.out.object(&Embedded { index: self.index, tokens: *tokens, vector });
        } else {
            let numbers: Vec<String> = vector.iter().map(f32::to_string).collect();
            self.out.text(&numbers.join(" "));
        }
        self.width = vector.len();
        self.index += 1;
        self.tokens += u64::from(*tokens);
        Ok(())
    }
}
