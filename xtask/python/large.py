"""A model of the 7B class whose weights are noise: the arithmetic is the same, and so is the memory traffic.

    python large.py FILE.gguf [Q4_0 or Q4_K_M] [layers]

Shape of Mistral 7B, with a small model's vocabulary, filled up: 4.1 to 4.4 GB.
"""

import functools
import os
import sys

import gguf
import numpy as np
import vocabulary
import weights

WIDTH, INNER, HEADS, KV_HEADS, LAYERS, VOCABULARY = 4096, 14_336, 32, 8, 32, 32_000
HERE = os.path.dirname(os.path.abspath(__file__))


class Padded(vocabulary.Bytes):
    """A vocabulary as large as a real one: noise says any of it, and whoever counts must see it."""

    def write(self, writer):
        add = writer.add_token_list, writer.add_token_types
        more = range(vocabulary.SIZE, VOCABULARY)
        writer.add_token_list = lambda tokens: add[0](tokens + [f"word{number}" for number in more])
        writer.add_token_types = lambda kinds: add[1](kinds + [gguf.TokenType.NORMAL for _ in more])
        super().write(writer)


def kind_of(mixture, name, layer, layers):
    """The format of a tensor. In llama.cpp's mixture some are finer: the last one, and in half of the layers the values and the
    second matrix of the feed-forward."""
    if mixture == "Q4_0":
        return "Q4_0"
    more = layer < layers // 8 or layer >= 7 * layers // 8 or (layer - layers // 8) % 3 == 2
    return "Q6_K" if name == "output" or name in ("attn_v", "ffn_down") and more else "Q4_K"


@functools.cache
def pool_of(kind):
    """Blocks of noise: what they hold does not matter, only that it is no pattern a cache could use."""
    random = np.random.default_rng(7)
    return weights.pack(kind, random.standard_normal((1 << 14, 1024), dtype=np.float32) / 64).reshape(-1)


@functools.cache
def noise(kind, shape):
    pool = pool_of(kind)
    block, size = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[kind]]
    row = shape[-1] // block * size
    start = np.random.default_rng(shape[0]).integers(0, 1 << 15) * size
    return np.resize(pool[start:], shape[0] * row).reshape(shape[0], row)


def main():
    path, mixture, layers = sys.argv[1], *(sys.argv[2:3] or ["Q4_0"]), int((sys.argv[3:4] or [LAYERS])[0])
    writer = gguf.GGUFWriter(f"{path}.part", "llama")
    writer.add_name("noise")
    writer.add_block_count(layers)
    writer.add_context_length(8192)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(VOCABULARY)
    writer.add_rope_freq_base(1e6)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_file_type(weights.file_type(mixture))
    with open(os.path.join(HERE, "page.txt"), encoding="utf-8") as file:
        Padded("smollm", file.read()).write(writer)
    kv = WIDTH // HEADS * KV_HEADS
    shapes = {"attn_q": (WIDTH, WIDTH), "attn_k": (kv, WIDTH), "attn_v": (kv, WIDTH), "attn_output": (WIDTH, WIDTH)}
    shapes |= {"ffn_gate": (INNER, WIDTH), "ffn_up": (INNER, WIDTH), "ffn_down": (WIDTH, INNER)}
    for name in ("token_embd", "output"):
        kind = kind_of(mixture, name, layers, layers)
        weights.add(writer, f"{name}.weight", kind, noise(kind, (VOCABULARY, WIDTH)))
    weights.add(writer, "output_norm.weight", "F32", np.ones(WIDTH, dtype=np.float32))
    # The same arrays for every layer: they are written one after the other and need not be in memory together.
    for layer in range(layers):
        for name, shape in shapes.items():
            kind = kind_of(mixture, name, layer, layers)
            weights.add(writer, f"blk.{layer}.{name}.weight", kind, noise(kind, shape))
        for name in ("attn_norm", "ffn_norm"):
            weights.add(writer, f"blk.{layer}.{name}.weight", "F32", np.ones(WIDTH, dtype=np.float32))
    weights.finish(writer)
    os.replace(f"{path}.part", path)


if __name__ == "__main__":
    main()
