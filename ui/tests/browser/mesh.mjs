// The page Use the mesh on the fake backend.

import assert from "node:assert/strict";
import { open, test } from "./kit/kit.mjs";

test("a picture that another window has begun goes on in this one", async (page) => {
  await open(page, { scene: "working", page: "mesh", live: true, more: { render: "going" } });
  await page.locator("#rendered").waitFor();
  assert(await page.locator("#stop-render").isVisible());
  const first = await page.locator("#rendered").getAttribute("src");
  await page.waitForFunction((first) => document.querySelector("#rendered")?.getAttribute("src") !== first, first);
});

test("without such a picture one is asked for", async (page) => {
  await open(page, { scene: "working", page: "mesh" });
  await page.locator("#choose-scene").waitFor();
  assert.equal(await page.locator("#rendered").count(), 0);
});
