// What a surface is made of where it was hit.

fn material_at(hit: Hit) -> Material {
    return materials[instances[hit.instance].material];
}
