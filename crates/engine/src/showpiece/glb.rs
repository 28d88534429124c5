//! A small writer of GLB files: shapes once, nodes that show them many times.

use glam::{Quat, Vec2, Vec3};
use serde_json::{Map, Value, json};

/// Vertices and triangles.
#[derive(Default, Clone)]
pub struct Shape {
    /// Corners.
    pub positions: Vec<Vec3>,
    /// One for each corner, or none at all for flat faces.
    pub normals: Vec<Vec3>,
    /// Where pictures lie, one for each corner, or none.
    pub uvs: Vec<Vec2>,
    /// Three for each triangle.
    pub indices: Vec<u32>,
}

impl Shape {
    /// Appends a corner.
    pub fn corner(&mut self, position: Vec3) -> u32 {
        self.positions.push(position);
        self.positions.len() as u32 - 1
    }

    /// Appends a flat quadrilateral, corners counter-clockwise from where it is seen.
    pub fn quad(&mut self, corners: [Vec3; 4]) {
        let [a, b, c, d] = corners.map(|corner| self.corner(corner));
        self.indices.extend([a, b, c, a, c, d]);
    }
}

/// Where a node stands.
#[derive(Clone, Copy)]
pub struct Place {
    /// Its origin.
    pub at: Vec3,
    /// How it is turned.
    pub turn: Quat,
    /// How large it is.
    pub scale: Vec3,
}

impl Place {
    /// Upright and of its own size.
    pub fn at(at: Vec3) -> Self {
        Self { at, turn: Quat::IDENTITY, scale: Vec3::ONE }
    }

    /// Turned about the vertical axis.
    pub fn turned(self, angle: f32) -> Self {
        Self { turn: Quat::from_rotation_y(angle) * self.turn, ..self }
    }

    /// Of another size.
    pub fn scaled(self, scale: f32) -> Self {
        Self { scale: self.scale * scale, ..self }
    }
}

/// A surface.
#[derive(Clone, Copy)]
pub struct Look {
    /// Linear red, green and blue.
    pub colour: [f32; 3],
    /// Zero or one.
    pub metallic: f32,
    /// From mirror to chalk.
    pub roughness: f32,
    /// Light that it sends out.
    pub glow: [f32; 3],
    /// Refractive index of its coat; 1: none, plain chalk.
    pub ior: f32,
}

impl Look {
    /// Without any shine.
    pub const fn chalk(colour: [f32; 3]) -> Self {
        Self { colour, metallic: 0.0, roughness: 1.0, glow: [0.0; 3], ior: 1.0 }
    }

    /// Stone, bark, leaves, lacquer.
    pub const fn coated(colour: [f32; 3], roughness: f32) -> Self {
        Self { colour, metallic: 0.0, roughness, glow: [0.0; 3], ior: 1.5 }
    }

    /// Metal.
    pub const fn metal(colour: [f32; 3], roughness: f32) -> Self {
        Self { colour, metallic: 1.0, roughness, glow: [0.0; 3], ior: 1.5 }
    }

    /// A lamp.
    pub const fn lamp(glow: [f32; 3]) -> Self {
        Self { colour: [0.0; 3], metallic: 0.0, roughness: 1.0, glow, ior: 1.0 }
    }
}

/// A file in the making.
#[derive(Default)]
pub struct Glb {
    binary: Vec<u8>,
    views: Vec<Value>,
    accessors: Vec<Value>,
    materials: Vec<Value>,
    meshes: Vec<Value>,
    nodes: Vec<Value>,
    cameras: Vec<Value>,
    images: Vec<Value>,
}

impl Glb {
    /// Adds a picture, as the bytes of a PNG file, and says its number.
    pub fn picture(&mut self, png: &[u8]) -> usize {
        let view = self.view(png);
        self.images.push(json!({ "bufferView": view, "mimeType": "image/png" }));
        self.images.len() - 1
    }

    /// Lays pictures over a material: its colour, its roughness (in green) with metal (in blue), its normals.
    pub fn lay(&mut self, material: usize, colour: usize, roughness: usize, normals: usize) {
        let material = &mut self.materials[material];
        material["pbrMetallicRoughness"]["baseColorTexture"] = json!({ "index": colour });
        material["pbrMetallicRoughness"]["metallicRoughnessTexture"] = json!({ "index": roughness });
        material["normalTexture"] = json!({ "index": normals });
    }

    /// Adds a material and says its number.
    pub fn material(&mut self, name: &str, look: Look) -> usize {
        let strongest = look.glow.iter().copied().fold(0.0, f32::max);
        let [red, green, blue] = look.colour;
        let mut material = json!({
            "name": name,
            "pbrMetallicRoughness": {
                "baseColorFactor": [red, green, blue, 1.0],
                "metallicFactor": look.metallic,
                "roughnessFactor": look.roughness,
            },
            "doubleSided": true,
        });
        let mut extensions = Map::new();
        if strongest > 0.0 {
            material["emissiveFactor"] = json!(look.glow.map(|value| value / strongest));
            extensions.insert("KHR_materials_emissive_strength".into(), json!({ "emissiveStrength": strongest }));
        }
        if look.ior != 1.5 {
            extensions.insert("KHR_materials_ior".into(), json!({ "ior": look.ior }));
        }
        if !extensions.is_empty() {
            material["extensions"] = Value::Object(extensions);
        }
        self.materials.push(material);
        self.materials.len() - 1
    }

