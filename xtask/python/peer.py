"""llama.cpp's Vulkan backend, out of the wheel `cyllama-vulkan`, in a process of its own.

    python peer.py FILE        then one JSON question a line on standard input, one JSON answer a line

`{"prefill": text}` reads it, `{"decode": n}` goes on from there, `{"greedy": text, "tokens": n}` answers, all greedily.
"""

import json
import os
import subprocess
import sys
import time

CONTEXT = 2048


class Peer:
    """The process, seen from outside."""

    def __init__(self, path):
        environment = dict(os.environ)
        # Without it llama.cpp leaves software adapters alone, and takes the processor's own backend in silence.
        environment.setdefault("GGML_VK_VISIBLE_DEVICES", "0")
        command = [sys.executable, os.path.abspath(__file__), path]
        self.child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        self.device = self.answer()["device"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.wait()

    def ask(self, question):
        self.child.stdin.write(json.dumps(question) + "\n")
        self.child.stdin.flush()
        return self.answer()

    def answer(self):
        # llama.cpp writes to standard output as well, now and then.
        for line in self.child.stdout:
            if line.startswith("{"):
                return json.loads(line)
        raise RuntimeError(f"llama.cpp ended: {self.child.wait()}")


def serve(path):
    import cyllama.llama.llama_cpp as llama

    llama.disable_logging()
    llama.ggml_backend_load_all()
    device = next(d["description"] for d in llama.ggml_backend_dev_info() if d["name"].startswith("Vulkan"))
    options = llama.LlamaModelParams()
    options.n_gpu_layers = 999
    model = llama.LlamaModel(path, options)
    shape = llama.LlamaContextParams()
    shape.n_ctx, shape.n_batch, shape.n_ubatch = CONTEXT, CONTEXT, 512
    shape.n_threads = shape.n_threads_batch = os.cpu_count()
    context, vocab = llama.LlamaContext(model, shape), model.get_vocab()
    sampler = llama.LlamaSampler(llama.LlamaSamplerChainParams())
    sampler.add_greedy()
    print(json.dumps({"device": device}), flush=True)

    def prefill(text):
        tokens = list(vocab.tokenize(text, add_special=vocab.get_add_bos(), parse_special=True))
        context.kv_cache_clear()
        began = time.perf_counter()
        context.decode(llama.llama_batch_get_one(tokens, 0))
        token = sampler.sample(context, -1)
        return tokens, token, time.perf_counter() - began

    def decode(token, position, count):
        said, began = [], time.perf_counter()
        for _ in range(count):
            context.decode(llama.llama_batch_get_one([token], position))
            token, position = sampler.sample(context, -1), position + 1
            said.append(token)
        return said, position, time.perf_counter() - began

    token = position = 0
    for line in sys.stdin:
        match json.loads(line):
            case {"prefill": text}:
                tokens, token, seconds = prefill(text)
                position, answer = len(tokens), {"tokens": len(tokens), "seconds": seconds}
            case {"decode": count}:
                said, position, seconds = decode(token, position, count)
                token, answer = said[-1], {"tokens": count, "seconds": seconds}
            case {"greedy": text, "tokens": count}:
                tokens, token, _ = prefill(text)
                said, end = [token], vocab.is_eog
                while len(said) < count and not end(said[-1]):
                    said += decode(said[-1], len(tokens) + len(said) - 1, 1)[0]
                answer = {"said": said}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
