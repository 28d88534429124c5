//! Rays by what the adapter has for them. Cards with units for rays walk trees of their driver's making, many times as fast as
//! a shader does; so where there are such, a piece of the picture is rendered in both ways, and what comes out the same and
//! sooner is kept.

use super::{RenderError, Renderer, Steer, Step, Walk};
use crate::gpu::Gpu;
use crate::layout::{INSTANCE_HOLES, Triangle};
use crate::limits::{BLAS_BATCH_BYTES, QUERY_INSTANCE_BYTES, QUERY_TRIANGLE_BYTES, TRIAL_SAMPLES, TRIAL_SIDE};
use crate::scene::Scene;
use crate::tolerance;
use bytemuck::cast_slice;
use glam::Vec3;
use idlewatt_proto::Bytes;
use idlewatt_proto::device::DeviceKind;
use idlewatt_proto::job::{RenderUnit, SampleRange, Tile};
use std::collections::BTreeMap;
use std::time::Duration;
use wgpu::util::DeviceExt;

/// A scene as the driver has it.
pub(super) struct World {
    tlas: wgpu::Tlas,
    /// What the scene may take on the device in this form, its other buffers included.
    room: Bytes,
}

/// What came of trying it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// How long a piece of the picture took by the shader's own walk.
    pub walk: Duration,
    /// And by the adapter's.
    pub queries: Duration,
    /// Whether both came to the same.
    pub same: bool,
}

impl Trial {
    /// Whether the adapter's is the better way.
    pub fn pays(&self) -> bool {
        self.same && self.queries < self.walk
    }
}

impl Renderer<'_> {
    /// Whether rays go by what the adapter has for them.
    pub fn by_queries(&self) -> bool {
        self.world.is_some()
    }

    /// Has rays go by what the adapter has for them, if it has anything, if that fits into so much more memory, and if a piece of
    /// this picture then is the same and sooner there. `None`: nothing was tried, or `observe` stopped it.
    pub fn try_queries(
        &mut self,
        scene: &Scene,
        spare: Bytes,
        observe: &mut dyn FnMut(Step<'_>) -> Steer,
    ) -> Result<Option<Trial>, RenderError> {
        if !self.gpu.has_ray_queries() || query_bytes(scene) > spare {
            return Ok(None);
        }
        let Some((before, walk)) = self.piece(observe)? else { return Ok(None) };
        if !self.go_by_queries(scene, scene.facts().device_bytes.saturating_add(spare))? {
            return Ok(None);
        }
        let after = self.piece(observe)?;
        let trial =
            after.map(|(after, queries)| Trial { walk, queries, same: tolerance::compare(&before, &after).same() });
        if !trial.is_some_and(|trial| trial.pays()) {
            self.world = None;
            self.compile();
            self.warm_up()?;
        }
        Ok(trial)
    }

    /// [`Renderer::try_queries`] where it may pay. Software never gains, and takes seconds to find out.
    pub fn choose_rays(
        &mut self,
        scene: &Scene,
        spare: Bytes,
        observe: &mut dyn FnMut(Step<'_>) -> Steer,
    ) -> Result<(), RenderError> {
        match self.gpu.device().kind {
            DeviceKind::Software => Ok(()),
            _ => self.try_queries(scene, spare, observe).map(drop),
        }
    }

    /// Has rays go by what the adapter has for them, whatever that costs. Whether it could be had.
    pub fn use_queries(&mut self, scene: &Scene) -> Result<bool, RenderError> {
        self.go_by_queries(scene, Bytes(u64::MAX))
    }

    fn go_by_queries(&mut self, scene: &Scene, room: Bytes) -> Result<bool, RenderError> {
        self.world = World::of(self.gpu, scene, room);
        if self.world.is_some() {
            self.compile();
            self.warm_up()?;
        }
        Ok(self.by_queries())
    }

    /// The middle of the picture, and how long the device was busy with it: the second time, when it is awake. `None`:
    /// stopped.
    fn piece(&mut self, observe: &mut dyn FnMut(Step<'_>) -> Steer) -> Result<Option<Piece>, RenderError> {
        let [width, height] = [self.view.width, self.view.height].map(|side| side.min(TRIAL_SIDE));
        let tile = Tile { x: (self.view.width - width) / 2, y: (self.view.height - height) / 2, width, height };
        let unit = RenderUnit { tile, samples: SampleRange { first: 0, count: TRIAL_SAMPLES } };
        let mut last = None;
        for _ in 0..2 {
            last = match self.go(&mut Walk::over(self, &unit), observe) {
                Ok(result) if result.samples == unit.samples => Some((result.sums, result.busy)),
                Ok(_) | Err(RenderError::Stopped) => return Ok(None),
                Err(error) => return Err(error),
            };
        }
        Ok(last)
    }
}

/// Sums, and how long they took.
type Piece = (Vec<[f32; 3]>, Duration);

/// What it takes about, while it is built too: drivers do not say before.
fn query_bytes(scene: &Scene) -> Bytes {
    let [triangles, instances] = [scene.triangles.len(), scene.instances.len()].map(|count| count as u64);
    Bytes(triangles * QUERY_TRIANGLE_BYTES + instances * QUERY_INSTANCE_BYTES)
}

/// Triangles that have a tree together.
struct Mesh<'s> {
    first: u32,
    triangles: &'s [Triangle],
    /// No instance of it lets rays through.
    solid: bool,
}

impl World {
    /// `None`: the adapter has nothing of the kind, or not for so much, or there is no memory for it.
    pub fn of(gpu: &Gpu, scene: &Scene, room: Bytes) -> Option<Self> {
        if scene.facts().device_bytes.saturating_add(query_bytes(scene)) > room {
            return None;
        }
        let limits = gpu.device.limits();
        let meshes = meshes(scene);
        let most = |mesh: &Mesh<'_>| mesh.triangles.len() as u64 > u64::from(limits.max_blas_primitive_count);
        let instances = scene.instances.len() as u64;
        if !gpu.has_ray_queries() || meshes.iter().any(most) || instances > u64::from(limits.max_tlas_instance_count) {
            return None;
        }
        // What goes wrong here is no reason to give the device up.
        let scopes = [wgpu::ErrorFilter::OutOfMemory, wgpu::ErrorFilter::Validation, wgpu::ErrorFilter::Internal]
            .map(|filter| gpu.device.push_error_scope(filter));
        let tlas = build(gpu, scene, &meshes);
        let faults = scopes.into_iter().rev().map(|scope| pollster::block_on(scope.pop()));
        // Every scope must be popped.
        let faults: Vec<_> = faults.flatten().collect();
        tlas.filter(|_| faults.is_empty()).map(|tlas| Self { tlas, room })
    }

    /// Another instant of the scene.
    pub fn turned(self, gpu: &Gpu, scene: &Scene) -> Option<Self> {
        let room = self.room;
        // The old one goes first, as the buffers do.
        drop(self);
        Self::of(gpu, scene, room)
    }

    pub fn binding(&self) -> wgpu::BindingResource<'_> {
        self.tlas.as_binding()
    }
}