    /// Adds a mesh of shapes with their materials and says its number.
    pub fn mesh(&mut self, name: &str, parts: &[(&Shape, usize)]) -> usize {
        let primitives: Vec<Value> = parts.iter().map(|(shape, material)| self.primitive(shape, *material)).collect();
        self.meshes.push(json!({ "name": name, "primitives": primitives }));
        self.meshes.len() - 1
    }

    fn primitive(&mut self, shape: &Shape, material: usize) -> Value {
        let low = shape.positions.iter().copied().fold(Vec3::INFINITY, Vec3::min);
        let high = shape.positions.iter().copied().fold(Vec3::NEG_INFINITY, Vec3::max);
        let positions = self.accessor(bytemuck::cast_slice(&shape.positions), 5126, "VEC3", shape.positions.len());
        self.accessors[positions]["min"] = json!(low.to_array());
        self.accessors[positions]["max"] = json!(high.to_array());
        let mut attributes = json!({ "POSITION": positions });
        if !shape.normals.is_empty() {
            let normals = self.accessor(bytemuck::cast_slice(&shape.normals), 5126, "VEC3", shape.normals.len());
            attributes["NORMAL"] = json!(normals);
        }
        if !shape.uvs.is_empty() {
            let uvs = self.accessor(bytemuck::cast_slice(&shape.uvs), 5126, "VEC2", shape.uvs.len());
            attributes["TEXCOORD_0"] = json!(uvs);
        }
        let indices = if shape.positions.len() < 65_536 {
            let short: Vec<u16> = shape.indices.iter().map(|&index| index as u16).collect();
            self.accessor(bytemuck::cast_slice(&short), 5123, "SCALAR", short.len())
        } else {
            self.accessor(bytemuck::cast_slice(&shape.indices), 5125, "SCALAR", shape.indices.len())
        };
        json!({ "attributes": attributes, "indices": indices, "material": material })
    }

    fn accessor(&mut self, bytes: &[u8], component: u32, kind: &str, count: usize) -> usize {
        let view = self.view(bytes);
        self.accessors.push(json!({ "bufferView": view, "componentType": component, "type": kind, "count": count }));
        self.accessors.len() - 1
    }

    fn view(&mut self, bytes: &[u8]) -> usize {
        let offset = self.binary.len();
        self.binary.extend_from_slice(bytes);
        self.binary.resize(self.binary.len().next_multiple_of(4), 0);
        self.views.push(json!({ "buffer": 0, "byteOffset": offset, "byteLength": bytes.len() }));
        self.views.len() - 1
    }

    /// Shows a mesh.
    pub fn show(&mut self, mesh: usize, place: Place) {
        let mut node = json!({ "mesh": mesh });
        set(&mut node, "translation", place.at.as_ref(), &[0.0; 3]);
        set(&mut node, "rotation", place.turn.as_ref(), &[0.0, 0.0, 0.0, 1.0]);
        set(&mut node, "scale", place.scale.as_ref(), &[1.0; 3]);
        self.nodes.push(node);
    }

    /// Adds a camera that looks from one point to another.
    pub fn camera(&mut self, name: &str, eye: Vec3, target: Vec3, yfov: f32) {
        let backward = (eye - target).normalize();
        let right = Vec3::Y.cross(backward).normalize();
        let turn = Quat::from_mat3(&glam::Mat3::from_cols(right, backward.cross(right), backward));
        self.cameras.push(json!({ "type": "perspective", "perspective": { "yfov": yfov, "znear": 0.1 } }));
        let (at, turn) = (eye.to_array(), turn.to_array());
        let camera = self.cameras.len() - 1;
        self.nodes.push(json!({ "name": name, "camera": camera, "translation": at, "rotation": turn }));
    }

    /// The bytes of the file.
    pub fn finish(self) -> Vec<u8> {
        let nodes: Vec<usize> = (0..self.nodes.len()).collect();
        let mut root = json!({
            "asset": { "version": "2.0", "generator": "idlewatt scenes" },
            "extensionsUsed": ["KHR_materials_emissive_strength", "KHR_materials_ior"],
            "scene": 0,
            "scenes": [{ "nodes": nodes }],
            "nodes": self.nodes,
            "cameras": self.cameras,
            "meshes": self.meshes,
            "materials": self.materials,
            "accessors": self.accessors,
            "bufferViews": self.views,
            "buffers": [{ "byteLength": self.binary.len() }],
        });
        if !self.images.is_empty() {
            let textures: Vec<Value> = (0..self.images.len()).map(|image| json!({ "source": image })).collect();
            root["images"] = json!(self.images);
            root["textures"] = json!(textures);
        }
        let mut text = root.to_string().into_bytes();
        text.resize(text.len().next_multiple_of(4), b' ');
        let length = 12 + 8 + text.len() + 8 + self.binary.len();
        let mut file = b"glTF".to_vec();
        let word = |file: &mut Vec<u8>, value: usize| file.extend_from_slice(&(value as u32).to_le_bytes());
        for value in [2, length, text.len(), 0x4E4F_534A] {
            word(&mut file, value);
        }
        file.extend_from_slice(&text);
        word(&mut file, self.binary.len());
        word(&mut file, 0x004E_4942);
        file.extend_from_slice(&self.binary);
        file
    }
}

/// Sets a property to three decimals, which is a millimetre, unless it is what its absence means.
fn set(node: &mut Value, name: &str, values: &[f32], usual: &[f32]) {
    let short: Vec<f64> = values.iter().map(|&value| (f64::from(value) * 1000.0).round() / 1000.0).collect();
    if short.iter().zip(usual).any(|(&value, &usual)| value != f64::from(usual)) {
        node[name] = json!(short);
    }
}
