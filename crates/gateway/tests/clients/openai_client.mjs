// The stock JavaScript client against a gateway. Says what it checked; the first thing that is wrong ends it with code 1.
// Nothing here depends on what a model says: shapes, counts, and that two greedy answers are the same.
//
//     npm ci
//     node openai_client.mjs BASE_URL MODEL [EMBED_MODEL] [KEY]
//
// Every argument may be a variable instead: OPENAI_BASE_URL, IDLEWATT_MODEL, IDLEWATT_EMBED_MODEL, OPENAI_API_KEY.

import assert from "node:assert/strict";
import OpenAI from "openai";

const [baseURL = process.env.OPENAI_BASE_URL, model = process.env.IDLEWATT_MODEL, ...rest] = process.argv.slice(2);
const [embedModel = process.env.IDLEWATT_EMBED_MODEL, key = process.env.OPENAI_API_KEY] = rest;
assert(baseURL && model, "usage: node openai_client.mjs BASE_URL MODEL [EMBED_MODEL] [KEY]");

// Without retries: what is wrong once is wrong.
const client = new OpenAI({ baseURL, apiKey: key || "none", maxRetries: 0 });
const messages = [
  { role: "system", content: "You are brief." },
  { role: "user", content: "Name three colours." },
];
const greedy = { model, temperature: 0, seed: 7 };

function usageAddsUp(usage) {
  assert(usage.prompt_tokens > 0 && usage.completion_tokens > 0);
  assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
  assert(usage.prompt_tokens_details.cached_tokens <= usage.prompt_tokens);
}

