// The built page on its fake backend, in a real browser: `npm run test:browser`.
// IDLEWATT_CHROMIUM names another browser, IDLEWATT_SCREENSHOTS a folder for pictures of every scene.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { preview } from "vite";

const pictures = process.env.IDLEWATT_SCREENSHOTS;
const executablePath = process.env.IDLEWATT_CHROMIUM ?? "/usr/bin/chromium";
/** Kept from being anyone's address by binding to loopback; the system chooses the port. */
const server = await preview({ build: { outDir: "dist-fake" }, preview: { port: 0, strictPort: false, host: "127.0.0.1" } });
const address = server.resolvedUrls?.local[0];
assert(address, "the preview server has an address");
// Chromium refuses its own sandbox to root; the page is ours and nothing else is visited.
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

/** @type {[string, (page: import("playwright-core").Page) => Promise<void>][]} */
const tests = [];
/** @param {string} name @param {(page: import("playwright-core").Page) => Promise<void>} body */
const test = (name, body) => tests.push([name, body]);

/** @param {import("playwright-core").Page} page @param {string} scene */
const open = (page, scene) => page.goto(`${address}?scene=${scene}`);
/** Waits until the element's text fits. @param {import("playwright-core").Page} page @param {string} css @param {RegExp} words */
const says = (page, css, words) => page.locator(css).filter({ hasText: words }).waitFor();

test("shows the work, its picture and what it leaves after electricity", async (page) => {
  await open(page, "working");
  await says(page, "#status-sentence", /render 1920x1080, 512 spp/);
  await says(page, "#today-net", /^0\.047170$/);
  await says(page, "#all-time-net", /^10\.7041$/);
  await says(page, "#current-job", /43%.*6.*0\.018750.*a11ce000/s);
  await page.locator("#preview").waitFor();
  assert(await page.locator("#preview").evaluate((image) => /** @type {HTMLImageElement} */ (image).naturalWidth > 0));
  await says(page, "#jobs-table", /0\.006250 pending.*in progress.*final.*you needed the machine.*−0\.003120/s);
  await says(page, "#badge-simulated", /simulated/);
  assert.equal(await page.locator("#badge-software").count(), 0);
  assert.equal(await page.getByRole("meter", { name: "Power" }).getAttribute("aria-valuetext"), "186\u00a0W of 200\u00a0W");
});

test("says that software does the work, and why there are no meters", async (page) => {
  await open(page, "software");
  await says(page, "#badge-software", /software/);
  assert.equal(await page.locator("#badge-simulated").count(), 0);
  await page.getByText("No NVIDIA driver was found").waitFor();
  // How hard it works is known; what no card tells is not drawn.
  assert.equal(await page.getByRole("meter", { name: "Effort" }).count(), 1);
  assert.equal(await page.getByRole("meter").count(), 1);
});

test("says why it does not work", async (page) => {
  await open(page, "game");
  await says(page, "#status-sentence", /eldenring\.exe/);
  await open(page, "ready");
  await says(page, "#status-sentence", /Nobody asks for work/);
  await open(page, "new");
  await says(page, "#status-sentence", /no index node/);
  await says(page, "#jobs-table", /No jobs yet/);
});

test("is paused and resumed by keyboard alone", async (page) => {
  await open(page, "working");
  await page.locator("#pause-1h").waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "pause-1h");
  assert.notEqual(await page.locator("#pause-1h").evaluate((button) => getComputedStyle(button).outlineStyle), "none");
  await page.keyboard.press("Enter");
  await says(page, "#status-sentence", /^Paused until/);
  await page.locator("#resume").waitFor();
  // The button that had the focus is gone; its successor has it.
  assert.equal(await page.evaluate(() => document.activeElement?.id), "resume");
  await page.keyboard.press("Space");
  await says(page, "#status-sentence", /^Ready/);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "pause-1h");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await says(page, "#status-sentence", /^Paused until .*8:00/);
});

test("starts with the computer only when told to", async (page) => {
  await open(page, "working");
  const autostart = page.getByRole("switch");
  await autostart.waitFor();
  assert.equal(await autostart.isChecked(), false);
  await autostart.press("Space");
  assert.equal(await autostart.isChecked(), true);
});

test("says that the daemon cannot be reached, and tries again", async (page) => {
  await open(page, "lost");
  await says(page, "#status-sentence", /cannot be reached/);
  assert.equal(await page.locator("#today-net").count(), 0, "no stale money is shown");
  await page.getByRole("button", { name: "Try again now" }).click();
  await says(page, "#today-net", /0\.047170/);
});

test("says that there is no tray icon", async (page) => {
  await open(page, "working&tray=no-library");
  await page.getByText("libayatana-appindicator3").waitFor();
});

test("everything has a name, and changes are announced", async (page) => {
  await open(page, "working");
  await page.locator("#preview").waitFor();
  assert.equal(await page.locator("#status-sentence").getAttribute("aria-live"), "polite");
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll("button, input, img, [role=meter], [role=progressbar], [role=region], [role=group]")]
      .filter((e) => ![e.getAttribute("aria-label"), e.getAttribute("aria-labelledby"), e.getAttribute("alt"), e.textContent, e.closest("label")?.textContent].some((name) => name?.trim()))
      .map((e) => e.outerHTML),
  );
  assert.deepEqual(nameless, []);
});

test("fits a small window at twice the text size", async (page) => {
  await page.setViewportSize({ width: 520, height: 700 });
  await open(page, "working");
  await page.locator("#preview").waitFor();
  await page.addStyleTag({ content: ":root { font-size: 30px !important }" });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is cut off at the side");
  if (pictures) await page.screenshot({ path: join(pictures, "large-text.png"), fullPage: true });
});

let failed = 0;
for (const [name, body] of tests) {
  const page = await browser.newPage({ viewport: { width: 900, height: 900 }, reducedMotion: "reduce" });
  page.setDefaultTimeout(10_000);
  /** @type {string[]} */
  const complaints = [];
  page.on("console", (message) => void (["error", "warning"].includes(message.type()) && complaints.push(message.text())));
  page.on("pageerror", (error) => void complaints.push(error.message));
  try {
    await body(page);
    assert.deepEqual(complaints, [], "the console is silent");
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error instanceof Error ? error.stack : String(error)}`);
  }
  await page.close();
}

if (pictures) {
  mkdirSync(pictures, { recursive: true });
  for (const colorScheme of /** @type {const} */ (["dark", "light"])) {
    const page = await browser.newPage({ viewport: { width: 900, height: 940 }, colorScheme, deviceScaleFactor: 1 });
    for (const scene of ["working", "ready", "game", "software", "new", "lost", "paused"]) {
      await open(page, scene === "paused" ? "working" : scene);
      if (scene === "paused") await page.locator("#pause-1h").click();
      await page.getByRole("switch").waitFor();
      if (scene === "working" || scene === "software") await page.locator("#preview").waitFor();
      await page.screenshot({ path: join(pictures, `${scene}-${colorScheme}.png`), fullPage: true });
    }
    await page.close();
  }
}
await browser.close();
await server.close();
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
