import { describe, expect, test } from "vitest";
import type { Found, SettingFault, StopReason, Title, WaitReason } from "../src/lib/backend/types";
import { faultWords, findingWords } from "../src/lib/findings";
import { activitySentence, effortWords, lostSentence, stopWords, titleWords } from "../src/lib/sentences";

const now = Date.UTC(2026, 4, 12, 14, 3);

/** One of each: a new reason in the daemon does not compile until it is here, and has a sentence. */
const waits: { [code in WaitReason["code"]]: Extract<WaitReason, { code: code }> } = {
  "role-off": { code: "role-off" },
  "not-said": { code: "not-said" },
  starting: { code: "starting" },
  measuring: { code: "measuring" },
  "no-device": { code: "no-device", wanted: "RTX 9999" },
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
    expect(said.join()).toContain("RTX 9999");
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


test("a job is called what it is", () => {
  const titles: Title[] = [{ code: "picture", width: 96, height: 64, spp: 16 }, { code: "text", model: "Qwen3-4B" }, { code: "agreement" }, { code: "other", words: "older words" }];
  expect(titles.map(titleWords)).toEqual(["render 96x64, 16 spp", "text by Qwen3-4B", "an agreement", "older words"]);
});

test("what is to be known of what was found has a sentence of its own, and a driver's words in small print", () => {
  const device = { name: "llvmpipe", backend: "vulkan", driver: "1", kind: "software" } as const;
  const found: Found[] = [
    { code: "adapter", device, samples_per_second: 1 }, { code: "adapter-measuring" }, { code: "adapter-broken", what: "device lost" }, { code: "adapter-missing", wanted: null },
    { code: "adapter-missing", wanted: "RTX 9999" }, { code: "adapter-unmeasured" }, { code: "card", name: "RTX", source: "nvml", simulated: true, doubts: [] },
    { code: "card", name: "RTX", source: "nvml", simulated: false, doubts: ["999 W"] }, { code: "meters-failed", what: "lost" }, { code: "meters-absent", what: "none" }, { code: "programs-unseen", what: "no" },
    { code: "source-failed", name: "logind", what: "no" }, { code: "settings-unreadable", what: "no" }, { code: "settings-set-aside", faults: [{ name: "limits.hours", fault: { code: "not-whole" } }], kept_at: "/x" },
    { code: "listening-nowhere" }, { code: "index-unset" }, { code: "index-silent", set: 2 }, { code: "books-wrong", faults: ["one"] }, { code: "books-unread", what: "no" },
  ];
  const said = found.map(findingWords);
  expect(said).not.toContain(null);
  expect(new Set(said.map((words) => words?.sentence)).size).toBe(found.length);
  expect(said[2]?.details).toBe("device lost");
  expect(said[13]?.details).toBe("limits.hours: Expected a whole number.");
  expect(findingWords({ code: "books", transfers: 7 })).toBe(null);
});

test("every fault of a setting has words of its own", () => {
  const faults: SettingFault[] = [
    { code: "unknown" }, { code: "not-switch" }, { code: "not-whole" }, { code: "out-of-range", least: 30, most: 110, or_zero: true }, { code: "out-of-range", least: 1, most: 100, or_zero: false },
    { code: "not-money", most: 1000 }, { code: "not-energy" }, { code: "not-word", words: ["stop", "light"] }, { code: "not-nodes" }, { code: "too-many", most: 64 }, { code: "not-hours", text: "x" },
    { code: "not-band", text: "x" }, { code: "two-sources" }, { code: "not-address" }, { code: "not-spoken" }, { code: "unfit", what: "x" }, { code: "unwritten", what: "x" },
  ];
  expect(new Set(faults.map(faultWords)).size).toBe(faults.length);
  expect(faults.map(faultWords)[3]).toBe("Expected 30 to 110, or 0.");
});
