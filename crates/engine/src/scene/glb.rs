//! Files: the GLB container, `.gltf` with its buffers beside it, and the way from the second to the first.
//! Every length is compared with what is there before anything is allocated for it.

use super::SceneError;
use super::extensions;
use super::packed::{self, Packed};
use super::words::{self, Kind};
use crate::limits::{JSON_BYTES, JSON_OBJECTS, SCENE_BYTES};
use gltf::json::{self, Root, validation::USize64};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::{Component, Path};

const MAGIC: &[u8] = b"glTF";
const JSON_CHUNK: u32 = 0x4E4F_534A;
const BINARY_CHUNK: u32 = 0x004E_4942;

/// A parsed and validated description with the bytes of its buffers.
pub(super) struct Document<'a> {
    pub root: Root,
    pub buffers: Vec<Cow<'a, [u8]>>,
    /// The files of pictures that are not in a buffer, by image.
    pub images: Vec<Option<Vec<u8>>>,
    pub packed: Packed,
}

impl Document<'_> {
    /// The bytes of a buffer view and how far apart its elements are, or what is wrong with whoever lies in it.
    pub fn view(&self, view: json::Index<json::buffer::View>) -> Result<(&[u8], Option<usize>), &'static str> {
        let index = view.value();
        let view = self.root.buffer_views.get(index).ok_or("lies in a buffer view that does not exist")?;
        let stride = view.byte_stride.map(|stride| stride.0);
        if let Some(unpacked) = self.packed.view(&self.buffers, index) {
            return Ok((unpacked?, stride));
        }
        let buffer = self.buffers.get(view.buffer.value()).ok_or("lies in a buffer that does not exist")?;
        let short = "reaches beyond its buffer";
        let start = view.byte_offset.map_or(0, |offset| offset.0);
        let end = start.checked_add(view.byte_length.0).ok_or(short)?;
        let (start, end) = (usize::try_from(start).map_err(|_| short)?, usize::try_from(end).map_err(|_| short)?);
        Ok((buffer.get(start..end).ok_or(short)?, stride))
    }

    /// The bytes of a picture's file.
    pub fn image(&self, index: usize) -> Result<&[u8], SceneError> {
        let bad =
            |what: &str| SceneError::Invalid(format!("image {} {what}", words::named(&self.root, Kind::Image, index)));
        let image = self.root.images.get(index).ok_or_else(|| bad("does not exist"))?;
        if let Some(bytes) = self.images.get(index).and_then(|bytes| bytes.as_deref()) {
            return Ok(bytes);
        }
        match image.buffer_view {
            Some(view) => self.view(view).map(|(bytes, _)| bytes).map_err(bad),
            None if image.uri.is_some() => Err(SceneError::External),
            None => Err(bad("has no data")),
        }
    }
}

/// Reads a whole file, but no more than a scene may have.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, SceneError> {
    let fail = |source| SceneError::Read { path: path.display().to_string(), source };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(fail)?;
    if !file.metadata().map_err(fail)?.is_file() {
        return Err(SceneError::NotAFile { path: path.display().to_string() });
    }
    file.take(SCENE_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > SCENE_BYTES {
        return Err(SceneError::TooLarge { what: "bytes", most: SCENE_BYTES });
    }
    Ok(bytes)
}

pub(super) fn is_glb(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// From the bytes of a GLB. Refers to nothing outside of them.
pub(super) fn parse_glb(bytes: &[u8]) -> Result<Document<'_>, SceneError> {
    let (text, binary) = split_glb(bytes)?;
    let root = parse_json(text)?;
    let buffers = collect_buffers(&root, binary, &|_| Err(SceneError::External))?;
    // A picture elsewhere is an error for whoever needs it, and nothing to one that nobody looks at.
    let images = collect_images(&root, &|_| Ok(None))?;
    let packed = Packed::of(&root)?;
    Ok(Document { root, buffers, images, packed })
}

