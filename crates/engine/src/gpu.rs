//! Adapters: which there are, and one made ready.

use crate::limits::{BINDING_BYTES, STORAGE_BUFFERS};
use idlewatt_proto::device::{Device, DeviceKind};
use std::fmt::Write;
use std::sync::{Arc, Mutex};

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

/// An adapter, open for work.
pub struct Gpu {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    about: Device,
    fault: Arc<Mutex<Option<String>>>,
}

impl Gpu {
    /// All adapters that can compute, best first.
    pub fn adapters() -> Vec<Device> {
        list().iter().map(|adapter| describe(&adapter.get_info())).collect()
    }

    /// Opens the adapter of this name, or the best one.
    pub fn open(preferred: Option<&str>) -> Result<Self, GpuError> {
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
        Self::from_adapter(&adapters.swap_remove(at))
    }

    fn from_adapter(adapter: &wgpu::Adapter) -> Result<Self, GpuError> {
        let about = describe(&adapter.get_info());
        let has = adapter.limits();
        let limits = wgpu::Limits {
            max_storage_buffer_binding_size: has.max_storage_buffer_binding_size.min(BINDING_BYTES),
            max_buffer_size: has.max_buffer_size.min(BINDING_BYTES),
            ..wgpu::Limits::downlevel_defaults()
        };
        let limits = wgpu::Limits {
            max_storage_buffers_per_shader_stage: has.max_storage_buffers_per_shader_stage.min(STORAGE_BUFFERS),
            ..limits
        };
        let wants = wgpu::DeviceDescriptor {
            label: Some("idlewatt"),
            required_limits: limits,
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
        Ok(Self { device, queue, about, fault })
    }

    /// Which adapter it is.
    pub fn device(&self) -> &Device {
        &self.about
    }

    /// What the driver complained about first, if it did.
    pub(crate) fn fault(&self) -> Option<String> {
        self.fault.lock().map_or(None, |fault| fault.clone())
    }
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
