"""Whether every architecture says what `transformers` says of it.

    python architectures.py BINARY FOLDER OUT.json

FOLDER holds what tiny.py made; it is made when it is not there. Each model scores 48 given tokens, the last 16 of which
the reference chose greedily: how likely each was, and how likely the likeliest in its place.
"""

import glob
import hashlib
import json
import os
import sys

import ours

HERE = os.path.dirname(os.path.abspath(__file__))
GAP = 1e-3


def sources():
    """Changes whenever other models would be made."""
    digest = hashlib.sha256()
    for name in ("tiny.py", "names.py", "vocabulary.py", "weights.py", "page.txt"):
        with open(os.path.join(HERE, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:12]


def models(folder):
    done = os.path.join(folder, "done")
    if not os.path.exists(done):
        import tiny

        os.makedirs(folder, exist_ok=True)
        tiny.make(folder)
        ours.save(done, {})
    return sorted(glob.glob(os.path.join(folder, "*.json")))


def judge(binary, path):
    with open(path, encoding="utf-8") as file:
        expected = json.load(file)
    name = os.path.basename(path).removesuffix(".json")
    print(name, flush=True)
    found = {"name": name, "architecture": expected["architecture"], "format": expected["format"]}
    tokens = expected["tokens"] + expected["greedy"]
    try:
        logprobs, best = ours.score(binary, path.removesuffix("json") + "gguf", tokens)
    except ours.Failed as failed:
        return {**found, "failed": str(failed)}
    off = max(abs(a - b) for a, b in zip(logprobs, expected["logprobs"], strict=True))
    off_best = max(abs(a - b) for a, b in zip(best, expected["best"], strict=True))
    # A token is the greedy choice where nothing is likelier, or where the reference itself was in two minds.
    pairs = list(zip(logprobs, best))[-len(expected["greedy"]) :]
    choices = [logprob >= most or gap < GAP for (logprob, most), gap in zip(pairs, expected["gaps"])]
    return {**found, "off": max(off, off_best), "greedy": sum(choices), "of": len(choices)}


def main():
    binary, folder, out = sys.argv[1:]
    ours.save(out, [judge(binary, path) for path in models(os.path.join(folder, sources()))])


if __name__ == "__main__":
    main()
