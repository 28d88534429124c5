import { describe, expect, test } from "vitest";
import { celsius, credits, gigabytes, instant, marks, minus, percent, short, wattHours, watts } from "../src/lib/format";

describe("money", () => {
  test.each([
    ["0", "0.00"],
    ["1", "0.000001"],
    ["-212", "−0.000212"],
    ["47170", "0.047170"],
    ["999999", "0.999999"],
    ["1000000", "1.0000"],
    ["10704136", "10.7041"],
    ["10704150", "10.7042"],
    ["99999950", "100.0000"],
    ["1234567890123", "1,234,567.89"],
    // Beyond what a float holds: nothing is lost on the way.
    ["9223372036854775807", "9,223,372,036,854.78"],
  ])("%s micro-credits are %s", (micros, text) => expect(credits(micros).all).toBe(text));

  test("is refused when it is no integer, rather than shown wrong", () => {
    expect(() => credits("0.5")).toThrow();
    expect(() => credits("much")).toThrow();
  });

  test("is split where a cent ends", () => {
    expect(credits("47170")).toMatchObject({ whole: "0", cents: ".04", rest: "7170" });
  });

  test("is subtracted exactly", () => expect(minus("9007199254740993", "1")).toBe("9007199254740992"));
});

test("measures carry their unit", () => {
  expect(watts(186_400)).toBe("186\u00a0W");
  expect(celsius(64)).toBe("64°C");
  expect(percent(97)).toBe("97%");
  expect(gigabytes(3.1 * 2 ** 30)).toBe("3.1 GB");
  expect(wattHours(3_600_000)).toBe("1\u00a0Wh");
  expect(wattHours(12_345 * 3_600_000)).toBe("12.3\u00a0kWh");
  expect(short(1_240_000)).toBe("1.24 million");
});

test("an instant is as long as it must be", () => {
  const now = Date.UTC(2026, 4, 12, 14, 3);
  expect(instant(Date.UTC(2026, 4, 12, 15, 3), now)).toBe("15:03");
  expect(instant(Date.UTC(2026, 4, 13, 8, 0), now)).toMatch(/^Wed,? 0?8:00$/);
  expect(instant(Date.UTC(2026, 4, 30, 8, 0), now)).toMatch(/^30 May,? 0?8:00$/);
});

test("marks of an axis say where they stand", () => {
  expect(marks([0, 2.5, 5, 7.5, 10, 12.5])).toEqual(["0.0", "2.5", "5.0", "7.5", "10.0", "12.5"]);
  expect(marks([-20, 0, 20])).toEqual(["−20", "0", "20"]);
  expect(marks([0, 0.25, 0.5])).toEqual(["0.00", "0.25", "0.50"]);
  expect(marks([0, 0.2, 0.4])).toEqual(["0.0", "0.2", "0.4"]);
  expect(marks([0])).toEqual(["0"]);
});
