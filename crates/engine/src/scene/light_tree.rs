//! A tree over lights, walked from the root to one light by what each half may give to a point: Conty Estevez and Kulla
//! 2018. Its halves are told apart by where lights are, which way they face and how strong they are.

use super::lights::intensity;
use crate::layout::{
    LIGHT_INDEX, LIGHT_LEAF, LIGHT_NARROW, Light, LightNode, SPOT_LIGHT, TRIANGLE_LIGHT, decode_normal, encode_normal,
};
use crate::limits::{LIGHT_BINS, LIGHT_DEPTH, LIGHTS};
use glam::Vec3;
use std::f32::consts::{FRAC_PI_2, PI, TAU};

// An index, and what it is, share a word.
const _: () = assert!(2 * LIGHTS <= LIGHT_INDEX as usize + 1);

/// What an axis loses by being folded into 32 bits.
const FOLDED: f32 = 2.0e-4;

/// The root is the first node.
pub(super) struct LightTree {
    pub nodes: Vec<LightNode>,
    /// For each light the way to it: bit by bit, from the lowest, whether it is in the second half.
    pub trails: Vec<u32>,
}

/// What is known of a light.
#[derive(Clone, Copy)]
struct Item {
    low: Vec3,
    high: Vec3,
    /// What it faces, to both sides if it is a triangle; zero: everything.
    axis: Vec3,
    /// Spots: of the angle that they light up.
    cosine: f32,
    intensity: f32,
    narrow: bool,
}

impl Item {
    fn of(light: &Light) -> Self {
        let at = light.position;
        let intensity = intensity(light);
        if light.kind == TRIANGLE_LIGHT {
            let corners = [at + light.edge1, at + light.edge2];
            return Self {
                low: corners.iter().fold(at, |low, &corner| low.min(corner)),
                high: corners.iter().fold(at, |high, &corner| high.max(corner)),
                axis: light.edge1.cross(light.edge2).normalize_or_zero(),
                cosine: 1.0,
                intensity,
                narrow: false,
            };
        }
        let narrow = light.kind == SPOT_LIGHT;
        let axis = if narrow { light.edge1 } else { Vec3::ZERO };
        let cosine = -light.edge2.y / light.edge2.x.max(f32::MIN_POSITIVE);
        Self { low: at, high: at, axis, cosine, intensity, narrow }
    }

    fn middle(&self) -> Vec3 {
        (self.low + self.high) * 0.5
    }

    /// The same line that the axis lies on, towards `other`.
    fn turned(&self, other: Vec3) -> Vec3 {
        if !self.narrow && self.axis.dot(other) < 0.0 { -self.axis } else { self.axis }
    }
}

/// Over at least one light, whose indices begin here in the list of all.
pub(super) fn build(lights: &[Light], first: usize) -> LightTree {
    let mut items: Vec<Item> = lights.iter().map(Item::of).collect();
    // Only proportions count, and sums of them stay finite.
    let total: f64 = items.iter().map(|item| f64::from(item.intensity)).sum();
    items.iter_mut().for_each(|item| item.intensity = (f64::from(item.intensity) / total) as f32);
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    let mut trails = vec![0; items.len()];
    let mut nodes = vec![LightNode::default()];
    nodes.reserve_exact(2 * items.len() - 2);
    let mut open = vec![(0, 0..order.len(), 0_u32, 0)];
    while let Some((index, range, trail, depth)) = open.pop() {
        let here = &mut order[range.clone()];
        let mut node = node(&items, here);
        if let [only] = here {
            node.next |= LIGHT_LEAF | (first as u32 + *only);
            trails[*only as usize] = trail;
        } else {
            node.next |= nodes.len() as u32;
            let middle = range.start + divide(&items, here, LIGHT_DEPTH - depth);
            let right = trail | 1 << depth;
            open.push((nodes.len() + 1, middle..range.end, right, depth + 1));
            open.push((nodes.len(), range.start..middle, trail, depth + 1));
            nodes.extend([LightNode::default(); 2]);
        }
        nodes[index] = node;
    }
    LightTree { nodes, trails }
}

