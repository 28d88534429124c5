/** What a day would bring: the rules of crates/policy/src/estimate.rs, in round numbers. */

import { minutesOf } from "../../hours";
import type { Assumption, Limits, PresetRow, SettingChange } from "../types";
import { allowed, type Model } from "./card";
import { delivered, list, number, rows, type Values } from "./settings";

/** What is known of this machine's days: minutes on which somebody is there, minutes for which it runs, and the share of
 *  the time for which there is work, in thousandths. */
export type Habits = { present: number; awake: number; demand: number; measured: boolean };
export const KNOWN: Habits = { present: 264, awake: 1080, demand: 620, measured: true };
/** Before anything was measured. */
export const SUPPOSED: Habits = { present: 240, awake: 1440, demand: 1000, measured: false };
const MICROS = 1_000_000;

type Day = { net: number; hours: number };

/** Whose day it is. `card`: `null` where it is not measured; `fixed`: what the market gives for an hour, whatever is asked. */
export type Machine = { card: Model | null; fixed: number | null; habits: Habits };

/** Micro-credits per kilowatt-hour. */
export const tariff = (values: Values): number => Math.round(number(values, "provider.tariff_per_kwh") * MICROS);

/** What is asked for an hour of the card's full work, in micro-credits. `fixed`: the market gives no more. */
export function hourly(values: Values, card: Model, fixed: number | null): number {
  if (fixed !== null) return fixed;
  const costs = ((card.delivered - card.rest) / 1000) * tariff(values) + number(values, "provider.wear_per_hour") * MICROS;
  return costs * (1 + number(values, "provider.margin_percent") / 100);
}

function day(values: Values, { card, fixed, habits }: Machine & { card: Model }, demand = habits.demand): Day {
  const minutes = minutesOf(list(values, "limits.hours"));
  let hours = (minutes ? minutes.reduce((sum, minute) => sum + minute, 0) / 7 / 60 : 24) * (demand / 1000) * (habits.awake / 1440);
  const present = number(values, "limits.idle_minutes") === 0 ? 0 : habits.present / habits.awake;
  const light = { stop: 0, light: number(values, "limits.light_share_percent") / 100, full: 1 }[values.get("limits.when_present") ?? "stop"] ?? 0;
  // While somebody is there, as much as is allowed then.
  hours *= 1 - present + present * light;
  const watts = Math.min(allowed(values, card, "power_watts") || card.delivered, card.delivered);
  const duty = Math.max(Math.min((watts - card.rest) / (card.delivered - card.rest), (allowed(values, card, "share_percent") || 100) / 100), 0);
  const kilowatts = ((card.delivered - card.rest) / 1000) * duty;
  const bounds = [
    number(values, "limits.hours_per_day"),
    number(values, "limits.energy_per_day_kwh") / kilowatts,
    (number(values, "limits.cost_per_day") * MICROS) / (kilowatts * tariff(values)),
  ];
  for (const most of bounds) if (most > 0) hours = Math.min(hours, most);
  if (duty === 0) hours = 0;
  // Gently is not only slower: the last watts bring least.
  const speed = duty ** 0.8;
  return { hours, net: Math.round(hours * (speed * hourly(values, card, fixed) - kilowatts * tariff(values))) };
}

/** Settings that bear on a day, and as what they would be none. */
const BEARING = ["limits.idle_minutes", "limits.hours", "limits.hours_per_day", "limits.energy_per_day_kwh", "limits.cost_per_day", "limits.power_watts", "limits.share_percent"];
const free = (name: string): string => (name === "limits.idle_minutes" ? "0" : delivered(name));

export function estimate(values: Values, machine: Machine): Limits {
  const { card, habits } = machine;
  const rests_on: Assumption[] = [
    { code: "own-price" },
    { code: "demand", share_permille: habits.demand, measured: habits.measured },
    ...(habits.measured ? [{ code: "awake" as const, minutes: habits.awake }] : []),
    { code: "presence", minutes: habits.present, measured: habits.measured },
    { code: "tariff", per_kwh: String(tariff(values)), mean: false },
  ];
  if (card === null) return { net_per_day: null, range: null, work_hours_permille: null, limits: [], rests_on };
  const measured = { ...machine, card };
  const { net, hours } = day(values, measured);
  const always = day(values, measured, 1000).net;
  const limits = rows(values)
    .filter(({ name, value }) => BEARING.includes(name) && value !== free(name))
    .map((row) => ({ ...row, effect_per_day: String(net - day(new Map([...values, [row.name, free(row.name)]]), measured).net) }));
  return {
    net_per_day: String(net),
    range: { low: String(Math.min(0, always)), high: String(Math.max(0, always)) },
    work_hours_permille: Math.round(hours * 1000),
    limits,
    rests_on: [...rests_on, { code: "power", above_rest: (card.delivered - card.rest) * 1000, measured: true }],
  };
}

const FREE = {
  "limits.idle_minutes": "10",
  "limits.when_present": "stop",
  "limits.light_share_percent": "30",
  "limits.screenless_always": "false",
  "limits.hours": "",
  "limits.hours_per_day": "0",
  "limits.power_watts": "0",
  "limits.temperature_c": "0",
  "limits.fan_percent": "0",
  "limits.share_percent": "100",
  "limits.on_battery": "false",
  "limits.on_metered": "false",
};

export function presets(values: Values, machine: Machine): PresetRow[] {
  const { card } = machine;
  const quiet = card === null ? { "limits.share_percent": "60" } : { "limits.power_watts": String(Math.ceil(card.delivered * 0.6)), "limits.temperature_c": "70", "limits.fan_percent": "50" };
  const all = {
    "quiet-nights": { ...FREE, "limits.hours": "daily 23:00-07:00", ...quiet },
    "when-away": { ...FREE, "limits.temperature_c": card === null ? "0" : "80" },
    everything: { ...FREE, "limits.idle_minutes": "5", "limits.when_present": "light", "limits.screenless_always": "true", "limits.temperature_c": card === null ? "0" : "83" },
  };
  return (["quiet-nights", "when-away", "everything"] as const).map((preset) => {
    const changes: SettingChange[] = Object.entries(all[preset]).map(([name, value]) => ({ name, value }));
    // To choose when it works is to say that it may.
    if (values.get("roles.provider") === "") changes.push({ name: "roles.provider", value: "true" });
    const limits = estimate(new Map([...values, ...changes.map(({ name, value }) => [name, value] as const)]), machine);
    return { preset, changes, limits, chosen: changes.every(({ name, value }) => values.get(name) === value) };
  });
}
