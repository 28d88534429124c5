// What axe-core finds: every page in every scene, dark and light.

import assert from "node:assert/strict";
import axe from "axe-core";
import { open, PAGES, SCENES, test } from "./kit/kit.mjs";

/** What keeps somebody from using the page at all. */
const BAD = ["serious", "critical"];

/** @param {import("./kit/kit.mjs").Page} page @param {object} [options] */
async function findings(page, options = {}) {
  const { violations } = await page.evaluate(
    (options) => /** @type {{ axe: typeof axe }} */ (/** @type {unknown} */ (window)).axe.run(document, { resultTypes: ["violations"], ...options }),
    options,
  );
  return violations
    .filter(({ impact }) => BAD.includes(impact ?? ""))
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} (${node.any[0]?.message ?? ""})`));
}

for (const name of PAGES) {
  test(`axe has nothing serious against ${name}`, async (page) => {
    /** @type {string[]} */
    const found = [];
    const seen = new Set();
    for (const scene of SCENES) {
      // Whoever was not welcomed yet is welcomed on whatever page they come to.
      if (["new", "switched-off"].includes(scene) && !["welcome", "compact"].includes(name)) continue;
      await open(page, { page: name, scene });
      const body = await page.locator("body").innerHTML();
      if (seen.has(body)) continue;
      seen.add(body);
      await page.evaluate(axe.source);
      found.push(...(await findings(page)).map((finding) => `${scene}, dark: ${finding}`));
      await page.emulateMedia({ colorScheme: "light" });
      // Nothing but colours depends on the theme.
      found.push(...(await findings(page, { runOnly: ["color-contrast", "link-in-text-block"] })).map((finding) => `${scene}, light: ${finding}`));
      await page.emulateMedia({ colorScheme: "dark" });
    }
    assert.deepEqual(found, []);
  });
}