fn build(gpu: &Gpu, scene: &Scene, meshes: &[Mesh<'_>]) -> Option<wgpu::Tlas> {
    let mut trees = BTreeMap::new();
    let mut rest = meshes;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |mesh: &&Mesh<'_>| {
            bytes += mesh.triangles.len() * VERTEX_BYTES * 3;
            bytes <= BLAS_BATCH_BYTES
        };
        let (batch, after) = rest.split_at(rest.iter().take_while(fits).count().max(1));
        let built = build_batch(gpu, batch)?;
        trees.extend(batch.iter().map(|mesh| mesh.first).zip(built));
        rest = after;
    }
    let mut tlas = gpu.device.create_tlas(&wgpu::CreateTlasDescriptor {
        label: Some("world"),
        max_instances: scene.instances.len() as u32,
        flags: wgpu::AccelerationStructureFlags::PREFER_FAST_TRACE,
        update_mode: wgpu::AccelerationStructureUpdateMode::Build,
    });
    for (at, instance) in scene.instances.iter().enumerate() {
        let [x, y, z] = instance.to_world;
        let rows: [f32; 12] = std::array::from_fn(|i| [x, y, z][i / 4][i % 4]);
        tlas[at] = Some(wgpu::TlasInstance::new(&trees[&instance.first], rows, 0, 0xff));
    }
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    encoder.build_acceleration_structures([], [&tlas]);
    gpu.queue.submit([encoder.finish()]);
    gpu.wait().ok()?;
    Some(tlas)
}

const VERTEX_BYTES: usize = 12;

/// In the order of their triangles. They lie one behind the other.
fn meshes(scene: &Scene) -> Vec<Mesh<'_>> {
    let mut solid = BTreeMap::new();
    for instance in &scene.instances {
        *solid.entry(instance.first).or_insert(true) &= instance.flags & INSTANCE_HOLES == 0;
    }
    let ends = solid.keys().copied().skip(1).chain([scene.triangles.len() as u32]);
    let mesh = |((&first, &solid), end): ((&u32, &bool), u32)| Mesh {
        first,
        triangles: &scene.triangles[first as usize..end as usize],
        solid,
    };
    solid.iter().zip(ends).map(mesh).collect()
}

