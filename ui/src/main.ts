import { mount } from "svelte";
import Frame from "./Frame.svelte";
import { App } from "./lib/app.svelte";
import type { Backend } from "./lib/backend/backend";
import { tauri } from "./lib/backend/tauri";
import "./styles/base.css";

/** The fake one is a build of its own (`vite build --mode fake`), so that no real window can ever show made-up money. */
async function backend(): Promise<Backend> {
  if (import.meta.env.MODE === "fake") {
    return (await import("./lib/backend/fake")).fromAddress(location.search);
  }
  return tauri;
}

/** Not at the top of the module: what is imported later waits for its end. */
async function begin(): Promise<void> {
  const target = document.getElementById("app");
  if (!target) throw new Error("index.html has no #app");
  const app = new App(await backend());
  await app.prepare();
  mount(Frame, { target, props: { app } });
}

void begin();