/// The same with bytes of its own, which are those of the file: a scene may be large.
pub(super) fn parse_whole_glb(mut bytes: Vec<u8>) -> Result<Document<'static>, SceneError> {
    let (text, binary) = split_glb(&bytes)?;
    // The binary chunk is the last thing before what may follow it, behind a header of eight bytes.
    let start = 20 + text.len().next_multiple_of(4) + 8;
    let end = start + binary.map_or(0, <[u8]>::len);
    let Document { root, buffers, images, packed } = parse_glb(&bytes)?;
    let own = |bytes: Cow<'_, [u8]>| match bytes {
        Cow::Owned(bytes) => Some(bytes),
        Cow::Borrowed(_) => None,
    };
    let buffers: Vec<_> = buffers.into_iter().map(own).collect();
    bytes.truncate(end);
    bytes.drain(..start.min(bytes.len()));
    let mut binary = Some(bytes);
    let buffers = buffers.into_iter().map(|own| Cow::Owned(own.or_else(|| binary.take()).unwrap_or_default()));
    Ok(Document { root, buffers: buffers.collect(), images, packed })
}

/// From the text of a `.gltf`, whose buffers may lie in its folder.
pub(super) fn parse_gltf<'a>(text: &[u8], folder: &Path) -> Result<Document<'a>, SceneError> {
    let root = parse_json(text)?;
    let buffers = collect_buffers(&root, None, &|uri| read_beside(folder, uri))?;
    let images = collect_images(&root, &|uri| read_beside(folder, uri).map(Some))?;
    let packed = Packed::of(&root)?;
    Ok(Document { root, buffers, images, packed })
}

fn split_glb(bytes: &[u8]) -> Result<(&[u8], Option<&[u8]>), SceneError> {
    let word = |at: usize| {
        bytes.get(at..at + 4).and_then(|word| word.try_into().ok()).map(u32::from_le_bytes).ok_or(SceneError::Truncated)
    };
    if !is_glb(bytes) {
        return Err(SceneError::NotGltf);
    }
    match word(4)? {
        1 => return Err(SceneError::Version("1.0".into())),
        2 => {}
        other => return Err(SceneError::Version(other.to_string())),
    }
    let length = word(8)? as usize;
    let body = bytes.get(..length).ok_or(SceneError::Truncated)?;
    let chunk = |at: usize, kind: u32| -> Result<&[u8], SceneError> {
        let size = word(at)? as usize;
        if word(at + 4)? != kind {
            return Err(SceneError::Invalid("a chunk of the GLB file is not of the kind that belongs there".into()));
        }
        at.checked_add(8 + size).and_then(|end| body.get(at + 8..end)).ok_or(SceneError::Truncated)
    };
    let text = chunk(12, JSON_CHUNK)?;
    let after = 20 + text.len().next_multiple_of(4);
    let binary = if after + 8 <= body.len() { Some(chunk(after, BINARY_CHUNK)?) } else { None };
    Ok((text, binary))
}

