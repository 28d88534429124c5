/** What can be played: `?scene=NAME`. Each is the everyday one with something else about it. */

import type { MeasuredDevice, WaitReason } from "../types";
import type { Past } from "./books";
import { measured, RTX_3060, RTX_4070, RTX_4090, SOFTWARE, type Load, type Model } from "./card";
import { nextAt } from "./clock";
import type { Reach } from "./mesh";

export type Scene = {
  cards: Model[];
  device: MeasuredDevice | null;
  /** What the meters show while no work is done. */
  rest: Load;
  /** Why there are no meters. */
  meters: string | null;
  /** Why no work is done; `null`: it is, at `work`. */
  wait: ((now: number) => WaitReason) | null;
  work: "render" | "generate" | null;
  paused: boolean;
  /** Somebody is at the machine. */
  present: boolean;
  past: Past | null;
  /** Micro-credits that the market gives for an hour; `null`: what is asked. */
  hourly: number | null;
  peers: number;
  reach: Reach;
  settings: Record<string, string>;
  welcomed: boolean;
  lost: boolean;
  simulated: boolean;
};

const PAST: Past = { days: 96, jobs_per_day: 8, jobs_most: 20_000, rate: 104_000, watts: 178, tariff: 300_000, disputed: false };

const everyday: Scene = {
  cards: [RTX_4070],
  device: measured(RTX_4070),
  rest: "rest",
  meters: null,
  wait: null,
  work: "render",
  paused: false,
  present: false,
  past: PAST,
  hourly: null,
  peers: 11,
  reach: "direct",
  settings: { "roles.provider": "true", "network.index_nodes": "/dns4/index.idlewatt.example/udp/4001/quic-v1, /ip4/198.51.100.3/udp/4001/quic-v1", "provider.models": "Qwen3-4B", "provider.programs": "blender" },
  welcomed: true,
  lost: false,
  simulated: false,
};

const waiting = (wait: Scene["wait"], more: Partial<Scene> = {}): Partial<Scene> => ({ wait, work: null, ...more });
const blind: Partial<Scene> = { cards: [], device: null };

const scenes = {
  /** A picture is rendered for somebody. */
  working: {},
  /** A model answers. */
  text: { work: "generate" },
  ready: waiting(() => ({ code: "no-work" })),
  game: waiting(() => ({ code: "program-running", name: "eldenring.exe" }), { rest: "game", present: true }),
  present: waiting(() => ({ code: "owner-present", minutes: 5 }), { present: true }),
  hours: waiting((now) => ({ code: "outside-hours", until: nextAt(now, 22) }), { settings: { ...everyday.settings, "limits.hours": "mon-fri 22:00-07:00, sat,sun 00:00-24:00" } }),
  paused: { paused: true },
  offline: waiting(() => ({ code: "no-mesh" }), { peers: 0, reach: "alone" }),
  lost: { lost: true },
  "no-gpu": waiting(() => ({ code: "no-device", wanted: null }), { ...blind, meters: "No card was found that tells its load, power or temperature.", past: null }),
  "no-driver": waiting(() => ({ code: "no-device", wanted: null }), { ...blind, meters: "The driver of the NVIDIA card at 01:00.0 is not loaded.", past: null }),
  /** Electricity eats more than work brings. */
  loss: { past: { ...PAST, rate: 46_000, tariff: 420_000 }, hourly: 46_000, settings: { ...everyday.settings, "provider.tariff_per_kwh": "0.42" } },
  /** Somebody does not pay. */
  disputed: { past: { ...PAST, disputed: true } },
  many: { past: { ...PAST, days: 1000, jobs_per_day: 44, jobs_most: 9_999 } },
  /** Nobody gets through the router, but an index node relays. */
  relayed: waiting(() => ({ code: "no-work" }), { peers: 6, reach: "relayed" }),
  /** The first run is done, and nothing earned yet. */
  "first-day": waiting(() => ({ code: "no-work" }), { past: null, peers: 4, reach: "outgoing-only" }),
  /** Just installed: the card is found, and nothing is asked yet. */
  new: waiting(() => ({ code: "no-work" }), { past: null, peers: 3, reach: "unknown", welcomed: false, settings: { ...everyday.settings, "roles.provider": "" } }),
  /** The first run was left before its question: nothing is worked on. */
  unsaid: waiting(() => ({ code: "no-work" }), { past: null, peers: 3, reach: "unknown", settings: { ...everyday.settings, "roles.provider": "" } }),
  /** Just installed, and working for others is switched off: nobody looks at the card. */
  "switched-off": waiting(() => ({ code: "role-off" }), { past: null, device: null, peers: 0, reach: "unknown", welcomed: false, settings: { "roles.provider": "false" } }),
  "third-year": { past: { ...PAST, days: 1080, jobs_per_day: 5 } },
  "two-cards": { cards: [RTX_4090, RTX_3060], device: measured(RTX_4090), past: { ...PAST, rate: 262_000, watts: 420 } },
  software: { cards: [], device: SOFTWARE, meters: "No NVIDIA driver was found, so no card tells its load, power or temperature.", past: { ...PAST, days: 3, rate: 1_400, watts: 45 } },
  hot: waiting(() => ({ code: "too-hot", temperature_c: 84, most_c: 80 }), { rest: "hot", settings: { ...everyday.settings, "limits.temperature_c": "80" } }),
  /** A script plays the card, and every window must say so. */
  simulated: { simulated: true },
} satisfies Record<string, Partial<Scene>>;

export type SceneName = keyof typeof scenes;

export function sceneOf(name: string): Scene {
  if (!(name in scenes)) throw new Error(`there is no scene ${name}, only ${Object.keys(scenes).join(", ")}`);
  return { ...everyday, ...(scenes[name as SceneName] as Partial<Scene>) };
}
