/** One setting in its owner's hand: what stands in the file, how it is changed, and why it was not. */

import type { App } from "./app.svelte";
import type { SettingChange } from "./backend/types";

export class Entry {
  /** Why the last value was refused, in the owner's words. */
  refused = $state<string | null>(null);

  constructor(
    private readonly app: App,
    readonly name: string,
  ) {}

  get value(): string {
    return this.app.settings.get(this.name);
  }

  get on(): boolean {
    return this.value === "true";
  }

  /** As a number; `null` for zero and empty, which both mean "no limit". */
  get number(): number | null {
    return Number(this.value) || null;
  }

  /** Puts a value, and others that go with it, into the settings at once. Whether it was taken. */
  async put(value: string | number | boolean, more: SettingChange[] = []): Promise<boolean> {
    this.refused = null;
    return this.app.change([{ name: this.name, value: String(value) }, ...more], undefined, (what) => (this.refused = what));
  }

  /** Puts entries into the list that it is, and takes others out. Whether that was done. */
  async edit(put: string[], take: string[]): Promise<boolean> {
    this.refused = null;
    return this.app.edit(this.name, put, take, undefined, (what) => (this.refused = what));
  }
}
