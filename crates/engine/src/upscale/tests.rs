//! Networks and pictures as they come, as they should not come, and on their way.

use super::param::Structure;
use super::synthetic::Size;
use super::*;
use crate::cpu::upscale as cpu;
use crate::gpu::Gpu;
use crate::renderer::Steer;
use idlewatt_proto::Bytes;
use idlewatt_proto::worker::Pace;
use proptest::prelude::*;
use std::io::Cursor;

const SMALL: Size = Size { channels: 8, convs: 2, factor: 2, scale: 2 };
const SHRUNK: Size = Size { channels: 4, convs: 3, factor: 4, scale: 3 };

fn network(size: Size) -> Network {
    let structure = Structure::read(&size.param()).expect("a network");
    Network::from_parts(&structure, &size.weights()).expect("weights")
}

fn picture(width: u32, height: u32) -> Picture {
    let pixel = |at: u32| {
        let (x, y) = (at % width, at / width);
        [(x * 37 + y * 11) as u8, (x * x + y * 5) as u8, if (x / 3 + y / 3).is_multiple_of(2) { 230 } else { 20 }]
    };
    let meaning = png::Info::with_size(width, height);
    Picture { width, height, colours: (0..width * height).map(pixel).collect(), alpha: None, meaning }
}

fn gpu() -> Option<Gpu> {
    let gpu = Gpu::open(None).ok();
    if gpu.is_none() {
        println!("skipped: no adapter on this machine (Debian: mesa-vulkan-drivers)");
    }
    gpu
}

fn full() -> Steer {
    Steer { pace: Pace { quantum_us: 20_000, duty_permille: 1000 }, stop: false }
}

fn in_tiles(gpu: &Gpu, network: &Network, picture: &Picture, side: u32, by_lanes: bool) -> Vec<[u8; 3]> {
    let plan = Plan::of_side(picture.width, picture.height, side);
    let mut upscaler = Upscaler::with_plan(gpu, network, plan, by_lanes).expect("it fits");
    upscaler.enlarge(picture, &mut |_| full()).expect("a picture").colours
}

#[test]
fn a_device_makes_the_picture_of_its_twin_whatever_the_tiles() {
    let Some(gpu) = gpu() else { return };
    let picture = picture(37, 26);
    for size in [SMALL, SHRUNK, Size { channels: 32, convs: 3, factor: 4, scale: 2 }] {
        let network = network(size);
        let twin = cpu::enlarge(&network, &picture);
        for by_lanes in [false, gpu.subgroup() == Some(8)] {
            let whole = in_tiles(&gpu, &network, &picture, 64, by_lanes);
            assert_eq!(whole.len(), twin.len());
            for (at, (seen, meant)) in whole.iter().zip(&twin).enumerate() {
                // A sum that lies between two of 256 steps may be rounded either way.
                let close = seen.iter().zip(meant).all(|(seen, meant)| seen.abs_diff(*meant) <= 1);
                assert!(close, "{size:?}, lanes {by_lanes}, pixel {at}: {seen:?} and {meant:?}");
            }
            for side in [16, 9] {
                assert!(in_tiles(&gpu, &network, &picture, side, by_lanes) == whole, "{size:?} in tiles of {side}");
            }
        }
    }
}

#[test]
fn without_weights_a_picture_is_plainly_larger() {
    let Some(gpu) = gpu() else { return };
    let mut network = network(SMALL);
    for conv in &mut network.convs {
        conv.weights.fill(half::f16::ZERO);
        conv.bias.fill(0.0);
    }
    let picture = picture(11, 5);
    let large = in_tiles(&gpu, &network, &picture, 64, false);
    for (at, pixel) in large.iter().enumerate() {
        let (x, y) = (at % 22, at / 22);
        assert_eq!(*pixel, picture.colours[y / 2 * 11 + x / 2], "pixel {at}");
    }
}

