// The page of limits: the hours of the week, sliders and their estimates, lists, refusals, and the way back.

import assert from "node:assert/strict";
import { COMPACT, editElsewhere, focused, open, says, test } from "./kit/kit.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** A cell of the week, or a header where it is -1. @param {Page} page @param {number} day @param {number} hour */
const cell = (page, day, hour) => page.locator(`[data-day="${day}"][data-hour="${hour}"]`);
/** @param {Page} page @param {RegExp} words */
const hours = (page, words) => says(page, "#hours-summary", words);
/** @param {Page} page */
const undo = (page) => page.getByRole("button", { name: "Undo" }).click();

test("limits say what they come to, between what, and what that rests on", async (page) => {
  await open(page, { page: "limits" });
  await says(page, "#net-per-day", /^−?\d.* credits a day$/);
  await says(page, "#net-range", /^Somewhere between .+ and .+\.$/);
  await page.getByText("An estimate, not a promise.").waitFor();
  await page.getByText(/a kilowatt-hour costs 0\.3 credits/).waitFor();
});

test("hours are painted and erased by dragging, and taken back", async (page) => {
  await open(page, { page: "limits", scene: "hours" });
  await hours(page, /^Mon–Fri 22:00–07:00\s*Sat, Sun, all day$/);
  await cell(page, 0, 9).hover();
  await page.mouse.down();
  await cell(page, 2, 12).hover();
  await page.mouse.up();
  await hours(page, /Mon–Wed 09:00–13:00/);
  await undo(page);
  await hours(page, /^Mon–Fri 22:00–07:00\s*Sat, Sun, all day$/);
  await cell(page, 5, 0).hover();
  await page.mouse.down();
  await cell(page, 6, 23).hover();
  await page.mouse.up();
  // The night of Friday was the owner's, but its morning is Saturday's and went with it.
  await hours(page, /^Mon–Thu 22:00–07:00\s*Fri 22:00–24:00$/);
});

test("hours are painted by keyboard alone", async (page) => {
  await open(page, { page: "limits", scene: "hours" });
  await cell(page, 0, 0).focus();
  await page.keyboard.press("Space");
  await hours(page, /Mon 00:00–01:00/);
  await page.keyboard.down("Shift");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.up("Shift");
  await hours(page, /Mon 00:00–03:00/);
  assert.match(await focused(page), /data-day="0" data-hour="2"/);
  assert.equal(await cell(page, 0, 2).getAttribute("aria-selected"), "true");
  // A header stands for its whole line.
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await hours(page, /Mon, Sat, Sun, all day/);
});

test("the last hour stays, because no hours at all would mean always", async (page) => {
  await open(page, { page: "limits" });
  await hours(page, /^At any hour$/);
  await cell(page, -1, -1).click();
  await page.getByRole("alert").filter({ hasText: "One hour must stay" }).waitFor();
  await hours(page, /^At any hour$/);
});

test("a slider tells what it would bring while it moves, and is taken back", async (page) => {
  await open(page, { page: "limits" });
  const watts = page.getByRole("slider", { name: "Watts" });
  await page.getByRole("checkbox", { name: "Watts: No limit" }).uncheck();
  await says(page, ".toast", /Saved/);
  const before = await watts.getAttribute("aria-valuetext");
  await watts.press("ArrowLeft");
  await says(page, ".effect", /^A day would bring/);
  await says(page, ".toast", /Saved/);
  // What is saved is in the hand no more.
  await page.locator(".outcome").waitFor({ state: "detached" });
  assert.notEqual(await watts.getAttribute("aria-valuetext"), before);
  await undo(page);
  await page.waitForFunction((before) => document.querySelector('input[type="range"]')?.getAttribute("aria-valuetext") === before, before);
});

test("a refused value stays in its field, with the reason beside it", async (page) => {
  await open(page, { page: "limits" });
  const price = page.getByRole("textbox", { name: "Price of a kilowatt-hour" });
  await price.fill("cheap");
  await price.press("Enter");
  await says(page, "#electricity [role=alert]", /Expected credits between 0 and 1,000, for example 0\.30/);
  assert.equal(await price.getAttribute("aria-invalid"), "true");
  assert.equal(await price.inputValue(), "cheap");
  await price.fill("0,25");
  await price.press("Enter");
  await says(page, ".toast", /Saved/);
  await page.locator("#electricity [role=alert]").waitFor({ state: "detached" });
  assert.equal(await price.inputValue(), "0.25");
});

test("a preset holds as a whole, and is taken back as a whole", async (page) => {
  await open(page, { page: "limits" });
  const nights = page.locator("#preset-quiet-nights");
  assert.equal(await nights.getAttribute("aria-pressed"), "false");
  await nights.click();
  await page.locator('#preset-quiet-nights[aria-pressed="true"]').waitFor();
  await hours(page, /^Every day /);
  await undo(page);
  await page.locator('#preset-quiet-nights[aria-pressed="false"]').waitFor();
  await hours(page, /^At any hour$/);
});

