/** Why a story refuses something. */

import type { Trouble } from "../backend";
import type { ControlError } from "../types";

/** A promise of the backend is rejected with a bare `Trouble`, as the tray app does it; it is thrown as an error, so that
 *  no refusal is without the place where it arose. */
export class Refused extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.code);
  }
}

export const trouble = (error: ControlError): Refused => new Refused({ code: "refused", error });

export const NOT_RUNNING = "connection refused: /run/user/1000/idlewatt/control.sock";

/** What is done, or refused as the tray app would. */
export async function answer<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    throw error instanceof Refused ? error.trouble : error;
  }
}
