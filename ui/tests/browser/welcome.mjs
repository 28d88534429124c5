// The first run, from what was found to the first page.

import assert from "node:assert/strict";
import { focused, open, says, test } from "./kit/kit.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** Presses Tab until the element has the focus. @param {Page} page @param {string} id */
async function tabTo(page, id) {
  for (let presses = 0; presses < 40; presses++) {
    if (await page.evaluate((id) => document.activeElement?.id === id, id)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`#${id} cannot be reached; the focus is at ${await focused(page)}`);
}
/** @param {Page} page */
async function onwards(page) {
  await tabTo(page, "welcome-on");
  await page.keyboard.press("Enter");
}
/** @param {Page} page @param {RegExp} words */
const heading = (page, words) => says(page, "#welcome-heading", words);

test("the first run is gone through by keyboard alone", async (page) => {
  await open(page, { page: "welcome" });
  await says(page, "#found", /RTX 4070/);
  await page.getByText("There is no account, no wallet and no e-mail.").waitFor();
  await onwards(page);
  await heading(page, /How fast is it/);
  // The page's new heading has the focus, for those who read with their ears.
  assert.match(await focused(page), /id="welcome-heading"/);
  await tabTo(page, "benchmark");
  await page.keyboard.press("Enter");
  await says(page, "#benchmark-speed", /samples per second/);
  await says(page, "#benchmark", /Measure again/);
  assert.match(await focused(page), /id="benchmark"/);
  await onwards(page);
  await says(page, "#net-per-day", /credits a day/);
  await page.getByText("An estimate, not a promise.").waitFor();
  await onwards(page);
  await tabTo(page, "preset-quiet-nights");
  await page.keyboard.press("Enter");
  await page.locator('#preset-quiet-nights[aria-pressed="true"]').waitFor();
  await onwards(page);
  await onwards(page);
  await page.locator("#today-net").waitFor();
});

test("a window that is closed in the middle goes on there", async (page) => {
  await open(page, { page: "welcome" });
  for (const words of [/How fast/, /What it may bring/]) {
    await page.locator("#welcome-on").click();
    await heading(page, words);
  }
  await open(page, { page: "welcome" });
  await heading(page, /What it may bring/);
  await page.locator("#welcome-back").click();
  await heading(page, /How fast/);
});

test("the price of electricity changes the estimate at once", async (page) => {
  await open(page, { page: "welcome/estimate" });
  const net = page.locator("#net-per-day");
  await says(page, "#net-per-day", /credits a day/);
  const before = await net.textContent();
  const price = page.getByRole("textbox", { name: "Price of a kilowatt-hour" });
  await price.fill("0.60");
  await price.press("Enter");
  await page.waitForFunction((before) => document.querySelector("#net-per-day")?.textContent !== before, before);
});

test("without a card it says why and what to do, and lets the owner in", async (page) => {
  await open(page, { page: "welcome", scene: "no-gpu" });
  await says(page, "#found", /No graphics card can be used/);
  await page.locator("summary").click();
  await page.getByText("No graphics card that can compute was found. Install its driver.").waitFor();
  await page.getByText(/install the newest driver/).waitFor();
  await page.locator("#welcome-on").click();
  await heading(page, /When may it work/);
  await page.locator("#welcome-on").click();
  await page.locator("#welcome-on").click();
  await says(page, "#status-sentence", /no graphics adapter/);
});

test("all of it can be skipped", async (page) => {
  await open(page, { page: "welcome" });
  await page.locator("#welcome-skip").click();
  await page.locator("#today-net").waitFor();
});

test("nothing is worked on until the owner has chosen when, and Home leads there", async (page) => {
  await open(page, { scene: "new" });
  await page.locator("#welcome-skip").click();
  await says(page, "#status-sentence", /not yet said when this PC may work/);
  assert.equal(await page.locator("#pause").count(), 0);
  await page.locator("#choose-when").click();
  await heading(page, /When may it work/);
  await says(page, "#choice-needed", /nothing is worked on/);
  await page.locator("#welcome-on").click();
  await says(page, "#ready", /so it does not/);
  await page.locator("#welcome-back").click();
  await page.locator("#preset-when-away").click();
  await page.locator('#preset-when-away[aria-pressed="true"]').waitFor();
  assert.equal(await page.locator("#choice-needed").count(), 0);
  await page.locator("#welcome-on").click();
  await says(page, "#ready", /That is all/);
  await page.locator("#welcome-on").click();
  await says(page, "#status-sentence", /Nobody asks for work/);
});

test("a new installation begins with it, and starts with the computer only if that is wanted", async (page) => {
  await open(page, { scene: "switched-off" });
  await heading(page, /This is what your PC has/);
  // Nobody works for others yet, so the card was left alone.
  await says(page, "#found", /Nobody has looked at your card yet/);
  await page.locator("#welcome-on").click();
  await heading(page, /When may it work/);
  await page.locator("#welcome-on").click();
  await heading(page, /Start with the computer/);
  const start = page.getByRole("switch", { name: "Start Idlewatt when I log in" });
  assert.equal(await start.isChecked(), false);
  await start.check();
  await page.locator("#welcome-back").click();
  await heading(page, /When may it work/);
  await page.locator("#welcome-on").click();
  await page.locator('input[role="switch"]:checked').waitFor();
});
