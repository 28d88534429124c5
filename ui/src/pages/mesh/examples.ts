/** Lines that a developer copies. They are programs, so they are the same in every language. */

type Lines = (address: string, model: string) => string;

const curl: Lines = (address, model) => `curl ${address}/chat/completions \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${model}", "messages": [{"role": "user", "content": "Hello"}]}'`;

const python: Lines = (address, model) => `from openai import OpenAI

client = OpenAI(base_url="${address}", api_key="none")
answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`;

const javascript: Lines = (address, model) => `import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${address}", apiKey: "none" });
const answer = await client.chat.completions.create({
  model: "${model}",
  messages: [{ role: "user", content: "Hello" }],
});
console.log(answer.choices[0].message.content);`;

export const EXAMPLES = {
  python: { name: "Python", lines: python },
  javascript: { name: "JavaScript", lines: javascript },
  curl: { name: "curl", lines: curl },
} as const;

export type Example = keyof typeof EXAMPLES;
