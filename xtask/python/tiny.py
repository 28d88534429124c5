"""Tiny random models of every architecture, as GGUF, with what `transformers` says of them in float32.

    python tiny.py FOLDER

writes NAME.gguf and NAME.json: `tokens`, the `logits` after the last of them, the likeliest token after each
(`all_argmax`), sixteen greedy tokens and how far each was ahead of the second (`greedy`, `gaps`), how likely each token
of both was when it was said and how likely the likeliest in its place (`logprobs`, `best`), and a text with its tokens
(`text`, `text_tokens`). The random weights are scaled so that logits are of order one and every norm, bias and rotation
makes a difference.
"""

import json
import os
import sys

import names
import numpy as np
import torch
import transformers
import vocabulary
import weights
from gguf import GGUFWriter, RopeScalingType

TOKENS = 32
GREEDY = 16
TEXT = "Hello world, it's 12345 o'clock!\n\n  Grüße aus Köln — 你好 🙂  (see page 7)"
HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = open(os.path.join(HERE, "page.txt"), encoding="utf-8").read()


def rope(theta, **scaling):
    return {"rope_type": "default", "rope_theta": theta, **scaling}


def basic(**changes):
    """A model that is small, but whose rows are whole blocks of every format."""
    return {
        "vocab_size": vocabulary.SIZE,
        "hidden_size": 256,
        "intermediate_size": 512,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 128,
        "rms_norm_eps": 1e-5,
        "tie_word_embeddings": False,
        "bos_token_id": 1,
        "eos_token_id": 2,
        "pad_token_id": None,
        "rope_parameters": rope(10_000.0),
        **changes,
    }


def factors(count, base):
    return [round(base + 0.13 * index, 3) for index in range(count)]


def models():
    """Name, architecture, configuration, vocabulary."""
    t = transformers
    smollm = vocabulary.Bytes("smollm", PAGE)
    llama3 = vocabulary.Bytes("llama-bpe", PAGE, bos=True)
    qwen = vocabulary.Bytes("qwen2", PAGE)
    pieces, bare = vocabulary.Pieces(PAGE), vocabulary.Pieces(PAGE, prefix=False)
    odd = {"hidden_size": 96, "intermediate_size": 160, "num_attention_heads": 3, "num_key_value_heads": 1}
    long = {"short_factor": factors(32, 1.0), "long_factor": factors(32, 1.5), "rope_type": "longrope"}
    yield "llama", "llama", t.LlamaConfig(**basic(rope_parameters=rope(100_000.0))), smollm
    yield "llama-tied", "llama", t.LlamaConfig(**basic(tie_word_embeddings=True, **odd)), smollm
    scaling = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0}
    scaling["original_max_position_embeddings"] = 64
    yield "llama3", "llama", t.LlamaConfig(**basic(rope_parameters=rope(500_000.0, **scaling))), llama3
    linear = {"rope_type": "linear", "factor": 4.0}
    yield "llama-linear", "llama", t.LlamaConfig(**basic(rope_parameters=rope(10_000.0, **linear))), pieces
    yield "mistral", "llama", t.MistralConfig(**basic(hidden_size=160, head_dim=64, sliding_window=None)), pieces
    million = rope(1_000_000.0)
    yield "qwen2", "qwen2", t.Qwen2Config(**basic(tie_word_embeddings=True, rope_parameters=million)), qwen
    yield "qwen3", "qwen3", t.Qwen3Config(**basic(hidden_size=160, head_dim=64, rope_parameters=million)), qwen
    yarn = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32}
    yield "qwen3-yarn", "qwen3", t.Qwen3Config(**basic(head_dim=64, rope_parameters=rope(10_000.0, **yarn))), qwen
    yield "gemma3", "gemma3", gemma({"full_attention": million, "sliding_attention": rope(10_000.0)}), bare
    both = {"full_attention": rope(1_000_000.0, rope_type="linear", factor=8.0), "sliding_attention": rope(10_000.0)}
    yield "gemma3-linear", "gemma3", gemma(both), bare
    yield "phi3", "phi3", t.Phi3Config(**basic(original_max_position_embeddings=128)), pieces
    yield "phi3-window", "phi3", t.Phi3Config(**basic(original_max_position_embeddings=128, sliding_window=8)), pieces
    late = {"original_max_position_embeddings": 16, **long}
    yield "phi3-long", "phi3", phi(128, 16, rope(10_000.0, **late), {}), pieces
    part = {"partial_rotary_factor": 0.75, "short_factor": factors(24, 1.0), "long_factor": factors(24, 1.5)}
    late = {**late, **part}
    yield "phi3-partial", "phi3", phi(128, 16, rope(10_000.0, **late), {"partial_rotary_factor": 0.75}), pieces


