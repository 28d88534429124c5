//! What is told to artists: what their picture lacks, and what is wrong by the names that they gave it.

mod common;

use common::{glb, square, square_root};
use idlewatt_engine::scene::{Scene, Stage};
use serde_json::{Value, json};

#[test]
fn extensions_are_told_by_what_the_picture_lacks() {
    let told = |used: &[&str]| {
        let mut root = square_root();
        root["extensionsUsed"] = json!(used);
        let facts = Scene::from_glb(&glb(&root, &square())).expect("valid").facts().clone();
        facts.unsupported.into_iter().filter(|what| !what.starts_with("note: ")).collect::<Vec<_>>()
    };
    let harmless = ["KHR_xmp_json_ld", "KHR_materials_variants", "KHR_node_visibility", "EXT_structural_metadata"];
    assert_eq!(told(&harmless), Vec::<String>::new());
    let leaves = told(&["KHR_materials_diffuse_transmission"]);
    assert!(leaves[0].starts_with("light that shines through") && leaves[0].contains("_diffuse_"), "{leaves:?}");
    assert_eq!(told(&["ACME_rockets"]), ["the glTF extension ACME_rockets"]);
    // Whoever requires what shows nothing loses nothing.
    let mut root = square_root();
    root["extensionsUsed"] = json!(harmless);
    root["extensionsRequired"] = json!(harmless);
    Scene::from_glb(&glb(&root, &square())).expect("valid");
}

#[test]
fn hidden_nodes_are_not_seen_and_their_cameras_look_all_the_same() {
    let hidden = json!({ "KHR_node_visibility": { "visible": false } });
    let mut root = square_root();
    root["extensionsUsed"] = json!(["KHR_node_visibility", "KHR_lights_punctual"]);
    root["extensions"] = json!({ "KHR_lights_punctual": { "lights": [{ "type": "point" }] } });
    root["cameras"] = json!([{ "type": "perspective", "perspective": { "yfov": 0.7, "znear": 0.1 } }]);
    let lamp = json!({ "KHR_lights_punctual": { "light": 0 }, "KHR_node_visibility": { "visible": true } });
    root["nodes"] = json!([{ "mesh": 0 }, { "children": [2], "extensions": hidden },
        { "mesh": 0, "camera": 0, "name": "eye", "children": [3] }, { "extensions": lamp }]);
    root["scenes"][0]["nodes"] = json!([0, 1]);
    let file = glb(&root, &square());
    let facts = Scene::from_glb(&file).expect("valid").facts().clone();
    assert_eq!((facts.instances, facts.lights, &facts.cameras[..]), (1, 0, &["eye".to_owned()][..]));
    assert!(Stage::from_glb(file).expect("valid").estimate().0 < facts.device_bytes.0);
    root["nodes"][1]["extensions"]["KHR_node_visibility"] = json!({});
    let facts = Scene::from_glb(&glb(&root, &square())).expect("valid").facts().clone();
    assert_eq!((facts.instances, facts.lights), (2, 1));
}

#[test]
fn things_that_are_wrong_are_called_by_their_names() {
    let name = |list: &'static str| move |root: &mut Value| root[list][0]["name"] = json!("Ch\u{7}air \"1\"");
    let said = |breakage: &dyn Fn(&mut Value)| {
        let mut root = square_root();
        breakage(&mut root);
        Scene::from_glb(&glb(&root, &square())).expect_err("it is broken").to_string()
    };
    let unnamed = |root: &mut Value| root["accessors"][0]["count"] = json!(3);
    assert_eq!(said(&unnamed), "mesh 0 uses vertex 3 of 3");
    let mesh = said(&|root| {
        name("meshes")(root);
        unnamed(root);
    });
    assert_eq!(mesh, "mesh 0 (\"Chair '1'\") uses vertex 3 of 3");
    let node = said(&|root| {
        name("nodes")(root);
        root["nodes"][0]["translation"] = json!([1.0e20, 0, 0]);
    });
    assert!(node.starts_with("the place of node 0 (\"Chair '1'\") has values"), "{node}");
    let cycle = said(&|root| {
        name("nodes")(root);
        root["nodes"][0]["children"] = json!([0]);
    });
    assert!(cycle.starts_with("node 0 (\"Chair '1'\") of the scene has two parents"), "{cycle}");
    let material = said(&|root| {
        name("materials")(root);
        root["materials"][0]["emissiveFactor"] = json!([1.0e20, 0, 0]);
    });
    assert!(material.starts_with("material 0 (\"Chair '1'\") has values"), "{material}");
    let texture = said(&|root| {
        name("materials")(root);
        root["materials"][0]["normalTexture"] = json!({ "index": 7 });
    });
    assert!(texture.contains("materials[0] (\"Chair '1'\").normalTexture"), "{texture}");
    let image = said(&|root| {
        root["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"] = json!({ "index": 0 });
        root["textures"] = json!([{ "source": 0 }]);
        root["images"] = json!([{ "bufferView": 0, "mimeType": "image/png" }]);
        name("images")(root);
    });
    assert!(image.starts_with("image 0 (\"Chair '1'\") of the scene cannot be read: it is neither"), "{image}");
}
