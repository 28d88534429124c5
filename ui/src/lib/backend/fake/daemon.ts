/** The daemon of a story: what it is doing, and what its books and settings say. */

import { minutesOf } from "../../hours";
import type { Link, LostCode, PauseSpan } from "../backend";
import type { Activity, CurrentJob, Found, Preview, SettingChange, Status, WaitReason } from "../types";
import { Books, pictureTitle, textTitle, type Entry } from "./books";
import { effort, reading } from "./card";
import { Chance, nodeOf, OURS } from "./chance";
import { DAY, HOUR, MINUTE, midnight, nextAt, SECOND, type Clock } from "./clock";
import { hourly, tariff } from "./estimate";
import { peersOf } from "./mesh";
import { picture } from "./picture";
import type { Scene } from "./scenes";
import { changed, delivered, edited, list, number, settingsWith, type Values } from "./settings";
import { NOT_RUNNING, Refused } from "./trouble";

/** A unit takes so long, and a picture so many of them. */
const UNIT_MS = 8 * SECOND;
const PICTURE_UNITS = 16;
const TOKENS_PER_SECOND = 104;

export class Daemon {
  values: Values;
  readonly books: Books;
  device: Scene["device"];
  #paused: { until: number | null } | null;
  #lost: boolean;
  /** The story's own reason to wait; resuming ends those that pass. */
  #wait: Scene["wait"];
  #work: Scene["work"];
  readonly #open: Entry | null;
  readonly #began: number;
  readonly #rate: number;
  #turn = 0;
  #heard: ((link: Link) => void)[] = [];

