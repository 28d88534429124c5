//! A clear sky with a sun, for scenes without any light: the sky of Preetham, Shirley and Smits (1999), below it a plain of
//! dust, and the sun as that model dims it. Its colours are daylight's: the model's own are too purple at the horizon.
//!
//! A pixel may be recomputed on another machine, so this must come to the same bits everywhere: no function of the
//! system's, whose last digits differ, but those of `libm`.

use super::panorama::Panorama;
use glam::{DVec3, Vec3};
use std::f64::consts::{FRAC_PI_2, PI, TAU};

const WIDTH: u32 = 1024;
const HEIGHT: u32 = 512;
/// How hazy it is: two is very clear, ten a white sky.
const TURBIDITY: f64 = 2.4;
/// Where the sun is: behind the left shoulder of who looks along -z, as a camera without a place of its own does.
const SUN: DVec3 = DVec3::new(-0.55, 0.85, 0.6);
/// Its radius as seen from here.
const SUN_RADIUS: f64 = 0.004_652;
/// What reaches the air of its light, in kilolux; and the colour of that as linear red, green and blue of luminance one.
const SUN_KLX: f64 = 127.5;
const SUN_COLOUR: DVec3 = DVec3::new(1.114, 0.974, 0.920);
/// Wavelengths that stand for red, green and blue, in micrometres.
const WAVELENGTHS: [f64; 3] = [0.610, 0.549, 0.468];
/// What the ground sends on.
const GROUND: DVec3 = DVec3::new(0.24, 0.22, 0.19);
/// How far below the horizon the haze before the ground ends, as a sine.
const HAZE: f64 = 0.05;
/// Light that falls on level ground from above: white paper there is a little less bright than one, as in a well exposed
/// picture.
const LIGHT: f64 = 0.85 * PI;

/// Coefficients of Perez's formula, and the value at the zenith, of one of the model's three numbers.
struct Perez {
    shape: [f64; 5],
    zenith: f64,
    /// What it would be at the zenith.
    norm: f64,
}

impl Perez {
    fn new(slopes: [[f64; 2]; 5], zenith: f64, sun_angle: f64) -> Self {
        let shape = slopes.map(|[slope, base]| slope * TURBIDITY + base);
        let mut made = Self { shape, zenith, norm: 1.0 };
        made.norm = made.horizon(1.0) * made.sun(sun_angle);
        made
    }

    /// The part that depends on the height over the horizon.
    fn horizon(&self, cosine: f64) -> f64 {
        1.0 + self.shape[0] * libm::exp(self.shape[1] / cosine.max(0.01))
    }

    /// The part that depends on how far away the sun is.
    fn sun(&self, angle: f64) -> f64 {
        let cosine = libm::cos(angle);
        1.0 + self.shape[2] * libm::exp(self.shape[3] * angle) + self.shape[4] * cosine * cosine
    }
}

struct Sky {
    sun: DVec3,
    /// Luminance in kilocandela per square metre, and the first coordinate of colour.
    parts: [Perez; 2],
}

impl Sky {
    fn new() -> Self {
        let sun = SUN.normalize();
        let angle = libm::acos(sun.y);
        let powers = [angle * angle * angle, angle * angle, angle, 1.0];
        let by_sun = |row: [f64; 4]| row.iter().zip(powers).map(|(a, b)| a * b).sum::<f64>();
        let zenith = |rows: [[f64; 4]; 3]| {
            TURBIDITY * TURBIDITY * by_sun(rows[0]) + TURBIDITY * by_sun(rows[1]) + by_sun(rows[2])
        };
        let chi = (4.0 / 9.0 - TURBIDITY / 120.0) * (PI - 2.0 * angle);
        let luminance = (4.0453 * TURBIDITY - 4.9710) * libm::tan(chi) - 0.2155 * TURBIDITY + 2.4192;
        let x = zenith([
            [0.00166, -0.00375, 0.00209, 0.0],
            [-0.02903, 0.06377, -0.03202, 0.00394],
            [0.11693, -0.21196, 0.06052, 0.25886],
        ]);
        let of_luminance =
            [[0.1787, -1.4630], [-0.3554, 0.4275], [-0.0227, 5.3251], [0.1206, -2.5771], [-0.0670, 0.3703]];
        let of_x = [[-0.0193, -0.2592], [-0.0665, 0.0008], [-0.0004, 0.2125], [-0.0641, -0.8989], [-0.0033, 0.0452]];
        Self { sun, parts: [Perez::new(of_luminance, luminance, angle), Perez::new(of_x, x, angle)] }
    }

