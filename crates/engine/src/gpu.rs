//! Adapters: which there are, and one made ready.

use crate::limits::{
    BINDING_BYTES, MATRIX_WORKGROUP_BYTES, PICTURE_SIDE, SOFTWARE_TIMEOUT, STORAGE_BUFFERS, STORAGE_PICTURES,
    SUBMISSION_TIMEOUT, WORKGROUP_BYTES,
};
use idlewatt_proto::device::{Device, DeviceKind};
use std::fmt::Write;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use wgpu::util::DeviceExt;

/// Why no adapter can be used.
#[derive(Debug, thiserror::Error)]
pub enum GpuError {
    /// None was found, or not the one asked for.
    #[error("no graphics adapter can be used: {found}")]
    NoDevice {
        /// What was found instead.
        found: String,
    },
    /// It is there, and its driver does not give it.
    #[error("{name} could not be opened: {source}")]
    Open {
        /// Which.
        name: String,
        /// What the driver says.
        source: wgpu::RequestDeviceError,
    },
}

const RAY_QUERY: wgpu::Features = wgpu::Features::EXPERIMENTAL_RAY_QUERY;
/// 16-bit floats.
const HALVES: wgpu::Features = wgpu::Features::SHADER_F16;
/// Units for matrices, and the 16-bit floats that they take.
const MATRICES: wgpu::Features = wgpu::Features::EXPERIMENTAL_COOPERATIVE_MATRIX.union(HALVES);

/// An adapter, open for work.
pub struct Gpu {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    about: Device,
    /// How many threads of a workgroup go together, where that is always the same number.
    subgroup: Option<u32>,
    rays: bool,
    /// It reads pictures sooner than buffers.
    pictures: bool,
    /// Rows of the square matrices that it has units for.
    matrix_side: Option<u32>,
    fault: Arc<Mutex<Option<String>>>,
}

/// What the driver says when it gives up.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the graphics device failed: {0}")]
pub struct DeviceLost(pub String);

impl Gpu {
    /// All adapters that can compute, best first.
    pub fn adapters() -> Vec<Device> {
        list().iter().map(|adapter| describe(&adapter.get_info())).collect()
    }

    /// Opens the adapter of this name, or the best one.
    pub fn open(preferred: Option<&str>) -> Result<Self, GpuError> {
        Self::choose(preferred, wgpu::Features::empty())
    }

    /// The same with what it has for rays: a part of its driver that is loaded for that alone. One that promises more than it
    /// has is opened without.
    pub fn open_for_rays(preferred: Option<&str>) -> Result<Self, GpuError> {
        Self::choose(preferred, RAY_QUERY).or_else(|_| Self::open(preferred))
    }

    /// The same with what it has for 16-bit floats, and for matrices of them.
    pub fn open_for_text(preferred: Option<&str>) -> Result<Self, GpuError> {
        Self::choose(preferred, MATRICES).or_else(|_| Self::open(preferred))
    }

    fn choose(preferred: Option<&str>, more: wgpu::Features) -> Result<Self, GpuError> {
        let mut adapters = list();
        let names = || {
            adapters.iter().fold(String::new(), |mut all, adapter| {
                let comma = if all.is_empty() { "" } else { ", " };
                let _ = write!(all, "{comma}{}", adapter.get_info().name);
                all
            })
        };
        let at = match preferred {
            None => 0,
            Some(name) => adapters
                .iter()
                .position(|adapter| adapter.get_info().name == name)
                .ok_or_else(|| GpuError::NoDevice { found: format!("not {name}, but: {}", names()) })?,
        };
        if adapters.is_empty() {
            return Err(GpuError::NoDevice { found: "neither a graphics card nor software Vulkan".into() });
        }
        Self::from_adapter(&adapters.swap_remove(at), more)
    }

    /// `more`: features that it is to have if the adapter has them.
    fn from_adapter(adapter: &wgpu::Adapter, more: wgpu::Features) -> Result<Self, GpuError> {
        let features = adapter.features() & (wgpu::Features::SUBGROUP | more);
        let sizes = (adapter.get_info().subgroup_min_size, adapter.get_info().subgroup_max_size);
        let subgroup = (features.contains(wgpu::Features::SUBGROUP) && sizes.0 == sizes.1).then_some(sizes.0);
        match subgroup.and_then(|size| matrix_side(adapter, features, size)) {
            Some(side) => Self::with(adapter, features, subgroup, Some(side)),
            None => Self::with(adapter, (features - MATRICES) | (features & HALVES), subgroup, None),
        }
    }

