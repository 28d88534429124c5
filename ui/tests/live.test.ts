import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Backend, Link } from "../src/lib/backend/backend";
import type { Status } from "../src/lib/backend/types";
import { CLOCK_EVERY_MS, CREEP_EVERY_MS } from "../src/lib/limits";
import { Live } from "../src/lib/live.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What is live of a daemon whose words are said here. */
function heard(): { live: Live; hear: (link: Link) => void } {
  let hear: (link: Link) => void = () => undefined;
  const backend = {
    watch: (told: typeof hear) => {
      hear = told;
      return Promise.resolve(() => undefined);
    },
    tray: () => Promise.resolve("shown"),
    preview: () => Promise.resolve(null),
  } as unknown as Backend;
  const live = new Live(backend, (error) => {
    throw error;
  });
  return { live, hear: (link) => hear(link) };
}

test("the clock moves by itself, and not with each status: pages ask for history by it", () => {
  const { live, hear } = heard();
  const stop = live.start();
  const begun = live.now;
  const status = { all_time: {}, current: null, activity: { state: "paused", until: null } } as unknown as Status;
  vi.advanceTimersByTime(CLOCK_EVERY_MS - 1);
  hear({ link: "up", status });
  expect([live.up, live.now]).toEqual([true, begun]);
  vi.advanceTimersByTime(1);
  expect(live.now).toBe(begun + CLOCK_EVERY_MS);
  stop();
});

test("numbers that creep are shown now and then, the newest of them; what changes in kind at once", () => {
  const { live, hear } = heard();
  const stop = live.start();
  const say = (permille: number, state = "working"): void =>
    hear({ link: "up", status: { all_time: {}, current: { job: "a", preview_version: 0, unit_permille: permille }, activity: { state } } as unknown as Status });
  const shown = (): unknown => live.status?.current?.unit_permille;
  say(1);
  expect(shown()).toBe(1);
  say(2);
  say(3);
  expect(shown()).toBe(1);
  vi.advanceTimersByTime(CREEP_EVERY_MS);
  expect(shown()).toBe(3);
  say(4);
  expect(shown()).toBe(3);
  say(5, "paused");
  expect(shown()).toBe(5);
  vi.advanceTimersByTime(CREEP_EVERY_MS);
  say(6, "paused");
  expect(shown()).toBe(6);
  stop();
});
