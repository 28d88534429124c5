"""How fast, in one run: ours and llama.cpp's Vulkan backend on the same adapter, one client and eight, with a known
beginning and without, through the server and by hand.

    python speed.py BINARY MODEL.gguf OUT.json [--repeats 5] [--prompt 256] [--tokens 32]

Whatever is compared takes turns, after a warm-up, and the median counts: what else the machine does falls on both.
Numbers of ours come from the server as any client sees them, over HTTP; its overhead is among the figures.
"""

import argparse
import itertools
import os
import statistics
import threading
import time

import ours
import peer

HERE = os.path.dirname(os.path.abspath(__file__))
CLIENTS = 8
STORY = "Once upon a time, in a house at the end of a long road,"

_fresh = itertools.count(1)


def page():
    with open(os.path.join(HERE, "page.txt"), encoding="utf-8") as file:
        return file.read()


def fresh(words):
    """A text of about so many tokens that nobody has seen the beginning of."""
    text = page().split()
    number = next(_fresh)
    again = itertools.islice(itertools.cycle(text), number * 7 % len(text), None)
    return f"Letter {number} of {time.time_ns()}. " + " ".join(itertools.islice(again, words))


def say(text):
    print(text, flush=True)


def first(streamed):
    """Seconds to the first piece."""
    return streamed["arrivals"][0] - streamed["asked"]


def rate(streamed):
    """Tokens per second after the first."""
    return (streamed["usage"]["completion_tokens"] - 1) / (streamed["arrivals"][-1] - streamed["arrivals"][0])


def gaps(arrivals):
    return [after - before for before, after in itertools.pairwise(arrivals)]


def against_peer(server, llama, args):
    found = {"ours": {"prefill": [], "decode": []}, "peer": {"prefill": [], "decode": []}}
    for turn in range(args.repeats + 1):
        say(f"ours and llama.cpp, {turn} of {args.repeats}")
        text = fresh(args.prompt)
        streamed = server.stream(text, args.tokens)
        mine = streamed["usage"]["prompt_tokens"] / first(streamed), rate(streamed)
        read = llama.ask({"prefill": text})
        decoded = llama.ask({"decode": args.tokens - 1})
        theirs = [answer["tokens"] / answer["seconds"] for answer in (read, decoded)]
        # The first turn warms up: shaders are compiled, memory is touched.
        if turn:
            for who, (prefill, decode) in (("ours", mine), ("peer", theirs)):
                found[who]["prefill"].append(prefill)
                found[who]["decode"].append(decode)
    return {who: {what: statistics.median(all_) for what, all_ in kinds.items()} for who, kinds in found.items()}


def together(server, clients, tokens):
    """Tokens per second of so many clients at once, from the first question to the last answer."""
    said, gate = [], threading.Barrier(clients + 1)

    def client():
        prompt = fresh(12)
        gate.wait()
        said.append(server.stream(prompt, tokens))

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if len(said) != clients:
        raise ours.Failed(f"only {len(said)} of {clients} clients were answered")
    return sum(streamed["usage"]["completion_tokens"] for streamed in said) / (time.perf_counter() - began)


def at_once(server, args):
    one, eight = [], []
    for turn in range(args.repeats + 1):
        say(f"one client and {CLIENTS}, {turn} of {args.repeats}")
        rates = together(server, 1, args.tokens), together(server, CLIENTS, args.tokens)
        if turn:
            one.append(rates[0])
            eight.append(rates[1])
    return {"clients": CLIENTS, "one": statistics.median(one), "all": statistics.median(eight)}


def known(server, args):
    """The first token of a long prompt, and of the same prompt a second time with a few words more."""
    cold, warm, cached = [], [], []
    for turn in range(args.repeats):
        say(f"a known beginning, {turn + 1} of {args.repeats}")
        text = fresh(args.prompt)
        once = server.stream(text, 2)
        again = server.stream(text + " And then", 2)
        cold.append(first(once))
        warm.append(first(again))
        details = again["usage"].get("prompt_tokens_details") or {}
        cached.append(details.get("cached_tokens", 0) / again["usage"]["prompt_tokens"])
    return {
        "cold_ms": 1e3 * statistics.median(cold),
        "warm_ms": 1e3 * statistics.median(warm),
        "cached_share": statistics.median(cached),
        "prompt_tokens": once["usage"]["prompt_tokens"],
    }


def overhead(server, args):
    """Between two tokens, through the server and by hand. Both say the same."""
    served, by_hand = [], []
    for turn in range(args.repeats):
        say(f"the server and --local, {turn + 1} of {args.repeats}")
        served += gaps(server.stream(STORY, args.tokens)["arrivals"])
        by_hand += gaps(ours.generate(args.binary, args.model, STORY, args.tokens, logprobs=0)["arrivals"])
    return {"served_ms": 1e3 * statistics.median(served), "local_ms": 1e3 * statistics.median(by_hand)}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("binary")
    arguments.add_argument("model")
    arguments.add_argument("out")
    arguments.add_argument("--repeats", type=int, default=5)
    arguments.add_argument("--prompt", type=int, default=256)
    arguments.add_argument("--tokens", type=int, default=32)
    args = arguments.parse_args()
    found = {"bytes": os.path.getsize(args.model)}

    def note(part, figures):
        """What is known is kept, whatever becomes of the rest."""
        found[part] = figures
        say(f"{part}: {figures}")
        ours.save(args.out, found)

    say("the server starts")
    with ours.Server(args.binary, args.model) as server:
        with peer.Peer(args.model) as llama:
            note("peer_device", llama.device)
            note("peer", against_peer(server, llama, args))
        note("at_once", at_once(server, args))
        note("known", known(server, args))
        note("overhead", overhead(server, args))


if __name__ == "__main__":
    main()
