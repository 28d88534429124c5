/** A tray app and daemon made up in the page, for stories and tests of the window. The page's address says what is played:
 *
 *  - `scene=` one of scenes.ts; else `working`
 *  - `live=1` the clock runs, work goes on, benchmarks, renders and chats take seconds; else all stands still and is done at once
 *  - `now=2026-03-12T21:40:00` local time
 *  - `theme=light|dark`, `lang=de`
 *  - `tray=no-host|failed`, `lost=version|…` why there is no daemon, `update=found|newest|failed`, `picker=cancel` the owner
 *    thinks better of each file that is asked for, `render=going` another window has begun a picture, `render=declined` nobody
 *    takes one
 *
 *  What is copied, revealed and opened is left at the page's root, as `data-copied`, `data-revealed`, `data-opened`. A
 *  `CustomEvent("fake-drop", { detail: { over, paths } })` on `window` is a file dropped on it; one called `fake-edit` with
 *  `{ name, put, take }` is another window or a command line that edits a list, of which this one is not told. */

import type { Backend, LostCode, Preferences, RenderOrder, Theme, Tray, Update } from "../backend";
import type { NoProvider } from "../types";
import { pictureTitle, type Entry } from "./books";
import { measured } from "./card";
import { Chance, nodeOf } from "./chance";
import { clock, play, type Clock } from "./clock";
import { Daemon, SUGGESTIONS } from "./daemon";
import { detail } from "./detail";
import { estimate, KNOWN, presets, SUPPOSED } from "./estimate";
import { chat, findings, models, network, refusals, render } from "./mesh";
import { picture } from "./picture";
import { sceneOf, type Scene } from "./scenes";
import { list, rows } from "./settings";
import { answer, trouble } from "./trouble";

const HOME = "/home/sam";
const DATA = `${HOME}/.local/share/idlewatt`;
const FOUND: Update = { update: "found", version: "0.2.0", notes: "Pictures come a third sooner. The window speaks Czech." };

/** What two who were asked for a picture say. */
const DECLINED: NoProvider = {
  code: "declined",
  declined: [
    { node: nodeOf(3), why: { code: "refused", why: { "below-floor": { floor: { per_giga: "1650" } } } } },
    { node: nodeOf(4), why: { code: "silent", what: "it did not answer in time" } },
  ],
};

/** What the page did to the desktop. */
const leave = (what: "copied" | "revealed" | "opened", value: string): Promise<void> => {
  document.documentElement.dataset[what] = value;
  return Promise.resolve();
};

function preferencesOf(asked: URLSearchParams, scene: Scene): Preferences {
  return {
    language: asked.get("lang"),
    theme: (asked.get("theme") as Theme | null) ?? "system",
    notifications: { started: false, stopped: false, paid: true, attention: true },
    welcomed: scene.welcomed,
    asks: true,
    updates: true,
    update_endpoint: asked.has("update") ? "https://updates.idlewatt.example/latest.json" : "",
  };
}

/** The fake that the page's address asks for. */
export function fromAddress(search: string): Backend {
  const asked = new URLSearchParams(search);
  const time = clock(asked.get("now"), asked.get("live") === "1");
  const scene = sceneOf(asked.get("scene") ?? "working");
  const daemon = new Daemon(scene, time, (asked.get("lost") as LostCode | null) ?? "not-running");
  return { ...books(daemon, time), ...owner(daemon, time, scene), ...others(daemon, time, scene, asked), ...desktop(scene, asked) };
}

type Part<K extends keyof Backend> = Pick<Backend, K>;

function books(daemon: Daemon, time: Clock): Part<"watch" | "pause" | "resume" | "retry" | "preview" | "jobs" | "job" | "history"> {
  return {
    watch: (hear) => answer(() => daemon.watch(hear)),
    pause: (span) => answer(() => daemon.ask().pause(span)),
    resume: () => answer(() => daemon.ask().resume()),
    retry: () => answer(() => daemon.retry()),
    preview: () => answer(() => daemon.ask().preview()),
    jobs: (limit, filter) => answer(() => daemon.ask().books.rows(limit, filter)),
    job: (job, side, peer) =>
      answer(() => {
        const entry = daemon.ask().books.entries.find((entry) => entry.job === job && entry.side === side && entry.peer === peer);
        return entry ? detail(entry, time.now()) : null;
      }),
    history: (since, step) => answer(() => daemon.ask().books.history(since, step, time.now())),
  };
}

