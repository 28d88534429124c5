/** Bounds of the window, each with its reason. */

/** Between two showings of numbers that creep: a glance lasts as long, and each showing costs a processor 40 ms. */
export const CREEP_EVERY_MS = 2_000;
/** The clock of sentences such as "resumes at 22:00": a minute would be enough, and half of one is never seen to lag. */
export const CLOCK_EVERY_MS = 30_000;
/** How long a word about what was done stays: long enough to read it and to take it back. */
export const TOAST_MS = 8_000;
/** Jobs that are fetched at once; at about 500 bytes each far below a line's bound. */
export const JOBS_PAGE = 500;
/** How long a slider must stand still before its estimate is asked for. */
export const SETTLE_MS = 180;
/** How long a slider that is moved by keys must stand still before its value is given away: each press is a change. */
export const SLIDER_REST_MS = 600;
/** How often the state of a running update is asked for. */
export const UPDATE_EVERY_MS = 2_000;
/** How often the page of the mesh is read anew while it is shown. The daemon asks the index nodes more rarely still. */
export const NETWORK_EVERY_MS = 10_000;
