//! Lines from a person or a file, while something else is waited for, too.

use idlewatt_proto::limits::PROMPT_BYTES;
use std::io::{self, BufRead, Read};
use tokio::sync::mpsc;

/// Lines that wait.
const WAITING: usize = 16;

/// Reads lines in a thread of its own: one that waits for a person cannot be given up, and must not hold up the end of
/// the program.
pub struct Lines(mpsc::Receiver<io::Result<String>>);

impl Lines {
    pub fn of(mut source: impl BufRead + Send + 'static) -> Self {
        let (tell, told) = mpsc::channel(WAITING);
        std::thread::spawn(move || {
            while let Some(line) = next(&mut source).transpose() {
                let failed = line.is_err();
                if tell.blocking_send(line).is_err() || failed {
                    return;
                }
            }
        });
        Self(told)
    }

    /// Standard input's.
    pub fn of_standard_input() -> Self {
        Self::of(io::BufReader::new(io::stdin()))
    }

    /// The next line, without its end; `None`: there are no more.
    pub async fn next(&mut self) -> io::Result<Option<String>> {
        self.0.recv().await.transpose()
    }

    /// A line that is there already.
    pub fn waiting(&mut self) -> Option<io::Result<String>> {
        self.0.try_recv().ok()
    }
}

fn next(source: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    let most = PROMPT_BYTES as u64 + 1;
    if source.take(most).read_line(&mut line)? == 0 {
        return Ok(None);
    }
    if line.len() > PROMPT_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("a line is longer than {PROMPT_BYTES} bytes")));
    }
    let end = line.strip_suffix('\n').map_or(&*line, |line| line.strip_suffix('\r').unwrap_or(line)).len();
    line.truncate(end);
    Ok(Some(line))
}
