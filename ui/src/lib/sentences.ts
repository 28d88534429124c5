/** Values to words: what the daemon is doing, why not more, and why a job ended. */

import type { LostCode } from "./backend/backend";
import type { Activity, Effort, Refusal, Side, StopReason, Title, UnitFailure, WaitReason, WorkKind } from "./backend/types";
import { celsius, credits, gigabytes, instant, percent, precise, watts } from "./format";
import { t } from "./words/words.svelte";

const DAY_USED_UP = { hours: "wait-day-hours", energy: "wait-day-energy", cost: "wait-day-cost" } as const;
const NO_READINGS = { cards: "wait-no-readings-cards", programs: "wait-no-readings-programs", surroundings: "wait-no-readings-surroundings" } as const;
const HELD_BY = { presence: "effort-presence", share: "effort-share", power: "effort-power", heat: "effort-heat", fan: "effort-fan" } as const;

/** Kinds of work by their name. */
export const KIND = { render: "kind-render", generate: "kind-generate", embed: "kind-embed" } as const satisfies Record<WorkKind, string>;

/** What a job is. */
export function titleWords(title: Title): string {
  switch (title.code) {
    case "picture":
      return t("job-picture", { width: String(title.width), height: String(title.height), spp: String(title.spp) });
    case "text":
      return t("job-text", { model: title.model });
    case "agreement":
      return t("job-unknown");
    case "other":
      return title.words;
  }
}

export function activitySentence(activity: Activity, title: string | null, now: number): string {
  switch (activity.state) {
    case "working":
      return title ? t("working", { title }) : t("working-untitled");
    case "paused":
      return activity.until === null ? t("paused") : t("paused-until", { when: instant(activity.until, now) });
    case "waiting":
      return waitSentence(activity.reason, now);
  }
}

function waitSentence(reason: WaitReason, now: number): string {
  switch (reason.code) {
    case "role-off":
      return t("wait-role-off");
    case "not-said":
      return t("wait-not-said");
    case "starting":
      return t("wait-starting");
    case "measuring":
      return t("wait-measuring");
    case "no-device":
      return reason.wanted === null ? t("wait-no-device") : t("wait-no-device-called", { name: reason.wanted });
    case "card-off":
      return t("wait-card-off");
    case "program-running":
      return t("wait-program-running", { name: reason.name });
    case "owner-present":
      return t("wait-owner-present", { minutes: reason.minutes });
    case "fullscreen":
      return t("wait-fullscreen", { name: reason.name });
    case "remote-use":
      return t("wait-remote-use", { name: reason.name });
    case "encoding":
      return t("wait-encoding");
    case "gpu-in-use":
      return t("wait-gpu-in-use", { percent: percent(reason.load_percent) });
    case "memory-short":
      return t("wait-memory-short", { free: gigabytes(reason.free) });
    case "on-battery":
      return t("wait-on-battery");
    case "metered-network":
      return t("wait-metered-network");
    case "outside-hours":
      return reason.until === null ? t("wait-no-hours") : t("wait-outside-hours", { when: instant(reason.until, now) });
    case "day-used-up":
      return t(DAY_USED_UP[reason.by], { when: instant(reason.until, now) });
    case "too-hot":
      return t("wait-too-hot", { now: celsius(reason.temperature_c), most: celsius(reason.most_c) });
    case "too-loud":
      return t("wait-too-loud", { now: percent(reason.fan_percent), most: percent(reason.most_percent) });
    case "limit-below-rest":
      return t("wait-limit-below-rest", { rest: watts(reason.rest), limit: watts(reason.limit) });
    case "tariff-too-high":
      return t("wait-tariff-too-high", { now: credits(reason.per_kwh).all, most: credits(reason.most).all });
    case "tariff-unknown":
      return t("wait-tariff-unknown", { what: reason.what });
    case "going-to-sleep":
      return t("wait-going-to-sleep");
    case "cooling-down":
      return t("wait-cooling-down", { when: precise(reason.until) });
    case "no-readings":
      return t(NO_READINGS[reason.instrument]);
    case "no-mesh":
      return t("wait-no-mesh");
    case "no-work":
      return t("wait-no-work");
    case "worker-broken":
      return t("wait-worker-broken", { what: reason.what });
  }
}

