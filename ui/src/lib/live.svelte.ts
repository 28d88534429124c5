/** What the window knows, kept fresh. */

import type { Backend, Link, PauseSpan, Tray } from "./backend/backend";
import type { JobRow, Preview, Status } from "./backend/types";
import { CLOCK_EVERY_MS, JOBS_SHOWN } from "./limits";

export class Live {
  link = $state.raw<Link>({ link: "connecting" });
  jobs = $state.raw<JobRow[]>([]);
  preview = $state.raw<Preview | null>(null);
  autostart = $state<boolean | null>(null);
  tray = $state<Tray>("shown");
  now = $state(Date.now());
  /** What a click could not do. */
  trouble = $state<string | null>(null);

  readonly status = $derived(this.link.link === "up" ? this.link.status : null);

  #books = "";
  #picture = "";

  constructor(private readonly backend: Backend) {}

  /** Listens until the returned function is called. */
  start(): () => void {
    const clock = setInterval(() => (this.now = Date.now()), CLOCK_EVERY_MS);
    const watching = this.backend.watch((link) => this.#hear(link));
    watching.catch((error: unknown) => this.#tell(error));
    void this.#attempt(async () => {
      this.tray = await this.backend.tray();
      this.autostart = await this.backend.autostart();
    });
    return () => {
      clearInterval(clock);
      void watching.then((stop) => stop());
    };
  }

  pause = (span: PauseSpan): Promise<void> => this.#attempt(() => this.backend.pause(span));
  resume = (): Promise<void> => this.#attempt(() => this.backend.resume());
  retry = (): Promise<void> => this.#attempt(() => this.backend.retry());
  setAutostart = (on: boolean): Promise<void> =>
    this.#attempt(async () => {
      this.autostart = await this.backend.setAutostart(on);
    });

  #hear(link: Link): void {
    this.link = link;
    this.now = Date.now();
    if (link.link !== "up") {
      // Whatever comes back may be another daemon's.
      this.#books = this.#picture = "";
      return;
    }
    this.#follow(link.status);
  }

  /** Books and picture are asked for only when the status says that they moved. */
  #follow({ all_time, current, activity }: Status): void {
    const books = [all_time.units, all_time.settled, all_time.electricity, all_time.spent, current?.job, activity.state].join();
    if (books !== this.#books) {
      this.#books = books;
      void this.#attempt(async () => {
        this.jobs = await this.backend.jobs(JOBS_SHOWN);
      });
    }
    const picture = current ? `${current.job} ${current.preview_version}` : "";
    if (picture !== this.#picture) {
      this.#picture = picture;
      void this.#attempt(async () => {
        const preview = current ? await this.backend.preview() : null;
        this.preview = preview?.job === current?.job ? preview : null;
      });
    }
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.trouble = null;
    } catch (error) {
      this.#tell(error);
    }
  }

  #tell(error: unknown): void {
    this.trouble = error instanceof Error ? error.message : String(error);
  }
}
