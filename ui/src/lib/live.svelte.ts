/** What the daemon tells, kept fresh. */

import type { Backend, Link, PauseSpan, Tray } from "./backend/backend";
import type { Preview, Status } from "./backend/types";
import { CLOCK_EVERY_MS, CREEP_EVERY_MS } from "./limits";

/** What a status says in kind. All else in it are numbers that creep. */
function face(link: Link): string {
  if (link.link !== "up") return JSON.stringify(link);
  const { activity, current, device, roles, until, node, offer, tariff_per_kwh } = link.status;
  return JSON.stringify([activity, current?.job, device, roles, until, node, offer, tariff_per_kwh]);
}

export class Live {
  link = $state.raw<Link>({ link: "connecting" });
  preview = $state.raw<Preview | null>(null);
  tray = $state<Tray>("shown");
  /** Moved by the clock alone: what is asked for by the hour or day would else be asked with each status. */
  now = $state(Date.now());
  /** Changes whenever an entry was made in the books, or a job began or ended. */
  books = $state.raw("");

  readonly status = $derived(this.link.link === "up" ? this.link.status : null);
  readonly up = $derived(this.link.link === "up");

  #picture = "";
  #face = "";
  #shown = -Infinity;
  /** Shows the newest of what creeps, in its turn. */
  #turn: ReturnType<typeof setTimeout> | null = null;
  #newest: Link = this.link;

  constructor(
    private readonly backend: Backend,
    private readonly tell: (error: unknown) => void,
  ) {}

  /** Listens until the returned function is called. */
  start(): () => void {
    const clock = setInterval(() => (this.now = Date.now()), CLOCK_EVERY_MS);
    const watching = this.backend.watch((link) => this.#hear(link));
    watching.catch(this.tell);
    this.backend.tray().then((tray) => (this.tray = tray), this.tell);
    return () => {
      clearInterval(clock);
      clearTimeout(this.#turn ?? undefined);
      void watching.then((stop) => stop());
    };
  }

  pause = (span: PauseSpan): Promise<void> => this.backend.pause(span).catch(this.tell);
  resume = (): Promise<void> => this.backend.resume().catch(this.tell);
  retry = (): Promise<void> => this.backend.retry().catch(this.tell);

  /** The daemon tells numbers up to four times a second. Painting each would keep a processor warm for digits that nobody reads
   *  that fast; what changes in kind is shown at once. */
  #hear(link: Link): void {
    this.#newest = link;
    const wait = this.#shown + CREEP_EVERY_MS - performance.now();
    if (face(link) !== this.#face || wait <= 0) this.#show();
    else this.#turn ??= setTimeout(() => this.#show(), wait);
  }

  #show(): void {
    clearTimeout(this.#turn ?? undefined);
    this.#turn = null;
    const link = this.#newest;
    [this.#face, this.#shown] = [face(link), performance.now()];
    this.link = link;
    if (link.link !== "up") {
      // Whatever comes back may be another daemon's.
      this.books = this.#picture = "";
      return;
    }
    this.#follow(link.status);
  }

  /** Books and picture are asked for only when the status says that they moved. */
  #follow({ all_time, current, activity }: Status): void {
    const { units, settled, held, electricity, spent } = all_time;
    this.books = [units, settled, held, electricity, spent, current?.job, activity.state].join();
    const picture = current ? `${current.job} ${current.preview_version}` : "";
    if (picture === this.#picture) return;
    this.#picture = picture;
    const asked = current ? this.backend.preview() : Promise.resolve(null);
    asked.then((preview) => (this.preview = preview?.job === current?.job ? preview : null), this.tell);
  }
}