#[test]
fn it_tells_how_far_it_is_and_stops_when_told() {
    let Some(gpu) = gpu() else { return };
    let network = network(SMALL);
    let picture = picture(40, 40);
    let mut upscaler = Upscaler::with_plan(&gpu, &network, Plan::of_side(40, 40, 16), false).expect("it fits");
    assert_eq!(upscaler.plan().tiles().len(), 9);
    let mut seen = Vec::new();
    let steer = Steer { pace: Pace { quantum_us: 1, duty_permille: 1000 }, stop: false };
    upscaler
        .enlarge(&picture, &mut |step| {
            seen.push(step.permille);
            steer
        })
        .expect("a picture");
    assert!(seen.is_sorted() && seen[0] == 0 && seen.last().is_some_and(|last| (900..1000).contains(last)), "{seen:?}");
    assert!(seen.len() > 9 * 10, "the shortest quantum makes many submissions: {}", seen.len());
    let mut asked = 0;
    let stopped = upscaler.enlarge(&picture, &mut |_| {
        asked += 1;
        Steer { stop: asked == 5, ..steer }
    });
    assert!(matches!(stopped, Err(UpscaleError::Stopped)) && asked == 5);
}

#[test]
fn tiles_fit_the_memory_and_cover_the_picture() {
    let network = network(SMALL);
    for (width, height) in [(1, 1), (5, 900), (1920, 1080), (8000, 3)] {
        let mut sides = Vec::new();
        for memory in [1 << 20, 4 << 20, 64 << 20, 4 << 30].map(Bytes) {
            let plan = Plan::new(&network, width, height, memory).expect("it fits");
            assert!(plan.bytes(&network) <= memory.0, "{plan:?}");
            let mut covered = vec![false; width as usize * height as usize];
            for [x, y] in plan.tiles() {
                assert!(x + plan.tile_width <= width && y + plan.tile_height <= height, "{plan:?}");
                for row in y..y + plan.tile_height {
                    covered[(row * width + x) as usize..][..plan.tile_width as usize].fill(true);
                }
            }
            assert!(covered.into_iter().all(|covered| covered), "{plan:?}");
            sides.push(plan.tile_width * plan.tile_height);
        }
        assert!(sides.is_sorted(), "{sides:?}");
    }
    let small = Plan::new(&network, 1000, 1000, Bytes(1000));
    assert!(matches!(small, Err(UpscaleError::TooLarge { needs: 1001.., most: 1000 })), "{small:?}");
}

fn png(width: u32, height: u32, colour: png::ColorType, depth: png::BitDepth, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if colour == png::ColorType::Indexed {
        encoder.set_palette(vec![1, 2, 3, 200, 100, 50]);
        encoder.set_trns(vec![255, 7]);
    }
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(data).expect("data");
    writer.finish().expect("an end");
    out
}

#[test]
fn pictures_of_every_kind_are_read() {
    use png::{BitDepth, ColorType};
    let read = |bytes: Vec<u8>| Picture::read(Cursor::new(bytes), 4).expect("a picture");
    let grey = read(png(2, 1, ColorType::Grayscale, BitDepth::Eight, &[9, 200]));
    assert_eq!((grey.colours, grey.alpha), (vec![[9; 3], [200; 3]], None));
    let deep = read(png(1, 1, ColorType::Rgba, BitDepth::Sixteen, &[1, 255, 2, 0, 3, 0, 128, 1]));
    assert_eq!((deep.colours, deep.alpha), (vec![[1, 2, 3]], Some(vec![128])));
    let palette = read(png(2, 1, ColorType::Indexed, BitDepth::One, &[0b0100_0000]));
    assert_eq!((palette.colours, palette.alpha), (vec![[1, 2, 3], [200, 100, 50]], Some(vec![255, 7])));
    let both = read(png(1, 2, ColorType::GrayscaleAlpha, BitDepth::Eight, &[5, 6, 7, 8]));
    assert_eq!((both.colours, both.alpha), (vec![[5; 3], [7; 3]], Some(vec![6, 8])));
}