fn parse_json(text: &[u8]) -> Result<Root, SceneError> {
    if text.len() > JSON_BYTES {
        return Err(SceneError::TooLarge { what: "bytes of description", most: JSON_BYTES as u64 });
    }
    if text.iter().filter(|&&byte| byte == b'{').count() > JSON_OBJECTS {
        return Err(SceneError::TooLarge { what: "parts", most: JSON_OBJECTS as u64 });
    }
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let mut root = Root::from_slice(text).or_else(|error| complete(text, &error))?;
    if !root.asset.version.starts_with("2.") {
        return Err(SceneError::Version(root.asset.version.chars().take(20).collect()));
    }
    if let Some(name) = root.extensions_required.iter().find(|name| !extensions::may_be_required(name)) {
        return Err(SceneError::Extension(name.chars().take(60).collect()));
    }
    // The library would refuse those that it does not know itself.
    let required = std::mem::take(&mut root.extensions_required);
    // The library's own validation looks these up without asking whether they exist.
    let primitives = root.meshes.iter().flat_map(|mesh| &mesh.primitives);
    let used = primitives.flat_map(|primitive| primitive.attributes.values().chain(&primitive.indices));
    if let Some(index) = used.map(|index| index.value()).find(|&index| index >= root.accessors.len()) {
        return Err(SceneError::Invalid(format!("accessor {index} does not exist")));
    }
    let bare = stand_in(&mut root);
    match gltf::Document::from_json(root) {
        Ok(document) => {
            let mut root = Root { extensions_required: required, ..document.into_json() };
            bare.into_iter().for_each(|index| root.accessors[index].buffer_view = None);
            Ok(root)
        }
        Err(gltf::Error::Validation(faults)) => Err(SceneError::Invalid(match faults.first() {
            Some((path, fault)) => {
                // What was validated is gone; it is read once more for the name alone.
                let path = path.to_string();
                let path = Root::from_slice(text).map_or(path.clone(), |root| words::place(&root, &path));
                format!("{path}: {}", fault.to_string().to_lowercase())
            }
            None => "it breaks the format's rules".into(),
        })),
        Err(error) => Err(SceneError::Invalid(error.to_string())),
    }
}

/// Gives accessors a buffer view for as long as the library looks at them, and tells which: it wants one of each, and those
/// whose elements are in a Draco stream have none. Whoever needs the elements of another one is told that they are missing.
fn stand_in(root: &mut Root) -> Vec<usize> {
    if root.buffer_views.is_empty() || !root.extensions_used.iter().any(|name| name == packed::DRACO) {
        return Vec::new();
    }
    let bare =
        |(_, accessor): &(usize, &mut json::Accessor)| accessor.buffer_view.is_none() && accessor.sparse.is_none();
    let bare = root.accessors.iter_mut().enumerate().filter(bare);
    bare.map(|(index, accessor)| {
        accessor.buffer_view = Some(json::Index::new(0));
        index
    })
    .collect()
}

/// Reads a description once more with what the format may leave out and the library wants: nodes of scenes, which Blender's empty
/// ones do not have, and nodes of channels, which those that move something else by a pointer do not have. The latter are left out.
fn complete(text: &[u8], error: &serde_json::Error) -> Result<Root, SceneError> {
    if error.is_eof() {
        return Err(SceneError::Truncated);
    }
    // A free-form value takes 32 B for a digit: only for texts that are not themselves large.
    let value = text.get(..text.len().min(16 << 20)).and_then(|text| serde_json::from_slice(text).ok());
    let Some(mut value): Option<Value> = value else { return Err(SceneError::NotGltf) };
    for scene in list(&mut value, "scenes").filter_map(Value::as_object_mut) {
        scene.entry("nodes").or_insert_with(|| Value::Array(Vec::new()));
    }
    for animation in list(&mut value, "animations") {
        if let Some(channels) = animation.get_mut("channels").and_then(Value::as_array_mut) {
            channels.retain(|channel| channel.pointer("/target/node").is_some());
        }
    }
    Root::deserialize(&value).map_err(|_| explain(&value, error))
}

fn list<'v>(value: &'v mut Value, what: &str) -> impl Iterator<Item = &'v mut Value> {
    value.get_mut(what).and_then(Value::as_array_mut).into_iter().flatten()
}

/// What is wrong with a description that is not one of glTF 2.0.
fn explain(value: &Value, error: &serde_json::Error) -> SceneError {
    match value.pointer("/asset/version").and_then(Value::as_str) {
        Some(version) if !version.starts_with("2.") => SceneError::Version(version.chars().take(20).collect()),
        // glTF 1.0 may leave its version out, and has objects where 2.0 has lists.
        None if value.get("meshes").is_some_and(Value::is_object) => SceneError::Version("1.0".into()),
        // The parser quotes what it found, however long that is.
        _ => SceneError::Invalid(error.to_string().chars().take(200).collect()),
    }
}

