"""Larger pictures by Idlewatt and by ncnn, on the same adapter: whether they are the same, and how long each takes.

    python upscale.py BINARY PICTURE.png NETWORKS OUT.json [--repeats COUNT]

NETWORKS is the folder with Real-ESRGAN's compact networks as ncnn has them. What is right is ncnn's own arithmetic on
the processor in 32-bit floats. Its time on the adapter is that of the network alone, the best of all repeats, with the
picture in memory and all shaders compiled; ours is that of a whole process, less what one takes for a picture of eight by
eight pixels.
"""

import argparse
import os
import subprocess
import tempfile
import time

import ncnn
import numpy as np
import ours
import png

SCALES = (2, 3, 4)
# Beyond its edges a picture is mirrored, as far as the network sees: eighteen convolutions and a resize.
MIRRORED = 20


def read(path):
    """Rows of red, green and blue, from 0 to 255."""
    width, height, rows, _ = png.Reader(path).asRGB8()
    return np.vstack([np.frombuffer(bytes(row), np.uint8) for row in rows]).reshape(height, width, 3)


def write(path, pixels):
    with open(path, "wb") as file:
        png.Writer(pixels.shape[1], pixels.shape[0], greyscale=False).write(file, pixels.reshape(len(pixels), -1))


class Peer:
    """ncnn, on the adapter as it comes, or exact on the processor."""

    def __init__(self, param, adapter):
        self.net = ncnn.Net()
        options = self.net.opt
        options.use_vulkan_compute = adapter
        if not adapter:
            options.use_fp16_packed = options.use_fp16_storage = options.use_fp16_arithmetic = False
            options.use_bf16_storage = False
        for failed in (self.net.load_param(param), self.net.load_model(param.removesuffix("param") + "bin")):
            if failed:
                raise RuntimeError(f"ncnn cannot load {param}")

    def enlarge(self, pixels):
        """The larger picture, and the time that took."""
        planes = np.ascontiguousarray(pixels.transpose(2, 0, 1), dtype=np.float32) / 255
        began = time.perf_counter()
        with self.net.create_extractor() as extractor:
            extractor.input("data", ncnn.Mat(planes))
            failed, out = extractor.extract("output")
            larger = np.array(out)
        took = time.perf_counter() - began
        if failed:
            raise RuntimeError("ncnn cannot run the network")
        return np.clip(np.rint(larger.transpose(1, 2, 0) * 255), 0, 255).astype(np.uint8), took

    def enlarge_whole(self, pixels):
        """The same with the picture's mirror image around it."""
        around = np.pad(pixels, ((MIRRORED, MIRRORED), (MIRRORED, MIRRORED), (0, 0)), mode="reflect")
        larger, _ = self.enlarge(around)
        border = MIRRORED * (len(larger) // len(around))
        return larger[border:-border, border:-border]


def enlarge(binary, param, picture, larger):
    """Ours, and the time that took."""
    began = time.perf_counter()
    command = [binary, "upscale", picture, "-o", larger, "--network", param]
    subprocess.run(command, check=True, capture_output=True)
    return read(larger), time.perf_counter() - began


def apart(found, expected):
    """How far apart two pictures are, in steps of 255, and the peak signal's ratio to that noise in decibels."""
    if found.shape != expected.shape:
        raise RuntimeError(f"{found.shape} and {expected.shape} pixels")
    off = np.abs(found.astype(np.float64) - expected)
    noise = np.mean(off**2)
    psnr = 10 * np.log10(255**2 / noise) if noise else float("inf")
    return {"mean": float(off.mean()), "most": int(off.max()), "psnr": float(min(psnr, 99.0))}


def judge(binary, param, picture, repeats):
    pixels = read(picture)
    right = Peer(param, adapter=False).enlarge_whole(pixels)
    peer = Peer(param, adapter=True)
    with tempfile.TemporaryDirectory() as folder:
        small, larger = os.path.join(folder, "small.png"), os.path.join(folder, "larger.png")
        write(small, pixels[:8, :8])
        starts, own_times, peer_times = [], [], []
        # In turns, so that whatever else the machine does meets both.
        for _ in range(repeats + 1):
            starts.append(enlarge(binary, param, small, larger)[1])
            own, took = enlarge(binary, param, picture, larger)
            own_times.append(took)
            peer_times.append(peer.enlarge(pixels)[1])
    theirs = peer.enlarge_whole(pixels)
    # The first round compiles shaders.
    start, own_s, peer_s = (min(times[1:]) for times in (starts, own_times, peer_times))
    return {
        "network": os.path.basename(param).removesuffix(".param"),
        "size": f"{pixels.shape[1]}x{pixels.shape[0]}",
        "ours": apart(own, right),
        "peer": apart(theirs, right),
        "between": apart(own, theirs),
        "process_s": own_s,
        "ours_s": own_s - start,
        "peer_s": peer_s,
        "ratio": peer_s / (own_s - start),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("picture")
    parser.add_argument("networks")
    parser.add_argument("out")
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    ncnn.create_gpu_instance()
    device = ncnn.get_gpu_info(ncnn.get_default_gpu_index()).device_name()
    found = []
    for scale in SCALES:
        param = os.path.join(args.networks, f"realesr-animevideov3-x{scale}.param")
        told = judge(args.binary, param, args.picture, args.repeats)
        found.append({"device": device, "ncnn": ncnn.__version__, **told})
        print(found[-1], flush=True)
    ours.save(args.out, found)


if __name__ == "__main__":
    main()