/// All but where it leads.
fn node(items: &[Item], here: &[u32]) -> LightNode {
    let all = || here.iter().map(|&index| &items[index as usize]);
    let low = all().fold(Vec3::INFINITY, |low, item| low.min(item.low));
    let high = all().fold(Vec3::NEG_INFINITY, |high, item| high.max(item.high));
    let intensity: f64 = all().map(|item| f64::from(item.intensity)).sum();
    let narrow = items[here[0] as usize].narrow;
    let (axis, cosine) = if all().all(|item| item.narrow == narrow) { cone(items, here) } else { (Vec3::ZERO, -1.0) };
    // A little larger, for the rounding of what is reckoned with it.
    let radius = (high - low).length() * 0.5 * 1.000_01;
    LightNode {
        centre: (low + high) * 0.5,
        radius,
        intensity: (intensity as f32).max(f32::MIN_POSITIVE),
        axis: encode_normal(axis),
        cosine,
        next: if narrow && cosine > -1.0 { LIGHT_NARROW } else { 0 },
    }
}

/// A cone around what these lights face, by its axis and the cosine of its half angle; -1: they face everything. All are
/// narrow or none is.
fn cone(items: &[Item], here: &[u32]) -> (Vec3, f32) {
    let all = || here.iter().map(|&index| &items[index as usize]);
    let first = items[here[0] as usize];
    let sum: Vec3 = all().map(|item| item.turned(first.axis)).sum();
    let axis = decode_normal(encode_normal(sum.normalize_or(first.axis)));
    if first.axis == Vec3::ZERO || all().any(|item| item.axis == Vec3::ZERO) {
        return (Vec3::ZERO, -1.0);
    }
    let apart = |item: &Item| item.turned(axis).dot(axis).clamp(-1.0, 1.0);
    let widest = if first.narrow {
        all().map(|item| apart(item).acos() + item.cosine.clamp(-1.0, 1.0).acos()).fold(0.0, f32::max)
    } else {
        all().map(apart).fold(1.0, f32::min).acos()
    };
    let widest = widest + FOLDED;
    let everything = if first.narrow { PI } else { FRAC_PI_2 };
    if widest < everything { (axis, widest.cos()) } else { (Vec3::ZERO, -1.0) }
}

/// What lies between two places along an axis.
#[derive(Clone, Copy)]
struct Bin {
    low: Vec3,
    high: Vec3,
    /// Axes times intensities: the longer it is, the more do these lights face one way.
    facing: Vec3,
    intensity: f32,
    count: usize,
}

impl Bin {
    const EMPTY: Self =
        Self { low: Vec3::INFINITY, high: Vec3::NEG_INFINITY, facing: Vec3::ZERO, intensity: 0.0, count: 0 };

    fn join(&self, other: &Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
            facing: self.facing + other.facing,
            intensity: self.intensity + other.intensity,
            count: self.count + other.count,
        }
    }

    /// How much more or less than it seems these lights may give to a point: in proportion to their intensity, to how far
    /// they spread, and to the directions that they face.
    fn cost(&self) -> f32 {
        if self.count == 0 {
            return 0.0;
        }
        let size = (self.high - self.low).max(Vec3::ZERO);
        let area = size.x * size.y + size.y * size.z + size.z * size.x;
        // The mean of directions that fill a cone evenly is (1 + cosine) / 2 long.
        let length = self.facing.length() / self.intensity.max(f32::MIN_POSITIVE);
        let around = (2.0 * length - 1.0).clamp(-1.0, 1.0).acos();
        let edge = (around + FRAC_PI_2).min(PI);
        let solid = TAU * (1.0 - around.cos())
            + FRAC_PI_2
                * (2.0 * edge * around.sin() - (around - 2.0 * edge).cos() - 2.0 * around * around.sin()
                    + around.cos());
        self.intensity * solid * (area + size.length_squared() * 0.1)
    }
}

