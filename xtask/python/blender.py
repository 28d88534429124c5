"""Cycles, by its Python package, on a scene as its own importer reads it: one picture for each number of samples.

Says a line of JSON for each: the processor's seconds and the clock's. What is done once for a scene, the import and the
tree over it, is done by a picture of one sample before; its time is said as `ready`.
"""

import argparse
import json
import os
import resource
import sys
import time

import bpy

import addon_utils  # Blender puts it in place.


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scene")
    parser.add_argument("folder", help="where the pictures go, named by their samples")
    parser.add_argument("--size", default="320x180")
    parser.add_argument("--bounces", type=int, default=8, help="as Idlewatt counts them")
    parser.add_argument("--spp", default="1,2,4", help="numbers of samples, with commas between")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def clock():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime, time.perf_counter()


def load(path):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    addon_utils.enable("cycles", default_set=True)
    # The format's units: candela and lux as radiance, so that lamps and glowing surfaces agree.
    bpy.ops.import_scene.gltf(filepath=path, export_import_convert_lighting_mode="RAW", import_pack_images=False)
    scene = bpy.context.scene
    scene.camera = scene.camera or next(thing for thing in scene.objects if thing.type == "CAMERA")
    if scene.world is None:
        scene.world = bpy.data.worlds.new("nothing")
    scene.world.use_nodes = True
    # What is around is black unless the scene says otherwise.
    scene.world.node_tree.nodes["Background"].inputs["Strength"].default_value = 0.0
    return scene


def set_up(scene, options):
    scene.render.engine = "CYCLES"
    scene.render.resolution_x, scene.render.resolution_y = map(int, options.size.split("x"))
    scene.render.resolution_percentage = 100
    scene.render.use_persistent_data = True
    scene.render.threads_mode = "FIXED"
    scene.render.threads = os.cpu_count()
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "32"
    scene.render.image_settings.color_mode = "RGB"
    scene.render.image_settings.exr_codec = "ZIP"
    cycles = scene.cycles
    cycles.device = "CPU"
    cycles.seed = options.seed
    cycles.use_adaptive_sampling = False
    cycles.use_denoising = False
    # Idlewatt counts the first meeting of a path with a surface as a bounce.
    bounces = options.bounces - 1
    cycles.max_bounces = cycles.diffuse_bounces = cycles.glossy_bounces = bounces
    cycles.transmission_bounces = cycles.transparent_max_bounces = bounces
    cycles.sample_clamp_direct = cycles.sample_clamp_indirect = 0.0
    cycles.blur_glossy = 0.0
    cycles.caustics_reflective = cycles.caustics_refractive = True
    cycles.pixel_filter_type = "BLACKMAN_HARRIS"
    cycles.filter_width = 1.5


def render(scene, spp, path):
    scene.cycles.samples = spp
    scene.render.filepath = path
    before = clock()
    bpy.ops.render.render(write_still=True)
    after = clock()
    return {"spp": spp, "cpu_s": after[0] - before[0], "wall_s": after[1] - before[1], "path": path}


def main():
    options = arguments()
    # Blender talks on standard output: that goes where errors go, and the findings alone where they are read.
    findings = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    os.makedirs(options.folder, exist_ok=True)
    before = clock()
    scene = load(os.path.abspath(options.scene))
    set_up(scene, options)
    first = render(scene, 1, os.path.join(options.folder, "first.exr"))
    ready = {"ready": clock()[0] - before[0], "version": bpy.app.version_string, "first_s": first["cpu_s"]}
    print(json.dumps(ready), file=findings, flush=True)
    for spp in map(int, options.spp.split(",")):
        print(json.dumps(render(scene, spp, os.path.join(options.folder, f"{spp}.exr"))), file=findings, flush=True)


sys.exit(main())