    fn with(
        adapter: &wgpu::Adapter,
        features: wgpu::Features,
        subgroup: Option<u32>,
        matrix_side: Option<u32>,
    ) -> Result<Self, GpuError> {
        let about = describe(&adapter.get_info());
        let has = adapter.limits();
        let limits = wgpu::Limits {
            max_storage_buffer_binding_size: has.max_storage_buffer_binding_size.min(BINDING_BYTES),
            max_buffer_size: has.max_buffer_size.min(BINDING_BYTES),
            max_compute_workgroup_storage_size: has.max_compute_workgroup_storage_size.min(WORKGROUP_BYTES),
            max_storage_buffers_per_shader_stage: has.max_storage_buffers_per_shader_stage.min(STORAGE_BUFFERS),
            ..wgpu::Limits::downlevel_defaults()
        };
        let rays = features.contains(RAY_QUERY);
        let limits = if rays { with_ray_queries(limits, &has) } else { limits };
        let pictures = reads_pictures(&about, &has);
        let limits = if pictures { with_pictures(limits) } else { limits };
        let wants = wgpu::DeviceDescriptor {
            label: Some("idlewatt"),
            required_features: features,
            required_limits: limits,
            experimental_features: experimental(rays || matrix_side.is_some()),
            // The card's memory is the game's: take little at a time.
            memory_hints: wgpu::MemoryHints::MemoryUsage,
            ..Default::default()
        };
        let opened = pollster::block_on(adapter.request_device(&wants));
        let (device, queue) = opened.map_err(|source| GpuError::Open { name: about.name.clone(), source })?;
        let fault = Arc::new(Mutex::new(None));
        // Without a handler of ours the library panics.
        let heard = fault.clone();
        device.on_uncaptured_error(Arc::new(move |error| note(&heard, error.to_string())));
        let heard = fault.clone();
        device.set_device_lost_callback(move |reason, what| {
            if reason != wgpu::DeviceLostReason::Destroyed {
                note(&heard, what);
            }
        });
        Ok(Self { device, queue, about, subgroup, rays, pictures, matrix_side, fault })
    }

    /// Which adapter it is.
    pub fn device(&self) -> &Device {
        &self.about
    }

    /// How many threads of a workgroup go together, where that is always the same number.
    pub(crate) fn subgroup(&self) -> Option<u32> {
        self.subgroup
    }

    /// Whether shaders may ask it what rays meet.
    pub fn has_ray_queries(&self) -> bool {
        self.rays
    }

    /// Whether it reads rows of words sooner out of pictures than out of buffers.
    pub(crate) fn reads_pictures(&self) -> bool {
        self.pictures
    }

    /// Rows of the square matrices of 16-bit floats that it multiplies and sums in 32 bits, if it was opened for them.
    pub fn matrix_side(&self) -> Option<u32> {
        self.matrix_side
    }

    /// Whether shaders have 16-bit floats, if it was opened for them.
    pub(crate) fn has_halves(&self) -> bool {
        self.device.features().contains(HALVES)
    }

    /// Waits until everything that was submitted is done.
    pub(crate) fn wait(&self) -> Result<(), DeviceLost> {
        self.wait_for(None)
    }

    /// Whether a submission is done by now.
    pub(crate) fn is_done(&self, submission: &wgpu::SubmissionIndex) -> bool {
        let (submission_index, timeout) = (Some(submission.clone()), Some(Duration::ZERO));
        self.device.poll(wgpu::PollType::Wait { submission_index, timeout }).is_ok()
    }

    /// Waits until a submission is done, with all before it.
    pub(crate) fn wait_for(&self, submission_index: Option<wgpu::SubmissionIndex>) -> Result<(), DeviceLost> {
        let timeout = match self.about.kind {
            DeviceKind::Software => SOFTWARE_TIMEOUT,
            _ => SUBMISSION_TIMEOUT,
        };
        let waited = self.device.poll(wgpu::PollType::Wait { submission_index, timeout: Some(timeout) });
        let fault = self.fault.lock().map_or(None, |fault| fault.clone());
        match (fault, waited) {
            (Some(what), _) => Err(DeviceLost(what)),
            (None, Err(error)) => Err(DeviceLost(error.to_string())),
            (None, Ok(_)) => Ok(()),
        }
    }

