/** Values to words: what the daemon is doing, why not more, and why a job ended. */

import type { LostCode } from "./backend/backend";
import type { Activity, Effort, JobRow, StopReason, WaitReason } from "./backend/types";
import { celsius, credits, gigabytes, instant, isZero, minus, percent, precise, watts } from "./format";
import { m } from "./messages/en";

export function activitySentence(activity: Activity, title: string | null, now: number): string {
  switch (activity.state) {
    case "working":
      return title ? m.working(title) : m.workingUntitled;
    case "paused":
      return activity.until === null ? m.paused : m.pausedUntil(instant(activity.until, now));
    case "waiting":
      return waitSentence(activity.reason, now);
  }
}

function waitSentence(reason: WaitReason, now: number): string {
  switch (reason.code) {
    case "role-off":
      return m.roleOff;
    case "starting":
      return m.starting;
    case "measuring":
      return m.measuring;
    case "no-device":
      return m.noDevice(reason.what);
    case "card-off":
      return m.cardOff;
    case "program-running":
      return m.programRunning(reason.name);
    case "owner-present":
      return m.ownerPresent(reason.minutes);
    case "fullscreen":
      return m.fullscreen(reason.name);
    case "remote-use":
      return m.remoteUse(reason.name);
    case "encoding":
      return m.encoding;
    case "gpu-in-use":
      return m.gpuInUse(percent(reason.load_percent));
    case "memory-short":
      return m.memoryShort(gigabytes(reason.free));
    case "on-battery":
      return m.onBattery;
    case "metered-network":
      return m.meteredNetwork;
    case "outside-hours":
      return reason.until === null ? m.noHours : m.outsideHours(instant(reason.until, now));
    case "day-used-up":
      return { hours: m.dayHours, energy: m.dayEnergy, cost: m.dayCost }[reason.by](instant(reason.until, now));
    case "too-hot":
      return m.tooHot(celsius(reason.temperature_c), celsius(reason.most_c));
    case "too-loud":
      return m.tooLoud(percent(reason.fan_percent), percent(reason.most_percent));
    case "limit-below-rest":
      return m.limitBelowRest(watts(reason.rest), watts(reason.limit));
    case "tariff-too-high":
      return m.tariffTooHigh(credits(reason.per_kwh).all, credits(reason.most).all);
    case "tariff-unknown":
      return m.tariffUnknown(reason.what);
    case "going-to-sleep":
      return m.goingToSleep;
    case "cooling-down":
      return m.coolingDown(precise(reason.until));
    case "no-readings":
      return {
        cards: m.noReadingsCards,
        programs: m.noReadingsPrograms,
        surroundings: m.noReadingsSurroundings,
      }[reason.instrument];
    case "no-mesh":
      return m.noMesh;
    case "no-work":
      return m.noWork;
    case "worker-broken":
      return m.workerBroken(reason.what);
  }
}

/** How hard it works, and what it does not work harder for. */
export function effortWords(effort: Effort): string {
  if (effort.held_by === null) return m.effortFull;
  const words = {
    presence: m.effortPresence,
    share: m.effortShare,
    power: m.effortPower,
    heat: m.effortHeat,
    fan: m.effortFan,
  };
  return words[effort.held_by](percent(effort.duty_permille / 10));
}

export function stopWords(reason: StopReason): string {
  if (typeof reason === "object") {
    return "protocol" in reason ? m.stopProtocol(reason.protocol.what) : m.stopFailed(reason.failed.what);
  }
  switch (reason) {
    case "done":
      return m.stopDone;
    case "cancelled":
      return m.stopCancelled;
    case "owner-returned":
      return m.stopOwnerReturned;
    case "shutting-down":
      return m.stopShuttingDown;
    case "unpaid":
      return m.stopUnpaid;
    case "bad-results":
      return m.stopBadResults;
    case "lost":
      return m.stopLost;
  }
}

/** How final a job's money is. */
export function moneyWords(job: JobRow): string {
  if (isZero(job.gross)) return m.moneyNone;
  const open = minus(job.gross, job.settled);
  return isZero(open) ? m.moneyFinal : m.moneyPending(credits(open).all);
}

export function lostSentence(code: LostCode): string {
  switch (code) {
    case "not-running":
      return m.lostNotRunning;
    case "version":
      return m.lostVersion;
    case "cannot-start":
      return m.lostCannotStart;
    case "silent":
      return m.lostSilent;
    case "no-folder":
      return m.lostNoFolder;
  }
}
