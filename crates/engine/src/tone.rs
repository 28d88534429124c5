//! From linear light to what a screen shows. Colours come and go in Rec. 709 primaries.

use glam::{Mat3, Vec3};
use idlewatt_proto::picture::{Finish, Tone};

/// A pixel of linear light as it goes to a screen, in sRGB.
pub(crate) fn display(pixel: [f32; 3], finish: &Finish) -> [u8; 3] {
    let light = Vec3::from_array(pixel) * (finish.exposure_mstops as f32 * 1.0e-3).exp2();
    // Its square is still a number.
    shown(light.min(Vec3::splat(1.0e12)), finish.tone)
        .to_array()
        .map(|value| (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8)
}

fn shown(light: Vec3, tone: Tone) -> Vec3 {
    match tone {
        Tone::Agx => agx(light),
        Tone::Aces => encode(aces(light)),
        Tone::Filmic => curve(light, &FILMIC),
        Tone::Standard => encode(neutral(light)),
    }
}

/// Stops that the curves of AgX and of Filmic reach over: from ten below middle grey to six and a half above it.
const DARKEST: f32 = -12.473_93;
const STOPS: f32 = 16.5;

/// Fitted to greys as Blender 4.5 shows them; off by 0.007 at most. (Wrensch's polynomial of 2023, which many programs
/// have, is off by 0.05.)
const AGX: [f32; 9] = [
    -0.001_477_604_4,
    0.597_481_1,
    -11.085_301,
    106.446_87,
    -472.558_14,
    1_112.604_1,
    -1_396.681_6,
    883.653_9,
    -221.976_73,
];
/// The same for Filmic; off by 0.002 at most.
const FILMIC: [f32; 9] = [
    -0.000_404_476_98,
    0.203_665_94,
    -3.795_656_5,
    40.027_07,
    -184.739_44,
    463.115_4,
    -604.859_2,
    388.451_08,
    -97.402_52,
];

fn curve(light: Vec3, factors: &[f32; 9]) -> Vec3 {
    let stops = light.max(Vec3::splat(1.0e-10)).map(f32::log2);
    let at = ((stops - DARKEST) / STOPS).clamp(Vec3::ZERO, Vec3::ONE);
    let sum = factors.iter().rev().fold(Vec3::ZERO, |sum, &factor| sum * at + factor);
    sum.clamp(Vec3::ZERO, Vec3::ONE)
}

/// Troy Sobotka's AgX as Blender has it: colours are drawn together in Rec. 2020 before the curve and apart behind it, with
/// the matrices of Filament and three.js.
fn agx(light: Vec3) -> Vec3 {
    const TO_2020: Mat3 =
        Mat3::from_cols_array(&[0.6274, 0.0691, 0.0164, 0.3293, 0.9195, 0.0880, 0.0433, 0.0113, 0.8956]);
    const FROM_2020: Mat3 =
        Mat3::from_cols_array(&[1.6605, -0.1246, -0.0182, -0.5876, 1.1329, -0.1006, -0.0728, -0.0083, 1.1187]);
    const TOGETHER: Mat3 = Mat3::from_cols_array(&[
        0.856_627_15,
        0.137_318_97,
        0.111_898_21,
        0.095_121_24,
        0.761_242,
        0.076_799_42,
        0.048_251_606,
        0.101_439_04,
        0.811_302_37,
    ]);
    const APART: Mat3 = Mat3::from_cols_array(&[
        1.127_100_6,
        -0.141_329_76,
        -0.141_329_76,
        -0.110_606_64,
        1.157_823_7,
        -0.110_606_64,
        -0.016_493_939,
        -0.016_493_939,
        1.251_936_4,
    ]);
    let bent = APART * curve(TOGETHER * (TO_2020 * light), &AGX);
    encode(FROM_2020 * bent.max(Vec3::ZERO).powf(2.4))
}

/// Stephen Hill's fit of the reference rendering and output transforms of ACES.
fn aces(light: Vec3) -> Vec3 {
    const IN: Mat3 =
        Mat3::from_cols_array(&[0.59719, 0.07600, 0.02840, 0.35458, 0.90834, 0.13383, 0.04823, 0.01566, 0.83777]);
    const OUT: Mat3 =
        Mat3::from_cols_array(&[1.60475, -0.10208, -0.00327, -0.53108, 1.10813, -0.07276, -0.07367, -0.00605, 1.07602]);
    let v = IN * light.max(Vec3::ZERO);
    OUT * ((v * (v + 0.024_578_6) - 0.000_090_537) / (v * (0.983_729 * v + 0.432_951) + 0.238_081))
}

/// The Khronos PBR Neutral curve, which keeps the hues and most of the brightness of ordinary surfaces and bends only
/// highlights towards white.
fn neutral(light: Vec3) -> Vec3 {
    const START: f32 = 0.8 - 0.04;
    const FADE: f32 = 0.15;
    let least = light.min_element();
    let base = light - if least < 0.08 { least - 6.25 * least * least } else { 0.04 };
    let peak = base.max_element();
    if peak < START {
        return base;
    }
    let room = 1.0 - START;
    let bent = 1.0 - room * room / (peak + room - START);
    let white = 1.0 - 1.0 / (FADE * (peak - bent) + 1.0);
    base * (bent / peak * (1.0 - white)) + bent * white
}

/// The curve of sRGB.
fn encode(linear: Vec3) -> Vec3 {
    linear
        .clamp(Vec3::ZERO, Vec3::ONE)
        .map(|v| if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn furthest(tone: Tone, seen: &[([f32; 3], [f32; 3])]) -> f32 {
        let off = |(light, expected): &([f32; 3], [f32; 3])| {
            (shown(Vec3::from_array(*light), tone) - Vec3::from_array(*expected)).abs().max_element()
        };
        seen.iter().map(off).fold(0.0, f32::max)
    }

    const fn grey(light: f32, shown: f32) -> ([f32; 3], [f32; 3]) {
        ([light; 3], [shown; 3])
    }

    /// What Blender 4.5 writes into a PNG for these lights.
    #[test]
    fn greys_are_those_of_blender() {
        let agx = [grey(0.0, 0.0), grey(0.01, 0.0725), grey(0.05, 0.2272), grey(0.18, 0.4614), grey(1.0, 0.771)];
        let more = [grey(0.5, 0.6652), grey(4.0, 0.9137), grey(16.0, 0.9986), grey(40.0, 1.0)];
        assert!(furthest(Tone::Agx, &agx) < 0.008, "{}", furthest(Tone::Agx, &agx));
        assert!(furthest(Tone::Agx, &more) < 0.008, "{}", furthest(Tone::Agx, &more));
        let filmic = [grey(0.0, 0.0), grey(0.01, 0.1011), grey(0.18, 0.5002), grey(1.0, 0.8072), grey(16.0, 0.9997)];
        assert!(furthest(Tone::Filmic, &filmic) < 0.003, "{}", furthest(Tone::Filmic, &filmic));
        let neutral = [grey(0.01, 0.0081), grey(0.18, 0.4113), grey(1.0, 0.9364), grey(8.0, 0.9966)];
        assert!(furthest(Tone::Standard, &neutral) < 0.004, "{}", furthest(Tone::Standard, &neutral));
    }

    #[test]
    fn colours_are_near_those_of_blender() {
        let agx = [
            ([0.8, 0.2, 0.05], [0.7829, 0.4808, 0.3004]),
            ([0.05, 0.1, 0.6], [0.2529, 0.411, 0.7247]),
            ([10.0, 8.0, 1.0], [0.9816, 0.9536, 0.8624]),
            ([0.5, 0.05, 0.4], [0.6832, 0.3481, 0.6332]),
            ([0.1, 3.0, 6.0], [0.7776, 0.889, 0.9561]),
        ];
        assert!(furthest(Tone::Agx, &agx) < 0.05, "{}", furthest(Tone::Agx, &agx));
        let filmic = [([4.0, 0.5, 0.1], [0.9494, 0.695, 0.3883]), ([0.02, 0.3, 0.05], [0.1592, 0.5996, 0.2731])];
        assert!(furthest(Tone::Filmic, &filmic) < 0.003);
        let neutral = [([4.0, 0.5, 0.1], [0.9925, 0.6524, 0.5963]), ([0.02, 0.3, 0.05], [0.0326, 0.5699, 0.1987])];
        assert!(furthest(Tone::Standard, &neutral) < 0.003);
    }

    #[test]
    fn more_light_is_never_darker_and_nothing_leaves_the_screen() {
        for tone in [Tone::Agx, Tone::Aces, Tone::Filmic, Tone::Standard] {
            let mut last = [0; 3];
            for exposure_mstops in (-20_000..=20_000).step_by(250) {
                let now = display([0.18; 3], &Finish { tone, exposure_mstops, ..Finish::default() });
                assert!(
                    now.iter().zip(last).all(|(now, last)| now.saturating_add(1) >= last),
                    "{tone:?} {exposure_mstops}: {now:?} {last:?}"
                );
                last = now;
            }
            assert!(last.iter().all(|value| *value > 250), "{tone:?}: {last:?}");
            assert_eq!(display([f32::MAX, 0.0, 0.0], &Finish { tone, ..Finish::default() })[0], 255);
        }
    }

    #[test]
    fn a_stop_is_twice_the_light() {
        let finish = |exposure_mstops| Finish { exposure_mstops, ..Finish::default() };
        assert_eq!(display([0.1, 0.2, 0.05], &finish(1_000)), display([0.2, 0.4, 0.1], &finish(0)));
    }
}
