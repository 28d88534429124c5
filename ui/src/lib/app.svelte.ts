/** What all pages share: the backend, what it tells, where the owner is, and what was done last. */

import { getContext, setContext } from "svelte";
import type { Backend, Preferences, Theme } from "./backend/backend";
import type { SettingChange } from "./backend/types";
import { TOAST_MS } from "./limits";
import { Live } from "./live.svelte";
import { Settings, type Back } from "./settings.svelte";
import { invalidSetting, troubleWords } from "./troubles";
import { t, words } from "./words/words.svelte";

export const PAGES = ["home", "earnings", "limits", "jobs", "network", "mesh", "settings"] as const;
/** `welcome` is the first run, `compact` the small window by the tray. */
export type Page = (typeof PAGES)[number] | "welcome" | "compact";

export type Toast = { id: number; text: string; details: string; bad: boolean; undo: (() => void) | null; way: string };

const isPage = (name: string): name is Page => [...PAGES, "welcome", "compact"].includes(name);

export class App {
  readonly live: Live;
  readonly settings: Settings;
  page = $state<Page>("home");
  /** What follows the page in the address: `#/limits/card/NAME` has `card/NAME`. */
  rest = $state("");
  preferences = $state.raw<Preferences | null>(null);
  toasts = $state.raw<Toast[]>([]);

  #toast = 0;
  /** Listening to the daemon. */
  #stop = (): void => undefined;

  constructor(readonly backend: Backend) {
    this.live = new Live(backend, this.tell);
    this.settings = new Settings(backend);
  }

  /** Knows the owner's language and theme before the first word is shown. Meanwhile the daemon is asked how it stands. */
  async prepare(): Promise<void> {
    words.expect();
    this.#stop = this.live.start();
    const kept = await this.backend.preferences().catch(() => null);
    this.#follow();
    await this.#use(kept);
    if (kept?.welcomed === false && this.page !== "compact" && this.page !== "welcome") this.go("welcome");
  }

  start(): () => void {
    const follow = (): void => this.#follow();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const shade = (): void => this.#shade(this.preferences?.theme ?? "system");
    addEventListener("hashchange", follow);
    dark.addEventListener("change", shade);
    return () => {
      this.#stop();
      removeEventListener("hashchange", follow);
      dark.removeEventListener("change", shade);
    };
  }

  go(page: Page, rest = ""): void {
    location.hash = rest === "" ? `#/${page}` : `#/${page}/${rest}`;
    this.#follow();
  }

  async prefer(change: Partial<Preferences>): Promise<void> {
    if (!this.preferences) return;
    await this.#use(await this.backend.setPreferences({ ...this.preferences, ...change }));
  }

  /** Does something, and tells what could not be done. Whether it was done. */
  async attempt(act: () => Promise<unknown>, refused?: (what: string) => void): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      const what = refused && invalidSetting(error);
      if (what) refused(what);
      else this.tell(error);
      return false;
    }
  }

  /** Changes settings at once, and offers the way back. Whether they were changed. With `refused`, the reason why a
   *  value cannot be used goes there instead of into a toast. */
  change(changes: SettingChange[], text = t("saved"), refused?: (what: string) => void): Promise<boolean> {
    return this.#reversible(() => this.settings.set(changes), text, refused);
  }

  /** The same for a setting that is a list: puts entries in and takes others out. */
  edit(name: string, put: string[], take: string[], text = t("saved"), refused?: (what: string) => void): Promise<boolean> {
    return this.#reversible(() => this.settings.edit(name, put, take), text, refused);
  }

  #reversible(act: () => Promise<Back | null>, text: string, refused?: (what: string) => void): Promise<boolean> {
    return this.attempt(async () => {
      const back = await act();
      if (back === null) return;
      this.say(text, () => void this.attempt(async () => {
        await back();
        this.say(t("undone"));
      }));
    }, refused);
  }

  /** For pages that show settings: reads them anew when the page opens, and whenever the daemon comes back. */
  readSettings(): void {
    $effect(() => {
      if (this.live.up) void this.attempt(() => this.settings.load());
    });
  }

  /** Copies a text, and says so. Whether it was copied. */
  async copy(text: string): Promise<boolean> {
    const copied = await this.attempt(() => this.backend.copy(text));
    if (copied) this.say(t("copied"));
    return copied;
  }

  /** `way`: what the button is called, where it leads elsewhere than back. */
  say(text: string, undo: (() => void) | null = null, way = t("undo")): void {
    this.#show({ id: ++this.#toast, text, details: "", bad: false, undo, way });
  }

  tell = (error: unknown): void => {
    const { sentence, details } = troubleWords(error);
    this.#show({ id: ++this.#toast, text: t("trouble", { what: sentence }), details, bad: true, undo: null, way: "" });
  };

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  #show(toast: Toast): void {
    // One at a time, the newest: a pile of them is never read.
    this.toasts = [toast];
    setTimeout(() => this.dismiss(toast.id), toast.bad ? 2 * TOAST_MS : TOAST_MS);
  }

  #follow(): void {
    const [page = "", ...rest] = location.hash.replace(/^#\//, "").split("/");
    this.page = isPage(page) ? page : "home";
    this.rest = rest.map(decodeURIComponent).join("/");
  }

  async #use(kept: Preferences | null): Promise<void> {
    this.preferences = kept;
    this.#shade(kept?.theme ?? "system");
    await words.speak(kept?.language ?? null);
  }

  #shade(theme: Theme): void {
    const dark = theme === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }
}

const KEY = Symbol("app");
export const provide = (app: App): App => setContext(KEY, app);
export const use = (): App => getContext<App>(KEY);
