/** Others in the mesh: who is there, what they offer, what they do when they are asked. */

import { findingWords } from "../../findings";
import type { ChatOrder, ChatStep, RenderOrder, RenderStep } from "../backend";
import type { Finding, Found, MarketRow, ModelRow, Network, NoProvider, PeerRecord, PeerRow, Reachability, RefusalRow } from "../types";
import { deviceOf } from "./card";
import { pictureTitle, textTitle } from "./books";
import { Chance, nodeOf, OURS } from "./chance";
import { HOUR, MINUTE, play, type Clock } from "./clock";
import { picture } from "./picture";

const MIB = 2 ** 20;

export type Reach = "direct" | "relayed" | "outgoing-only" | "unknown" | "alone";

const reachability = (reach: Reach): Reachability => {
  switch (reach) {
    case "direct":
      return { reach, address: "/ip4/203.0.113.24/udp/48213/quic-v1" };
    case "alone":
      return { reach, what: "None of the 2 index nodes in the settings answers." };
    case "relayed":
      return { reach, through: [nodeOf(1), nodeOf(2)], punched: 11, tries: 14 };
    case "outgoing-only":
      return { reach, relay: "not-offered" };
    default:
      return { reach };
  }
};

const peer = (i: number): PeerRow => {
  const quic = i % 4 !== 3;
  const address = `/ip4/198.51.100.${10 + i * 7}/${quic ? "udp" : "tcp"}/${40_000 + i * 311}${quic ? "/quic-v1" : ""}`;
  return { node: nodeOf(i + 1), address, transport: quic ? "quic" : "tcp", rtt_us: i === 9 ? null : 8_400 + ((i * 37_517) % 140_000) };
};

const CARDS = [
  ["NVIDIA GeForce RTX 3060", 168_000_000, 61],
  ["NVIDIA GeForce RTX 4060 Ti", 255_000_000, 52],
  ["NVIDIA GeForce RTX 4090", 1_130_000_000, 44],
  ["AMD Radeon RX 7900 XTX", 690_000_000, 49],
  ["NVIDIA GeForce RTX 5080", 960_000_000, 47],
  ["Apple M3 Max", 210_000_000, 38],
  ["Intel Arc B580", 190_000_000, 66],
  ["NVIDIA GeForce GTX 1660 SUPER", 74_000_000, 97],
] as const;

function market(ours: MarketRow | null): MarketRow[] {
  const rows = CARDS.map(([name, samples, floor], i): MarketRow => ({
    provider: nodeOf(i + 1),
    device: name.startsWith("Apple") ? { ...deviceOf(name), backend: "metal", driver: "", kind: "integrated" } : deviceOf(name),
    floor_per_gigasample: String(floor),
    samples_per_second: samples,
    free: i % 3 !== 1,
    ours: false,
  }));
  return [...rows, ...(ours ? [ours] : [])].sort((a, b) => Number(a.floor_per_gigasample) - Number(b.floor_per_gigasample));
}

export const peersOf = (count: number): PeerRow[] => Array.from({ length: count }, (_, i) => peer(i));

export function network(peers: number, reach: Reach, records: PeerRecord[], samples: number | null, floor: string): Network {
  const ours = samples === null ? null : { provider: OURS, device: deviceOf("NVIDIA GeForce RTX 4070"), floor_per_gigasample: floor, samples_per_second: samples, free: true, ours: true };
  return {
    peers: peersOf(peers),
    reachability: reachability(reach),
    addresses: ["/ip4/192.168.1.40/udp/48213/quic-v1", "/ip4/192.168.1.40/tcp/48213"],
    relays_for: null,
    records,
    market: peers === 0 ? (ours ? [ours] : []) : market(ours),
  };
}

const hash = (number: number): string => new Chance(number + 500).hex(64);

