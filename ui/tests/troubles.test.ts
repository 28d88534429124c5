import { describe, expect, test } from "vitest";
import type { BadInput, Busy, ControlError, Decline, Failure, NoProvider, Refusal } from "../src/lib/backend/types";
import { brokenWords, declineWords, inputWords, nobodyWords, troubleWords } from "../src/lib/troubles";

/** One of each: a new reason in the daemon does not compile until it is here, and has words. */
const inputs: { [code in BadInput["code"]]: Extract<BadInput, { code: code }> } = {
  "picture-kind": { code: "picture-kind" },
  scene: { code: "scene", what: "mesh 3 has no positions" },
  "too-large": { code: "too-large", needs: 6 * 2 ** 30, allowed: 4 * 2 ** 30 },
  "is-folder": { code: "is-folder", path: "/home/sam" },
  "no-folder": { code: "no-folder", path: "/gone" },
  empty: { code: "empty" },
  "too-long": { code: "too-long", bytes: 600_000, most: 524_288 },
  request: { code: "request", what: "max_tokens must be at least 1" },
};
const failures: { [code in Failure["code"]]: Extract<Failure, { code: code }> } = {
  "program-runs": { code: "program-runs", name: "eldenring.exe" },
  "going-to-sleep": { code: "going-to-sleep" },
  "card-lost": { code: "card-lost" },
  unmeasured: { code: "unmeasured", what: "device lost" },
  unwritten: { code: "unwritten", path: "/full/a.png", what: "no space left on device" },
  units: { code: "units", what: "recomputed pixels differ" },
  "shutting-down": { code: "shutting-down" },
  broken: { code: "broken", what: "the shelf is locked" },
};
const declines: Decline[] = [
  ...(["not-idle", "busy", "blocked", "unknown"] as const satisfies Refusal[]).map((why) => ({ code: "refused", why }) as const),
  { code: "refused", why: { "below-floor": { floor: { per_giga: "214000" } } } },
  { code: "refused", why: { "too-large": { needs: 6 * 2 ** 30, allowed: 4 * 2 ** 30 } } },
  { code: "refused", why: { unpaid: { owed: "1500" } } },
  { code: "stopped", reason: "lost" },
  { code: "failed", failure: "differs" },
  { code: "silent", what: "dial error" },
  { code: "strange", what: "it did not propose" },
];
const declined = (...whys: Decline[]): NoProvider => ({ code: "declined", declined: whys.map((why, i) => ({ node: `${i}a`.repeat(32), why })) });

describe("what could not be done is said in words", () => {
  const said = [...Object.values(inputs).map(inputWords), ...Object.values(failures).map(brokenWords)];
  test.each(said.map(({ sentence }) => sentence))("%s", (sentence) => expect(sentence.length).toBeGreaterThan(10));
  test("each has its own", () => expect(new Set(said.map(({ sentence }) => sentence)).size).toBe(said.length));
  test("values are in it, and others' own words in small print", () => {
    const all = said.map(({ sentence }) => sentence).join();
    for (const value of ["mesh 3 has no positions", "/gone", "eldenring.exe", "/full/a.png"]) expect(all).toContain(value);
    expect(all).toMatch(/needs 6.GB of memory, and 4.GB are allowed/);
    const small = said.map(({ details }) => details).join();
    for (const value of ["device lost", "no space left on device", "the shelf is locked", "max_tokens"]) expect(small).toContain(value);
  });
});

test("whoever asks hears what each of those who declined says, from the asking side", () => {
  const words = declines.map(declineWords);
  expect(new Set(words).size).toBe(words.length);
  expect(words.join()).not.toMatch(/[Yy]ou /);
  expect(words[4]).toContain("0.214");
  const { sentence, details } = nobodyWords(declined(declines[1]!, declines[9]!));
  expect(sentence).toBe("nobody can or will do it now");
  expect(details).toBe("0a0a0a0a: busy with other jobs; 1a1a1a1a: did not answer");
  expect(nobodyWords({ code: "nobody-found" }).sentence).toBe("nobody was found who does such work");
});

test("what is busy is named", () => {
  const all = ["benchmark", "job", "model", "everybody", "picture"] as const satisfies Busy[];
  const said = all.map((busy) => troubleWords({ code: "refused", error: { code: "busy", with: busy } }).sentence);
  expect(new Set(said).size).toBe(all.length);
});

test("every refusal of the daemon has a sentence of this window's, and none of the daemon's", () => {
  const what = "raw words";
  const errors: { [code in ControlError["code"]]: Extract<ControlError, { code: code }> } = {
    "bad-request": { code: "bad-request", what },
    "invalid-setting": { code: "invalid-setting", name: "a.b", fault: { code: "not-switch" } },
    "role-off": { code: "role-off", role: "requester" },
    "bad-input": { code: "bad-input", why: { code: "request", what } },
    "no-model": { code: "no-model", model: "m" },
    "no-provider": { code: "no-provider", why: { code: "nobody-found" } },
    "false-answer": { code: "false-answer", provider: "ab".repeat(32) },
    busy: { code: "busy", with: "picture" },
    failed: { code: "failed", why: { code: "broken", what } },
    books: { code: "books", what },
    "shutting-down": { code: "shutting-down" },
  };
  const said = Object.values(errors).map((error) => troubleWords({ code: "refused", error }).sentence);
  expect(new Set(said).size).toBe(said.length);
  expect(said).not.toContain(what);
});
