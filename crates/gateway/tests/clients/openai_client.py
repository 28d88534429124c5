"""The stock Python client against a gateway. Says what it checked; the first thing that is wrong ends it with code 1.

Nothing here depends on what a model says: shapes, counts, and that two greedy answers are the same.

    pip install -r requirements.txt
    python openai_client.py --base-url http://127.0.0.1:8080/v1 --model NAME [--embed-model NAME] [--key KEY]

Every option may be a variable instead: OPENAI_BASE_URL, IDLEWATT_MODEL, IDLEWATT_EMBED_MODEL, OPENAI_API_KEY.
"""

import argparse
import concurrent.futures
import json
import math
import os
from typing import Literal

import openai
import pydantic

MESSAGES = [{"role": "system", "content": "You are brief."}, {"role": "user", "content": "Name three colours."}]
GREEDY = {"temperature": 0, "seed": 7}


class Verdict(pydantic.BaseModel):
    answer: Literal["yes", "no"]
    sure: bool


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--base-url", default=os.environ.get("OPENAI_BASE_URL"))
    parser.add_argument("--model", default=os.environ.get("IDLEWATT_MODEL"))
    parser.add_argument("--embed-model", default=os.environ.get("IDLEWATT_EMBED_MODEL"))
    parser.add_argument("--key", default=os.environ.get("OPENAI_API_KEY"))
    asked = parser.parse_args()
    if not asked.base_url or not asked.model:
        parser.error("--base-url and --model are needed")
    return asked


def usage_adds_up(usage):
    assert usage.prompt_tokens > 0 and usage.completion_tokens > 0, usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens, usage
    assert 0 <= usage.prompt_tokens_details.cached_tokens <= usage.prompt_tokens, usage


def raises(kind, status, code, ask):
    try:
        ask()
    except kind as error:
        assert error.status_code == status and error.code == code, error
        assert error.body["message"] and error.body["type"], error.body
        return error
    raise AssertionError(f"no {kind.__name__}")


def models(client, asked):
    names = [model.id for model in client.models.list()]
    assert asked.model in names, names
    one = client.models.retrieve(asked.model)
    assert one.id == asked.model and one.object == "model" and one.created > 0, one


def chat(client, asked):
    whole = client.chat.completions.create(model=asked.model, messages=MESSAGES, max_tokens=24, **GREEDY)
    assert whole.object == "chat.completion" and whole.model == asked.model, whole
    (choice,) = whole.choices
    assert choice.index == 0 and choice.finish_reason in ("stop", "length"), choice
    assert choice.message.role == "assistant" and choice.message.content, choice
    usage_adds_up(whole.usage)
    assert whole.usage.completion_tokens <= 24, whole.usage
    assert whole._request_id, "a request has a name"

    stream = client.chat.completions.create(
        model=asked.model, messages=MESSAGES, max_tokens=24, stream=True, stream_options={"include_usage": True}, **GREEDY
    )
    chunks = list(stream)
    assert chunks[0].choices[0].delta.role == "assistant", chunks[0]
    assert all(chunk.object == "chat.completion.chunk" and chunk.id == chunks[0].id for chunk in chunks)
    assert all(chunk.usage is None for chunk in chunks[:-1])
    assert chunks[-1].choices == [] and chunks[-1].usage.completion_tokens == whole.usage.completion_tokens, chunks[-1]
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks[:-1])
    assert said == choice.message.content, (said, choice.message.content)
    finishes = [chunk.choices[0].finish_reason for chunk in chunks[:-1]]
    assert finishes[-1] == choice.finish_reason and not any(finishes[:-1]), finishes


def parts_and_roles(client, asked):
    messages = [
        {"role": "developer", "content": [{"type": "text", "text": "You are"}, {"type": "text", "text": "brief."}]},
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hello!"},
        {"role": "user", "content": [{"type": "text", "text": "And now?"}]},
    ]
    ignored = {"user": "u", "metadata": {"a": "b"}, "store": False, "service_tier": "auto"}
    answer = client.chat.completions.create(model=asked.model, messages=messages, max_completion_tokens=4, **ignored)
    assert answer.usage.completion_tokens <= 4, answer.usage


