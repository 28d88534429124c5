/** The real window: commands and events of src-tauri/src/commands.rs. */

import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Backend, Link } from "./backend";

export const tauri: Backend = {
  async watch(hear) {
    // Listen first, ask second: a change in between is heard twice rather than missed.
    const stop = await listen<Link>("link", (event) => hear(event.payload));
    hear(await invoke<Link>("link"));
    return stop;
  },
  jobs: (limit) => invoke("jobs", { limit }),
  preview: () => invoke("preview"),
  pause: (span) => invoke("pause", { span }),
  resume: () => invoke("resume"),
  retry: () => invoke("retry"),
  autostart: () => invoke("autostart_get"),
  setAutostart: (on) => invoke("autostart_set", { on }),
  tray: () => invoke("tray"),
};