/** How hard it works, and what it does not work harder for. */
export function effortWords(effort: Effort): string {
  if (effort.held_by === null) return t("effort-full");
  return t(HELD_BY[effort.held_by], { share: percent(effort.duty_permille / 10) });
}

/** `side`: this node's part in the job. */
export function stopWords(reason: StopReason, side: Side = "provider"): string {
  if (typeof reason === "object") {
    if ("protocol" in reason) return t("stop-protocol", { what: reason.protocol.what });
    if ("refused" in reason) return t("stop-refused", { why: refusalWords(reason.refused.why) });
    return t("stop-failed", { what: reason.failed.what });
  }
  switch (reason) {
    case "done":
      return t("stop-done");
    case "cancelled":
      return t("stop-cancelled");
    case "owner-returned":
      return t(side === "provider" ? "stop-owner-returned" : "stop-owner-returned-there");
    case "shutting-down":
      return t("stop-shutting-down");
    case "unpaid":
      return t("stop-unpaid");
    case "bad-results":
      return t("stop-bad-results");
    case "lost":
      return t("stop-lost");
  }
}

/** Why a job was not taken. A reason without a sentence does not compile. */
export function refusalWords(refusal: Refusal): string {
  if (typeof refusal === "object") {
    if ("below-floor" in refusal) return t("refusal-below-floor", { floor: credits(refusal["below-floor"].floor.per_giga).all });
    if ("too-large" in refusal) {
      const { needs, allowed } = refusal["too-large"];
      return t("refusal-too-large", { needs: gigabytes(needs), allowed: gigabytes(allowed) });
    }
    if ("invalid" in refusal) return t("refusal-invalid", { what: refusal.invalid.what });
    if ("kind-refused" in refusal) return t("refusal-kind", { kind: t(KIND[refusal["kind-refused"].kind]) });
    return t("refusal-unpaid", { owed: credits(refusal.unpaid.owed).all });
  }
  switch (refusal) {
    case "not-idle":
      return t("refusal-not-idle");
    case "busy":
      return t("refusal-busy");
    case "no-model":
      return t("refusal-no-model");
    case "unknown":
      return t("refusal-unknown");
    case "bad-signature":
      return t("refusal-bad-signature");
    case "no-provider":
      return t("refusal-no-provider");
    case "blocked":
      return t("refusal-blocked");
    case "mature":
      return t("refusal-mature");
  }
}

/** Why a unit came to nothing. */
export function failureWords(failure: UnitFailure): string {
  if (typeof failure === "object") {
    if ("bad-scene" in failure) return t("failure-bad-scene", { what: failure["bad-scene"].what });
    if ("bad-model" in failure) return t("failure-bad-model", { what: failure["bad-model"].what });
    return t("failure-bad-request", { what: failure["bad-request"].what });
  }
  switch (failure) {
    case "preempted":
      return t("failure-preempted");
    case "worker-failed":
      return t("failure-worker-failed");
    case "bad-unit":
      return t("failure-bad-unit");
    case "bad-result":
      return t("failure-bad-result");
    case "not-finite":
      return t("failure-not-finite");
    case "differs":
      return t("failure-differs");
    case "false-answer":
      return t("failure-false-answer");
    case "timed-out":
      return t("failure-timed-out");
    case "job-ended":
      return t("failure-job-ended");
  }
}

export function lostSentence(code: LostCode): string {
  switch (code) {
    case "not-running":
      return t("lost-not-running");
    case "version":
      return t("lost-version");
    case "cannot-start":
      return t("lost-cannot-start");
    case "silent":
      return t("lost-silent");
    case "no-folder":
      return t("lost-no-folder");
  }
}