    /// A row of the sky from its parts that all of it has in common.
    fn row(&self, up: f64) -> [f64; 2] {
        [0, 1].map(|i| self.parts[i].horizon(up) * self.parts[i].zenith / self.parts[i].norm)
    }

    fn light(&self, row: [f64; 2], direction: DVec3) -> DVec3 {
        let angle = libm::acos(direction.dot(self.sun).clamp(-1.0, 1.0));
        let [luminance, x] = [0, 1].map(|i| row[i] * self.parts[i].sun(angle));
        // The CIE's curve of daylight.
        let y = -3.0 * x * x + 2.87 * x - 0.275;
        let (red, blue) = (x / y * luminance, (1.0 - x - y) / y * luminance);
        let colour = DVec3::new(
            3.240_6 * red - 1.537_2 * luminance - 0.498_6 * blue,
            -0.968_9 * red + 1.875_8 * luminance + 0.041_5 * blue,
            0.055_7 * red - 0.204_0 * luminance + 1.057_0 * blue,
        );
        colour.max(DVec3::ZERO)
    }

    /// What of the sun comes through the air, in kilolux on what faces it.
    fn sunlight(&self) -> DVec3 {
        let height = FRAC_PI_2 - libm::acos(self.sun.y);
        let air = 1.0 / (self.sun.y + 0.15 * libm::pow(height * 180.0 / PI + 3.885, -1.253));
        let haze = 0.04608 * TURBIDITY - 0.04586;
        let through = WAVELENGTHS.map(|length| {
            libm::exp(-0.008735 * libm::pow(length, -4.08) * air) * libm::exp(-haze * libm::pow(length, -1.3) * air)
        });
        SUN_COLOUR * DVec3::from_array(through) * SUN_KLX
    }
}

/// Into the picture, which goes round the same way as those in files.
fn direction(x: f64, y: f64) -> DVec3 {
    let (around, down) = (TAU * (x / f64::from(WIDTH) - 0.5), PI * y / f64::from(HEIGHT));
    let level = libm::sin(down);
    DVec3::new(libm::cos(around) * level, libm::cos(down), libm::sin(around) * level)
}

/// How much of a pixel the sun covers.
fn covered(x: u32, y: u32, sun: DVec3) -> f64 {
    const SIDE: u32 = 8;
    let edge = libm::cos(SUN_RADIUS);
    let at = |start: u32, i: u32| f64::from(start) + (f64::from(i) + 0.5) / f64::from(SIDE);
    let points = (0..SIDE * SIDE).map(|i| direction(at(x, i % SIDE), at(y, i / SIDE)));
    points.filter(|point| point.dot(sun) > edge).count() as f64 / f64::from(SIDE * SIDE)
}

