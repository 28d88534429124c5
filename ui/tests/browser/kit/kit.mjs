// How the window is tested in a browser. A file of `tests/browser/` is a page or a matter, and looks like this:
//
//     import assert from "node:assert/strict";
//     import { open, says, test } from "./kit/kit.mjs";
//
//     test("limits: a watt less is an estimate less", async (page) => {
//       await open(page, { page: "limits", scene: "ready" });
//       await page.getByRole("slider", { name: "Watts" }).press("ArrowLeft");
//       await says(page, "#estimate", /a day/);
//     });
//
// `page` is Playwright's: 1180x820, dark, British, in Berlin, without motion, at a time that stands still. `open` waits until
// the page is whole, so that a test that only looks needs no waiting of its own. For changes wait with `says` or Playwright's
// own `locator.waitFor`, never for a time. A test fails, too, when the page writes an error or a warning to the console.
// Scenes are those of src/lib/backend/fake/scenes.ts, and the other parameters of its address are in `index.ts` beside it.
//
//     npm run test:browser                 all of them, on a fresh build
//     node tests/browser/run.mjs limits    those of this file, or with this word in their name, on the last build
//     npm run pictures [-- home,jobs]      draws the pictures anew that pages are compared with

import { existsSync } from "node:fs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").BrowserContextOptions} Options */
/**
 * @typedef {object} Story
 * @property {string} [scene] What is played; `working` unless told.
 * @property {string} [page] `home`, `limits`, `jobs/…`: what follows `#/`.
 * @property {string} [lang]
 * @property {"light" | "dark"} [theme]
 * @property {boolean} [live] Lets the clock run.
 * @property {Record<string, string>} [more] Other parameters of the address.
 */
/** @typedef {{ name: string, file: string, body: (page: Page) => Promise<void>, options: Options }} Test */

export const PAGES = /** @type {const} */ (["home", "earnings", "limits", "jobs", "network", "mesh", "settings", "welcome", "compact"]);
export const SCENES = /** @type {const} */ ([
  ...["working", "text", "ready", "game", "present", "hours", "paused", "offline", "lost", "no-gpu", "no-driver", "loss", "disputed", "many", "first-day", "new", "switched-off"],
  ...["third-year", "two-cards", "software", "hot", "simulated", "relayed"],
]);
/** Those of these languages that have words: the window speaks English in the others' place. @param {string[]} languages */
export const spoken = (...languages) => languages.filter((lang) => existsSync(new URL(`../../../locales/${lang}/common.ftl`, import.meta.url)));
export const WIDE = { width: 1180, height: 820 };
export const COMPACT = { width: 420, height: 720 };

/** @type {Options} */
export const USUAL = { viewport: WIDE, colorScheme: "dark", locale: "en-GB", timezoneId: "Europe/Berlin", reducedMotion: "reduce", deviceScaleFactor: 1 };

/** @type {Test[]} */
export const tests = [];
let file = "";
/** Whose tests come now. @param {string} name */
export const inFile = (name) => void (file = name);

/** @param {string} name @param {(page: Page) => Promise<void>} body @param {Options} [options] */
export const test = (name, body, options = {}) => void tests.push({ name, file, body, options });

let address = "";
/** @param {string} at */
export const served = (at) => void (address = at);

/** @param {Story} story */
export function addressOf({ scene = "working", page = "home", lang, theme, live, more = {} }) {
  const asked = new URLSearchParams({ scene, ...more, ...(lang && { lang }), ...(theme && { theme }), ...(live && { live: "1" }) });
  return `${address}?${asked.toString()}#/${page}`;
}

/** Requests that a page has not had answered yet. @type {WeakMap<Page, Set<import("playwright-core").Request>>} */
const asking = new WeakMap();

/** @param {Page} page */
export function watchRequests(page) {
  const open = new Set();
  asking.set(page, open);
  page.on("request", (request) => void open.add(request));
  page.on("requestfinished", (request) => void open.delete(request));
  page.on("requestfailed", (request) => void open.delete(request));
}

/** Opens a page and waits until it is whole. @param {Page} page @param {Story} [story] */
export async function open(page, story = {}) {
  // The address of another page of the same scene differs only behind its #: that alone loads nothing.
  await page.goto("about:blank");
  await page.goto(addressOf(story));
  await whole(page);
}

/** Waits until the page has said something, has its fonts and pictures, and asks for nothing more. @param {Page} page */
export async function whole(page) {
  await page.locator("main").filter({ hasText: /\S/ }).first().waitFor();
  // What comes last may ask for more: quiet is when nothing was asked for while some frames were drawn.
  let asked = -1;
  for (let quiet = 0; quiet < 2; quiet = asking.get(page)?.size === 0 && asked === 0 ? quiet + 1 : 0) {
    asked = 0;
    const heard = () => void (asked += 1);
    page.on("request", heard);
    await page.evaluate(async () => {
      await document.fonts.ready;
      await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
      for (let i = 0; i < 2; i++) await new Promise((done) => requestAnimationFrame(done));
    });
    page.off("request", heard);
  }
}

/** Waits until the element says this. @param {Page} page @param {string} css @param {RegExp} words */
export const says = (page, css, words) => page.locator(css).filter({ hasText: words }).first().waitFor();

/** Another window or a command line edits a list; this page is not told. @param {Page} page @param {string} name @param {string[]} put @param {string[]} [take] */
export const editElsewhere = (page, name, put, take = []) => page.evaluate((detail) => void dispatchEvent(new CustomEvent("fake-edit", { detail })), { name, put, take });

/** What holds the focus, for people who read a failure. @param {Page} page */
export const focused = (page) => page.evaluate(() => document.activeElement?.outerHTML.replace(/\s+/g, " ").slice(0, 160) ?? "");