#[test]
fn pictures_are_refused_before_their_pixels_are_read() {
    let mut bytes = png(1, 1, png::ColorType::Grayscale, png::BitDepth::Eight, &[0]);
    bytes.truncate(bytes.len() - 20);
    assert!(matches!(Picture::read(Cursor::new(bytes), 2), Err(PictureError::Invalid(_))));
    // A header alone: 4097 pixels across are too many four times, and not twice.
    let mut header = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x10\x01\0\0\0\x01\x08\0\0\0\0".to_vec();
    header.extend(crc(&header[12..]).to_be_bytes());
    let refused = |scale| Picture::read(Cursor::new(header.clone()), scale).map(|_| ()).expect_err("no pixels");
    assert!(matches!(refused(4), PictureError::TooLarge { scale: 4, width: 4097, .. }));
    assert!(matches!(refused(2), PictureError::Invalid(_)));
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[test]
fn alpha_is_enlarged_in_proportion_and_kept() {
    let mut small = picture(2, 1);
    small.alpha = Some(vec![0, 200]);
    assert_eq!(small.enlarged_alpha(2), Some(vec![0, 50, 150, 200, 0, 50, 150, 200]));
    small.alpha = Some(vec![255; 2]);
    assert_eq!(small.enlarged_alpha(3), Some(vec![255; 18]));
    let Some(gpu) = gpu() else { return };
    let mut upscaler = Upscaler::new(&gpu, &network(SMALL), [2, 1], Bytes(64 << 20)).expect("it fits");
    let large = upscaler.enlarge(&small, &mut |_| full()).expect("a picture");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.png");
    large.write(&path).expect("written");
    let again = Picture::open(&path, 2).expect("a picture");
    assert_eq!((again.width, again.height), (4, 2));
    assert_eq!((again.colours, again.alpha), (large.colours, Some(vec![255; 8])));
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 1);
}

#[test]
fn networks_lie_in_two_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("small.param");
    let error = |what: &str| {
        let error = Network::open(&path).map(|_| ()).expect_err("no network").to_string();
        assert!(error.contains(what), "{error}");
    };
    error("cannot read");
    SHRUNK.write(&path).expect("written");
    assert_eq!(Network::open(&path).expect("a network"), network(SHRUNK));
    let weights = SHRUNK.weights();
    let bin = path.with_extension("bin");
    std::fs::write(&bin, &weights[1..]).expect("written");
    error("does not have the");
    std::fs::write(&bin, [&weights[..], &[0]].concat()).expect("written");
    error("does not have the");
    std::fs::remove_file(&bin).expect("removed");
    std::fs::create_dir(&bin).expect("a folder");
    error("is not a file");
    std::fs::write(&path, vec![b'7'; 70_000]).expect("written");
    error("more than 65536 bytes");
}

#[test]
fn other_networks_are_refused_in_a_sentence() {
    let text = SMALL.param();
    let cases = [
        ("7767517", "7767518", "not an ncnn network"),
        ("\n8 9", "\n7 9", "7 layers were announced"),
        ("\n8 9", "\n9999 9", "more than 256 layers"),
        ("\n8 9", "\nnine", "how many layers"),
        ("PReLU", "ReLU", "is a ReLU, and a compact Real-ESRGAN network has PixelShuffle there"),
        ("Split", "Slice", "is a Slice, and a compact Real-ESRGAN network has Split there"),
        ("Convolution conv1", "Concat conv1", "is a Concat"),
        ("0=8 1=3", "0=8 1=5", "parameter 1 of a Convolution is 5, not 3"),
        ("0=8 1=3", "0=8 1=3 3=2", "parameter 3 of a Convolution is 2, not 1"),
        ("0=8 1=3", "0=8 1=3 9=2", "parameter 9 of a Convolution is not known"),
        ("0=8 1=3", "0=4000000000 1=3", "more than 192 channels"),
        ("6=216", "6=217", "do not fit each other"),
        ("begin sum0", "data sum0", "does not take up"),
        ("shuffle 1 1 sum1 large 0=2", "shuffle 1 1 sum1 large 0=3", "does not fit"),
        ("0=1 1=2e0", "0=2 1=2e0", "parameter 0 of a Interp is 2"),
        ("0=1 1=2e0", "0=1 1=3e0", "does not enlarge as much"),
        ("add 2 1 large plain", "add 2 1 large large", "does not take up"),
    ];
    for (from, to, sentence) in cases {
        assert!(text.contains(from), "{from:?} stands in\n{text}");
        let error = Structure::read(&text.replacen(from, to, 1)).expect_err("no network").to_string();
        assert!(error.contains(sentence), "{to:?}: {error}");
    }
}

