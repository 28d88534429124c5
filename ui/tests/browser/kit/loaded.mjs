// What one window can have loaded at most: pages, parts and English, and the largest other language.

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** Compressed JavaScript of the last build on the fake backend, without that backend. */
export function loaded() {
  const root = new URL("../../../dist-fake/", import.meta.url);
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
  return { bytes: sum + Math.max(0, ...Object.values(languages)), files: [...counted] };
}
