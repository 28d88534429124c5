/** Cards, and what their meters tell. Watts are of the kind that such cards take. */

import type { Device, Effort, GpuReading, MeasuredDevice, Restraint } from "../types";
import { Chance } from "./chance";
import { number, type Values } from "./settings";

const GIB = 2 ** 30;
const WATT = 1000;

/** A card as the story has it. Powers in watts. */
export type Model = {
  name: string;
  uuid: string;
  rest: number;
  least: number;
  most: number;
  delivered: number;
  gibibytes: number;
  samples_per_second: number;
  screen: boolean;
};

export const RTX_4070: Model = { name: "NVIDIA GeForce RTX 4070", uuid: "GPU-7c1f09a2", rest: 13, least: 100, most: 220, delivered: 200, gibibytes: 12, samples_per_second: 412_000_000, screen: true };
export const RTX_4090: Model = { name: "NVIDIA GeForce RTX 4090", uuid: "GPU-e05b7713", rest: 21, least: 150, most: 600, delivered: 450, gibibytes: 24, samples_per_second: 1_130_000_000, screen: true };
export const RTX_3060: Model = { name: "NVIDIA GeForce RTX 3060", uuid: "GPU-2a94c6d8", rest: 14, least: 100, most: 187, delivered: 170, gibibytes: 12, samples_per_second: 168_000_000, screen: false };

export type Load = "working" | "rest" | "game" | "hot";

export const measured = (card: Model): MeasuredDevice => ({ device: deviceOf(card.name), samples_per_second: card.samples_per_second });

export const deviceOf = (name: string): Device => ({ name, backend: "vulkan", driver: "580.95.05", kind: "discrete" });

export const SOFTWARE: MeasuredDevice = {
  device: { name: "llvmpipe (LLVM 15.0.6, 256 bits)", backend: "vulkan", driver: "llvmpipe", kind: "software" },
  samples_per_second: 1_240_000,
};

/** The owner's limit for this card, else for all; 0: none. */
export const allowed = (values: Values, card: Model, field: string): number =>
  number(values, `cards.${card.name}.${field}`) || number(values, `limits.${field}`);

/** How much of its time the card may work, and what it does not work harder for. */
export function effort(values: Values, card: Model, present: boolean): Effort {
  const watts = allowed(values, card, "power_watts") || card.delivered;
  const bounds: [number, Restraint][] = [
    [present && values.get("limits.when_present") === "light" ? number(values, "limits.light_share_percent") / 100 : 1, "presence"],
    [(allowed(values, card, "share_percent") || 100) / 100, "share"],
    [Math.max(watts - card.rest, 0) / (card.delivered - card.rest), "power"],
  ];
  const [share, by] = bounds.reduce((least, bound) => (bound[0] < least[0] ? bound : least));
  return { duty_permille: Math.round(Math.min(share, 1) * 1000), quantum_us: present ? 4_000 : 16_000, held_by: share < 1 ? by : null };
}

/** What the meters tell. `turn` counts readings: the numbers of each differ a little. */
export function reading(card: Model, load: Load, duty: number, at: number, turn: number): GpuReading {
  const chance = new Chance(turn * 31 + card.samples_per_second / 1e6);
  const near = (value: number, by: number): number => Math.round(value + (chance.share() - 0.5) * by);
  const share = { working: duty, rest: 0, game: 0.94, hot: 0.06 }[load];
  const power = card.rest + (card.delivered - card.rest) * share * 0.99;
  const used = { working: 3.4, rest: 0.6, game: 8.7, hot: 0.7 }[load];
  const foreign = { working: 0.6, rest: 0.6, game: 8.7, hot: 0.7 }[load];
  return {
    at,
    name: card.name,
    uuid: card.uuid,
    simulated: false,
    load_percent: load === "rest" ? near(2, 3) : near(share * 97, 3),
    foreign_load_percent: load === "game" ? near(93, 3) : 0,
    power: near(power * WATT, 1800),
    energy: null,
    power_limit: card.delivered * WATT,
    temperature_c: load === "hot" ? 84 : near(38 + share * 28, 1.5),
    memory_used: used * GIB,
    memory_total: card.gibibytes * GIB,
    foreign_memory: foreign * GIB,
    display_active: card.screen,
    source: "nvml",
    power_range: { least: card.least * WATT, most: card.most * WATT, default: card.delivered * WATT },
    fan_percent: load === "hot" ? 88 : load === "rest" ? 0 : near(24 + share * 22, 1.5),
    throttles: load === "hot" ? ["heat"] : [],
    encoder_sessions: 0,
    doubts: [],
  };
}
