// The page Jobs on the fake backend.

import assert from "node:assert/strict";
import { COMPACT, editElsewhere, open, test } from "./kit/kit.mjs";

const ROWS = "[role=row].job";

test("of thousands only those in view are drawn, and all can be scrolled to", async (page) => {
  await open(page, { scene: "many", page: "jobs" });
  await page.locator(ROWS).first().waitFor();
  assert((await page.locator(ROWS).count()) < 80);
  assert.equal(await page.getByRole("grid").getAttribute("aria-rowcount"), "-1", "how many there are is not known yet");
  for (let pages = 0; pages < 40 && (await page.getByRole("grid").getAttribute("aria-rowcount")) === "-1"; pages++) {
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForFunction((height) => document.documentElement.scrollHeight > height || document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") !== "-1", height);
  }
  const count = Number(await page.getByRole("grid").getAttribute("aria-rowcount"));
  assert(count > 5000, `${count}`);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.locator(`[aria-rowindex="${count}"]`).waitFor();
  assert((await page.locator(ROWS).count()) < 80);
  const top = await page.locator(".head").evaluate((head) => head.getBoundingClientRect().top);
  assert.equal(Math.round(top), 0, "the header stays");
});

test("the keys move through the rows, open one and come back to it", async (page) => {
  await open(page, { scene: "many", page: "jobs" });
  await page.locator('[aria-rowindex="2"]').focus();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"]) await page.keyboard.press(key);
  const index = () => page.evaluate(() => document.activeElement?.getAttribute("aria-rowindex"));
  assert.equal(await index(), "4");
  await page.keyboard.press("PageDown");
  assert(Number(await index()) > 8);
  await page.keyboard.press("End");
  assert(Number(await index()) >= 501);
  await page.keyboard.press("Home");
  assert.equal(await index(), "2");
  await page.keyboard.press("ArrowDown");
  const title = await page.locator('[aria-rowindex="3"] .what .cut').innerText();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: title }).waitFor();
  assert.match(new URL(page.url()).hash, /^#\/jobs\/[0-9a-f]{32}\/(provider|requester)\/[0-9a-f]{64}$/);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-rowindex") === "3");
  assert.equal(new URL(page.url()).hash, "#/jobs");
});

test("the focus stays on its row however far the page is scrolled", async (page) => {
  await open(page, { scene: "many", page: "jobs" });
  await page.locator('[aria-rowindex="3"]').focus();
  await page.evaluate(() => scrollTo(0, 9000));
  await page.locator('[aria-rowindex="200"]').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-rowindex")), "3");
});

test("a filter shows those alone, and is cleared", async (page) => {
  await open(page, { scene: "many", page: "jobs" });
  await page.locator(ROWS).first().waitFor();
  await page.locator("#filter-side").selectOption("Bought from others");
  await page.waitForFunction(() => [...document.querySelectorAll("[role=row].job")].every((row) => row.querySelector(".bought")));
  assert((await page.locator(ROWS).count()) > 0);
  await page.locator("#filter-kind").selectOption("Rendering");
  await page.waitForFunction(() => [...document.querySelectorAll("[role=row].job .what > .hidden")].every((kind) => kind.textContent === "Rendering"));
  await page.locator("#filter-clear").click();
  await page.waitForFunction(() => [...document.querySelectorAll("[role=row].job")].some((row) => !row.querySelector(".bought")));
  assert.equal(await page.locator("#filter-clear").count(), 0);
});

test("one job has an address, a check in words and a receipt to copy", async (page) => {
  await open(page, { page: "jobs" });
  const done = page.locator(ROWS).filter({ hasText: "Final" }).filter({ hasNotText: "bought" }).first();
  await done.click();
  const sheet = page.getByRole("dialog");
  await sheet.locator("#job-checked", { hasText: /accepted by the requester and paid with a signed receipt/ }).waitFor();
  const address = page.url();
  await sheet.getByRole("button", { name: "Copy as JSON" }).first().click();
  await page.waitForFunction(() => document.documentElement.dataset.copied !== undefined);
  const copied = JSON.parse((await page.evaluate(() => document.documentElement.dataset.copied)) ?? "");
  assert.equal(new URL(address).hash, `#/jobs/${copied.job}/${copied.side}/${copied.peer}`);
  assert.match(copied.signature, /^[0-9a-f]+$/);
  assert.match(copied.statement, /^[0-9a-f]+$/);
  await sheet.getByRole("button", { name: "Copy the whole signature" }).first().click();
  await page.waitForFunction((whole) => document.documentElement.dataset.copied === whole, copied.signature);
  await page.reload();
  await page.getByRole("dialog").locator("#job-net").waitFor();
});