/// Trees over some meshes, in the least memory.
fn build_batch(gpu: &Gpu, meshes: &[Mesh<'_>]) -> Option<Vec<wgpu::Blas>> {
    let vertices: Vec<Vec3> = meshes.iter().flat_map(|mesh| mesh.triangles).flat_map(Triangle::corners).collect();
    let vertices = gpu.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
        label: Some("corners"),
        contents: cast_slice(&vertices),
        usage: wgpu::BufferUsages::BLAS_INPUT,
    });
    let size = |mesh: &Mesh<'_>| wgpu::BlasTriangleGeometrySizeDescriptor {
        vertex_format: wgpu::VertexFormat::Float32x3,
        vertex_count: mesh.triangles.len() as u32 * 3,
        index_format: None,
        index_count: None,
        flags: match mesh.solid {
            true => wgpu::AccelerationStructureGeometryFlags::OPAQUE,
            // Where a triangle is half there, asking twice would be two throws of one die.
            false => wgpu::AccelerationStructureGeometryFlags::NO_DUPLICATE_ANY_HIT_INVOCATION,
        },
    };
    let sizes: Vec<_> = meshes.iter().map(size).collect();
    let wants = wgpu::CreateBlasDescriptor {
        label: Some("mesh"),
        flags: wgpu::AccelerationStructureFlags::PREFER_FAST_TRACE | wgpu::AccelerationStructureFlags::ALLOW_COMPACTION,
        update_mode: wgpu::AccelerationStructureUpdateMode::Build,
    };
    let create = |size: &wgpu::BlasTriangleGeometrySizeDescriptor| {
        let descriptors = vec![size.clone()];
        gpu.device.create_blas(&wants, wgpu::BlasGeometrySizeDescriptors::Triangles { descriptors })
    };
    let trees: Vec<_> = sizes.iter().map(create).collect();
    let mut first_vertex = 0;
    let entry = |(blas, size)| {
        let size: &wgpu::BlasTriangleGeometrySizeDescriptor = size;
        let geometry = wgpu::BlasTriangleGeometry {
            size,
            vertex_buffer: &vertices,
            first_vertex,
            vertex_stride: VERTEX_BYTES as u64,
            index_buffer: None,
            first_index: None,
            transform_buffer: None,
            transform_buffer_offset: None,
        };
        first_vertex += size.vertex_count;
        wgpu::BlasBuildEntry { blas, geometry: wgpu::BlasGeometries::TriangleGeometries(vec![geometry]) }
    };
    let entries: Vec<_> = trees.iter().zip(&sizes).map(entry).collect();
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    encoder.build_acceleration_structures(&entries, []);
    gpu.queue.submit([encoder.finish()]);
    for tree in &trees {
        tree.prepare_compaction_async(|_| ());
    }
    gpu.wait().ok()?;
    let smaller = |tree: &wgpu::Blas| {
        if tree.ready_for_compaction() { gpu.queue.compact_blas(tree) } else { tree.clone() }
    };
    Some(trees.iter().map(smaller).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::renderer::tests::sums_of;
    use crate::scene::Stage;
    use crate::scene::motion_tests::moving_things;
    use idlewatt_proto::job::View;

    #[test]
    fn another_instant_is_shown_by_queries_too() {
        let Some(gpu) = Gpu::open_for_rays(None).ok().filter(Gpu::has_ray_queries) else { return };
        let mut stage = Stage::from_glb(moving_things()).expect("a scene");
        let unit = RenderUnit {
            tile: Tile { x: 0, y: 0, width: 32, height: 32 },
            samples: SampleRange { first: 0, count: 4 },
        };
        let render = |renderer: &mut Renderer<'_>| sums_of(renderer, &unit);
        let view = |time_us| View { time_us, ..View::new(32, 32) };
        let first = stage.at(0).expect("a scene");
        let mut by_walk = Renderer::new(&gpu, &first, &view(0)).expect("fits");
        let mut by_queries = Renderer::new(&gpu, &first, &view(0)).expect("fits");
        assert!(by_queries.use_queries(&first).expect("works"));
        for time_us in [0, 400_000, 900_000] {
            let scene = stage.at(time_us).expect("a scene");
            by_walk.show(&scene, &view(time_us)).expect("fits");
            by_queries.show(&scene, &view(time_us)).expect("fits");
            assert!(by_queries.by_queries());
            let verdict = tolerance::compare(&render(&mut by_walk), &render(&mut by_queries));
            assert!(verdict.same(), "at {time_us}: {verdict:?}");
        }
    }

    #[test]
    fn meshes_lie_one_behind_the_other() {
        let scene = Stage::from_glb(moving_things()).and_then(|mut stage| stage.at(0)).expect("a scene");
        let meshes = meshes(&scene);
        assert!(meshes.len() > 1);
        assert_eq!(meshes.iter().map(|mesh| mesh.triangles.len()).sum::<usize>(), scene.triangles.len());
        assert!(meshes.iter().all(|mesh| !mesh.triangles.is_empty()));
    }
}
