// The first page.

import assert from "node:assert/strict";
import { open, says, test } from "./kit/kit.mjs";

test("shows the work, its picture and what it leaves after electricity", async (page) => {
  await open(page);
  await says(page, "#status-sentence", /render 2560x1440, 2048 spp/);
  await says(page, "#today-net", /^0\.\d{6}$/);
  await says(page, "#current-job", /6.*0\.02/s);
  assert.equal(await page.getByRole("progressbar", { name: "This unit" }).getAttribute("aria-valuenow"), "429");
  // 412 million samples per second at their price, less 187 W at 0.30.
  await says(page, "#hour-brings", /^0\.0655$/);
  assert(await page.locator("#preview").evaluate((image) => /** @type {HTMLImageElement} */ (image).naturalWidth > 0));
  assert.equal(await page.locator("#badge-software, #badge-simulated").count(), 0);
  assert.match((await page.getByRole("meter", { name: "Power" }).getAttribute("aria-valuetext")) ?? "", /^\d+\u00a0W of 200\u00a0W$/);
});

test("tells tokens while text is made, and no picture", async (page) => {
  await open(page, { scene: "text" });
  await says(page, "#current-job", /text by Qwen3-4B/);
  assert.equal(await page.locator("#preview").count(), 0);
});

test("the picture grows and the money with it", async (page) => {
  await open(page, { live: true });
  const before = await page.locator("#preview").getAttribute("src");
  const earned = await page.locator("#today-net").textContent();
  await page.waitForFunction(
    ([before, earned]) => document.querySelector("#preview")?.getAttribute("src") !== before && document.querySelector("#today-net")?.textContent !== earned,
    [before, earned],
  );
});

test("says what to expect where nothing was earned yet, and why work was refused", async (page) => {
  await open(page, { scene: "first-day" });
  await says(page, "#first-week", /may bring about 0\.\d+ credits after electricity and wear: somewhere between \d.* and \d/);
  await page.getByRole("link", { name: "Why my PC said no" }).click();
  await page.locator("#main h1", { hasText: "Jobs" }).waitFor();
});

test("says that software does the work, and why there are no meters", async (page) => {
  await open(page, { scene: "software" });
  await says(page, "#badge-software", /software/);
  // How hard it works is known; what no card tells is not drawn.
  assert.equal(await page.getByRole("meter", { name: "Effort" }).count(), 1);
  assert.equal(await page.getByRole("meter").count(), 1);
});

test("says that a script plays the card", async (page) => {
  await open(page, { scene: "simulated" });
  await says(page, "#badge-simulated", /simulated/);
});

for (const [scene, words] of /** @type {const} */ ([
  ["game", /eldenring\.exe/],
  ["ready", /Nobody asks for work/],
  ["present", /5 minutes without input/],
  ["hours", /22:00/],
  ["offline", /no index node/],
  ["no-gpu", /no graphics adapter/],
  ["hot", /84/],
  ["paused", /^Paused until 22:40/],
  ["unsaid", /not yet said when this PC may work/],
  ["first-day", /Nobody asks for work/],
])) {
  test(`says why it does not work: ${scene}`, async (page) => {
    await open(page, { scene });
    await says(page, "#status-sentence", words);
  });
}

test("is paused and resumed by keyboard alone", async (page) => {
  await open(page);
  const held = () => page.evaluate(() => document.activeElement?.id);
  await page.locator("#pause").focus();
  await page.keyboard.press("Enter");
  await page.locator("#pause-hour").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await held(), "pause-hour");
  await page.keyboard.press("Enter");
  await says(page, "#status-sentence", /^Paused until 22:40/);
  // The button that had the focus is gone; its successor has it.
  await page.waitForFunction(() => document.activeElement?.id === "resume");
  await page.keyboard.press("Space");
  await says(page, "#status-sentence", /^Working/);
  await page.waitForFunction(() => document.activeElement?.id === "pause");
});

test("says that the daemon cannot be reached, shows no stale money, and tries again", async (page) => {
  await open(page, { scene: "lost" });
  await says(page, "#lost", /is not running/);
  assert.equal(await page.locator("#today-net, #status-sentence").count(), 0);
  await page.getByRole("button", { name: "Try again now" }).click();
  await says(page, "#today-net", /^0\.\d{6}$/);
});

test("says that there is no tray icon", async (page) => {
  await open(page, { more: { tray: "no-host" } });
  await page.getByText("There is no tray icon").waitFor();
});
