//! Where things are at an instant: the animations of a file, all played together from their beginning.
//!
//! glTF 2.0, 3.11 and appendix C. Before its first instant an animation stands at its first value, after its last at its
//! last.

use super::SceneError;
use super::accessor::Elements;
use super::glb::Document;
use super::words::{Kind, named};
use crate::limits::{KEYFRAMES, MORPH_WEIGHTS};
use glam::{Affine3A, Mat4, Quat, Vec3, Vec4};
use gltf::json::accessor::Type;
use gltf::json::animation::{Animation, Channel, Interpolation, Property, Sampler};
use gltf::json::validation::Checked;
use gltf::json::{self, Root};
use std::collections::HashMap;

/// What animations say of a node; for what they do not say, the node's own values hold.
#[derive(Default)]
struct Moved {
    translation: Option<Vec3>,
    rotation: Option<Quat>,
    scale: Option<Vec3>,
    weights: Option<Vec<f32>>,
}

/// The nodes of a document at an instant.
pub(super) struct Pose {
    /// By node.
    moved: HashMap<usize, Moved>,
    /// When the last animation has ended.
    pub duration_us: u32,
    /// Two animations move the same: the first one has it.
    pub contested: bool,
    /// Something is animated that is no place, size, turn or shape.
    pub unread: bool,
    /// Weights held so far: what bounds memory.
    weights: usize,
}

impl Pose {
    pub fn at(document: &Document<'_>, time_us: u32) -> Result<Self, SceneError> {
        let mut pose = Self { moved: HashMap::new(), duration_us: 0, contested: false, unread: false, weights: 0 };
        let mut clock = Clock { time: f64::from(time_us) * 1.0e-6, known: HashMap::new(), read: 0 };
        for (index, animation) in document.root.animations.iter().enumerate() {
            for channel in &animation.channels {
                pose.play(document, index, animation, channel, &mut clock)?;
            }
        }
        let end = clock.known.values().flatten().copied().fold(0.0_f64, f64::max);
        pose.duration_us = (end * 1.0e6).round().min(f64::from(u32::MAX)) as u32;
        Ok(pose)
    }

    fn play(
        &mut self,
        document: &Document<'_>,
        index: usize,
        animation: &Animation,
        channel: &Channel,
        clock: &mut Clock,
    ) -> Result<(), SceneError> {
        let bad = |what: &str| {
            let animation = named(&document.root, Kind::Animation, index);
            SceneError::Invalid(format!("animation {animation} {what}"))
        };
        let node = channel.target.node.value();
        let target = document.root.nodes.get(node).ok_or_else(|| bad("moves a node that does not exist"))?;
        let sampler = animation.samplers.get(channel.sampler.value());
        let sampler = sampler.ok_or_else(|| bad("uses a sampler that does not exist"))?;
        let Checked::Valid(path) = channel.target.path else {
            self.unread = true;
            return Ok(());
        };
        let Some(keys) = clock.keys(document, sampler, &bad)? else { return Ok(()) };
        let moved = self.moved.entry(node).or_default();
        let taken = match path {
            Property::Translation => moved.translation.is_some(),
            Property::Rotation => moved.rotation.is_some(),
            Property::Scale => moved.scale.is_some(),
            Property::MorphTargetWeights => moved.weights.is_some(),
        };
        if taken {
            self.contested = true;
            return Ok(());
        }
        let width = if path == Property::MorphTargetWeights { targets(&document.root, target) } else { 1 };
        let kind = match path {
            Property::Translation | Property::Scale => Type::Vec3,
            Property::Rotation => Type::Vec4,
            Property::MorphTargetWeights => Type::Scalar,
        };
        let values = Elements::attributes(document, sampler.output, &[kind])?;
        let needs = keys.count.checked_mul(keys.values()).and_then(|count| count.checked_mul(width));
        if needs.is_none_or(|needs| values.len() < needs) {
            return Err(bad("has fewer values than instants"));
        }
        match path {
            Property::Translation => moved.translation = Some(keys.vector(&values).truncate()),
            Property::Scale => moved.scale = Some(keys.vector(&values).truncate()),
            Property::Rotation => moved.rotation = Some(keys.turn(&values)),
            Property::MorphTargetWeights => {
                self.weights = self.weights.saturating_add(width);
                if self.weights > MORPH_WEIGHTS {
                    return Err(SceneError::TooLarge { what: "weights of morph targets", most: MORPH_WEIGHTS as u64 });
                }
                let weight =
                    |target| keys.blend(&|key, part| values.float(keys.at(key, part, width, target), 0).into());
                moved.weights = Some((0..width).map(|target| weight(target).x).collect());
            }
        }
        Ok(())
    }

