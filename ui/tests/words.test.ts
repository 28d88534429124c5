import { FluentBundle, FluentResource } from "@fluent/bundle";
import { parse, type Message, type Resource } from "@fluent/syntax";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseSvelte } from "svelte/compiler";
import { describe, expect, test } from "vitest";
import { choose, LANGUAGES, regional, type Language } from "../src/lib/words/languages";

const root = join(import.meta.dirname, "..");
const source = join(root, "src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith("ids.ts"));
const sources = files.map((path) => ({ path, text: readFileSync(join(source, path), "utf8") }));

/** The values that a part of a message takes. */
function values(node: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(node)) node.forEach((child) => values(child, found));
  else if (node !== null && typeof node === "object") {
    const { type, id, ...rest } = node as Record<string, unknown> & { type?: string; id?: { name: string } };
    if (type === "VariableReference" && id) found.add(id.name);
    values(Object.values(rest), found);
  }
  return found;
}

type Found = { file: string; message: Message };

function messages(language: string): Map<string, Found> {
  const folder = join(root, "locales", language);
  const found = new Map<string, Found>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ftl") && name !== "tray.ftl")) {
    const resource: Resource = parse(readFileSync(join(folder, file), "utf8"), { withSpans: false });
    for (const entry of resource.body) {
      expect(entry.type, `${language}/${file}: ${JSON.stringify(entry)}`).not.toBe("Junk");
      if (entry.type !== "Message") continue;
      expect(found.has(entry.id.name), `${language}: ${entry.id.name} is there twice`).toBe(false);
      found.set(entry.id.name, { file, message: entry });
    }
  }
  return found;
}

const english = messages("en");

/** The tray's words are the tray app's, and may be there before the page's. */
const spoken = (tag: string): boolean => {
  const folder = join(root, "locales", tag);
  return existsSync(folder) && readdirSync(folder).some((file) => file !== "tray.ftl");
};

test("every message is used somewhere", () => {
  const all = sources.map(({ text }) => text).join("\n");
  const unused = [...english.keys()].filter((id) => !all.includes(`"${id}"`));
  expect(unused).toEqual([]);
});

// One that is missing does not compile: `t` takes the ids of src/lib/words/ids.ts alone.

describe.each(Object.keys(LANGUAGES).filter((tag) => tag !== "en"))("%s", (tag) => {
  test.runIf(spoken(tag))("says everything that English says, with the same values, and nothing else", () => {
    const own = messages(tag);
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [id, { file, message }] of own) {
      const model = english.get(id);
      expect([id, file]).toEqual([id, model?.file]);
      expect([id, ...values(message.value)].sort(), id).toEqual([id, ...values(model?.message.value)].sort());
    }
  });
  test.runIf(spoken(tag))("has a word for every number", () => {
    const rules = new Intl.PluralRules(tag);
    const bundle = new FluentBundle(tag, { useIsolating: false });
    for (const file of readdirSync(join(root, "locales", tag))) {
      bundle.addResource(new FluentResource(readFileSync(join(root, "locales", tag, file), "utf8")));
    }
    const wanted = new Set(rules.resolvedOptions().pluralCategories);
    expect(wanted.size).toBeGreaterThan(0);
    for (const [id, { message }] of messages(tag)) {
      for (const n of [0, 1, 2, 5, 21, 100]) {
        const given = Object.fromEntries([...values(message.value)].map((name) => [name, n]));
        const errors: Error[] = [];
        const pattern = bundle.getMessage(id)?.value;
        const said = pattern ? bundle.formatPattern(pattern, given, errors) : "";
        expect(errors, `${id} with ${n}`).toEqual([]);
        expect(said.trim(), id).not.toBe("");
      }
    }
  });
});

test("the system's wishes choose the language", () => {
  const all = Object.keys(LANGUAGES) as Language[];
  expect(choose(["de-AT", "en"], all)).toBe("de");
  expect(choose(["pt-PT"], all)).toBe("pt-BR");
  expect(choose(["zh-CN"], all)).toBe("zh-Hans");
  expect(choose(["sw", "ko-KR"], all)).toBe("ko");
  expect(choose(["sw", "not a tag"], all)).toBe("en");
});

test("numbers are written as the system's region does, where it speaks the language", () => {
  expect(regional("de", ["de-CH", "en"])).toBe("de-CH");
  expect(regional("ja", ["de-CH"])).toBe("ja");
  expect(regional("en", ["de-CH"])).toBe("en-GB");
});

const SPOKEN = ["aria-label", "aria-description", "alt", "title", "placeholder", "label"];

/** Letters that a person would see or hear, written into a page instead of the catalogue. */
function raw(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) node.forEach((child) => raw(child, found));
  else if (node !== null && typeof node === "object") {
    const { type, name, value, data } = node as Record<string, unknown>;
    if (type === "Text" && typeof data === "string" && /\p{L}/u.test(data)) found.push(data.trim());
    if (type === "Attribute") {
      const texts = Array.isArray(value) ? value.filter((part: { type: string }) => part.type === "Text") : [];
      const spelt = texts.find((text: { data: string }) => /\p{L}/u.test(text.data));
      if (SPOKEN.includes(String(name)) && spelt) found.push(`${String(name)}=${JSON.stringify(spelt.data)}`);
      return found;
    }
    Object.values(node).forEach((child) => raw(child, found));
  }
  return found;
}

describe("every visible string goes through the catalogue", () => {
  test.each(sources.filter(({ path }) => path.endsWith(".svelte")))("$path", ({ text }) => {
    expect(raw(parseSvelte(text, { modern: true }).fragment)).toEqual([]);
  });
  test("and one that does not would be seen", () => {
    expect(raw(parseSvelte('<p aria-label="a">b{1}</p>', { modern: true }).fragment)).toEqual(['aria-label="a"', "b"]);
  });
});
