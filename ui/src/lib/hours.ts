/** Hours of the week, as the settings file writes them (`mon-fri 22:00-07:00`) and as a grid shows them.
 *  The same rules as crates/policy/src/hours.rs: no spans at all mean always, and a span that ends before it begins goes
 *  on into the next day. */

export const DAY = 24 * 60;
export const WEEK = 7 * DAY;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Bit 0 of `days` is Monday; `from` and `to` are minutes of the day. */
export type Span = { days: number; from: number; to: number };

/** Which minutes of the week are meant: one byte each, Monday 0:00 first. */
export type Minutes = Uint8Array;

/** How much of an hour: nothing, all, or some of it. */
export type Cell = "off" | "on" | "part";

export function parseSpan(text: string): Span | null {
  const [, named = "", start = "", end = ""] = /^\s*(\S+)\s+([\d:]+)\s*-\s*([\d:]+)\s*$/.exec(text.toLowerCase()) ?? [];
  const [days, from, to] = [parseDays(named), parseMinute(start), parseMinute(end)];
  if (days === null || from === null || to === null || from === DAY || from === to) return null;
  return { days, from, to };
}

function parseMinute(text: string): number | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{1,2})$/.exec(text) ?? [];
  const at = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && at <= DAY ? at : null;
}

function parseDays(text: string): number | null {
  if (text === "daily") return 0x7f;
  let days = 0;
  for (const part of text.split(",")) {
    const [first = "", last = first, ...more] = part.split("-");
    const [from, to] = [first, last].map((name) => DAYS.findIndex((day) => day === name)) as [number, number];
    if (from < 0 || to < 0 || more.length > 0) return null;
    // `sat-mon` goes over the weekend's end.
    for (let step = 0; step <= (to + 7 - from) % 7; step++) days |= 1 << ((from + step) % 7);
  }
  return days;
}

export function writeSpan({ days, from, to }: Span): string {
  return `${writeDays(days)} ${writeMinute(from)}-${writeMinute(to)}`;
}

const writeMinute = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

function writeDays(days: number): string {
  if (days === 0x7f) return "daily";
  return dayRuns(days)
    .map(([first, last]) => (first === last ? DAYS[first] : last === first + 1 ? `${DAYS[first]},${DAYS[last]}` : `${DAYS[first]}-${DAYS[last]}`))
    .join(",");
}

