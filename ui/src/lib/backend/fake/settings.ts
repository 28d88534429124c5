/** The settings of a story, with the daemon's names, sentences and refusals. */

import type { SettingChange, SettingFault, SettingRow } from "../types";
import { minutesOf, parseBand } from "../../hours";
import { trouble } from "./trouble";

export type Values = ReadonlyMap<string, string>;

/** Name, value as delivered, meaning. */
const ALL: readonly (readonly [name: string, value: string, meaning: string])[] = [
  ["roles.provider", "", "Work for others when this machine is idle; empty: not said yet, and nothing is worked on."],
  ["roles.requester", "true", "Allow work on other people's machines."],
  ["roles.index", "false", "List providers for others; for a machine that is always on."],
  ["limits.idle_minutes", "5", "Minutes without input before work starts; 0: it does not matter whether you are there."],
  ["limits.when_present", "stop", "While you are there: stop, light (a share of the card, short submissions) or full."],
  ["limits.light_share_percent", "30", "Share of the card in light mode, in percent."],
  ["limits.screenless_always", "false", "A card without a screen goes on working while you are there."],
  ["limits.others_percent", "25", "Use of the card by other programs above which no work is done, in percent; 100: work goes on beside them."],
  ["limits.hours", "", "When work is allowed, such as `mon-fri 22:00-07:00, sat-sun 0:00-24:00`; empty: always."],
  ["limits.hours_per_day", "0", "Hours of work in a day at most; 0: no limit."],
  ["limits.energy_per_day_kwh", "", "Kilowatt-hours of work in a day at most; empty: no limit."],
  ["limits.cost_per_day", "", "Credits of electricity in a day at most; empty: no limit."],
  ["limits.tariff_most", "", "No work while a kilowatt-hour costs more than so many credits; empty: no limit."],
  ["limits.power_watts", "0", "Watts of the card at most, averaged over a minute; 0: no limit."],
  ["limits.temperature_c", "0", "Degrees Celsius of the card at most; 0: no limit."],
  ["limits.fan_percent", "0", "Speed of the card's fan at most, in percent; 0: no limit."],
  ["limits.share_percent", "100", "Share of the card's time at most, in percent."],
  ["limits.set_card_limit", "true", "Use the card's own power limit for the watts where that is permitted, and put it back."],
  ["limits.on_battery", "false", "Work from the battery, too."],
  ["limits.on_metered", "false", "Work over a network that is paid by volume, too."],
  ["provider.quiet_seconds", "60", "How long a game or other use of the GPU must be over before work starts again."],
  ["provider.programs", "", "Programs beside which no work is done, by the name of their file."],
  ["provider.memory_mib", "4096", "Most device memory that a job may take, in MiB."],
  ["provider.tariff_per_kwh", "0.30", "Price of electricity, in credits per kilowatt-hour."],
  ["tariff.bands", "", "Other prices at some hours, such as `mon-fri 17:00-21:00 0.42`; the first that fits holds."],
  ["tariff.file", "", "A file that tells the price instead: a price, or lines of `TIME PRICE`, such as `2026-01-31T17:00+01:00 0.42`."],
  ["tariff.command", "", "A command that prints such lines instead, asked every few minutes."],
  ["provider.wear_per_hour", "0.01", "Wear of the card, in credits per hour of work."],
  ["provider.margin_percent", "25", "What is asked on top of the costs, in percent."],
  ["provider.adapter", "", "Name of the graphics adapter to use; empty: the fastest."],
  ["provider.models", "", "Models on the shelf that answer for others, by name."],
  ["accept.kinds", "render, generate, embed", "Kinds of work that are taken: render, generate, embed."],
  ["accept.blocked", "", "Nodes whose work is refused, by their names of 64 digits."],
  ["accept.mature", "false", "Take work whose requester says that it may be unsuitable for everybody. Nobody looks whether others say so truly."],
  ["models.disk_gib", "50", "GiB of disk that models may take."],
  ["models.fetch", "unmetered", "Fetch models that you ask for: ask (over any network), unmetered (not by volume) or never."],
  ["models.share", "true", "Let others fetch the models that answer for them, while this machine is idle."],
  ["network.listen", "/ip4/0.0.0.0/udp/0/quic-v1, /ip4/0.0.0.0/tcp/0", "Addresses to listen on."],
  ["network.index_nodes", "", "Index nodes: where providers are listed and found."],
  ["network.known_peers", "", "Nodes to stay connected to."],
  ["network.use_relays", "when-needed", "Have yourself called over an index node: when-needed (while nobody gets through to you), always or never."],
  ["network.relay", "with-index", "Carry calls between others who cannot reach each other: with-index (as an index node), always or never."],
  ["network.mdns", "false", "Find nodes in the local network. Shows this machine to it."],
];

/** What can be set for a single card. */
const OF_CARD: readonly (readonly [field: string, value: string, meaning: string])[] = [
  ["works", "true", "Whether this card works at all."],
  ["power_watts", "0", "Watts of this card at most; 0: as for all."],
  ["temperature_c", "0", "Degrees Celsius of this card at most; 0: as for all."],
  ["fan_percent", "0", "Fan speed of this card at most, in percent; 0: as for all."],
  ["share_percent", "0", "Share of this card's time at most, in percent; 0: as for all."],
  ["memory_mib", "0", "Memory of this card that a job may take at most, in MiB; 0: as for all."],
];

