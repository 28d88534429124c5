import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "..", path), "utf8");
const drawing = read("../icons/idlewatt.svg");
const mark = read("src/lib/parts/Mark.svelte");

/** What decides the shape of a group of the drawing, with what it borrows from elsewhere in it. */
function outlines(state: string): string[] {
  const group = new RegExp(`<g id="${state}".*?</g>`, "s").exec(drawing)?.[0] ?? "";
  const bolt = /<path id="bolt" d="([^"]*)"/.exec(drawing)?.[1] ?? "";
  const own = [...group.matchAll(/(?:^|\s)(d="[^"]*"|r="[^"]*"|rx="[^"]*"|stroke-width="[^"]*"|transform="[^"]*scale[^"]*")/g)].map(([, what]) => what ?? "");
  return group.includes("#bolt") ? [...own, `d="${bolt}"`] : own;
}

test.each(["working", "waiting", "paused", "attention"])("the page's sign for %s has the shape of the tray's", (state) => {
  const wanted = outlines(state);
  expect(wanted.length).toBeGreaterThan(1);
  // A width may stand in the style sheet.
  const missing = wanted.filter((what) => !mark.includes(what) && !mark.includes(what.replace(/stroke-width="(.*)"/, "stroke-width: $1;")));
  expect(missing).toEqual([]);
});
