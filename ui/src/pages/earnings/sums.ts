/** Spans, and what is reckoned from their sums. Money stays whole; floats are for heights on the screen alone. */

import type { Bucket, Earnings, History, Step } from "../../lib/backend/types";

export const SPANS = ["day", "week", "month", "all"] as const;
export type Span = (typeof SPANS)[number];

/** The span that an address asks for; a week tells most at a glance. */
export const asSpan = (rest: string): Span => SPANS.find((span) => span === rest) ?? "week";

const DAYS = { day: 1, week: 7, month: 30 } as const;
/** Fewer months than this say more day by day. */
const MONTHS_LEAST = 4;
const KWH_MILLIJOULES = 3_600_000_000n;

/** Midnight of its first day, by the local clock; `null`: the beginning. */
export function since(span: Span, now: number): number | null {
  if (span === "all") return null;
  const first = new Date(now);
  first.setHours(0, 0, 0, 0);
  first.setDate(first.getDate() - DAYS[span] + 1);
  return first.getTime();
}

/** All time is cut into months, and a few months into days. */
export async function fetchSpan(ask: (since: number | null, step: Step) => Promise<History>, span: Span, now: number): Promise<{ history: History; step: Step }> {
  const step = ({ day: "hour", week: "day", month: "day", all: "month" } as const)[span];
  const history = await ask(since(span, now), step);
  if (span !== "all" || history.buckets.length >= MONTHS_LEAST) return { history, step };
  return { history: await ask(null, "day"), step: "day" };
}

/** A bucket, or an hour that is still to come. */
export type Slot = { start: number; sums: Earnings | null };

/** A day has all its hours, those that are still to come too. */
export function wholeDay(buckets: Bucket[]): Slot[] {
  const first = buckets[0];
  if (!first) return buckets;
  const midnight = new Date(first.start);
  midnight.setDate(midnight.getDate() + 1);
  midnight.setHours(0, 0, 0, 0);
  const whole: Slot[] = [...buckets];
  for (let start = (buckets.at(-1)?.start ?? first.start) + 3_600_000; start < midnight.getTime(); start += 3_600_000) {
    whole.push({ start, sums: null });
  }
  return whole;
}

/** What a column is made of, in credits. `kept + paid` is what was earned, `paid - lost` the electricity. */
export type Heights = { kept: number; paid: number; lost: number; net: number | null };

export function heights(sums: Earnings | null): Heights {
  if (sums === null) return { kept: 0, paid: 0, lost: 0, net: null };
  const { gross, net } = sums;
  const left = BigInt(net);
  const kept = left > 0n ? left : 0n;
  return { kept: height(kept), paid: height(BigInt(gross) - kept), lost: height(left - kept), net: height(left) };
}
const height = (micros: bigint): number => Number(micros) / 1e6;

/** Net for a kilowatt-hour; `null` where no meter told. */
export function perKwh({ net, energy }: Earnings): string | null {
  const millijoules = BigInt(Math.round(energy));
  return millijoules <= 0n ? null : ((BigInt(net) * KWH_MILLIJOULES) / millijoules).toString();
}

/** A part in percent of the whole. */
export function share(part: string, whole: string): number {
  const all = BigInt(whole);
  return all <= 0n ? 0 : Number((BigInt(part) * 1000n) / all) / 10;
}

/** The hour of the day that left most, if one left anything. */
export function bestHour(hours: Earnings[]): number | null {
  let best: number | null = null;
  let most = 0n;
  hours.forEach(({ net }, hour) => {
    if (BigInt(net) <= most) return;
    most = BigInt(net);
    best = hour;
  });
  return best;
}

export const isEmpty = ({ units, gross, electricity, spent }: Earnings): boolean => units === 0 && gross === "0" && electricity === "0" && spent === "0";