/** `alone`: there is nobody, so there is only what is here. */
export function models(alone: boolean): ModelRow[] {
  const offers = (first: number, count: number, floor: number, decode: number): ModelRow["offers"] =>
    Array.from({ length: alone ? 0 : count }, (_, i) => ({
      provider: nodeOf(first + i),
      floor: { per_giga: String(floor + i * 23_000) },
      speed: { prefill: decode * 14 + i * 40, decode: decode - i * 6 },
      tokens: 8192,
      free: i !== 1,
    }));
  const rows: ModelRow[] = [
    {
      name: "Qwen3-4B",
      hash: hash(1),
      size: 2_381 * MIB,
      kind: "generate",
      facts: { name: "Qwen3 4B", kind: "generate", architecture: "qwen3", format: "Q4_K", parameters: 4_022_468_096, layers: 36, width: 2560, vocabulary: 151_936, context: 40_960, chat: true, weight_bytes: 2_290 * MIB, token_bytes: 147_456 },
      speed: { prefill: 1840, decode: 112 },
      offers: offers(2, 3, 178_000, 96),
    },
    {
      name: "nomic-embed-text-v1.5",
      hash: hash(2),
      size: 261 * MIB,
      kind: "embed",
      facts: { name: "nomic-embed-text-v1.5", kind: "embed", architecture: "nomic-bert", format: "F16", parameters: 136_727_040, layers: 12, width: 768, vocabulary: 30_522, context: 2048, chat: false, weight_bytes: 261 * MIB, token_bytes: 0 },
      speed: { prefill: 21_400, decode: 0 },
      offers: offers(5, 2, 74_000, 210),
    },
    { name: "Llama-3.2-3B-Instruct", hash: hash(3), size: 1_926 * MIB, kind: "generate", facts: null, speed: null, offers: offers(1, 2, 142_000, 118) },
    { name: "Qwen2.5-Coder-7B", hash: hash(4), size: 4_466 * MIB, kind: "generate", facts: null, speed: null, offers: offers(3, 2, 311_000, 61) },
  ];
  return rows.filter((row) => row.facts !== null || row.offers.length > 0);
}

/** Whoever is blocked goes on asking. `known`: this machine has been asked before. */
export const refusals = (now: number, known: boolean, blocked: string[]): RefusalRow[] => [
  ...blocked.map((requester, i): RefusalRow => ({ at: now - (i + 1) * MINUTE, requester, title: pictureTitle(1920, 1080, 512), refusal: "blocked", sum: null })),
  ...(known ? usual(now) : []),
];

const usual = (now: number): RefusalRow[] => [
  { at: now - 22 * MINUTE, requester: nodeOf(11), title: pictureTitle(3840, 2160, 4096), refusal: { "below-floor": { floor: { per_giga: "1720" } } }, sum: { offered: "1210", electricity: "1180", wear: "196" } },
  { at: now - 95 * MINUTE, requester: nodeOf(4), title: pictureTitle(7680, 4320, 512), refusal: { "too-large": { needs: 9.4 * 2 ** 30, allowed: 4 * 2 ** 30 } }, sum: null },
  { at: now - 3 * HOUR, requester: nodeOf(17), title: textTitle("Llama-3.3-70B"), refusal: "no-model", sum: null },
  { at: now - 4 * HOUR, requester: nodeOf(13), title: textTitle("Qwen3-4B"), refusal: "mature", sum: null },
  { at: now - 5 * HOUR, requester: nodeOf(11), title: pictureTitle(1920, 1080, 64), refusal: "not-idle", sum: null },
  { at: now - 26 * HOUR, requester: nodeOf(7), title: textTitle("Qwen3-4B"), refusal: { unpaid: { owed: "18400" } }, sum: null },
];

