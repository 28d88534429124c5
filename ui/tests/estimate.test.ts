import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Limits, PresetRow, SettingChange } from "../src/lib/backend/types";
import { Estimate, Outlook } from "../src/lib/estimate.svelte";
import { SETTLE_MS } from "../src/lib/limits";

const limits = (net: string): Limits => ({ net_per_day: net, limits: [], range: null, work_hours_permille: null, rests_on: [] });
const watts = (value: number): SettingChange[] => [{ name: "limits.power_watts", value: String(value) }];

/** Answers when it is told to, in any order. */
class Slow {
  asked: { changes: SettingChange[]; answer: (limits: Limits) => void; refuse: () => void }[] = [];
  estimate = (changes: SettingChange[]): Promise<Limits> => new Promise((answer, reject) => this.asked.push({ changes, answer, refuse: () => reject(new Error("refused")) }));
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a slider that moves asks once, for where it came to stand", async () => {
  const slow = new Slow();
  const estimate = new Estimate(slow);
  for (const value of [100, 110, 120]) {
    estimate.ask(watts(value));
    await vi.advanceTimersByTimeAsync(SETTLE_MS - 1);
  }
  expect(slow.asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(slow.asked.map(({ changes }) => changes)).toEqual([watts(120)]);
});

test("an answer that comes after a newer question's counts for nothing", async () => {
  const slow = new Slow();
  const estimate = new Estimate(slow);
  for (const value of [100, 200]) {
    estimate.ask(watts(value));
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
  }
  slow.asked[1]?.answer(limits("200"));
  await vi.advanceTimersByTimeAsync(0);
  slow.asked[0]?.answer(limits("100"));
  await vi.advanceTimersByTimeAsync(0);
  expect(estimate.limits?.net_per_day).toBe("200");
});

test("what was let go is forgotten, whoever still answers", async () => {
  const slow = new Slow();
  const estimate = new Estimate(slow);
  estimate.ask(watts(100));
  await vi.advanceTimersByTimeAsync(SETTLE_MS);
  estimate.forget();
  slow.asked[0]?.answer(limits("100"));
  await vi.advanceTimersByTimeAsync(0);
  expect(estimate.limits).toBeNull();
});

test("a value that is refused has no estimate", async () => {
  const slow = new Slow();
  const estimate = new Estimate(slow);
  estimate.ask(watts(100));
  await vi.advanceTimersByTimeAsync(SETTLE_MS);
  slow.asked[0]?.answer(limits("100"));
  estimate.ask(watts(9999));
  await vi.advanceTimersByTimeAsync(SETTLE_MS);
  slow.asked[1]?.refuse();
  await vi.advanceTimersByTimeAsync(0);
  expect(estimate.limits).toBeNull();
});

test("of two looks at the limits the later asked one stays", async () => {
  const answers: ((limits: Limits) => void)[] = [];
  const outlook = new Outlook({ limits: () => new Promise((answer) => answers.push(answer)), presets: () => Promise.resolve<PresetRow[]>([]) });
  const both = Promise.all([outlook.load(), outlook.load()]);
  answers[1]?.({ ...limits("2"), limits: [{ name: "limits.hours", value: "", meaning: "", effect_per_day: "-7" }] });
  await vi.advanceTimersByTimeAsync(0);
  answers[0]?.(limits("1"));
  await both;
  expect([outlook.limits?.net_per_day, outlook.effect("limits.hours"), outlook.effect("limits.power_watts")]).toEqual(["2", "-7", null]);
});