def choices(client, asked):
    answer = client.chat.completions.create(model=asked.model, messages=MESSAGES, max_tokens=8, n=2, seed=3, top_p=0.9)
    assert [choice.index for choice in answer.choices] == [0, 1], answer
    usage_adds_up(answer.usage)
    extra = {"top_k": 20, "min_p": 0.05, "repetition_penalty": 1.1}
    penalties = {"presence_penalty": 0.5, "frequency_penalty": 0.5, "logit_bias": {"5": -100}, "stop": ["\n\n"]}
    answer = client.chat.completions.create(
        model=asked.model, messages=MESSAGES, max_tokens=8, extra_body=extra, **penalties
    )
    assert answer.choices[0].finish_reason in ("stop", "length"), answer


def completions(client, asked):
    whole = client.completions.create(model=asked.model, prompt="Once upon a time", max_tokens=12, **GREEDY)
    assert whole.object == "text_completion" and whole.choices[0].text, whole
    usage_adds_up(whole.usage)
    stream = client.completions.create(model=asked.model, prompt="Once upon a time", max_tokens=12, stream=True, **GREEDY)
    said = "".join(chunk.choices[0].text for chunk in stream)
    assert said == whole.choices[0].text, (said, whole.choices[0].text)
    echoed = client.completions.create(model=asked.model, prompt="Once upon", max_tokens=2, echo=True, **GREEDY)
    assert echoed.choices[0].text.startswith("Once upon"), echoed
    two = client.completions.create(model=asked.model, prompt=["Once", "Twice"], max_tokens=2, **GREEDY)
    assert [choice.index for choice in two.choices] == [0, 1], two


def logprobs(client, asked):
    answer = client.chat.completions.create(
        model=asked.model, messages=MESSAGES, max_tokens=5, logprobs=True, top_logprobs=3, **GREEDY
    )
    tokens = answer.choices[0].logprobs.content
    assert 0 < len(tokens) <= answer.usage.completion_tokens, tokens
    for token in tokens:
        top = [other.logprob for other in token.top_logprobs]
        assert token.logprob <= 0 and len(top) == 3 and top == sorted(top, reverse=True), token
        assert token.token == bytes(token.bytes).decode(errors="replace"), token
        assert token.logprob == top[0], "greedy takes the likeliest"
    answer = client.completions.create(model=asked.model, prompt="Once upon a time", max_tokens=5, logprobs=2, **GREEDY)
    columns = answer.choices[0].logprobs
    lengths = {len(columns.tokens), len(columns.token_logprobs), len(columns.top_logprobs), len(columns.text_offset)}
    assert len(lengths) == 1 and lengths.pop() > 0, columns
    assert columns.text_offset == sorted(columns.text_offset) and columns.text_offset[0] == 0, columns


def json_schema(client, asked):
    answer = client.chat.completions.parse(
        model=asked.model, messages=MESSAGES, max_tokens=100, response_format=Verdict, **GREEDY
    )
    assert answer.choices[0].finish_reason == "stop", answer
    assert isinstance(answer.choices[0].message.parsed, Verdict), answer


def embeddings(client, asked):
    texts = ["The quick brown fox", "jumps over the lazy dog"]
    packed = client.embeddings.create(model=asked.embed_model, input=texts)
    plain = client.embeddings.create(model=asked.embed_model, input=texts, encoding_format="float")
    assert [entry.index for entry in plain.data] == [0, 1], plain
    assert packed.usage.total_tokens == packed.usage.prompt_tokens > 0, packed.usage
    for one, other in zip(packed.data, plain.data):
        assert len(one.embedding) == len(other.embedding) > 1
        assert all(math.isclose(a, b, rel_tol=1e-4, abs_tol=1e-5) for a, b in zip(one.embedding, other.embedding))
    short = client.embeddings.create(model=asked.embed_model, input=texts[0], dimensions=2).data[0].embedding
    assert len(short) == 2 and math.isclose(math.hypot(*short), 1, rel_tol=1e-4), short
    raises(openai.BadRequestError, 400, "invalid_value", lambda: client.embeddings.create(model=asked.embed_model, input=[1, 2]))
    raises(openai.BadRequestError, 400, "invalid_value", lambda: client.embeddings.create(model=asked.embed_model, input=[]))


