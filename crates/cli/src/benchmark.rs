//! `idlewatt benchmark`: how fast this machine is.

use crate::error::{Error, Exit};
use crate::interrupt::Interrupts;
use crate::out::Out;
use crate::render::progress::Progress;
use crate::{life, words};
use idlewatt_control::Home;
use idlewatt_control::messages::{BenchmarkEvent, Request, Response};
use idlewatt_proto::Milliwatts;

/// Goes on until it has ended, or Ctrl-C.
pub async fn run(home: &Home, out: &Out) -> Result<Exit, Error> {
    let mut interrupts = Interrupts::listen()?;
    let mut answers = life::connect_or_start(home).await?.stream(Request::Benchmark).await?;
    let mut progress = Progress::new(out);
    loop {
        // Hanging up stops it.
        let answer = tokio::select! {
            answer = answers.next() => answer,
            () = interrupts.next() => return Ok(Exit::Interrupted),
        };
        let Response::Benchmark(event) = answer.inspect_err(|_| progress.end())? else {
            return Err(Error::Unexpected);
        };
        if out.json {
            out.object(&event);
        }
        match event {
            BenchmarkEvent::Progress { permille, samples_per_second, power } => {
                let speed = match samples_per_second {
                    0 => "getting ready".to_owned(),
                    speed => speed_and_power(speed, power),
                };
                progress.at(permille.into(), 1000, &speed);
            }
            BenchmarkEvent::Picture { .. } => {}
            BenchmarkEvent::Ended { device, power } => {
                progress.end();
                if !out.json {
                    let speed = speed_and_power(device.samples_per_second, power);
                    out.text(&format!("{}: {speed}", words::device(&device.device)));
                }
                return Ok(Exit::Done);
            }
        }
    }
}

fn speed_and_power(samples_per_second: u64, power: Option<Milliwatts>) -> String {
    let power = power.map(|power| format!(", {}", words::watts(power))).unwrap_or_default();
    format!("{}samples/s{power}", words::count(samples_per_second))
}
