// Every page by keyboard alone.

import assert from "node:assert/strict";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { open, PAGES, test } from "./kit/kit.mjs";

/** @typedef {import("./kit/kit.mjs").Page} Page */

/** More stops than any page has: only a trap goes round longer. */
const STOPS_MOST = 400;
/** Pixels that must change around an element when it gets the focus. */
const SEEN = 12;

/** Names what has the focus, once; `null` when it is the page itself. @param {Page} page */
const stop = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const seen = at.getAttribute("data-stop");
    if (seen !== null) return { again: true, place: Number(seen), words: "" };
    const place = document.querySelectorAll("[data-stop]").length;
    at.setAttribute("data-stop", String(place));
    return { again: false, place, words: at.outerHTML.replace(/\s+/g, " ").slice(0, 160) };
  });

/** What somebody could want to use, and Tab did not come by. Of a group that arrows move in, one is enough. @param {Page} page */
const missed = (page) =>
  page.evaluate(() => {
    const usable = "a[href], button, input, select, textarea, [contenteditable=true], [role=slider], [role=switch], [role=checkbox], [role=radio], [role=tab], [role=combobox]";
    const group = "[role=radiogroup], [role=tablist], [role=toolbar], [role=menu], [role=listbox], [role=grid], [role=group], [role=table]";
    return [...document.querySelectorAll(usable)]
      .filter((element) => {
        if (element.hasAttribute("data-stop") || element.matches(":disabled, [aria-disabled=true], [aria-hidden=true], [aria-hidden=true] *, [inert] *")) return false;
        if (element.getClientRects().length === 0 || getComputedStyle(element).visibility === "hidden") return false;
        // Of the platform's own radio buttons Tab reaches the one that holds, and the arrows the others.
        const moved = element.getAttribute("tabindex") === "-1" || element.matches("input[type=radio]:not(:checked)");
        return !(moved && element.closest(group)?.querySelector("[data-stop]"));
      })
      .map((element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 160));
  });

/** Pixels around the focused element that are others when it has no focus. @param {Page} page */
async function change(page) {
  const box = await page.evaluate(() => {
    const at = document.activeElement;
    // A control that is drawn by its label has no size of its own.
    const drawn = [at, at?.closest("label"), at?.parentElement].find((element) => (element?.getBoundingClientRect().width ?? 0) > 4);
    drawn?.scrollIntoView({ block: "nearest" });
    const { x, y, width, height } = (drawn ?? document.body).getBoundingClientRect();
    return { x: Math.max(x - 6, 0), y: Math.max(y - 6, 0), width: Math.min(width + 12, 1180), height: Math.min(height + 12, 820) };
  });
  const look = async () => PNG.sync.read(await page.screenshot({ clip: box, caret: "hide" }));
  const held = await look();
  await page.evaluate(() => {
    const at = /** @type {HTMLElement} */ (document.activeElement);
    at.setAttribute("data-held", "");
    at.blur();
  });
  const bare = await look();
  await page.evaluate(() => {
    const at = /** @type {HTMLElement} */ (document.querySelector("[data-held]"));
    at.removeAttribute("data-held");
    at.focus({ preventScroll: true });
  });
  return pixelmatch(held.data, bare.data, undefined, held.width, held.height, { threshold: 0.1, includeAA: true });
}

/** Whether an outline says where the focus is. What has none may say it another way, and is looked at. @param {Page} page */
const outlined = (page) =>
  page.evaluate(() => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(/** @type {Element} */ (document.activeElement));
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/, 0\)$|transparent/.test(outlineColor);
  });

/** @param {Page} page */
async function walk(page) {
  /** @type {string[]} */
  const wrong = [];
  let last = -1;
  for (let i = 0; i < STOPS_MOST; i++) {
    await page.keyboard.press("Tab");
    const at = await stop(page);
    if (at === null || (at.again && at.place === 0)) return { stops: last + 1, wrong };
    // A slider or date field may hold more than one stop; a page that goes back for another reason is a trap.
    if (at.again && at.place !== last) return { stops: last + 1, wrong: [...wrong, `after stop ${last} comes stop ${at.place} again: a trap`] };
    if (at.again) continue;
    last = at.place;
    if (!(await outlined(page)) && (await change(page)) < SEEN) wrong.push(`no focus is seen: ${at.words}`);
    const inOrder = await page.evaluate((place) => {
      const [before, now] = [place - 1, place].map((place) => document.querySelector(`[data-stop="${place}"]`));
      return !before || !now || (before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    }, at.place);
    if (!inOrder) wrong.push(`out of order: ${at.words}`);
  }
  return { stops: last + 1, wrong: [...wrong, `more than ${STOPS_MOST} stops: a trap`] };
}

for (const name of PAGES) {
  test(`all of ${name} is reached by Tab, in order, and the focus is seen`, async (page) => {
    await open(page, { page: name, scene: name === "welcome" ? "new" : "working" });
    const { stops, wrong } = await walk(page);
    wrong.push(...(await missed(page)).map((words) => `not reached: ${words}`));
    assert.deepEqual(wrong, []);
    assert(stops > 0, "there is something to use");
  });
}

test("going to another page takes the focus to its heading", async (page) => {
  await open(page);
  await page.locator('nav a[href="#/limits"]').press("Enter");
  await page.waitForFunction(() => document.activeElement?.tagName === "H1" && location.hash === "#/limits");
});
