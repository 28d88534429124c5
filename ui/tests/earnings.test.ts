import { describe, expect, test } from "vitest";
import type { Earnings, History, Step } from "../src/lib/backend/types";
import { marks } from "../src/lib/format";
import { bounds, labelEvery, marked, stacked, type Part } from "../src/lib/parts/chart";
import { asSpan, bestHour, fetchSpan, heights, isEmpty, perKwh, share, since, wholeDay } from "../src/pages/earnings/sums";

const HOUR = 3_600_000;
const sums = (gross: number, electricity: number, more: Partial<Earnings> = {}): Earnings => ({
  gross: String(gross),
  electricity: String(electricity),
  net: String(gross - electricity),
  pending: "0",
  held: "0",
  settled: String(gross),
  energy: 0,
  units: gross > 0 ? 1 : 0,
  spent: "0",
  ...more,
});

describe("a span", () => {
  const now = Date.UTC(2026, 2, 12, 14, 3);
  test("is what the address asks for, else a week", () => {
    expect(["day", "week", "month", "all", "", "decade"].map(asSpan)).toEqual(["day", "week", "month", "all", "week", "week"]);
  });
  test("begins at a midnight, today included", () => {
    expect(since("day", now)).toBe(Date.UTC(2026, 2, 12));
    expect(since("week", now)).toBe(Date.UTC(2026, 2, 6));
    expect(since("month", now)).toBe(Date.UTC(2026, 1, 11));
    expect(since("all", now)).toBeNull();
  });
  test("of all time is cut into days while there are few months", async () => {
    const asked: [number | null, Step][] = [];
    const ask = (months: number) => (from: number | null, step: Step): Promise<History> => {
      asked.push([from, step]);
      const buckets = Array.from({ length: step === "month" ? months : months * 30 }, (_, i) => ({ start: i, sums: sums(1, 0) }));
      return Promise.resolve({ buckets, total: sums(1, 0), kinds: [], hours: [] });
    };
    expect((await fetchSpan(ask(3), "all", now)).step).toBe("day");
    expect((await fetchSpan(ask(40), "all", now)).step).toBe("month");
    expect((await fetchSpan(ask(1), "day", now)).step).toBe("hour");
    expect(asked).toEqual([[null, "month"], [null, "day"], [null, "month"], [Date.UTC(2026, 2, 12), "hour"]]);
  });
  test("of a day has its coming hours, empty", () => {
    const start = Date.UTC(2026, 2, 12);
    const whole = wholeDay([{ start, sums: sums(5, 1) }, { start: start + HOUR, sums: sums(7, 1) }]);
    expect(whole).toHaveLength(24);
    expect(whole[1]?.sums?.gross).toBe("7");
    expect(whole.slice(2).every((slot) => slot.sums === null)).toBe(true);
    expect(whole.at(-1)?.start).toBe(start + 23 * HOUR);
    expect(wholeDay([])).toEqual([]);
  });
});

describe("a column", () => {
  test("is what was left, and the electricity above it", () => {
    expect(heights(sums(5_000_000, 2_000_000))).toEqual({ kept: 3, paid: 2, lost: 0, net: 3 });
  });
  test("goes below zero by what was paid on top", () => {
    expect(heights(sums(1_000_000, 1_500_000))).toEqual({ kept: 0, paid: 1, lost: -0.5, net: -0.5 });
    expect(heights(sums(0, 250_000))).toEqual({ kept: 0, paid: 0, lost: -0.25, net: -0.25 });
  });
  test("is stacked away from zero to both sides; lines are not stacked", () => {
    const parts: Part[] = [
      { name: "a", colour: "--chart-gross", values: [3, 0] },
      { name: "b", colour: "--chart-electricity", values: [2, 1] },
      { name: "c", colour: "--loss", values: [0, -0.5] },
      { name: "d", colour: "--chart-net", values: [3, -4], line: true },
    ];
    expect(stacked(parts, 0)).toEqual([{ from: 0, to: 3, colour: "--chart-gross" }, { from: 3, to: 5, colour: "--chart-electricity" }]);
    expect(stacked(parts, 1)).toEqual([{ from: 0, to: 1, colour: "--chart-electricity" }, { from: 0, to: -0.5, colour: "--loss" }]);
    expect(bounds(parts, 2)).toEqual([-4, 5]);
    expect(bounds([], 0)).toEqual([0, 0]);
  });
  test("has a label where there is room for one", () => {
    expect([labelEvery(7, 50, 800), labelEvery(24, 50, 800), labelEvery(24, 50, 300), labelEvery(1000, 50, 500)]).toEqual([1, 2, 4, 100]);
  });
  test("says where it begins, where there is room before the next label", () => {
    expect(marked(10, 8, 3, () => true)).toEqual([0, 2, 5, 8]);
    expect(marked(10, 8, 3, () => false)).toEqual([2, 5, 8]);
    expect(marked(10, 0, 3, () => true)).toEqual([0, 3, 6, 9]);
  });
});

test("net for a kilowatt-hour is exact, and unknown without a meter", () => {
  expect(perKwh(sums(300_000, 100_000, { energy: 1_800_000_000 }))).toBe("400000");
  expect(perKwh(sums(0, 100_000, { energy: 3_600_000_000 }))).toBe("-100000");
  expect(perKwh(sums(300_000, 0))).toBeNull();
});

test("an hour that is still to come has no net, not a net of nothing", () => {
  expect(heights(null).net).toBeNull();
  expect(heights(sums(0, 0)).net).toBe(0);
});

test("nothing at all is told from work that came to nothing", () => {
  expect(isEmpty(sums(0, 0))).toBe(true);
  expect([isEmpty(sums(0, 5)), isEmpty(sums(0, 0, { spent: "9" })), isEmpty(sums(0, 0, { units: 1 }))]).toEqual([false, false, false]);
});

test("a share of nothing is nothing", () => {
  expect(share("1", "3")).toBe(33.3);
  expect(share("0", "0")).toBe(0);
});

test("the best hour is one that left something", () => {
  expect(bestHour([sums(1, 0), sums(9, 1), sums(9, 2)])).toBe(1);
  expect(bestHour([sums(0, 0), sums(1, 2)])).toBeNull();
});

test("marks of an axis have the decimals that their step needs", () => {
  expect(marks([-0.05, 0, 0.05])).toEqual(["−0.05", "0.00", "0.05"]);
  expect(marks([0, 500, 1000])).toEqual(["0", "500", "1,000"]);
});
