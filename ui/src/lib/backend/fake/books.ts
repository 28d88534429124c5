/** The books of a story: jobs of the past, and sums that are those of the jobs. Amounts are whole micro-credits, far
 *  below what a number holds exactly; they become strings at the door. */

import type { Bucket, Earnings, History, JobFilter, JobRow, JobState, PeerRecord, Side, Step, Title, WorkKind } from "../types";
import { Chance, nodeOf } from "./chance";
import { DAY, HOUR, MINUTE, midnight } from "./clock";

/** What the past was like. */
export type Past = {
  days: number;
  jobs_per_day: number;
  /** No more than so many. */
  jobs_most: number;
  /** Micro-credits that an hour of work brings. */
  rate: number;
  /** Watts above rest, and micro-credits per kilowatt-hour. */
  watts: number;
  tariff: number;
  /** Somebody did not pay for their last jobs. */
  disputed: boolean;
};

export type Entry = {
  job: string;
  side: Side;
  peer: string;
  kind: WorkKind;
  title: Title;
  opened_at: number;
  changed_at: number;
  state: JobState;
  units: number;
  void_units: number;
  gross: number;
  electricity: number;
  settled: number;
  /** Millijoules. */
  energy: number;
};

/** Buckets of one history, as the daemon bounds them. */
const BUCKETS_MOST = 1100;
/** Jobs of one answer, as the daemon bounds them. */
const JOBS_MOST = 1000;
/** Whoever does not pay in the disputed story. */
const DEBTOR = nodeOf(7);

type Size = readonly [width: number, height: number, spp: number];
const RENDERS: readonly [Size, ...Size[]] = [[1920, 1080, 512], [1280, 720, 256], [3840, 2160, 1024], [2560, 1440, 2048], [640, 360, 64]];
const MODELS = ["Qwen3-4B", "Llama-3.2-3B-Instruct", "Qwen2.5-Coder-7B"] as const;

export const pictureTitle = (width: number, height: number, spp: number): Title => ({ code: "picture", width, height, spp });
export const textTitle = (model: string): Title => ({ code: "text", model });

export const row = (entry: Entry): JobRow => {
  const { gross, electricity, settled } = entry;
  return {
    job: entry.job,
    side: entry.side,
    peer: entry.peer,
    kind: entry.kind,
    title: entry.title,
    opened_at: entry.opened_at,
    changed_at: entry.changed_at,
    state: entry.state,
    units: entry.units,
    void_units: entry.void_units,
    gross: String(gross),
    electricity: String(electricity),
    net: String(gross - electricity),
    settled: String(settled),
  };
};

export class Books {
  /** Newest first. */
  readonly entries: Entry[];

  constructor(past: Past, now: number, open: Entry | null) {
    this.entries = [...(open ? [open] : []), ...history(past, now, open?.opened_at ?? now - 5 * MINUTE)];
  }

  rows(limit: number, { side, kind, peer, before }: JobFilter): JobRow[] {
    const found = this.entries.filter((entry) => (side === null || entry.side === side) && (kind === null || entry.kind === kind) && (peer === null || entry.peer === peer));
    const at = before === null ? 0 : found.findIndex((entry) => entry.job === before.job && entry.peer === before.peer) + 1;
    return found.slice(at, at + Math.min(limit, JOBS_MOST)).map(row);
  }

  /** What was finished from an instant on. */
  since(at: number): Earnings {
    return sums(this.entries.filter((entry) => entry.changed_at >= at));
  }

  history(since: number | null, step: Step, now: number): History {
    const first = since ?? this.entries.at(-1)?.changed_at ?? now;
    const starts = cuts(first, step, now).slice(-BUCKETS_MOST);
    const inside = this.entries.filter((entry) => entry.changed_at >= (starts[0] ?? now));
    const groups: Entry[][] = starts.map(() => []);
    // Newest first on both sides.
    let bucket = starts.length - 1;
    for (const entry of [...inside].sort((a, b) => b.changed_at - a.changed_at)) {
      while (bucket > 0 && entry.changed_at < (starts[bucket] ?? 0)) bucket -= 1;
      groups[bucket]?.push(entry);
    }
    const buckets: Bucket[] = starts.map((start, i) => ({ start, sums: sums(groups[i] ?? []) }));
    const kinds = (["render", "generate", "embed"] as const)
      .map((kind) => ({ kind, sums: sums(inside.filter((entry) => entry.kind === kind)) }))
      .filter((row) => row.sums.units > 0)
      .sort((a, b) => Number(b.sums.net) - Number(a.sums.net));
    const hours = Array.from({ length: 24 }, (_, hour) => sums(inside.filter((entry) => new Date(entry.changed_at).getHours() === hour)));
    return { buckets, total: sums(inside), kinds, hours };
  }

  records(): PeerRecord[] {
    const records = new Map<string, PeerRecord & { sum: number }>();
    for (const entry of this.entries) {
      const key = `${entry.side} ${entry.peer}`;
      const record = records.get(key) ?? { peer: entry.peer, side: entry.side, jobs: 0, paid_units: 0, failed_units: 0, gross: "0", last: entry.changed_at, sum: 0 };
      const interrupted = entry.state.state === "ended" && entry.state.reason === "owner-returned";
      record.jobs += 1;
      record.paid_units += entry.units;
      record.failed_units += interrupted ? 0 : entry.void_units;
      record.sum += entry.gross;
      record.last = Math.max(record.last, entry.changed_at);
      records.set(key, record);
    }
    return [...records.values()].sort((a, b) => b.last - a.last).map(({ sum, ...record }) => ({ ...record, gross: String(sum) }));
  }
}

