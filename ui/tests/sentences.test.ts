import { describe, expect, test } from "vitest";
import type { StopReason, WaitReason } from "../src/lib/backend/types";
import { activitySentence, effortWords, lostSentence, stopWords } from "../src/lib/sentences";

const now = Date.UTC(2026, 4, 12, 14, 3);

/** One of each: a new reason in the daemon does not compile until it is here, and has a sentence. */
const waits: { [code in WaitReason["code"]]: Extract<WaitReason, { code: code }> } = {
  "role-off": { code: "role-off" },
  "not-said": { code: "not-said" },
  starting: { code: "starting" },
  measuring: { code: "measuring" },
  "no-device": { code: "no-device", what: "only a webcam" },
  "program-running": { code: "program-running", name: "eldenring.exe" },
  "card-off": { code: "card-off" },
  "owner-present": { code: "owner-present", minutes: 5 },
  fullscreen: { code: "fullscreen", name: "a film" },
  "remote-use": { code: "remote-use", name: "a remote session" },
  encoding: { code: "encoding" },
  "memory-short": { code: "memory-short", free: 2 ** 29 },
  "on-battery": { code: "on-battery" },
  "metered-network": { code: "metered-network" },
  "outside-hours": { code: "outside-hours", until: now + 5000 },
  "day-used-up": { code: "day-used-up", by: "energy", until: now + 5000 },
  "too-hot": { code: "too-hot", temperature_c: 81, most_c: 70 },
  "too-loud": { code: "too-loud", fan_percent: 90, most_percent: 50 },
  "limit-below-rest": { code: "limit-below-rest", limit: 10_000, rest: 14_000 },
  "tariff-too-high": { code: "tariff-too-high", per_kwh: "420000", most: "300000" },
  "tariff-unknown": { code: "tariff-unknown", what: "its file is gone" },
  "going-to-sleep": { code: "going-to-sleep" },
  "gpu-in-use": { code: "gpu-in-use", load_percent: 42 },
  "cooling-down": { code: "cooling-down", until: now + 5000 },
  "no-readings": { code: "no-readings", instrument: "cards" },
  "no-mesh": { code: "no-mesh" },
  "no-work": { code: "no-work" },
  "worker-broken": { code: "worker-broken", what: "device lost" },
};

describe("a waiting machine says why", () => {
  const said = Object.values(waits).map((reason) => activitySentence({ state: "waiting", reason }, null, now));
  test.each(said)("%s", (sentence) => expect(sentence).toMatch(/^[A-Z].{15,}\.$/));
  test("each reason has its own sentence", () => expect(new Set(said).size).toBe(said.length));
  test("the values in a reason are in its sentence", () => {
    expect(said.join()).toContain("only a webcam");
    expect(said.join()).toContain("eldenring.exe");
    expect(said.join()).toContain("42%");
    expect(said.join()).toContain("14:03:05");
    expect(said.join()).toContain("device lost");
    expect(said.join()).toContain("81°C, and you allow 70°C");
    expect(said.join()).toMatch(/14\sW even at rest, and you allow 10\sW/);
    expect(said.join()).toContain("its file is gone");
  });
});

test("a limit that has several measures or none has a sentence for each", () => {
  const until = now + 5000;
  const reasons: WaitReason[] = [
    { code: "outside-hours", until: null },
    ...(["hours", "energy", "cost"] as const).map((by) => ({ code: "day-used-up", by, until }) as const),
    ...(["cards", "programs", "surroundings"] as const).map((instrument) => ({ code: "no-readings", instrument }) as const),
  ];
  const said = reasons.map((reason) => activitySentence({ state: "waiting", reason }, null, now));
  expect(new Set(said).size).toBe(reasons.length);
});

test("effort says what it is held back by", () => {
  const efforts = ([null, "presence", "share", "power", "heat", "fan"] as const).map((held_by) =>
    effortWords({ duty_permille: 430, quantum_us: 4000, held_by }),
  );
  expect(new Set(efforts).size).toBe(efforts.length);
  expect(efforts[3]).toBe("43% of the time, to stay within your watts");
});

test("a working machine says at what", () => {
  const activity = { state: "working", job: "ab" } as const;
  expect(activitySentence(activity, "render 96x96, 16 spp", now)).toContain("render 96x96, 16 spp");
  expect(activitySentence(activity, null, now)).toBe("Working for someone else.");
});

test("a pause says when it ends", () => {
  expect(activitySentence({ state: "paused", until: now + 3_600_000 }, null, now)).toBe("Paused until 15:03.");
  expect(activitySentence({ state: "paused", until: null }, null, now)).toBe("Paused until you resume.");
});

test("every end of a job has words of its own", () => {
  const reasons: StopReason[] = [
    "done", "cancelled", "owner-returned", "shutting-down", "unpaid", "bad-results", "lost",
    { protocol: { what: "x" } }, { failed: { what: "y" } }, { refused: { why: "blocked" } },
  ];
  expect(new Set(reasons.map((reason) => stopWords(reason))).size).toBe(reasons.length);
});

test("every way to lose the daemon has words of its own", () => {
  const codes = ["not-running", "version", "cannot-start", "silent", "no-folder"] as const;
  expect(new Set(codes.map(lostSentence)).size).toBe(codes.length);
});