#[test]
fn weights_are_finite_halves() {
    let structure = Structure::read(&SMALL.param()).expect("a network");
    let broken = |at: usize, bytes: &[u8]| {
        let mut weights = SMALL.weights();
        weights[at..at + bytes.len()].copy_from_slice(bytes);
        Network::from_parts(&structure, &weights).expect_err("broken")
    };
    assert!(matches!(broken(0, &[0; 4]), NetworkError::NotHalves));
    assert!(matches!(broken(4, &[0, 0x7c]), NetworkError::NotFinite));
    assert!(matches!(broken(4 + 216 * 2, &f32::NAN.to_le_bytes()), NetworkError::NotFinite));
    assert!(matches!(broken(4 + 216 * 2, &1e30f32.to_le_bytes()), NetworkError::NotFinite));
}

proptest! {
    #[test]
    fn broken_networks_are_errors_and_never_panics(
        at in 0_usize..2000,
        with in proptest::collection::vec(any::<u8>(), 0..12),
        skip in 0_usize..40,
        cut in 0_usize..4000,
    ) {
        for size in [SMALL, SHRUNK] {
            let mut text = size.param().into_bytes();
            let begin = at.min(text.len());
            let end = (begin + skip).min(text.len());
            text.splice(begin..end, with.iter().copied());
            let structure = Structure::read(&String::from_utf8_lossy(&text));
            let mut weights = size.weights();
            let begin = at.min(weights.len());
            let end = (begin + skip).min(weights.len());
            weights.splice(begin..end, with.iter().copied());
            weights.truncate(cut);
            for structure in structure.into_iter().chain(Structure::read(&size.param())) {
                if let Ok(network) = Network::from_parts(&structure, &weights) {
                    prop_assert!(network.convs.iter().all(|conv| conv.weights.iter().all(|weight| weight.is_finite())));
                }
            }
        }
    }

    #[test]
    fn numbers_of_any_size_are_errors_or_bounded(number in any::<u64>(), which in 0_usize..30) {
        let text = SMALL.param();
        let mut spots = text.match_indices('=').map(|(at, _)| at + 1);
        let at = spots.clone().nth(which % spots.by_ref().count().max(1)).unwrap_or(0);
        let end = text[at..].find([' ', '\n']).map_or(text.len(), |length| at + length);
        let changed = format!("{}{number}{}", &text[..at], &text[end..]);
        if let Ok(structure) = Structure::read(&changed) {
            prop_assert!(structure.bytes() < 64 << 20);
        }
    }

    #[test]
    fn broken_pictures_are_errors_and_never_panics(at in 0_usize..120, with in any::<u8>(), cut in 0_usize..200) {
        let mut bytes = png(6, 5, png::ColorType::Indexed, png::BitDepth::One, &[0b1010_1000; 5]);
        let at = at.min(bytes.len() - 1);
        bytes[at] = with;
        bytes.truncate(cut.max(8));
        if let Ok(picture) = Picture::read(Cursor::new(bytes), 4) {
            prop_assert_eq!(picture.colours.len() as u64, u64::from(picture.width) * u64::from(picture.height));
        }
    }
}
