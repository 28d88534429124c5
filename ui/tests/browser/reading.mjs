// For whoever reads with large letters, in few colours, or cannot bear motion.

import assert from "node:assert/strict";
import { PNG } from "pngjs";
import { open, PAGES, spoken, test } from "./kit/kit.mjs";

/** @typedef {import("./kit/kit.mjs").Page} Page */

/** Text that does not fit where it stands, and whatever makes the page scroll sideways. @param {Page} page */
const cut = (page) =>
  page.evaluate(() => {
    const say = (/** @type {Element} */ element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 160);
    const hidden = (/** @type {Element} */ element) => element.closest(".hidden, [aria-hidden=true]") !== null || element.getClientRects().length === 0;
    const found = [];
    for (const element of document.querySelectorAll("main *, nav *")) {
      const style = getComputedStyle(element);
      const [wide, high] = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight];
      const says = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      if (!says || hidden(element) || style.display === "inline" || element.clientWidth <= 1) continue;
      // What scrolls by itself is no loss where Tab comes by, and an ellipsis is none where the whole is told elsewhere.
      if (["auto", "scroll"].includes(style.overflowX) && element.closest("[tabindex='0']")) continue;
      if (style.textOverflow === "ellipsis" && element.closest("[title]")) continue;
      if (wide > 1 && style.overflowX !== "visible") found.push(`cut at the side: ${say(element)}`);
      if (high > 1 && ["hidden", "clip"].includes(style.overflowY)) found.push(`cut below: ${say(element)}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) {
      const wide = [...document.querySelectorAll("body *")].filter((element) => !hidden(element) && element.getBoundingClientRect().right > innerWidth + 1 && !element.closest("[data-scrolls]"));
      found.push(`the page is ${document.documentElement.scrollWidth} px wide: ${wide.slice(-3).map(say).join(" | ")}`);
    }
    return found;
  });

for (const name of PAGES) {
  for (const lang of spoken("en", "de", "ru")) {
    test(
      `${name} fits a small window at twice the text size, ${lang}`,
      async (page) => {
        await open(page, { page: name, lang });
        await page.addStyleTag({ content: ":root { font-size: 32px !important }" });
        assert.deepEqual(await cut(page), []);
      },
      { viewport: { width: 520, height: 700 } },
    );
  }
  test(`nothing moves on ${name} for whoever wants no motion`, async (page) => {
    await open(page, { page: name, live: true });
    const moving = await page.evaluate(() => document.getAnimations().map((animation) => /** @type {KeyframeEffect} */ (animation.effect).target?.outerHTML.slice(0, 120)));
    assert.deepEqual(moving, []);
  });
}

/** How many colours an element has on the screen. @param {import("playwright-core").Locator} element */
async function colours(element) {
  const { data } = PNG.sync.read(await element.screenshot());
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) seen.add(data.readUInt32BE(i));
  return seen.size;
}

const FEW = /** @type {const} */ ({ forcedColors: "active", viewport: { width: 1180, height: 2400 } });

test(
  "meters and progress are seen in forced colours",
  async (page) => {
    await open(page);
    for (const role of /** @type {const} */ (["meter", "progressbar"])) {
      const all = await page.getByRole(role).all();
      assert(all.length > 0, `there is a ${role}`);
      for (const one of all) assert((await colours(one)) > 1, `${await one.evaluate((element) => element.outerHTML.slice(0, 160))} is one colour`);
    }
  },
  FEW,
);

test(
  "a switch that is on looks other than one that is off in forced colours",
  async (page) => {
    await open(page, { page: "settings" });
    const one = page.getByRole("switch").first();
    const look = () => one.screenshot({ caret: "hide" });
    const [before, was] = [await look(), await one.isChecked()];
    await one.press("Space");
    await page.waitForFunction((was) => /** @type {HTMLInputElement} */ (document.querySelector("[role=switch]")).checked !== was, was);
    // The focus is seen, too; what is asked is whether the switch is.
    await one.blur();
    assert(!before.equals(await look()));
  },
  FEW,
);

test(
  "the page that one is on stands out in forced colours",
  async (page) => {
    await open(page, { page: "limits" });
    const style = (/** @type {string} */ href) => page.locator(`nav a[href="${href}"]`).evaluate((link) => [getComputedStyle(link).outlineStyle, getComputedStyle(link).backgroundColor, getComputedStyle(link).borderColor].join());
    assert.notEqual(await style("#/limits"), await style("#/jobs"));
  },
  FEW,
);
