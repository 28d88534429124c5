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

/** How far a colour may be off, from 0 to 1, and of how many of a picture's pixels: edges of letters differ a little between
 *  versions of a browser; a word, a line or a shade that is another is many times as much. */
const OFF = 0.12;
const SHARE = 0.0004;

/** Until two in a row are equal: charts and pictures may be a frame late. @param {import("playwright-core").Page} page @param {boolean} fullPage */
async function still(page, fullPage) {
  const look = () => page.screenshot({ fullPage, caret: "hide", animations: "disabled", scale: "css" });
  let last = await look();
  for (let i = 0; i < 20; i++) {
    const next = await look();
    if (next.equals(last)) return PNG.sync.read(next);
    last = next;
  }
  throw new Error("the page does not come to rest");
}

/**
 * Compares the page with the picture of this name. Returns what is wrong, or nothing.
 * @param {import("playwright-core").Page} page @param {string} name @param {boolean} [fullPage]
 */
export async function compare(page, name, fullPage = false) {
  const now = await still(page, fullPage);
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
