/** Bounds of the window, each with its reason. */

/** Rows of the jobs table: more than anybody scrolls through; the command line has all of them. */
export const JOBS_SHOWN = 100;
/** The clock in sentences such as "until Tue 8:00" needs no more than to notice midnight. */
export const CLOCK_EVERY_MS = 30_000;
