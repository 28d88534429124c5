/** The last seven days' sums: read when a page opens, and whenever the books have changed. */

import type { App } from "./app.svelte";
import type { History } from "./backend/types";
import { midnight } from "./format";

const DAYS = 7;

export class LastDays {
  history = $state.raw<History | null>(null);

  /** `wanted`: whether anybody looks at them now. */
  constructor(app: App, wanted: () => boolean = () => true) {
    const begins = $derived(midnight(app.live.now, DAYS - 1));
    $effect(() => {
      if (app.live.books === "" || !wanted()) return;
      app.backend.history(begins, "day").then((history) => (this.history = history), app.tell);
    });
  }
}
