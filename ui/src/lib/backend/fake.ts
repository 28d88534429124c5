/** A daemon made up in the page, for tests and for work on the window. `?scene=working` and so on choose what it plays. */

import type { Backend, Link, PauseSpan, Tray } from "./backend";
import type { Activity, Earnings, GpuReading, JobRow, Preview, Status } from "./types";

const HOUR = 3_600_000;
const node = "c0ffee11".repeat(8);
const job = "5eed0001".repeat(4);

const earnings = (gross: number, electricity: number, pending: number, units: number): Earnings => ({
  gross: String(gross),
  electricity: String(electricity),
  net: String(gross - electricity),
  pending: String(pending),
  settled: String(gross - pending),
  energy: electricity * 12_000,
  units,
  spent: "0",
});

const card = (): GpuReading => ({
  at: Date.now(),
  name: "NVIDIA GeForce RTX 4070",
  uuid: "GPU-0",
  simulated: true,
  load_percent: 97,
  foreign_load_percent: 0,
  power: 186_400,
  energy: null,
  power_limit: 200_000,
  temperature_c: 64,
  memory_used: 3.1 * 2 ** 30,
  memory_total: 12 * 2 ** 30,
  foreign_memory: 0.6 * 2 ** 30,
  display_active: true,
  source: "nvml",
  power_range: { least: 100_000, most: 220_000, default: 200_000 },
  fan_percent: 41,
  throttles: [],
  encoder_sessions: 0,
  doubts: [],
});

const row = (n: number, more: Partial<JobRow>): JobRow => ({
  job: `5eed000${n}`.repeat(4),
  side: "provider",
  peer: "a11ce000".repeat(8),
  title: "render 1280x720, 256 spp",
  opened_at: Date.now() - n * 5 * HOUR,
  changed_at: Date.now() - n * 5 * HOUR + HOUR,
  state: { state: "ended", reason: "done" },
  units: 12,
  gross: "41250",
  electricity: "11804",
  net: "29446",
  settled: "41250",
  ...more,
});

const jobs: JobRow[] = [
  row(1, { state: { state: "open" }, title: "render 1920x1080, 512 spp", gross: "18750", electricity: "5366", net: "13384", settled: "12500", units: 6 }),
  row(2, {}),
  row(3, { state: { state: "ended", reason: "owner-returned" }, gross: "6250", electricity: "1910", net: "4340", settled: "6250", units: 2 }),
  row(4, { side: "requester", title: "render 640x360, 64 spp", gross: "3120", electricity: "0", net: "3120", settled: "3120" }),
  row(9, { state: { state: "ended", reason: { failed: { what: "the worker was out of memory" } } }, gross: "0", electricity: "212", net: "-212", settled: "0", units: 0 }),
];

const waiting = (reason: Extract<Activity, { state: "waiting" }>["reason"]): Activity => ({ state: "waiting", reason });

/** What can be played. */
const scenes: Record<string, () => Partial<Status>> = {
  working: () => ({}),
  ready: () => ({ activity: waiting({ code: "no-work" }), current: null }),
  game: () => ({ activity: waiting({ code: "program-running", name: "eldenring.exe" }), current: null }),
  present: () => ({ activity: waiting({ code: "owner-present", minutes: 5 }), effort: null, current: null }),
  hours: () => ({ activity: waiting({ code: "outside-hours", until: new Date().setHours(22, 0, 0, 0) }), effort: null, current: null }),
  software: () => ({
    device: { device: { name: "llvmpipe (LLVM 15.0.6, 256 bits)", backend: "vulkan", driver: "llvmpipe", kind: "software" }, samples_per_second: 1_240_000 },
    gpus: [],
    meters: "No NVIDIA driver was found, so no card tells its load, power or temperature.",
  }),
  new: () => ({
    activity: waiting({ code: "no-mesh" }),
    current: null,
    device: null,
    gpus: [],
    offer: null,
    today: earnings(0, 0, 0, 0),
    all_time: earnings(0, 0, 0, 0),
    peers: 0,
    index_nodes: 0,
  }),
};

