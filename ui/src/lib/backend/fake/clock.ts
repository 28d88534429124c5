/** What time it is in a story: it stands still, so that pictures of it are equal, or it runs. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A Thursday evening, by the local clock. */
const EVENING = "2026-03-12T21:40:00";

export type Clock = { live: boolean; now(): number };

/** Puts the page's own clock to the story's. */
export function clock(now: string | null, live: boolean): Clock {
  const Real = Date;
  if (live && now === null) return { live, now: () => Real.now() };
  const start = new Real(now ?? EVENING).getTime();
  if (Number.isNaN(start)) throw new Error(`?now=${now ?? ""} is no time`);
  const began = performance.now();
  const at = live ? () => Math.round(start + performance.now() - began) : () => start;
  globalThis.Date = new Proxy(Real, {
    construct: (target, values: unknown[], made): Date => Reflect.construct(target, values.length === 0 ? [at()] : values, made) as Date,
    get: (target, key, from): unknown => (key === "now" ? at : Reflect.get(target, key, from)),
  });
  return { live, now: at };
}

/** The local midnight before an instant, so many days later. */
export function midnight(at: number, days = 0): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** The next time that the local clock shows this hour. */
export function nextAt(at: number, hour: number): number {
  const today = new Date(at).setHours(hour, 0, 0, 0);
  return today > at ? today : new Date(midnight(at, 1)).setHours(hour, 0, 0, 0);
}

/** Does something again and again while the clock runs; at once and to the end while it stands. `step` says whether it
 *  goes on. */
export function play(clock: Clock, every: number, step: () => boolean): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turn = (): void => {
    if (clock.live) {
      if (step()) timer = setTimeout(turn, every);
      return;
    }
    // Bounded, because a story that never ends would hang the page.
    for (let i = 0; i < 1000 && step(); i++);
  };
  // Nobody is told anything before they have what stops it.
  timer = setTimeout(turn, 0);
  return () => clearTimeout(timer);
}
