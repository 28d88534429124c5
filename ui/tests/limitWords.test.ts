import { afterEach, describe, expect, test } from "vitest";
import type { Limits } from "../src/lib/backend/types";
import { daysWords, effectWords, hoursWords, outcomeWords, setWords, timeOfDay } from "../src/lib/limitWords";
import { words } from "../src/lib/words/words.svelte";

afterEach(() => (words.locale = "en-GB"));
const limits = (net: string | null): Limits => ({ net_per_day: net, limits: [], range: null, work_hours_permille: null, rests_on: [] });

describe("hours", () => {
  test("are told as people say them", () => {
    expect(hoursWords(["mon-fri 22:00-7:00", "sat,sun 0:00-24:00"])).toEqual(["Mon–Fri 22:00–07:00", "Sat, Sun, all day"]);
    expect(hoursWords([])).toEqual(["At any hour"]);
    expect(hoursWords(["daily 22:30-06:15"])).toEqual(["Every day 22:30–06:15"]);
  });
  test("that cannot be read are shown as they are written", () => expect(hoursWords(["sometimes"])).toEqual(["sometimes"]));
  test("of days apart are a list", () => expect(daysWords(0b0010101)).toBe("Mon, Wed, Fri"));
  test("follow the language", () => {
    words.locale = "de-DE";
    expect(daysWords(0b1100000)).toBe("Sa, So");
    expect(timeOfDay(1440)).toBe("24:00");
  });
});

describe("a set of limits", () => {
  const change = (name: string, value: string) => ({ name, value });
  test("says what it bounds and nothing else", () => {
    const set = [
      change("limits.hours", "daily 22:00-07:00"),
      change("limits.when_present", "stop"),
      change("limits.idle_minutes", "1"),
      change("limits.power_watts", "150"),
      change("limits.fan_percent", "0"),
      change("limits.share_percent", "100"),
      change("limits.on_battery", "false"),
    ];
    expect(setWords(set)).toEqual(["Every day 22:00–07:00", "Stops while you are here", "Begins after 1 minute without input", "At most 150\u00a0W"]);
  });
  test("that goes on gently says how gently, and when no longer", () => {
    const light = [change("limits.idle_minutes", "5"), change("limits.when_present", "light"), change("limits.light_share_percent", "30"), change("limits.screenless_always", "true")];
    expect(setWords(light)).toEqual([
      "Goes on gently while you are here, with 30% of the card",
      "At full speed after 5 minutes without input",
      "Always on a card without a screen",
    ]);
  });
  test("that goes on while somebody is here does not speak of input", () => {
    expect(setWords([change("limits.when_present", "full"), change("limits.idle_minutes", "5")])).toEqual(["Goes on while you are here"]);
  });
});

test("effects are told as what they cost or save", () => {
  expect(effectWords("-310000")).toBe("Leaves 0.31 credits a day unearned.");
  expect(effectWords("20000")).toBe("Saves 0.02 credits a day.");
});

test("what a change would bring is told against what stands", () => {
  const told = [outcomeWords(limits("500000"), limits("420000")), outcomeWords(limits("500000"), limits("510000")), outcomeWords(limits("1"), limits("1"))];
  expect(told).toEqual(["A day would bring 0.42 credits, 0.08 less than now.", "A day would bring 0.51 credits, 0.01 more than now.", "A day would bring 0.000001 credits, as now."]);
  expect(outcomeWords(limits(null), limits("420000"))).toBe("A day would bring 0.42 credits.");
  expect(outcomeWords(limits("1"), limits(null))).toBeNull();
});
