// How much a window has to load.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { test } from "./kit/kit.mjs";

/** Pages, parts and English, and the largest other language: what one window can have loaded at most. */
const MOST = 150_000;

test("all JavaScript of a window is small when compressed", () => {
  const root = new URL("../../dist-fake/", import.meta.url);
  /** @type {Record<string, { file: string, src?: string, name?: string }>} */
  const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", root), "utf8"));
  let sum = 0;
  /** @type {Record<string, number>} */
  const languages = {};
  const counted = new Set();
  for (const [key, { file }] of Object.entries(manifest)) {
    if (!file.endsWith(".js") || counted.has(file) || key.includes("backend/fake/")) continue;
    counted.add(file);
    const size = gzipSync(readFileSync(new URL(file, root)), { level: 9 }).length;
    const [, language] = /locales\/([^/]+)\//.exec(key) ?? [];
    if (language) languages[language] = (languages[language] ?? 0) + size;
    else sum += size;
  }
  const whole = sum + Math.max(0, ...Object.values(languages));
  assert(counted.size > 1, "the manifest lists what was built");
  assert(whole <= MOST, `${whole} bytes compressed, ${MOST} are allowed: ${[...counted].join(" ")}`);
  return Promise.resolve();
});