/// Sorts these lights into two parts, and tells how many are in the first. `left`: how much deeper the tree may become.
fn divide(items: &[Item], here: &mut [u32], left: usize) -> usize {
    let item = |index: u32| &items[index as usize];
    let low = here.iter().fold(Vec3::INFINITY, |low, &index| low.min(item(index).middle()));
    let high = here.iter().fold(Vec3::NEG_INFINITY, |high, &index| high.max(item(index).middle()));
    let size = high - low;
    let half = here.len() / 2;
    // Halves from here on, or the tree becomes too deep.
    let must_halve = here.len().next_power_of_two().trailing_zeros() as usize + 1 >= left;
    if must_halve {
        let axis = size.max_position();
        here.select_nth_unstable_by(half, |&a, &b| item(a).middle()[axis].total_cmp(&item(b).middle()[axis]));
        return half;
    }
    let ahead = item(here[0]).axis;
    let mut best = (f32::INFINITY, 0, 0);
    for axis in 0..3 {
        if size[axis] <= size.max_element() * 1.0e-3 {
            continue;
        }
        let mut bins = [Bin::EMPTY; LIGHT_BINS];
        for &index in here.iter() {
            let item = item(index);
            let bin = &mut bins[place(item.middle()[axis], low[axis], size[axis])];
            let own = Bin {
                low: item.low,
                high: item.high,
                facing: item.turned(ahead) * item.intensity,
                intensity: item.intensity,
                count: 1,
            };
            *bin = bin.join(&own);
        }
        // Thin slices are good for nobody.
        let thin = size.max_element() / size[axis];
        let mut above = [Bin::EMPTY; LIGHT_BINS];
        for at in (1..LIGHT_BINS).rev() {
            above[at - 1] = above[at].join(&bins[at]);
        }
        let mut below = Bin::EMPTY;
        for at in 0..LIGHT_BINS - 1 {
            below = below.join(&bins[at]);
            let cost = thin * (below.cost() + above[at].cost());
            if below.count > 0 && above[at].count > 0 && cost < best.0 {
                best = (cost, axis, at);
            }
        }
    }
    let (cost, axis, last) = best;
    if !cost.is_finite() {
        return half;
    }
    let mut first = 0;
    for at in 0..here.len() {
        if place(item(here[at]).middle()[axis], low[axis], size[axis]) <= last {
            here.swap(first, at);
            first += 1;
        }
    }
    first
}

