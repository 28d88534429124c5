/** One job whole: its units, its receipts, its picture. */

import type { JobDetail, ReceiptRow, UnitRow, UnitState } from "../types";
import { row, type Entry } from "./books";
import { Chance, OURS } from "./chance";
import { DAY } from "./clock";
import { picture } from "./picture";

const UNITS_MOST = 500;
/** Pictures of older jobs are not kept. */
const KEPT = 30 * DAY;

export function detail(entry: Entry, now: number): JobDetail {
  const units = unitsOf(entry);
  const kept = entry.kind === "render" && entry.units > 0 && now - entry.changed_at < KEPT;
  return {
    row: row(entry),
    units: units.slice(-UNITS_MOST),
    receipts: receiptsOf(entry, units),
    energy: entry.side === "provider" ? entry.energy : null,
    png_base64: kept ? picture(entry.state.state === "open" ? 0.5 : 1) : null,
  };
}

/** Parts of a whole that sum up to it. */
const part = (whole: number, i: number, of: number): number => Math.floor((whole * (i + 1)) / of) - Math.floor((whole * i) / of);

function unitsOf(entry: Entry): UnitRow[] {
  const chance = new Chance(parseInt(entry.job.slice(0, 7), 16));
  const all = entry.units + entry.void_units;
  let paid = 0;
  return Array.from({ length: all }, (_, i) => {
    // What came to nothing came last: it is what ended the job.
    const isVoid = i >= entry.units;
    const gross = isVoid ? 0 : part(entry.gross, i, entry.units);
    const electricity = part(entry.electricity, i, all);
    paid += gross;
    return {
      job: entry.job,
      unit: chance.hex(64),
      side: entry.side,
      state: stateOf(entry, isVoid, paid),
      gross: String(gross),
      energy: entry.side === "provider" ? part(entry.energy, i, all) : null,
      electricity: String(electricity),
      net: String(gross - electricity),
      busy_ms: Math.round(((entry.changed_at - entry.opened_at) / all) * (0.8 + chance.share() * 0.15)),
      changed_at: Math.round(entry.opened_at + ((entry.changed_at - entry.opened_at) * (i + 1)) / all),
    };
  });
}

function stateOf(entry: Entry, isVoid: boolean, paid: number): UnitState {
  if (isVoid) return { state: "void", why: entry.state.state === "ended" && entry.state.reason === "owner-returned" ? "preempted" : "worker-failed" };
  return { state: paid <= entry.settled ? "final" : "pending" };
}

/** Cumulative, each over all before it. */
function receiptsOf(entry: Entry, units: readonly UnitRow[]): ReceiptRow[] {
  const chance = new Chance(parseInt(entry.job.slice(7, 14), 16));
  const receipts: ReceiptRow[] = [];
  let total = 0;
  for (const unit of units) {
    if (unit.state.state !== "final") continue;
    total += Number(unit.gross);
    receipts.push({
      at: unit.changed_at + 900,
      payer: entry.side === "provider" ? entry.peer : OURS,
      units: receipts.length + 1,
      total: String(total),
      statement: `69646c65776174742f72656365697074${chance.hex(128)}`,
      signature: chance.hex(128),
    });
  }
  return receipts.reverse();
}
