"""Formats of weights: from float32 to what a GGUF holds, and back.

Blocks are made by `gguf` where it can, and by llama.cpp's own library (out of the wheel `cyllama-vulkan`) for the
K-formats, which `gguf` only reads. Nothing here is ours, so that a mistake of ours cannot hide in the reference.
"""

import ctypes
import glob
import importlib.metadata
import os

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, LlamaFileType
from gguf.quants import dequantize, quantize

PLAIN = ["F32", "F16", "BF16"]
BLOCKS = ["Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"]
K_BLOCKS = ["Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K"]
FORMATS = PLAIN + BLOCKS + K_BLOCKS
# What the file calls itself; `_S` and `_M` are mixtures of llama.cpp's, of which ours are the plain kind.
FILE_TYPES = {
    "F32": "ALL_F32",
    "Q2_K": "MOSTLY_Q2_K_S",
    "Q3_K": "MOSTLY_Q3_K_S",
    "Q4_K": "MOSTLY_Q4_K_S",
    "Q5_K": "MOSTLY_Q5_K_S",
}

_ggml = None


def ggml():
    """llama.cpp's library of tensors. The wheel's own copy, whose name carries a checksum."""
    global _ggml
    if _ggml is None:
        folder = importlib.metadata.distribution("cyllama-vulkan").locate_file("cyllama_vulkan.libs")
        [path] = glob.glob(os.path.join(folder, "libggml-base*"))
        _ggml = ctypes.CDLL(path)
        _ggml.ggml_quantize_chunk.restype = ctypes.c_size_t
        _ggml.ggml_quantize_chunk.argtypes = [
            ctypes.c_int,
            ctypes.c_void_p,
            ctypes.c_void_p,
            ctypes.c_int64,
            ctypes.c_int64,
            ctypes.c_int64,
            ctypes.c_void_p,
        ]
    return _ggml


def fits(kind, shape):
    """Whether rows of this length are whole blocks of the format."""
    return len(shape) > 1 and shape[-1] % GGML_QUANT_SIZES[GGMLQuantizationType[kind]][0] == 0


def kind_for(kind, shape):
    """The format that a matrix gets in a model of this format: rows that are no whole blocks of 256 fall back to
    blocks of 32 of about the same size, as llama.cpp does it; vectors stay as they are."""
    fallback = {"Q2_K": "Q4_0", "Q3_K": "Q4_0", "Q4_K": "Q5_0", "Q5_K": "Q5_1", "Q6_K": "Q8_0"}
    if len(shape) < 2:
        return "F32"
    if fits(kind, shape):
        return kind
    if kind in fallback and fits(fallback[kind], shape):
        return fallback[kind]
    return "F16"


def pack(kind, data):
    """Float32 in, the format's bytes (or numbers) out."""
    data = np.ascontiguousarray(data, dtype=np.float32)
    number = GGMLQuantizationType[kind]
    if kind not in K_BLOCKS:
        return quantize(data, number)
    per_block, bytes_per_block = GGML_QUANT_SIZES[number]
    row = data.shape[-1]
    packed = np.zeros((*data.shape[:-1], row // per_block * bytes_per_block), dtype=np.uint8)
    made = ggml().ggml_quantize_chunk(int(number), data.ctypes.data, packed.ctypes.data, 0, data.size // row, row, None)
    assert made == packed.nbytes, f"{kind}: {made} bytes instead of {packed.nbytes}"
    return packed


def unpack(kind, packed, shape):
    """What `pack` made, as float32."""
    return dequantize(packed, GGMLQuantizationType[kind]).astype(np.float32).reshape(shape)


def add(writer, name, kind, packed):
    """One tensor into the file that is being written."""
    raw = None if kind in ("F32", "F16") else GGMLQuantizationType[kind]
    writer.add_tensor(name, packed, raw_dtype=raw)


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def file_type(kind):
    return LlamaFileType[FILE_TYPES.get(kind, f"MOSTLY_{kind}")]


def tensors(path):
    """Every tensor of a file as float32, by name."""
    found = {}
    for tensor in GGUFReader(path).tensors:
        shape = tuple(int(n) for n in reversed(tensor.shape))
        found[tensor.name] = unpack(tensor.tensor_type.name, tensor.data, shape)
    return found


def convert(source, target, kind):
    """The same model in another format: metadata as they are, matrices from float32 anew."""
    reader = GGUFReader(source)
    part = f"{target}.part"
    writer = GGUFWriter(part, reader.fields["general.architecture"].contents())
    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name in ("general.architecture", "general.file_type"):
            continue
        inner = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), field.types[0], sub_type=inner)
    writer.add_file_type(file_type(kind))
    for tensor in reader.tensors:
        shape = tuple(int(n) for n in reversed(tensor.shape))
        data = unpack(tensor.tensor_type.name, tensor.data, shape)
        into = kind_for(kind, shape)
        add(writer, tensor.name, into, pack(into, data))
    finish(writer)
    os.replace(part, target)