test("programs are added by name or suggestion, and removed", async (page) => {
  await open(page, { page: "limits" });
  await says(page, "#programs", /blender/);
  await page.locator("#program-name").fill("resolve");
  await page.locator("#program-name").press("Enter");
  await says(page, "#programs", /resolve/);
  const suggested = page.locator("#suggestions li").first();
  const name = (await suggested.locator(".name").textContent()) ?? "";
  await suggested.getByRole("button").click();
  await page.locator("#programs li").filter({ hasText: name }).waitFor();
  await page.getByRole("button", { name: "Remove blender" }).click();
  await page.locator("#programs li").filter({ hasText: "blender" }).waitFor({ state: "detached" });
});

test("how much others may use of the card is set, set free, and taken back", async (page) => {
  await open(page, { page: "limits", scene: "present" });
  const others = page.getByRole("slider", { name: "Use by other programs" });
  const free = page.getByRole("checkbox", { name: "Use by other programs: No limit" });
  const reads = (/** @type {string} */ words) => page.locator(`#games input[type="range"][aria-valuetext="${words}"]`).waitFor();
  await reads("25%");
  await others.press("ArrowRight");
  await says(page, ".toast", /Saved/);
  await reads("30%");
  await page.getByText(/They use \d+% now/).waitFor();
  await free.check();
  await reads("No limit");
  await undo(page);
  await reads("30%");
  assert(!(await free.isChecked()));
});

test("lists keep what was done to them elsewhere meanwhile", async (page) => {
  const [known, kept, later] = /** @type {[string, string, string]} */ (["1a", "2b", "3c"].map((digits) => digits.repeat(32)));
  await open(page, { page: "home" });
  await editElsewhere(page, "accept.blocked", [known, kept]);
  await page.evaluate(() => void (location.hash = "#/limits"));
  const blocked = page.locator("#blocked li");
  await blocked.nth(1).waitFor();
  await editElsewhere(page, "accept.blocked", [later]);
  await blocked.filter({ has: page.locator(`[title="${known}"]`) }).getByRole("button").click();
  await page.locator(`#blocked [title="${known}"]`).waitFor({ state: "detached" });
  for (const node of [kept, later]) await page.locator(`#blocked [title="${node}"]`).waitFor();
  await undo(page);
  await blocked.nth(2).waitFor();

  await editElsewhere(page, "provider.programs", ["darktable"]);
  await page.locator("#program-name").fill("resolve");
  await page.locator("#program-add").click();
  await says(page, "#programs", /blender.*darktable.*resolve/);
  await undo(page);
  await page.locator("#programs li").filter({ hasText: "resolve" }).waitFor({ state: "detached" });
  await says(page, "#programs", /blender.*darktable/);
});

test("prices at some hours are added and removed", async (page) => {
  await open(page, { page: "limits" });
  await page.locator("#band-price").fill("0.42");
  await page.locator("#band-add").click();
  await says(page, "#bands", /Every day 17:00–21:00: 0\.42 credits/);
  await page.getByRole("button", { name: /^Remove Every day/ }).click();
  await page.locator("#bands").waitFor({ state: "detached" });
});

test("what happens while somebody is here is chosen by arrows", async (page) => {
  await open(page, { page: "limits" });
  await page.getByRole("radio", { name: /^Stop/ }).focus();
  await page.keyboard.press("ArrowDown");
  await says(page, ".toast", /Saved/);
  assert(await page.getByRole("radio", { name: /^Go on gently/ }).isChecked());
  await page.getByRole("slider", { name: "Share of the card while you are here" }).waitFor();
  await undo(page);
  await page.locator('input[value="stop"]:checked').waitFor();
});

test("one kind of work stays", async (page) => {
  await open(page, { page: "limits" });
  for (const name of ["Text", "Embedding"]) {
    await page.getByRole("switch", { name }).uncheck();
    await says(page, ".toast", /Saved/);
  }
  const last = page.getByRole("switch", { name: "Rendering" });
  await last.click();
  await says(page, ".toast", /One kind of work must stay/);
  assert(await last.isChecked());
});

test("each card has limits of its own, and the way back leaves none behind", async (page) => {
  await open(page, { page: "limits", scene: "two-cards" });
  await page.getByRole("link", { name: /3060/ }).click();
  const watts = page.getByRole("checkbox", { name: "Watts: As for all" });
  assert(await watts.isChecked());
  await watts.uncheck();
  await says(page, ".toast", /Saved/);
  await undo(page);
  await says(page, ".toast", /Taken back/);
  await page.locator('input[type="checkbox"][aria-label="Watts: As for all"]:checked').waitFor();
  await page.getByRole("switch", { name: "This card works" }).uncheck();
  await page.getByRole("slider").first().waitFor({ state: "detached" });
});

test("nothing is cut off in a small window", async (page) => {
  await open(page, { page: "limits" });
  assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
}, { viewport: COMPACT });