const base = (): Status => ({
  node,
  version: "0.1.0",
  roles: { provider: true, requester: true, index: false },
  activity: { state: "working", job },
  until: null,
  effort: { duty_permille: 780, quantum_us: 16_000, held_by: "power" },
  tariff_per_kwh: "300000",
  device: { device: { name: "NVIDIA GeForce RTX 4070", backend: "vulkan", driver: "580.95", kind: "discrete" }, samples_per_second: 412_000_000 },
  gpus: [card()],
  meters: null,
  offer: { floor_per_gigasample: "184", samples_per_second: 412_000_000 },
  current: { job, title: "render 1920x1080, 512 spp", requester: "a11ce000".repeat(8), units_done: 6, unit_permille: 430, gross: "18750", preview_version: 1 },
  today: earnings(66_250, 19_080, 6_250, 20),
  all_time: earnings(14_806_250, 4_102_114, 6_250, 4471),
  peers: 4,
  index_nodes: 2,
});

/** A picture that could be half rendered: light from above, noise below. */
function picture(): string {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [480, 270];
  const brush = canvas.getContext("2d");
  if (!brush) return "";
  const sky = brush.createLinearGradient(0, 0, 0, 270);
  sky.addColorStop(0, "#fbe3b8");
  sky.addColorStop(0.55, "#c98d6b");
  sky.addColorStop(1, "#3b2f3f");
  brush.fillStyle = sky;
  brush.fillRect(0, 0, 480, 270);
  for (const [x, radius, colour] of [[150, 62, "#8fb8a8"], [290, 84, "#d7d2c8"], [400, 40, "#b0583f"]] as const) {
    const ball = brush.createRadialGradient(x - radius / 3, 220 - radius * 1.4, radius / 8, x, 220 - radius, radius);
    ball.addColorStop(0, "#fff8ea");
    ball.addColorStop(0.3, colour);
    ball.addColorStop(1, "#221c26");
    brush.fillStyle = ball;
    brush.beginPath();
    brush.arc(x, 220 - radius, radius, 0, 2 * Math.PI);
    brush.fill();
  }
  let noise = 1;
  for (let i = 0; i < 9000; i++) {
    // Lehmer's generator: the same picture each time.
    noise = (noise * 48_271) % 2_147_483_647;
    brush.fillStyle = i % 2 ? "#ffffff18" : "#00000022";
    brush.fillRect(noise % 480, (noise >> 9) % 270, 1, 1);
  }
  return canvas.toDataURL("image/png").split(",")[1] ?? "";
}

class Fake implements Backend {
  #autostart = false;
  #status: Status;
  #lost: boolean;
  #hear: (link: Link) => void = () => undefined;

  constructor(scene: string, private readonly trayIcon: Tray) {
    this.#lost = scene === "lost";
    this.#status = { ...base(), ...scenes[scene]?.() };
  }

  watch(hear: (link: Link) => void): Promise<() => void> {
    this.#hear = hear;
    this.#tell();
    return Promise.resolve(() => (this.#hear = () => undefined));
  }

  #tell(): void {
    const what = "connection refused: /run/user/1000/idlewatt.sock";
    this.#hear(this.#lost ? { link: "lost", code: "not-running", what } : { link: "up", status: this.#status });
  }

  #become(activity: Activity): Promise<void> {
    this.#status = { ...this.#status, activity, current: null };
    this.#tell();
    return Promise.resolve();
  }

  pause(span: PauseSpan): Promise<void> {
    const tomorrow = new Date();
    tomorrow.setDate(tomorrow.getDate() + 1);
    return this.#become({ state: "paused", until: span === "hour" ? Date.now() + HOUR : tomorrow.setHours(8, 0, 0, 0) });
  }

  resume = () => this.#become(waiting({ code: "no-work" }));

  retry(): Promise<void> {
    this.#lost = false;
    this.#tell();
    return Promise.resolve();
  }

  jobs = (limit: number) => Promise.resolve(this.#status.all_time.units === 0 ? [] : jobs.slice(0, limit));
  preview = (): Promise<Preview> => Promise.resolve({ job, version: 1, png_base64: picture() });
  autostart = () => Promise.resolve(this.#autostart);
  setAutostart = (on: boolean) => Promise.resolve((this.#autostart = on));
  tray = () => Promise.resolve(this.trayIcon);
}

/** The fake that the page's address asks for: `?scene=game&tray=no-library`. */
export function fromAddress(search: string): Backend {
  const asked = new URLSearchParams(search);
  return new Fake(asked.get("scene") ?? "working", (asked.get("tray") as Tray | null) ?? "shown");
}