    /// A node's place within its parent.
    pub fn local(&self, index: usize, node: &json::Node) -> Affine3A {
        let Some(moved) = self.moved.get(&index) else { return resting(node) };
        // Only nodes without a matrix may be animated; who does it all the same means what the matrix is made of.
        let (scale, turn, place) = match &node.matrix {
            Some(matrix) => Mat4::from_cols_array(matrix).to_scale_rotation_translation(),
            None => own(node),
        };
        Affine3A::from_scale_rotation_translation(
            moved.scale.unwrap_or(scale),
            unit(moved.rotation.unwrap_or(turn)),
            moved.translation.unwrap_or(place),
        )
    }

    /// How much of each morph target a node's mesh has; empty: its shape is the one that it rests in.
    pub fn weights(&self, index: usize, node: &json::Node, mesh: &json::Mesh) -> Vec<f32> {
        let moved = self.moved.get(&index).and_then(|moved| moved.weights.as_ref());
        let all = moved.or(node.weights.as_ref()).or(mesh.weights.as_ref());
        let count = mesh.primitives.iter().map(|primitive| primitive.targets.as_ref().map_or(0, Vec::len)).max();
        let mut weights: Vec<f32> = all.into_iter().flatten().copied().take(count.unwrap_or(0)).collect();
        weights.truncate(weights.iter().rposition(|&weight| weight != 0.0).map_or(0, |last| last + 1));
        weights
    }
}

/// How many morph targets the mesh of a node has.
fn targets(root: &Root, node: &json::Node) -> usize {
    let mesh = node.mesh.and_then(|mesh| root.meshes.get(mesh.value()));
    let first = mesh.and_then(|mesh| mesh.primitives.first());
    first.and_then(|primitive| primitive.targets.as_ref()).map_or(0, Vec::len)
}

/// Scale, turn and place of a node without a matrix.
fn own(node: &json::Node) -> (Vec3, Quat, Vec3) {
    let turn = node.rotation.map_or(Quat::IDENTITY, |turn| Quat::from_array(turn.0));
    (Vec3::from_array(node.scale.unwrap_or([1.0; 3])), turn, Vec3::from_array(node.translation.unwrap_or_default()))
}

fn resting(node: &json::Node) -> Affine3A {
    if let Some(matrix) = &node.matrix {
        return Affine3A::from_mat4(Mat4::from_cols_array(matrix));
    }
    let (scale, turn, place) = own(node);
    Affine3A::from_scale_rotation_translation(scale, unit(turn), place)
}

/// Exporters round; a quaternion of no length turns nothing.
pub(super) fn unit(turn: Quat) -> Quat {
    if turn.length_squared() > 1.0e-12 { turn.normalize() } else { Quat::IDENTITY }
}

/// The instant, and what is known of accessors with instants.
struct Clock {
    time: f64,
    /// When they end, by accessor; `None`: there are no instants in it.
    known: HashMap<usize, Option<f64>>,
    read: usize,
}

