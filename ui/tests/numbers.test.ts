import { expect, test } from "vitest";
import { asTyped, asWritten } from "../src/lib/numbers";
import { words } from "../src/lib/words/words.svelte";

test("a number is kept with a point, however it was typed", () => {
  expect([" 0,30 ", ".5", "1 200", "12.", "-0,01", ""].map(asTyped)).toEqual(["0.30", "0.5", "1200", "12", "-0.01", ""]);
});

test("what is no number is left for the daemon to refuse", () => {
  expect(["1.234,5", " cheap", "1e3"].map(asTyped)).toEqual(["1.234,5", "cheap", "1e3"]);
});

test("a number is written with the point of the language", () => {
  words.locale = "de-DE";
  expect(asWritten("0.30")).toBe("0,30");
  words.locale = "en-GB";
  expect(asWritten("0.30")).toBe("0.30");
});
