"""Which tensor of a GGUF is which of `transformers`, and what was done to it on the way.

Written after llama.cpp's and `transformers`' own converters. Each step has its inverse, so that weights that went
through a quantised file can be put back into the reference.
"""

import numpy as np


def same(data):
    return data


def turned(heads):
    """llama's GGUFs pair 0 with 1 where `transformers` pairs 0 with half the head: rows of each head change places."""

    def there(data):
        rows = data.shape[0]
        return data.reshape(heads, 2, rows // heads // 2, *data.shape[1:]).swapaxes(1, 2).reshape(data.shape)

    def back(data):
        rows = data.shape[0]
        return data.reshape(heads, rows // heads // 2, 2, *data.shape[1:]).swapaxes(1, 2).reshape(data.shape)

    return there, back


PLUS_ONE = (lambda data: data + np.float32(1), lambda data: data - np.float32(1))
SAME = (same, same)


def decoder(config, architecture):
    """`[(GGUF's name, transformers' name, there, back)]` of a model that says what comes next."""
    norm = PLUS_ONE if architecture == "gemma3" else SAME
    names = [("token_embd.weight", "model.embed_tokens.weight", *SAME), ("output_norm.weight", "model.norm.weight", *norm)]
    if not config.tie_word_embeddings:
        names.append(("output.weight", "lm_head.weight", *SAME))
    for layer in range(config.num_hidden_layers):
        for ours, theirs, step in in_layer(config, architecture, norm):
            names.append((f"blk.{layer}.{ours}", f"model.layers.{layer}.{theirs}", *step))
    return names


def in_layer(config, architecture, norm):
    llama = architecture == "llama"
    query = turned(config.num_attention_heads) if llama else SAME
    key = turned(config.num_key_value_heads) if llama else SAME
    names = [
        ("attn_norm.weight", "input_layernorm.weight", norm),
        ("attn_output.weight", "self_attn.o_proj.weight", SAME),
        ("ffn_down.weight", "mlp.down_proj.weight", SAME),
    ]
    if architecture == "phi3":
        names.append(("attn_qkv.weight", "self_attn.qkv_proj.weight", SAME))
        names.append(("ffn_up.weight", "mlp.gate_up_proj.weight", SAME))
    else:
        names.append(("attn_q.weight", "self_attn.q_proj.weight", query))
        names.append(("attn_k.weight", "self_attn.k_proj.weight", key))
        names.append(("attn_v.weight", "self_attn.v_proj.weight", SAME))
        names.append(("ffn_gate.weight", "mlp.gate_proj.weight", SAME))
        names.append(("ffn_up.weight", "mlp.up_proj.weight", SAME))
    if architecture == "qwen2":
        names += [(f"attn_{short}.bias", f"self_attn.{short}_proj.bias", SAME) for short in "qkv"]
    if architecture in ("qwen3", "gemma3"):
        names += [(f"attn_{short}_norm.weight", f"self_attn.{short}_norm.weight", norm) for short in "qk"]
    if architecture == "gemma3":
        names.append(("post_attention_norm.weight", "post_attention_layernorm.weight", norm))
        names.append(("ffn_norm.weight", "pre_feedforward_layernorm.weight", norm))
        names.append(("post_ffw_norm.weight", "post_feedforward_layernorm.weight", norm))
    else:
        names.append(("ffn_norm.weight", "post_attention_layernorm.weight", SAME))
    return names


def bert(config):
    """The same of a model that turns texts into vectors."""
    names = [
        ("token_embd.weight", "embeddings.word_embeddings.weight"),
        ("position_embd.weight", "embeddings.position_embeddings.weight"),
        ("token_types.weight", "embeddings.token_type_embeddings.weight"),
        ("token_embd_norm.weight", "embeddings.LayerNorm.weight"),
        ("token_embd_norm.bias", "embeddings.LayerNorm.bias"),
    ]
    within = [
        ("attn_q", "attention.self.query"),
        ("attn_k", "attention.self.key"),
        ("attn_v", "attention.self.value"),
        ("attn_output", "attention.output.dense"),
        ("attn_output_norm", "attention.output.LayerNorm"),
        ("ffn_up", "intermediate.dense"),
        ("ffn_down", "output.dense"),
        ("layer_output_norm", "output.LayerNorm"),
    ]
    for layer in range(config.num_hidden_layers):
        for part in ("weight", "bias"):
            names += [(f"blk.{layer}.{a}.{part}", f"encoder.layer.{layer}.{b}.{part}") for a, b in within]
    return [(ours, theirs, *SAME) for ours, theirs in names]
