import { describe, expect, test } from "vitest";
import { cell, hasParts, hoursInWeek, minutesOf, paint, parseBand, parseSpan, rounded, spansOf, writeBand, writeHours, writeSpan, type Minutes } from "../src/lib/hours";

const minutes = (...texts: string[]): Minutes => {
  const found = minutesOf(texts);
  if (!found) throw new Error(`unreadable: ${texts.join()}`);
  return found;
};

describe("spans", () => {
  // The cases of crates/policy/src/hours.rs: both sides read the same.
  test("are read as people write them", () => {
    const shown = ["MON-Fri 22:00-7:00", "sat,sun 00:00-24:00", "sat-mon  9:30 - 17:00", "daily 0:00-6:00"].map((text) => {
      const span = parseSpan(text);
      return span && writeSpan(span);
    });
    expect(shown).toEqual(["mon-fri 22:00-07:00", "sat,sun 00:00-24:00", "mon,sat,sun 09:30-17:00", "daily 00:00-06:00"]);
  });

  test.each(["", "mon", "mon 9-17", "mon 9:00-25:00", "mon 24:00-6:00", "mon 9:00-9:00", "xyz 9:00-10:00", "mon 9:60-10:00", "mon- 9:00-10:00"])(
    "%j is none",
    (text) => expect(parseSpan(text)).toBeNull(),
  );

  test("of a night go on into the next morning", () => {
    const nights = minutes("mon-fri 22:00-07:00");
    const cells = [cell(nights, 0, 22), cell(nights, 1, 6), cell(nights, 5, 6), cell(nights, 0, 6), cell(nights, 5, 22)];
    expect(cells).toEqual(["on", "on", "on", "off", "off"]);
    expect(hoursInWeek(nights)).toBe(45);
  });

  test("of Sunday's night go on into Monday", () => expect(cell(minutes("sun 22:00-7:00"), 0, 6)).toBe("on"));
});

describe("hours", () => {
  test.each([
    [["mon-fri 22:00-07:00"], "mon-fri 22:00-07:00"],
    [["mon-fri 22:00-07:00", "sat,sun 0:00-24:00"], "mon-fri 22:00-07:00, sat,sun 00:00-24:00"],
    [["daily 22:00-06:00"], "daily 22:00-06:00"],
    [["mon 9:00-12:00", "tue 9:00-12:00", "mon,tue 14:00-17:00"], "mon,tue 09:00-12:00, mon,tue 14:00-17:00"],
    [["mon-fri 22:30-07:15"], "mon-fri 22:30-07:15"],
  ])("%j are written in as few words as say it", (texts, written) => expect(writeHours(minutes(...texts))).toBe(written));

  test("of the whole week are no span at all, and of none cannot be written", () => {
    expect(writeHours(minutes("daily 0:00-24:00"))).toBe("");
    expect(writeHours(new Uint8Array(7 * 1440))).toBeNull();
  });

  test("are all of the week where no span is", () => expect(hoursInWeek(minutes())).toBe(168));

  test("mean the same after they were written, whatever was painted", () => {
    let seed = 7;
    // Lehmer's generator: the same weeks each time.
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let week = 0; week < 40; week++) {
      let painted: Minutes = new Uint8Array(7 * 1440);
      for (let stroke = 0; stroke < 12; stroke++) {
        const place = () => ({ day: random(7), hour: random(24) });
        painted = paint(painted, place(), place(), random(3) > 0);
      }
      if (week % 4 === 0) painted.fill(1, 1000, 1000 + random(200));
      if (!painted.includes(1)) continue;
      const written = writeHours(painted) ?? "";
      const spans = spansOf(painted)?.map(writeSpan) ?? [];
      expect(minutes(...spans), `week ${week}: ${written}`).toEqual(painted);
      expect(spans.length).toBeLessThanOrEqual(64);
    }
  });
});

describe("the grid", () => {
  test("keeps minutes that were written by hand where nobody paints", () => {
    const byHand = minutes("mon-fri 22:30-07:00");
    expect(cell(byHand, 0, 22)).toBe("part");
    const painted = paint(byHand, { day: 6, hour: 1 }, { day: 6, hour: 3 }, true);
    expect(writeHours(painted)).toBe("mon-fri 22:30-07:00, sun 01:00-04:00");
  });

  test("rounds to whole hours when asked", () => {
    const byHand = minutes("mon 21:40-23:30");
    expect([hasParts(byHand), hasParts(rounded(byHand))]).toEqual([true, false]);
    expect(writeHours(rounded(byHand))).toBe("mon 22:00-24:00");
  });

  test("paints and erases rectangles from any corner", () => {
    const painted = paint(new Uint8Array(7 * 1440), { day: 4, hour: 7 }, { day: 0, hour: 3 }, true);
    expect(writeHours(painted)).toBe("mon-fri 03:00-08:00");
    expect(writeHours(paint(painted, { day: 2, hour: 0 }, { day: 2, hour: 23 }, false))).toBe("mon,tue,thu,fri 03:00-08:00");
  });
});

test("bands are spans with a price that stays as it is written", () => {
  const band = parseBand("mon-fri 17:00-21:00 0.420");
  expect(band && writeBand(band)).toBe("mon-fri 17:00-21:00 0.420");
  expect(["0.42", "mon 9:00 0.42", ""].map(parseBand)).toEqual([null, null, null]);
});
