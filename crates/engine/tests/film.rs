//! Pictures and their files.

use idlewatt_engine::film::{Extras, Film, FilmError};
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile};
use idlewatt_proto::picture::{Finish, Tone};
use idlewatt_proto::worker::PictureFormat;

fn unit(x: u32, y: u32, width: u32, height: u32, count: u32) -> RenderUnit {
    RenderUnit { tile: Tile { x, y, width, height }, samples: SampleRange { first: 0, count } }
}

#[test]
fn partial_units_average_to_the_right_brightness() {
    let mut film = Film::new(4, 2);
    film.add(&unit(0, 0, 4, 2, 2), &[[2.0, 4.0, 6.0]; 8]).expect("fits");
    film.add(&unit(2, 1, 2, 1, 6), &[[6.0, 12.0, 18.0]; 2]).expect("fits");
    assert_eq!(film.pixel(0, 0), [1.0, 2.0, 3.0]);
    assert_eq!(film.pixel(3, 1), [1.0, 2.0, 3.0], "eight samples of the same");
}

#[test]
fn results_that_do_not_fit_are_refused() {
    let mut film = Film::new(4, 2);
    for (unit, sums) in [(unit(1, 0, 4, 1, 1), 4), (unit(0, 0, 4, 1, 1), 3), (unit(u32::MAX, 0, 2, 1, 1), 2)] {
        assert!(matches!(film.add(&unit, &vec![[1.0; 3]; sums]), Err(FilmError::Mismatch)));
    }
}

#[test]
fn files_hold_what_was_rendered_and_leave_nothing_beside() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut film = Film::new(30, 20);
    film.add(&unit(0, 0, 15, 20, 1), &[[0.18, 0.18, 0.18]; 300]).expect("fits");
    film.add(&unit(15, 0, 15, 20, 1), &[[40.0, 0.5, 0.0]; 300]).expect("fits");
    let (png, exr) = (folder.path().join("a.png"), folder.path().join("a.exr"));
    let finish = Finish { tone: Tone::Standard, ..Finish::default() };
    film.write(&png, PictureFormat::Png, Some(10), &finish, Extras::default()).expect("written");
    film.write(&png, PictureFormat::Png, Some(10), &finish, Extras::default()).expect("written over");
    film.write(&exr, PictureFormat::Exr, None, &finish, Extras::default()).expect("written");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 2);

    let file = std::io::BufReader::new(std::fs::File::open(&png).expect("there"));
    let mut reader = png::Decoder::new(file).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("small")];
    let info = reader.next_frame(&mut pixels).expect("whole");
    assert_eq!((info.width, info.height), (10, 7));
    let grey = pixels[0];
    assert!((105..=118).contains(&grey) && pixels[1] == grey, "middle grey stays near: {grey}");
    assert!(pixels[27] > 240, "highlights come out bright");

    let image = exr::prelude::read_first_rgba_layer_from_file(
        &exr,
        |size, _| vec![[0.0_f32; 3]; size.area()],
        |pixels, at, (r, g, b, _): (f32, f32, f32, f32)| pixels[at.1 * 30 + at.0] = [r, g, b],
    );
    let image = image.expect("an EXR");
    assert_eq!(image.layer_data.channel_data.pixels[29], [40.0, 0.5, 0.0], "linear and whole");
}

#[test]
fn a_place_that_cannot_be_written_is_an_error() {
    let nowhere = std::path::Path::new("/nonexistent/folder/a.png");
    let error = Film::new(2, 2)
        .write(nowhere, PictureFormat::Png, None, &Finish::default(), Extras::default())
        .expect_err("no such folder");
    assert!(error.to_string().contains("/nonexistent/folder/a.png"));
}