/// The sky, the sun in it and the ground below.
pub(super) fn daytime() -> Panorama {
    let sky = Sky::new();
    let near = libm::cos(0.03);
    let half = HEIGHT / 2;
    let sines: Vec<f64> = (0..HEIGHT).map(|y| libm::sin(PI * (f64::from(y) + 0.5) / f64::from(HEIGHT))).collect();
    let around: Vec<DVec3> = (0..WIDTH).map(|x| direction(f64::from(x) + 0.5, f64::from(half))).collect();
    let mut pixels = vec![DVec3::ZERO; (WIDTH * HEIGHT) as usize];
    let mut discs = Vec::new();
    let (mut level, mut disc) = (DVec3::ZERO, 0.0);
    for y in 0..half {
        // The cosine of a row is the sine of one a quarter turn away.
        let (sine, up) = (sines[y as usize], sines[(half - 1 - y) as usize]);
        let row = sky.row(up);
        let area = TAU * PI / (f64::from(WIDTH) * f64::from(HEIGHT)) * sine;
        for x in 0..WIDTH {
            let direction = around[x as usize] * sine + DVec3::Y * up;
            let at = (y * WIDTH + x) as usize;
            pixels[at] = sky.light(row, direction);
            level += pixels[at] * (area * up);
            if direction.dot(sky.sun) > near {
                let share = covered(x, y, sky.sun);
                disc += share * area;
                discs.push((at, share));
            }
        }
    }
    let sunlight = sky.sunlight();
    for (at, share) in discs {
        pixels[at] += sunlight * (share / disc);
    }
    level += sunlight * sky.sun.y;
    ground(&sky, &around, &sines, level, &mut pixels);
    let scale = LIGHT / luminance(level);
    let pixels = pixels.iter().map(|pixel| (*pixel * scale).as_vec3().max(Vec3::ZERO)).collect();
    Panorama { width: WIDTH, height: HEIGHT, pixels }
}

fn luminance(colour: DVec3) -> f64 {
    colour.dot(DVec3::new(0.2126, 0.7152, 0.0722))
}

/// Fills what is below the horizon, which goes over into the sky through haze.
fn ground(sky: &Sky, around: &[DVec3], sines: &[f64], level: DVec3, pixels: &mut [DVec3]) {
    let plain = GROUND * level / PI;
    let row = sky.row(0.0);
    let horizon: Vec<DVec3> = around.iter().map(|&direction| sky.light(row, direction)).collect();
    for y in HEIGHT / 2..HEIGHT {
        let down = sines[(y - HEIGHT / 2) as usize];
        let clear = (down / HAZE).min(1.0);
        let clear = clear * clear * (3.0 - 2.0 * clear);
        for x in 0..WIDTH {
            pixels[(y * WIDTH + x) as usize] = horizon[x as usize].lerp(plain, clear);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_as_bright_and_as_coloured_as_days_are() {
        let day = daytime();
        let (mut sky, mut sun, mut sun_at) = (DVec3::ZERO, DVec3::ZERO, DVec3::ZERO);
        for y in 0..HEIGHT / 2 {
            for x in 0..WIDTH {
                let direction = direction(f64::from(x) + 0.5, f64::from(y) + 0.5);
                let area = TAU * PI / f64::from(WIDTH * HEIGHT) * (1.0 - direction.y * direction.y).sqrt();
                let light = day.pixels[(y * WIDTH + x) as usize].as_dvec3() * area * direction.y;
                let bright = light.length() > 100.0 * area;
                *(if bright { &mut sun } else { &mut sky }) += light;
                if bright {
                    sun_at += direction * light.length();
                }
            }
        }
        let (sky_light, sun_light) = (luminance(sky), luminance(sun));
        assert!(
            ((sky_light + sun_light) / LIGHT - 1.0).abs() < 0.01,
            "it is as bright as was wanted: {sky_light} {sun_light}"
        );
        // On clear days two to seven times as much comes from the sun as from the sky.
        assert!((2.0..7.0).contains(&(sun_light / sky_light)), "{sun_light} {sky_light}");
        assert!(sun_at.normalize().dot(SUN.normalize()) > 0.9999, "{sun_at}");
        assert!(sun.x > sun.y && sun.y > sun.z, "the sun is warm: {sun}");
        assert!(sky.x < sky.y && sky.y < sky.z, "the sky is blue: {sky}");
        assert!(day.pixels.iter().all(|pixel| pixel.is_finite() && pixel.min_element() >= 0.0));
    }

    /// Another machine must come to the same bits: this is what this one came to.
    #[test]
    fn it_is_the_same_sky_everywhere() {
        let words = daytime().pixels;
        let bytes = words.iter().flat_map(|pixel| pixel.to_array()).fold(0xcbf2_9ce4_8422_2325_u64, |hash, value| {
            (hash ^ u64::from(value.to_bits())).wrapping_mul(0x0100_0000_01b3)
        });
        assert_eq!(format!("{bytes:016x}"), "9f578148b6e9c37b");
    }
}
