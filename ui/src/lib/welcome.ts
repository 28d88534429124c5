/** The steps of the first run, and which of them somebody has reached who closed the window in the middle. */

import type { Status } from "./backend/types";

export const STEPS = ["machine", "benchmark", "estimate", "choice", "start"] as const;
export type WelcomeStep = (typeof STEPS)[number];

/** How it stands with the card. `off`: nobody looks, because working for others is switched off. */
export type Found = "looking" | "off" | "card" | "software" | "none";

export function found(status: Pick<Status, "device" | "activity"> | null): Found {
  if (status?.device) return status.device.device.kind === "software" ? "software" : "card";
  const reason = status?.activity.state === "waiting" ? status.activity.reason.code : null;
  if (reason === "role-off") return "off";
  return status === null || reason === "starting" || reason === "measuring" ? "looking" : "none";
}

/** Without anything that computes there is nothing to measure or to estimate. */
export const stepsFor = (found: Found): readonly WelcomeStep[] => (found === "none" || found === "off" ? STEPS.filter((step) => step !== "benchmark" && step !== "estimate") : STEPS);

/** The step that a text names, or the first. */
export const stepOf = (text: string | null, steps: readonly WelcomeStep[]): WelcomeStep => steps.find((step) => step === text) ?? "machine";

const KEY = "idlewatt-welcome";

/** Kept by the window itself: a step is worth nothing outside it, and a lost one costs a click. */
export const reached = {
  get: (): string | null => attempt(() => localStorage.getItem(KEY)),
  keep: (step: WelcomeStep): void => void attempt(() => localStorage.setItem(KEY, step)),
  forget: (): void => void attempt(() => localStorage.removeItem(KEY)),
};

/** A window without storage begins anew. */
function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