def gemma(ropes):
    config = basic(num_hidden_layers=7, num_key_value_heads=1, head_dim=128, tie_word_embeddings=True)
    config |= {"rms_norm_eps": 1e-6, "query_pre_attn_scalar": 128, "sliding_window": 8, "rope_parameters": ropes}
    return transformers.Gemma3TextConfig(**config)


def phi(context, original, rotation, more):
    config = basic(max_position_embeddings=context, original_max_position_embeddings=original)
    return transformers.Phi3Config(**{**config, "rope_parameters": rotation, **more})


def random(config, seed):
    """Weights of order one."""
    generator = torch.Generator().manual_seed(seed)
    model = transformers.AutoModelForCausalLM.from_config(config, dtype=torch.float32, attn_implementation="eager")
    offset = config.model_type.startswith("gemma3")
    # Gemma multiplies its embeddings by the root of the width; more than this, and each token would only say itself.
    embedding = 0.5 if offset else 2.0
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            if "norm" in name:
                weight.copy_(noise * 0.2 + (0.0 if offset else 1.0))
            elif name.endswith("bias"):
                weight.copy_(noise * 0.3)
            elif "embed_tokens" in name or "lm_head" in name:
                weight.copy_(noise * embedding / weight.shape[-1] ** 0.5)
            else:
                weight.copy_(noise * 1.3 / weight.shape[-1] ** 0.5)
    return model.eval()


def head_width(config):
    return getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads


def describe(writer, architecture, config):
    """The numbers of the architecture."""
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_vocab_size(config.vocab_size)
    width = head_width(config)
    if width * config.num_attention_heads != config.hidden_size or architecture in ("qwen3", "gemma3"):
        writer.add_key_length(width)
        writer.add_value_length(width)
    if getattr(config, "sliding_window", None):
        writer.add_sliding_window(config.sliding_window)
    ropes = config.rope_parameters
    describe_rope(writer, config, ropes["full_attention"] if architecture == "gemma3" else ropes, width)


