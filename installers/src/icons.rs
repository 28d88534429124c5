//! From the drawing to files: groups cut out of it, rendered, and put into each platform's container.

use anyhow::{Context, Result, ensure};
use icns::{IconFamily, IconType};
use ico::{IconDir, IconDirEntry, IconImage, ResourceType};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, roxmltree};
use std::io::Cursor;

/// A side of a group in the drawing.
const SIDE: u32 = 64;
/// The app's group, and where desktops of Linux look for its sizes.
const APP: &str = "app";
/// The reverse-domain name that desktop file, metainfo, Flatpak and icon share.
const NAME: &str = "app.idlewatt.Idlewatt";
const HICOLOR: [u32; 9] = [16, 22, 24, 32, 48, 64, 128, 256, 512];
/// What Windows shows from the title bar to the largest view of its explorer.
const ICO: [u32; 8] = [16, 20, 24, 32, 40, 48, 64, 256];
/// macOS asks for points at one and two pixels each.
const ICNS: [(IconType, u32); 10] = [
    (IconType::RGBA32_16x16, 16),
    (IconType::RGBA32_16x16_2x, 32),
    (IconType::RGBA32_32x32, 32),
    (IconType::RGBA32_32x32_2x, 64),
    (IconType::RGBA32_128x128, 128),
    (IconType::RGBA32_128x128_2x, 256),
    (IconType::RGBA32_256x256, 256),
    (IconType::RGBA32_256x256_2x, 512),
    (IconType::RGBA32_512x512, 512),
    (IconType::RGBA32_512x512_2x, 1024),
];
/// The tray's states. A desktop scales them down to its panel.
const TRAY: [&str; 4] = ["working", "waiting", "paused", "attention"];
const TRAY_SIDE: u32 = 64;

/// Every file that is made of the drawing: its name below `icons/`, and its bytes.
pub fn all(drawing: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let app = group(drawing, APP)?;
    let mut files = Vec::new();
    for (name, side) in [("32x32", 32), ("128x128", 128), ("128x128@2x", 256), ("icon", 512)] {
        files.push((format!("{name}.png"), png(&render(&app, side)?)?));
    }
    files.push(("icon.ico".to_owned(), ico(&app)?));
    files.push(("icon.icns".to_owned(), icns(&app)?));
    for state in TRAY {
        let picture = render(&group(drawing, state)?, TRAY_SIDE)?;
        files.push((format!("tray-{state}.png"), png(&picture)?));
    }
    for side in HICOLOR {
        files.push((format!("hicolor/{side}x{side}/apps/{NAME}.png"), png(&render(&app, side)?)?));
    }
    files.push((format!("hicolor/scalable/apps/{NAME}.svg"), app.into_bytes()));
    Ok(files)
}

/// One group as a drawing of its own, with what it uses.
fn group(drawing: &str, id: &str) -> Result<String> {
    let document = roxmltree::Document::parse(drawing).context("the drawing is no XML")?;
    let child = |wanted: &dyn Fn(&roxmltree::Node<'_, '_>) -> bool| {
        let node = document.root_element().children().find(|node| node.is_element() && wanted(node))?;
        Some(&drawing[node.range()])
    };
    let defs = child(&|node| node.has_tag_name(("http://www.w3.org/2000/svg", "defs"))).context("it has no defs")?;
    let group = child(&|node| node.attribute("id") == Some(id)).with_context(|| format!("it has no group {id}"))?;
    // A group stands where its picture is in the whole; its first transform says where.
    let left = group.split_once("translate(").and_then(|(before, rest)| (!before.contains('>')).then_some(rest));
    let left = left.and_then(|rest| rest.split_once(' ')).map_or("0", |(x, _)| x);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{left} 0 {SIDE} {SIDE}\" width=\"{SIDE}\" \
         height=\"{SIDE}\">\n  {defs}\n  {group}\n</svg>\n"
    ))
}

/// Straight red, green, blue and alpha, row by row.
struct Picture {
    side: u32,
    rgba: Vec<u8>,
}

fn render(drawing: &str, side: u32) -> Result<Picture> {
    let tree = Tree::from_str(drawing, &Options::default()).context("the drawing cannot be read")?;
    let mut pixels = Pixmap::new(side, side).context("a picture without pixels")?;
    let scale = side as f32 / SIDE as f32;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let straight = pixels.pixels().iter().flat_map(|pixel| {
        let colour = pixel.demultiply();
        [colour.red(), colour.green(), colour.blue(), colour.alpha()]
    });
    let rgba: Vec<u8> = straight.collect();
    ensure!(rgba.chunks(4).any(|pixel| pixel[3] > 0), "nothing is drawn at {side} x {side}");
    Ok(Picture { side, rgba })
}