test("a requester is blocked and a kind refused, and both are taken back", async (page) => {
  await open(page, { page: "jobs" });
  await page.locator(ROWS).filter({ hasText: "Final" }).filter({ hasNotText: "bought" }).first().click();
  const sheet = page.getByRole("dialog");
  await sheet.locator("#job-block", { hasText: "Block this requester" }).click();
  await sheet.getByText(/is blocked: none of their jobs is taken any more/).waitFor();
  await sheet.locator("#job-block", { hasText: "Work for this requester again" }).click();
  await sheet.locator("#job-block", { hasText: "Block this requester" }).waitFor();
  await sheet.locator("#job-refuse", { hasText: "Refuse this kind of work" }).click();
  await sheet.locator("#job-refuse", { hasText: "Take this kind of work again" }).waitFor();
  await sheet.getByRole("button", { name: "Undo" }).click();
  await sheet.locator("#job-refuse", { hasText: "Refuse this kind of work" }).waitFor();
  assert.equal(await sheet.count(), 1, "what is clicked above the sheet does not close it");
});

test("who was blocked elsewhere meanwhile stays blocked when somebody is blocked and it is taken back", async (page) => {
  const other = "ab".repeat(32);
  await open(page, { page: "jobs" });
  await page.locator(ROWS).filter({ hasText: "Final" }).filter({ hasNotText: "bought" }).first().click();
  const sheet = page.getByRole("dialog");
  await sheet.locator("#job-block", { hasText: "Block this requester" }).waitFor();
  await editElsewhere(page, "accept.blocked", [other]);
  await editElsewhere(page, "accept.kinds", [], ["embed"]);
  await sheet.locator("#job-block").click();
  await sheet.locator("#job-block", { hasText: "Work for this requester again" }).waitFor();
  await sheet.getByRole("button", { name: "Undo" }).click();
  await sheet.locator("#job-block", { hasText: "Block this requester" }).waitFor();
  await sheet.locator("#job-refuse", { hasText: "Refuse this kind of work" }).click();
  await sheet.locator("#job-refuse", { hasText: "Take this kind of work again" }).waitFor();
  await page.evaluate(() => void (location.hash = "#/limits"));
  await page.locator(`#blocked code[title="${other}"]`).waitFor();
  assert.equal(await page.locator("#blocked li").count(), 1, "the requester of the job is not blocked any more");
  assert.equal(await page.getByRole("switch", { name: "Embedding" }).isChecked(), false, "vectors were refused elsewhere");
});

test("money that did not come is called held", async (page) => {
  await open(page, { scene: "disputed", page: "jobs" });
  await page.locator(ROWS).filter({ hasText: "held" }).first().click();
  await page.getByRole("dialog").locator("#job-checked", { hasText: /the last receipt never came/ }).waitFor();
});

test("says why this PC said no, with the sum behind a floor", async (page) => {
  await open(page, { page: "jobs/refused" });
  await page.locator("#refusals li").first().waitFor();
  await page.locator("#refusals li", { hasText: "The offer was too low" }).locator("dl", { hasText: /Offered.*Electricity.*Wear/s }).first().waitFor();
  await open(page, { scene: "first-day", page: "jobs/refused" });
  await page.locator("#refusals-none").waitFor();
});

test("a first day says what will be here", async (page) => {
  await open(page, { scene: "first-day", page: "jobs" });
  await page.locator("#jobs-empty", { hasText: "Your jobs will be listed here" }).waitFor();
});

test("rows of two lines in a narrow window, even in large text", async (page) => {
  await page.setViewportSize(COMPACT);
  await open(page, { page: "jobs" });
  await page.locator(ROWS).first().waitFor();
  assert.equal(await page.getByRole("columnheader", { name: "Net" }).count(), 1, "readers still hear of columns");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is cut off at the side");
  await page.addStyleTag({ content: ":root { font-size: 32px !important }" });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is cut off at the side");
});