function owner(daemon: Daemon, time: Clock, scene: Scene): Part<"settings" | "setSettings" | "editList" | "limits" | "estimate" | "presets" | "programs" | "refusals" | "benchmark"> {
  const machine = () => ({ card: daemon.device ? (scene.cards[0] ?? null) : null, fixed: scene.hourly, habits: scene.past === null ? SUPPOSED : KNOWN });
  const settings = () => rows(daemon.values);
  addEventListener("fake-edit", (event) => {
    const { name, put, take } = (event as CustomEvent<{ name: string; put: string[]; take: string[] }>).detail;
    daemon.edit(name, put, take);
  });
  return {
    settings: () => answer(() => (daemon.ask(), settings())),
    setSettings: (changes) => answer(() => (daemon.ask().set(changes), settings())),
    editList: (name, put, take) => answer(() => (daemon.ask().edit(name, put, take), settings())),
    limits: () => answer(() => estimate(daemon.ask().values, machine())),
    estimate: (changes) => answer(() => estimate(daemon.ask().changed(changes), machine())),
    presets: () => answer(() => presets(daemon.ask().values, machine())),
    programs: () =>
      answer(() => {
        const listed = list(daemon.ask().values, "provider.programs");
        const suggestions = SUGGESTIONS.filter(({ name }) => !listed.includes(name)).map(({ last_seen_ago, ...row }) => ({ ...row, last_seen: time.now() - last_seen_ago }));
        return { listed, running: daemon.program(), suggestions };
      }),
    refusals: () => answer(() => refusals(time.now(), scene.past !== null, list(daemon.ask().values, "accept.blocked"))),
    benchmark: (hear) =>
      answer(() => {
        daemon.ask();
        const model = scene.cards[0];
        if (!model) throw trouble({ code: "failed", why: { code: "unmeasured", what: "there is no graphics adapter that can compute" } });
        let part = 0;
        return play(time, 300, () => {
          part += 1;
          const power = Math.round((model.delivered - 6 + (part % 3) * 2) * 1000);
          if (part > 20) {
            hear({ event: "ended", device: measured(model), power });
            daemon.measured(measured(model));
            return false;
          }
          hear({ event: "progress", permille: part * 50, samples_per_second: Math.round(model.samples_per_second * (0.9 + part / 200)), power });
          if (part % 4 === 0) hear({ event: "picture", png_base64: picture(part / 20) });
          return true;
        });
      }),
  };
}

