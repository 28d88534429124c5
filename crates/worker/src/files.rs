//! Files by the names that orders give them.

use crate::limits::NAME_BYTES;
use idlewatt_engine::gpu::GpuError;
use idlewatt_engine::renderer::RenderError;
use idlewatt_engine::scene::SceneError;
use idlewatt_engine::text::runner::TextError;
use idlewatt_engine::upscale::{PictureError, UpscaleError};
use idlewatt_proto::Bytes;
use idlewatt_proto::job::RenderUnit;
use idlewatt_proto::worker::Fault;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The folder that a file lies in.
pub fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A file of the scratch folder. Its name must be one: no folders, no way up, nothing hidden.
pub fn in_scratch(scratch: &Path, name: &str) -> Result<PathBuf, Fault> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if name.is_empty() || name.len() > NAME_BYTES || name.starts_with('.') || !name.bytes().all(plain) {
        return Err(Fault::BadOrder {
            what: format!("{:?} is not the name of a file", &name.get(..40).unwrap_or(name)),
        });
    }
    Ok(scratch.join(name))
}

/// Writes a file under another name first, so that a file of this name is always whole.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let partial = path.with_extension("part");
    fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, path)).map_err(|error| {
        let _ = fs::remove_file(&partial);
        Fault::Io { what: format!("cannot write {}: {error}", path.display()) }
    })
}

/// A unit's sums as they lie in a file.
pub fn to_bytes(sums: &[[f32; 3]]) -> Vec<u8> {
    if cfg!(target_endian = "little") {
        return bytemuck::cast_slice(sums).to_vec();
    }
    sums.iter().flatten().flat_map(|value| value.to_le_bytes()).collect()
}

/// Reads a unit's sums. `None`: the file does not have exactly the size of such a result.
pub fn read_sums(path: &Path, work: &RenderUnit) -> io::Result<Option<Vec<[f32; 3]>>> {
    let size = work.result_bytes();
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(size + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != size {
        return Ok(None);
    }
    let value = |at: &[u8]| f32::from_le_bytes([at[0], at[1], at[2], at[3]]);
    Ok(Some(bytes.chunks_exact(12).map(|at| [value(at), value(&at[4..]), value(&at[8..])]).collect()))
}

/// A scene's fault is its artist's.
pub fn scene_fault(error: SceneError) -> Fault {
    Fault::BadScene { what: error.to_string() }
}

/// An adapter's fault.
pub fn gpu_fault(error: GpuError) -> Fault {
    match error {
        GpuError::NoDevice { found } => Fault::NoDevice { what: found },
        error @ GpuError::Open { .. } => Fault::DeviceLost { what: error.to_string() },
    }
}

/// A renderer's fault: whose it is depends.
pub fn render_fault(error: RenderError) -> Fault {
    match error {
        error @ RenderError::NoCamera { .. } => Fault::BadScene { what: error.to_string() },
        RenderError::TooLarge { needs, most, .. } => Fault::TooLarge { needs: Bytes(needs), allowed: Bytes(most) },
        RenderError::DeviceLost(lost) => Fault::DeviceLost { what: lost.0 },
        RenderError::Stopped => Fault::Yielded,
        error @ (RenderError::View(_) | RenderError::BadUnit) => Fault::BadOrder { what: error.to_string() },
    }
}

/// A model runner's fault: whose it is depends, too.
pub fn text_fault(error: TextError) -> Fault {
    match error {
        TextError::BadRequest(what) => Fault::BadRequest { what },
        TextError::TooLarge { needs, most } => Fault::TooLarge { needs: Bytes(needs), allowed: Bytes(most) },
        TextError::Interrupted => Fault::Yielded,
        TextError::DeviceLost(lost) => Fault::DeviceLost { what: lost.0 },
        error @ (TextError::Model(_) | TextError::BadModel(_)) => Fault::BadModel { what: error.to_string() },
    }
}

/// The fault of whoever enlarges: the network's, the picture's, or the adapter's.
pub fn upscale_fault(error: UpscaleError) -> Fault {
    match error {
        UpscaleError::Network(error) => Fault::BadModel { what: error.to_string() },
        UpscaleError::Picture(error @ PictureError::Write { .. }) => Fault::Io { what: error.to_string() },
        UpscaleError::Picture(error) => Fault::BadRequest { what: error.to_string() },
        UpscaleError::TooLarge { needs, most } => Fault::TooLarge { needs: Bytes(needs), allowed: Bytes(most) },
        UpscaleError::DeviceLost(lost) => Fault::DeviceLost { what: lost.0 },
        UpscaleError::Stopped => Fault::Yielded,
    }
}
