// Pictures of pages, and the ones that they should look like: `ui/tests/pictures/`.

import { mkdirSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { indexed } from "./indexed.mjs";

const KEPT = fileURLToPath(new URL("../../pictures/", import.meta.url));
/** Where pictures go that are not as they should be; out of the repository's sight. */
const DIFFERENCES = fileURLToPath(new URL("../../../../out/pictures/", import.meta.url));
const RENEW = process.argv.includes("--renew");

/** How far a colour may be off, from 0 to 1, and of how many of a picture's pixels. The palette of what is kept, and edges of
 *  letters in another version of the browser, stay below; a word, a line or a shade that is another does not. */
const OFF = 0.12;
const SHARE = 0.0001;

/** Until two in a row are equal: charts and pictures may be a frame late. @param {import("playwright-core").Page} page */
async function still(page) {
  const look = () => page.screenshot({ caret: "hide", animations: "disabled", scale: "css" });
  let last = await look();
  for (let i = 0; i < 20; i++) {
    const next = await look();
    if (next.equals(last)) return PNG.sync.read(next);
    last = next;
  }
  throw new Error("the page does not come to rest");
}

/**
 * Compares the page, or `all` of it, with the picture of this name. Returns what is wrong, or nothing.
 * @param {import("playwright-core").Page} page @param {string} name @param {boolean} [all]
 */
export async function compare(page, name, all = false) {
  if (all) {
    // A window so high that nothing scrolls: Playwright's own full pages cut what sticks to the window.
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
    const needed = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.max(height, needed) });
  }
  // Lists that were laid out before their font came keep a line of another height; laid out anew they are all alike.
  await page.evaluate(() => {
    document.body.style.display = "none";
    document.body.getBoundingClientRect();
    document.body.style.display = "";
  });
  const now = await still(page);
  const path = `${KEPT}${name}.png`;
  if (RENEW) {
    mkdirSync(KEPT, { recursive: true });
    // What nobody sees the difference of stays the same file.
    if (!existsSync(path) || off(PNG.sync.read(readFileSync(path)), now).pixels > SHARE * now.width * now.height) writeFileSync(path, indexed(now));
    return "";
  }
  if (!existsSync(path)) return `${name}: there is no picture yet; npm run pictures draws it`;
  const kept = PNG.sync.read(readFileSync(path));
  const { pixels, picture } = off(kept, now);
  if (pixels <= SHARE * now.width * now.height) return "";
  mkdirSync(DIFFERENCES, { recursive: true });
  writeFileSync(`${DIFFERENCES}${name}-should.png`, indexed(kept));
  writeFileSync(`${DIFFERENCES}${name}-is.png`, indexed(now));
  if (picture) writeFileSync(`${DIFFERENCES}${name}-differs.png`, PNG.sync.write(picture));
  return picture ? `${name}: ${pixels} pixels are others` : `${name}: ${now.width}x${now.height} instead of ${kept.width}x${kept.height}`;
}

/** @param {PNG} kept @param {PNG} now */
function off(kept, now) {
  const { width, height } = now;
  if (kept.width !== width || kept.height !== height) return { pixels: Infinity, picture: null };
  const picture = new PNG({ width, height });
  return { pixels: pixelmatch(kept.data, now.data, picture.data, width, height, { threshold: OFF }), picture };
}
