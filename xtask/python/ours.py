"""Idlewatt as its users have it: a command line, and a server that speaks OpenAI's language."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import tempfile
import time

# For a model to be loaded and a server to answer, on a slow and busy machine.
PATIENCE_S = 600
POLL_S = 0.1


class Failed(Exception):
    """The program ended badly; the message has its last words."""


def lines(command):
    """Runs a `--json` command; every line it prints, with the time of its coming."""
    with tempfile.TemporaryFile("w+") as errors:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True)
        for line in child.stdout:
            yield time.perf_counter(), json.loads(line)
        if child.wait() != 0:
            errors.seek(0)
            raise Failed(f"{' '.join(command)[:300]}: exit {child.returncode}: {errors.read()[-1000:].strip()}")


def generate(binary, model, prompt, max_tokens, logprobs=2):
    """A greedy answer: tokens, what was thought of them, and when they came."""
    command = [binary, "--json", "generate", "--local", "-m", model, "--raw", f"--prompt={prompt}"]
    command += ["--max-tokens", str(max_tokens), "--temperature", "0"]
    command += ["--logprobs", str(logprobs)] if logprobs else []
    answer = {"tokens": [], "logprobs": [], "text": "", "arrivals": []}
    for at, event in lines(command):
        match event["event"]:
            case "began":
                answer["prompt_tokens"] = event["prompt_tokens"]
            case "said":
                answer["text"] += event["text"]
                answer["tokens"] += [token["id"] for token in event["tokens"]]
                answer["logprobs"] += [token["logprob"] for token in event["tokens"]]
                answer["arrivals"] += [at] * len(event["tokens"])
            case "ended":
                answer["finish"] = event["finish"]
    return answer


def score(binary, model, tokens):
    """Natural logarithms of the probability of each token but the first, and of the likeliest in its place."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(tokens, file)
        file.flush()
        found = list(lines([binary, "--json", "score", "--local", "-m", model, "--tokens", file.name]))
    scored = next(event for _, event in found if event["event"] == "scored")
    return scored["logprobs"], scored["best"]


class Server:
    """`idlewatt serve --local`, on a port that was free a moment ago."""

    def __init__(self, binary, model):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.said = tempfile.TemporaryFile("w+")
        command = [binary, "serve", "--local", "-m", model, "--port", str(self.port)]
        self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.said, stderr=self.said)

    def __enter__(self):
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with contextlib.suppress(OSError, Failed):
                self.name = self.ask("GET", "/v1/models")["data"][0]["id"]
                return self
            if self.child.poll() is not None or time.monotonic() > deadline:
                self.said.seek(0)
                last = self.said.read()[-1000:].strip()
                self.__exit__()
                raise Failed(f"the server does not answer: {last}")
            time.sleep(POLL_S)

    def __exit__(self, *_):
        self.child.terminate()
        try:
            self.child.wait(30)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    def send(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        text = None if body is None else json.dumps(body)
        connection.request(method, path, text, {"Content-Type": "application/json"})
        reply = connection.getresponse()
        if reply.status != 200:
            raise Failed(f"{path}: {reply.status}: {reply.read()[:500]}")
        return reply

    def ask(self, method, path, body=None):
        return json.loads(self.send(method, path, body).read())

    def stream(self, prompt, max_tokens):
        """A greedy completion: when it was asked for, when each piece came, and the usage."""
        body = {"model": self.name, "prompt": prompt, "max_tokens": max_tokens, "temperature": 0, "stream": True}
        body["stream_options"] = {"include_usage": True}
        asked = time.perf_counter()
        arrivals, usage = [], {}
        for line in self.send("POST", "/v1/completions", body):
            if not line.startswith(b"data: ") or line.startswith(b"data: [DONE]"):
                continue
            at, chunk = time.perf_counter(), json.loads(line[6:])
            if chunk.get("error"):
                raise Failed(f"/v1/completions: {chunk['error']}")
            usage = chunk.get("usage") or usage
            if any(choice["text"] for choice in chunk["choices"]):
                arrivals.append(at)
        return {"asked": asked, "arrivals": arrivals, "usage": usage}

    def embed(self, texts):
        data = self.ask("POST", "/v1/embeddings", {"model": self.name, "input": texts})["data"]
        return [item["embedding"] for item in sorted(data, key=lambda item: item["index"])]


def save(path, value):
    """Whole or not at all."""
    with open(f"{path}.part", "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
    os.replace(f"{path}.part", path)
