"""Pictures of Idlewatt and of Cycles, side by side: what they cost to the same error, and how far apart they are.

Each is judged by its own picture of many samples, so that what the two mean by a material is no error of either; how far
those two pictures are apart is said by FLIP, once as they are and once at a quarter of their size, where every pixel is the
mean of sixteen and has a quarter of the noise. Cost is the processor's seconds, which a busy machine does not change much,
for the difference between two numbers of samples: what is done once is not in it. Cycles' error falls with samples along a
line of logarithms through what was measured, and its cost is read off where that line has Idlewatt's error.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys

import bpy
import flip_evaluator
import numpy

HERE = os.path.dirname(os.path.abspath(__file__))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", help="idlewatt")
    parser.add_argument("folder", help="where pictures go")
    parser.add_argument("scenes", nargs="+")
    parser.add_argument("--size", default="256x144")
    parser.add_argument("--spp", type=int, default=32)
    parser.add_argument("--references", required=True, help="samples of what each is judged by, for each scene")
    parser.add_argument("--out", required=True, help="where the findings go, as JSON")
    return parser.parse_args()


def read(path):
    """Linear red, green and blue, as (rows, columns, 3)."""
    image = bpy.data.images.load(path, check_existing=False)
    image.colorspace_settings.name = "Non-Color"
    width, height = image.size
    pixels = numpy.empty(width * height * image.channels, dtype=numpy.float32)
    image.pixels.foreach_get(pixels)
    bpy.data.images.remove(image)
    return pixels.reshape(height, width, -1)[::-1, :, :3].astype(numpy.float64)


def beside(left, right, path):
    """Both as a screen shows them, twice as large, in one PNG file: what is brighter than white is white."""
    gap = numpy.ones((left.shape[0], 2, 3))
    linear = numpy.clip(numpy.concatenate([left, gap, right], axis=1), 0.0, 1.0)
    shown = numpy.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    shown = shown.repeat(2, axis=0).repeat(2, axis=1)[::-1]
    height, width, _ = shown.shape
    image = bpy.data.images.new("beside", width, height)
    image.colorspace_settings.name = "Non-Color"
    opaque = numpy.concatenate([shown, numpy.ones((height, width, 1))], axis=2)
    image.pixels.foreach_set(opaque.astype(numpy.float32).ravel())
    image.filepath_raw, image.file_format = path, "PNG"
    image.save()
    bpy.data.images.remove(image)


def relative_error(picture, reference):
    """relMSE, without the worst thousandth of pixels: a single spark is not how noisy a picture is."""
    squared = ((picture - reference) ** 2 / (reference**2 + 0.01)).mean(axis=2).ravel()
    return float(numpy.sort(squared)[: int(squared.size * 0.999)].mean())


def flip(left, right):
    """The mean of what somebody sees who looks from one to the other."""
    left, right = (picture.astype(numpy.float32) for picture in (left, right))
    _, mean, _ = flip_evaluator.evaluate(right, left, "HDR", inputsRGB=False, applyMagma=False)
    return float(mean)


def smaller(picture, times):
    """Means of squares of so many pixels a side."""
    rows, columns = (length // times * times for length in picture.shape[:2])
    blocks = picture[:rows, :columns].reshape(rows // times, times, columns // times, times, 3)
    return blocks.mean(axis=(1, 3))


def ours(options, scene, spp, path):
    """Processor seconds of the whole program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [options.binary, "--json", "render", "--local", scene, "-o", path, "--size", options.size]
    done = subprocess.run(command + ["--spp", str(spp)], check=True, stdout=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    ended = next(event for event in events if event["event"] == "ended")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"spp": spp, "cpu_s": cpu, "wall_s": ended["busy_seconds"], "path": path, "device": ended["device"]}


def theirs(options, scene, numbers, folder):
    """One picture for each number of samples, from one process."""
    command = [sys.executable, os.path.join(HERE, "blender.py"), scene, folder, "--size", options.size]
    command += ["--spp", ",".join(map(str, numbers))]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    ready, *pictures = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return ready, pictures


def where(pictures, error):
    """Samples at which a line through the logarithms of errors has this one."""
    x = numpy.log([picture["spp"] for picture in pictures])
    y = numpy.log([picture["error"] for picture in pictures])
    slope, offset = numpy.polyfit(x, y, 1)
    return math.exp((math.log(error) - offset) / slope), slope


def per_sample(pictures):
    """Processor and clock seconds for one more sample of each pixel."""
    few, many = pictures[0], pictures[-1]
    return tuple((many[key] - few[key]) / (many["spp"] - few["spp"]) for key in ("cpu_s", "wall_s"))


def compare(options, scene, reference_spp):
    name = os.path.splitext(os.path.basename(scene))[0]
    folder = os.path.join(options.folder, name)
    os.makedirs(folder, exist_ok=True)
    numbers = [max(options.spp // 4, 1), options.spp, options.spp * 4]
    mine = [ours(options, scene, spp, os.path.join(folder, f"ours-{spp}.exr")) for spp in [*numbers, reference_spp]]
    ready, cycles = theirs(options, scene, [*numbers, reference_spp], os.path.join(folder, "cycles"))
    for pictures in (mine, cycles):
        reference = read(pictures[-1]["path"])
        for picture in pictures[:-1]:
            picture["error"] = relative_error(read(picture["path"]), reference)
    mine_ref, cycles_ref = read(mine[-1]["path"]), read(cycles[-1]["path"])
    beside(mine_ref, cycles_ref, os.path.join(folder, "beside.png"))
    error = mine[1]["error"]
    samples, slope = where(cycles[:-1], error)
    (mine_cpu, mine_wall), (cycles_cpu, cycles_wall) = per_sample(mine), per_sample(cycles)
    return {
        "scene": name,
        "device": mine[0]["device"],
        "cycles": ready["version"],
        "spp": options.spp,
        "error": error,
        "cycles_spp": samples,
        "cycles_slope": slope,
        "cpu_s": mine_cpu * options.spp,
        "wall_s": mine_wall * options.spp,
        "cycles_cpu_s": cycles_cpu * samples,
        "cycles_wall_s": cycles_wall * samples,
        "ratio": mine_cpu * options.spp / (cycles_cpu * samples),
        "wall_ratio": mine_wall * options.spp / (cycles_wall * samples),
        "reference_spp": reference_spp,
        "flip": flip(mine_ref, cycles_ref),
        "flip_quarter": flip(smaller(mine_ref, 4), smaller(cycles_ref, 4)),
        "means": [float(mine_ref.mean()), float(cycles_ref.mean())],
    }


def main():
    options = arguments()
    found = []
    for scene, reference in zip(options.scenes, map(int, options.references.split(",")), strict=True):
        print(f"{os.path.basename(scene)} ({len(found) + 1} of {len(options.scenes)})", flush=True)
        found.append(compare(options, os.path.abspath(scene), reference))
        print(json.dumps(found[-1]), flush=True)
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(found, file, indent=1)


if __name__ == "__main__":
    main()