async function collected(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

async function rejects(kind, status, code, asking) {
  const error = await asking.then(
    () => assert.fail(`no ${kind.name}`),
    (error) => error,
  );
  assert(error instanceof kind, String(error));
  assert.deepEqual([error.status, error.code ?? null], [status, code], error.message);
  return error;
}

const checks = {
  async models() {
    const names = (await client.models.list()).data.map((model) => model.id);
    assert(names.includes(model), names.join());
    assert.equal((await client.models.retrieve(model)).id, model);
  },

  async chat() {
    const whole = await client.chat.completions.create({ ...greedy, messages, max_tokens: 24 });
    const [choice] = whole.choices;
    assert.equal(whole.object, "chat.completion");
    assert.equal(choice.message.role, "assistant");
    assert(["stop", "length"].includes(choice.finish_reason));
    usageAddsUp(whole.usage);
    const options = { stream: true, stream_options: { include_usage: true } };
    const chunks = await collected(await client.chat.completions.create({ ...greedy, messages, max_tokens: 24, ...options }));
    const last = chunks.pop();
    assert.deepEqual(last.choices, []);
    assert.equal(last.usage.completion_tokens, whole.usage.completion_tokens);
    assert.equal(chunks[0].choices[0].delta.role, "assistant");
    assert.equal(chunks.map((chunk) => chunk.choices[0].delta.content ?? "").join(""), choice.message.content);
    assert.equal(chunks.at(-1).choices[0].finish_reason, choice.finish_reason);
    const gathered = client.chat.completions.stream({ ...greedy, messages, max_tokens: 24 });
    assert.equal(await gathered.finalContent(), choice.message.content);
  },

  async completions() {
    const asked = { ...greedy, prompt: "Once upon a time", max_tokens: 12 };
    const whole = await client.completions.create(asked);
    usageAddsUp(whole.usage);
    const chunks = await collected(await client.completions.create({ ...asked, stream: true }));
    assert.equal(chunks.map((chunk) => chunk.choices[0].text).join(""), whole.choices[0].text);
  },

  async logprobs() {
    const asked = { ...greedy, max_tokens: 5 };
    const whole = await client.chat.completions.create({ ...asked, messages, logprobs: true, top_logprobs: 2 });
    for (const token of whole.choices[0].logprobs.content) {
      assert(token.logprob <= 0 && token.top_logprobs.length === 2);
      assert.equal(Buffer.from(token.bytes).toString(), token.token);
    }
    const { logprobs } = (await client.completions.create({ ...asked, prompt: "Once", logprobs: 2 })).choices[0];
    assert.equal(logprobs.tokens.length, logprobs.text_offset.length);
  },

  async "json schema"() {
    const schema = {
      type: "object",
      properties: { answer: { type: "string", enum: ["yes", "no"] }, sure: { type: "boolean" } },
      required: ["answer", "sure"],
      additionalProperties: false,
    };
    const response_format = { type: "json_schema", json_schema: { name: "verdict", strict: true, schema } };
    const whole = await client.chat.completions.create({ ...greedy, messages, max_tokens: 100, response_format });
    const verdict = JSON.parse(whole.choices[0].message.content);
    assert(["yes", "no"].includes(verdict.answer) && typeof verdict.sure === "boolean");
    assert.deepEqual(Object.keys(verdict).sort(), ["answer", "sure"]);
  },

  async functions() {
    const parameters = {
      type: "object",
      properties: { city: { type: "string", enum: ["Ulm", "Bern"] } },
      required: ["city"],
      additionalProperties: false,
    };
    const told = [];
    const tool = {
      type: "function",
      function: { name: "weather", parameters, parse: JSON.parse, function: ({ city }) => (told.push(city), "rain") },
    };
    const question = [{ role: "user", content: "What is the weather in Ulm?" }];
    const asked = { ...greedy, messages: question, max_tokens: 100, parallel_tool_calls: false };
    const offered = { tools: [tool], tool_choice: { type: "function", function: { name: "weather" } } };
    const [choice] = (await client.chat.completions.create({ ...asked, ...offered })).choices;
    assert.equal(choice.finish_reason, "tool_calls");
    const runner = client.chat.completions.runTools({ ...asked, ...offered, stream: true }, { maxChatCompletions: 1 });
    await runner.done();
    assert.deepEqual(told, [JSON.parse(choice.message.tool_calls[0].function.arguments).city]);
    assert.equal(runner.messages.at(-1).content, "rain");
  },

  async embeddings() {
    if (!embedModel) return;
    const asked = { model: embedModel, input: ["The quick brown fox", "jumps over the lazy dog"] };
    const packed = await client.embeddings.create(asked);
    const plain = await client.embeddings.create({ ...asked, encoding_format: "float" });
    assert.deepEqual(plain.data.map((entry) => entry.index), [0, 1]);
    for (const [at, { embedding }] of packed.data.entries()) {
      const other = plain.data[at].embedding;
      assert.equal(embedding.length, other.length);
      assert(embedding.every((number, index) => Math.abs(number - other[index]) < 1e-4));
    }
  },

  async errors() {
    const ask = (changes) => client.chat.completions.create({ model, messages, max_tokens: 4, ...changes });
    const unknown = await rejects(OpenAI.NotFoundError, 404, "model_not_found", ask({ model: "no-such-model" }));
    assert.equal(unknown.param, "model");
    await rejects(OpenAI.NotFoundError, 404, "model_not_found", ask({ model: "no-such-model", stream: true }));
    const hot = await rejects(OpenAI.BadRequestError, 400, "invalid_value", ask({ temperature: 99 }));
    assert.equal(hot.param, "temperature");
    await rejects(OpenAI.BadRequestError, 400, "invalid_value", ask({ messages: [] }));
    await rejects(OpenAI.NotFoundError, 404, "unknown_url", client.files.list());
    if (key) {
      const stranger = client.withOptions({ apiKey: "wrong" });
      await rejects(OpenAI.AuthenticationError, 401, "invalid_api_key", stranger.models.list());
    }
  },

  async "many clients"() {
    const one = async (number) => {
      const asked = { model, messages: [{ role: "user", content: `Count from ${number}.` }], max_tokens: 8, stream: true };
      return (await collected(await client.chat.completions.create(asked))).at(-1).choices[0].finish_reason;
    };
    const finishes = await Promise.all(Array.from({ length: 8 }, (_, number) => one(number)));
    assert(finishes.every((finish) => ["stop", "length"].includes(finish)));
  },

  async "hang up"() {
    const stream = await client.chat.completions.create({ model, messages, max_tokens: 2000, stream: true });
    for await (const chunk of stream) {
      assert(chunk.id);
      break;
    }
    await checks.chat();
  },
};

for (const [name, check] of Object.entries(checks)) {
  await check();
  console.log(`openai for JavaScript: ${name}`);
}
console.log(`${Object.keys(checks).length} passed, 0 failed`);
