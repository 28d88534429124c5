/** How a job's work was checked, read off its units. */

import type { JobRow, UnitRow } from "../../lib/backend/types";
import { failureWords } from "../../lib/sentences";
import { t } from "../../lib/words/words.svelte";

type Ids = UnitRow["state"]["state"];
export const UNIT = { started: "jobs-unit-started", pending: "jobs-unit-pending", final: "jobs-unit-final", void: "jobs-unit-void" } as const satisfies Record<Ids, string>;

/** One sentence for each way in which units ended. */
export function checkedWords(row: Pick<JobRow, "side" | "state">, units: UnitRow[]): string[] {
  const bought = row.side === "requester";
  const how = (state: Ids): number => units.filter((unit) => unit.state.state === state).length;
  const [final, pending, started] = [how("final"), how("pending"), how("started")];
  const said: string[] = [];
  if (final > 0) said.push(t(bought ? "jobs-checked-final-bought" : "jobs-checked-final", { count: final }));
  if (pending > 0) {
    const held = row.state.state === "ended";
    said.push(t(bought ? "jobs-checked-pending-bought" : held ? "jobs-checked-held" : "jobs-checked-pending", { count: pending }));
  }
  if (started > 0) said.push(t("jobs-checked-started", { count: started }));
  const why = new Map<string, number>();
  for (const { state } of units) {
    if (state.state === "void") why.set(failureWords(state.why), (why.get(failureWords(state.why)) ?? 0) + 1);
  }
  for (const [words, count] of why) said.push(t("jobs-checked-void", { count, why: words }));
  return said.length > 0 ? said : [t("jobs-checked-none")];
}

/** An amount for each unit, as a shop's till divides; `null`: there are none. */
export function perUnit(amount: string, units: number): string | null {
  if (units <= 0) return null;
  const [value, by] = [BigInt(amount), BigInt(units)];
  const half = value < 0n ? -by / 2n : by / 2n;
  return ((value + half) / by).toString();
}