    /// A buffer that the device writes `bytes` of into, for [`Gpu::read`].
    pub(crate) fn read_back_buffer(&self, bytes: u64) -> wgpu::Buffer {
        self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("read back"),
            size: bytes,
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            mapped_at_creation: false,
        })
    }

    /// Waits, and looks into the first `bytes` of a read-back buffer.
    pub(crate) fn read<T>(
        &self,
        buffer: &wgpu::Buffer,
        bytes: u64,
        look: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, DeviceLost> {
        let asked = Asked::new(buffer, bytes);
        self.wait()?;
        asked.look(look)
    }
}

/// The beginning of a read-back buffer, asked for before what is submitted is done: who waits for that waits for both.
pub(crate) struct Asked {
    buffer: wgpu::Buffer,
    bytes: u64,
    told: mpsc::Receiver<Result<(), wgpu::BufferAsyncError>>,
}

impl Asked {
    /// Asks for so many bytes.
    pub fn new(buffer: &wgpu::Buffer, bytes: u64) -> Self {
        let (tell, told) = mpsc::sync_channel(1);
        buffer.map_async(wgpu::MapMode::Read, ..bytes, move |mapped| {
            let _ = tell.send(mapped);
        });
        Self { buffer: buffer.clone(), bytes, told }
    }

    /// Looks into them, when somebody has waited.
    pub fn look<T>(self, look: impl FnOnce(&[u8]) -> T) -> Result<T, DeviceLost> {
        let lost = |what: String| DeviceLost(what);
        // Whoever else waits for this device may be the one that hears of it, a moment later.
        self.told
            .recv_timeout(SUBMISSION_TIMEOUT)
            .map_err(|error| lost(error.to_string()))?
            .map_err(|error| lost(error.to_string()))?;
        let seen = {
            let bytes = self.buffer.get_mapped_range(..self.bytes).map_err(|error| lost(error.to_string()))?;
            look(&bytes)
        };
        self.buffer.unmap();
        Ok(seen)
    }
}

/// What trees of the driver's making may have, beside everything else.
fn with_ray_queries(limits: wgpu::Limits, has: &wgpu::Limits) -> wgpu::Limits {
    wgpu::Limits {
        max_blas_primitive_count: has.max_blas_primitive_count,
        max_blas_geometry_count: has.max_blas_geometry_count,
        max_tlas_instance_count: has.max_tlas_instance_count,
        max_acceleration_structures_per_shader_stage: 1,
        ..limits
    }
}

/// Mesa's software asks lane by lane whether it may read of a buffer, and reads of a picture for all lanes at once.
fn reads_pictures(about: &Device, has: &wgpu::Limits) -> bool {
    about.kind == DeviceKind::Software
        && about.backend == "vulkan"
        && has.max_storage_textures_per_shader_stage >= STORAGE_PICTURES
        && has.max_texture_dimension_2d >= PICTURE_SIDE
}

/// What a scene in pictures takes, beside everything else.
fn with_pictures(limits: wgpu::Limits) -> wgpu::Limits {
    wgpu::Limits {
        max_storage_textures_per_shader_stage: STORAGE_PICTURES,
        max_texture_dimension_2d: PICTURE_SIDE,
        ..limits
    }
}

/// The side of its square matrices, where the text engine's shader for them can be had. Threads must always go together in the
/// same number, for they divide the work before the driver says how they go.
fn matrix_side(adapter: &wgpu::Adapter, features: wgpu::Features, subgroup: u32) -> Option<u32> {
    let room = adapter.limits().max_compute_workgroup_storage_size >= MATRIX_WORKGROUP_BYTES;
    if !features.contains(MATRICES) || !room {
        return None;
    }
    let (half, single) = (wgpu::CooperativeScalarType::F16, wgpu::CooperativeScalarType::F32);
    let all = adapter.cooperative_matrix_properties();
    let has = |side: &u32| {
        all.iter()
            .any(|of| [of.m_size, of.n_size, of.k_size] == [*side; 3] && of.ab_type == half && of.cr_type == single)
    };
    // With more threads some would have nothing to load, with fewer some tokens have nobody for their norm.
    [16, 8].into_iter().filter(|&side| (side..=side * 2).contains(&subgroup)).find(has)
}

