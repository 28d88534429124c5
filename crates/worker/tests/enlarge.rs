//! The worker that enlarges a picture, under the real foreman.

use idlewatt_engine::cpu;
use idlewatt_engine::upscale::synthetic::Size;
use idlewatt_engine::upscale::{Network, Picture};
use idlewatt_foreman::{WorkerError, Workshop};
use idlewatt_proto::Bytes;
use idlewatt_proto::worker::Fault;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

const MEMORY: Bytes = Bytes(256 << 20);

struct Stage {
    folder: TempDir,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let stage = Self { folder };
        let size = Size { channels: 8, convs: 3, factor: 4, scale: 2 };
        size.write(&stage.path("small.param")).expect("a network");
        fs::write(stage.path("in.png"), png(24, 10)).expect("a picture");
        stage
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn upscale(&self, picture: &str, memory: Bytes) -> Result<((u32, u32), Vec<u16>), WorkerError> {
        let workshop = Workshop { program: env!("CARGO_BIN_EXE_idlewatt-worker").into(), adapter: None };
        let (network, output) = (self.path("small.param"), self.path("out.png"));
        let mut seen = Vec::new();
        let done =
            workshop.upscale(&self.path(picture), &network, &output, memory, |permille| seen.push(permille)).await;
        done.map(|size| (size, seen))
    }

    async fn fault(&self, picture: &str, memory: Bytes) -> Fault {
        match self.upscale(picture, memory).await {
            Err(WorkerError::Fault(fault)) => fault,
            other => panic!("{other:?}"),
        }
    }
}

/// A PNG of so many pixels, half of them transparent.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let pixel =
        |at: u32| [(at * 7) as u8, (at * at) as u8, (at / width * 20) as u8, if at % width < 12 { 255 } else { 0 }];
    let pixels: Vec<u8> = (0..width * height).flat_map(pixel).collect();
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&pixels).expect("pixels");
    writer.finish().expect("an end");
    out
}

#[tokio::test]
async fn a_picture_comes_back_larger_and_as_the_twin_makes_it() {
    let stage = Stage::new();
    let (size, seen) = stage.upscale("in.png", MEMORY).await.expect("a larger picture");
    assert_eq!(size, (48, 20));
    assert!(seen.is_sorted() && seen.first() == Some(&0), "{seen:?}");
    let large = Picture::open(&stage.path("out.png"), 1).expect("a picture");
    let (network, small) = (
        Network::open(&stage.path("small.param")).expect("a network"),
        Picture::open(&stage.path("in.png"), 2).expect("a picture"),
    );
    let twin = cpu::upscale::enlarge(&network, &small);
    assert_eq!((large.width, large.height, large.colours.len()), (48, 20, twin.len()));
    for (seen, meant) in large.colours.iter().zip(&twin) {
        assert!(seen.iter().zip(meant).all(|(seen, meant)| seen.abs_diff(*meant) <= 1), "{seen:?} and {meant:?}");
    }
    let alpha = large.alpha.expect("it was transparent");
    assert_eq!((alpha[0], alpha[47]), (255, 0));
    let left = fs::read_dir(stage.folder.path()).expect("the folder").count();
    assert_eq!(left, 4, "the network's two files and two pictures");
}

#[tokio::test]
async fn what_cannot_be_enlarged_is_a_sentence_and_no_picture() {
    let stage = Stage::new();
    fs::write(stage.path("broken.png"), &png(24, 10)[..90]).expect("a file");
    let fault = stage.fault("broken.png", MEMORY).await;
    assert!(matches!(&fault, Fault::BadRequest { what } if what.contains("not a valid PNG")), "{fault}");
    let fault = stage.fault("in.png", Bytes(1000)).await;
    assert!(matches!(fault, Fault::TooLarge { allowed: Bytes(1000), .. }), "{fault}");
    fs::write(stage.path("small.bin"), [0; 100]).expect("a file");
    let fault = stage.fault("in.png", MEMORY).await;
    assert!(matches!(&fault, Fault::BadModel { what } if what.contains(".bin file")), "{fault}");
    fs::write(stage.path("small.param"), "not a network").expect("a file");
    let fault = stage.fault("in.png", MEMORY).await;
    assert!(matches!(&fault, Fault::BadModel { what } if what.contains("not an ncnn network")), "{fault}");
    assert!(!stage.path("out.png").exists());
}
