// The page Use the mesh on the fake backend.

import assert from "node:assert/strict";
import { open, says, test } from "./kit/kit.mjs";

test("a picture that another window has begun goes on in this one", async (page) => {
  await open(page, { scene: "working", page: "mesh", live: true, more: { render: "going" } });
  await page.locator("#rendered").waitFor();
  assert(await page.locator("#stop-render").isVisible());
  const first = await page.locator("#rendered").getAttribute("src");
  await page.waitForFunction((first) => document.querySelector("#rendered")?.getAttribute("src") !== first, first);
});

/** @param {import("playwright-core").Page} page @param {import("./kit/kit.mjs").Story} story */
async function order(page, story) {
  await open(page, { page: "mesh", lang: "de", ...story });
  await page.locator("#choose-scene").click();
  await page.locator("#start-render").click();
}

test("why nobody takes a picture is said in the owner's language, and by whom", async (page) => {
  await order(page, { more: { render: "declined" } });
  await says(page, "#render-sentence", /^Niemand nimmt sie an: [0-9a-f]{8}: will mindestens 0,001650 Credits; [0-9a-f]{8}: hat nicht geantwortet$/);
  await order(page, { scene: "offline" });
  await says(page, "#render-sentence", /^Niemand nimmt sie an: es wurde niemand gefunden, der so etwas macht$/);
});

test("without such a picture one is asked for", async (page) => {
  await open(page, { scene: "working", page: "mesh" });
  await page.locator("#choose-scene").waitFor();
  assert.equal(await page.locator("#rendered").count(), 0);
});
