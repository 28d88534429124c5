import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "svelte/compiler";
import { describe, expect, test } from "vitest";
import { m } from "../src/lib/messages/en";

const root = join(import.meta.dirname, "../src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => /\.(ts|svelte)$/.test(path));
const sources = files.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

// A missing one does not compile; an unused one is found here.
test("every message is shown somewhere", () => {
  const all = sources.map(({ text }) => text).join("\n");
  const unused = Object.keys(m).filter((key) => !new RegExp(`\\bm\\.${key}\\b`).test(all));
  expect(unused).toEqual([]);
});

test("no message is empty", () => {
  const texts = Object.values(m).filter((message) => typeof message === "string");
  expect(texts.filter((text) => text.trim() === "")).toEqual([]);
});

const SPOKEN = ["aria-label", "aria-description", "alt", "title", "placeholder"];

/** Letters that a person would see or hear, written into a page instead of the catalogue. */
function raw(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) node.forEach((child) => raw(child, found));
  else if (node !== null && typeof node === "object") {
    const { type, name, value, data } = node as Record<string, unknown>;
    if (type === "Text" && typeof data === "string" && /\p{L}/u.test(data)) found.push(data.trim());
    if (type === "Attribute") {
      const texts = Array.isArray(value) ? value.filter((part: { type: string }) => part.type === "Text") : [];
      if (SPOKEN.includes(String(name)) && texts.length > 0) found.push(`${String(name)}=${JSON.stringify(texts[0].data)}`);
      return found;
    }
    Object.values(node).forEach((child) => raw(child, found));
  }
  return found;
}

describe("every visible string goes through the catalogue", () => {
  test.each(sources.filter(({ path }) => path.endsWith(".svelte")))("$path", ({ text }) => {
    expect(raw(parse(text, { modern: true }).fragment)).toEqual([]);
  });
  test("and one that does not would be seen", () => {
    expect(raw(parse('<p aria-label="a">b{1}</p>', { modern: true }).fragment)).toEqual(['aria-label="a"', "b"]);
  });
});
