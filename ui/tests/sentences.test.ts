import { describe, expect, test } from "vitest";
import type { JobRow, StopReason, WaitReason } from "../src/lib/backend/types";
import { activitySentence, lostSentence, moneyWords, stopWords } from "../src/lib/sentences";

const now = Date.UTC(2026, 4, 12, 14, 3);

/** One of each: a new reason in the daemon does not compile until it is here, and has a sentence. */
const waits: { [code in WaitReason["code"]]: Extract<WaitReason, { code: code }> } = {
  "role-off": { code: "role-off" },
  starting: { code: "starting" },
  measuring: { code: "measuring" },
  "no-device": { code: "no-device", what: "only a webcam" },
  "program-running": { code: "program-running", name: "eldenring.exe" },
  "gpu-in-use": { code: "gpu-in-use", load_percent: 42 },
  "cooling-down": { code: "cooling-down", until: now + 5000 },
  "no-readings": { code: "no-readings" },
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
  });
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
    { protocol: { what: "x" } }, { failed: { what: "y" } },
  ];
  expect(new Set(reasons.map(stopWords)).size).toBe(reasons.length);
});

test("every way to lose the daemon has words of its own", () => {
  const codes = ["not-running", "version", "cannot-start", "silent", "no-folder"] as const;
  expect(new Set(codes.map(lostSentence)).size).toBe(codes.length);
});

test("money is final only when receipts cover all of it", () => {
  const job = (gross: string, settled: string) => ({ gross, settled }) as JobRow;
  expect(moneyWords(job("41250", "41250"))).toBe("final");
  expect(moneyWords(job("18750", "12500"))).toBe("0.006250 pending");
  expect(moneyWords(job("0", "0"))).toBe("none");
});
