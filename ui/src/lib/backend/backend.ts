/** What the window can see and do. `tauri.ts` is the real one, `fake.ts` the one of tests. */

import type { JobRow, Preview, Status } from "./types";

/** How the tray app stands with the daemon. Mirrors `Link` in src-tauri/src/link.rs. */
export type Link =
  | { link: "connecting" }
  | { link: "up"; status: Status }
  | { link: "lost"; code: LostCode; what: string };

/** Why there is no daemon to talk to. */
export type LostCode = "not-running" | "version" | "cannot-start" | "silent" | "no-folder";

/** How long a pause lasts. The tray app turns it into an instant, so that menu and window mean the same. */
export type PauseSpan = "hour" | "tomorrow";

/** Whether there is an icon in the tray. Mirrors `Tray` in src-tauri/src/tray.rs. */
export type Tray = "shown" | "no-library" | "no-host" | "failed";

export interface Backend {
  /** Tells at once how it stands, then at each change. Returns how to stop listening. */
  watch(hear: (link: Link) => void): Promise<() => void>;
  /** Newest first. */
  jobs(limit: number): Promise<JobRow[]>;
  /** The growing picture; `null`: nothing is being rendered. */
  preview(): Promise<Preview | null>;
  pause(span: PauseSpan): Promise<void>;
  resume(): Promise<void>;
  /** Looks for the daemon now instead of at the next turn. */
  retry(): Promise<void>;
  autostart(): Promise<boolean>;
  /** Returns how it stands afterwards. */
  setAutostart(on: boolean): Promise<boolean>;
  tray(): Promise<Tray>;
}
