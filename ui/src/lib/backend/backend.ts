/** What the window can see and do. `tauri.ts` is the real one, `fake/` the one of tests and stories. */

import type {
  Amount,
  BenchmarkEvent,
  ControlError,
  ExportFormat,
  Finding,
  History,
  JobDetail,
  JobFilter,
  JobId,
  JobRow,
  Limits,
  ModelRow,
  Network,
  NodeId,
  Places,
  PresetRow,
  Preview,
  Programs,
  RefusalRow,
  RenderEvent,
  SettingChange,
  SettingRow,
  Side,
  Status,
  Step,
} from "./types";

/** How the tray app stands with the daemon. Mirrors `Link` in src-tauri/src/link.rs. */
export type Link =
  | { link: "connecting" }
  | { link: "up"; status: Status }
  | { link: "lost"; code: LostCode; what: string };

/** Why there is no daemon to talk to. */
export type LostCode = "not-running" | "version" | "cannot-start" | "silent" | "no-folder";

/** How long a pause lasts. The tray app turns it into an instant, so that menu and window mean the same. */
export type PauseSpan = "half-hour" | "hour" | "tomorrow" | "until-resumed";

/** Whether there is an icon in the tray. Mirrors `Tray` in src-tauri/src/tray.rs. */
export type Tray = "shown" | "no-host" | "failed";

/** Why a click had no effect: what every promise of [`Backend`] is rejected with. Mirrors `Trouble` in
 *  src-tauri/src/trouble.rs. `what` is the small print, in English. */
export type Trouble =
  | { code: "refused"; error: ControlError }
  | { code: "not-running" | "timed-out" | "unexpected" | "no-folder" | "autostart" | "file" | "program" | "updater"; what: string };

export type Theme = "system" | "light" | "dark";

/** What the desktop is told about. */
export type Notification = "started" | "stopped" | "paid" | "attention";

/** What belongs to the window, not to the daemon. Kept by the tray app. */
export type Preferences = {
  /** A tag of `languages.ts`; `null`: the system's. */
  language: string | null;
  theme: Theme;
  notifications: Record<Notification, boolean>;
  /** Whether the first run has been gone through. */
  welcomed: boolean;
  /** Whether that asked when this machine may work. */
  asks: boolean;
  /** Look for updates by itself. Without an endpoint it means nothing. */
  updates: boolean;
  /** Where updates are announced; empty: nowhere yet. */
  update_endpoint: string;
};

/** How it stands with updates. */
export type Update =
  /** There is no endpoint. */
  | { update: "off" }
  | { update: "newest" }
  | { update: "looking" }
  | { update: "found"; version: string; notes: string }
  /** It is installed when the job in hand has ended. */
  | { update: "waiting"; version: string }
  | { update: "installing"; version: string; permille: number }
  | { update: "failed"; what: string };

/** The OpenAI-compatible server of this machine. */
export type Endpoint = {
  running: boolean;
  port: number;
  /** Why it does not run although it should; empty: nothing is wrong. */
  what: string;
};

/** A picture to be rendered by others. `mature`: it may be unsuitable for everybody. */
export type RenderOrder = { scene: string; output: string; width: number; height: number; spp: number; max_price: Amount | null; mature?: boolean };

/** How a render goes; `picture` follows `pictured`. */
export type RenderStep = RenderEvent | { event: "picture"; png_base64: string } | { event: "trouble"; trouble: Trouble };

export type ChatMessage = { role: "system" | "user" | "assistant"; content: string };

export type ChatOrder = { model: string; messages: ChatMessage[]; max_tokens: number; mature?: boolean };

export type ChatStep =
  | { event: "answering"; provider: NodeId; price: Amount }
  | { event: "said"; text: string }
  | { event: "ended"; prompt_tokens: number; said_tokens: number; cost: Amount | null }
  | { event: "trouble"; trouble: Trouble };

/** A benchmark, until it has ended or is given up. */
export type BenchmarkStep = BenchmarkEvent | { event: "trouble"; trouble: Trouble };

/** Ends something that goes on. */
export type Stop = () => void;

export interface Backend {
  /** Tells at once how it stands, then at each change. Returns how to stop listening. */
  watch(hear: (link: Link) => void): Promise<Stop>;
  pause(span: PauseSpan): Promise<void>;
  resume(): Promise<void>;
  /** Looks for the daemon now instead of at the next turn. */
  retry(): Promise<void>;
  /** The growing picture; `null`: nothing is being rendered. */
  preview(): Promise<Preview | null>;

  /** Newest first. */
  jobs(limit: number, filter: JobFilter): Promise<JobRow[]>;
  job(job: JobId, side: Side, peer: NodeId): Promise<JobDetail | null>;
  history(since: number | null, step: Step): Promise<History>;
  /** Asks where to; returns the path and how many jobs are in it, or `null` when the owner thought better of it. */
  exportJobs(format: ExportFormat, since: number | null): Promise<{ path: string; jobs: number } | null>;

  settings(): Promise<SettingRow[]>;
  /** All of them or none. */
  setSettings(changes: SettingChange[]): Promise<SettingRow[]>;
  /** Puts entries into a setting that is a list, and takes others out, whatever else is done to it meanwhile. */
  editList(name: string, put: string[], take: string[]): Promise<SettingRow[]>;
  limits(): Promise<Limits>;
  /** What `limits` would be with these settings. Changes nothing. */
  estimate(changes: SettingChange[]): Promise<Limits>;
  presets(): Promise<PresetRow[]>;
  programs(): Promise<Programs>;
  refusals(): Promise<RefusalRow[]>;
  benchmark(hear: (step: BenchmarkStep) => void): Promise<Stop>;

  network(): Promise<Network>;
  models(): Promise<ModelRow[]>;
  findings(): Promise<Finding[]>;

  /** Asks for a file; `null`: the owner thought better of it. */
  chooseScene(): Promise<string | null>;
  /** Where a picture of this scene would be written. */
  proposeOutput(scene: string): Promise<string>;
  /** Tells the paths of files dropped on the window. `over`: they hang above it. */
  watchDrops(hear: (drop: { over: boolean; paths: string[] }) => void): Promise<Stop>;
  /** Stopping gives the job up; what came is kept. It goes on when the window closes. */
  render(order: RenderOrder, hear: (step: RenderStep) => void): Promise<Stop>;
  /** The render in hand, or the last one that this program has seen, whichever window began it: tells the newest steps
   *  of it at once, then the coming ones. `null`: there was none. */
  currentRender(hear: (step: RenderStep) => void): Promise<{ order: RenderOrder; stop: Stop } | null>;
  chat(order: ChatOrder, hear: (step: ChatStep) => void): Promise<Stop>;
  endpoint(): Promise<Endpoint>;
  setEndpoint(on: boolean): Promise<Endpoint>;

  places(): Promise<Places>;
  /** Shows a folder or file in the desktop's file manager: one of `places`, or a picture that was rendered. */
  reveal(path: string): Promise<void>;
  report(): Promise<string>;
  copy(text: string): Promise<void>;

  autostart(): Promise<boolean>;
  /** Returns how it stands afterwards. */
  setAutostart(on: boolean): Promise<boolean>;
  preferences(): Promise<Preferences>;
  /** Returns them as they were kept. */
  setPreferences(preferences: Preferences): Promise<Preferences>;
  update(): Promise<Update>;
  /** Looks now. */
  lookForUpdate(): Promise<Update>;
  /** Installs what was found, as soon as no job is in hand. */
  installUpdate(): Promise<Update>;
  tray(): Promise<Tray>;
  /** From the compact window to the full one, at a page. */
  openFull(page: string): Promise<void>;
}