/// The library has ray queries and units for matrices under a reserve: their interface may change, and mistakes in it are not all
/// found yet.
#[allow(unsafe_code)]
fn experimental(wanted: bool) -> wgpu::ExperimentalFeatures {
    if !wanted {
        return wgpu::ExperimentalFeatures::disabled();
    }
    // SAFETY: the features under this reserve that are asked for are `RAY_QUERY` and `MATRICES`. Trees are built by the library's
    // own checks from buffers that `renderer::rays` has just filled, queries are tracked by what it puts into the shader.
    // Matrices are loaded from and stored to workgroup memory alone, at places that `matmul_units.wgsl`, `matmul_halved.wgsl` and
    // `attend_units.wgsl` compute from the number of a subgroup and a number that is always nought. The process has nothing of value but its scene or its model.
    unsafe { wgpu::ExperimentalFeatures::enabled() }
}

/// A buffer with these contents, to be read.
pub(crate) fn constant<T: bytemuck::Pod>(gpu: &Gpu, contents: &[T]) -> wgpu::Buffer {
    let contents = bytemuck::cast_slice(contents);
    let usage = wgpu::BufferUsages::STORAGE;
    gpu.device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label: None, contents, usage })
}

/// A buffer of nought, to be read, written and copied.
pub(crate) fn room(gpu: &Gpu, what: &'static str, bytes: u64) -> wgpu::Buffer {
    gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some(what),
        size: bytes.next_multiple_of(16).max(16),
        usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

fn note(fault: &Mutex<Option<String>>, what: String) {
    if let Ok(mut fault) = fault.lock() {
        fault.get_or_insert(what);
    }
}

fn list() -> Vec<wgpu::Adapter> {
    let backends = wgpu::Backends::VULKAN | wgpu::Backends::DX12 | wgpu::Backends::METAL;
    // No validation layers even in debug builds: they print, and slow everything by half.
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
        backends,
        flags: wgpu::InstanceFlags::empty(),
        ..wgpu::InstanceDescriptor::new_without_display_handle()
    });
    let mut adapters = pollster::block_on(instance.enumerate_adapters(backends));
    adapters.retain(|adapter| {
        let computes = adapter.get_downlevel_capabilities().flags.contains(wgpu::DownlevelFlags::COMPUTE_SHADERS);
        computes && adapter.limits().max_storage_buffers_per_shader_stage >= STORAGE_BUFFERS
    });
    adapters.sort_by_key(|adapter| {
        let info = adapter.get_info();
        let class = match kind(info.device_type) {
            DeviceKind::Discrete => 0,
            DeviceKind::Integrated => 1,
            DeviceKind::Virtual => 2,
            DeviceKind::Software => 3,
        };
        // Windows lists a card once per backend.
        (class, info.backend != wgpu::Backend::Vulkan)
    });
    adapters
}

fn kind(device_type: wgpu::DeviceType) -> DeviceKind {
    match device_type {
        wgpu::DeviceType::DiscreteGpu => DeviceKind::Discrete,
        wgpu::DeviceType::IntegratedGpu => DeviceKind::Integrated,
        wgpu::DeviceType::VirtualGpu | wgpu::DeviceType::Other => DeviceKind::Virtual,
        wgpu::DeviceType::Cpu => DeviceKind::Software,
    }
}

fn describe(info: &wgpu::AdapterInfo) -> Device {
    let backend = match info.backend {
        wgpu::Backend::Vulkan => "vulkan",
        wgpu::Backend::Dx12 => "dx12",
        wgpu::Backend::Metal => "metal",
        _ => "other",
    };
    Device {
        name: info.name.clone(),
        backend: backend.into(),
        driver: format!("{} {}", info.driver, info.driver_info).trim().to_owned(),
        kind: kind(info.device_type),
    }
}

#[cfg(test)]
impl Gpu {
    /// One that computes nothing and refuses shaders as every other does, with units for matrices of this side.
    pub(crate) fn that_only_checks(matrix_side: u32) -> Self {
        let noop = wgpu::NoopBackendOptions { enable: true, ..Default::default() };
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
            backends: wgpu::Backends::NOOP,
            backend_options: wgpu::BackendOptions { noop, ..Default::default() },
            ..wgpu::InstanceDescriptor::new_without_display_handle()
        });
        let adapters = pollster::block_on(instance.enumerate_adapters(wgpu::Backends::NOOP));
        let features = wgpu::Features::SUBGROUP | MATRICES;
        Self::with(&adapters[0], features, Some(2 * matrix_side), Some(matrix_side)).expect("it has everything")
    }
}
