// The built page on its fake backend, in a real browser. How to write tests: kit/kit.mjs.
// IDLEWATT_CHROMIUM names another browser, IDLEWATT_SIDE_BY_SIDE how many tests run at once.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";
import { inFile, served, tests, USUAL, watchRequests } from "./kit/kit.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
assert(existsSync(join(root, "dist-fake/index.html")), "there is no dist-fake; npm run test:browser builds it");

/** Enough to keep a small machine busy; more only makes pages wait for each other. */
const SIDE_BY_SIDE = 4;
const atOnce = Number(process.env.IDLEWATT_SIDE_BY_SIDE) || Math.min(SIDE_BY_SIDE, availableParallelism());
const words = process.argv.slice(2);

for (const name of readdirSync(here).filter((name) => name.endsWith(".mjs") && name !== "run.mjs").sort()) {
  inFile(name.replace(/\.mjs$/, ""));
  await import(join(here, name));
}
const chosen = tests.filter(({ file, name }) => words.length === 0 || words.some((word) => file === word || name.includes(word)));

/** Kept from being anyone's address by binding to loopback; the system chooses the port. */
const server = await preview({ root, build: { outDir: "dist-fake" }, preview: { port: 0, strictPort: false, host: "127.0.0.1" } });
const address = server.resolvedUrls?.local[0];
assert(address, "the preview server has an address");
served(address);
// Chromium refuses its own sandbox to root; the page is ours and nothing else is visited. The rest makes the same pixels
// on every machine.
const args = ["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb", "--disable-gpu"];
if (process.getuid?.() === 0) args.push("--no-sandbox");
const browser = await chromium.launch({ executablePath: process.env.IDLEWATT_CHROMIUM ?? "/usr/bin/chromium", args });

/** @param {import("./kit/kit.mjs").Test} test */
async function passes({ name, file, body, options }) {
  const context = await browser.newContext({ ...USUAL, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  watchRequests(page);
  /** @type {string[]} */
  const complaints = [];
  page.on("console", (message) => void (["error", "warning"].includes(message.type()) && complaints.push(message.text())));
  page.on("pageerror", (error) => void complaints.push(error.message));
  const began = performance.now();
  const took = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  try {
    await body(page);
    assert.deepEqual(complaints, [], "the console is silent");
    console.log(`ok      ${file}: ${name} (${took()})`);
    return true;
  } catch (error) {
    console.log(`FAILED  ${file}: ${name} (${took()})\n${error instanceof Error ? error.stack : String(error)}`);
    if (complaints.length > 0) console.log(`the console says: ${complaints.join("; ")}`);
    return false;
  } finally {
    await context.close();
  }
}

let passed = 0;
let next = 0;
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let test = chosen[next++]; test; test = chosen[next++]) if (await passes(test)) passed += 1;
  }),
);
await browser.close();
await server.close();
console.log(`${passed} passed, ${chosen.length - passed} failed`);
process.exit(chosen.length > 0 && passed === chosen.length ? 0 : 1);