export const delivered = (name: string): string =>
  ALL.find(([known]) => known === name)?.[1] ?? OF_CARD.find(([field]) => name.endsWith(`.${field}`))?.[1] ?? "";

export const number = (values: Values, name: string): number => Number(values.get(name) ?? "") || 0;
export const list = (values: Values, name: string): string[] => (values.get(name) ?? "").split(", ").filter((item) => item !== "");

/** As delivered, but for these. */
export const settingsWith = (others: Record<string, string>): Values => new Map([...ALL.map(([name, value]) => [name, value] as const), ...Object.entries(others)]);

export function rows(values: Values): SettingRow[] {
  const cards = new Set([...values.keys()].flatMap((name) => /^cards\.(.+)\.[a-z_]+$/.exec(name)?.[1] ?? []));
  const ofCards = [...cards].flatMap((card) => OF_CARD.map(([field, value, meaning]) => [`cards.${card}.${field}`, value, meaning] as const));
  return [...ALL, ...ofCards].map(([name, value, meaning]) => ({ name, value: values.get(name) ?? value, meaning }));
}

/** All of them or none, as the daemon does it. */
export function changed(values: Values, changes: readonly SettingChange[]): Values {
  const fresh = new Map(values);
  for (const { name, value } of changes) {
    const wrong = fault(name, value.trim());
    if (wrong !== null) throw trouble({ code: "invalid-setting", name, fault: wrong });
    fresh.set(name, value.trim());
  }
  return fresh;
}

/** Entries put into a list and others taken out, as the daemon does it. */
export function edited(values: Values, name: string, put: readonly string[], take: readonly string[]): Values {
  const same = (one: string) => (other: string): boolean => one.toLowerCase() === other.toLowerCase();
  const items = list(values, name).filter((item) => !take.some(same(item)));
  return changed(values, [{ name, value: [...items, ...put.filter((fresh) => !items.some(same(fresh)))].join(", ") }]);
}

const MONEY: SettingFault = { code: "not-money", most: 1000 };
const RANGES: Record<string, readonly [least: number, most: number, zero: boolean]> = {
  idle_minutes: [0, 1440, true],
  light_share_percent: [1, 100, false],
  others_percent: [1, 100, false],
  hours_per_day: [0, 24, true],
  power_watts: [0, 1500, true],
  temperature_c: [30, 110, true],
  fan_percent: [0, 100, true],
  share_percent: [1, 100, false],
  margin_percent: [0, 10_000, true],
  quiet_seconds: [0, 86_400, true],
  memory_mib: [64, 1_048_576, false],
  disk_gib: [0, 65_536, true],
};
const KINDS: readonly string[] = ["render", "generate", "embed"];
const WORDS: Record<string, readonly string[]> = { "limits.when_present": ["stop", "light", "full"], "models.fetch": ["ask", "unmetered", "never"], "network.use_relays": ["when-needed", "always", "never"], "network.relay": ["with-index", "always", "never"] };

function fault(name: string, value: string): SettingFault | null {
  const known = rows(settingsWith({ [name]: value })).some((row) => row.name === name);
  if (!known) return { code: "unknown" };
  const field = name.split(".").at(-1) ?? "";
  const range = RANGES[field];
  if (range) return inRange(value, ...range, name.startsWith("cards."));
  if (["tariff_per_kwh", "wear_per_hour"].includes(field)) return isDecimal(value, 6) && Number(value) <= 1000 ? null : MONEY;
  if (["cost_per_day", "tariff_most"].includes(field)) return value === "" || (isDecimal(value, 6) && Number(value) <= 1000) ? null : MONEY;
  if (field === "energy_per_day_kwh") return value === "" || isDecimal(value, 3) ? null : { code: "not-energy" };
  return faultOfWords(name, value);
}

function faultOfWords(name: string, value: string): SettingFault | null {
  const items = value.split(", ").filter((item) => item !== "");
  const words = WORDS[name];
  if (words) return words.includes(value) ? null : { code: "not-word", words: [...words] };
  if (name === "roles.provider" && value === "") return null;
  if (name === "roles.provider" || ["true", "false"].includes(delivered(name))) return ["true", "false"].includes(value) ? null : { code: "not-switch" };
  if (name === "limits.hours") return minutesOf(items) ? null : { code: "not-hours", text: value };
  if (name === "tariff.bands") return items.every(parseBand) ? null : { code: "not-band", text: value };
  if (name === "accept.blocked") return items.every((item) => /^[0-9a-f]{64}$/.test(item)) ? null : { code: "not-nodes" };
  if (name !== "accept.kinds") return null;
  return items.length > 0 && items.every((item) => KINDS.includes(item)) ? null : { code: "not-word", words: [...KINDS] };
}

function inRange(value: string, least: number, most: number, zero: boolean, ofCard: boolean): SettingFault | null {
  if (!/^\d+$/.test(value)) return { code: "not-whole" };
  const at = Number(value);
  const right = at <= most && (at >= least || (at === 0 && (zero || ofCard)));
  return right ? null : { code: "out-of-range", least, most, or_zero: zero && least > 0 };
}

const isDecimal = (value: string, places: number): boolean => new RegExp(`^\\d+(\\.\\d{1,${places}})?$`).test(value);
