"""A model of the 7B class whose weights are noise, as Q4_0: the arithmetic is the same, and so is the memory traffic.

    python large.py FILE.gguf [layers]

Shape of Mistral 7B, with a small model's vocabulary, filled up: about 4.1 GB.
"""

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


def noise(kind, shape, pool):
    """Blocks out of a pool: what they hold does not matter, only that it is no pattern a cache could use."""
    block, size = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[kind]]
    row = shape[-1] // block * size
    start = np.random.default_rng(shape[0]).integers(0, 1 << 20) * size
    return np.resize(pool[start:], shape[0] * row).reshape(shape[0], row)


def main():
    path, layers = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else LAYERS
    random = np.random.default_rng(7)
    pool = weights.pack("Q4_0", random.standard_normal((1 << 16, 1024), dtype=np.float32) / 64).reshape(-1)
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
    writer.add_file_type(weights.file_type("Q4_0"))
    with open(os.path.join(HERE, "page.txt"), encoding="utf-8") as file:
        Padded("smollm", file.read()).write(writer)
    kv = WIDTH // HEADS * KV_HEADS
    shapes = {"attn_q": (WIDTH, WIDTH), "attn_k": (kv, WIDTH), "attn_v": (kv, WIDTH), "attn_output": (WIDTH, WIDTH)}
    shapes |= {"ffn_gate": (INNER, WIDTH), "ffn_up": (INNER, WIDTH), "ffn_down": (WIDTH, INNER)}
    for name in ("token_embd", "output"):
        weights.add(writer, f"{name}.weight", "Q4_0", noise("Q4_0", (VOCABULARY, WIDTH), pool))
    weights.add(writer, "output_norm.weight", "F32", np.ones(WIDTH, dtype=np.float32))
    # The same arrays for every layer: they are written one after the other and need not be in memory together.
    matrices = {name: noise("Q4_0", shape, pool) for name, shape in shapes.items()}
    for layer in range(layers):
        for name, packed in matrices.items():
            weights.add(writer, f"blk.{layer}.{name}.weight", "Q4_0", packed)
        for name in ("attn_norm", "ffn_norm"):
            weights.add(writer, f"blk.{layer}.{name}.weight", "F32", np.ones(WIDTH, dtype=np.float32))
    weights.finish(writer)
    os.replace(f"{path}.part", path)


if __name__ == "__main__":
    main()
