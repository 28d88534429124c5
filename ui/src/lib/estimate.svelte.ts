/** What settings would bring, asked while they are still in the owner's hand. */

import type { Backend } from "./backend/backend";
import type { Limits, PresetRow, SettingChange } from "./backend/types";
import { SETTLE_MS } from "./limits";

/** One question after the other; only the newest one's answer counts. */
export class Estimate {
  /** What was answered to the newest question; `null`: nothing was asked, or it is not known yet. */
  limits = $state.raw<Limits | null>(null);

  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly backend: Pick<Backend, "estimate">) {}

  /** Asks once the hand has stood still. The last answer stays until there is a new one. */
  ask(changes: SettingChange[]): void {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.backend.estimate(changes).then(
        (limits) => this.#hear(turn, limits),
        // A value that cannot be used is told when it is let go; until then there is just no estimate.
        () => this.#hear(turn, null),
      );
    }, SETTLE_MS);
  }

  forget(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    this.limits = null;
  }

  #hear(turn: number, limits: Limits | null): void {
    if (turn === this.#turn) this.limits = limits;
  }
}

/** What the limits come to as they stand, and what the presets would. */
export class Outlook {
  limits = $state.raw<Limits | null>(null);
  presets = $state.raw<PresetRow[]>([]);
  #turn = 0;

  constructor(private readonly backend: Pick<Backend, "limits" | "presets">) {}

  async load(): Promise<void> {
    const turn = ++this.#turn;
    const [limits, presets] = await Promise.all([this.backend.limits(), this.backend.presets()]);
    if (turn === this.#turn) [this.limits, this.presets] = [limits, presets];
  }

  /** What a limit adds to the net of a day; `null`: it is not set, or it makes no difference. */
  effect(name: string): string | null {
    const effect = this.limits?.limits.find((row) => row.name === name)?.effect_per_day ?? "0";
    return effect === "0" ? null : effect;
  }
}