function cuts(first: number, step: Step, now: number): number[] {
  const starts: number[] = [];
  const from = new Date(first);
  for (let i = 0; ; i++) {
    const start =
      step === "hour"
        ? new Date(from.getFullYear(), from.getMonth(), from.getDate(), from.getHours() + i)
        : step === "day"
          ? new Date(from.getFullYear(), from.getMonth(), from.getDate() + i)
          : new Date(from.getFullYear(), from.getMonth() + i, 1);
    if (start.getTime() > now) return starts;
    starts.push(start.getTime());
  }
}

function sums(entries: readonly Entry[]): Earnings {
  let [gross, electricity, pending, held, energy, units, spent] = [0, 0, 0, 0, 0, 0, 0];
  for (const entry of entries) {
    if (entry.side === "requester") {
      spent += entry.gross;
      continue;
    }
    gross += entry.gross;
    electricity += entry.electricity;
    energy += entry.energy;
    units += entry.units;
    if (entry.state.state === "open") pending += entry.gross - entry.settled;
    else held += entry.gross - entry.settled;
  }
  return {
    gross: String(gross),
    electricity: String(electricity),
    net: String(gross - electricity),
    pending: String(pending),
    held: String(held),
    settled: String(gross - pending - held),
    energy,
    units,
    spent: String(spent),
  };
}

/** Days of nights: work after midnight, a little around noon, more late in the evening. Newest first. */
function history(past: Past, now: number, until: number): Entry[] {
  const entries: Entry[] = [];
  for (let day = 0; day < past.days; day++) {
    const ofDay = jobsOfDay(past, midnight(now, -day), day).filter((entry) => entry.changed_at < until);
    entries.push(...ofDay.reverse());
    if (entries.length >= past.jobs_most) return entries.slice(0, past.jobs_most);
  }
  return entries;
}

/** Days on which the machine was off, one after the other, once in so many. */
const [AWAY_DAYS, AWAY_EVERY] = [9, 150];

function jobsOfDay(past: Past, start: number, day: number): Entry[] {
  const chance = new Chance(day + 1);
  if (day % AWAY_EVERY > AWAY_EVERY - AWAY_DAYS || chance.happens(0.04)) return [];
  const entries: Entry[] = [];
  const jobs = Math.max(1, Math.round(past.jobs_per_day * (0.6 + chance.share() * 0.8)));
  // So many jobs must fit into about ten hours.
  const most = Math.min(75, (600 / jobs) * 1.4);
  let at = start + chance.between(2, 30) * MINUTE;
  for (let i = 0; i < jobs; i++) {
    const hour = (at - start) / HOUR;
    if (hour >= 7 && hour < 11.5) at = start + (11.5 + chance.share()) * HOUR;
    if (hour >= 14.5 && hour < 22.5) at = start + (22.5 + chance.share() / 4) * HOUR;
    const end = at + Math.round((0.25 + chance.share() * 0.75) * most) * MINUTE + chance.between(0, 59) * 1000;
    if (end >= start + DAY - MINUTE) break;
    entries.push(jobOf(past, chance, day, at, end));
    at = end + chance.between(1, 8) * MINUTE * Math.min(1, most / 60);
  }
  return entries;
}

function jobOf(past: Past, chance: Chance, day: number, opened: number, end: number): Entry {
  const kind: WorkKind = chance.happens(0.62) ? "render" : chance.happens(0.8) ? "generate" : "embed";
  const bought = chance.happens(0.04);
  const hours = (end - opened) / HOUR;
  const rate = past.rate * { render: 1, generate: 1.12, embed: 0.86 }[kind] * (0.8 + chance.share() * 0.4);
  const gross = Math.round(hours * rate);
  const kilowatts = (past.watts / 1000) * (0.88 + chance.share() * 0.12);
  const electricity = bought ? 0 : Math.round(hours * kilowatts * past.tariff);
  const entry: Entry = {
    job: chance.hex(32),
    side: bought ? "requester" : "provider",
    peer: nodeOf(1 + Math.floor(chance.share() ** 2 * 24)),
    kind,
    title: kind === "render" ? pictureTitle(...chance.of(RENDERS)) : textTitle(kind === "embed" ? "nomic-embed-text-v1.5" : chance.of(MODELS)),
    opened_at: opened,
    changed_at: end,
    state: { state: "ended", reason: "done" },
    units: kind === "render" ? chance.between(3, 28) : chance.between(4, 160),
    void_units: 0,
    gross: bought ? Math.round(gross * 0.4) : gross,
    electricity,
    settled: bought ? Math.round(gross * 0.4) : gross,
    energy: bought ? 0 : Math.round(hours * kilowatts * 3.6e9),
  };
  return ended(past, chance, day, entry);
}

/** Not all goes well. */
function ended(past: Past, chance: Chance, day: number, entry: Entry): Entry {
  const luck = chance.share();
  if (past.disputed && entry.side === "provider" && day < 12 && luck < 0.3) {
    const settled = Math.round(entry.gross * chance.share() * 0.5);
    return { ...entry, peer: DEBTOR, settled, state: { state: "ended", reason: luck < 0.15 ? "unpaid" : "lost" } };
  }
  if (luck > 0.985) {
    return { ...entry, state: { state: "ended", reason: { failed: { what: "the worker was out of memory" } } }, units: 0, void_units: chance.between(1, 2), gross: 0, settled: 0 };
  }
  if (luck > 0.88) return { ...entry, state: { state: "ended", reason: "owner-returned" }, void_units: 1 };
  if (luck > 0.85) return { ...entry, state: { state: "ended", reason: "cancelled" } };
  return entry;
}
