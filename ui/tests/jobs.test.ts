import { describe, expect, test } from "vitest";
import type { JobFilter, JobRow, Refusal, UnitFailure, UnitRow } from "../src/lib/backend/types";
import { JOBS_PAGE } from "../src/lib/limits";
import { failureWords, refusalWords } from "../src/lib/sentences";
import { checkedWords, perUnit } from "../src/pages/jobs/checked";
import { JobList } from "../src/pages/jobs/list.svelte";
import { append, fromAddress, inView, key, merge, moneyState, purse } from "../src/pages/jobs/rows";

const row = (n: number, more: Partial<JobRow> = {}): JobRow => ({
  job: `job${n}`,
  side: "provider",
  peer: "peer",
  kind: "render",
  title: { code: "other", words: `job ${n}` },
  opened_at: n * 1000,
  changed_at: n * 1000,
  state: { state: "ended", reason: "done" },
  units: 4,
  void_units: 0,
  gross: "1000",
  electricity: "300",
  net: "700",
  settled: "1000",
  ...more,
});
const names = (rows: JobRow[]): string[] => rows.map(({ job }) => job);

describe("an address", () => {
  test("names a job as its row does", () => {
    const one = row(7);
    expect(fromAddress(key(one))).toEqual({ job: "job7", side: "provider", peer: "peer" });
  });
  test.each(["", "refused", "job7", "job7/onlooker/peer", "job7/provider"])("%j names none", (rest) => expect(fromAddress(rest)).toBeNull());
});

describe("the list", () => {
  test("takes what is new and what changed, and keeps what is older", () => {
    const old = [row(3), row(2), row(1)];
    const fresh = [row(4), row(3, { units: 9 })];
    const { rows, complete } = merge(old, fresh, 2);
    expect(names(rows)).toEqual(["job4", "job3", "job2", "job1"]);
    expect(rows[1]?.units).toBe(9);
    expect(complete).toBeNull();
  });
  test("is whole when a page is not full", () => {
    expect(merge([row(9)], [row(2), row(1)], 3)).toEqual({ rows: [row(2), row(1)], complete: true });
  });
  test("has no gap that cannot be seen", () => {
    expect(merge([row(2), row(1)], [row(9), row(8)], 2)).toEqual({ rows: [row(9), row(8)], complete: false });
  });
  test("has no job twice", () => {
    expect(names(append([row(3), row(2)], [row(2), row(1)]))).toEqual(["job3", "job2", "job1"]);
  });

  const books = Array.from({ length: JOBS_PAGE * 2 + 10 }, (_, i) => row(10_000 - i, { kind: i % 2 ? "render" : "generate" }));
  const backend = {
    jobs: (limit: number, { kind, before }: JobFilter) =>
      Promise.resolve(books.filter((one) => (kind === null || one.kind === kind) && (before === null || one.opened_at < before.opened_at)).slice(0, limit)),
  };
  const fail = (error: unknown): never => {
    throw error;
  };
  test("grows page by page to its end", async () => {
    const list = new JobList(backend, fail);
    await list.refresh();
    expect([list.rows.length, list.complete]).toEqual([JOBS_PAGE, false]);
    await list.more();
    await list.more();
    expect([list.rows.length, list.complete]).toEqual([books.length, true]);
    expect(names(list.rows)).toEqual(names(books));
    await list.refresh();
    expect(list.rows.length).toBe(books.length);
  });
  test("asks for one page at a time", async () => {
    const list = new JobList(backend, fail);
    await list.refresh();
    await Promise.all([list.more(), list.more(), list.more()]);
    expect(list.rows.length).toBe(2 * JOBS_PAGE);
  });
  test("does not listen to answers to a question that was dropped", async () => {
    const waiting: (() => void)[] = [];
    const list = new JobList({ jobs: (limit, filter) => new Promise((done) => waiting.push(() => void backend.jobs(limit, filter).then(done))) }, fail);
    const asked = [list.refresh(), list.choose({ kind: "generate" })];
    waiting.reverse().forEach((answer) => answer());
    await Promise.all(asked);
    expect(list.rows.every(({ kind }) => kind === "generate")).toBe(true);
    expect(list.filter.kind).toBe("generate");
  });
});

test("rows in view are drawn, and some beside them, and never one that is not there", () => {
  expect(inView(0, 500, 50, 1000, 2)).toEqual([0, 12]);
  expect(inView(1000, 500, 50, 1000, 2)).toEqual([18, 32]);
  expect(inView(49_900, 500, 50, 1000, 2)).toEqual([996, 1000]);
  expect(inView(-900, 500, 50, 1000, 2)).toEqual([0, 0]);
  expect(inView(99_000, 500, 50, 10, 2)).toEqual([10, 10]);
});