  constructor(
    private readonly scene: Scene,
    private readonly clock: Clock,
    private readonly lostCode: LostCode,
  ) {
    this.values = settingsWith(scene.settings);
    this.device = scene.device;
    this.#lost = scene.lost;
    this.#wait = scene.wait;
    this.#work = scene.work;
    this.#paused = scene.paused ? { until: clock.now() + HOUR } : null;
    this.#began = clock.now() - 6.43 * UNIT_MS;
    this.#rate = scene.past?.rate ?? 0;
    this.#open = scene.work === null ? null : this.#opened(scene.work);
    const nothing = { days: 0, jobs_per_day: 0, jobs_most: 0, rate: 0, watts: 0, tariff: 0, disputed: false };
    this.books = new Books(scene.past ?? nothing, clock.now(), this.#open);
    if (clock.live) setInterval(() => this.#tick(), SECOND);
  }

  watch(hear: (link: Link) => void): () => void {
    this.#heard.push(hear);
    hear(this.link());
    return () => (this.#heard = this.#heard.filter((other) => other !== hear));
  }

  link(): Link {
    return this.#lost ? { link: "lost", code: this.lostCode, what: NOT_RUNNING } : { link: "up", status: this.#status() };
  }

  /** Whoever asks it something while it is not there is told so. */
  ask(): this {
    if (this.#lost) throw new Refused({ code: "not-running", what: NOT_RUNNING });
    return this;
  }

  tell(): void {
    const link = this.link();
    for (const hear of this.#heard) hear(link);
  }

  retry(): void {
    this.#lost = false;
    this.tell();
  }

  pause(span: PauseSpan): void {
    const now = this.clock.now();
    const until = { "half-hour": now + HOUR / 2, hour: now + HOUR, tomorrow: midnight(now, 1) + 8 * HOUR, "until-resumed": null }[span];
    this.#paused = { until };
    this.tell();
  }

  resume(): void {
    this.#paused = null;
    if (this.#wait && ["owner-present", "cooling-down"].includes(this.#wait(this.clock.now()).code)) this.#wait = () => ({ code: "no-work" });
    this.tell();
  }

  /** What the settings would be, or a refusal. */
  changed(changes: SettingChange[]): Values {
    return changed(this.values, changes);
  }

  set(changes: SettingChange[]): void {
    this.#keep(this.changed(changes));
  }

  edit(name: string, put: string[], take: string[]): void {
    this.#keep(edited(this.values, name, put, take));
  }

  #keep(values: Values): void {
    this.values = values;
    // The first run switches providing on; from then on there is a reason of everyday to wait.
    if (this.#wait?.(0).code === "role-off" && this.values.get("roles.provider") === "true") this.#wait = () => ({ code: this.device ? "no-work" : "measuring" });
    this.tell();
  }

  /** A benchmark has told what this machine can do. */
  measured(device: NonNullable<Scene["device"]>): void {
    this.device = device;
    if (this.#wait?.(0).code === "measuring") this.#wait = () => ({ code: "no-work" });
    this.tell();
  }

  /** Something was bought. */
  bought(entry: Entry): void {
    this.books.entries.unshift(entry);
    this.tell();
  }

  preview(): Preview | null {
    const current = this.#current();
    if (current === null || current.kind !== "render") return null;
    return { job: current.job, version: current.preview_version, png_base64: picture(this.#units() / PICTURE_UNITS) };
  }

  /** Units done of the picture in hand, as a fraction: it begins anew when it is whole. */
  #units(): number {
    return ((this.clock.now() - this.#began) / UNIT_MS) % PICTURE_UNITS;
  }

  #opened(work: NonNullable<Scene["work"]>): Entry {
    const now = this.clock.now();
    return {
      job: new Chance(5).hex(32),
      side: "provider",
      peer: nodeOf(2),
      kind: work,
      title: work === "render" ? pictureTitle(2560, 1440, 2048) : textTitle("Qwen3-4B"),
      opened_at: now - 14 * MINUTE,
      changed_at: now - 20 * SECOND,
      state: { state: "open" },
      units: 6,
      void_units: 0,
      gross: Math.round((this.#rate * 14) / 60),
      electricity: Math.round(((this.scene.past?.watts ?? 0) / 1000) * (this.scene.past?.tariff ?? 0) * (14 / 60)),
      settled: Math.round((this.#rate * 11.5) / 60),
      energy: Math.round(((this.scene.past?.watts ?? 0) / 1000) * (14 / 60) * 3.6e9),
    };
  }

  #tick(): void {
    this.#turn += 1;
    const now = this.clock.now();
    if (this.#paused?.until !== null && this.#paused && this.#paused.until <= now) this.#paused = null;
    const open = this.#open;
    if (open && this.#activity().state === "working") {
      const hours = SECOND / HOUR;
      open.gross += Math.round(this.#rate * hours);
      open.electricity += Math.round(((this.scene.past?.watts ?? 0) / 1000) * (this.scene.past?.tariff ?? 0) * hours);
      open.changed_at = now;
      if (this.#turn % (UNIT_MS / SECOND) === 0) {
        open.units += 1;
        open.settled = open.gross;
      }
    }
    this.tell();
  }

  #activity(): Activity {
    const now = this.clock.now();
    if (this.#paused) return { state: "paused", until: this.#paused.until };
    const reason = this.#reason(now);
    return reason === null && this.#open ? { state: "working", job: this.#open.job } : { state: "waiting", reason: reason ?? { code: "no-work" } };
  }

  /** What the owner's settings forbid, then what the story has. */
  #reason(now: number): WaitReason | null {
    const { values } = this;
    const card = this.scene.cards[0];
    const watts = card && (number(values, `cards.${card.name}.power_watts`) || number(values, "limits.power_watts"));
    const most = Math.round(number(values, "limits.tariff_most") * 1e6);
    if (values.get("roles.provider") === "false") return { code: "role-off" };
    if (values.get("roles.provider") === "" && this.device) return { code: "not-said" };
    if (card && values.get(`cards.${card.name}.works`) === "false") return { code: "card-off" };
    if (card && watts && watts <= card.rest) return { code: "limit-below-rest", limit: watts * 1000, rest: card.rest * 1000 };
    if (most > 0 && tariff(values) > most) return { code: "tariff-too-high", per_kwh: String(tariff(values)), most: String(most) };
    const until = this.#hoursBegin(now);
    if (until !== now) return { code: "outside-hours", until };
    return this.#wait?.(now) ?? null;
  }

  /** When the owner's hours allow work next: now, later, or never. */
  #hoursBegin(now: number): number | null {
    const minutes = minutesOf(list(this.values, "limits.hours"));
    if (!minutes) return now;
    const date = new Date(now);
    const at = ((date.getDay() + 6) % 7) * 1440 + date.getHours() * 60 + date.getMinutes();
    for (let i = 0; i < minutes.length; i++) {
      if (minutes[(at + i) % minutes.length] === 1) return i === 0 ? now : now - (now % MINUTE) + i * MINUTE;
    }
    return null;
  }

  #current(): CurrentJob | null {
    const open = this.#open;
    if (open === null || this.#activity().state !== "working") return null;
    const render = this.#work === "render";
    const running = (this.clock.now() - this.#began) / SECOND;
    return {
      job: open.job,
      kind: open.kind,
      title: open.title,
      requester: open.peer,
      units_done: open.units,
      unit_permille: Math.floor((this.#units() % 1) * 1000),
      price: { per_giga: render ? this.#pays() : "214000" },
      tokens: render ? 0 : Math.round(28_000 + running * TOKENS_PER_SECOND),
      gross: String(open.gross),
      preview_version: render ? Math.floor(running / 3) : 0,
    };
  }

  /** Samples of a picture at a price that comes to what an hour of this scene brings. */
  #pays(): string {
    const samples = this.scene.cards[0]?.samples_per_second ?? 0;
    return samples === 0 ? "82" : String(Math.round(((this.scene.hourly ?? 122_000) * 1e9) / (samples * (HOUR / SECOND))));
  }

  #status(): Status {
    const now = this.clock.now();
    const { scene, values } = this;
    const activity = this.#activity();
    const working = activity.state === "working";
    const card = scene.cards[0];
    const force = card ? effort(values, card, scene.present) : { duty_permille: 780, quantum_us: 16_000, held_by: "presence" as const };
    return {
      node: OURS,
      version: "0.1.0",
      roles: { provider: values.get("roles.provider") === "true", requester: values.get("roles.requester") === "true", index: values.get("roles.index") === "true" },
      activity,
      until: this.#until(activity, now),
      effort: working ? force : null,
      tariff_per_kwh: String(tariff(values)),
      device: this.device,
      gpus: scene.cards.map((model, i) => ({
        ...reading(model, working && i === 0 ? "working" : i === 0 ? scene.rest : "rest", force.duty_permille / 1000, now, this.#turn),
        simulated: scene.simulated,
      })),
      meters: scene.meters,
      offer: this.device && values.get("roles.provider") === "true" ? { floor_per_gigasample: this.floor(), samples_per_second: this.device.samples_per_second } : null,
      current: this.#current(),
      today: this.books.since(midnight(now)),
      all_time: this.books.since(0),
      peers: peersOf(scene.peers).length,
      index_nodes: scene.peers > 0 ? 2 : 0,
    };
  }

  #until(activity: Activity, now: number): number | null {
    if (activity.state === "paused") return activity.until;
    if (activity.state === "waiting") return "until" in activity.reason ? activity.reason.until : null;
    return (this.values.get("limits.hours") ?? delivered("limits.hours")) === "" ? null : nextAt(now, 7);
  }

  /** Lowest price on the reference scene, in micro-credits per thousand million samples. */
  floor(): string {
    const card = this.scene.cards[0];
    if (!card) return "0";
    return String(Math.round((hourly(this.values, card, null) * 1e9) / (card.samples_per_second * (HOUR / SECOND))));
  }

  adapterFound(): Found {
    const { device } = this;
    return device ? { code: "adapter", device: device.device, samples_per_second: device.samples_per_second } : { code: "adapter-missing", wanted: null };
  }

  metersFound(): Found[] {
    const { meters, cards, simulated } = this.scene;
    if (meters !== null) return [{ code: "meters-absent", what: meters }];
    return cards.map(({ name }) => ({ code: "card", name, source: "nvml", simulated, doubts: [] }));
  }

  program(): string | null {
    const reason = this.#wait?.(this.clock.now());
    return reason?.code === "program-running" ? reason.name : null;
  }
}

/** What was seen working on the card, not on the owner's list. */
export const SUGGESTIONS = [
  { name: "resolve", busy_minutes: 214, peak_percent: 88, last_seen_ago: 2 * DAY },
  { name: "stable-diffusion", busy_minutes: 61, peak_percent: 99, last_seen_ago: 5 * HOUR },
];
