/** Values to words: what the daemon is doing, why not more, and why a job ended. */

import type { LostCode } from "./backend/backend";
import type { Activity, JobRow, StopReason, WaitReason } from "./backend/types";
import { credits, instant, isZero, minus, percent, precise } from "./format";
import { m } from "./messages/en";

export function activitySentence(activity: Activity, title: string | null, now: number): string {
  switch (activity.state) {
    case "working":
      return title ? m.working(title) : m.workingUntitled;
    case "paused":
      return activity.until === null ? m.paused : m.pausedUntil(instant(activity.until, now));
    case "waiting":
      return waitSentence(activity.reason);
  }
}

function waitSentence(reason: WaitReason): string {
  switch (reason.code) {
    case "role-off":
      return m.roleOff;
    case "starting":
      return m.starting;
    case "measuring":
      return m.measuring;
    case "no-device":
      return m.noDevice(reason.what);
    case "program-running":
      return m.programRunning(reason.name);
    case "gpu-in-use":
      return m.gpuInUse(percent(reason.load_percent));
    case "cooling-down":
      return m.coolingDown(precise(reason.until));
    case "no-readings":
      return m.noReadings;
    case "no-mesh":
      return m.noMesh;
    case "no-work":
      return m.noWork;
    case "worker-broken":
      return m.workerBroken(reason.what);
  }
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