describe("money of a job", () => {
  test("is final when receipts cover it", () => expect(moneyState(row(1))).toEqual({ state: "final" }));
  test("is pending while the job goes on", () =>
    expect(moneyState(row(1, { state: { state: "open" }, settled: "400" }))).toEqual({ state: "pending", amount: "600" }));
  test("is held when the job ended without its last receipt", () => expect(moneyState(row(1, { settled: "400" }))).toEqual({ state: "held", amount: "600" }));
  test("is paid or to be paid where it was bought", () => {
    expect(moneyState(row(1, { side: "requester" }))).toEqual({ state: "paid" });
    expect(moneyState(row(1, { side: "requester", settled: "0" }))).toEqual({ state: "to-pay", amount: "1000" });
  });
  test("is nothing when nothing was finished", () => expect(moneyState(row(1, { gross: "0", settled: "0" }))).toEqual({ state: "none" }));
  test("comes in for work and goes out for what was bought", () => {
    expect(purse(row(1))).toBe("700");
    expect(purse(row(1, { side: "requester", net: "1000" }))).toBe("-1000");
  });
  test("per unit is rounded like a till", () => {
    expect([perUnit("1001", 2), perUnit("-1001", 2), perUnit("7", 3), perUnit("5", 0)]).toEqual(["501", "-501", "2", null]);
  });
});

describe("how a job was checked", () => {
  const unit = (state: UnitRow["state"]): UnitRow => ({ job: "j", unit: "u", side: "provider", state, gross: "1", energy: null, electricity: "0", net: "1", busy_ms: 1, changed_at: 0 });
  const units = [unit({ state: "final" }), unit({ state: "final" }), unit({ state: "pending" }), unit({ state: "void", why: "differs" }), unit({ state: "void", why: "preempted" }), unit({ state: "void", why: "differs" })];
  test("is told by what became of its units", () => {
    const said = checkedWords(row(1, { state: { state: "open" } }), units);
    expect(said).toHaveLength(4);
    expect(said[0]).toMatch(/^2 units were accepted by the requester/);
    expect(said[1]).toMatch(/^1 unit is handed over; the requester’s next receipt/);
    expect(said[2]).toBe("2 units came to nothing: recomputed pixels differ.");
    expect(said[3]).toBe("1 unit came to nothing: the owner needed the machine.");
  });
  test("has its own words for what is held, what was bought, and nothing at all", () => {
    expect(checkedWords(row(1), units)[1]).toMatch(/the last receipt never came/);
    expect(checkedWords(row(1, { side: "requester" }), units)[0]).toMatch(/were checked here/);
    expect(checkedWords(row(1), [])).toEqual(["No unit was finished, so there was nothing to check."]);
  });
});

type Name<T> = T extends string ? T : keyof T;
/** One of each: a new reason in the daemon does not compile until it is here, and has a sentence. */
const refusals: Record<Name<Refusal>, Refusal> = {
  "not-idle": "not-idle",
  busy: "busy",
  "below-floor": { "below-floor": { floor: { per_giga: "184000" } } },
  "no-model": "no-model",
  "too-large": { "too-large": { needs: 19 * 2 ** 30, allowed: 8 * 2 ** 30 } },
  invalid: { invalid: { what: "no pixels" } },
  unknown: "unknown",
  "bad-signature": "bad-signature",
  "no-provider": "no-provider",
  unpaid: { unpaid: { owed: "41250" } },
  blocked: "blocked",
  "kind-refused": { "kind-refused": { kind: "embed" } },
  mature: "mature",
};

describe("a PC that said no says why", () => {
  const said = Object.values(refusals).map(refusalWords);
  test.each(said)("%s", (sentence) => expect(sentence).toMatch(/^[A-Z].{15,}\.$/));
  test("each reason has its own sentence, with its values", () => {
    expect(new Set(said).size).toBe(said.length);
    for (const value of ["0.184000", "19 GB", "8 GB", "no pixels", "0.041250", "Embedding"]) expect(said.join(" ").replaceAll("\u00a0", " ")).toContain(value);
  });
});

const failures: Record<Name<UnitFailure>, UnitFailure> = {
  preempted: "preempted",
  "worker-failed": "worker-failed",
  "bad-scene": { "bad-scene": { what: "no camera" } },
  "bad-model": { "bad-model": { what: "half a file" } },
  "bad-request": { "bad-request": { what: "no prompt" } },
  "bad-unit": "bad-unit",
  "bad-result": "bad-result",
  "not-finite": "not-finite",
  differs: "differs",
      "false-answer": "false-answer",
  "timed-out": "timed-out",
  "job-ended": "job-ended",
};

test("a unit that came to nothing says why, each reason in its own words", () => {
  const said = Object.values(failures).map(failureWords);
  expect(new Set(said).size).toBe(said.length);
  for (const words of said) expect(words).toMatch(/^[a-z].{10,}[^.]$/);
  expect(said.join()).toMatch(/no camera.*half a file.*no prompt/);
});