fn collect_buffers<'a>(
    root: &Root,
    mut binary: Option<&'a [u8]>,
    fetch: &dyn Fn(&str) -> Result<Vec<u8>, SceneError>,
) -> Result<Vec<Cow<'a, [u8]>>, SceneError> {
    let mut total = 0;
    let mut buffers = Vec::new();
    let (unused, stand_ins) = packed::stand_ins(root);
    for (index, buffer) in root.buffers.iter().enumerate() {
        let own = binary.take_if(|_| index == 0 && buffer.uri.is_none());
        if own.is_none() && (unused[index] || (stand_ins[index] && buffer.uri.is_none())) {
            buffers.push(Cow::Owned(Vec::new()));
            continue;
        }
        let bytes: Cow<'a, [u8]> = match &buffer.uri {
            None => Cow::Borrowed(own.ok_or(SceneError::NoBuffer(index))?),
            Some(uri) => match uri.strip_prefix("data:") {
                Some(data) => Cow::Owned(decode_data(data)?),
                None => Cow::Owned(fetch(uri)?),
            },
        };
        if buffer.byte_length.0 > bytes.len() as u64 {
            return Err(SceneError::ShortBuffer { index, claims: buffer.byte_length.0, has: bytes.len() as u64 });
        }
        total += bytes.len() as u64;
        if total > SCENE_BYTES {
            return Err(SceneError::TooLarge { what: "bytes", most: SCENE_BYTES });
        }
        buffers.push(bytes);
    }
    Ok(buffers)
}

/// A file of a picture; `None`: it is not to be had, and its absence noted when it is needed.
type Fetched = Result<Option<Vec<u8>>, SceneError>;

/// Files of pictures that textures name, those in buffers aside.
fn collect_images(root: &Root, fetch: &dyn Fn(&str) -> Fetched) -> Result<Vec<Option<Vec<u8>>>, SceneError> {
    let mut total = 0;
    let mut named = vec![false; root.images.len()];
    for index in root.textures.iter().filter_map(super::textures::source) {
        if let Some(named) = named.get_mut(index) {
            *named = true;
        }
    }
    let mut read = |image: &json::Image| {
        let Some(uri) = image.uri.as_ref().filter(|_| image.buffer_view.is_none()) else { return Ok(None) };
        let bytes = match uri.strip_prefix("data:") {
            Some(data) => Some(decode_data(data)?),
            None => fetch(uri)?,
        };
        total += bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
        if total > SCENE_BYTES {
            return Err(SceneError::TooLarge { what: "bytes", most: SCENE_BYTES });
        }
        Ok(bytes)
    };
    root.images.iter().zip(named).map(|(image, named)| if named { read(image) } else { Ok(None) }).collect()
}

fn decode_data(data: &str) -> Result<Vec<u8>, SceneError> {
    let bad = || SceneError::Invalid("a data: address is not base64".into());
    let (_, text) = data.split_once(";base64,").ok_or_else(bad)?;
    let text = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for group in text.chunks(4) {
        let mut word = 0_u32;
        for &letter in group {
            let digit = match letter {
                b'A'..=b'Z' => letter - b'A',
                b'a'..=b'z' => letter - b'a' + 26,
                b'0'..=b'9' => letter - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                _ => return Err(bad()),
            };
            word = (word << 6) | u32::from(digit);
        }
        let missing = 4 - group.len();
        if missing == 3 {
            return Err(bad());
        }
        word <<= 6 * missing;
        bytes.extend_from_slice(&word.to_be_bytes()[1..4 - missing]);
    }
    Ok(bytes)
}