def describe_rope(writer, config, rotation, width):
    writer.add_rope_freq_base(rotation["rope_theta"])
    writer.add_rope_dimension_count(int(width * rotation.get("partial_rotary_factor", 1.0)))
    kind = rotation["rope_type"]
    if kind == "linear":
        writer.add_rope_scaling_type(RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(rotation["factor"])
    if kind == "yarn":
        writer.add_rope_scaling_type(RopeScalingType.YARN)
        writer.add_rope_scaling_factor(rotation["factor"])
        writer.add_rope_scaling_orig_ctx_len(rotation["original_max_position_embeddings"])
    if kind == "llama3":
        compute = transformers.modeling_rope_utils.ROPE_INIT_FUNCTIONS["llama3"]
        scaled = compute(config, "cpu")[0].numpy()
        plain = rotation["rope_theta"] ** (-np.arange(0, width, 2, dtype=np.float64) / width)
        writer.add_tensor("rope_freqs.weight", (plain / scaled).astype(np.float32))
    if kind == "longrope":
        compute = transformers.modeling_rope_utils.ROPE_INIT_FUNCTIONS["longrope"]
        writer.add_rope_scaling_orig_ctx_len(rotation["original_max_position_embeddings"])
        writer.add_rope_scaling_attn_factors(float(compute(config, "cpu")[1]))
        for length in ("long", "short"):
            writer.add_tensor(f"rope_factors_{length}.weight", np.array(rotation[f"{length}_factor"], dtype=np.float32))


def write(path, architecture, config, vocab, model, kind):
    """The file; the model's weights become what the file's are."""
    writer = GGUFWriter(path, architecture)
    # llama.cpp looks for certain tokens in what calls itself phi3.
    writer.add_name(f"tiny {architecture.rstrip('23')}")
    describe(writer, architecture, config)
    writer.add_file_type(weights.file_type(kind))
    vocab.write(writer)
    state = model.state_dict()
    for name, theirs, there, back in names.decoder(config, architecture):
        data = np.ascontiguousarray(there(state[theirs].numpy()), dtype=np.float32)
        into = weights.kind_for(kind, data.shape)
        packed = weights.pack(into, data)
        weights.add(writer, name, into, packed)
        state[theirs].copy_(torch.from_numpy(np.ascontiguousarray(back(weights.unpack(into, packed, data.shape)))))
    weights.finish(writer)


@torch.no_grad()
def answer(model, vocab, seed):
    """What the reference says."""
    chosen = np.random.default_rng(seed).integers(259, vocabulary.SIZE, TOKENS).tolist()
    tokens = [1, *chosen[1:]] if vocab.bos else chosen
    logits = model(torch.tensor([tokens]), use_cache=False).logits[0]
    greedy, gaps, so_far = [], [], list(tokens)
    for _ in range(GREEDY):
        best = torch.topk(model(torch.tensor([so_far]), use_cache=False).logits[0, -1], 2)
        gaps.append(float(best.values[0] - best.values[1]))
        greedy.append(int(best.indices[0]))
        so_far.append(greedy[-1])
    scores = torch.log_softmax(model(torch.tensor([so_far]), use_cache=False).logits[0], -1)
    rotation = getattr(model.config, "rope_parameters", {})
    if rotation.get("rope_type") == "longrope":
        # Who says a text token by token says its first ones while it is short, and `transformers` turns those otherwise.
        short = so_far[: rotation["original_max_position_embeddings"]]
        scores[: len(short)] = torch.log_softmax(model(torch.tensor([short]), use_cache=False).logits[0], -1)
    return {
        "tokens": tokens,
        "logprobs": [float(scores[at, token]) for at, token in enumerate(so_far[1:])],
        "best": scores[:-1].max(-1).values.tolist(),
        "logits": logits[-1].tolist(),
        "all_argmax": logits.argmax(-1).tolist(),
        "greedy": greedy,
        "gaps": gaps,
        "text": TEXT,
        "text_tokens": vocab.encode(TEXT),
        "adds_bos": vocab.bos,
    }


def make(folder, seed=7):
    for name, architecture, config, vocab in models():
        formats = weights.FORMATS if name == "llama" else ["F32", "F16", "Q8_0", "Q4_K"]
        for kind in formats:
            stem = os.path.join(folder, name if kind == "F32" else f"{name}.{kind}")
            model = random(config, seed)
            write(f"{stem}.gguf", architecture, config, vocab, model, kind)
            said = answer(model, vocab, seed)
            with open(f"{stem}.json", "w", encoding="utf-8") as file:
                json.dump({"architecture": architecture, "format": kind, **said}, file, ensure_ascii=False)
            spread = float(np.std(said["logits"]))
            print(f"{os.path.basename(stem)}: logits of {spread:.2f}, least gap {min(said['gaps']):.4f}", flush=True)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    torch.set_grad_enabled(False)
    make(sys.argv[1])
