/** The daemon's settings, and the way back from the last change. */

import type { Backend } from "./backend/backend";
import type { SettingChange, SettingRow } from "./backend/types";

/** Takes a change back. */
export type Back = () => Promise<unknown>;

export class Settings {
  rows = $state.raw<SettingRow[] | null>(null);
  readonly #values = $derived<Record<string, string | undefined>>(Object.fromEntries(this.rows?.map((row) => [row.name, row.value]) ?? []));

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    this.rows = await this.backend.settings();
  }

  /** As it stands in the settings file; empty while nothing is known. A card that the file does not name works as all do. */
  get(name: string): string {
    const known = this.#values[name];
    if (known !== undefined || !name.startsWith("cards.")) return known ?? "";
    return name.endsWith(".works") ? "true" : "0";
  }

  /** A list, as the daemon writes it: the days of a span (`sat,sun 0:00-24:00`) have no space after their comma. */
  list(name: string): string[] {
    return this.get(name).split(", ").filter((item) => item !== "");
  }

  /** Changes what is different, all or nothing. `null`: nothing was. */
  async set(changes: SettingChange[]): Promise<Back | null> {
    const real = changes.filter(({ name, value }) => this.get(name) !== value);
    if (real.length === 0) return null;
    const back = real.map(({ name }) => ({ name, value: this.get(name) }));
    this.rows = await this.backend.setSettings(real);
    return () => this.set(back);
  }

  /** Puts entries into a list and takes others out, and leaves alone what was done to it elsewhere since it was read.
   *  `null`: it was so already. */
  async edit(name: string, put: string[], take: string[]): Promise<Back | null> {
    const known = this.list(name);
    this.rows = await this.backend.editList(name, put, take);
    const now = this.list(name);
    const [came, went] = [put.filter((item) => !known.includes(item)), take.filter((item) => known.includes(item) && !now.includes(item))];
    return came.length + went.length === 0 ? null : () => this.edit(name, went, came);
  }
}
