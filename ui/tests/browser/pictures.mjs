// How every page looks. `npm run pictures` draws anew what is compared with; what differs lies in `out/pictures/`.

import assert from "node:assert/strict";
import { COMPACT, open, PAGES, spoken, test, WIDE } from "./kit/kit.mjs";
import { compare } from "./kit/pictures.mjs";

const SIZES = { wide: WIDE, compact: COMPACT };
/** What a page is looked at in. The first run has not been gone through there. */
const SCENE = { welcome: "new" };

for (const name of PAGES) {
  // The small window by the tray has one size.
  for (const [size, viewport] of Object.entries(SIZES).filter(([size]) => name !== "compact" || size === "compact")) {
    test(
      `${name} looks as it should, ${size}`,
      async (page) => {
        const wrong = [];
        for (const lang of spoken("en", "de", "ja")) {
          for (const theme of /** @type {const} */ (["dark", "light"])) {
            await open(page, { page: name, scene: SCENE[/** @type {"welcome"} */ (name)] ?? "working", lang, theme });
            wrong.push(await compare(page, `${name}-${size}-${theme}-${lang}`));
          }
        }
        assert.deepEqual(wrong.filter((what) => what !== ""), []);
      },
      { viewport },
    );
  }
}

/** Every state once, all of it: where it shows most. */
const STATES = /** @type {const} */ ({
  new: ["welcome"],
  "switched-off": ["welcome"],
  unsaid: ["home", "compact", "welcome/choice"],
  text: ["home", "compact"],
  ready: ["home"],
  game: ["home", "compact"],
  present: ["home"],
  hours: ["home", "limits"],
  paused: ["home", "compact"],
  offline: ["home", "network", "mesh"],
  lost: ["home", "compact", "limits"],
  "no-gpu": ["home", "limits", "settings", "welcome"],
  "no-driver": ["home"],
  loss: ["home", "earnings"],
  disputed: ["earnings", "jobs"],
  many: ["jobs"],
  "first-day": ["welcome/benchmark", "welcome/estimate", "welcome/choice", "welcome/start", "home", "earnings", "jobs", "network"],
  relayed: ["network"],
  "third-year": ["earnings/all"],
  "two-cards": ["home", "limits"],
  software: ["home"],
  hot: ["home"],
  simulated: ["home"],
});

for (const [scene, pages] of Object.entries(STATES)) {
  test(`${scene} looks as it should`, async (page) => {
    const wrong = [];
    for (const name of pages) {
      await page.setViewportSize(name === "compact" ? COMPACT : WIDE);
      await open(page, { page: name, scene });
      // All the jobs would be a picture of many screens, each like the first.
      wrong.push(await compare(page, `${name.replace("/", "-")}-${scene}`, name !== "jobs"));
    }
    assert.deepEqual(wrong.filter((what) => what !== ""), []);
  });
}

test(
  "home and limits look as they should in forced colours",
  async (page) => {
    const wrong = [];
    for (const name of ["home", "limits"]) {
      await open(page, { page: name });
      wrong.push(await compare(page, `${name}-forced-colours`, true));
    }
    assert.deepEqual(wrong.filter((what) => what !== ""), []);
  },
  { forcedColors: "active" },
);
