// What a window feels like: `npm run bench`. Numbers for people; no test depends on them.
// IDLEWATT_CHROMIUM names another browser.

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";
import { addressOf, open, served, USUAL, watchRequests, whole } from "./browser/kit/kit.mjs";
import { loaded } from "./browser/kit/loaded.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const LONG_MS = 20;
const SCROLL_FRAMES = 300;
const OPENINGS = 9;

const server = await preview({ root, build: { outDir: "dist-fake" }, preview: { port: 0, strictPort: false, host: "127.0.0.1" } });
const address = server.resolvedUrls?.local[0];
assert(address, "the preview server has an address");
served(address);
const browser = await chromium.launch({ executablePath: process.env.IDLEWATT_CHROMIUM ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const context = await browser.newContext(USUAL);
const page = await context.newPage();
watchRequests(page);

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** From the navigation to the frame in which the page first says what is happening. @param {string} name */
async function firstWords(name) {
  const times = [];
  for (let i = 0; i < OPENINGS; i++) {
    await page.goto("about:blank");
    await page.goto(addressOf({ page: name }), { waitUntil: "commit" });
    times.push(
      await page.evaluate(
        () =>
          new Promise((done) => {
            const look = () => (document.querySelector("#status-sentence")?.textContent?.trim() ? done(performance.now()) : requestAnimationFrame(look));
            look();
          }),
      ),
    );
  }
  console.log(`${name}: first words after ${median(/** @type {number[]} */ (times)).toFixed(0)} ms, median of ${OPENINGS}`);
}

const session = await context.newCDPSession(page);
// Thread time, which a busy machine does not stretch.
await session.send("Performance.enable", { timeDomain: "threadTicks" });
/** Milliseconds that the page's own thread has worked. */
const worked = async () => ((await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN) * 1000;

/** Whatever scrolls on the page of ten thousand jobs is scrolled to its end, a screen in four frames. */
async function scroll() {
  await open(page, { page: "jobs", scene: "many" });
  await whole(page);
  const before = await worked();
  const { frames, rows } = await page.evaluate(async (most) => {
    const next = () => new Promise((done) => requestAnimationFrame(done));
    const boxes = [...document.querySelectorAll("main *"), document.documentElement].filter((box) => box.scrollHeight > box.clientHeight + 100 && (box === document.documentElement || ["auto", "scroll"].includes(getComputedStyle(box).overflowY)));
    const box = boxes.sort((a, b) => b.scrollHeight - a.scrollHeight)[0] ?? document.documentElement;
    const frames = [];
    let last = await next();
    for (let i = 0; i < most; i++) {
      box.scrollTop += box.clientHeight / 4;
      const now = await next();
      frames.push(/** @type {number} */ (now) - /** @type {number} */ (last));
      last = now;
    }
    return { frames, rows: document.querySelectorAll("main [role=row], main tr").length };
  }, SCROLL_FRAMES);
  const each = ((await worked()) - before) / frames.length;
  const long = frames.filter((frame) => frame > LONG_MS);
  console.log(`10,000 jobs: ${frames.length} frames, median ${median(frames).toFixed(1)} ms, ${long.length} over ${LONG_MS} ms, the longest ${Math.max(...frames).toFixed(1)} ms; ${each.toFixed(1)} ms of the page's thread for each; ${rows} rows are in the page`);
}

console.log(`JavaScript of a window: ${(loaded().bytes / 1000).toFixed(1)} kB compressed, with the largest language`);
await firstWords("home");
await firstWords("compact");
await scroll();
await browser.close();
await server.close();
