/** The daemon's state in one shape, one word and one sentence: what icon, title bar and pages show. */

import type { Link } from "./backend/backend";
import { activitySentence, titleWords } from "./sentences";
import { t } from "./words/words.svelte";

export type Shape = "working" | "waiting" | "paused" | "attention";

/** Reasons to wait that do not pass by themselves. */
const NEEDS_OWNER = ["no-device", "worker-broken", "limit-below-rest", "tariff-unknown", "no-readings"];

export function shape(link: Link): Shape {
  if (link.link === "lost") return "attention";
  if (link.link === "connecting") return "waiting";
  const { activity } = link.status;
  if (activity.state !== "waiting") return activity.state;
  return NEEDS_OWNER.includes(activity.reason.code) ? "attention" : "waiting";
}

/** Whether nothing is worked on because the owner has not said yet when it may be. */
export const unsaid = (link: Link): boolean => link.link === "up" && link.status.activity.state === "waiting" && link.status.activity.reason.code === "not-said";

export function word(link: Link): string {
  if (link.link === "connecting") return t("state-connecting");
  const ready = link.link === "up" && link.status.activity.state === "waiting" && link.status.activity.reason.code === "no-work";
  if (ready) return t("state-ready");
  return t(({ working: "state-working", waiting: "state-waiting", paused: "state-paused", attention: "state-attention" } as const)[shape(link)]);
}

export function sentence(link: Link, now: number): string {
  if (link.link === "up") return activitySentence(link.status.activity, link.status.current ? titleWords(link.status.current.title) : null, now);
  return link.link === "lost" ? t("lost-title") : t("connecting");
}