/// Reads a file of a scene's own folder. A scene must not be able to name others: it may come from a stranger.
fn read_beside(folder: &Path, uri: &str) -> Result<Vec<u8>, SceneError> {
    let outside = || SceneError::Outside(uri.chars().take(80).collect());
    let name = percent_decode(uri).ok_or_else(outside)?;
    let relative = Path::new(&name);
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if name.contains(':') || name.contains('\\') || !plain {
        return Err(outside());
    }
    let path = folder.join(relative);
    // A link inside the folder could still lead out of it.
    if let (Ok(real), Ok(home)) = (path.canonicalize(), folder.canonicalize())
        && !real.starts_with(home)
    {
        return Err(outside());
    }
    read(&path)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

/// One self-contained GLB: all buffers in one, one after another, and the files of pictures after them.
pub(super) fn write_glb(document: Document<'_>) -> Result<Vec<u8>, SceneError> {
    let Document { mut root, buffers, images, .. } = document;
    let mut binary = Vec::new();
    let mut starts = Vec::new();
    for buffer in &buffers {
        starts.push(binary.len() as u64);
        binary.extend_from_slice(buffer);
        binary.resize(binary.len().next_multiple_of(4), 0);
    }
    for view in &mut root.buffer_views {
        let start = starts.get(view.buffer.value()).ok_or(SceneError::NoBuffer(view.buffer.value()))?;
        let offset = view.byte_offset.map_or(0, |offset| offset.0).saturating_add(*start);
        view.byte_offset = Some(USize64(offset));
        view.buffer = json::Index::new(0);
    }
    packed::move_streams(&mut root, &starts)?;
    embed(&mut root, images, &mut binary);
    if root.buffers.is_empty() && !binary.is_empty() {
        let bare = json::Buffer { byte_length: USize64(0), name: None, uri: None, extensions: None, extras: None };
        root.buffers.push(bare);
    }
    root.buffers.truncate(1);
    if let Some(buffer) = root.buffers.first_mut() {
        buffer.uri = None;
        buffer.byte_length = USize64::from(binary.len());
    }
    let mut text = root.to_vec().map_err(|error| SceneError::Invalid(error.to_string()))?;
    text.resize(text.len().next_multiple_of(4), b' ');
    let length = 12 + 8 + text.len() + if binary.is_empty() { 0 } else { 8 + binary.len() };
    if length as u64 > SCENE_BYTES {
        return Err(SceneError::TooLarge { what: "bytes", most: SCENE_BYTES });
    }
    let mut glb = Vec::with_capacity(length);
    glb.extend_from_slice(MAGIC);
    for word in [2, length as u32, text.len() as u32, JSON_CHUNK] {
        glb.extend_from_slice(&word.to_le_bytes());
    }
    glb.extend_from_slice(&text);
    if !binary.is_empty() {
        for word in [binary.len() as u32, BINARY_CHUNK] {
            glb.extend_from_slice(&word.to_le_bytes());
        }
        glb.extend_from_slice(&binary);
    }
    Ok(glb)
}

/// Puts the files of pictures into the buffer.
fn embed(root: &mut Root, images: Vec<Option<Vec<u8>>>, binary: &mut Vec<u8>) {
    for (image, bytes) in root.images.iter_mut().zip(images) {
        let Some(bytes) = bytes else { continue };
        image.uri = None;
        image.buffer_view = Some(json::Index::new(root.buffer_views.len() as u32));
        // Which kind it is, its own first bytes say; a type is asked for where there is a buffer view.
        image.mime_type.get_or_insert_with(|| json::image::MimeType(super::images::mime_type(&bytes).into()));
        root.buffer_views.push(json::buffer::View {
            buffer: json::Index::new(0),
            byte_length: USize64::from(bytes.len()),
            byte_offset: Some(USize64::from(binary.len())),
            byte_stride: None,
            name: None,
            target: None,
            extensions: None,
            extras: None,
        });
        binary.extend_from_slice(&bytes);
        binary.resize(binary.len().next_multiple_of(4), 0);
    }
}
