/** Why something that the owner asked for was not done: values to words. */

import type { Trouble } from "./backend/backend";
import type { BadInput, Busy, ControlError, Decline, Failure, NoProvider, Refusal } from "./backend/types";
import { faultWords } from "./findings";
import { credits, gigabytes, shortId } from "./format";
import { failureWords, stopWords } from "./sentences";
import { t } from "./words/words.svelte";

/** `details`: the small print, a system's or another program's own words. */
export type TroubleWords = { sentence: string; details: string };

const plain = (sentence: string, details = ""): TroubleWords => ({ sentence, details });

const BUSY = { benchmark: "busy-benchmark", job: "busy-job", model: "busy-model", everybody: "trouble-busy", picture: "busy-picture" } as const satisfies Record<Busy, string>;

export function inputWords(why: BadInput): TroubleWords {
  switch (why.code) {
    case "picture-kind":
      return plain(t("input-picture-kind"));
    case "scene":
      return plain(why.what);
    case "too-large":
      return plain(t("input-too-large", { needs: gigabytes(why.needs), allowed: gigabytes(why.allowed) }));
    case "is-folder":
      return plain(t("input-is-folder", { path: why.path }));
    case "no-folder":
      return plain(t("input-no-folder", { path: why.path }));
    case "empty":
      return plain(t("input-empty"));
    case "too-long":
      return plain(t("input-too-long"));
    case "request":
      return plain(t("trouble-bad-input"), why.what);
  }
}

export function nobodyWords(why: NoProvider): TroubleWords {
  switch (why.code) {
    case "nobody-found":
      return plain(t("none-found"));
    case "model-gone":
      return plain(t("trouble-no-model"), why.model);
    case "declined":
      return plain(t("trouble-no-provider"), why.declined.map(({ node, why }) => `${shortId(node)}: ${declineWords(why)}`).join("; "));
  }
}

/** Why somebody else does not do it. */
export function declineWords(why: Decline): string {
  switch (why.code) {
    case "refused":
      return refusalThere(why.why);
    case "stopped":
      return stopWords(why.reason, "requester");
    case "failed":
      return failureWords(why.failure);
    case "silent":
      return t("there-silent");
    case "only-relayed":
      return t("there-only-relayed");
    case "strange":
      return t("there-strange");
  }
}

/** What somebody else's "no" means to whoever asked. */
function refusalThere(refusal: Refusal): string {
  if (typeof refusal === "object") {
    if ("below-floor" in refusal) return t("there-floor", { floor: credits(refusal["below-floor"].floor.per_giga).all });
    if ("too-large" in refusal) {
      const { needs, allowed } = refusal["too-large"];
      return t("there-too-large", { needs: gigabytes(needs), allowed: gigabytes(allowed) });
    }
    if ("unpaid" in refusal) return t("there-unpaid", { owed: credits(refusal.unpaid.owed).all });
    return t("invalid" in refusal ? "there-misunderstood" : "there-unwilling");
  }
  switch (refusal) {
    case "not-idle":
      return t("there-not-idle");
    case "busy":
      return t("there-busy");
    case "no-model":
    case "no-provider":
    case "blocked":
    case "mature":
      return t("there-unwilling");
    case "unknown":
    case "bad-signature":
      return t("there-misunderstood");
  }
}

export function brokenWords(why: Failure): TroubleWords {
  switch (why.code) {
    case "program-runs":
      return plain(t("failed-program", { name: why.name }));
    case "going-to-sleep":
      return plain(t("failed-sleep"));
    case "card-lost":
      return plain(t("failed-card"));
    case "unmeasured":
      return plain(t("failed-measure"), why.what);
    case "unwritten":
      return plain(t("failed-written", { path: why.path }), why.what);
    case "units":
      return plain(t("failed-units"), why.what);
    case "shutting-down":
      return plain(t("trouble-shutting-down"));
    case "broken":
      return plain(t("failed-broken"), why.what);
  }
}

function refusedWords(error: ControlError): TroubleWords {
  switch (error.code) {
    case "bad-request":
      return plain(t("trouble-unexpected"), error.what);
    case "invalid-setting":
      return plain(t("trouble-invalid-setting"), faultWords(error.fault));
    case "role-off":
      return plain(t("trouble-role-off"));
    case "bad-input":
      return inputWords(error.why);
    case "no-model":
      return plain(t("trouble-no-model"), error.model);
    case "no-provider":
      return nobodyWords(error.why);
    case "false-answer":
      return plain(t("trouble-false-answer"), shortId(error.provider));
    case "busy":
      return plain(t(BUSY[error.with]));
    case "failed":
      return brokenWords(error.why);
    case "books":
      return plain(t("trouble-books"), error.what);
    case "shutting-down":
      return plain(t("trouble-shutting-down"));
  }
}

const TROUBLE = {
  "not-running": "trouble-not-running",
  "timed-out": "trouble-timed-out",
  unexpected: "trouble-unexpected",
  "no-folder": "trouble-no-folder",
  autostart: "trouble-autostart",
  file: "trouble-file",
  program: "trouble-program",
  updater: "trouble-updater",
} as const;

const isTrouble = (error: unknown): error is Trouble =>
  typeof error === "object" && error !== null && "code" in error && (error.code === "refused" || String(error.code) in TROUBLE);

/** Why a click had no effect. */
export function troubleWords(error: unknown): TroubleWords {
  if (!isTrouble(error)) return plain(error instanceof Error ? error.message : String(error));
  return error.code === "refused" ? refusedWords(error.error) : plain(t(TROUBLE[error.code]), error.what);
}

/** Why a setting cannot have a value, where that is what the trouble is. */
export function invalidSetting(error: unknown): string | null {
  if (!isTrouble(error) || error.code !== "refused" || error.error.code !== "invalid-setting") return null;
  return faultWords(error.error.fault);
}
