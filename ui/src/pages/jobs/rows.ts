/** The list of jobs as it grows at both ends, and what a row says about its money. */

import type { JobFilter, JobRow, Side } from "../../lib/backend/types";
import { minus } from "../../lib/format";

/** One row for each job, side and peer. */
export const key = (row: Pick<JobRow, "job" | "side" | "peer">): string => `${row.job}/${row.side}/${row.peer}`;

/** A job as `#/jobs/<job>/<side>/<peer>` names it; `null`: the address names none. */
export function fromAddress(rest: string): Pick<JobRow, "job" | "side" | "peer"> | null {
  const [job, side, peer] = rest.split("/");
  const isSide = (name: string | undefined): name is Side => name === "provider" || name === "requester";
  return job && isSide(side) && peer ? { job, side, peer } : null;
}

/** The newest page over what was there before. A page that is not full is everything; one that no longer touches the
 *  old rows leaves a gap that only asking again can fill. */
export function merge(old: JobRow[], fresh: JobRow[], page: number): { rows: JobRow[]; complete: boolean | null } {
  if (fresh.length < page) return { rows: fresh, complete: true };
  const known = new Set(fresh.map(key));
  const older = old.filter((row) => !known.has(key(row)));
  if (older.length === old.length) return { rows: fresh, complete: false };
  return { rows: [...fresh, ...older], complete: null };
}

/** An older page below what is there. */
export function append(rows: JobRow[], older: JobRow[]): JobRow[] {
  const known = new Set(rows.map(key));
  return [...rows, ...older.filter((row) => !known.has(key(row)))];
}

/** The first row that is drawn and the one after the last: those in view and some on both sides of it.
 *  `top`: how much of the list is above the window. */
export function inView(top: number, height: number, row: number, count: number, beside: number): [number, number] {
  const first = Math.min(Math.max(Math.floor(top / row) - beside, 0), count);
  const last = Math.min(Math.max(Math.ceil((top + height) / row) + beside, first), count);
  return [first, last];
}

/** How far a job's money is, and how much of it is on its way. */
export type MoneyState = { state: "final" | "paid" | "none" } | { state: "pending" | "held" | "to-pay"; amount: string };

export function moneyState({ side, state, gross, settled }: JobRow): MoneyState {
  const open = minus(gross, settled);
  if (gross === "0") return { state: "none" };
  if (BigInt(open) <= 0n) return { state: side === "provider" ? "final" : "paid" };
  if (side === "requester") return { state: "to-pay", amount: open };
  return { state: state.state === "open" ? "pending" : "held", amount: open };
}

/** What a job left or cost, as a sum of this node's purse. */
export const purse = ({ side, net, gross }: JobRow): string => (side === "provider" ? net : minus("0", gross));

export const EVERYTHING: JobFilter = { side: null, kind: null, peer: null, before: null };
export const isFiltered = ({ side, kind, peer }: JobFilter): boolean => side !== null || kind !== null || peer !== null;