fn place(at: f32, low: f32, size: f32) -> usize {
    (((at - low) / size * LIGHT_BINS as f32) as usize).min(LIGHT_BINS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{NO_TRAIL, POINT_LIGHT};
    use bytemuck::Zeroable;

    fn triangle(at: Vec3, size: f32) -> Light {
        Light {
            position: at,
            kind: TRIANGLE_LIGHT,
            edge1: Vec3::new(size, 0.0, 0.0),
            edge2: Vec3::new(0.0, size * 0.7, size * at.x.sin()),
            emission: Vec3::ONE,
            ..Light::zeroed()
        }
    }

    /// Follows every trail, and tells the longest.
    fn check(lights: &[Light], first: usize) -> usize {
        let tree = build(lights, first);
        assert_eq!(tree.nodes.len(), 2 * lights.len() - 1);
        let mut longest = 0;
        for (index, (light, &trail)) in lights.iter().zip(&tree.trails).enumerate() {
            assert_ne!(trail, NO_TRAIL);
            let (mut node, mut rest, mut length) = (tree.nodes[0], trail, 0);
            loop {
                let corners = [Vec3::ZERO, light.edge1, light.edge2].map(|edge| light.position + edge);
                let corners = if light.kind == TRIANGLE_LIGHT { &corners[..] } else { &corners[..1] };
                let slack = light.position.length() * 1.0e-6;
                let inside = corners.iter().all(|corner| corner.distance(node.centre) <= node.radius + slack);
                assert!(inside, "light {index} sticks out of its ball");
                assert!(node.intensity.is_finite() && node.intensity > 0.0 && node.cosine.abs() <= 1.0, "{node:?}");
                if node.next & LIGHT_LEAF != 0 {
                    break;
                }
                node = tree.nodes[((node.next & LIGHT_INDEX) + (rest & 1)) as usize];
                (rest, length) = (rest >> 1, length + 1);
            }
            assert_eq!((node.next & LIGHT_INDEX) as usize, first + index, "the way leads to another light");
            assert_eq!(rest, 0, "the way goes on");
            longest = longest.max(length);
        }
        longest
    }

    #[test]
    fn every_way_leads_to_its_light_and_none_is_too_long() {
        let mixed =
            |i: usize| Light { kind: [TRIANGLE_LIGHT, POINT_LIGHT][i % 2], ..triangle(Vec3::splat(i as f32), 0.5) };
        check(&[triangle(Vec3::ONE, 1.0)], 3);
        check(&(0..100).map(mixed).collect::<Vec<_>>(), 1);
        let grid = (0..4000).map(|i| triangle(Vec3::new((i % 63) as f32, (i / 63) as f32, (i % 7) as f32), 0.2));
        assert!(check(&grid.collect::<Vec<_>>(), 0) < 24);
        check(&vec![triangle(Vec3::ONE, 1.0); 3000], 0);
        // Each twice as far away as all before it: what makes a tree deep that tells places apart.
        let chain = |n: usize| (0..n).map(|i| triangle(Vec3::splat(2.0_f32.powi((i % 60) as i32 - 30)), 1.0e-9));
        assert!(check(&chain(60).collect::<Vec<_>>(), 0) <= LIGHT_DEPTH);
        assert!(check(&chain(5000).collect::<Vec<_>>(), 0) <= LIGHT_DEPTH);
    }

    #[test]
    fn lights_out_of_all_proportion_stay_numbers() {
        let extreme = |i: usize| {
            let size = [1.0e9, 1.0, 1.0e-12][i % 3];
            let light = triangle(Vec3::new(1.0e9, -1.0e9, 1.0e9 * (i % 2) as f32), size);
            Light { emission: Vec3::splat([1.0e8, 1.0e-30][i % 2]), ..light }
        };
        let lights: Vec<Light> = (0..50).map(extreme).collect();
        let tree = build(&lights, 0);
        let finite = |node: &LightNode| node.centre.is_finite() && node.radius.is_finite() && node.intensity > 0.0;
        assert!(tree.nodes.iter().all(finite));
    }

    #[test]
    fn cones_hold_what_lights_face() {
        let lights: Vec<Light> = (0..40).map(|i| triangle(Vec3::new(i as f32 * 0.01, 0.0, 0.0), 0.5)).collect();
        let root = build(&lights, 0).nodes[0];
        let axis = decode_normal(root.axis);
        for light in &lights {
            let facing = light.edge1.cross(light.edge2).normalize().dot(axis).abs();
            assert!(facing >= root.cosine, "{facing} lies outside of {}", root.cosine);
        }
        assert!(root.cosine > 0.8, "all face nearly one way: {}", root.cosine);
        let spot = |x: f32| Light {
            kind: SPOT_LIGHT,
            edge1: Vec3::new(x, -1.0, 0.0).normalize(),
            edge2: Vec3::new(10.0, -9.0, 0.0),
            ..lights[0]
        };
        let root = build(&[spot(0.1), spot(-0.1)], 0).nodes[0];
        let angle = (0.9_f32).acos() + 0.1_f32.atan();
        assert!(root.next & LIGHT_NARROW != 0 && (root.cosine.acos() - angle).abs() < 1.0e-3, "{root:?}");
        let around = build(&[spot(0.1), lights[0]], 0).nodes[0];
        assert_eq!((around.next & LIGHT_NARROW, around.cosine), (0, -1.0));
    }
}
