/** The jobs that are listed, page by page as they are scrolled to. */

import type { Backend } from "../../lib/backend/backend";
import type { JobFilter, JobRow } from "../../lib/backend/types";
import { JOBS_PAGE } from "../../lib/limits";
import { append, EVERYTHING, merge } from "./rows";

export class JobList {
  rows = $state.raw<JobRow[]>([]);
  filter = $state.raw<JobFilter>(EVERYTHING);
  /** Whether there is an answer at all, and whether there are no older jobs. */
  asked = $state(false);
  complete = $state(false);

  /** Answers to a question that was dropped are not listened to. */
  #turn = 0;
  #fetching = false;

  constructor(
    private readonly backend: Pick<Backend, "jobs">,
    private readonly tell: (error: unknown) => void,
  ) {}

  /** Shows other jobs from now on. */
  async choose(change: Partial<JobFilter>): Promise<void> {
    this.filter = { ...this.filter, ...change, before: null };
    this.#turn++;
    this.#fetching = false;
    await this.#ask(null, (fresh) => {
      this.rows = fresh;
      this.complete = fresh.length < JOBS_PAGE;
    });
  }

  /** The newest ones again: something moved in the books. */
  async refresh(): Promise<void> {
    await this.#ask(null, (fresh) => {
      const { rows, complete } = merge(this.rows, fresh, JOBS_PAGE);
      this.rows = rows;
      this.complete = complete ?? this.complete;
    });
  }

  /** Older ones. */
  async more(): Promise<void> {
    const last = this.rows.at(-1);
    if (this.complete || this.#fetching || !last) return;
    this.#fetching = true;
    const { opened_at, job, peer } = last;
    await this.#ask({ opened_at, job, peer }, (older) => {
      this.rows = append(this.rows, older);
      this.complete = older.length < JOBS_PAGE;
    });
    this.#fetching = false;
  }

  async #ask(before: JobFilter["before"], take: (rows: JobRow[]) => void): Promise<void> {
    const turn = this.#turn;
    try {
      const rows = await this.backend.jobs(JOBS_PAGE, { ...this.filter, before });
      if (turn !== this.#turn) return;
      take(rows);
      this.asked = true;
    } catch (error) {
      this.tell(error);
    }
  }
}