fn png(picture: &Picture) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.side, picture.side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.write_header()?.write_image_data(&picture.rgba)?;
    Ok(bytes)
}

fn ico(app: &str) -> Result<Vec<u8>> {
    let mut icons = IconDir::new(ResourceType::Icon);
    for side in ICO {
        let image = IconImage::from_rgba_data(side, side, render(app, side)?.rgba);
        // Windows reads PNG only in the largest one everywhere.
        let entry = if side == 256 { IconDirEntry::encode_as_png(&image) } else { IconDirEntry::encode_as_bmp(&image) };
        icons.add_entry(entry?);
    }
    let mut bytes = Cursor::new(Vec::new());
    icons.write(&mut bytes)?;
    Ok(bytes.into_inner())
}

fn icns(app: &str) -> Result<Vec<u8>> {
    let mut icons = IconFamily::new();
    for (kind, side) in ICNS {
        let image = icns::Image::from_data(icns::PixelFormat::RGBA, side, side, render(app, side)?.rgba)?;
        icons.add_icon_with_type(&image, kind)?;
    }
    let mut bytes = Vec::new();
    icons.write(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    fn drawing() -> String {
        fs::read_to_string(folder().join("idlewatt.svg")).expect("the drawing")
    }

    fn folder() -> std::path::PathBuf {
        Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo starts tests")).join("../icons")
    }

    #[test]
    fn the_committed_icons_are_those_of_the_drawing() {
        let stale: Vec<String> = all(&drawing())
            .expect("icons")
            .into_iter()
            .filter(|(name, bytes)| fs::read(folder().join(name)).ok().as_ref() != Some(bytes))
            .map(|(name, _)| name)
            .collect();
        assert!(stale.is_empty(), "run `cargo xtask icons`: {stale:?}");
    }

    #[test]
    fn the_containers_hold_every_size() {
        let drawing = drawing();
        let files: std::collections::BTreeMap<_, _> = all(&drawing).expect("icons").into_iter().collect();
        let ico = IconDir::read(Cursor::new(&files["icon.ico"])).expect("an ico");
        assert_eq!(ico.entries().iter().map(|entry| entry.width()).collect::<Vec<_>>(), ICO);
        let icns = IconFamily::read(Cursor::new(&files["icon.icns"])).expect("an icns");
        assert!(ICNS.iter().all(|(kind, _)| icns.has_icon_with_type(*kind)), "{:?}", icns.available_icons());
    }

    /// How light each pixel of a state is at the size of a panel, on a panel of this brightness. WCAG's luminance.
    fn seen(state: &str, panel: f64) -> Vec<f64> {
        let picture = render(&group(&drawing(), state).expect("a group"), 16).expect("a picture");
        let seen = picture.rgba.chunks(4).map(|pixel| {
            let alpha = f64::from(pixel[3]) / 255.0;
            let shown = |c: u8| f64::from(c) / 255.0 * alpha + panel * (1.0 - alpha);
            0.2126 * linear(shown(pixel[0])) + 0.7152 * linear(shown(pixel[1])) + 0.0722 * linear(shown(pixel[2]))
        });
        seen.collect()
    }

    fn linear(c: f64) -> f64 {
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    }

    /// WCAG 2.2, 1.4.11: what carries meaning without text keeps 3:1.
    fn apart(a: f64, b: f64) -> bool {
        (a.max(b) + 0.05) / (a.min(b) + 0.05) >= 3.0
    }

    const PANELS: [f64; 5] = [0.0, 0.1, 0.5, 0.8, 1.0];

    #[test]
    fn the_tray_states_differ_without_colour_at_sixteen_pixels() {
        for panel in PANELS {
            for (at, one) in TRAY.iter().enumerate() {
                for other in &TRAY[at + 1..] {
                    let (a, b) = (seen(one, panel), seen(other, panel));
                    let differing = a.iter().zip(&b).filter(|(a, b)| apart(**a, **b)).count();
                    assert!(differing >= 16, "{one} and {other} differ in {differing} of 256 pixels on {panel}");
                }
            }
        }
    }

    #[test]
    fn the_tray_states_are_seen_on_every_panel() {
        for panel in PANELS {
            for state in TRAY {
                let visible = seen(state, panel).iter().filter(|&&light| apart(light, linear(panel))).count();
                assert!(visible >= 12, "{state} has {visible} of 256 visible pixels on {panel}");
            }
        }
    }
}