function others(
  daemon: Daemon,
  time: Clock,
  scene: Scene,
  asked: URLSearchParams,
): Part<"network" | "models" | "findings" | "chooseScene" | "proposeOutput" | "watchDrops" | "render" | "currentRender" | "chat" | "endpoint" | "setEndpoint" | "exportJobs"> {
  const port = 11_435;
  let serving = false;
  const endpoint = () => ({ running: serving, port, what: "" });
  const picked = <T>(value: T): T | null => (asked.get("picker") === "cancel" ? null : value);
  const alone = (): void => {
    if (scene.peers === 0) throw trouble({ code: "no-provider", why: { code: "nobody-found" } });
  };
  return {
    network: () => answer(() => network(scene.peers, scene.reach, daemon.ask().books.records(), daemon.device?.samples_per_second ?? null, daemon.floor())),
    models: () => answer(() => (daemon.ask(), models(scene.peers === 0))),
    findings: () =>
      answer(() => findings({ adapter: daemon.ask().adapterFound(), meters: daemon.metersFound(), peers: scene.peers, program: daemon.program(), transfers: daemon.books.entries.reduce((sum, { units }) => sum + units, 0) })),
    chooseScene: () => Promise.resolve(picked(`${HOME}/scenes/garden.glb`)),
    proposeOutput: (path) => Promise.resolve(path.replace(/\.[^./]+$/, "") + ".png"),
    watchDrops: (hear) => {
      const heard = (event: Event): void => hear((event as CustomEvent<{ over: boolean; paths: string[] }>).detail);
      addEventListener("fake-drop", heard);
      return Promise.resolve(() => removeEventListener("fake-drop", heard));
    },
    render: (order, hear) =>
      answer(() => {
        daemon.ask();
        const bought = (cost: number): void => daemon.bought(boughtPicture(order.width, order.height, order.spp, cost, time.now()));
        return render(time, order, hear, bought, scene.peers === 0 ? { code: "nobody-found" } : asked.get("render") === "declined" ? DECLINED : null);
      }),
    currentRender: (hear) =>
      answer(() => {
        if (asked.get("render") !== "going") return null;
        const order: RenderOrder = { scene: `${HOME}/scenes/garden.glb`, output: `${HOME}/Pictures/garden.png`, width: 1280, height: 720, spp: 64, max_price: null };
        return { order, stop: render(time, order, hear, () => undefined) };
      }),
    chat: (order, hear) =>
      answer(() => {
        daemon.ask();
        alone();
        if (!models(false).some(({ name }) => name === order.model)) throw trouble({ code: "no-model", model: order.model });
        return chat(time, order, hear);
      }),
    endpoint: () => Promise.resolve(endpoint()),
    setEndpoint: (on) => answer(() => (daemon.ask(), (serving = on), endpoint())),
    exportJobs: (format, since) =>
      answer(() => picked({ path: `${HOME}/Documents/idlewatt.${format}`, jobs: daemon.ask().books.entries.filter(({ opened_at }) => opened_at >= (since ?? 0)).length })),
  };
}

const boughtPicture = (width: number, height: number, spp: number, cost: number, now: number): Entry => ({
  job: new Chance(99).hex(32),
  side: "requester",
  peer: nodeOf(3),
  kind: "render",
  title: pictureTitle(width, height, spp),
  opened_at: now - 6000,
  changed_at: now,
  state: { state: "ended", reason: "done" },
  units: 10,
  void_units: 0,
  gross: cost,
  electricity: 0,
  settled: cost,
  energy: 0,
});

function desktop(
  scene: Scene,
  asked: URLSearchParams,
): Part<"places" | "reveal" | "report" | "copy" | "autostart" | "setAutostart" | "preferences" | "setPreferences" | "update" | "lookForUpdate" | "installUpdate" | "tray" | "openFull"> {
  let [autostart, preferences] = [scene.welcomed, preferencesOf(asked, scene)];
  const promised = asked.get("update");
  const told: Update = promised === "found" ? FOUND : promised === "failed" ? { update: "failed", what: "https://updates.idlewatt.example/latest.json answers 503" } : { update: "newest" };
  let update: Update = told;
  const stands = (): Update => (preferences.update_endpoint === "" ? { update: "off" } : update);
  return {
    places: () => Promise.resolve({ data: DATA, log: `${DATA}/logs/idlewattd.2026-03-12.log`, settings: `${DATA}/settings.toml` }),
    reveal: (path) => leave("revealed", path),
    report: () => Promise.resolve("Idlewatt 0.1.0, Linux 6.1 x86_64\nNVIDIA GeForce RTX 4070, driver 580.95.05, vulkan\nroles: provider requester\nlimits: as delivered\nlast hour: no warnings\n"),
    copy: (text) => leave("copied", text),
    autostart: () => Promise.resolve(autostart),
    setAutostart: (on) => Promise.resolve((autostart = on)),
    preferences: () => Promise.resolve(preferences),
    setPreferences: (fresh) => Promise.resolve((preferences = structuredClone(fresh))),
    update: () => Promise.resolve(stands()),
    lookForUpdate: () => Promise.resolve(((update = told), stands())),
    installUpdate: () => {
      if (update.update === "found") update = scene.work === null ? { update: "installing", version: update.version, permille: 0 } : { update: "waiting", version: update.version };
      return Promise.resolve(stands());
    },
    tray: () => Promise.resolve((asked.get("tray") as Tray | null) ?? "shown"),
    openFull: (page) => {
      location.hash = `#/${page}`;
      return leave("opened", page);
    },
  };
}
