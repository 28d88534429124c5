/** What an hour of the work in hand brings. */

import type { Limits, Status } from "./backend/types";

const GIGA = 1_000_000_000n;
const SECONDS = 3600n;
/** Milliwatts of an hour in a kilowatt-hour. */
const MILLIWATTS = 1_000_000n;

/** What work takes more than rest, in milliwatts; `null`: nobody knows. */
export const aboveRest = (limits: Limits | null): number | null => limits?.rests_on.find((row) => row.code === "power")?.above_rest ?? null;

/** Micro-credits that an hour of the picture in hand leaves, at the speed that was measured and the effort that is allowed, after
 *  electricity; `null`: something of that is not known. */
export function netPerHour(status: Status | null, aboveRest: number | null): string | null {
  const { current: job, device, effort, tariff_per_kwh: tariff } = status ?? {};
  if (!job || job.kind !== "render" || !device || !effort || tariff == null || aboveRest === null) return null;
  const full = (BigInt(job.price.per_giga) * BigInt(Math.round(device.samples_per_second)) * SECONDS) / GIGA;
  const electricity = (BigInt(tariff) * BigInt(Math.round(aboveRest))) / MILLIWATTS;
  return String(((full - electricity) * BigInt(effort.duty_permille)) / 1000n);
}
