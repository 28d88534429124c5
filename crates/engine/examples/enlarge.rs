//! Enlarges a picture without a worker around it, and says how fast: `enlarge NETWORK.param IN.png OUT.png [TIMES]`.

use idlewatt_engine::gpu::Gpu;
use idlewatt_engine::renderer::Steer;
use idlewatt_engine::upscale::{Network, Picture, Upscaler};
use idlewatt_proto::Bytes;
use idlewatt_proto::worker::Pace;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [network, picture, out, times @ ..] = &arguments[..] else {
        return Err("usage: enlarge NETWORK.param IN.png OUT.png [TIMES]".into());
    };
    let times: u32 = times.first().map_or(Ok(1), |times| times.parse())?;
    let network = Network::open(Path::new(network))?;
    let picture = Picture::open(Path::new(picture), network.scale)?;
    let gpu = Gpu::open(None)?;
    let began = Instant::now();
    let mut upscaler = Upscaler::new(&gpu, &network, [picture.width, picture.height], Bytes(4 << 30))?;
    println!("{}: ready after {:.2} s, {:?}", gpu.device().name, began.elapsed().as_secs_f64(), upscaler.plan());
    let steer = Steer { pace: Pace { quantum_us: 100_000, duty_permille: 1000 }, stop: false };
    for _ in 0..times.max(1) {
        let (began, mut longest, mut count) = (Instant::now(), Duration::ZERO, 0);
        let large = upscaler.enlarge(&picture, &mut |step| {
            (longest, count) = (longest.max(step.last_submission), count + 1);
            steer
        })?;
        let seconds = began.elapsed().as_secs_f64();
        let products: usize = network.convs.iter().map(|conv| conv.weights.len()).sum();
        let rate = products as f64 * f64::from(picture.width * picture.height) / seconds / 1e9;
        println!(
            "{seconds:.3} s, {rate:.2} thousand million products a second, {count} submissions, longest {longest:?}"
        );
        large.write(Path::new(out))?;
    }
    Ok(())
}
