// How much a window has to load.

import assert from "node:assert/strict";
import { loaded } from "./kit/loaded.mjs";
import { test } from "./kit/kit.mjs";

const MOST = 150_000;

test("all JavaScript of a window is small when compressed", () => {
  const { bytes, files } = loaded();
  assert(files.length > 1, "the manifest lists what was built");
  assert(bytes <= MOST, `${bytes} bytes compressed, ${MOST} are allowed: ${files.join(" ")}`);
  return Promise.resolve();
});
