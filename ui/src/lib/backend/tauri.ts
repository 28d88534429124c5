/** The real window: commands and events of src-tauri/src/commands.rs. */

import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Backend, BenchmarkStep, ChatStep, Link, RenderOrder, RenderStep, Stop } from "./backend";

function channel<T>(hear: (step: T) => void): Channel<T> {
  const channel = new Channel<T>();
  channel.onmessage = hear;
  return channel;
}

/** Something that goes on, by the number that its command has returned. */
const stopping = (stream: number): Stop => () => void invoke("stop", { stream });

const stopRender: Stop = () => void invoke("stop_render");

export const tauri: Backend = {
  async watch(hear) {
    const ask = (): Promise<void> => invoke<Link>("link").then(hear);
    // The first picture waits for this alone.
    const first = ask();
    // Listen first, ask second: a change in between is heard twice rather than missed.
    const stop = await listen<Link>("link", (event) => hear(event.payload));
    await first;
    await ask();
    return stop;
  },
  pause: (span) => invoke("pause", { span }),
  resume: () => invoke("resume"),
  retry: () => invoke("retry"),
  preview: () => invoke("preview"),

  jobs: (limit, filter) => invoke("jobs", { limit, filter }),
  job: (job, side, peer) => invoke("job", { job, side, peer }),
  history: (since, step) => invoke("history", { since, step }),
  exportJobs: (format, since) => invoke("export_jobs", { format, since }),

  settings: () => invoke("settings"),
  setSettings: (changes) => invoke("set_settings", { changes }),
  editList: (name, put, take) => invoke("edit_list", { name, put, take }),
  limits: () => invoke("limits"),
  estimate: (changes) => invoke("estimate", { changes }),
  presets: () => invoke("presets"),
  programs: () => invoke("programs"),
  refusals: () => invoke("refusals"),
  benchmark: async (hear) => stopping(await invoke("benchmark", { hear: channel<BenchmarkStep>(hear) })),

  network: () => invoke("network"),
  models: () => invoke("models"),
  findings: () => invoke("findings"),

  chooseScene: () => invoke("choose_scene"),
  proposeOutput: (scene) => invoke("propose_output", { scene }),
  async watchDrops(hear) {
    type Drop = { paths: string[] };
    const stops = await Promise.all([
      listen<Drop>("tauri://drag-enter", (event) => hear({ over: true, paths: event.payload.paths })),
      listen<Drop>("tauri://drag-drop", (event) => hear({ over: false, paths: event.payload.paths })),
      listen("tauri://drag-leave", () => hear({ over: false, paths: [] })),
    ]);
    return () => stops.forEach((stop) => stop());
  },
  async render(order, hear) {
    await invoke("render", { order, hear: channel<RenderStep>(hear) });
    return stopRender;
  },
  async currentRender(hear) {
    const order = await invoke<RenderOrder | null>("current_render", {
      hear: channel<RenderStep>(hear),
    });
    return order && { order, stop: stopRender };
  },
  chat: async (order, hear) => stopping(await invoke("chat", { order, hear: channel<ChatStep>(hear) })),
  endpoint: () => invoke("endpoint"),
  setEndpoint: (on) => invoke("set_endpoint", { on }),

  places: () => invoke("places"),
  reveal: (path) => invoke("reveal", { path }),
  report: () => invoke("report"),
  // A web view copies only while it believes in a click; what had to be fetched first comes too late for that.
  copy: (text) => navigator.clipboard.writeText(text).catch(() => invoke("copy", { text })),

  autostart: () => invoke("autostart"),
  setAutostart: (on) => invoke("set_autostart", { on }),
  preferences: () => invoke("preferences"),
  setPreferences: (preferences) => invoke("set_preferences", { preferences }),
  update: () => invoke("update"),
  lookForUpdate: () => invoke("look_for_update"),
  installUpdate: () => invoke("install_update"),
  tray: () => invoke("tray"),
  openFull: (page) => invoke("open_full", { page }),
};