export function findings(of: { adapter: Found; meters: Found[]; peers: number; program: string | null; transfers: number }): Finding[] {
  const found: Found[] = [
    of.adapter,
    ...of.meters,
    { code: "source-read", name: "logind" },
    { code: "source-failed", name: "NetworkManager", what: "it does not tell" },
    of.program === null ? { code: "programs-quiet" } : { code: "program-runs", name: of.program },
    { code: "settings", path: "/home/sam/.local/share/idlewatt/settings.toml" },
    { code: "listening", addresses: ["/ip4/192.168.1.40/udp/48213/quic-v1", "/ip4/192.168.1.40/tcp/48213"] },
    of.peers > 0 ? { code: "index-nodes", ours: false, connected: 2 } : { code: "index-silent", set: 2 },
    { code: "books", transfers: of.transfers },
  ];
  return found.map((found) => ({ health: BAD.includes(found.code) ? "bad" : findingWords(found) ? "notice" : "good", found }));
}

const BAD: readonly Found["code"][] = ["adapter-missing", "index-silent"];

/** Somebody renders a picture: a few seconds, or at once. Stopping gives it up. */
/** `nobody`: why nobody does it. */
export function render(clock: Clock, order: RenderOrder, hear: (step: RenderStep) => void, done: (cost: number) => void, nobody: NoProvider | null = null): () => void {
  const of = order.width * order.height * order.spp;
  const whole = Math.max(Math.round((of / 1e9) * 1650), 1);
  const steps: RenderStep[] = [
    {
      event: "checked",
      job: new Chance(99).hex(32),
      facts: { triangles: 48_211, instanced_triangles: 1_204_870, instances: 312, materials: 14, lights: 3, cameras: ["Camera", "Close"], device_bytes: 214 * MIB, duration_us: 0, unsupported: ["the glTF extension KHR_materials_sheen"] },
    },
    { event: "searching" },
  ];
  if (nobody) steps.push({ event: "ended", outcome: { outcome: "no-provider", why: nobody }, cost: "0" });
  else steps.push({ event: "agreed", provider: nodeOf(3), device: deviceOf("NVIDIA GeForce RTX 4090"), price: { per_giga: "1650" } });
  for (let part = 1; part <= 20 && !nobody; part++) {
    steps.push({ event: "progress", pixel_samples: Math.round((of * part) / 20), of, cost: String(Math.round((whole * part) / 20)) });
    if (part % 2 === 0) steps.push({ event: "pictured" }, { event: "picture", png_base64: picture(part / 20) });
  }
  if (!nobody) steps.push({ event: "ended", outcome: { outcome: "done" }, cost: String(whole) });
  let at = 0;
  let cost = 0;
  const stop = play(clock, 250, () => {
    const step = steps[at++];
    if (step === undefined) return false;
    if (step.event === "progress") cost = Number(step.cost);
    if (step.event === "ended" && !nobody) done(cost);
    hear(step);
    return true;
  });
  return () => {
    if (at >= steps.length) return;
    stop();
    at = steps.length;
    hear({ event: "ended", outcome: { outcome: "cancelled" }, cost: String(cost) });
  };
}

const ANSWER =
  "A path tracer follows light backwards, from the eye into the scene. At each surface it asks two questions: how much light arrives here, and how much of it leaves towards the eye?\n\nBoth are answered by trying: a random direction, then another, many times over. Few tries give a grainy picture, and each time you want half the grain you need four times as many tries. That is why a picture that looks nearly done can still have most of its work ahead.";

/** Somebody answers, word by word. */
export function chat(clock: Clock, order: ChatOrder, hear: (step: ChatStep) => void): () => void {
  const words = ANSWER.split(/(?<=\s)/).slice(0, order.max_tokens);
  const prompt = order.messages.reduce((sum, { content }) => sum + Math.ceil(content.length / 4), 9);
  let at = -1;
  let ended = false;
  const end = (): void => {
    ended = true;
    const said = Math.max(at, 0);
    hear({ event: "ended", prompt_tokens: prompt, said_tokens: said, cost: String(Math.round((said + prompt / 10) * 0.201)) });
  };
  const stop = play(clock, 40, () => {
    if (at < 0) hear({ event: "answering", provider: nodeOf(2), price: "201000" });
    else if (at < words.length) hear({ event: "said", text: words[at] ?? "" });
    else end();
    at += 1;
    return !ended;
  });
  return () => {
    if (ended) return;
    stop();
    end();
  };
}