def functions(client, asked):
    """Offered, called, and the result told."""
    cities = {"type": "string", "enum": ["Ulm", "Bern"]}
    parameters = {"type": "object", "properties": {"city": cities}, "required": ["city"], "additionalProperties": False}
    weather = {"type": "function", "function": {"name": "weather", "description": "Weather in a city.", "parameters": parameters}}
    clock = {"type": "function", "function": {"name": "clock", "description": "What time it is."}}
    messages = [{"role": "user", "content": "What is the weather in Ulm?"}]
    asking = {"model": asked.model, "messages": messages, "tools": [weather, clock], "parallel_tool_calls": False, **GREEDY}

    (choice,) = client.chat.completions.create(**asking, tool_choice="required", max_tokens=100).choices
    (call,) = choice.message.tool_calls
    assert choice.finish_reason == "tool_calls" and call.type == "function" and call.id, choice
    assert call.function.name in ("weather", "clock") and choice.message.content is None, choice
    named = {"type": "function", "function": {"name": "weather"}}
    (choice,) = client.chat.completions.create(**asking, tool_choice=named, max_tokens=100).choices
    (call,) = choice.message.tool_calls
    assert json.loads(call.function.arguments)["city"] in cities["enum"], call

    with client.chat.completions.stream(**asking, tool_choice=named, max_tokens=100) as stream:
        streamed = stream.get_final_completion().choices[0]
    assert streamed.finish_reason == "tool_calls", streamed
    assert streamed.message.tool_calls[0].function.arguments == call.function.arguments, streamed

    result = {"role": "tool", "tool_call_id": call.id, "content": "rain"}
    asking["messages"] = [*messages, choice.message, result]
    (choice,) = client.chat.completions.create(**asking, tool_choice="none", max_tokens=8).choices
    assert choice.message.tool_calls is None and choice.message.content, choice

    helper = openai.pydantic_function_tool(Verdict, name="judge", description="Says what is right.")
    asking = asking | {"messages": messages, "tools": [helper], "tool_choice": "required"}
    (choice,) = client.chat.completions.parse(**asking, max_tokens=100).choices
    assert isinstance(choice.message.tool_calls[0].function.parsed_arguments, Verdict), choice


def errors(client, asked):
    def ask(**changes):
        return lambda: client.chat.completions.create(**{"model": asked.model, "messages": MESSAGES, "max_tokens": 4} | changes)

    unknown = raises(openai.NotFoundError, 404, "model_not_found", ask(model="no-such-model"))
    assert unknown.param == "model", unknown.body
    raises(openai.NotFoundError, 404, "model_not_found", ask(model="no-such-model", stream=True))
    hot = raises(openai.BadRequestError, 400, "invalid_value", ask(temperature=99))
    assert hot.param == "temperature", hot.body
    wrong = raises(openai.BadRequestError, 400, "invalid_type", ask(max_tokens="many"))
    assert wrong.param == "max_tokens", wrong.body
    endless = {"type": "object", "properties": {"a": {"type": "array", "uniqueItems": True}}}
    tool = {"type": "function", "function": {"name": "f", "parameters": endless, "strict": True}}
    refused = raises(openai.BadRequestError, 400, "invalid_value", ask(tools=[tool]))
    assert refused.param == "tools" and "uniqueItems" in refused.message, refused.body
    picture = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,"}}]}]
    raises(openai.BadRequestError, 400, "invalid_type", ask(messages=picture))
    raises(openai.BadRequestError, 400, "invalid_value", ask(messages=[]))
    raises(openai.APIStatusError, 413, "request_too_large", ask(messages=[{"role": "user", "content": "x" * 6_000_000}]))
    raises(openai.NotFoundError, 404, "unknown_url", lambda: client.files.list())
    if asked.key:
        stranger = client.with_options(api_key="wrong")
        raises(openai.AuthenticationError, 401, "invalid_api_key", lambda: stranger.models.list())


def many_clients(client, asked):
    def one(number):
        messages = [{"role": "user", "content": f"Count from {number}."}]
        stream = client.chat.completions.create(model=asked.model, messages=messages, max_tokens=8, stream=True)
        return [chunk.choices[0].finish_reason for chunk in stream][-1]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        finishes = list(pool.map(one, range(8)))
    assert all(finish in ("stop", "length") for finish in finishes), finishes


def hang_up(client, asked):
    stream = client.chat.completions.create(model=asked.model, messages=MESSAGES, max_tokens=2000, stream=True)
    next(iter(stream))
    stream.close()
    chat(client, asked)


def main():
    asked = arguments()
    # Without retries: what is wrong once is wrong.
    client = openai.OpenAI(base_url=asked.base_url, api_key=asked.key or "none", max_retries=0)
    checks = [models, chat, parts_and_roles, choices, completions, logprobs, json_schema, functions, errors, many_clients, hang_up]
    if asked.embed_model:
        checks.append(embeddings)
    for check in checks:
        check(client, asked)
        print(f"openai {openai.__version__} for Python: {check.__name__.replace('_', ' ')}")
    print(f"{len(checks)} passed, 0 failed")


main()