impl Clock {
    /// Where a sampler is now; `None`: it says nothing.
    fn keys(
        &mut self,
        document: &Document<'_>,
        sampler: &Sampler,
        bad: &impl Fn(&str) -> SceneError,
    ) -> Result<Option<Keys>, SceneError> {
        let Checked::Valid(interpolation) = sampler.interpolation else {
            return Err(bad("is interpolated in a way that does not exist"));
        };
        let times = Elements::floats(document, sampler.input, Type::Scalar)?;
        let end = match self.known.get(&sampler.input.value()) {
            Some(end) => *end,
            None => {
                let end = self.check(&times, bad)?;
                self.known.insert(sampler.input.value(), end);
                end
            }
        };
        if end.is_none() {
            return Ok(None);
        }
        let count = times.len();
        let time = |key: usize| f64::from(times.float(key, 0));
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = (low + high) / 2;
            if time(middle) <= self.time { low = middle + 1 } else { high = middle }
        }
        // `low` is the first key after now.
        let key = low.saturating_sub(1);
        let next = (key + 1).min(count - 1);
        let length = time(next) - time(key);
        let share = if low == 0 || length <= 0.0 { 0.0 } else { (self.time - time(key)) / length };
        Ok(Some(Keys { count, interpolation, key, next, share: share as f32, length: length as f32 }))
    }

    /// Looks at every instant once; when they end.
    fn check(&mut self, times: &Elements<'_>, bad: &impl Fn(&str) -> SceneError) -> Result<Option<f64>, SceneError> {
        self.read = self.read.saturating_add(times.len());
        if self.read > KEYFRAMES {
            return Err(SceneError::TooLarge { what: "instants of animations", most: KEYFRAMES as u64 });
        }
        let mut last = f32::NEG_INFINITY;
        for key in 0..times.len() {
            let time = times.float(key, 0);
            // Exporters write two at once where something jumps.
            if !time.is_finite() || time < last {
                return Err(bad("has instants that are no numbers or do not increase"));
            }
            last = time;
        }
        Ok((times.len() > 0).then_some(f64::from(last)))
    }
}

/// Between which of a sampler's keys it is now.
struct Keys {
    count: usize,
    interpolation: Interpolation,
    key: usize,
    next: usize,
    /// Of the way from the one to the other.
    share: f32,
    /// Seconds of that way.
    length: f32,
}

/// Of the three values that a key of a cubic spline has.
#[derive(Clone, Copy)]
enum Part {
    In = 0,
    Value = 1,
    Out = 2,
}

impl Keys {
    /// Values for each key.
    fn values(&self) -> usize {
        if self.interpolation == Interpolation::CubicSpline { 3 } else { 1 }
    }

    /// Where a key's value lies, of `width` that belong together.
    fn at(&self, key: usize, part: Part, width: usize, target: usize) -> usize {
        let part = if self.values() == 3 { part as usize } else { 0 };
        (key * self.values() + part) * width + target
    }

    fn blend(&self, value: &impl Fn(usize, Part) -> Splat) -> Vec4 {
        let of = |key, part| value(key, part).0;
        let (from, to) = (of(self.key, Part::Value), of(self.next, Part::Value));
        let t = self.share;
        match self.interpolation {
            Interpolation::Step => from,
            Interpolation::Linear => from + (to - from) * t,
            Interpolation::CubicSpline => {
                let (t2, t3) = (t * t, t * t * t);
                from * (2.0 * t3 - 3.0 * t2 + 1.0)
                    + of(self.key, Part::Out) * (self.length * (t3 - 2.0 * t2 + t))
                    + to * (3.0 * t2 - 2.0 * t3)
                    + of(self.next, Part::In) * (self.length * (t3 - t2))
            }
        }
    }

    fn vector(&self, values: &Elements<'_>) -> Vec4 {
        self.blend(&|key, part| Splat(Vec4::from_array(values.numbers(self.at(key, part, 1, 0)))))
    }

    fn turn(&self, values: &Elements<'_>) -> Quat {
        if self.interpolation != Interpolation::Linear {
            return Quat::from_vec4(self.vector(values));
        }
        let of = |key| unit(Quat::from_array(values.numbers(self.at(key, Part::Value, 1, 0))));
        // The shorter way round, as glTF asks for.
        of(self.key).slerp(of(self.next), self.share)
    }
}

/// One number or four, so that both are blended by the same formula.
struct Splat(Vec4);

impl From<f32> for Splat {
    fn from(value: f32) -> Self {
        Self(Vec4::splat(value))
    }
}
