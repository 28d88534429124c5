//! A scene to look at, made in code: what is shown while a machine is measured, and a file of the same bytes for demos.

mod garden;
pub mod glb;
pub mod shapes;

pub use garden::{CAMERA, scene};

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    #[test]
    fn it_is_a_scene_with_its_camera() {
        let bytes = super::scene();
        assert_eq!(bytes, super::scene(), "the same every time");
        let scene = Scene::from_glb(&bytes).expect("a scene");
        assert_eq!(scene.facts().cameras, [super::CAMERA]);
        assert_eq!(super::CAMERA, idlewatt_proto::worker::SHOWPIECE_CAMERA);
    }
}