/** Days that follow each other: Monday to Friday is `[0, 4]`. */
export function dayRuns(days: number): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (let day = 0; day < 7; day++) {
    if (!((days >> day) & 1)) continue;
    const run = runs.at(-1);
    if (run?.[1] === day - 1) run[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}

const length = ({ from, to }: Pick<Span, "from" | "to">): number => (to > from ? to - from : to + DAY - from);

/** The minutes that these spans cover. None: all of them. `null`: one cannot be read. */
export function minutesOf(texts: readonly string[]): Minutes | null {
  const minutes = new Uint8Array(WEEK);
  if (texts.length === 0) return minutes.fill(1);
  for (const text of texts) {
    const span = parseSpan(text);
    if (!span) return null;
    fill(minutes, span);
  }
  return minutes;
}

function fill(minutes: Minutes, span: Span): void {
  for (let day = 0; day < 7; day++) {
    if (!((span.days >> day) & 1)) continue;
    const start = day * DAY + span.from;
    for (let at = start; at < start + length(span); at++) minutes[at % WEEK] = 1;
  }
}

export function cell(minutes: Minutes, day: number, hour: number): Cell {
  const start = day * DAY + hour * 60;
  const on = minutes.subarray(start, start + 60).reduce((sum, minute) => sum + minute, 0);
  return on === 0 ? "off" : on === 60 ? "on" : "part";
}

/** A rectangle of the grid, painted or erased; corners in any order. What lies outside keeps its minutes. */
export function paint(minutes: Minutes, a: { day: number; hour: number }, b: { day: number; hour: number }, on: boolean): Minutes {
  const painted = minutes.slice();
  const [first, last] = [Math.min(a.hour, b.hour), Math.max(a.hour, b.hour)];
  for (let day = Math.min(a.day, b.day); day <= Math.max(a.day, b.day); day++) {
    painted.fill(on ? 1 : 0, day * DAY + first * 60, day * DAY + (last + 1) * 60);
  }
  return painted;
}

/** Whole hours only: one of which at least half is on stays on. */
export function rounded(minutes: Minutes): Minutes {
  const whole = minutes.slice();
  for (let start = 0; start < WEEK; start += 60) {
    const on = minutes.subarray(start, start + 60).reduce((sum, minute) => sum + minute, 0);
    whole.fill(on >= 30 ? 1 : 0, start, start + 60);
  }
  return whole;
}

export const hasParts = (minutes: Minutes): boolean => rounded(minutes).some((minute, at) => minute !== minutes[at]);

export const hoursInWeek = (minutes: Minutes): number => minutes.reduce((sum, minute) => sum + minute, 0) / 60;

/** A candidate of `spansOf`, with how much it covers that nothing before it did, and that something did. */
type Candidate = Span & { fresh: number; stale: number };

/** As few spans as say it: whole days first, as people think, then each time the span that says most of what was not
 *  said yet. `null` where nothing is on, which no span can say. All of the week is no span at all, as in the file. */
export function spansOf(minutes: Minutes): Span[] | null {
  if (!minutes.includes(1)) return null;
  if (!minutes.includes(0)) return [];
  // Only where something begins or ends can a span begin or end.
  const marks = new Set([0]);
  minutes.forEach((minute, at) => minute !== minutes[(at + WEEK - 1) % WEEK] && marks.add(at % DAY));
  const times = [...marks].sort((a, b) => a - b);
  const left = minutes.slice();
  const spans: Span[] = [];
  const say = ({ days, from, to }: Span): void => {
    spans.push({ days, from, to });
    const covered = new Uint8Array(WEEK);
    fill(covered, { days, from, to });
    covered.forEach((minute, at) => minute === 1 && (left[at] = 0));
  };
  const found = (): Candidate[] => candidates(times, sums(minutes), sums(left));
  const whole = found().find(({ from, to }) => from === 0 && to === DAY);
  if (whole) say(whole);
  while (left.includes(1)) say(found().reduce((best, next) => (better(next, best) ? next : best)));
  return spans.sort((a, b) => firstDay(a) - firstDay(b) || a.from - b.from);
}

const firstDay = (span: Span): number => Math.log2(span.days & -span.days);

const better = (a: Candidate, b: Candidate): boolean => a.fresh > b.fresh || (a.fresh === b.fresh && a.stale < b.stale);

/** Sums from the beginning, over two weeks, so that a span over the week's end is one difference. */
function sums(minutes: Minutes): Int32Array {
  const sums = new Int32Array(2 * WEEK + 1);
  for (let at = 0; at < 2 * WEEK; at++) sums[at + 1] = (sums[at] ?? 0) + (minutes[at % WEEK] ?? 0);
  return sums;
}

function candidates(times: number[], wanted: Int32Array, left: Int32Array): Candidate[] {
  const between = (sums: Int32Array, start: number, size: number): number => (sums[start + size] ?? 0) - (sums[start] ?? 0);
  const found: Candidate[] = [];
  for (const from of times) {
    for (const end of times) {
      const to = end === 0 ? DAY : end;
      if (from === to) continue;
      const size = length({ from, to });
      const candidate: Candidate = { days: 0, from, to, fresh: 0, stale: 0 };
      for (let day = 0; day < 7; day++) {
        const start = day * DAY + from;
        const fresh = between(left, start, size);
        if (fresh === 0 || between(wanted, start, size) < size) continue;
        candidate.days |= 1 << day;
        candidate.fresh += fresh;
        candidate.stale += size - fresh;
      }
      if (candidate.days !== 0) found.push(candidate);
    }
  }
  return found;
}

/** As the settings file has it; `null` where nothing is on. */
export const writeHours = (minutes: Minutes): string | null => spansOf(minutes)?.map(writeSpan).join(", ") ?? null;

/** A price during a span: `mon-fri 17:00-21:00 0.42`. The price is text: nothing here computes with it. */
export type Band = Span & { price: string };

export function parseBand(text: string): Band | null {
  const [, when = "", price = ""] = /^\s*(.*\S)\s+(\S+)\s*$/.exec(text) ?? [];
  const span = parseSpan(when);
  return span && { ...span, price };
}

export const writeBand = (band: Band): string => `${writeSpan(band)} ${band.price}`;
