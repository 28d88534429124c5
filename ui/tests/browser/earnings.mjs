// The page Earnings on the fake backend.

import assert from "node:assert/strict";
import { COMPACT, open, test } from "./kit/kit.mjs";

/** @param {import("playwright-core").Locator} place */
const number = async (place) => Number((await place.innerText()).replace("−", "-").replaceAll(",", ""));

/** How many pixels of the chart have a token's colour. @param {import("playwright-core").Page} page @param {string} token */
const pixels = (page, token) =>
  page.locator("#earnings-over-time canvas").evaluate((canvas, token) => {
    const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
    // Two copies: the chart's own canvas is not made for being read.
    const [paint, copy] = [document.createElement("canvas"), Object.assign(document.createElement("canvas"), { width, height })].map((made) =>
      made.getContext("2d", { willReadFrequently: true }),
    );
    if (!paint || !copy) throw new Error("there is no canvas");
    paint.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
    paint.fillRect(0, 0, 1, 1);
    const wanted = paint.getImageData(0, 0, 1, 1).data;
    copy.drawImage(/** @type {HTMLCanvasElement} */ (canvas), 0, 0);
    const drawn = copy.getImageData(0, 0, width, height).data;
    let count = 0;
    for (let i = 0; i < drawn.length; i += 4) if (drawn[i] === wanted[0] && drawn[i + 1] === wanted[1] && drawn[i + 2] === wanted[2]) count += 1;
    return count;
  }, token);

test("what is left is what was earned less electricity", async (page) => {
  await open(page, { page: "earnings/day" });
  const [net = NaN, gross = NaN, electricity = NaN] = await Promise.all(["#earnings-net", "#earnings-gross", "#earnings-electricity"].map((css) => number(page.locator(css))));
  assert(gross > 0);
  assert(Math.abs(gross - electricity - net) < 2e-4, `${gross} - ${electricity} = ${net}`);
});

test("the span is kept in the address", async (page) => {
  await open(page, { page: "earnings" });
  await page.getByText("Left in the last 7 days, after electricity").first().waitFor();
  const week = await page.locator("#earnings-net").innerText();
  await page.getByRole("radio", { name: "30 days" }).click();
  await page.getByText("Left in the last 30 days, after electricity").first().waitFor();
  assert.equal(new URL(page.url()).hash, "#/earnings/month");
  assert.notEqual(await page.locator("#earnings-net").innerText(), week);
  await page.reload();
  await page.getByText("Left in the last 30 days, after electricity").first().waitFor();
});

test("the arrow keys tell each column what its row in the table says", async (page) => {
  await open(page, { page: "earnings/week" });
  const chart = page.locator("#earnings-over-time").getByRole("slider");
  await page.locator("#earnings-over-time canvas").waitFor();
  await chart.focus();
  assert.equal(await chart.getAttribute("aria-valuemax"), "7");
  const said = [];
  await page.keyboard.press("Home");
  for (let i = 0; i < 7; i++) {
    assert.equal(await chart.getAttribute("aria-valuenow"), String(i + 1));
    said.push((await chart.getAttribute("aria-valuetext")) ?? "");
    const title = await page.locator("#earnings-over-time .tip .title").innerText();
    assert(said[i]?.startsWith(title));
    await page.keyboard.press("ArrowRight");
  }
  assert.equal(await chart.getAttribute("aria-valuenow"), "7", "the last column is the end");
  assert.equal(new Set(said).size, 7);
  await page.locator("#as-table").click();
  const rows = page.locator("#earnings-over-time tbody tr");
  assert.equal(await rows.count(), 7);
  for (let i = 0; i < 7; i++) {
    for (const cell of await rows.nth(i).locator("td, th").allInnerTexts()) assert(said[i]?.includes(cell), `${said[i]} has ${cell}`);
  }
});

test("the mouse tells exact sums, beside the column", async (page) => {
  await open(page, { page: "earnings/month" });
  const canvas = page.locator("#earnings-over-time canvas");
  await canvas.waitFor();
  const box = await canvas.boundingBox();
  assert(box);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const tip = page.locator("#earnings-over-time .tip");
  await tip.waitFor();
  assert.match(await tip.innerText(), /Earned\s+[\d.]+\s+Electricity\s+[\d.]+\s+Net\s+[−\d.]+/);
  await page.mouse.move(0, 0);
  await tip.waitFor({ state: "detached" });
});

test("a loss is drawn below zero, in every theme and width", async (page) => {
  await open(page, { scene: "loss", page: "earnings/month", theme: "light" });
  await page.locator("#earnings-over-time canvas").waitFor();
  assert((await pixels(page, "--loss")) > 50);
  // The colours are the theme's, and change with it.
  await page.evaluate(() => (document.documentElement.dataset.theme = "dark"));
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  assert((await pixels(page, "--loss")) > 50);
  await page.setViewportSize(COMPACT);
  await page.waitForFunction(() => (document.querySelector("#earnings-over-time canvas")?.clientWidth ?? 9999) < 420);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is cut off at the side");
  assert((await pixels(page, "--loss")) > 20);
});

test("the books are written out, and shown where they are", async (page) => {
  await open(page, { page: "earnings/week" });
  await page.locator("#export").click();
  await page.locator("#export-csv").click();
  await page.getByText(/\d+ jobs were written to \/home\/sam\/Documents\/idlewatt\.csv/).waitFor();
  await page.getByRole("button", { name: "Show in folder" }).click();
  await page.waitForFunction(() => document.documentElement.dataset.revealed === "/home/sam/Documents/idlewatt.csv");
});

test("an owner who thinks better of it is told nothing", async (page) => {
  await open(page, { page: "earnings/week", more: { picker: "cancel" } });
  await page.locator("#export").click();
  await page.locator("#export-json").click();
  await page.locator("#export-json").waitFor({ state: "hidden" });
  assert.equal(await page.locator(".toast").count(), 0);
});

test("says what each sum means, to eyes and ears", async (page) => {
  await open(page, { page: "earnings/week" });
  await page.getByRole("button", { name: "Pending" }).focus();
  await page.getByRole("button", { name: "Pending" }).hover();
  await page.locator(".meaning", { hasText: "not yet covered by a receipt" }).waitFor();
  assert.match((await page.locator("dt", { hasText: "Pending" }).textContent()) ?? "", /not yet covered by a receipt/);
});

test("a first day says what will be here", async (page) => {
  await open(page, { scene: "first-day", page: "earnings" });
  await page.locator("#earnings-empty", { hasText: "Your first earnings will be here" }).waitFor();
  assert.equal(await page.locator("canvas").count(), 0);
  assert.equal(await page.locator("#export").count(), 0);
});

test("grow while they are looked at", async (page) => {
  await open(page, { page: "earnings/day", live: true });
  const before = await page.locator("#earnings-net").innerText();
  await page.waitForFunction((before) => document.querySelector("#earnings-net")?.textContent !== before, before, { timeout: 20_000 });
});
